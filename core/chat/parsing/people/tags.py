"""Tags to add and tags to take off: "#mentor -#vip"."""

import re
from dataclasses import dataclass

from core.chat.errors import Refusal
from core.chat.parsing.line import BOUNDARY, Line, clean
from core.chat.reply import say
from core.chat.words import _
from core.facts.keys import fold

MAX_TAG = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TagChanges:
    """Tags to add and tags to take off, as they were typed, without the #."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


NO_TAGS = TagChanges(added=(), removed=())


def read_tags(text: str) -> TagChanges:
    """Tags to add, and with a minus those to take off: "#x -#y", "x, y". Raises Refusal when there are none.

    >>> read_tags("#mentor -#vip")
    TagChanges(added=('mentor',), removed=('vip',))
    """
    signed = []
    for word in re.split(r"[\s,;]+", clean(text)):
        sign = "-" if word.startswith(("-", "−", "–")) else ""
        signed += [(sign, tag) for tag in word.lstrip("-−–+").split("#")]
    changes = _tag_changes(signed)
    if not changes.added and not changes.removed:
        raise Refusal(say(_("Which tags? For example “#mentor #toronto”, or “-#mentor” to take one off.")))
    return changes


def cut_tags(line: Line) -> TagChanges:
    """The tags of a line, each with its #, cut out of it; no tag is the # of "C#" or of an address."""
    tags = list(_TAG.finditer(line.text))
    for match in tags:
        line.cut(*match.span())
    return _tag_changes([(match["sign"] or "", match["tag"]) for match in tags])


def _tag_changes(signed: list[tuple[str, str]]) -> TagChanges:
    """Each tag once; case and accents make no other tag, and of "#x -#x" the last counts."""
    said: dict[str, tuple[str, str]] = {}
    for sign, tag in signed:
        bare = clean(tag).strip(" .:!?)(")[:MAX_TAG]
        if (key := fold(bare)) and (key not in said or said[key][0] != sign):
            said[key] = (sign, bare)
    return TagChanges(
        added=tuple(tag for sign, tag in said.values() if sign in ("", "+")),
        removed=tuple(tag for sign, tag in said.values() if sign not in ("", "+")),
    )


_TAG = re.compile(
    rf"(?:(?<![\w#/&])(?P<sign>[-+−–]?)|(?<=[^\W\d_]{{2}})(?=\#[^\W\d_]{{2}}))\#(?P<tag>[^\s#,;@{BOUNDARY}]+)"
)
