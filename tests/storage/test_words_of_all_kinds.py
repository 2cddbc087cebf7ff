"""Whatever people type is kept, on both databases: every script, emoji, control characters, far too much of it."""

from typing import Any

import pytest

from core.facts.account import Account, Choice, ContactChanged
from core.facts.keys import KeyKind, fold
from core.facts.people import Contact, Handle
from core.facts.recurrence import Frequency, Recurrence
from core.store import Store
from storage.columns import Packer, storable
from tests.storage.made import NOW, contact, deed, known, question, touch

NAMES = {
    "accents": "José Ñoño-O'Brien",
    "right to left": "محمد \u202eمقلوب",
    "chinese": "张伟",
    "emoji": "👩‍👩‍👧‍👦🦊",
    "combining": "Z̷̢̛o̶e",
    "markup": '<b>_*Bob*_</b> & "co" {name} %s \\',
    "newlines": "\n\r\n\t",
    "wildcards": "100%_\\",
    "astral": "\U0010fffd",
    "long": "x" * 10_000,
    "long and wide": "🦊" * 10_000,
    "sql": "'; DROP TABLE contacts; --",
    "json escapes": "\\u0000 \\ud800 \\n",
    "empty": "",
}


def everywhere(of: Account, name: str) -> Contact:
    handle = Handle(kind="website", value=name)
    rest = {"aliases": (name,), "company": name, "title": name, "how_met": name, "notes": name, "tags": (name,)}
    return contact(of, name, handles=(handle,), **rest)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_it_comes_back_as_it_was_and_is_found(store: Store, ada: Account, name: str) -> None:
    jane = everywhere(ada, name)
    done = deed(ada, ContactChanged(before=jane), what=name, names=(name,))
    asked = question(ada, values={"what": name}, choices=(Choice(label=name, name=name, line=name),))
    met = touch(jane, what=name)
    async with store.write() as tx:
        await tx.people.add([jane])
        await tx.people.add_entries(ada.id, [met])
        await tx.accounts.add_deed(done)
        await tx.accounts.ask(asked)
    async with store.read() as tx:
        assert await tx.people.get(ada.id, [jane.id]) == [jane]
        assert await tx.people.entries(ada.id, jane.id, 1) == [met]
        assert await tx.accounts.deeds(ada.id, NOW) == [done]
        assert await tx.accounts.question(ada.id, asked.id) == asked
        assert await tx.people.search(ada.id, fold(name).split(), 10, 0) == [jane]
        assert await tx.people.tagged(ada.id, name) == ([jane] if fold(name) else [])
        if fold(name):
            assert await tx.people.starting(ada.id, [fold(name)[:50]]) == [jane]
            assert await tx.people.labels(ada.id, KeyKind.TAG, name, 1) == [name]
            link = [f"website:{name.casefold()}"]
            assert [found for _key, found in await tx.people.with_key(ada.id, KeyKind.LINK, link)] == [jane.id]


@pytest.mark.parametrize("name", ["J\0ane", "J\ud800ane", "\udfffJane\0"])
async def test_what_no_database_can_hold_is_left_out(store: Store, ada: Account, name: str) -> None:
    """PostgreSQL refuses NUL in text; half a surrogate pair is no UTF-8. Both engines lose the same."""
    jane = everywhere(ada, name)
    done = deed(ada, ContactChanged(before=jane), names=(name,))
    async with store.write() as tx:
        await tx.people.add([jane])
        await tx.accounts.add_deed(done)
    clean = everywhere(ada, "Jane")
    async with store.read() as tx:
        [found] = await tx.people.get(ada.id, [jane.id])
        assert (found.name, found.aliases, found.handles) == (clean.name, clean.aliases, clean.handles)
        [kept] = await tx.accounts.deeds(ada.id, NOW)
        assert kept.names == ("Jane",)
        assert kept.steps == (ContactChanged(before=found),)
        assert await tx.people.starting(ada.id, [fold(name)]) == [found]
        assert await tx.people.search(ada.id, [fold(name)], 10, 0) == [found]
        assert [each for _key, each in await tx.people.with_key(ada.id, KeyKind.TAG, [fold(name)])] == [jane.id]


async def test_forged_ids_find_nothing(store: Store, ada: Account) -> None:
    await known(store, ada, "Jane")
    async with store.read() as tx:
        for forged in ("\0", "\ud800", "'", "x" * 100_000):
            assert await tx.people.get(ada.id, [forged]) == []  # type: ignore[list-item]
            assert await tx.accounts.question(ada.id, forged) is None  # type: ignore[arg-type]
            assert await tx.accounts.of("telegram", forged) is None


def test_storable_text_is_left_alone() -> None:
    for name in NAMES.values():
        assert storable(name) == name


def test_packing_is_exact() -> None:
    packer = Packer(tuple[str, ...])
    names = tuple(NAMES.values())
    assert packer.unpack(packer.pack(names)) == names


@pytest.mark.parametrize("forged", [{"interval": 1.5}, {"month_days": (1, 1.5)}, {"times": ("09:00",)}])
def test_what_would_not_come_back_is_not_kept(forged: dict[str, Any]) -> None:
    """One reminder that cannot be read would hold up everybody's; and what it says is nobody else's business."""
    wrong = Recurrence(**{"freq": Frequency.DAILY, "start": NOW.date(), **forged})
    with pytest.raises(TypeError, match="its column cannot hold") as told:
        Packer(Recurrence).pack(wrong)
    assert told.value.__suppress_context__
