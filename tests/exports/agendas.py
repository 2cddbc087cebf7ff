"""Agendas of every shape: events and their series, calendars that are followed, templates, one's own card."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from core.chat.parsing.line import clean
from core.exports.values import paragraphs
from core.facts.account import Account
from core.facts.calendars import Feed
from core.facts.drafts import Template
from core.facts.events import Event, Rsvp, Series
from core.facts.handshakes import OwnCard
from core.facts.ids import EventId, FeedId, ImportId, SeriesId, new_id
from core.facts.people import Handle
from core.store import Transaction
from tests.storage import made

_TYPED = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
TEXT = _TYPED.map(paragraphs)
LINE = _TYPED.map(clean)
NAME = LINE.filter(bool)
DAY = st.dates(date(1950, 1, 1), date(2100, 12, 31))
TIME = st.times().map(lambda at: at.replace(fold=0))
INSTANT = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONE = st.sampled_from(("Europe/Paris", "America/Toronto", "Asia/Kathmandu", "UTC"))
RSVP = st.sampled_from(Rsvp)
URL = st.sampled_from(("", "https://example.com/a,b;c"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What an account holds besides its network."""

    events: list[Event] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    card: OwnCard | None = None

    async def keep(self, tx: Transaction) -> None:
        await tx.events.add(self.events)
        await tx.series.add(self.series)
        for feed in self.feeds:
            await tx.feeds.add(feed)
        for template in self.templates:
            await tx.templates.save(template)
        if self.card is not None:
            await tx.handshakes.keep_card(self.card)


@st.composite
def agendas(draw: st.DrawFn, account: Account, imports: st.SearchStrategy[ImportId | None]) -> Agenda:
    series = draw(st.lists(_series(account, imports), max_size=2))
    feeds = [
        Feed(
            id=FeedId(new_id()),
            account_id=account.id,
            url=f"https://example.com/{number}.ics",
            title=draw(LINE),
            added_at=draw(INSTANT),
            next_at=made.NOW,
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    events = draw(st.lists(_events(account, imports), max_size=3))
    comes_from = st.sampled_from([None, *series])
    followed = st.sampled_from([None, *feeds])
    for index, event in enumerate(events):
        of, feed = draw(comes_from), draw(followed)
        events[index] = replace(event, series_id=of.id if of else None, feed_id=feed.id if feed else None)
    occasions = draw(st.lists(st.sampled_from(("follow-up", "thanks")), max_size=2, unique=True))
    return Agenda(
        events=events,
        series=series,
        feeds=feeds,
        templates=[Template(account_id=account.id, occasion=each, text=draw(TEXT)) for each in occasions],
        card=draw(st.none() | _cards(account)),
    )


def one_of_each(account: Account, import_id: ImportId) -> Agenda:
    """A breakfast that comes again, one day of it that was moved, and everything else."""
    weekly = Series(
        id=SeriesId(new_id()),
        account_id=account.id,
        created_at=made.NOW,
        origin="calendar:breakfast@example.com",
        title="Breakfast; with, commas",
        on=made.TODAY,
        at=time(7, 30),
        timezone="Europe/Paris",
        rule="FREQ=WEEKLY;INTERVAL=2",
        lasts=90,
        place="Café",
        excepted=("20261207T073000",),
        import_id=import_id,
    )
    moved = made.event(
        account,
        origin=f"{weekly.origin}#20261221T073000",
        at=time(18, 30),
        until_at=time(20),
        place="Café",
        import_id=import_id,
        series_id=weekly.id,
        occurrence="20261221T073000",
        sequence=1,
    )
    card = OwnCard(account_id=account.id, name="Ada", about="Helps", hidden=frozenset({"about"}))
    feed = Feed(
        id=FeedId(new_id()),
        account_id=account.id,
        url="https://example.com/x.ics",
        title="Meetups",
        added_at=made.NOW,
        next_at=made.NOW,
    )
    return Agenda(
        events=[moved],
        series=[weekly],
        feeds=[feed],
        templates=[Template(account_id=account.id, occasion="thanks", text="Thank you, {first}!")],
        card=card,
    )


@st.composite
def _events(draw: st.DrawFn, account: Account, imports: st.SearchStrategy[ImportId | None]) -> Event:
    on, long = draw(DAY), draw(st.integers(0, 3))
    return Event(
        id=EventId(new_id()),
        account_id=account.id,
        created_at=draw(INSTANT),
        origin=new_id(),
        title=draw(NAME),
        on=on,
        timezone=draw(ZONE),
        at=draw(st.none() | st.just(time(18, 30)) | TIME),
        until_on=draw(st.none() | st.just(on + timedelta(days=long))),
        until_at=draw(st.none() | TIME),
        place=draw(LINE),
        url=draw(URL),
        notes=draw(TEXT),
        rsvp=draw(RSVP),
        import_id=draw(imports),
        occurrence=draw(st.sampled_from(("", "20261124T073000"))),
        sequence=draw(st.integers(0, 9)),
        cancelled=draw(st.booleans()),
        changed_at=draw(st.none() | INSTANT),
    )


@st.composite
def _series(draw: st.DrawFn, account: Account, imports: st.SearchStrategy[ImportId | None]) -> Series:
    return Series(
        id=SeriesId(new_id()),
        account_id=account.id,
        created_at=draw(INSTANT),
        origin=new_id(),
        title=draw(NAME),
        on=draw(DAY),
        timezone=draw(ZONE),
        rule=draw(st.sampled_from(("FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=-1FR"))),
        at=draw(st.none() | TIME),
        lasts=draw(st.none() | st.integers(0, 600)),
        place=draw(LINE),
        url=draw(URL),
        notes=draw(TEXT),
        rsvp=draw(RSVP),
        also=draw(st.sampled_from(((), ("20261124",)))),
        excepted=draw(st.sampled_from(((), ("20261124T073000", "20261201T073000")))),
        sequence=draw(st.integers(0, 9)),
        import_id=draw(imports),
        made_until=draw(st.none() | DAY),
    )


@st.composite
def _cards(draw: st.DrawFn, account: Account) -> OwnCard:
    return OwnCard(
        account_id=account.id,
        name=draw(st.sampled_from(("", "Zoë", "J. Brandt"))),
        title=draw(LINE),
        company=draw(LINE),
        about=draw(LINE),
        handles=tuple(draw(st.lists(st.builds(Handle, kind=st.just("email"), value=NAME), max_size=2))),
        hidden=frozenset(draw(st.lists(st.sampled_from(("title", "email:a@b.c")), unique=True, max_size=2))),
    )
