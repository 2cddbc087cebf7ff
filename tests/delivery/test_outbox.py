"""The outbox: what is owed is sent once, and nothing is lost by what the world answers."""

import asyncio
from collections import deque
from dataclasses import replace
from datetime import timedelta

import pytest

from core.app import App
from core.chat.reply import Reply
from core.chat.request import Actor, Message, Request
from core.chat.words import Reader, plain
from core.delivery.outbox import AT_ONCE, BATCH, LEASE, MAX_STUMBLES, SEND_TIMEOUT
from core.delivery.sending import DeliveryError, Moved, Rejected, TryAgain, Uncertain, Unreachable, Wait
from core.facts.account import Identity
from core.facts.ids import new_id


class Chat:
    """A far side that takes messages, or does not."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.troubles: deque[BaseException] = deque()

    async def send(self, identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        if self.troubles:
            raise self.troubles.popleft()
        self.heard.append((identity.address, plain(reply.text, reader)))
        return new_id()


class Talk:
    """An App with one person on it, whose digest is due at 08:30 in Toronto."""

    def __init__(self, app: App, clock, chat: Chat) -> None:
        self.app = app
        self.clock = clock
        self.chat = chat

    async def says(self, line: str, name: str = "ada") -> None:
        actor = Actor(platform="test", external_id=name, address=name, name=name, timezone="America/Toronto")
        async for _answer in self.app.answer(Request(key=new_id(), actor=actor, body=Message(text=line))):
            pass

    async def ticks(self, **by: float) -> None:
        self.clock.advance(**by)
        while await self.app.plan():
            pass
        while await self.app.deliver({"test": self.chat}):
            pass


@pytest.fixture
async def talk(store, clock) -> Talk:
    talk = Talk(App(store, clock), clock, Chat())
    await talk.says("/start")
    await talk.says("/add Jane Doe every day")
    return talk


async def test_a_digest_is_sent_once(talk):
    await talk.ticks(days=1, hours=5)
    await talk.ticks(minutes=1)
    await talk.ticks(hours=3)
    assert len(talk.chat.heard) == 1
    assert "Jane Doe" in talk.chat.heard[0][1]


@pytest.mark.parametrize("trouble", [Wait(timedelta(seconds=30)), TryAgain("refused")])
async def test_what_certainly_did_not_arrive_is_sent_again(talk, trouble):
    talk.chat.troubles.append(trouble)
    await talk.ticks(days=1, hours=5)
    assert talk.chat.heard == []
    await talk.ticks(minutes=1)
    assert len(talk.chat.heard) == 1


@pytest.mark.parametrize("trouble", [Uncertain("reset"), TimeoutError(), Rejected("malformed")])
async def test_what_may_have_arrived_or_never_can_is_not_sent_again(talk, trouble):
    talk.chat.troubles.append(trouble)
    await talk.ticks(days=1, hours=5)
    await talk.ticks(minutes=10)
    assert talk.chat.heard == []


async def test_who_has_moved_is_followed(talk):
    talk.chat.troubles.append(Moved("new address"))
    await talk.ticks(days=1, hours=5)
    assert [address for address, _text in talk.chat.heard] == ["new address"]


async def test_who_cannot_be_reached_is_left_alone_until_they_write(talk):
    talk.chat.troubles.append(Unreachable("blocked"))
    await talk.ticks(days=1, hours=5)
    await talk.ticks(hours=1)
    assert talk.chat.heard == []
    await talk.says("/help")
    await talk.ticks(seconds=5)
    assert len(talk.chat.heard) == 1


async def test_one_recipient_s_trouble_never_delays_another(talk):
    await talk.says("/start", "bob")
    await talk.says("/add Raj Patel every day", "bob")
    talk.chat.troubles.append(RuntimeError("a bug of an adapter's"))
    await talk.ticks(days=1, hours=5)
    assert len(talk.chat.heard) == 1


async def test_lateness_is_said_and_yesterday_s_digest_is_not_sent_today(talk):
    talk.clock.advance(days=1, hours=5)
    await talk.app.plan()
    await talk.ticks(hours=1)
    assert "late" in talk.chat.heard[0][1]
    talk.clock.advance(days=7)
    await talk.app.plan()
    talk.chat.heard.clear()
    talk.clock.advance(days=2)
    await talk.app.deliver({"test": talk.chat})
    assert talk.chat.heard == []


async def test_after_an_outage_of_a_week_there_is_one_digest(talk):
    await talk.ticks(days=8, hours=5)
    assert len(talk.chat.heard) == 1


async def test_who_moves_the_time_gets_no_second_digest_and_nobody_counts_as_shown(talk, store):
    await talk.ticks(days=1, hours=5)
    await talk.says("/add Raj Patel every day")
    await talk.says("/settings digest 18:00")
    talk.chat.heard.clear()
    await talk.ticks(hours=10)
    assert talk.chat.heard == [], "one digest a day"
    await talk.ticks(days=1)
    assert "Raj Patel" in talk.chat.heard[0][1]


async def test_after_a_night_s_outage_the_digest_comes_at_its_time(talk):
    talk.clock.advance(hours=2)  # Monday, 06:00 in Toronto: down from here
    await talk.ticks(hours=21)  # Tuesday, 03:00
    assert talk.chat.heard == []
    await talk.ticks(hours=5, minutes=31)
    assert len(talk.chat.heard) == 1
    assert "late" not in talk.chat.heard[0][1]


async def test_nothing_is_sent_within_quiet_hours(talk):
    await talk.says("/settings quiet 20:00-7:00")
    talk.clock.advance(days=1, hours=5)
    await talk.app.plan()
    await talk.ticks(hours=13)  # 22:00
    assert talk.chat.heard == []
    await talk.ticks(hours=11)
    assert len(talk.chat.heard) == 1, "today's; yesterday's is over"


async def test_who_pauses_or_snoozes_after_it_was_planned_hears_nothing(talk):
    talk.clock.advance(days=1, hours=5)
    await talk.app.plan()
    await talk.says("/snooze Jane 2 weeks")
    await talk.ticks(minutes=1)
    assert talk.chat.heard == []
    talk.clock.advance(days=21)
    await talk.app.plan()
    await talk.says("/pause")
    await talk.ticks(minutes=1)
    assert talk.chat.heard == []


async def test_a_digest_that_did_not_arrive_hides_nobody(talk):
    talk.chat.troubles.append(Uncertain("reset"))
    await talk.ticks(days=1, hours=5)
    await talk.ticks(days=1)
    assert "Jane Doe" in talk.chat.heard[0][1]


async def test_who_is_blocked_for_weeks_has_one_digest_on_their_return(talk):
    talk.chat.troubles.append(Unreachable("blocked"))
    for _day in range(20):
        await talk.ticks(days=1, hours=1)
    await talk.says("/help")  # a Monday, at midnight in Toronto
    await talk.ticks(hours=10)
    assert len(talk.chat.heard) == 1


async def test_who_asks_for_patience_gets_it(talk):
    for number in range(20):
        await talk.says("/start", f"p{number}")
        await talk.says("/add Raj Patel every day", f"p{number}")
    talk.chat.troubles.extend([Wait(timedelta(seconds=30))] * 21)
    await talk.ticks(days=1, hours=5)
    assert len(talk.chat.troubles) > 21 - 2 * AT_ONCE, "those under way, and no more"
    talk.chat.troubles.clear()
    await talk.ticks(seconds=31)
    assert len(talk.chat.heard) == 21


async def test_an_account_that_cannot_be_planned_delays_nobody(store, talk):
    await talk.says("/start", "bob")
    await talk.says("/add Raj Patel every day", "bob")
    async with store.write() as tx:
        known = await tx.accounts.of("test", "bob")
        await tx.accounts.change(replace(known[1], timezone="Nowhere/Land"))
    await talk.ticks(days=1, hours=5)
    assert [address for address, _text in talk.chat.heard] == ["ada"]


async def test_a_message_over_which_we_stumble_is_given_up_in_the_end(store, talk):
    talk.chat.troubles.extend(RuntimeError("a bug of an adapter's") for _ in range(10))
    await talk.ticks(days=1, hours=5)
    for _try in range(5):
        await talk.ticks(minutes=6)
    assert len(talk.chat.troubles) == 10 - MAX_STUMBLES
    assert talk.chat.heard == []


async def test_two_workers_at_once_send_each_once(store, clock, talk):
    for number in range(30):
        await talk.says("/start", f"p{number}")
        await talk.says("/add Raj Patel every day", f"p{number}")
    clock.advance(days=1, hours=5)
    other = App(store, clock)
    await asyncio.gather(talk.app.plan(), other.plan())
    for _round in range(4):
        await asyncio.gather(*(app.deliver({"test": talk.chat}) for app in (talk.app, other)))
    assert sorted(address for address, _text in talk.chat.heard) == sorted(["ada", *(f"p{n}" for n in range(30))])


async def test_a_worker_that_dies_before_the_call_loses_nothing(store, clock, talk):
    clock.advance(days=1, hours=5)
    await talk.app.plan()
    async with store.write() as tx:
        assert len(await tx.deliveries.claim(["test"], clock.now, clock.now + LEASE, "dead", BATCH)) == 1
    await talk.ticks(minutes=1)
    assert talk.chat.heard == [], "somebody else has it"
    await talk.ticks(minutes=3)
    assert len(talk.chat.heard) == 1


async def test_a_worker_that_dies_during_the_call_leaves_it_uncertain(store, clock, talk):
    clock.advance(days=1, hours=5)
    await talk.app.plan()
    async with store.write() as tx:
        (claimed,) = await tx.deliveries.claim(["test"], clock.now, clock.now + LEASE, "dead", BATCH)
        assert await tx.deliveries.sending(claimed.id, "dead", clock.now, "test")
    await talk.ticks(minutes=4)
    assert talk.chat.heard == []


async def test_who_was_talked_to_meanwhile_is_left_out(talk):
    talk.clock.advance(days=1, hours=5)
    await talk.app.plan()
    await talk.says("/met Jane coffee")
    await talk.app.deliver({"test": talk.chat})
    assert talk.chat.heard == []


def test_a_lease_is_longer_than_a_batch():
    assert BATCH / AT_ONCE * SEND_TIMEOUT < LEASE
    assert issubclass(Unreachable, DeliveryError)
