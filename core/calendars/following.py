"""Calendars that are followed: fetched when their time has come, compared with the agenda, and what matters told.

The web is asked outside of any transaction, and what was read is written down in one. Nothing that goes wrong with
one calendar delays another, and nothing is ever taken away because a calendar could not be read.
"""

import asyncio
import hashlib
import logging
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.calendars.comparing import Change, Compared, compare, is_quiet
from core.calendars.fetching import (
    CannotFetch,
    Fetched,
    Fetcher,
    NotNow,
    Trouble,
    is_lasting,
    next_look,
    not_again_before,
)
from core.calendars.reading import Read, read_calendar
from core.calendars.telling import Telling
from core.chat.command import today_of
from core.chat.failures import trace
from core.events.keeping import keep
from core.events.news import news_of
from core.facts.account import Account
from core.facts.calendars import Feed
from core.facts.delivery import Delivery, Kind
from core.facts.ids import DeliveryId, new_id
from core.ical.addresses import host_of
from core.store import Store, Transaction, Unavailable

AT_ONCE = 8  # calendars under way
OF_ONE = 2  # of these, of one account or on one host: the slow ones of somebody are nobody else's worry
CLAIMED = timedelta(minutes=10)  # for so long one is nobody else's
_STARTED_BY = CLAIMED / 2  # later it is left to the next claim
_MOST_WAITING = 200  # claimed, and not under way
_MOST_TAKEN = 1000  # in one go
_LOOK_AGAIN = 2.0  # seconds after which what has become due joins in, while others are under way
_SOON = timedelta(minutes=1)
MOST_NEWS = 5  # events of one calendar that are told one by one; of more, how many
_WORTH_TELLING = timedelta(days=1)

log = logging.getLogger(__name__)


