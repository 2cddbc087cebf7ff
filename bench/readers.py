"""Readers of exports against the plain parser underneath; the memory for a large archive; who waits meanwhile."""

import asyncio
import csv
import gc
import json
import mailbox
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from email.parser import BytesHeaderParser
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import vobject  # type: ignore[import-untyped]

from bench.exports import MEGABYTE, Export, exports, large
from bench.report import least, most, percentile, table
from core.app import App
from core.chat.request import Actor, Message, Request, Upload
from core.facts.ids import new_id
from core.imports import recognising
from core.imports.reading.source import Reading
from storage.store import open_store

GOAL = 0.25  # of the plain parser's speed
LARGE = 200  # megabytes
MOST_MEMORY = 300  # megabytes, beyond what is there already
RUNS = 3
ADA = Actor(platform="bench", external_id="ada", address="ada", name="Ada", timezone="America/Toronto")
BOB = Actor(platform="bench", external_id="bob", address="bob", name="Bob", timezone="America/Toronto")


def run(quick: bool = False) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _speeds(Path(folder), quick)
        _memory(Path(folder), 2 if quick else LARGE)
        asyncio.run(_waiting(Path(folder), 2 if quick else LARGE))


def _speeds(folder: Path, quick: bool) -> None:
    rows = [("", "MB/s", "rows/s", "compared with", "MB/s", "share")]
    for export in exports():
        count = 500 if quick else export.rows
        path = folder / export.name
        path.write_bytes(export.make(count))
        size = path.stat().st_size / MEGABYTE
        plain, ours = _both(export, path, 1 if quick else RUNS)
        rows.append(
            (
                export.title,
                f"{size / ours:,.0f}",
                f"{count / ours:,.0f}",
                export.parser,
                f"{size / plain:,.0f}",
                least(plain / ours, GOAL),
            )
        )
        path.unlink()
    table("Readers against the plain parser, from the same file (medians)", rows)


def _both(export: Export, path: Path, runs: int) -> tuple[float, float]:
    """Seconds: the plain parser's, and ours. In turns, so that a busy machine is busy for both."""
    plain, ours = [], []
    for _run in range(runs):
        plain.append(_timed(lambda: PARSERS[export.parser](path)))
        ours.append(_timed(lambda: read(path)))
    return median(plain), median(ours)


def _timed(work: Callable[[], object]) -> float:
    """Seconds of the processor: nothing here waits, and others may use the machine as well."""
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


def read(path: Path) -> int:
    """How many people our readers find."""
    reading = Reading(zone=ZoneInfo("America/Toronto"), today=date(2026, 11, 23), region="CA")
    haul = recognising.read(path, path.name, reading)
    people = len(haul.found) + (len(haul.table.rows) if haul.table else 0)
    assert people, path.name
    return people


def _csv(path: Path) -> int:
    with path.open(newline="", encoding="utf-8", errors="replace") as file:
        return sum(1 for _row in csv.DictReader(file))


def _json(path: Path) -> int:
    return len(json.loads(path.read_bytes()))


def _zip_and_json(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(
            len(json.loads(archive.read(name).partition(b"part0 = ")[2] or archive.read(name)))
            for name in archive.namelist()
        )


_MESSAGE = re.compile(r"(\d+/\d+/\d+), (\d+:\d+) - ([^:]+): ")


def _lines(path: Path) -> int:
    with path.open(encoding="utf-8") as file:
        return sum(1 for line in file if _MESSAGE.match(line))


def _vobject(path: Path) -> int:
    return sum(1 for _card in vobject.readComponents(path.read_text()))


def _mailbox(path: Path) -> int:
    box, parser = mailbox.mbox(path, create=False), BytesHeaderParser()
    with_date = 0
    for key in box.iterkeys():
        with_date += parser.parsebytes(box.get_bytes(key))["Date"] is not None
    box.close()
    return with_date


PARSERS: dict[str, Callable[[Path], int]] = {
    "csv": _csv,
    "json": _json,
    "zipfile, json": _zip_and_json,
    "lines, regex": _lines,
    "vobject": _vobject,
    "mailbox, email": _mailbox,
}


def _memory(folder: Path, megabytes: int) -> None:
    """What reading takes beyond an interpreter that has everything imported, each in one of its own."""
    rows = [("", "MB more at its peak", "seconds")]
    for title, path in large(folder, megabytes):
        before, after, seconds = map(float, _alone(path).split())
        rows.append(
            (
                f"{title}, {path.stat().st_size / MEGABYTE:,.0f} MB",
                most(after - before, MOST_MEMORY, 0),
                f"{seconds:.1f}",
            )
        )
        path.unlink()
    table("Memory for a large archive", rows)


_ALONE = """
import sys, time
from pathlib import Path
from bench.readers import read
def kilobytes(what):  # not of getrusage, whose peak a child has from its parent
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(what))
before, started = kilobytes("VmRSS"), time.perf_counter()
Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
read(Path(sys.argv[1]))
print(before / 1024, kilobytes("VmHWM") / 1024, time.perf_counter() - started)
"""


def _alone(path: Path) -> str:
    return subprocess.run([sys.executable, "-c", _ALONE, path], check=True, capture_output=True, text=True).stdout


async def _waiting(folder: Path, megabytes: int) -> None:
    """How long Bob's /met takes while Ada's archive is read, and with nobody else there."""
    store = await open_store(f"sqlite:///{folder}/waiting.db")
    app = App(store, lambda: datetime.now(UTC))
    for actor in (ADA, BOB):
        await _said(app, actor, "/start")
    await _said(app, BOB, "/add Jane Doe")
    rows = [("", "times", "p50 ms", "p99 ms")]
    rows.append(("alone", *_percentiles(await _mets(app, asyncio.sleep(3)))))
    for title, path in large(folder, megabytes):
        rows.append((f"beside {title}", *_percentiles(await _mets(app, _sent(app, path)))))
        path.unlink()
    await store.close()
    table(f"/met of somebody else while {megabytes} MB are read, staged and shown", rows)


async def _mets(app: App, meanwhile: Awaitable[object]) -> list[float]:
    """Milliseconds of each /met until the other thing is over."""
    task = asyncio.ensure_future(meanwhile)
    taken = []
    while not task.done():
        started = time.perf_counter()
        await _said(app, BOB, "/met Jane Doe")
        taken.append(1000 * (time.perf_counter() - started))
        await asyncio.sleep(0.02)
    await task
    return taken


async def _sent(app: App, path: Path) -> None:
    upload = Upload(name=path.name, size=path.stat().st_size, path=path)
    async for _answer in app.answer(Request(key=new_id(), actor=ADA, body=upload)):
        pass


async def _said(app: App, actor: Actor, text: str) -> None:
    async for _answer in app.answer(Request(key=new_id(), actor=actor, body=Message(text=text))):
        pass


def _percentiles(taken: list[float]) -> tuple[str, str, str]:
    return f"{len(taken)}", f"{percentile(taken, 0.5):,.1f}", f"{percentile(taken, 0.99):,.1f}"
