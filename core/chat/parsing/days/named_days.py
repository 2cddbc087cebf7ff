"""Days of the year that have a name: Christmas, New Year's Eve, Halloween."""

import re
from datetime import date

_FIXED = (
    (r"christmas\s+eve|xmas\s+eve", 12, 24),
    (r"boxing\s+day", 12, 26),
    (r"(?:christmas|xmas)(?:\s+day)?", 12, 25),
    (r"new\s+year['’]?s?\s+eve|nye", 12, 31),
    (r"new\s+year['’]?s?(?:\s+day)?", 1, 1),
    (r"(?:saint\s+|st\.?\s+)?valentine['’]?s?(?:\s+day)?", 2, 14),
    (r"(?:international\s+)?women['’]?s\s+day", 3, 8),
    (r"(?:saint\s+|st\.?\s+)(?:patrick|paddy)['’]?s?\s+day", 3, 17),
    (r"april\s+fool['’]?s?(?:['’])?(?:\s+day)?", 4, 1),
    (r"canada\s+day", 7, 1),
    (r"independence\s+day", 7, 4),
    (r"hallowe['’]?en", 10, 31),
    (r"all\s+saints['’]?(?:\s+day)?", 11, 1),
    (r"remembrance\s+day|veterans\s+day", 11, 11),
)
# Of these the day differs from year to year, or from place to place.
_MOVING = (
    r"easter(?:\s+(?:sunday|monday))?|good\s+friday|thanksgiving|black\s+friday|cyber\s+monday|mother['’]?s\s+day"
    r"|father['’]?s\s+day|labou?r\s+day|memorial\s+day|ramadan|eid|diwali|hanukkah|passover|lunar\s+new\s+year"
    r"|chinese\s+new\s+year|pentecost|whitsun|victoria\s+day"
)
HOLIDAY = "|".join([_MOVING, *(pattern for pattern, _month, _day in _FIXED)])


def holiday(name: str, year: int | None, today: date) -> tuple[date, ...]:
    """That day of the year, else the next one, today included; nothing where its day is not the same every year.

    >>> holiday("Christmas Eve", None, date(2026, 12, 25))
    (datetime.date(2027, 12, 24),)
    """
    for pattern, month, day in _FIXED:
        if re.fullmatch(pattern, name, re.IGNORECASE):
            on = date(year or today.year, month, day)
            return (on if year or on >= today else on.replace(year=today.year + 1),)
    return ()
