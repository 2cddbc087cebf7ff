"""When things go wrong on the way: floods, broken connections, servers in trouble, updates that cannot be read."""

import asyncio

import pytest

from bots.telegram.adapter import TelegramBot, WrongToken
from core.chat.reply import Button, Reply
from tests.fakes.telegram import FakeTelegram, Trouble

FLOOD = Trouble(status=429, description="Too Many Requests: retry after 1", retry_after=1)
DOWN = Trouble(status=502, description="Bad Gateway")
BROKEN = Trouble()
BLOCKED = Trouble(status=403, description="Forbidden: bot was blocked by the user")
GARBLED = Trouble(status=400, description="Bad Request: can't parse 'Jane Doe'")


async def texts(person):
    return [message.text for message in person.messages]


@pytest.mark.parametrize("trouble", [FLOOD, DOWN, BROKEN], ids=["flood", "502", "reset"])
async def test_an_answer_is_repeated_after_what_passes(ada, fake, trouble):
    fake.next("sendMessage", trouble)
    await ada.sends("Hello")
    assert await texts(ada) == ["You said Hello"]


async def test_an_answer_that_may_have_arrived_is_repeated_once_at_most(ada, fake, app):
    fake.next("sendMessage", Trouble(carried_out=True), BROKEN, BROKEN)
    await ada.sends("Hello")
    assert len(fake.sent("sendMessage")) == 2
    await ada.sends("Still there?")
    assert await texts(ada) == ["You said Hello", "You said Still there?"]


async def test_an_edit_and_an_acknowledgement_are_repeated_too(ada, fake, app):
    app.answers["Hello"] = [Reply(text="Hi", rows=((Button("OK", "v1:ok:"),),))]
    app.answers["v1:ok:"] = [Reply(text="Fine", replaces=True)]
    await ada.sends("Hello")
    fake.next("editMessageText", Trouble(carried_out=True))
    fake.next("answerCallbackQuery", DOWN)
    await ada.presses("OK")
    assert await texts(ada) == ["Fine"]


async def test_somebody_who_has_blocked_us_meanwhile_stops_nobody(ada, fake, app):
    app.answers["Hello"] = [Reply(text="1"), Reply(text="2")]
    fake.next("sendMessage", BLOCKED)
    await ada.sends("Hello")
    assert app.ended == ["Hello"]
    assert await texts(ada) == ["2"]


async def test_a_message_that_telegram_calls_malformed_is_our_bug_and_is_said(ada, fake, caplog):
    fake.next("sendMessage", GARBLED)
    await ada.sends("Hello")
    assert "Code" in ada.last.text
    assert "Rejected: Can't parse …" in caplog.text


async def test_a_press_too_old_to_be_acknowledged_is_still_answered(ada, fake, app):
    await ada.sends("Hello")
    fake.next(
        "answerCallbackQuery", Trouble(status=400, description="Bad Request: query is too old", carried_out=True)
    )
    await ada.forges("v1:x:", ada.last)
    assert ada.last.text == "You said v1:x:"


@pytest.mark.parametrize("bad", [{"message": {"nonsense": True}}, {"message": 7}, {"callback_query": {"id": []}}])
async def test_an_update_that_cannot_be_read_is_left_out(ada, fake, app, bad, caplog):
    await fake.delivers(bad)
    await ada.sends("Hello")
    await fake.delivers(bad)
    await fake.settled()
    await ada.sends("Still there?")
    assert await texts(ada) == ["You said Hello", "You said Still there?"]
    assert "nonsense" not in caplog.text


async def test_polling_goes_on_after_a_moment_without_a_token(ada, fake):
    fake.next("getUpdates", Trouble(status=401, description="Unauthorized"))
    fake.next("getUpdates", Trouble(status=200, description="not an answer of the Bot API"))
    await ada.sends("Hello")  # the poll that is under way takes this one
    await ada.sends("Still there?")
    assert len(ada.messages) == 2


async def test_one_person_is_answered_in_order_and_others_do_not_wait(ada, fake, app):
    bob = fake.user("Bob")
    app.gates["first"] = asyncio.Event()
    for line in ("first", "second", *map(str, range(10))):
        await ada.sends(line, wait=False)
    await bob.sends("Hello", wait=False)
    await bob.hears("You said Hello")
    assert ada.messages == []
    app.gates["first"].set()
    await fake.settled()
    assert await texts(ada) == [f"You said {said}" for said in ("first", "second", *map(str, range(10)))]


