"""From a typed line to a command's values: what can stand anywhere first, then the people, then the rest."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.chat.command import Command, Context, Kind, Param
from core.chat.errors import Refusal
from core.chat.known_names import find_known
from core.chat.naming import Mention, choices, find_people, look_up, question
from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.days.cadence import find_rhythm
from core.chat.parsing.days.days import find_past_day, find_until, unclear_day
from core.chat.parsing.found import Found, Unclear
from core.chat.parsing.line import BOUNDARY, Line
from core.chat.parsing.people.cards import read_tags
from core.chat.parsing.recurring.whens import find_when
from core.chat.parsing.zones.zones import find_zones
from core.chat.reply import Listing, Person, Span, lines, say
from core.chat.telling import tell_when
from core.chat.values import Newcomer, Unread, Unsettled, dump, dump_when
from core.chat.words import _, plain
from core.facts.account import Choice
from core.facts.people import Contact
from core.facts.recurrence import Moment, When

_TAG = re.compile(r"(?<!\S)[-+]?#[^\s#]+")
_SKIPPED = " \t\n,;:" + BOUNDARY
_TIMES = (Kind.MOMENT, Kind.WHEN)
_LONG = 300  # characters: to find a time in more of them would hold everybody else up


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
    ctx: Context, command: Command, text: str, known: dict[str, Any] | None = None, asking: str = ""
) -> dict[str, Any] | Open:
    """The values of a typed line, or what must be asked. `known` values are not looked for again; `asking` is the
    parameter to which the text is the answer.

    Raises Refusal for what can never be right ("31 February").
    """
    reading = _Reading(command, Line(text), dict(known or {}))
    if command.line is not None and not known:
        reading.values.update(command.line(text, ctx.today, ctx.account.locale))
        return _complete(reading)
    await _find_zone(ctx, reading, asking)
    _read_again(ctx, reading)
    wanted = [param for param in command.params if param.name not in reading.values]
    for param in wanted:
        if param.kind in _TIMES:
            await _find_when(ctx, reading, param)
        else:
            _find(ctx, reading, param)
    people = next((param for param in command.params if param.kind in (Kind.CONTACT, Kind.CONTACTS)), None)
    mentions = await _mentions(ctx, reading, people, wanted) if people else []
    if rest := reading.line.rest():
        texts = [param for param in wanted if param.kind is Kind.TEXT]
        if texts:
            asked = next((param for param in texts if param.name == asking), texts[0])
            reading.values[asked.name] = rest
        elif reading.open is None and (when := _asked_when(command, asking)):
            reading.open = Open(asking=when, text=_no_time(), values={}, choices=_offered(when))
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
                choices=_offered(param),
            )
    return reading.values


def _offered(param: Param) -> tuple[Choice, ...]:
    return tuple(Choice(label=choice, values={param.name: choice}) for choice in param.choices)


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


async def _find_zone(ctx: Context, reading: _Reading, asking: str) -> None:
    """Where the owner is: known, or what they have just answered."""
    param = next((each for each in reading.command.params if each.kind is Kind.ZONE), None)
    if param is None or param.name in reading.values:
        return
    if ctx.account.timezone is not None:
        reading.values[param.name] = ctx.account.timezone
    elif asking == param.name and (text := reading.line.rest()):
        reading.line.cut(0, len(reading.line.text))
        zones = await asyncio.to_thread(find_zones, text)  # the first search reads all cities
        if len(zones) == 1 and not zones[0].guessed:
            reading.values[param.name] = zones[0].name
            return
        which = _("Did you mean this?") if len(zones) == 1 else _("Which one is yours?")
        choices = (Choice(label="{name}", name=zone.label, values={param.name: zone.name}) for zone in zones)
        reading.open = Open(asking=param, text=say(which), values={}, choices=tuple(choices))


async def _find_when(ctx: Context, reading: _Reading, param: Param) -> None:
    """Cut a time to come out of the line; as words where it is still to be asked where their owner is."""
    line, now, locale = reading.line, _now(ctx, reading), ctx.account.locale
    if len(line.text) > _LONG:
        found = await asyncio.to_thread(_read_when, param, line.text, now, locale)
    else:
        found = _read_when(param, line.text, now, locale)
    if found is None:
        return
    words = " ".join(line.text[start:end].strip(_SKIPPED) for start, end in found.spans)
    for start, end in found.spans:
        line.cut(start, end)
    if words and _zone_is_missing(reading):
        reading.values[param.name] = Unread(words)
    else:
        _take_when(ctx, reading, param, found)


def _read_again(ctx: Context, reading: _Reading) -> None:
    """Read the words that say when, now that it is known what time it is for their owner."""
    if _zone_is_missing(reading):
        return
    for param in reading.command.params:
        value = reading.values.get(param.name)
        if isinstance(value, Unread):
            del reading.values[param.name]
            found = _read_when(param, value.words, _now(ctx, reading), ctx.account.locale)
            if found is not None:
                _take_when(ctx, reading, param, found)


def _take_when(ctx: Context, reading: _Reading, param: Param, found: Found[Any] | Unclear) -> None:
    """The time as the parameter's value; or the question about one that is unclear, or over."""
    now = _now(ctx, reading)
    if isinstance(found, Unclear):
        choices = tuple(_choice_of(ctx, param, each, now) for each in found.choices)
        reading.open = reading.open or Open(asking=param, text=found.question, values={}, choices=choices)
    elif isinstance(found.value, Moment) and _is_over(found.value, now):
        over = _("{when} is over already. When shall it be?")
        text = say(over, when=tell_when(found.value, _zone(ctx, reading), now.date()))
        reading.open = reading.open or Open(asking=param, text=text, values={}, choices=_offered(param))
    else:
        reading.values[param.name] = found.value


def _read_when(param: Param, text: str, now: datetime, locale: str) -> Found[Any] | Unclear | None:
    return find_moment(text, now, locale) if param.kind is Kind.MOMENT else find_when(text, now, locale)


def _choice_of(ctx: Context, param: Param, when: When, now: datetime) -> Choice:
    label = plain(tell_when(when, str(now.tzinfo), now.date()), ctx.reader)
    return Choice(label="{name}", name=label, values={param.name: dump_when(when)})


def _is_over(moment: Moment, now: datetime) -> bool:
    if moment.at is None:
        return moment.on < now.date()
    return datetime.combine(moment.on, moment.at, now.tzinfo).astimezone(UTC) <= now


def _now(ctx: Context, reading: _Reading) -> datetime:
    """The time where the owner is; in UTC while that is not known."""
    return ctx.now.astimezone(ZoneInfo(_zone(ctx, reading)))


def _zone(ctx: Context, reading: _Reading) -> str:
    name = next((each.name for each in reading.command.params if each.kind is Kind.ZONE), "")
    return str(reading.values.get(name) or ctx.account.timezone or "UTC")


def _zone_is_missing(reading: _Reading) -> bool:
    return any(param.kind is Kind.ZONE and not reading.values.get(param.name) for param in reading.command.params)


def _asked_when(command: Command, asking: str) -> Param | None:
    return next((param for param in command.params if param.name == asking and param.kind in _TIMES), None)


def _no_time() -> Span:
    return say(_("I read no time in that. For example: tomorrow 9am, Friday, in 2 hours, every Tuesday 18:00"))


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
    if param in wanted and param.known:
        return await find_known(ctx, reading.line)
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
