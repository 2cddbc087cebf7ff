"""Catching up: somebody who could not be reached writes again, and hears what they have missed meanwhile."""

from datetime import datetime, timedelta

from core.facts.delivery import Delivery, Kind
from core.facts.ids import AccountId, DeliveryId, new_id

WORTH_SENDING = timedelta(hours=24)


def catch_up(account_id: AccountId, now: datetime) -> Delivery:
    """The delivery that is added when they write again, in that transaction.

    It goes after what is still worth sending, since that was due before; what it says is then all that never went
    (`tx.deliveries.untold`). Nothing missed, nothing sent.
    """
    return Delivery(
        id=DeliveryId(new_id()),
        account_id=account_id,
        kind=Kind.CATCH_UP,
        key=f"catch-up:{now.isoformat()}",
        subject="",
        due_at=now,
        not_after=now + WORTH_SENDING,
    )
