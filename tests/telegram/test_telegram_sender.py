"""Writing to somebody who has not just spoken: what arrives, and how each refusal is sorted."""

import asyncio
import json
from datetime import timedelta

import pytest
from telegram.error import RetryAfter, TimedOut

from bots.telegram.adapter import TelegramBot
from bots.telegram.calls import insistently
from bots.telegram.polling import Lines, PollingBot
from bots.telegram.request import AiohttpRequest, NotConnected
from bots.telegram.sender import TelegramSender
from core.chat.reply import Bold, File, Reply
from core.chat.words import Reader
from core.delivery.sending import Moved, Rejected, TryAgain, Uncertain, Unreachable, Wait
from core.facts.account import Identity
from core.facts.ids import AccountId
from tests.fakes.telegram import FakeTelegram, Trouble
from tests.fakes.telegram_people import Person

UNKNOWN = Trouble(status=401, description="Unauthorized")


def identity(person: Person) -> Identity:
    return Identity(
        platform="telegram",
        external_id=str(person.id),
        account_id=AccountId("a"),
        address=str(person.id),
        name="Ada",
    )


@pytest.fixture
def reachable(ada: Person) -> Person:
    ada.reachable = True
    return ada


async def send(bot: TelegramBot, person: Person, reply: Reply) -> str:
    return await bot.sender.send(identity(person), reply, Reader(), "nonce")


async def test_a_delivery_arrives_and_its_last_message_is_told(bot, reachable):
    message_id = await send(bot, reachable, Reply(text="x\n" * 3000))
    assert [message_id] == [str(message.id) for message in reachable.messages[-1:]]
    assert len(reachable.messages) == 2
    await send(bot, reachable, Reply(text=Bold("Yours"), file=File(name="a.csv", content=b"1")))
    assert (reachable.last.file, reachable.last.bold) == (("a.csv", b"1"), ["Yours"])


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(status=429, description="Too Many Requests", retry_after=7), Wait),
        (Trouble(status=403, description="Forbidden: bot was blocked by the user"), Unreachable),
        (Trouble(status=403, description="Forbidden: user is deactivated"), Unreachable),
        (Trouble(status=400, description="Bad Request: chat not found"), Unreachable),
        (Trouble(status=400, description="Bad Request: message is too long"), Rejected),
        (UNKNOWN, TryAgain),
        (Trouble(status=500, description="Internal Server Error"), Uncertain),
        (Trouble(status=502, description="Bad Gateway"), Uncertain),
        (Trouble(), Uncertain),
        (Trouble(carried_out=True), Uncertain),
    ],
)
async def test_every_refusal_is_sorted(bot, reachable, fake, trouble, error):
    fake.next("sendMessage", trouble)
    with pytest.raises(error) as raised:
        await send(bot, reachable, Reply(text="Reach out to Jane"))
    assert getattr(raised.value, "retry_after", timedelta(seconds=7)) == timedelta(seconds=7)
    assert len(fake.sent("sendMessage")) == 1


async def test_a_group_that_has_moved_tells_where(bot, reachable, fake, monkeypatch):
    moved = {"ok": False, "error_code": 400, "description": "moved", "parameters": {"migrate_to_chat_id": -1001}}

    async def answer(*_args, **_options):
        return 400, json.dumps(moved).encode()

    monkeypatch.setattr(AiohttpRequest, "do_request", answer)
    with pytest.raises(Moved) as raised:
        await send(bot, reachable, Reply(text="Hello"))
    assert raised.value.address == "-1001"
    monkeypatch.undo()


async def test_somebody_who_never_wrote_is_unreachable(bot, ada):
    with pytest.raises(Unreachable):
        await send(bot, ada, Reply(text="Hello"))


async def test_once_a_part_has_gone_the_rest_is_insisted_on_and_never_called_unsent(
    bot, reachable, fake, monkeypatch
):
    monkeypatch.setattr("bots.telegram.calls._PAUSES", (0,))
    fake.next("sendMessage", None, UNKNOWN, None)
    await send(bot, reachable, Reply(text="x\n" * 3000))
    assert len(reachable.messages) == 2
    fake.next("sendMessage", None, UNKNOWN, UNKNOWN)
    with pytest.raises(Uncertain):
        await send(bot, reachable, Reply(text="x\n" * 3000))


async def test_what_never_connected_may_be_sent_again():
    async with FakeTelegram() as gone:
        pass
    bot = PollingBot(gone.token, gone.url, Lines(1))
    with pytest.raises(TryAgain):  # not started: nothing can have gone
        await TelegramSender(bot).send(identity(Person(gone, 1, "Ada", None)), Reply(text="x"), Reader(), "n")
    await bot.request.initialize()
    with pytest.raises(TryAgain) as raised:
        await TelegramSender(bot).send(identity(Person(gone, 1, "Ada", None)), Reply(text="x"), Reader(), "n")
    assert isinstance(raised.value.__cause__, NotConnected)
    assert raised.value.__cause__.__cause__ is None  # aiohttp's text may hold the address, and with it the token
    await bot.request.shutdown()


async def test_a_late_answer_is_uncertain_and_nothing_is_repeated(fake):
    fake.next("getMe", Trouble(hangs=True))
    request = AiohttpRequest(read_timeout=0.05)
    await request.initialize()
    calls = 0

    async def call():
        nonlocal calls
        calls += 1
        return await request.post(f"{fake.url}/bot{fake.token}/getMe")

    with pytest.raises(Uncertain) as raised:
        await insistently(call)
    assert isinstance(raised.value.__cause__, TimedOut)
    assert calls == 1
    await request.shutdown()


async def test_insisting_tries_again_what_never_connected(monkeypatch):
    monkeypatch.setattr("bots.telegram.calls._PAUSES", (0, 0, 0))
    answers = iter([NotConnected("1"), NotConnected("2"), NotConnected("3"), "sent"])

    async def call():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert await insistently(call) == "sent"
    answers = iter([NotConnected(f"{n}") for n in range(9)])
    with pytest.raises(TryAgain):
        await insistently(call)
    assert len(list(answers)) == 5


async def test_insisting_waits_half_a_minute_at_most():
    async def flooded():
        raise RetryAfter(31)

    with pytest.raises(Wait):
        async with asyncio.timeout(1):
            await insistently(flooded)
