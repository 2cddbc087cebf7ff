"""Accounts: one human being each, the chat accounts they speak from, and what they were last asked or did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from core.facts.asks import Ask, Promise
from core.facts.cadence import Cadence
from core.facts.calendars import Feed
from core.facts.events import Event, Series
from core.facts.handshakes import OwnCard
from core.facts.ids import (
    AccountId,
    AskId,
    ContactId,
    DeedId,
    DigestId,
    EntryId,
    EventId,
    FeedId,
    ImportId,
    MergeId,
    PromiseId,
    QuestionId,
    ReminderId,
    SeriesId,
)
from core.facts.people import Contact
from core.facts.reminders import Reminder
from core.facts.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What a new account starts with; a host may set other values (bots/settings.py)."""

    digest_at: time = time(8, 30)
    digest_days: frozenset[int] = frozenset(range(5))  # 0 is Monday
    digest_size: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """How somebody wants one rule to be: on or off, with how many days, and for whom not."""

    on: bool = True
    days: int | None = None  # None: the rule's own figure
    not_for: frozenset[ContactId] = frozenset()
    not_for_tags: frozenset[str] = frozenset()  # folded


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWishes:
    """When somebody is told of the events that they go to. Wall times are in their own zone."""

    evening: time | None = time(19)  # the evening before
    ahead: tuple[int, ...] = (60,)  # minutes before the beginning
    after: bool = False  # an hour after the end: whom they met
    morning: bool = True  # the morning after: the same, unless they have said it


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One human being; or a club, to which messages are delivered as to a human being, and which never speaks.

    Wall times are in `timezone`, an IANA name; None until they have told us.
    """

    id: AccountId
    created_at: datetime
    locale: str = "en"
    timezone: str | None = None
    digest_at: time = time(8, 30)
    digest_days: frozenset[int] = frozenset(range(5))
    digest_size: int = 5
    quiet_from: time | None = None
    quiet_until: time | None = None
    paused: bool = False
    paused_until: date | None = None  # None while paused: until /resume
    default_cadence: Cadence | None = None
    tag_cadences: Mapping[str, Cadence] = field(default_factory=dict)  # by folded tag
    rules: Mapping[str, Tuning] = field(default_factory=dict)  # by rule; one that is not there is as it comes
    club: bool = False
    event_wishes: EventWishes = field(default_factory=EventWishes)
    deliver_to: str = ""  # the platform that they prefer, where they speak on several
    profile_on: date | None = None  # when their own profile wants a look next
    items_on: date | None = None  # from this day on a digest has something to say, whatever its weekday
    digested_on: date | None = None  # the local day of the latest digest: there is one a day
    next_digest_at: datetime | None = None  # derived: the next instant at which a digest is planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One chat account of somebody's. `address` is where a message to them goes (a chat id).

    A group (a server) is a club's: `external_id` is the group's then, and `address` the chat in it to write to.
    """

    platform: str
    external_id: str
    account_id: AccountId
    address: str
    name: str = ""
    reachable: bool = True
    told: bool = False  # that it is not reachable, where they speak all the same
    group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer that a question offers as a button: values that it fills in, or a line that it says."""

    label: str  # a message of the catalogue, with {name}; or just "{name}"
    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    line: str = ""  # "/met Jane coffee": pressing is as good as typing it


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something Reachwell has asked and not been told yet. Kept, so that a restart does not lose it."""

    id: QuestionId
    account_id: AccountId
    command: str = ""  # whose value is missing; empty when every choice is a line of its own
    values: Mapping[str, str] = field(default_factory=dict)  # what is known already, by parameter
    asking: str = ""  # the parameter that is missing
    choices: tuple[Choice, ...] = ()
    asked_at: datetime
    listening: bool = False  # whether bare text is taken as the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesAdded:
    """Undo: void these entries; what follows from them is derived again."""

    kind: Literal["entries-added"] = "entries-added"
    entries: tuple[EntryId, ...]
    contacts: tuple[ContactId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAdded:
    """Undo: remove the contact."""

    kind: Literal["contact-added"] = "contact-added"
    contact_id: ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged:
    """Undo: put the contact back as it was."""

    kind: Literal["contact-changed"] = "contact-changed"
    before: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanged:
    """Undo: put the settings back as they were."""

    kind: Literal["account-changed"] = "account-changed"
    before: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmsChanged:
    """Undo: put the default cadence and the tags' back, and where they started to count for whom they changed."""

    kind: Literal["rhythms-changed"] = "rhythms-changed"
    default_cadence: Cadence | None
    tag_cadences: Mapping[str, Cadence]
    started: Mapping[ContactId, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Undo: remove every contact that this import added, and what it changed."""

    kind: Literal["imported"] = "imported"
    import_id: ImportId


@dataclass(frozen=True, slots=True, kw_only=True)
class PickAnswered:
    """Undo: the person in this digest has not been answered for."""

    kind: Literal["pick-answered"] = "pick-answered"
    digest_id: DigestId
    contact_id: ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderChanged:
    """Undo: put the reminder back as it was; one that was new is removed."""

    kind: Literal["reminder-changed"] = "reminder-changed"
    reminder_id: ReminderId
    before: Reminder | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskChanged:
    """Undo: put the ask back as it was; one that was new is removed."""

    kind: Literal["ask-changed"] = "ask-changed"
    ask_id: AskId
    before: Ask | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseChanged:
    """Undo: put the promise back as it was; one that was new is removed."""

    kind: Literal["promise-changed"] = "promise-changed"
    promise_id: PromiseId
    before: Promise | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Undo: two networks again, each with what was its own."""

    kind: Literal["merged"] = "merged"
    merge_id: MergeId


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsMerged:
    """Undo: two cards again, each with what was its own."""

    kind: Literal["cards-merged"] = "cards-merged"
    merge_id: MergeId
    stays: ContactId
    goes: ContactId
    rules: bool = False  # whether a rule was not for whoever goes: that wish moved along


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsChanged:
    """Undo: take these companies off the list of targets, and put those on it again."""

    kind: Literal["targets-changed"] = "targets-changed"
    added: tuple[Target, ...] = ()
    removed: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChanged:
    """Undo: put the event back as it was; one that was new is removed."""

    kind: Literal["event-changed"] = "event-changed"
    event_id: EventId
    before: Event | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesChanged:
    """Undo: put the series and those of its occurrences back that had not begun; one that was new is removed."""

    kind: Literal["series-changed"] = "series-changed"
    series_id: SeriesId
    before: Series | None
    events: tuple[Event, ...] = ()  # those occurrences as they were, 60 at most


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChanged:
    """Undo: follow this calendar again; one that was new is followed no longer."""

    kind: Literal["feed-changed"] = "feed-changed"
    feed_id: FeedId
    before: Feed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanged:
    """Undo: put the text of drafts on this occasion back as it was; None: ours."""

    kind: Literal["template-changed"] = "template-changed"
    occasion: str
    before: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChanged:
    """Undo: put one's own card back as it was."""

    kind: Literal["card-changed"] = "card-changed"
    before: OwnCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Irrevocable:
    """Undo: not possible (somebody was forgotten); nothing about it is kept."""

    kind: Literal["irrevocable"] = "irrevocable"


Step = (
    EntriesAdded
    | ContactAdded
    | ContactChanged
    | AccountChanged
    | RhythmsChanged
    | Imported
    | PickAnswered
    | ReminderChanged
    | AskChanged
    | PromiseChanged
    | Merged
    | CardsMerged
    | TargetsChanged
    | EventChanged
    | SeriesChanged
    | FeedChanged
    | CardChanged
    | TemplateChanged
    | Irrevocable
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing somebody did, how to say it, and how to take it back within a day."""

    id: DeedId
    account_id: AccountId
    request: str  # the request's key: the same update delivered twice is done once
    done_at: datetime
    what: str  # a message of the catalogue with {names}: "Met {names}"
    names: tuple[str, ...]
    steps: tuple[Step, ...]
