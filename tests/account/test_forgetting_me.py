"""/forgetme: what goes is told first, a word makes it so, and afterwards everything is as with somebody new."""

import asyncio
from pathlib import Path

import pytest

from core.chat.reply import Button, Reply
from core.chat.request import Filled, Message, Press, Request, Upload
from core.chat.words import plain
from core.facts.account import Identity
from core.facts.ids import new_id
from tests.conversations.friends import Friend
from tests.conversations.friends import World as Platform
from tests.linking.chats import Chat, Recording, World, code_of, link
from tests.linking.networks import rows

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + "".join(
    f"Jane,Doe {n},https://www.linkedin.com/in/jane{n},,IBM,Recruiter,01 Nov 2026\n" for n in range(1500)
)


async def test_everything_goes_after_the_word(ada: Friend) -> None:
    await ada.says("/add Jane Doe @ IBM every 6 weeks")
    await ada.says("/met Jane coffee yesterday")
    await ada.says("/remind Jane tomorrow 9am call")
    asked = await ada.says("/forgetme")
    for part in ("1 person", "1 touch", "1 reminder", "your settings", "Ada", "type this word: erase"):
        assert part in asked, part
    assert "Export it first" in asked.labels
    assert "Everything that I knew of you is erased" in await ada.says("Erase!")
    assert "I find nobody" in await ada.says("/who Jane")
    assert "City: not set yet" in await ada.says("/settings")


async def test_any_other_word_erases_nothing(ada: Friend) -> None:
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/forgetme")
    again = await ada.says("everything, please")
    assert again.text == "That is not the word, so nothing is erased. If it is meant, type: erase"
    assert again.labels == ("No, keep everything",)
    await ada.presses("No, keep everything")
    await ada.says("erase")  # nobody asks for it any more
    await ada.says("/forgetme")
    await ada.presses("No, keep everything")
    assert "IBM" in await ada.says("/who Jane")


async def test_the_word_counts_after_another_one(ada: Friend) -> None:
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/forget me")
    await ada.says("erease")
    assert "is erased" in await ada.says("erase")
    assert "Who is it?" in await ada.says("hello")  # as to anybody new


async def test_nobody_erases_what_they_have_not_been_shown(ada: Friend) -> None:
    await ada.says("/add Jane Doe @ IBM")
    assert "1 person" in await ada.says("/forgetme erase")
    assert "IBM" in await ada.says("/who Jane")


async def test_first_it_can_be_exported(ada: Friend) -> None:
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/forgetme")
    await ada.presses("Export it first")
    assert ada.hears("all that you have told me")
    assert "is erased" in await ada.says("erase")


async def test_old_buttons_are_answered_kindly(town: World) -> None:
    ada = town.chat("Ada", "telegram")
    for line in (
        "/add Jane Doe @ IBM every 6 weeks",
        "/met Jane coffee",
        "/remind Jane tomorrow 9am call",
        "/today",
    ):
        await ada.says(line)
    for line in ("/forget Jane", "/promise Jane an intro by Friday", "/ask Jane for advice", "/settings", "/rules"):
        await ada.says(line)
    await ada.says("/forgetme")
    await ada.says("erase")
    buttons = [each for reply in ada.replies for row in reply.unfolded for each in row if isinstance(each, Button)]
    assert len(buttons) > 20
    for button in buttons:
        await ada.press(button.action)  # fails where that is a mistake of ours
    assert (await rows(town.store))["contacts"] == []


async def test_what_is_due_is_never_sent(world: Platform, ada: Friend) -> None:
    await ada.says("/add Jane Doe @ IBM every day")
    await ada.says("/remind Jane tomorrow 9am call")
    await ada.says("/forgetme")
    await ada.says("erase")
    before = len(ada.heard)
    await world.skip(days=4)
    assert len(ada.heard) == before


async def test_both_chats_of_a_linked_network(town: World) -> None:
    telegram, discord = town.chat("Ada", "telegram"), town.chat("ada_l", "discord")
    for chat, who in ((telegram, "Jane Doe @ IBM"), (discord, "Raj Patel")):
        await chat.says("/start")
        await chat.says(f"/add {who}")
    await link(telegram, discord)
    asked = await discord.says("/forgetme")
    assert "2 people" in asked
    assert "Ada on Telegram" in asked
    assert "ada_l on Discord" in asked
    assert "is erased" in await discord.says("erase")
    assert all(not found for name, found in (await rows(town.store)).items() if name not in ("notes",))
    assert "Hello Ada" in await telegram.says("/start")


async def test_in_the_middle_of_linking(town: World) -> None:
    telegram, discord = town.chat("Ada", "telegram"), town.chat("ada_l", "discord")
    for chat in (telegram, discord):
        await chat.says("/add Jane Doe")
    await discord.says(f"/link {await code_of(telegram)}")
    await town.deliver()
    await discord.says("/forgetme")
    assert "is erased" in await discord.says("erase")
    await telegram.presses("Link us")
    assert "Jane" in await telegram.says("/who Jane")


async def test_whoever_has_issued_the_code_erases(town: World) -> None:
    telegram, discord = town.chat("Ada", "telegram"), town.chat("ada_l", "discord")
    for chat in (telegram, discord):
        await chat.says("/add Jane Doe")
    await discord.says(f"/link {await code_of(telegram)}")
    await town.deliver()
    await telegram.says("/forgetme")
    assert "is erased" in await telegram.says("erase")
    await telegram.presses("Link us")
    assert "Jane" in await discord.says("/who Jane")


