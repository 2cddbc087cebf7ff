"""Networks of every shape: everything that an account can hold, with every field that there is."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from core.chat.command import Session
from core.chat.parsing.line import clean
from core.chat.reply import Reply
from core.chat.request import Actor
from core.exports import putting_back
from core.exports.values import paragraphs
from core.facts.account import Account, Tuning
from core.facts.asks import Ask, AskState, Promise, PromiseState
from core.facts.cadence import Cadence, Unit
from core.facts.ids import AskId, ContactId, EntryId, EventId, ImportId, PromiseId, ReminderId, new_id
from core.facts.imports import Haul, Import, ImportState
from core.facts.people import (
    Anniversary,
    Contact,
    Direction,
    Entry,
    Favour,
    Handle,
    Keep,
    Origin,
    PartialDate,
    Status,
    Touch,
)
from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.facts.reminders import Reminder
from core.facts.targets import Target
from core.people.due import settled
from core.store import Store
from tests.exports.agendas import Agenda, agendas, one_of_each
from tests.storage import made

_TYPED = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
TEXT = _TYPED.map(paragraphs)
LINE = _TYPED.map(clean)
NAME = LINE.filter(bool)
DAY = st.dates(date(1950, 1, 1), date(2100, 12, 31))
TIME = st.times().map(lambda at: at.replace(fold=0))
INSTANT = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONE = st.sampled_from(("Europe/Paris", "America/Toronto", "Asia/Kathmandu", "UTC"))
RHYTHM = st.builds(Cadence, count=st.integers(1, 40), unit=st.sampled_from(Unit))
IMPORTS = tuple(ImportId(new_id()) for _each in range(2))
IMPORTED = st.sampled_from((None, None, *IMPORTS))
RECURRENCE = st.builds(
    Recurrence,
    freq=st.sampled_from(Frequency),
    interval=st.integers(1, 9),
    weekdays=st.lists(st.builds(Weekday, day=st.integers(0, 6), nth=st.integers(-4, 4)), max_size=2).map(tuple),
    month_days=st.lists(st.sampled_from((1, 31, -1)), max_size=2).map(tuple),
    months=st.lists(st.integers(1, 12), max_size=2).map(tuple),
    position=st.integers(-1, 1),
    times=st.lists(TIME, max_size=2).map(tuple),
    start=DAY,
    until=st.none() | DAY,
    count=st.none() | st.integers(1, 9),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All that one account holds."""

    account: Account
    contacts: list[Contact]
    entries: list[Entry]
    asks: list[Ask]
    promises: list[Promise]
    reminders: list[Reminder]
    agenda: Agenda
    targets: list[Target]
    apart: list[tuple[ContactId, ContactId]]


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def wholes(draw: st.DrawFn) -> Whole:
    """A network; its account has all its settings."""
    account = draw(_accounts())
    contacts = draw(st.lists(_contacts(account), max_size=4))
    agenda = draw(agendas(account, IMPORTED))
    at_events = st.sampled_from([None, *(each.id for each in agenda.events)])
    entries: list[Entry] = []
    asks: list[Ask] = []
    promises: list[Promise] = []
    for index, contact in enumerate(contacts):
        theirs = draw(st.lists(_entries(contact, at_events), max_size=4))
        favours = [each.id for each in theirs if isinstance(each, Favour)] or [None]
        entries += theirs
        asks += draw(st.lists(_asks(contact, favours), max_size=2))
        promises += draw(st.lists(_promises(contact, favours), max_size=2))
        last = max((each.happened_on for each in theirs), default=None)
        contacts[index] = settled(replace(contact, last_touch_on=last), account)
    ids = [each.id for each in contacts]
    spared = frozenset(draw(st.lists(st.sampled_from(ids), max_size=2))) if ids else frozenset()
    companies = draw(st.lists(NAME, max_size=2, unique_by=lambda name: name.casefold().strip()))
    return Whole(
        account=replace(account, rules={"birthday": Tuning(not_for=spared, days=draw(maybe(st.integers(0, 60))))}),
        contacts=contacts,
        entries=entries,
        asks=asks,
        promises=promises,
        reminders=draw(st.lists(_reminders(account, [None, *ids]), max_size=3)),
        agenda=agenda,
        targets=[
            Target(account_id=account.id, company=f"{number} {each}", added_at=draw(INSTANT))
            for number, each in enumerate(companies)
        ],
        apart=[(ids[0], other) for other in ids[1:]],
    )


