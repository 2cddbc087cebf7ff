"""Writes the golden files anew: `python -m tests.golden`. Look at what changed before you keep it."""

import asyncio

from tests.golden.showing import FOLDER, all_looks


def main() -> None:
    looks = asyncio.run(all_looks())
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name, look in looks.items():
        (FOLDER / f"{name}.txt").write_text(look)


if __name__ == "__main__":
    main()
