"""Whom a line names: known people by whole words, beginnings and initials, and misspelled ones."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import islice, pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from core.chat.parsing.line import BOUNDARY
from core.chat.parsing.people.strangers import MAX_NAME, is_no_name, stranger
from core.facts.ids import ContactId
from core.facts.keys import fold
from core.facts.people import Contact

__all__ = [
    "MAX_NAME",
    "Named",
    "is_no_name",
    "leading",
    "name_words",
    "prepositions",
    "separator",
    "spelled_like",
    "stranger",
    "strip_filler",
    "surely",
    "trailing",
]

_LOOKED_AT = 8  # words of a line's beginning that may start a name
_MORE = 4  # words after the last "from", "to", "for" or "with" that may, too
_TYPED = 4  # words that a misspelled name has at most
_SHORT = 6  # letters: in a word as short as that, one other letter makes another name


class _Fit(IntEnum):
    """How well typed words fit a name."""

    BEGINNING = 1  # "Jan" for Jane
    WORDS = 2  # "Jane", "Doe", "Jane D."
    WHOLE = 3  # the whole name, or a whole alias


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody named in a text: all who fit equally well, and where (`start` is where the “from” stands)."""

    contacts: tuple[Contact, ...]
    end: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class _Typed:
    """One folded word of a text. A word like “O'Brien” folds to two, of which only the last closes a name."""

    word: str
    end: int
    gap: str  # what stands between the word before and this one, without spaces
    initial: bool  # whether it may stand for a longer word
    closes: bool  # whether a name may end here


@dataclass(frozen=True, slots=True)
class _Match:
    count: int  # typed words
    fit: _Fit
    first: bool  # whether it begins with the name's first word
    end: int


def name_words(text: str) -> list[str]:
    """The folded words, and pairs of them, by which to look up whoever a line may name.

    They stand at its beginning, or after a last “from”.

    Small words are left out, because too many names begin with them; "An" with a capital is a name.

    >>> name_words("Jane and O'Brien coffee")
    ['jane', 'brien', 'coffee', 'jane brien', 'brien coffee']
    """
    beginning = [match.group() for match in islice(_WORD.finditer(text), _LOOKED_AT)]
    last = prepositions(text)[:1]
    after = text[last[0][1] :] if last else ""
    words: dict[str, None] = {}
    for raw in [*beginning, *(match.group() for match in islice(_WORD.finditer(after), _MORE))]:
        for form in (fold(raw), _bare(fold(raw))):
            for word in form.split():
                small = word in _NO_NAMES and not raw[0].isupper()
                if not words or not (small or (len(word) == 1 and word.isascii())):
                    words[word] = None
    single = list(words)[: _LOOKED_AT + _MORE]
    return [*single, *(" ".join(pair) for pair in pairwise(single))]


def leading(text: str, contacts: Sequence[Contact]) -> Named | None:
    """Which of these contacts a text begins with, and where the name ends; None when with none.

    Case and accents do not matter, an alias is a name, the most words win. Words are whole words of the name in its
    order; the last may be an initial, and the first a beginning of at least two letters, which counts only
    where nobody has it as a whole word. A whole name beats a part of one ("Jane" is Jane, not Jane Doe).
    """
    return _leading(text, contacts, _Fit.BEGINNING)


def trailing(text: str, contacts: Sequence[Contact]) -> Named | None:
    """Whom a text ends with after “from”, “to”, “for” or “with”: "referral at IBM from Jane"."""
    for start, begin in prepositions(text):
        after = text[begin:]
        named = _leading(after, contacts, _Fit.WORDS)
        if named and not after[named.end :].strip(_LOOSE):
            return Named(contacts=named.contacts, start=start, end=begin + named.end)
    return None


def spelled_like(text: str, names: Sequence[tuple[ContactId, str]]) -> tuple[tuple[ContactId, ...], int] | None:
    """Whose folded name a text begins with, but for small typing errors, and where it ends; None when nobody's.

    One error in a word of 4 to 7 letters, two in a longer one; two letters swapped are one error, and the first
    letter is wrong only in a longer one. The most words win, then the fewest errors. June is one error from
    Jane: whoever is found should be asked about.
    """
    typed = _typed(text, _TYPED)
    if not typed:
        return None
    lines = f" {_NEXT.join(name for _id, name in names)} "
    vocabulary = set(lines.split())
    near = [_near(each.word, vocabulary) for each in typed]
    best: tuple[int, int] = (0, 0)
    found: dict[ContactId, None] = {}
    for index in _lines_with(near[0], lines):
        contact_id, name = names[index]
        count, errors = _likeness(typed, near, name.split())
        if count == 0 or (-count, errors) > best:
            continue
        if (-count, errors) < best:
            best, found = (-count, errors), {}
        found[contact_id] = None
    return (tuple(found), _end(text, typed[-best[0] - 1].end)) if found else None


