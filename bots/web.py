"""The web server: people's own calendars, the page behind a card's code, and whether all is well.

It listens behind something that speaks HTTPS (docs/hosting.md). Addresses hold secrets, so none is ever logged, and
whoever asks for one that is not, or not any more, learns nothing else.
"""

import asyncio
import errno
import hashlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from aiohttp import ETag, hdrs, web
from aiohttp.web_protocol import RequestHandler

from core.chat.failures import trace
from core.handshakes.page import Page
from core.store import Unavailable

HEALTH = "/healthz"
SILENT_FOR = 120.0  # seconds without a tick after which all is not well
_MOST_HEADERS = 8190  # bytes of one
_KEEP_ALIVE = 15.0
_GRACE = 3.0  # seconds for what is under way when it stops
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}

_WHY = {
    errno.EADDRINUSE: "another program does so already; choose another port",
    errno.EACCES: "that port needs more rights than Reachwell has; choose one from 1024 on",
}

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Served(Protocol):
    """What the web server asks of the core (core.app.App)."""

    async def calendar_at(self, token: str) -> bytes | None: ...

    async def landing(self, code: str) -> Page: ...

    async def next_due(self) -> datetime | None: ...


class CannotListen(Exception):
    """The port is taken, or not ours to take. Its text says so in words."""


class WebServer:
    """One server on one port."""

    def __init__(self, served: Served, host: str, port: int, silent_for: Callable[[], float]) -> None:
        """`silent_for` says how many seconds ago the clockwork last ticked."""
        self._served = served
        self._host, self._port = host, port
        self._silent_for = silent_for
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        """On which it listens: chosen by the system where 0 was asked for."""
        assert self._runner is not None
        return int(self._runner.addresses[0][1])

    async def start(self) -> None:
        """Listen from now on. Raises CannotListen."""
        # What of ours goes wrong is logged here; its own lines quote whatever knocks at an open port.
        logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
        application = web.Application(middlewares=[_guarded])
        application.on_response_prepare.append(_dressed)
        # HEAD comes with GET.
        application.router.add_get(HEALTH, self._health)
        application.router.add_get(r"/cal/{token:[\w-]+}.ics", self._calendar)
        application.router.add_get("/c/{code}", self._card)
        runner = _Runner(
            application,
            access_log=None,  # an address is all that is needed to read a calendar
            handle_signals=False,
            shutdown_timeout=_GRACE,
            keepalive_timeout=_KEEP_ALIVE,
            max_line_size=_MOST_HEADERS,
            max_field_size=_MOST_HEADERS,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            await runner.cleanup()
            raise CannotListen(
                f"The web server cannot listen on {self._host}, port {self._port} (WEB_HOST, WEB_PORT): "
                f"{_WHY.get(error.errno or 0, 'this machine has no such address')}."
            ) from None
        self._runner = runner

    async def stop(self) -> None:
        """Take nothing more; what is under way may end within seconds."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def _calendar(self, request: web.Request) -> web.StreamResponse:
        content = await self._served.calendar_at(request.match_info["token"])
        if content is None:
            raise web.HTTPNotFound
        tag = hashlib.sha256(content).hexdigest()[:32]
        headers = {
            # Looked at again each time, which costs little while nothing has changed; and nobody between keeps it.
            "Cache-Control": "private, max-age=300",
            "Content-Disposition": 'inline; filename="reachwell.ics"',
        }
        if any(each.value in (tag, "*") for each in request.if_none_match or ()):
            unchanged = web.Response(status=304, headers=headers)
            unchanged.etag = ETag(tag, is_weak=True)
            return unchanged
        response = web.Response(body=content, content_type="text/calendar", charset="utf-8", headers=headers)
        response.etag = ETag(tag, is_weak=True)  # weak: it is the same, packed or not
        response.enable_compression()
        return response

    async def _card(self, request: web.Request) -> web.StreamResponse:
        page = await self._served.landing(request.match_info["code"])
        return web.Response(status=page.status, body=page.html.encode(), headers=page.headers)

    async def _health(self, _request: web.Request) -> web.StreamResponse:
        """200 while the database can be read and the clockwork ticks, else 503; in words of JSON."""
        silent = self._silent_for()
        try:
            await self._served.next_due()
            readable = True
        except Unavailable:
            readable = False
        well = readable and silent < SILENT_FOR
        said = {
            "status": "ok" if well else "trouble",
            "database": "ok" if readable else "not readable",
            "last_tick_seconds": round(silent, 1),
        }
        return web.json_response(said, status=200 if well else 503)


class _Protocol(RequestHandler):
    """One connection. What is no HTTP is answered in our words as well: aiohttp's quote what was sent."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if request.writer.output_size > 0:
            raise ConnectionError("part of another answer was sent already")
        response = web.Response(status=status, text=f"{status} Bad request\n" if status < 500 else f"{status}\n")
        _dress(response)
        response.headers[hdrs.SERVER] = ""  # else it is entered later
        response.force_close()
        return response


class _Server(web.Server):
    """Makes one of these for each connection."""

    def __call__(self) -> RequestHandler:
        return _Protocol(self, loop=self._loop, **self._kwargs)


class _Runner(web.AppRunner):
    """Runs an application on such a server."""

    async def _make_server(self) -> web.Server:
        usual = await super()._make_server()
        return _Server(
            usual.request_handler,
            request_factory=usual.request_factory,
            loop=asyncio.get_running_loop(),
            **self._kwargs,
        )


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Nothing of what goes wrong is told to the world, nor is any address to the log."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        return web.Response(status=error.status, text=f"{error.status} {error.reason}\n")
    except Unavailable:
        log.warning("The database was not available for the web server.")
        return web.Response(status=503, text="503 Please try again soon\n", headers={hdrs.RETRY_AFTER: "30"})
    except Exception as error:
        log.error("The web server failed:\n%s", trace(error))
        return web.Response(status=500, text="500 Something went wrong\n")


async def _dressed(_request: web.Request, response: web.StreamResponse) -> None:
    _dress(response)


def _dress(response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.popall(hdrs.SERVER, None)
