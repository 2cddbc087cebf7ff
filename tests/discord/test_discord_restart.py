"""What must survive: restarts, a database that hangs, a gateway that drops, a Discord that is not there."""

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import Any

import pytest
from discord import ShardInfo

from bots.discord import adapter
from bots.discord.adapter import DiscordBot
from bots.tokens import WrongToken
from core.app import App
from core.chat.reply import Button, Reply
from storage.store import Store, open_store
from tests.conftest import Clock
from tests.discord.serving import Notes, SmallApp, serving
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_gateway import Session
from tests.fakes.discord_trouble import MESSAGE, Trouble

ME, APPLICATION = "GET /users/@me", "GET /oauth2/applications/@me"


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "_LONGEST_PAUSE", 0.05)


def bot_of(app: Any, fake: FakeDiscord, **options: Any) -> DiscordBot:
    return DiscordBot(app, fake.token, Notes(), **{"api_url": fake.url, "gateway_url": fake.gateway_url, **options})


async def test_the_buttons_of_before_a_restart_work(fake, ada, clock: Clock, database_url: str):
    async def once(pressed: str = "") -> None:
        store = await open_store(database_url)
        async with serving(App(store, clock), fake, store):
            if pressed:
                await ada.presses(pressed)
            else:
                await ada.slash("add", name="Jane Doe @ IBM")
                await ada.hears("Added: Jane Doe")
        await store.close()

    await once()
    await once("Undo")
    assert "Jane Doe" in ada.last.plain
    assert "Undo" not in str(ada.last.labels)


async def test_what_an_older_version_has_left_behind_gets_kind_words(fake, ada, clock: Clock, store: Store):
    async with serving(App(store, clock), fake, store):
        await ada.slash("add", name="Jane Doe")
        card = ada.last
        for custom_id in ("v0:old", "v1:gone:1.2.3", "anything"):
            card.components[0]["components"][0]["custom_id"] = custom_id
            await ada.forges(custom_id, card)
            await ada.hears("no longer good")


async def test_while_the_database_hangs_everything_is_acknowledged_in_time(
    fake, ada, bob, club, clock: Clock, store: Store, monkeypatch: pytest.MonkeyPatch
):
    """The fake notes whoever is not answered within three seconds, and the test fails for it."""
    write, hangs, zoe = store.write, True, fake.user("Zoe")

    @asynccontextmanager
    async def slowly():
        if hangs:
            await asyncio.sleep(5)
        async with write() as tx:
            yield tx

    async with serving(App(store, clock), fake, store):
        hangs = False
        await ada.slash("add", name="Raj Patel")
        hangs = True
        monkeypatch.setattr(store, "write", slowly)
        await ada.presses("Undo", wait=False)
        await bob.slash("add", name="Jane Doe", where=club.channel, wait=False)
        await zoe.slash("add", name="Max Brandt", wait=False)
        answers = {ada: "Raj Patel", bob: "Jane Doe", zoe: "Max Brandt"}
        await asyncio.gather(*(person.hears("Still working on it") for person in answers))
        await asyncio.gather(*(person.hears(answer) for person, answer in answers.items()))
    assert fake.unanswered == []


async def test_a_gateway_that_drops_or_sends_us_away_is_come_back_to(bot, app, fake, ada, caplog):
    async def talk() -> None:
        await ada.slash("help", wait=False)
        await ada.hears("You said /help")

    await fake.drop()
    await talk()
    fake.reconnect()
    await talk()
    assert len(app.heard) == 2
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_our_gateway_wins_over_the_one_that_discord_names(app, fake, ada):
    fake.named_gateway = "ws://127.0.0.1:1"
    async with serving(app, fake):
        await fake.drop()
        await ada.slash("help", wait=False)
        await ada.hears("You said /help")


async def test_it_waits_for_discord_as_long_as_it_is_not_there(app, fake, ada, caplog):
    fake.next(ME, Trouble(status=503), Trouble())
    fake.next(APPLICATION, Trouble(status=429))
    fake.next("GET /gateway/bot", Trouble(code=10004))
    async with serving(app, fake):
        await ada.slash("help")
    assert "is tried again" in caplog.text


