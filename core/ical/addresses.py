"""Addresses of calendars: what somebody pastes, and at which address its events can be read."""

import base64
import re
from binascii import Error
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit, urlunsplit

from core.chat.errors import Refusal
from core.chat.reply import Span, say
from core.chat.words import _
from core.ical import open_internet

MOST_FEEDS = 20  # calendars that one person follows
MOST_CHARACTERS = 2000
EXAMPLE = "https://calendar.google.com/…/basic.ics"
_ADDRESS = re.compile(r"(?:https?|webcals?)://\S+", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)  # what is copied out of an address bar
_SECURE = {"webcal": "https", "webcals": "https"}
_NO_GROUP = frozenset(
    ("", "about", "apps", "events", "find", "help", "home", "login", "members", "notifications", "pro", "register")
)
_LANGUAGE = re.compile(r"[a-z]{2}-[A-Z]{2}")
_FEED = re.compile(r"/ical\b|/ics\b|\.ics\b|webcal|/feed", re.IGNORECASE)


def feed_address(text: str) -> str:
    """The address at which a calendar is read, of what somebody has pasted.

    webcal:// is https://. Of Google's public calendars and Meetup's groups the page will do; of others Refusal says
    where the address is to be found.

    >>> feed_address("webcal://Example.com/club.ics#top")
    'https://example.com/club.ics'
    """
    found = _ADDRESS.search(text)
    bare = None if found else _BARE.search(text)
    if found is None and bare is None:
        raise Refusal(say(_("What is the calendar's address? It looks like {example}"), example=EXAMPLE))
    parts = _parts(found[0] if found else f"https://{bare[0] if bare else ''}")
    return _of_google(parts) or _of_meetup(parts) or _as_it_is(parts)


def host_of(url: str) -> str:
    """Where a calendar is, to call it by as long as it has not said its name; whatever its address is, never ""."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or "?"
    except ValueError:
        return "?"


def is_below(url: str, base: str) -> bool:
    """Whether an address is of the same host as `base`, and below its path, in whatever way it is written.

    >>> is_below("http://Example.com.:443//cal/x.ics", "https://example.com/cal/")
    True
    """
    (host, path), (our_host, our_path) = _place(url), _place(base)
    return host == our_host and path.startswith(our_path)


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    path = re.sub(r"/(?:\./)*/*", "/", unquote(parts.path).casefold())
    return (parts.hostname or "").rstrip("."), path


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.rstrip(">)]}'\",;"))
        named = f"{parts.hostname or ''}:{parts.port}" if parts.port else parts.hostname or ""
    except ValueError:
        named = ""
    if not named or len(url) > MOST_CHARACTERS:
        raise Refusal(say(_("I can't read that address. It looks like {example}"), example=EXAMPLE))
    if parts.username is not None or parts.password is not None:
        raise Refusal(say(_("That address has a password in it, which I would rather not keep. Is there another?")))
    if open_internet.is_inside(parts.hostname or ""):
        raise Refusal(
            say(_("That address is of a network of its own, where I can't go. Is there one on the internet?"))
        )
    scheme = _SECURE.get(parts.scheme.lower(), parts.scheme.lower())
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return SplitResult(scheme, f"{host}:{parts.port}" if parts.port else host, parts.path, parts.query, "")


def _of_google(parts: SplitResult) -> str:
    """The public feed behind a page that shows one calendar."""
    if parts.hostname != "calendar.google.com" or "/ical/" in parts.path:
        return ""
    asked = parse_qs(parts.query)
    name = next(iter(asked.get("src", ())), "") or _unpacked(next(iter(asked.get("cid", ())), ""))
    return f"https://calendar.google.com/calendar/ical/{quote(name, safe='')}/public/basic.ics" if name else ""


def _unpacked(cid: str) -> str:
    if "@" in cid:
        return cid
    try:
        name = base64.urlsafe_b64decode(cid + "=" * (-len(cid) % 4)).decode()
    except (Error, ValueError):
        return ""
    return name if "@" in name else ""


def _of_meetup(parts: SplitResult) -> str:
    """The feed of the group whose page, or one of whose events, it is."""
    if (parts.hostname or "").removeprefix("www.") != "meetup.com" or _FEED.search(parts.path):
        return ""
    names = [each for each in parts.path.split("/") if each]
    if names and _LANGUAGE.fullmatch(names[0]):
        del names[0]
    if not names or names[0].casefold() in _NO_GROUP:
        return ""
    return f"https://www.meetup.com/{names[0]}/events/ical/"


def _as_it_is(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.")
    if not _FEED.search(parts.path) and (where := _where(host)):
        raise Refusal(where)
    return urlunsplit(parts)


def _where(host: str) -> Span | None:
    """Where a service shows the address of a calendar."""
    if host == "calendar.google.com":
        return say(
            _(
                "That is a page to look at. In Google Calendar, on a computer: Settings → your calendar on the "
                "left → Integrate calendar → “Secret address in iCal format”. Copy that one for me."
            )
        )
    if host in ("lu.ma", "luma.com"):
        return say(
            _(
                "That is a page to look at. On Luma, open the calendar (not one event) → the RSS sign or “Add iCal "
                "Subscription”, and copy that address for me. One event alone: send me its “Add to Calendar” file."
            )
        )
    if host == "meetup.com":
        return say(_("Which group is it? The address of its page will do: https://www.meetup.com/the-group/"))
    if host.startswith("eventbrite."):
        return say(
            _(
                "Eventbrite has no calendar address. On the page of the event or in your ticket: “Add to calendar” "
                "→ iCal or Outlook gives a file (.ics). Just send me that."
            )
        )
    if host in ("outlook.live.com", "outlook.office.com", "outlook.office365.com"):
        return say(
            _(
                "That is a page to look at. In Outlook on the web: Settings → Calendar → Shared calendars → "
                "Publish a calendar, then copy the ICS link for me."
            )
        )
    return None
