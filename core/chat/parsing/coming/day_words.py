"""Words for days near today, with what thumbs make of them: "tmrw", "2nite"."""

import re

from core.chat.parsing.days.dates import MONTH
from core.chat.parsing.days.weekdays import PLAIN, SHAKY

TODAY = r"today|2day"
TONIGHT = r"tonight|tonite|2nite"
TOMORROW = r"tomorrow|tmrr?w|tmr|tmo?w|tomo|2moro|2morrow|2mrw|tomm?orr?ow|tomoro"
WEEKDAY = rf"(?:{PLAIN}|{SHAKY})"
DAY_WORD = (
    rf"(?:{TODAY}|{TONIGHT}|{TOMORROW}|{WEEKDAY}|weekdays?|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days)"
)
# What may stand after an hour without "at" that it may still be one: "around 5 on Friday".
DAY_AFTER = rf"\s+(?:(?:on|this|next|every|each|in\s+the)\s+|(?:{DAY_WORD}|{MONTH}|\d)\b)"
HOUR_BESIDE = re.compile(
    r",?\s+(?:(?:at|@|by|around|about)\s*\d|\d{1,2}(?::\d\d|\s?[ap]\.?m)|morning|afternoon|evening|night|noon|midnight"
    r"|lunch)",
    re.IGNORECASE,
)
