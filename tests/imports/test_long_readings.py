"""Reading that takes long: said in one message, called off at any time, from any process.

A file that is a pipe is read until somebody writes into it: as slow as a test wants it to be.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from core.app import App
from core.chat.reply import Reply
from core.facts.imports import ImportState
from core.imports import staging
from tests.imports.talking import Person, connections


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """Says how far it is twenty times as often."""
    monkeypatch.setattr(staging, "_TICK", 0.05)


@asynccontextmanager
async def slowly(folder: Path) -> AsyncIterator[Path]:
    """A file that is not read to its end before the block is over."""
    pipe = folder / "slow.csv"
    os.mkfifo(pipe)
    try:
        yield pipe
    finally:
        writer = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)  # whoever waits for one goes on
        empty = folder / "empty"
        empty.touch()
        empty.replace(pipe)  # whoever opens it from now on finds nothing in it
        await asyncio.sleep(0.05)
        os.close(writer)  # whoever reads it is at its end


async def reading(person: Person, file: Path) -> "asyncio.Task[str]":
    """Sends a file, and waits until it is said to be read."""
    task = asyncio.create_task(person.sends(file, "Connections.csv"))
    while "Reading" not in person.reads(person.last.text):
        await asyncio.sleep(0.01)
    return task


async def test_progress_is_one_message_with_a_way_out(ada):
    async with slowly(ada.folder) as file:
        task = await reading(ada, file)
        await asyncio.sleep(0.2)
        assert ada.labels == ["Cancel"]
    assert "empty" in await task
    shown = [each for each in ada.said[1:] if isinstance(each, Reply)]
    assert len(shown) == 2  # how far it is said when that is news
    assert all(each.replaces for each in shown)


async def test_reading_is_called_off_from_another_process(ada):
    async with slowly(ada.folder) as file:
        task = await reading(ada, file)
        other = replace(ada, app=App(ada.store, ada.clock), said=[])
        begun = await ada.staged()
        assert begun.state is ImportState.READING
        shown = ada.last
        assert "nothing is imported" in await other.presses("Cancel", shown)
        assert "nothing is imported" in await asyncio.wait_for(task, 5)
    assert (await ada.staged(shown)).state is ImportState.CANCELLED
    assert "2 people: 2 new" in await ada.sends(connections([1, 2]))


async def test_what_is_read_cannot_be_imported_yet(ada):
    async with slowly(ada.folder) as file:
        task = await reading(ada, file)
        button = replace(ada.press("Cancel"), action=ada.press("Cancel").action.replace("cancel-import", "import"))
        assert "still reading" in await replace(ada, said=[])._hears(button)
    await task


async def test_others_are_read_meanwhile_and_the_rest_waits_for_its_turn(ada, meet):
    bob, eve = await meet("Bob"), await meet("Eve")
    async with slowly(ada.folder) as file:
        first = await reading(ada, file)
        assert "2 new" in await bob.sends(connections([1, 2]))
        async with slowly(bob.folder) as another:
            second = await reading(bob, another)
            third = asyncio.create_task(eve.sends(connections([1, 2])))
            while "Reading" not in eve.reads(eve.last.text):
                await asyncio.sleep(0.01)
        assert "2 new" in await third
        await second
    await first


async def test_nothing_is_staged_into_an_account_that_has_become_part_of_another(ada, meet):
    bob, eve = await meet("Bob"), await meet("Eve")
    owner, to = await ada.id(), await bob.id()
    async with slowly(bob.folder) as one, slowly(eve.folder) as other:
        busy = [await reading(bob, one), await reading(eve, other)]
        task = asyncio.create_task(ada.sends(connections([1, 2])))  # waits for its turn
        while "Reading" not in ada.reads(ada.last.text):
            await asyncio.sleep(0.01)
        async with ada.store.write() as tx:
            await tx.linking.take_identity("terminal", "ada", to)
    assert "can't write in my notebook" in await task
    await asyncio.gather(*busy)
    async with ada.store.read() as tx:
        for account in (owner, to):
            assert await tx.imports.open(account, ada.clock() - staging.JOINS_WITHIN) is None
