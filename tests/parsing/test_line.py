"""Cutting recognised parts out of a line leaves the person's own words, and nothing but them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.parsing.line import BOUNDARY, Line, clean, is_alone


def cut(marked: str) -> Line:
    """A line from which what stands in [brackets] is cut."""
    line = Line(re.sub(r"[\[\]]", "", marked))
    for number, match in enumerate(re.finditer(r"\[([^\]]*)\]", marked)):
        start = match.start() - 2 * number
        line.cut(start, start + len(match[1]))
    return line


@pytest.mark.parametrize(
    ("marked", "rest"),
    [
        ("[Jane] coffee", "coffee"),
        ("[Jane] coffee [on Friday], talked about Raj", "coffee, talked about Raj"),
        ("[Jane] and [Raj] coffee", "coffee"),
        ("[Jane], [Raj] and [Bob] tea", "tea"),
        ("[Jane], [yesterday] coffee", "coffee"),
        ("coffee, [yesterday], talk", "coffee, talk"),
        ("coffee [yesterday], talk", "coffee, talk"),
        ("coffee and [yesterday]", "coffee"),
        ("coffee and [yesterday] tea", "coffee and tea"),
        ("[Jane] on [Friday]", ""),
        ("[Jane] checked in [yesterday]", "checked in"),
        ("[Jane] logged on [yesterday]", "logged on"),
        ("[Jane]: coffee", "coffee"),
        ("[Jane] - coffee", "coffee"),
        ("[Jane]\n- a\n- b", "- a\n- b"),
        ("coffee ([yesterday]) with Raj", "coffee with Raj"),
        ("coffee [yesterday]. Great", "coffee. Great"),
        ("[Jane] first line\nsecond  line\n\nthird", "first line\nsecond line\n\nthird"),
        ("one [x]\ntwo", "one\ntwo"),
        ("[Jane] and the team", "and the team"),
        ("[Jane]", ""),
        ("", ""),
        ("nothing cut, and ", "nothing cut, and"),
    ],
)
def test_the_rest_of_a_line(marked, rest):
    assert cut(marked).rest() == rest


def test_nothing_is_matched_across_a_cut():
    line = cut("every [6] weeks")
    assert len(line.text) == len("every 6 weeks")
    assert not re.search(r"every\s+weeks", line.text)


def test_what_no_database_takes_is_replaced():
    assert Line("a\ud800b\x07c").text == "a\ufffdb c"
    assert Line("a\x00b").rest() == "a b"


def test_a_line_is_copied_with_its_cuts():
    assert Line(cut("coffee, [yesterday]").text).rest() == "coffee"


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_cutting_keeps_the_length_and_every_other_word(text, cuts):
    line = Line(text)
    for start, length in cuts:
        line.cut(min(start, len(text)), min(start + length, len(text)))
    assert len(line.text) == len(text)
    joiners = {"and", "und", "y", "et", "on", "at", "in", "for", "from", "to", "with", "by"}
    words = [word for word in re.findall(r"\w+", line.text) if word.casefold() not in joiners]
    assert [word for word in re.findall(r"\w+", line.rest()) if word.casefold() not in joiners] == words
    assert BOUNDARY not in line.rest()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Jane \n Doe\t", "Jane Doe"),
        ("🧑‍🚀", "🧑‍🚀"),
        ("محمد علي", "محمد علي"),
        ("_*Bob*_ <b>", "_*Bob*_ <b>"),
        ("\u202eevil\u2066", "evil"),
        ("\u200b\u200d\n\u3164", ""),
        ("\x00\x1b[31mred", "[31mred"),
        ("\ud83d", ""),
        ("", ""),
    ],
)
def test_clean_keeps_whatever_is_visible(text, name):
    assert clean(text) == name


@given(st.text())
def test_clean_is_clean_already(text):
    assert clean(clean(text)) == clean(text)


def test_alone_between_commas():
    assert is_alone("Jane, 3/4, coffee", 6, 9)
    assert not is_alone("Jane ate 3/4 of it", 9, 12)
