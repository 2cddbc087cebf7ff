"""Archives made to harm, and those that came to harm: a clear answer, little time, nothing half read."""

import contextlib
import random
import struct
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.words import plain
from core.imports.reading import opening
from core.imports.reading.opening import MAX_DEPTH, MAX_ENTRIES, pieces
from core.imports.reading.source import Stopped
from core.imports.reading.wrong import WrongFile
from tests.imports.hostile.archives import (
    CONNECTIONS,
    contents,
    linked,
    locked,
    nested,
    overlapping,
    reading,
    zipped,
)
from tests.imports.hostile.quine import quine

ANN = {"Connections.csv": CONNECTIONS}


@pytest.fixture
def sent(tmp_path):
    def send(content: bytes, name: str = "export.zip") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return send


def refusal(path: Path) -> str:
    with pytest.raises(WrongFile) as raised:
        contents(path)
    return plain(raised.value.text)


def skipped(path: Path) -> dict[str, str]:
    """What is left out of an upload that is read otherwise, and why."""
    told = reading()
    assert contents(path, told)
    return {each.where: each.why for each in told.skipped}


def test_a_file_alone_is_itself(sent):
    assert contents(sent(CONNECTIONS, "my people.csv")) == {"my people.csv": CONNECTIONS}


@pytest.mark.parametrize("name", ["export.zip", "export.zip.zip", "no name at all"])
def test_the_name_of_an_archive_says_nothing(sent, name):
    assert contents(sent(zipped(ANN), name)) == ANN


def test_archives_in_archives_are_opened(sent):
    inner = zipped(ANN)
    raw = zipped({"LinkedIn.zip.zip": zipped({"LinkedIn.zip": inner}), "iCloud Contacts.zip": inner})
    assert contents(sent(raw)) == {
        "LinkedIn.zip.zip/LinkedIn.zip/Connections.csv": CONNECTIONS,
        "iCloud Contacts.zip/Connections.csv": CONNECTIONS,
    }


def test_pieces_come_in_the_order_of_their_paths_with_their_heads_and_sizes(sent):
    with pieces(sent(zipped({"b.csv": b"2" * 100_000, "a.csv": b"1"})), "x.zip", reading()) as found:
        assert [(piece.path, piece.size, piece.head) for piece in found] == [
            ("a.csv", 1, b"1"),
            ("b.csv", 100_000, b"2" * 65_536),
        ]
        assert found[1].name == "b.csv"
        with found[1].open() as one, found[1].open() as other:
            assert one.read(3) + other.read(3) == b"222222"


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.csv",
        "/etc/passwd.csv",
        "..\\..\\windows\\passwd.csv",
        "./a/../../passwd.csv",
        "C:\\passwd.csv",
    ],
)
def test_a_path_leads_nowhere(sent, tmp_path, name):
    path = sent(zipped({name: CONNECTIONS}))
    ((shown, content),) = contents(path).items()
    assert shown.endswith("passwd.csv")
    assert not shown.startswith("/")
    assert ".." not in shown.split("/")
    assert content == CONNECTIONS
    assert [each.name for each in tmp_path.iterdir()] == ["export.zip"]


def test_a_path_is_shown_as_what_can_be_seen(sent):
    raw = zipped({"a\x1b[31m/\u202egnp.csv": b"1", "x" * 5_000: b"2"})
    assert sorted(map(len, contents(sent(raw)))) == [len("a [31m/gnp.csv"), 300]


def test_names_in_utf_8_are_read_though_nobody_says_that_they_are(sent):
    raw = zipped({"inbox/Ana Kovač_1.json": b"{}"})
    unsaid = bytearray(raw)
    for sign, flag in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        unsaid[raw.index(sign) + flag] &= ~8
    assert [*contents(sent(bytes(unsaid)))] == ["inbox/Ana Kovač_1.json"]


def test_a_link_is_no_file(sent):
    assert contents(sent(linked("passwords.csv", "/etc/passwd"))) == ANN


def test_pictures_and_the_notes_of_a_mac_are_not_even_opened(sent):
    raw = zipped({"a.JPG": b"x", "__MACOSX/._Connections.csv": b"x", ".DS_Store": b"x", **ANN})
    assert contents(sent(raw)) == ANN
    assert "only pictures" in refusal(sent(zipped({"a.jpg": b"x"})))


