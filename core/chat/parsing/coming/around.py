"""What stands around a phrase that may say a time: whether the sentence goes on, and with what."""

import re

from core.chat.parsing.coming.day_words import DAY_AFTER
from core.chat.parsing.line import ends_part

_NEAR = 40  # characters before a phrase; looking at all of them takes minutes in a long text
_EDGES = " .,!?\"'()"
_DAY_AFTER = re.compile(DAY_AFTER, re.IGNORECASE)


def said_before(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    """Where the pattern, which ends with `$`, is said right before a place."""
    return pattern.search(text, max(0, start - _NEAR), start)


def is_followed(text: str, end: int) -> bool:
    """Whether the sentence, or its part, ends here, or goes on with a day."""
    return ends_part(text, end) or _DAY_AFTER.match(text, end) is not None


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether nothing else is said."""
    return start + len(text) - end <= _NEAR and not (text[:start] + text[end:]).strip(_EDGES)
