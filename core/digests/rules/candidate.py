"""Whom a rule looks at."""

from collections.abc import Collection
from dataclasses import dataclass

from core.facts.cadence import Cadence
from core.facts.digests import Encounter, Prospect
from core.facts.ids import EntryId
from core.facts.people import Balance


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be suggested: what is known of them, the cadence that counts, and how the favours stand."""

    contact: Prospect
    cadence: Cadence | None
    balance: Balance | None = None
    met_at: Encounter | None = None  # the last event, of lately, at which they were met
    followed: Collection[EntryId] = ()  # favours that an ask was about: its own life sees to thanks and report
