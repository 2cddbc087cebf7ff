"""Address books that the owner has let LinkedIn copy: ImportedContacts.csv, Contacts.csv.

They are no ties, and most are years old: everybody to whom somebody has ever sent a mail. So they only add
addresses and numbers to people who are known; whoever sends such a file by itself means the people in it.
"""

import re
from collections.abc import Iterator, Mapping

from core.chat.words import _
from core.facts.imports import Found
from core.facts.people import Handle
from core.imports.linkedin.cells import first_of, full_name, handle, rows, text
from core.imports.reading.source import Piece, Reading

UNREACHABLE = _("There is no address and no number there.")
_BETWEEN = re.compile(r"\s*(?:[,;\n]|:::)\s*")
_MOST = 20  # addresses of one person


def tell(piece: Piece, reading: Reading, *, alone: bool) -> None:
    """Everybody in it who can be reached."""
    people = 0
    for row in rows(piece, reading, "firstname", "companies", "createdat"):
        cells = row.cells
        name = full_name(cells["firstname"], cells.get("lastname", "")) or text(cells.get("fullname", ""))
        handles = tuple(dict.fromkeys(_handles(cells, reading)))
        if not handles:
            if name and alone:
                reading.skip(piece.path, row.line, UNREACHABLE)
            continue
        people += 1
        reading.found(
            Found(
                name=name,
                where=piece.path,
                line=row.line,
                sure=alone and bool(name),
                company=text(cells["companies"]),
                title=text(cells.get("title", "")),
                handles=handles,
            )
        )
    if people and not alone:
        reading.remark(
            "{n} entry of an address book that you once gave to LinkedIn only adds to people you know.",
            "{n} entries of an address book that you once gave to LinkedIn only add to people you know.",
            people,
        )


def _handles(cells: Mapping[str, str], reading: Reading) -> Iterator[Handle]:
    for address in _BETWEEN.split(first_of(cells, "emails", "emailaddress"))[:_MOST]:
        if found := handle("email", address):
            yield found
    for number in _BETWEEN.split(cells.get("phonenumbers", ""))[:_MOST]:
        if found := reading.phone(number):
            yield found
