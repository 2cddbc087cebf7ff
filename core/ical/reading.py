"""Reading calendars: the events of an iCalendar file or feed (RFC 5545), of Google, Outlook, Apple, Luma, Meetup…

Every event is taken apart by itself, so that a broken one costs itself, and large calendars little memory. What
comes again is a whole series; a day of it that was moved or called off is an event beside it, and says which one
it is.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from core.chat.parsing.line import BOUNDARY, Line, clean
from core.chat.parsing.people.links import read_link
from core.chat.words import _
from core.facts.events import FoundEvent, Rsvp
from core.facts.keys import fold
from core.ical.expanding import occurrences
from core.ical.rules import key_of, read_rule, wall_of
from core.ical.writing import ORIGIN, RSVP

if TYPE_CHECKING:
    import icalendar

UNTITLED = _("The event there has no name.")
UNDATED = _("I can't read the day there.")
TOO_OFTEN = _("The event there comes more often than every hour.")
MAX_EVENTS = 10_000
_MAX_LINES = 2_000  # of one event: more are pictures
_MAX_EVENT = 200_000  # characters of all of them; nobody can interrupt whoever takes it apart
_MAX_CHANGED = 2_000  # days of series that are held until their series is known
_MAX_LINE = 20_000  # characters
_MAX_HEAD = 2_000  # lines before the first event, and characters of each, in which a calendar says what it is
_MAX_TEXT = 200  # characters
_MAX_NOTES = 2_000
_MAX_HTML = 20_000
_MAX_UID, _MAX_ORIGIN = 250, 300
_MAX_DAYS = 1_000  # that are excepted, or come besides
_MOST_A_DAY = 24
_BEGIN, _END = "BEGIN:VEVENT", "END:VEVENT"
_YEARS = range(1970, 2200)
_UTC = ("UTC", "Etc/UTC")
_MAX_ZONES = 20
_KNOWN = (  # one for each pair of hours, winter and summer
    *("UTC", "Europe/London", "Europe/Berlin", "Europe/Helsinki", "Europe/Moscow", "Asia/Dubai", "Asia/Kolkata"),
    *("Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland"),
    *("America/Halifax", "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix"),
    *("America/Los_Angeles", "America/Anchorage", "America/Bogota", "America/Sao_Paulo", "Pacific/Honolulu"),
)
_LINKS = ("url", "conference", "x-google-conference", "x-microsoft-skypeteamsmeetingurl")
_HEAD = re.compile(
    r"^(X-WR-CALNAME|NAME|X-WR-TIMEZONE|METHOD)(?:;[^:\n]{0,200})?:(.{1,1000})$", re.IGNORECASE | re.MULTILINE
)
_OWN = {each.value: each for each in Rsvp}
# Each piece is bounded: a line of semicolons would else be looked through again from each of them.
_VENDOR = re.compile(
    r"\A([A-Z-]{1,20}(?:;VALUE=[A-Z-]{1,20})?;TZID=\"?)/[^\":;]{0,100}?/([A-Z][A-Za-z_]{1,30}/[A-Za-z_/+-]{1,60})(?=\"?[:;])"
)
_ODD = (ValueError, LookupError, TypeError, OverflowError, AttributeError, RecursionError)  # whatever is broken


class _Moment(NamedTuple):
    """A wall time with its zone; a whole day without a time."""

    on: date
    at: time | None
    zone: str


def found_events(
    lines: Iterable[str], zone: ZoneInfo, *, own: bool = False
) -> Iterator[tuple[int, FoundEvent | str]]:
    """The events of a calendar, each with the line on which it begins; or why it can't be taken (a message of the
    catalogue). Times without a zone are in the calendar's own, or in `zone`, their owner's; in that those are told
    that stand in UTC, but for a series, which comes again by the clock by which its rule counts.

    Days of a series that were changed come last, when their series is known.
    """
    reader = CalendarReader(zone, own=own)
    return ((line, found) for line, found, _component in reader.read(lines))


class CalendarReader:
    """Reads one calendar. Once its first event is there, it knows what the calendar says of itself."""

    def __init__(self, zone: ZoneInfo, *, own: bool = False) -> None:
        """`own`: whether it may be out of an export of ours, and is believed what it says of an event's origin. A
        calendar on the web never is: it would take over whatever it names."""
        self.name = ""  # what it calls itself
        self._own = own
        self._owners = zone
        self._zone = zone  # of times that name none
        self._named: dict[str, str] = {}  # what zones that the calendar explains are called elsewhere
        self._cancels = False  # METHOD:CANCEL: it is there to tell that its events were called off
        self._series: dict[str, FoundEvent] = {}  # by origin

    def read(self, lines: Iterable[str]) -> "Iterator[tuple[int, FoundEvent | str, icalendar.Component]]":
        """See `found_events`; with each event as it stands there."""
        changed: list[tuple[int, icalendar.Component]] = []
        for line, component in self._components(lines):
            if "recurrence-id" in component and len(changed) < _MAX_CHANGED:
                changed.append((line, component))
                continue
            found = self._found(component)
            if isinstance(found, FoundEvent) and found.rule:
                self._series[found.origin] = found
            yield line, found, component
        for line, component in changed:
            yield line, self._found(component), component

    def _components(self, lines: Iterable[str]) -> "Iterator[tuple[int, icalendar.Component]]":
        """Every event, with the line that it begins on; one that is out of all shape is empty."""
        import icalendar  # takes a tenth of a second to load

        head, first, block = list[str](), 0, list[str]()
        left = 0
        for number, line in enumerate(lines, start=1):
            mark = line.strip().upper()
            if mark == _BEGIN:
                self._read_head(head)
                head, first, block, left = [], number, [line], _MAX_EVENT
            elif not first:
                if len(head) < _MAX_HEAD:
                    head.append(line[:_MAX_HEAD])
            elif len(block) < _MAX_LINES and left > 0:
                line = line[: min(_MAX_LINE, left)]
                left -= len(line)
                block.append(_VENDOR.sub(r"\1\2", line) if "TZID" in line else line)
            if mark == _END and first:
                block[-1] = _END
                event = icalendar.Component()
                with suppress(*_ODD):
                    event = icalendar.Event.from_ical("\r\n".join(block))
                yield first, event
                first = 0
        self._read_head(head)

    def _read_head(self, head: Iterable[str]) -> None:
        text = re.sub(r"\r?\n[ \t]", "", "\n".join(each.rstrip("\r\n") for each in head))
        said = {name.upper(): value.strip() for name, value in _HEAD.findall(text)}
        self._cancels = said["METHOD"].upper() == "CANCEL" if "METHOD" in said else self._cancels
        for block in text.split("BEGIN:VTIMEZONE")[1 : 1 + _MAX_ZONES]:
            self._read_zone(block.partition("END:VTIMEZONE")[0])
        name = said.get("X-WR-CALNAME") or said.get("NAME", "")
        self.name = self.name or clean(re.sub(r"\\([\\,;])", r"\1", name))[:_MAX_TEXT].strip()
        if said.get("X-WR-TIMEZONE", "UTC") not in _UTC:
            with suppress(*_ODD, OSError):
                self._zone = ZoneInfo(said["X-WR-TIMEZONE"])

    def _read_zone(self, block: str) -> None:
        """A zone of somebody's own making is one that has the same hours: the owner's, if it has."""
        said = re.findall(r"^(TZID|X-LIC-LOCATION|TZOFFSETTO)(?:;[^:\n]{0,200})?:(.{1,200})$", block, re.MULTILINE)
        offsets = frozenset(value.strip() for name, value in said if name == "TZOFFSETTO")
        known = next((value.strip() for name, value in said if name == "X-LIC-LOCATION"), "")
        if not _offsets(known):
            alike = (self._zone.key, self._owners.key, *_KNOWN)
            known = next((key for key in alike if _offsets(key) == offsets), "")
        if known:
            self._named |= {value.strip(): known for name, value in said if name == "TZID"}

    def _found(self, event: "icalendar.Component") -> FoundEvent | str:
        """What stands there; why not, where it can't be taken."""
        rules = _rule(event)
        again = bool(rules) and "recurrence-id" not in event
        begin = self._moment(event.get("dtstart"), keep_utc=again)
        if begin is None:
            return UNDATED
        title, place = _text(event, "summary"), _text(event, "location")
        if not title:
            return UNTITLED
        link = next(filter(None, (_link(_text(event, name)) for name in _LINKS)), "")
        if url := _link(place):  # where it is held online
            place, link = "", link or url
        end = self._until(event, begin)
        uid = _text(event, "uid", _MAX_UID) or f"{fold(title)}|{begin.on}"
        origin = self._said(event, ORIGIN) or f"calendar:{uid}"
        status = _text(event, "status").upper()
        rsvp = _OWN.get(self._said(event, RSVP)) or (Rsvp.MAYBE if status == "TENTATIVE" else Rsvp.GOING)
        found = FoundEvent(
            origin=origin,
            title=title,
            on=begin.on,
            timezone=begin.zone,
            at=begin.at,
            until_on=end.on if end else None,
            until_at=end.at if end else None,
            place=place,
            url=link,
            notes=_notes(event),
            rsvp=rsvp,
            sequence=_number(event.get("sequence")),
            cancelled=self._cancels or (status == "CANCELLED" and rsvp is not Rsvp.NO),
        )
        if again:
            return self._with_rule(found, rules, event)
        if "recurrence-id" in event:
            return self._with_occurrence(found, event)
        return found

    def _said(self, event: "icalendar.Component", name: str) -> str:
        """What only we write."""
        return _text(event, name, _MAX_ORIGIN) if self._own else ""

    def _with_rule(self, found: FoundEvent, rule: str, event: "icalendar.Component") -> FoundEvent | str:
        zone = ZoneInfo(found.timezone)
        also, excepted = (self._keys(event.get(name), zone, found.at is None) for name in ("rdate", "exdate"))
        found = replace(found, rule=_in_wall_time(rule, zone), also=also, excepted=excepted)
        first_day = occurrences(found, found.on, found.on, _MOST_A_DAY + 1)
        return TOO_OFTEN if len(first_day) > _MOST_A_DAY else found

    def _with_occurrence(self, found: FoundEvent, event: "icalendar.Component") -> FoundEvent | str:
        """Which one of its series it is: told in the series' own time, if that is known."""
        ours = bool(self._said(event, ORIGIN))
        series = self._series.get(found.origin.partition("#")[0] if ours else found.origin)
        zone = ZoneInfo(series.timezone if series else found.timezone)
        keys = self._keys(event.get("recurrence-id"), zone, series.at is None if series else found.at is None)
        if not keys:
            return UNDATED
        if series and series.at is not None and "T" not in keys[0]:  # only its day is told
            keys = (key_of(date.fromisoformat(keys[0]), series.at),)
        origin = found.origin if ours else f"{found.origin}#{keys[0]}"
        return replace(found, origin=origin, occurrence=keys[0])

    def _moment(self, stands: Any, *, keep_utc: bool = False) -> _Moment | None:
        """A wall time without a zone, or with one that nobody knows, is the owner's; UTC is told in their own."""
        try:
            value = stands.dt
        except _ODD:  # there is none, or a broken one
            return None
        if not isinstance(value, date) or value.year not in _YEARS:
            return None
        if not isinstance(value, datetime):
            return _Moment(value, None, self._owners.key)
        zone = value.tzinfo
        if zone is None:
            key = self._named.get(str(getattr(stands, "params", {}).get("TZID", "")), self._zone.key)
        elif isinstance(zone, ZoneInfo) and zone.key not in _UTC:
            key = zone.key
        else:
            key = "UTC" if keep_utc else self._owners.key
            value = value.astimezone(ZoneInfo(key))
        return _Moment(value.date(), value.time().replace(microsecond=0, fold=0), key)

    def _until(self, event: "icalendar.Component", begin: _Moment) -> _Moment | None:
        """Its end, in the zone of its beginning; of whole days the last, where there are several."""
        end = self._moment(event.get("dtend"), keep_utc=True) or _after(begin, event.get("duration"))
        if end is None or (end.at is None) != (begin.at is None):
            return None
        if end.at is None:
            last = end.on - timedelta(days=1)
            return _Moment(last, None, begin.zone) if last > begin.on else None
        if end.zone != begin.zone:
            there = datetime.combine(end.on, end.at, ZoneInfo(end.zone)).astimezone(ZoneInfo(begin.zone))
            end = _Moment(there.date(), there.time(), begin.zone)
        return end if begin.at is not None and (end.on, end.at) > (begin.on, begin.at) else None

    def _keys(self, stands: Any, zone: ZoneInfo, days: bool) -> tuple[str, ...]:
        """RDATE, EXDATE, RECURRENCE-ID: days or wall times of the series, as keys, in order."""
        found = set[str]()
        for each in islice(_dates(stands), _MAX_DAYS):
            value = each
            if isinstance(value, datetime):
                if value.tzinfo is not None:
                    with suppress(*_ODD):
                        value = value.astimezone(zone)
                found.add(key_of(value.date(), None if days else value.time()))
            else:
                found.add(key_of(value, None))
        return tuple(sorted(found))


