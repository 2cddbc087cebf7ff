"""What a file is that is not LinkedIn's connections: told from what is in it, never from its name."""

import re
from collections.abc import Sequence

from core.chat.reply import say
from core.chat.words import _
from core.imports.tables import DELIMITERS, column_names, decode, lines_of, records
from core.imports.wrong import WrongFile, how_to_get_it, just_connections, that_is, wrong

_PDF, _IMAGE, _ARCHIVE = _("a PDF"), _("a picture"), _("a packed archive that I cannot open")
_MEDIA, _DATABASE, _UNKNOWN = _("a recording"), _("a database"), _("a file that I can make nothing of")
_SIGNATURES = (
    (b"%PDF", _PDF),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"BM", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"SQLite format 3", _DATABASE),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_TEXTS = (
    (r"begin:vcard", _("a list of contact cards (vCard)")),
    (r"begin:vcalendar", _("a calendar (ICS)")),
    (r"window\.ytd", _("a part of X's archive")),
    (r"\{|\[\s*[\[{\"\]]", _("a file of data (JSON)")),
    (r"<\?xml", _("a file of data (XML)")),
    (r"<", _("a web page (HTML)")),
    (r"from \S+ (mon|tue|wed|thu|fri|sat|sun) ", _("a mailbox")),
)

# The other tables of LinkedIn's export, by a few of their columns (without case, spaces and marks).
_LINKEDIN = (
    ("messages.csv", {"conversationid", "from", "to"}),
    ("messages.csv", {"from", "to", "date", "subject", "content"}),
    ("Invitations.csv", {"from", "to", "sentat"}),
    ("Endorsement_…_Info.csv", {"endorsementdate", "skillname"}),
    ("Recommendations.csv", {"firstname", "lastname", "jobtitle", "text"}),
    ("Events.csv", {"eventname", "eventtime"}),
    ("Profile.csv", {"firstname", "lastname", "headline"}),
    ("Notes.csv", {"connectionfirstname", "connectionlastname"}),
    ("ImportedContacts.csv", {"firstname", "lastname", "companies"}),
    ("PhoneNumbers.csv", {"extension", "number"}),
    ("Company Follows.csv", {"organization", "followedon"}),
    ("Member_Follows.csv", {"date", "status", "fullname"}),
    ("Email Addresses.csv", {"emailaddress", "confirmed", "primary"}),
    ("Positions.csv", {"companyname", "title", "startedon"}),
)
_TABLES = (
    (_("an address book from Google (CSV)"), {"givenname", "familyname"}),
    (_("an address book from Google (CSV)"), {"organizationname", "labels"}),
    (_("an address book from Outlook (CSV)"), {"emailaddress", "businessphone"}),
    (_("an address book from Outlook (CSV)"), {"emailaddress", "homestreet"}),
    (_("an address book from Outlook (CSV)"), {"emailaddress", "givenyomi"}),
)
_TABLE = _("a table (CSV), but without the columns of LinkedIn's connections")
_TEXT = _("a text, and no table")
_HEAD = 50_000  # characters
_HEADER_WITHIN = 30  # records

_ARCHIVES = (
    ("takeout/", _("an export from Google")),
    ("friends/", _("an export from Facebook")),
    ("your_facebook_activity/", _("an export from Facebook")),
    ("data/manifest.js", _("an archive from X")),
    ("messages/index.json", _("an export from Discord")),
    ("word/", _("a Word document")),
)
_OTHER_ARCHIVE = _("a ZIP without LinkedIn's Connections.csv")


def binary(head: bytes) -> WrongFile | None:
    """What the first 64 KB say; None when it is text."""
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            return that_is(what)
    if head.startswith(b"RIFF"):
        return that_is(_IMAGE if head[8:12] == b"WEBP" else _MEDIA)
    if head[4:8] == b"ftyp":
        return that_is(_IMAGE if head[8:11] in (b"hei", b"mif", b"avi") else _MEDIA)
    if head.startswith(_OLD_OFFICE):
        return _workbook()
    text = decode(head)
    controls = sum(text.count(chr(i)) for i in range(32) if chr(i) not in "\t\n\r\f\v")
    return that_is(_UNKNOWN) if 20 * controls > len(text) else None


def text(content: str) -> WrongFile:
    """What a text is in which there are no connections."""
    start = content[:1000].lstrip()
    for signature, what in _TEXTS:
        if re.match(signature, start, re.IGNORECASE):
            return that_is(what)
    for columns in _possible_headers(content):
        for file, wanted in _LINKEDIN:
            if wanted <= columns:
                return _other_linkedin(file)
        for what, wanted in _TABLES:
            if wanted <= columns:
                return that_is(what)
    first = content.lstrip().partition("\n")[0]
    return that_is(_TABLE if re.search(r"([,;\t])[^,;\t]*\1", first) else _TEXT)


def archive(names: Sequence[str]) -> WrongFile:
    """What a ZIP is in which there is no Connections.csv, by the names of its entries."""
    if not names:
        return wrong(say(_("That ZIP is empty.")))
    paths = [name.lower().lstrip("./") for name in names]
    if any(path.startswith("xl/") for path in paths):
        return _workbook()
    for part, what in _ARCHIVES:
        if any(path.startswith(part) or f"/{part}" in path for path in paths):
            return that_is(what)
    if {"profile.csv", "messages.csv", "invitations.csv"} & {base_name(path) for path in paths}:
        return wrong(say(_("That is LinkedIn's export, but Connections.csv is not in it.")), how_to_get_it())
    if all(path.endswith((".zip", "/")) for path in paths):
        return wrong(say(_("In that ZIP is another ZIP.")), just_connections())
    return that_is(_OTHER_ARCHIVE)


def base_name(entry: str) -> str:
    """The name of a ZIP's entry so that it can be compared: LinkedIn has written "Company Follows" in three ways.

    >>> base_name("Basic_Export/Company_Follows.csv"), base_name("company follows.csv")
    ('companyfollows.csv', 'companyfollows.csv')
    """
    return re.sub(r"[\s_]", "", entry.replace("\\", "/").rpartition("/")[2].lower())


def _possible_headers(content: str) -> Sequence[set[str]]:
    lines = lines_of(content[:_HEAD])
    return [
        set(column_names(cells))
        for delimiter in DELIMITERS
        for _line, cells in list(records(lines, delimiter, 0))[:_HEADER_WITHIN]
        if cells and len(cells) > 1
    ]


def _other_linkedin(file: str) -> WrongFile:
    return wrong(
        say(_("That is LinkedIn's {file}."), file=file),
        say(_("I can read Connections.csv, from the same export. Not there? Ask LinkedIn for Connections, too.")),
    )


def _workbook() -> WrongFile:
    return wrong(
        say(_("That is an Excel workbook.")),
        say(_("Please send Connections.csv just as LinkedIn made it; or save the workbook as CSV, and send that.")),
    )
