"""Chats as they are sent: out of archives, and however large, in little memory."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import closing

from core.imports import recognising
from core.imports.chats import mailboxes, telegram
from core.imports.reading.source import Piece, Source
from tests.imports.linkedin.sent import SAMPLES, reading, sample

MEGABYTE = 1024 * 1024


def test_discords_package():
    path = SAMPLES / "discord" / "package.zip"
    haul = recognising.read(path, path.name, reading())
    assert haul.files == ("Discord: user.json, messages.json",)
    assert [(each.name, each.sure) for each in haul.found] == [("Zoë", True), ("", False)]


def test_an_iphones_chat_with_its_pictures(tmp_path):
    path = tmp_path / "sent"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", sample("whatsapp", "ios_dmy")["_chat.txt"])
        archive.writestr("00000001-PHOTO.jpg", b"\xff\xd8\xff")
    haul = recognising.read(path, "WhatsApp Chat - Tomás Reyes.zip", reading())
    assert [(each.name, each.sure) for each in haul.found] == [("Tomás Reyes", True)]


def test_a_mailbox_in_a_takeout(tmp_path):
    path = tmp_path / "sent"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in sample("email").items():
            archive.writestr(name, content)
    haul = recognising.read(path, "takeout.zip", reading())
    assert [(each.name, each.sure) for each in haul.found] == [("Tomás Reyes", True), ("", False)]


def test_a_large_mailbox_takes_little_memory():
    message = (
        b"From 1@xxx Mon Mar 04 11:20:34 +0000 2024\nX-Gmail-Labels: Sent\nDate: Mon, 4 Mar 2024 12:20:34 +0100\n"
        b"From: n@example.org\nTo: a@example.org\n\n" + b"aGVsbG8gaGVsbG8gaGVsbG8=\n" * 200_000
    )
    assert peak(mailboxes.SOURCE, lambda: Repeated(message, 30)) < 20 * MEGABYTE  # of 150


def test_a_large_export_of_telegram_takes_little_memory():
    said = {
        "type": "message",
        "from_id": "user5",
        "from": "A",
        "date_unixtime": "1731571964",
        "text": "hi " * 1_000,
    }
    chat = {"name": "A", "type": "personal_chat", "id": 5, "messages": [said] * 3_000}
    content = json.dumps(chat).encode()
    assert peak(telegram.SOURCE, lambda: io.BytesIO(content)) < MEGABYTE  # of 9


def peak(source: Source, opened: Callable[[], io.BufferedIOBase]) -> int:
    """How much memory (bytes) a file takes while it is read."""
    with opened() as file:
        head = file.read(65_536)
    whole = Piece(path="x", size=0, head=head, open=lambda: closing(opened()))  # type: ignore[arg-type]
    part = source.part(whole)
    told = reading()
    tracemalloc.start()
    try:
        source.read({part: [whole]}, told)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        assert told.people


class Repeated(io.BufferedIOBase):
    """The same bytes some times over, without being in memory as often."""

    def __init__(self, content: bytes, times: int) -> None:
        self._content, self._left = memoryview(content), times
        self._at = 0

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = bytes(self._content[self._at : self._at + (size or 0)]) if self._left else b""
        self._at += len(chunk)
        if self._at == len(self._content):
            self._at, self._left = 0, self._left - 1
        return chunk
