"""Files that are not LinkedIn's connections: told what they are, and what to send instead; never a crash."""

import contextlib
import csv
import io
import random
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.words import plain
from core.imports.linkedin import read
from core.imports.opening import MAX_ENTRIES, read_connections
from core.imports.tables import decode
from core.imports.wrong import WrongFile

CONNECTIONS = b"First Name,Last Name,Connected On\nAnn,Lee,04 Nov 2018\n"


def zipped(**entries: bytes) -> bytes:
    return archive({name.replace("__", "/").replace("_csv", ".csv"): data for name, data in entries.items()})


def archive(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as writing:
        for name, data in entries.items():
            writing.writestr(name, data)
    return out.getvalue()


def refusal(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(WrongFile) as raised:
        read_connections(path)
    return plain(raised.value.text)


def names(tmp_path: Path, content: bytes) -> list[str]:
    path = tmp_path / "file"
    path.write_bytes(content)
    return [each.name for each in read_connections(path).found]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b" \r\n\0\n", "empty"),
        (b"\xef\xbb\xbfConversation ID,Conversation Title,From,To,Date\n", "messages.csv"),
        (b"From,To,Date,Subject,Content,Direction,Folder\n", "messages.csv"),
        (b"From,To,Sent At,Message,Direction\n", "Invitations.csv"),
        (b"First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary\n", "Profile.csv"),
        (b"Source,FirstName,LastName,Companies,Title,Emails\n", "ImportedContacts.csv"),
        ("Name,Given Name,Family Name,Group Membership\n".encode("utf-16"), "Google"),
        (b"First Name,Last Name,Organization Name,Labels,E-mail 1 - Value\n", "Google"),
        (b'"Title","First Name","E-mail Address","Business Phone"\r\n', "Outlook"),
        (b"a;b;c\n1;2;3\n", "table"),
        (b"Dear Ann,\nhow are you?\n", "text"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\n", "vCard"),
        (b"begin:vcalendar\r\n", "calendar"),
        (b'{"friends_v2": []}', "JSON"),
        (b'[\n  {"ID": 1}]', "JSON"),
        (b"window.YTD.following.part0 = [", "X's archive"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"From x@xxx Mon Mar 04 11:20:34 +0000 2024\n", "mailbox"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "picture"),
        (b"\0\0\0\x18ftypheic", "picture"),
        (b"\0\0\0\x18ftypmp42", "recording"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"SQLite format 3\0", "database"),
        (random.Random(1).randbytes(5000), "make nothing of"),
        (zipped(xl__workbook_xml=b"", _Content_Types_=b""), "Excel"),
        (zipped(Takeout__Contacts__all_csv=b"Name"), "Google"),
        (zipped(connections__friends__your_friends=b"{}"), "Facebook"),
        (zipped(messages_csv=b"FROM", Profile_csv=b""), "Connections.csv is not in it"),
        (zipped(Photos__a=b"", Photos__b=b""), "a ZIP without"),
        (archive({"a.zip": zipped(Connections_csv=CONNECTIONS)}), "another ZIP"),
        (archive({}), "empty"),
        (zipped(Connections_csv=CONNECTIONS)[:60], "damaged"),
        (b"PK\3\4" + bytes(100), "damaged"),
        (zipped(Connections_csv=b""), "text"),
        (CONNECTIONS.splitlines()[0], "nobody"),
    ],
)
def test_a_wrong_file_is_told_what_it_is_and_what_to_send(tmp_path, content, what):
    said = refusal(tmp_path, content)
    assert what in said.split("\n")[0]
    assert "Connections.csv" in said.split("\n", 1)[1] or "Get a copy of your data" in said


@pytest.mark.parametrize(
    "name",
    [
        "Connections.csv",
        "connections.CSV",
        "Basic_Export/ConnecTions.csv",
        "a\\Connections .csv",
        "../../Connections.csv",
    ],
)
def test_connections_are_found_in_a_zip_by_name(tmp_path, name):
    raw = archive({"messages.csv": b"FROM,TO", "__MACOSX/._Connections.csv": b"\0", name: CONNECTIONS})
    assert names(tmp_path, raw) == ["Ann Lee"]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_of_two_the_upper_one_counts(tmp_path):
    raw = archive({"old/Connections.csv": CONNECTIONS.replace(b"Ann", b"Old"), "Connections.csv": CONNECTIONS})
    assert names(tmp_path, raw) == ["Ann Lee"]


