"""Instagram's lists of followers."""

import json

import pytest

from core.facts.people import Handle
from core.imports.social.instagram import SOURCE
from tests.imports.linkedin.sent import piece, read


def entry(name: str, *, titled: bool = False) -> dict[str, object]:
    data = {"href": f"https://www.instagram.com/{name}", "timestamp": 1700000000}
    value = {} if titled else {"value": name}
    return {"title": name if titled else "", "media_list_data": [], "string_list_data": [{**data, **value}]}


@pytest.mark.parametrize("titled", [False, True])
def test_who_follows_back_is_found(titled):
    following = {"relationships_following": [entry(each, titled=titled) for each in ("zoe.b", "star")]}
    files = {
        "connections/followers_and_following/following.json": json.dumps(following),
        "connections/followers_and_following/followers_1.json": json.dumps([entry("zoe.b"), entry("fan")]),
    }
    haul = read(SOURCE, files)
    (zoe,) = haul.found
    assert (zoe.name, zoe.how_met, zoe.sure) == ("zoe.b", "Instagram", True)
    assert zoe.handles == (Handle(kind="instagram", value="https://www.instagram.com/zoe.b"),)
    assert haul.remarks == ()


def test_one_list_alone_says_what_is_missing():
    haul = read(SOURCE, {"followers_1.json": json.dumps([entry("fan")])})
    assert haul.found == ()
    assert len(haul.remarks) == 1


def test_web_pages_are_told_from_data():
    page = '<html><body><a href="https://www.instagram.com/zoe.b">zoe.b</a></body></html>'
    assert len(read(SOURCE, {"followers_1.html": page}).remarks) == 1
    assert SOURCE.part(piece("index.html", page)) == ""


@pytest.mark.parametrize("odd", [None, 7, "x", [], [[]], [{"string_list_data": 7}], [{"string_list_data": [{}]}]])
def test_whatever_stands_there_nothing_breaks(odd):
    files = {
        "following.json": json.dumps({"relationships_following": odd}),
        "followers.json": json.dumps({"relationships_followers": odd}),
    }
    assert read(SOURCE, files).found == ()
