"""From when until when an event is, and in which zone, out of the words that say it."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Found, Unclear
from core.chat.parsing.line import Line
from core.chat.parsing.recurring.whens import find_when
from core.facts.recurrence import Moment, Recurrence
from core.facts.recurring_days import days_from

_TO = r"\s*(?:-|–|—|−|\bto\b|\buntil\b|\btill\b)\s*"
_CLOCK = r"(?P<h{n}>[01]?\d|2[0-4])(?:[:.h](?P<m{n}>[0-5]\d))?\s*(?P<p{n}>[ap]\.?m\b\.?)?"
_HOURS = re.compile(
    rf"(?<![\d/.:-])(?:from\s+)?{_CLOCK.format(n=1)}{_TO}{_CLOCK.format(n=2)}(?![\d/:-])", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAYS_OF_MONTH = (
    re.compile(
        rf"(?P<before>\b{_MONTH}\s+)(?P<first>\d{{1,2}})\s?(?:-|–|—)\s?(?P<last>\d{{1,2}})\b(?!\s*[:ap])", re.I
    ),
    re.compile(rf"(?<![\d:])(?P<first>\d{{1,2}})\s?(?:-|–|—)\s?(?P<last>\d{{1,2}})(?P<after>\s+{_MONTH})", re.I),
)
_LASTS = re.compile(
    r"[,(]?\s*\b(?:for\s+)?(?P<n>\d{1,3}(?:[.,]5)?)\s*(?P<unit>hours?|hrs?|h|minutes?|mins?)(?:\s+long)?\b\)?",
    re.IGNORECASE,
)
_IN_OR_EVERY = re.compile(r"\b(?:in|every|within|after)\s*(?:about\s+)?$", re.IGNORECASE)
# As people write them in invitations; what means several zones in the world is left alone.
_ZONES = {
    "America/New_York": r"E[SD]?T|Eastern(?: (?:Standard|Daylight))?(?: Time)?",
    "America/Chicago": r"C[SD]T|Central(?: (?:Standard|Daylight))? Time",
    "America/Denver": r"M[SD]T|Mountain(?: (?:Standard|Daylight))? Time",
    "America/Los_Angeles": r"P[SD]?T|Pacific(?: (?:Standard|Daylight))?(?: Time)?",
    "Europe/Paris": r"CES?T|Central European(?: Summer)? Time",
    "Europe/London": r"BST|British Summer Time",
    "UTC": r"UTC|GMT|Coordinated Universal Time",
}
_SAID_ZONE = re.compile(
    r"\(?\b(?:"
    + "|".join(f"(?P<z{n}>{words})" for n, words in enumerate(_ZONES.values()))
    + r"|(?P<name>[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2}))\b(?P<offset>\s?[+-]\d{1,2}(?::?\d\d)?)?"
    + r"(?:\s-\s[A-Z][\w ]*(?=\)))?\)?"
)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?")
_BULLETS = re.compile(r"\s*[·•|⋅]\s*")
_SHORT = 200  # characters: of a longer text it would take long to try every dash
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidWhen:
    """When an event is, as wall time in `timezone`; and `rest`, the words that do not say it (a Line's text)."""

    on: date
    at: time | None
    until_on: date | None
    until_at: time | None
    timezone: str
    recurrence: Recurrence | None
    rest: str


def read_when(text: str, now: datetime, zone: ZoneInfo, locale: str) -> SaidWhen | Unclear | None:
    """When the words say that an event is; None where they do not. `zone` is the reader's, unless they say another.

    Raises Refusal for what is over, and for a day that does not exist.
    """
    text = _BULLETS.sub(", ", text)
    text, named = _cut_zone(text)
    whole = _from_day_to_day(text, now.astimezone(zone), locale) if len(text) <= _SHORT else None
    if whole is not None:
        return _in_zone(whole, named, zone)
    text, last_day = _cut_last_day(text)
    text, until = _cut_end(text)
    text, lasts = _cut_length(text) if until is None else (text, None)
    local = now.astimezone(ZoneInfo(named) if named else zone)
    found = find_when(text, local, locale)
    if found is None or isinstance(found, Unclear):
        return found
    line = Line(text)
    for span in found.spans:
        line.cut(*span)
    when = found.value
    if isinstance(when, Recurrence):
        said = _from_its_first(when, line, local, locale)
    else:
        said = SaidWhen(
            on=when.on,
            at=when.at,
            until_on=None,
            until_at=None,
            timezone=zone.key,
            recurrence=None,
            rest=line.text,
        )
    if said.at is not None and until is not None:
        said = replace(said, until_at=until, until_on=said.on + _DAY if until < said.at else None)
    elif said.at is not None and lasts is not None:
        end = datetime.combine(said.on, said.at) + lasts
        said = replace(said, until_at=end.time(), until_on=end.date() if end.date() != said.on else None)
    elif said.recurrence is None and said.on.day < last_day <= monthrange(said.on.year, said.on.month)[1]:
        said = replace(said, until_on=said.on.replace(day=last_day))
    return _in_zone(said, named, zone)


def end_of(on: date, at: time | None, lasts: int | None) -> tuple[date | None, time | None]:
    """When what begins so and lasts so long is over, as Event.until_on and Event.until_at.

    >>> end_of(date(2026, 12, 1), time(22), 180)
    (datetime.date(2026, 12, 2), datetime.time(1, 0))
    """
    if lasts is None:
        return None, None
    if at is None:
        return (on + timedelta(days=lasts - 1), None) if lasts > 1 else (None, None)
    end = datetime.combine(on, at) + timedelta(minutes=lasts)
    return (end.date() if end.date() != on else None), end.time()


def _from_its_first(rule: Recurrence, line: Line, now: datetime, locale: str) -> SaidWhen:
    """What comes again, from the day on that is said besides: "Tue Dec 8, every week"."""
    at = min(rule.times, default=None)
    first = _next_of(rule, now)
    besides = find_moment(line.text, now, locale)
    if isinstance(besides, Found):
        for span in besides.spans:
            line.cut(*span)
        at = at or besides.value.at
        on = besides.value.on
        fits = not rule.weekdays or any(each.day == on.weekday() for each in rule.weekdays)
        if besides.value.at is None or at == besides.value.at:
            first = max(on, rule.start) if fits else first
    rule = replace(rule, start=first, times=() if at is None else (at,))
    return SaidWhen(on=first, at=at, until_on=None, until_at=None, timezone="", recurrence=rule, rest=line.text)


def _next_of(rule: Recurrence, now: datetime) -> date:
    """The first day on which it comes from now on."""
    at = min(rule.times, default=None)
    for day in days_from(rule, max(rule.start, now.date())):
        if day > now.date() or at is None or at > now.time():
            return day
    return rule.start


def _in_zone(said: SaidWhen, named: str, zone: ZoneInfo) -> SaidWhen:
    """In the zone that is named; in the reader's own where the clocks show the same there and then."""
    if not named or said.at is None:
        return replace(said, timezone=zone.key)
    wall = datetime.combine(said.on, said.at)
    same = wall.replace(tzinfo=ZoneInfo(named)).utcoffset() == wall.replace(tzinfo=zone).utcoffset()
    return replace(said, timezone=zone.key if same else named)


def _cut_zone(text: str) -> tuple[str, str]:
    for match in _SAID_ZONE.finditer(text):
        if name := match["name"]:
            zone = name if name in available_timezones() else ""
        else:
            zone = next(key for n, key in enumerate(_ZONES) if match[f"z{n}"])
            if match["offset"]:
                zone = _fixed(match["offset"]) if zone == "UTC" else ""
        # A zone stands behind an hour; "ET" elsewhere may be the film.
        if zone and (name or re.search(r"\d\s*(?:[ap]\.?m\.?)?\s*\(?$", text[: match.start()], re.IGNORECASE)):
            return f"{text[: match.start()]} {text[match.end() :]}", zone
    return text, ""


def _fixed(offset: str) -> str:
    """The zone of whole hours from Greenwich; "" where there is none such."""
    match = _OFFSET.search(offset)
    if match is None or match[3] not in (None, "00") or int(match[2]) > 12:
        return ""
    return "UTC" if not int(match[2]) else f"Etc/GMT{'-' if match[1] == '+' else '+'}{int(match[2])}"


def _cut_last_day(text: str) -> tuple[str, int]:
    """ "Dec 4-6" becomes "Dec 4", and 6."""
    for pattern in _DAYS_OF_MONTH:
        match = pattern.search(text)
        if match and int(match["first"]) < int(match["last"]) <= 31:
            groups = match.groupdict()
            one = f"{groups.get('before') or ''}{match['first']}{groups.get('after') or ''}"
            return text[: match.start()] + one + text[match.end() :], int(match["last"])
    return text, 0


def _cut_end(text: str) -> tuple[str, time | None]:
    """ "6:30 - 9pm" becomes "18:30", and 21:00."""
    for match in _HOURS.finditer(text):
        if not (match["m1"] or match["p1"] or match["m2"] or match["p2"] or match.group()[0] in "fF"):
            continue  # "3-4" may be a day, a score, a street; "from 10 to 4" is no such thing
        begin, end = _hour(match, "1", match["p1"]), _hour(match, "2", match["p2"] or match["p1"])
        if begin is None or end is None:
            continue
        if not match["p1"] and match["p2"] and int(match["h1"]) <= 12:
            lent = _hour(match, "1", match["p2"])
            begin = lent if lent is not None and lent < end else begin
        elif not match["p2"] and end < begin and int(match["h2"]) < 12 and (match["p1"] or begin.hour < 13):
            end = end.replace(hour=(end.hour + 12) % 24)
        shown = f"{begin:%H:%M}" if match["p1"] or match["p2"] or begin.hour > 12 else f"{begin.hour}:{begin:%M}"
        return f"{text[: match.start()]} {shown} {text[match.end() :]}", end
    return text, None


def _hour(match: "re.Match[str]", n: str, half: str | None) -> time | None:
    hour, minute = int(match[f"h{n}"]), int(match[f"m{n}"] or 0)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0].casefold() == "p" else 0)
    return time(hour % 24, minute) if hour <= 24 else None


