"""Whether two names may be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports.agreeing import names_agree, same_given_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "jane doe"),
        ("Jane", "Jane Doe"),
        ("Doe, Jane", "Jane Doe"),
        ("Ann Lee", "Ann Lee-Smith"),
        ("Ann Lee-Smith", "Ann Lee Jones"),
        ("Dr. Jane Doe", "Jane Doe, Ph.D."),
        ("J. Doe", "Jane Doe"),
        ("Jane M. Doe", "Jane Doe"),
        ("Piet van der Berg", "Piet Berg"),
        ("Maria Lopez Garcia", "María López"),
        ("Mr Smith", "Mr. John Smith"),
        ("", "Jane"),
        ("王小明", "王小明"),
    ],
)
def test_one_persons(one, other):
    assert names_agree(one, other)
    assert names_agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "John Doe"),
        ("Maria Lopez Garcia", "Jose Lopez Garcia"),
        ("Piet van der Berg", "Anna van der Berg"),
        ("Piet van der Berg", "Piet van der Meer"),
        ("Dr. Ann Lee", "Dr. Bob Ray"),
        ("Dr. Ann Lee", "Dr. Bob Lee"),
        ("Mr Tan", "Mr Lim"),
        ("Mr Smith", "Mrs Smith"),
        ("Customer 1", "Customer 2"),
        ("Acme Room 12", "Acme Room 13"),
        ("John A. Smith", "John B. Smith"),
        ("John Smith Sr.", "John Smith Jr."),
        ("Kovács Anna", "Kovács Péter"),
        ("J", "Jane Doe"),
        ("Mum", "Maria Kovac"),
        ("王小明", "王小红"),
    ],
)
def test_perhaps_two_peoples(one, other):
    assert not names_agree(one, other)
    assert not names_agree(other, one)


def test_whoever_marries_keeps_their_given_name():
    assert same_given_name("Jane Doe", "Jane Roe")
    assert same_given_name("", "Jane Roe")
    assert not same_given_name("Ann Lee", "Bob Ray")


@given(st.text(max_size=20), st.text(max_size=20))
def test_both_ways_round_it_is_the_same(one, other):
    assert names_agree(one, other) is names_agree(other, one)
    assert names_agree(one, one)
