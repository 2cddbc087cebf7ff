"""Catching up: somebody who could not be reached writes again, and hears what they have missed meanwhile."""

from datetime import datetime, timedelta

from core.delivery.mornings import in_digest_from
from core.facts.account import Account
from core.facts.delivery import Delivery, Kind
from core.facts.ids import DeliveryId, new_id
from core.store import Transaction

WORTH_SENDING = timedelta(hours=24)


async def catch_up(tx: Transaction, account: Account, now: datetime) -> Account:
    """Owe them what they have missed, in the transaction in which they write again; the account as it is then.

    The delivery goes after what is still worth sending, since that was due before; what it says is then all that
    never went (`tx.deliveries.untold`). Nothing missed, nothing sent. Should it come to nothing itself, the next
    digest tells it: while nobody could hear it, none was asked to.
    """
    delivery = Delivery(
        id=DeliveryId(new_id()),
        account_id=account.id,
        kind=Kind.CATCH_UP,
        key=f"catch-up:{now.isoformat()}",
        subject="",
        due_at=now,
        not_after=now + WORTH_SENDING,
    )
    await tx.deliveries.add([delivery])
    account = in_digest_from(account, now)
    await tx.accounts.schedule_digests([account])
    return account
