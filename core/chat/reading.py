"""From a typed line to a command's values: what can stand anywhere first, then the people, then the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.chat.command import Command, Context, Kind, Param
from core.chat.errors import Refusal
from core.chat.naming import Mention, choices, find_people, look_up, question
from core.chat.parsing.cadence import find_rhythm
from core.chat.parsing.cards import read_tags
from core.chat.parsing.days import find_past_day, find_until, unclear_day
from core.chat.parsing.line import BOUNDARY, Line
from core.chat.reply import Listing, Person, Span, lines, say
from core.chat.values import Newcomer, Unsettled, dump
from core.chat.words import _
from core.facts.account import Choice
from core.facts.people import Contact

_TAG = re.compile(r"(?<!\S)[-+]?#[^\s#]+")
_SKIPPED = " \t\n,;:" + BOUNDARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What is still to be asked before the command can run, and everything known so far."""

    asking: Param
    text: Span
    values: dict[str, str]
    choices: tuple[Choice, ...] = ()


@dataclass(slots=True)
class _Reading:
    """The line as it comes apart."""

    command: Command
    line: Line
    values: dict[str, Any]
    open: Open | None = None

    def dumped(self) -> dict[str, str]:
        kinds = {param.name: param.kind for param in self.command.params}
        return {name: dump(kinds[name], value) for name, value in self.values.items() if value is not None}


async def read_line(
    ctx: Context, command: Command, text: str, known: dict[str, Any] | None = None
) -> dict[str, Any] | Open:
    """The values of a typed line, or what must be asked. `known` values are not looked for again.

    Raises Refusal for what can never be right ("31 February").
    """
    reading = _Reading(command, Line(text), dict(known or {}))
    if command.line is not None and not known:
        reading.values.update(command.line(text, ctx.today, ctx.account.locale))
        return _complete(reading)
    wanted = [param for param in command.params if param.name not in reading.values]
    for param in wanted:
        _find(ctx, reading, param)
    people = next((param for param in command.params if param.kind in (Kind.CONTACT, Kind.CONTACTS)), None)
    mentions = await _mentions(ctx, reading, people, wanted) if people else []
    if rest := reading.line.rest():
        texts = [param for param in wanted if param.kind is Kind.TEXT]
        if texts:
            reading.values[texts[0].name] = rest
        elif reading.open is None:
            raise Refusal(_left_over(reading, rest))
    if people and mentions:
        _take_people(reading, people, mentions)
    if reading.open is not None:
        return replace(reading.open, values=reading.dumped())
    return _complete(reading)


def _complete(reading: _Reading) -> dict[str, Any] | Open:
    """The values, or the question for the first one that is missing."""
    for param in reading.command.params:
        given = reading.values.get(param.name)
        if param.ask and given is None and not any(reading.values.get(name) for name in param.unless):
            return Open(
                asking=param,
                text=say(param.ask, name=_whom(reading.values)),
                values=reading.dumped(),
                choices=tuple(Choice(label=choice, values={param.name: choice}) for choice in param.choices),
            )
    return reading.values


def _whom(values: dict[str, Any]) -> Span:
    """The people that the question is about."""
    for value in values.values():
        people = value if isinstance(value, tuple) else (value,)
        if people and all(isinstance(each, Contact | Newcomer) for each in people):
            return Listing(tuple(Person(each.name) for each in people))
    return say(_("them"))


def _find(ctx: Context, reading: _Reading, param: Param) -> None:
    """Cut a value that may stand anywhere out of the line."""
    line, locale = reading.line, ctx.account.locale
    match param.kind:
        case Kind.TAGS:
            tags = list(_TAG.finditer(line.text))
            if tags:
                reading.values[param.name] = read_tags(" ".join(match.group() for match in tags))
                for found_tag in tags:
                    line.cut(*found_tag.span())
        case Kind.CADENCE:
            if found := find_rhythm(line.text):
                reading.values[param.name] = found[0]
                line.cut(*found[1:])
        case Kind.SPAN:
            if until := find_until(line.text, ctx.today, locale):
                reading.values[param.name] = until[0]
                line.cut(*until[1:])
        case Kind.PAST_DAY:
            _find_past_day(ctx, reading, param)
        case Kind.CHOICE:
            start = len(line.text) - len(line.text.lstrip(_SKIPPED))
            word = re.match(r"\w+", line.text[start:])
            if word and (choice := _choice(word.group(), param.choices)):
                reading.values[param.name] = choice
                line.cut(start, start + word.end())
        case _:
            pass


def _find_past_day(ctx: Context, reading: _Reading, param: Param) -> None:
    """Cut a day that has been out of the line; one that is to come, or cannot be told, is asked about."""
    line, locale = reading.line, ctx.account.locale
    day = find_past_day(line.text, ctx.today, locale)
    if day is not None:
        line.cut(*day[1:])
    if day is not None and day[0] > ctx.today:
        ahead = _("{day} is still to come. When was it? For example “yesterday” or “last Friday”.")
        reading.open = _which_day(ctx, param, say(ahead, day=day[0]))
    elif words := unclear_day(line.text, ctx.today, locale):
        unclear = _("I can't tell which day “{words}” is. When was it? For example 3 March 2024, or “today”.")
        reading.open = _which_day(ctx, param, say(unclear, words=words))
    elif day is not None:
        reading.values[param.name] = day[0]


def _which_day(ctx: Context, param: Param, text: Span) -> Open:
    today = Choice(label=_("Today"), values={param.name: ctx.today.isoformat()})
    return Open(asking=param, text=text, values={}, choices=(today,))


def _choice(word: str, choices: tuple[str, ...]) -> str | None:
    lowered = word.casefold()
    if lowered in choices:
        return lowered
    begun = [choice for choice in choices if len(lowered) > 2 and choice.startswith(lowered)]
    return begun[0] if len(begun) == 1 else None


async def _mentions(ctx: Context, reading: _Reading, param: Param, wanted: Sequence[Param]) -> list[Mention]:
    """Whom the line names; or, of people known from before, those who are not settled yet."""
    if param in wanted:
        takes_text = any(each.kind is Kind.TEXT for each in reading.command.params)
        return await find_people(ctx, reading.line, many=param.kind is Kind.CONTACTS, takes_text=takes_text)
    known = reading.values[param.name]
    people = known if isinstance(known, tuple) else (known,)
    if not any(isinstance(each, Unsettled) for each in people):
        return []
    return [
        await look_up(ctx, each.typed) if isinstance(each, Unsettled) else Mention(settled=each) for each in people
    ]


def _take_people(reading: _Reading, param: Param, mentions: Sequence[Mention]) -> None:
    """The people as the parameter's value; or the question about the first who is not known for certain."""
    unique = tuple(dict.fromkeys(each.settled or each.unsettled for each in mentions))
    reading.values[param.name] = unique if param.kind is Kind.CONTACTS else unique[0]
    unclear = next((each for each in mentions if each.settled is None), None)
    if unclear is None or reading.open is not None:  # one question at a time: the other was kept as it was typed
        return
    text_name = next((each.name for each in reading.command.params if each.kind is Kind.TEXT), "")
    text = str(reading.values.get(text_name) or "")
    reading.open = Open(
        asking=param,
        text=question(unclear),
        values={},
        choices=tuple(choices(mentions, param.name, text_name, text, reads=reading.command.reads)),
    )


def _left_over(reading: _Reading, rest: str) -> Span:
    example = reading.command.examples[0] if reading.command.examples else f"/{reading.command.name}"
    return lines(
        say(_("I could not make sense of “{rest}” here."), rest=rest[:80]),
        say(_("For example: {example}"), example=example),
    )
