"""Mornings: digests from being planned to being heard, over outages, pauses and weeks away."""

from dataclasses import replace

import pytest

from core.app import App
from core.chat.request import Actor, Message, Request
from core.delivery.sending import Uncertain, Unreachable
from core.facts.ids import new_id
from tests.delivery.post import Chats


class Talk:
    """An App with one person on it, whose digest is due at 08:30 in Toronto."""

    def __init__(self, app: App, clock, chat: Chats) -> None:
        self.app = app
        self.clock = clock
        self.chat = chat

    async def says(self, line: str, name: str = "ada") -> None:
        actor = Actor(platform="telegram", external_id=name, address=name, name=name, timezone="America/Toronto")
        async for _answer in self.app.answer(Request(key=new_id(), actor=actor, body=Message(text=line))):
            pass

    async def ticks(self, **by: float) -> None:
        self.clock.advance(**by)
        while await self.app.plan():
            pass
        while await self.app.deliver({"telegram": self.chat}):
            pass


@pytest.fixture
async def talk(store, clock) -> Talk:
    talk = Talk(App(store, clock), clock, Chats())
    await talk.says("/start")
    await talk.says("/add Jane Doe every day")
    return talk


async def test_a_digest_is_sent_once(talk):
    await talk.ticks(days=1, hours=5)
    await talk.ticks(minutes=1)
    await talk.ticks(hours=3)
    assert len(talk.chat.heard) == 1
    assert "Jane Doe" in talk.chat.heard[0][1]


async def test_lateness_is_said_and_yesterday_s_digest_is_not_sent_today(talk):
    talk.clock.advance(days=1, hours=5)
    await talk.app.plan()
    await talk.ticks(hours=1)
    assert "late" in talk.chat.heard[0][1]
    talk.clock.advance(days=7)
    await talk.app.plan()
    talk.chat.heard.clear()
    talk.clock.advance(days=2)
    await talk.app.deliver({"telegram": talk.chat})
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


async def test_an_account_that_cannot_be_planned_delays_nobody(store, talk):
    await talk.says("/start", "bob")
    await talk.says("/add Raj Patel every day", "bob")
    async with store.write() as tx:
        known = await tx.accounts.of("telegram", "bob")
        await tx.accounts.change(replace(known[1], timezone="Nowhere/Land"))
    await talk.ticks(days=1, hours=5)
    assert [address for address, _text in talk.chat.heard] == ["ada"]


async def test_who_was_talked_to_meanwhile_is_left_out(talk):
    talk.clock.advance(days=1, hours=5)
    await talk.app.plan()
    await talk.says("/met Jane coffee")
    await talk.app.deliver({"telegram": talk.chat})
    assert talk.chat.heard == []
