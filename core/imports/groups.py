"""Whom to propose to keep up with, of all who came with an import: nobody gets a rhythm by itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.chat.command import Context
from core.facts.cadence import add_months
from core.facts.ids import ContactId
from core.facts.imports import Found, Import
from core.facts.keys import fold
from core.facts.people import Contact, Keep
from core.imports.history import last_exchanged, wants_history
from core.people.due import cadence_of
from core.people.old_ties import old_tie_until

_LATELY = 24  # months: with whom one has written since then
_MOST = 1_000  # of a group


class Group(StrEnum):
    """Why somebody is proposed; a letter, for the buttons."""

    WRITTEN = "w"  # both have written, lately
    TARGET = "t"  # they work where the owner would like to
    DORMANT = "d"  # not spoken to for years: so the digest brings them, too


@dataclass(slots=True)
class Grouping:
    """Collects them, each with the day that puts them in their order."""

    _written: dict[ContactId, date] = field(default_factory=dict)
    _dormant: dict[ContactId, date] = field(default_factory=dict)
    _companies: dict[str, list[ContactId]] = field(default_factory=dict)  # by folded company

    def put(self, contact: Contact, found: Found, staged: Import, ctx: Context) -> None:
        """Somebody who is in the network now, as a file had them."""
        if not is_free(contact, ctx):
            return
        if contact.company:
            self._companies.setdefault(fold(contact.company), []).append(contact.id)
        spoke = contact.last_touch_on
        if not wants_history(staged) or spoke is None or not (found.exchanges or found.entries):
            return
        last = last_exchanged(found, month_first=bool(staged.chosen.month_first))
        if last is not None and last[1] and spoke >= add_months(ctx.today, -_LATELY):
            self._written[contact.id] = spoke
        elif spoke <= old_tie_until(ctx.today):
            self._dormant[contact.id] = spoke

    def proposed(self, targets: Collection[str]) -> Mapping[str, tuple[ContactId, ...]]:
        """By group, whom they wrote with last first; groups without anybody are not there."""
        wanted = {fold(each) for each in targets}
        there = [id_ for company, ids in self._companies.items() if company in wanted for id_ in ids]
        groups = {
            Group.WRITTEN: _latest_first(self._written),
            Group.TARGET: list(dict.fromkeys(there)),
            Group.DORMANT: _latest_first(self._dormant),
        }
        return {group.value: tuple(ids[:_MOST]) for group, ids in groups.items() if ids}


def is_free(contact: Contact, ctx: Context) -> bool:
    """Whether a rhythm may be proposed: they have none, and the owner has not said never."""
    return (
        contact.is_active(ctx.today) and contact.keep is not Keep.NEVER and cadence_of(contact, ctx.account) is None
    )


def _latest_first(days: Mapping[ContactId, date]) -> Sequence[ContactId]:
    return sorted(days, key=lambda each: (days[each], each), reverse=True)
