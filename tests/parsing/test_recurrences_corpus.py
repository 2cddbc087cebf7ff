"""How many of the recurrences with which recurrent tests itself are read as their authors mean them."""

from docs.dates import Outcome, in_sentences, phrases
from tests.parsing.corpora.recurrences import figures, recurring


def test_recurrences_are_read_as_they_are_meant():
    counted = figures(recurring(sayable_only=True))
    assert counted[Outcome.RIGHT] >= 0.95 * counted.total()
    assert counted[Outcome.WRONG] <= 0.01 * counted.total()
    assert counted[Outcome.SILENT] == 0


def test_what_cannot_be_said_is_asked():
    counted = figures(recurring())
    assert counted[Outcome.WRONG] <= 0.01 * counted.total()
    assert counted[Outcome.SILENT] == 0


def test_in_sentences_they_are_read_no_worse():
    counted = figures(in_sentences(recurring(sayable_only=True)))
    assert counted[Outcome.RIGHT] >= 0.95 * counted.total()
    assert counted[Outcome.WRONG] <= 0.01 * counted.total()


def test_what_is_none_stays_silent():
    negatives = list(phrases("recurrent", "negative"))
    assert figures([*negatives, *in_sentences(negatives)])[Outcome.WRONG] == 0
