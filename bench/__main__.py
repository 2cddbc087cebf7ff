"""`make bench`: all benchmarks, or those that are named (`make bench ARGS="updates"`)."""

import sys

from bench import imports, search, updates

BENCHMARKS = {"updates": updates.run, "search": search.run, "imports": imports.run}


def main() -> None:
    for name in sys.argv[1:] or BENCHMARKS:
        if name not in BENCHMARKS:
            sys.exit(f"There is no benchmark {name}; there are {', '.join(BENCHMARKS)}.")
        BENCHMARKS[name]()


if __name__ == "__main__":
    main()
