"""The same update delivered twice, also after a restart, is carried out once; and two at once take turns."""

import asyncio

import pytest

from core.app import App
from core.chat.reply import Button, Reply
from core.chat.request import Actor, Message, Press, Request
from core.chat.words import plain
from core.facts.ids import new_id
from storage.store import open_store

ADA = Actor(platform="test", external_id="ada", address="ada", name="Ada", timezone="America/Toronto")


async def said(app: App, text: str, key: str = "") -> list[Reply]:
    request = Request(key=key or new_id(), actor=ADA, body=Message(text=text))
    return [answer async for answer, _reader in app.answer(request) if isinstance(answer, Reply)]


@pytest.mark.parametrize(
    "line",
    ["/undo", "/add Zoe Brandt", "/gave Jane a book", "/met Tom", "intro to Raj", "/keep everybody every month"],
)
async def test_what_was_said_is_done_once(store, clock, line):
    app = App(store, clock)
    for each in (
        "/start",
        "/add Jane Doe",
        "/add Raj Patel",
        "/note Raj likes tea",
        "/note Raj and coffee",
        "/gave Jane",
    ):
        await said(app, each)
    assert await said(app, line, "update 7")
    before = [plain(reply.text) for each in ("/who", "/who Raj", "/balance") for reply in await said(app, each)]
    restarted = App(store, clock)
    assert await said(restarted, line, "update 7") == []
    after = [
        plain(reply.text) for each in ("/who", "/who Raj", "/balance") for reply in await said(restarted, each)
    ]
    assert after == before


async def test_a_press_delivered_twice_is_done_once(store, clock):
    app = App(store, clock)
    await said(app, "/start")
    (added,) = await said(app, "/add Jane Doe")
    undo = next(b for row in added.rows for b in row if isinstance(b, Button) and b.action.startswith("v1:undo"))
    request = Request(key="press 7", actor=ADA, body=Press(action=undo.action))
    assert [answer async for answer in app.answer(request)]
    assert [answer async for answer in app.answer(request)] == []


async def test_two_answers_at_once_answer_one_question(store, clock, database_url, engine):
    """On PostgreSQL from two processes' stores; SQLite lets one in only."""
    app = App(store, clock)
    other_store = await open_store(database_url) if engine == "postgres" else store
    other = App(other_store, clock)
    for each in ("/start", "/add Jane Doe", "/gave Jane"):
        await said(app, each)
    await asyncio.gather(said(app, "intro to Raj"), said(other, "a CV review"))
    (balance,) = await said(app, "/balance Jane")
    assert "You gave 1" in plain(balance.text)
    if other_store is not store:
        await other_store.close()
