"""The phrases with which other libraries test themselves: how many are read right, and how many wrongly unasked."""

from collections import Counter

from docs import dates
from docs.dates import Outcome


def share(figures, outcome):
    total = sum(figures.values(), Counter())
    return total[outcome] / total.total()


def test_moments():
    assert share(dates.moments(), Outcome.RIGHT) >= 0.95
    assert share(dates.moments(), Outcome.WRONG) <= 0.01


def test_moments_within_sentences():
    assert share(dates.moments_in_sentences(), Outcome.RIGHT) >= 0.74  # a bare "5 minutes" is silent there
    assert share(dates.moments_in_sentences(), Outcome.WRONG) <= 0.01


def test_what_says_nothing_of_time():
    assert share(dates.nothing(), Outcome.WRONG) == 0
    assert share(dates.nothing(), Outcome.RIGHT) >= 0.96


def test_recurrences():
    figures = dates.recurrences()
    alone = {"alone": figures["alone"]}
    assert share(alone, Outcome.RIGHT) >= 0.87  # the rest is asked about: "every Monday except…"
    assert share(alone, Outcome.WRONG) <= 0.01
    assert not figures["no recurrence"][Outcome.WRONG]


def test_the_page_is_up_to_date():
    assert dates.PAGE.read_text() == dates.page(), "run `make words`"
