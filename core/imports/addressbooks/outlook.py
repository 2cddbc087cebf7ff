"""Outlook's tables: of the classic program, of outlook.com and the new one, and as Google writes them."""

from collections.abc import Iterator, Mapping, Sequence

from core.imports.addressbooks.drafts import DAMAGED, NOBODY, Draft, full_name
from core.imports.addressbooks.partial_days import is_month_first_in, read_day
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import Row, has_columns, rows_of

_KNOWN_BY = (  # any of these: other programs have "E-mail Address" as well
    ("firstname", "emailaddress", "businessphone"),
    ("firstname", "emailaddress", "homestreet"),
    ("firstname", "emailaddress", "email2address"),
)
_EMAILS = ("emailaddress", "email2address", "email3address")
# Not fax, pager and telex, nor those of the company and of the assistant: they are not this person's.
_PHONES = ("mobilephone", "primaryphone", "homephone", "homephone2", "businessphone", "businessphone2")
_MORE_PHONES = ("carphone", "otherphone")
_LINKS = ("webpage", "personalwebpage", "personalwebpage2")
_DAYS = ("birthday", "anniversary")


def _part(piece: Piece) -> str:
    return "contacts" if _columns(piece) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    for piece in pieces_of(parts, "contacts"):
        columns = _columns(piece)
        month_first = is_month_first_in(_days(piece, columns), reading.region)
        for row in rows_of(piece, *columns):
            if isinstance(row, int):
                reading.skip(piece.path, row, DAMAGED)
            elif found := _person(row, reading, month_first).found(piece.path, row.line):
                reading.found(found)
            elif any(value.strip(" 0/") for value in row.cells.values()):
                reading.skip(piece.path, row.line, NOBODY)


SOURCE = Source(name="outlook", title="Outlook", part=_part, read=_read)


def _person(row: Row, reading: Reading, month_first: bool) -> Draft:
    def cell(name: str) -> str:
        return row.cells.get(name, "").strip()

    draft = Draft(reading.phone)
    # "Title" is what stands before a name (Dr.), not the job.
    draft.spelled = full_name(cell("firstname"), cell("middlename"), cell("lastname"), cell("suffix"))
    draft.alias(cell("nickname"))
    draft.company = cell("company")
    draft.title = cell("jobtitle")
    for name in _EMAILS:
        draft.email(cell(name))
    for name in _PHONES + _MORE_PHONES:
        draft.phone(cell(name))
    for name in _LINKS:
        draft.link(cell(name))
    for name in _DAYS:
        draft.day(name, read_day(cell(name), reading.today, month_first=month_first))
    for tag in cell("categories").replace(",", ";").split(";"):
        draft.tag(tag)
    draft.note(cell("notes"))
    return draft


def _days(piece: Piece, columns: Sequence[str]) -> Iterator[str]:
    for row in rows_of(piece, *columns):
        if not isinstance(row, int):
            yield from (row.cells.get(name, "") for name in _DAYS)


def _columns(piece: Piece) -> Sequence[str]:
    return next((names for names in _KNOWN_BY if has_columns(piece, *names)), ())
