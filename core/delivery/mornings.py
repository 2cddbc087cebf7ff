"""When an account's next digest is: a wall time in its zone, derived anew each time, never chained in UTC."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.facts.account import Account

_NEVER = date(9000, 1, 1)  # whoever says a day of 9999 means that it is not to come: no day is reckoned from there


def next_digest(account: Account, now: datetime) -> datetime | None:
    """The first digest strictly after `now` (aware UTC); None without a zone, or when there is no day for one.

    A day counts when its weekday is one for digests and the account is not paused, or from `items_on` on: what its
    owner has set, or has missed, is told on that day whatever else. There is one a day.
    A time that the clocks skip in spring moves forward; one that comes twice in autumn is the first of the
    two (DESIGN.md, «Time»). A digest within the quiet hours waits for their end.
    """
    if account.timezone is None:
        return None
    day = now.astimezone(ZoneInfo(account.timezone)).date()
    if account.digested_on is not None:
        day = max(day, account.digested_on + timedelta(days=1))  # one a day, whatever was moved since
    times = (digest_of(account, on) for on in (*_usual_days(account, day), *_days_of_items(account, day)))
    return min((at for at in times if at > now), default=None)


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


def is_paused(account: Account, today: date) -> bool:
    """Whether everything is paused on this day of theirs."""
    return account.paused and (account.paused_until is None or account.paused_until > today)


def rescheduled(account: Account, now: datetime) -> Account:
    """The account with its next digest derived again; whoever changes what it follows from saves this."""
    return replace(account, next_digest_at=next_digest(account, now))


def in_digest_from(account: Account, now: datetime) -> Account:
    """The account with a digest to come that has something to tell, from today on, whatever day it is."""
    today = now.astimezone(ZoneInfo(account.timezone or "UTC")).date()
    first = min(account.items_on, today) if account.items_on else today
    return rescheduled(replace(account, items_on=first), now)


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of a wall time; in the gap of spring the same while later."""
    return datetime.combine(on, at, zone).astimezone(UTC)


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the local day of `now` ends."""
    return instant(now.astimezone(zone).date() + timedelta(days=1), time(0), zone)


def _usual_days(account: Account, day: date) -> list[date]:
    """Days for digests from `day` on: of a week, and of the days that a change of zone or clock may take away."""
    if account.paused and account.paused_until is None:
        return []
    first = max(day, account.paused_until) if account.paused and account.paused_until else day
    return [on for on in _days(first, 9) if on.weekday() in account.digest_days]


def _days_of_items(account: Account, day: date) -> list[date]:
    if account.items_on is None:
        return []
    return _days(max(day, account.items_on), 3)


def _days(first: date, how_many: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(how_many if first < _NEVER else 0)]
