"""Series, events and calendars for the tests of iCalendar."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from core.facts.events import Event, FoundEvent, Series
from core.facts.ids import AccountId, EventId, SeriesId
from core.ical.expanding import occurrences
from core.ical.reading import found_events

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")


def series(rule: str, **fields: Any) -> Series:
    """A breakfast in Toronto that comes again, first on 24 November 2026 at 7:30."""
    values: dict[str, Any] = {"on": date(2026, 11, 24), "at": time(7, 30), "timezone": "America/Toronto", **fields}
    return Series(
        id=SeriesId("s1"), account_id=AccountId("a"), created_at=NOW, title="Breakfast", rule=rule,
        **{"origin": "event:s1", "lasts": 90, **values},
    )  # fmt: skip


def event(key: str = "", **fields: Any) -> Event:
    """The breakfast of a day, as its series says; alone without a key."""
    values: dict[str, Any] = {"on": date(2026, 11, 24), "timezone": "America/Toronto", "at": time(7, 30)}
    values |= {"until_at": time(9), "title": "Breakfast", "origin": f"event:s1#{key}" if key else "event:e1"}
    if key:
        values |= {"on": date.fromisoformat(key[:8]), "series_id": SeriesId("s1"), "occurrence": key}
    values |= {"id": EventId(f"e{key}"), "account_id": AccountId("a"), "created_at": NOW}
    return Event(**(values | fields))


def walls(found: Series | FoundEvent, first: date, last: date, most: int = 1000) -> list[str]:
    """When it comes: "20261124T073000"."""
    return [
        f"{each.on:%Y%m%d}" + (f"T{each.at:%H%M%S}" if each.at is not None else "")
        for each in occurrences(found, first, last, most)
    ]


def calendar_of(*events: str, head: str = "") -> str:
    """A calendar of events, each given as its lines."""
    blocks = "".join(f"BEGIN:VEVENT\r\n{each.strip()}\r\nEND:VEVENT\r\n" for each in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{blocks}END:VCALENDAR\r\n".replace("\r\n", "\n").replace(
        "\n", "\r\n"
    )


def read(text: str | bytes, zone: ZoneInfo = LISBON, *, own: bool = False) -> list[FoundEvent]:
    """What is in a calendar; everything in it can be read."""
    found = [
        each
        for _line, each in found_events(
            (text if isinstance(text, str) else text.decode()).splitlines(), zone, own=own
        )
    ]
    assert not [each for each in found if isinstance(each, str)], found
    return [each for each in found if isinstance(each, FoundEvent)]
