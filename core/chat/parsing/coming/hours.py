"""Hours as they are said with numbers: "9am", "at 9:30", "18h", "0830 hours", "half past 8", "at nine"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import time

from core.chat.parsing.coming.around import is_followed, is_whole, said_before
from core.chat.parsing.coming.bare_hours import COUNTED, PLURAL, is_hour
from core.chat.parsing.coming.day_words import TODAY, TOMORROW, TONIGHT
from core.chat.parsing.coming.times import MINUTES
from core.chat.parsing.days.spans import NUMBERS
from core.chat.parsing.line import begins_part


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTime:
    """A time of day that is said in a text, and where; a leading "at" or "by" belongs to it.

    `sure` is False where people disagree what is meant ("half eight"). Where neither am nor pm was said, `at`
    follows custom (7 to 11 in the morning, 12 to 6 in the afternoon) and `other` is the same hour twelve hours
    away; else `other` is None.
    """

    at: time
    start: int
    end: int
    sure: bool = True
    other: time | None = None


def hours_in(text: str) -> list[ClockTime]:
    """Every hour said with numbers, in order, none over another; of "3-5pm" the first. No ordinary numbers."""
    found: list[ClockTime] = []
    end = 0
    for hour in sorted(_candidates(text), key=lambda each: (each.start, -each.end)):
        if hour.start >= end:
            found += _with_following(text, hour)
            end = found[-1].end
    return found


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to say an hour."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], ClockTime | None]


def _candidates(text: str) -> Iterator[ClockTime]:
    for form in _FORMS:
        for match in form.pattern.finditer(text):
            hour = form.read(match)
            if hour is not None:
                yield hour


def _with_following(text: str, hour: ClockTime) -> list[ClockTime]:
    """The hour with those that are said together with it: "at 8 and 9pm", "at 9, 12 and 17:00"; "3-5pm" is one.

    Each may say for those before it whether they are am or pm.
    """
    hours = [hour]
    between = text[hour.start : hour.end].casefold().startswith("between")
    while joint := _JOINT.match(text, hours[-1].end):
        match = _FOLLOWING.match(text, joint.end())
        following = (_digits(match) or _bare(match)) if match else None
        if following is None:
            break
        if joint["until"] or between:
            hours[-1] = replace(_lent(hours[-1], following), end=following.end)
            break
        hours.append(following)
    for index in range(len(hours) - 2, -1, -1):
        hours[index] = _lent(hours[index], hours[index + 1])
    return hours


def _lent(first: ClockTime, second: ClockTime) -> ClockTime:
    """The first of two hours that are said together, with the am or pm of the second: "3-5pm", "11-1pm"."""
    if first.other is None or second.other is not None:
        return first
    early, late = sorted((first.at, first.other))
    return replace(first, at=late if late < second.at else early, other=None)


def _digits(match: re.Match[str]) -> ClockTime | None:
    """ "9am", "9:30", "at 9", "18h30", "9 o'clock"."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    text, start, end = match.string, match.start(), match.end()
    said_at = _AT.search(match["lead"] or "") is not None
    after_day = said_before(_AFTER_DAY, text, start) is not None
    if match["half"] or match["oclock"] or match["ish"]:
        clear = True
    elif match["short_half"]:  # "12p", but no "5p" that it costs
        clear = said_at or after_day or is_followed(text, end)
    elif match["mark"] == " ":  # "at 3 15"
        clear = said_at and is_followed(text, end)
    elif match["mark"] == ".":
        clear = said_at or after_day or (match["lead"] is not None and is_followed(text, end))
        clear = clear or _is_of_day(text, start, end)
    elif match["minute"]:
        clear = said_before(_RATIO, text, start) is None
    elif match["h"]:  # "in 18h" and "8h" are lengths
        clear = said_at or (hour > 12 and said_before(_LENGTH, text, start) is None)
    elif said_at:
        clear = _NO_HOUR.match(text, end) is None
    else:
        clear = (match["lead"] is not None or after_day) and is_followed(text, end)
        if not (clear or match["lead"]) and (sure := is_hour(text, start, end)) is not None:
            bare = _clock(match, hour, 0, None, open_half=match["hour"][0] != "0")
            return bare and replace(bare, sure=sure)
        clear = clear or _is_of_day(text, start, end) or (after_day and _TO_DO.match(text, end) is not None)
    half = match["half"] or match["short_half"] or match["half_after"]
    spelled = len(match["hour"]) == 2 and match["hour"][0] == "0"
    return (
        _clock(match, hour, minute, half, open_half=not (spelled or match["h"] or match["mark"] == "h"))
        if clear
        else None
    )


