"""A web server on loopback that serves calendars: good ones, changed ones, and what a hostile one may think of."""

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self
from unittest.mock import patch

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class FeedServer:
    """Answers /x.ics with what a test says, and counts who asks. `async with` it: meanwhile loopback, too, is taken
    for a place on the internet by whoever reads addresses."""

    def __init__(self) -> None:
        self.body: bytes = b""
        self.headers: dict[str, str] = {}
        self.status = 200
        self.asked: list[dict[str, str]] = []
        self.handler: Handler | None = None
        self._runner: web.AppRunner | None = None
        self._outside = patch("core.ical.open_internet.is_inside", return_value=False)

    @property
    def url(self) -> str:
        return self.at("/x.ics")

    def at(self, path: str) -> str:
        assert self._runner is not None
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}{path}"

    async def __aenter__(self) -> Self:
        self._outside.start()
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._outside.stop()
        assert self._runner is not None
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(dict(request.headers))
        if self.handler is not None:
            return await self.handler(request)
        etag = self.headers.get("ETag")
        if etag and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=self.headers)
        return web.Response(
            status=self.status, body=self.body, headers={"Content-Type": "text/calendar", **self.headers}
        )


def calendar(*events: str, name: str = "Kiwanis") -> bytes:
    """A calendar of these events (`vevent`)."""
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nX-WR-CALNAME:{name}\r\n"
    return (head + "".join(events) + "END:VCALENDAR\r\n").encode()


def vevent(uid: str, start: str = "20261201T073000", title: str = "Breakfast", *more: str) -> str:
    """One event in Toronto, of an hour and a half; with these further lines."""
    value = f";TZID=America/Toronto:{start}" if "T" in start else f";VALUE=DATE:{start}"
    lines = ("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", f"DTSTART{value}", f"SUMMARY:{title}", *more)
    return "\r\n".join((*lines, "END:VEVENT", ""))
