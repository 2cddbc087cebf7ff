"""Where somebody came from: what an import has said of them, and so what a newer one may change."""

from base64 import b32encode
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b

from core.facts.cadence import Cadence
from core.facts.imports import Found
from core.facts.keys import fold, handle_key
from core.facts.people import Anniversary, Contact, Handle, Keep, Origin, PartialDate

_MOST_NOTES = 4_000  # characters
_ROW = "row"  # the source of whoever has no name in theirs


def mark(field: str, value: str) -> str:
    """Eight letters that stand for what was said of a field: enough to know it again, not to read it.

    >>> mark("company", "Acme") == mark("company", "Acme"), len(mark("title", "Acme"))
    (True, 8)
    """
    return b32encode(blake2b(f"{field}\0{value}".encode(), digest_size=5).digest()).decode()


def names_of(found: Found) -> tuple[str, ...]:
    """What its source calls somebody; where it calls people nothing, what stands for the very row: that is known
    again when the same file comes once more."""
    if found.origins:
        return found.origins
    said = " ".join(sorted(_marks(found)))
    return (f"{_ROW}:{mark('row', said)}{mark('again', said)}",)


def origin_of(found: Found) -> Origin:
    """What a contact that is made of this remembers of it."""
    return Origin(keys=names_of(found), said=tuple(dict.fromkeys(_marks(found))))


def updated(contact: Contact, found: Found) -> Contact:
    """The card with what a file says of its person. What is derived is left to core.people.due.begun.

    What is empty is filled, what the same source had said before is replaced, and what the owner has written or
    taken away stays so. The same file once more changes nothing.
    """
    said = _said_by_source(contact, found)
    company = _newer(contact.company, found.company, "company", said)
    same_work = not found.company or fold(company) == fold(found.company)
    how_met = _newer(contact.how_met, found.how_met, "how-met", said)
    same_meeting = not found.how_met or how_met == found.how_met
    after = replace(
        contact,
        company=company,
        title=_newer(contact.title, found.title, "title", said) if same_work else contact.title,
        how_met=how_met,
        met_on=found.met_on if found.met_on and same_meeting and contact.met_on is None else contact.met_on,
        notes=_notes(contact.notes, found.notes, said),
        tags=(*contact.tags, *_new_tags(contact, found, said)),
        handles=(*contact.handles, *_new_handles(contact, found, said)),
        dates=_dates(contact.dates, found.dates, said),
        origins=_origins(contact.origins, found),
    )
    if contact.met_on is None and found.met_on and mark("met-on", found.met_on.isoformat()) in said:
        after = replace(after, met_on=None)
    if (
        found.cadence
        and contact.keep in (Keep.TAGS, Keep.USUAL)
        and mark("cadence", _rhythm(found.cadence)) not in said
    ):
        after = replace(after, keep=Keep.OWN, cadence=found.cadence)
    return _named(after, found, said)


def is_news(before: Contact, after: Contact) -> bool:
    """Whether anything is different that the owner sees."""
    return replace(after, origins=before.origins) != before


def _marks(found: Found) -> Iterator[str]:
    """Of everything that a file says of somebody."""
    for name in _names(found):
        yield mark("name", name)
    for field, value in (
        ("company", found.company),
        ("title", found.title),
        ("how-met", found.how_met),
        ("met-on", found.met_on.isoformat() if found.met_on else ""),
        ("notes", found.notes),
        ("cadence", _rhythm(found.cadence)),
    ):
        if value:
            yield mark(field, value)
    for tag in found.tags:
        yield mark("tag", fold(tag))
    for handle in found.handles:
        yield mark("handle", handle_key(handle))
    for each in found.dates:
        yield _mark_of_day(each)


def _mark_of_day(each: Anniversary) -> str:
    return mark("date", f"{fold(each.label)} {each.on.year}-{each.on.month}-{each.on.day}")


def _said_by_source(contact: Contact, found: Found) -> Collection[str]:
    return {each for origin in contact.origins if _same_source(origin, found) for each in origin.said}


