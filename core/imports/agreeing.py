"""Whether two names may be one person's: what an address or a number that both have is worth depends on it."""

from collections.abc import Sequence
from functools import lru_cache

from core.facts.keys import fold
from core.people.titles import without_titles

_Words = Sequence[str]  # of a folded name

# What stands in many names, and tells nobody from anybody.
_PARTICLES = frozenset(
    {
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "ter",
        "ten",
    }
    | {"te", "zu", "zur", "el", "al", "bin", "bint", "ibn", "ben", "y", "e"}
)
_GENERATIONS = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv"})


@lru_cache(maxsize=65_536)
def names_agree(one: str, other: str) -> bool:
    """Whether one name is short for the other, or has the same given name and a surname in common; not knowing one
    counts as yes. Families, colleagues and customers with one number have different given names.

    >>> names_agree("Ann Lee", "Ann Lee-Smith"), names_agree("J. Doe", "Dr. Jane Doe")
    (True, True)
    >>> names_agree("Jane Doe", "Jane Roe"), names_agree("Ana Ko", "Ivo Ko")
    (False, False)
    """
    words, theirs = fold(one).split(), fold(other).split()
    if not words or not theirs or _is_short_for(words, theirs) or _is_short_for(theirs, words):
        return True
    ones, others = _telling(words), _telling(theirs)
    if _is_short_for(ones, others) or _is_short_for(others, ones):
        return True
    if not _is_meant(ones[0], others[0]) or not {*ones[1:]} & {*others[1:]} - _GENERATIONS:
        return False
    # Father and son, two branches: what only one of them has, and the other has something else instead.
    return not all(any(map(_sets_apart, mine)) for mine in ({*ones} - {*others}, {*others} - {*ones}))


def same_given_name(one: str, other: str) -> bool:
    """Whether what differs may be a surname alone: people marry. Not knowing one counts as yes."""
    ones, others = _telling(fold(one).split()), _telling(fold(other).split())
    return not ones or not others or _is_meant(ones[0], others[0])


def _telling(words: _Words) -> _Words:
    """Without titles and particles, where enough is left without them: "Mr Tan" and "Mr Lim" stay as they are."""
    kept = [word for word in without_titles(words) if word not in _PARTICLES]
    return kept if len(kept) > 1 else words


def _is_short_for(few: _Words, many: _Words) -> bool:
    """Whether each of the few words is one of the many, or its initial; one at least is more than an initial."""
    left = list(many)
    for word in sorted(few, key=len, reverse=True):
        meant = word if word in left else next((each for each in left if _is_meant(word, each)), None)
        if meant is None:
            return False
        left.remove(meant)
    return few == many or any(len(word) > 1 or not word.isascii() for word in few)


def _is_meant(one: str, other: str) -> bool:
    """Whether one word is the other, or its initial."""
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0] and one[0].isalpha())


def _sets_apart(word: str) -> bool:
    return len(word) == 1 or word.isdecimal() or word in _GENERATIONS