@lru_cache(maxsize=64)
def _offsets(key: str) -> frozenset[str]:
    """How far a zone's clocks are from UTC, in winter and in summer; nothing where there is no such zone."""
    try:
        zone = ZoneInfo(key)
    except (*_ODD, OSError):
        return frozenset()
    return frozenset(f"{datetime(2026, month, 1, tzinfo=zone):%z}" for month in (1, 7))


def _rule(event: "icalendar.Component") -> str:
    """Its RRULE as it stands; of several, which RFC 5545 would not have, the first. What has other days only
    (RDATE) comes once by its rule."""
    stands = event.get("rrule")
    stands = stands[0] if isinstance(stands, list) and stands else stands
    text = ""
    if stands is not None:
        with suppress(*_ODD):
            text = stands.to_ical().decode() if hasattr(stands, "to_ical") else str(stands)
    rule = read_rule(text)
    return str(rule) if rule else "FREQ=DAILY;COUNT=1" if event.get("rdate") else ""


def _in_wall_time(text: str, zone: ZoneInfo) -> str:
    """UNTIL as the clocks there show it, like everything else about a series."""
    rule = read_rule(text)
    wall = wall_of(rule.until.removesuffix("Z")) if rule and rule.until.endswith("Z") else None
    if rule is None or wall is None:
        return text
    with suppress(OverflowError):
        wall = wall.replace(tzinfo=UTC).astimezone(zone)
    return str(replace(rule, until=key_of(wall.date(), wall.time())))


