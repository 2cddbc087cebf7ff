"""Until when others may answer, said as a day and an hour: "Thursday noon" is the last one before the event."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.chat.errors import Refusal
from core.chat.parsing.coming.clock_times import find_times
from core.chat.parsing.coming.future_days import find_days
from core.chat.parsing.found import Unclear
from core.chat.reply import say
from core.chat.words import _
from core.delivery.mornings import instant
from core.events.moments import begins
from core.events.whens import read_when
from core.facts.events import Event

_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_FROM_NOW = re.compile(r"\b(?:today|tonight|tomorrow|in\s+(?:\d+|an?|two|three)\s+\w+|next|this)\b", re.IGNORECASE)
_WEEK = timedelta(days=7)


def closing(words: str, event: Event, now: datetime, locale: str) -> int:
    """How many minutes before the event's beginning that is. A weekday is the last one before it; a day without an
    hour counts to its end. Raises Refusal for what says no time, and for what is not before it."""
    begin = begins(event)
    at = _instant(words, event, now, locale)
    if at is None:
        raise Refusal(say(_("When do answers close? For example: closes 2h before, closes Thursday noon")))
    if at > begin:
        raise Refusal(say(_("Answers have to close before it begins. For example: closes 2h before")))
    return int((begin - at).total_seconds()) // 60


def _instant(words: str, event: Event, now: datetime, locale: str) -> datetime | None:
    zone = ZoneInfo(event.timezone)
    begin = begins(event)
    if not find_days(words, event.on, locale) and (times := find_times(words)) and not _FROM_NOW.search(words):
        same_day = instant(event.on, times[0].at, zone)
        return same_day if same_day <= begin else instant(event.on - timedelta(days=1), times[0].at, zone)
    before = datetime.combine(event.on - _WEEK, time(23, 59), tzinfo=zone).astimezone(UTC)
    if _FROM_NOW.search(words) or (at := _read(words, before, zone, locale)) is None:
        return _read(words, now, zone, locale)
    if at > begin:
        return at - _WEEK if _WEEKDAY.search(words) else _read(words, now, zone, locale)
    return at


def _read(words: str, now: datetime, zone: ZoneInfo, locale: str) -> datetime | None:
    found = read_when(words, now, zone, locale)
    if found is None or isinstance(found, Unclear) or found.recurrence is not None:
        return None
    if found.at is None:
        return instant(found.on + timedelta(days=1), time(0), ZoneInfo(found.timezone))
    return instant(found.on, found.at, ZoneInfo(found.timezone))
