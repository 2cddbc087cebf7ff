"""An import is taken back after cards of it were merged: in their order, or not at all; nobody stays by it."""

import pytest

from core.chat.reply import Reply
from tests.imports.talking import Person, connections


@pytest.fixture
async def report(ada: Person) -> Reply:
    """What is said of an import of two, where somebody was known already."""
    await ada.says("/add Jane Doe @ IBM")
    await ada.sends(connections([1, 2]))
    await ada.presses("Import")
    return ada.last


async def test_the_merge_comes_first(ada: Person, report: Reply) -> None:
    await ada.says("/merge Jane Doe and P1 Quill1")
    await ada.presses("Merge")
    assert "merged cards of it since" in await ada.presses("Undo", under=report)
    assert await ada.count() == 2
    assert "Two cards again" in await ada.says("/undo")
    await ada.presses("Undo", under=report)
    assert set(await ada.contacts()) == {"Jane Doe"}


async def test_two_of_it_that_are_one_by_now(ada: Person, report: Reply) -> None:
    await ada.says("/merge P1 Quill1 and P2 Quill2")
    await ada.presses("Merge")
    assert "merged cards of it since" in await ada.presses("Undo", under=report)
    await ada.says("/undo")
    assert "Taken back" in await ada.says("/undo")
    assert set(await ada.contacts()) == {"Jane Doe"}


async def test_others_may_be_merged(ada: Person, report: Reply) -> None:
    await ada.says("/add Janie")
    await ada.says("/merge Jane Doe and Janie")
    await ada.presses("Merge")
    assert "Taken back" in await ada.presses("Undo", under=report)
    assert set(await ada.contacts()) == {"Jane Doe"}
    assert "Two cards again" in await ada.says("/undo")
    assert set(await ada.contacts()) == {"Jane Doe", "Janie"}
