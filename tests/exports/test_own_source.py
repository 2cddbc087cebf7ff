"""Our own export as one source among others: read once, however many files say the same."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.chat.words import Reader, plain
from core.exports.archive import EVERYTHING, packed
from core.facts.imports import FoundEntry, Haul, Passed
from core.facts.people import Status
from core.imports import recognising
from core.imports.reading.source import Reading
from core.imports.reading.wrong import WrongFile
from core.store import Store
from tests.exports.networks import keep, large
from tests.storage import made
from tests.storage.made import NOW, TODAY

KEPT = Path(__file__).parent / "kept_2.json"


def read(path: Path, name: str, today: date = TODAY) -> Haul:
    return recognising.read(path, name, Reading(zone=ZoneInfo("Europe/Paris"), today=today, region="FR"))


async def zipped(store: Store, folder: Path, *others: tuple[str, bytes]) -> Path:
    account = await keep(store, large())
    async with store.read() as tx:
        file = await packed(tx, account.id, EVERYTHING, Reader(), NOW, None)
    path = folder / "export.zip"
    path.write_bytes(file.content)
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in others:
            archive.writestr(name, content)
    return path


async def test_the_whole_zip_is_read_once(store: Store, tmp_path: Path) -> None:
    haul = read(await zipped(store, tmp_path), "reachwell-2026-11-23.zip")
    assert haul.files == ("Reachwell: reachwell.json",)
    assert [found.name for found in haul.found] == ["Jane Doe", "Janet Doe"]
    assert {event.title for event in haul.events} == {"Breakfast; with, commas", "Breakfast"}
    assert json.loads(haul.own)["version"] == 2


def test_what_is_found_of_somebody() -> None:
    jane, janet = read(KEPT, "reachwell.json").found
    assert "linkedin:janedoe" in jane.origins
    assert (jane.company, jane.title, jane.how_met) == ("=IBM, Inc.; Canada", "Recruiter", "at a breakfast")
    assert [each.kind for each in jane.handles] == ["email", "phone", "linkedin", "telegram", "website"]
    assert {each.passed for each in jane.entries} == {Passed.TOUCH, Passed.GOT}
    assert janet.entries == (FoundEntry(passed=Passed.GAVE, on=TODAY, what="an article"),)
    assert janet.cadence is not None


async def test_a_card_of_the_same_export_is_the_same_person(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(await zipped(store, tmp_path)) as archive:
        (tmp_path / "cards.vcf").write_bytes(archive.read("contacts.vcf"))
        (tmp_path / "reachwell.json").write_bytes(archive.read("reachwell.json"))
    cards = read(tmp_path / "cards.vcf", "contacts.vcf").found
    network = read(tmp_path / "reachwell.json", "reachwell.json").found
    for card, found in zip(cards, network, strict=True):
        assert card.name == found.name
        assert not set(card.origins).isdisjoint(found.origins)
        assert card.company == found.company
        assert {*card.tags} >= {tag for tag in found.tags if " " not in tag}
        assert {each.label: each.on for each in card.dates} == {each.label: each.on for each in found.dates}
        assert card.handles == found.handles


async def test_who_is_not_to_be_written_to_stays_away(store: Store, tmp_path: Path) -> None:
    ada = await made.signed_up(store)
    await made.known(store, ada, made.contact(ada, "Old Friend", status=Status.DECEASED), "Jane")
    async with store.read() as tx:
        file = await packed(tx, ada.id, "json", Reader(), NOW, None)
    (tmp_path / "x.json").write_bytes(file.content)
    haul = read(tmp_path / "x.json", "x.json")
    assert [found.name for found in haul.found] == ["Jane"]
    assert len(haul.skipped) == 1


def test_what_has_not_been_yet_is_left_out() -> None:
    assert not any(found.entries for found in read(KEPT, "reachwell.json", date(2026, 1, 1)).found)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"format": "reachwell-network", "version": 99}', "newer Reachwell"),
        (b'{"format": "reachwell-network", "version": 2, "contacts": [', "damaged"),
        (b'{"format": "reachwell-network", "version": 2, "contacts": [{"name": "Jane"}]}', "changed by hand"),
    ],
)
def test_what_cannot_be_taken_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(WrongFile) as caught:
        read(tmp_path / "x.json", "reachwell.json")
    assert said in plain(caught.value.text)


def test_kept_in_another_archive_it_is_found(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("reachwell.json", KEPT.read_bytes())
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.writestr("backups/reachwell-2026-11-23.zip", inner.getvalue())
    assert len(read(tmp_path / "outer.zip", "outer.zip").found) == 2


def test_sorted_by_a_tool_it_is_still_ours(tmp_path: Path) -> None:
    """With many people, what says so is not among the first bytes any more."""
    whole = json.loads(KEPT.read_bytes())
    jane = whole["contacts"][0]
    many = [{**jane, "id": f"a{number}", "name": f"Jane {number}"} for number in range(400)]
    for number, contacts in enumerate((whole["contacts"], many)):
        content = {"format": whole["format"], "version": 2, "contacts": contacts}
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(content, sort_keys=True, indent=number or None))
        assert len(read(path, "reachwell.json").found) == len(contacts)


def test_who_rests_comes_in_without_a_rhythm(tmp_path: Path) -> None:
    rhythm = {"count": 2, "unit": "week"}
    people = [
        {"id": f"a{number}", "name": "Jane", "cadence": rhythm, "status": status, "keep": keep}
        for number, (status, keep) in enumerate(
            (("active", "own"), ("paused", "own"), ("archived", "own"), ("active", "never"))
        )
    ]
    whole = {"format": "reachwell-network", "version": 2, "contacts": people, "targets": [{"company": "IBM"}]}
    (tmp_path / "x.json").write_text(json.dumps(whole))
    haul = read(tmp_path / "x.json", "reachwell.json")
    assert [each.cadence is not None for each in haul.found] == [True, False, False, False]
    assert [each.n for each in haul.remarks] == [3, 1]
