"""What a file is that no reader can use, and what to send instead: told from what is in it, never from its name."""

import re
from collections.abc import Sequence

from core.chat.reply import Span, say
from core.chat.words import _
from core.imports.reading.source import Piece
from core.imports.reading.tables import columns_of
from core.imports.reading.texts import decode, head_of
from core.imports.reading.wrong import WrongFile, that_is, what_i_read

_PDF, _IMAGE, _MEDIA = _("a PDF"), _("a picture"), _("a recording")
_ARCHIVE, _TAPE = _("a packed archive that I cannot open"), _("an archive packed as TGZ")
_DATABASE, _UNKNOWN = _("a database"), _("a file that I can make nothing of")
_WORKBOOK, _DOCUMENT = _("an Excel workbook"), _("a Word document")
_LOCKED_OFFICE = _("a file from Office, locked with a password")
_PLACEHOLDER, _OUTLOOK_BOX = _("a small file of Apple's, without people"), _("a whole mailbox of Outlook's")

_SAVE_AS_CSV = _("Please save it as CSV (UTF-8), and send me that.")
_AS_ZIP = _("Please unpack it, and send me what is in it, or all of it again as a ZIP.")
_CHOOSE_ZIP = _("Please choose .zip rather than .tgz when you ask Google for the export.")
_EXPORT_CHAT = _("From WhatsApp, I read single chats: open one → ⋮ → More → Export chat → Without media.")
_UNLOCK = _("Please open it, save it as CSV (UTF-8), and send me that.")
_FROM_ICLOUD = _("If it was in iCloud: open it in Files first, so that it comes down. From Contacts: Export vCard.")
_FROM_OUTLOOK = _("In Outlook: File → Open & Export → Import/Export → Export to a file → CSV → Contacts.")
_JSON_PLEASE = _("Please ask for it once more, and choose JSON in the place of HTML.")

_TYPE_IT = _("I can't see who is on it: just type who it is, like this: Jane Doe @ IBM")
_NOT_HEARD = _("I can't listen to it: just type what I should know.")
_AS_TABLE = _("A list of people in it? Save it as a table (CSV), and send me that.")
_NO_PDF = _("I can't read PDFs. If it is from LinkedIn: /import tells how to get the file with your contacts.")

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", _PDF, _NO_PDF),
    (b"\x89PNG", _IMAGE, _TYPE_IT),
    (b"\xff\xd8\xff", _IMAGE, _TYPE_IT),
    (b"GIF8", _IMAGE, _TYPE_IT),
    (b"II*\0", _IMAGE, _TYPE_IT),
    (b"MM\0*", _IMAGE, _TYPE_IT),
    (b"\x1f\x8b", _TAPE, _CHOOSE_ZIP),
    (b"7z\xbc\xaf", _ARCHIVE, _AS_ZIP),
    (b"Rar!", _ARCHIVE, _AS_ZIP),
    (b"\xfd7zXZ", _ARCHIVE, _AS_ZIP),
    (b"BZh", _ARCHIVE, _AS_ZIP),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE, _AS_ZIP),
    (b"ID3", _MEDIA, _NOT_HEARD),
    (b"OggS", _MEDIA, _NOT_HEARD),
    (b"fLaC", _MEDIA, _NOT_HEARD),
    (b"SQLite format 3", _DATABASE, _EXPORT_CHAT),
    (b"bplist00", _PLACEHOLDER, _FROM_ICLOUD),
    (b"!BDN", _OUTLOOK_BOX, _FROM_OUTLOOK),
)
_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MOST_CONTROLS = 20  # one in so many characters, in what is still a text

_TEXTS = (
    (r"begin:vcard", _("a list of contact cards (vCard) with nobody in it")),
    (r"begin:vcalendar", _("a calendar (ICS)")),
    (r"window\.(ytd|__thar)", _("a part of X's archive without people")),
    (r"<\?xml", _("a file of data (XML)")),
    (r"\{\\rtf", _("a document (RTF)")),
    (r"(delivered-to|return-path|received|mime-version): ", _("a single mail")),
)
_PAGES = (
    ("facebook", _("a page of Facebook's export (HTML)")),
    ("instagram", _("a page of Instagram's export (HTML)")),
    ("tgme", _("a page of Telegram's export (HTML)")),
    ("page_wrap", _("a page of Telegram's export (HTML)")),
)
_PAGE, _DATA = _("a web page (HTML)"), _("a file of data (JSON), but not of a kind that I know")
_TABLE, _TEXT = _("a table (CSV), but I find nobody in it"), _("a text, and no list of people")

