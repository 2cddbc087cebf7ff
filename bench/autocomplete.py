"""Names completed among 5,000 contacts in Discord, over loopback, while others enter fifty commands a second."""

import asyncio
import json
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from bench.discord_server import A_SECOND, FIRST_ID, KEYS_A_SECOND, TYPIST
from bench.interactions import ECHO, MET, discord_for, echo, fill, reachwell, say
from bench.report import most, percentile, table
from bench.search import CONTACTS, NOW, network
from core.app import App
from core.people.due import settled
from storage.store import open_store

KEYS = 1000
RUNS = 3
GOAL = 100  # ms for 99 of 100
NOTHING, FEW, MORE, MISTYPED = "nothing typed yet", "one or two letters", "three letters or more", "mistyped"

Times = dict[str, list[float]]  # milliseconds, by what was typed


def run(quick: bool = False) -> None:
    keys, runs = (60, 1) if quick else (KEYS, RUNS)
    bare: list[Times] = []
    ours: list[Times] = []
    for _ in range(runs):
        bare.append(_measure(echo("words"), ECHO, "text", ["J"] * keys))
        with tempfile.TemporaryDirectory() as folder:
            database = f"sqlite:///{folder}/bench.db"
            names = asyncio.run(_fill(database))
            lines = [line for line, _ in zip(_typed(names), range(keys), strict=False)]
            ours.append(_measure(reachwell(database), MET, "who", lines))
    rows = [("", "p50 ms", "p99 ms")]
    rows += [("discord.py, three names", *_shown([one["keys"] for one in bare]))]
    rows += [
        (f"Reachwell, {kind}", *_shown([one[kind] for one in ours])) for kind in (NOTHING, FEW, MORE, MISTYPED)
    ]
    all_of_them = [one["keys"] for one in ours]
    rows += [("Reachwell, all of them", _shown(all_of_them)[0], most(_median_of(all_of_them, 0.99), GOAL, 0))]
    rows += [("discord.py's echo meanwhile", *_shown([one["commands"] for one in bare]))]
    rows += [("Reachwell's /met meanwhile", *_shown([one["commands"] for one in ours]))]
    table(
        f"Completed among {CONTACTS:,} contacts while {A_SECOND} commands a second are entered "
        f"({keys} keys, {KEYS_A_SECOND} a second, medians of {runs} runs)",
        rows,
    )


def _measure(
    bot: Sequence[str], entered: tuple[str, Mapping[str, str]], option: str, lines: Sequence[str]
) -> Times:
    typed = json.dumps([(option, line) for line in lines])
    with discord_for(bot, entered, "--type", typed) as server:
        found = json.loads(server.says.readline())
    times = {name: [seconds * 1000 for seconds in found[name]] for name in ("commands", "keys")}
    for line, took in zip(lines, times["keys"], strict=True):
        times.setdefault(_kind(line), []).append(took)
    return times


async def _fill(database: str) -> list[str]:
    """The names of the contacts that the typist has."""
    await fill(database)
    store = await open_store(database)
    await say(App(store, lambda: NOW), TYPIST, "/start")
    async with store.write() as tx:
        known = await tx.accounts.of("discord", str(FIRST_ID + TYPIST))
        assert known is not None
        contacts = [settled(each, known[1]) for each in network(known[1].id)]
        await tx.people.add(contacts)
    await store.close()
    return [contact.name for contact in contacts]


def _typed(names: Sequence[str]) -> Iterator[str]:
    """Names as they are typed, letter by letter, some of them with two letters in the wrong order."""
    chance = random.Random(7)
    while True:
        name = chance.choice(names)
        yield from (name[:end] for end in (0, 1, 2, 3, 4, 6, 9, len(name)))
        yield f"{name[0]}{name[2]}{name[1]}{name[3:]}~"


def _kind(line: str) -> str:
    return MISTYPED if line.endswith("~") else MORE if len(line) > 2 else FEW if line else NOTHING


def _shown(runs: Sequence[Sequence[float]]) -> tuple[str, str]:
    return f"{_median_of(runs, 0.5):.1f}", f"{_median_of(runs, 0.99):.1f}"


def _median_of(runs: Sequence[Sequence[float]], share: float) -> float:
    return median(percentile(times, share) for times in runs)
