"""Whom a line of an answer to “Whom did you meet?” names, or that there is nobody else. There somebody unknown is
somebody new."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.chat.command import Context
from core.chat.naming import Known, Mention, find_people, known_in, named_whole
from core.chat.parsing.line import Line, clean
from core.chat.parsing.people.carded import is_talk
from core.chat.parsing.people.handles import leading_handle
from core.chat.parsing.people.names import is_no_name, stranger
from core.chat.values import Newcomer
from core.facts.keys import fold
from core.meetings.met_lines import is_title

_BULLET = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+|^\s*/?(?:met|also|and)\s+", re.IGNORECASE)
_HEAD = re.compile(r"[^,;:@(\n]+?(?=\s*(?:[,;:@(]|\s[-–—]\s|\s(?:from|at|who|works)\s|$))")
_AND = re.compile(r"\s(?:and|und|et|y|with|plus)\s|[&+]", re.IGNORECASE)
_WORDS = 4  # of a name
_NO_MORE = re.compile(
    r"(?:and\s+|so\s+|ok(?:ay)?\s+|no\s+)*"
    r"(?:done|finished|ready|end|all(?: done)?|i ?a?m done|(?:and )?nobody(?: else)?|no ?one(?: else)?|no more|none"
    r"|nothing(?: else| more)?|(?:(?:that|this|it) ?(?:i?s|was) )?(?:all|it|everybody|everyone)(?: of them)?"
    r"|thanks?(?: you)?(?: a lot| so much| very much)?|thx|ty|cheers)"
    r"(?:\s+(?:for (?:now|today)|i think|folks|please|thanks?(?: you)?(?: a lot| so much)?|thx|cheers))*"
)
_LONGEST = 80  # characters of one


@dataclass(frozen=True, slots=True)
class Named:
    """Who a line names, one person or more, and what else it says. Somebody who is unclear has no `settled`."""

    people: Sequence[Mention]
    words: str


def means_no_more(line: str) -> bool:
    """Whether a line says that there was nobody else.

    >>> means_no_more("That's all, thanks!"), means_no_more("thats it thanks"), means_no_more("Allan")
    (True, True, False)
    """
    return _NO_MORE.fullmatch(" ".join(re.findall(r"\w+", fold(line)))) is not None


async def known_in_lines(ctx: Context, texts: Sequence[str]) -> Known:
    """Whom these lines may name, read in one go."""
    return await known_in(ctx, [part for text in texts for part in (_tidied(text), *_tidied(text).split(","))])


async def named_in(ctx: Context, text: str, among: Known | None = None) -> Named:
    """The people of one line; none where there is no name in it. `among`: of `known_in_lines`."""
    text = _tidied(text)
    if is_no_name(text):
        return Named([], "")
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and all(_is_name(part) and not is_title(part) for part in parts):
        return Named([_settled(await named_whole(ctx, part, among)) for part in parts], "")
    head = _HEAD.match(text)
    name = head.group().strip() if head else ""
    if head and _is_name(name) and not leading_handle(text):
        return Named([_settled(await named_whole(ctx, name, among))], text[head.end() :].strip(" ,;:–—-"))
    line = Line(text)
    many = not (len(parts) > 1 and is_title(parts[1]))
    found = await find_people(ctx, line, many=many, takes_text=False, carded=True, among=among)
    return Named([_settled(each) for each in found], line.rest())


def _tidied(text: str) -> str:
    return clean(_BULLET.sub("", text)).strip(" .,;")


def _settled(mention: Mention) -> Mention:
    """Somebody unknown is new, and needs no question; a mere address does, since what it spells may be no name."""
    if mention.settled is None and not mention.contacts and mention.names and not mention.address:
        return Mention(settled=Newcomer(mention.names[0], mention.handle), typed=mention.names[0])
    return mention


def _is_name(text: str) -> bool:
    """Whether this is a name, and nothing but one."""
    words = text.split()
    if (
        not words
        or len(words) > _WORDS
        or len(text) > _LONGEST
        or _AND.search(text)
        or any(is_talk(word) for word in words)
    ):
        return False
    if any(not word[0].isalpha() for word in words):
        return False
    return stranger(text)[:1] == [text] or (text == text.casefold() and len(words) < _WORDS)