def _is_of_day(text: str, start: int, end: int) -> bool:
    """Whether a bare number is an hour because of what follows: "8 tonight", "9 tomorrow"; no "room 7 tonight"."""
    if _PART_AFTER.match(text, end):
        return said_before(_COUNTED, text, start) is None
    return _TOMORROW_AFTER.match(text, end) is not None and begins_part(text, start)


def _bare(match: re.Match[str]) -> ClockTime | None:
    """The 5 of "at 9 and 5"."""
    text, end = match.string, match.end()
    if match["minute"] or match["h"] or not (is_followed(text, end) or _JOINT.match(text, end)):
        return None
    return _clock(match, int(match["hour"]), 0, None)


def _from(match: re.Match[str]) -> ClockTime | None:
    """The 3 of "3-5pm" and the 9 of "from 9 to 5"."""
    ranged = match["lead"] is not None and _RANGED.search(match["lead"]) is not None
    if not (match["clear"] or (ranged and is_followed(match.string, match.end("to")))):
        return None
    return _clock(match, int(match["hour"]), 0, None)


def _military(match: re.Match[str]) -> ClockTime | None:
    """ "0830 hours", "at 1830", "0930-1045"; alone it needs a day before it, or to be all that is said."""
    hour, minute = int(match["both"][:-2]), int(match["both"][-2:])
    said_at = _AT.search(match["lead"] or "") is not None
    said = _clock(match, hour, minute, match["half"], open_half=len(match["both"]) == 3)
    if said is None or said_at or match["half"] or match["hours"] or is_whole(match.string, *match.span()):
        return said
    sure = None if match["lead"] else is_hour(match.string, *match.span())
    return None if sure is None else replace(said, sure=sure)


def _words(match: re.Match[str]) -> ClockTime | None:
    """ "at nine", "nine thirty", "nine o'clock"; no "at one point"."""
    text, word = match.string, match["word"].casefold()
    if not (match["half"] or match["oclock"]):
        said_at = _AT.search(match["lead"] or "") is not None
        lead = (
            said_at
            or match["lead"] is not None
            or _is_of_day(text, *match.span())
            or said_before(_AFTER_DAY, text, match.start()) is not None
        )
        strict = not said_at or word == "one"
        if not (lead or is_whole(text, *match.span())) or (strict and not is_followed(text, match.end())):
            return None
        if _NO_HOUR.match(text, match.end()):
            return None
    minutes = (match["minutes"] or "").casefold().replace("-", " ").split()
    return _clock(match, NUMBERS[word], sum(_MINUTES[each] for each in minutes), match["half"])


