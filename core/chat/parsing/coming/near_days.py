"""Days near today and weekdays: "tomorrow", "next Friday", "Monday week", "Tuesday next week"."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from core.chat.parsing.coming.around import is_followed, is_whole, said_before
from core.chat.parsing.coming.bare_hours import goes_on, has_hour
from core.chat.parsing.coming.day_phrases import WHICH, Days, Phrase, compiled, is_next
from core.chat.parsing.coming.day_words import HOUR_BESIDE, TODAY, TOMORROW, TONIGHT, WEEKDAY
from core.chat.parsing.days.dates import MONTH
from core.chat.parsing.days.spans import NUMBERS
from core.chat.parsing.days.weekdays import in_week, is_shaky, next_weekday, weekday_number
from core.chat.parsing.line import begins_part


def _in_days(days: int) -> Callable[[re.Match[str], date], Days]:
    return lambda _match, today: (today + timedelta(days=days),)


def _weeks_on(match: re.Match[str], today: date) -> Days:
    """ "a week on Monday", "two weeks today"; and "Monday week", "tomorrow week"."""
    said, weeks = match["said"].casefold(), match["weeks"].casefold() if "weeks" in match.re.groupindex else "a"
    if re.fullmatch(TODAY, said):
        day = today
    elif re.fullmatch(TOMORROW, said):
        day = today + timedelta(days=1)
    else:
        day = next_weekday(weekday_number(said), today)
    return (day + timedelta(weeks=int(weeks) if weeks.isdecimal() else NUMBERS.get(weeks, 1)),)


def _of_week(match: re.Match[str], today: date) -> Days | None:
    """ "Tuesday next week", "next week on Tuesday", "Friday this week"."""
    week = match["week"].casefold()
    weeks = 0 if week.startswith("this") else 2 if "after" in week else 1
    day = in_week(weekday_number(match["weekday"]), today, weeks)
    return (day,) if day >= today else None


def _weekday(match: re.Match[str], today: date) -> Days | None:
    """ "Friday", "on fri", "this Friday", "next Friday"; never the "sun" of an ordinary sentence."""
    if not _is_said(match):
        return None
    weekday, which = weekday_number(match["weekday"]), (match["which"] or "").casefold()
    coming = next_weekday(weekday, today)
    if match["number"]:
        return ()  # "Friday 8": the 8th, or eight o'clock?
    if match["nth"]:
        return _next_of(weekday, int(match["nth"]), today)
    if which == "next next":
        return (in_week(weekday, today, 2),)
    if is_next(which):
        # On Tuesday "next Friday" is this week's or next week's; on Sunday nobody knows when a week begins.
        near = weekday > today.weekday() or (today.weekday() == 6 != weekday)
        return (coming + timedelta(weeks=1), coming) if near else (coming,)
    return (today, coming) if which == "this" and weekday == today.weekday() else (coming,)


def _numbered(match: re.Match[str], today: date) -> Days | None:
    """ "tue 24 club", where the 24th is a Tuesday: then; of "mon 14 call" nobody knows whether 14:00 is meant."""
    text, name, number = match.string, match["weekday"], int(match["number"])
    if not goes_on(text, match.end()) or said_before(_OWNED, text, match.start()):
        return None
    if is_shaky(name) and not (name[0].isupper() or match["lead"] or begins_part(text, match.start())):
        return None
    days = (today + timedelta(days=ahead) for ahead in range(31))
    day = next((each for each in days if each.day == number), None)
    if day is None or day.weekday() != weekday_number(match["weekday"]):
        return None
    return () if number <= _LATEST else (day,)


def _is_said(match: re.Match[str]) -> bool:
    text, name = match.string, match["weekday"]
    if said_before(_OWNED, text, match.start()) or _NO_DAY.match(text, match.end()):
        return False
    if not is_shaky(name) or match["lead"] or match["which"] or match["nth"] or is_whole(text, *match.span()):
        return True
    if (
        HOUR_BESIDE.match(text, match.end())
        or has_hour(text, match.end())
        or said_before(_HOUR_BEFORE, text, match.start())
    ):
        return True
    return is_followed(text, match.end()) and (name[0].isupper() or name[0] == "m" or name[:4] == "weds")


def _next_of(weekday: int, day: int, today: date) -> Days | None:
    """ "Friday the 27th": the next 27th that is a Friday, at most four years away."""
    days = (today + timedelta(days=ahead) for ahead in range(1500))
    return next(((each,) for each in days if each.day == day and each.weekday() == weekday), None)


NEAR_DAYS = (
    Phrase(
        compiled(rf"(?:(?:later|earlier)\s+)?(?:{TODAY}|{TONIGHT}|this\s+(?:morning|afternoon|evening|night))"),
        _in_days(0),
    ),
    Phrase(compiled(rf"(?:{TOMORROW})|(?:the\s+)?next\s+day"), _in_days(1)),
    Phrase(compiled(rf"(?:the\s+)?day\s+after\s+(?:{TOMORROW})|overmorrow"), _in_days(2)),
    Phrase(
        compiled(
            r"(?<!in\s)(?P<weeks>a|one|two|three|four|\d{1,2})\s+weeks?\s+"
            rf"(?:(?:on|this|from|after)\s+)?(?P<said>{WEEKDAY}|{TODAY}|{TOMORROW})"
        ),
        _weeks_on,
    ),
    Phrase(compiled(rf"(?P<said>{WEEKDAY}|{TODAY}|{TOMORROW})\s+week(?!\s+(?:off|of)\b)"), _weeks_on),
    Phrase(
        compiled(
            rf"(?:the\s+)?(?P<week>(?:this|next|following)\s+week|week\s+after\s+next),?(?:\s+on)?\s+(?P<weekday>{WEEKDAY})"
        ),
        _of_week,
    ),
    Phrase(
        compiled(
            rf"(?P<weekday>{WEEKDAY})\s+(?:(?:of|in)\s+)?(?:the\s+)?(?P<week>(?:this|next|following)\s+week|week\s+after\s+next)"
        ),
        _of_week,
    ),
    Phrase(
        compiled(rf"(?P<weekday>{WEEKDAY})\s+after\s+next"),
        lambda match, today: (next_weekday(weekday_number(match["weekday"]), today) + timedelta(weeks=1),),
    ),
    Phrase(
        compiled(
            rf"(?:(?P<which>{WHICH})\s+)?(?P<weekday>{WEEKDAY})"
            rf"(?:,?\s+(?:the\s+)?(?P<nth>\d{{1,2}})(?:st|nd|rd|th)(?!\s*(?:of\s+)?{MONTH}\b)"
            r"|\s+(?P<number>\d{1,2}(?:\s?[–-]\s?\d{1,2})?)(?=\s*(?:$|[,;!?\n]|\.(?!\d))))?"
        ),
        _weekday,
        is_weekday=True,
    ),
    Phrase(
        compiled(rf"(?P<weekday>{WEEKDAY}),?\s+(?P<number>\d{{1,2}})"),
        _numbered,
    ),
)
_LATEST = 23  # hour of a day
_OWNED = re.compile(
    r"\b(?:the|an?|her|his|our|my|your|their|its|one|most|black|good|casual|super|cyber|fat|ash|palm|blue)\s+$",
    re.IGNORECASE,
)
_HOUR_BEFORE = re.compile(r"(?:\d|\d\s?[ap](?:\.?m\.?)?|noon|midnight|o['’]?\s?clock),?\s+$", re.IGNORECASE)
_NO_DAY = re.compile(
    r"\.\w|\s+(?:times|school|post|mail|roast|blues|cream|screen|glasses|down|up)\b|\s+(?:is|was)\s+out\b",
    re.IGNORECASE,
)