def _cut_length(text: str) -> tuple[str, timedelta | None]:
    """ "6pm for 2 hours" becomes "6pm", and two hours."""
    for match in _LASTS.finditer(text):
        if _IN_OR_EVERY.search(text[: match.start()].rstrip() + " "):
            continue  # "in 2 hours" is when it begins
        if not re.match(r"[,(]?\s*for\b", match.group(), re.IGNORECASE) and not match.group().startswith("("):
            continue
        n = float(match["n"].replace(",", "."))
        lasts = timedelta(hours=n) if match["unit"][0].casefold() == "h" else timedelta(minutes=n)
        if timedelta() < lasts <= timedelta(days=1):
            return f"{text[: match.start()]} {text[match.end() :]}", lasts
    return text, None


def _from_day_to_day(text: str, now: datetime, locale: str) -> SaidWhen | None:
    """ "Dec 3, 2026 6pm – Dec 4, 2026 1am": two moments, the second of another day, and nothing else of a time."""
    for match in re.finditer(r"\s+(?:-|–|—|to|until)\s+", text):
        left, right = text[: match.start()], text[match.end() :]
        if not (_says_day(left) and _says_day(right)):
            continue
        first, last = find_moment(left, now, locale), find_moment(right, now, locale)
        if not (isinstance(first, Found) and isinstance(last, Found)):
            continue
        begin, end = first.value, last.value
        if (begin.at is None) != (end.at is None) or end.on < begin.on:
            continue
        rest = Line(text)
        for start, stop in _spans(first, 0, last, match.end()):
            rest.cut(start, stop)
        rest.cut(*match.span())
        return SaidWhen(
            on=begin.on,
            at=begin.at,
            until_on=end.on if end.on != begin.on else None,
            until_at=end.at,
            timezone="",
            recurrence=None,
            rest=rest.text,
        )
    return None


def _spans(first: Found[Moment], before: int, last: Found[Moment], behind: int) -> Iterator[tuple[int, int]]:
    for found, offset in ((first, before), (last, behind)):
        for start, end in found.spans:
            yield start + offset, end + offset


def _says_day(text: str) -> bool:
    """Whether a day is named, not just an hour."""
    return (
        re.search(rf"\b{_MONTH}\b|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}\b", text, re.IGNORECASE)
        is not None
    )
