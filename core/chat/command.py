"""The declaration of a command: from it come menus, parsing, slash commands, completion and help."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from core.chat.doors import Doors
from core.chat.reply import Answer, Reply, Span
from core.chat.request import Actor, CardShared, Group, PlaceKind, Upload
from core.chat.words import Reader
from core.facts.account import Account, Deed, Step
from core.facts.ids import AccountId, DeedId, new_id
from core.store import Store, Transaction


class Kind(StrEnum):
    """What a parameter takes; core/chat/reading.py finds each of them in a line."""

    CONTACT = "contact"  # one of the owner's contacts → Contact
    CONTACTS = "contacts"  # one or more of them → tuple[Contact, ...]
    TEXT = "text"  # whatever is left → str
    TAGS = "tags"  # "#x -#y" → TagChanges
    CADENCE = "cadence"  # "every 6 weeks", "monthly", "never" → Cadence | Never
    SPAN = "span"  # "2 weeks", "until 5 Jan", "tomorrow" → date, later than today
    MOMENT = "moment"  # "by Friday", "tomorrow 9am", "in 2 hours" → Moment, not before now
    WHEN = "when"  # the same, or "every Tuesday 18:00" → Moment | Recurrence
    ZONE = "zone"  # the city where the owner is; asked for when it is not known yet → str, an IANA name
    PAST_DAY = "past day"  # "yesterday", "last Friday", "3 March" → date, not later than today
    CHOICE = "choice"  # one of `choices`, as the first word → str


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """One value that a command takes."""

    name: str
    kind: Kind
    summary: str  # what it is, for help and slash options
    ask: str = ""  # the question when it is missing, with {name} for the contact; none: it may be left out
    check: "Check | None" = None  # of a TEXT that must be of some form: what cannot be read is asked about
    unless: tuple[str, ...] = ()  # not asked for when one of these is there
    choices: tuple[str, ...] = ()  # of a CHOICE; of a MOMENT or a WHEN, words to offer when it is asked for
    shown: tuple[str, ...] = ()  # how each of the choices is shown; as it stands where there is none
    also: Mapping[str, str] = field(default_factory=dict, hash=False)  # other words for the choices of a CHOICE
    known: bool = False  # a CONTACT: only somebody known; what looks like a stranger is left to the text
    carded: bool = False  # "Raj Patel @ Shopify" names somebody of that whole name, who is added where new
    new_there: "There | None" = None  # where "Kim Lee, Deloitte" names one person, who is added where new
    option: bool = True  # False for what only buttons and questions fill in: nobody is shown it beforehand
    label: str = ""  # a word for it in a form; what may be left out and has none is left out of forms, too
    suggest: "Suggester | None" = None  # what could be typed, where the kind alone does not say it

    @property
    def suggests(self) -> bool:
        """Whether there is anything to suggest while it is typed (core/chat/choosing.py)."""
        return self.suggest is not None or self.kind not in (Kind.TEXT, Kind.CHOICE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to go on typing: what it makes of it, and what to show for it."""

    value: str
    label: str


