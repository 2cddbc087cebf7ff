"""The outbox: what is owed is sent once, and nothing is lost by what the world answers."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest

from core.chat.reply import Reply
from core.delivery import outbox as timing
from core.delivery.catching_up import catch_up
from core.delivery.outbox import LEASE, SEND_TIMEOUT, SETTLE_PAUSES, TURN_TIMEOUT, Composed, Outbox
from core.delivery.outcomes import AGAIN_AFTER, MAX_STUMBLES
from core.delivery.sending import Moved, Rejected, TryAgain, Uncertain, Unreachable
from core.facts.delivery import QUIET, Kind, State
from core.store import Unavailable
from tests.delivery.owed import sign_up, told_its_key
from tests.delivery.post import ALL_FLOODED, FLOODED, Post


async def test_what_is_due_is_sent_once(post):
    sent = await post.owes()
    await post.owes(due_at=post.clock() + timedelta(hours=1))
    assert await post.delivers() == 1
    assert await post.delivers(minutes=1) == 0
    assert post.chats.texts == [sent.key]
    after = await post.now(sent)
    assert (after.state, after.attempts, after.platform) == (State.SENT, 1, "telegram")
    assert after.message_id
    assert after.settled_at


@pytest.mark.parametrize("trouble", [FLOODED, ALL_FLOODED, TryAgain("refused")])
@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.DIGEST])
async def test_what_certainly_did_not_arrive_is_sent_again_and_says_nothing(post, trouble, kind):
    delivery = await post.owes(kind)
    post.chats.troubles.append(trouble)
    await post.delivers()
    assert post.chats.heard == []
    await post.delivers(seconds=31)
    assert post.chats.texts == [delivery.key]


async def test_an_outage_of_hours_loses_nothing(post):
    delivery = await post.owes()
    post.chats.troubles.extend([TryAgain("refused")] * 40)
    for _minute in range(2 * 60):
        await post.delivers(minutes=1)
    assert len(post.chats.troubles) == 0
    assert (await post.now(delivery)).state is State.SENT


@pytest.mark.parametrize("trouble", [Uncertain("reset"), TimeoutError()])
async def test_a_reminder_that_may_have_arrived_is_sent_once_more_and_says_so(post, trouble):
    delivery = await post.owes()
    post.chats.troubles.extend([trouble, trouble])
    await post.delivers()
    await post.delivers(seconds=AGAIN_AFTER.total_seconds() + 1)
    assert len(post.chats.troubles) == 0
    after = await post.now(delivery)
    assert (after.state, after.again, after.untold) == (State.UNCERTAIN, True, True)
    await post.delivers(hours=1)
    assert post.chats.heard == [], "twice is enough; the next digest tells"

    other = await post.owes()
    post.chats.troubles.append(trouble)
    await post.delivers()
    await post.delivers(seconds=AGAIN_AFTER.total_seconds() + 1)
    assert post.chats.texts == [f"You may have had this already.\n\n{other.key}"]


@pytest.mark.parametrize("trouble", [Uncertain("reset"), TimeoutError()])
async def test_a_digest_that_may_have_arrived_is_not_sent_again(post, trouble):
    delivery = await post.owes(Kind.DIGEST)
    post.chats.troubles.append(trouble)
    await post.delivers()
    await post.delivers(hours=1)
    after = await post.now(delivery)
    assert (after.state, after.untold) == (State.UNCERTAIN, False)
    assert post.chats.heard == []


async def test_where_a_nonce_is_taken_anything_uncertain_is_tried_again_unmarked(post):
    post.chats.takes_nonce = True
    delivery = await post.owes(Kind.DIGEST)
    post.chats.troubles.extend([Uncertain("reset"), TimeoutError()])
    for _try in range(3):
        await post.delivers(seconds=11)
    assert post.chats.texts == [delivery.key]


async def test_what_is_malformed_is_never_sent_again_and_told(post):
    delivery = await post.owes()
    post.chats.troubles.append(Rejected("malformed"))
    await post.delivers()
    await post.delivers(hours=1)
    after = await post.now(delivery)
    assert (after.state, after.error, after.untold) == (State.DEAD, "Rejected", True)


async def test_who_has_moved_is_followed_at_once(post):
    post.chats.troubles.append(Moved("new address"))
    await post.owes()
    await post.delivers()
    assert [address for address, _text in post.chats.heard] == ["new address"]


async def test_what_never_went_makes_the_next_digest_come_whatever_day_it_is(post):
    async with post.store.write() as tx:
        await tx.accounts.change(replace(post.ada, digest_days=frozenset(), paused=True))
    await post.owes()
    post.chats.troubles.append(Rejected("malformed"))
    await post.delivers()
    account = await post.account()
    assert account.items_on == post.clock.now.date()
    assert account.next_digest_at == post.clock.now.replace(hour=13, minute=30, second=0, microsecond=0)


async def test_what_is_too_late_is_skipped_and_told_and_a_digest_is_only_skipped(post):
    reminder, digest = await post.owes(), await post.owes(Kind.DIGEST)
    await post.delivers(hours=25)
    assert post.chats.heard == []
    assert [(await post.now(each)).state for each in (reminder, digest)] == [State.SKIPPED, State.SKIPPED]
    assert [(await post.now(each)).untold for each in (reminder, digest)] == [True, False]
    assert (await post.account()).items_on is not None


async def test_who_cannot_be_reached_is_left_alone_and_caught_up_with_when_they_write(post):
    first = await post.owes(not_after=post.clock() + timedelta(hours=2))
    post.chats.troubles.append(Unreachable("blocked"))
    await post.delivers()
    second = await post.owes()
    await post.delivers(hours=3)
    assert post.chats.heard == []
    assert (await post.account()).items_on is None, "nobody can tell them now"
    await post.reaches(True)
    async with post.store.write() as tx:
        account = await catch_up(tx, await post.account(), post.clock())
    assert await post.account() == account
    assert account.items_on is not None, "whatever becomes of the catching up, the next digest tells them"
    await post.delivers(seconds=1)
    late, caught_up = post.chats.texts
    assert late.endswith(second.key)
    assert "late" in late
    assert caught_up.startswith("catch-up:")
    async with post.store.read() as tx:
        assert [each.key for each in await tx.deliveries.untold([post.ada.id])] == [first.key]


async def test_why_it_is_late_is_said(post):
    await post.owes(due_at=post.clock() - timedelta(minutes=3))
    await post.delivers()
    assert "late" in post.chats.texts[0]
    await post.owes()
    post.chats.troubles.append(Unreachable("blocked"))
    await post.delivers()
    await post.reaches(True)
    await post.delivers(minutes=5)
    assert "could not reach you" in post.chats.texts[1]


async def test_what_is_late_waits_for_the_end_of_quiet_hours_and_what_was_set_for_them_comes(post):
    # Quiet from 20:00 to 7:00 in Toronto, which is 01:00 to 12:00 here.
    async with post.store.write() as tx:
        await tx.accounts.change(replace(post.ada, quiet_from=time(20), quiet_until=time(7)))
    post.clock.advance(hours=15)
    late = await post.owes(due_at=post.clock())
    await post.delivers(hours=4)  # 23:00 there
    assert post.chats.heard == []
    waits = await post.now(late)
    assert (waits.error, waits.retry_at.hour) == (QUIET, 12)
    wanted = await post.owes()
    await post.delivers()
    assert post.chats.texts == [wanted.key], "it is not held up"
    await post.delivers(hours=9)
    assert post.chats.texts[1].endswith(late.key)
    assert "quiet hours" in post.chats.texts[1]


async def test_trouble_while_waiting_for_a_turn_is_no_attempt(post):
    delivery = await post.owes(Kind.DIGEST)
    post.chats.turns.extend([FLOODED, TryAgain("not there")])
    await post.delivers()
    await post.delivers(seconds=31)
    assert (await post.now(delivery)).attempts == 0
    await post.delivers(seconds=61)
    assert (await post.now(delivery)).attempts == 1
    assert post.chats.texts == [delivery.key]


async def test_a_mistake_in_writing_one_message_delays_no_other_and_is_given_up_in_the_end(store, clock, chats):
    ada, bob = await sign_up(store, ["ada", "bob"], clock())

    async def stumbles(tx, batch, now):
        if any(account.id == ada.id for account, _delivery in batch):
            raise RuntimeError("Jane Doe")
        return await told_its_key(tx, batch, now)

    post = Post(store, clock, chats, Outbox(store, clock, {Kind.REMINDER: stumbles}), ada)
    bad, good = await post.owes(), await post.owes(to=bob)
    await post.delivers()
    assert chats.texts == [good.key]
    for _try in range(MAX_STUMBLES):
        await post.delivers(minutes=6)
    after = await post.now(bad)
    assert (after.state, after.attempts, after.untold) == (State.DEAD, MAX_STUMBLES, True)


async def test_nothing_left_to_say_is_not_sent(store, clock, chats):
    async def says_nothing(tx, batch, now):
        return {}

    (ada,) = await sign_up(store, ["ada"], clock())
    post = Post(store, clock, chats, Outbox(store, clock, {Kind.DIGEST: says_nothing}), ada)
    delivery = await post.owes(Kind.DIGEST)
    assert await post.delivers() == 1
    after = await post.now(delivery)
    assert (after.state, after.error, after.untold) == (State.SKIPPED, "nothing left to say", False)


async def test_what_follows_from_a_message_is_written_down_with_it_or_the_message_alone(store, clock, chats):
    (ada,) = await sign_up(store, ["ada"], clock())
    followed: list[str] = []

    def after(key: str) -> Callable:
        async def follows(tx) -> None:
            if key == "bad":
                raise RuntimeError("a bug of ours")
            followed.append(key)

        return follows

    async def compose(tx, batch, now):
        return {
            each.id: Composed(reply=Reply(text=each.key), when_sent=after(each.key)) for _account, each in batch
        }

    post = Post(store, clock, chats, Outbox(store, clock, {Kind.REMINDER: compose}), ada)
    sent = [await post.owes(key=key) for key in ("good", "bad", "fine")]
    await post.delivers()
    assert followed == ["good", "fine"]
    assert [(await post.now(each)).state for each in sent] == [State.SENT] * 3
    assert chats.texts == ["good", "bad", "fine"]


async def test_a_database_that_is_away_when_it_went_is_asked_until_it_is_back(post, monkeypatch):
    monkeypatch.setattr(timing, "SETTLE_PAUSES", (0.01, 0.01, 0.01))
    delivery = await post.owes()
    write, fails = post.store.write, deque[bool]()

    def sometimes():
        if fails and fails.popleft():
            raise Unavailable("the database is locked by another program")
        return write()

    monkeypatch.setattr(post.store, "write", sometimes)
    fails.extend([False, False, True, True, False])  # the claim, the mark; and what came of it
    await post.delivers()
    assert (await post.now(delivery)).state is State.SENT
    other = await post.owes()
    fails.extend([False, True])
    await post.delivers()
    await post.delivers(seconds=6)
    assert post.chats.texts == [delivery.key, other.key]
    fails.append(True)
    with pytest.raises(Unavailable):
        await post.delivers()


def test_a_lease_is_longer_than_all_that_happens_under_it():
    """They go all at once: each waits, is sent, and is written down, whatever the others do."""
    assert TURN_TIMEOUT + SEND_TIMEOUT + timedelta(seconds=sum(SETTLE_PAUSES)) < 0.6 * LEASE
