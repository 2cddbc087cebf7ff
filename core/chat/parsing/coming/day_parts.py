"""Parts of the day and hours with a name: "in the morning", "tonight", "noon", "lunchtime", "end of day"."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import time

from core.chat.parsing.coming.around import is_followed, is_whole, said_before
from core.chat.parsing.coming.day_words import DAY_WORD, TONIGHT
from core.chat.parsing.coming.hours import LEAD, ClockTime
from core.chat.parsing.coming.times import NAMED
from core.chat.parsing.days.dates import MONTH
from core.chat.parsing.line import ends_part


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPart:
    """A part of the day as it is said; `at` is the hour by which it is kept where no other is said."""

    name: str  # "morning", "afternoon", "evening" or "night"
    at: time
    start: int
    end: int

    def holds(self, at: time) -> bool:
        """Whether an hour may be meant by somebody who speaks of this part of the day."""
        low, high = _HOURS[self.name]
        return low <= at.hour <= high or at.hour <= high - 24


def named_hours(text: str) -> Iterator[ClockTime]:
    """ "noon", "at midnight", "lunchtime", "EOD", "close of business", "after work"; no "Midnight Oil"."""
    for match in _NAMED.finditer(text):
        name = re.sub(r"[\s-]+|\b(?:the|my)\s+", "", match["named"].casefold())
        lead = (match["lead"] or "").casefold()
        start, end = match.span()
        said = lead or name in _UNMISTAKABLE or is_followed(text, end) or _is_after_day(text, start)
        alone = is_whole(text, start, end) or (ends_part(text, end) and said_before(_AFTER_DAY, text, start))
        if not said or (name in _NEED_LEAD and not (lead or alone)):
            continue
        at = time(13) if name.startswith("lunch") and "after" in lead else _NAMES.get(name, time(17))
        yield ClockTime(at=at, start=start, end=end)


def day_parts(text: str, hours: Collection[ClockTime]) -> Iterator[DayPart]:
    """ "in the morning", "this evening", "tonight", "Friday night", "at 8 late morning"; no "good morning".

    A part of the day that follows one of these hours or stands before one is clear.
    """
    for match in _PART.finditer(text):
        start, end = match.span()
        if match["tonight"]:
            name, shade, clear = "night", "", True
        elif match["first"]:
            name, shade = "morning", ""
            clear = bool(match["first_part"]) or is_followed(text, end) or _is_after_day(text, start)
        elif match["alone"]:  # "December 6 early", "Friday late"
            name, shade = "morning" if match["alone"].casefold() == "early" else "evening", ""
            clear = is_followed(text, end) and _is_after_day(text, start)
        else:
            name, shade = (
                match["part"].casefold().rstrip("s"),
                (match["shade"] or match["late"] or match["early"] or "").strip().casefold().split(" ")[-1],
            )
            clear = bool(match["in"] or match["of"]) or _is_after_day(text, start)
            clear = clear or is_whole(text, start, end) or _BEFORE_HOUR.match(text, end) is not None
            clear = clear or any(hour.end <= start and not text[hour.end : start].strip() for hour in hours)
        if clear:
            at = _KEPT.get((shade, name)) or _KEPT["", name]
            yield DayPart(name="morning" if name == "forenoon" else name, at=at, start=start, end=end)


def _is_after_day(text: str, start: int) -> bool:
    return (said_before(_AFTER_DAY, text, start) or said_before(_AFTER_DATE, text, start)) is not None


_NAMES = {
    **NAMED,
    **dict.fromkeys(("lunch", "lunchtime"), time(12)),
    **dict.fromkeys(("breakfast", "breakfasttime"), time(8)),
    **dict.fromkeys(("dinner", "dinnertime"), time(19)),
    "work": time(18),
}  # and all ends of the day are at 17:00
_NEED_LEAD = frozenset({"lunch", "breakfast", "dinner", "work", "endofday"})
_UNMISTAKABLE = frozenset({"eod", "eob", "cob", "closeofbusiness"})
_KEPT = {
    ("", "morning"): time(9),
    ("early", "morning"): time(7),
    ("mid", "morning"): time(10),
    ("late", "morning"): time(11),
    ("", "forenoon"): time(10),
    ("", "afternoon"): time(15),
    ("early", "afternoon"): time(13),
    ("late", "afternoon"): time(17),
    ("", "evening"): time(18),
    ("late", "evening"): time(21),
    ("", "night"): time(20),
    ("late", "night"): time(22),
}
_HOURS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (16, 24), "night": (17, 29)}
_PART_NAME = r"(?:morning|forenoon|afternoon|evening|night)s?"
_BEFORE = r"(?<![\w$€£#@/.:+-])"
_AFTER = r"(?!\w|['’-]\w)"
_SHADE = r"(?:(?P<shade>(?:very\s+)?(?:early|late|mid))(?:\s+|-))?"
_NAMED = re.compile(
    rf"{_BEFORE}{LEAD}(?:the\s+)?(?P<named>noon|midday|midnight|lunch(?:[\s-]?time)?|breakfast(?:[\s-]?time)?"
    r"|dinner(?:[\s-]?time)?|(?<=after\s)work|eod|eob|cob|close\s+of\s+(?:business|play)"
    rf"|end\s+of\s+(?:the\s+|my\s+)?(?:work(?:ing)?\s+|business\s+)?day|end\s+of\s+business){_AFTER}",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"{_BEFORE}(?:(?:(?:by|before|until|till)\s+)?(?P<tonight>{TONIGHT}|(?:later\s+)?this\s+night)"
    rf"|(?<!the\s)(?P<first>first\s+thing)(?P<first_part>\s+in\s+the\s+morning)?"
    r"|(?P<alone>early|late)(?=\s*(?:$|[,.;!?)\n]))"
    rf"|(?P<in>(?:later\s+)?(?:(?P<early>early\s+|late\s+)?(?:in|during|by|on)\s+the|(?P<late>late\s+)?at(?=\s+night)|this)\s+)?"
    rf"{_SHADE}(?P<part>{_PART_NAME})(?P<of>\s+of(?=\s+(?:the\s+\d|\d|{MONTH}|{DAY_WORD}|this\b|next\b)))?){_AFTER}",
    re.IGNORECASE,
)
_AFTER_DAY = re.compile(rf"\b(?:{DAY_WORD}|every|each|other),?\s+$", re.IGNORECASE)
_AFTER_DATE = re.compile(
    rf"(?:\b{MONTH}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?|\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH}(?:\s+\d{{4}})?"
    r"|\b\d{1,2}(?:st|nd|rd|th)|[\d.]\d{4}|\d[/-]\d{1,2}|-\d\d|\d\.\d{1,2}\.),?\s+$",
    re.IGNORECASE,
)
_BEFORE_HOUR = re.compile(r"\s+(?:at|@)\s*(?:about\s+|around\s+)?\d", re.IGNORECASE)
