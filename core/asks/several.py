"""An ask and a promise are for one person: each has a life of its own."""

import re

from core.chat.errors import Refusal
from core.chat.reply import Person, say
from core.chat.words import _
from core.facts.people import Contact

_ANOTHER = re.compile(r"(?:and\b|&|\+)\s*\w", re.IGNORECASE)


def refuse_several(who: Contact, what: str) -> None:
    """Raises Refusal where the words go on with somebody else: "and Raj lunch"."""
    if _ANOTHER.match(what):
        raise Refusal(say(_("One person at a time, please: first {name}, then the other."), name=Person(who.name)))