def large() -> Whole:
    """Two people who look alike, and one of everything."""
    account = made.account(timezone="Europe/Paris", default_cadence=Cadence(count=6, unit=Unit.WEEK))
    jane = made.contact(
        account,
        "Jane Doe",
        aliases=("JD", "Janey"),
        company="=IBM, Inc.; Canada",
        title="Recruiter",
        how_met="at a breakfast",
        notes="Likes tea.\nAnd: cake, \\ too; Zoë knows her " + "very " * 30 + "well",
        tags=("mentor", "Paris, France"),
        handles=(
            Handle(kind="email", value="jane@example.com"),
            Handle(kind="phone", value="+14165550199"),
            Handle(kind="linkedin", value="https://www.linkedin.com/in/janedoe"),
            Handle(kind="telegram", value="@janedoe"),
            Handle(kind="website", value="https://jane.example/tea"),
        ),
        dates=(
            Anniversary(label="birthday", on=PartialDate(month=3, day=14)),
            Anniversary(label="wedding", on=PartialDate(year=2010, month=6, day=1)),
        ),
        origins=(Origin(keys=("linkedin:janedoe",), said=("abcdefgh",)),),
        import_id=IMPORTS[0],
    )
    double = made.contact(account, "Janet Doe", keep=Keep.OWN, cadence=Cadence(count=1, unit=Unit.MONTH))
    yes = made.favour(jane, Direction.GOT, what="@intro to Raj")
    kept = made.favour(double, Direction.GAVE, what="an article")
    spared = {"birthday": Tuning(on=False, not_for=frozenset({jane.id}), not_for_tags=frozenset({"mentor"}))}
    account = replace(account, rules=spared)
    agenda = one_of_each(account, IMPORTS[0])
    return Whole(
        account=account,
        contacts=[settled(replace(each, last_touch_on=made.TODAY), account) for each in (jane, double)],
        entries=[
            yes,
            kept,
            made.touch(jane, what="-coffee", thanks=True),
            made.touch(jane, import_id=IMPORTS[1], event_id=agenda.events[0].id),
        ],
        asks=[made.ask(jane, state=AskState.GRANTED, answered_on=made.TODAY, entry_id=yes.id)],
        promises=[made.promise(double, state=PromiseState.KEPT, closed_on=made.TODAY, entry_id=kept.id)],
        reminders=[made.reminder(account, contact_id=double.id), made.reminder(account, at=None)],
        agenda=agenda,
        targets=[Target(account_id=account.id, company="Google", added_at=made.NOW)],
        apart=[(jane.id, double.id)],
    )


async def keep(store: Store, whole: Whole, platform: str = "telegram") -> Account:
    """Sign somebody up who has all this."""
    owner = whole.account.id
    async with store.write() as tx:
        await tx.accounts.add(whole.account, made.identity(whole.account, platform))
        await tx.people.add(whole.contacts)
        await tx.people.add_entries(owner, whole.entries)
        for ask in whole.asks:
            await tx.asks.save(ask)
        for promise in whole.promises:
            await tx.promises.save(promise)
        await tx.reminders.add(whole.reminders)
        await whole.agenda.keep(tx)
        for target in whole.targets:
            await tx.targets.add(target)
        await tx.apart.note(owner, whole.apart)
    return whole.account


async def sent(store: Store, account: Account, content: bytes) -> tuple[Session, Actor, Import]:
    """As it is once somebody has sent an export: who may press its button now."""
    staged = Import(
        id=ImportId(new_id()),
        account_id=account.id,
        state=ImportState.STAGED,
        staged_at=made.NOW,
        haul=Haul(own=content.decode()),
    )
    async with store.write() as tx:
        await tx.imports.add(staged)
    session = Session(store=store, clock=lambda: made.NOW, account=account, request=new_id())
    return session, Actor(platform="telegram", external_id="7", address="7", name="Ada"), staged


async def put_back(store: Store, account: Account, content: bytes) -> list[Reply]:
    """As somebody does who has sent it, and presses the button. Raises Refusal."""
    session, actor, staged = await sent(store, account, content)
    return [reply async for reply in putting_back.put_back.run(session, actor, staged.id)]


@st.composite
def _accounts(draw: st.DrawFn) -> Account:
    return made.account(
        locale=draw(st.sampled_from(("en", "fr"))),
        timezone=draw(ZONE),
        digest_at=draw(TIME),
        digest_days=draw(st.frozensets(st.integers(0, 6))),
        digest_size=draw(st.integers(1, 20)),
        quiet_from=draw(maybe(TIME)),
        quiet_until=draw(maybe(TIME)),
        paused=draw(st.booleans()),
        paused_until=draw(maybe(DAY)),
        default_cadence=draw(maybe(RHYTHM)),
        tag_cadences=draw(st.dictionaries(st.sampled_from(("mentor", "ami")), RHYTHM)),
        deliver_to=draw(st.sampled_from(("", "telegram"))),
        profile_on=draw(maybe(DAY)),
    )


