"""Texts made to harm, in the clothes of every format: a clear answer, little time, and nothing but what is true."""

import json
import time
from datetime import date
from pathlib import Path

import pytest

from core.chat.words import plain
from core.facts.imports import Haul
from core.imports import recognising
from core.imports.reading.wrong import WrongFile
from tests.imports.fuzz.checking import TODAY, read, reading
from tests.imports.fuzz.mutating import samples
from tests.imports.hostile.archives import zipped

SAMPLES = {name: files for name, files in samples().items() if len(files) == 1}
MEGABYTE = 1024 * 1024
LONG = "x" * (10 * MEGABYTE)
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\n{}\r\nEND:VCARD\r\n"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


@pytest.fixture
def sent(tmp_path):
    def send(content: str | bytes, name: str = "sent") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return send


def refusal(path: Path) -> str:
    with pytest.raises(WrongFile) as raised:
        recognising.read(path, path.name, reading())
    return plain(raised.value.text)


def names(haul: Haul | None) -> list[str]:
    assert haul is not None
    return sorted({found.name for found in haul.found})


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("<!DOCTYPE html><html><body>First Name,Last Name,Connected On</body></html>", "a web page"),
        ("<?xml version='1.0'?><people><first-name>Ann</first-name></people>", "XML"),
        ("<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'lol'><!ENTITY b '&a;&a;'>]><l>&b;</l>", "XML"),
        ("{" + '"a":{' * 100_000, "JSON"),
        ("[" * 5_000_000, "JSON"),
        ("%PDF-1.4 First Name,Connected On", "a PDF"),
        ("", "empty"),
    ],
)
@pytest.mark.parametrize("name", ["Connections.csv", "result.json", "contacts.vcf"])
def test_the_name_of_a_file_is_not_believed(sent, content, what, name):
    assert what in refusal(sent(content, name))


@pytest.mark.parametrize(
    "start",
    [
        '{"friends_v2": ',
        '{"participants": [{"name": "Ana"}], "messages": ',
        '{"about": "", "contacts": {"list": ',
        '{"name": "Ana", "type": "personal_chat", "id": 1, "messages": ',
        "window.YTD.direct_messages.part0 = ",
        '{"relationships": ',
        '{"version": "1", "app_version": "4.1", "account": {"data": ',
    ],
)
@pytest.mark.parametrize("deep", ["[" * 1_000_000, '{"a":' * 1_000_000, '["]",' * 500_000])
def test_data_nested_without_end_is_given_up_at_once(sent, start, deep):
    started = time.perf_counter()
    assert read(sent(start + deep)) is None
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.csv", f"{HEADER}Ann,Lee,,,,,\n{LONG}\nBob,Ray,,,,,\n", id="connections"),
        pytest.param("a.csv", f'{HEADER}Ann,Lee,,,,,\nBob,Ray,,,"{LONG}",,\n', id="a cell"),
        pytest.param(
            "a.vcf", CARD.format("FN:Ann Lee") + LONG + "\r\n" + CARD.format("FN:Bob Ray"), id="between cards"
        ),
        pytest.param("a.vcf", CARD.format("FN:Ann Lee\r\nNOTE:" + LONG), id="a note"),
        pytest.param("a.vcf", CARD.format("FN:Ann Lee\r\nPHOTO;ENCODING=b:" + LONG), id="a photo"),
        pytest.param(
            "friends.json", json.dumps({"friends_v2": [{"name": "Ann Lee"}, {"name": LONG}]}), id="a friend"
        ),
        pytest.param(
            "a.csv", f"Name,E-mail\nAnn Lee,ann@example.org\n{LONG},\nBob,bob@example.org\n", id="a table"
        ),
    ],
)
def test_a_line_of_ten_megabytes_costs_no_more_than_itself(sent, name, content):
    started = time.perf_counter()
    haul = read(sent(content, name), name)
    assert time.perf_counter() - started < 5
    assert haul is not None
    if haul.table is None:
        assert "Ann Lee" in names(haul)
    else:
        assert [row[0] for _line, row in haul.table.rows] == ["Ann Lee", "Bob"]


