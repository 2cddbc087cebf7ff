"""What a benchmark says: rows of named figures, as a table."""

from collections.abc import Sequence
from statistics import median


def spread(values: Sequence[float]) -> str:
    """The median, and the smallest and largest."""
    return f"{median(values):,.0f} ({min(values):,.0f} to {max(values):,.0f})"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def table(title: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows under a title, the columns aligned."""
    print(f"\n{title}")
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
