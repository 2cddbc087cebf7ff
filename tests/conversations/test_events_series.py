"""Events that come again: one of them, all of them, and undo; it is Monday, 23 November 2026, four in Toronto."""

import pytest

ROTARY = "/event Rotary Tue 7:30 at Hall, every 2nd Tuesday"


def _clear(text) -> str:
    return getattr(text, "text", text).replace("\u202f", " ")


async def _edit(ada, *said: str) -> str:
    """Through the buttons under a card; what is said last is typed."""
    await ada.presses("Edit")
    for label in said[:-1]:
        await ada.presses(label)
    return _clear(await ada.says(said[-1]))


async def _days(ada) -> str:
    """The days of the one series that is there."""
    await ada.says("/events")
    await ada.presses("Rotary")
    return _clear(await ada.presses("Next days"))


@pytest.fixture
async def rotary(ada):
    """Every 2nd Tuesday: not on Dec 8, and on Wed, Dec 23 in the place of Dec 22. How its days stand."""
    await ada.says(ROTARY)
    await ada.presses("Next days")
    await ada.presses("Rotary, Tue, Dec 8")
    await ada.presses("No")
    await ada.presses("Next days")
    await ada.presses("Rotary, Tue, Dec 22")
    await _edit(ada, "When", "Just this one", "Dec 23 9am")
    days = await _days(ada)
    assert "Tue, Dec 8, 7:30 AM: Rotary, Hall (not going)" in days
    assert "Wed, Dec 23, 9:00 AM: Rotary, Hall" in days
    return days


async def test_what_was_moved_by_hand_stays_moved(ada, rotary):
    await ada.says("/events")
    await ada.presses("Rotary")
    assert "Tue, Nov 24, 8:00 AM" in await _edit(ada, "When", "All from now on", "8am")
    days = await _days(ada)
    assert "Tue, Dec 8, 8:00 AM: Rotary, Hall (not going)" in days
    assert "Wed, Dec 23, 9:00 AM" in days
    assert "Dec 22" not in days
    await ada.presses("Rotary, Tue, Nov 24")
    await _edit(ada, "When", "All from now on", "8:30")
    again = await _days(ada)  # it comes with the new series, too
    assert "Wed, Dec 23, 9:00 AM" in again
    assert "Dec 22" not in again


@pytest.mark.parametrize(
    "said",
    [
        ("When", "All from now on", "8am"),
        ("When", "All from now on", "Wednesday 8am"),
        ("Where", "All from now on", "Old Mill"),
        ("How often", "every week"),
        ("How often", "once"),
    ],
)
async def test_undo_puts_a_series_back_with_its_answers_and_moves(ada, rotary, said):
    await ada.says("/events")
    await ada.presses("Rotary")
    assert "Changed:" in await _edit(ada, *said)
    await ada.says("/undo")
    assert await _days(ada) == rotary


async def test_undo_of_deleting_all_puts_answers_and_moves_back(ada, rotary):
    await ada.says("/events")
    await ada.presses("Rotary")
    await ada.presses("Delete")
    await ada.presses("This and all that follow")
    assert "No events yet" in await ada.says("/events")
    await ada.says("/undo")
    assert await _days(ada) == rotary


async def test_a_new_rhythm_from_a_moved_day_keeps_the_usual_day_and_hour(ada, rotary):
    await ada.presses("Rotary, Wed, Dec 23")
    changed = await _edit(ada, "How often", "every week")
    assert "Wed, Dec 23, 9:00 AM" in changed
    assert "every Tuesday" in changed
    days = _clear(await ada.presses("Next days"))
    assert "Wed, Dec 23, 9:00 AM" in days
    assert "Dec 22" not in days
    assert "Tue, Dec 29, 7:30 AM" in days
    await ada.says("/undo")
    assert await _days(ada) == rotary


async def test_an_old_undo_does_not_reach_over_what_came_after(ada, rotary):
    await ada.says("/event rotary")
    await _edit(ada, "Where", "All from now on", "Old Mill")
    await ada.says("/event rotary")
    await ada.presses("Maybe")
    await ada.says("/undo")
    await ada.says("/undo")
    assert await _days(ada) == rotary
