"""How much of what somebody sent is held in memory, and what is said when it is more."""

import io
import zipfile
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from core.chat.words import plain
from core.facts.imports import Found
from core.imports import recognising
from core.imports.reading import source
from core.imports.reading.source import Reading, TooMuch

ROW = "Ann Lee,ann@x.org," + ",".join(["x" * 900] * 20) + "\n"
TABLE = "Name,Email," + ",".join(f"c{i}" for i in range(20)) + "\n" + ROW * 100
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nNOTE:" + "y" * 3_800 + "\r\nEND:VCARD\r\n"


def reading() -> Reading:
    return Reading(zone=ZoneInfo("America/Toronto"), today=date(2026, 11, 23), region="CA")


@pytest.mark.parametrize(("name", "content"), [("people.csv", TABLE), ("people.vcf", CARD * 500)])
def test_more_text_than_can_be_held_is_refused_in_words_and_read_no_further(tmp_path, monkeypatch, name, content):
    monkeypatch.setattr(source, "MAX_HELD", 200_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    (tmp_path / "upload").write_bytes(out.getvalue())
    told = reading()
    with pytest.raises(TooMuch) as refused:
        recognising.read(tmp_path / "upload", "archive.zip", told)
    assert "more text in it than I can hold" in plain(refused.value.text)
    assert told.held < 300_000


def test_what_is_left_out_as_damaged_is_held_no_more():
    told = reading()
    told.found(Found(name="Ann"))
    before, mark = told.held, told.mark()
    told.found(Found(name="Bob", notes="z" * 1_000))
    assert told.held > before + 1_000
    told.back_to(mark)
    assert (told.held, len(told.people)) == (before, 1)
