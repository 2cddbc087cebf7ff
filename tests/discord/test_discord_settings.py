"""A host's Discord: its settings, `reachwell check`, and `reachwell` with a token for it, alone or with two."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bots.host.checking import Finding, look
from bots.settings import Mistakes, Settings, load
from storage.store import open_store
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_trouble import Trouble
from tests.fakes.telegram import FakeTelegram

ROOT = Path(__file__).parents[2]
REACHWELL = (sys.executable, "-m", "bots")
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.not-a-real-token_0123456789"


@pytest.fixture
def set_(monkeypatch: pytest.MonkeyPatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    def set_all(**values: str) -> Settings:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return load(None)

    return set_all


def test_what_a_host_sets(set_):
    settings = set_(DISCORD_TOKEN=f" Bot {TOKEN} ", DISCORD_SHARD_IDS="0-2, 5", DISCORD_SHARD_COUNT="6")
    assert settings.discord_token.get_secret_value() == TOKEN
    assert settings.discord_shard_ids == {0, 1, 2, 5}
    assert settings.platforms == ("discord",)
    assert TOKEN in settings.secrets
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("DISCORD_TOKEN", "nonsense", "Reset Token"),
        ("DISCORD_TOKEN", "123456789:AAExample", "Reset Token"),
        ("DISCORD_API_URL", "127.0.0.1:9000", "http://127.0.0.1:9000/api/v10"),
        ("DISCORD_GATEWAY_URL", "http://127.0.0.1:9000", "ws://127.0.0.1:9000/gw"),
        ("DISCORD_SHARD_IDS", "first", "0-3"),
        ("DISCORD_SHARD_IDS", "3-1", "0-3"),
        ("DISCORD_SHARD_IDS", "1", "DISCORD_SHARD_COUNT"),
        ("DISCORD_SHARD_COUNT", "0", "from 1 on"),
        ("DISCORD_SHARD_COUNT", "some", "from 1 on"),
    ],
)
def test_a_mistake_says_what_would_be_right(set_, name: str, value: str, right: str):
    with pytest.raises(Mistakes) as wrong:
        set_(**{name: value})
    [sentence] = wrong.value.sentences
    assert sentence.startswith("DISCORD_")
    assert right in sentence


def test_a_shard_that_there_is_not(set_):
    with pytest.raises(Mistakes) as wrong:
        set_(DISCORD_SHARD_IDS="0-4", DISCORD_SHARD_COUNT="4")
    assert "no shard 4 among 4" in wrong.value.sentences[0]


async def findings(fake: FakeDiscord, url: str, **settings: str) -> dict[str, Finding]:
    given = {"discord_token": fake.token, "discord_api_url": fake.url, **settings}
    chosen = Settings(_env_file=None, **given)  # type: ignore[arg-type,call-arg]
    file = Path(url.removeprefix("sqlite:///"))
    found = await look(chosen, file, partial(open_store, url, read_only=True), lambda: datetime.now(UTC))
    return {each.subject: each for each in found}


async def test_check_asks_discord_who_we_are(fake, sqlite_url):
    found = await findings(fake, sqlite_url)
    assert found["discord"].level == "ok"
    assert f"client_id={fake.application_id}" in found["discord"].says
    assert "telegram" not in found


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        (Trouble(status=401), "does not know this token"),
        (Trouble(status=502), "trouble of its own"),
        (Trouble(), "cannot be reached"),
    ],
)
async def test_check_says_what_is_wrong_with_discord(fake, sqlite_url, trouble, says):
    fake.down = trouble
    found = await findings(fake, sqlite_url)
    assert (found["discord"].level, says in found["discord"].says) == ("problem", True)
    assert fake.token not in found["discord"].says


@asynccontextmanager
async def reachwell(*arguments: str, folder: Path, **given: str) -> AsyncIterator[Process]:
    """It runs as on a fresh machine, with these settings."""
    fresh = {name: value for name, value in os.environ.items() if name not in map(str.upper, Settings.model_fields)}
    environment = fresh | {"PYTHONPATH": str(ROOT), "HOME": str(folder), "LC_ALL": "C.UTF-8"} | given
    process = await asyncio.create_subprocess_exec(
        *REACHWELL, *arguments, env=environment, cwd=folder, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(45):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def ended(process: Process) -> str:
    """What it has logged, after it was told to stop; it has ten seconds for it."""
    process.send_signal(signal.SIGTERM)
    asked = time.monotonic()
    _out, err = await process.communicate()
    assert time.monotonic() - asked < 10
    assert process.returncode == 0
    return err.decode()


async def test_both_platforms_in_one_process(fake, ada, tmp_path):
    async with FakeTelegram() as telegram:
        given = {
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DISCORD_TOKEN": fake.token,
            "DISCORD_API_URL": fake.url,
            "DISCORD_GATEWAY_URL": fake.gateway_url,
        }
        async with reachwell(folder=tmp_path, **given) as process:
            await fake.gateway.serves()
            bob = telegram.user("Bob")
            await bob.sends("/note Jane likes secret gardens")
            while not telegram.sent("sendMessage"):
                await asyncio.sleep(0.02)
            await ada.slash("add", name="Raj Secret", wait=False)
            await ada.hears("Raj Secret", timeout=20)
            err = await ended(process)
        assert err.count("Reachwell is running") == 2
        assert not [each for each in (fake.token, telegram.token, "ecret", "Ada", "Bob") if each in err]


async def test_the_outage_of_one_does_not_stop_the_other(fake, ada, tmp_path):
    given = {
        "TELEGRAM_TOKEN": "123456789:AAExampleExample",
        "TELEGRAM_API_URL": "http://127.0.0.1:1",
        "DISCORD_TOKEN": fake.token,
        "DISCORD_API_URL": fake.url,
        "DISCORD_GATEWAY_URL": fake.gateway_url,
    }
    async with reachwell(folder=tmp_path, **given) as process:
        await fake.gateway.serves()
        await ada.slash("add", name="Raj Patel", wait=False)
        await ada.hears("Raj Patel", timeout=20)
        assert "Telegram cannot be reached" in await ended(process)


async def test_only_one_of_them(fake, tmp_path):
    given = {
        "TELEGRAM_TOKEN": "123456789:AAExampleExample",
        "TELEGRAM_API_URL": "http://127.0.0.1:1",
        "DISCORD_TOKEN": fake.token,
        "DISCORD_API_URL": fake.url,
    }
    async with reachwell("--only", "discord", folder=tmp_path, **given) as process:
        await fake.gateway.serves()
        assert "Telegram" not in await ended(process)
    async with reachwell("--only", "telegram", folder=tmp_path) as process:
        _out, err = await process.communicate()
        assert process.returncode == 2
        assert b"TELEGRAM_TOKEN is not set" in err


async def test_a_wrong_token_is_said_without_showing_it(fake, tmp_path):
    given = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": fake.url}
    async with reachwell(folder=tmp_path, **given) as process:
        _out, err = await process.communicate()
    assert process.returncode == 2
    assert b"DISCORD_TOKEN" in err
    assert TOKEN.encode() not in err
    assert b"Traceback" not in err
