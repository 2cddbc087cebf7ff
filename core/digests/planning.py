"""Planning: the digests of accounts whose morning has come, a batch in one transaction and few statements."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from core.asks import life, promises
from core.chat.command import Context, today_of
from core.chat.failures import trace
from core.delivery.mornings import digest_of, end_of_day, is_paused, rescheduled
from core.digests.deciding import MOST_ITEMS, Morning, decide
from core.digests.rules.horizon import horizon
from core.facts.account import Account
from core.facts.asks import Ask, Promise
from core.facts.delivery import Delivery, Kind
from core.facts.digests import Digest
from core.facts.ids import AccountId, DeliveryId, new_id
from core.reminders.missed import missed_by
from core.reminders.mornings import of_mornings
from core.store import ReadOnly, Store, Transaction, Unavailable

BATCH = 50  # accounts in one transaction: others wait for it
PUT_OFF = timedelta(hours=1)  # for an account whose digest cannot be planned
LEAST = timedelta(minutes=10)  # in which a digest may be sent, however late in the day it is due
APART = timedelta(milliseconds=34)  # between the digests of a row: Telegram takes some thirty messages a second

log = logging.getLogger(__name__)
T = TypeVar("T")


async def plan_digests(store: Store, now: datetime) -> int:
    """Plan the digests of accounts whose time has come, a batch in one transaction; how many accounts it took.

    An outage of several mornings makes one digest, for today; nothing to say makes none.
    """
    try:
        return await _plan(store, now, BATCH)
    except (Unavailable, ReadOnly):
        raise
    except Exception as error:
        log.error("A batch of digests could not be planned; one by one, then:\n%s", trace(error))
        return await _plan_one(store, now)


async def make_digest(ctx: Context) -> Digest | None:
    """The digest of this moment for one account, which asked for it; None when there is nothing to say.

    It is kept, so that its buttons work; nobody counts as suggested, since it was not our idea.
    """
    [morning] = await _look(ctx.tx, [_Day(ctx.account, ctx.today, whole=True)], ctx.now, asked=True)
    digest = decide(morning, ctx.now)
    if digest is not None:
        await ctx.tx.digests.add_digests([digest])
    return digest


@dataclass(frozen=True, slots=True)
class _Day:
    """An account on its day; `whole`: with people and rules, and not only with what was set for it."""

    account: Account
    today: date
    whole: bool

    @property
    def brings_people(self) -> bool:
        """Whether people are looked at; where it is no day for a digest, only those who were met at an event."""
        return self.whole or (self.has_items and not is_paused(self.account, self.today))

    @property
    def has_items(self) -> bool:
        """Whether there is something to say that was set for this day, or was missed."""
        return self.account.items_on is not None and self.account.items_on <= self.today


async def _plan_one(store: Store, now: datetime) -> int:
    """Plan the first account alone; one that cannot be planned is put off, so that it delays nobody.

    It is the account that was taken, and not whoever is the first by now: other processes plan, too.
    """
    taken: Sequence[Account] = ()
    try:
        async with store.write() as tx:
            taken = await tx.accounts.due_for_digest(now, 1)
            await _plan_for(tx, taken, now)
    except (Unavailable, ReadOnly):
        raise
    except Exception as error:
        if not taken:
            raise
        log.error("A digest could not be planned:\n%s", trace(error), extra={"account": taken[0].id})
        async with store.write() as tx:
            for account in await tx.accounts.get([each.id for each in taken]):
                if account.next_digest_at is not None and account.next_digest_at <= now:
                    await tx.accounts.schedule_digests([replace(account, next_digest_at=now + PUT_OFF)])
    return len(taken)


async def _plan(store: Store, now: datetime, limit: int) -> int:
    async with store.write() as tx:
        accounts = await tx.accounts.due_for_digest(now, limit)
        await _plan_for(tx, accounts, now)
        return len(accounts)


async def _plan_for(tx: Transaction, accounts: Sequence[Account], now: datetime) -> None:
    if not accounts:
        return
    by_id = {account.id: account for account in accounts}
    reached = {each.account_id for each in await tx.accounts.identities(list(by_id)) if each.reachable}
    days = [day for each in accounts if each.id in reached and (day := _day(each, now)) is not None]
    mornings = await _look(tx, days, now)
    # On the event loop the ranking of thousands of people would be felt by everybody else.
    digests = await asyncio.to_thread(_decided, mornings, now)
    await tx.digests.add_digests(digests)
    if digests:
        last = await tx.deliveries.last_due(Kind.DIGEST)
        await tx.deliveries.add(in_a_row(digests, by_id, last, now))
    digested = {digest.account_id: digest.day for digest in digests}
    # Whatever was set for today may have gone since; else they would be looked at every morning.
    idle = [each.account.id for each in mornings if _has_come(each) and not (each.reminders or each.missed)]
    first = await tx.reminders.first_mornings(idle) if idle else {}
    items_on = {owner: first.get(owner) for owner in idle}
    after = [
        replace(
            each,
            digested_on=digested.get(each.id, each.digested_on),
            items_on=items_on.get(each.id, each.items_on),
        )
        for each in accounts
    ]
    await tx.accounts.schedule_digests([rescheduled(account, now) for account in after])


def _has_come(morning: Morning) -> bool:
    """Whether the day has come from which on a digest was to have something to say."""
    return morning.account.items_on is not None and morning.account.items_on <= morning.today


def in_a_row(
    digests: Sequence[Digest], accounts: Mapping[AccountId, Account], last: datetime | None, now: datetime
) -> list[Delivery]:
    """The deliveries of these digests, each with its place in the row behind `last`: none before its time, and none
    late only because many share 08:30."""
    deliveries: list[Delivery] = []
    for digest in digests:
        account = accounts[digest.account_id]
        assert account.timezone is not None
        assert account.next_digest_at is not None
        # After an outage of days the digest is today's: it is not days late.
        on_time = today_of(account, account.next_digest_at) == digest.day
        due_at = account.next_digest_at if on_time else now
        last = due_at if last is None else max(due_at, last + APART)
        deliveries.append(
            Delivery(
                id=DeliveryId(new_id()),
                account_id=account.id,
                kind=Kind.DIGEST,
                key=f"digest:{digest.day.isoformat()}",
                subject=digest.id,
                due_at=last,
                # One that is set for a minute to midnight is still sent.
                not_after=max(end_of_day(now, ZoneInfo(account.timezone)) - timedelta(minutes=1), last + LEAST),
            )
        )
    return deliveries


def _day(account: Account, now: datetime) -> _Day | None:
    """The account's day, late as it may be; None when it is none for a digest, or its time has not come."""
    today = today_of(account, now)
    # After a night's outage yesterday's is over, and today's is not due yet.
    if account.timezone is None or (digest_of(account, today) > now and account.next_digest_at is not None):
        return None
    day = _Day(account, today, whole=today.weekday() in account.digest_days and not is_paused(account, today))
    return day if day.whole or day.has_items else None


