"""The time zone that an event's words name: "EST", "(UTC-05:00) Eastern Time (US & Canada)", "GMT+1"."""

import re
from zoneinfo import available_timezones

from core.events.reworded import Reworded

# As people write them in invitations; what means several zones in the world is left alone.
_ZONES = {
    "America/New_York": r"E[SD]?T|Eastern(?: (?:Standard|Daylight))?(?: Time)?",
    "America/Chicago": r"C[SD]T|Central(?: (?:Standard|Daylight))? Time",
    "America/Denver": r"M[SD]T|Mountain(?: (?:Standard|Daylight))? Time",
    "America/Los_Angeles": r"P[SD]?T|Pacific(?: (?:Standard|Daylight))?(?: Time)?",
    "Europe/Paris": r"CES?T|MES?Z|Central European(?: (?:Standard|Summer))? Time",
    "Europe/London": r"BST|British Summer Time",
    "UTC": r"UTC|GMT|Coordinated Universal Time",
}
_OFFSET = r"\s?(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?"
_SAID = re.compile(
    r"\(?\b(?:"
    + "|".join(f"(?P<z{n}>{words})" for n, words in enumerate(_ZONES.values()))
    + r"|(?P<name>[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2}))"
    + rf"\b(?:{_OFFSET})?\)?"
    + r"(?:\s*\((?:US|USA|U\.S\.)\s?(?:&|and)\s?Canada\)|\s-\s[A-Z][\w ]*(?=\)|$|\n)\)?)?(?!\w)"
)
_BEHIND_HOUR = re.compile(r"\d\s*(?:[ap]\.?m\.?)?,?\s*\(?$", re.IGNORECASE)
_NEAR = 12  # characters
_NOT_WHOLE = {
    "+0330": "Asia/Tehran",
    "+0530": "Asia/Kolkata",
    "+0545": "Asia/Kathmandu",
}


def take_zone(reworded: Reworded) -> str:
    """Take the zone that stands behind an hour out of a text; its IANA name, "" where none is named clearly.

    Of an offset and a name beside it ("(UTC-05:00) Eastern Time") the name is meant: it knows summer from winter.

    >>> text = Reworded("Dec 1 12:00 PM (UTC-05:00) Eastern Time (US & Canada).")
    >>> take_zone(text), text.text
    ('America/New_York', 'Dec 1 12:00 PM  .')
    """
    for match in _SAID.finditer(reworded.text):
        zone, before = _zone(match), reworded.text[max(0, match.start() - _NEAR) : match.start()]
        if not zone or not (match["name"] or _BEHIND_HOUR.search(before)):
            continue  # "ET" elsewhere may be the film
        beside = _SAID.match(reworded.text, match.end() + 1) if match["hours"] else None
        if beside is not None and (named := _zone(beside)):
            reworded.take(*beside.span())
            zone = named
        reworded.take(*match.span())
        return zone
    return ""


def is_zone(line: str) -> bool:
    """Whether a line of an invitation says a zone and nothing else: "Eastern Time - Toronto".

    >>> is_zone("Eastern Time - Toronto"), is_zone("Toronto")
    (True, False)
    """
    match = _SAID.fullmatch(line.strip())
    return match is not None and _zone(match) != ""


def _zone(match: re.Match[str]) -> str:
    if name := match["name"]:
        return name if name in available_timezones() else ""
    zone = next(key for n, key in enumerate(_ZONES) if match[f"z{n}"])
    if match["hours"] is None:
        return zone
    return _fixed(match) if zone == "UTC" else ""


def _fixed(match: re.Match[str]) -> str:
    """The zone that is so far from Greenwich; "" where there is none such, or several."""
    hours, minutes = int(match["hours"]), match["minutes"] or "00"
    if minutes != "00":
        return _NOT_WHOLE.get(f"{match['sign']}{hours:02}{minutes}", "")
    if hours > 12:
        return ""
    return "UTC" if hours == 0 else f"Etc/GMT{'-' if match['sign'] == '+' else '+'}{hours}"
