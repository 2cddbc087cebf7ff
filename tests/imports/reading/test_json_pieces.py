"""JSON of every size and intent: read whole or as a stream, and never deeper than it may be."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports.reading.json_pieces import MAX_DEPTH, events, items, starts_with_keys, unmangled, whole
from core.imports.reading.wrong import MEGABYTE, WrongFile
from tests.imports.reading.given import piece

THREAD = {
    "participants": [{"name": "Ana"}],
    "messages": [{"n": n, "at": n / 2, "text": '[{"\\'} for n in range(5_000)],
}
READERS = {
    "whole": whole,
    "items": lambda sent: list(items(sent, "item")),
    "events": lambda sent: len(list(events(sent))),
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8) | st.sampled_from('"\\[]{}'),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def test_a_stream_gives_what_the_whole_has():
    sent = piece(json.dumps(THREAD))
    assert whole(sent) == THREAD
    assert list(items(sent, "messages.item")) == THREAD["messages"]
    assert next(events(sent)) == ("", "start_map", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_encoding_is_read(encoding):
    sent = piece(json.dumps(["Zoë 🌟"], ensure_ascii=False).encode(encoding))
    assert whole(sent) == list(items(sent, "item")) == ["Zoë 🌟"]


def test_a_script_is_read_for_what_it_assigns():
    sent = piece('window.YTD.following.part0 = [ {"following": {"accountId": "1"}} ]')
    assert whole(sent) == list(items(sent, "item"))
    assert list(items(sent, "item.following.accountId")) == ["1"]
    assert starts_with_keys(sent, "following")


def test_keys_are_those_of_the_outermost_objects():
    assert starts_with_keys(piece(json.dumps(THREAD)), "participants", "messages")
    assert not starts_with_keys(piece(json.dumps(THREAD)), "name")
    assert not starts_with_keys(piece(json.dumps(THREAD)), "participants", "title")
    assert starts_with_keys(piece(b'\n [{"ID": 1}, {"Timestamp": "2023'), "ID", "Timestamp")
    assert not starts_with_keys(piece('"participants", "messages"'), "participants")
    assert not starts_with_keys(piece('["participants"]'), "participants")


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    "content",
    [
        "",
        "[1, 2",
        "[1}",
        "[1] x",
        '["a',
        "{'a': 1}",
        "[" + "9" * 10_000 + "]",
        "<html>",
        "[1,]",
        b"\xff\xfe[",
        '{"a": \xff}',
    ],
)
def test_what_is_damaged_is_told_so(read, content):
    with pytest.raises(WrongFile):
        read(piece(content))


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    "content",
    [
        "[" * 3_000_000,
        '{"a":' * 1_000_000,
        '["]",' * 1_000_000,
        '["\\"]",' * 500_000,
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        '{"a":[' * MAX_DEPTH + "1" + "]}" * MAX_DEPTH,
    ],
)
def test_what_is_nested_without_end_is_told_so_at_once(read, content):
    started = time.perf_counter()
    with pytest.raises(WrongFile):
        read(piece(content))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_what_is_nested_as_exports_are_is_read(read):
    read(piece("[" * MAX_DEPTH + "]" * MAX_DEPTH))
    read(piece(json.dumps(["[" * 1_000, "{" * 1_000, '"[[' * 1_000, "\\" * 1_001, '\\"' * 1_001] * 50)))


@given(VALUES)
def test_whatever_json_says_is_read(value):
    for text in (json.dumps([value]), json.dumps([value], ensure_ascii=False, indent=1)):
        assert whole(piece(text)) == [value]
        assert list(items(piece(text), "item")) == [value]


@given(st.binary(max_size=300) | VALUES.map(lambda value: json.dumps(value).encode()), st.integers(0, 300))
def test_no_bytes_are_a_crash(raw, cut):
    for read in READERS.values():
        try:
            read(piece(raw[:cut]))
        except WrongFile:
            continue
    starts_with_keys(piece(raw[:cut]), "a")


def test_a_large_one_is_refused_as_a_whole():
    with pytest.raises(WrongFile):
        whole(piece(b"[" + b"1," * MEGABYTE + b"1]"), MEGABYTE)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("JosÃ©", "José"),
        ("KovaÄ\x8d", "Kovač"),
        ("ð\x9f\x8c\x9f", "🌟"),
        ("José", "José"),
        ("Kovač", "Kovač"),
        ("Ann", "Ann"),
    ],
)
def test_what_meta_mangles_is_put_right_and_the_rest_left(text, right):
    assert unmangled(text) == right
