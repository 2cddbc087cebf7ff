"""What can stand anywhere in a line, cut out of it as the value of its parameter: tags, rhythms, days, times."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.chat.aside import read_aside
from core.chat.command import Command, Context, Kind, Param
from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.days.cadence import find_rhythm
from core.chat.parsing.days.days import find_past_day, find_until, unclear_day
from core.chat.parsing.found import Found, Unclear
from core.chat.parsing.line import BOUNDARY, Line
from core.chat.parsing.people.cards import read_tags
from core.chat.parsing.promised import parts_said, promises_in
from core.chat.parsing.recurring.whens import find_when
from core.chat.parsing.zones.zones import find_zones
from core.chat.reply import Span, say
from core.chat.telling import tell_when
from core.chat.values import Unread, dump, dump_when
from core.chat.words import _, plain
from core.facts.account import Choice
from core.facts.recurrence import Moment, When

_TAG = re.compile(r"(?<!\S)[-+]?#[^\s#]+")
_HOUR = re.compile(r"\d\s?(?::\s?\d|[ap]\.?m\b)", re.IGNORECASE)
_SKIPPED = " \t\n,;:" + BOUNDARY
TIMES = (Kind.MOMENT, Kind.WHEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What is still to be asked before the command can run, and everything known so far.

    `typed` is what could not be understood, by parameter: a form shows it again, to be mended.
    """

    asking: Param
    text: Span
    values: dict[str, str]
    choices: tuple[Choice, ...] = ()
    about: Span = ""  # the people that it is about, where they are known
    typed: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """A line as it comes apart."""

    command: Command
    line: Line
    values: dict[str, Any]
    open: Open | None = None

    def dumped(self) -> dict[str, str]:
        kinds = {param.name: param.kind for param in self.command.params}
        return {name: dump(kinds[name], value) for name, value in self.values.items() if value is not None}


async def find_value(ctx: Context, reading: Reading, param: Param) -> None:
    """Cut a value that may stand anywhere out of the line. What is unclear is asked about (`reading.open`)."""
    if param.kind in TIMES:
        await _find_when(ctx, reading, param)
    else:
        _find(ctx, reading, param)


async def find_zone(ctx: Context, reading: Reading, asking: str) -> None:
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


def read_again(ctx: Context, reading: Reading) -> None:
    """Read the words that say when, now that it is known what time it is for their owner."""
    if _zone_is_missing(reading):
        return
    for param in reading.command.params:
        value = reading.values.get(param.name)
        if isinstance(value, Unread):
            del reading.values[param.name]
            found = _read_when(value.words, param, _now(ctx, reading), ctx.account.locale)
            if found is not None:
                _take_when(ctx, reading, param, found)


def offered(param: Param) -> tuple[Choice, ...]:
    """What may be answered for it, as buttons."""
    shown = param.shown or param.choices
    return tuple(
        Choice(label=label, values={param.name: choice}) for choice, label in zip(param.choices, shown, strict=True)
    )


def read_choice(word: str, param: Param) -> str | None:
    """Which of its choices is meant, spelled out or begun with three letters; None where that is unclear."""
    lowered = word.casefold()
    if lowered in param.choices:
        return lowered
    if lowered in param.also:
        return param.also[lowered]
    begun = [choice for choice in param.choices if len(lowered) > 2 and choice.startswith(lowered)]
    return begun[0] if len(begun) == 1 else None


def time_like(text: str) -> bool:
    """Whether there is a time of day among these words, such as there may be none of.

    >>> time_like("25:00"), time_like("13 pm"), time_like("buy 3 eggs")
    (True, True, False)
    """
    return _HOUR.search(text) is not None


def no_time(kind: Kind) -> Span:
    """What to say of words in which there is no time."""
    if kind is Kind.MOMENT:
        return say(_("I read no time in that. For example: Friday, tomorrow 9am, in 2 weeks, 5 December"))
    return say(_("I read no time in that. For example: tomorrow 9am, Friday, in 2 hours, every Tuesday 18:00"))


def _find(ctx: Context, reading: Reading, param: Param) -> None:
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
            if word and (choice := read_choice(word.group(), param)):
                reading.values[param.name] = choice
                line.cut(start, start + word.end())
        case _:
            pass


