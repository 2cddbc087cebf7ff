"""Refreshing: posts that are behind are edited where they stand, each at most every three seconds.

However many people press at once, a post is edited once for all of them; what they do meanwhile makes it stale
again. A post is leased while it is edited, so that two processes never edit it at once, and whoever dies on the way
is followed by somebody.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.chat.command import today_of
from core.chat.doors import Doors
from core.chat.failures import trace
from core.chat.reply import Reply, say
from core.chat.words import Reader, _
from core.delivery.sending import (
    Appointment,
    DeliveryError,
    Gone,
    Moved,
    Rejected,
    Sender,
    TryAgain,
    Uncertain,
    Unreachable,
    Wait,
)
from core.events.moments import begins, ends
from core.facts.account import Account, Identity
from core.facts.events import Event
from core.facts.posts import Post, PostKind
from core.gatherings.posting import HELLO, Shown, announcement, card, changes_at, earliest_card, shown
from core.store import Store, Transaction, Unavailable

EVERY = timedelta(seconds=3)  # a post is edited no more often
BATCH = 20  # edited at once
TIMEOUT = timedelta(seconds=20)
LEASE = timedelta(minutes=2)  # longer than an edit and writing it down
SETTLE_PAUSES: Sequence[float] = (0.5, 1, 2, 4, 8)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """A post that is behind, and what it is to show."""

    post: Post
    shown: Shown
    owner: Account
    identity: Identity | None  # the group in which it stands
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What has come of an edit. `post` None: it is not there any more."""

    edit: _Edit
    post: Post | None
    moved_to: str = ""
    closed: bool = False  # we may not write there any more


async def refresh(
    store: Store, clock: Callable[[], datetime], senders: Mapping[str, Sender], doors: Doors | None = None
) -> int:
    """Edit what is behind on these platforms, as far as its time has come; how many posts it looked at.

    Raises Unavailable when the database cannot say what is behind.
    """
    token, now = secrets.token_hex(8), clock()
    async with store.write() as tx:
        claimed = await tx.posts.claim([*senders], now, now + LEASE, token, BATCH)
    if not claimed:
        return 0
    async with store.read() as tx:
        edits, orphans = await _edits(tx, claimed, doors or Doors(), clock())
    async with asyncio.TaskGroup() as group:
        under_way = [group.create_task(_edit(each, senders[each.post.platform], clock)) for each in edits]
        for each in orphans:
            group.create_task(_take_leave(each, senders[each.platform]))
    outcomes = [task.result() for task in under_way]
    await _settle(store, outcomes, orphans, token, clock)
    return len(claimed)


async def _edits(
    tx: Transaction, claimed: Sequence[Post], doors: Doors, now: datetime
) -> tuple[list[_Edit], list[Post]]:
    """What each of these is to show; and those whose event is gone."""
    found = {each.id: each for each in await tx.events.of([(post.account_id, post.event_id) for post in claimed])}
    known = await shown(tx, [*found.values()], now)
    owners = {each.id: each for each in await tx.accounts.get({post.account_id for post in claimed})}
    groups = [each for each in await tx.accounts.identities(owners.keys()) if each.group]
    edits: list[_Edit] = []
    orphans: list[Post] = []
    for post in claimed:
        if post.event_id not in known:
            orphans.append(post)
            continue
        identity = next(
            (each for each in groups if each.account_id == post.account_id and each.platform == post.platform), None
        )
        door = doors.telegram(HELLO) if post.platform == "telegram" else ""
        stands = known[post.event_id]
        if post.kind is PostKind.INLINE:
            stands = replace(stands, at_home=False)
        edits.append(
            _Edit(
                post=post,
                shown=stands,
                owner=owners[post.account_id],
                identity=identity,
                reply=card(stands, now, door),
            )
        )
    return edits, orphans


async def _edit(edit: _Edit, sender: Sender, clock: Callable[[], datetime]) -> _Outcome:
    """One post's trouble never delays another's: nothing is raised here."""
    post = edit.post
    try:
        async with asyncio.timeout(TIMEOUT.total_seconds()):
            if post.kind is PostKind.NATIVE:
                return await _appoint(edit, sender, clock)
            await sender.edit(post, edit.reply, _reader(edit.owner, clock()))
    except DeliveryError as error:
        return _refused(edit, error, clock())
    except TimeoutError:
        return _refused(edit, Uncertain(), clock())
    except Exception as error:  # ours; the next press tries it again
        log.error("A post could not be edited:\n%s", trace(error), extra={"post": post.id})
        return _refused(edit, Rejected(), clock())
    return _done(edit, post, clock())


async def _take_leave(post: Post, sender: Sender) -> None:
    """The event was deleted: what showed it says so, if it can still be told. Nothing is raised here either."""
    if post.kind is PostKind.NATIVE:
        return
    gone = Reply(text=say(_("This event is not here any more.")), private=False)
    try:
        async with asyncio.timeout(TIMEOUT.total_seconds()):
            await sender.edit(post, gone, Reader())
    except (DeliveryError, TimeoutError):
        return
    except Exception as error:  # ours
        log.error("A post could not be edited:\n%s", trace(error), extra={"post": post.id})