def test_a_zip_bomb_is_left_packed(sent):
    bomb = zipped({"Connections.csv": CONNECTIONS + b"\n" * 60_000_000})
    assert len(bomb) < 100_000
    started = time.perf_counter()
    assert "swells" in refusal(sent(bomb))
    assert time.perf_counter() - started < 0.2


def test_beside_a_bomb_the_rest_is_read(sent):
    assert skipped(sent(zipped({"bomb.csv": b"\n" * 60_000_000, **ANN}))) == {"bomb.csv": opening.SWOLLEN}


def test_a_bomb_that_lies_about_its_size_is_cut_off(sent):
    bomb = zipped({"Connections.csv": CONNECTIONS + b"\n" * 30_000_000})
    lie = bomb.replace((30_000_054).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert "damaged" in refusal(sent(lie))


def test_entries_over_one_another_are_no_archive(sent):
    started = time.perf_counter()
    assert "damaged" in refusal(sent(overlapping(1_000, 1_000_000)))
    assert time.perf_counter() - started < 1


def test_a_quine_is_opened_a_few_times_and_no_more(sent):
    started = time.perf_counter()
    assert "ZIP in a ZIP" in refusal(sent(quine()))
    assert time.perf_counter() - started < 1


def test_archives_are_opened_so_deep_and_no_deeper(sent):
    assert len(contents(sent(nested(MAX_DEPTH, ANN)))) == 1
    assert "ZIP in a ZIP" in refusal(sent(nested(MAX_DEPTH + 1, ANN)))


def test_many_archives_in_archives_are_too_many(sent):
    """As 42.zip: sixteen in each of sixteen in each of sixteen."""
    raw = zipped({"a.csv": b"\0" * 1_000_000})
    for _level in range(3):
        raw = zipped({f"{n}.zip": raw for n in range(16)}, zipfile.ZIP_STORED)
    started = time.perf_counter()
    told = reading()
    assert contents(sent(raw), told)
    assert opening.TOO_MANY_ARCHIVES in {each.why for each in told.skipped}
    assert time.perf_counter() - started < 5


def test_all_that_is_nested_takes_only_so_much_room(sent, monkeypatch):
    monkeypatch.setattr(opening, "MAX_NESTED", 1_000)
    large = zipped({"a.csv": random.Random(1).randbytes(600)})
    assert skipped(sent(zipped({"1.zip": large, "2.zip": large}))) == {"2.zip": opening.TOO_LARGE}


def test_more_is_not_read_than_there_may_be(sent, monkeypatch):
    monkeypatch.setattr(opening, "MAX_READ", 1_000_000)
    path = sent(
        zipped({"a.csv": random.Random(1).randbytes(700_000), "b.csv": random.Random(2).randbytes(700_000)})
    )
    assert "more than I can read" in refusal(path)


def test_a_hundred_thousand_entries_are_not_even_listed(sent):
    raw = zipped({"a/b/some.json": b""})
    entry, end = raw.index(b"PK\1\2"), raw.index(b"PK\5\6")
    entries = raw[entry:end] * 100_000
    path = sent(raw[:entry] + entries + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(entries), entry, 0))
    started = time.perf_counter()
    assert "80,000" in refusal(path)
    assert time.perf_counter() - started < 0.5


def test_the_number_in_the_text_is_the_limit():
    assert f"{MAX_ENTRIES:,}" in opening.TOO_MANY
    assert f"{opening.MAX_ARCHIVES}" in opening.TOO_MANY_ARCHIVES


def test_a_list_of_entries_that_says_it_is_endless_is_not_read(sent):
    raw = bytearray(zipped(ANN))
    struct.pack_into("<I", raw, raw.index(b"PK\5\6") + 12, 0x7FFFFFFF)
    assert "cannot open" in refusal(sent(bytes(raw)))


def test_entries_of_archives_within_count_as_well(sent, monkeypatch):
    monkeypatch.setattr(opening, "MAX_ENTRIES", 20)
    inner = zipped({f"{n}.csv": b"x" * 100 for n in range(12)}, zipfile.ZIP_STORED)
    assert skipped(sent(zipped({"1.zip": inner, "2.zip": inner}))) == {"2.zip": opening.TOO_MANY}


