"""A moment that somebody types, read on a Tuesday morning in Toronto unless a test says otherwise."""

from datetime import datetime
from zoneinfo import ZoneInfo

from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Found

TUESDAY = datetime(2026, 11, 24, 10, 30, 40, tzinfo=ZoneInfo("America/Toronto"))


def moment(found):
    at = found.at.isoformat("minutes") if found.at else ""
    return f"{found.on} {at}".strip()


def read(text, now=TUESDAY, locale="en_US"):
    found = find_moment(text, now, locale)
    assert isinstance(found, Found), found
    return moment(found.value)
