"""What is in the files of an export, as other programs read them: vobject, csv, icalendar."""

import asyncio
import csv
import io
import json
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from core.chat.errors import Refusal
from core.chat.words import Reader
from core.exports.archive import EVERYTHING, PARTS, TooLarge, packed
from core.exports.calendar import CalendarSheet
from core.exports.tables import _written, safe
from core.exports.vcards import card, partial_date
from core.facts.account import Account
from core.facts.events import Event, Rsvp
from core.facts.exports import Chapter, Network
from core.facts.ids import AccountId
from core.facts.people import Anniversary, Handle, PartialDate
from core.store import Store
from tests.exports.agendas import Agenda
from tests.exports.networks import keep, large
from tests.storage import made
from tests.storage.made import NOW, TODAY

READER = Reader("en", "Europe/Paris", TODAY)
WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=120)
ADA = made.account(timezone="Europe/Paris")


async def files(store: Store, account: Account, part: str = EVERYTHING) -> dict[str, bytes]:
    """By name; of a ZIP all that is in it."""
    async with store.read() as tx:
        file = await packed(tx, account.id, part, READER, NOW, None)
    if not file.name.endswith(".zip"):
        return {file.name: file.content}
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_everything_is_in_one_zip(store: Store) -> None:
    found = await files(store, await keep(store, large()))
    assert {*found} == {*PARTS[EVERYTHING], "README.txt"}
    assert json.loads(found["reachwell.json"])["format"] == "reachwell-network"
    assert "2 people, 2 touches, 2 favours" in found["README.txt"].decode()


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("json", {"reachwell-2026-11-23.json"}),
        ("vcard", {"reachwell-contacts-2026-11-23.vcf"}),
        ("csv", {"contacts.csv", "touches.csv", "favours.csv"}),
        ("ics", {"reachwell-events-2026-11-23.ics"}),
    ],
)
async def test_each_part_alone(store: Store, part: str, names: set[str]) -> None:
    assert {*await files(store, await keep(store, large()), part)} == names


async def test_what_is_too_large_is_packed_first_and_refused_then(store: Store) -> None:
    account = await keep(store, large())
    async with store.read() as tx:
        assert (await packed(tx, account.id, "json", READER, NOW, 2000)).name == "reachwell-2026-11-23.zip"
        with pytest.raises(TooLarge):
            await packed(tx, account.id, "json", READER, NOW, 100)


async def test_a_card_says_all_that_a_card_can_say(store: Store) -> None:
    found = await files(store, await keep(store, large()), "vcard")
    jane, double = vobject.readComponents(next(iter(found.values())).decode())
    assert (jane.version.value, jane.fn.value, double.fn.value) == ("4.0", "Jane Doe", "Janet Doe")
    assert jane.uid.value != double.uid.value
    assert jane.bday.value == "--0314"
    assert jane.org.value in ("=IBM, Inc.; Canada", ["=IBM, Inc.; Canada"])
    assert jane.email.value == "jane@example.com"
    assert jane.tel.value == "+14165550199"
    assert jane.url.value == "https://jane.example/tea"
    assert jane.contents["x-socialprofile"][0].value == "https://www.linkedin.com/in/janedoe"
    assert jane.contents["impp"][0].value == "telegram:@janedoe"
    assert jane.note.value.replace("\\", "").endswith("How we met: at a breakfast")


@given(WORDS, WORDS, WORDS)
def test_whatever_a_card_says_it_is_read_back(name: str, company: str, notes: str) -> None:
    contact = made.contact(ADA, name, company=company, notes=notes, aliases=(notes, name), tags=(company,))
    raw = card(contact, READER)
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)  # no letter is cut in two
    said = unfolded(raw)
    assert unescaped(said["FN"]) == without_control(name)
    assert unescaped(said["ORG"]) == without_control(company)
    assert unescaped(said["NOTE"]) == without_control(notes)
    assert said["NICKNAME"].replace("\\\\", "").replace("\\,", "").count(",") == 1


def unfolded(raw: bytes) -> dict[str, str]:
    text = raw.decode().replace("\r\n ", "")
    return dict(line.split(":", 1) for line in text.split("\r\n") if line)


def unescaped(value: str) -> str:
    out, escape = "", False
    for character in value:
        if escape:
            out, escape = out + {"n": "\n"}.get(character, character), False
        elif character == "\\":
            escape = True
        else:
            assert character not in ",;"
            out += character
    return out


def without_control(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in plain if each in "\t\n" or not (ord(each) < 32 or ord(each) == 127))


@pytest.mark.parametrize(
    ("on", "written"),
    [
        (PartialDate(year=1985, month=3, day=14), "19850314"),
        (PartialDate(year=1985, month=3), "1985-03"),
        (PartialDate(year=1985), "1985"),
        (PartialDate(month=3, day=14), "--0314"),
        (PartialDate(month=3), "--03"),
        (PartialDate(day=14), "---14"),
        (PartialDate(), ""),
    ],
)
def test_dates_of_which_parts_are_unknown(on: PartialDate, written: str) -> None:
    assert partial_date(on) == written


def test_days_with_a_word_of_their_own_have_it_beside_them() -> None:
    days = (Anniversary(label="wedding", on=PartialDate(year=2010, month=6, day=1)),)
    said = unfolded(card(made.contact(ADA, "Jane", dates=days), READER))
    assert said["item1.X-ABDATE"] == "20100601"
    assert said["item1.X-ABLabel"] == "wedding"


