"""Somebody who has said hello, on both databases."""

from collections.abc import Awaitable, Callable

import pytest

from core.app import App
from tests.imports.talking import Person


@pytest.fixture
def meet(store, clock, tmp_path) -> Callable[[str], Awaitable[Person]]:
    """Somebody of this name, who has said hello."""
    app = App(store, clock)

    async def meet(name: str) -> Person:
        folder = tmp_path / name
        folder.mkdir()
        person = Person(app, store, clock, folder, name)
        await person.says("/start")
        return person

    return meet


@pytest.fixture
async def ada(meet) -> Person:
    return await meet("Ada")