def surely(typed: str, contact: Contact) -> bool:
    """Whether a misspelled name can only be this contact's: letters swapped, or one wrong in a long word.

    "Jnae" is Jane; but Mark, June and Anna may be people of their own, not Mary, Jane and Ana.
    """
    words = {word for name in _names(contact) for word in _words(name)}
    return all(
        len(word) > _SHORT or word in words or any(sorted(word) == sorted(each) for each in words)
        for word in fold(typed).split()
    )


def separator(text: str) -> int:
    """How long the separator is that a text begins with ("and", "&", ","…), with the spaces around it; else 0.

    >>> separator(" and Raj"), separator(", Raj"), separator(" andy")
    (5, 2, 0)
    """
    match = _SEPARATOR.match(text)
    return match.end() if match else 0


def prepositions(text: str) -> list[tuple[int, int]]:
    """Every “from”, “to”, “for” and “with” in a text, the last first: where it starts, and where what follows does.

    >>> prepositions("advice to Raj from Jane")
    [(14, 19), (7, 10)]
    """
    return [match.span() for match in _PREPOSITION.finditer(text)][::-1]


def strip_filler(text: str) -> int:
    """How long the filler is with which a line about a person begins ("/met with Jane", "/gave to Raj advice").

    >>> strip_filler("with Jane coffee"), strip_filler("Jane")
    (5, 0)
    """
    match = _PREPOSITION.match(text)
    return match.end() if match else 0


def _leading(text: str, contacts: Sequence[Contact], least: _Fit) -> Named | None:
    longest = max((len(_words(name)) for contact in contacts for name in _names(contact)), default=0)
    typed = _typed(text, longest + 1)
    best: tuple[int, _Fit] = (0, least)
    found: list[tuple[Contact, _Match]] = []
    for contact in contacts:
        matches = [match for name in _names(contact) if (match := _matched(text, typed, name))]
        match = max(matches, key=lambda m: (m.count, m.fit, m.first), default=None)
        if match is None or (match.count, match.fit) < best or match.fit < least:
            continue
        if (match.count, match.fit) > best:
            best, found = (match.count, match.fit), []
        found.append((contact, match))
    if not found:
        return None
    found.sort(key=lambda pair: not pair[1].first)
    return Named(contacts=tuple(contact for contact, _match in found), end=_end(text, found[0][1].end))


def _matched(text: str, typed: Sequence[_Typed], name: str) -> _Match | None:
    """The best way in which the text begins with this name or a part of it."""
    words = _words(name)
    if not words:  # "..." has no letters to compare
        begins = text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()
        return _Match(1, _Fit.WHOLE, True, len(name)) if begins and name else None
    if not typed:
        return None
    best: _Match | None = None
    for index, word in enumerate(words):
        whole = word == typed[0].word
        if whole or (word.startswith(typed[0].word) and len(typed[0].word) > 1 and typed[0].word not in _NO_NAMES):
            match = _continued(text, typed, words, index, name, whole)
            if match and (best is None or (match.count, match.fit) > (best.count, best.fit)):
                best = match
    return best


def _continued(
    text: str, typed: Sequence[_Typed], words: Sequence[str], index: int, name: str, whole: bool
) -> _Match | None:
    """How far the typed words go on with this name from a first word that fits."""
    position, count, initial = index, 1, False
    for each in typed[1:]:
        if initial or not _goes_on(each, name):
            break
        later = words[position + 1 :]
        if each.word in later:
            position += 1 + later.index(each.word)
        elif whole and each.initial and any(word.startswith(each.word) for word in later):
            initial = True
        else:
            break
        count += 1
    while count and not typed[count - 1].closes:
        count, initial = count - 1, False
    if not count:
        return None
    end = typed[count - 1].end
    if not whole:
        return _Match(count, _Fit.BEGINNING, index == 0, end)
    if initial or count < len(words):
        dot = initial and text[end : end + 1] == "."
        return _Match(count, _Fit.WORDS, index == 0, end + dot)
    if text[: len(name)].casefold() == name.casefold():
        end = max(end, len(name))  # "Jane Doe Jr."
    return _Match(count, _Fit.WHOLE, True, end)


def _goes_on(each: _Typed, name: str) -> bool:
    """Whether what stands before this word may stand inside a name: a comma only in one that has a comma."""
    return all(character in _INSIDE_NAMES or character in name for character in each.gap)


