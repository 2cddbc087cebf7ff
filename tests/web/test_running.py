"""The web server beside a bot, in a process of its own: there when it is asked for; and a port that is taken."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.telegram import FakeTelegram

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
async def running(
    telegram: FakeTelegram, sqlite_url: str, tmp_path: Path
) -> AsyncIterator[Callable[[int], Awaitable[Process]]]:
    started: list[Process] = []

    async def start(port: int) -> Process:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": sqlite_url,
            "PUBLIC_URL": "https://reachwell.example.org",
            "WEB_PORT": str(port),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bots", env=environment, cwd=tmp_path, stdout=PIPE, stderr=PIPE
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_it_serves_and_ends(running: Callable[[int], Awaitable[Process]]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await running(port)
    async with aiohttp.ClientSession() as session:
        for _try in range(300):
            try:
                async with session.get(f"http://127.0.0.1:{port}/healthz") as response:
                    assert response.status == 200
                    break
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
        async with session.get(f"http://127.0.0.1:{port}/cal/{'s' * 32}.ics") as response:
            assert response.status == 404
    process.terminate()
    out, err = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0, err
    assert b"sss" not in out + err


async def test_a_port_that_is_taken(running: Callable[[int], Awaitable[Process]]) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        process = await running(port)
        _out, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 2
    assert f"port {port} (WEB_HOST, WEB_PORT): another program" in err.decode()
