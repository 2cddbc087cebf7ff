"""What the core asks of storage: a Store gives transactions, and a Transaction gives one part per subject.

Every method says whose rows it touches; a stranger's row and a missing row look the same (None, or not there).
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Protocol

from core.agendas import Asks, Attendees, Events, Feeds, Handshakes, Posts, Promises, SeriesKept, Templates
from core.facts.account import Account, Deed, Identity, Question
from core.facts.delivery import Delivery, Kind, State
from core.facts.digests import Digest, Encounter, Horizon, Prospect
from core.facts.ids import (
    AccountId,
    ContactId,
    DeedId,
    DeliveryId,
    DigestId,
    EntryId,
    ImportId,
    QuestionId,
    ReminderId,
)
from core.facts.keys import Key, KeyKind
from core.facts.people import Balance, Contact, Entry
from core.facts.reminders import Reminder
from core.networks import Apart, Cards, Erasing, Exports, Imports, Linking, Targets


class ReadOnly(Exception):
    """A reading transaction was asked to write: start over with a writing one."""


class AlreadyDone(Exception):
    """This request has been carried out before: the same update was delivered twice."""


class Unavailable(Exception):
    """The database cannot take this now: locked for too long, full, read-only or gone. Nothing was changed."""


class InTheWay(Unavailable):
    """Two who wrote at once waited for each other, and this one was given up: to start over will do."""


class NotPrepared(Unavailable):
    """The database has no tables yet, or an earlier version's: Reachwell puts that right when it starts."""

    def __init__(self) -> None:
        super().__init__("it is not prepared for this version yet, which Reachwell does when it starts")


class Newer(Exception):
    """The database was written by a newer version of Reachwell."""


class Accounts(Protocol):
    """Accounts, their identities, what they were asked and what they did."""

    async def of(self, platform: str, external_id: str) -> tuple[Identity, Account, Question | None] | None:
        """Who this chat account is, and the question that is listening for an answer. One statement."""

    async def get(self, account_ids: Collection[AccountId]) -> Sequence[Account]:
        """In a writing transaction they are held against everybody else until it ends."""

    async def identities(self, account_ids: Collection[AccountId]) -> Sequence[Identity]: ...

    async def add(self, account: Account, identity: Identity) -> None: ...

    async def change(self, account: Account) -> None: ...

    async def change_identity(self, identity: Identity) -> None: ...

    async def move_identity(self, identity: Identity, external_id: str, address: str) -> None:
        """Its number on its platform, and where it is written to, are these from now on; nobody has that number."""

    async def due_for_digest(self, now: datetime, limit: int) -> Sequence[Account]:
        """Accounts whose `next_digest_at` has come, the earliest first; locked against other planners."""

    async def schedule_digests(self, accounts: Sequence[Account]) -> None:
        """Write down `next_digest_at`, `digested_on`, `items_on` and `profile_on`."""

    async def earliest_digest(self) -> datetime | None: ...

    async def ask(self, question: Question) -> None:
        """Keep a question; it alone listens for bare text from now on."""

    async def listening(self, owner: AccountId) -> Question | None:
        """The question that bare text answers."""

    async def question(self, owner: AccountId, question_id: QuestionId) -> Question | None: ...

    async def answered(self, owner: AccountId, question_id: QuestionId) -> bool:
        """False when somebody else was quicker: it is answered already."""

    async def stop_listening(self, owner: AccountId) -> None: ...

    async def take_request(self, owner: AccountId, key: str, now: datetime) -> None:
        """Raises AlreadyDone, here or later in the transaction, when this request was carried out before."""

    async def add_deed(self, deed: Deed) -> None:
        """Raises AlreadyDone, here or later in the transaction, when this request has left a deed before."""

    async def deeds(self, owner: AccountId, since: datetime) -> Sequence[Deed]:
        """The latest first."""

    async def undone(self, owner: AccountId, deed_id: DeedId) -> None: ...

    async def tidy(self, before: datetime) -> None:
        """Drop questions, deeds and requests older than this: nobody can answer, undo or repeat them any more."""


