"""What every phrase for a day ahead has in common: the words before it, and what makes of its match a day."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

Days = tuple[date, ...]

LEAD_WORD = (
    r"on|by|before|until|untill|till?|due(?:\s+(?:on|by))?|for|starting(?:\s+on)?|around|over|at|as\s+of"
    r"|(?:no|not)\s+later\s+than"
)
WHICH = r"(?:(?:this|the)\s+)?(?:coming|upcoming)|this|next\s+next|(?:the\s+)?(?:next|following)"  # before "Friday"
YEAR = r"(?P<year>2[01]\d\d)"
BEFORE = r"(?<![\w$€£#@/.+-])"
AFTER = r"(?!\w|['’-]\w|\.\w)"
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a day; its pattern has a group "lead".

    `days` is given a match and today, and gives every day that may be meant, today or ahead, the likeliest
    first: () for some time that is no day, None where nothing is meant.
    """

    pattern: re.Pattern[str]
    days: Callable[[re.Match[str], date], Days | None]
    is_weekday: bool = False  # it has a group "which", too


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern between ends of words, perhaps with "on", "by" or "before" in the group "lead"."""
    return re.compile(rf"{BEFORE}(?P<lead>(?:(?:{LEAD_WORD})\s+){{1,2}})?(?:{pattern}){AFTER}", re.IGNORECASE)


def is_next(which: str | None) -> bool:
    """Whether "next", "the next" or "the following" is said."""
    return which is not None and which.casefold().endswith(("next", "following"))
