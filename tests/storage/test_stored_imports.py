"""Storage: imports, what they changed, and the way back; events, targets and pairs that are two people."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from core.facts.events import Rsvp
from core.facts.ids import ImportId
from core.facts.imports import (
    Chosen,
    Exchange,
    Found,
    FoundEntry,
    Haul,
    ImportState,
    Part,
    Passed,
    Remark,
    Skipped,
    Table,
)
from core.facts.keys import KeyKind
from core.facts.people import Handle, Origin
from core.facts.targets import Target
from tests.storage import made
from tests.storage.made import NOW, TODAY

HAUL = Haul(
    files=("LinkedIn: Connections.csv",),
    found=(
        Found(
            name="Zoë 🦊",
            origins=("linkedin:zoe|2018-11-04",),
            handles=(Handle(kind="email", value="zoe@example.org"),),
            exchanges=(Exchange(via="LinkedIn", sent_on=TODAY, received_or=TODAY),),
            entries=(FoundEntry(passed=Passed.GOT, on=TODAY, what="recommendation"),),
        ),
    ),
    skipped=(Skipped(where="Connections.csv", line=7, why="hidden"),),
    remarks=(Remark(message="old", values={"a": "b"}, plural="olds", n=2),),
    table=Table(where="x.csv", header=("a",), rows=((2, ("b",)),), means=("name",)),
)


@pytest.fixture
async def ada(store):
    account = made.account()
    async with store.write() as tx:
        await tx.accounts.add(account, made.identity(account, "telegram"))
    return account


async def test_what_was_read_and_chosen_comes_back_as_it_was(store, ada):
    chosen = Chosen(without=frozenset({Part.EVENTS}), same={3: None}, month_first=True)
    staged = made.staged(ada, haul=HAUL, chosen=chosen)
    async with store.write() as tx:
        await tx.imports.add(staged)
    async with store.read() as tx:
        assert await tx.imports.get(ada.id, staged.id) == staged
        assert await tx.imports.open(ada.id, NOW) == staged
        assert await tx.imports.state(ada.id, staged.id) is ImportState.STAGED


async def test_a_stranger_s_import_is_no_import(store, ada):
    other, staged = made.account(), made.staged(ada, haul=HAUL)
    async with store.write() as tx:
        await tx.accounts.add(other, made.identity(other, "discord"))
        await tx.imports.add(staged)
        await tx.imports.change(replace(staged, account_id=other.id, state=ImportState.DONE))
    async with store.read() as tx:
        assert await tx.imports.get(other.id, staged.id) is None
        assert await tx.imports.state(other.id, staged.id) is None
        assert await tx.imports.open(other.id, NOW) is None
        assert await tx.imports.get(ada.id, staged.id) == staged


async def test_a_change_leaves_the_haul_until_it_is_not_needed_any_more(store, ada):
    staged = made.staged(ada, haul=HAUL)
    async with store.write() as tx:
        await tx.imports.add(staged)
        await tx.imports.change(running := replace(staged, state=ImportState.RUNNING, haul=Haul(), added=2))
    async with store.write() as tx:
        assert await tx.imports.get(ada.id, staged.id) == replace(running, haul=HAUL)
        assert await tx.imports.open(ada.id, NOW) is None
        await tx.imports.keep_haul(replace(running, haul=Haul(files=("b",))))
    async with store.write() as tx:
        assert (await tx.imports.get(ada.id, staged.id)).haul == Haul(files=("b",))
        await tx.imports.change(done := replace(running, state=ImportState.DONE, keep_up={"mutual": ("x", "y")}))
    async with store.read() as tx:
        assert await tx.imports.get(ada.id, staged.id) == done


async def test_only_what_was_staged_lately_is_open(store, ada):
    staged = made.staged(ada, staged_at=NOW - timedelta(hours=2))
    async with store.write() as tx:
        await tx.imports.add(staged)
    async with store.read() as tx:
        assert await tx.imports.open(ada.id, NOW - timedelta(hours=1)) is None


async def test_changes_keep_the_first_before_and_the_last_after(store, ada):
    staged, jane = made.staged(ada), made.contact(ada, "Jane Doe")
    second, third = replace(jane, company="IBM"), replace(jane, company="Shopify")
    async with store.write() as tx:
        await tx.imports.add(staged)
        await tx.people.add([jane])
        await tx.imports.note_changes(staged.id, [(jane, second)])
        await tx.imports.note_changes(staged.id, [(second, third)])
    async with store.write() as tx:
        assert await tx.imports.changes(ada.id, staged.id) == [(jane, third)]
        assert await tx.imports.changes(made.account().id, staged.id) == []
        await tx.people.remove(ada.id, [jane.id])
        assert await tx.imports.changes(ada.id, staged.id) == []


async def test_taking_back_voids_its_entries_and_drops_its_events_and_nobody_else_s(store, ada):
    brought, other, jane = ImportId("one"), ImportId("two"), made.contact(ada, "Jane")
    entries = [replace(made.touch(jane, on=TODAY), import_id=each) for each in (brought, other, None)]
    events = [made.event(ada, import_id=each) for each in (brought, other, None)]
    async with store.write() as tx:
        await tx.people.add([jane])
        await tx.people.add_entries(ada.id, entries)
        assert await tx.events.add(events) == 3
        assert await tx.imports.take_back(made.account().id, brought, NOW) == []
        assert await tx.imports.take_back(ada.id, brought, NOW) == [jane.id]
    async with store.read() as tx:
        left = await tx.people.entries(ada.id, jane.id, 10)
        assert {each.import_id for each in left} == {other, None}
        assert {each.import_id for each in await tx.events.coming(ada.id, date.min, 10)} == {other, None}


async def test_an_event_is_added_once_and_counted_by_the_day_on_which_it_ends(store, ada):
    long = made.event(ada, on=TODAY - timedelta(days=2), until_on=TODAY, rsvp=Rsvp.MAYBE)
    over, coming = made.event(ada, on=TODAY - timedelta(days=1)), made.event(ada, on=TODAY + timedelta(days=1))
    async with store.write() as tx:
        assert await tx.events.add([coming, long, over]) == 3
        assert await tx.events.add([replace(made.event(ada), origin=long.origin)]) == 0
    async with store.read() as tx:
        assert await tx.events.coming(ada.id, TODAY, 10) == [long, coming]
        assert await tx.events.coming(ada.id, TODAY, 10, 1) == [coming]
        assert await tx.events.past(ada.id, TODAY, 10) == [over]
        assert await tx.events.count(ada.id, TODAY) == (2, 1)
        assert await tx.events.count(made.account().id, TODAY) == (0, 0)


async def test_what_has_no_hour_comes_before_what_has_one(store, ada):
    late, early, all_day = (made.event(ada, at=at) for at in (time(18), time(9), None))
    async with store.write() as tx:
        await tx.events.add([late, all_day, early])
    async with store.read() as tx:
        assert await tx.events.coming(ada.id, date.min, 10) == [all_day, early, late]
        assert await tx.events.past(ada.id, date.max, 10) == [late, early, all_day]


async def test_a_target_is_there_once_however_it_is_written(store, ada):
    target = Target(account_id=ada.id, company="IBM", added_at=NOW)
    async with store.write() as tx:
        assert await tx.targets.add(target)
        assert not await tx.targets.add(replace(target, company="i b m".replace(" ", "")))
        assert await tx.targets.of(ada.id) == [target]
        assert not await tx.targets.remove(made.account().id, "IBM")
        assert await tx.targets.remove(ada.id, "ibm")
        assert not await tx.targets.remove(ada.id, "ibm")


async def test_who_is_not_who_is_remembered_until_one_is_gone(store, ada):
    one, other = made.contact(ada, "Jane Doe"), made.contact(ada, "Jane Doe")
    async with store.write() as tx:
        await tx.people.add([one, other])
        await tx.apart.note(ada.id, [(one.id, other.id)])
        await tx.apart.note(ada.id, [(other.id, one.id)])
        assert await tx.apart.pairs(ada.id) == {frozenset((one.id, other.id))}
        assert await tx.apart.pairs(made.account().id) == set()


async def test_somebody_is_found_by_what_an_import_calls_them(store, ada):
    jane = made.contact(ada, "Jane", origins=(Origin(keys=("x:222000111", "linkedin:a|b"), said=("abc",)),))
    async with store.write() as tx:
        await tx.people.add([jane])
    async with store.read() as tx:
        found = await tx.people.with_key(ada.id, KeyKind.ORIGIN, ["x:222000111", "x:1"])
        assert [contact_id for _key, contact_id in found] == [jane.id]
        assert await tx.people.get(ada.id, [jane.id]) == [jane]


async def test_a_big_haul_is_staged(store, ada):
    kept = made.staged(ada, haul=Haul(found=tuple(Found(name=f"Jane {i}", line=i) for i in range(30_000))))
    async with store.write() as tx:
        await tx.imports.add(kept)
    async with store.read() as tx:
        assert await tx.imports.get(ada.id, kept.id) == kept


async def test_a_haul_of_many_pieces_comes_back_as_it_was(store, ada):
    table = Table(where="x.csv", header=("a",), rows=tuple((i, ("b",)) for i in range(2_500)), means=("name",))
    waiting = tuple(Found(name=f"Bob {i}") for i in range(1_001))
    haul = replace(HAUL, found=HAUL.found * 2_300, table=table, waiting=waiting, own="{}")
    staged = made.staged(ada, haul=haul)
    async with store.read() as tx:
        packed = await tx.imports.packed(haul)
        assert packed == await tx.imports.packed(haul)
    async with store.write() as tx:
        await tx.imports.add(staged, packed)
    async with store.read() as tx:
        assert (await tx.imports.get(ada.id, staged.id)).haul == haul


async def test_an_import_is_open_as_it_was_seen_until_something_of_it_changes(store, ada):
    staged = made.staged(ada, haul=HAUL)
    async with store.read() as tx:
        assert await tx.imports.is_open(ada.id, NOW, None)
        assert not await tx.imports.is_open(ada.id, NOW, staged)
    async with store.write() as tx:
        await tx.imports.add(staged)
    for change in ("change", "keep_haul"):
        async with store.write() as tx:
            seen = await tx.imports.open(ada.id, NOW)
            assert await tx.imports.is_open(ada.id, NOW, seen)
            assert not await tx.imports.is_open(ada.id, NOW, None)
            await getattr(tx.imports, change)(seen)
            assert not await tx.imports.is_open(ada.id, NOW, seen)


async def test_what_later_imports_have_changed_in_the_same_people(store, ada):
    first = made.staged(ada, state=ImportState.DONE)
    later = made.staged(ada, state=ImportState.DONE, staged_at=NOW + timedelta(hours=1))
    undone = made.staged(ada, state=ImportState.UNDONE, staged_at=NOW + timedelta(hours=2))
    jane, added = made.contact(ada, "Jane"), made.contact(ada, "Bob", import_id=first.id)
    other = made.contact(ada, "Zoë")
    async with store.write() as tx:
        for each in (first, later, undone):
            await tx.imports.add(each)
        await tx.people.add([jane, added, other])
        became = {each.id: replace(each, company="IBM") for each in (jane, added, other)}
        await tx.imports.note_changes(first.id, [(jane, became[jane.id])])
        for each in (later, undone):
            await tx.imports.note_changes(each.id, [(who, became[who.id]) for who in (jane, added, other)])
    async with store.write() as tx:
        found = await tx.imports.later_changes(ada.id, first.id)
        assert {(of, before.id) for of, before, _after in found} == {(later.id, jane.id), (later.id, added.id)}
        assert await tx.imports.later_changes(ada.id, later.id) == []
        assert await tx.imports.later_changes(made.account().id, first.id) == []
        await tx.imports.rewrite_changes([(later.id, replace(jane, title="was"), replace(jane, title="became"))])
    async with store.read() as tx:
        changes = {
            before.id: (before.title, after.title) for before, after in await tx.imports.changes(ada.id, later.id)
        }
        assert changes == {jane.id: ("was", "became"), added.id: ("", ""), other.id: ("", "")}


async def test_only_what_is_done_is_kept_for_long_and_not_what_it_has_changed(store, ada):
    done, waiting = made.staged(ada, state=ImportState.DONE), made.staged(ada)
    jane = made.contact(ada, "Jane")
    async with store.write() as tx:
        for each in (done, waiting):
            await tx.imports.add(each)
        await tx.people.add([jane])
        await tx.imports.note_changes(done.id, [(jane, jane)])
        await tx.imports.tidy(NOW, NOW)
        assert await tx.imports.changes(ada.id, done.id) == [(jane, jane)]
        await tx.imports.tidy(NOW + timedelta(hours=1), NOW)
        assert await tx.imports.changes(ada.id, done.id) == []
        assert await tx.imports.state(ada.id, done.id) is ImportState.DONE
        assert await tx.imports.state(ada.id, waiting.id) is None
        await tx.imports.tidy(NOW + timedelta(hours=1), NOW + timedelta(hours=1))
        assert await tx.imports.state(ada.id, done.id) is None


async def test_what_the_owner_took_away_was_noted_and_what_went_with_its_import_was_not(store, ada):
    brought, undone, jane = ImportId("one"), ImportId("two"), made.contact(ada, "Jane")
    stands, voided, own, gone = (
        replace(made.touch(jane, on=TODAY), import_id=each) for each in (brought, brought, None, undone)
    )
    async with store.write() as tx:
        await tx.people.add([jane])
        await tx.people.add_entries(ada.id, [stands, voided, own, gone])
        await tx.people.void_entries(ada.id, [voided.id, own.id], NOW)
        await tx.imports.take_back(ada.id, undone, NOW)
    async with store.read() as tx:
        assert {each.id for each in await tx.people.ever_noted(ada.id, [jane.id])} == {stands.id, voided.id}
        assert {each.id for each in await tx.people.entries_with(ada.id, [jane.id])} == {stands.id}
