"""Two cards of one person become one; and, when that is taken back, two again."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from core.chat.phrases import partial
from core.chat.reply import Span, say
from core.chat.words import Reader, _, plain
from core.facts.keys import fold, handle_key
from core.facts.people import Anniversary, Contact, Handle, Keep, Origin, PartialDate, Status
from core.people.changes import label_of, status_of
from core.people.changing import with_handles, with_tags

# The first of these counts, on whichever card it stands: who is to be left alone is, and who is in use stays so.
_STATUSES = (Status.DECEASED, Status.DO_NOT_CONTACT, Status.PAUSED, Status.ACTIVE, Status.ARCHIVED)
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
    left["notes"] = _part_notes(now.notes, before.notes, united.notes)
    if (now.keep, now.cadence) != (united.keep, united.cadence):  # half a rhythm is none
        left |= {"keep": now.keep, "cadence": now.cadence, "cadence_since": now.cadence_since}
    if (now.status, now.paused_until) != (united.status, united.paused_until):
        left |= {"status": now.status, "paused_until": now.paused_until}
    return replace(now, **left)


def _part(now: Any, before: Any, united: Any) -> Any:
    if now == united:
        return before
    if isinstance(now, tuple):  # added to, changed, or taken away from
        return tuple(left for each in now if (left := _part_one(each, before, united)) is not None)
    return now


def _part_notes(now: str, before: str, united: str) -> str:
    """Without what came from their card, where that still stands as it came: as whole lines."""
    for came, was in ((united, before), (united.removeprefix(f"{before}\n"), "")):
        if came and came != before and f"\n{came}\n" in f"\n{now}\n":
            return f"\n{now}\n".replace(f"\n{came}\n", f"\n{was}\n" if was else "\n", 1)[1:-1]
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
    status = min(mine.status, theirs.status, key=_STATUSES.index)
    pauses = [each.paused_until for each in (mine, theirs) if each.status is status]
    return replace(mine, status=status, paused_until=None if None in pauses else max(filter(None, pauses)))


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
    said: list[Span] = [
        each for each in (theirs.company, theirs.title, theirs.how_met) if each and fold(each) not in kept
    ]
    if theirs.met_on not in (None, united.met_on):
        said.append(say(_("met on {day}"), day=theirs.met_on))
    days = {fold(each.label): each.on for each in united.dates}
    for each in theirs.dates:
        if not _agree(days[fold(each.label)], each.on):
            said.append(say(_("{label}: {date}"), label=say(label_of(each)), date=partial(each.on)))
    if theirs.keep in _CHOSEN and (theirs.keep, theirs.cadence) != (united.keep, united.cadence):
        said.append(theirs.cadence or say(_("never")))
    if theirs.status is not Status.ACTIVE and status_of(theirs) != status_of(united):
        said.append(status_of(theirs))
    told = ", ".join(plain(each, reader) for each in said)
    return plain(say(_("From the other card: {what}"), what=told), reader) if said else ""


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
    if not _agree(mine, theirs):
        return mine
    year, month, day = (a if a is not None else b for a, b in _parts(mine, theirs))
    return PartialDate(year=year, month=month, day=day)


def _agree(mine: PartialDate, theirs: PartialDate) -> bool:
    return not any(a is not None and b is not None and a != b for a, b in _parts(mine, theirs))


def _parts(mine: PartialDate, theirs: PartialDate) -> Sequence[tuple[int | None, int | None]]:
    return ((mine.year, theirs.year), (mine.month, theirs.month), (mine.day, theirs.day))


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
                sources=tuple(dict.fromkeys((*known.sources, *each.sources))),
            )
    return tuple(found)


def _later(mine: date | None, theirs: date | None) -> date | None:
    return max(mine, theirs) if mine and theirs else mine or theirs
