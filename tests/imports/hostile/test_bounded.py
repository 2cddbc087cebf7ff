"""Large and monstrous uploads in an interpreter of their own: so much memory and time, and no more."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.imports.hostile.quine import quine

ROOT = Path(__file__).parent.parent.parent.parent
MEGABYTE = 1024 * 1024
pytestmark = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="Linux tells the peak of memory")
_READ = """
import resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, (50, 50))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)  # nothing of it may fill the disk
from core.imports.reading.wrong import WrongFile
from core.imports import recognising
from core.chat.words import plain
from tests.imports.fuzz.checking import reading
def kilobytes(what):  # not of getrusage, whose peak a child has from its parent
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(what))
before = kilobytes("VmRSS")
Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
try:
    haul = recognising.read(Path(sys.argv[1]), "sent", reading())
    said = f"{len(haul.found)} people"
except WrongFile as e:
    said = plain(e.text).replace(chr(10), " ")
print((kilobytes("VmHWM") - before) / 1024, said)
"""


def more_memory(path: Path, most_written: int = 0) -> tuple[float, str]:
    """How many MB more it takes at its peak to read this, and what is said of it."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path), str(most_written)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=55,
        check=True,
    )
    megabytes, _space, said = done.stdout.strip().partition(" ")
    return float(megabytes), said


def messages() -> bytes:
    """15 MB of one person's letters."""
    row = '"2-1","","Ana Lee","https://www.linkedin.com/in/ana","Ada","https://www.linkedin.com/in/ada",'
    row += '"2024-03-06 09:15:00 UTC","","' + "Hello there!\n" * 50 + '","INBOX"\n'
    header = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
    header += "DATE,SUBJECT,CONTENT,FOLDER"
    return (header + "\n" + row * (15 * MEGABYTE // len(row))).encode()


def chat() -> bytes:
    """15 MB in one chat."""
    message = {
        "id": 1,
        "type": "message",
        "date_unixtime": "1717320000",
        "from": "Ana",
        "from_id": "user7",
        "text": "x" * 200,
    }
    start = '{"name": "Ana", "type": "personal_chat", "id": 7, "messages": ['
    one = json.dumps(message)
    return (start + ",".join([one] * (15 * MEGABYTE // len(one))) + "]}").encode()


def mailbox() -> bytes:
    """15 MB with an attachment of which there is no end."""
    mail = "From 1@xxx Mon Mar 04 11:20:34 +0000 2024\nDate: Mon, 4 Mar 2024 11:20:34 +0000\n"
    mail += "From: Ana <ana@example.org>\nTo: ada@example.org\nSubject: Hello\n\n"
    return (mail + ("A" * 76 + "\n") * (15 * MEGABYTE // 77) + "\n" + mail + "Hello\n").encode()


def cards() -> bytes:
    """15 MB of pictures."""
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Lee\r\nPHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(
        ["A" * 72] * 4_000
    )
    card += "\r\n\r\nEND:VCARD\r\n"
    return (card * (15 * MEGABYTE // len(card))).encode()


def packed(content: bytes, name: str = "some.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("make", [messages, chat, mailbox, cards])
def test_what_is_large_is_read_piece_by_piece(tmp_path, make: Callable[[], bytes]):
    path = tmp_path / "sent"
    path.write_bytes(make())
    more, said = more_memory(path)
    assert "people" in said
    assert more < 14  # MB, of 15: nothing is ever in memory as a whole


def test_an_archive_of_many_files_takes_little_memory(tmp_path):
    path = tmp_path / "sent"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5_000):
            archive.writestr(zipfile.ZipInfo(f"messages/inbox/some_{number}/message_1.json"), b'{"some": "thing"}')
    more, said = more_memory(path)
    assert "nobody" in said
    assert more < 30


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: packed(b"\0" * 100 * MEGABYTE), "swells"),
        (lambda: packed(packed(b"\n" * 100 * MEGABYTE), "in.zip"), "swells"),
        (lambda: packed(packed(packed(b"x" * 1000) * 50_000, "in.zip")), ""),
        (quine, "ZIP in a ZIP"),
        (lambda: b"[" * 15 * MEGABYTE, "JSON"),
        (lambda: b'{"friends_v2": ' + b'{"a":' * 5 * MEGABYTE, ""),
        (lambda: b"x" * 20 * MEGABYTE, ""),
        (lambda: b"First Name,Connected On\n" + b'"' * 15 * MEGABYTE, ""),
        (lambda: b"\n" * 20 * MEGABYTE, "empty"),
        (lambda: b"BEGIN:VCARD\n" * 200_000, ""),
    ],
)
def test_what_is_monstrous_stays_small(tmp_path, make: Callable[[], bytes], words: str):
    path = tmp_path / "sent"
    path.write_bytes(make())
    more, said = more_memory(path)
    assert words in said
    assert more < 20
