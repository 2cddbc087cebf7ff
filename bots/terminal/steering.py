"""Steering: what the lines that begin with a colon ask of the sandbox."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.chat.errors import Refusal
from core.chat.reply import Span, say
from core.chat.words import _
from core.facts.cadence import Cadence, Unit

MOST_YEARS = 5  # that the clock moves at once: a digest is made for every day on the way
FIRST_YEAR, LAST_YEAR = 1970, 2200
_MOST_NAME = 40

_MINUTES = {"h": 60, "hour": 60, "min": 1, "minute": 1}  # "m" could be a month as well
_DAYS = {"d": Unit.DAY, "w": Unit.WEEK, "y": Unit.YEAR, **{unit.value: unit for unit in Unit}}


@dataclass(frozen=True, slots=True)
class Skip:
    """Move the clock forward by a stretch of time: real minutes, or days of the calendar."""

    by: timedelta | Cadence


@dataclass(frozen=True, slots=True)
class ShowTime:
    pass


@dataclass(frozen=True, slots=True)
class SetTime:
    """Let the clock show this wall time."""

    local: datetime  # naive, in the zone of whoever speaks


@dataclass(frozen=True, slots=True)
class SpeakAs:
    name: str


@dataclass(frozen=True, slots=True)
class SpeakIn:
    """Speak in a group from now on."""

    group: str


@dataclass(frozen=True, slots=True)
class SpeakInPrivate:
    pass


@dataclass(frozen=True, slots=True)
class ShowHelp:
    pass


@dataclass(frozen=True, slots=True)
class Quit:
    pass


Order = Skip | ShowTime | SetTime | SpeakAs | SpeakIn | SpeakInPrivate | ShowHelp | Quit


def read_order(line: str) -> Order:
    """What a line like ":skip 3 days" asks for. Raises Refusal with what would be right.

    >>> read_order(":skip 3 days").by
    Cadence(count=3, unit=<Unit.DAY: 'day'>)
    >>> read_order(":now 2026-11-24 08:00")
    SetTime(local=datetime.datetime(2026, 11, 24, 8, 0))
    """
    word, _space, rest = line.strip().removeprefix(":").strip().partition(" ")
    rest = rest.strip()
    match word.lower():
        case "skip":
            return Skip(_read_stretch(rest))
        case "now":
            return SetTime(_read_moment(rest)) if rest else ShowTime()
        case "as":
            return SpeakAs(_read_name(rest))
        case "in":
            return SpeakInPrivate() if rest.casefold() == "private" else SpeakIn(_read_group(rest))
        case "help" | "h" | "?" | "":
            return ShowHelp()
        case "quit" | "q" | "exit":
            return Quit()
        case _:
            raise Refusal(
                say(_("The sandbox doesn't know :{word}. Say :help to see what it knows."), word=word[:20])
            )


def after(now: datetime, by: timedelta | Cadence, zone: ZoneInfo) -> datetime:
    """The instant so much later; days, weeks, months and years keep the wall time of the zone."""
    if isinstance(by, timedelta):
        return now + by
    local = now.astimezone(zone)
    return to_instant(datetime.combine(by.after(local.date()), local.time()), zone)


def to_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """A wall time as an instant; one that the clocks skip in spring is moved forward, of two the first counts."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


HELP: Span = say(
    _(
        "Lines that begin with a colon steer this sandbox:\n"
        ":skip 3 days — move its clock forward (or minutes, hours, weeks, months) and see what is sent\n"
        ":now — what time it is here\n"
        ":now 2026-11-24 08:00 — go to that time; backwards only before a new database is used\n"
        ":as bob — speak as somebody else\n"
        ":in Job Seekers — speak in a group that you organise; whoever you are there next is a member\n"
        ":in private — speak with me alone again\n"
        ":quit — leave\n"
        "A number presses the button with that number. A file's path sends the file."
    )
)


def _read_stretch(text: str) -> timedelta | Cadence:
    match = re.fullmatch(r"(\d{1,7}|an?)\s*([a-z]+?)s?", text.lower(), re.ASCII)
    if match is None or match[2] not in _MINUTES | _DAYS:
        raise Refusal(say(_("How far? For instance “:skip 3 days”, or minutes, hours, weeks, months.")))
    count = int(match[1]) if match[1].isdecimal() else 1
    if count == 0:
        raise Refusal(say(_("The clock only moves forward: skip one minute or more.")))
    stretch = (
        timedelta(minutes=count * _MINUTES[match[2]])
        if match[2] in _MINUTES
        else Cadence(count=count, unit=_DAYS[match[2]])
    )
    if stretch.days > MOST_YEARS * 366:
        raise too_far()
    return stretch


def too_far() -> Refusal:
    """What to say to somebody who wants to see the far future."""
    return Refusal(say(_("That is too far away. The clock moves up to {n} years at once."), n=MOST_YEARS))


def _read_moment(text: str) -> datetime:
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"):
        try:
            # A wall time: the zone is added where it is known whose.
            moment = datetime.strptime(" ".join(text.split()), form)  # noqa: DTZ007
        except ValueError:
            continue
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise too_far()
        return moment
    raise Refusal(say(_("When? A day and a time, like “:now 2026-11-24 08:00”.")))


def _read_name(text: str) -> str:
    if not text:
        raise Refusal(say(_("As whom? For instance “:as bob”; “:as me” is you again.")))
    if len(text) > _MOST_NAME or not re.fullmatch(r"[\w.'’-]+", text):
        raise Refusal(say(_("A short name without spaces, please, like “:as bob”.")))
    return text


def _read_group(text: str) -> str:
    name = " ".join(text.removeprefix("#").split())
    if not name:
        raise Refusal(say(_("In which group? For instance “:in Job Seekers”; “:in private” is with me alone.")))
    if len(name) > _MOST_NAME or not name.isprintable():
        raise Refusal(say(_("A short name, please, like “:in Job Seekers”.")))
    return name