@pytest.mark.parametrize("end", ["", "\n", "\r", "\r\n"])
@pytest.mark.parametrize(
    "start",
    [
        "From x@xxx Mon Mar 04 11:20:34 +0000 2024\nFrom: ",
        "14/03/2025, 14:07 - Ann: ",
        "BEGIN:VCARD\n",
        "a,b\n",
        "",
    ],
)
def test_nothing_but_one_long_line_is_an_answer(sent, start, end):
    started = time.perf_counter()
    read(sent(start + LONG + end))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("name", SAMPLES)
def test_nul_bytes_are_nothing_or_an_answer(sent, name):
    ((path, content),) = SAMPLES[name].items()
    for every in (3, 50, 1_000):
        read(sent(b"\0".join(content[at : at + every] for at in range(0, len(content), every)), path))


@pytest.mark.parametrize("name", SAMPLES)
def test_letters_that_are_none_are_left_out_or_an_answer(sent, name):
    ((path, content),) = SAMPLES[name].items()
    for wrong in (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"):
        read(sent(content.replace(b"e", b"e" + wrong), path))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("name", SAMPLES)
def test_another_encoding_is_read_as_well_or_an_answer(sent, name, encoding):
    ((path, content),) = SAMPLES[name].items()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return  # it is in another one already
    read(sent(text.encode(encoding), path))


@pytest.mark.parametrize(
    "day",
    [
        "31 Feb 2020",
        "00 Jan 0000",
        "04 Nov 2098",
        "99/99/99",
        "0",
        "-1",
        "1e9",
        "٠٤ Nov 2018",
        "04 Nov 20188",
        "soon",
    ],
)
def test_a_day_that_never_was_costs_the_day_and_not_the_person(sent, day):
    haul = read(sent(f"{HEADER}Ann,Lee,,,,,{day}\n", "Connections.csv"))
    assert haul is not None
    (ann,) = haul.found
    assert ann.name == "Ann Lee"
    assert ann.met_on is None or date(2003, 1, 1) <= ann.met_on <= TODAY


@pytest.mark.parametrize(
    "stamp", ["0", "-5", "1e300", "99999999999999999999", "null", '"soon"', "[]", "1717320000", "1e-5"]
)
def test_an_instant_that_never_was_is_none(sent, stamp):
    friends = f'{{"friends_v2": [{{"name": "Ana", "timestamp": {stamp}}}]}}'
    message = f'{{"sender_name": "Ana", "timestamp_ms": {stamp}, "content": "x"}}'
    thread = f'{{"participants": [{{"name": "Ana"}}, {{"name": "Me"}}], "messages": [{message}], "title": "Ana"}}'
    message = (
        f'{{"id": 1, "type": "message", "date_unixtime": {stamp}, "from": "Ana", "from_id": "user1", "text": ""}}'
    )
    chat = f'{{"name": "Ana", "type": "personal_chat", "id": 1, "messages": [{message}]}}'
    for name, content in {"friends.json": friends, "message_1.json": thread, "result.json": chat}.items():
        haul = read(sent(content, name), name)
        assert haul is not None or len(stamp) > 18  # more than a computer's integer: that is damaged


def test_a_birthday_that_never_was_costs_the_day(sent):
    days = ["0000-00-00", "1604-03-14", "--02-30", "99999-01-01", "2020-13-01", "---31", "yesterday", "1990-02-29"]
    haul = read(sent("".join(CARD.format(f"FN:Ann {n}\r\nBDAY:{day}") for n, day in enumerate(days))))
    assert haul is not None
    assert len(haul.found) == len(days)


def test_of_what_is_damaged_nothing_is_half_read(sent):
    """The first half of a damaged file must not look like the whole."""
    friends = json.dumps({"friends_v2": [{"name": f"Ana {n}", "timestamp": 1541300000} for n in range(5_000)]})
    broken = friends[: len(friends) // 2].encode()
    alone = read(sent(broken, "friends.json"), "friends.json")
    assert alone is None or not alone.found
    haul = read(sent(zipped({"friends.json": broken, "Connections.csv": f"{HEADER}Ann,Lee,,,,,\n".encode()})))
    assert names(haul) == ["Ann Lee"]
    assert haul is not None
    assert any("damaged" in said for said in (*(r.message for r in haul.remarks), *(s.why for s in haul.skipped)))
