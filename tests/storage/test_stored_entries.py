"""What passed between people: entries, balances, and forgetting, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

from core.facts.account import Account, Choice, ContactChanged, EntriesAdded, Imported
from core.facts.digests import Pick
from core.facts.ids import ImportId
from core.facts.people import Balance, Contact, Direction, Entry
from core.store import Store
from tests.storage.made import HOUR, NOW, TODAY, deed, digest, favour, known, question, touch

GAVE, GOT = Direction.GAVE, Direction.GOT
YESTERDAY = TODAY - timedelta(days=1)


async def logged(store: Store, of: Account, *entries: Entry) -> None:
    async with store.write() as tx:
        await tx.people.add_entries(of.id, entries)


async def balance(store: Store, of: Account, contact: Contact) -> Balance | None:
    async with store.read() as tx:
        found = await tx.people.balances([of.id], [contact.id])
        assert found == [each for each in await tx.people.balances([of.id]) if each.contact_id == contact.id]
    return found[0] if found else None


async def test_entries_come_back_the_latest_first(store: Store, ada: Account) -> None:
    jane, raj = await known(store, ada, "Jane", "Raj")
    old = touch(jane, date(1999, 12, 31), "met 🦊 at\nwork", thanks=True)
    first = favour(jane, GOT, YESTERDAY, recorded_at=NOW - HOUR)
    second = favour(jane, GAVE, YESTERDAY)
    await logged(store, ada, first, old, second, touch(raj))
    async with store.read() as tx:
        assert await tx.people.entries(ada.id, jane.id, 10) == [second, first, old]
        assert await tx.people.entries(ada.id, jane.id, 1) == [second]


async def test_a_stranger_neither_reads_nor_writes_entries(store: Store, ada: Account, bob: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    kept = favour(jane, GOT)
    await logged(store, ada, kept)
    async with store.write() as tx:
        await tx.people.add_entries(bob.id, [touch(jane)])
        await tx.people.void_entries(bob.id, [kept.id], NOW)
        assert await tx.people.entries(bob.id, jane.id, 10) == []
        assert await tx.people.last_touches(bob.id, [jane.id]) == {}
        assert await tx.people.balances([bob.id], [jane.id]) == []
        assert await tx.people.balances([bob.id]) == []
        assert await tx.people.entries(ada.id, jane.id, 10) == [kept]


async def test_what_is_voided_counts_no_longer(store: Store, ada: Account) -> None:
    jane, raj = await known(store, ada, "Jane", "Raj")
    old, new = touch(jane, YESTERDAY), favour(jane, GOT)
    await logged(store, ada, old, new, touch(raj, YESTERDAY))
    async with store.write() as tx:
        assert await tx.people.last_touches(ada.id, [jane.id, raj.id]) == {jane.id: TODAY, raj.id: YESTERDAY}
        await tx.people.void_entries(ada.id, [new.id], NOW)
        assert await tx.people.last_touches(ada.id, [jane.id]) == {jane.id: YESTERDAY}
        assert await tx.people.entries(ada.id, jane.id, 10) == [old]
        assert await tx.people.balances([ada.id]) == []
        await tx.people.void_entries(ada.id, [old.id], NOW)
        assert await tx.people.last_touches(ada.id, [jane.id]) == {}


async def test_a_balance_counts_favours_and_knows_the_latest(store: Store, ada: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    assert await balance(store, ada, jane) is None
    await logged(store, ada, touch(jane), touch(jane, thanks=True))
    assert await balance(store, ada, jane) is None
    gave = favour(jane, GAVE, YESTERDAY)
    await logged(store, ada, favour(jane, GAVE, date(2026, 1, 1)), gave, favour(jane, GAVE, date(2026, 2, 1)))
    gave_only = Balance(contact_id=jane.id, gave=3, latest_gave=gave, thanked_on=TODAY)
    assert await balance(store, ada, jane) == gave_only
    got = favour(jane, GOT, TODAY, recorded_at=NOW + HOUR)
    await logged(store, ada, favour(jane, GOT, YESTERDAY), got)
    assert await balance(store, ada, jane) == replace(gave_only, got=2, latest_got=got, unthanked=got)


async def test_a_balance_knows_the_last_favour_got_but_two(store: Store, ada: Account) -> None:
    jane, raj = await known(store, ada, "Jane", "Raj")
    days = [date(2026, month, 1) for month in (1, 2, 3, 4)]
    mistake = favour(jane, GOT, TODAY)
    await logged(
        store, ada, *(favour(jane, GOT, day) for day in days), *(favour(raj, GOT, day) for day in days[:2])
    )
    await logged(store, ada, mistake)
    async with store.write() as tx:
        await tx.people.void_entries(ada.id, [mistake.id], NOW)
    async with store.read() as tx:
        third = {each.contact_id: each.third_got_on for each in await tx.people.balances([ada.id])}
    assert third == {jane.id: date(2026, 2, 1), raj.id: None}


async def test_thanks_cover_what_came_before_them(store: Store, ada: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    got = favour(jane, GOT)
    await logged(store, ada, touch(jane, YESTERDAY, thanks=True, recorded_at=NOW + HOUR), got)
    before = await balance(store, ada, jane)
    assert before is not None
    assert before.unthanked == got
    await logged(store, ada, touch(jane, TODAY, recorded_at=NOW + HOUR))
    assert await balance(store, ada, jane) == before
    await logged(store, ada, touch(jane, TODAY, thanks=True, recorded_at=NOW + HOUR))
    assert await balance(store, ada, jane) == replace(before, unthanked=None, thanked_on=TODAY)
    again = favour(jane, GOT, recorded_at=NOW + 2 * HOUR)
    await logged(store, ada, again)
    assert await balance(store, ada, jane) == replace(
        before, got=2, latest_got=again, unthanked=again, thanked_on=TODAY
    )


async def test_what_an_import_has_brought_hides_no_favour_that_is_owed(store: Store, ada: Account) -> None:
    jane, raj = await known(store, ada, "Jane", "Raj")
    owed = favour(jane, GOT, date(2026, 3, 1), recorded_at=NOW)
    theirs = [replace(favour(jane, GOT, day), import_id=ImportId("i")) for day in (YESTERDAY, TODAY)]
    only = replace(favour(raj, GOT), import_id=ImportId("i"))
    await logged(store, ada, owed, *theirs, only)
    before = await balance(store, ada, jane)
    assert before is not None
    assert (before.got, before.unthanked, before.latest_got, before.third_got_on) == (3, owed, owed, None)
    async with store.read() as tx:
        [of_raj] = await tx.people.balances([ada.id], [raj.id])
    assert (of_raj.got, of_raj.unthanked, of_raj.latest_got) == (1, None, only)
    await logged(store, ada, touch(jane, YESTERDAY, thanks=True, recorded_at=NOW + HOUR))
    thanked = await balance(store, ada, jane)
    assert thanked is not None
    assert thanked.unthanked is None


async def test_balances_of_many_accounts_at_once(store: Store, ada: Account, bob: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    [raj] = await known(store, bob, "Raj")
    await logged(store, ada, favour(jane, GAVE))
    await logged(store, bob, favour(raj, GAVE))
    async with store.read() as tx:
        both = await tx.people.balances([ada.id, bob.id])
        assert {each.contact_id for each in both} == {jane.id, raj.id}
        assert [each.contact_id for each in await tx.people.balances([ada.id, bob.id], [raj.id])] == [raj.id]


async def test_forgetting_leaves_no_trace(store: Store, ada: Account, bob: Account) -> None:
    jane, raj = await known(store, ada, "Jane", "Raj")
    [hers] = await known(store, bob, "Jane")
    await logged(store, ada, favour(jane, GOT), favour(raj, GOT))
    about_raj = deed(ada, EntriesAdded(entries=(), contacts=(raj.id,)))
    both = replace(deed(ada, EntriesAdded(entries=(), contacts=(raj.id, jane.id))), names=("Raj", "Jane"))
    imported = deed(ada, Imported(import_id=ImportId("i")))
    shown = digest(ada, jane, raj)
    asked = question(ada, choices=(Choice(label="{name}", name="Jane", line="/met Jane"),))
    async with store.write() as tx:
        for done in (
            deed(ada, ContactChanged(before=jane)),
            both,
            about_raj,
            imported,
        ):
            await tx.accounts.add_deed(done)
        await tx.accounts.ask(asked)
        await tx.digests.add_digests([shown])
        await tx.people.remove(ada.id, [jane.id])
    async with store.read() as tx:
        assert await tx.people.get(ada.id, [jane.id, raj.id]) == [raj]
        assert await tx.people.names(ada.id) == [(raj.id, "raj")]
        assert await tx.people.entries(ada.id, jane.id, 10) == []
        assert [each.contact_id for each in await tx.people.balances([ada.id])] == [raj.id]
        left_of_both = replace(both, names=("Raj",), steps=(EntriesAdded(entries=(), contacts=(raj.id,)),))
        assert await tx.accounts.deeds(ada.id, NOW) == [imported, about_raj, left_of_both]
        assert await tx.accounts.question(ada.id, asked.id) is None
        left = (Pick(contact_id=raj.id, reasons=(), score=1.5),)
        assert await tx.digests.digest(ada.id, shown.id) == replace(shown, picks=left)
        assert await tx.people.get(bob.id, [hers.id]) == [hers]
