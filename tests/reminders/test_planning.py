"""Planning, on both databases: what is due becomes one delivery each, once, and nobody delays anybody."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from core.chat.words import plain
from core.facts.delivery import Kind
from core.facts.ids import ReminderId, new_id
from core.facts.people import Status
from core.reminders.coming import nagging, settled
from core.reminders.composing import compose_reminders
from core.reminders.missed import missed_by
from core.reminders.mornings import of_mornings, shown
from core.reminders.planning import plan_reminders
from tests.reminders.made import TORONTO, daily, local, reminder, weekly
from tests.storage import made
from tests.storage.counting import statements_sent

NINE = time(9)


@pytest.fixture
async def ada(store):
    return await made.signed_up(store, timezone=TORONTO)


async def _keep(store, account, **fields):
    kept = replace(reminder(**fields), id=ReminderId(new_id()), account_id=account.id)
    async with store.write() as tx:
        await tx.reminders.add([kept])
    return kept


async def _deliveries(store, account):
    async with store.read() as tx:
        return sorted(await tx.deliveries.recent(account.id, 50), key=lambda each: each.due_at)


async def _now_of(store, kept):
    async with store.read() as tx:
        return (await tx.reminders.get(kept.account_id, [kept.id]))[0]


async def _composed(store, account, now):
    batch = [(account, each) for each in await _deliveries(store, account)]
    async with store.read() as tx:
        return list((await compose_reminders(tx, batch, now)).values())


async def test_nothing_before_its_time(store, ada):
    await _keep(store, ada)
    assert await plan_reminders(store, local(24, 8, 59)) == 0
    async with store.read() as tx:
        assert await tx.reminders.earliest() == local(24, 9)


async def test_planned_once_however_often(store, ada):
    kept = await _keep(store, ada)
    assert await plan_reminders(store, local(24, 9)) == 1
    assert await plan_reminders(store, local(24, 9)) == 0
    [delivery] = await _deliveries(store, ada)
    assert (delivery.kind, delivery.subject, delivery.due_at) == (Kind.REMINDER, kept.id, local(24, 9))
    # Even if it had not moved on, its key is that of the occurrence.
    async with store.write() as tx:
        await tx.reminders.change([kept])
    await plan_reminders(store, local(24, 9, 1))
    assert len(await _deliveries(store, ada)) == 1


async def test_an_outage_of_days_makes_one_message(store, ada):
    kept = await _keep(store, ada, recurrence=daily(NINE))
    assert await plan_reminders(store, local(27, 12)) == 1
    [delivery] = await _deliveries(store, ada)
    assert delivery.stands_for == 4
    assert (await _now_of(store, kept)).next_at == local(28, 9)
    [composed] = await _composed(store, ada, local(27, 12))
    assert "4" in plain(composed.reply.text)


async def test_one_that_cannot_be_planned_delays_nobody(store, ada):
    sound = await _keep(store, ada)
    broken = await _keep(store, ada, recurrence=replace(daily(NINE), interval=0))
    assert await plan_reminders(store, local(24, 9)) == 2
    assert [each.subject for each in await _deliveries(store, ada)] == [sound.id]
    assert (await _now_of(store, broken)).next_at == local(24, 10)


async def test_the_same_in_batches(store, ada, monkeypatch):
    monkeypatch.setattr("core.reminders.planning.BATCH", 3)
    for _number in range(7):
        await _keep(store, ada)
    assert [await plan_reminders(store, local(24, 9)) for _ in range(4)] == [3, 3, 1, 0]
    assert len(await _deliveries(store, ada)) == 7


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda came: replace(came, done_at=local(24, 9)),
        lambda came: replace(came, unanswered=0, on=date(2026, 11, 25)),
        lambda came: replace(came, unanswered=0, snoozed_until=local(24, 12)),
    ],
    ids=["done", "moved", "snoozed"],
)
async def test_what_was_answered_meanwhile_is_not_said(store, ada, meanwhile):
    kept = await _keep(store, ada)
    await plan_reminders(store, local(24, 9))
    async with store.write() as tx:
        await tx.reminders.change([settled(meanwhile((await tx.reminders.get(ada.id, [kept.id]))[0]))])
    assert await _composed(store, ada, local(24, 9)) == []


async def test_what_was_deleted_meanwhile_is_not_said(store, ada):
    kept = await _keep(store, ada)
    await plan_reminders(store, local(24, 9))
    async with store.write() as tx:
        await tx.reminders.remove(ada.id, [kept.id])
    assert await _composed(store, ada, local(24, 9)) == []


async def test_new_words_are_those_that_are_sent(store, ada):
    kept = await _keep(store, ada)
    await plan_reminders(store, local(24, 9))
    async with store.write() as tx:
        await tx.reminders.change([replace((await tx.reminders.get(ada.id, [kept.id]))[0], text="call mum")])
    [composed] = await _composed(store, ada, local(24, 9))
    assert "call mum" in plain(composed.reply.text)


async def test_it_nags_only_after_it_was_sent_and_not_who_has_answered(store, ada):
    kept = await _keep(store, ada, nag=True)
    await plan_reminders(store, local(24, 9))
    assert (await _now_of(store, kept)).next_at is None
    [composed] = await _composed(store, ada, local(24, 9))
    async with store.write() as tx:
        await composed.when_sent(tx)
    asked = await _now_of(store, kept)
    assert asked.next_at == local(24, 10)
    answered = settled(replace(asked, unanswered=0, snoozed_until=None, done_at=local(24, 9)))
    async with store.write() as tx:
        await tx.reminders.change([answered])
    async with store.write() as tx:
        await composed.when_sent(tx)
    assert await _now_of(store, kept) == answered
    assert nagging(replace(asked, nag=False, snoozed_until=None), ada, local(24, 9)).snoozed_until is None


async def test_mornings_leave_out_who_is_at_rest(store, ada):
    today = date(2026, 11, 24)
    [jane, zoe] = await made.known(store, ada, "Jane Doe", made.contact(ada, "Zoë Brandt", status=Status.ARCHIVED))
    alone = await _keep(store, ada, at=None)
    about = await _keep(store, ada, at=None, contact_id=jane.id, recurrence=weekly(1))
    silent = await _keep(store, ada, at=None, contact_id=zoe.id)
    async with store.write() as tx:
        found = await of_mornings(tx, [(ada.id, today)])
        assert {each.id for each in found} == {alone.id, about.id}
        await shown(tx, ada, found, today)
    assert (await _now_of(store, silent)).on is None
    assert (await _now_of(store, alone)).on is None
    assert (await _now_of(store, about)).on == date(2026, 12, 1)


async def test_what_was_missed_is_one_line_for_each_reminder(store, ada):
    daily_one = await _keep(store, ada, recurrence=daily(NINE), text="water the plants")
    await _keep(store, ada, text="call the bank")
    for day in (24, 25, 26):
        await plan_reminders(store, local(day, 9))
    later = local(30, 12)
    async with store.write() as tx:
        await tx.deliveries.skip_late(later)
    async with store.read() as tx:
        missed = (await missed_by(tx, [ada], later))[ada.id]
    assert len(missed.ids) == 4
    texts = [plain(each) for each in missed.lines]
    assert len(texts) == 2
    assert "water the plants" in texts[0]
    assert "3 times" in texts[0]
    async with store.write() as tx:
        await tx.reminders.remove(ada.id, [daily_one.id])
        await tx.deliveries.told(missed.ids)
    async with store.read() as tx:
        assert await missed_by(tx, [ada], later + timedelta(hours=1)) == {}


async def test_fifty_people_s_take_as_many_statements_as_one_s(store):
    """To compose them, to say what was missed, and to gather those of a morning."""

    async def sent(people):
        """How many statements each takes, of so many new accounts."""
        accounts = []
        for _number in range(people):
            account = await made.signed_up(store, timezone=TORONTO)
            [jane] = await made.known(store, account, "Jane")
            await _keep(store, account, contact_id=jane.id)
            await _keep(store, account, contact_id=jane.id, at=None)
            accounts.append(account)
        while await plan_reminders(store, local(24, 9)):
            pass
        async with store.read() as tx:
            batch = [(each, owed) for each in accounts for owed in await tx.deliveries.recent(each.id, 9)]
            with statements_sent(store) as composing:
                assert len(await compose_reminders(tx, batch, local(24, 9))) == people
        async with store.write() as tx:
            await tx.deliveries.skip_late(local(30, 12))
        async with store.read() as tx:
            with statements_sent(store) as missing:
                assert len(await missed_by(tx, accounts, local(30, 12))) == people
            with statements_sent(store) as gathering:
                assert len(await of_mornings(tx, [(each.id, date(2026, 11, 24)) for each in accounts])) == people
        return len(composing), len(missing), len(gathering)

    assert await sent(1) == await sent(50) == (2, 3, 2)


async def test_a_delivery_that_names_somebody_else_s_reminder_says_nothing(store, ada):
    kept = await _keep(store, ada)
    await plan_reminders(store, local(24, 9))
    bob = await made.signed_up(store, timezone=TORONTO)
    async with store.write() as tx:
        await tx.deliveries.add([made.delivery(bob, subject=kept.id, untold=True)])
    assert await _composed(store, bob, local(24, 9)) == []
    assert len(await _composed(store, ada, local(24, 9))) == 1
    async with store.read() as tx:
        assert (await missed_by(tx, [bob], local(24, 9)))[bob.id].lines == ()
