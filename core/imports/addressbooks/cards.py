"""vCards from bytes to properties: 2.1, 3.0 and 4.0, as every phone and program has bent them.

The bytes are put together first and decoded afterwards, since lines are broken within letters. Until then a
character stands for a byte (latin-1).
"""

import binascii
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from core.imports.reading.source import Piece

_BOM = "\xef\xbb\xbf"
_MAX_VALUE = 100_000  # characters: a picture is longer, and is not wanted
_LONGEST_HEAD = 1_000  # characters
_MOST = 1_000  # properties of one card
_QUOTED_HEAD = re.compile(r'(?:"[^"]*"|[^":])*+(?=:)')
_PARAMETER = re.compile(r';([^;="]*)(?:=((?:"[^"]*"|[^;"])*))?')
_QUOTED_PRINTABLE = re.compile(r"[^:]*QUOTED-PRINTABLE", re.IGNORECASE)
_MAY_GO_ON = re.compile(r"(?:[\w-]+\.)?NOTE\b|[^:]*(?:BASE64|ENCODING=B\b)", re.IGNORECASE)
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_CHARSETS = re.compile(
    r"(?:utf|iso|windows|cp|koi8|gb|big5|euc|shift|latin|us-ascii|ascii|mac)[\w-]{0,20}", re.IGNORECASE | re.ASCII
)
_WESTERN = re.compile(r"iso-?8859-?1|latin-?1|us-ascii|ascii", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TOKENS = re.compile(r"\\.|[^\\;,]+|[;,\\]", re.DOTALL)


@dataclass(slots=True)  # not frozen: there are hundreds of thousands, and that takes thrice as long
class Property:
    """One line of a card, `TEL;TYPE=cell:+49…`: its name in capitals, its group ("item1") in small letters."""

    name: str
    group: str
    parameters: Mapping[str, tuple[str, ...]]
    raw: str

    @property
    def types(self) -> frozenset[str]:
        return frozenset(each.lower() for each in self.parameters.get("TYPE", ()))

    @property
    def text(self) -> str:
        """The whole value: a comma that should have been escaped ends nothing."""
        return _plain(self._decoded())

    def parts(self, separator: str = ";") -> list[str]:
        """The parts of a value between semicolons, or commas."""
        value = self._decoded()
        if "\\" not in value:
            return value.split(separator)
        parts = [""]
        for token in _TOKENS.findall(value):
            if token == separator:
                parts.append("")
            else:
                parts[-1] += token
        return [_plain(part) for part in parts]

    def _decoded(self) -> str:
        encoding = self.parameters.get("ENCODING", ("",))[0].upper()
        if self.raw.isascii() and encoding not in ("QUOTED-PRINTABLE", "BASE64", "B"):
            return self.raw
        value = self.raw.encode("latin-1")
        if encoding == "QUOTED-PRINTABLE":
            value = binascii.a2b_qp(value)
        elif encoding in ("BASE64", "B"):
            try:
                value = binascii.a2b_base64(value)
            except binascii.Error:
                return ""
        charset = self.parameters.get("CHARSET", ("utf-8",))[0]
        for each in (charset, "utf-8", "cp1252"):
            try:
                if _CHARSETS.fullmatch(each):
                    return value.decode("cp1252" if _WESTERN.fullmatch(each) else each)
            except (LookupError, UnicodeError):
                continue
        return value.decode("latin-1")


@dataclass(slots=True)
class Card:
    """What stands between BEGIN:VCARD, on `line`, and its end; not `whole`: the file breaks off before."""

    line: int
    properties: list[Property] = field(default_factory=list)
    whole: bool = False


def cards_of(piece: Piece) -> Iterator[Card]:
    """Every card, as the file goes by. A card within a card (2.1's AGENT) is somebody else's, and left out.

    Raises WrongFile and Stopped as the piece does.
    """
    card: Card | None = None
    within = 0
    for at, line in _unfolded(_lines(piece)):
        mark = line.removeprefix(_BOM).strip().upper() if len(line) < 20 else ""
        if mark == "BEGIN:VCARD":
            if card and card.properties and card.properties[-1].name == "AGENT":
                card.properties.pop()
                within += 1
                continue
            if card:  # its END is missing; its lines are not
                card.whole = True
                yield card
            card, within = Card(at), 0
        elif mark == "END:VCARD":
            if within:
                within -= 1
            elif card:
                card.whole = True
                yield card
                card = None
        elif card and not within and len(card.properties) < _MOST and (found := _property(line)):
            card.properties.append(found)
    if card:
        yield card


def _lines(piece: Piece) -> Iterator[str]:
    """The physical lines, a character for a byte, without their ends; what is too much of one is dropped."""
    wide = _utf_16(piece.head)
    with piece.open() as file:
        text = io.TextIOWrapper(file, encoding=wide or "latin-1", errors="replace")
        try:
            while line := text.readline(_MAX_VALUE):
                ended = line.endswith("\n")
                line = line.rstrip("\n").replace("\0", "")
                yield line.encode("utf-8", "replace").decode("latin-1") if wide else line
                while not ended and (more := text.readline(_MAX_VALUE)):
                    ended = more.endswith("\n")
        finally:
            text.detach()


def _unfolded(lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    """The lines as they were before they were broken, each with the number of its first."""
    at, parts, size = 0, [""], 0
    for number, line in enumerate(lines, start=1):
        if line and parts[0]:
            more = None
            if parts[-1].endswith("=") and line[:4].upper() != "END:" and _is(_QUOTED_PRINTABLE, parts[0]):
                parts[-1], more = parts[-1][:-1], line  # a soft break
            elif line[0] in " \t":
                more = line[1:]
            elif ":" not in line and _is(_MAY_GO_ON, parts[0]):
                more = f"\n{line}"  # base64 without the spaces; a note with its own line ends
            if more is not None:
                size += len(more)
                if size < _MAX_VALUE:
                    parts.append(more)
                continue
        if parts[0]:
            yield at, "".join(parts)
        at, parts, size = number, [line], 0
    if parts[0]:
        yield at, "".join(parts)


def _is(pattern: re.Pattern[str], line: str) -> bool:
    return pattern.match(line, 0, _LONGEST_HEAD) is not None


def _property(line: str) -> Property | None:
    head, colon, value = line.partition(":")
    if '"' in head and (quoted := _QUOTED_HEAD.match(line)):  # a colon between quotes ends nothing
        head, value = quoted[0], line[quoted.end() + 1 :]
    if not colon or len(head) > _LONGEST_HEAD:
        return None
    return Property(*_parsed(head), value)


@lru_cache(maxsize=1024)  # thousands of cards have the same dozen
def _parsed(head: str) -> tuple[str, str, Mapping[str, tuple[str, ...]]]:
    """Name, group, and the parameters by their names in capitals. 2.1 has bare ones, too: `TEL;CELL;PREF`."""
    start, semicolon, rest = head.partition(";")
    group, _dot, name = start.strip().rpartition(".")
    found: dict[str, tuple[str, ...]] = {}
    for match in _PARAMETER.finditer(semicolon + rest):
        key, value = match[1].strip().upper(), match[2]
        if value is None:
            key, value = ("ENCODING" if key in _ENCODINGS else "TYPE"), key
        values = tuple(each.strip() for each in value.replace('"', "").split(","))
        found[key] = found.get(key, ()) + values
    return name.upper(), group.lower(), found


def _plain(value: str) -> str:
    return _ESCAPED.sub(_unescaped, value) if "\\" in value else value


def _unescaped(match: re.Match[str]) -> str:
    character = match[1]
    return "\n" if character in "nN" else character if character in ",;:\\" else match[0]


def _utf_16(head: bytes) -> str:
    """Which UTF-16 it is, if any: some phones write their cards so."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return {(False, True): "utf-16-le", (True, False): "utf-16-be"}.get((head[:1] == b"\0", head[1:2] == b"\0"), "")
