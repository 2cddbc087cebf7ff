"""Texts filled in: nothing is made up, and what is missing leaves its sentence out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.drafts.filling import PLACES, filled, unknown_places
from core.drafts.known import known_from
from core.drafts.occasions import OCCASIONS, occasion_said
from core.facts.asks import Promise
from core.facts.ids import AccountId, ContactId, EntryId, PromiseId
from core.facts.people import Anniversary, Balance, Contact, Direction, Favour, PartialDate

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
RAJ = Contact(
    id=ContactId("raj"),
    owner=AccountId("ada"),
    name="Dr. Raj Patel",
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    cadence_since=TODAY,
    quiet_since=TODAY,
)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hi {first}!", "Hi Raj!"),
        ("Met[ at {event}][ on {day}].", "Met at Kiwanis."),
        ("One. As promised: {promise}. Two.", "One. Two."),
        ("One\n{promise}\nTwo", "One\nTwo"),
        ("One\n\n{promise}\n\nTwo", "One\n\nTwo"),
        ("It costs 3.50 today. {promise}!", "It costs 3.50 today."),
        ("See example.com now. Bye {first}", "See example.com now. Bye Raj"),
        ("{promise}", ""),
        ("{ first }, hello", "Raj, hello"),
        ("{unheard of} {x} stays", "{unheard of} {x} stays"),
        ("[[nested {event}]]", "[nested Kiwanis]"),
        ("", ""),
        ("Really?! Yes... {promise}? End", "Really?! Yes... End"),
    ],
)
def test_what_is_not_known_is_left_out(template, text):
    assert filled(template, {"first": "Raj", "event": "Kiwanis"}) == text


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(PLACES), st.text(min_size=1, max_size=20)))
def test_any_text_of_anybodys(template, known):
    text = filled(template, known)
    assert not any(
        f"{{{place}}}" in text for place in PLACES if place not in known and "{" not in "".join(known.values())
    )


@pytest.mark.parametrize("occasion", OCCASIONS, ids=lambda each: each.word)
def test_every_text_of_ours_reads_well_with_a_name_alone(occasion):
    text = filled(occasion.text, {"first": "Raj", "me": "Ada"})
    assert text.startswith("Hi Raj,\n\n")
    assert text.endswith("\nAda")
    assert "{" not in text
    assert "[" not in text
    assert "  " not in text
    assert len(text.splitlines()) == 6
    assert unknown_places(occasion.text) == []


def test_places_that_there_are_not():
    assert unknown_places("Hi {first} {nam} {x} {nam}") == ["nam", "x"]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("thanks", "thanks"),
        ("Thank you", "thanks"),
        ("follow up", "follow-up"),
        ("followup", "follow-up"),
        ("bday", "birthday"),
        ("catch up", "catch-up"),
        ("intro request", "intro"),
        ("congratulation", "congratulations"),
        ("congrats on the new job", "congratulations"),
        ("xyz", None),
        ("", None),
    ],
)
def test_occasions_as_they_are_said(said, word):
    found = occasion_said(said)
    assert (found.word if found else None) == word


def values(contact=RAJ, *, got=None, promise=None, event_on=None, today=TODAY):
    balance = None
    if got:
        favour = Favour(
            id=EntryId("e"),
            contact_id=RAJ.id,
            direction=Direction.GOT,
            happened_on=TODAY,
            what=got,
            recorded_at=RAJ.created_at,
        )
        balance = Balance(contact_id=RAJ.id, got=1, unthanked=favour)
    promises = []
    if promise:
        promises.append(
            Promise(
                id=PromiseId("p"),
                account_id=RAJ.owner,
                contact_id=RAJ.id,
                what=promise,
                promised_on=TODAY,
                next_on=None,
            )
        )
    return known_from(contact, [], None, event_on, balance, promises, today, "en", me="Ada Lovelace")


def test_what_is_known():
    assert dict(values().values) == {"first": "Raj", "name": "Dr. Raj Patel", "me": "Ada"}
    assert values(replace(RAJ, how_met="at Kiwanis breakfast")).values["event"] == "Kiwanis breakfast"
    assert "event" not in values(replace(RAJ, how_met="through Jane, who can't stand him")).values


@pytest.mark.parametrize(
    ("got", "favour"),
    [
        ("referral at IBM", "the referral at IBM"),
        ("a book", "the book"),
        ("introduced me to Raj", None),
        ("told me about the job", None),
        ("two\nlines", None),
    ],
)
def test_a_favour_as_a_thing_to_thank_for(got, favour):
    assert values(got=got).values.get("favour") == favour


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        ("send him the article", "send you the article"),
        ("send her the deck", "send you the deck"),
        ("review her CV", "review your CV"),
        ("call her", "call you"),
        ("introduce them to Jane", "introduce you to Jane"),
        ("an intro to Raj", "an intro to Raj"),
    ],
)
def test_a_promise_is_said_to_them(promise, said):
    assert values(promise=promise).values["promise"] == said


@pytest.mark.parametrize(
    ("days", "said"), [(0, "Tuesday"), (1, "Monday"), (6, "Wednesday"), (7, "November 17"), (61, None), (-1, None)]
)
def test_the_day_they_met(days, said):
    assert values(event_on=TODAY - days * DAY).values.get("day") == said


def test_the_occasion_that_it_speaks_for():
    birthday = Anniversary(label="birthday", on=PartialDate(month=11, day=26))
    assert values().occasion.word == "catch-up"
    assert values(got="a book").occasion.word == "thanks"
    assert values(event_on=TODAY - DAY).occasion.word == "follow-up"
    assert values(replace(RAJ, last_touch_on=TODAY), event_on=TODAY - DAY).occasion.word == "catch-up"
    assert values(replace(RAJ, dates=(birthday,)), got="a book").occasion.word == "birthday"
