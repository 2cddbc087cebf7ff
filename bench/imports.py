"""Import of 30,000 LinkedIn connections, staged and committed, against csv.DictReader and a plain executemany."""

import asyncio
import csv
import io
import sqlite3
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.report import spread, table
from core.app import App
from core.chat.reply import Button, Reply
from core.chat.request import Actor, Message, Press, Request, Upload
from core.facts.ids import new_id
from storage.store import open_store

ROWS = 30_000
RUNS = 3
ADA = Actor(platform="bench", external_id="ada", address="ada", name="Ada", timezone="America/Toronto")


def run(quick: bool = False) -> None:
    rows, runs = (300, 1) if quick else (ROWS, RUNS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Connections.csv"
        path.write_text(_connections(rows))
        plain, ours = [], []
        for number in range(runs):
            plain.append(rows / _plain(path, Path(folder) / f"plain{number}.db"))
            ours.append(rows / asyncio.run(_reachwell(path, rows, f"sqlite:///{folder}/ours{number}.db")))
    table(
        f"Import of {rows:,} connections ({runs} runs: median, least to most)",
        [
            ("", "rows/s", "share"),
            ("csv.DictReader and executemany, one table", spread(plain), "1.00"),
            ("Reachwell: staged, compared, committed", spread(ours), f"{median(ours) / median(plain):.2f}"),
        ],
    )


def _plain(path: Path, database: Path) -> float:
    started = time.perf_counter()
    raw = sqlite3.connect(database)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name, url, email, company, title, connected)")
    with path.open(newline="") as file:
        rows = [
            (
                f"{r['First Name']} {r['Last Name']}",
                r["URL"],
                r["Email Address"],
                r["Company"],
                r["Position"],
                r["Connected On"],
            )
            for r in csv.DictReader(file)
        ]
    with raw:
        raw.executemany(
            "INSERT INTO people (name, url, email, company, title, connected) VALUES (?,?,?,?,?,?)", rows
        )
    raw.close()
    return time.perf_counter() - started


async def _reachwell(path: Path, rows: int, database: str) -> float:
    store = await open_store(database)
    app = App(store, lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    async for _answer in app.answer(Request(key=new_id(), actor=ADA, body=Message(text="/start"))):
        pass
    started = time.perf_counter()
    preview: Reply | None = None
    upload = Upload(name="Connections.csv", size=path.stat().st_size, path=path)
    async for answer, _reader in app.answer(Request(key=new_id(), actor=ADA, body=upload)):
        preview = answer if isinstance(answer, Reply) else preview
    assert preview is not None
    button = preview.rows[0][0]
    assert isinstance(button, Button)
    async for _answer in app.answer(Request(key=new_id(), actor=ADA, body=Press(action=button.action))):
        pass
    seconds = time.perf_counter() - started
    async with store.read() as tx:
        known = await tx.accounts.of(ADA.platform, ADA.external_id)
        assert known is not None
        assert await tx.people.count(known[1].id) == rows
    await store.close()
    return seconds


def _connections(count: int) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"])
    for n in range(count):
        mail = f"person{n}@example.org" if n % 50 == 0 else ""
        url = f"https://www.linkedin.com/in/person-{n}"
        rows.writerow(
            [f"First{n % 700}", f"Last{n}", url, mail, f"Company {n % 900}", "Engineer, Platform", "04 Nov 2018"]
        )
    return out.getvalue()
