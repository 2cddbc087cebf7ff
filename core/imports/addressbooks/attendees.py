"""Lists of an event's guests, as Luma, Eventbrite and Meetup give them to its host: whom somebody met there."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.chat.words import _
from core.imports.addressbooks.drafts import DAMAGED, NOBODY, Draft, full_name
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import Row, has_columns, rows_of

WAS_NOT_THERE = _("They did not come, or were not let in.")
_MEMBER = re.compile(r"(?:user )?(\d{1,20})")
_FILLING = re.compile(
    r"\b(?:luma|eventbrite|meetup|guests?|attendees?|list|export|csv|report|summary|\d[\d-]*)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Service:
    """How one service writes its lists. `came` says whether somebody was there; None: the list does not tell."""

    title: str
    columns: tuple[str, ...]
    came: Callable[[Row], bool | None]


def _came_by_luma(row: Row) -> bool | None:
    if row.cells["approvalstatus"].strip().lower() not in ("approved", ""):
        return False  # declined, invited, waitlist…
    return True if row.cells["checkedinat"].strip() else None


def _came_by_eventbrite(row: Row) -> bool | None:
    status = row.cells["attendeestatus"].strip().lower()
    return True if status == "checked in" else None if status in ("attending", "") else False


def _came_by_meetup(row: Row) -> bool | None:
    return None if row.cells["rsvp"].strip().lower() == "yes" else False


_SERVICES = {
    "luma": _Service(title="Luma", columns=("email", "approvalstatus", "checkedinat"), came=_came_by_luma),
    "eventbrite": _Service(
        title="Eventbrite", columns=("order", "email", "attendeestatus"), came=_came_by_eventbrite
    ),
    "meetup": _Service(title="Meetup", columns=("name", "rsvp", "urlofmemberprofile"), came=_came_by_meetup),
}


def _part(piece: Piece) -> str:
    return next((name for name, service in _SERVICES.items() if has_columns(piece, *service.columns)), "")


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    for name, service in _SERVICES.items():
        for piece in pieces_of(parts, name):
            event = _event_of(piece.path) or f"event on {service.title}"
            checked_in = any(service.came(row) for row in _rows(piece, service))
            for row in rows_of(piece, *service.columns):
                if isinstance(row, int):
                    reading.skip(piece.path, row, DAMAGED)
                    continue
                came = service.came(row)
                # Where some were checked in, those who were not stayed away.
                if came is False or (came is None and checked_in):
                    reading.skip(piece.path, row.line, WAS_NOT_THERE)
                elif found := _guest(row, event, reading).found(piece.path, row.line):
                    reading.found(found)
                else:
                    reading.skip(piece.path, row.line, NOBODY)


SOURCE = Source(name="event", title=_("Guests of an event"), part=_part, read=_read)


def _guest(row: Row, event: str, reading: Reading) -> Draft:
    def cell(*names: str) -> str:
        return next((value for name in names if (value := row.cells.get(name, "").strip())), "")

    draft = Draft(reading.phone)
    draft.name = cell("name")
    draft.spelled = full_name(cell("firstname"), "", cell("lastname", "surname"))
    draft.email(cell("email"))
    draft.phone(cell("phonenumber", "cellphone", "mobilephone"))
    draft.company = cell("company")
    draft.title = cell("jobtitle")
    draft.how_met = cell("eventname") or event
    draft.met_on = _day(cell("checkedinat"), reading)
    if member := _MEMBER.fullmatch(cell("userid").lower()):
        draft.origin(f"meetup:{member[1]}")
    draft.link(cell("urlofmemberprofile"))
    for value in row.cells.values():  # answers to the host's own questions
        if "linkedin.com/" in value:
            draft.link(value.strip())
    return draft


def _day(text: str, reading: Reading) -> date | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    day = reading.day_of(instant if instant.tzinfo else instant.replace(tzinfo=reading.zone))
    return day if day and day <= reading.today else None


def _event_of(path: str) -> str:
    """The event as its file is called ("Summer Rooftop - Guests - 2026-07-06.csv"); "" where that says none."""
    name = path.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    return " ".join(_FILLING.sub(" ", name).split()).strip(" -–—()")


def _rows(piece: Piece, service: _Service) -> Iterator[Row]:
    return (row for row in rows_of(piece, *service.columns) if not isinstance(row, int))
