"""Small phrases that several subjects say: how long ago, when next, a date of which parts are unknown."""

from collections.abc import Collection
from datetime import date

from core.chat.reply import Span, count, say
from core.chat.words import _
from core.facts.keys import fold
from core.facts.people import Contact, PartialDate

_MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)


def ago(day: date, today: date) -> Span:
    """How long ago a day was, in the largest unit that is still telling.

    >>> from core.chat.words import plain
    >>> plain(ago(date(2026, 4, 2), date(2026, 11, 23)))
    '7 months ago'
    """
    days = (today - day).days
    if days <= 0:
        return say(_("today"))
    if days == 1:
        return say(_("yesterday"))
    if days < 14:
        return count("{n} day ago", "{n} days ago", days)
    if days < 90:
        return count("{n} week ago", "{n} weeks ago", days // 7)
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months < 24:
        return count("{n} month ago", "{n} months ago", max(months, 1))
    return count("{n} year ago", "{n} years ago", months // 12)


def partial(on: PartialDate) -> Span:
    """A date as far as it is known: "14 March 1980", "14 March", "March 1980", "1980"."""
    parts: list[Span] = []
    if on.day:
        parts.append(str(on.day))
    if on.month:
        parts.append(say(_MONTHS[on.month - 1]))
    if on.year:
        parts.append(str(on.year))
    spaced: list[Span] = []
    for part in parts:
        spaced += [" ", part] if spaced else [part]
    return tuple(spaced)


def told_apart(contact: Contact, others: Collection[Contact]) -> str:
    """The name, with what tells its bearer from these others of the same name: see `marks`."""
    name = fold(contact.name)
    same = [other for other in others if fold(other.name) == name]
    return _told_apart(contact, same, alone=len(others) < 2)


def all_told_apart(contacts: Collection[Contact]) -> list[str]:
    """The same for each of them, with every name folded once: that took most of the time of a suggestion."""
    bearers: dict[str, list[Contact]] = {}
    same = [bearers.setdefault(fold(each.name), []) for each in contacts]
    for each, namesakes in zip(contacts, same, strict=True):
        namesakes.append(each)
    alone = len(contacts) < 2
    return [_told_apart(each, namesakes, alone=alone) for each, namesakes in zip(contacts, same, strict=True)]


def marks(contact: Contact) -> list[str]:
    """What can tell somebody from others of the same name: company, title, tags, profiles and addresses; at last
    the day on which they were added."""
    reached = (each.value.rstrip("/").rpartition("/")[2] for each in contact.handles)
    told = [mark for mark in (contact.company, contact.title, *contact.tags, *reached) if mark]
    return [*told, contact.created_at.date().isoformat()]


def telling(contact: Contact, others: Collection[Contact]) -> str:
    """Which of the marks none of these others has; at worst the day."""
    taken = {mark for other in others if other.id != contact.id for mark in marks(other)[:-1]}
    return next(mark for mark in marks(contact) if mark not in taken)


def _told_apart(contact: Contact, bearers: Collection[Contact], *, alone: bool) -> str:
    namesakes = [other for other in bearers if other.id != contact.id]
    if not namesakes:
        return f"{contact.name} ({contact.company})" if contact.company and not alone else contact.name
    return f"{contact.name} ({telling(contact, namesakes)})"
