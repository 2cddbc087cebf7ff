"""Link codes: how they are read, that they open once said right, and that nothing of them is kept."""

from datetime import UTC, datetime, timedelta

import pytest

from core.facts.ids import AccountId
from core.linking.codes import is_live, new_code, opens, read_code

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_new_code_opens_what_it_was_made_for():
    code, written = new_code(AccountId("ada"), NOW)
    first, second = read_code(written)
    assert first == code.first
    assert opens(code, second)
    assert not opens(code, "0000" if second != "0000" else "1111")
    assert second not in repr(code)
    assert is_live(code, NOW + timedelta(minutes=10))
    assert not is_live(code, NOW + timedelta(minutes=10, seconds=1))


def test_no_two_are_alike():
    assert len({new_code(AccountId("ada"), NOW)[1] for _ in range(500)}) == 500


@pytest.mark.parametrize("typed", ["K7QP-93XM", "k7qp93xm", " k7qp – 93xm ", "K7QP 93XM", "k.7.q.p_93xm"])
def test_however_it_is_typed(typed):
    assert read_code(typed) == ("K7QP", "93XM")


@pytest.mark.parametrize("typed", ["", "K7QP", "K7QP-93XMA", "K7QP-93X!", "K7QU-93XM", "please", "é7QP-93XM"])
def test_what_is_no_code(typed):
    assert read_code(typed) is None
