"""Those who come to mind first: met lately, due, or with a name that begins like what is typed."""

from datetime import date, timedelta

from core.facts.account import Account
from core.store import Store
from tests.storage.made import TODAY, contact, known, signed_up


async def test_lately_and_due(store: Store, ada: Account) -> None:
    eve = await signed_up(store, platform="discord")
    await known(
        store,
        ada,
        contact(ada, "Jane", quiet_since=TODAY - timedelta(days=3), due_on=TODAY),
        contact(ada, "Raj", quiet_since=TODAY, due_on=TODAY + timedelta(days=1)),
        contact(ada, "Zoë", quiet_since=date(2020, 1, 1), due_on=date(2021, 1, 1)),
        contact(ada, "Tom", quiet_since=date(2019, 1, 1)),
    )
    await known(store, eve, contact(eve, "Secret", quiet_since=TODAY, due_on=TODAY))
    async with store.read() as tx:
        assert [each.name for each in await tx.people.lately(ada.id, 3)] == ["Raj", "Jane", "Zoë"]
        assert [each.name for each in await tx.people.due(ada.id, TODAY, 9)] == ["Zoë", "Jane"]
        assert [each.name for each in await tx.people.due(ada.id, TODAY, 1)] == ["Zoë"]


async def test_parts_of_names_from_a_letter_on(store: Store, ada: Account) -> None:
    eve = await signed_up(store, platform="discord")
    jane, _raj = await known(store, ada, contact(ada, "Zoë van Doe", aliases=("Vanny",)), "Raj Patel")
    await known(store, eve, "Victor")
    async with store.read() as tx:
        assert sorted(await tx.people.parts(ada.id, "V")) == [(jane.id, "van doe"), (jane.id, "vanny")]
        assert list(await tx.people.parts(ada.id, "zoe v")) == [(jane.id, "zoe van doe")]
        assert list(await tx.people.parts(ada.id, "%")) == []