class People(Protocol):
    """Contacts and what passed between them and their owner."""

    async def get(self, owner: AccountId, ids: Collection[ContactId]) -> Sequence[Contact]:
        """Somebody whose card has become one with another (a merge) is found under the old id, too: there the
        contact's own id differs from the one that was asked for."""

    async def add(self, contacts: Sequence[Contact]) -> None: ...

    async def change(self, contacts: Sequence[Contact]) -> None: ...

    async def remove(self, owner: AccountId, ids: Collection[ContactId]) -> None:
        """Delete for good, with entries, keys and every deed that still knows of them."""

    async def starting(self, owner: AccountId, words: Collection[str], limit: int = 12) -> Sequence[Contact]:
        """Contacts one of whose name keys starts with one of these folded words, or rows of words; at most
        `limit` for each, those who are called exactly that first."""

    async def lately(self, owner: AccountId, limit: int) -> Sequence[Contact]:
        """Those last spoken to, met or added, the latest first."""

    async def due(self, owner: AccountId, day: date, limit: int) -> Sequence[Contact]:
        """Those who are due on this day, the longest due first."""

    async def names(self, owner: AccountId) -> Sequence[tuple[ContactId, str]]:
        """Every contact's folded names (aliases too): for spelling mistakes."""

    async def parts(self, owner: AccountId, begin: str) -> Sequence[tuple[ContactId, str]]:
        """What of everybody's folded names begins like this at a word, and goes on to the end of the name."""

    async def with_key(
        self, owner: AccountId, kind: KeyKind, values: Collection[str] | None = None
    ) -> Sequence[tuple[Key, ContactId]]:
        """Which contacts have these keys (all keys of the kind when None)."""

    async def search(self, owner: AccountId, words: Sequence[str], limit: int, offset: int) -> Sequence[Contact]:
        """Contacts of whom every one of these folded words is known, by name: from the card, or from an entry that
        is not voided."""

    async def count(self, owner: AccountId, words: Sequence[str] = ()) -> int: ...

    async def tagged(self, owner: AccountId, tag: str) -> Sequence[Contact]: ...

    async def kept_by_default(self, owner: AccountId) -> Sequence[Contact]:
        """Contacts with Keep.USUAL: those that a change of the default cadence may touch."""

    async def imported(self, owner: AccountId, import_id: ImportId) -> Sequence[ContactId]: ...

    async def labels(self, owner: AccountId, kind: KeyKind, prefix: str, limit: int) -> Sequence[str]:
        """Tags or companies in use that start with this, for completion."""

    async def add_entries(self, owner: AccountId, entries: Sequence[Entry]) -> None: ...

    async def void_entries(self, owner: AccountId, ids: Collection[EntryId], now: datetime) -> None: ...

    async def leave_event(self, owner: AccountId, ids: Collection[EntryId]) -> None:
        """These entries stay, but were at no event."""

    async def entries(self, owner: AccountId, contact_id: ContactId, limit: int) -> Sequence[Entry]:
        """The latest first, without the voided ones."""

    async def entries_with(self, owner: AccountId, ids: Collection[ContactId]) -> Sequence[Entry]:
        """All entries with these people that are not voided, in no order."""

    async def ever_noted(self, owner: AccountId, ids: Collection[ContactId]) -> Sequence[Entry]:
        """These, and what an import has brought and the owner has voided since: it does not come back with the same
        file. What was voided when its import was taken back does."""

    async def last_touches(self, owner: AccountId, ids: Collection[ContactId]) -> dict[ContactId, date]:
        """The day of the latest entry that is not voided, by contact; none: not there."""

    async def balances(
        self, owners: Collection[AccountId], ids: Collection[ContactId] | None = None
    ) -> Sequence[Balance]:
        """Favours counted, of these contacts or of all who have any."""


class Digests(Protocol):
    """Digests and whom they may suggest."""

    async def candidates(self, horizons: Sequence[tuple[AccountId, Horizon]]) -> Sequence[Prospect]:
        """Who may be worth suggesting to each of these accounts, within its horizon: due, owed thanks or a favour,
        with an anniversary, met lately, and a few of the dormant. A statement for each different horizon."""

    async def encounters(self, owners: Collection[AccountId], since: date) -> Sequence[Encounter]:
        """Whom these accounts have met at events of theirs since this day: of each the latest one."""

    async def of(self, wanted: Sequence[tuple[AccountId, DigestId]]) -> Sequence[Digest]:
        """Those of these digests that are there and their account's."""

    async def contacts(self, owners: Collection[AccountId], ids: Collection[ContactId]) -> Sequence[Contact]:
        """Whoever of these people belongs to one of these accounts: for the digests of many at once."""

    async def add_digests(self, digests: Sequence[Digest]) -> None: ...

    async def digest(self, owner: AccountId, digest_id: DigestId) -> Digest | None: ...

    async def change_digest(self, digest: Digest) -> None: ...

    async def mark_suggested(self, ids: Collection[ContactId], day: date) -> None: ...

    async def tidy(self, before: datetime) -> None:
        """Drop digests made before this."""


