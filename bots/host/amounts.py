"""Spans of time and sizes of files, as a host reads them."""

from datetime import timedelta

_UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))


def span(time: timedelta) -> str:
    """In its largest unit, rounded down.

    >>> span(timedelta(hours=49)), span(timedelta(seconds=61)), span(timedelta())
    ('2 days', '1 minute', '0 seconds')
    """
    seconds = max(int(time.total_seconds()), 0)
    name, unit = next((each for each in _UNITS if seconds >= each[1]), _UNITS[-1])
    count = seconds // unit
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def size(count: int) -> str:
    """Of so many bytes.

    >>> size(999), size(2_345_678), size(83_000_000_000)
    ('1.0 kB', '2.3 MB', '83.0 GB')
    """
    for name, unit in (("GB", 10**9), ("MB", 10**6)):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count / 1000:.1f} kB"