async def _appoint(edit: _Edit, sender: Sender, clock: Callable[[], datetime]) -> _Outcome:
    """The platform's own event: made, changed, or cancelled with ours. One that there is not is forgotten."""
    post, event = edit.post, edit.shown.event
    existing = "" if post.message_id == event.id else post.message_id
    if edit.identity is None or (not existing and (event.cancelled or clock() >= begins(event))):
        return _Outcome(edit=edit, post=None)
    named = await sender.appoint(edit.identity, _appointment(event), existing)
    if not named or event.cancelled:
        return _Outcome(edit=edit, post=None)
    return _done(edit, replace(post, message_id=named), clock())


def _appointment(event: Event) -> Appointment:
    return Appointment(
        title=event.title,
        notes=event.notes,
        place=event.place or event.url,
        starts_at=begins(event),
        ends_at=ends(event),
        cancelled=event.cancelled,
    )


def _done(edit: _Edit, post: Post, now: datetime) -> _Outcome:
    right = replace(post, stale_at=_stale_next(edit, now), retry_at=now + EVERY, failures=0)
    return _Outcome(edit=edit, post=right)


def _refused(edit: _Edit, error: DeliveryError, now: datetime) -> _Outcome:
    """What is tried again, and when; what is not to be tried again stays as it is until something changes."""
    post = replace(edit.post, stale_at=now, failures=edit.post.failures + 1)
    match error:
        case Wait(retry_after=wait):
            return _Outcome(edit=edit, post=replace(post, retry_at=now + wait, failures=edit.post.failures))
        case Moved(address=address):
            return _Outcome(edit=edit, post=replace(post, address=address, retry_at=now), moved_to=address)
        case Gone():
            return _Outcome(edit=edit, post=None)
        case TryAgain() | Uncertain():  # to edit twice shows the same as once
            return _Outcome(edit=edit, post=replace(post, retry_at=now + _longer(post.failures)))
        case Unreachable():
            later = replace(post, stale_at=_stale_next(edit, now), retry_at=now + EVERY)
            return _Outcome(edit=edit, post=later, closed=True)
        case _:
            log.error("A post was rejected.", extra={"post": post.id, "kind": post.kind})
            return _Outcome(edit=edit, post=replace(post, stale_at=_stale_next(edit, now), retry_at=now + EVERY))


def _stale_next(edit: _Edit, now: datetime) -> datetime | None:
    """When it is behind by itself: the platform's own events know when they are over."""
    return changes_at(edit.shown.event, now) if edit.post.kind is not PostKind.NATIVE else None


async def _settle(
    store: Store, outcomes: Sequence[_Outcome], orphans: Sequence[Post], token: str, clock: Callable[[], datetime]
) -> None:
    """Write down what came of the edits. A database that cannot take it is asked again; after that the lease runs
    out, and they are edited once more."""
    for pause in (*SETTLE_PAUSES, None):
        try:
            async with store.write() as tx:
                await tx.posts.settle([each.post for each in outcomes if each.post is not None], token)
                gone = [each.edit.post.id for each in outcomes if each.post is None]
                await tx.posts.remove([*gone, *(each.id for each in orphans)])
                for each in outcomes:
                    await _follow(tx, each, clock())
            return
        except Unavailable as error:
            if pause is None:
                log.error("What came of posts could not be written down.", extra={"reason": str(error)})
                return
            await asyncio.sleep(pause)


async def _follow(tx: Transaction, outcome: _Outcome, now: datetime) -> None:
    """What an edit says of its group; and when an event of a series is over, the next one is announced."""
    identity, event = outcome.edit.identity, outcome.edit.shown.event
    if identity is not None and identity.address == outcome.edit.post.address:
        if outcome.moved_to:
            await tx.accounts.change_identity(replace(identity, address=outcome.moved_to))
        elif outcome.closed:
            await tx.accounts.change_identity(replace(identity, reachable=False))
    if event.series_id is not None and outcome.edit.post.kind is PostKind.CARD and now >= ends(event):
        await announce_next(tx, event, now)


async def announce_next(tx: Transaction, over: Event, now: datetime) -> None:
    """Owe a club the card of the next event of a series, once the one before is over; at most a week ahead."""
    assert over.series_id is not None
    others = await tx.events.of_series(over.account_id, over.series_id)
    coming = [each for each in others if not each.cancelled and begins(each) > begins(over) and ends(each) > now]
    if coming:
        first = min(coming, key=begins)
        await tx.deliveries.add([announcement(first, max(now, earliest_card(first)))])


def _reader(owner: Account, now: datetime) -> Reader:
    return Reader(owner.locale, owner.timezone, today_of(owner, now))


def _longer(failures: int) -> timedelta:
    """Five seconds, and twice as long each time.

    >>> [str(_longer(failures)) for failures in (1, 2, 3, 99)]
    ['0:00:05', '0:00:10', '0:00:20', '1:00:00']
    """
    return min(FIRST_WAIT * (1 << min(failures - 1, 20)), LONGEST_WAIT)
