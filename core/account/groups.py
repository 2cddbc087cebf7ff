"""Groups that we are put into and out of, by the platform's word: nothing is sent where nobody of us is."""

from dataclasses import replace

from core.facts.account import Identity
from core.store import Store, Transaction


async def join(store: Store, platform: str, external_id: str) -> None:
    """We are in a group, perhaps again: what is owed to its club may go there."""
    async with store.write() as tx:
        await _reach(tx, platform, external_id, reachable=True)


async def leave(store: Store, platform: str, external_id: str) -> None:
    """We are not in a group any more: nothing more goes there. What its club has is kept."""
    async with store.write() as tx:
        await _reach(tx, platform, external_id, reachable=False)


async def move(store: Store, platform: str, old: str, new: str) -> None:
    """A group has another number from now on, and is written to there. Told twice is as good as once."""
    async with store.write() as tx:
        identity = await _group(tx, platform, old)
        if identity is None:
            return
        if await tx.accounts.of(platform, new) is None:
            await tx.accounts.move_identity(identity, new, new)
        else:  # somebody has made a club of the new one already
            await tx.accounts.change_identity(replace(identity, reachable=False))


async def _reach(tx: Transaction, platform: str, external_id: str, *, reachable: bool) -> None:
    identity = await _group(tx, platform, external_id)
    if identity is not None and identity.reachable != reachable:
        await tx.accounts.change_identity(replace(identity, reachable=reachable))


async def _group(tx: Transaction, platform: str, external_id: str) -> Identity | None:
    known = await tx.accounts.of(platform, external_id)
    return known[0] if known is not None and known[0].group else None
