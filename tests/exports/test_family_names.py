"""Cards by the family's name, as phones sort them; and whole again when they come back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.words import Reader
from core.exports.vcards import card, family_and_given
from core.facts.ids import AccountId, ContactId
from core.facts.people import Contact
from core.imports.addressbooks.vcards import SOURCE
from tests.imports.linkedin.sent import read

DAY = date(2026, 1, 1)


def written(name: str) -> bytes:
    contact = Contact(
        id=ContactId("1"),
        owner=AccountId("2"),
        name=name,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        cadence_since=DAY,
        quiet_since=DAY,
    )
    return card(contact, Reader())


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("Aïcha Bauer", "N:Bauer;Aïcha;;;"),
        ("José de la Cruz", "N:de la Cruz;José;;;"),
        ("J. R. R. Tolkien", "N:Tolkien;J. R. R.;;;"),
        ("Иван Петров", "N:Петров;Иван;;;"),
        ("Conan O’Brien", "N:O’Brien;Conan;;;"),
        ("Zoë", "N:;Zoë;;;"),
        ("Jane D.", "N:;Jane D.;;;"),
        ("Doe, Jane", "N:;Doe\\, Jane;;;"),
        ("Mary Roe Jr", "N:;Mary Roe Jr;;;"),
        ("田中 太郎", "N:;田中 太郎;;;"),
        ("Acme GmbH", "N:;Acme GmbH;;;"),
        ("plumber bob", "N:;plumber bob;;;"),
        ("Ann Lee (book club)", "N:;Ann Lee (book club);;;"),
    ],
)
def test_the_last_word_where_nothing_speaks_against_it(name, stands):
    lines = written(name).decode().splitlines()
    assert stands in lines
    assert [each.name for each in read(SOURCE, {"contacts.vcf": written(name)}).found] == [name]


@given(st.text(st.sampled_from("AbcÉé' .-ŁИи田"), max_size=60))
def test_no_part_is_lost(name):
    family, given_name = family_and_given(name)
    assert name == (f"{given_name} {family}" if family else given_name)
