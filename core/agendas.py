"""What the core asks of storage about what comes: asks and promises, events and answers, calendars, cards."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from core.facts.asks import Ask, Promise
from core.facts.calendars import CalendarAddress, Feed
from core.facts.drafts import Template
from core.facts.events import Attendee, Event, Headcount, Series
from core.facts.handshakes import CardCode, Exchange, OwnCard
from core.facts.ids import (
    AccountId,
    AskId,
    CardCodeId,
    ContactId,
    EntryId,
    EventId,
    ExchangeId,
    FeedId,
    PostId,
    PromiseId,
    SeriesId,
)
from core.facts.posts import Post


class Asks(Protocol):
    """What people have asked of somebody."""

    async def save(self, ask: Ask) -> None:
        """New or changed."""

    async def remove(self, owner: AccountId, ids: Collection[AskId]) -> None: ...

    async def get(self, owner: AccountId, ids: Collection[AskId]) -> Sequence[Ask]: ...

    async def open(self, owner: AccountId, limit: int, offset: int = 0) -> Sequence[Ask]:
        """Those that are not closed, by `next_on`; last those that no digest speaks of again."""

    async def about(self, owner: AccountId, contact_id: ContactId) -> Sequence[Ask]:
        """All of one person, the latest first."""

    async def due(self, days: Sequence[tuple[AccountId, date]]) -> Sequence[Ask]:
        """Those whose `next_on` has come for each of these accounts on its day."""

    async def speak_again(self, asks: Sequence[Ask]) -> None:
        """Write down `next_on` alone, after a digest has spoken of them."""

    async def followed(self, owners: Collection[AccountId]) -> Collection[EntryId]:
        """The favours that asks of theirs have become."""


class Promises(Protocol):
    """What people have promised somebody."""

    async def save(self, promise: Promise) -> None:
        """New or changed."""

    async def save_many(self, promises: Sequence[Promise]) -> None:
        """The same, of several."""
        ...

    async def remove(self, owner: AccountId, ids: Collection[PromiseId]) -> None: ...

    async def get(self, owner: AccountId, ids: Collection[PromiseId]) -> Sequence[Promise]: ...

    async def open(self, owner: AccountId, limit: int, offset: int = 0) -> Sequence[Promise]:
        """Those that are not closed, by `next_on`; last those that no digest speaks of again."""

    async def about(self, owner: AccountId, contact_id: ContactId) -> Sequence[Promise]:
        """All of one person, the latest first."""

    async def due(self, days: Sequence[tuple[AccountId, date]]) -> Sequence[Promise]:
        """Those whose `next_on` has come for each of these accounts on its day."""

    async def speak_again(self, promises: Sequence[Promise]) -> None:
        """Write down `next_on` alone, after a digest has spoken of them."""


class Events(Protocol):
    """Agendas: every event is its account's own, also where it is the copy of somebody else's."""

    async def add(self, events: Sequence[Event]) -> int:
        """One whose origin the account has already is left as it is; how many are new."""

    async def change(self, events: Sequence[Event]) -> None: ...

    async def remove(self, owner: AccountId, ids: Collection[EventId]) -> None: ...

    async def get(self, owner: AccountId, ids: Collection[EventId]) -> Sequence[Event]: ...

    async def with_origins(self, owner: AccountId, origins: Collection[str]) -> Sequence[Event]: ...

    async def coming(self, owner: AccountId, day: date, limit: int, offset: int = 0) -> Sequence[Event]:
        """Those that end on this day or later, the earliest first."""

    async def ahead(
        self, owner: AccountId, day: date, limit: int, offset: int = 0, over: Collection[EventId] = ()
    ) -> Sequence[Event]:
        """The same without those that are `over` at this hour, and of each series only what comes next of it."""

    async def past(
        self, owner: AccountId, day: date, limit: int, offset: int = 0, over: Collection[EventId] = ()
    ) -> Sequence[Event]:
        """Those that ended before this day, or are `over`, the latest first."""

    async def between(self, owner: AccountId, first: date, last: date) -> Sequence[Event]:
        """Those that touch these days, the earliest first."""

    async def count(self, owner: AccountId, day: date, over: Collection[EventId] = ()) -> tuple[int, int]:
        """How many there are ahead, a series counted once, and past."""

    async def of_series(self, owner: AccountId, series_id: SeriesId) -> Sequence[Event]: ...

    async def of_feed(self, owner: AccountId, feed_id: FeedId) -> Sequence[Event]: ...

    async def of(self, wanted: Sequence[tuple[AccountId, EventId]]) -> Sequence[Event]:
        """Those of these events that are there and their account's: of many accounts at once."""

    async def answerable(self, event_id: EventId) -> Event | None:
        """An event that others may answer, whosesoever it is. In a writing transaction it is held against everybody
        else until that ends: who is going is decided one after the other."""

    async def held(self, event_id: EventId) -> Event | None:
        """An event, whosesoever it is, held in the same way, though nobody may answer it yet."""

    async def copies(self, event_id: EventId, owners: Collection[AccountId] | None = None) -> Sequence[Event]:
        """Everybody's copies of it, or those of these owners."""

    async def follow(self, shared: Event, names: Sequence[str], now: datetime) -> None:
        """Let these fields of all its copies be as its own, and no other; the planner looks at them."""

    async def replan(self, owner: AccountId, day: date, now: datetime) -> None:
        """Let the planner look at all of the owner's events that end on this day or later, and change nothing."""

    async def answered(self, owner: AccountId, limit: int) -> Sequence[Event]:
        """The events of others of which the owner has copies, the latest first."""

    async def due(self, now: datetime, limit: int) -> Sequence[Event]:
        """Events whose `next_at` has come, the earliest first; locked against other planners."""

    async def earliest(self) -> datetime | None:
        """The first `next_at` there is."""

    async def whom_told(self, wanted: Sequence[tuple[AccountId, EventId]]) -> Collection[EventId]:
        """Those of these events of which their account has noted somebody whom it met: of many accounts at once."""

    async def people_met(self, owner: AccountId, ids: Collection[EventId]) -> Mapping[EventId, Sequence[ContactId]]:
        """Whom the owner has met at each of these events, by touches that are not voided."""


