"""The words of a reminder: what belongs to the asking ("me to…", "until done") is taken off."""

import re

from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _

LONGEST = 1000  # characters
_ASKING = re.compile(r"(?:(?:please|me|myself)\b[\s,]*)*(?:(?:to|that|about|of)\b\s+|[:–—-]\s+)?", re.IGNORECASE)
_DONE = r"(?:it\s+is\s+|it['’]?s\s+|i(?:['’]?ve|\s+have)?\s+)?(?:done|finished|do\s+it|did\s+it)(?:\s+it)?"
_NAG = rf"(?:and\s+)?nag(?:\s+me)?(?:\s+(?:un)?till?\s+{_DONE})?|(?:un)?till?\s+{_DONE}"
_NAG_FIRST = re.compile(rf"(?:{_NAG})\b[\s,:.–—-]*", re.IGNORECASE)
_BETWEEN = " \t\n,;:.(–—-"
# Looks back at one character: with any number of them a line of nothing else would take a second.
_NAG_LAST = re.compile(rf"(?:^|(?<=[\s,;:.(–—-]))(?:{_NAG})[\s.!)]*$", re.IGNORECASE)


def read_text(text: str) -> tuple[str, bool]:
    """What is to be said, and whether it is to be asked until it is done.

    >>> read_text("me to call the bank until done"), read_text("about taxes"), read_text("nag me: call mum")
    (('call the bank', True), ('taxes', False), ('call mum', True))
    """
    words = text.strip()
    last = _NAG_LAST.search(words)
    bare = words[: last.start()].rstrip(_BETWEEN) if last else words
    bare = _NAG_FIRST.sub("", bare, count=1) if _NAG_FIRST.match(bare) else bare
    asking = _ASKING.match(bare)
    rest = bare[asking.end() :] if asking else bare
    return (rest or bare).strip(), bare != words


def checked(text: str) -> str:
    """The same words. Raises Refusal for more of them than a message should have."""
    if len(text) > LONGEST:
        raise Refusal(say(_("That is long for a reminder: {n} characters at most, please."), n=LONGEST))
    return text
