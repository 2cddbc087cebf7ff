"""Whoever was met at an event is brought up within two days, also where these are no days for a digest."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from core.chat.command import Context, today_of
from core.delivery.mornings import digest_of, rescheduled
from core.facts.account import Account
from core.facts.digests import Because
from core.people.tuning import is_on

_DAY = timedelta(days=1)


def follow_up_day(account: Account, on: date, now: datetime) -> date | None:
    """The day of the digest that brings up whoever was met on a day: the day after or the next one, rather one for
    digests than not; later only where both are over. None: they are not brought up."""
    if (
        account.timezone is None
        or account.paused
        or not account.digest_days
        or not is_on(account, Because.FOLLOW_UP)
    ):
        return None
    today = today_of(account, now)
    there = [day for day in (on + _DAY, on + 2 * _DAY) if _is_to_come(account, day, today, now)]
    coming = (today + ahead * _DAY for ahead in range(1, 8))
    usual = [day for day in there if day.weekday() in account.digest_days]
    return next(iter(usual or there), None) or next(day for day in coming if day.weekday() in account.digest_days)


async def plan_follow_up(ctx: Context, on: date) -> date | None:
    """See to it that there is a digest on that day; the day."""
    account, day = ctx.account, follow_up_day(ctx.account, on, ctx.now)
    if day is None or day.weekday() in account.digest_days:
        return day
    if account.items_on is None or day < account.items_on:
        await ctx.tx.accounts.schedule_digests([rescheduled(replace(account, items_on=day), ctx.now)])
    return day


def _is_to_come(account: Account, day: date, today: date, now: datetime) -> bool:
    if day == today:
        return account.digested_on != day and digest_of(account, day) > now
    return day > today
