"""Groups that we are put into and out of, by the platform's word: nothing is sent where nobody of us is."""

from dataclasses import replace
from datetime import datetime

from core.delivery.groups import group_of, moved, reached
from core.store import Store


async def join(store: Store, platform: str, external_id: str, now: datetime) -> None:
    """We are in a group, perhaps again, or may write there again: what is owed to its club may go there."""
    async with store.write() as tx:
        await reached(tx, platform, external_id, now)


async def leave(store: Store, platform: str, external_id: str) -> None:
    """We are not in a group any more: nothing more goes there. What its club has is kept."""
    async with store.write() as tx:
        identity = await group_of(tx, platform, external_id)
        if identity is not None and identity.reachable:
            await tx.accounts.change_identity(replace(identity, reachable=False))


async def move(store: Store, platform: str, old: str, new: str) -> None:
    """A group has another number from now on, and is written to there. Told twice is as good as once."""
    async with store.write() as tx:
        await moved(tx, platform, old, new)