def _dates(stands: Any) -> Iterator[date]:
    """Every date in one property or several; of a period (RDATE) its beginning."""
    for each in stands if isinstance(stands, list) else [stands]:
        several: list[Any] = [each]
        with suppress(*_ODD):
            several = each.dts
        for one in several:
            value = None
            with suppress(*_ODD):
                value = one.dt
            value = value[0] if isinstance(value, tuple) and value else value
            if isinstance(value, date) and value.year in _YEARS:
                yield value


def _after(begin: _Moment, stands: Any) -> _Moment | None:
    """So much later (DURATION): elapsed time, but days by the calendar."""
    span = None
    with suppress(*_ODD):
        span = stands.dt
    if not isinstance(span, timedelta) or not timedelta() < span < timedelta(days=366):
        return None
    if begin.at is None:
        return _Moment(begin.on + max(span, timedelta(days=1)), None, begin.zone)
    there = datetime.combine(begin.on, begin.at) + span
    return _Moment(there.date(), there.time(), begin.zone)


def _number(stands: Any) -> int:
    with suppress(*_ODD):
        return min(max(int(stands), 0), 2**31 - 1)
    return 0


def _notes(event: "icalendar.Component") -> str:
    """What else the invitation says, in lines; what calendars write in HTML is read as text."""
    text = str(_first(event.get("description", "")))
    if re.search(r"<(?:br|p|a|html|span|b|div)\b[^<>]{0,500}>", text[:_MAX_HTML], re.IGNORECASE):
        text = re.sub(r"<(?:br|/p|/div|/li)\b[^<>]{0,500}>", "\n", text[:_MAX_HTML], flags=re.IGNORECASE)
        text = unescape(re.sub(r"<[^<>]{0,2000}>", "", text))
    lines = (clean(each) for each in Line(text[:_MAX_HTML]).text.replace(BOUNDARY, " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:_MAX_NOTES].rstrip()


def _text(event: "icalendar.Component", name: str, most: int = _MAX_TEXT) -> str:
    return clean(str(_first(event.get(name, ""))))[:most].strip()


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _link(text: str) -> str:
    link = read_link(text) if re.match(r"https?://\S+\Z", text, re.IGNORECASE) else None
    return link.value if link else ""
