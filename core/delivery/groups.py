"""Where groups are written to: by the platform's word, and by what comes of writing there."""

from dataclasses import replace
from datetime import datetime

from core.facts.account import Identity
from core.store import Transaction


async def reached(tx: Transaction, platform: str, external_id: str, now: datetime) -> None:
    """Something has come out of a group, or has arrived there: what is owed to its club may go there, and what has
    changed meanwhile reaches its posts."""
    identity = await group_of(tx, platform, external_id)
    if identity is not None and not identity.reachable:
        await tx.accounts.change_identity(replace(identity, reachable=True))
        await tx.posts.try_again(identity.account_id, platform, identity.address, now)


async def moved(tx: Transaction, platform: str, old: str, new: str) -> None:
    """A group has another number from now on, and is written to there. Told twice is as good as once."""
    identity = await group_of(tx, platform, old)
    if identity is None:
        return
    if await tx.accounts.of(platform, new) is None:
        await tx.accounts.move_identity(identity, new, new)
    else:  # somebody has made a club of the new one already
        await tx.accounts.change_identity(replace(identity, reachable=False))


async def group_of(tx: Transaction, platform: str, external_id: str) -> Identity | None:
    """The group of that number, where it has a club."""
    known = await tx.accounts.of(platform, external_id)
    return known[0] if known is not None and known[0].group else None
