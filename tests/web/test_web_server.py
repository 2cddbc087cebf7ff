"""The web server: health, trouble that tells nothing, headers, and an end that is clean."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from datetime import datetime

import aiohttp
import pytest

from bots.web import SILENT_FOR, CannotListen, WebServer
from core.handshakes.page import Page
from core.store import Unavailable

TOKEN = "t" * 32


class Served:
    """A core that does what a test says."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.under_way: Callable[[], None] | None = None
        self.until = asyncio.Event()
        self.until.set()

    async def calendar_at(self, token: str) -> bytes | None:
        if self.under_way:
            self.under_way()
        await self.until.wait()
        if self.trouble:
            raise self.trouble
        return b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" if token == TOKEN else None

    async def landing(self, code: str) -> Page:
        if self.trouble:
            raise self.trouble
        return Page(
            status=410, html=f"<p>{len(code)} letters</p>", headers={"Content-Type": "text/html; charset=utf-8"}
        )

    async def next_due(self) -> datetime | None:
        if self.trouble:
            raise self.trouble
        return None


class Ticks:
    def __init__(self) -> None:
        self.silent = 1.0

    def __call__(self) -> float:
        return self.silent


@pytest.fixture
def served() -> Served:
    return Served()


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
async def server(served: Served, ticks: Ticks) -> AsyncIterator[WebServer]:
    server = WebServer(served, "127.0.0.1", 0, ticks)
    await server.start()
    yield server
    await server.stop()


async def get(server: WebServer, path: str, method: str = "GET") -> tuple[int, aiohttp.typedefs.LooseHeaders, str]:
    url = f"http://127.0.0.1:{server.port}{path}"
    async with aiohttp.ClientSession() as session, session.request(method, url) as response:
        return response.status, dict(response.headers), await response.text()


async def test_all_is_well(server: WebServer, served: Served, ticks: Ticks) -> None:
    status, _headers, said = await get(server, "/healthz")
    assert (status, said) == (200, '{"status": "ok", "database": "ok", "last_tick_seconds": 1.0}')
    ticks.silent = SILENT_FOR + 1
    status, _headers, said = await get(server, "/healthz")
    assert (status, '"status": "trouble"' in said) == (503, True)
    ticks.silent, served.trouble = 0.0, Unavailable("locked")
    status, _headers, said = await get(server, "/healthz")
    assert (status, '"database": "not readable"' in said) == (503, True)


async def test_trouble_tells_nothing(server: WebServer, served: Served, caplog: pytest.LogCaptureFixture) -> None:
    served.trouble = RuntimeError("somebody's secret")
    status, _headers, said = await get(server, f"/cal/{TOKEN}.ics")
    assert (status, said) == (500, "500 Something went wrong\n")
    served.trouble = Unavailable("locked")
    assert (await get(server, f"/cal/{TOKEN}.ics"))[0] == 503
    assert "secret" not in caplog.text
    assert TOKEN not in caplog.text


async def test_every_answer_is_dressed(server: WebServer) -> None:
    for path, expected in ((f"/cal/{TOKEN}.ics", 200), ("/healthz", 200), ("/nothing", 404)):
        status, headers, _said = await get(server, path)
        assert status == expected
        assert "Server" not in headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert (await get(server, f"/cal/{TOKEN}.ics", method))[0] == 405


async def test_the_page_behind_a_code(server: WebServer) -> None:
    status, headers, said = await get(server, "/c/K7QP-93XM")
    assert (status, said) == (410, "<p>9 letters</p>")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert (await get(server, "/c/"))[0] == 404


async def test_what_is_no_http_is_refused(server: WebServer, caplog: pytest.LogCaptureFixture) -> None:
    for sent in (
        b"\x16\x03\x01\x02\x00",
        b"GET /cal/" + TOKEN.encode() + b".ics HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(sent)
        await writer.drain()
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(1000), 5)
        assert answer == b"" or b" 400 " in answer or b" 505 " in answer
        assert b"ython" not in answer  # neither what we run on, nor what was sent
        assert not answer or answer.endswith(b"\r\n\r\n400 Bad request\n")
        writer.close()
    assert (await get(server, "/healthz"))[0] == 200
    assert TOKEN not in caplog.text


async def test_what_is_under_way_ends_when_it_stops(served: Served, ticks: Ticks) -> None:
    server = WebServer(served, "127.0.0.1", 0, ticks)
    await server.start()
    served.until.clear()
    began = asyncio.Event()
    served.under_way = began.set
    asking = asyncio.create_task(get(server, f"/cal/{TOKEN}.ics"))
    await began.wait()
    stopping = asyncio.create_task(server.stop())
    await asyncio.sleep(0.05)
    served.until.set()
    await stopping
    assert (await asking)[0] == 200
    await server.stop()  # twice is as good as once


async def test_a_port_in_use_is_said_in_words(served: Served, ticks: Ticks) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        with pytest.raises(CannotListen, match=f"port {port} .*choose another port"):
            await WebServer(served, "127.0.0.1", port, ticks).start()


async def test_an_address_that_is_not_this_machine_s(served: Served, ticks: Ticks) -> None:
    with pytest.raises(CannotListen, match="this machine has no such address"):
        await WebServer(served, "192.0.2.1", 0, ticks).start()