def _typed(text: str, limit: int) -> list[_Typed]:
    typed: list[_Typed] = []
    before = 0
    for match in _WORD.finditer(text):
        raw, end = match.group(), match.end()
        folded = [_bare(word) for word in fold(raw).split()]
        gap = text[before : match.start()] if typed else ""
        gap = "\n" if "\n" in gap else "".join(gap.split())
        for number, word in enumerate(folded, start=1):
            initial = len(word) == 1 and word.isalpha() and _may_be_initial(raw, gap, text[end : end + 1])
            closes = number == len(folded) and not _GOES_ON.match(text, end)
            typed.append(_Typed(word, end, gap if number == 1 else "", initial, closes))
        before = end
        if len(typed) >= limit:
            break
    return typed


def _may_be_initial(raw: str, gap: str, after: str) -> bool:
    """ "Jane d coffee", "Jane A coffee", "Jane a. coffee"; but not "Jane a coffee", "Jane I owe", "Jane's"."""
    return gap not in ("'", "’") and (after == "." or raw not in "aeiouyI")


def _near(word: str, vocabulary: set[str]) -> dict[str, int]:
    """The words that this may have been meant for, and how many errors away they are."""
    allowed = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    if not allowed:
        return {word: 0} if word in vocabulary else {}
    choices = [
        each
        for each in vocabulary
        if -allowed <= len(each) - len(word) <= allowed and (allowed > 1 or each[0] == word[0])
    ]
    close = extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return {each: int(errors) for each, errors, _index in close}


def _lines_with(words: Iterable[str], lines: str) -> Iterator[int]:
    """The numbers of the lines that have one of these words: by searching all at once, not line by line."""
    places = sorted(match.start() for word in words for match in re.finditer(re.escape(f" {word} "), lines))
    number, before = 0, 0
    for place in places:
        breaks = lines.count("\n", before, place)
        if breaks or before == 0:
            number, before = number + breaks, place
            yield number


def _likeness(typed: Sequence[_Typed], near: Sequence[dict[str, int]], words: Sequence[str]) -> tuple[int, int]:
    """(how many of the typed words the name has in its order, how many errors they have)."""
    best = (0, 0)
    position, errors = 0, 0
    for count, (each, close) in enumerate(zip(typed, near, strict=True), start=1):
        fitting = [index for index in range(position, len(words)) if words[index] in close]
        if not fitting or (count > 1 and not _goes_on(each, "")):
            break
        nearest_one = min(fitting, key=lambda index: close[words[index]])
        position, errors = nearest_one + 1, errors + close[words[nearest_one]]
        if each.closes:
            best = (count, errors)
    return best


def _end(text: str, end: int) -> int:
    """Behind a possessive, and behind the full stop where the name was all there is."""
    possessive = _POSSESSIVE.match(text, end)
    end = possessive.end() if possessive else end
    return end if text[end:].strip(_LOOSE) else len(text)


def _names(contact: Contact) -> Iterator[str]:
    yield contact.name
    yield from contact.aliases


@lru_cache(maxsize=2048)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_bare(word) for word in fold(name).split())


def _bare(word: str) -> str:
    """Without what is not part of a word: "jane!" → "jane"."""
    return word.strip(_MARKS) or word


_WORD = re.compile(rf"[^\s{BOUNDARY}._\-'’‘`´,;:/\\|()\[\]\"]+")  # split where fold() joins words
_NEXT = " \n "  # between names, so that each word has a space on both sides
_PREPOSITION = re.compile(r"(?<![\w-])(?:from|to|for|with)\s+(?=\S)", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*(?:,\s*(?:(?:and|und|et|y|with)\s+|&\s*)?|[&+]\s*)(?=\S)|\s*\b(?:and|und|et|y|with|plus)\s+(?=\S)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?(?!\w)|[\"”»]")  # or the end of a quotation
_GOES_ON = re.compile(r"(?!['’]s(?!\w))[._\-'’‘`´]+[^\W_]")  # the word has not ended: "Jan-Erik", "O'Brien"
_INSIDE_NAMES = frozenset("._-'’‘`´\"()[]")
_MARKS = "*~<>!?…“”«»¿¡@"
_LOOSE = f" \t\n.,;:!?…{BOUNDARY}"
_NO_NAMES = frozenset(  # too common to look for names that begin with them
    {"a", "an", "and", "at", "about", "by", "et", "for", "from", "i", "in", "me", "my", "of", "on", "our", "the"}
    | {"to", "und", "we", "with", "y"}
)