async def _look(tx: Transaction, days: Sequence[_Day], now: datetime, *, asked: bool = False) -> list[Morning]:
    """Everything that is needed to decide, for all of them at once."""
    if not days:
        return []
    whole = [(each.account.id, each.today) for each in days if each.whole]
    owners = [owner for owner, _today in whole]
    with_items = [each for each in days if each.has_items]
    horizons = [(each.account.id, horizon(each.account, each.today)) for each in days if each.brings_people]
    prospects = await tx.digests.candidates(horizons)
    balances = await tx.people.balances(owners, [each.id for each in prospects]) if prospects else []
    since = min((each.met_since for _owner, each in horizons), default=now.date())
    at_events = await tx.digests.encounters([owner for owner, _each in horizons], since) if prospects else ()
    met = {each.contact_id: each for each in at_events}
    followed = await tx.asks.followed(owners) if balances else ()
    asks: Sequence[Ask]
    promised: Sequence[Promise]
    if asked:  # also what was said this morning, and has not been answered
        asks, promised = await _waiting(tx, days[0])
    else:
        asks, promised = await tx.asks.due(whole), await tx.promises.due(whole)
    about = {each.contact_id for each in asks} | {each.contact_id for each in promised}
    contacts = {each.id: each for each in await tx.digests.contacts(owners, about)} if about else {}
    mornings = [(each.account.id, each.today) for each in with_items]
    reminders = await of_mornings(tx, mornings) if mornings else ()
    missed = await missed_by(tx, [each.account for each in with_items], now) if with_items and not asked else {}
    prospects_of = _by_account(prospects, lambda each: each.owner)
    reminders_of = _by_account(reminders, lambda each: each.account_id)
    asks_of = _by_account(asks, lambda each: each.account_id)
    promises_of = _by_account(promised, lambda each: each.account_id)
    standing = {each.contact_id: each for each in balances}
    return [
        Morning(
            account=each.account,
            today=each.today,
            prospects=prospects_of[each.account.id],
            balances=standing,
            encounters=met,
            followed=followed,
            reminders=reminders_of[each.account.id],
            asks=asks_of[each.account.id],
            promises=promises_of[each.account.id],
            contacts=contacts,
            missed=each.account.id in missed and bool(missed[each.account.id].lines),
            whole=each.whole,
            asked=asked,
        )
        for each in days
    ]


async def _waiting(tx: Transaction, day: _Day) -> tuple[Sequence[Ask], Sequence[Promise]]:
    """Everything of one account that has been brought up by its day, and is open."""
    account, today = day.account, day.today
    asks = await tx.asks.open(account.id, MOST_ITEMS)
    kept = await tx.promises.open(account.id, MOST_ITEMS)
    return (
        [each for each in asks if life.is_waiting(each, account, today)],
        [each for each in kept if promises.is_waiting(each, account, today)],
    )


def _decided(mornings: Sequence[Morning], now: datetime) -> list[Digest]:
    return [digest for each in mornings if (digest := decide(each, now)) is not None]


def _by_account(facts: Sequence[T], account: Callable[[T], AccountId]) -> Mapping[AccountId, list[T]]:
    theirs: dict[AccountId, list[T]] = defaultdict(list)
    for fact in facts:
        theirs[account(fact)].append(fact)
    return theirs