def _spoken(match: re.Match[str]) -> ClockTime | None:
    """ "half past 8", "quarter to nine", "ten past six pm"; "half eight" is 8:30 in London and 7:30 in Berlin."""
    side, to = match["side"].casefold(), (match["to"] or "").casefold()
    minutes = MINUTES.get(side) or (int(side) if side.isdecimal() else {"half": 30, "quarter": 15}[side])
    text, start, end = match.string, *match.span()
    said = is_followed(text, end) and (
        match["lead"] or is_whole(text, start, end) or said_before(_AFTER_DAY, text, start)
    )
    said = said or _TOMORROW_AFTER.match(text, end)
    if not to and not (side == "half" and said):
        return None
    name = match["hour"].casefold()
    if side.isdecimal() and to == "to" and not (match["unit"] or name in _HOURS or _AT.search(match["lead"] or "")):
        return None  # "3 to 4pm"
    plain = side not in ("half", "quarter") and not (match["half"] or match["unit"] or name in _HOURS)
    if plain and (not (match["lead"] and is_followed(match.string, match.end())) or _RANGED.search(match["lead"])):
        return None  # "won 5 to 9", "from 9 to 5"
    hour = _HOURS.get(name) or _number(name)
    if not 0 < minutes < 60 or hour > 24:
        return None
    whole = _clock(match, hour, 0, match["half"], open_half=name.isdecimal() or name in NUMBERS)
    if whole is None:
        return None
    if to in ("past", "after", ""):
        at = whole.at.replace(minute=minutes)
    else:
        at = time((whole.at.hour - 1) % 24, 60 - minutes)
        if whole.other and 1 <= at.hour < 7:
            at = at.replace(hour=at.hour + 12)
    return replace(whole, at=at, other=whole.other and _opposite(at), sure=bool(to))


def _clock(
    match: re.Match[str], hour: int, minute: int, half: str | None, *, open_half: bool = True
) -> ClockTime | None:
    """The time that these numbers give, by custom where neither am nor pm is said; None where there is none."""
    if (
        hour > 24
        or minute > 59
        or (hour == 24 and minute)
        or (half and (hour == 0 or (half in "aA" and hour > 12)))
    ):
        return None
    open_half = open_half and not half and 1 <= hour <= 12
    if half and hour <= 12:
        hour = hour % 12 + 12 * (half in "pP")
    elif open_half and hour < 7:
        hour += 12
    at = time(hour % 24, minute)
    return ClockTime(at=at, start=match.start(), end=match.end(), other=_opposite(at) if open_half else None)


def _opposite(at: time) -> time:
    return at.replace(hour=(at.hour + 12) % 24)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS[word]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}{LEAD}(?:{pattern}){_END}", re.IGNORECASE)


