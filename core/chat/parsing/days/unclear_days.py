"""What looks like a day and was not understood: "in 2019", "last summer", "at Christmas", a second date."""

import re
from datetime import date

from core.chat.errors import Refusal
from core.chat.parsing.days.dates import MONTH_NAME
from core.chat.parsing.days.past_days import find_past_day
from core.chat.parsing.days.spans import AFTER, BEFORE, UNIT
from core.chat.parsing.line import BOUNDARY, begins_part, clean, ends_part

_YEAR = r"(?:19[5-9]\d|20\d\d)"
_SEASON = r"summer|winter|spring|autumn|fall|season|semester|term|quarter|decade|century"
_HOLIDAY = (
    r"christmas(?:\s+(?:eve|day))?|xmas|easter|thanksgiving|halloween|ramadan|eid|diwali|hanukkah|passover"
    r"|new\s+year(?:['’]?s)?(?:\s+(?:eve|day))?|valentine['’]?s(?:\s+day)?|labou?r\s+day|canada\s+day"
)
_VAGUE = re.compile(
    rf"{BEFORE}(?:"
    rf"(?P<year>(?:(?:back|early|late|sometime)\s+)?(?:in|around|during)\s+(?:early\s+|late\s+|mid-?\s*)?{_YEAR})"
    rf"|(?:in|during|over)\s+the\s+(?:(?:early|late|mid)[\s-]+)?(?:(?:19|20)?\d0s|{_SEASON})"
    rf"|(?:in\s+)?(?:early\s+|late\s+)?(?:last|past|this|in)\s+(?:{_SEASON})(?:\s+{_YEAR})?"
    rf"|(?:(?:at|on|over|around|before|after|last|this)\s+)?(?:{_HOLIDAY})(?:\s+{_YEAR})?"
    rf"|(?:the\s+other|one|some|another)\s+(?:day|night|morning|evening)"
    rf"|(?:a\s+(?:little\s+|long\s+)?while|ages|some\s+time|(?:some|several|many|a\s+number\s+of)\s+(?:{UNIT}))\s+(?:ago|back)"
    r"|recently|(?:not\s+)?long\s+ago"
    rf"|(?P<month>{MONTH_NAME})"
    rf"|(?P<alone>{_YEAR}|(?:1[3-9]|2\d|3[01])\.(?:0[1-9]|1[0-2])\.?(?!\d))"
    rf"){AFTER}",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?:about|of|since|until|till|before|after|for|from|than|regarding|re|the|an?|her|his|their|our|my|your|its"
    r"|she|he|they|who|which|that|it|will|plans?|planning|version|room|number|no|join\w*|start\w*|mov\w+|found\w*"
    r"|graduat\w+|left|sold|born|married|bought|built|launch\w*|works?|worked|retir\w+|liv\w+|budget|report|by|to)\s*$"
    r"|\b(?:she|he|they|who|which|that|will|joined|started|moved|founded|graduated|left|sold|born|married|bought|built"
    r"|launched|works|worked|retired|lived|about|since|plans?|planning|planned|let['’]?s|next)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(rf"[.;!?,\n{BOUNDARY}]")
_FEW_WORDS = 4  # before it; after more of them it is rather something that the note tells


def unclear_day(text: str, today: date, locale: str = "en") -> str | None:
    """The words of a line that seem to say when it was, and do not say a day; so that one can ask.

    The text is what is left after a day was cut out of it, or all of it when there was none; a date that is
    still there stands beside another one. None for what only tells of another time ("she joined in 2019").

    >>> unclear_day("coffee last summer", date(2026, 11, 23)), unclear_day("talked about 2019", date(2026, 11, 23))
    ('last summer', None)
    """
    if second := _second_date(text, today, locale):
        return second
    for match in _VAGUE.finditer(text):
        before, said = _CLAUSE.split(text[: match.start()])[-1], match.group()
        if len(before.split()) > _FEW_WORDS or _TOPIC.search(before):
            continue
        if match["alone"] or match["month"]:
            clear = ends_part(text, match.end()) and (match["month"] is None or said.istitle())
            if clear and _stands_for_a_day(text, match.start()):
                return said
        elif match["year"] or ends_part(text, match.end()) or begins_part(text, match.start()):
            return clean(said)
    return None


def _stands_for_a_day(text: str, start: int) -> bool:
    """Whether at most two words stand before it: "lunch 1999", but no "ran 10 km, budget for 2019"."""
    return len(_CLAUSE.split(text[:start])[-1].split()) <= 2


def _second_date(text: str, today: date, locale: str) -> str | None:
    if BOUNDARY not in text:
        return None
    try:
        found = find_past_day(text, today, locale)
    except Refusal:
        return None
    if found is None:
        return None
    day, start, end = found
    before = _CLAUSE.split(text[:start])[-1]
    joined = clean(before).casefold() in ("", "and", "or", "on", "then")
    return clean(text[start:end]) if day <= today and joined and ends_part(text, end) else None
