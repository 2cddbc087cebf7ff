"""Pasted invitations taken apart: what stands under which label, or is said in the way that such texts have.

Meetup, Luma, Eventbrite, Google, Outlook and Zoom each write them differently; people copy more or less of it.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from core.chat.errors import Refusal
from core.chat.parsing.coming.clock_times import find_times
from core.chat.parsing.coming.future_days import find_days
from core.events.said_zones import is_zone
from core.events.tongues import in_english
from core.facts.keys import fold

MOST_LINES = 80
LONGEST = 400  # characters of a line that are looked at
_LABELS = {
    "title": r"event(?: name| title)?|title|subject|summary|what|topic|betreff|objet|asunto",
    "day": r"dates?|day|when|date (?:and|&) time|wann|datum|quand|cu[aá]ndo|fecha|starts?(?: at| on)?"
    r"|begins?|scheduled",
    "hour": r"times?|hours?|from|uhrzeit|heure|hora",
    "end": r"ends?(?: at| on)?|until|to",
    "place": r"where|location|place|venue|address|wo|ort|o[uù]|lieu|lugar|d[oó]nde",
    "link": r"link|url|join(?: zoom meeting| here| online)?|rsvp|register|tickets?|website|more info(?:rmation)?",
    "every": r"repeats?|recurrence|recurring|how often",
    "other": r"organi[sz]er|host(?:ed by)?|who|from|calendar|attendees|guests?|meeting id|passcode|password|price",
}
_LABELLED = re.compile(
    r"^\W*(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items() if name != "other")
    + rf"|(?P<other>{_LABELS['other']}))\s*(?:[:：]\s*(?P<value>.*)|$)",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|\b(?:lu\.ma|luma\.com|meetu\.ps|evt\.to)/[^\s<>\"]+", re.IGNORECASE
)
_PAGES = re.compile(
    r"lu\.ma|luma\.com|meetup\.com|meetu\.ps|eventbrite\.|facebook\.com/events|linkedin\.com/events|partiful\.com|"
    r"evt\.to|calendar\.google\.com|calendar\.app\.google|eventcreate|hopin|ticketmaster\.|eventful|tito\.|ti\.to",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"zoom\.us|meet\.google\.com|teams\.(?:microsoft|live)\.com|webex\.com|gotomeeting\.|whereby\.com|meet\.jit\.si|"
    r"discord\.gg/|riverside\.fm|streamyard\.com",
    re.IGNORECASE,
)
_INVITES = (
    re.compile(
        r"^\W*(?:updated )?invitation(?: from an unknown sender)?:\s*(?P<title>.+?)(?:\s+@\s+(?P<when>.+))?$", re.I
    ),
    re.compile(
        r"^.*?\byou(?:'|’)?(?:re| are|ve been| have been)? (?:cordially )?(?:invited|registered|going)"
        r"(?: to(?: join| attend)?| for)?:?\s+(?P<title>.+?)[\s.!:;,]*$",
        re.I,
    ),
    re.compile(
        r"^.{0,60}?\b(?:is inviting|has invited|invites|invited) you to(?: join| attend)?:?\s+"
        r"(?P<title>.+?)[\s.!:;,]*$",
        re.I,
    ),
    re.compile(
        r"^\W*(?:your |my )?(?:e-?)?(?:tickets?|order|registration|booking|reservation)"
        r"(?: confirmation| confirmed)? (?:for|to):?\s+(?P<title>.+?)[\s.!:;,]*$",
        re.I,
    ),
)
# Weaker: a line that stands alone above it is the name, and this is what happens there.
_JOIN_US = (
    re.compile(
        r"^\W*(?:please )?(?:join us (?:for|at)|rsvp (?:for|to)|save the date(?: for)?|reminder)[:,]?\s+"
        r"(?P<title>.+?)[\s.!:;,]*$",
        re.I,
    ),
)
_PREFIX = re.compile(r"^(?:rsvp|invitation|invite|reminder|save the date)[:,]\s+", re.IGNORECASE)
_QUOTES = " \"“”'.!"
_CALLED_NOTHING = re.compile(
    r"^(?:a )?(?:scheduled )?(?:zoom|teams|google meet|webex) (?:meeting|call)$|^(?:an?|this|the) event$", re.I
)
_CHATTER = re.compile(
    r"^\W*(?:hi|hello|hey|dear)\b.{0,40}$|^\W*(?:rsvp|accept|decline|maybe|yes|no|going|not going|add to calendar|"
    r"view (?:event|details|map)|get (?:tickets|directions)|register(?: now)?|join (?:zoom|the) meeting|share|"
    r"(?:register|rsvp|sign in|log in|join)(?: now)? to see .{1,20}|about(?: the| this)? event|"
    r"joining info(?:rmation)?|add to .{1,20} calendar|view your tickets?|order #?\s?\d+|"
    r"see you(?: there| soon)?|(?:more )?details|unsubscribe|"
    r"you(?:'|’)?(?:re| are) (?:invited|going)[!.]?|invitation|"
    r"microsoft teams(?: meeting)?|join (?:on|with) .*|_+|-+|=+|\*+)\W*$",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"^\W*(?:occurs |repeats )?"
    r"(?:every\b.{0,60}|(?:weekly|biweekly|monthly|daily)\b(?:,?\s+(?:on|at|from|until)\b.{0,60})?)$",
    re.IGNORECASE,
)
_BUILDING = re.compile(
    r"\b(?:hall|room|hotel|club|pub|street|st|ave|avenue|road|rd|cafe|café|library|centre|center|online|zoom)\b",
    re.I,
)
_ADDRESS = re.compile(r"(?=.{1,90}$)(?:\d+\s+\w|.*\b[A-Z]{2}\b\s*\w?\d|.*·.*,\s?[A-Z]{2}\b)")
_STREET = re.compile(r"\d|,|" + _BUILDING.pattern, re.IGNORECASE)


@dataclass(slots=True)
class Parts:
    """What stands where in an invitation. `whens` are the ways to say when it is, the likeliest first."""

    title: str = ""
    whens: list[str] = field(default_factory=list)
    every: str = ""
    place: str = ""
    links: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def links_in(text: str) -> tuple[str, list[str]]:
    """The text without its links, and these: an event's own page first, then a call, then whatever else."""
    found = [match.group().rstrip(".,;:!?)]}'\"") for match in _URL.finditer(text)]
    links = [each if each.casefold().startswith("http") else f"https://{each}" for each in dict.fromkeys(found)]
    for each in sorted(set(found), key=len, reverse=True):
        text = text.replace(each, " ")
    return text, sorted(links, key=lambda link: 0 if _PAGES.search(link) else 1 if _CALLS.search(link) else 2)


