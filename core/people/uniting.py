"""Two cards of one person become one; and, when that is taken back, two again."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from core.chat.reply import say
from core.chat.words import Reader, _, plain
from core.facts.keys import fold, handle_key
from core.facts.people import Anniversary, Contact, Handle, Keep, Origin, PartialDate, Status
from core.people.changing import with_handles, with_tags

_GRAVE = (Status.DECEASED, Status.DO_NOT_CONTACT)  # they count on whichever card they stand, the first before
_CHOSEN = (Keep.OWN, Keep.NEVER)
_DERIVED = frozenset({"due_on", "quiet_since"})


def unite(mine: Contact, theirs: Contact, locale: str) -> Contact:
    """My card with what it lacks from theirs. What is derived is left to core.people.due.settled.

    Where both say something mine counts, and theirs stands in the notes, in words of this `locale`; but names,
    tags, handles, days, origins and notes of both are kept, and of two wishes to be left alone the longer one.
    """
    same_work = not mine.company or fold(mine.company) == fold(theirs.company)
    united = replace(
        with_handles(with_tags(mine, theirs.tags, ()), theirs.handles),
        aliases=_aliases(mine, theirs),
        company=mine.company or theirs.company,
        title=mine.title or (theirs.title if same_work else ""),
        how_met=mine.how_met or theirs.how_met,
        met_on=mine.met_on or theirs.met_on,
        notes=_notes(mine.notes, theirs.notes),
        dates=_dates(mine.dates, theirs.dates),
        created_at=min(mine.created_at, theirs.created_at),
        snoozed_until=_later(mine.snoozed_until, theirs.snoozed_until),
        hidden_until=_later(mine.hidden_until, theirs.hidden_until),
        suggested_on=_later(mine.suggested_on, theirs.suggested_on),
        last_touch_on=_later(mine.last_touch_on, theirs.last_touch_on),
        # Else taking one import back would take away what came with another, or by hand.
        import_id=mine.import_id if theirs.import_id == mine.import_id else None,
        origins=_origins(mine.origins, theirs.origins),
    )
    united = _with_rhythm(_with_status(united, theirs), theirs)
    return replace(united, notes=_notes(united.notes, _left_over(united, theirs, Reader(locale))))


def part(now: Contact, before: Contact, united: Contact) -> Contact:
    """My card as it was before; but what its owner has changed since stays. `united` is what it became then."""
    left = {
        each.name: _part(getattr(now, each.name), getattr(before, each.name), getattr(united, each.name))
        for each in fields(Contact)
        if each.name not in _DERIVED
    }
    return replace(now, **left)


def _part(now: Any, before: Any, united: Any) -> Any:
    if now == united:
        return before
    if isinstance(now, tuple):  # added to, changed, or taken away from
        return tuple(left for each in now if (left := _part_one(each, before, united)) is not None)
    if isinstance(now, str) and isinstance(before, str) and united and united != before and united in now:
        return now.replace(united, before, 1).strip("\n")
    return now


def _part_one(now: Any, before: Sequence[Any], united: Sequence[Any]) -> Any:
    """One tag, handle, day… as it was before, unless it was changed since; None where it came from their card. An
    origin that did goes back there whatever an import has changed in it: nobody has two."""
    then, mine = _same(now, united), _same(now, before)
    if then is None or (now != then and not (mine is None and isinstance(now, Origin))):
        return now
    return mine


def _same(one: Any, among: Iterable[Any]) -> Any:
    """The one of these that is the same tag, handle, day… as this, whatever else is said of it."""
    names = _names(one)
    return next((each for each in among if not names.isdisjoint(_names(each))), None)


def _names(one: str | Handle | Anniversary | Origin) -> frozenset[str]:
    match one:
        case Handle():
            return frozenset((handle_key(one),))
        case Anniversary(label=label):
            return frozenset((fold(label),))
        case Origin(keys=keys):
            return frozenset(keys)
        case _:
            return frozenset((fold(one),))


def _with_status(mine: Contact, theirs: Contact) -> Contact:
    grave = next((status for status in _GRAVE if status in (mine.status, theirs.status)), mine.status)
    return mine if grave is mine.status else replace(mine, status=grave, paused_until=None)


def _with_rhythm(mine: Contact, theirs: Contact) -> Contact:
    """The cadence that somebody has chosen for them, mine before theirs."""
    if mine.keep in _CHOSEN:
        return mine
    if theirs.keep in _CHOSEN:
        return replace(mine, keep=theirs.keep, cadence=theirs.cadence, cadence_since=theirs.cadence_since)
    return replace(mine, keep=Keep.USUAL if Keep.USUAL in (mine.keep, theirs.keep) else mine.keep)


def _aliases(mine: Contact, theirs: Contact) -> tuple[str, ...]:
    names = {fold(mine.name): mine.name}
    for name in (*mine.aliases, theirs.name, *theirs.aliases):
        names.setdefault(fold(name), name)
    return tuple(names.values())[1:]


def _left_over(united: Contact, theirs: Contact, reader: Reader) -> str:
    """What their card said, and no longer does: a line for the notes."""
    kept = {fold(each) for each in (united.company, united.title, united.how_met)}
    said = [each for each in (theirs.company, theirs.title, theirs.how_met) if each and fold(each) not in kept]
    if theirs.keep in _CHOSEN and (theirs.keep, theirs.cadence) != (united.keep, united.cadence):
        said.append(plain(theirs.cadence or say(_("never")), reader))
    return plain(say(_("From the other card: {what}"), what=", ".join(said)), reader) if said else ""


def _notes(mine: str, theirs: str) -> str:
    if not theirs or theirs in mine:
        return mine
    return f"{mine}\n{theirs}" if mine else theirs


def _dates(mine: Sequence[Anniversary], theirs: Sequence[Anniversary]) -> tuple[Anniversary, ...]:
    """By their label; of a day that both know only in part, all that they know."""
    found = {fold(each.label): each for each in mine}
    for each in theirs:
        known = found.get(fold(each.label))
        found[fold(each.label)] = replace(known, on=_whole(known.on, each.on)) if known else each
    return tuple(found.values())


def _whole(mine: PartialDate, theirs: PartialDate) -> PartialDate:
    both = [(mine.year, theirs.year), (mine.month, theirs.month), (mine.day, theirs.day)]
    if any(a is not None and b is not None and a != b for a, b in both):
        return mine
    year, month, day = (a if a is not None else b for a, b in both)
    return PartialDate(year=year, month=month, day=day)


def _origins(mine: Sequence[Origin], theirs: Sequence[Origin]) -> tuple[Origin, ...]:
    """Of both; what one source has said of both cards it has said of the one."""
    found = list(mine)
    for each in theirs:
        known = _same(each, found)
        if known is None:
            found.append(each)
        else:
            found[found.index(known)] = Origin(
                keys=tuple(dict.fromkeys((*known.keys, *each.keys))),
                said=tuple(dict.fromkeys((*known.said, *each.said))),
            )
    return tuple(found)


def _later(mine: date | None, theirs: date | None) -> date | None:
    return max(mine, theirs) if mine and theirs else mine or theirs
