"""Address books that the owner has let LinkedIn copy: ImportedContacts.csv, Contacts.csv.

They are no ties, and most are years old: everybody to whom somebody has ever sent a mail. So they only add
addresses and numbers to people who are known, whether they are sent by themselves or with all the rest.
"""

import re
from collections.abc import Iterator, Mapping

from core.facts.imports import Found
from core.facts.people import Handle
from core.imports.linkedin.cells import first_of, full_name, handle, rows, text
from core.imports.reading.source import Piece, Reading

_BETWEEN = re.compile(r"\s*(?:[,;\n]|:::)\s*")
_MOST = 20  # addresses of one person


def tell(piece: Piece, reading: Reading) -> None:
    """Everybody in it who can be reached."""
    people = 0
    for row in rows(piece, reading, "firstname", "companies", "createdat"):
        cells = row.cells
        handles = tuple(dict.fromkeys(_handles(cells, reading)))
        if not handles:
            continue
        people += 1
        reading.found(
            Found(
                name=full_name(cells["firstname"], cells.get("lastname", "")) or text(cells.get("fullname", "")),
                where=piece.path,
                line=row.line,
                sure=False,
                company=text(cells["companies"]),
                title=text(cells.get("title", "")),
                handles=handles,
            )
        )
    if people:
        reading.remark(
            "{n} entry of an address book that you once gave to LinkedIn only adds to people you know. To add "
            "everybody, send me that address book itself.",
            "{n} entries of an address book that you once gave to LinkedIn only add to people you know. To add "
            "everybody, send me that address book itself.",
            people,
        )


def _handles(cells: Mapping[str, str], reading: Reading) -> Iterator[Handle]:
    for address in _BETWEEN.split(first_of(cells, "emails", "emailaddress"))[:_MOST]:
        if found := handle("email", address):
            yield found
    for number in _BETWEEN.split(cells.get("phonenumbers", ""))[:_MOST]:
        if found := reading.phone(number):
            yield found
