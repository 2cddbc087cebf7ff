"""Phone numbers: the quick way says what phonenumbers says, and what is none is none."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import NumberParseException, PhoneNumberFormat

from core.imports.reading.phones import read_phone

REGIONS = ("", "CA", "US", "DE", "GB", "IT", "FR", "BR", "MX", "AR", "RU", "SM", "IM", "HU", "NZ", "CI", "XX")
DIGITS = st.text(st.sampled_from("0123456789 -.()"), min_size=3, max_size=16)
EXAMPLES = [number for region in REGIONS if (number := phonenumbers.example_number(region or "CA"))]


@given(
    st.builds(
        str.__add__, st.sampled_from(["", "", "+", "+1", "+44", "+49", "+39", "+52", "+7", "00", "0"]), DIGITS
    )
    | st.builds(phonenumbers.format_number, st.sampled_from(EXAMPLES), st.sampled_from([0, 1, 2])),
    st.sampled_from(REGIONS),
)
def test_what_is_possible_is_said_as_phonenumbers_says_it(text, region):
    try:
        number = phonenumbers.parse(text.strip(), region or None)
    except NumberParseException:
        return
    if phonenumbers.is_possible_number(number):
        found = read_phone(text, region)
        assert found is not None
        assert found.value == phonenumbers.format_number(number, PhoneNumberFormat.E164)


@pytest.mark.parametrize("text", ["", "n/a", "call me", "+", "1" * 41, "ann@example.org"])
def test_what_is_no_number_is_none(text):
    assert read_phone(text, "CA") is None
