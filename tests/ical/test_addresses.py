"""What people paste as the address of a calendar."""

import pytest

from core.chat.errors import Refusal
from core.chat.words import plain
from core.ical.addresses import feed_address

GOOGLE = "https://calendar.google.com/calendar"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("https://example.com/club.ics", "https://example.com/club.ics"),
        ("HTTP://Example.COM:8080/Club.ics?key=a#b", "http://example.com:8080/Club.ics?key=a"),
        ("webcal://p62-caldav.icloud.com/published/2/abc", "https://p62-caldav.icloud.com/published/2/abc"),
        ("here it is: <https://example.com/club.ics>, thanks", "https://example.com/club.ics"),
        ("example.com/club.ics", "https://example.com/club.ics"),
        (f"{GOOGLE}/ical/a%40b.com/private-7/basic.ics", f"{GOOGLE}/ical/a%40b.com/private-7/basic.ics"),
        (f"{GOOGLE}/embed?src=a%40group.com&ctz=UTC", f"{GOOGLE}/ical/a%40group.com/public/basic.ics"),
        (f"{GOOGLE}/u/0?cid=YUBncm91cC5jb20", f"{GOOGLE}/ical/a%40group.com/public/basic.ics"),
        ("https://www.meetup.com/de-DE/job-seekers/", "https://www.meetup.com/job-seekers/events/ical/"),
        ("https://meetup.com/job-seekers/events/301/", "https://www.meetup.com/job-seekers/events/ical/"),
        ("https://www.meetup.com/job-seekers/events/ical/", "https://www.meetup.com/job-seekers/events/ical/"),
        (
            "https://api.lu.ma/ics/get?entity=calendar&id=cal-1",
            "https://api.lu.ma/ics/get?entity=calendar&id=cal-1",
        ),
    ],
)
def test_an_address_is_found(said: str, address: str) -> None:
    assert feed_address(said) == address
    assert feed_address(address) == address


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "address?"),
        ("my calendar", "address"),
        ("https://", "address"),
        ("https://ada:secret@example.com/club.ics", "password"),
        ("https://example.com:port/x.ics", "can't read"),
        (f"https://example.com/{'a' * 2000}.ics", "can't read"),
        (f"{GOOGLE}/u/0/r", "Secret address in iCal format"),
        ("https://lu.ma/toronto", "Add iCal Subscription"),
        ("https://www.meetup.com/find/", "Which group"),
        ("https://www.eventbrite.ca/e/breakfast-123", "file (.ics)"),
        ("https://outlook.live.com/calendar/0/view/month", "ICS link"),
    ],
)
def test_what_is_none_is_explained(said: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        feed_address(said)
    assert words in plain(refused.value.text)