_ARCHIVES = (
    ("xl/workbook.xml", _WORKBOOK, _SAVE_AS_CSV),
    ("word/document.xml", _DOCUMENT, _AS_TABLE),
    ("ppt/presentation.xml", _("a presentation"), ""),
    (".abbu/", _("a backup of the contacts on a Mac"), _FROM_ICLOUD),
    ("your_friends.html", _("Facebook's export as web pages (HTML)"), _JSON_PLEASE),
    ("your_facebook_activity/", _("an export from Facebook, but nobody is in it"), _JSON_PLEASE),
    ("messages.html", _("Telegram's export as web pages (HTML)"), _JSON_PLEASE),
    ("takeout/", _("an export from Google, but without contacts or mail"), ""),
    ("data/manifest.js", _("an archive from X, but nobody is in it"), ""),
)
_OTHER_ARCHIVE = _("a ZIP in which I find nobody")


def binary(head: bytes) -> WrongFile | None:
    """What the first 64 KB say; None when it is a text."""
    for signature, what, instead in _SIGNATURES:
        if head.startswith(signature):
            return that_is(what, _instead(instead))
    if head.startswith(b"RIFF"):
        return _picture_or_recording(is_picture=head[8:12] == b"WEBP")
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return _picture_or_recording(is_picture=True)
    if head[4:8] == b"ftyp":
        return _picture_or_recording(is_picture=head[8:11] in (b"hei", b"mif", b"avi"))
    if head.startswith(_OFFICE):
        return _old_office(head)
    return that_is(_UNKNOWN) if not is_text(head) else None


def is_text(head: bytes) -> bool:
    """Whether there are letters rather than codes in it; a picture's first bytes are enough to say no."""
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"%PDF", b"PK\3\4")):
        return False
    text = decode(head[:4096])
    return _MOST_CONTROLS * len(_CONTROL.findall(text)) <= len(text)


def text(piece: Piece) -> WrongFile:
    """What a text is in which no reader has found anybody."""
    start = head_of(piece.head)[:4000].lstrip()
    for signature, what in _TEXTS:
        if re.match(signature, start, re.IGNORECASE):
            return that_is(what)
    if start.startswith("<"):
        page = start.lower()
        for sign, what in _PAGES:
            if sign in page:
                return that_is(what, say(_JSON_PLEASE))
        return that_is(_PAGE)
    if re.match(r"\{|\[\s*[\[{\"\]]", start):
        return that_is(_DATA)
    is_table = bool(columns_of(piece)) and not piece.name.endswith(".txt")  # a sentence has commas, too
    return that_is(_TABLE if is_table else _TEXT)


def archive(paths: Sequence[str]) -> WrongFile:
    """What an archive is in which no reader has found anybody, by the paths in it."""
    lowered = [f"/{path.lower()}" for path in paths]
    for part, what, instead in _ARCHIVES:
        if any(part in path for path in lowered):
            return that_is(what, _instead(instead))
    return that_is(_OTHER_ARCHIVE)


def _old_office(head: bytes) -> WrongFile:
    """Office's files before 2007, and its locked ones: their parts are named in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in head:
        return that_is(_LOCKED_OFFICE, say(_UNLOCK))
    if "WordDocument".encode("utf-16-le") in head:
        return that_is(_DOCUMENT, say(_AS_TABLE))
    return that_is(_WORKBOOK, say(_SAVE_AS_CSV))


def _picture_or_recording(*, is_picture: bool) -> WrongFile:
    return that_is(_IMAGE, say(_TYPE_IT)) if is_picture else that_is(_MEDIA, say(_NOT_HEARD))


def _instead(message: str) -> Span:
    return say(message) if message else what_i_read()
