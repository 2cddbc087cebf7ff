"""What a file is that nobody can read: told from what is in it, with what to send instead."""

import random

import pytest

from core.chat.words import plain
from core.imports.reading import sniffing
from core.imports.reading.wrong import WrongFile
from tests.imports.reading.given import piece

OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LONGEST = 420  # characters: what fits a phone's screen


def told(refusal: WrongFile | None) -> str:
    assert refusal is not None
    said = plain(refusal.text)
    assert len(said) < LONGEST
    assert "\n" in said  # what it is, and what to send instead
    return said


@pytest.mark.parametrize(
    ("head", "what", "instead"),
    [
        (b"%PDF-1.7\n", "a PDF", "LinkedIn"),
        (b"\x89PNG\r\n\x1a\n", "a picture", "type who it is"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture", ""),
        (b"BM\x36\0\0\0\0\0\0\0", "a picture", ""),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a picture", ""),
        (b"\0\0\0\x18ftypheic", "a picture", ""),
        (b"\0\0\0\x18ftypmp42", "a recording", ""),
        (b"ID3\4\0\0", "a recording", ""),
        (OFFICE, "an Excel workbook", "CSV"),
        (OFFICE + "WordDocument".encode("utf-16-le"), "a Word document", "CSV"),
        (OFFICE + "EncryptedPackage".encode("utf-16-le"), "locked with a password", "save it as CSV"),
        (b"7z\xbc\xaf\x27\x1c", "archive that I cannot open", "unpack it"),
        (b"Rar!\x1a\7\1\0", "archive that I cannot open", "unpack it"),
        (b"\x1f\x8b\x08\0", "TGZ", ".zip"),
        (b"SQLite format 3\0", "a database", "Export chat"),
        (b"bplist00\xd1\1\2", "a small file of Apple's", "iCloud"),
        (b"!BDN\0\0", "a whole mailbox of Outlook's", "CSV"),
        (random.Random(1).randbytes(5_000), "make nothing of", ""),
        (b"Name\0\1\2\3\4\5\6\7" * 100, "make nothing of", ""),
    ],
)
def test_what_is_no_text_is_known_by_its_first_bytes(head, what, instead):
    said = told(sniffing.binary(head))
    assert what in said.split("\n")[0]
    assert instead in said.split("\n", 1)[1]


@pytest.mark.parametrize(
    "head",
    [
        b"BMI,Name\n70,Ann",
        "Имя,Фамилия\n".encode(),
        "Имя,Фамилия\n".encode("utf-16"),
        "李,明\n".encode("utf-16"),
        b"\x80\x81x,y",
    ],
)
def test_a_text_is_a_text_in_every_alphabet(head):
    assert sniffing.binary(head) is None


@pytest.mark.parametrize(
    ("content", "what", "instead"),
    [
        ("begin:vcalendar\r\n", "a calendar", ""),
        ("window.__THAR_CONFIG = {", "X's archive", ""),
        ('<?xml version="1.0"?>', "XML", ""),
        ("<!DOCTYPE html><html><title>News</title>", "a web page", ""),
        ("<html><title>Your Facebook friends</title>", "Facebook's export", "JSON"),
        ('<html><div class="page_wrap">', "Telegram's export", "JSON"),
        ('{"a": 1}', "JSON", ""),
        ("[[1]]", "JSON", ""),
        ("Return-Path: <a@example.org>\r\n", "a single mail", ""),
        ("{\\rtf1\\ansi", "RTF", ""),
        ("a;b;c\n1;2;3\n", "a table", ""),
        ("Dear Ann!\nHow are you?", "a text", ""),
    ],
)
def test_a_text_without_people_is_told_what_it_is(content, what, instead):
    said = told(sniffing.text(piece(content)))
    assert what in said.split("\n")[0]
    assert instead in said.split("\n", 1)[1]


@pytest.mark.parametrize(
    ("paths", "what", "instead"),
    [
        (["xl/workbook.xml", "[Content_Types].xml"], "an Excel workbook", "CSV"),
        (["word/document.xml"], "a Word document", ""),
        (["Contacts - 10-02-2026.abbu/Metadata/1.abcdp"], "a backup of the contacts on a Mac", "vCard"),
        (["facebook-nina/connections/friends/your_friends.html"], "Facebook's export as web pages", "JSON"),
        (["ChatExport_2026-10-02/messages.html"], "Telegram's export as web pages", "JSON"),
        (["Takeout/YouTube/history.json"], "an export from Google", "/import"),
        (["data/manifest.js", "data/ads.js"], "an archive from X", ""),
        (["notes/a.txt"], "a ZIP in which I find nobody", "/import"),
    ],
)
def test_an_archive_without_people_is_told_what_it_is(paths, what, instead):
    said = told(sniffing.archive(paths))
    assert what in said.split("\n")[0]
    assert instead in said.split("\n", 1)[1]
