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


@given(content=st.binary(max_size=2_000) | st.text(max_size=2_000).map(str.encode))
def test_no_bytes_at_all_are_a_crash(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    read(path)
