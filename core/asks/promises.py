"""A promise's life, and from which days on a digest speaks of it: when it is due, then again while it is open.

After the third time more it is left alone: it stays in /promises.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.facts.account import Account
from core.facts.asks import Promise, PromiseState
from core.facts.digests import Because
from core.facts.ids import EntryId
from core.people.tuning import days_of

_MORE = 3  # times that an open promise is brought up after it was due
_UNDATED = (1, 2, 4)  # times the rule's days, for a promise without a day


def begun(promise: Promise, account: Account, today: date) -> Promise:
    """The promise, with the first day, today at the earliest, on which it is brought up."""
    return replace(promise, next_on=_first(promise, account, today))


def kept(promise: Promise, today: date, entry_id: EntryId) -> Promise:
    """`entry_id` is the favour that keeping it was."""
    return replace(promise, state=PromiseState.KEPT, closed_on=today, entry_id=entry_id, next_on=None)


def dropped(promise: Promise, today: date) -> Promise:
    return replace(promise, state=PromiseState.DROPPED, closed_on=today, next_on=None)


def moved(promise: Promise, account: Account, today: date, due_on: date) -> Promise:
    """The promise with another day."""
    return begun(replace(promise, due_on=due_on), account, today)


def spoken(promise: Promise, account: Account, today: date) -> Promise:
    """The promise after a digest of today has spoken of it."""
    return replace(promise, next_on=_first(promise, account, today + timedelta(days=1)))


def is_waiting(promise: Promise, account: Account, today: date) -> bool:
    """Whether it is to be brought up today, or was before and is still open."""
    return any(day <= today for day in _days(promise, account))


def _first(promise: Promise, account: Account, day: date) -> date | None:
    return min((each for each in _days(promise, account) if each >= day), default=None)


def _days(promise: Promise, account: Account) -> Sequence[date]:
    """The last digest's day before it is due, the due day, and so many days after that, three times."""
    every = days_of(account, Because.PROMISE)
    if promise.due_on is None:
        return [promise.promised_on + timedelta(days=every * each) for each in _UNDATED]
    due = promise.due_on
    week = (due - timedelta(days=each) for each in range(7))
    last = next((each for each in week if each.weekday() in account.digest_days), due)
    return [last, *(due + timedelta(days=every * each) for each in range(_MORE + 1))]
