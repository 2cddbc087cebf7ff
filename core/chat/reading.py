"""From a typed line to a command's values: what can stand anywhere first, then the people, then the rest."""

import re
from dataclasses import dataclass, field
from typing import Any

from core.chat.command import Command, Context, Kind, Param
from core.chat.errors import Refusal
from core.chat.parsing.cadence import find_cadence
from core.chat.parsing.cards import read_tags
from core.chat.parsing.days import find_past_day, find_until
from core.chat.parsing.line import BOUNDARY, Line
from core.chat.parsing.names import leading, name_words, separator, spelled_like, stranger, surely, trailing
from core.chat.reply import Person, Span, lines, say
from core.chat.values import STRANGER, dump
from core.chat.words import _
from core.facts.account import Choice
from core.facts.people import Contact

MAX_CHOICES = 8
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
    people: list[Contact] = field(default_factory=list)

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
    for param in wanted:
        if param.kind in (Kind.CONTACT, Kind.CONTACTS):
            await _find_people(ctx, reading, param, takes_text=any(p.kind is Kind.TEXT for p in wanted))
    if rest := reading.line.rest():
        texts = [param for param in wanted if param.kind is Kind.TEXT]
        if texts:
            reading.values[texts[0].name] = rest
        elif reading.open is None:
            raise Refusal(_left_over(reading, rest))
    if reading.open is not None:
        return _with_values(reading.open, reading.dumped())
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
    for value in values.values():
        if isinstance(value, Contact):
            return Person(value.name)
    return _("them")


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
            if found := find_cadence(line.text):
                reading.values[param.name] = found[0]
                line.cut(*found[1:])
        case Kind.SPAN:
            if until := find_until(line.text, ctx.today, locale):
                reading.values[param.name] = until[0]
                line.cut(*until[1:])
        case Kind.PAST_DAY:
            if day := find_past_day(line.text, ctx.today, locale):
                line.cut(*day[1:])
                if day[0] > ctx.today:
                    reading.open = Open(
                        asking=param,
                        text=say(
                            _("{day} is still to come. When was it? For example “yesterday” or “last Friday”."),
                            day=day[0],
                        ),
                        values={},
                    )
                else:
                    reading.values[param.name] = day[0]
        case Kind.CHOICE:
            start = _start(line.text)
            word = re.match(r"\w+", line.text[start:])
            if word and (choice := _choice(word.group(), param.choices)):
                reading.values[param.name] = choice
                line.cut(start, start + word.end())
        case _:
            pass


def _choice(word: str, choices: tuple[str, ...]) -> str | None:
    lowered = word.casefold()
    if lowered in choices:
        return lowered
    begun = [choice for choice in choices if len(lowered) > 2 and choice.startswith(lowered)]
    return begun[0] if len(begun) == 1 else None


async def _find_people(ctx: Context, reading: _Reading, param: Param, *, takes_text: bool) -> None:
    """Cut the person, or the people, out of the line; several candidates or none become a question."""
    line = reading.line
    start = _start(line.text)
    if not line.text[start:].strip(_SKIPPED):
        return
    candidates = await ctx.tx.people.starting(ctx.owner, name_words(line.text[start:]))
    chosen: list[str] = []
    asked = guessed = False
    while True:
        named = leading(line.text[start:], candidates)
        found = (named.contacts, start, start + named.end) if named else None
        if found is None and not chosen:
            if takes_text and (last := trailing(line.text, candidates)):
                found = (last.contacts, last.start, last.end)
            else:
                found, guessed = await _misspelled(ctx, line.text, start)
        if found is not None and guessed:
            asked = _ask_about_stranger(reading, param, start, chosen, found[0])
            break
        if found is None:
            if not chosen or _looks_like_a_name(line.text[start:]):
                asked = _ask_about_stranger(reading, param, start, chosen)
            break
        contacts, begin, end = found
        line.cut(begin, end)
        if len(contacts) > 1:
            _ask_which(reading, param, contacts, chosen)
            return
        reading.people.append(contacts[0])
        chosen.append(contacts[0].id)
        if param.kind is Kind.CONTACT:
            break
        start = len(line.text) - len(line.text.lstrip(" " + BOUNDARY))
        length = separator(line.text[start:])
        if not length:
            break
        after = start + length
        after += len(line.text[after:]) - len(line.text[after:].lstrip(" "))
        named_next = leading(line.text[after:], candidates)
        if not named_next and not _looks_like_a_name(line.text[after:], line.text[start:after]):
            break
        line.cut(start, after)
        start = after
    if reading.people and not asked:
        unique = tuple({contact.id: contact for contact in reading.people}.values())
        reading.values[param.name] = unique if param.kind is Kind.CONTACTS else unique[0]


