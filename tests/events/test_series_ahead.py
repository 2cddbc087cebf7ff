"""How far ahead a series' occurrences are made: whole days, and never many more than somebody looks at."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.events.making import FEW, MOST, grown, plan_series
from core.facts.account import Account
from core.facts.events import Series
from core.facts.ids import AccountId
from core.store import Store
from tests.conftest import Clock
from tests.events.test_news import account_of
from tests.linking.chats import World
from tests.storage import made
from tests.storage.counting import statements_sent

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
ADA = Account(id=AccountId("ada"), created_at=NOW, timezone="America/Toronto")
TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


def series(rule: str, owner: Account = ADA, at: time = time(9)) -> Series:
    return made.series(owner, on=TODAY, at=at, rule=rule, timezone="America/Toronto", made_until=YESTERDAY)


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYHOUR=9,17", "FREQ=DAILY;BYHOUR=9,12,15,18,20,21,22"])
def test_a_cut_loses_nothing_of_a_day(rule):
    after, first = grown(series(rule), ADA, NOW)
    assert after.made_until is not None
    _last, second = grown(after, ADA, NOW + timedelta(days=5))
    days = Counter(each.on for each in [*first, *second])
    assert set(days.values()) == {len(rule.split(","))}
    assert sorted(days) == [TODAY + timedelta(days=n) for n in range(len(days))]
    assert len(first) <= MOST


def test_what_comes_too_often_in_a_day_is_made_once():
    hours = ",".join(str(hour) for hour in range(24))
    after, events = grown(series(f"FREQ=DAILY;BYHOUR={hours};BYMINUTE=0,20,40", at=time(0)), ADA, NOW)
    assert len(events) == MOST
    assert after.made_until is None


async def test_no_more_than_so_many_stand_ahead_however_often_it_is_planned(store: Store, clock: Clock) -> None:
    chat = World(store, clock).chat("Ada", "telegram", "America/Toronto")
    await chat.says("/start")
    owner = await account_of(chat)
    new, events = grown(series("FREQ=DAILY;BYHOUR=9,10,11,12,13,14", owner), owner, clock())
    async with store.write() as tx:
        await tx.series.add([new])
        await tx.events.add(events)
    for _day in range(25):
        while await plan_series(store, clock()):
            pass
        async with store.read() as tx:
            there = [each.on for each in await tx.events.of_series(owner.id, new.id) if each.on >= clock.now.date()]
        assert FEW < len(there) <= MOST
        assert set(Counter(there).values()) == {6}
        clock.advance(days=1)


async def test_many_series_are_planned_with_few_statements(store: Store, clock: Clock) -> None:
    chat = World(store, clock).chat("Ada", "telegram", "America/Toronto")
    await chat.says("/start")
    owner = await account_of(chat)
    async with store.write() as tx:
        await tx.series.add([series("FREQ=WEEKLY", owner) for _ in range(20)])
    with statements_sent(store) as sent:
        assert await plan_series(store, clock()) == 20
    assert len(sent) <= 20 + 10  # each change is sent by itself
    async with store.read() as tx:
        found = await tx.events.between(owner.id, TODAY, TODAY)
    assert len(found) == 20
