"""Somebody known whom a line is about, and never a stranger: "Jane send the article", "call Jane back"."""

import re
from collections.abc import Sequence

from core.chat.command import Context
from core.chat.naming import Mention, reached_by
from core.chat.parsing.line import BOUNDARY, Line
from core.chat.parsing.people.handles import leading_handle
from core.chat.parsing.people.names import leading, name_words, strip_filler
from core.facts.keys import fold
from core.facts.people import Contact

_AROUND = " \t\n,;:" + BOUNDARY
_WORD = re.compile(rf"[^\W\d_{BOUNDARY}][^\s{BOUNDARY},;:.!?]*")
_AND = re.compile(r"\s*(?:and\b|&|\+)\s*\w", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
# After these a name in small letters is one, too: many people write no capitals on a phone.
_BEFORE_NAMES = frozenset(
    {"call", "phone", "ring", "email", "mail", "text", "message", "ping", "write", "meet", "see", "visit", "ask"}
    | {"tell", "thank", "congratulate", "invite", "remind", "chase", "to", "with", "for", "from", "about"}
)
# Names that in small letters are rather something to do, or to be done in.
_WORDS_TOO = frozenset(
    {"art", "bill", "chase", "chuck", "dean", "drew", "eve", "faith", "frank", "grace", "grant", "hope", "jack"}
    | {"josh", "joy", "lance", "mark", "may", "miles", "nick", "pat", "ray", "rich", "rob", "rod", "rose", "rusty"}
    | {"sandy", "skip", "sue", "wade", "ward", "will", "april", "june", "august", "summer", "dawn", "an", "my"}
)


async def find_known(ctx: Context, line: Line) -> list[Mention]:
    """Whom a line begins with, cut out of it unless the words go on from there ("Jane and Bob", "Jane's birthday");
    else the one whom it names on its way, who stays in the text.

    Only whole words of a name count. At the beginning several may be meant, and are asked about; on the way they
    are not, since the words stand there anyway.
    """
    text = line.text
    start = len(text) - len(text.lstrip(_AROUND))
    start += strip_filler(text[start:])
    if not text[start:].strip(_AROUND):
        return []
    if (reached := leading_handle(text[start:])) and len(contacts := await reached_by(ctx, reached[0])) == 1:
        line.cut(start, start + reached[1])
        return [Mention(settled=contacts[0], end=start + reached[1])]
    candidates = await ctx.tx.people.starting(ctx.owner, name_words(text[start:]))
    if not candidates:
        return []
    if mention := _at(text, start, candidates):
        if not _is_part(text, mention, candidates):
            line.cut(start, mention.end)
        return [mention]
    before = fold(text[start:].split(maxsplit=1)[0])
    for match in list(_WORD.finditer(text, start))[1:]:
        capital = match.group()[0].isupper()
        mention = _at(text, match.start(), candidates) if capital or before in _BEFORE_NAMES else None
        if mention is not None and mention.settled is not None:
            return [mention]
        before = fold(match.group())
    return []


def _at(text: str, start: int, candidates: Sequence[Contact]) -> Mention | None:
    word = _WORD.match(text, start)
    if word is None or (word.group().islower() and fold(word.group()) in _WORDS_TOO):
        return None
    first = fold(word.group().removesuffix("'s").removesuffix("’s"))
    whole = [contact for contact in candidates if first in _words(contact)]
    named = leading(text[start:], whole) if whole else None
    if named is None:
        return None
    settled = named.contacts[0] if len(named.contacts) == 1 else None
    end = start + named.end
    return Mention(settled=settled, contacts=named.contacts, typed=text[start:end], end=end)


def _is_part(text: str, mention: Mention, candidates: Sequence[Contact]) -> bool:
    """Whether the words would not stand without the name before them."""
    if mention.typed.endswith(("'s", "’s")) or _AND.match(text, mention.end):
        return True
    comma = _COMMA.match(text, mention.end)
    return comma is not None and _at(text, comma.end(), candidates) is not None


def _words(contact: Contact) -> set[str]:
    return {word for name in (contact.name, *contact.aliases) for word in fold(name).split()}
