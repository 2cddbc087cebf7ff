"""Names that are longer than what is kept: cut at a word, and said."""

import re

from core.chat.parsing.line import clean
from core.chat.parsing.people.names import MAX_NAME
from core.chat.reply import Span, say
from core.chat.words import _

_BEHIND = re.compile(r"[,;@#(]")


def as_typed(name: str, text: str) -> str:
    """A name that was cut when its line was read, with what followed it in the line; any other as it is."""
    if len(name) < MAX_NAME - 1:
        return name
    return name + _BEHIND.split(clean(text).partition(name)[2], maxsplit=1)[0].rstrip()


def shortened(name: str) -> str:
    """As much of a name as is kept: whole words, unless one alone is longer."""
    if len(name) <= MAX_NAME:
        return name
    words, space, _cut = name[: MAX_NAME + 1].rpartition(" ")
    return (words if space else name[:MAX_NAME]).rstrip()


def too_long(name: str) -> Span | None:
    """What to say of a name that is not kept as a whole."""
    return say(_("That name is very long; I kept its beginning.")) if len(name) > MAX_NAME else None
