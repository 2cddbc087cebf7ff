"""Writing calendars: events and series as iCalendar (RFC 5545), so that every other program reads them right.

What is shown again and again (a feed) is the same bytes for the same events. A series is one event with its rule,
and beside it those of its occurrences that are not as the rule says.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.facts.events import Event, Rsvp, Series
from core.facts.ids import EventId, SeriesId
from core.ical.expanding import lasting, occurrences
from core.ical.rules import key_of, read_rule, wall_of
from core.ical.zones import explained

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//Reachwell//Reachwell//EN"
ORIGIN = "x-reachwell-origin"  # by which an event is known again when it comes back
RSVP = (
    "x-reachwell-rsvp"  # what STATUS cannot tell: an event that was called off, and one to which somebody won't go
)
FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)  # with which other programs can reckon
_AHEAD = 10  # years for which zones are explained where something comes again and again
_MARGIN = timedelta(days=400)
_DAY = timedelta(days=1)
_MOST = 10_000  # occurrences that are made to see which are as they should be
_ALIKE = ("title", "timezone", "place", "url", "notes", "rsvp")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]|[\ud800-\udfff]")
_IN_LINKS = re.compile(r"[\x00-\x20\x7f]|[\ud800-\udfff]")
_UTC = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "UCT", "Zulu"})
_STATUS = {  # as calendars show it: what was declined is struck through, or not shown
    Rsvp.GOING: "CONFIRMED",
    Rsvp.MAYBE: "TENTATIVE",
    Rsvp.INVITED: "TENTATIVE",
    Rsvp.WAITING: "TENTATIVE",
    Rsvp.NO: "CANCELLED",
}


def calendar(
    events: Sequence[Event],
    series: Sequence[Series],
    now: datetime,
    *,
    name: str = "",
    method: str = "",
    own: bool = False,
) -> bytes:
    """These events and series as a calendar, in UTF-8. `own`: for nobody but their owner, who may bring them back:
    with their origins and answers, which are no business of others (an origin holds an id that buttons take).

    `events` may hold occurrences of these series: each is written only where it differs from its series. Without a
    `method` (PUBLISH, CANCEL) the same facts make the same bytes, whatever `now` is, but for the zones: they are
    explained for ten years from now.
    """
    import icalendar  # takes a tenth of a second to load

    result = icalendar.Calendar()
    result.add("prodid", PRODUCT)
    result.add("version", "2.0")
    if method:
        result.add("method", method)
    if name:
        for title in ("name", "x-wr-calname"):
            result.add(title, icalendar.vText(_text(name)))  # it takes neither for a text by itself
    zones = {each.timezone for each in events if each.at is not None} | {
        each.timezone for each in series if each.at is not None
    }
    zones -= _UTC
    if zones:
        days = [*(within(each.on) for each in events), *(within(each.on) for each in series)]
        last = max([*days, *(date(now.year + _AHEAD, 1, 1) for _one in series)]) + _MARGIN
        for zone in sorted(zones):
            result.add_component(explained(zone, min(days) - _MARGIN, min(last, LAST)))
    stamp = now if method else None
    known = {each.id: each for each in series}
    single, of_series = list[Event](), defaultdict[SeriesId, list[Event]](list)
    for event in events:
        if event.series_id in known and wall_of(event.occurrence):
            of_series[event.series_id].append(event)
        else:
            single.append(event)
    for one in series:
        result.add_component(_series(one, stamp, own))
        said = _as_said(one, of_series[one.id])
        for event in of_series[one.id]:
            if event.id not in said:
                result.add_component(_event(event, one, stamp, own))
    for event in single:
        result.add_component(_event(event, None, stamp, own))
    return bytes(result.to_ical())


def uid_of(origin: str) -> str:
    """The UID of what has this origin, the same for ever. Whoever answers an event has a copy of it, and the same
    UID as whoever announced it.

    >>> uid_of("shared:7q3k") == uid_of("event:7q3k")
    True
    """
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "reachwell:" + re.sub(r"\Ashared:", "event:", origin)))


def within(day: date) -> date:
    """A day with which other programs can reckon."""
    return min(max(day, FIRST), LAST)


def _event(event: Event, series: Series | None, stamp: datetime | None, own: bool) -> "icalendar.Event":
    shown = _component(uid_of(series.origin if series else event.origin), event, stamp, own)
    if series is not None:
        shown.add("recurrence-id", _moment_of(event.occurrence, series))
    start, end = _times(event)
    shown.add("dtstart", start)
    if end is not None:
        shown.add("dtend", end)
    shown.add("status", "CANCELLED" if event.cancelled else _STATUS[event.rsvp])
    return shown


def _series(series: Series, stamp: datetime | None, own: bool) -> "icalendar.Event":
    import icalendar

    shown = _component(uid_of(series.origin), series, stamp, own)
    start = _at(within(series.on), series.at, series.timezone)
    shown.add("dtstart", start)
    if series.lasts and series.at is None and series.lasts > 1:
        shown.add("dtend", start + timedelta(days=series.lasts))
    elif series.lasts and series.at is not None:
        shown.add("duration", timedelta(minutes=series.lasts))
    if rule := _rule(series):
        shown.add("rrule", icalendar.vRecur.from_ical(rule))
    for name, keys in (("rdate", series.also), ("exdate", series.excepted)):
        if moments := [_moment_of(key, series) for key in keys if wall_of(key)]:
            shown.add(name, moments)
    shown.add("status", _STATUS[series.rsvp])
    return shown


def _component(uid: str, found: Event | Series, stamp: datetime | None, own: bool) -> "icalendar.Event":
    """What an event and a series have in common."""
    import icalendar

    changed = getattr(found, "changed_at", None) or found.created_at
    shown = icalendar.Event()
    shown.add("uid", uid)
    shown.add("dtstamp", stamp or changed)
    shown.add("created", found.created_at)
    shown.add("last-modified", changed)
    shown.add("sequence", found.sequence)
    shown.add("summary", _text(found.title))
    if found.place:
        shown.add("location", _text(found.place))
    if found.url:
        shown.add("url", _IN_LINKS.sub("", found.url))
    if found.notes:
        shown.add("description", _text(found.notes))
    if own:
        shown.add(ORIGIN, re.sub(r"\s", " ", _text(found.origin)))  # written as it stands
        shown.add(RSVP, found.rsvp.value)
    return shown


def _as_said(series: Series, events: Sequence[Event]) -> frozenset[EventId]:
    """Those of its occurrences of which there is no more to say than the series does."""
    days = [wall.date() for event in events if (wall := wall_of(event.occurrence))]
    if not days:
        return frozenset()
    made = {each.key: (each.on, each.at) for each in occurrences(series, min(days) - _DAY, max(days) + _DAY, _MOST)}
    return frozenset(
        event.id
        for event in events
        if made.get(event.occurrence) == (event.on, event.at)
        and not event.cancelled
        and _lasts(event) == series.lasts
        and all(getattr(event, name) == getattr(series, name) for name in _ALIKE)
    )


def _rule(series: Series) -> str:
    """Where the series has an hour, UNTIL is to be an instant; a day where it has none."""
    rule = read_rule(series.rule)
    if rule is None:
        return ""
    wall = wall_of(rule.until.removesuffix("Z"))
    if wall is None or (rule.until.endswith("Z") and series.at is not None):
        return str(rule)
    if series.at is None:
        return str(replace(rule, until=key_of(wall.date(), None)))
    if "T" not in rule.until:
        wall = datetime.combine(wall.date(), time(23, 59, 59))
    there = wall.replace(tzinfo=ZoneInfo(series.timezone)).astimezone(UTC)
    return str(replace(rule, until=key_of(there.date(), there.time()) + "Z"))


def _times(event: Event) -> tuple[date, date | None]:
    """When it begins and ends: in its zone, or whole days, of which the last is not counted."""
    start = _at(within(event.on), event.at, event.timezone)
    lasts = _lasts(event)
    if event.at is None:
        return start, start + timedelta(days=lasts) if lasts and lasts > 1 else None
    if not lasts or event.until_at is None:
        return start, None
    until = datetime.combine(within(event.on), event.at) + timedelta(minutes=lasts)
    return start, _at(until.date(), event.until_at, event.timezone)


def _lasts(event: Event) -> int | None:
    until = within(event.until_on) if event.until_on else None
    return lasting(within(event.on), event.at, until, event.until_at)


def _moment_of(key: str, series: Series) -> date:
    """One of a series, as the series has it: a day, or a time of a day."""
    wall = wall_of(key)
    assert wall is not None
    at = wall.time() if "T" in key else series.at
    return _at(within(wall.date()), at if series.at is not None else None, series.timezone)


def _at(on: date, at: time | None, timezone: str) -> date:
    """UTC is written as such: it has no rules to be told."""
    if at is None:
        return on
    return datetime.combine(on, at, UTC if timezone in _UTC else ZoneInfo(timezone))


def _text(value: str) -> str:
    return _CONTROL.sub(" ", value)
