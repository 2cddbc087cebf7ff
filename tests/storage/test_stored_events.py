"""Events and series: found by their days, what they come from, whose copies they are, and when something is due."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from core.facts.account import Account
from core.facts.events import Event, Rsvp, Series, Terms
from core.facts.ids import AccountId, EventId, FeedId, ImportId, SeriesId, new_id
from core.store import ReadOnly, Store
from storage.store import open_store
from tests.storage import made
from tests.storage.made import HOUR, NOW, TODAY, known

DAY = timedelta(days=1)
TERMS = Terms(organiser=AccountId("ada"), capacity=30, guests=1, closes=60)


def event(of: Account, **fields: Any) -> Event:
    event_id = EventId(new_id())
    given = {"id": event_id, "account_id": of.id, "created_at": NOW, "origin": f"event:{event_id}"}
    return Event(**{**given, "title": "Breakfast", "on": TODAY, "timezone": "Europe/Paris", **fields})


def series(of: Account, **fields: Any) -> Series:
    series_id = SeriesId(new_id())
    given = {"id": series_id, "account_id": of.id, "created_at": NOW, "origin": f"event:{series_id}"}
    rule = {"title": "Breakfast", "on": TODAY, "timezone": "Europe/Paris", "rule": "FREQ=WEEKLY"}
    return Series(**{**given, **rule, **fields})


async def added(store: Store, *events: Event) -> None:
    async with store.write() as tx:
        await tx.events.add(events)


async def test_an_event_comes_back_as_it_was(store: Store, ada: Account) -> None:
    full = event(
        ada,
        title="“Breakfast” 🥐\n<b>",
        at=time(7, 30),
        until_on=TODAY + DAY,
        until_at=time(1, 5),
        place="Brampton Hall",
        url="https://lu.ma/x",
        notes="Bring\na friend",
        rsvp=Rsvp.WAITING,
        import_id=ImportId("i"),
        feed_id=FeedId("f"),
        series_id=SeriesId("s"),
        occurrence="20261124T073000",
        shared_id=EventId("e"),
        terms=TERMS,
        sequence=3,
        cancelled=True,
        changed_at=NOW - HOUR,
        planned_at=NOW,
        next_at=datetime(2026, 11, 24, 5, 0, 0, 123456, tzinfo=UTC),
        heard=Rsvp.MAYBE,
    )
    bare = event(ada)
    await added(store, full, bare)
    async with store.read() as tx:
        assert await tx.events.get(ada.id, [bare.id, full.id, bare.id]) == [bare, full]


async def test_a_stranger_neither_sees_nor_changes_it(store: Store, ada: Account, bob: Account) -> None:
    mine = event(ada)
    await added(store, mine)
    async with store.write() as tx:
        assert await tx.events.get(bob.id, [mine.id]) == []
        assert await tx.events.with_origins(bob.id, [mine.origin]) == []
        assert await tx.events.of([(bob.id, mine.id)]) == []
        await tx.events.change([replace(mine, account_id=bob.id, title="Mine now")])
        await tx.events.remove(bob.id, [mine.id])
    async with store.read() as tx:
        assert await tx.events.of([(ada.id, mine.id)]) == [mine]


async def test_one_origin_is_one_event_of_each_account(store: Store, ada: Account, bob: Account) -> None:
    first, again = event(ada, origin="calendar:1"), event(ada, origin="calendar:1", title="Other")
    theirs = event(bob, origin="calendar:1")
    async with store.write() as tx:
        assert await tx.events.add([first]) == 1
        assert await tx.events.add([again, theirs, event(bob)]) == 2
        assert await tx.events.with_origins(ada.id, ["calendar:1", "calendar:2"]) == [first]


async def test_a_series_is_one_thing_to_come(store: Store, ada: Account) -> None:
    weekly, other = SeriesId("weekly"), SeriesId("other")
    first, second, third = (event(ada, on=TODAY + n * DAY, series_id=weekly) for n in range(3))
    off, instead = (event(ada, on=TODAY + n * DAY, series_id=other, cancelled=n == 1) for n in (1, 5))
    alone = event(ada, on=TODAY + DAY, title="Alone")
    gone = event(ada, on=TODAY - DAY, series_id=weekly)
    await added(store, third, first, second, off, instead, alone, gone)
    async with store.read() as tx:
        assert await tx.events.ahead(ada.id, TODAY, 10) == [first, alone, instead]
        assert await tx.events.ahead(ada.id, TODAY, 1, 1) == [alone]
        assert await tx.events.ahead(ada.id, TODAY, 10, over=[first.id]) == [alone, second, instead]
        assert await tx.events.count(ada.id, TODAY, [first.id]) == (3, 2)


async def test_the_days_of_an_event_are_up_to_its_end(store: Store, ada: Account) -> None:
    over_night = event(ada, on=TODAY - DAY, at=time(22), until_at=time(2))
    evening = event(ada, on=TODAY - DAY, at=time(18), until_at=time(20))
    days = event(ada, on=TODAY - 3 * DAY, until_on=TODAY)
    later = event(ada, on=TODAY + 8 * DAY, at=time(7))
    await added(store, later, over_night, evening, days)
    async with store.read() as tx:
        assert await tx.events.coming(ada.id, TODAY, 10) == [days, over_night, later]
        assert await tx.events.coming(ada.id, TODAY, 1, 1) == [over_night]
        assert await tx.events.past(ada.id, TODAY, 10) == [evening]
        assert await tx.events.count(ada.id, TODAY) == (3, 1)
        assert await tx.events.count(ada.id, TODAY, [over_night.id]) == (2, 2)
        assert await tx.events.ahead(ada.id, TODAY, 10, over=[over_night.id]) == [days, later]
        assert await tx.events.past(ada.id, TODAY, 10, over=[over_night.id]) == [over_night, evening]
        assert await tx.events.between(ada.id, TODAY - DAY, TODAY) == [days, evening, over_night]
        assert await tx.events.between(ada.id, TODAY + DAY, TODAY + 7 * DAY) == []


async def test_what_belongs_together(store: Store, ada: Account, bob: Account) -> None:
    shared = event(ada, terms=TERMS)
    copy = event(bob, shared_id=shared.id)
    second = event(ada, series_id=SeriesId("s"), on=TODAY + DAY)
    first = event(ada, series_id=SeriesId("s"))
    fed = event(ada, feed_id=FeedId("f"))
    await added(store, shared, copy, second, first, fed)
    async with store.read() as tx:
        assert await tx.events.copies(shared.id) == [copy]
        assert await tx.events.answerable(shared.id) == shared
        assert await tx.events.answerable(copy.id) is None  # nobody answers a copy
        assert await tx.events.of_series(ada.id, SeriesId("s")) == [first, second]
        assert await tx.events.of_series(bob.id, SeriesId("s")) == []
        assert await tx.events.of_feed(ada.id, FeedId("f")) == [fed]


async def test_who_is_going_is_decided_one_after_the_other(store: Store, ada: Account, engine: str) -> None:
    if engine == "sqlite":
        pytest.skip("one writer at a time anyway")
    shared = event(ada, terms=TERMS)
    await added(store, shared)
    order: list[str] = []

    async def answers(name: str) -> None:
        async with store.write() as tx:
            assert await tx.events.answerable(shared.id) is not None
            order.append(f"{name} in")
            await asyncio.sleep(0.05)
            order.append(f"{name} out")

    await asyncio.gather(answers("one"), answers("two"))
    assert [each.split()[1] for each in order] == ["in", "out", "in", "out"]


async def test_due_are_those_whose_time_has_come(store: Store, ada: Account) -> None:
    late, now = event(ada, next_at=NOW - HOUR), event(ada, next_at=NOW)
    await added(store, now, late, event(ada, next_at=NOW + HOUR), event(ada))
    async with store.write() as tx:
        assert await tx.events.due(NOW, 10) == [late, now]
        assert await tx.events.due(NOW, 1) == [late]
        assert await tx.events.earliest() == NOW - HOUR
        await tx.events.change([replace(each, next_at=None) for each in (late, now)])
        assert await tx.events.earliest() == NOW + HOUR
    async with store.read() as tx:
        with pytest.raises(ReadOnly):
            await tx.events.due(NOW, 10)


async def test_two_planners_never_take_the_same(database_url: str, store: Store, ada: Account, engine: str) -> None:
    if engine == "sqlite":
        pytest.skip("one writer at a time anyway")
    await added(store, event(ada, next_at=NOW))
    other = await open_store(database_url)
    async with store.write() as tx:
        assert len(await tx.events.due(NOW, 10)) == 1
        async with other.write() as second:
            assert await second.events.due(NOW, 10) == []
    await other.close()


async def test_whom_somebody_met_there(store: Store, ada: Account, bob: Account) -> None:
    evening, other = event(ada), event(ada)
    await added(store, evening, other)
    jane, raj = await known(store, ada, "Jane", "Raj")
    first = made.touch(jane, event_id=evening.id)
    void = made.touch(raj, event_id=evening.id)
    again = made.touch(jane, what="and a walk", event_id=evening.id)
    async with store.write() as tx:
        await tx.people.add_entries(ada.id, [first, void, again, made.touch(raj)])
        await tx.people.void_entries(ada.id, [void.id], NOW)
        assert await tx.events.people_met(ada.id, [evening.id, other.id]) == {evening.id: (jane.id,)}
        assert await tx.events.people_met(bob.id, [evening.id]) == {}
        assert await tx.events.whom_told([(ada.id, evening.id), (ada.id, other.id)]) == {evening.id}
        assert await tx.events.whom_told([(bob.id, evening.id)]) == frozenset()


async def test_a_series_comes_back_as_it_was(store: Store, ada: Account, bob: Account) -> None:
    full = series(
        ada,
        at=time(7, 30),
        lasts=90,
        place="Hall",
        url="https://x.example",
        notes="n",
        rsvp=Rsvp.MAYBE,
        also=("20261125",),
        excepted=("20261201T073000",),
        terms=TERMS,
        sequence=2,
        import_id=ImportId("i"),
        made_until=date(2027, 5, 1),
    )
    async with store.write() as tx:
        assert await tx.series.add([full]) == 1
        assert await tx.series.add([replace(full, id=SeriesId("x")), series(bob, origin=full.origin)]) == 1
        assert await tx.series.get(ada.id, [full.id]) == [full]
        assert await tx.series.get(bob.id, [full.id]) == []
        changed = replace(full, title="Lunch", excepted=())
        await tx.series.change([changed])
        await tx.series.change([replace(full, account_id=bob.id)])
        assert await tx.series.of(ada.id) == [changed]
        await tx.series.remove(bob.id, [full.id])
        assert await tx.series.of(ada.id) == [changed]
        await tx.series.remove(ada.id, [full.id])
        assert await tx.series.of(ada.id) == []


async def test_series_that_run_short(store: Store, ada: Account, bob: Account) -> None:
    short, long = series(ada, made_until=TODAY), series(ada, made_until=TODAY + 60 * DAY)
    async with store.write() as tx:
        await tx.series.add([long, short, series(ada, made_until=None)])
        assert await tx.series.due(TODAY, TODAY + DAY, 0, 10) == [short]
        assert await tx.series.due(TODAY, TODAY, 0, 10) == []
        copy, past = event(bob, series_id=short.id), event(ada, series_id=short.id, on=TODAY - DAY)
        await tx.events.add([copy, past])
        assert await tx.series.due(TODAY, TODAY + DAY, 0, 10) == [short]
        await tx.events.add([event(ada, series_id=short.id, on=TODAY)])
        assert await tx.series.due(TODAY, TODAY + DAY, 0, 10) == []
        assert await tx.series.due(TODAY, TODAY + DAY, 1, 10) == [short]


async def test_copies_follow_and_keep_what_is_their_owner_s(store, ada, bob):
    shared = event(ada, terms=TERMS)
    copy = event(bob, shared_id=shared.id, rsvp=Rsvp.MAYBE, planned_at=NOW - HOUR, next_at=NOW + HOUR)
    await added(store, shared, copy)
    moved = replace(shared, on=TODAY + DAY, at=time(9), place="City Hall", cancelled=True)
    async with store.write() as tx:
        await tx.events.follow(moved, ("on", "at", "place", "cancelled"), NOW)
    after = replace(copy, on=moved.on, at=moved.at, place=moved.place, cancelled=True)
    async with store.read() as tx:
        assert await tx.events.get(ada.id, [shared.id]) == [shared]
        assert await tx.events.copies(shared.id) == [replace(after, planned_at=NOW, next_at=NOW)]
        assert await tx.events.copies(shared.id, [ada.id]) == []
        assert await tx.events.coming(bob.id, TODAY + DAY, 1)


async def test_the_planner_looks_again_at_what_comes(store, ada, bob):
    comes = event(ada, planned_at=NOW - HOUR, next_at=NOW + HOUR)
    waits = event(ada, planned_at=NOW - HOUR, next_at=NOW)
    past, other = event(ada, on=TODAY - DAY), event(bob)
    await added(store, comes, waits, past, other)
    async with store.write() as tx:
        await tx.events.replan(ada.id, TODAY, NOW)
    async with store.read() as tx:
        assert [*await tx.events.get(ada.id, [comes.id, waits.id, past.id])] == [
            replace(comes, planned_at=NOW, next_at=NOW),
            waits,
            past,
        ]
        assert await tx.events.get(bob.id, [other.id]) == [other]