def test_a_zip_bomb_is_left_packed(tmp_path):
    bomb = zipped(Connections_csv=CONNECTIONS + b"\n" * 60_000_000)
    assert len(bomb) < 100_000
    started = time.perf_counter()
    assert "swells" in refusal(tmp_path, bomb)
    assert time.perf_counter() - started < 0.2


def test_a_bomb_that_lies_about_its_size_is_cut_off(tmp_path):
    bomb = zipped(Connections_csv=CONNECTIONS + b"\n" * 30_000_000)
    lie = (1_000).to_bytes(4, "little")
    assert "damaged" in refusal(tmp_path, bomb.replace((30_000_054).to_bytes(4, "little"), lie))


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_swell_unchecked_are_left_alone(tmp_path, compression):
    assert "packed in a way" in refusal(tmp_path, archive({"Connections.csv": CONNECTIONS}, compression))


def test_too_many_entries_are_not_even_listed(tmp_path):
    few = archive({f"{i}": b"" for i in range(MAX_ENTRIES + 1)})
    assert "5,000 files" in refusal(tmp_path, few)
    many = archive({f"{i:0200}": b"" for i in range(MAX_ENTRIES)})
    assert "5,000 files" in refusal(tmp_path, many)


def test_a_locked_zip_is_told_so(tmp_path):
    raw = bytearray(zipped(Connections_csv=CONNECTIONS))
    raw[6] |= 1  # the flag, in the entry and in the list of entries
    raw[raw.index(b"PK\1\2") + 8] |= 1
    assert "password" in refusal(tmp_path, bytes(raw))


def test_fifty_megabytes_of_csv_are_refused_at_once(tmp_path):
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.write(CONNECTIONS * (50 * 1024 * 1024 // len(CONNECTIONS) + 1))
    started = time.perf_counter()
    with pytest.raises(WrongFile) as raised:
        read_connections(path)
    assert "50 MB" in plain(raised.value.text)
    assert "25 MB" in plain(raised.value.text)
    assert time.perf_counter() - started < 0.5


def test_a_large_zip_is_read_for_its_connections_alone(tmp_path):
    raw = archive({"Media/film.mp4": bytes(50_000_000), "Connections.csv": CONNECTIONS}, zipfile.ZIP_STORED)
    assert names(tmp_path, raw) == ["Ann Lee"]


@given(st.binary(max_size=2000))
def test_no_bytes_at_all_are_a_crash(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    with pytest.raises(WrongFile):
        read_connections(path)


@given(st.data())
def test_no_damage_to_a_zip_is_a_crash(tmp_path_factory, data):
    raw = bytearray(zipped(Connections_csv=CONNECTIONS, Profile_csv=b"x" * 50))
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=8)):
        raw[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(bytes(raw[: data.draw(st.integers(0, len(raw)))]) if data.draw(st.booleans()) else bytes(raw))
    with contextlib.suppress(WrongFile):
        read_connections(path)


CELL = st.text(st.sampled_from("aZ9 ,;\t\"'\n\r\0\u2028é🌟=@"), max_size=12)


@given(st.lists(st.lists(CELL, max_size=9), max_size=12))
def test_bits_of_csv_are_never_a_crash(rows):
    found = read("First Name,Last Name,URL,Connected On\n" + "\n".join(",".join(row) for row in rows))
    assert found is not None
    lines = [*(each.line for each in found.found), *(each.line for each in found.unread), *found.doubles]
    assert len(lines) == len(set(lines))


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_no_row_is_ever_lost(rows, end):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(["First Name", "Last Name", "Company", "Connected On"])
    writer.writerows(rows)
    found = read(decode(out.getvalue().encode()))
    assert found is not None
    something = [row for row in rows if any(cell.strip("\0 \t\r\n\u2028") for cell in row)]
    assert len(found.found) + len(found.unread) + len(found.doubles) >= len(something)
