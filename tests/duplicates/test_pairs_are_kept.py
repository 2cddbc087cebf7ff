"""/duplicates in a large network: compared once for many buttons, in no transaction, and again after a restart."""

from collections.abc import Sequence

import pytest

from core.chat.reply import Button
from core.chat.words import Reader, plain
from core.duplicates import going_through, kept
from core.facts.linking import Traits
from core.people.likely import Apart, Pair, likely
from core.store import Store
from tests.conftest import Clock
from tests.linking.chats import Chat, World


@pytest.fixture
async def chat(store: Store, clock: Clock) -> Chat:
    chat = World(store, clock).chat("Ada", "telegram")
    for name in ("Ann Lee", "Bob Ray", "Jane Doe"):
        await chat.says(f"/add {name} @ IBM")
        await chat.says(f"/add {name.split()[0]}ie @ Acme")
        await chat.says(f"/edit {name.split()[0]}ie alias {name}")
    return chat


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many people were compared, each time."""
    times: list[int] = []

    def counting(people: Sequence[Traits], apart: Apart = ()) -> list[Pair]:
        times.append(len(people))
        return likely(people, apart)

    monkeypatch.setattr(going_through, "likely", counting)
    return times


async def test_ten_buttons_compare_once(chat: Chat, compared: list[int]) -> None:
    assert "3 pairs" in await chat.says("/duplicates")
    assert "2 pairs" in await chat.presses("Later")
    assert "1 pair" in await chat.presses("Not the same")
    assert "all but the 1" in await chat.presses("Same: merge")
    assert "1 pair" in await chat.presses("Look at them now")
    assert compared == [6]
    await chat.says("/undo")
    assert "2 pairs" in await chat.says("/duplicates")
    assert compared == [6, 6]


async def test_after_a_restart_and_after_some_minutes_again(chat: Chat, compared: list[int]) -> None:
    await chat.says("/duplicates")
    kept._kept.clear()
    assert "2 pairs" in await chat.presses("Later")
    chat.world.clock.advance(minutes=11)
    assert "1 pair" in await chat.presses("Later")
    assert compared == [6, 6, 6]


async def test_what_has_changed_meanwhile_is_seen(chat: Chat) -> None:
    assert "Ann Lee" in await chat.says("/duplicates")
    await chat.says("/forget Bobie")
    await chat.presses("Forget")
    await chat.says("/merge Janie and Jane Doe")
    await chat.presses("Not the same")
    first = next(each for each in chat.replies if "3 pairs" in plain(each.text, Reader("en")))
    later = next(
        each.action
        for row in first.unfolded
        for each in row
        if isinstance(each, Button) and each.action.startswith("v1:dup-next")
    )
    assert "all but the 1" in await chat.press(later)


async def test_a_large_network_is_compared_outside_of_its_transaction(
    chat: Chat, compared: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_through, "_MANY", 5)
    assert "You know 6 people" in await chat.says("/duplicates")
    assert compared == []
    assert "3 pairs" in await chat.presses("Compare them")
    assert "3 pairs" in await chat.says("/duplicates")
    assert compared == [6]
