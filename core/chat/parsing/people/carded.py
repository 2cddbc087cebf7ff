"""A name with a card behind it: "Raj Patel @ Shopify, PM". There it ends at the @, and nobody else is meant."""

import re

from core.chat.parsing.line import BOUNDARY
from core.chat.parsing.people.strangers import is_no_name, stranger

_BEFORE = re.compile(rf"(?P<name>[^,;:@()\n{BOUNDARY}]{{1,80}}?)(?:,(?P<title>[^,;@\n{BOUNDARY}]{{1,40}}))?\s+@")
_LISTED = re.compile(rf"(?P<name>[^,;:@()\n{BOUNDARY}]{{1,80}}?)\s*[,;](?P<parts>[^;\n{BOUNDARY}]*)")
_COMPANY = re.compile(rf"@\s*(?=[^\W\d_])(?P<word>[^\s,;{BOUNDARY}]+)[^,;\n{BOUNDARY}]*")
_EVENT = re.compile(  # "@ the Kiwanis breakfast" is where they met
    r"\b(?:breakfast|lunch|dinner|brunch|meetup|conference|party|event|gala|fair|summit|hackathon|workshop|drinks"
    r"|reception|webinar)\s*$",
    re.IGNORECASE,
)
_PLACES = frozenset(  # "coffee @ noon", "@ the office"
    {"home", "work", "noon", "midnight", "lunch", "breakfast", "dinner", "school", "church", "the", "a", "an", "my"}
    | {"our", "his", "her", "their", "your", "night", "last", "about", "around"}
)
_TALKS = frozenset(
    {
        "coffee",
        "lunch",
        "breakfast",
        "dinner",
        "brunch",
        "drinks",
        "drink",
        "beer",
        "beers",
        "tea",
        "call",
        "called",
    }
    | {
        "phone",
        "zoom",
        "chat",
        "chatted",
        "talk",
        "talked",
        "meeting",
        "met",
        "walk",
        "walked",
        "party",
        "conference",
    }
    | {
        "event",
        "meetup",
        "and",
        "or",
        "with",
        "from",
        "for",
        "to",
        "spoke",
        "emailed",
        "texted",
        "saw",
        "ran",
        "in",
    }
    | {
        "discussed",
        "catch",
        "catching",
        "caught",
        "nice",
        "great",
        "good",
        "quick",
        "short",
        "again",
        "today",
        "at",
    }
)
_WORDS = 4


def carded_name(text: str) -> str:
    """The name with which a text begins, where a company stands behind it after an @; else "".

    >>> carded_name("Raj Patel @ Shopify, PM"), carded_name("Jane coffee @ Starbucks"), carded_name("Jane @ noon")
    ('Raj Patel', '', '')
    """
    match = _BEFORE.match(text)
    if match is None or not is_company(text, match.end() - 1):
        return ""
    name = match["name"].strip()
    return "" if any(is_talk(word) for word in (match["title"] or "").split()) or not _is_name(name) else name


def listed_name(text: str) -> str:
    """The name with which a text begins, where what stands behind its comma is said of one person; "" where there
    may be more people behind it.

    >>> listed_name("Kim Lee, Deloitte, consultant"), listed_name("Tom Ford, Bill Gates")
    ('Kim Lee', '')
    """
    match = _LISTED.match(text)
    name = match["name"].strip() if match else ""
    if match is None or not _is_name(name):
        return ""
    parts = [part.strip() for part in match["parts"].split(",")]
    return "" if all(_is_as_long(part, name) for part in parts) else name


def is_company(text: str, at: int) -> bool:
    """Whether what stands behind this @ is the name of a company, and no hour, no event, and not "the office"."""
    if at and not text[at - 1].isspace() and text[at - 1] not in f",;({BOUNDARY}":
        return False  # an address
    match = _COMPANY.match(text, at)
    if match is None or _EVENT.search(match.group()):
        return False
    return not (match["word"].islower() and match["word"] in _PLACES)


def is_talk(word: str) -> bool:
    """Whether a word tells what people did together, and is no title of anybody's."""
    return word.casefold().strip(".!") in _TALKS


def _is_name(name: str) -> bool:
    words = name.split()
    if not words or len(words) > _WORDS or is_no_name(name):
        return False
    if any(is_talk(word) or not word[0].isalpha() for word in words):
        return False
    return stranger(name)[:1] == [name] or name == name.casefold()


def _is_as_long(part: str, name: str) -> bool:
    """Whether a part of a list is as much of a name as the first one: Bill Gates beside Tom Ford, and not IBM."""
    return stranger(part)[:1] == [part] and part != part.casefold() and (" " in part or " " not in name)