class SeriesKept(Protocol):
    """Events that come again."""

    async def add(self, series: Sequence[Series]) -> int:
        """One whose origin the account has already is left as it is; how many are new."""

    async def change(self, series: Sequence[Series]) -> None: ...

    async def remove(self, owner: AccountId, ids: Collection[SeriesId]) -> None:
        """Without its occurrences: these are removed, or kept, as events."""

    async def get(self, owner: AccountId, ids: Collection[SeriesId]) -> Sequence[Series]: ...

    async def of(self, owner: AccountId) -> Sequence[Series]: ...

    async def due(self, day: date, until: date, few: int, limit: int) -> Sequence[Series]:
        """Those whose occurrences have been made until a day before `until`, and of which no more than `few` come
        from `day` on; locked against other planners."""


class Attendees(Protocol):
    """What people have answered to events of others. Where two accounts that are one by now had both answered, the
    one that is left counts."""

    async def save(self, attendees: Sequence[Attendee]) -> None:
        """New or changed."""

    async def remove(self, event_id: EventId, account_ids: Collection[AccountId]) -> None: ...

    async def of(self, event_id: EventId) -> Sequence[Attendee]:
        """Everybody who has answered, in the order in which they did."""

    async def waiting(self, event_id: EventId) -> Sequence[Attendee]:
        """Those who wait for a seat, in their order."""

    async def one(self, event_id: EventId, account_id: AccountId) -> Attendee | None: ...

    async def answered(self, owner: AccountId) -> Sequence[EventId]:
        """All that somebody has answered, in the order in which several of them are held."""

    async def ask(self, attendee: Attendee, until: datetime) -> None:
        """They have been asked to confirm their seat by then; nothing where they have answered since."""

    async def count(self, ids: Collection[EventId]) -> Mapping[EventId, Headcount]:
        """Of each of these events; one that nobody has answered is not there."""

    async def overdue(self, now: datetime, limit: int) -> Sequence[Attendee]:
        """Those whose `confirm_by` has passed."""

    async def earliest(self) -> datetime | None:
        """The first `confirm_by` there is."""


