"""From a plan to what is sent: a batch at once, what has changed in between, and what follows from it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from core.chat.words import Reader, plain
from core.digests.composing import compose_digests
from core.digests.planning import APART, BATCH, PUT_OFF, in_a_row, plan_digests
from core.facts.account import Account
from core.facts.asks import Ask, AskState, Promise
from core.facts.delivery import Delivery, Kind, State
from core.facts.ids import AskId, DeliveryId, PromiseId, ReminderId, new_id
from core.facts.people import Status
from core.facts.reminders import Reminder
from core.store import Store, Transaction
from storage.store import open_store
from tests.storage.made import contact, digest, known, signed_up

NOW = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)  # Monday, 08:30 in Toronto
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


async def morning_person(store: Store, **fields) -> Account:
    made = {"timezone": "America/Toronto", "created_at": NOW - 10 * DAY, "next_digest_at": NOW}
    return await signed_up(store, **{**made, **fields})


async def planned(store: Store, now: datetime = NOW) -> list[Delivery]:
    await plan_digests(store, now)
    async with store.write() as tx:
        return list(await tx.deliveries.claim(["telegram"], now + DAY, now + 2 * DAY, "t", 1000))


@dataclass
class Sent:
    """What came of composing: the texts, by account; and a way to say that they were sent."""

    texts: dict = field(default_factory=dict)
    follows: list = field(default_factory=list)


async def composed(store: Store, deliveries: list[Delivery], now: datetime = NOW) -> Sent:
    sent = Sent()
    async with store.read() as tx:
        accounts = {each.id: each for each in await tx.accounts.get([each.account_id for each in deliveries])}
        batch = [(accounts[each.account_id], each) for each in deliveries]
        made = await compose_digests(tx, batch, now)
    for each in deliveries:
        if message := made.get(each.id):
            sent.texts[each.account_id] = plain(message.reply.text, Reader(today=TODAY))
            sent.follows.append(message.when_sent)
    return sent


async def arrived(store: Store, sent: Sent) -> None:
    async with store.write() as tx:
        for follow in sent.follows:
            await follow(tx)


def promise(account: Account, about, **fields) -> Promise:
    made = {"id": PromiseId(new_id()), "account_id": account.id, "contact_id": about.id, "what": "intro to Raj"}
    return Promise(**{**made, "promised_on": TODAY - 7 * DAY, "next_on": TODAY, **fields})


def ask(account: Account, about, **fields) -> Ask:
    made = {"id": AskId(new_id()), "account_id": account.id, "contact_id": about.id, "what": "a referral"}
    return Ask(**{**made, "asked_on": TODAY - 7 * DAY, "next_on": TODAY, **fields})


def missed(account: Account, reminder: Reminder, days: int) -> Delivery:
    return Delivery(
        id=DeliveryId(new_id()),
        account_id=account.id,
        kind=Kind.REMINDER,
        key=new_id(),
        subject=reminder.id,
        due_at=NOW - days * DAY,
        not_after=NOW - days * DAY,
        state=State.SKIPPED,
        untold=True,
    )


async def test_many_accounts_in_one_go_each_with_its_own(store: Store) -> None:
    people = []
    for number in range(5):
        account = await morning_person(store)
        [jane] = await known(store, account, contact(account, f"Jane {number}", due_on=TODAY))
        async with store.write() as tx:
            await tx.promises.save(promise(account, jane, what=f"promise {number}"))
            await tx.asks.save(ask(account, jane, what=f"ask {number}"))
        people.append(account)
    sent = await composed(store, await planned(store))
    for number, account in enumerate(people):
        text = sent.texts[account.id]
        assert [other for other in range(5) if f"promise {other}" in text or f"ask {other}" in text] == [number]
        assert f"Jane {number}" in text


async def test_what_has_changed_since_it_was_planned_is_left_out(store: Store) -> None:
    account = await morning_person(store)
    jane, raj, zoe = await known(
        store, account, *(contact(account, name, due_on=TODAY) for name in ("Jane", "Raj", "Zoë"))
    )
    kept, moved, asked = promise(account, jane), promise(account, zoe, what="a book"), ask(account, raj)
    async with store.write() as tx:
        await tx.promises.save(kept)
        await tx.promises.save(moved)
        await tx.asks.save(asked)
    deliveries = await planned(store)
    async with store.write() as tx:
        await tx.promises.save(replace(moved, next_on=TODAY + DAY))
        await tx.people.change([replace(raj, status=Status.ARCHIVED)])
    [text] = (await composed(store, deliveries)).texts.values()
    assert "intro to Raj" in text
    assert "a book" not in text
    assert "referral" not in text
    assert "Jane" in text


async def test_nothing_left_to_say_is_not_sent(store: Store) -> None:
    account = await morning_person(store)
    [jane] = await known(store, account, contact(account, "Jane", due_on=TODAY))
    deliveries = await planned(store)
    async with store.write() as tx:
        await tx.people.change([replace(jane, last_touch_on=TODAY)])
    assert (await composed(store, deliveries)).texts == {}


async def test_only_what_has_arrived_moves_on(store: Store) -> None:
    account = await morning_person(store)
    [jane] = await known(store, account, contact(account, "Jane", due_on=TODAY))
    told, asked = promise(account, jane, due_on=TODAY), ask(account, jane)
    async with store.write() as tx:
        await tx.promises.save(told)
        await tx.asks.save(asked)
    sent = await composed(store, await planned(store))

    async def as_they_are():
        async with store.read() as tx:
            [promised], [now_asked] = (
                await tx.promises.get(account.id, [told.id]),
                await tx.asks.get(account.id, [asked.id]),
            )
            return promised.next_on, now_asked.next_on, (await tx.people.get(account.id, [jane.id]))[0].suggested_on

    assert await as_they_are() == (TODAY, TODAY, None)
    async with store.write() as tx:  # she answers while it is under way
        await tx.asks.save(replace(asked, state=AskState.GRANTED, answered_on=TODAY, next_on=TODAY + DAY))
    await arrived(store, sent)
    assert await as_they_are() == (TODAY + 7 * DAY, TODAY + DAY, TODAY)


@pytest.mark.parametrize("on_a_digest_day", [True, False])
async def test_fourteen_missed_reminders_become_one_line_told_once(store: Store, on_a_digest_day) -> None:
    days = frozenset({0}) if on_a_digest_day else frozenset({5})
    account = await morning_person(store, items_on=TODAY, digest_days=days)
    water = Reminder(
        id=ReminderId(new_id()),
        account_id=account.id,
        created_at=NOW,
        text="water the plants",
        timezone="America/Toronto",
        on=None,
        unanswered=14,
    )
    async with store.write() as tx:
        await tx.reminders.add([water])
        await tx.deliveries.add([missed(account, water, days) for days in range(1, 15)])
    sent = await composed(store, await planned(store))
    assert sent.texts[account.id].count("water the plants") == 1
    assert "14 times" in sent.texts[account.id]
    await arrived(store, sent)
    async with store.write() as tx:
        assert await tx.deliveries.untold([account.id]) == []
        [after] = await tx.accounts.get([account.id])
    assert after.items_on is None


async def test_what_was_missed_while_a_digest_was_on_its_way_is_told_the_next_day(store: Store) -> None:
    account = await morning_person(store, items_on=TODAY, digest_days=frozenset({0}))  # Mondays, as today
    plants, rent = (
        Reminder(
            id=ReminderId(new_id()),
            account_id=account.id,
            created_at=NOW,
            text=text,
            timezone="America/Toronto",
            on=None,
            unanswered=1,
        )
        for text in ("water the plants", "pay the rent")
    )
    async with store.write() as tx:
        await tx.reminders.add([plants, rent])
        await tx.deliveries.add([missed(account, plants, 1)])
    [delivery] = await planned(store)
    sent = await composed(store, [delivery])
    assert "pay the rent" not in sent.texts[account.id]
    async with store.write() as tx:
        await tx.deliveries.add([missed(account, rent, 1)])
        await tx.deliveries.settle([replace(delivery, state=State.SENT)], "t")
    await arrived(store, sent)
    async with store.read() as tx:
        [after] = await tx.accounts.get([account.id])
    assert (after.items_on, after.next_digest_at) == (TODAY + DAY, NOW + DAY)
    next_day = await composed(store, await planned(store, NOW + DAY), NOW + DAY)
    assert "pay the rent" in next_day.texts[account.id]
    assert "water the plants" not in next_day.texts[account.id]


async def test_the_digest_after_a_reminder_s_morning_is_again_of_its_days(store: Store) -> None:
    account = await morning_person(store, items_on=TODAY, digest_days=frozenset({4}))
    call = Reminder(
        id=ReminderId(new_id()),
        account_id=account.id,
        created_at=NOW,
        text="call the bank",
        timezone="America/Toronto",
        on=TODAY,
    )
    async with store.write() as tx:
        await tx.reminders.add([call])
    sent = await composed(store, await planned(store))
    assert "call the bank" in sent.texts[account.id]
    await arrived(store, sent)
    async with store.write() as tx:
        [after] = await tx.accounts.get([account.id])
        [reminder] = await tx.reminders.get(account.id, [call.id])
    assert (after.items_on, reminder.on) == (None, None)
    assert after.next_digest_at == NOW + 4 * DAY


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Every statement that is sent meanwhile, as often as it is sent."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    engine = store._database._engine  # type: ignore[union-attr]
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


async def test_planning_and_composing_take_as_many_statements_for_fifty_as_for_one(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)

    async def people(number: int) -> None:
        for _number in range(number):
            account = await morning_person(store)
            [jane] = await known(store, account, contact(account, "Jane", due_on=TODAY))
            async with store.write() as tx:
                await tx.asks.save(ask(account, jane))
                await tx.promises.save(promise(account, jane))

    async def sent() -> tuple[int, int]:
        with statements(store) as planning:
            await plan_digests(store, NOW)
        async with store.write() as tx:
            claimed = list(await tx.deliveries.claim(["telegram"], NOW + DAY, NOW + 2 * DAY, new_id(), 1000))
        with statements(store) as composing:
            assert len((await composed(store, claimed)).texts) == len(claimed) > 0
        return len(planning), len(composing)

    await people(1)
    await sent()  # opens what is opened once
    await people(1)
    alone = await sent()
    await people(BATCH)
    assert await sent() == alone
    await store.close()


def test_many_who_share_a_time_stand_in_a_row_and_none_before_its_own() -> None:
    shared = [Account(id=new_id(), created_at=NOW, timezone="UTC", next_digest_at=NOW) for _number in range(3)]
    later = Account(id=new_id(), created_at=NOW, timezone="UTC", next_digest_at=NOW + timedelta(seconds=10))
    accounts = {each.id: each for each in (*shared, later)}
    row = in_a_row([digest(each, day=TODAY) for each in accounts.values()], accounts, None, NOW)
    assert [each.due_at for each in row] == [NOW, NOW + APART, NOW + 2 * APART, NOW + timedelta(seconds=10)]
    behind = in_a_row([digest(shared[0], day=TODAY)], accounts, row[-1].due_at, NOW)
    assert behind[0].due_at == row[-1].due_at + APART
    yesterday = replace(shared[0], next_digest_at=NOW - DAY)
    assert in_a_row([digest(yesterday, day=TODAY)], {yesterday.id: yesterday}, None, NOW)[0].due_at == NOW


async def test_a_day_whose_reminder_has_gone_is_looked_at_once(store: Store) -> None:
    """Else an account would be planned for on Saturdays and Sundays for ever."""
    ada = await morning_person(store, items_on=TODAY)
    assert await planned(store) == []
    async with store.read() as tx:
        [after] = await tx.accounts.get([ada.id])
    assert after.items_on is None
    assert after.next_digest_at == NOW + DAY


class Busy:
    """A store on which another process works, too: `meanwhile` is what it does before the nth time of writing."""

    def __init__(self, store: Store, nth: int, meanwhile: Callable[[], Awaitable[None]]) -> None:
        self._store = store
        self._before = nth
        self._meanwhile = meanwhile

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        self._before -= 1
        if not self._before:
            await self._meanwhile()
        async with self._store.write() as tx:
            yield tx


async def next_digests(store: Store, *accounts: Account) -> list[datetime | None]:
    async with store.read() as tx:
        by_id = {each.id: each for each in await tx.accounts.get([each.id for each in accounts])}
    return [by_id[each.id].next_digest_at for each in accounts]


async def test_one_that_cannot_be_planned_is_put_off_and_delays_nobody(store: Store) -> None:
    lost = await morning_person(store, timezone="Mars/Olympus", next_digest_at=NOW - DAY)
    ada = await morning_person(store)
    await known(store, ada, contact(ada, "Jane", due_on=TODAY))
    for _time in range(4):
        await plan_digests(store, NOW)
    assert await next_digests(store, lost, ada) == [NOW + PUT_OFF, NOW + DAY]


@pytest.mark.parametrize("elsewhere", ["another is due", "it is planned"])
async def test_the_one_that_failed_is_put_off_whatever_another_process_does(store: Store, elsewhere) -> None:
    lost = await morning_person(store, timezone="Mars/Olympus", next_digest_at=NOW - DAY)
    ada = await morning_person(store, next_digest_at=NOW + DAY)
    due = ada if elsewhere == "another is due" else lost
    moved = replace(due, next_digest_at=NOW - 2 * DAY if due is ada else NOW + 3 * DAY)

    async def meanwhile() -> None:
        async with store.write() as tx:
            await tx.accounts.schedule_digests([moved])

    await plan_digests(Busy(store, 3, meanwhile), NOW)  # a batch, one alone, and then it is put off
    after = [NOW + PUT_OFF, NOW - 2 * DAY] if due is ada else [NOW + 3 * DAY, NOW + DAY]
    assert await next_digests(store, lost, ada) == after
