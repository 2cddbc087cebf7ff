"""What the columns of somebody's own table mean: guessed from their headers, and from what is in them."""

import re
from collections.abc import Mapping, Sequence

from core.chat.words import _
from core.facts.keys import fold
from core.imports.addressbooks.headers import EITHER, ROLE_OF

ROLES: Mapping[str, str] = {
    "name": _("Name"),
    "first": _("First name"),
    "last": _("Last name"),
    "nickname": _("Nickname"),
    "company": _("Company"),
    "title": _("Job title"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "link": _("Link"),
    "birthday": _("Birthday"),
    "met_on": _("Met on"),
    "how_met": _("How you met"),
    "notes": _("Notes"),
    "tags": _("Tags"),
    "last_touch": _("Last in touch"),
    "": _("Left out"),
}
NEEDED = frozenset(
    {"name", "first", "last", "nickname", "email", "phone", "link"}
)  # one of them says who somebody is
MISSING = _(
    "I see no column with names, e-mail addresses or phone numbers in that table. A first row that says what is "
    "what helps: name, company, e-mail, phone."
)

_SEVERAL = frozenset(
    {"nickname", "email", "phone", "link", "notes", "tags"}
)  # a table may have more than one of each
_BY_WORD = (  # within a longer header ("Work e-mail", "What's your LinkedIn?"), where the cells say the same
    ("email", re.compile(r"\b(?:e ?mails?|mail|courriel|correo)\b")),
    (
        "phone",
        re.compile(r"\b(?:phone|mobile|tel|telephone|telefon|telefono|telefone|cell|handy|movil|whatsapp)\b"),
    ),
    ("link", re.compile(r"\b(?:linkedin|twitter|github|facebook|instagram|telegram|website|url|homepage)\b")),
)
_CELLS = {
    "email": re.compile(r"[^@]*[^\s@<]@[\w-]+\.[\w.-]+\W*"),
    "link": re.compile(
        r"(?:https?://|www\.)\S+|(?:[\w-]+\.)*(?:linkedin|twitter|github|facebook|x)\.com/\S+", re.I
    ),
    "phone": re.compile(  # six digits or more that begin as a number does, and no day
        r"(?!\d+[-/.]\d+[-/.]\d+\b)(?=(?:\D*\d){6})(?!(?:\D*\d){16})"
        r"(?:tel:)?(?:[+(0]|\d+[\s./-])[\d\s()./-]*"
    ),
}
_PART = r"[^\W\d_a-zß-öø-ÿ][\w'’.-]*"
_NAMELIKE = re.compile(rf"{_PART}(?: (?:(?:d[aeiou]s?|l[ae]|el|al|van|von|der|den|bin|y|e) ){{0,2}}{_PART}){{1,3}}")
_PREFIXES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "m", "mme", "sr", "sra", "sig", "dhr"}
)
_DIGITS = re.compile(r"\d+")
_LOOKED_AT = 200  # rows


def guess(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A role for each column, "" for one that is left out. `rows` are as wide as the header.

    >>> guess(["Vorname", "Name", "Firma", "Privat"], [["Zoë", "Brandt", "Acme", "zoe@example.org"]])
    ('first', 'last', 'company', 'email')
    """
    columns = [[cell for row in rows[:_LOOKED_AT] if (cell := row[at].strip())] for at in range(len(header))]
    means = [_by_header(name, cells) for name, cells in zip(header, columns, strict=True)]
    means = [role or _by_cells(cells) for role, cells in zip(means, columns, strict=True)]
    _decide_either(means)
    if not {"name", "first", "last"} & {*means}:
        names = (at for at, role in enumerate(means) if not role and _mostly(_NAMELIKE, columns[at]))
        for at in list(names)[:1]:
            means[at] = "name"
    return tuple(
        role if role in _SEVERAL or means.index(role) == at else ""  # the first one counts
        for at, role in enumerate(means)
    )


def is_data(cells: Sequence[str]) -> bool:
    """Whether a first row is somebody already, and no header: nobody calls a column jane@example.org."""
    return any(pattern.fullmatch(cell.strip()) for cell in cells for pattern in _CELLS.values())


def _by_header(header: str, cells: Sequence[str]) -> str:
    name = " ".join(_DIGITS.sub(" ", fold(header)).split())
    role = ROLE_OF.get(name, "")
    if not role:
        words = (role for role, pattern in _BY_WORD if pattern.search(name))
        role = next((role for role in words if not cells or _mostly(_CELLS[role], cells)), "")
    if role == "email" and cells and not any("@" in cell for cell in cells):
        return ""  # "Mail: yes"
    if role == "phone" and cells and not any(len(_DIGITS.sub("", cell)) + 5 <= len(cell) for cell in cells):
        return ""  # "Mobile: yes"
    if role == "title" and cells and all(fold(cell) in _PREFIXES for cell in cells):
        return ""
    return role


def _by_cells(cells: Sequence[str]) -> str:
    return next((role for role, pattern in _CELLS.items() if _mostly(pattern, cells)), "")


def _decide_either(means: list[str]) -> None:
    """In place: what a bare "name" is depends on what stands beside it."""
    first, last = "first" in means, "last" in means
    for at, role in enumerate(means):
        if role == EITHER:
            means[at] = "name" if first == last else "last" if first else "first"


def _mostly(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    return bool(cells) and 10 * sum(bool(pattern.fullmatch(cell[:300])) for cell in cells) >= 6 * len(cells)
