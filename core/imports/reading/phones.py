"""Phone numbers in their one form: E.164 (+14165550199), as far as their country is known."""

from functools import cache
from importlib.resources import files

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from core.chat.errors import Refusal
from core.chat.parsing.people.handles import read_handle
from core.facts.people import Handle

_LONGEST = 40  # characters: nobody's number has more, with all its signs


def read_phone(text: str, region: str) -> Handle | None:
    """A number as somebody wrote it, by the rules of a region (ISO 3166, "" for none); None for what is none.

    What the rules do not know (a short number of a company, a region that nobody has told) stays as digits.

    >>> read_phone("(416) 555-0199", "CA"), read_phone("tel:+44 20 7946 0018", "CA"), read_phone("n/a", "CA")
    (Handle(kind='phone', value='+14165550199'), Handle(kind='phone', value='+442079460018'), None)
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
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
