"""Targets: companies that somebody would like to work for."""

from dataclasses import dataclass
from datetime import datetime

from core.facts.ids import AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A company, as its owner wrote it; there is one of each name (folded) in an account."""

    account_id: AccountId
    company: str
    added_at: datetime
