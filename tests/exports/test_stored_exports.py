"""What is read for an export: of one account, all of it, without what was voided, however many people there are."""

from core.facts.exports import Holdings
from core.facts.ids import AccountId
from core.store import Store
from storage.exports import PEOPLE
from tests.exports.networks import keep, large
from tests.storage.made import NOW, TODAY, contact, known, signed_up, touch


async def test_chapter_by_chapter(store: Store) -> None:
    ada, bob = await signed_up(store), await signed_up(store)
    # Namesakes, too: the next chapter goes on in the middle of them.
    people = [contact(ada, f"Jane {number // 300}") for number in range(PEOPLE * 2 + 3)]
    await known(store, ada, *people)
    await known(store, bob, "Jane")
    async with store.read() as tx:
        chapters = [chapter async for chapter in tx.exports.chapters(ada.id)]
    found = [each for chapter in chapters for each in chapter.contacts]
    assert [len(chapter.contacts) for chapter in chapters] == [PEOPLE, PEOPLE, 3]
    assert found == sorted(people, key=lambda each: (each.name.lower(), each.id))


async def test_without_what_was_voided(store: Store) -> None:
    ada = await signed_up(store)
    [jane] = await known(store, ada, "Jane")
    async with store.write() as tx:
        entry = touch(jane)
        await tx.people.add_entries(ada.id, [entry, voided := touch(jane, TODAY)])
        await tx.people.void_entries(ada.id, [voided.id], NOW)
    async with store.read() as tx:
        [chapter] = [chapter async for chapter in tx.exports.chapters(ada.id)]
        assert chapter.entries == {jane.id: [entry]}
        assert await tx.exports.holdings(ada.id) == Holdings(people=1, touches=1)


async def test_how_much_there_is(store: Store) -> None:
    whole = large()
    await keep(store, whole)
    async with store.read() as tx:
        held = await tx.exports.holdings(whole.account.id)
        nobody = await tx.exports.holdings(AccountId("nobody"))
        assert await tx.exports.network(AccountId("nobody")) is None
    assert held == Holdings(people=2, touches=2, favours=2, reminders=2, asks=1, promises=1, events=1, targets=1)
    assert nobody.nothing
    assert not held.nothing
