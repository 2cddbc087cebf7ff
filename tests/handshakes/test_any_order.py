"""Whatever two people press, and in whatever order: contacts appear exactly when both have said Share."""

import asyncio
import shutil
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.chat.reply import Button
from core.store import Store
from storage.store import open_store
from tests.conftest import Clock
from tests.handshakes.chats import Chat, World, cards_of, code_of

_number = count()
_PRESS = st.sampled_from(["scan", "scan", "Share", "Share", "Share", "No", "Take it back"])
_PRESSES = st.lists(st.tuples(st.booleans(), _PRESS), min_size=4, max_size=12)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_PRESSES)
async def test_contacts_appear_when_both_have_shared(
    sqlite_template: Path, tmp_path: Path, presses: list[tuple[bool, str]]
) -> None:
    path = shutil.copy(sqlite_template, tmp_path / f"{next(_number)}.db")
    store = await open_store(f"sqlite:///{path}")
    try:
        await _press_it_all(World(store, Clock()), presses)
    finally:
        await store.close()


async def test_both_press_at_once(store: Store, clock: Clock) -> None:
    """They have scanned each other's code, and are asked by the other, too: one exchange, on both databases."""
    world = World(store, clock)
    ada, ben = await _two(world)
    for one, other in ((ada, ben), (ben, ada)):
        await one.says(f"/card {await code_of(other)}")
    await asyncio.gather(ada.presses("Share"), ben.presses("Share"))
    await world.deliver()
    for chat in (ada, ben):
        assert len(await cards_of(chat)) == 1
        assert sum("each other's card now" in text for text in (*chat.heard, *chat.got)) == 1


async def _two(world: World) -> tuple[Chat, Chat]:
    both = world.chat("Ada", "telegram"), world.chat("Ben", "discord")
    for chat in both:
        await chat.says("/start")
    return both


async def _press_it_all(world: World, presses: list[tuple[bool, str]]) -> None:
    both = await _two(world)
    said: dict[Chat, bool] = {}
    done = False
    for first, press in presses:
        chat, other = both if first else both[::-1]
        if press == "scan":
            await chat.says(f"/card {await code_of(other)}")
        elif (button := _latest(chat, press)) is not None:
            await chat.press(button.action)
            said[chat] = press == "Share"
        await world.deliver()
        done = done or all(said.get(each) for each in both)
        for each in both:
            assert len(await cards_of(each)) == done, (presses, said)


def _latest(chat: Chat, label: str) -> Button | None:
    """The latest button that says this, wherever it stands."""
    sent = [
        reply for address, reply, _text in chat.world.senders[chat.actor.platform].sent if address == chat.address
    ]
    for reply in (*reversed(chat.replies), *reversed(sent)):
        for button in (each for row in reply.unfolded for each in row if isinstance(each, Button)):
            if getattr(button.label, "message", "") == label:
                return button
    return None
