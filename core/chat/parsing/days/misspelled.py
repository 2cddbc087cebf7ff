"""Small typing errors in the names of days: "yesteday", "wendesday", "firday"."""

import re

from rapidfuzz.distance import OSA

from core.chat.parsing.days.weekdays import WEEKDAYS
from core.chat.parsing.letters import plain_letters

_DAYS = (*WEEKDAYS, "yesterday", "tomorrow")
_SHORT = 6  # letters: one other letter in "Sunday" makes Sundar, in "Monday" Munday
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{5,11}(?![^\W_])")


def well_spelled(text: str) -> tuple[str, list[int]]:
    """The text with the names of days as they are written, and for each place in it the place in the original.

    One error, and only where a single day can be meant; in the short names only two letters swapped. A plural
    is no error.

    >>> well_spelled("tea wendesday")[0], well_spelled("Sundar, Mondays")[0]
    ('tea wednesday', 'Sundar, Mondays')
    """
    text = plain_letters(text)
    parts: list[str] = []
    origin: list[int] = []
    before = 0
    for match in _WORD.finditer(text):
        day = _day(match.group().casefold())
        if day is None:
            continue
        start, end = match.span()
        parts += [text[before:start], day]
        origin += [*range(before, start), *(min(start + index, end - 1) for index in range(len(day)))]
        before = end
    return "".join([*parts, text[before:]]), [*origin, *range(before, len(text) + 1)]


def _day(word: str) -> str | None:
    if word in _DAYS:
        return None
    near = [day for day in _DAYS if OSA.distance(word, day, score_cutoff=1) == 1]
    if len(near) != 1 or word == f"{near[0]}s":
        return None
    return near[0] if len(near[0]) > _SHORT or sorted(word) == sorted(near[0]) else None
