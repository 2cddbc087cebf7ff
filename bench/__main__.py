"""`make bench`: all benchmarks but those that take minutes by the clock, or those that are named.

`make bench ARGS="updates search"`; with --quick each is only tried out, and its figures say nothing.
"""

import argparse
from collections.abc import Callable

from bench import (
    autocomplete,
    flood,
    imports,
    interactions,
    jobqueue,
    outbox,
    planning,
    readers,
    search,
    sending,
    ticks,
    updates,
)

BENCHMARKS: dict[str, Callable[[bool], None]] = {
    "updates": updates.run,
    "interactions": interactions.run,
    "autocomplete": autocomplete.run,
    "search": search.run,
    "imports": imports.run,
    "readers": readers.run,
    "ticks": ticks.run,
    "planning": planning.run,
    "outbox": outbox.run,
    "sending": sending.run,
    "jobqueue": jobqueue.run,
}
ONLY_BY_NAME = {"flood": flood.run}


def main() -> None:
    known = BENCHMARKS | ONLY_BY_NAME
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--quick", action="store_true", help="small sizes, to see whether it runs")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in known]:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(known)}")
    for name in asked.names or BENCHMARKS:
        known[name](asked.quick)


if __name__ == "__main__":
    main()
