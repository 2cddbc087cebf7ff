"""What is no export, or none that can be taken: said in words, and nothing happens."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.words import plain
from core.exports.reading_back import NotAnExport, read_network
from core.exports.restoring import facts_of, keys_of
from core.facts.handshakes import MOST_HANDLES
from core.ical.addresses import MOST_FEEDS
from tests.storage import made

WHOLE: dict[str, Any] = {
    "format": "reachwell-network",
    "version": 2,
    "made_at": "2026-11-23T09:00:00+00:00",
    "contacts": [{"id": "7q3k", "name": "Jane Doe", "status": "active", "keep": "usual"}],
    "reminders": [{"text": "call", "about": "7q3k", "timezone": "Europe/Paris", "on": "2026-12-01"}],
}


def changed(path: str, value: Any) -> str:
    """The file with one thing in it changed: "contacts.0.name"."""
    whole = json.loads(json.dumps(WHOLE))
    *keys, last = path.split(".")
    inner = whole
    for key in keys:
        inner = inner[int(key)] if key.isdecimal() else inner[key]
    inner[last] = value
    return json.dumps(whole)


def refusal(content: str | bytes) -> str:
    with pytest.raises(NotAnExport) as caught:
        read_network(content)
    return plain(caught.value.text)


def test_it_is_read() -> None:
    kept = read_network(json.dumps(WHOLE))
    assert (kept.contacts[0].name, kept.reminders[0].about) == ("Jane Doe", "7q3k")


def test_what_nobody_knows_yet_is_left_aside() -> None:
    assert read_network(changed("contacts.0.shoe_size", 39)).contacts[0].name == "Jane Doe"


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", "\0", "{", b"\xff\xfe", '{"format": "x", "version": 2}']
)
def test_anything_else_is_no_export(content: str | bytes) -> None:
    assert "no export of mine" in refusal(content)


def test_a_newer_one_wants_a_newer_reachwell() -> None:
    assert "newer Reachwell" in refusal(json.dumps({"format": "reachwell-network", "version": 3, "people": 7}))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("contacts.0.name", " "),
        ("contacts.0.name", None),
        ("contacts.0.id", ""),
        ("contacts.0.id", "a:b"),
        ("contacts.0.status", "sleeping"),
        ("contacts.0.cadence", {"count": 0, "unit": "week"}),
        ("contacts.0.dates", [{"label": "birthday", "month": 13}]),
        ("contacts.0.history", [{"kind": "touch", "on": "2026-02-30"}]),
        ("contacts.0.added_at", "2026-02-03T09:00:00"),
        ("contacts", [WHOLE["contacts"][0]] * 2),
        ("reminders.0.about", "nobody"),
        ("reminders.0.timezone", "Mars/Olympus"),
        ("reminders.0.at", "09:00:00Z"),
        ("reminders.0.recurrence", {"freq": "daily", "interval": 0, "start": "2026-01-01"}),
        ("not_the_same", [["7q3k", "nobody"]]),
        ("settings", {"digest_at": "08:30", "digest_days": [7], "digest_size": 5}),
    ],
)
def test_one_that_was_changed_by_hand_is_not_taken(path: str, value: Any) -> None:
    assert "changed by hand" in refusal(changed(path, value))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


PATHS = ("contacts", "reminders", "settings", "events", "targets", "not_the_same", "contacts.0.history")


@given(st.sampled_from(PATHS), JSON, st.sampled_from((1, 2)))
def test_it_is_read_or_refused(path: str, value: Any, version: int) -> None:
    whole = {**json.loads(changed(path, value)), "version": version}
    with suppress(NotAnExport):
        read_network(json.dumps(whole))


def test_files_of_before_know_people_by_name() -> None:
    kept = read_network(
        json.dumps(
            {
                "format": "reachwell-network",
                "version": 1,
                "settings": {
                    "digest_at": "08:30",
                    "digest_days": [0, 1],
                    "digest_size": 5,
                    "rules": {"birthday": {"on": True, "not_for": ["Jane Doe", "Raj"]}},
                },
                "contacts": [
                    {
                        "name": "Jane Doe",
                        "status": "active",
                        "keep": "own",
                        "cadence": {"count": 6, "unit": "week"},
                        "added_on": "2026-10-01",
                        "history": [{"kind": "gave", "on": "2026-10-02", "what": "an intro"}],
                    },
                    {"name": "Raj", "status": "active", "keep": "usual"},
                    {"name": "Raj", "status": "active", "keep": "usual"},
                ],
                "reminders": [
                    {"text": "call", "about": "Jane Doe", "timezone": "Europe/Paris"},
                    {"text": "call", "about": "Raj", "timezone": "Europe/Paris"},
                ],
            }
        )
    )
    jane = kept.contacts[0]
    assert (jane.name, jane.history[0].what, str(jane.cadence_since)) == ("Jane Doe", "an intro", "2026-10-01")
    assert [each.about for each in kept.reminders] == [jane.id, ""]
    assert kept.settings is not None
    assert kept.settings.rules["birthday"].not_for == (jane.id,)


def test_more_than_can_be_kept_is_refused_before_all_of_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.exports.reading_back.MOST_PEOPLE", 2)
    people = [{**WHOLE["contacts"][0], "id": f"a{number}"} for number in range(3)]
    assert "More is in that export" in refusal(changed("contacts", people))


def test_texts_and_days_are_brought_to_what_can_be_lived_with() -> None:
    odd = {
        "id": "a1",
        "name": "Jane\r\nDoe\u202e" + "x" * 300_000,
        "status": "active",
        "keep": "usual",
        "aliases": ["\0", "JD"],
        "notes": "tea\x07\nand cake",
        "handles": [{"kind": "A\r\nTEL:1", "value": "zz"}, {"kind": "website", "value": "javascript:alert(1)"}],
        "snoozed_until": "9999-12-31",
        "added_at": "0001-01-01T00:00:00+14:00",
        "origins": [{"keys": ["reachwell:foo bar", "x:1"]}],
    }
    [jane] = read_network(changed("contacts", [odd]).replace("7q3k", "a1")).contacts
    assert (jane.name[:10], len(jane.name)) == ("Jane Doexx", 200)
    assert (jane.aliases, jane.notes) == (("JD",), "tea \nand cake")
    assert [(each.kind, each.value) for each in jane.handles] == [("atel1", "zz")]
    assert jane.snoozed_until == date(2200, 12, 31)
    assert jane.added_at == datetime(1900, 1, 1, tzinfo=UTC)
    assert [keys_of(each) for each in jane.origins] == [("x:1",)]


def test_calendars_come_back_by_the_rules_for_what_is_typed() -> None:
    addresses = (
        *("http://[x/", "http://ada:pw@example.com/x.ics", "http://127.0.0.1/x.ics", "ftp://example.com/x.ics"),
        *(f"https://example.com/{n % 50}.ics" for n in range(100)),
    )
    kept = read_network(changed("feeds", [{"url": each} for each in addresses]))
    feeds = facts_of(kept, made.account(), (), made.NOW, "seed").feeds
    assert len(feeds) == len({each.url for each in feeds}) == MOST_FEEDS
    assert all(each.url.startswith("https://example.com/") for each in feeds)
    assert len({each.next_at for each in feeds}) == MOST_FEEDS


def test_a_card_comes_back_as_large_as_a_card_may_be() -> None:
    handles = [{"kind": "link", "value": f"https://example.com/{n}"} for n in range(50)]
    handles.insert(0, {"kind": "link", "value": "https://example.com/" + "a" * 1_000})
    card = {"name": "evil.example/login", "title": "t" * 300, "about": "a" * 300, "handles": handles}
    mine = facts_of(read_network(changed("card", card)), made.account(), (), made.NOW, "seed").card
    assert mine is not None
    assert (mine.name, len(mine.title), len(mine.about), len(mine.handles)) == ("", 100, 200, MOST_HANDLES)
