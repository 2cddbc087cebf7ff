"""Imports that are broken off, pressed twice, stopped, taken back, and done while others are served."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta

from core.app import App
from core.facts.imports import ImportState
from core.facts.people import Handle
from tests.imports.talking import connections, link, talked


async def test_pressing_twice_says_the_same_and_does_nothing(ada):
    await ada.sends(connections(range(3)))
    preview = ada.last
    first = await ada.presses("Import")
    ada.said.clear()
    second = await ada.presses("Import", preview)
    assert len(ada.said) == 1
    assert second.split("\n")[0] == first.split("\n")[0]
    assert ada.labels == ["Undo"]
    assert await ada.count() == 3
    assert "imported already" in await ada.presses("Cancel", preview)
    assert "imported already" in await ada.presses("Choose…", preview)


async def test_cancelling_forgets_the_file(ada):
    await ada.sends(connections(range(3)))
    preview = ada.last
    assert "nothing is imported" in await ada.presses("Cancel")
    assert "nothing is imported" in await ada.presses("Cancel", preview)
    assert "You cancelled that" in await ada.presses("Import", preview)
    staged = await ada.staged(preview)
    assert (staged.state, staged.haul.found) == (ImportState.CANCELLED, ())
    assert "3 new" in await ada.sends(connections(range(3)))


async def test_an_import_that_breaks_off_goes_on_where_it_was(ada):
    await ada.sends(connections(range(2500)))
    preview = ada.last
    async with aclosing(ada.asks(ada.press("Import"))) as replies:
        await anext(replies)
        going_on = asyncio.ensure_future(anext(replies))
        while await ada.count() < 1000:
            await asyncio.sleep(0)
        going_on.cancel()
        await asyncio.gather(going_on, return_exceptions=True)
    assert await ada.count() in (1000, 2000)
    assert "under way" in await ada.presses("Cancel", preview)
    restarted = replace(ada, app=App(ada.store, ada.clock))
    assert "2,500 people are" in await restarted.presses("Import", preview)
    assert await ada.count() == 2500


async def test_what_an_import_that_broke_off_has_done_counts_in_its_report(ada):
    talks = [(i, "2026-08-01", theirs) for i in range(0, 1500, 100) for theirs in (True, False)]
    await ada.has(name="Paul", handles=(Handle(kind="linkedin", value=link(7)),))
    await ada.sends(connections(range(1500)))
    await ada.sends(talked(*talks))
    preview = ada.last
    async with aclosing(ada.asks(ada.press("Import"))) as replies:
        await anext(replies)
        going_on = asyncio.ensure_future(anext(replies))
        while await ada.count() < 1000:
            await asyncio.sleep(0)
        going_on.cancel()
        await asyncio.gather(going_on, return_exceptions=True)
    said = await ada.presses("Import", preview)
    assert "1,499 people are" in said
    assert "1 card of somebody you had has news" in said
    assert "Noted: 15 conversations." in said
    assert "15 you wrote with, both ways" in said
    assert len(await ada.entries("P0 Quill0")) == len(await ada.entries("P1400 Quill1400")) == 1
    await ada.presses("Undo")
    assert await ada.count() == 1


async def test_two_presses_at_once_add_nobody_twice(ada):
    talks = [(i, "2026-08-01", theirs) for i in range(0, 1200, 100) for theirs in (True, False)]
    await ada.sends(connections(range(1200)))
    await ada.sends(talked(*talks))
    preview = ada.last
    results = await asyncio.gather(*(replace(ada, said=[]).presses("Import", preview) for _ in range(3)))
    assert all("1,200 people are" in each for each in results)
    assert await ada.count() == 1200
    assert len(await ada.entries("P100 Quill100")) == 1
    owner = await ada.id()
    async with ada.store.read() as tx:
        assert len(await tx.accounts.deeds(owner, ada.clock() - timedelta(days=1))) == 1


async def test_taking_an_import_back_stops_it(ada):
    await ada.sends(connections(range(2500)))
    async with aclosing(ada.asks(ada.press("Import"))) as under_way:
        await anext(under_way)
        assert ada.labels == ["Cancel"]
        bob = replace(ada, said=[])
        assert "Taken back" in await bob.presses("Cancel", ada.last)
        assert [ada.reads(each.text) async for each in under_way] == [
            "Stopped. What had come in of it is taken back."
        ]
    assert await ada.count() == 0


async def test_undo_takes_everybody_back_but_those_about_whom_something_was_noted(ada, clock):
    mine = await ada.has(name="Mine")
    await ada.sends(connections(range(6)))
    await ada.presses("Import")
    report = ada.last
    clock.advance(hours=1)
    await ada.says("/met P1 Quill1 coffee")
    await ada.says("/note P2 Quill2: plays chess")
    await ada.says("/ask P3 Quill3 for a referral")
    await ada.presses("Ask anyway")
    await ada.says("/promise P4 Quill4 a book")
    said = await ada.presses("Undo", report)
    assert "4 people stay" in said
    contacts = await ada.contacts()
    assert sorted(contacts) == ["Mine", "P1 Quill1", "P2 Quill2", "P3 Quill3", "P4 Quill4"]
    assert contacts["Mine"] == mine


async def test_undo_puts_changed_cards_back_but_keeps_what_was_edited_since(ada):
    handles = (Handle(kind="linkedin", value=link(1)),)
    before = await ada.has(name="Paul", handles=handles, tags=("old",))
    untouched = await ada.has(name="Rita", handles=(Handle(kind="linkedin", value=link(2)),))
    await ada.sends(connections([1, 2]))
    await ada.sends(talked((1, "2026-08-01", True), (1, "2026-08-02", False), (2, "2026-08-02", False)))
    await ada.presses("Import")
    after = await ada.contacts()
    assert after["Paul"].company == "Acme"
    await ada.changes(replace(after["Paul"], title="Boss", tags=("old", "new")))
    await ada.presses("Undo")
    restored = await ada.contacts()
    assert restored["Rita"] == untouched
    assert restored["Paul"] == replace(before, title="Boss", tags=("old", "new"))
    assert await ada.entries("Paul") == []
    assert "2 already known" in await ada.sends(connections([1, 2]))
    await ada.presses("Import")
    assert (await ada.contacts())["Paul"].company == ""  # "Boss at Acme" is said by nobody


async def test_what_was_undone_can_be_sent_again_but_not_pressed_again(ada):
    await ada.sends(connections(range(3)))
    preview = ada.last
    await ada.presses("Import")
    await ada.says("/undo")
    assert await ada.count() == 0
    assert "taken back" in await ada.presses("Import", preview)
    assert "taken back" in await ada.presses("Cancel", preview)
    await ada.sends(connections(range(3)))
    await ada.presses("Import")
    assert await ada.count() == 3


async def test_others_are_served_while_an_import_runs(ada, meet):
    bob = await meet("Bob")
    await ada.sends(connections(range(3000)))
    importing = asyncio.ensure_future(ada.presses("Import"))
    served = 0
    while not importing.done():
        await bob.says(f"/add Raj{served} Patel{served}")
        served += 1
    await importing
    assert served >= 3
