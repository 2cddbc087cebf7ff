"""What it tells of two people that a source calls them the same, or differently."""

from collections.abc import Iterable

_FOR_GOOD = ("x:", "telegram:", "discord:")  # who number people: names and handles change there, and move on


def for_good(origins: Iterable[str]) -> frozenset[str]:
    """Of what sources call somebody, what stays theirs, whatever else they are called there."""
    return frozenset(each for each in origins if each.startswith(_FOR_GOOD))


def called_differently(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a source that has names for both has other ones.

    >>> called_differently(["linkedin:jo|2018-11-04"], ["linkedin:jo|2020-01-01", "linkedin:https://…/in/jo"])
    True
    >>> called_differently(["linkedin:jo|2018-11-04"], ["linkedin:https://…/in/jo", "x:1"])
    False
    """
    mine, theirs = _by_form(ones), _by_form(others)
    return any(mine[form].isdisjoint(theirs[form]) for form in mine.keys() & theirs.keys())


def _by_form(origins: Iterable[str]) -> dict[str, set[str]]:
    """By source, and by what sort of name it is: a profile, a name and a day, a name."""
    found: dict[str, set[str]] = {}
    for each in origins:
        source, _colon, name = each.partition(":")
        if source == "vcard":
            continue  # each program that writes cards has its own names, some have new ones each time
        form = "//" if "://" in name else "|" * name.count("|")
        found.setdefault(source + form, set()).add(each)
    return found
