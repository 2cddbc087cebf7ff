"""Reminders: found by their instant, by their morning and by whom they are about, on both databases."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.facts.account import Account
from core.facts.ids import ReminderId
from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.facts.reminders import Reminder
from core.store import Store
from storage.store import open_store
from tests.storage.made import HOUR, NOW, TODAY, known, reminder, signed_up

DAY = timedelta(days=1)
RECURRENCE = Recurrence(
    freq=Frequency.MONTHLY,
    interval=2,
    weekdays=(Weekday(day=1, nth=-1), Weekday(day=4)),
    month_days=(1, -1),
    months=(2, 12),
    position=-1,
    times=(time(9), time(18, 30)),
    start=date(2026, 2, 28),
    until=date.max,
    count=7,
)
FULL = {
    "text": "call “Jane” 🦊\n<b>",
    "recurrence": RECURRENCE,
    "nag": True,
    "unanswered": 3,
    "snoozed_until": NOW + HOUR,
    "done_at": NOW - HOUR,
    "next_at": datetime(2026, 11, 24, 10, 5, 0, 123456, tzinfo=UTC),
}


async def kept(store: Store, *reminders: Reminder) -> Sequence[Reminder]:
    async with store.write() as tx:
        await tx.reminders.add(reminders)
    return reminders


async def test_a_reminder_comes_back_as_it_was(store: Store, ada: Account, bob: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    bare = reminder(ada, on=None, at=None)
    full = reminder(ada, contact_id=jane.id, **FULL)
    await kept(store, bare, full)
    async with store.read() as tx:
        assert await tx.reminders.get(ada.id, [full.id, bare.id, full.id]) == [full, bare]
        assert await tx.reminders.get(bob.id, [full.id]) == []
        assert await tx.reminders.get(ada.id, [ReminderId("none")]) == []


async def test_those_of_many_accounts_each_only_its_own(store: Store, ada: Account, bob: Account) -> None:
    mine, hers = reminder(ada), reminder(bob)
    await kept(store, mine, hers)
    async with store.read() as tx:
        both = await tx.reminders.of([(ada.id, mine.id), (bob.id, hers.id), (ada.id, ReminderId("none"))])
        assert {each.id for each in both} == {mine.id, hers.id}
        assert await tx.reminders.of([(ada.id, hers.id), (bob.id, mine.id)]) == []
        assert await tx.reminders.of([(bob.id, mine.id), (ada.id, mine.id)]) == [mine]
        assert await tx.reminders.of([]) == []


async def test_everything_of_it_changes_but_whose_it_is(store: Store, ada: Account, bob: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    bare, other = await kept(store, reminder(ada), reminder(ada))
    changed = reminder(ada, id=bare.id, contact_id=jane.id, timezone="Asia/Tokyo", on=None, at=None, **FULL)
    async with store.write() as tx:
        await tx.reminders.change([changed, reminder(bob, id=other.id, text="mine now")])
        await tx.reminders.change([])
        assert await tx.reminders.get(ada.id, [bare.id, other.id]) == [changed, other]
        assert await tx.reminders.get(bob.id, [other.id]) == []


async def test_removed_by_its_owner_alone(store: Store, ada: Account, bob: Account) -> None:
    first, second = await kept(store, reminder(ada), reminder(ada))
    async with store.write() as tx:
        await tx.reminders.remove(bob.id, [first.id])
        await tx.reminders.remove(ada.id, [second.id])
        assert await tx.reminders.get(ada.id, [first.id, second.id]) == [first]


async def test_those_to_come_the_soonest_first(store: Store, ada: Account, bob: Account) -> None:
    later = reminder(ada, on=TODAY + 2 * DAY, next_at=NOW + 2 * DAY)
    tonight = reminder(ada, next_at=NOW + 9 * HOUR)
    noon = reminder(ada, at=time(12), next_at=NOW + 2 * HOUR)
    morning = reminder(ada, at=None)
    # Already tomorrow in Paris, and nothing but snoozed.
    after_midnight = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    snoozed = reminder(ada, on=None, snoozed_until=after_midnight, next_at=after_midnight)
    both = reminder(ada, on=TODAY + 9 * DAY, snoozed_until=NOW + HOUR, next_at=NOW + HOUR)
    over, done = reminder(ada, on=None), reminder(ada, on=None, done_at=NOW)
    await kept(store, later, over, tonight, snoozed, noon, done, morning, both, reminder(bob))
    async with store.read() as tx:
        in_order = [morning, both, noon, tonight, snoozed, later]
        assert await tx.reminders.coming(ada.id, 10) == in_order
        assert await tx.reminders.coming(ada.id, 2, 3) == in_order[3:5]
        assert await tx.reminders.count(ada.id) == 6
        assert await tx.reminders.count(bob.id) == 1


async def test_those_about_somebody(store: Store, ada: Account, bob: Account) -> None:
    jane, raj, zoe = await known(store, ada, "Jane", "Raj", "Zoë")
    [hers] = await known(store, bob, "Jane")
    of_jane = reminder(ada, contact_id=jane.id, on=TODAY + DAY)
    of_raj = reminder(ada, contact_id=raj.id)
    over = reminder(ada, contact_id=jane.id, on=None)
    of_hers = reminder(bob, contact_id=hers.id)
    await kept(store, of_jane, of_raj, over, of_hers, reminder(ada, contact_id=zoe.id), reminder(ada))
    async with store.read() as tx:
        assert await tx.reminders.about(ada.id, [jane.id, raj.id, hers.id]) == [of_raj, of_jane]
        assert await tx.reminders.about(ada.id, []) == []


async def test_those_that_are_due_the_earliest_first(store: Store, ada: Account, bob: Account) -> None:
    now = reminder(ada, next_at=NOW)
    late = reminder(bob, next_at=NOW - HOUR)
    later = reminder(ada, next_at=NOW + timedelta(microseconds=1))
    await kept(store, now, late, later, reminder(ada, at=None))
    async with store.write() as tx:
        assert await tx.reminders.earliest() == late.next_at
        assert await tx.reminders.due(NOW, 10) == [late, now]
        assert await tx.reminders.due(NOW, 1) == [late]
        await tx.reminders.change([replace(late, next_at=None), replace(now, next_at=NOW + HOUR)])
        assert await tx.reminders.due(NOW, 10) == []
        assert await tx.reminders.earliest() == later.next_at


async def test_nothing_is_due(store: Store, ada: Account) -> None:
    await kept(store, reminder(ada, at=None))
    async with store.read() as tx:
        assert await tx.reminders.earliest() is None


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
async def test_two_planners_take_different_ones_and_leave_who_is_busy(store: Store, database_url: str) -> None:
    first, second, busy = [await signed_up(store) for _ in range(3)]
    one, two, three = await kept(
        store,
        reminder(first, next_at=NOW - 3 * HOUR),
        reminder(second, next_at=NOW - 2 * HOUR),
        reminder(busy, next_at=NOW - HOUR),
    )
    other = await open_store(database_url)
    async with asyncio.timeout(5), store.write() as talking:
        await talking.accounts.get([busy.id])
        async with other.write() as here, store.write() as there:
            assert await here.reminders.due(NOW, 1) == [one]
            assert await there.reminders.due(NOW, 10) == [two]
            await talking.reminders.change([replace(three, next_at=NOW + HOUR)])  # waits for nobody
    await other.close()


async def test_those_of_a_morning_or_of_one_that_was_missed(store: Store, ada: Account, bob: Account) -> None:
    yesterday, today, tomorrow = [reminder(ada, on=TODAY + days * DAY, at=None) for days in (-1, 0, 1)]
    hers = reminder(bob, at=None)
    with_an_hour, over = reminder(ada, on=TODAY - DAY), reminder(ada, on=None, at=None)
    await kept(store, today, tomorrow, hers, with_an_hour, over, yesterday)
    async with store.read() as tx:
        assert await tx.reminders.of_mornings([(ada.id, TODAY)]) == [yesterday, today]
        assert await tx.reminders.of_mornings([(ada.id, TODAY + DAY)]) == [yesterday, today, tomorrow]
        both = await tx.reminders.of_mornings([(ada.id, TODAY - DAY), (bob.id, TODAY)])
        assert {each.id for each in both} == {yesterday.id, hers.id}
        assert await tx.reminders.of_mornings([]) == []
        assert await tx.reminders.first_mornings([ada.id, bob.id]) == {ada.id: TODAY - DAY, bob.id: TODAY}
        assert await tx.reminders.first_mornings([bob.id]) == {bob.id: TODAY}


async def test_no_morning_at_all(store: Store, ada: Account, bob: Account) -> None:
    await kept(store, reminder(ada), reminder(ada, on=None, at=None), reminder(bob, at=None))
    async with store.read() as tx:
        assert await tx.reminders.first_mornings([ada.id]) == {}


async def test_tidying_drops_what_came_or_was_done_long_ago(store: Store, ada: Account) -> None:
    month = 30 * DAY
    long_ago = {"on": TODAY - month, "created_at": NOW - 2 * month}
    to_come, came, just_came, done, nagging = await kept(
        store,
        reminder(ada, **{**long_ago, "on": TODAY + DAY}),
        reminder(ada, **long_ago),
        reminder(ada, **{**long_ago, "on": TODAY}),
        reminder(ada, **long_ago),
        reminder(ada, **long_ago, snoozed_until=NOW + HOUR),
    )
    over = [replace(each, on=None) for each in (came, just_came)]
    done = replace(done, on=None, done_at=NOW)
    async with store.write() as tx:
        await tx.reminders.change([*over, done])
        await tx.reminders.tidy(NOW - month)
        assert len(await tx.reminders.get(ada.id, [each.id for each in (to_come, *over, done, nagging)])) == 5
        await tx.reminders.tidy(NOW - month + DAY)
        left = await tx.reminders.get(ada.id, [each.id for each in (to_come, *over, done, nagging)])
        assert left == [to_come, over[1], done, nagging]
        await tx.reminders.tidy(NOW + DAY)
        assert await tx.reminders.get(ada.id, [each.id for each in left]) == [to_come, nagging]