def test_a_locked_archive_is_told_so(sent):
    assert "password" in refusal(sent(locked(zipped(ANN))))
    assert skipped(sent(zipped({"in.zip": locked(zipped(ANN)), **ANN}))) == {
        "in.zip/Connections.csv": opening.LOCKED
    }


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_swell_unchecked_are_left_alone(sent, compression):
    assert "packed in a way" in refusal(sent(zipped(ANN, compression)))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_what_breaks_off_is_told_so(sent, share):
    raw = zipped({"Connections.csv": random.Random(1).randbytes(5_000)})
    assert "breaks off" in refusal(sent(raw[: int(len(raw) * share)]))


def test_a_part_of_a_split_archive_is_told_so(sent):
    assert "breaks off" in refusal(sent(b"PK\7\x08" + zipped(ANN)[:-30]))
    raw = bytearray(zipped(ANN))
    struct.pack_into("<HH", raw, raw.index(b"PK\5\6") + 4, 2, 2)
    zip64 = b"PK\6\7" + struct.pack("<IQI", 0, 0, 3)  # "on the third disk"
    end = raw.index(b"PK\5\6")
    assert "cut into several" in refusal(sent(bytes(raw[:end]) + zip64 + bytes(raw[end:])))


def test_of_a_damaged_archive_the_whole_files_are_read(sent):
    """The content of one entry is torn: only whoever reads that one is told so."""
    raw = bytearray(zipped({"a.csv": random.Random(1).randbytes(5_000), **ANN}))
    raw[500:600] = bytes(100)
    with pieces(sent(bytes(raw)), "x.zip", reading()) as found:
        broken, whole = sorted(found, key=lambda piece: piece.path, reverse=True)
        with whole.open() as file:
            assert file.read() == CONNECTIONS
        with broken.open() as file, pytest.raises(WrongFile):
            file.read()


def test_an_archive_within_that_is_damaged_costs_itself(sent):
    inner = zipped(ANN)
    assert skipped(sent(zipped({"a.zip": inner[:-10], "b.zip": b"no zip at all", "c.zip": inner}))) == {
        "a.zip": opening.BROKEN,
        "b.zip": opening.BROKEN,
    }


@pytest.mark.parametrize("raw", [b"", b" \r\n\0\n", bytes(10_000)])
def test_an_empty_file_is_told_so(sent, raw):
    assert "empty" in refusal(sent(raw))


def test_an_empty_archive_is_told_so(sent):
    assert "empty" in refusal(sent(zipped({})))


def test_whoever_does_not_want_it_any_more_need_not_wait(sent):
    told = reading()
    path = sent(zipped({"a.csv": random.Random(1).randbytes(500_000)}))
    with pieces(path, "a", told) as (piece,), piece.open() as file:
        assert len(file.read(1_000)) == 1_000
        told.stop.set()
        with pytest.raises(Stopped):
            file.read()
    with pytest.raises(Stopped):
        contents(path, told)


def test_what_is_read_counts_and_what_is_only_looked_at_does_not(sent):
    told = reading()
    with pieces(sent(zipped({"a.csv": bytes(100_000)})), "a", told) as (piece,):
        assert len(piece.head) == 65_536
        assert told.done == 0
        with piece.open() as file:
            file.read()
        assert told.done == 100_000


@given(st.data())
def test_no_damage_to_an_archive_is_a_crash(tmp_path_factory, data):
    inner = zipped({"Connections.csv": CONNECTIONS, "b.csv": b"x" * 50})
    raw = bytearray(zipped({"a.zip": inner, "Profile.csv": b"y" * 70, "c.csv": CONNECTIONS}, zipfile.ZIP_STORED))
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=8)):
        raw[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw))) if data.draw(st.booleans()) else len(raw)
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(bytes(raw[:cut]))
    with contextlib.suppress(WrongFile), pieces(path, "damaged", reading()) as found:
        for piece in found:
            with contextlib.suppress(WrongFile):
                assert len(piece.head) <= 65_536
                with piece.open() as file:
                    file.read()
