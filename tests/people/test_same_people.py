"""Who stands in both networks, by a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.ids import ContactId
from core.facts.linking import Traits
from core.people.same_people import in_both

NOBODY = (None, None, None)


def traits(
    name: str,
    *links: str,
    born: tuple[int | None, int | None, int | None] = NOBODY,
    work: tuple[str, str] = ("", ""),
) -> Traits:
    return Traits(id=ContactId(f"{name}{links}{born}{work}"), name=name, links=links, birthday=born, work=work)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (traits("jane doe"), traits("jane doe"), True),
        (traits("jane"), traits("jane"), False),  # one word is too little
        (traits("jane doe"), traits("jane dow"), False),
        (traits("jane doe", "email:j@x"), traits("jd", "email:j@x"), True),
        (traits("jane doe", "phone:+1"), traits("mum", "phone:+1"), True),
        (traits("jane doe", "linkedin:jd"), traits("jane doe", "linkedin:other"), False),
        (traits("jane doe", "email:j@x"), traits("jane doe", "email:j@y"), False),
        (traits("jane doe", "email:j@x"), traits("jane doe", "phone:+1"), True),
        (traits("a b", "email:j@x", "linkedin:a"), traits("c d", "email:j@x", "linkedin:c"), False),
        (traits("a b", "email:j@x", "email:k@x"), traits("c d", "email:j@x"), True),
        (traits("a b", "website:ibm.com"), traits("c d", "website:ibm.com"), False),
        (traits("jane doe", born=(1980, 3, 1)), traits("jane doe", born=(None, 3, 1)), True),
        (traits("jane doe", born=(1980, 3, 1)), traits("jane doe", born=(None, 4, 1)), False),
        (traits("raj patel", work=("acme", "cto")), traits("raj patel", work=("dentists", "dentist")), False),
        (traits("raj patel", work=("acme", "cto")), traits("raj patel", work=("dentists", "")), True),
        (traits("raj patel", work=("acme", "cto")), traits("raj patel", work=("ibm", "cto")), True),
        (traits("a b", "email:j@x", work=("acme", "cto")), traits("c d", "email:j@x", work=("ibm", "cfo")), True),
    ],
)
def test_the_same(one, other, same):
    assert bool(in_both([one], [other])) is same


def test_where_it_could_be_several_it_is_none():
    jane = traits("jane doe")
    assert in_both([jane, traits("jane doe", "email:j@x")], [traits("jane doe", "phone:+1")]) == {}
    assert in_both([jane], [traits("jane doe", "a:1"), traits("jane doe", "a:2")]) == {}


@given(
    st.lists(st.sampled_from(("a b", "c d", "e")), max_size=6),
    st.lists(st.sampled_from(("a b", "c d")), max_size=6),
)
def test_nobody_is_paired_twice(mine, theirs):
    pairs = in_both(
        [traits(name, f"email:{i}") for i, name in enumerate(mine)],
        [traits(name, f"phone:{i}", f"email:{i + 1}") for i, name in enumerate(theirs)],
    )
    assert len(set(pairs.values())) == len(pairs)
