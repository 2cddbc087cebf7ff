"""When: a moment, or what comes again and again."""

from datetime import datetime

from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Found, Unclear
from core.chat.parsing.recurring.recurrences import find_recurrence
from core.facts.recurrence import When


def find_when(text: str, now: datetime, locale: str) -> Found[When] | Unclear | None:
    """The recurrence that a text says, else the moment; None where it says neither. `now` is in the person's zone.

    Raises Refusal for a day that does not exist and for what is over.
    """
    found = find_recurrence(text, now, locale) or find_moment(text, now, locale)
    if isinstance(found, Found):
        when: When = found.value
        return Found(when, found.spans)
    return found