async def fetch_feeds(store: Store, clock: Callable[[], datetime], fetcher: Fetcher) -> int:
    """Read calendars whose time has come, a few at once; how many it took. Raises Unavailable."""
    one_by_one = asyncio.Lock()  # to read one takes all of a processor, and as much memory as it likes
    under_way: dict[asyncio.Task[None], Feed] = {}
    waiting: list[Feed] = []
    taken = 0
    trouble: BaseException | None = None
    try:
        while True:
            claimed: Sequence[Feed] = ()
            if trouble is not None:
                waiting.clear()  # their claims run out
            elif len(under_way) < AT_ONCE and len(waiting) < _MOST_WAITING and taken < _MOST_TAKEN:
                now = clock()
                async with store.write() as tx:
                    claimed = await tx.feeds.claim(now, now + CLAIMED, AT_ONCE)
                taken += len(claimed)
                waiting += claimed
            for feed in _startable(waiting, list(under_way.values())):
                waiting.remove(feed)
                if feed.next_at - clock() > CLAIMED - _STARTED_BY:  # else its claim runs out meanwhile
                    under_way[asyncio.create_task(_follow(store, clock, fetcher, feed, one_by_one))] = feed
            if not under_way:
                if claimed:
                    continue
                if trouble is not None:
                    raise trouble
                return taken
            if claimed and len(under_way) < AT_ONCE:
                continue
            done, _rest = await asyncio.wait(under_way, timeout=_LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                del under_way[each]
                trouble = trouble or each.exception()
    finally:
        for each in under_way:
            each.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def _startable(waiting: Sequence[Feed], under_way: Sequence[Feed]) -> list[Feed]:
    """Those that may be read now, besides these."""
    accounts = Counter(each.account_id for each in under_way)
    hosts = Counter(host_of(each.url) for each in under_way)
    started: list[Feed] = []
    for feed in waiting:
        host = host_of(feed.url)
        if len(under_way) + len(started) >= AT_ONCE:
            break
        if accounts[feed.account_id] < OF_ONE and hosts[host] < OF_ONE:
            accounts[feed.account_id] += 1
            hosts[host] += 1
            started.append(feed)
    return started


async def _follow(
    store: Store, clock: Callable[[], datetime], fetcher: Fetcher, feed: Feed, one_by_one: asyncio.Lock
) -> None:
    """Raises Unavailable; then it is read again when the claim has run out."""
    try:
        async with store.read() as tx:
            account = next(iter(await tx.accounts.get([feed.account_id])), None)
        if account is None:
            return
        week = _week_of(account, clock())
        since = feed.digest.startswith(week)  # else all of it, since the months ahead have moved on
        fetched = await fetcher.fetch(feed.url, feed.etag if since else "", feed.modified if since else "")
        digest = week + hashlib.sha256(fetched.content).hexdigest()[:24] if fetched.content is not None else ""
        read = None
        if fetched.content is not None and digest != feed.digest:
            zone = ZoneInfo(account.timezone or "UTC")
            async with one_by_one:
                read = await _read(fetched.content, zone, today_of(account, clock()))
        async with store.write() as tx:
            await _write_down(tx, feed, fetched, digest, read, clock())
    except CannotFetch as error:
        async with store.write() as tx:
            await _note_trouble(tx, feed, error.trouble, error.retry_after, clock())
    except NotNow:
        async with store.write() as tx:
            await tx.accounts.get([feed.account_id])
            current = await tx.feeds.get(feed.account_id, feed.id)
            await tx.feeds.change([replace(current, next_at=clock() + _SOON)] if current else [])
    except Unavailable:
        raise
    except Exception as error:  # ours, whatever it is: it must not stop anybody else's
        log.error("A calendar could not be read:\n%s", trace(error), extra={"feed": feed.id})
        async with store.write() as tx:
            await _note_trouble(tx, feed, Trouble.OURS, None, clock())


async def _read(content: bytes, zone: ZoneInfo, today: date) -> Read:
    """In a thread, which ends soon where nobody waits for it any more: the process would wait for it to end."""
    given_up = threading.Event()
    try:
        return await asyncio.to_thread(read_calendar, content, zone, today, given_up.is_set)
    finally:
        given_up.set()


def _week_of(account: Account, now: datetime) -> str:
    year, week, _day = today_of(account, now).isocalendar()
    return f"{year}-{week}:"


async def _write_down(
    tx: Transaction, feed: Feed, fetched: Fetched, digest: str, read: Read | None, now: datetime
) -> None:
    """What was read, in one transaction with what is to be told of it."""
    accounts = await tx.accounts.get([feed.account_id])  # holds it
    current = await tx.feeds.get(feed.account_id, feed.id)
    if current is None or not accounts:
        return  # followed no longer
    if read is None:  # nothing has changed
        await tx.deliveries.add(_news(current, Compared(new=(), changed=(), lost_all=False), now))
        await _note_success(tx, current, fetched, now)
        return
    origins = [each.origin for each in read.events]
    known = {each.origin: each for each in await tx.events.with_origins(feed.account_id, origins)}
    mine = await tx.events.of_feed(feed.account_id, feed.id)
    # Not every feed that an event names is there: one stays behind where two networks became one.
    others = {each.id for each in await tx.feeds.of(feed.account_id) if each.id != feed.id}
    compared = compare(read, current, known, mine, others, now)
    if compared.lost_all and current.error != Trouble.EMPTIED:
        await _note_trouble(tx, current, Trouble.EMPTIED, None, now)
        return
    await keep(tx, [*compared.new, *(each.after for each in compared.changed)], accounts[0], now)
    news = [*_news(current, compared, now)]
    after = [*compared.new, *(each.after for each in compared.changed)]
    if current.fetched_at is not None and any(map(is_quiet, after)) and not any(map(is_quiet, mine)):
        news.append(_delivery(current, Telling.FULL, now))
    await tx.deliveries.add(news)
    title = read.title or current.title
    current = replace(current, title=title, etag=fetched.etag, modified=fetched.modified, digest=digest)
    await _note_success(tx, current, fetched, now)


async def _note_success(tx: Transaction, feed: Feed, fetched: Fetched, now: datetime) -> None:
    well = replace(feed, fetched_at=now, failures=0, error="", told=False)
    again_at = not_again_before(well, now, None)
    await tx.feeds.change([replace(well, next_at=next_look(well, now, fetched.lasts), again_at=again_at)])


def _news(feed: Feed, compared: Compared, now: datetime) -> Sequence[Delivery]:
    """What is told: how many events a new calendar has; what has changed about those that it had brought."""
    mine: list[Change] = [each for each in compared.changed if each.before.feed_id == feed.id]
    news = [told for each in mine if (told := news_of(each.before, each.after, now)) is not None]
    if len(news) > MOST_NEWS:
        news = [_delivery(feed, Telling.CHANGED, now, stands_for=len(news))]
    return [_delivery(feed, Telling.READ, now), *news] if feed.fetched_at is None else news


async def _note_trouble(
    tx: Transaction, feed: Feed, trouble: Trouble, retry_after: timedelta | None, now: datetime
) -> None:
    """It is tried again, ever later. Its owner is told at once of one that was never read, and else after days."""
    await tx.accounts.get([feed.account_id])
    current = await tx.feeds.get(feed.account_id, feed.id)
    if current is None:
        return
    failed = replace(current, failures=current.failures + 1, error=trouble.value)
    failed = replace(
        failed,
        next_at=next_look(failed, now, retry_after),
        again_at=not_again_before(failed, now, retry_after),
    )
    if not failed.told and (failed.fetched_at is None or is_lasting(failed, now)):
        await tx.deliveries.add([_delivery(failed, Telling.TROUBLE, now)])
        failed = replace(failed, told=True)
    await tx.feeds.change([failed])


def _delivery(feed: Feed, telling: Telling, now: datetime, stands_for: int = 1) -> Delivery:
    return Delivery(
        id=DeliveryId(new_id()),
        account_id=feed.account_id,
        kind=Kind.FEED,
        key=f"feed:{feed.id}:{telling}:{now.isoformat()}",
        subject=feed.id,
        due_at=now,
        not_after=now + _WORTH_TELLING,
        stands_for=stands_for,
    )
