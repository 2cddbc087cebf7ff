"""Two processes, one for each platform: a delivery is left to the one that serves the platform preferred."""

from dataclasses import replace

from core.delivery.outbox import Outbox
from core.store import Store
from tests.conftest import Clock
from tests.delivery.owed import TOLD, owe, owed
from tests.linking.chats import Recording
from tests.storage.made import identity, signed_up


async def test_it_is_left_to_the_platform_that_is_preferred(store: Store, clock: Clock) -> None:
    ada = await signed_up(store, "telegram", deliver_to="discord")
    there = identity(await signed_up(store, "discord"), "discord")
    async with store.write() as tx:
        await tx.linking.take_identity("discord", there.external_id, ada.id)
    await owe(store, owed(ada, clock()))
    telegram, discord = Recording(), Recording()
    outbox = Outbox(store, clock, TOLD)
    assert await outbox.deliver({"telegram": telegram}) == 0
    assert await outbox.deliver({"discord": discord}) == 1
    assert (len(telegram.sent), len(discord.sent)) == (0, 1)
    async with store.write() as tx:
        await tx.accounts.change_identity(replace(there, account_id=ada.id, reachable=False))
    await owe(store, owed(ada, clock()))
    assert await outbox.deliver({"discord": discord}) == 0
    assert await outbox.deliver({"telegram": telegram}) == 1
