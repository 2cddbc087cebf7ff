"""What an organiser says is to be different about an event: one value that was asked for, or several in a line."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from core.chat.errors import Refusal
from core.chat.parsing.line import clean
from core.chat.reply import say
from core.chat.words import _
from core.events.telling import is_link
from core.events.understanding import MAX_PLACE, MAX_TITLE
from core.facts.events import Event, Series
from core.gatherings.terms import ReadTerms, guests_of, read_terms, seats_of

VALUES = ("title", "place", "link", "seats", "guests", "closing")

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_PLACE = re.compile(
    r"^(?:(?:move (?:it|this) )?to|at|in|@|place\s*:?|where\s*:?)\s+"
    r"(?P<place>(?!\d{1,2}(?::\d\d|\s*[ap]m\b))\S.*)$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?:called|(?:new )?title\s*:?|name\s*:|call it|rename (?:it )?(?:to)?)\s+(?P<title>\S.*)$", re.I
)
_PARTS = re.compile(
    r"\s*(?:[,;\n]|\.\s)\s*(?=\S)|\s+(?=called\b)",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"\b(?:please|and|now|instead|thanks?|thank you|make (?:it|that)|it)\b|[^\w]+",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\W*(?:none|no|nothing|nowhere|never|no limit|unlimited|clear|remove|any|-|–)\W*", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\D{0,20}?(?P<n>[-−]?\d{1,12})\s*(?:seats?|places?|spots?|guests?|people|persons?|each|please|\W)*", re.I
)
_LOOSE = " ,;."


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be different; None, and empty terms, where nothing is said about it."""

    terms: ReadTerms
    title: str | None = None
    place: str | None = None
    url: str | None = None

    @property
    def says_something(self) -> bool:
        return self.terms.says_something or (self.title, self.place, self.url) != (None, None, None)


def read_change(line: str, is_time: Callable[[str], bool]) -> tuple[Change, str]:
    """What a line says is to be different; and the words in it that say another time, as `is_time` finds.

    A title is what stands behind “called”. Raises Refusal for words that say nothing that can be changed.
    """
    terms = read_terms(line)
    rest, url = _cut_link(terms.rest)
    title: list[str] = []
    place: list[str] = []
    when: list[str] = []
    last: list[str] | None = None  # "at City Hall, 2nd floor": one place
    for part in _PARTS.split(rest.strip(_LOOSE)):
        if not _FILLING.sub("", part):
            continue
        if named := _TITLE.match(part):
            last = title
            last.append(named["title"])
        elif is_time(part):
            when.append(part)
            last = None
        elif said := _PLACE.match(part):
            last = place
            last.append(said["place"])
        elif last:
            last.append(part)
        else:
            raise _unread(part)
    change = Change(
        terms=replace(terms, rest=""),
        title=_fitting(", ".join(title).strip(_LOOSE), MAX_TITLE) if title else None,
        place=_fitting(", ".join(place).strip(_LOOSE), MAX_PLACE) if place else None,
        url=url or None,
    )
    if not change.says_something and not when:
        raise _unread(line)
    return change, " ".join(when)


def read_value(what: str, text: str) -> Change:
    """One value, as it was asked for. Raises Refusal with what would be right."""
    text, none = text.strip(), is_none(text)
    nothing = ReadTerms(rest="")
    match what:
        case "title":
            return Change(terms=nothing, title=_fitting(text, MAX_TITLE))
        case "place":
            return Change(terms=nothing, place="" if none else _fitting(text, MAX_PLACE))
        case "link":
            url = text if is_link(text) or none else f"https://{text}"
            if not none and (re.search(r"\s", url) or "." not in url):
                raise Refusal(say(_("I read no link in that. For example: https://lu.ma/drinks, or: none")))
            return Change(terms=nothing, url="" if none else url)
        case "seats":
            said = _NUMBER.fullmatch(text)
            if not none and said is None:
                raise Refusal(say(_("How many seats are there? For example: 20, or: no limit")))
            capacity = seats_of(said["n"]) if said else None
            return Change(terms=replace(nothing, capacity=capacity, unlimited=capacity is None))
        case "guests":
            said = _NUMBER.fullmatch(text)
            if not none and said is None:
                raise Refusal(say(_("How many guests may each bring? For example: 1, or: none")))
            return Change(terms=replace(nothing, guests=guests_of(said["n"]) if said else 0))
        case _:
            if none:
                return Change(terms=replace(nothing, open_ended=True))
            terms = read_terms(text if text.casefold().startswith("close") else f"closes {text}")
            if terms.closes is None and not terms.deadline:
                raise Refusal(say(_("When do answers close? For example: 2h before, Thursday noon, or: never")))
            return Change(terms=replace(nothing, closes=terms.closes, deadline=terms.deadline))


def is_none(text: str) -> bool:
    """Whether a value is said to be none: no place, no limit, no guests.

    >>> is_none("no limit"), is_none("cancel")
    (True, False)
    """
    return _NONE.fullmatch(text.strip()) is not None


def changed(it: Event, said: Change) -> Event:
    """The event with that; what nothing is said about stays."""
    return replace(it, **_content(it, said))


def changed_series(it: Series, said: Change) -> Series:
    return replace(it, **_content(it, said))


def _content(it: Event | Series, said: Change) -> dict[str, Any]:
    terms, read = it.terms, said.terms
    if terms is not None:
        terms = replace(
            terms,
            capacity=None if read.unlimited else read.capacity or terms.capacity,
            guests=terms.guests if read.guests is None else read.guests,
            closes=None if read.open_ended else terms.closes if read.closes is None else read.closes,
        )
    return {
        "title": said.title or it.title,
        "place": it.place if said.place is None else said.place,
        "url": it.url if said.url is None else said.url,
        "terms": terms,
    }


def _cut_link(text: str) -> tuple[str, str]:
    if (said := _LINK.search(text)) is None:
        return text, ""
    return f"{text[: said.start()]}{text[said.end() :]}", said.group().rstrip(_LOOSE)


def _fitting(text: str, most: int) -> str:
    """Raises Refusal for what is too long for a card, and for nothing at all."""
    text = clean(text)
    if not text:
        raise Refusal(say(_("A title needs a word or two.")))
    if len(text) > most:
        raise Refusal(say(_("That is a bit long for a card. Say it in fewer words?")))
    return text


def _unread(words: str) -> Refusal:
    return Refusal(
        say(
            _(
                "I can't place “{words}”. For example: 30 seats, guests 1, closes 2h before, at City Hall, "
                "called Winter breakfast; or a time: Wednesday 8:00"
            ),
            words=clean(words)[:60],
        )
    )
