"""Stored texts of drafts."""

import pytest

from core.facts.account import Account
from core.facts.drafts import Template
from core.store import ReadOnly, Store


async def test_one_text_for_each_occasion(store: Store, ada: Account, bob: Account) -> None:
    first = Template(account_id=ada.id, occasion="thanks", text="Thanks, {first} 🦊")
    other = Template(account_id=ada.id, occasion="birthday", text="“Happy” [day]")
    bobs = Template(account_id=bob.id, occasion="thanks", text="Ta")
    changed = Template(account_id=ada.id, occasion="thanks", text="Many thanks")
    async with store.write() as tx:
        for each in (first, other, bobs):
            await tx.templates.save(each)
        assert await tx.templates.of(ada.id) == [other, first]
        await tx.templates.save(changed)
    async with store.write() as tx:
        assert await tx.templates.of(ada.id) == [other, changed]
        await tx.templates.remove(ada.id, "birthday")
        await tx.templates.remove(ada.id, "nothing")
        await tx.templates.remove(bob.id, "birthday")
    async with store.read() as tx:
        assert await tx.templates.of(ada.id) == [changed]
        assert await tx.templates.of(bob.id) == [bobs]


async def test_reading_writes_nothing(store: Store, ada: Account) -> None:
    async with store.read() as tx:
        with pytest.raises(ReadOnly):
            await tx.templates.save(Template(account_id=ada.id, occasion="thanks", text=""))
