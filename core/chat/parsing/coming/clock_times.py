"""Times of day standing anywhere in a sentence: "9am", "at 9:30", "half past 8", "at 8 in the evening", "noon"."""

from dataclasses import replace
from datetime import time

from core.chat.parsing.coming.day_parts import DayPart, day_parts, named_hours
from core.chat.parsing.coming.hours import ClockTime, hours_in
from core.chat.parsing.letters import plain_letters

__all__ = ["ClockTime", "find_times"]


def find_times(text: str) -> list[ClockTime]:
    """Every time of day in a text, in order, none over another; of "3-5pm" the first.

    An hour and a part of the day that belong together are one where they stand together, else two of the same
    time ("at 8 every evening"), so that both can be cut out. Ordinary numbers are no times: "room 12", "3
    people", "version 1.2", "24/7", "$5", "in 2h".

    >>> [(each.at.isoformat("minutes"), each.start, each.end) for each in find_times("tea at 8 in the evening")]
    [('20:00', 4, 23)]
    """
    text = plain_letters(text)
    hours = hours_in(text)
    hours += [hour for hour in named_hours(text) if not any(_overlap(hour, other) for other in hours)]
    alone: list[ClockTime] = []
    for part in day_parts(text, hours):
        if any(_overlap(part, hour) for hour in hours):
            continue
        near = [hour for hour in hours if _belong(text, part, hour)]
        if not near:
            alone.append(ClockTime(at=part.at, start=part.start, end=part.end))
            continue
        hour = min(near, key=lambda each: max(each.start - part.end, part.start - each.end))
        meant = _within(hour, part)
        if _between(text, part, hour).strip(" ,"):
            alone.append(ClockTime(at=meant.at, start=part.start, end=part.end))
        else:
            meant = replace(meant, start=min(part.start, hour.start), end=max(part.end, hour.end))
        hours[hours.index(hour)] = meant
    return sorted([*hours, *alone], key=lambda each: each.start)


def _belong(text: str, part: DayPart, hour: ClockTime) -> bool:
    """Whether an hour may be that of a part of the day: nothing between them parts them, and it lies within."""
    words = _between(text, part, hour).casefold().split()
    if len(words) > 6 or not _PARTING.isdisjoint(words):
        return False
    return part.holds(hour.at) or (hour.other is not None and part.holds(hour.other))


def _within(hour: ClockTime, part: DayPart) -> ClockTime:
    """The hour as it is in that part of the day: 8 in the evening, 12 at night, 3 at night."""
    if hour.other is None:
        return hour
    early, late = sorted((hour.at, hour.other))
    if part.name == "morning" or (part.name in ("evening", "night") and early.hour == 0):
        return replace(hour, at=early, other=None)
    if part.name == "night" and early < time(5):
        return replace(hour, at=early, other=None)
    return replace(hour, at=late, other=None)


def _between(text: str, part: DayPart, hour: ClockTime) -> str:
    return text[min(part.end, hour.end) : max(part.start, hour.start)]


def _overlap(one: ClockTime | DayPart, other: ClockTime) -> bool:
    return one.start < other.end and other.start < one.end


_PARTING = frozenset({"and", "or", "&", "then", "\x00"})
