"""Somebody whose direct messages are closed: told once, where they speak, and heard again when they say so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.chat.words import plain
from core.delivery.sending import Unreachable
from tests.chat.members import Member, labels


class Closed:
    """Sends nothing: they take no messages from us."""

    takes_nonce = True

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.open = False

    async def turn(self, identity):
        pass

    async def send(self, identity, reply, reader, nonce):
        if not self.open:
            raise Unreachable
        self.sent.append(plain(reply.text, reader))
        return "1"


@pytest.fixture
async def closed(ada, app, clock) -> Closed:
    """Ada speaks in a server, and a reminder could not be sent to her."""
    ada.reaches = False
    await ada.calls("remind", what="call mum", when="in 2 hours")
    assert "call mum" in ada.heard[0]
    assert len(ada.heard) == 1
    sender = Closed()
    await pass_by(app, clock, sender, hours=2)
    assert sender.sent == []
    return sender


async def pass_by(app, clock, sender, **span) -> None:
    clock.now += timedelta(**span)
    await app.plan()
    await app.deliver({"discord": sender})


async def test_it_is_said_once_after_the_answer(ada, closed):
    await ada.calls("balance")
    first, second = ada.heard
    assert "Nothing given or got yet" in first
    assert "your direct messages are closed to me" in second
    assert labels(ada.all[1]) == ["Try again"]
    await ada.calls("balance")
    assert len(ada.heard) == 1
    await ada.calls("status")
    assert "No: in Discord your direct messages are closed to me" in ada.heard[0]
    assert "Try again" in labels(ada.all[0])


async def test_try_again_brings_what_was_missed(ada, app, clock, closed):
    await ada.calls("balance")
    closed.open = True
    reply = await ada.presses("Try again", ada.all[1])
    assert "I'll write to you again" in ada.heard[0]
    await pass_by(app, clock, closed, minutes=1)
    assert "call mum" in closed.sent[0]
    await ada.calls("status")
    assert "Yes: here" in ada.heard[0]
    assert reply.replaces


async def test_still_closed_is_said_once_more(ada, app, clock, closed):
    await ada.calls("balance")
    await ada.presses("Try again", ada.all[1])
    await pass_by(app, clock, closed, minutes=1)
    await ada.calls("balance")
    assert "your direct messages are closed to me" in ada.heard[1]


async def test_a_message_in_private_shows_that_they_are_open(ada, app, clock, closed):
    await ada.calls("balance")
    ada.reaches = closed.open = True
    await ada.says("/balance")
    assert len(ada.heard) == 1
    await pass_by(app, clock, closed, minutes=1)
    assert "call mum" in closed.sent[0]


async def test_a_refused_answer_leaves_it_to_the_next(ada, closed):
    await ada.calls("rules", rule="nonsense")
    assert len(ada.heard) == 1
    await ada.calls("balance")
    assert len(ada.heard) == 2


async def test_the_try_again_of_somebody_reachable_changes_nothing(ada, app):
    await ada.does_press("v1:reach-again:")
    assert "I'll write to you again" in ada.heard[0]
    eve = Member(app, "Eve")
    await eve.does_press("v1:reach-again:")
    assert len(eve.heard) == 1


async def test_somebody_who_is_reached_elsewhere_hears_where(ada, app, store, closed):
    there = Member(app, "Ada there")
    there.actor = replace(there.actor, platform="telegram", external_id="7", address="7")
    await there.says("/add Xerxes")
    async with store.write() as tx:
        known = await tx.accounts.of("discord", "ada")
        await tx.linking.take_identity("telegram", "7", known[1].id)
    await ada.calls("balance")
    assert "closed to me here, so I write to you on Telegram" in ada.heard[1]
    assert "“Try again”" in ada.heard[1]
    await ada.calls("status")
    assert "Not here: in Discord your direct messages are closed to me" in ada.heard[0]
    assert "But in Telegram, yes." in ada.heard[0]


async def test_status_says_it_once(ada, closed):
    await ada.calls("status")
    assert len(ada.heard) == 1
    assert ada.heard[0].count("closed to me") == 1
