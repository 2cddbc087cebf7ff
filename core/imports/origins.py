"""Where somebody came from: what an import has said of them, and so what a newer one may change."""

from base64 import b32encode
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from core.facts.cadence import Cadence
from core.facts.imports import Found
from core.facts.keys import fold, handle_key
from core.facts.people import Anniversary, Contact, Handle, Keep, Origin, PartialDate
from core.imports.joining import contradict

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
    marks = [*_marks(found)]
    if len(marks) == len(_names(found)):  # a mere name is the same person's in the same file only
        marks.append(mark("where", found.where))
    said = " ".join(sorted(marks))
    return (f"{_ROW}:{mark('row', said)}{mark('again', said)}",)


def origin_of(found: Found) -> Origin:
    """What a contact that is made of this remembers of it."""
    return Origin(keys=names_of(found), said=tuple(dict.fromkeys(_marks(found))), sources=found.sources)


def updated(contact: Contact, found: Found) -> Contact:
    """The card with what a file says of its person. What is derived is left to core.people.due.begun.

    What is empty is filled, what the same source had said before is replaced, and what another source says, or the
    owner has written or taken away, stays so. The same file once more changes nothing.
    """
    said = _said(contact, found)
    company, title = _work(contact, found, said)
    how_met = _newer(contact.how_met, found.how_met, "how-met", said)
    same_meeting = not found.how_met or how_met == found.how_met
    after = replace(
        contact,
        company=company,
        title=title,
        how_met=how_met,
        met_on=found.met_on if found.met_on and same_meeting and contact.met_on is None else contact.met_on,
        notes=_notes(contact.notes, found.notes, said),
        tags=(*contact.tags, *_new_tags(contact, found, said)),
        handles=_handles(contact, found, said),
        dates=_dates(contact.dates, found.dates, said),
        origins=_origins(contact.origins, found),
    )
    if contact.met_on is None and found.met_on and said.has("met-on", found.met_on.isoformat()):
        after = replace(after, met_on=None)
    if (
        found.cadence
        and contact.keep in (Keep.TAGS, Keep.USUAL)
        and not said.has("cadence", _rhythm(found.cadence))
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


class _Said(NamedTuple):
    """What the sources of a file have said of somebody before."""

    before: Collection[str]  # marks: what of it is gone from the card was taken away by hand
    ours: Collection[str]  # of these what nobody else has said: only that may be replaced

    def has(self, field: str, value: str) -> bool:
        return mark(field, value) in self.before

    def may_replace(self, field: str, now: str) -> bool:
        return not now or mark(field, now) in self.ours


def _said(contact: Contact, found: Found) -> _Said:
    sources = _sources(found.origins or (_ROW,), found.sources)
    shared = [each for each in contact.origins if not sources.isdisjoint(_sources(each.keys, each.sources))]
    ours = [each for each in shared if sources <= _sources(each.keys, each.sources)]
    return _Said({said for each in shared for said in each.said}, {said for each in ours for said in each.said})


def _sources(keys: Sequence[str], sources: Sequence[str]) -> frozenset[str]:
    """Who says it; where nobody has written that down, those whose names it has."""
    return frozenset(sources or [key.partition(":")[0] for key in keys])


def _origins(origins: Sequence[Origin], found: Found) -> tuple[Origin, ...]:
    """With what is said now; what the same sources say stands together."""
    new = origin_of(found)
    sources = _sources(found.origins or (_ROW,), found.sources)
    same = [each for each in origins if _sources(each.keys, each.sources) == sources]
    joined = Origin(
        keys=tuple(dict.fromkeys(key for each in (*same, new) for key in each.keys)),
        said=tuple(dict.fromkeys(said for each in (*same, new) for said in each.said)),
        sources=tuple(dict.fromkeys(source for each in (*same, new) for source in each.sources)),
    )
    if same == [joined]:
        return tuple(origins)
    return (*(each for each in origins if each not in same), joined)


def _work(contact: Contact, found: Found, said: _Said) -> tuple[str, str]:
    """Company and title. A new company comes with its title, or not at all: else somebody would have a job that
    nobody has."""
    now = contact.company, contact.title
    if not found.company or fold(found.company) == fold(contact.company):
        company = _newer(contact.company, found.company, "company", said)
        return company, _newer(contact.title, found.title, "title", said)
    fits = said.may_replace("title", contact.title) or (found.title in ("", contact.title) and not contact.company)
    if not fits or _newer(contact.company, found.company, "company", said) != found.company:
        return now
    if not contact.title and said.has("title", found.title):  # taken away by hand
        return found.company, ""
    return found.company, found.title or ("" if contact.company else contact.title)


def _newer(now: str, value: str, field: str, said: _Said) -> str:
    """One field: what is said now, where nothing stands or what the source had said; but not what it had said
    before, for then whatever stands there has been written since."""
    if not value or said.has(field, value):
        return now
    return value if said.may_replace(field, now) else now


def _notes(now: str, value: str, said: _Said) -> str:
    if not value or value in now or said.has("notes", value):
        return now
    if said.may_replace("notes", now):
        return value
    both = f"{now}\n{value}"
    return both if len(both) <= _MOST_NOTES else now


def _new_tags(contact: Contact, found: Found, said: _Said) -> Iterator[str]:
    have = {fold(tag) for tag in contact.tags}
    for tag in found.tags:
        name = fold(tag)
        if name and name not in have and not said.has("tag", name):
            have.add(name)
            yield tag


def _handles(contact: Contact, found: Found, said: _Said) -> tuple[Handle, ...]:
    """With the new ones. One whose name is another one now, where people have one, takes the old one's place."""
    have = {handle_key(each) for each in contact.handles}
    told = {handle_key(each): each for each in found.handles}
    new = [each for key, each in told.items() if key not in have and not said.has("handle", key)]
    theirs = [each for each in contact.handles if mark("handle", handle_key(each)) in said.ours]
    gone = [each for each in theirs if handle_key(each) not in told and contradict([each], new)]
    return (*(each for each in contact.handles if each not in gone), *new)


def _dates(dates: tuple[Anniversary, ...], found: Sequence[Anniversary], said: _Said) -> tuple[Anniversary, ...]:
    """By their label; of a day that both know only in part, all that they know."""
    after = {fold(each.label): each for each in dates}
    for each in found:
        if _mark_of_day(each) in said.before:
            continue
        known = after.get(fold(each.label))
        if known is None:
            after[fold(each.label)] = each
        elif _mark_of_day(known) in said.ours:
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


def _named(contact: Contact, found: Found, said: _Said) -> Contact:
    """A name that the source had said itself follows it; any other stays, and the new one finds them, too."""
    name = _newer(contact.name, found.name, "name", said)
    have = {fold(each) for each in (name, *contact.aliases)}
    aliases = list(contact.aliases)
    for each in (contact.name, *_names(found)):
        if fold(each) and fold(each) not in have and (each == contact.name or not said.has("name", each)):
            have.add(fold(each))
            aliases.append(each)
    return replace(contact, name=name, aliases=tuple(aliases))


def _rhythm(cadence: Cadence | None) -> str:
    return f"{cadence.count} {cadence.unit}" if cadence else ""