@st.composite
def _contacts(draw: st.DrawFn, account: Account) -> Contact:
    keep = draw(st.sampled_from(Keep))
    return made.contact(
        account,
        draw(NAME),
        created_at=draw(INSTANT),
        cadence_since=draw(DAY),
        aliases=tuple(draw(st.lists(NAME, max_size=2))),
        company=draw(LINE),
        title=draw(LINE),
        how_met=draw(TEXT),
        met_on=draw(maybe(DAY)),
        notes=draw(TEXT),
        tags=tuple(draw(st.lists(st.sampled_from(("mentor", "Ami", "#")), max_size=2, unique=True))),
        handles=tuple(draw(st.lists(st.builds(Handle, kind=st.sampled_from(KINDS), value=NAME), max_size=3))),
        dates=tuple(draw(st.lists(st.builds(Anniversary, label=LABEL, on=PARTIAL), max_size=3))),
        status=draw(st.sampled_from(Status)),
        paused_until=draw(maybe(DAY)),
        keep=keep,
        cadence=draw(RHYTHM) if keep is Keep.OWN else None,
        snoozed_until=draw(maybe(DAY)),
        hidden_until=draw(maybe(DAY)),
        suggested_on=draw(maybe(DAY)),
        import_id=draw(IMPORTED),
        origins=tuple(draw(st.lists(ORIGIN, max_size=2))),
    )


KINDS = ("email", "phone", "linkedin", "website", "telegram", "x", "mastodon")
LABEL = st.sampled_from(("birthday", "anniversary", "first day; at work, really"))
PARTIAL = st.builds(
    PartialDate,
    year=maybe(st.integers(1900, 2100)),
    month=maybe(st.integers(1, 12)),
    day=maybe(st.integers(1, 31)),
)
ORIGIN = st.builds(
    Origin,
    keys=st.lists(st.sampled_from(("x:1", "x:2", "linkedin:ana")), max_size=2, unique=True).map(tuple),
    said=st.lists(st.sampled_from(("abcdefgh", "12345678")), max_size=2, unique=True).map(tuple),
)


@st.composite
def _entries(draw: st.DrawFn, contact: Contact, events: st.SearchStrategy[EventId | None]) -> Entry:
    about = {
        "id": EntryId(new_id()),
        "contact_id": contact.id,
        "happened_on": draw(DAY),
        "what": draw(TEXT),
        "recorded_at": draw(INSTANT),
        "import_id": draw(IMPORTED),
    }
    if draw(st.booleans()):
        return Touch(**about, thanks=draw(st.booleans()), event_id=draw(events))
    return Favour(**about, direction=draw(st.sampled_from(Direction)))


@st.composite
def _asks(draw: st.DrawFn, contact: Contact, favours: list[EntryId | None]) -> Ask:
    return Ask(
        id=AskId(new_id()),
        account_id=contact.owner,
        contact_id=contact.id,
        what=draw(TEXT),
        asked_on=draw(DAY),
        state=draw(st.sampled_from(AskState)),
        answered_on=draw(maybe(DAY)),
        thanked_on=draw(maybe(DAY)),
        closed_on=draw(maybe(DAY)),
        entry_id=draw(st.sampled_from(favours)),
        next_on=draw(maybe(DAY)),
    )


@st.composite
def _promises(draw: st.DrawFn, contact: Contact, favours: list[EntryId | None]) -> Promise:
    return Promise(
        id=PromiseId(new_id()),
        account_id=contact.owner,
        contact_id=contact.id,
        what=draw(TEXT),
        promised_on=draw(DAY),
        due_on=draw(maybe(DAY)),
        state=draw(st.sampled_from(PromiseState)),
        closed_on=draw(maybe(DAY)),
        entry_id=draw(st.sampled_from(favours)),
        next_on=draw(maybe(DAY)),
    )


@st.composite
def _reminders(draw: st.DrawFn, account: Account, people: list[ContactId | None]) -> Reminder:
    return Reminder(
        id=ReminderId(new_id()),
        account_id=account.id,
        created_at=draw(INSTANT),
        text=draw(TEXT),
        contact_id=draw(st.sampled_from(people)),
        timezone=draw(ZONE),
        on=draw(maybe(DAY)),
        at=draw(maybe(TIME)),
        recurrence=draw(maybe(RECURRENCE)),
        nag=draw(st.booleans()),
        unanswered=draw(st.integers(0, 5)),
        snoozed_until=draw(maybe(INSTANT)),
        done_at=draw(maybe(INSTANT)),
        next_at=None,
    )