LEAD = (
    r"(?P<lead>(?:(?:at|by|from|before|after|until|till|between|around|about|approx(?:imately|\.)?|roughly|exactly"
    r"|(?:no|not)\s+later\s+than)\s+|@\s*|~\s*){1,3})?"
)
_BEFORE = r"(?<![\w$€£#@/.:+–-])(?<!\d,)"
_END = r"(?![\w%°$€£]|[/:,.'’–-]\w)"
_HALF = r"(?P<half>[ap])(?:\.\s?m\b\.?|\s?m\b\.?)"
_WORD = "|".join(NUMBERS)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_MINUTES = {**NUMBERS, **_TENS, "oh": 0, "fifteen": 15}
_DIGIT_FORM = (
    rf"{LEAD}(?P<hour>2[0-4]|1\d|0?\d)"
    r"(?:(?P<mark>[:.h]|[ ](?=[0-5]\d\s*(?:$|[,.;!?])))\s?(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d))?"
    rf"(?:\s*{_HALF}|(?P<short_half>[ap])(?!\w)|(?P<h>\s?h)(?!\w)|\s*(?P<oclock>o['’]?\s?clock)(?:\s*(?P<half_after>[ap])\.?\s?m\b\.?)?|(?P<ish>-?ish)\b"
    r"|(?<=\d\d)\s(?:hours|hrs))?"
    # A dash may lead to the end of it: "3-5pm".
    r"(?![\w%°$€£]|[/:,.'’]\w|[–-](?!\s?\d)\w)"
)
_FOLLOWING = re.compile(_DIGIT_FORM, re.IGNORECASE)
_FORMS = (
    _Form(re.compile(_BEFORE + _DIGIT_FORM, re.IGNORECASE), _digits),
    _Form(
        re.compile(
            rf"{_BEFORE}{LEAD}(?P<hour>2[0-4]|1\d|0?\d)(?=\s*(?:[–-]|to\b|until\b|till?\b|and\b)\s*"
            rf"(?P<to>\d{{1,2}}(?P<clear>(?::\d\d)?\s*{_HALF})?(?!\w|[/:.,–-]\w)))",
            re.IGNORECASE,
        ),
        _from,
    ),
    _Form(
        re.compile(
            rf"{_BEFORE}{LEAD}(?P<both>(?:2[0-3]|[01]?\d)[0-5]\d)(?:(?<=\d{{4}})[0-5]\d)?(?:\s?(?P<hours>hours|hrs|h)|\s?{_HALF})?"
            # No "555-1234", but "0930-1045".
            r"(?![\w%°$€£]|[/:,.'’]\w|(?<!\d{4})[–-]\d|[–-](?!(?:2[0-3]|[01]\d)[0-5]\d(?![\d–-]))\d)",
            re.IGNORECASE,
        ),
        _military,
    ),
    _Form(
        _compiled(
            rf"(?P<word>{_WORD})(?:[\s-](?P<minutes>(?:oh[\s-])?(?:ten|fifteen|(?:twenty|thirty|forty|fifty)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)))?"
            rf"(?:\s*{_HALF}|\s*(?P<oclock>o['’]?\s?clock))?"
        ),
        _words,
    ),
    _Form(
        _compiled(
            r"(?:a\s+)?(?P<side>half|quarter|\d{1,2}|five|ten|twenty)(?P<unit>\s+min(?:ute)?s?)?\s+"
            rf"(?:(?P<to>past|to|before|after|till?)\s+)?(?P<hour>\d{{1,2}}|{_WORD}|noon|midday|midnight)"
            rf"(?:\s*{_HALF}|\s+o['’]?\s?clock)?"
        ),
        _spoken,
    ),
)
_HOURS = {"noon": 12, "midday": 12, "midnight": 24}
_PART_AFTER = re.compile(
    rf"\s+(?:{TONIGHT}|this\s+(?:morning|afternoon|evening)|in\s+the\s+(?:morning|afternoon|evening)|at\s+night)\b",
    re.IGNORECASE,
)
_TOMORROW_AFTER = re.compile(rf"\s+(?:{TOMORROW})\b", re.IGNORECASE)
# "tomorrow 9 to call Dad", and no "tomorrow 9 to noon".
_TO_DO = re.compile(rf"\s+to\s+(?!noon|midday|midnight|{_WORD})[^\W\d_]{{2}}", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:room|chapter|page|no\.?|nr\.?|number|gate|bus|flight|line|level|step|version|of|for|invoice|order|question|part"
    r"|day|week|episode|season|unit|top|all|these|those|my|the|buy|get|send|take|eat|bring|pay|read|call|need|have|with"
    r"|least|most|about)\s+$",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s*(?:(?P<until>[–-]|to\b|until\b|till?\b)|,\s*(?:and\b|or\b)?|and\b|or\b|&)\s*", re.IGNORECASE
)
_RANGED = re.compile(r"\b(?:from|between)\b", re.IGNORECASE)
_AT = re.compile(r"\bat\b|@", re.IGNORECASE)
_AFTER_DAY = re.compile(rf"\b(?:{TODAY}|{TONIGHT}|{TOMORROW}|morning|afternoon|evening|night),?\s+$", re.IGNORECASE)
_RATIO = re.compile(
    r"\b(?:ratio|score|aspect|won|lost|lead|beat|john|psalms?|verse|luke|mark|matthew)(?:\s+\w+)?\s+$",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\b(?:in|for|within|every|each|last|next|another|about|over|under|the|after)\s+$", re.IGNORECASE
)
_NO_HOUR = re.compile(rf"\s*(?:{COUNTED}|{PLURAL})", re.IGNORECASE)
