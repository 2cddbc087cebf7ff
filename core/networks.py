"""What the core asks of storage about whole networks: joined by codes, merged and taken apart, and exported."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from core.facts.account import Account
from core.facts.exports import Network
from core.facts.ids import AccountId, LinkCodeId, MergeId
from core.facts.linking import LinkCode, Merge, Moves, Traits


class Linking(Protocol):
    """Codes that join two chat accounts to one network; networks that are merged, and taken apart again."""

    async def issue(self, code: LinkCode) -> bool:
        """In the place of whatever code the account had; False when another code begins the same."""

    async def code(self, first: str) -> LinkCode | None:
        """By its first half, whosesoever it is."""

    async def issued(self, owner: AccountId) -> LinkCode | None:
        """The account's own."""

    async def codes(self, ids: Collection[LinkCodeId]) -> Sequence[LinkCode]: ...

    async def change_code(self, code: LinkCode) -> None: ...

    async def take_identity(self, platform: str, external_id: str, to: AccountId) -> None:
        """Let a chat account speak for another account from now on."""

    async def add_account(self, account: Account) -> None:
        """One that nobody speaks for yet."""

    async def holdings(self, owner: AccountId) -> tuple[int, int]:
        """How many people it has; and how many reminders."""

    async def traits(self, owners: tuple[AccountId, AccountId]) -> tuple[Sequence[Traits], Sequence[Traits]]:
        """Everybody of two accounts, in one statement, by name."""

    async def merge(self, merge: Merge, moves: Moves) -> None:
        """Let everything of the other account be this one's, but for the cards that became part of another: these
        stay as they were, with the other account, and what hangs on them goes to the card that remains."""

    async def merge_of(self, owner: AccountId, merge_id: MergeId) -> Merge | None: ...

    async def moves(self, merge: Merge) -> Moves: ...

    async def split(self, merge: Merge, moves: Moves) -> None:
        """Give back whatever moved and is still there; and what has been added since to people who go back."""

    async def tidy(self, now: datetime, before: datetime) -> None:
        """Drop codes that are over, and the rest of accounts that were merged before this."""


class Exports(Protocol):
    async def network(self, owner: AccountId) -> Network | None:
        """All that an account holds, in one snapshot."""
