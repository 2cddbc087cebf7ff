"""Every reader on samples that are damaged at random: an answer in words, or people as they may be; no crash."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.imports.fuzz.checking import read
from tests.imports.fuzz.mutating import mutated, packed, samples

SAMPLES = samples()


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_read_as_it_is(tmp_path, name):
    path = tmp_path / "sent"
    path.write_bytes(packed(SAMPLES[name]))
    read(path, name)


@pytest.mark.parametrize("name", SAMPLES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=20)
def test_no_damage_is_a_crash(tmp_path_factory, name, seed):
    files = mutated(SAMPLES[name], random.Random(seed))
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(packed(files))
    read(path, name.rpartition("/")[2])


@pytest.mark.parametrize(
    ("name", "seed"),
    [
        ("2023-10_basic/messages.csv", 10),  # a row with the columns, above the one with all of them
        ("2025-08_basic/messages.csv", 1114),
        ("email/Takeout/Mail/All mail Including Spam and Trash.mbox", 1093),  # a character set that is none
        ("facebook/2020/friends/friends.json", 1227),  # a friend since 1969
        ("telegram/ChatExport_2026-10-02/result.json", 1013),  # an id of 5,000 letters
        ("discord/2021/package/messages/1100000000000000101/channel.json", 0),  # copied with another head
    ],
)
def test_what_was_a_crash_once_is_none(tmp_path, name, seed):
    path = tmp_path / "damaged"
    path.write_bytes(packed(mutated(SAMPLES[name], random.Random(seed))))
    read(path, name.rpartition("/")[2])


@given(content=st.binary(max_size=2_000) | st.text(max_size=2_000).map(str.encode))
def test_no_bytes_at_all_are_a_crash(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    read(path)
