"""What stands before and after many names, and tells nobody from anybody."""

from collections.abc import Sequence

_TITLES = frozenset(
    {
        "dr",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "sir",
        "dame",
        "rev",
        "fr",
        "ing",
        "mag",
        "don",
        "dona",
    }
    | {"herr", "frau", "monsieur", "madame", "mme", "mlle", "sr", "sra", "srta"}
)
_DEGREES = frozenset({"phd", "md", "mba", "msc", "bsc", "ma", "ba", "jd", "esq", "cpa", "pmp", "mph", "pe", "rn"})


def without_titles(words: Sequence[str]) -> Sequence[str]:
    """The words of a folded name, at least one of them, without titles and degrees.

    >>> without_titles(["prof", "dr", "ann", "lee", "mba"]), without_titles(["dr"])
    (['ann', 'lee'], ['dr'])
    """
    first, end = 0, len(words)
    while first < end - 1 and words[first] in _TITLES:
        first += 1
    if words[-2:] == ["ph", "d"]:
        end -= 2
    while end - 1 > first and words[end - 1] in _DEGREES:
        end -= 1
    return words[first:end] or words
