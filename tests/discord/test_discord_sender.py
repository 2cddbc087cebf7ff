"""Writing to somebody who has not just spoken: what arrives, once, and how each refusal is sorted."""

import asyncio
from datetime import timedelta

import pytest

from bots.discord.sender import DiscordSender
from core.chat.reply import Bold, Button, File, Reply
from core.chat.words import Reader
from core.delivery.sending import Rejected, TryAgain, Uncertain, Unreachable, Wait
from core.facts.account import Identity
from core.facts.ids import AccountId
from tests.fakes.discord_people import Person
from tests.fakes.discord_trouble import MESSAGE, OPEN_DM, Trouble


def identity(person: Person) -> Identity:
    return Identity(
        platform="discord",
        external_id=str(person.id),
        account_id=AccountId("a"),
        address=str(person.id),
        name="Ada",
    )


async def send(bot, person: Person, reply: Reply | None = None, nonce: str = "7q3k9ab27q3k") -> str:
    return await bot.sender.send(identity(person), reply or Reply(text="Reach out to Jane"), Reader(), nonce)


async def test_a_delivery_arrives_and_its_last_message_is_told(bot, ada):
    rows = ((Button("Reached out", "v1:reached:1"),),)
    message_id = await send(bot, ada, Reply(text="x\n" * 4000, rows=rows))
    assert [str(message.id) for message in ada.messages][-1] == message_id
    assert [message.labels for message in ada.messages] == [[], [["Reached out"]]]
    await send(bot, ada, Reply(text=Bold("Yours"), file=File(name="a.csv", content=b"1")), "other")
    assert ada.last.files[0] == b"1"


async def test_with_the_same_nonce_it_is_seen_once(bot, fake, ada):
    long = Reply(text="x\n" * 4000)
    fake.next(MESSAGE, None, Trouble(carried_out=True))
    with pytest.raises(Uncertain):
        await send(bot, ada, long)
    await send(bot, ada, long)
    assert len(ada.messages) == 2
    assert all(payload["enforce_nonce"] and len(payload["nonce"]) <= 25 for payload in fake.sent(MESSAGE))


async def test_a_connection_that_was_given_up_meanwhile_is_tried_again(bot, ada):
    await bot._client.http.close()
    with pytest.raises(TryAgain):
        await send(bot, ada)


async def test_the_channel_is_asked_for_once(bot, fake, ada):
    for nonce in ("a", "b"):
        await send(bot, ada, nonce=nonce)
    assert len(fake.sent(OPEN_DM)) == 1
    await ada.says("hello")
    await ada.hears("hello")


async def test_who_has_just_written_needs_no_asking(bot, fake, ada):
    await ada.says("hello")
    await ada.hears("hello")
    await send(bot, ada)
    assert fake.sent(OPEN_DM) == []


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(retry_after=7), Wait),
        (Trouble(code=50007), Unreachable),
        (Trouble(code=50278), Unreachable),
        (Trouble(code=50035), Rejected),
        (Trouble(code=50013), Rejected),
        (Trouble(code=10003), TryAgain),
        (Trouble(status=401), TryAgain),
        (Trouble(status=503), Uncertain),
        (Trouble(), Uncertain),
        (Trouble(carried_out=True), Uncertain),
    ],
)
async def test_every_refusal_is_sorted(bot, fake, ada, trouble, error):
    fake.next(MESSAGE, trouble)
    with pytest.raises(error) as raised:
        await send(bot, ada)
    assert getattr(raised.value, "retry_after", timedelta(seconds=7)) == timedelta(seconds=7)
    assert len(fake.sent(MESSAGE)) == 1
    await send(bot, ada)
    assert len(ada.messages) == 1


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(code=10013), Unreachable),
        (Trouble(status=503), TryAgain),
        (Trouble(status=400, code=40003, message="You are opening direct messages too fast."), Wait),
    ],
)
async def test_a_chat_that_cannot_be_opened(bot, fake, ada, trouble, error):
    fake.next(OPEN_DM, trouble)
    with pytest.raises(error):
        await send(bot, ada)
    assert ada.messages == []


async def test_closed_messages_and_open_ones(bot, ada):
    ada.closes_dms()
    with pytest.raises(Unreachable):
        await send(bot, ada)
    ada.opens_dms()
    await send(bot, ada)


async def test_discord_s_words_are_logged_without_what_they_quote(bot, fake, ada):
    fake.next(MESSAGE, Trouble(status=400, code=50035, message="Invalid “Jane Doe”, 'Jane' and more"))
    with pytest.raises(Rejected) as raised:
        await send(bot, ada)
    assert "Jane" not in str(raised.value)
    assert "Invalid" in str(raised.value)


async def test_a_short_wait_is_waited_out(bot, fake, ada):
    fake.next_429(MESSAGE, 0.05)
    await send(bot, ada)
    assert len(ada.messages) == 1


async def test_while_discord_is_not_there_nothing_is_begun(ada):
    sender = DiscordSender(lambda: None)
    with pytest.raises(TryAgain):
        await sender.turn(identity(ada))
    with pytest.raises(TryAgain):
        await sender.send(identity(ada), Reply(text="x"), Reader(), "n")


async def test_turns_are_taken_one_after_the_other(bot, ada):
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(bot.sender.turn(identity(ada)) for _turn in range(9)))
    assert asyncio.get_running_loop().time() - began >= 0.2 - 0.01
    bot.sender._next_turn += 60
    with pytest.raises(Wait):
        await bot.sender.turn(identity(ada))


async def test_during_a_drop_it_arrives_exactly_once(bot, fake, ada):
    sending = asyncio.create_task(send(bot, ada))
    await fake.drop()
    await sending
    await send(bot, ada)  # as the outbox would, after an answer that got lost
    assert len(ada.messages) == 1
