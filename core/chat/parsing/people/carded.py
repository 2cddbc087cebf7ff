"""A name with a card behind it: "Raj Patel @ Shopify, PM". There it ends at the @, and nobody else is meant."""

import re

from core.chat.parsing.line import BOUNDARY
from core.chat.parsing.people.strangers import is_no_name, stranger

_BEFORE = re.compile(rf"(?P<name>[^,;:@()\n{BOUNDARY}]{{1,80}}?)(?:,(?P<title>[^,;@\n{BOUNDARY}]{{1,40}}))?\s+@")
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
    words = name.split()
    if not words or len(words) > _WORDS or is_no_name(name) or any(not each[0].isalpha() for each in words):
        return ""
    if any(is_talk(word) for word in [*words, *(match["title"] or "").split()]):
        return ""
    whole = stranger(name)[:1] == [name]
    return name if whole or name == name.casefold() else ""


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