def is_call(link: str) -> bool:
    """Whether it leads to where an online event is held."""
    return _CALLS.search(link) is not None


def looks_like_place(text: str) -> bool:
    """Whether there is a word in it that places have: a hall, a street."""
    return _BUILDING.search(text) is not None


def is_invitation(text: str, today: date, locale: str) -> bool:
    """Whether a text that nobody has asked for may be an invitation: a day with a page of events or a call, or
    several lines with a day and an hour.

    >>> is_invitation("Product drinks\\nThursday, Dec 3, 6 PM\\nBrampton Hall", date(2026, 11, 23), "en")
    True
    >>> is_invitation("Saw Jane on Friday", date(2026, 11, 23), "en")
    False
    """
    bare, links = links_in(text[:4000])
    one_line = " ".join(bare.split())
    if not _says_day(one_line, today, locale):
        return False
    if any(_PAGES.search(link) or _CALLS.search(link) for link in links):
        return True
    several = sum(bool(line.strip()) for line in text.splitlines()) > 1
    return several and _says_hour(one_line)


def bare_title(title: str) -> str:
    """What is held, without the words that invite to it.

    >>> bare_title("You're invited to Startup Mixer"), bare_title("Your ticket for Tech Drinks")
    ('Startup Mixer', 'Tech Drinks')
    """
    for pattern in (*_INVITES, *_JOIN_US):
        match = pattern.match(title)
        if match is not None and not _CALLED_NOTHING.match(match["title"]):
            return match["title"].strip(_QUOTES)
    return _PREFIX.sub("", title)


def parts_of(text: str, today: date, locale: str) -> Parts:
    """An invitation of several lines, taken apart."""
    bare, links = links_in(text)
    parts = Parts(links=links)
    lines = [each for line in bare.splitlines()[:MOST_LINES] if (each := " ".join(line.split())[:LONGEST])]
    said: dict[str, str] = {}
    left: list[str] = []
    taken: set[int] = set()
    for index, line in enumerate(lines):
        if index in taken:
            continue
        label, value = _labelled(line)
        if not label:
            left.append(line)
            continue
        if not value and index + 1 < len(lines) and not _labelled(lines[index + 1])[0]:
            value = lines[index + 1]  # Outlook and Google write it below its label
            taken.add(index + 1)
            below = lines[index + 2] if index + 2 < len(lines) else ""
            if label == "place" and _ADDRESS.match(below):
                value = f"{value}, {below}"
                taken.add(index + 2)
        elif not value:
            continue
        if label == "other":
            parts.notes.append(line if value in line else f"{line} {value}")
        else:
            said.setdefault(label, value)
    if every := next((line for line in left if _EVERY.match(line)), ""):
        said.setdefault("every", every)
        left.remove(every)
    _take_said(parts, said)
    _take_title(parts, left, today, locale)
    left = [line for line in left if not parts.title or fold(line) != fold(parts.title)]
    _take_when(parts, left, today, locale)
    if fold(parts.place) == fold(parts.title):
        parts.place = ""
    parts.notes += [line for line in left if line and line != parts.title and not _CHATTER.match(line)]
    return parts