def test_an_address_cannot_end_its_line() -> None:
    bad = Handle(kind="website", value="https://example.com/\r\nTEL:666")
    assert b"\r\nTEL" not in card(made.contact(ADA, "Jane", handles=(bad,)), READER)


async def test_tables_for_spreadsheets(store: Store) -> None:
    found = await files(store, await keep(store, large()), "csv")
    assert all(raw.startswith(b"\xef\xbb\xbf") for raw in found.values())
    tables = {name: [*csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))] for name, raw in found.items()}
    jane = tables["contacts.csv"][0]
    assert (jane["Name"], jane["Company"], jane["Phone"]) == ("Jane Doe", "'=IBM, Inc.; Canada", "'+14165550199")
    assert (jane["Birthday"], jane["Tags"]) == ("'--0314", "mentor; Paris, France")
    assert sorted(row["What"] for row in tables["touches.csv"]) == ["'-coffee", "coffee"]
    assert [(row["Direction"], row["What"]) for row in tables["favours.csv"]] == [
        ("got", "'@intro to Raj"),
        ("gave", "an article"),
    ]


@given(st.sampled_from(("=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0=", "\ufeff=", "＝")), WORDS)
def test_no_cell_is_a_formula(start: str, rest: str) -> None:
    assert safe(start + rest)[0] == "'"


@given(st.text(st.sampled_from("ab=+-@＝;,\t\n\r '\"\u200b"), max_size=12))
def test_no_cell_is_one_where_tables_are_cut_at_semicolons(cell: str) -> None:
    for delimiter in ";,\t":
        for row in csv.reader(io.StringIO(_written([[cell, "x", cell]]).decode(), newline=""), delimiter=delimiter):
            assert not [each for each in row if re.match(r"[\s\u200b\"]*[=+\-@＝]", each)]


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=3))
def test_no_cell_escapes_into_another(rows: list[list[str]]) -> None:
    read = [*csv.reader(io.StringIO(_written(rows).decode(), newline=""))]
    assert read == [[safe(cell) for cell in row] for row in rows]


def test_events_in_their_zones() -> None:
    events = [
        made.event(ADA, title="Tea, cake; \\ and\nmore", at=datetime(1, 1, 1, 18, 30).time(), place="Café"),  # noqa: DTZ001
        made.event(ADA, title="Fair", until_on=date(2026, 12, 3), rsvp=Rsvp.MAYBE),
        made.event(ADA, title="Talk", timezone="UTC", at=datetime(1, 1, 1, 9).time(), rsvp=Rsvp.NO),  # noqa: DTZ001
    ]
    calendar = calendar_of(*events)
    tea, fair, talk = calendar.walk("VEVENT")
    assert tea["summary"] == "Tea, cake; \\ and\nmore"
    assert tea.start == datetime(2026, 12, 1, 18, 30, tzinfo=ZoneInfo("Europe/Paris"))
    assert (fair.start, fair.end) == (date(2026, 12, 1), date(2026, 12, 4))
    assert fair.end - fair.start == timedelta(days=3)
    assert talk.start == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert [each["status"] for each in (tea, fair, talk)] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]


def test_what_begins_at_night_ends_the_day_after() -> None:
    night = made.event(ADA, at=time(22), until_at=time(2))
    [shown] = calendar_of(night).walk("VEVENT")
    assert shown["dtend"].dt - shown["dtstart"].dt == timedelta(hours=4)


@pytest.mark.parametrize("on", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_beyond_all_calendars_breaks_nothing(on: date) -> None:
    assert calendar_of(made.event(ADA, on=on), made.event(ADA, on=on, at=time(23, 30))).walk("VEVENT")


async def test_without_events_there_is_no_calendar(store: Store) -> None:
    found = await files(store, await keep(store, replace(large(), agenda=Agenda())))
    assert "events.ics" not in found
    assert "events.ics" not in found["README.txt"].decode()


async def test_nothing_lies_about_while_it_is_packed(store: Store, tmp_path: Path, monkeypatch: Any) -> None:
    """Killed in the middle, it leaves nobody's network behind: what it writes to has no name."""
    (folder := tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    account = await keep(store, large())
    seen: list[Path] = []
    async with store.read() as tx:
        chapters = tx.exports.chapters

        async def looked(owner: AccountId) -> AsyncIterator[Chapter]:
            async for chapter in chapters(owner):
                seen.extend(folder.rglob("*"))
                yield chapter

        monkeypatch.setattr(tx.exports, "chapters", looked)
        await packed(tx, account.id, EVERYTHING, READER, NOW, None)
    assert not seen


async def test_who_comes_third_is_asked_to_wait(store: Store) -> None:
    """What is read with is left for others."""
    account = await keep(store, large())
    async with AsyncExitStack() as opened:
        each = [await opened.enter_async_context(store.read()) for _each in range(3)]
        said = await asyncio.gather(
            *(packed(tx, account.id, EVERYTHING, READER, NOW, None) for tx in each), return_exceptions=True
        )
    assert [type(each) for each in said].count(Refusal) == 1


def calendar_of(*events: Event) -> Component:
    network = Network(
        account=ADA,
        reminders=(),
        events=events,
        series=(),
        feeds=(),
        templates=(),
        card=None,
        targets=(),
        apart=(),
    )
    return Calendar.from_ical(b"".join(CalendarSheet(NOW).end(network)))
