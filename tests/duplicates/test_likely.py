"""Which cards are likely one person's: by a table, and as if everybody were compared with everybody."""

import random
import time
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.ids import ContactId
from core.facts.linking import Traits
from core.people.likely import compare, likely

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
    assert (told.links, told.same_name, told.same_company) == (("email:j@ibm.com",), False, False)
    told = compare(traits("jane doe", "email:j@ibm.com", at="ibm"), traits("jane", "email:j@ibm.com", at="ibm"))
    assert told is not None
    assert (told.near_name, told.same_company, told.mail_place) == (True, True, "")


def test_an_alias_is_a_name() -> None:
    mum = Traits(id=ContactId("1"), name="mum", aliases=("jane doe",))
    assert likely([mum, traits("jane doe")])


def test_the_likeliest_first_and_never_who_were_told_apart() -> None:
    jane, twin = traits("jane doe", "email:j@x.org"), traits("jane doe", "phone:+1")
    mail = traits("jd", "email:j@x.org")
    assert [{*pair} for pair in likely([jane, mail, twin])] == [{jane.id, mail.id}, {jane.id, twin.id}]
    assert [{*pair} for pair in likely([jane, mail, twin], {frozenset((mail.id, jane.id))})] == [{jane.id, twin.id}]


def pairs(*people: Traits) -> list[set[str]]:
    return [{*pair} for pair in likely(people)]


def test_the_same_name_comes_before_a_number_that_two_names_share() -> None:
    john, mary = (
        traits("john smith", "phone:+1", "email:smith@x.org"),
        traits("mary jones", "phone:+1", "email:smith@x.org"),
    )
    ann, twin = traits("ann lee", "email:a@x.org", at="ibm"), traits("ann lee", "email:b@y.org", at="acme")
    mum = traits("mum", "phone:+1", "linkedin:mary")
    assert pairs(john, mary, ann, twin) == [{ann.id, twin.id}, {john.id, mary.id}]
    assert pairs(mum, mary, ann, twin) == [{mum.id, mary.id}, {ann.id, twin.id}]


def test_what_many_share_says_nothing_of_other_names() -> None:
    team = [traits(f"person{n} surname{n}", "email:info@acme.com", "phone:+1") for n in "abcdefghijklmnopqrst"]
    assert likely(team) == []
    one, other = traits("jane doe", "phone:+1"), traits("jane d", "phone:+1", "email:info@acme.com")
    assert pairs(*team, one, other) == [{one.id, other.id}]
    assert len(likely(team[:3])) == 3


def test_titles_are_no_names() -> None:
    assert compare(traits("dr jane doe"), traits("jane doe phd"))
    assert compare(traits("prof dr jane", at="ibm"), traits("jane doe", at="ibm"))
    assert not compare(traits("dr jane", at="ibm"), traits("dr raj", at="ibm"))


@pytest.mark.parametrize(("words", "aliases", "shared"), [(40, 5, ""), (3, 5, ""), (2, 0, "phone:+1")])
def test_long_names_and_switchboards_take_no_longer(words: int, aliases: int, shared: str) -> None:
    pick = random.Random(7)
    known = [f"w{n}" for n in range(800)]
    network = [
        Traits(
            id=ContactId(str(n)),
            name="dr " + " ".join(pick.choices(known, k=words)),
            aliases=tuple(" ".join(pick.choices(known, k=words)) for _ in range(aliases)),
            links=(f"{shared}{n // 20}",) if shared else (),
            company="" if shared else f"company {n // 20}",
        )
        for n in range(2_000)
    ]
    begin = time.process_time()
    likely(network)
    assert time.process_time() - begin < 5  # a tenth of that on a machine of one's own


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
    shared = Counter(link for each in people for link in {*each.links})

    def is_likely(one: Traits, other: Traits) -> bool:
        told = compare(one, other)
        return told is not None and (
            told.same_name or told.near_name or any(shared[link] <= 3 for link in told.links)
        )

    everybody = {frozenset((one.id, other.id)) for one, other in combinations(people, 2) if is_likely(one, other)}
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
