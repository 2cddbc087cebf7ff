"""What goes wrong: refusals as Discord words them, troubles that a test orders, and rate limits."""

import asyncio
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

# The calls that tests name most, as Discord's description writes them.
MESSAGE = "POST /channels/{channel_id}/messages"
OPEN_DM = "POST /users/@me/channels"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
FOLLOWUP = "POST /webhooks/{webhook_id}/{webhook_token}"
EDIT_ORIGINAL = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
FILE = "GET a file"

# From discord.com/developers: what is answered with which status, and how it is called.
REFUSALS = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10070: (404, "Unknown Guild Scheduled Event"),
    30003: (400, "Maximum number of pinned messages reached (250)"),
    30038: (400, "Maximum number of uncompleted guild scheduled events reached (100)"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (400, "Maximum number of follow up messages reached for this interaction."),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    180000: (400, "Cannot update a finished event"),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
}


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What goes wrong with a call instead of, or after, its being carried out.

    Without a status, the connection breaks. A known `code` says its own status and message.
    """

    status: int = 0
    code: int = 0
    message: str = ""
    retry_after: float | None = None  # seconds; of a 429
    global_: bool = False
    carried_out: bool = False
    hangs: bool = False


class Refused(Exception):
    """A call that Discord answers with an error, though it is well-formed; of what is too late, with where."""

    def __init__(self, code: int, *wrongs: tuple[str, str]) -> None:
        super().__init__(REFUSALS[code][1])
        self.wrongs = wrongs
        self.code = code


class Malformed(Exception):
    """A call that no bot should make: noted, and answered with what is wrong where."""

    def __init__(self, *wrongs: tuple[str, str], code: int = 50035) -> None:
        super().__init__("; ".join(f"{where}: {what}".lstrip(": ") for where, what in wrongs))
        self.wrongs = wrongs
        self.code = code


def as_json(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """An answer; discord.py wants exactly this content type, without a charset."""
    return web.Response(
        body=json.dumps(content).encode(), status=status, headers=headers, content_type="application/json"
    )


def refusal(code: int) -> web.Response:
    status, message = REFUSALS[code]
    return as_json({"message": message, "code": code}, status)


def malformed(wrong: Malformed | Refused) -> web.Response:
    """With the tree of errors that discord.py puts into the message of its exception."""
    if wrong.code != 50035 or not wrong.wrongs:
        return refusal(wrong.code)
    errors: dict[str, Any] = {}
    for where, what in wrong.wrongs:
        at = errors
        for step in where.split(".") if where else ():
            at = at.setdefault(step, {})
        at.setdefault("_errors", []).append({"code": "INVALID", "message": what})
    return as_json({"message": "Invalid Form Body", "code": 50035, "errors": errors}, 400)


def too_many(retry_after: float, *, global_: bool = False, scope: str = "user") -> web.Response:
    """A 429; without the Via header discord.py takes it for a ban."""
    headers = {
        "Retry-After": str(math.ceil(retry_after)),
        "Via": "1.1 google",
        "X-RateLimit-Scope": "global" if global_ else scope,
        **({"X-RateLimit-Global": "true"} if global_ else {}),
    }
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": global_}
    return as_json(body, 429, headers)


def answer_to(trouble: Trouble) -> web.Response:
    if trouble.retry_after is not None:
        return too_many(trouble.retry_after, global_=trouble.global_, scope="shared")
    status, message = REFUSALS.get(trouble.code, (trouble.status, ""))
    status = trouble.status or status
    if status >= 500 and not trouble.code:  # as Discord's proxy answers: no JSON
        return web.Response(status=status, text="upstream connect error or disconnect/reset before headers")
    return as_json({"message": trouble.message or message, "code": trouble.code}, status)


@dataclass
class _Window:
    """So many calls from its first one on, and then anew: all of them come back at once, as Discord's do."""

    most: int
    seconds: float
    since: float = -math.inf
    taken: int = 0

    def has_room(self, now: float) -> bool:
        if now >= self.since + self.seconds:
            self.since, self.taken = now, 0
        return self.taken < self.most

    def resets_after(self, now: float) -> float:
        return self.since + self.seconds - now


class Enforced:
    """Rate limits that are enforced: every call that comes too early gets a 429, and is counted in `provoked`.

    `second` shortens all of it for quick tests: 0.1 makes five messages in five seconds five in half a second.
    """

    def __init__(
        self, *, everywhere: int = 50, routes: Mapping[str, tuple[int, float]] | None = None, second: float = 1.0
    ) -> None:
        self.provoked: list[str] = []
        self._routes = {MESSAGE: (5, 5.0)} if routes is None else routes  # so many in so many seconds
        self._second = second
        self._all = _Window(everywhere, second)
        self._buckets: dict[tuple[str, str], _Window] = {}

    def takes(self, route: str, major: str, *, counts_globally: bool) -> tuple[web.Response | None, dict[str, str]]:
        """A 429, if it has to be, and the headers of the answer. `major` is the channel or webhook."""
        now = asyncio.get_running_loop().time()
        windows = [self._all] if counts_globally else []
        if route in self._routes:
            most, seconds = self._routes[route]
            windows.append(self._buckets.setdefault((route, major), _Window(most, seconds * self._second)))
        for window in windows:
            if not window.has_room(now):
                self.provoked.append(route)
                return too_many(round(window.resets_after(now), 3) + 0.001, global_=window is self._all), {}
        for window in windows:
            window.taken += 1
        if route not in self._routes:
            return None, generous(route)
        bucket = windows[-1]
        return None, _headers(route, bucket.most, bucket.most - bucket.taken, bucket.resets_after(now))


def generous(route: str) -> dict[str, str]:
    """The headers of a bucket that never empties; without any, discord.py sends a route's calls one at a time."""
    return _headers(route, 100, 99, 1.0)


def _headers(route: str, limit: int, remaining: int, reset_after: float) -> dict[str, str]:
    return {
        "X-RateLimit-Bucket": route.replace(" ", ""),
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset-After": str(math.ceil(reset_after * 1000) / 1000),  # rounded up: never too early
        "X-RateLimit-Reset": f"{1_790_000_000 + reset_after:.3f}",
    }