def _says_day(text: str, today: date, locale: str) -> bool:
    """Whether a day is named; one that there is not ("31 February") is none, until somebody asks for it."""
    try:
        return bool(find_days(in_english(text), today, locale))
    except Refusal:
        return False


def _says_hour(text: str) -> bool:
    return bool(find_times(in_english(text)))


def _labelled(line: str) -> tuple[str, str]:
    match = _LABELLED.match(line)
    if match is None:
        return "", ""
    label = next((name for name in _LABELS if match[name]), "")
    return label, (match["value"] or "").strip()


def _take_said(parts: Parts, said: dict[str, str]) -> None:
    parts.title = said.get("title", "")
    parts.place = said.get("place", "")
    parts.every = said.get("every", "")
    day, hour, end = said.get("day", ""), said.get("hour", ""), said.get("end", "")
    if day or hour:
        whole = ", ".join(each for each in (day, hour) if each)
        parts.whens += [f"{whole} – {end}", whole] if end else [whole]


def _says_it_again(line: str, today: date, locale: str) -> bool:
    return is_zone(line) or (_says_hour(line) and _says_day(line, today, locale))


def _take_title(parts: Parts, left: list[str], today: date, locale: str) -> None:
    first = next((index for index, line in enumerate(left) if not _CHATTER.match(line)), 0)
    for index, line in enumerate(left[:6]):
        for pattern in (*_INVITES, *_JOIN_US) if index <= first else _INVITES:
            match = pattern.match(line)
            if match is None or _CALLED_NOTHING.match(match["title"]):
                continue
            parts.title = parts.title or match["title"].strip(_QUOTES)
            if when := match.groupdict().get("when"):
                parts.whens.append(when)
                # Google says it again below, without the hour's zone.
                left[:] = ["" if _says_it_again(each, today, locale) else each for each in left]
            left[index] = ""
            return


def _take_when(parts: Parts, left: list[str], today: date, locale: str) -> None:
    """The line that says a day and an hour, or the two or three that do so together; and what is above them is the
    title, where that is not known yet."""
    for index, line in enumerate(left):
        days = _says_day(line, today, locale)
        if parts.whens or not (days or _says_hour(line)):
            continue
        together = [line]
        for following in left[index + 1 : index + 3]:
            if days and _says_hour(" ".join(together)):
                break
            if not (_says_hour(following) or _says_day(following, today, locale)):
                break
            together.append(following)
        if index + len(together) < len(left) and is_zone(zone := left[index + len(together)]):
            together[-1:] = [f"{together[-1]} {zone}", ""]
        if not _says_day(" ".join(together), today, locale):
            continue
        parts.whens.append(", ".join(each for each in together if each))
        above = [each for each in left[:index] if each and not _CHATTER.match(each)]
        rest = _without_times(line) if not above and not parts.title else ""
        left[index : index + len(together)] = [""] * len(together)
        parts.title = rest or parts.title
        break
    if not parts.title:
        for index, line in enumerate(left):
            if line and not _CHATTER.match(line):
                parts.title, left[index] = line, ""
                break
    _place_behind(parts, left)


def _place_behind(parts: Parts, left: list[str]) -> None:
    """Luma and Meetup put the place below the time."""
    gone = [index for index, line in enumerate(left) if not line]
    if parts.place or not gone or not parts.whens:
        return
    behind = next((index for index in range(gone[-1] + 1, len(left)) if not _CHATTER.match(left[index])), None)
    if behind is None or len(left[behind]) > 90 or left[behind].endswith((".", "!", "?")) or behind > gone[-1] + 2:
        return
    if not _STREET.search(left[behind]) and len(left[behind].split()) > 5:
        return
    parts.place, left[behind] = left[behind], ""
    below = left[behind + 1] if behind + 1 < len(left) else ""
    if _ADDRESS.match(below):
        parts.place, left[behind + 1] = f"{parts.place}, {below}", ""


def _without_times(line: str) -> str:
    """A line up to the first of its figures and weekdays: "Product drinks, Thu 3 Dec 18:00"."""
    cut = re.split(
        r"[\s,:–—@(|-]*(?:\b(?:on|at)\s+)?(?:\d|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|\btomorrow\b|\btoday\b|\btonight\b|"
        r"\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d)",
        line,
        maxsplit=1,
        flags=re.IGNORECASE,
    )
    return cut[0].strip(" ,:–—-@(") if cut else ""
