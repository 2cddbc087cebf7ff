"""From when until when in a text, and how long: "6:30-9pm", "10-4", "from 6 to 8", "for 2 hours"."""

import re
from datetime import time, timedelta

from core.chat.parsing.coming.day_words import TODAY, TOMORROW, TONIGHT, WEEKDAY
from core.chat.parsing.days.dates import MONTH
from core.events.reworded import Reworded

_TO = r"\s*(?:-|–|—|−|\bto\b|\buntil\b|\btill\b)\s*"
_CLOCK = r"(?P<h{n}>[01]?\d|2[0-4])(?:[:.h](?P<m{n}>[0-5]\d))?(?:\s*(?P<p{n}>[ap]\.?m\b\.?))?"
_HOURS = re.compile(
    rf"(?<![\d/.:-])(?P<from>from\s+)?{_CLOCK.format(n=1)}{_TO}{_CLOCK.format(n=2)}(?![\d/:-])", re.IGNORECASE
)
_DAY = rf"(?:{TODAY}|{TONIGHT}|{TOMORROW}|{WEEKDAY})"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_BEHIND_DAY = re.compile(
    rf"\b(?:{_DAY}|(?:{MONTH}\s+{_NTH}|{_NTH}\s+{MONTH})(?:,?\s+\d{{4}})?|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}\.?)"
    r"[,;:)]?\s+(?:at\s+|@\s*)?$",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(
    rf"[,\s]\s*(?:(?:on|this|next)\s+)?(?:{_DAY}\b|{MONTH}\s+\d|{_NTH}\s+{MONTH}|\d{{1,2}}[./]\d)", re.IGNORECASE
)
_BEHIND_MONTH = re.compile(rf"\b{MONTH}\s+$", re.IGNORECASE)
_BEFORE_MONTH = re.compile(rf"(?:st|nd|rd|th)?\s*(?:of\s+)?{MONTH}\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s*(?:%|people\b|persons?\b|guests?\b|friends?\b|seats?\b|hours?\b|hrs?\b|h\b|min|days?\b|weeks?\b|months?\b|years?\b|km\b"
    r"|miles?\b|of\s+us\b)",
    re.IGNORECASE,
)
_SAID_HOUR = re.compile(r"(?<![\d:])\d{1,2}(?::\d\d|\s?[ap]\.?m\b)", re.IGNORECASE)  # "team of 4-5 friday 3pm"
_UNTIL_LATE = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill?\b)\s*late\b", re.IGNORECASE)
_NEAR = 40  # characters
_LATE = re.compile(r"\b(?:drinks?|dinner|party|concert|gig|evening|night)\b", re.IGNORECASE)
_EARLY = re.compile(r"\b(?:breakfast|brunch|morning|coffee|sunrise|run|yoga|gym)\b", re.IGNORECASE)
_LASTS = re.compile(
    r"[,(]?\s*\b(?:for\s+)?(?P<n>\d{1,3}(?:[.,]5)?)\s*(?P<unit>hours?|hrs?|h|minutes?|mins?)(?:\s+long)?\b\)?",
    re.IGNORECASE,
)
_IN_OR_EVERY = re.compile(r"\b(?:in|every|within|after)\s*(?:about\s+)?$", re.IGNORECASE)


def take_end(reworded: Reworded) -> time | None:
    """Let "6:30 - 9pm" be read as its beginning ("06:30PM"); its end, where there is one.

    Where neither am nor pm is said, what people mean counts: from 10 to 4 is by day, from 6 to 8 in the evening.

    >>> text = Reworded("Job fair Dec 3 10-4")
    >>> take_end(text), text.text
    (datetime.time(16, 0), 'Job fair Dec 3 10:00AM')
    """
    if late := _UNTIL_LATE.search(reworded.text):
        reworded.take(*late.span())
    text = reworded.text
    for match in _HOURS.finditer(text):
        if not _is_of_hours(match):
            continue
        begin, end = _hour(match, "1", match["p1"]), _hour(match, "2", match["p2"] or match["p1"])
        if begin is None or end is None:
            continue
        if not (match["p1"] or match["p2"]):
            begin, end = _by_custom(match, begin, end)
        elif not match["p1"] and int(match["h1"]) <= 12:
            lent = _hour(match, "1", match["p2"])
            begin = lent if lent is not None and lent < end else begin
        elif not match["p2"] and end < begin and int(match["h2"]) < 12:
            end = _later(end)
        reworded.exchange(*match.span(), f"{begin:%I:%M%p}")
        return end
    return None


def take_length(reworded: Reworded) -> timedelta | None:
    """Take "for 2 hours" out of a text, and how long that is."""
    for match in _LASTS.finditer(reworded.text):
        if _IN_OR_EVERY.search(reworded.text[: match.start()].rstrip() + " "):
            continue  # "in 2 hours" is when it begins
        if not re.match(r"[,(]?\s*for\b", match.group(), re.IGNORECASE) and not match.group().startswith("("):
            continue
        n = float(match["n"].replace(",", "."))
        lasts = timedelta(hours=n) if match["unit"][0].casefold() == "h" else timedelta(minutes=n)
        if timedelta() < lasts <= timedelta(days=1):
            reworded.take(*match.span())
            return lasts
    return None


def _is_of_hours(match: re.Match[str]) -> bool:
    """Whether two numbers are hours. "3-4" may be days, a score: a day has to stand beside them."""
    if match["m1"] or match["p1"] or match["m2"] or match["p2"] or match["from"]:
        return True
    text, start, end = match.string, *match.span()
    around = max(0, start - _NEAR), start
    if _BEHIND_MONTH.search(text, *around) or _BEFORE_MONTH.match(text, end) or _COUNTED.match(text, end):
        return False
    if match["h1"] == match["h2"] or _SAID_HOUR.search(text[:start] + text[end:]):
        return False
    return (_BEHIND_DAY.search(text, *around) or _BEFORE_DAY.match(text, end)) is not None


def _by_custom(match: re.Match[str], begin: time, end: time) -> tuple[time, time]:
    """Which half of the day is meant: "10-4" is by day, "6-8" in the evening, breakfast in the morning."""
    if begin.hour > 12 or end.hour > 12 or match["h1"][0] == "0" or begin.hour == 0:
        return begin, end
    early = _EARLY.search(match.string) is not None
    late = not early and _LATE.search(match.string) is not None
    spelled = match["m1"] or match["m2"]
    evening = begin.hour == 7 and not early and 7 < end.hour < 12
    if begin.hour < (6 if early else 7) or (not spelled and (evening or (late and begin.hour < 11))):
        begin = _later(begin)
    if end.hour < 12 and (end <= begin or begin.hour >= 12) and _later(end) > begin:
        end = _later(end)
    return begin, end


def _later(at: time) -> time:
    return at.replace(hour=(at.hour + 12) % 24)


def _hour(match: re.Match[str], n: str, half: str | None) -> time | None:
    hour, minute = int(match[f"h{n}"]), int(match[f"m{n}"] or 0)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0].casefold() == "p" else 0)
    return time(hour % 24, minute) if hour <= 24 else None
