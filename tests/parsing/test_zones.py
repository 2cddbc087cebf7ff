"""Time zones by the names of places."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chat.errors import Refusal
from core.chat.parsing.zones.zones import Zone, find_zones
from core.chat.words import plain


@pytest.mark.parametrize(
    ("query", "name", "label"),
    [
        ("Toronto", "America/Toronto", "Toronto, Canada"),
        (" toronto. ", "America/Toronto", "Toronto, Canada"),
        ("Toronto, Canada", "America/Toronto", "Toronto, Canada"),
        ("London", "Europe/London", "London, United Kingdom"),
        ("London, Ontario", "America/Toronto", "London, Canada"),
        ("Paris", "Europe/Paris", "Paris, France"),
        ("Paris, Texas", "America/Chicago", "Paris, Texas"),
        ("paris tx", "America/Chicago", "Paris, Texas"),
        ("San Francisco", "America/Los_Angeles", "San Francisco, California"),
        ("Boston", "America/New_York", "Boston, Massachusetts"),
        ("Bangalore", "Asia/Kolkata", "Bengaluru, India"),
        ("New York", "America/New_York", "New York City, New York"),
        ("NYC", "America/New_York", "New York City, New York"),
        ("LA", "America/Los_Angeles", "Los Angeles, California"),
        ("Washington DC", "America/New_York", "Washington, District of Columbia"),
        ("München", "Europe/Berlin", "Munich, Germany"),
        ("Munich", "Europe/Berlin", "Munich, Germany"),
        ("muenchen", "Europe/Berlin", "Munich, Germany"),
        ("Genève", "Europe/Zurich", "Geneva, Switzerland"),
        ("são paulo", "America/Sao_Paulo", "São Paulo, Brazil"),
        ("Saint-Petersburg", "Europe/Moscow", "Saint Petersburg, Russia"),
        ("Frankfurt", "Europe/Berlin", "Frankfurt am Main, Germany"),
        ("Kiev", "Europe/Kyiv", "Kyiv, Ukraine"),
        ("St. John's", "America/St_Johns", "St. John's, Canada"),
        ("Singapore", "Asia/Singapore", "Singapore"),
        ("Germany", "Europe/Berlin", "Berlin, Germany"),
        ("Allemagne", "Europe/Berlin", "Berlin, Germany"),
        ("India", "Asia/Kolkata", "Mumbai, India"),
        ("UK", "Europe/London", "London, United Kingdom"),
        ("Ontario", "America/Toronto", "Toronto, Canada"),
        ("Ontario, Canada", "America/Toronto", "Toronto, Canada"),
        ("California", "America/Los_Angeles", "Los Angeles, California"),
        ("America/Toronto", "America/Toronto", "Toronto, Canada"),
        ("america/new york", "America/New_York", "New York City, New York"),
        ("Europe/Berlin", "Europe/Berlin", "Berlin, Germany"),
        ("Bombay", "Asia/Kolkata", "Mumbai, India"),
        ("Nice", "Europe/Paris", "Nice, France"),
        ("東京", "Asia/Tokyo", "Tokyo, Japan"),
        ("Москва", "Europe/Moscow", "Moscow, Russia"),
        ("UTC", "UTC", "UTC"),
        ("gmt", "UTC", "UTC"),
    ],
)
def test_one_place_is_meant(query, name, label):
    assert find_zones(query) == [Zone(name=name, label=label)]


@pytest.mark.parametrize(
    ("query", "name", "label"),
    [
        ("Tornto", "America/Toronto", "Toronto, Canada"),
        ("Torotno", "America/Toronto", "Toronto, Canada"),
        ("Toront", "America/Toronto", "Toronto, Canada"),
        ("torronto canada", "America/Toronto", "Toronto, Canada"),
        ("Torronto, Canada", "America/Toronto", "Toronto, Canada"),
        ("Europe/Berln", "Europe/Berlin", "Berlin, Germany"),
        ("Pragu", "Europe/Prague", "Prague, Czechia"),
        ("Amsterdm", "Europe/Amsterdam", "Amsterdam, Netherlands"),
    ],
)
def test_a_misspelled_place_is_a_guess_the_biggest_first(query, name, label):
    found = find_zones(query)
    assert found[0] == Zone(name=name, label=label, guessed=True)
    assert all(zone.guessed for zone in found)


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("Birmingham", ["Birmingham, United Kingdom", "Birmingham, Alabama"]),
        ("Georgia", ["Tbilisi, Georgia", "Atlanta, Georgia"]),
        ("Washington", ["Seattle, Washington", "Washington, District of Columbia"]),
        ("Spain", ["Madrid, Spain", "Las Palmas de Gran Canaria, Spain"]),
        ("Canada", ["Toronto, Canada", "Calgary, Canada", "Winnipeg, Canada", "Vancouver, Canada"]),
        ("Texas", ["Houston, Texas", "El Paso, Texas"]),
        ("tor", ["Toronto, Canada"]),
        ("san fran", ["San Francisco, California"]),
        ("Springfield", ["Springfield, Missouri", "Springfield, Massachusetts"]),
    ],
)
def test_several_places_may_be_meant_the_biggest_first(query, labels):
    found = find_zones(query)
    assert 1 < len(found) <= 8
    assert [zone.label for zone in found][: len(labels)] == labels


def test_as_many_as_asked_for():
    assert len(find_zones("USA", limit=3)) == 3


@pytest.mark.parametrize(
    "query",
    [
        "+5",
        "-03:00",
        "UTC+2",
        "gmt -5",
        "UTC+05:30",
        "EST",
        "pst",
        "CEST",
        "EST5EDT",
        "Etc/GMT+5",
        "Eastern Time",
        "US Pacific",
    ],
)
def test_an_offset_is_refused_because_clocks_change(query):
    with pytest.raises(Refusal) as refused:
        find_zones(query)
    assert "seasons" in plain(refused.value.text)


@pytest.mark.parametrize(
    "query",
    [
        "xyzzy",
        "Nowhereville",
        "a",
        "12345",
        "Paris, Ontario",
        "x" * 999,
        "here",
        "at home",
        "yes",
        "what?",
        "hello",
        "Torronto, Germany",
    ],
)
def test_an_unknown_place_is_refused_with_what_would_be_right(query):
    with pytest.raises(Refusal) as refused:
        find_zones(query)
    assert "bigger city" in plain(refused.value.text)


@pytest.mark.parametrize("query", ["", "  ", "...", "\n"])
def test_no_place_at_all(query):
    with pytest.raises(Refusal) as refused:
        find_zones(query)
    assert "Which city" in plain(refused.value.text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_whatever_is_typed_leads_to_zones_that_exist_or_is_refused(query):
    try:
        found = find_zones(query)
    except Refusal:
        return
    assert 1 <= len(found) <= 8
    for zone in found:
        assert ZoneInfo(zone.name)
        assert zone.label
