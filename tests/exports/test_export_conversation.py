"""/export: files at once, their parts alone, and what to do where they are too large."""

import io
import json
import zipfile

import pytest

from core.exports import commands
from tests.conversations.friends import Friend
from tests.linking.chats import World


async def test_everything_in_one_file(ada: Friend) -> None:
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/met Jane coffee yesterday")
    await ada.says("/export")
    assert "1 person and 1 touch" in ada.hears("all that you have told me").text


async def test_where_nobody_is_known_there_is_nothing_to_take(ada: Friend) -> None:
    assert "nothing to take along yet" in await ada.says("/export")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("/export", "reachwell-2026-11-23.zip"),
        ("/export everything", "reachwell-2026-11-23.zip"),
        ("/export json", "reachwell-2026-11-23.json"),
        ("/export vcf", "reachwell-contacts-2026-11-23.vcf"),
        ("/export vcard", "reachwell-contacts-2026-11-23.vcf"),
        ("/export csv", "reachwell-tables-2026-11-23.zip"),
    ],
)
async def test_parts_alone(town: World, line: str, name: str) -> None:
    ada = town.chat("Ada", "telegram")
    await ada.says("/add Jane Doe")
    await ada.says(line)
    assert [each for each, _content in ada.files] == [name]


async def test_without_events_there_is_no_calendar(town: World) -> None:
    ada = town.chat("Ada", "telegram")
    await ada.says("/add Jane Doe")
    assert "no events" in await ada.says("/export ics")


async def test_what_is_too_large_comes_in_parts(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = town.chat("Ada", "discord")
    await ada.says("/add Jane Doe")
    monkeypatch.setitem(commands._MOST, "discord", 1000)
    assert "Take it in parts" in await ada.says("/export")
    await ada.presses("Contact cards")
    assert [name for name, _content in ada.files] == ["reachwell-contacts-2026-11-23.vcf"]
    monkeypatch.setitem(commands._MOST, "discord", 10)
    assert "/link this network" in await ada.says("/export json")


async def test_nobody_gets_what_is_another_s(town: World) -> None:
    ada, bob = town.chat("Ada", "telegram"), town.chat("Bob", "telegram")
    await ada.says("/add Jane Doe")
    await bob.says("/add Raj Patel")
    await bob.says("/export")
    [(_name, content)] = bob.files
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Raj" in everything
    assert b"Jane" not in everything


async def test_the_rules_leave_out_whom_they_left_out(town: World) -> None:
    """By ids that stand in the file."""
    ada = town.chat("Ada", "telegram")
    await ada.says("/add Jane Doe")
    await ada.says("/rules birthday not for Jane")
    await ada.says("/export json")
    whole = json.loads(ada.files[-1][1])
    assert whole["settings"]["rules"]["birthday"]["not_for"] == [whole["contacts"][0]["id"]]


async def test_the_parts_are_offered_with_everything(ada: Friend) -> None:
    await ada.says("/add Jane Doe")
    await ada.says("/export")
    labels = ada.hears("all that you have told me").labels
    assert labels == ("Contact cards (vCard)", "Tables (CSV)", "For Reachwell (JSON)")


async def test_what_there_is_to_choose_from_is_said(ada: Friend) -> None:
    await ada.says("/add Jane Doe")
    assert "everything, or only json, vcard, csv or ics" in await ada.says("/export vcard json")
    assert "Tables" in await ada.says("/export touches")


async def test_help_tells_only_what_can_be_typed(ada: Friend) -> None:
    said = await ada.says("/help forgetme")
    assert "- " not in said
    assert "/forgetme" in said
