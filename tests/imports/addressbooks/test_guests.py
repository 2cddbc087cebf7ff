"""Lists of guests, as the host of an event gets them."""

from datetime import date

import pytest

from core.imports.addressbooks.attendees import SOURCE, WAS_NOT_THERE
from tests.imports.addressbooks.books import read, sample, values

LUMA = "name,email,approval_status,checked_in_at"


def test_luma():
    haul = read(SOURCE, sample("events/luma_guests.csv"))
    (tomas,) = haul.found
    assert (tomas.name, tomas.how_met, tomas.met_on) == ("Tomás Reyes", "event on Luma", date(2026, 7, 6))
    assert values(tomas) == ["tomas@example.org", "https://www.linkedin.com/in/tomasreyes"]
    assert [(each.line, each.why) for each in haul.skipped] == [(3, WAS_NOT_THERE)]


def test_eventbrite_knows_the_event():
    (zoe,) = read(SOURCE, sample("events/eventbrite_attendees.csv")).found
    assert (zoe.name, zoe.how_met, values(zoe)) == ("Zoë Brandt", "Summer Rooftop", ["zoe@example.org"])


def test_meetup_is_a_table_under_another_name():
    (tomas,) = read(SOURCE, sample("events/meetup_attendees.xls")).found
    assert (tomas.name, tomas.origins) == ("Tomás Reyes", ("meetup:123",))
    assert values(tomas) == ["https://www.meetup.com/members/123"]


def test_the_event_as_the_file_is_called():
    table = f"{LUMA}\nJane Doe,jane@example.org,approved,\n"
    (jane,) = read(SOURCE, {"Summer Rooftop - Guests - 2026-07-06.csv": table}).found
    assert (jane.how_met, jane.met_on) == ("Summer Rooftop", None)


def test_whoever_was_not_checked_in_where_others_were_stayed_away():
    table = (
        f"{LUMA}\nJane,a@x.org,approved,2026-07-06T22:10:00.000Z\nRaj,b@x.org,approved,\nAda,c@x.org,waitlist,\n"
    )
    haul = read(SOURCE, {"guests.csv": table})
    assert [each.name for each in haul.found] == ["Jane"]
    assert [each.line for each in haul.skipped] == [3, 4]


@pytest.mark.parametrize("never", ["0001-01-01T00:30:00Z", "9999-12-31T23:30:00Z", "1899-12-30T00:00:00"])
def test_an_instant_that_stands_for_never_is_none(never):
    (jane,) = read(SOURCE, {"guests.csv": f"{LUMA}\nJane,a@x.org,approved,{never}\n"}).found
    assert jane.met_on is None
