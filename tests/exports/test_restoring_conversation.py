"""The way back: an export sent to Reachwell, where it knows nobody, and where it does."""

import json
from pathlib import Path

from core.chat.reply import Button, Reply
from core.chat.request import Request, Upload
from core.chat.words import plain
from core.facts.ids import new_id
from tests.conversations.friends import Friend
from tests.linking.chats import Chat, World

KEPT = Path(__file__).parent / "kept_2.json"  # as version 2 was given out: it must be read for ever


async def test_all_of_it_comes_back(ada: Friend) -> None:
    """She has said hello and where she is, and that is all."""
    said = await ada.sends_file("reachwell.json", KEPT.read_bytes())
    assert "2 people: 2 new" in said
    back = await ada.presses("Restore everything")
    assert "2 people, 2 touches, 2 favours, 2 reminders, 1 ask, 1 promise, 1 event" in back
    assert "Recruiter" in await ada.says("/who Jane Doe")
    assert "call" in await ada.says("/reminders")
    assert "Paris" in await ada.says("/settings")


async def test_pressed_twice_it_is_there_once(town: World, tmp_path: Path) -> None:
    content = await exported(town.chat("Ada", "telegram"))
    bob = town.chat("Bob", "telegram")
    await sends(bob, content, tmp_path)
    await bob.presses("Restore everything")
    assert "settled already" in await bob.presses("Restore everything")
    assert json.loads(await exported_again(bob))["contacts"][0]["name"] == "Jane Doe"


async def test_where_somebody_is_known_it_is_an_import_like_others(town: World, tmp_path: Path) -> None:
    content = await exported(town.chat("Ada", "telegram"))
    bob = town.chat("Bob", "telegram")
    await bob.says("/add Raj Patel")
    said = await sends(bob, content, tmp_path)
    assert "1 person: 1 new" in said
    assert "Restore everything" not in labels(bob)
    assert "1 thing in it is left out here: a reminder" in said
    await bob.presses("Import")
    assert "IBM" in await bob.says("/who Jane")
    said = await sends(bob, content, tmp_path)  # once more: nobody twice
    assert "Nobody in it is new to you" in said


async def test_somebody_who_has_been_added_meanwhile_is_not_lost(town: World, tmp_path: Path) -> None:
    content = await exported(town.chat("Ada", "telegram"))
    bob = town.chat("Bob", "telegram")
    await sends(bob, content, tmp_path)
    await bob.says("/add Raj Patel")
    assert "only where there is nothing" in await bob.presses("Restore everything")
    assert "Raj" in await bob.says("/who Raj")


async def test_what_else_was_sent_still_waits(town: World, tmp_path: Path) -> None:
    content = await exported(town.chat("Ada", "telegram"))
    bob = town.chat("Bob", "telegram")
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    await sends(bob, f"{header}\nRaj,Patel,,,IBM,CTO,01 Nov 2026\n".encode(), tmp_path, "Connections.csv")
    assert "2 people: 2 new" in await sends(bob, content, tmp_path)
    assert "All of it is back: 1 person" in await bob.presses("Restore everything")
    assert "2 people: 1 new, 1 already known" in await bob.presses("The other files")
    await bob.presses("Import")
    assert "Patel" in await bob.says("/who Raj")
    assert "Jane Doe" in await bob.says("/who Jane")


async def test_nobody_restores_what_another_has_sent(town: World, tmp_path: Path) -> None:
    content = await exported(town.chat("Ada", "telegram"))
    bob, eve = town.chat("Bob", "telegram"), town.chat("Eve", "telegram")
    await sends(bob, content, tmp_path)
    [restore] = [each.action for each in buttons(bob.replies[-1]) if each.action.startswith("v1:restore:")]
    assert "don't have that file" in await eve.press(restore)


async def test_one_from_the_future_is_refused_in_words(town: World, tmp_path: Path) -> None:
    bob = town.chat("Bob", "telegram")
    future = json.dumps({"format": "reachwell-network", "version": 3, "everything": []}).encode()
    assert "newer Reachwell" in await sends(bob, future, tmp_path, "reachwell.json")


async def exported(chat: Chat) -> bytes:
    """Of somebody who knows Jane."""
    for line in ("/settings zone Paris", "/add Jane Doe @ IBM every 6 weeks", "/met Jane coffee yesterday"):
        await chat.says(line)
    await chat.says("/remind Jane tomorrow 9am call")
    await chat.says("/export")
    return chat.files[-1][1]


async def exported_again(chat: Chat) -> bytes:
    await chat.says("/export json")
    return chat.files[-1][1]


async def sends(chat: Chat, content: bytes, folder: Path, name: str = "reachwell-2026-11-23.zip") -> str:
    """The last answer."""
    path = folder / new_id()
    path.write_bytes(content)
    upload = Upload(name=name, size=len(content), path=path)
    async for answer, reader in chat.world.app.answer(Request(key=new_id(), actor=chat.actor, body=upload)):
        assert isinstance(answer, Reply)
        chat.replies.append(answer)
        said = plain(answer.text, reader)
    return said


def labels(chat: Chat) -> list[str]:
    return [plain(each.label) for each in buttons(chat.replies[-1])]


def buttons(reply: Reply) -> list[Button]:
    return [each for row in reply.unfolded for each in row if isinstance(each, Button)]
