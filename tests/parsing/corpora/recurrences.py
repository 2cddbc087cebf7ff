"""What becomes of the recurrences of recurrent's tests: how many are right, asked about, silent, wrong."""

from collections import Counter
from collections.abc import Iterable

from docs.dates import Outcome, Phrase, phrases, read_recurrence


def recurring(*, sayable_only: bool = False) -> list[Phrase]:
    """The phrases that a reminder could mean; all, or those that a Recurrence can say."""
    found = phrases("recurrent", "recurrence", "ambiguous")
    return [phrase for phrase in found if not sayable_only or is_sayable(phrase)]


def is_sayable(phrase: Phrase) -> bool:
    """Whether a Recurrence can say it: no single days are left out, nor are the first and last of several days."""
    expected = phrase.expected or {}
    months_only = all(isinstance(each, list) for each in expected.get("exdate", []))
    weekends_only = expected.get("exrule", "SA,SU").find("SA,SU") >= 0
    return months_only and weekends_only and "," not in str(expected.get("bysetpos", ""))


def figures(said: Iterable[Phrase]) -> Counter[Outcome]:
    """How many of these are right, asked about, silent and wrong."""
    return Counter(map(read_recurrence, said))
