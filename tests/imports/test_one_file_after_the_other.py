"""The files of one archive, sent one by one: whatever their order, all together say the same."""

from itertools import permutations

import pytest

from core.facts.imports import Haul
from core.imports.joining import join
from core.imports.linkedin.source import SOURCE as LINKEDIN
from core.imports.reading.owners import NAMES_PLEASE, settled
from core.imports.social.x import SOURCE as X
from tests.imports.linkedin.sent import read
from tests.imports.linkedin.test_messages import JANE, NINA, PROFILE, ZOE, message, table
from tests.imports.social.test_x import ME, TOM, account, direct, post, script, talks

TWEETS = script("tweets", [post("1", (TOM, "tom", "Tom Ray"), ("999", "other", "Other"))])
XS = {"account.js": account(), "direct-messages.js": talks(direct(ME, TOM), direct(TOM, ME)), "tweets.js": TWEETS}
CONNECTIONS = f"""First Name,Last Name,URL,Email Address,Company,Position,Connected On
Zoë,Brandt,{ZOE[1]},,Acme,Lead,03 Nov 2018
Ann,Lee,https://www.linkedin.com/in/ann,,Acme,Lead,04 Nov 2018
"""
TALK = table(message(ZOE, NINA), message(NINA, ZOE))
LINKEDINS = {"Connections.csv": CONNECTIONS, "Profile.csv": PROFILE, "messages.csv": TALK}


def both(one: Haul, other: Haul) -> Haul:
    """As staging puts them together."""
    return settled(
        Haul(
            found=(*one.found, *other.found),
            remarks=(*one.remarks, *other.remarks),
            owner=(*one.owner, *other.owner),
            undecided=(*one.undecided, *other.undecided),
            waiting=(*one.waiting, *other.waiting),
        )
    )


def said(haul: Haul) -> set[tuple[str, bool, bool]]:
    return {(each.name, each.sure, any(talk.mutual for talk in each.exchanges)) for each in join(haul.found).people}


@pytest.mark.parametrize("order", [*permutations(XS)], ids="-".join)
def test_an_archive_of_x(order):
    haul = Haul()
    for name in order:
        haul = both(haul, read(X, {name: XS[name]}))
        assert name == order[-1] or haul.remarks  # a word on what is good for what
    assert said(haul) == {("Tom Ray", True, True)}
    assert not haul.remarks
    assert not haul.undecided
    assert [each.name for each in haul.waiting] == ["Other"]


@pytest.mark.parametrize("order", [*permutations(LINKEDINS)], ids="-".join)
def test_an_export_of_linkedin(order):
    haul = Haul()
    for name in order:
        haul = both(haul, read(LINKEDIN, {name: LINKEDINS[name]}))
    assert said(haul) == {(ZOE[0], True, True), ("Ann Lee", True, False)}
    assert not haul.remarks
    assert not haul.undecided


@pytest.mark.parametrize("order", [("Connections.csv", "messages.csv"), ("messages.csv", "Connections.csv")])
def test_nobody_is_connected_to_themselves(order):
    haul = Haul()
    for name in order:
        haul = both(haul, read(LINKEDIN, {name: LINKEDINS[name]}))
    assert (ZOE[0], True, True) in said(haul)


def test_a_conversation_and_another_have_the_owner_in_common():
    one, other = (
        read(LINKEDIN, {"messages.csv": table(message(who, NINA), message(NINA, who))}) for who in (ZOE, JANE)
    )
    assert not settled(one).found
    assert not both(one, one).found
    assert {name for name, _sure, _mutual in said(both(one, other))} == {ZOE[0], JANE[0]}


def test_what_is_good_for_nothing_by_itself_says_what_it_is_good_for():
    profile, posts = settled(read(LINKEDIN, {"Profile.csv": PROFILE})), settled(read(X, {"tweets.js": TWEETS}))
    for haul in (profile, posts):
        assert len(haul.remarks) == 1
        assert haul.remarks[0].message.startswith("Good: ")
        assert settled(haul) == haul


def test_names_are_asked_for_until_they_have_come():
    numbers = settled(read(X, {name: XS[name] for name in ("account.js", "direct-messages.js")}))
    assert [each.message for each in numbers.remarks] == [NAMES_PLEASE]
    assert both(numbers, read(X, {"tweets.js": TWEETS})).remarks == ()


def test_a_namesake_of_the_owner_stays_undecided():
    talk = table(message((NINA[0], ZOE[1]), NINA))
    haul = both(read(LINKEDIN, {"messages.csv": talk}), read(LINKEDIN, {"Profile.csv": PROFILE}))
    assert not haul.found
