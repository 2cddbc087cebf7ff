"""Values between their types and the text that a question or a slash option keeps of them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from core.chat.command import Context, Kind, Param
from core.chat.errors import NotFound
from core.chat.parsing.days.cadence import NEVER, read_cadence
from core.chat.parsing.people.cards import read_tags
from core.chat.parsing.people.handles import read_handles
from core.chat.reply import say
from core.chat.words import _
from core.facts.account import ContactAdded
from core.facts.cadence import Cadence
from core.facts.ids import ContactId, new_id
from core.facts.people import Contact
from core.facts.recurrence import Frequency, Moment, Recurrence, Weekday, When

STRANGER = "+"  # "+Zoe Brandt": somebody who is added on the way
UNSETTLED = "?"  # "?Sue": somebody about whom there is still to be asked


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Somebody named in a line, of whom it is not known yet who it is."""

    typed: str
    handle: str = ""  # how they are reached, where that is known: "discord janedoe", or several of them


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that say when, to be read once it is known what time it is for whoever said them."""

    words: str


def dump(kind: Kind, value: Any) -> str:
    """A value as text that `load` understands; contacts become their ids."""
    match kind:
        case Kind.CONTACT:
            match value:
                case Unsettled(typed, handle):
                    return UNSETTLED + reference(typed, handle)
                case Newcomer(name, handle):
                    return STRANGER + reference(name, handle)
                case _:
                    return str(value.id)
        case Kind.CONTACTS:
            return "\n".join(dump(Kind.CONTACT, contact) for contact in value)
        case Kind.TAGS:
            return " ".join([*(f"#{t}" for t in value.added), *(f"-#{t}" for t in value.removed)])
        case Kind.CADENCE:
            return "never" if value is NEVER else f"{value.count} {value.unit.value}"
        case Kind.SPAN | Kind.PAST_DAY:
            return str(value.isoformat())
        case Kind.MOMENT | Kind.WHEN:
            return value.words if isinstance(value, Unread) else dump_when(value)
        case Kind.TEXT | Kind.CHOICE | Kind.ZONE:
            return str(value)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A stranger who is added when the command runs, and not before: it may be called off."""

    name: str
    handle: str = ""  # "discord janedoe"


def reference(name: str, handle: str = "") -> str:
    """Somebody by name and handle, as one text.

    >>> reference("Jane Doe", "discord janedoe")
    'Jane Doe\\tdiscord janedoe'
    """
    return " ".join(name.split()) + (f"\t{handle}" if handle else "")


def dump_when(when: When) -> str:
    """A moment ("2026-11-24T09:00", "2026-11-24") or a recurrence (JSON) as text."""
    if isinstance(when, Recurrence):
        known = {name: value for name, value in asdict(when).items() if value not in (None, (), 0)}
        return json.dumps(known, default=lambda value: value.isoformat(), separators=(",", ":"))
    return when.on.isoformat() if when.at is None else f"{when.on.isoformat()}T{when.at.isoformat()}"


def load_when(text: str) -> When | None:
    """What `dump_when` has written; None for anything else, such as words.

    >>> load_when("2026-11-24T09:00:00")
    Moment(on=datetime.date(2026, 11, 24), at=datetime.time(9, 0))
    """
    try:
        if text.startswith("{"):
            return _recurrence(json.loads(text))
        if "T" not in text:
            return Moment(on=date.fromisoformat(text))
        both = datetime.fromisoformat(text)
        return Moment(on=both.date(), at=both.time())
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


async def load(ctx: Context, params: tuple[Param, ...], values: Mapping[str, str]) -> dict[str, Any]:
    """The typed values; people may still be newcomers, or unsettled. Raises NotFound for one who is gone."""
    loaded: dict[str, Any] = {}
    for param in params:
        if (text := values.get(param.name)) is None:
            continue
        if param.kind is Kind.CONTACT:
            loaded[param.name] = await _person(ctx, text)
        elif param.kind is Kind.CONTACTS:
            loaded[param.name] = tuple([await _person(ctx, each) for each in text.split("\n")])
        else:
            loaded[param.name] = _plain(param.kind, text)
    return loaded


async def introduce(ctx: Context, values: dict[str, Any]) -> tuple[Context, dict[str, Any]]:
    """Add the newcomers among the values; the context notes it, so that /undo takes them back, too."""
    introduced = dict(values)
    new: list[Contact] = []
    for name, value in values.items():
        people = value if isinstance(value, tuple) else (value,)
        if not any(isinstance(each, Newcomer) for each in people):
            continue
        known: list[Any] = []
        for each in people:
            if isinstance(each, Newcomer):
                contact = _new_contact(ctx, each)
                new.append(contact)
                known.append(contact)
            else:
                known.append(each)
        introduced[name] = tuple(known) if isinstance(value, tuple) else known[0]
    if new:
        await ctx.tx.people.add(new)
    return ctx.after(*(ContactAdded(contact_id=each.id) for each in new)), introduced


def _plain(kind: Kind, text: str) -> Any:
    match kind:
        case Kind.TAGS:
            return read_tags(text)
        case Kind.CADENCE:
            cadence = read_cadence(text)
            return cadence if isinstance(cadence, Cadence) else NEVER
        case Kind.SPAN | Kind.PAST_DAY:
            return date.fromisoformat(text)
        case Kind.MOMENT | Kind.WHEN:
            return load_when(text) or Unread(text)
        case _:
            return text


def _recurrence(known: dict[str, Any]) -> Recurrence:
    until = known.get("until")
    return Recurrence(
        freq=Frequency(known["freq"]),
        interval=_whole(known.get("interval", 1), 1, 100_000),
        weekdays=tuple(
            Weekday(day=_whole(each["day"], 0, 6), nth=_whole(each.get("nth", 0), -53, 53))
            for each in known.get("weekdays", ())
        ),
        month_days=tuple(_whole(each, -31, 31) for each in known.get("month_days", ())),
        months=tuple(_whole(each, 1, 12) for each in known.get("months", ())),
        position=_whole(known.get("position", 0), -366, 366),
        times=tuple(time.fromisoformat(each).replace(tzinfo=None) for each in known.get("times", ())),
        start=_day(known["start"]),
        until=_day(until) if until else None,
        count=_whole(known["count"], 1, 10_000) if "count" in known else None,
    )


def _whole(value: Any, least: int, most: int) -> int:
    """Raises ValueError for what `dump_when` never writes: somebody may type its form by hand."""
    if type(value) is not int or not least <= value <= most:
        raise ValueError("not as it was written")
    return value


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    _whole(day.year, 1900, 2200)
    return day


async def _person(ctx: Context, text: str) -> Contact | Unsettled | Newcomer:
    if text.startswith(UNSETTLED):
        name, _tab, handle = text[len(UNSETTLED) :].partition("\t")
        return Unsettled(name, handle)
    if text.startswith(STRANGER):
        name, _tab, handle = text[len(STRANGER) :].partition("\t")
        return Newcomer(name, handle)
    return await contact_of(ctx, text)


async def contact_of(ctx: Context, contact_id: str) -> Contact:
    """One of the owner's contacts. Raises NotFound for a stranger's, or one who is gone."""
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if not found:
        raise NotFound(say(_("I can't find that person any more.")))
    return found[0]


def _new_contact(ctx: Context, newcomer: Newcomer) -> Contact:
    return Contact(
        id=ContactId(new_id()),
        owner=ctx.owner,
        name=newcomer.name,
        handles=read_handles(newcomer.handle) if newcomer.handle else (),
        created_at=ctx.now,
        cadence_since=ctx.today,
        quiet_since=ctx.today,
    )
