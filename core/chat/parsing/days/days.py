"""Days as people speak of them: what has been, how long to wait, what comes again every year."""

from core.chat.parsing.days.anniversaries import read_anniversary
from core.chat.parsing.days.partial_dates import find_partial_date, read_partial_date
from core.chat.parsing.days.past_days import find_past_day
from core.chat.parsing.days.unclear_days import unclear_day
from core.chat.parsing.days.waiting import find_until, read_until

__all__ = [
    "find_partial_date",
    "find_past_day",
    "find_until",
    "read_anniversary",
    "read_partial_date",
    "read_until",
    "unclear_day",
]
