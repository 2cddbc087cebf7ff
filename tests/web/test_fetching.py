"""Fetching from the web: politely, within limits, and from nowhere inside the host's own network."""

import asyncio
import gzip
import socket
import time
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from bots.web_fetching import MOST_BYTES, WebFetcher
from core.calendars.fetching import CannotFetch, Fetched, NotNow, Trouble
from core.ical.open_internet import is_public
from tests.calendars.serving_feeds import FeedServer, calendar, vevent

CALENDAR = calendar(vevent("a"))


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        server.body = CALENDAR
        yield server


async def fetched(url: str, etag: str = "", modified: str = "", overall: float = 5.0) -> Fetched:
    async with WebFetcher(own_network=True, overall=overall) as fetcher:
        return await fetcher.fetch(url, etag, modified)


async def trouble(url: str, *, own_network: bool = True, overall: float = 5.0) -> CannotFetch:
    async with WebFetcher(own_network=own_network, overall=overall) as fetcher:
        with pytest.raises(CannotFetch) as cannot:
            await fetcher.fetch(url, "", "")
    return cannot.value


async def test_what_has_not_changed_is_not_sent_again(server: FeedServer) -> None:
    server.headers = {
        "ETag": '"7"',
        "Last-Modified": "Mon, 23 Nov 2026 09:00:00 GMT",
        "Cache-Control": "max-age=1800",
    }
    first = await fetched(server.url)
    assert first.content == CALENDAR
    assert (first.etag, first.modified) == ('"7"', "Mon, 23 Nov 2026 09:00:00 GMT")
    assert first.lasts == timedelta(minutes=30)
    again = await fetched(server.url, first.etag, first.modified)
    assert again.content is None
    assert server.asked[1]["If-None-Match"] == '"7"'
    assert server.asked[1]["If-Modified-Since"] == "Mon, 23 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("packed", "packing"),
    [(gzip.compress(CALENDAR), "gzip"), (gzip.compress(CALENDAR), "x-gzip"), (zlib.compress(CALENDAR), "deflate")],
)
async def test_packed(server: FeedServer, packed: bytes, packing: str) -> None:
    server.body, server.headers = packed, {"Content-Encoding": packing}
    assert (await fetched(server.url)).content == CALENDAR


async def test_redirects_are_followed_a_few_times(server: FeedServer) -> None:
    async def redirect(request: web.Request) -> web.StreamResponse:
        left = int(request.query.get("left", 0))
        if not left:
            return web.Response(body=CALENDAR)
        return web.Response(status=302, headers={"Location": f"x.ics?left={left - 1}"})

    server.handler = redirect
    assert (await fetched(server.at("/x.ics?left=5"))).content == CALENDAR
    assert (await trouble(server.at("/x.ics?left=6"))).trouble is Trouble.CIRCLES
    assert (await trouble(server.at("/x.ics?left=9999"))).trouble is Trouble.CIRCLES
    assert len(server.asked) == 6 + 6 + 6


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (404, Trouble.MISSING),
        (410, Trouble.MISSING),
        (401, Trouble.CLOSED),
        (403, Trouble.CLOSED),
        (429, Trouble.FAILING),
        (500, Trouble.FAILING),
        (204, Trouble.FAILING),
        (301, Trouble.CIRCLES),
    ],
)
async def test_refused(server: FeedServer, status: int, why: Trouble) -> None:
    server.status, server.headers = status, {"Retry-After": "7200"}
    cannot = await trouble(server.url)
    assert cannot.trouble is why
    assert cannot.retry_after == timedelta(hours=2)
    assert "127.0.0.1" not in str(cannot)


async def test_too_much_is_cut_off(server: FeedServer) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with_more = b"X" * 1_000_000
        while True:
            await response.write(with_more)

    server.handler = endless
    assert (await trouble(server.url, overall=30)).trouble is Trouble.LARGE
    server.handler, server.body = None, b"x" * (MOST_BYTES + 1)
    assert (await trouble(server.url)).trouble is Trouble.LARGE
    server.body = b"x" * MOST_BYTES
    assert (await fetched(server.url)).content == server.body


async def test_a_bomb_is_not_unpacked(server: FeedServer) -> None:
    bomb = zlib.compressobj(6, zlib.DEFLATED, 31)
    zeros = bytes(1_000_000)
    packed = b"".join(bomb.compress(zeros) for _ in range(200)) + bomb.flush()
    assert len(packed) < 500_000
    server.body, server.headers = packed, {"Content-Encoding": "gzip"}
    began = time.monotonic()
    assert (await trouble(server.url)).trouble is Trouble.LARGE
    assert time.monotonic() - began < 2
    server.headers = {"Content-Encoding": "gzip, gzip"}
    assert (await trouble(server.url)).trouble is Trouble.NO_CALENDAR
    server.body, server.headers = b"no gzip at all", {"Content-Encoding": "gzip"}
    assert (await trouble(server.url)).trouble is Trouble.NO_CALENDAR


async def test_what_drips_is_cut_off(server: FeedServer) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for byte in CALENDAR:
            await response.write(bytes([byte]))
            await asyncio.sleep(0.05)
        return response

    server.handler = drip
    began = time.monotonic()
    assert (await trouble(server.url, overall=0.4)).trouble is Trouble.SLOW
    assert time.monotonic() - began < 2


