"""Which cards are likely one person's: by a table, and as if everybody were compared with everybody."""

import random
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.duplicates.likely import compare, likely
from core.facts.ids import ContactId
from core.facts.linking import Traits

Born = tuple[int | None, int | None, int | None]
NOBODY: Born = (None, None, None)


def traits(
    name: str, *links: str, at: str = "", born: tuple[int | None, int | None, int | None] = NOBODY
) -> Traits:
    return Traits(
        id=ContactId(f"{name}{links}{at}{born}"), name=name, links=links, company=at, work=(at, ""), birthday=born
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (traits("jane doe"), traits("jane doe"), True),
        (traits("jane doe"), traits("doe jane"), True),
        (traits("jane"), traits("jane"), False),  # one word is too little
        (traits("jane", at="ibm"), traits("jane", at="ibm"), True),
        (traits("jane", at="ibm"), traits("jane doe", at="ibm"), True),
        (traits("jane", at="ibm"), traits("jane doe", at="google"), False),
        (traits("jane", at="ibm"), traits("jane doe", "email:jane@uk.ibm.com"), True),
        (traits("jane", "email:jane@gmail.com"), traits("jane doe", "email:doe@gmail.com"), False),
        (traits("jane d", at="ibm"), traits("jane doe", at="ibm"), True),
        (traits("jane s", at="ibm"), traits("jane doe", at="ibm"), False),
        (traits("jon doe", at="ibm"), traits("john doe", at="ibm"), True),
        (traits("jon doe"), traits("john doe"), False),
        (traits("jane smith", at="ibm"), traits("jane doe", at="ibm"), False),
        (traits("room 12", at="ibm"), traits("room 13", at="ibm"), False),
        (traits("jane doe", "email:j@x.org"), traits("mum", "email:j@x.org"), True),
        (traits("jane doe", "website:ibm.com"), traits("raj patel", "website:ibm.com"), False),
        (traits("jane doe", "linkedin:a"), traits("jane doe", "linkedin:b"), False),
        (traits("jane doe", "linkedin:a"), traits("jane doe", "phone:+1"), True),
        (traits("jane doe", "email:a@x.org"), traits("jane doe", "email:b@y.org"), True),
        (traits("jane doe", born=(1980, 3, 1)), traits("jane doe", born=(None, 4, 1)), False),
        (traits("jane", born=(1980, 3, 1)), traits("jane doe", born=(None, 3, 1)), True),
        (traits("..."), traits("..."), False),
    ],
)
def test_the_same(one: Traits, other: Traits, same: bool) -> None:
    assert (compare(one, other) is not None) is same
    assert (compare(other, one) is not None) is same


def test_what_speaks_for_it() -> None:
    told = compare(traits("jane doe", "email:j@ibm.com", at="acme"), traits("jd", "email:j@ibm.com", at="google"))
    assert told is not None
    assert (told.links, told.same_name, told.same_place) == (("email:j@ibm.com",), False, False)
    told = compare(traits("jane doe", "email:j@ibm.com", at="ibm"), traits("jane", "email:j@ibm.com", at="ibm"))
    assert told is not None
    assert (told.near_name, told.same_place) == (True, True)


def test_an_alias_is_a_name() -> None:
    mum = Traits(id=ContactId("1"), name="mum", aliases=("jane doe",))
    assert likely([mum, traits("jane doe")])


def test_the_likeliest_first_and_never_who_were_told_apart() -> None:
    jane, twin = traits("jane doe", "email:j@x.org"), traits("jane doe", "phone:+1")
    mail = traits("jd", "email:j@x.org")
    assert [{*pair} for pair in likely([jane, mail, twin])] == [{jane.id, mail.id}, {jane.id, twin.id}]
    assert [{*pair} for pair in likely([jane, mail, twin], {frozenset((mail.id, jane.id))})] == [{jane.id, twin.id}]


_WORDS = st.sampled_from(("jane", "jan", "john", "jon", "j", "doe", "dow", "li"))
_NAMES = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
_LINKS = st.sampled_from(("email:a@ibm.com", "email:b@ibm.com", "phone:+1", "linkedin:a", "linkedin:b"))
_PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "name": _NAMES,
            "aliases": st.lists(_NAMES, max_size=1).map(tuple),
            "links": st.lists(_LINKS, max_size=2).map(tuple),
            "company": st.sampled_from(("", "ibm", "acme labs")),
            "birthday": st.sampled_from((NOBODY, (1980, 3, 1), (None, 3, 1), (1980, None, None))),
        }
    ),
    max_size=12,
)


@given(_PEOPLE)
def test_nobody_is_missed(drawn) -> None:
    people = [Traits(id=ContactId(str(number)), **each) for number, each in enumerate(drawn)]
    everybody = {frozenset((one.id, other.id)) for one, other in combinations(people, 2) if compare(one, other)}
    found = [frozenset(pair) for pair in likely(people)]
    assert set(found) == everybody
    assert len(found) == len(everybody)


def test_in_a_large_network_they_are_not_all_compared() -> None:
    """Many namesakes at one company, too: the time grows with the people, not with their pairs."""
    pick = random.Random(7)
    first, last = [f"f{n}" for n in range(200)], [f"l{n}" for n in range(2000)]
    network = [
        Traits(
            id=ContactId(str(n)),
            name=f"{pick.choice(first)} {pick.choice(last)}",
            links=(f"linkedin:{n}",) if n % 3 else (f"phone:{n}",),
            company=f"company {int(pick.paretovariate(0.5)) % 3000}",
        )
        for n in range(10_000)
    ]
    crowd = [Traits(id=ContactId(f"x{n}"), name="john smith", company="ibm") for n in range(2_000)]
    begin = time.process_time()
    found = likely(sorted(network, key=lambda each: each.name))
    took = time.process_time() - begin
    assert found
    assert took < 3  # a tenth of that on a machine of one's own
    assert len(likely(crowd)) < 10 * len(crowd)
