"""A whole network comes back in pieces: others are served in between, and what breaks off is not left as it is."""

import asyncio
import json
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from core.chat.errors import Refusal
from core.chat.request import Press, Request
from core.chat.words import plain
from core.exports import putting_back
from core.facts.ids import new_id
from core.store import Store
from tests.exports.networks import put_back, sent
from tests.exports.test_restoring_conversation import buttons, exported_again, sends
from tests.linking.chats import Chat, World
from tests.storage import made

SETTINGS = {"digest_at": "09:00:00", "digest_days": [0], "digest_size": 17, "timezone": "Asia/Tokyo"}


def network(people: int = 1, /, **others: Any) -> bytes:
    contacts = [
        {
            "id": f"a{number}",
            "name": f"Jane{number} Doe",
            "status": "active",
            "keep": "usual",
            "history": [{"kind": "touch", "on": "2026-11-02", "what": "coffee"}],
            "asks": [{"asked_on": "2026-11-03", "state": "asked", "what": "an intro"}],
        }
        for number in range(people)
    ]
    whole = {"format": "reachwell-network", "version": 2, "contacts": contacts, "settings": SETTINGS, **others}
    return json.dumps(whole).encode()


async def test_others_write_in_between(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one of its transactions is long, nor is anything read or made within one."""
    monkeypatch.setattr(putting_back, "_CHUNK", 10)
    ada, bob = await made.signed_up(store), await made.signed_up(store, "discord")
    came, stop = [0], asyncio.Event()

    async def writes() -> None:
        while not stop.is_set():
            async with store.write() as tx:
                await tx.accounts.take_request(bob.id, new_id(), made.NOW)
            came[0] += 1

    other = asyncio.create_task(writes())
    await put_back(store, ada, network(200))
    stop.set()
    await other
    assert came[0] > 10


async def test_what_broke_off_goes_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed in the middle, it is finished by another press: everybody is there once, the settings too."""
    monkeypatch.setattr(putting_back, "_CHUNK", 10)
    monkeypatch.setattr(putting_back, "_SILENCE", 0.0)
    ada = await made.signed_up(store)
    session, actor, staged = await sent(store, ada, network(35, targets=[{"company": "IBM"}]))
    async with aclosing(putting_back.put_back.run(session, actor, staged.id)) as replies:
        said = [await anext(replies) for _each in range(3)]
    assert [plain(each.label) for row in said[-1].rows for each in row] == ["Go on"]
    async with store.read() as tx:
        assert (await tx.exports.holdings(ada.id)).people == 20
    last = [each async for each in putting_back.put_back.run(session, actor, staged.id)][-1]
    assert "All of it is back: 35 people, 35 touches, 35 asks" in plain(last.text)
    async with store.read() as tx:
        assert (await tx.exports.holdings(ada.id)).targets == 1
        [account] = await tx.accounts.get([ada.id])
    assert account.digest_size == 17
    with pytest.raises(Refusal):
        [each async for each in putting_back.put_back.run(session, actor, staged.id)]


async def test_pressed_twice_at_once_everybody_is_there_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(putting_back, "_CHUNK", 10)
    ada = await made.signed_up(store)
    session, actor, staged = await sent(store, ada, network(60))

    async def press() -> int:
        return len([each async for each in putting_back.put_back.run(session, actor, staged.id)])

    await asyncio.gather(press(), press())
    async with store.read() as tx:
        held = await tx.exports.holdings(ada.id)
    assert (held.people, held.touches, held.asks) == (60, 60, 60)


async def test_who_has_everything_erased_meanwhile_hears_no_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(putting_back, "_CHUNK", 10)
    monkeypatch.setattr(putting_back, "_SILENCE", 0.0)
    ada = await made.signed_up(store)
    session, actor, staged = await sent(store, ada, network(35))
    async with aclosing(putting_back.put_back.run(session, actor, staged.id)) as replies:
        await anext(replies)
        async with store.write() as tx:
            await tx.accounts.get([ada.id])
            await tx.erasing.erase(ada.id)
        assert [each async for each in replies] == []


async def test_undo_does_not_reach_behind_it(town: World, tmp_path: Path) -> None:
    bob = town.chat("Bob", "telegram")
    await bob.says("/settings zone Paris")
    await bob.says("/settings time 7:00")
    await sends(bob, network(1), tmp_path, "reachwell.json")
    await bob.presses("Restore everything")
    assert "nothing to take back" in await bob.says("/undo")
    assert json.loads(await exported_again(bob))["settings"] == SETTINGS


ODD = [
    network(1, not_the_same=[["", "a0"]]),
    network(0, reminders=[{"timezone": "Asia/Tokyo", "on": "0001-01-01", "at": "00:00:00"}]),
    network(0, events=[{"origin": "o", "title": "t", "on": "9999-12-31", "timezone": "UTC", "rsvp": "going"}]),
    network(0, settings={**SETTINGS, "paused": True, "paused_until": "9999-12-31"}, targets=[{"company": "IBM"}]),
    *(
        network(0, contacts=[{"id": "a0", "name": "Jane", "status": "active", "keep": "usual", **odd}])
        for odd in (
            {"added_at": "0001-01-01T00:00:00+14:00"},
            {"name": "\0"},
            {"origins": [{"keys": ["reachwell:foo bar"]}]},
            {"handles": [{"kind": "a\r\nTEL:1", "value": "zz"}]},
            {"history": [{"kind": "touch", "on": "0001-01-01"}], "snoozed_until": "9999-12-31"},
            {"asks": [{"asked_on": "0001-01-01", "state": "asked", "next_on": "9999-12-31"}]},
        )
    ),
]


@pytest.mark.parametrize("content", ODD)
async def test_what_is_odd_breaks_neither_this_nor_what_comes_after(
    town: World, tmp_path: Path, content: bytes
) -> None:
    """It is refused in words, or put back as something that can be lived with: exported, it comes back again."""
    bob, eve = town.chat("Bob", "telegram"), town.chat("Eve", "telegram")
    said = await sends(bob, content, tmp_path, "reachwell.json")
    if "damaged" in said:
        return
    assert "All of it is back" in await last_of(bob)
    assert "Here is all" in await bob.says("/export")
    assert b"\r\nTEL:1" not in bob.files[-1][1]
    await sends(eve, await exported_again(bob), tmp_path, "reachwell.json")
    assert "All of it is back" in await last_of(eve)


async def last_of(chat: Chat) -> str:
    """What is said at last to the press on Restore."""
    [restore] = [each.action for each in buttons(chat.replies[-1]) if each.action.startswith("v1:restore:")]
    request = Request(key=new_id(), actor=chat.actor, body=Press(action=restore))
    said = [plain(answer.text, reader) async for answer, reader in chat.world.app.answer(request)]
    return said[-1]


@pytest.mark.parametrize("line", ["/pause until 9999-12-31", "/snooze Jane until 9999-12-31"])
async def test_a_day_that_never_comes_may_be_said(town: World, line: str) -> None:
    ada = town.chat("Ada", "telegram")
    await ada.says("/settings zone Paris")
    await ada.says("/add Jane Doe")
    assert "9999" in await ada.says(line)
    assert "mistake" not in await ada.says("/status")