def _same_source(origin: Origin, found: Found) -> bool:
    """Files that call people nothing (a table, a card without an id) count as one source."""
    ours, theirs = ({key.partition(":")[0] for key in keys} for keys in (origin.keys, found.origins or (_ROW,)))
    return not ours.isdisjoint(theirs)


def _origins(origins: Sequence[Origin], found: Found) -> tuple[Origin, ...]:
    """With what is said now; what one source says stands together."""
    new = origin_of(found)
    same = [each for each in origins if _same_source(each, found)]
    joined = Origin(
        keys=tuple(dict.fromkeys(key for each in (*same, new) for key in each.keys)),
        said=tuple(dict.fromkeys(said for each in (*same, new) for said in each.said)),
    )
    if same == [joined]:
        return tuple(origins)
    return (*(each for each in origins if each not in same), joined)


def _newer(now: str, value: str, field: str, said: Collection[str]) -> str:
    """One field: what is said now, where nothing stands or what the source had said; but not what it had said
    before, for then whatever stands there has been written since."""
    if not value or mark(field, value) in said:
        return now
    return value if not now or mark(field, now) in said else now


def _notes(now: str, value: str, said: Collection[str]) -> str:
    if not value or value in now or mark("notes", value) in said:
        return now
    if not now or mark("notes", now) in said:
        return value
    both = f"{now}\n{value}"
    return both if len(both) <= _MOST_NOTES else now


def _new_tags(contact: Contact, found: Found, said: Collection[str]) -> Iterator[str]:
    have = {fold(tag) for tag in contact.tags}
    for tag in found.tags:
        name = fold(tag)
        if name and name not in have and mark("tag", name) not in said:
            have.add(name)
            yield tag


def _new_handles(contact: Contact, found: Found, said: Collection[str]) -> Iterator[Handle]:
    have = {handle_key(handle) for handle in contact.handles}
    for handle in found.handles:
        key = handle_key(handle)
        if key not in have and mark("handle", key) not in said:
            have.add(key)
            yield handle


def _dates(
    dates: tuple[Anniversary, ...], found: Sequence[Anniversary], said: Collection[str]
) -> tuple[Anniversary, ...]:
    """By their label; of a day that both know only in part, all that they know."""
    after = {fold(each.label): each for each in dates}
    for each in found:
        if _mark_of_day(each) in said:
            continue
        known = after.get(fold(each.label))
        if known is None:
            after[fold(each.label)] = each
        elif _mark_of_day(known) in said:
            after[fold(each.label)] = replace(known, on=each.on)
        else:
            after[fold(each.label)] = replace(known, on=_whole(known.on, each.on))
    return tuple(after.values())


def _whole(mine: PartialDate, theirs: PartialDate) -> PartialDate:
    both = [(mine.year, theirs.year), (mine.month, theirs.month), (mine.day, theirs.day)]
    if any(a is not None and b is not None and a != b for a, b in both):
        return mine
    year, month, day = (a if a is not None else b for a, b in both)
    return PartialDate(year=year, month=month, day=day)


def _names(found: Found) -> tuple[str, ...]:
    return tuple(name for name in (found.name, *found.aliases) if name)


def _named(contact: Contact, found: Found, said: Collection[str]) -> Contact:
    """A name that the source had said itself follows it; any other stays, and the new one finds them, too."""
    name = _newer(contact.name, found.name, "name", said)
    have = {fold(each) for each in (name, *contact.aliases)}
    aliases = list(contact.aliases)
    for each in (contact.name, *_names(found)):
        if fold(each) and fold(each) not in have and (each == contact.name or mark("name", each) not in said):
            have.add(fold(each))
            aliases.append(each)
    return replace(contact, name=name, aliases=tuple(aliases))


def _rhythm(cadence: Cadence | None) -> str:
    return f"{cadence.count} {cadence.unit}" if cadence else ""