class Reminders(Protocol):
    """What people asked to be told."""

    async def add(self, reminders: Sequence[Reminder]) -> None: ...

    async def change(self, reminders: Sequence[Reminder]) -> None: ...

    async def remove(self, owner: AccountId, ids: Collection[ReminderId]) -> None: ...

    async def get(self, owner: AccountId, ids: Collection[ReminderId]) -> Sequence[Reminder]: ...

    async def of(self, wanted: Sequence[tuple[AccountId, ReminderId]]) -> Sequence[Reminder]:
        """Those of these reminders that are there and their account's: of many accounts at once."""

    async def coming(self, owner: AccountId, limit: int, offset: int = 0) -> Sequence[Reminder]:
        """Those that will come again, the soonest day first."""

    async def count(self, owner: AccountId) -> int:
        """How many will come again."""

    async def about(self, owner: AccountId, contact_ids: Collection[ContactId]) -> Sequence[Reminder]:
        """Those that will come again and are about one of these people."""

    async def due(self, now: datetime, limit: int) -> Sequence[Reminder]:
        """Reminders whose `next_at` has come, the earliest first; locked against other planners."""

    async def of_mornings(self, days: Sequence[tuple[AccountId, date]]) -> Sequence[Reminder]:
        """Those without an hour that belong into the digest of each of these accounts on its day, or did before."""

    async def first_mornings(self, owners: Collection[AccountId]) -> Mapping[AccountId, date]:
        """The first day on which each of these accounts has one without an hour; those that have none are not
        there."""

    async def earliest(self) -> datetime | None:
        """The first `next_at` there is."""

    async def tidy(self, before: datetime) -> None:
        """Drop those that will never come again and were done, or last came, before this."""


class Deliveries(Protocol):
    """The outbox."""

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        """One whose key exists already is left alone."""

    async def expire(self, now: datetime) -> Collection[AccountId]:
        """Leases that ran out: what was only claimed is pending again; what was being sent is sent once more,
        marked so, where its kind repeats and that was the first time, and is uncertain otherwise. Whose recipients
        can be reached and are to be told in a digest."""

    async def skip_late(self, now: datetime) -> Collection[AccountId]:
        """Skip what is past its time; whose recipients can be reached again and are to be told in a digest."""

    async def claim(
        self, platforms: Collection[str], now: datetime, lease_until: datetime, token: str, limit: int
    ) -> Sequence[Delivery]:
        """Take what is due, with one conditional UPDATE: of accounts with a reachable identity on these platforms,
        the longest due first, and never one that would overtake another to the same account (what waits for the end
        of quiet hours does not hold others up)."""

    async def sending(self, delivery_id: DeliveryId, token: str, now: datetime, platform: str) -> bool:
        """Mark it just before the call; False when the lease is no longer ours. Counts the attempt."""

    async def settle(self, deliveries: Sequence[Delivery], token: str) -> Collection[DeliveryId]:
        """Write down what came of them: state, message id, error, when to retry. Which were still ours."""

    async def untold(self, owners: Collection[AccountId]) -> Sequence[Delivery]:
        """What never went and its recipient has not been told of, the earliest first."""

    async def told(self, ids: Collection[DeliveryId]) -> None: ...

    async def last_due(self, kind: Kind) -> datetime | None:
        """The latest `due_at` of what is still pending: the end of the row."""

    async def earliest(self) -> datetime | None: ...

    async def recent(self, owner: AccountId, limit: int) -> Sequence[Delivery]: ...

    async def tally(self) -> Sequence[tuple[Kind, State, str, int, datetime]]:
        """For the host: how many there are of each kind, state and error, and the earliest `due_at` among them."""

    async def tidy(self, before: datetime) -> None:
        """Drop what was due before this and is settled."""


class Transaction(Protocol):
    """All or nothing. Leaving it without an exception commits; a cancelled one rolls back."""

    @property
    def accounts(self) -> Accounts: ...
    @property
    def people(self) -> People: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def asks(self) -> Asks: ...
    @property
    def promises(self) -> Promises: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def imports(self) -> Imports: ...
    @property
    def events(self) -> Events: ...
    @property
    def series(self) -> SeriesKept: ...
    @property
    def attendees(self) -> Attendees: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def handshakes(self) -> Handshakes: ...
    @property
    def templates(self) -> Templates: ...
    @property
    def targets(self) -> Targets: ...
    @property
    def apart(self) -> Apart: ...
    @property
    def cards(self) -> Cards: ...
    @property
    def linking(self) -> Linking: ...
    @property
    def exports(self) -> Exports: ...
    @property
    def erasing(self) -> Erasing: ...


class Store(Protocol):
    def read(self) -> AbstractAsyncContextManager[Transaction]:
        """A consistent look; writing in it raises ReadOnly."""

    def write(self) -> AbstractAsyncContextManager[Transaction]:
        """Raises Unavailable when the database cannot take it, AlreadyDone for a request that was done before."""

    async def note(self, name: str) -> str | None:
        """A setting of the installation itself (the sandbox clock's offset)."""

    async def set_note(self, name: str, value: str) -> None: ...

    async def close(self) -> None: ...
