"""Phone numbers in their one form: E.164 (+14165550199), as far as their country is known."""

import re
from functools import cache
from importlib.resources import files

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, NumberParseException, PhoneMetadata, PhoneNumberFormat

from core.chat.errors import Refusal
from core.chat.parsing.people.handles import read_handle
from core.facts.people import Handle

_PLAIN = re.compile(r"(?:\+ ?)?\(?\d[\d .()-]*\d", re.ASCII)
_NO_DIGIT = re.compile(r"\D")
_NEVER = "(?!)"
_LONGEST = 40  # characters: nobody's number has more, with all its signs


def read_phone(text: str, region: str) -> Handle | None:
    """A number as somebody wrote it, by the rules of a region (ISO 3166, "" for none); None for what is none.

    What the rules do not know (a short number of a company, a region that nobody has told) stays as digits.

    >>> read_phone("(416) 555-0199", "CA"), read_phone("tel:+44 20 7946 0018", "CA"), read_phone("n/a", "CA")
    (Handle(kind='phone', value='+14165550199'), Handle(kind='phone', value='+442079460018'), None)
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if quick := _quick(text, region):
        return Handle(kind="phone", value=quick)
    try:
        number = phonenumbers.parse(text, region or None)
    except NumberParseException:
        pass
    else:
        if phonenumbers.is_possible_number(number) and not number.extension:
            return Handle(kind="phone", value=phonenumbers.format_number(number, PhoneNumberFormat.E164))
    try:
        handle = read_handle(f"phone {text.removeprefix('tel:')}")
    except Refusal:
        return None
    return handle if handle.kind == "phone" else None


def _quick(text: str, region: str) -> str:
    """What phonenumbers says of a number in which nothing has to be weighed, twenty times as fast; "" for others.

    Those have no extension, no prefix that may be dialled or not, and a length that numbers there have.
    """
    if not _PLAIN.fullmatch(text):
        return ""
    digits = _NO_DIGIT.sub("", text)
    if text.startswith("+"):
        code = next((digits[:n] for n in (1, 2, 3) if digits[:n] in _codes()), "")
        number, weighed = digits[len(code) :], _prefix_of(_codes().get(code, ""))
    else:
        code, number, weighed = _code_of(region), digits, _dialled_in(region)
    if not code or len(number) not in _lengths(code) or weighed.match(number):
        return ""
    return f"+{code}{number}"


@cache
def _codes() -> dict[str, str]:
    """The main country of every calling code."""
    return {str(code): regions[0] for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()}


@cache
def _code_of(region: str) -> str:
    return str(phonenumbers.country_code_for_region(region) or "") if region else ""


@cache
def _lengths(code: str) -> frozenset[int]:
    rules = PhoneMetadata.metadata_for_region_or_calling_code(int(code), _codes()[code])
    return frozenset(rules.general_desc.possible_length) if rules and rules.general_desc else frozenset()


@cache
def _prefix_of(region: str) -> re.Pattern[str]:
    """What may stand before a national number; of a code that is no country's, everything is weighed."""
    rules = PhoneMetadata.metadata_for_region(region)
    return re.compile((rules.national_prefix_for_parsing or _NEVER) if rules else "")


@cache
def _dialled_in(region: str) -> re.Pattern[str]:
    """What may stand before a number without a +: as above, a prefix for other countries, and the own code."""
    rules = PhoneMetadata.metadata_for_region(region)
    return re.compile(
        f"{_prefix_of(region).pattern}|{rules.international_prefix or _NEVER}|{rules.country_code}" if rules else ""
    )


def region_of(timezone: str | None) -> str:
    """The country in which a zone (IANA) lies, as ISO 3166; "" where none is known.

    >>> region_of("America/Toronto"), region_of("Europe/Berlin"), region_of(None)
    ('CA', 'DE', '')
    """
    return _countries().get(timezone or "", "")


@cache
def _countries() -> dict[str, str]:
    """The country of every zone, out of the time zone database: its lines are code, place and zone."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
