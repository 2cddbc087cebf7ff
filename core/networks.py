"""What the core asks of storage about whole networks: imported, joined and taken apart, merged, and exported."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.facts.account import Account
from core.facts.exports import Chapter, Holdings, Network
from core.facts.ids import AccountId, ContactId, EventId, ImportId, LinkCodeId, MergeId
from core.facts.imports import Haul, Import, ImportState
from core.facts.linking import LinkCode, Merge, Moves, Traits
from core.facts.people import Contact
from core.facts.targets import Target


class Imports(Protocol):
    """What somebody sent, from its reading to its undoing."""

    async def packed(self, haul: Haul) -> bytes:
        """How it is kept: to be made before the transaction that keeps it, for of a large one it takes long."""

    async def add(self, staged: Import, packed: bytes | None = None) -> None:
        """`packed` is its haul, where that is packed already."""

    async def get(self, owner: AccountId, import_id: ImportId) -> Import | None: ...

    async def open(self, owner: AccountId, since: datetime) -> Import | None:
        """The latest that is staged, since then: what comes now may join it."""

    async def is_open(self, owner: AccountId, since: datetime, found: Import | None) -> bool:
        """Whether `open` would still give this, unchanged; without looking at what was read."""

    async def is_unchanged(self, found: Import) -> bool:
        """Whether it still is what it was when it was looked for."""

    async def state(self, owner: AccountId, import_id: ImportId) -> ImportState | None:
        """How far it is, without what was read."""

    async def change(self, changed: Import) -> None:
        """Everything but the haul, which is dropped once the import is neither being read, staged nor running."""

    async def keep_haul(self, changed: Import, packed: bytes | None = None) -> None:
        """The haul alone; `packed` is the same, where it is packed already."""

    async def note_changes(self, import_id: ImportId, changes: Sequence[tuple[Contact, Contact]]) -> None:
        """How known people were before it, and became by it. Of somebody noted before, only the latter."""

    async def changes(self, owner: AccountId, import_id: ImportId) -> Sequence[tuple[Contact, Contact]]:
        """Before and after."""

    async def later_changes(
        self, owner: AccountId, import_id: ImportId
    ) -> Sequence[tuple[ImportId, Contact, Contact]]:
        """What imports that stand, and began later, have changed in people whom this one has changed or added:
        before and after."""

    async def rewrite_changes(self, changes: Sequence[tuple[ImportId, Contact, Contact]]) -> None:
        """How people were before an import that has noted them, and became by it, as it is to be remembered."""

    async def take_back(self, owner: AccountId, import_id: ImportId, now: datetime) -> Collection[ContactId]:
        """Void the entries that it brought, and delete its events; whose entries these were."""

    async def tidy(self, before: datetime, over: datetime) -> None:
        """Drop what was staged, or begun, before this, and what was done before: whoever has not decided by now
        sends it again. Those that are done stay until `over`, for whom they propose."""


class Targets(Protocol):
    """Companies that somebody would like to work for."""

    async def add(self, target: Target) -> bool:
        """False when it is there already, by its folded name."""

    async def remove(self, owner: AccountId, company: str) -> bool:
        """By its folded name; False when there is none."""

    async def of(self, owner: AccountId) -> Sequence[Target]:
        """By name."""

    async def people(
        self, owner: AccountId, companies: Collection[str], most: int
    ) -> Mapping[str, tuple[int, Sequence[Contact]]]:
        """How many people are known at each of these companies (folded; "ibm canada" is "ibm", too), without those
        who are to be left alone; and `most` of them, those last spoken to first. One without any is not there."""


class Apart(Protocol):
    """Cards that look alike, of which their owner has said that they are two people's."""

    async def note(self, owner: AccountId, pairs: Collection[tuple[ContactId, ContactId]]) -> None: ...

    async def pairs(self, owner: AccountId) -> Collection[frozenset[ContactId]]: ...


class Cards(Protocol):
    """Cards of one network: what they are told apart by, and two of one person that become one."""

    async def traits(self, owner: AccountId) -> Sequence[Traits]:
        """Everybody's, with aliases and companies."""

    async def unite(self, merge: Merge, before: Contact, goes: ContactId) -> None:
        """Let all that hangs on the card that goes hang on the other one, which was as in `before`. It waits with
        `merge.other_id`, an account that nobody speaks for."""

    async def divide(self, merge: Merge, stays: ContactId, goes: ContactId) -> None:
        """Give back the card that went, and whatever hung on it and is still there; and forget the merge."""


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

    async def answered_by_both(self, owner: AccountId, other: AccountId) -> Sequence[EventId]:
        """The events that both have answered, in the order in which several are held; also once they are
        merged: the other's answer stays with the other, and counts for nothing."""

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
    """All that an account holds; in a reading transaction, of one moment."""

    async def holdings(self, owner: AccountId) -> Holdings: ...

    async def network(self, owner: AccountId) -> Network | None:
        """What it holds besides its people; None for an account that is not there."""

    def chapters(self, owner: AccountId) -> AsyncIterator[Chapter]:
        """Its people by name, some hundred at a time, with what hangs on them."""


class Erasing(Protocol):
    """The end of an account."""

    async def erase(self, owner: AccountId) -> None:
        """Delete the account, its chat accounts, all that is theirs, and whatever was merged into it."""

    async def remember(self, request: str, now: datetime) -> None:
        """That this request has erased somebody: delivered once more, it is not to make them known again."""

    async def was_by(self, request: str) -> bool:
        """Whether this request has erased somebody."""

    async def tidy(self, before: datetime) -> None:
        """Forget requests from before this; and see to traces that could not be removed in their time."""
