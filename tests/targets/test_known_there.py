"""Who is known at a company: by whole words of its name, and those spoken to last first."""

from datetime import date, timedelta

from core.facts.people import Status
from core.store import Store
from tests.storage import made
from tests.storage.made import TODAY, known


async def test_whole_words_and_the_warmest_first(store: Store) -> None:
    account, other = await made.signed_up(store), await made.signed_up(store, "discord")
    spoke = [None, TODAY, TODAY - timedelta(days=9), date(2020, 1, 1)]
    there = [made.contact(account, f"p{n}", company="IBM", last_touch_on=day) for n, day in enumerate(spoke)]
    canada = made.contact(account, "c", company="Ibm  Canada", last_touch_on=TODAY - timedelta(days=1))
    silent = made.contact(account, "d", company="IBM", status=Status.DO_NOT_CONTACT, last_touch_on=TODAY)
    await known(store, account, *there, canada, silent, made.contact(account, "x", company="IBMX"))
    await known(store, other, made.contact(other, "o", company="IBM"))
    async with store.read() as tx:
        found = await tx.targets.people(account.id, ["ibm", "ibmx", "google"], 3)
        assert found["ibm"] == (5, [there[1], canada, there[2]])
        assert found["ibmx"][0] == 1
        assert "google" not in found
        assert await tx.targets.people(account.id, [], 3) == {}
