"""A text in Discord's markdown: its styles are ours alone, so that no name or note becomes one, or a mention.

Discord has no entities like Telegram's: a message is its source. A backslash before a sign makes it a sign and
nothing else, so every sign that could mean something gets one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from urllib.parse import quote, urlsplit

from bots.discord.instants import instant
from bots.shown import cut, fitting, sound, units, visible
from core.chat.words import Piece

MAX_DESCRIPTION = 4096  # of an embed. Whether Discord counts characters or UTF-16 units, these are never too many
MAX_CONTENT = 2000
MAX_ADDRESS = 512  # of a link button; no address worth tapping is longer

_SIGN = re.compile(r"[\\*_~`|<>\[\]#@]|:(?=[\w+-])")  # ":100:" would be an emoji
_BULLET = re.compile(r"^(\s*)(?:([-+])|(\d+)\.)")
_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,:;!?'\"()\[\]]")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_STYLE = re.compile(r"\*\*|(?<![\w/])__|__(?!\w)|~~|\|\||`+|^(?:#{1,3}|-#|>{1,3})[^\S\n]+", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w/])([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)")
_MENTION = re.compile(r"<@!?(\d+)>")
_EMOJI = re.compile(r"<a?(:\w+:)\d+>")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(<?(https?://[^\s<>()]+)>?\)")
_WORD = re.compile(r"\s*\S+|\s+")


def written(given: Iterable[Piece], limit: int = MAX_DESCRIPTION) -> list[str]:
    """The texts of as many messages as it takes, in whole lines if possible; none where there is nothing to see."""
    parts: list[str] = []
    lines: list[str] = []
    room = limit
    for line in _lines(given, limit):
        if room < units(line) + 1 and lines:
            parts.append("\n".join(lines))
            lines, room = [], limit
        lines.append(line)
        room -= units(line) + 1
    parts.append("\n".join(lines))
    # Of what is only white Discord makes nothing, and refuses the message.
    return [part.strip("\n").rstrip() for part in parts if visible(part)]


def brief(given: Iterable[Piece], limit: int = MAX_CONTENT) -> str:
    """The beginning, in one message."""
    parts = written(given, limit)
    return cut(parts[0], limit) if parts else "…"


def escaped(text: str) -> str:
    """The source of which Discord shows exactly this text, as (part of) one line.

    >>> print(escaped("_*Bob*_ <@1> [x](y)"))
    \\_\\*Bob\\*\\_ \\<\\@1\\> \\[x\\](y)
    >>> print(escaped("# 1"), escaped("- a"), escaped("1. a"), escaped("9:00"))
    \\# 1 \\- a 1\\. a 9\\:00
    """
    return _BULLET.sub(_no_bullet, _SIGN.sub(r"\\\g<0>", text))


def unstyled(text: str, names: Mapping[str, str]) -> str:
    """What somebody has written in Discord, in one line and without its styles, as far as they are common.

    `names`: of those who are mentioned, by their number.

    >>> unstyled("# **Kiwanis** _breakfast_ with <@12>:\\n> ||7*8|| <:tada:1> [map](https://x.org)", {"12": "Bob"})
    'Kiwanis breakfast with @Bob: 7*8 :tada: map (https://x.org)'
    """
    text = _MENTION.sub(lambda found: "@" + names.get(found[1], "…"), text)
    text = _EMOJI.sub(r"\1", _LINK.sub(r"\1 (\2)", text))
    return " ".join(_EMPHASIS.sub(r"\2", _STYLE.sub("", text)).split())


def opens(url: str) -> bool:
    """Whether Discord opens this address from a button.

    >>> opens("https://example.org/jane"), opens("discord://-/settings"), opens("mailto:jane@example.org")
    (True, True, False)
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if any(character.isspace() for character in url) or units(url) > MAX_ADDRESS:
        return False
    return parts.scheme == "discord" or (parts.scheme in ("http", "https") and "." in host.strip("."))


def _lines(given: Iterable[Piece], limit: int) -> Iterator[str]:
    """The source, line by line; a style that goes over several is begun in each of them again."""
    line: list[Piece] = []
    for piece in _joined(given):
        for index, text in enumerate(_BREAK.split(piece.text)):
            if index:
                yield from _fitted(line, limit)
                line = []
            if text:
                line.append(Piece(text, piece.bold, piece.url))
    yield from _fitted(line, limit)


def _joined(given: Iterable[Piece]) -> Iterator[Piece]:
    """What has the same style is one: "**a****b**" would show its stars."""
    for (bold, url), same in groupby(given, key=lambda piece: (piece.bold, piece.url)):
        if text := sound("".join(piece.text for piece in same)):
            yield Piece(text, bold, url)


def _fitted(line: list[Piece], limit: int) -> Iterator[str]:
    """A line in one, or in as many as it takes: whole words, else as much as fits."""
    source = "".join(map(_source, line))
    if units(source) <= limit:
        yield source
        return
    source = ""
    for word in _words(line, limit):
        if source and units(source) + units(word) > limit:
            yield source
            source = ""
        source += word
    yield source


def _words(line: list[Piece], limit: int) -> Iterator[str]:
    most = (limit - 8 - MAX_ADDRESS) // 2  # characters; a sign takes two, and a style and an address go around them
    for piece in line:
        for word in _WORD.findall(piece.text):
            while word:
                end = fitting(word, most)
                yield _source(Piece(word[:end], piece.bold, piece.url))
                word = word[end:]


def _source(piece: Piece) -> str:
    """One run of one style. White around it stays outside: "** a**" would show its stars."""
    inner = piece.text.strip()
    is_address = not piece.url and _ADDRESS.fullmatch(inner)  # nobody could tap it between stars
    if not inner or is_address or not (piece.bold or piece.url):
        return _told(piece.text)
    before, _, after = piece.text.partition(inner)
    styled = instant(piece.url) or (_linked(inner, piece.url) if piece.url else escaped(inner))
    return f"{before}**{styled}**{after}" if piece.bold else f"{before}{styled}{after}"


def _told(text: str) -> str:
    """A text without a style; an address in it can be tapped, and ends where it ends."""
    source, start = "", 0
    for address in _ADDRESS.finditer(text):
        if opens(address.group()):
            source += escaped(text[start : address.start()]) + f"<{address.group()}>"
            start = address.end()
    return source + escaped(text[start:])


def _linked(text: str, url: str) -> str:
    """A link behind words where Discord makes one; else the words, and the address unless they are the address."""
    if not opens(url) or url.startswith("discord:"):
        address = url.partition(":")[2].partition("?")[0] if url.startswith(("mailto:", "tel:")) else url
        return escaped(text) if address in text else escaped(f"{text} ({address})")
    address = quote(url, safe=":/?#@!$&'+,;=%~-._")
    if "://" in text or "[" in text or "]" in text:  # it shows the source of a link that looks like another one
        return f"<{address}>" if text == url else f"{escaped(text)} <{address}>"
    return f"[{escaped(text)}](<{address}>)"


def _no_bullet(found: "re.Match[str]") -> str:
    white, bullet, number = found.groups()
    return f"{white}\\{bullet}" if bullet else f"{white}{number}\\."
