"""The ask guard: before an ask is recorded it looks at the relationship. Know people, and give, before you ask."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.facts.people import Balance, Contact

KNOWN = timedelta(days=30)  # somebody known for less is hardly known
SILENT = timedelta(days=182)  # half a year without a word: an ask would come out of the blue


class Doubt(StrEnum):
    """What speaks against asking somebody now."""

    NEW = "new"
    SILENT = "silent"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One doubt, with the figures that its sentence needs."""

    doubt: Doubt
    days: int = 0  # for how many they are known
    since: date | None = None  # when they last spoke
    gave: int = 0
    got: int = 0


def concerns(contact: Contact, balance: Balance, first: date | None, today: date) -> tuple[Concern, ...]:
    """Everything that speaks against asking this person now, the weightiest first; none when all is well.

    `first` is the day of the first entry about them; it matters only where the card does not tell more.
    """
    found: list[Concern] = []
    known, last = known_since(contact, first), contact.last_touch_on
    if today - known < KNOWN:
        found.append(Concern(doubt=Doubt.NEW, days=max((today - known).days, 0)))
    elif last is None or today - last > SILENT:
        found.append(Concern(doubt=Doubt.SILENT, since=last))
    if balance.lead < 0:
        found.append(Concern(doubt=Doubt.BEHIND, gave=balance.gave, got=balance.got))
    return tuple(found)


def known_since(contact: Contact, first: date | None = None) -> date:
    """Since when they are known for certain: met, spoken to, or written down."""
    days = (contact.met_on, first, contact.last_touch_on, contact.created_at.date())
    return min(day for day in days if day is not None)
