"""Long lines are read in a thread: whoever pastes a page into the chat holds up nobody else."""

from threading import current_thread, main_thread

import pytest

from core.chat.aside import LONG, read_aside
from core.chat.errors import Refusal


async def test_only_a_long_line_leaves_the_event_loop():
    def whose(text: str, *, of: str) -> tuple[bool, str]:
        return current_thread() is main_thread(), of

    assert await read_aside(whose, "x" * LONG, of="a") == (True, "a")
    assert await read_aside(whose, "x" * (LONG + 1), of="b") == (False, "b")


@pytest.mark.parametrize("length", [LONG, LONG + 1])
async def test_a_refusal_comes_back_from_either(length):
    def refuse(text: str) -> None:
        raise Refusal("no")

    with pytest.raises(Refusal):
        await read_aside(refuse, "x" * length)
