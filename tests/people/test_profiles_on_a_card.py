"""Profiles on a card: each under its right name, opened by a tap."""

from datetime import UTC, date, datetime

from core.chat.parsing.people.handles import read_handle
from core.chat.reply import Link, Said
from core.chat.words import plain
from core.facts.ids import AccountId, ContactId
from core.facts.people import Contact
from core.people.card import handle_lines

PROFILES = {
    "linkedin.com/in/jane-doe": ("LinkedIn: linkedin.com/in/jane-doe", "https://www.linkedin.com/in/jane-doe"),
    "twitter.com/jane": ("X: x.com/jane", "https://x.com/jane"),
    "fb jane.doe": ("Facebook: facebook.com/jane.doe", "https://www.facebook.com/jane.doe"),
    "pinterest.de/jane": ("Pinterest: pinterest.com/jane", "https://www.pinterest.com/jane"),
    "about.me/jane": ("about.me: about.me/jane", "https://about.me/jane"),
    "google+ JaneDoe": (
        "Google+: plus.google.com/+JaneDoe",
        "https://web.archive.org/web/2019/https://plus.google.com/+JaneDoe",
    ),
}


def test_every_profile_has_its_name_and_leads_somewhere():
    today = date(2026, 11, 23)
    jane = Contact(
        id=ContactId("jane"),
        owner=AccountId("ada"),
        name="Jane",
        created_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
        cadence_since=today,
        quiet_since=today,
        handles=tuple(map(read_handle, reversed(PROFILES))),
    )
    lines = handle_lines(jane)
    links = [line.values["value"] for line in lines if isinstance(line, Said)]
    assert [(plain(line), link.url) for line, link in zip(lines, links, strict=True) if isinstance(link, Link)] == [
        *PROFILES.values()
    ]
