"""contacts.csv, touches.csv, favours.csv: for spreadsheets, and safe in them.

UTF-8 with a byte order mark, without which Excel takes it for something else. Whatever a spreadsheet would take for
a formula has a ' before it: a cell that begins with = + - @, a tab or a line's end; and any of these four behind a
separator within a cell (where lists are separated by ; a table is cut there, too).
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.exports.vcards import partial_date
from core.facts.cadence import Cadence
from core.facts.exports import Chapter, Network
from core.facts.people import Contact, Entry, Favour, Keep, PartialDate, Touch

# Also behind what is not seen, and in the wide forms that Japanese keyboards write.
_UNSEEN = r"[\x00-\x20\s\u200b-\u200f\u2060\ufeff\"']*"
_FORMULA = re.compile(rf"{_UNSEEN}[=+\-@＝＋－＠]|[\t\r\n]")
_INNER = re.compile(rf"([;,\t\r\n]{_UNSEEN})(?=[=+\-@＝＋－＠])")
_LINKS = ("linkedin", "website")  # that have a column of their own

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class TableSheet:
    """Writes one table: a row for everybody, or for all that passed with them."""

    name: str
    header: Row
    rows: Callable[[Contact, Sequence[Entry]], Iterable[Row]]

    def begin(self) -> bytes:
        return b"\xef\xbb\xbf" + _written([self.header])

    def chapter(self, chapter: Chapter) -> Iterator[bytes]:
        for contact in chapter.contacts:
            yield _written(self.rows(contact, chapter.entries.get(contact.id, ())))

    def end(self, network: Network) -> Iterator[bytes]:
        yield from ()


def table_sheets() -> tuple[TableSheet, ...]:
    """All three."""
    return (
        TableSheet("contacts.csv", _CONTACT_HEADER, _contact),
        TableSheet("touches.csv", ("Date", "Name", "What", "Thanks"), _touches),
        TableSheet("favours.csv", ("Date", "Name", "Direction", "What"), _favours),
    )


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("+1 416 555 0199"), safe("Jane; =1+1")
    ("'=1+1", "'+1 416 555 0199", "Jane; '=1+1")
    """
    cell = _INNER.sub(r"\1'", cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell


_CONTACT_HEADER = (
    *(
        "Name",
        "Also called",
        "Company",
        "Title",
        "Tags",
        "E-mail",
        "Phone",
        "LinkedIn",
        "Website",
        "Other profiles",
    ),
    *("Birthday", "Other dates", "How met", "Met on", "Notes", "Status", "Keep in touch", "Last touch", "Added on"),
)


def _contact(contact: Contact, entries: Sequence[Entry]) -> Iterable[Row]:
    def values(*kinds: str) -> str:
        return _joined(each.value for each in contact.handles if each.kind in kinds)

    others = (each for each in contact.handles if each.kind not in ("email", "phone", *_LINKS))
    birthdays = (_date(each.on) for each in contact.dates if each.label == "birthday")
    dates = (f"{each.label}: {_date(each.on)}" for each in contact.dates if each.label != "birthday")
    yield (
        contact.name,
        _joined(contact.aliases),
        contact.company,
        contact.title,
        _joined(contact.tags),
        values("email"),
        values("phone"),
        values("linkedin"),
        values("website"),
        _joined(f"{each.kind}: {each.value}" for each in others),
        _joined(birthdays),
        _joined(dates),
        contact.how_met,
        _day(contact.met_on),
        contact.notes,
        contact.status.value,
        _keep(contact.keep, contact.cadence),
        _day(entries[-1].happened_on if entries else contact.last_touch_on),
        _day(contact.created_at.date()),
    )


def _touches(contact: Contact, entries: Sequence[Entry]) -> Iterable[Row]:
    for entry in entries:
        if isinstance(entry, Touch):
            yield _day(entry.happened_on), contact.name, entry.what, "yes" if entry.thanks else ""


def _favours(contact: Contact, entries: Sequence[Entry]) -> Iterable[Row]:
    for entry in entries:
        if isinstance(entry, Favour):
            yield _day(entry.happened_on), contact.name, entry.direction.value, entry.what


def _keep(keep: Keep, cadence: Cadence | None) -> str:
    if keep is Keep.OWN and cadence:
        return f"every {cadence.count} {cadence.unit.value}{'s' if cadence.count > 1 else ''}"
    return "never" if keep is Keep.NEVER else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _date(on: PartialDate) -> str:
    """With dashes where it is whole, as spreadsheets read it; else as on a card."""
    if on.year and on.month and on.day:
        return f"{on.year:04}-{on.month:02}-{on.day:02}"
    return partial_date(on)


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _written(rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
