"""What somebody may be called whom nobody has named yet, and the words around a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.parsing.people.names import (
    is_no_name,
    prepositions,
    separator,
    stranger,
    strip_filler,
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        (" and Raj", 5),
        (" & Raj", 3),
        (", Raj", 2),
        (",Raj", 1),
        (", and Raj", 6),
        (" + Raj", 3),
        (" und Raj", 5),
        (" y Raj", 3),
        (" et Raj", 4),
        (" with Raj", 6),
        (" AND Raj", 5),
        (" andy", 0),
        (" and", 0),
        (" coffee", 0),
        ("", 0),
    ],
)
def test_separators_between_people(text, length):
    assert separator(text) == length


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Zoe Brandt coffee", ["Zoe Brandt", "Zoe"]),
        ("zoe brandt coffee", ["zoe"]),
        ("Conan O'Brien tea", ["Conan O'Brien", "Conan"]),
        ("Ludwig van der Berg tea", ["Ludwig van der Berg", "Ludwig"]),
        ("van der Berg tea", ["van der Berg"]),
        ("van tea", ["van"]),
        ("d'Angelo Russo", ["d'Angelo Russo", "d'Angelo"]),
        ("Mary-Jane Watson (IBM)", ["Mary-Jane Watson", "Mary-Jane"]),
        ("J. R. Smith tea", ["J. R. Smith", "J. R.", "J."]),
        ("Ñoño tea", ["Ñoño"]),
        ("田中 tea", ["田中"]),
        ("田中 太郎 tea", ["田中", "田中 太郎"]),
        ("🦄 tea", ["🦄"]),
        ("🦄 Bob tea", ["🦄 Bob", "🦄"]),
        ("Zoe, coffee", ["Zoe"]),
        ("Zoe's coffee", ["Zoe"]),
        ("Zoe and Raj", ["Zoe"]),
        ("Zoe #mentor", ["Zoe"]),
        ("Zoe. Coffee", ["Zoe"]),
        ("Zoe\nBrandt", ["Zoe"]),
        ("ZOE BRANDT", ["ZOE BRANDT", "ZOE"]),
        ("  Zoe", ["Zoe"]),
        ("", []),
        ("   ", []),
        ("with Zoe", []),
        ("With Zoe", []),
        ("to", []),
        ("until 2020", []),
        ("all", []),
        ("everything", []),
        ("monthly", []),
        ("title CTO", []),
        ("@", []),
        ("@ IBM", []),
        ("42", []),
        ("2020-01-01 tea", []),
        ("hello", []),
        ("what is this?", []),
        ("An tea", ["An"]),
        ("Will Hope", ["Will Hope", "Will"]),
        ("Max 2 tea", ["Max"]),
    ],
)
def test_what_a_stranger_may_be_called(text, names):
    assert stranger(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "Hello!",
        "hey there",
        "good morning",
        "what is this?",
        "who are you",
        "how does it work?",
        "Who?",
        "yes",
        "No.",
        "ok",
        "OK!",
        "thanks",
        "Thank you!",
        "skip",
        "help",
        "cancel",
        "42",
        "1.",
        "+1 416",
        "?",
        "",
        "...",
        "what",
    ],
)
def test_what_is_said_where_a_name_is_expected_but_is_none(text):
    assert is_no_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jane",
        "jane doe",
        "Will Hope",
        "May Lee",
        "Do Kwon",
        "An",
        "Yo-Yo Ma",
        "Noé",
        "Hope",
        "🦄",
        "田中",
        "J",
        "Van Morrison",
        "Ok-ju Kim",
        "Bob 2",
        "Will Smith?",
        "Nona",
    ],
)
def test_names_that_look_like_words(text):
    assert not is_no_name(text)


@pytest.mark.parametrize(
    ("text", "length"),
    [("with Jane", 5), ("to  Raj", 4), ("From Raj", 5), ("for Raj", 4), ("Toby", 0), ("to", 0), ("", 0)],
)
def test_a_filler_before_a_name(text, length):
    assert strip_filler(text) == length


def test_every_preposition_the_last_first():
    assert prepositions("advice to Raj and Sue for the book") == [(22, 26), (7, 10)]
    assert prepositions("a to-do for") == []


def test_a_stranger_s_name_is_cut():
    assert [len(name) for name in stranger("Z" + "o" * 9999)] == [200]


@given(st.text())
def test_a_stranger_s_name_is_the_beginning_of_the_text(text):
    for name in stranger(text):
        assert text.lstrip().startswith(name)
        assert name