async def _misspelled(
    ctx: Context, text: str, start: int
) -> tuple[tuple[tuple[Contact, ...], int, int] | None, bool]:
    """Whose name a text begins with but for typing errors and where it ends; and whether that is only a guess."""
    close = spelled_like(text[start:], await ctx.tx.people.names(ctx.owner))
    contacts = tuple(await ctx.tx.people.get(ctx.owner, close[0][:MAX_CHOICES])) if close else ()
    if close is None or not contacts:
        return None, False
    typed = text[start : start + close[1]]
    return (contacts, start, start + close[1]), not any(surely(typed, each) for each in contacts)


def _looks_like_a_name(text: str, joined_by: str = "and") -> bool:
    """After "Jane and …": a capital letter. After a comma that is not enough: "Jane, Raj was there too"."""
    word = text.lstrip(" ")[:1]
    return joined_by.strip() != "," and word.isalpha() and word != word.lower()


def _ask_which(reading: _Reading, param: Param, contacts: tuple[Contact, ...], before: list[str]) -> None:
    shown = contacts[:MAX_CHOICES]
    alike = {contact.name for contact in shown if sum(other.name == contact.name for other in shown) > 1}
    reading.open = Open(
        asking=param,
        text=say(_("Whom do you mean?")),
        values={},
        choices=tuple(
            Choice(
                label="{name}",
                name=_told_apart(contact) if contact.name in alike or contact.company else contact.name,
                values={param.name: "\n".join([*before, contact.id])},
            )
            for contact in shown
        ),
    )


def _told_apart(contact: Contact) -> str:
    marks = [mark for mark in (contact.company or contact.title, *contact.tags[:1]) if mark]
    return f"{contact.name} ({', '.join(marks)})" if marks else contact.name


def _ask_about_stranger(
    reading: _Reading, param: Param, start: int, before: list[str], close: tuple[Contact, ...] = ()
) -> bool:
    """Ask whether to add somebody unknown, or whom of the `close` ones was meant; False when there is no name."""
    line = reading.line
    names = stranger(line.text[start:])
    if not names:
        return False
    text_param = next((each.name for each in reading.command.params if each.kind is Kind.TEXT), None)

    def values(name: str, reference: str) -> dict[str, str]:
        cut = Line(line.text)
        cut.cut(start, start + len(name))
        filled = {param.name: "\n".join([*before, reference])}
        return {**filled, text_param: rest} if text_param and (rest := cut.rest()) else filled

    choices = [Choice(label="{name}", name=_told_apart(each), values=values(names[0], each.id)) for each in close]
    for name in names[: 2 if not close else 1]:
        if reading.command.reads:
            choices.append(Choice(label=_("Add {name}"), name=name, line=f"/add {name}"))
        else:
            choices.append(Choice(label=_("Add {name}"), name=name, values=values(name, STRANGER + name)))
    reading.open = Open(
        asking=param,
        text=lines(
            say(_("I don't know {name} yet."), name=Person(names[0])),
            say(_("Did you mean one of these, or is it somebody new?"))
            if close
            else say(_("Add them, or tell me the name as you saved it.")),
        ),
        values={},
        choices=(*choices, Choice(label=_("Never mind"))),
    )
    line.cut(start, start + len(names[0]))
    return True


def _left_over(reading: _Reading, rest: str) -> Span:
    example = reading.command.examples[0] if reading.command.examples else f"/{reading.command.name}"
    return lines(
        say(_("I could not make sense of “{rest}” here."), rest=rest[:80]),
        say(_("For example: {example}"), example=example),
    )


def _start(text: str) -> int:
    return len(text) - len(text.lstrip(_SKIPPED))


def _with_values(opened: Open, values: dict[str, str]) -> Open:
    return Open(asking=opened.asking, text=opened.text, values=values, choices=opened.choices)
