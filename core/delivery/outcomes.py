"""What becomes of a delivery: decided from what came back, and nothing is read or written here."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.delivery.sending import DeliveryError, Moved, Rejected, TryAgain, Uncertain, Unreachable, Wait
from core.facts.delivery import QUIET, Delivery, State

AGAIN_AFTER = timedelta(seconds=30)  # what may have arrived is sent once more
NONCE_TRIES = 4  # within half a minute: a platform remembers a nonce for some minutes
DATABASE_WAIT = timedelta(seconds=5)
MAX_STUMBLES = 3
STUMBLE_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(minutes=1)


def sent(delivery: Delivery, message_id: str, now: datetime) -> Delivery:
    return replace(delivery, state=State.SENT, message_id=message_id, error="", settled_at=now)


def put_off(delivery: Delivery, until: datetime, reason: str) -> Delivery:
    """It has not been tried, and waits."""
    return replace(delivery, state=State.PENDING, retry_at=until, error=reason)


def handed_back(delivery: Delivery) -> Delivery:
    """It was taken and not begun: whoever is next may have it at once, as if nothing had been."""
    return replace(delivery, state=State.PENDING)


def waits_for_database(delivery: Delivery, now: datetime) -> Delivery:
    return put_off(delivery, now + DATABASE_WAIT, "Unavailable")


def waits_for_quiet(delivery: Delivery, until: datetime) -> Delivery:
    return put_off(delivery, until, QUIET)


def skipped(delivery: Delivery, now: datetime) -> Delivery:
    """There is nothing left to say: not sent, and not told either."""
    return replace(delivery, state=State.SKIPPED, error="nothing left to say", settled_at=now)


def too_late(delivery: Delivery, now: datetime) -> Delivery:
    return _given_up(delivery, State.SKIPPED, "too late", now)


def refused(delivery: Delivery, error: DeliveryError, now: datetime, *, takes_nonce: bool) -> Delivery:
    """When it did not go; `delivery` counts the attempt already, if it was one."""
    reason = type(error).__name__
    match error:
        case Wait(retry_after=wait):
            return put_off(delivery, now + wait, reason)
        case Moved() | Unreachable():  # to the new address at once; or when they write again
            return put_off(delivery, now, reason)
        case TryAgain():  # as long as it is worth sending: an outage may last
            return put_off(delivery, now + _longer(delivery.attempts), reason)
        case Uncertain():
            return uncertain(delivery, reason, now, takes_nonce=takes_nonce)
        case Rejected():
            return _given_up(delivery, State.DEAD, reason, now)
        case _:
            return _given_up(delivery, State.DEAD, reason, now)


def uncertain(
    delivery: Delivery,
    reason: str,
    now: datetime,
    *,
    takes_nonce: bool,
    otherwise: State = State.UNCERTAIN,
) -> Delivery:
    """It may have arrived. Where the platform shows it once anyway, it is tried again; elsewhere once more, and
    marked so, if its kind is one of those that may be seen twice (DESIGN.md, «Uncertain»)."""
    if takes_nonce and delivery.attempts < NONCE_TRIES:
        return put_off(delivery, now + _longer(delivery.attempts - 1), reason)
    if delivery.kind.repeats and not delivery.again:
        return put_off(replace(delivery, again=True), now + AGAIN_AFTER, reason)
    return _given_up(delivery, otherwise, reason, now)


def stumbled(delivery: Delivery, reason: str, now: datetime) -> Delivery:
    """A mistake of ours before it was sent: a few more tries, then somebody must look."""
    tried = replace(delivery, attempts=delivery.attempts + 1)
    if tried.attempts < MAX_STUMBLES:
        return put_off(tried, now + STUMBLE_WAIT, reason)
    return _given_up(tried, State.DEAD, reason, now)


def _given_up(delivery: Delivery, state: State, reason: str, now: datetime) -> Delivery:
    return replace(delivery, state=state, error=reason, settled_at=now, untold=delivery.kind.is_told)


def _longer(attempts: int) -> timedelta:
    """Five seconds, and twice as long each time.

    >>> [str(_longer(attempts)) for attempts in (0, 1, 2, 99)]
    ['0:00:05', '0:00:10', '0:00:20', '0:01:00']
    """
    return min(timedelta(seconds=5 * 2 ** min(attempts, 10)), LONGEST_WAIT)
