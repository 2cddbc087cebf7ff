"""What a benchmark says: rows of named figures, as a table, and whether a goal was reached."""

from collections.abc import Sequence
from statistics import median


def spread(values: Sequence[float], digits: int = 0) -> str:
    """The median, and the smallest and largest."""
    low, middle, high = (f"{each:,.{digits}f}" for each in (min(values), median(values), max(values)))
    return f"{middle} ({low} to {high})"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def least(value: float, goal: float, digits: int = 2) -> str:
    """A figure that should be at least its goal."""
    return f"{value:,.{digits}f}, goal ≥ {goal:g}: {_verdict(value >= goal)}"


def most(value: float, goal: float, digits: int = 2) -> str:
    """A figure that should be at most its goal."""
    return f"{value:,.{digits}f}, goal ≤ {goal:g}: {_verdict(value <= goal)}"


def table(title: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows under a title, the columns aligned."""
    print(f"\n{title}")
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _verdict(reached: bool) -> str:
    return "reached" if reached else "MISSED"