async def test_who_never_answers_is_left(server: FeedServer) -> None:
    async def silent(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        raise AssertionError

    server.handler = silent
    assert (await trouble(server.url, overall=0.3)).trouble is Trouble.SLOW


async def test_nobody_there() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert (await trouble(f"http://127.0.0.1:{held.getsockname()[1]}/x.ics")).trouble is Trouble.AWAY


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/pdf"])
async def test_other_kinds_of_things_are_not_read(server: FeedServer, kind: str) -> None:
    server.headers = {"Content-Type": kind}
    assert (await trouble(server.url)).trouble is Trouble.NO_CALENDAR


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.ics",
        "http://127.1/x.ics",
        "http://2130706433/x.ics",
        "http://0x7f000001/x.ics",
        "http://0177.0.0.1/x.ics",
        "http://0/x.ics",
        "http://0.0.0.0/x.ics",
        "http://10.0.0.1/x.ics",
        "http://172.16.0.1/x.ics",
        "http://192.168.1.1/x.ics",
        "http://100.64.0.1/x.ics",
        "http://169.254.169.254/latest/meta-data",
        "http://224.0.0.1/x.ics",
        "http://255.255.255.255/x.ics",
        "http://[::1]/x.ics",
        "http://[::]/x.ics",
        "http://[::ffff:127.0.0.1]/x.ics",
        "http://[::ffff:a00:1]/x.ics",
        "http://[64:ff9b::7f00:1]/x.ics",
        "http://[2002:7f00:1::]/x.ics",
        "http://[fe80::1]/x.ics",
        "http://[fd00::1]/x.ics",
        "http://[ff02::1]/x.ics",
        "http://localhost/x.ics",
        "http://LOCALHOST:8080/x.ics",
        "http://8.8.8.8:22/x.ics",
        "http://8.8.8.8:5432/x.ics",
        "http://ada:secret@8.8.8.8/x.ics",
        "ftp://8.8.8.8/x.ics",
        "file:///etc/passwd",
    ],
)
async def test_no_address_inside(url: str) -> None:
    assert (await trouble(url, own_network=False)).trouble is Trouble.INSIDE


async def test_a_name_that_leads_inside(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name of the world that resolves to this machine; also one that does so only now and then."""
    answers = [["93.184.215.14"], ["127.0.0.1"], ["::1"], ["169.254.169.254", "10.0.0.1"]]
    connected: list[str] = []

    def getaddrinfo(host: str, port: int, *_: object) -> list[object]:
        found = answers[0]
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in each], socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    async def sock_connect(_loop: object, _socket: object, address: tuple[str, int]) -> None:
        connected.append(address[0])
        raise OSError("not in a test")

    monkeypatch.setattr("bots.web_fetching.socket.getaddrinfo", getaddrinfo)
    monkeypatch.setattr(type(asyncio.get_running_loop()), "sock_connect", sock_connect)
    port = 8080
    assert (await trouble(f"http://feeds.example.com:{port}/x.ics", own_network=False)).trouble is Trouble.AWAY
    assert connected == ["93.184.215.14"]  # and the name was not looked up again
    for _ in range(3):
        del answers[0]
        assert (
            await trouble(f"http://feeds.example.com:{port}/x.ics", own_network=False)
        ).trouble is Trouble.INSIDE
    assert connected == ["93.184.215.14"]


async def test_a_redirect_inside(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """From an address that is taken for one of the world to this machine itself."""
    monkeypatch.setattr("bots.web_fetching.PORTS", frozenset({int(server.url.split(":")[2].split("/")[0])}))
    monkeypatch.setattr("bots.web_fetching.is_public", lambda address: address == "127.0.0.1")
    for target in (
        "http://127.0.0.2/x",
        "http://localhost:22/x",
        "http://[::1]/x",
        "file:///etc/passwd",
        "//10.0.0.1/x",
    ):
        server.status, server.headers = 302, {"Location": target}
        assert (await trouble(server.url, own_network=False)).trouble is Trouble.INSIDE, target


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("64:ff9b:1::808:808", False),
        ("2002:a00:1::", False),
        ("2001:0:a00:1::", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("fe80::1%eth0", False),
        ("2606:4700::1111%eth0", False),
        ("192.0.0.192", False),
        ("168.63.129.16", False),
        ("192.88.99.1", False),
        ("fec0::1", False),
        ("::127.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("3fff::1", False),
        ("5f00::1", False),
        ("not an address", False),
    ],
)
def test_addresses_of_the_open_internet(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_proxies_of_the_environment_are_not_used(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, server.at("/"))
    assert (await trouble("http://10.0.0.1/x.ics", own_network=False)).trouble is Trouble.INSIDE
    assert server.asked == []


async def test_names_that_take_long_keep_nobody_else_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(host: str, *_: object) -> list[object]:
        if host.startswith("slow"):
            time.sleep(0.5)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]

    monkeypatch.setattr("bots.web_fetching.socket.getaddrinfo", getaddrinfo)
    monkeypatch.setattr("bots.web_fetching.RESOLVING", 0.05)
    monkeypatch.setattr("bots.web_fetching.MOST_NAMES", 9)
    async with WebFetcher() as fetcher:

        async def why(name: str) -> object:
            with pytest.raises((CannotFetch, NotNow)) as error:
                await fetcher.fetch(f"http://{name}.example.com/x.ics", "", "")
            return error.value.trouble if isinstance(error.value, CannotFetch) else NotNow

        assert set(await asyncio.gather(*(why(f"slow{n}") for n in range(8)))) == {Trouble.SLOW}
        assert await why("quick") is Trouble.INSIDE
        assert await why("slow9") is Trouble.SLOW
        assert await why("quick") is NotNow  # and no fault of its own
        await asyncio.sleep(0.6)
        assert await why("quick") is Trouble.INSIDE