class On(StrEnum):
    """What a menu opens on."""

    PERSON = "person"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """An entry of the menu that opens on a person or a message, where a platform has such menus.

    core/chat/calling.py makes the call of it.
    """

    on: On
    title: str
    fills: str  # the parameter that takes the person, or the words of the message
    handle: str = ""  # the parameter that takes how the person is reached there, where `fills` takes a mere name


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a handler is given: who asks, when, and the transaction that it runs in."""

    tx: Transaction
    account: Account
    actor: Actor
    place: PlaceKind
    request: str  # the request's key
    now: datetime  # aware UTC
    commands: tuple["Command", ...]
    undoers: Mapping[str, "Undoer"]  # by Step.kind
    began: tuple[Step, ...] = ()  # what was done on the way to the command: a stranger was added
    alone: bool = True  # whether what is merely typed or sent where they are is heard, and by nobody else
    new: bool = False  # whether it is the first that is heard of them
    forms: bool = False  # whether a question may be shown as nothing but a form (Request.forms)
    group: Group | None = None  # where they speak, where that is a group
    inline: str = ""  # the message that was pressed (Press.inline)
    pressed: str = ""  # the same, where it stands in a chat that we are in (Press.message)
    doors: Doors = field(default_factory=Doors)

    @property
    def owner(self) -> AccountId:
        return self.account.id

    @property
    def today(self) -> date:
        return today_of(self.account, self.now)

    @property
    def reader(self) -> Reader:
        return Reader(self.account.locale, self.account.timezone, self.today)

    async def did(self, what: str, names: tuple[str, ...], *steps: Step) -> DeedId:
        """Note what was done, so that /undo can say it and take it back; once for each request."""
        deed = Deed(
            id=DeedId(new_id()),
            account_id=self.owner,
            request=self.request,
            done_at=self.now,
            what=what,
            names=names,
            steps=(*self.began, *steps),
        )
        await self.tx.accounts.add_deed(deed)
        return deed.id

    def after(self, *steps: Step) -> "Context":
        """The same, with something done on the way to the command."""
        return replace(self, began=(*self.began, *steps))


def today_of(account: Account, now: datetime) -> date:
    """The day it is where the owner is; in UTC while we do not know where that is."""
    return now.astimezone(ZoneInfo(account.timezone or "UTC")).date()


Handler = Callable[..., Awaitable[Answer]]
Undoer = Callable[[Context, Any], Awaitable[Span | None]]  # takes back one Step; what there is to say about it
# (the context, what is typed so far, the other values as they were given) → the likeliest first
Suggester = Callable[[Context, str, Mapping[str, str]], Awaitable[Sequence[Suggestion]]]
There = Callable[[Context], Awaitable[bool]]
Check = Callable[[str, date, str], object]  # (text, today, locale); raises Refusal for what cannot be read
Likely = Callable[[str, date, str], bool]  # (text, today, locale): whether bare text may be meant for it
LineReader = Callable[[str, date, str], dict[str, Any]]  # (text, today, locale) → values by parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, declared once. `run` is called with a Context and one keyword for each parameter."""

    name: str
    params: tuple[Param, ...]
    summary: str
    examples: tuple[str, ...]
    run: Handler
    line: LineReader | None = None  # how a typed line comes apart, where the kinds alone do not say it
    offer: str = ""  # a button's label: what bare text could have meant ("Log: met {name}")
    offer_if: Likely | None = None  # of which bare texts it is offered; none: of all
    spoken: str = ""  # the words with which bare text is this command without being asked about, as a pattern
    reads: bool = False  # it changes nothing: runs in a reading transaction
    in_groups: bool = False  # whether it may be answered in a group; private commands never are
    listed: bool = True  # in the menus
    takes_no: bool = False  # “no” is an answer to what it asks, and does not call it off
    patient: bool = False  # bare text answers what it asks for a day, unless something else is asked or said
    menu: tuple[MenuEntry, ...] = ()

    async def __call__(self, ctx: Context, **values: Any) -> Answer:
        return await self.run(ctx, **values)


def command(
    name: str,
    *params: Param,
    summary: str,
    examples: tuple[str, ...] = (),
    line: LineReader | None = None,
    offer: str = "",
    offer_if: Likely | None = None,
    spoken: str = "",
    reads: bool = False,
    in_groups: bool = False,
    listed: bool = True,
    takes_no: bool = False,
    patient: bool = False,
    menu: tuple[MenuEntry, ...] = (),
) -> Callable[[Handler], Command]:
    """Declare the function below as the command /name."""

    def declare(run: Handler) -> Command:
        return Command(
            name=name,
            params=params,
            summary=summary,
            examples=examples,
            run=run,
            line=line,
            offer=offer,
            offer_if=offer_if,
            spoken=spoken,
            reads=reads,
            in_groups=in_groups,
            listed=listed,
            takes_no=takes_no,
            patient=patient,
            menu=menu,
        )

    return declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What a button does. `run` is called with a Context and the button's arguments.

    A press may come from long ago, twice, or from somebody else: `run` looks for everything again, as the
    presser's own.
    """

    name: str
    run: Handler
    reads: bool = False


def on_press(name: str, *, reads: bool = False) -> Callable[[Handler], Action]:
    """Declare the function below as what "v1:name:…" does."""
    return lambda run: Action(name=name, run=run, reads=reads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What work that takes long is given: it opens its own transactions, with none while it computes."""

    store: Store
    clock: Callable[[], datetime]
    account: Account
    request: str

    @property
    def reader(self) -> Reader:
        return Reader(self.account.locale, self.account.timezone, today_of(self.account, self.clock()))

    def context(self, tx: Transaction, actor: Actor) -> Context:
        """A Context in one of its transactions."""
        return Context(
            tx=tx,
            account=self.account,
            actor=actor,
            place=PlaceKind.PRIVATE,
            request=self.request,
            now=self.clock(),
            commands=(),
            undoers={},
        )


Worker = Callable[[Session, Actor, str], AsyncIterator[Reply]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a press starts that takes long: its replies come one by one."""

    name: str
    run: Worker


def on_press_work(name: str) -> Callable[[Worker], Work]:
    """Declare the generator below (session, actor, the button's argument) as what "v1:name:…" does."""
    return lambda run: Work(name=name, run=run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a folder of core offers to the conversation."""

    commands: tuple[Command, ...] = ()
    actions: tuple[Action | Work, ...] = ()
    takes_upload: Callable[[Session, Actor, Upload], AsyncIterator[Reply]] | None = None
    takes_card: Callable[[Context, CardShared], Awaitable[Answer]] | None = None
    undoes: Mapping[str, Undoer] = field(default_factory=dict)  # by Step.kind
    # What "/start …" of a link does, by how that begins ("card_"): called with a Context and the rest of it.
    payloads: Mapping[str, Handler] = field(default_factory=dict)
