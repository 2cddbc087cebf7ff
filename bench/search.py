"""/who and /today among 5,000 contacts, through the whole core, against the bare SQL that they need."""

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.report import percentile, table
from core.app import App
from core.chat.request import Actor, Message, Request
from core.facts.cadence import Cadence, Unit
from core.facts.ids import AccountId, ContactId, new_id
from core.facts.people import Contact, Keep
from core.people.due import settled
from storage.store import open_store

CONTACTS = 5000
RUNS = 200
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ADA = Actor(platform="bench", external_id="ada", address="ada", name="Ada", timezone="America/Toronto")
FIRST = ["Jane", "Raj", "Zoë", "José", "Mary", "Tomás", "Ana", "Kofi", "Li", "Fatima", "Olga", "Sven", "Aiko"]
LAST = ["Doe", "Patel", "Brandt", "Ñoño", "O'Brien", "Reyes", "Kovač", "Mensah", "Wei", "Khan", "Petrova", "Berg"]


def run(quick: bool = False) -> None:
    asyncio.run(_run(20 if quick else RUNS))


async def _run(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        store = await open_store(f"sqlite:///{path}")
        app = App(store, lambda: NOW)
        await _say(app, "/start")
        async with store.write() as tx:
            known = await tx.accounts.of(ADA.platform, ADA.external_id)
            assert known is not None
            contacts = [settled(each, known[1]) for each in network(known[1].id)]
            await tx.people.add(contacts)
        name, typo = contacts[1234].name, contacts[1234].name[1:]
        rows = [("", "p50 ms", "p99 ms", "of the bare SQL (p50)")]
        bare = _bare(path, contacts[1234], known[1].id, runs)
        for title, work, baseline in (
            ("/who, a whole name", lambda: _say(app, f"/who {name}"), bare["card"]),
            ("/who, mistyped", lambda: _say(app, f"/who {typo}"), bare["names"]),
            ("/who @company, first page", lambda: _say(app, "/who @company7"), bare["search"]),
            ("/today", lambda: _say(app, "/today"), bare["due"]),
        ):
            times = await _times(work, runs)
            rows.append(
                (
                    title,
                    f"{percentile(times, 0.5):.2f}",
                    f"{percentile(times, 0.99):.2f}",
                    f"{percentile(times, 0.5) / baseline:.1f} × {baseline:.2f} ms",
                )
            )
        await store.close()
        table(f"One person with {CONTACTS:,} contacts, SQLite, one after another ({runs} times each)", rows)


async def _say(app: App, line: str) -> None:
    async for _answer in app.answer(Request(key=new_id(), actor=ADA, body=Message(text=line))):
        pass


async def _times(work: Callable[[], Awaitable[None]], runs: int) -> list[float]:
    for _ in range(10):
        await work()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        await work()
        times.append((time.perf_counter() - started) * 1000)
    return times


def _bare(path: Path, contact: Contact, owner: AccountId, runs: int) -> dict[str, float]:
    """The median milliseconds of the statements that each needs at least, in sqlite3 alone."""
    raw = sqlite3.connect(path)
    statements: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "card": [
            ("SELECT * FROM contacts WHERE account_id = ? AND id = ?", (owner, contact.id)),
            ("SELECT * FROM entries WHERE account_id = ? AND contact_id = ? LIMIT 5", (owner, contact.id)),
        ],
        "names": [("SELECT contact_id, value FROM keys WHERE account_id = ? AND kind = 'name'", (owner,))],
        "search": [("SELECT * FROM contacts WHERE account_id = ? AND company = 'Company7' LIMIT 9", (owner,))],
        "due": [("SELECT * FROM contacts WHERE account_id = ? AND due_on <= ?", (owner, TODAY.isoformat()))],
    }
    medians = {}
    for name, each in statements.items():
        times = []
        for _ in range(runs):
            started = time.perf_counter()
            for statement, values in each:
                raw.execute(statement, values).fetchall()
            times.append((time.perf_counter() - started) * 1000)
        medians[name] = percentile(times, 0.5)
    raw.close()
    return medians


def network(owner: AccountId) -> list[Contact]:
    """A believable network: a tenth with a cadence, a third of those overdue."""
    chance = random.Random(7)
    contacts = []
    for number in range(CONTACTS):
        kept = chance.random() < 0.1
        contacts.append(
            Contact(
                id=ContactId(new_id()),
                owner=owner,
                name=f"{chance.choice(FIRST)} {chance.choice(LAST)} {_syllables(chance)}",
                company=f"Company{number % 400}",
                tags=("mentor",) if number % 50 == 0 else (),
                created_at=NOW,
                cadence_since=TODAY - timedelta(days=400),
                quiet_since=TODAY,
                keep=Keep.OWN if kept else Keep.TAGS,
                cadence=Cadence(count=6, unit=Unit.WEEK) if kept else None,
                last_touch_on=TODAY - timedelta(days=chance.randrange(60)) if kept else None,
                met_on=TODAY - timedelta(days=chance.randrange(3000)),
            )
        )
    return contacts


def _syllables(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(3)).capitalize()
