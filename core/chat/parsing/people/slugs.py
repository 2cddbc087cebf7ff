"""The name that an address suggests: whoever has linkedin.com/in/jane-doe-123 is probably called Jane Doe."""

import re
from urllib.parse import unquote, urlsplit

from core.chat.parsing.line import clean
from core.chat.parsing.people.links import MEMBER_ID
from core.chat.parsing.people.strangers import MAX_NAME, is_no_name
from core.facts.people import Handle

_NAMELESS = frozenset({"phone", "whatsapp", "website"})
_ROLES = frozenset(
    {"admin", "contact", "hello", "hr", "info", "jobs", "mail", "office", "sales", "support", "team"}
)
_FOLDERS = frozenset({"in", "pub", "people"})  # before the name, which more may follow
_BETWEEN = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")  # "jane-doe", "jane_d", "JaneDoe"
_LETTERS = re.compile(r"[^\W\d_]+")


def name_in(handle: Handle) -> str:
    """How somebody with this handle may be called; "" where it says nothing of it: a number, a website.

    >>> name_in(Handle(kind="linkedin", value="https://www.linkedin.com/in/jane-doe-05b4"))
    'Jane Doe'
    >>> name_in(Handle(kind="email", value="raj.patel2@example.org")), name_in(Handle(kind="phone", value="+1416"))
    ('Raj Patel', '')
    """
    slug = _slug(handle)
    if handle.kind in _NAMELESS or slug.casefold() in _ROLES or MEMBER_ID.fullmatch(slug):
        return ""
    words = [_without_number(word, behind=number > 0) for number, word in enumerate(_BETWEEN.split(slug))]
    name = clean(" ".join(word.capitalize() if word.islower() else word for word in words if word))[:MAX_NAME]
    return "" if is_no_name(name) else name.rstrip()


def _slug(handle: Handle) -> str:
    """The part of an address that its owner has chosen."""
    if not handle.value.startswith("http"):
        return handle.value.lstrip("@").partition("@")[0].partition("+")[0]
    address = urlsplit(handle.value)
    parts = [unquote(part) for part in address.path.split("/") if part]
    if address.query or not parts:  # profile.php?id=100012
        return ""
    return parts[1] if parts[0] in _FOLDERS and len(parts) > 1 else parts[-1]


def _without_number(word: str, *, behind: bool) -> str:
    """ "jane7" without its number; "05b4", or "b12" behind a name, is nothing but one."""
    letters = _LETTERS.match(word)
    if letters is None:
        return ""
    rest = word[letters.end() :]
    plain = not rest or (rest.isdecimal() and len(letters.group()) > (3 if behind else 1))
    return letters.group() if plain else ""
