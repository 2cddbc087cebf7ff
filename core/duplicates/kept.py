"""The pairs that /duplicates goes through, kept for some minutes: for twenty buttons everybody is compared once.

In memory only: after a restart everybody is compared again. What has changed since is seen when a pair is shown.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

from core.facts.ids import AccountId
from core.people.likely import Pair

_FOR = timedelta(minutes=10)
_MOST = 50  # accounts

_kept: OrderedDict[AccountId, tuple[Sequence[Pair], datetime]] = OrderedDict()


def keep(owner: AccountId, pairs: Sequence[Pair], now: datetime) -> None:
    """For ten minutes from now."""
    _kept[owner] = (pairs, now + _FOR)
    _kept.move_to_end(owner)
    if len(_kept) > _MOST:
        _kept.popitem(last=False)


def kept(owner: AccountId, now: datetime) -> Sequence[Pair] | None:
    """The likeliest first; None where they have to be looked for."""
    pairs, until = _kept.get(owner, (None, now))
    return pairs if now < until else None


def forget(owner: AccountId) -> None:
    """Look for them again the next time."""
    _kept.pop(owner, None)