class Posts(Protocol):
    """Where events are shown, and what is behind there."""

    async def add(self, posts: Sequence[Post]) -> None:
        """One that is known already (platform, address, message, kind) is left as it is."""

    async def of(self, event_id: EventId) -> Sequence[Post]: ...

    async def stale(self, ids: Collection[EventId], now: datetime, *, native: bool = True) -> None:
        """Everything that shows one of these events is behind from now on, if it was not before; without `native`
        not the platforms' own events, which show no answers."""

    async def try_again(self, owner: AccountId, platform: str, address: str, now: datetime) -> None:
        """We may write there again: all of this account's posts, and those in this chat, that are still to change
        are behind from now on."""

    async def claim(
        self, platforms: Collection[str], now: datetime, lease_until: datetime, token: str, limit: int
    ) -> Sequence[Post]:
        """Take posts that are behind, and may be tried, those that have been for the longest first, with one
        conditional UPDATE. Whoever dies with the lease leaves them behind from its end on."""

    async def settle(self, posts: Sequence[Post], token: str) -> None:
        """Write down what came of those that are still ours; one that became stale meanwhile stays so."""

    async def remove(self, ids: Collection[PostId]) -> None: ...


class Feeds(Protocol):
    """Calendars that are followed, and the addresses at which people read their own."""

    async def add(self, feed: Feed) -> bool:
        """False when the account follows that address already."""

    async def change(self, feeds: Sequence[Feed]) -> None: ...

    async def remove(self, owner: AccountId, feed_id: FeedId) -> None: ...

    async def get(self, owner: AccountId, feed_id: FeedId) -> Feed | None: ...

    async def of(self, owner: AccountId) -> Sequence[Feed]: ...

    async def claim(self, now: datetime, again_at: datetime, limit: int) -> Sequence[Feed]:
        """Take those whose `next_at` has come, and put it to `again_at`: whoever dies on the way loses nothing."""

    async def keep_address(self, address: CalendarAddress) -> None:
        """In the place of the one that the account had."""

    async def remove_address(self, owner: AccountId) -> None: ...

    async def address(self, owner: AccountId) -> CalendarAddress | None: ...

    async def behind(self, token: str) -> AccountId | None:
        """Whose calendar it is."""


class Handshakes(Protocol):
    """One's own card, its codes, and cards that are exchanged."""

    async def card(self, owner: AccountId) -> OwnCard | None: ...

    async def cards(self, owners: Collection[AccountId]) -> Sequence[OwnCard]: ...

    async def keep_card(self, card: OwnCard) -> None: ...

    async def add_code(self, code: CardCode) -> None: ...

    async def revoke(self, owner: AccountId) -> None:
        """All codes of theirs."""

    async def code(self, code_id: CardCodeId) -> CardCode | None:
        """Whosesoever it is."""

    async def codes(self, owner: AccountId) -> Sequence[CardCode]:
        """The owner's, the latest first."""

    async def save(self, exchange: Exchange) -> None:
        """New or changed."""

    async def exchanges(self, ids: Collection[ExchangeId]) -> Sequence[Exchange]:
        """Whosesoever they are; between the accounts for which the two speak now, should they have been merged."""

    async def between(self, one: AccountId, other: AccountId) -> Sequence[Exchange]:
        """Their exchanges, whoever began them, the latest first."""

    async def waiting(self, owner: AccountId, since: datetime) -> Sequence[Exchange]:
        """Those that others have begun since then and that wait for the owner's answer, the oldest first."""

    async def tidy(self, before: datetime) -> None:
        """Drop codes that ran out, and exchanges that were begun, before this."""


class Templates(Protocol):
    """How people write."""

    async def of(self, owner: AccountId) -> Sequence[Template]: ...

    async def save(self, template: Template) -> None:
        """New or changed."""

    async def remove(self, owner: AccountId, occasion: str) -> None: ...
