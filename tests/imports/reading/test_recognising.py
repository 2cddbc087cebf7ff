"""What somebody has sent is recognised by what is in it, whatever it is called and however it is packed."""

import io
import zipfile
from datetime import date
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from core.chat.words import plain
from core.facts.imports import Haul
from core.imports import recognising
from core.imports.reading.owners import settled
from core.imports.reading.source import Reading, Stopped
from core.imports.reading.wrong import WrongFile

SAMPLES = Path(__file__).parent.parent / "samples"
CONNECTIONS = b"First Name,Last Name,Connected On\nAnn,Lee,04 Nov 2018\n"
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob Ray\r\nEND:VCARD\r\n"


def reading(locale: str = "en") -> Reading:
    return Reading(zone=ZoneInfo("America/Toronto"), today=date(2026, 11, 23), region="CA", locale=locale)


@pytest.fixture
def sent(tmp_path):
    def send(content: bytes | dict[str, bytes], name: str = "sent") -> Haul:
        path = tmp_path / "upload"
        path.write_bytes(content if isinstance(content, bytes) else zipped(content))
        return recognising.read(path, name, reading())

    return send


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def names(haul: Haul) -> set[str]:
    return {found.name for found in haul.found if found.name}


@pytest.mark.parametrize("name", ["Connections.csv", "download (3)", "friends.json", "a.vcf"])
def test_the_name_of_a_file_need_not_say_what_it_is(sent, name):
    haul = sent(CONNECTIONS, name)
    assert names(haul) == {"Ann Lee"}
    assert haul.files == (f"LinkedIn: {name}",)


@pytest.mark.parametrize(
    ("sample", "source"),
    [
        ("2026-03_complete/Connections.csv", "LinkedIn"),
        ("2018-11_complete/Messages.csv", "LinkedIn"),
        ("google_csv/contacts_2019_utf16.csv", "Google Contacts"),
        ("google_csv/contacts_2024.csv", "Google Contacts"),
        ("outlook/classic_cp1252.csv", "Outlook"),
        ("outlook/new_outlook_bom.csv", "Outlook"),
        ("vcard/v4.vcf", "Contact cards (vCard)"),
        ("telegram/DataExport_2026-10-02/result.json", "Telegram"),
        ("telegram/ChatExport_2026-10-02/result.json", "Telegram"),
        ("discord/2025/Account/user.json", "Discord"),
        ("facebook/2021/friends_and_followers/friends.json", "Facebook"),
        ("email/Takeout/Mail/All mail Including Spam and Trash.mbox", "Mailbox"),
        ("googleplus/Takeout/Google+ Circles/Friends.csv", "Google+"),
        ("whatsapp/WhatsApp Chat with Zoë Brandt.txt", "WhatsApp"),
        ("x/2026/data/following.js", "X"),
        ("events/luma_guests.csv", "Guests of an event"),
    ],
)
def test_every_source_knows_its_own(sent, sample, source):
    haul = sent((SAMPLES / sample).read_bytes(), sample.rpartition("/")[2])
    assert [file.partition(": ")[0] for file in haul.files] == [source]


@pytest.mark.parametrize("archive", sorted(SAMPLES.rglob("*.zip")), ids=lambda path: path.name)
def test_the_archive_of_every_service_is_read_whole(sent, archive):
    haul = sent(archive.read_bytes(), archive.name)
    assert len(haul.files) == 1
    assert haul.found


def test_several_sources_in_one_archive_are_all_read(sent):
    haul = sent({"LinkedIn/Connections.csv": CONNECTIONS, "iCloud/all.vcf": CARD, "c.zip": zipped({"b.vcf": CARD})})
    assert names(haul) == {"Ann Lee", "Bob Ray"}
    assert haul.files == ("LinkedIn: Connections.csv", "Contact cards (vCard): b.vcf, all.vcf")


def test_what_is_ignored_is_said_in_one_line(sent):
    others = {f"ads/{n}.html": b"<html>" for n in range(5)} | {"a.bin": bytes(range(32)) * 9, "photo.jpg": b"x"}
    haul = sent({"Connections.csv": CONNECTIONS, **others})
    (remark,) = haul.remarks
    assert (remark.n, remark.values) == (6, {"names": "a.bin, 0.html, 1.html…"})
    assert not sent({"Connections.csv": CONNECTIONS}).remarks


def test_titles_are_in_the_readers_language(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(CARD)
    assert recognising.read(path, "a.vcf", reading("fr")).files[0].endswith(": a.vcf")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Dear Ann!\nHow are you?",
        b"%PDF-1.7",
        b"<!DOCTYPE html><html><body>Hello</body></html>",
        {"notes/a.txt": b"Dear Ann!"},
        {"xl/workbook.xml": b"<?xml version='1.0'?>", "[Content_Types].xml": b"<?xml version='1.0'?>"},
        {},
    ],
)
def test_what_nobody_can_use_is_told_so(sent, content):
    with pytest.raises(WrongFile) as raised:
        sent(content)
    assert plain(raised.value.text).count("\n") == 1


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (
            {"Profile.csv": b"First Name,Last Name,Maiden Name,Address,Birth Date,Headline\nAda,Ames,,,,x\n"},
            "Connections.csv",
        ),
        ({"connections/friends/your_friends.html": b"<html><title>Your friends</title>"}, "JSON"),
        ({"ChatExport/messages.html": b"<html><head><title>Exported Data</title></head>"}, "JSON"),
    ],
)
def test_an_export_without_people_says_what_to_send_instead(sent, content, wanted):
    """LinkedIn's without Connections, Facebook's and Telegram's as web pages."""
    haul = settled(sent(content))
    assert not haul.found
    assert any(wanted in remark.message for remark in haul.remarks)


def test_beside_something_damaged_the_rest_is_read_and_nothing_by_halves(sent):
    chat = b'{"name": "Ana", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "from": "Ana", '
    haul = sent({"Connections.csv": CONNECTIONS, "result.json": chat * 3})
    assert names(haul) == {"Ann Lee"}
    assert haul.files == ("LinkedIn: Connections.csv",)
    assert "damaged" in haul.remarks[0].message
    with pytest.raises(WrongFile):
        sent(chat * 3)


def test_how_far_it_is_can_be_seen_while_it_is_read(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(zipped({"Connections.csv": CONNECTIONS + b"Bob,Ray,04 Nov 2018\n" * 1_000}))
    told = reading()
    recognising.read(path, "a.zip", told)
    assert told.total == 20_000 + len(CONNECTIONS)
    assert told.done >= told.total


def test_whoever_stops_it_is_obeyed_in_the_middle(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(CARD * 100_000)
    told = reading()
    ended: list[BaseException] = []

    def read() -> None:
        try:
            recognising.read(path, "a.vcf", told)
        except Stopped as stopped:
            ended.append(stopped)

    thread = Thread(target=read)
    thread.start()
    while not told.done and thread.is_alive():
        pass
    told.stop.set()
    thread.join(5)
    assert [type(each) for each in ended] == [Stopped]
