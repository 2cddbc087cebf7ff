"""When an account's next digest is: a wall time in its zone, derived anew each time, never chained in UTC."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.facts.account import Account


def next_digest(account: Account, now: datetime) -> datetime | None:
    """The first digest strictly after `now` (aware UTC); None without a zone, without days, or while paused.

    A time that the clocks skip in spring moves forward; one that comes twice in autumn is the first of the
    two (DESIGN.md, «Time»). A digest within the quiet hours waits for their end.
    """
    if account.timezone is None or not account.digest_days:
        return None
    if account.paused and account.paused_until is None:
        return None
    zone = ZoneInfo(account.timezone)
    day = now.astimezone(zone).date()
    if account.digested_on is not None:
        day = max(day, account.digested_on + timedelta(days=1))  # one a day, whatever was moved since
    if account.paused and account.paused_until is not None:
        day = max(day, account.paused_until)
    for offset in range(9):  # a week, and the days that a change of zone or clock may take away
        on = day + timedelta(days=offset)
        if on.weekday() in account.digest_days:
            at = digest_of(account, on)
            if at > now:
                return at
    return None


def digest_of(account: Account, day: date) -> datetime:
    """The instant of a day's digest: at its time, or when the quiet hours around that are over."""
    zone = ZoneInfo(account.timezone or "UTC")
    at = instant(day, account.digest_at, zone)
    return quiet_until(account, at) or at


def quiet_until(account: Account, now: datetime) -> datetime | None:
    """When the quiet hours end in which `now` falls; None outside them. Only answers are given within them."""
    start, end = account.quiet_from, account.quiet_until
    if start is None or end is None or start == end:
        return None
    zone = ZoneInfo(account.timezone or "UTC")
    local = now.astimezone(zone)
    at, day = local.time(), local.date()
    if start < end:
        return instant(day, end, zone) if start <= at < end else None
    if at >= start:
        return instant(day + timedelta(days=1), end, zone)
    return instant(day, end, zone) if at < end else None


def rescheduled(account: Account, now: datetime) -> Account:
    """The account with its next digest derived again; whoever changes what it follows from saves this."""
    return replace(account, next_digest_at=next_digest(account, now))


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of a wall time; in the gap of spring the same while later."""
    return datetime.combine(on, at, zone).astimezone(UTC)


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the local day of `now` ends."""
    return instant(now.astimezone(zone).date() + timedelta(days=1), time(0), zone)
