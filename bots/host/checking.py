"""`reachwell check`: whether a host has anything to put right. Looks, and changes nothing."""

import os
import shutil
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from bots.host import discord
from bots.host.amounts import size, span
from bots.host.printing import show
from bots.host.telegram import Answer, Silent, WrongToken, ask_who_we_are
from bots.settings import Settings
from bots.terminal.clock import offset_of
from core.store import Newer, NotPrepared, Store, Unavailable

CLOCK_OFF = timedelta(seconds=5)  # from here on, reminders are noticeably early or late
LATE = timedelta(minutes=2)  # what is later says so itself
STUCK = timedelta(hours=1)
LITTLE_SPACE, NO_SPACE = 10**9, 10**8  # bytes

Open = Callable[[], Awaitable[Store]]


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `says` holds nothing private, and no secret."""

    subject: str
    level: Level
    says: str


_STYLES: dict[str, str] = {Level.OK: "green", Level.WARNING: "yellow", Level.PROBLEM: "bold red"}


async def look(settings: Settings, file: Path | None, open_: Open, now: Callable[[], datetime]) -> list[Finding]:
    """Everything, from the settings to what waits. `file` is the database's, None on a server; `open_` opens it to
    read."""
    findings = [Finding("settings", Level.OK, "can be read")]
    findings += await _database(settings, file, open_, now)
    if file is not None:
        findings += _space(file)
    return findings + await _platforms(settings, now)


async def _database(
    settings: Settings, file: Path | None, open_: Open, now: Callable[[], datetime]
) -> list[Finding]:
    if file is not None and (missing := _missing(file)):
        return [missing]
    try:
        store = await open_()
    except NotPrepared as soon:
        return [Finding("database", Level.WARNING, str(soon))]
    except Unavailable as error:
        return [Finding("database", Level.PROBLEM, str(error))]
    except Newer:
        return [Finding("database", Level.PROBLEM, "a newer version of Reachwell wrote it: update this one")]
    try:
        what = "PostgreSQL answers" if file is None else f"{size(_size(file))}, {_age(file, now())}"
        findings = [Finding("database", Level.OK, f"{what}; its tables are this version's")]
        if settings.platforms and await offset_of(store):
            moved = "its clock was moved in the terminal, so it cannot serve real people: choose another one"
            findings.append(Finding("database", Level.PROBLEM, moved))
        return [*findings, await _lag(settings, store, now())]
    except Unavailable as error:
        return [Finding("database", Level.PROBLEM, str(error))]
    finally:
        await store.close()


def _missing(file: Path) -> Finding | None:
    if file.exists():
        return None
    folder = file.absolute().parent
    if folder.is_dir() and os.access(folder, os.W_OK):
        return Finding("database", Level.WARNING, "there is no such file yet; the first start makes it")
    return Finding("database", Level.PROBLEM, "its directory does not exist, or may not be written")


def _age(file: Path, now: datetime) -> str:
    latest = max(each.st_mtime for each in _stats(file))
    return f"last written {span(now - datetime.fromtimestamp(latest, UTC))} ago"


def _size(file: Path) -> int:
    return sum(each.st_size for each in _stats(file))


def _stats(file: Path) -> list[os.stat_result]:
    """Of the database, and of its log while there is one."""
    found = [file.stat()]
    with suppress(FileNotFoundError):
        found.append(Path(f"{file}-wal").stat())
    return found


def _space(file: Path) -> list[Finding]:
    try:
        free = shutil.disk_usage(file.absolute().parent).free
    except OSError:
        return []  # said by the database already
    level = Level.PROBLEM if free < NO_SPACE else Level.WARNING if free < LITTLE_SPACE else Level.OK
    return [Finding("space", level, f"{size(free)} left for the database")]


async def _lag(settings: Settings, store: Store, now: datetime) -> Finding:
    if not settings.platforms:
        return Finding("lag", Level.OK, "not looked at: in the terminal, things come only while it is open")
    async with store.read() as tx:
        waits = {
            "delivery": await tx.deliveries.earliest(),
            "digest": await tx.accounts.earliest_digest(),
            "reminder": await tx.reminders.earliest(),
        }
    lags = {what: now - since for what, since in waits.items() if since is not None and since <= now}
    worst = max(lags.values(), default=timedelta())
    if worst < LATE:
        return Finding("lag", Level.OK, "nothing waits that should have gone")
    told = ", ".join(f"a {what} for {span(lag)}" for what, lag in lags.items() if lag >= LATE)
    stuck = worst >= STUCK
    says = f"overdue: {told}" + (". Is Reachwell running?" if stuck else "")
    return Finding("lag", Level.PROBLEM if stuck else Level.WARNING, says)


async def _platforms(settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    """Those that have a token. One of them is enough; of the clock only Telegram tells."""
    if not settings.platforms:
        neither = "neither TELEGRAM_TOKEN nor DISCORD_TOKEN is set: there is only the terminal"
        return [Finding("platforms", Level.WARNING, neither)]
    return [*await _telegram(settings, now), *await _discord(settings)]


async def _telegram(settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    if settings.telegram_token is None:
        return []
    try:
        answer = await ask_who_we_are(settings.telegram_token.get_secret_value(), settings.telegram_api_url, now)
    except WrongToken:
        return [Finding("telegram", Level.PROBLEM, "it does not know this token: check TELEGRAM_TOKEN")]
    except Silent as silent:
        return [Finding("telegram", Level.PROBLEM, str(silent))]
    return [Finding("telegram", Level.OK, f"it knows us as @{answer.username}"), _clock(answer)]


async def _discord(settings: Settings) -> list[Finding]:
    if settings.discord_token is None:
        return []
    try:
        known = await discord.ask_who_we_are(settings.discord_token.get_secret_value(), settings.discord_api_url)
    except WrongToken:
        return [Finding("discord", Level.PROBLEM, "it does not know this token: check DISCORD_TOKEN")]
    except Silent as silent:
        return [Finding("discord", Level.PROBLEM, str(silent))]
    if known.has_endpoint:
        elsewhere = "it sends what people do to an Interactions Endpoint URL: empty that field in the portal"
        return [Finding("discord", Level.PROBLEM, elsewhere)]
    return [Finding("discord", Level.OK, f"it knows us as {known.username}; to install: {known.invite}")]


def _clock(answer: Answer) -> Finding:
    if answer.ahead is None:
        return Finding("clock", Level.OK, "not compared: the server did not say what time it has")
    off = abs(answer.ahead)
    if off < CLOCK_OFF:
        return Finding("clock", Level.OK, "agrees with Telegram's")
    way, when = ("ahead of", "early") if answer.ahead > timedelta() else ("behind", "late")
    says = f"this machine is {span(off)} {way} Telegram, so everything comes too {when}: set its clock"
    return Finding("clock", Level.WARNING, says)


def show_findings(findings: Sequence[Finding], out: TextIO) -> None:
    """A line for each."""
    show([(each.level.value, each.subject, each.says) for each in findings], out, styles=_STYLES)