async def test_a_first_connection_that_fails_is_tried_again(app, fake, ada, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("discord.shard.asyncio.sleep", _at_once(asyncio.sleep))
    fake.refuse_connections()
    bot = bot_of(app, fake)
    starting = asyncio.create_task(bot.start())
    await asyncio.sleep(0.4)
    assert not starting.done()
    fake.accept_connections()
    async with asyncio.timeout(10):
        await starting
    fake.answered = bot.idle
    await ada.slash("help")
    await bot.stop()


async def test_it_can_be_stopped_while_it_waits(app, fake):
    await fake.stops_listening()
    bot = bot_of(app, fake)
    starting = asyncio.create_task(bot.start())
    await asyncio.sleep(0.1)
    starting.cancel()
    async with asyncio.timeout(3):
        await bot.stop()
        await bot.stop()
    await fake.listens_again()


async def test_a_wrong_token_ends_the_start_and_is_not_said(app, fake):
    bot = DiscordBot(app, "a.wr0ng.token", Notes(), api_url=fake.url, gateway_url=fake.gateway_url)
    with pytest.raises(WrongToken) as wrong:
        await bot.start()
    assert "wr0ng" not in str(wrong.value)
    assert "DISCORD_TOKEN" in str(wrong.value)
    await bot.stop()


async def test_shards_that_discord_does_not_know_end_the_start(app, fake):
    bot = bot_of(app, fake, shard_ids={3}, shard_count=2)
    with pytest.raises(WrongToken, match="DISCORD_SHARD_IDS and DISCORD_SHARD_COUNT"):
        await bot.start()
    await bot.stop()
    assert fake.violations == ["gateway: shard 3 of 2"]
    fake.violations.clear()  # that is what this is about


@pytest.mark.parametrize("code", [4004, 4014])
async def test_whoever_is_sent_away_for_good_comes_again_much_later(bot, app, fake, ada, caplog, code):
    """Each time counts: Discord takes us a thousand times a day."""
    fake.gateway.connected[0].connection.close(code)
    while "a quarter of an hour" not in caplog.text:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    assert len(fake.gateway.identified) == 1


async def test_nobody_connects_more_often_than_discord_allows(app, fake, caplog):
    fake.gateway.identified += [Session(shard=(0, 1), intents=0) for _ in range(999)]
    bot = bot_of(app, fake, shard_count=2)
    starting = asyncio.create_task(bot.start())
    while "no more connections today" not in caplog.text:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert len(fake.gateway.identified) == 999
    starting.cancel()
    await bot.stop()


async def test_what_is_being_answered_when_a_connection_ends_for_good(bot, app, fake, ada, caplog):
    app.gates["/help"] = asyncio.Event()
    await ada.slash("help", wait=False)
    while not app.heard:
        await asyncio.sleep(0.01)
    fake.gateway.connected[0].connection.close(4010)
    await asyncio.sleep(0.3)
    app.gates["/help"].set()
    await ada.hears("You said /help")


async def test_nothing_is_taken_any_more_when_it_stops(app, fake, ada):
    async with serving(app, fake) as bot:
        pass
    await bot._answering.take_message(None)  # type: ignore[arg-type]
    assert app.heard == []


async def test_many_shards_are_left_at_once(app, fake, monkeypatch: pytest.MonkeyPatch):
    slow = ShardInfo.disconnect

    async def slowly(shard: ShardInfo) -> None:
        await asyncio.sleep(0.4)
        await slow(shard)

    monkeypatch.setattr(ShardInfo, "disconnect", slowly)
    monkeypatch.setattr("discord.Client.before_identify_hook", _without_pause)
    fake.shards = 5
    async with serving(app, fake, shard_count=5) as bot:
        await fake.gateway.serves(5)
        assert bot._client is not None
        async with asyncio.timeout(0.9):
            await bot._client.hang_up()
        while fake.gateway.connected:
            await asyncio.sleep(0.01)


async def test_what_is_being_answered_ends_before_it_stops(app, fake, ada):
    app.gates["/help"] = asyncio.Event()
    async with serving(app, fake):
        await ada.slash("help", wait=False)
        while not app.heard:
            await asyncio.sleep(0.01)
        asyncio.get_running_loop().call_later(0.2, app.gates["/help"].set)
    assert ada.last.text == "You said /help"


async def test_what_takes_too_long_is_broken_off(app, fake, ada, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(adapter, "_STOPS_WITHIN", 0.1)
    app.gates["hello"] = asyncio.Event()
    async with asyncio.timeout(5):
        async with serving(app, fake):
            await ada.says("hello", wait=False)
            while not app.heard:
                await asyncio.sleep(0.01)
    assert app.ended == ["hello"]


async def test_two_shards_in_two_processes(app, fake, ada, bob):
    other = SmallApp()
    fake.shards = 2
    async with (
        serving(app, fake, shard_ids={0}, shard_count=2),
        serving(other, fake, shard_ids={1}, shard_count=2),
    ):
        for number in range(2):
            guild = fake.guild(f"Server {number}", ada, bob, shard=(number, 2))
            await ada.slash("help", where=guild.channel, wait=False)
            await ada.hears("You said")
        await ada.says("hello", wait=False)
        await ada.hears("You said hello")
    assert (len(app.heard), len(other.heard)) == (2, 1)


async def test_a_press_that_nobody_can_read_leaves_the_others_alone(bot, app, fake, ada):
    app.answers["/help"] = [Reply(text="Well?", rows=((Button("Yes", "v1:yes:1"),),))]
    await ada.slash("help")
    await ada.presses("Yes")
    assert app.heard[-1].body.action == "v1:yes:1"


async def test_nothing_private_is_logged(app, fake, ada, club, caplog):
    caplog.set_level(logging.DEBUG)
    async with serving(app, fake):
        fake.next(MESSAGE, Trouble(retry_after=0.01))
        await ada.says("a secret about Jane")
        await ada.hears("secret")
        await ada.slash("met", who="Jane", where=club.channel)
        await fake.drop()
        await ada.slash("help", wait=False)
        await ada.hears("/help")
    ours = [record for record in caplog.records if not record.name.startswith("asyncio")]
    text = "\n".join(record.getMessage() for record in ours)
    for private in (fake.token, "Jane", "secret", "Ada", "/callback"):
        assert private not in text


async def _without_pause(*_args: object, **_more: object) -> None:
    """discord.py waits five seconds between two connections."""


def _at_once(sleep: Any) -> Any:
    """discord.py waits five seconds before it calls itself."""

    async def quickly(seconds: float, *_result: object) -> None:
        await sleep(min(seconds, 0.02))

    return quickly
