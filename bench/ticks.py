"""A tick of the clockwork among very many people, when nothing is due and when a thousand things are."""

import asyncio
import random
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

from bench.crowd import MORNING, NOW, PLATFORM, Crowd, account_id, fill, owe, reminder_id
from bench.databases import ENGINES, ask, fresh, raw, settle
from bench.report import most, spread, table
from bench.watching import Sent, reading_everything, statements_of
from core.app import App
from core.chat.reply import Reply
from core.chat.words import Reader
from core.delivery.sending import Sender
from core.facts.account import Identity
from storage import tables
from storage.store import open_store

BIG = ("accounts", "identities", "contacts", "reminders", "deliveries")  # those with a row of everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    few: int
    many: int
    due: int  # half of them digests, half reminders with an hour of their own
    quiet_ticks: int
    due_ticks: int


WHOLE = Size(few=10_000, many=1_000_000, due=1000, quiet_ticks=300, due_ticks=5)
QUICK = Size(few=500, many=5000, due=100, quiet_ticks=50, due_ticks=2)


class AtOnce:
    """A platform that takes every message without a moment's delay."""

    takes_nonce = False

    def __init__(self) -> None:
        self.sent = 0

    async def turn(self, identity: Identity) -> None:
        return

    async def send(self, identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        self.sent += 1
        return str(self.sent)


@dataclass(slots=True)
class Times:
    """What was measured among a number of people: milliseconds of each tick."""

    quiet: list[float] = field(default_factory=list)
    waiting: list[float] = field(default_factory=list)
    due: list[float] = field(default_factory=list)
    statements: list[Sent] = field(default_factory=list)


async def tick(app: App, senders: Mapping[str, Sender]) -> None:
    """What bots/clockwork.py does: batch after batch until there is nothing left."""
    while await app.plan():
        pass
    while await app.deliver(senders):
        pass


def run(quick: bool = False) -> None:
    size = QUICK if quick else WHOLE
    rows = [("", f"{size.few:,} accounts", f"{size.many:,} accounts", "many against few")]
    scans: list[str] = []
    for engine in ENGINES:
        with ExitStack() as stack:
            urls = {people: stack.enter_context(fresh(engine)) for people in (size.few, size.many)}
            for people, url in urls.items():
                fill(url, Crowd(people=people, contacts=1, overdue=True, waiting=True))
            times = asyncio.run(_measure(urls, size))
            few, many = times[size.few], times[size.many]
            quiet = median(many.quiet) / median(few.quiet)
            due = median(many.due) / median(few.due)
            rows += [
                (f"{engine}: nothing due, ms", spread(few.quiet, 2), spread(many.quiet, 2), most(quiet, 1.5)),
                (
                    f"{engine}: the same while one in a hundred cannot be reached",
                    *_against(few.waiting, many.waiting),
                ),
                (f"{engine}: {size.due:,} due, ms", spread(few.due), spread(many.due), most(due, 4)),
            ]
            whole = reading_everything(urls[size.many], many.statements, BIG)
            if engine == "SQLite":  # a host may let it gather statistics, and then it plans anew
                ask(urls[size.many], "ANALYZE")
                whole |= reading_everything(urls[size.many], many.statements, BIG)
            all_of_them = len(dict(many.statements))
            rows.append(
                (
                    f"{engine}: statements that read a whole table",
                    "",
                    f"{len(whole)} of {all_of_them}",
                    most(len(whole), 0, 0),
                )
            )
            scans += [f"{engine}: {statement}" for statement in sorted(whole)]
    table("A tick: plan, and deliver to a platform that answers at once (median, least to most)", rows)
    print(*scans, sep="\n")


async def _measure(urls: Mapping[int, str], size: Size) -> dict[int, Times]:
    """In turns, so that whatever else the machine does meets both."""
    stores = {people: await open_store(url) for people, url in urls.items()}
    apps = {people: App(store, lambda: NOW) for people, store in stores.items()}
    times = {people: Times() for people in urls}
    sender = AtOnce()
    senders = {PLATFORM: sender}
    for kind in ("quiet", "waiting"):
        for number in range(-10, size.quiet_ticks):
            for people, app in apps.items():
                started = time.perf_counter()
                await tick(app, senders)
                if number >= 0:
                    getattr(times[people], kind).append((time.perf_counter() - started) * 1000)
        for people, url in urls.items():
            await asyncio.to_thread(_block if kind == "quiet" else _unblock, url, people)
    assert sender.sent == 0
    orders = {people: random.Random(5).sample(range(people), size.due * (size.due_ticks + 1)) for people in urls}
    for number in range(-1, size.due_ticks):
        for people, app in apps.items():
            chosen, orders[people] = orders[people][: size.due], orders[people][size.due :]
            await asyncio.to_thread(_make_due, urls[people], chosen)
            sender.sent = 0
            started = time.perf_counter()
            if number >= 0:
                await tick(app, senders)
                times[people].due.append((time.perf_counter() - started) * 1000)
            else:
                with statements_of(stores[people]) as found:
                    await tick(app, senders)
                times[people].statements = found
            assert sender.sent == size.due, f"{sender.sent} were sent"
    for store in stores.values():
        await store.close()
    return times


def _block(url: str, people: int) -> None:
    """One in a hundred cannot be reached, and something waits until they can."""
    numbers = range(0, people, 100)
    owe(url, numbers)
    accounts = ", ".join(f"'{account_id(number)}'" for number in numbers)
    ask(url, f"UPDATE identities SET reachable = FALSE WHERE account_id IN ({accounts})")
    settle(url)


def _unblock(url: str, _people: int) -> None:
    ask(
        url,
        "DELETE FROM deliveries WHERE state = 'pending'",
        "UPDATE identities SET reachable = TRUE WHERE NOT reachable",
    )
    settle(url)


def _against(few: list[float], many: list[float]) -> tuple[str, str, str]:
    return spread(few, 2), spread(many, 2), f"{median(many) / median(few):.2f}"


def _make_due(url: str, people: list[int]) -> None:
    """Let the morning of these people come: of one half the digest, of the other their reminder."""
    half = len(people) // 2
    accounts = ", ".join(f"'{account_id(number)}'" for number in people[:half])
    reminders = ", ".join(f"'{reminder_id(number)}'" for number in people[half:])
    instant = raw(url, tables.reminders.c.next_at, MORNING)
    day = raw(url, tables.reminders.c.day, MORNING.date())
    ask(
        url,
        f"UPDATE accounts SET next_digest_at = '{instant}' WHERE id IN ({accounts})",
        f"UPDATE reminders SET next_at = '{instant}', \"on\" = '{day}', day = '{day}' WHERE id IN ({reminders})",
    )
