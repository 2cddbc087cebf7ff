"""/merge where its two cards are options of their own, and are suggested while they are typed."""

import pytest

from core.chat.reply import Reply
from core.chat.request import Call, Request
from core.chat.words import plain
from core.facts.ids import new_id
from core.store import Store
from tests.conftest import Clock
from tests.linking.chats import Chat, World


@pytest.fixture
async def chat(store: Store, clock: Clock) -> Chat:
    chat = World(store, clock).chat("Ada", "discord")
    await chat.says("/add Jane Doe @ IBM")
    await chat.says("/add Janie")
    return chat


async def called(chat: Chat, **given: dict[str, str]) -> str:
    request = Request(key=new_id(), actor=chat.actor, body=Call(command="merge", **given))
    [(answer, reader)] = [each async for each in chat.world.app.answer(request)]
    assert isinstance(answer, Reply)
    return plain(answer.text, reader)


async def test_both_are_typed(chat: Chat) -> None:
    assert "Also known as: Janie" in await called(chat, typed={"who": "Janie", "other": "jane doe"})
    assert "Also known as: Janie" in await called(chat, typed={"who": "Janie, Jane Doe"})
    assert "Which other card is Janie, too?" in await called(chat, typed={"who": "Janie"})
    assert "I don't know Zoltan" in await called(chat, typed={"who": "Janie", "other": "Zoltan"})


async def test_both_are_chosen(chat: Chat) -> None:
    chosen = {}
    for option, typed in (("who", "Jane D"), ("other", "Jani")):
        [found] = await chat.world.app.choices(chat.actor, "merge", option, typed, {})
        chosen[option] = found.value.removeprefix("=")
    assert "Also known as: Janie" in await called(chat, known=chosen)