async def test_while_people_are_imported(town: World, tmp_path: Path) -> None:
    """Nothing of what was under way comes back."""
    ada = town.chat("Ada", "telegram")
    await ada.says("/start")
    path = tmp_path / "Connections.csv"
    path.write_text(CONNECTIONS)
    upload = Upload(name=path.name, size=path.stat().st_size, path=path)
    press = ""
    async for answer, _reader in town.app.answer(Request(key=new_id(), actor=ada.actor, body=upload)):
        assert isinstance(answer, Reply)
        press = _action(answer, "Import") or press
    assert press
    importing = town.app.answer(Request(key=new_id(), actor=ada.actor, body=Press(action=press)))
    first = await anext(importing)
    await ada.says("/forgetme")
    await ada.says("erase")
    texts = [plain(first[0].text)] + [plain(answer.text) async for answer, _reader in importing]
    assert not any("Code:" in text for text in texts), texts
    people = (await rows(town.store))["contacts"]
    assert not people or "done" in texts[0].casefold(), texts


def _action(reply: Reply, label: str) -> str:
    buttons = (each for row in reply.unfolded for each in row if isinstance(each, Button))
    return next((each.action for each in buttons if plain(each.label) == label), "")


async def test_as_a_form(town: World) -> None:
    """As on Discord, where what is merely typed in a server is not heard."""
    ada = town.chat("Ada", "discord")
    await ada.says("/add Jane Doe")
    request = Request(key=new_id(), actor=ada.actor, body=Message(text="/forgetme"), reaches=False, forms=True)
    [asked] = [answer async for answer, _reader in town.app.answer(request) if isinstance(answer, Reply)][:1]
    assert asked.form is not None
    assert not asked.form.first  # what goes is to be seen before
    assert [each.name for each in asked.form.fields] == ["word"]
    filled = Filled(question=asked.form.question, typed={"word": "Erase"})
    request = Request(key=new_id(), actor=ada.actor, body=filled)
    assert ["is erased" in plain(answer.text) async for answer, _reader in town.app.answer(request)] == [True]


async def test_twice_at_once(town: World) -> None:
    ada = town.chat("Ada", "telegram")
    await ada.says("/add Jane Doe")
    await ada.says("/forgetme")
    await asyncio.gather(ada.says("erase"), ada.says("erase"), ada.says("/who Jane"))
    assert (await rows(town.store))["contacts"] == []


async def test_the_word_delivered_twice_makes_nobody_known(town: World) -> None:
    """A platform that has not heard that it was taken sends it again."""
    ada = town.chat("Ada", "telegram")
    await ada.says("/add Jane Doe")
    await ada.says("/forgetme")
    request = Request(key=new_id(), actor=ada.actor, body=Message(text="erase"))
    said = [[plain(answer.text) async for answer, _reader in town.app.answer(request)] for _each in range(2)]
    assert "is erased" in said[0][0]
    assert said[1] == []
    assert (await rows(town.store))["accounts"] == []
    await town.skip(days=3)
    await town.app.tidy()
    assert (await rows(town.store))["notes"] == []


async def test_an_upload_under_way_ends_quietly(
    town: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.imports.staging._TICK", 0.0)
    ada = town.chat("Ada", "telegram")
    await ada.says("/add Raj Patel")
    path = tmp_path / "Connections.csv"
    path.write_text(CONNECTIONS)
    upload = Upload(name=path.name, size=path.stat().st_size, path=path)
    sending = town.app.answer(Request(key=new_id(), actor=ada.actor, body=upload))
    await anext(sending)
    await ada.says("/forgetme")
    await ada.says("erase")
    texts = [plain(answer.text) async for answer, _reader in sending]
    assert not any("can't write" in text for text in texts), texts


class Erasing(Recording):
    """A platform on which somebody erases everything while a message waits for its turn."""

    def __init__(self, chat: Chat) -> None:
        super().__init__()
        self._chat = chat

    async def turn(self, identity: Identity) -> None:
        await self._chat.says("/forgetme")
        await self._chat.says("erase")


async def test_what_is_under_way_stops(town: World) -> None:
    ada = town.chat("Ada", "telegram")
    await ada.says("/add Jane Doe")
    await ada.says("/remind Jane in 2 hours call")
    town.senders["telegram"] = Erasing(ada)
    await town.skip(hours=3)
    assert town.senders["telegram"].sent == []
    assert (await rows(town.store))["deliveries"] == []


@pytest.mark.parametrize("word", ["ERASE", "erase", " Erase. ", "“erase”"])
async def test_the_word_in_any_letters(town: World, word: str) -> None:
    ada = town.chat("Ada", "telegram")
    await ada.says("/add Jane Doe")
    await ada.says("/forgetme")
    assert "is erased" in await ada.says(word)


async def test_the_same_update_once_more_is_somebody_new(town: World) -> None:
    ada = town.chat("Ada", "telegram")
    await ada.says("/add Jane Doe")
    await ada.says("/forgetme")
    request = Request(key="telegram:77", actor=ada.actor, body=Message(text="erase"))
    for _time in range(2):
        answers = [plain(answer.text) async for answer, _reader in town.app.answer(request)]
        assert not any("Code:" in each for each in answers)
    assert (await rows(town.store))["contacts"] == []