async def test_many_people_are_answered_at_the_same_time(ada, fake, app):
    app.gates["wait"] = asyncio.Event()
    people = [fake.user(f"Person {n}") for n in range(8)]
    for person in people:
        await person.sends("wait", wait=False)
    async with asyncio.timeout(2):
        while len(app.heard) < 8:
            await asyncio.sleep(0.005)
    app.gates["wait"].set()
    await fake.settled()


async def test_no_more_is_fetched_than_can_be_answered_soon(ada, fake, app):
    app.gates["wait"] = asyncio.Event()
    for n in range(150):
        await ada.sends("wait" if n == 0 else f"{n}", wait=False)
    async with asyncio.timeout(2):
        while not app.heard:
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.05)
    assert fake.waiting >= 40
    app.gates["wait"].set()
    await fake.settled()
    assert len(ada.messages) == 150


async def test_stopping_finishes_what_is_being_answered(ada, fake, bot, app):
    app.gates["wait"] = asyncio.Event()
    await ada.sends("wait", wait=False)
    await ada.sends("next", wait=False)
    while not app.heard:
        await asyncio.sleep(0.005)
    stopping = asyncio.create_task(bot.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    app.gates["wait"].set()
    await stopping
    assert await texts(ada) == ["You said wait", "You said next"]
    await bot.stop()


async def test_stopping_does_not_wait_for_ever(ada, fake, bot, app, monkeypatch):
    monkeypatch.setattr("bots.telegram.adapter._STOPS_WITHIN", 0.1)
    app.gates["wait"] = asyncio.Event()
    await ada.sends("wait", wait=False)
    await ada.sends("never", wait=False)
    while not app.heard:
        await asyncio.sleep(0.005)
    async with asyncio.timeout(3):
        await bot.stop()
    assert app.ended == ["wait"]
    assert ada.messages == []


async def test_stopping_while_telegram_is_paused(ada, fake, bot, monkeypatch):
    monkeypatch.setattr("bots.telegram.adapter._HANGS_UP_WITHIN", 0.1)
    monkeypatch.setattr("bots.telegram.adapter._STOPS_WITHIN", 0.3)
    fake.next("sendMessage", Trouble(hangs=True))
    await ada.sends("Hello", wait=False)
    while not fake.sent("sendMessage"):
        await asyncio.sleep(0.005)
    fake.pause()
    async with asyncio.timeout(3):
        await bot.stop()


async def test_a_wrong_token_is_said_at_the_start_without_saying_the_token(app, fake, caplog):
    bot = TelegramBot(app, "1:not-the-token", fake.url)
    with pytest.raises(WrongToken) as wrong:
        await bot.run()
    assert "not-the-token" not in str(wrong.value) + caplog.text
    assert wrong.value.__cause__ is None


async def test_the_start_waits_for_telegram_and_menus_may_fail(app, fake, monkeypatch):
    fake.next("getMe", DOWN)
    fake.next("setMyCommands", DOWN, DOWN)
    bot = TelegramBot(app, fake.token, fake.url)
    ada = fake.user("Ada")
    running = asyncio.create_task(bot.run())
    await ada.sends("Hello", wait=False)
    await ada.hears("Hello")
    await bot.stop()
    await running
    assert fake.menus == {}


async def test_a_start_can_be_broken_off_at_any_point(app, fake):
    for method in ("getMe", "deleteWebhook", "setMyCommands"):
        fake.next(method, Trouble(hangs=True))
        bot = TelegramBot(app, fake.token, fake.url)
        starting = asyncio.create_task(bot.start())
        seen = len(fake.sent(method))
        while len(fake.sent(method)) == seen:
            await asyncio.sleep(0.005)
        starting.cancel()
        async with asyncio.timeout(2):
            await bot.stop()


async def test_nothing_of_a_token_or_a_message_is_logged(ada, fake, bot, app, caplog):
    caplog.set_level("DEBUG")
    fake.next("sendMessage", BROKEN, BROKEN)
    await ada.sends("Jane Doe")
    async with FakeTelegram() as elsewhere:
        pass
    lost = TelegramBot(app, "2:the-token", elsewhere.url)
    starting = asyncio.create_task(lost.start())
    await asyncio.sleep(0.05)
    starting.cancel()
    await lost.stop()
    assert "cannot be reached" in caplog.text
    for secret in ("the-token", fake.token, "Jane"):
        assert secret not in caplog.text