def _find_past_day(ctx: Context, reading: Reading, param: Param) -> None:
    """Cut a day that has been out of the line; one that is to come, or cannot be told, is asked about."""
    line, locale = reading.line, ctx.account.locale
    hidden = Line(line.text)
    for start, end in promises_in(line.text):  # whatever is promised for a day is to come: "call her on Thursday"
        hidden.cut(start, end)
    while (day := find_past_day(hidden.text, ctx.today, locale)) is not None and day[0] > ctx.today:
        if not _is_said_besides(hidden.text, *day[1:]):
            break
        hidden.cut(*day[1:])
    if day is not None:
        line.cut(*day[1:])
    if day is not None and day[0] > ctx.today:
        ahead = _("{day} is still to come. When was it? For example “yesterday” or “last Friday”.")
        reading.open = reading.open or _which_day(ctx, param, say(ahead, day=day[0]))
    elif words := unclear_day(hidden.text, ctx.today, locale):
        unclear = _("I can't tell which day “{words}” is. When was it? For example 3 March 2024, or “today”.")
        reading.open = reading.open or _which_day(ctx, param, say(unclear, words=words))
    elif day is not None:
        reading.values[param.name] = day[0]


def _is_said_besides(text: str, start: int, end: int) -> bool:
    """Whether a day stands among other words behind the line's first part: "Jane, wants coffee next week" tells of
    a day, and "Jane coffee tomorrow" would be one."""
    _first, *others = parts_said(text)
    return any(
        begins <= start and end <= ends and (text[begins:start] + text[end:ends]).strip(_SKIPPED)
        for begins, ends in others
    )


async def _find_when(ctx: Context, reading: Reading, param: Param) -> None:
    """Cut a time to come out of the line; as words where it is still to be asked where their owner is."""
    line, now, locale = reading.line, _now(ctx, reading), ctx.account.locale
    found = await read_aside(_read_when, line.text, param, now, locale)
    if found is None:
        return
    words = " ".join(line.text[start:end].strip(_SKIPPED) for start, end in found.spans)
    for start, end in found.spans:
        line.cut(start, end)
    if words and _zone_is_missing(reading):
        reading.values[param.name] = Unread(words)
    else:
        _take_when(ctx, reading, param, found)


def _take_when(ctx: Context, reading: Reading, param: Param, found: Found[Any] | Unclear) -> None:
    """The time as the parameter's value; or the question about one that is unclear, or over."""
    now = _now(ctx, reading)
    if isinstance(found, Unclear):
        choices = tuple(_choice_of(ctx, param, each, now) for each in found.choices)
        reading.open = reading.open or Open(asking=param, text=found.question, values={}, choices=choices)
    elif isinstance(found.value, Moment) and _is_over(found.value, now):
        over = _("{when} is over already. When shall it be?")
        text = say(over, when=tell_when(found.value, _zone(ctx, reading), now.date()))
        reading.open = reading.open or Open(asking=param, text=text, values={}, choices=offered(param))
    else:
        reading.values[param.name] = found.value


def _read_when(text: str, param: Param, now: datetime, locale: str) -> Found[Any] | Unclear | None:
    return find_moment(text, now, locale) if param.kind is Kind.MOMENT else find_when(text, now, locale)


def _choice_of(ctx: Context, param: Param, when: When, now: datetime) -> Choice:
    label = plain(tell_when(when, str(now.tzinfo), now.date()), ctx.reader)
    return Choice(label="{name}", name=label, values={param.name: dump_when(when)})


def _is_over(moment: Moment, now: datetime) -> bool:
    if moment.at is None:
        return moment.on < now.date()
    return datetime.combine(moment.on, moment.at, now.tzinfo).astimezone(UTC) <= now


def _now(ctx: Context, reading: Reading) -> datetime:
    """The time where the owner is; in UTC while that is not known."""
    return ctx.now.astimezone(ZoneInfo(_zone(ctx, reading)))


def _zone(ctx: Context, reading: Reading) -> str:
    name = next((each.name for each in reading.command.params if each.kind is Kind.ZONE), "")
    return str(reading.values.get(name) or ctx.account.timezone or "UTC")


def _zone_is_missing(reading: Reading) -> bool:
    return any(param.kind is Kind.ZONE and not reading.values.get(param.name) for param in reading.command.params)


def _which_day(ctx: Context, param: Param, text: Span) -> Open:
    today = Choice(label=_("Today"), values={param.name: ctx.today.isoformat()})
    return Open(asking=param, text=text, values={}, choices=(today,))
