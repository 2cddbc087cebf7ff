"""Refreshing: posts that are behind are edited where they stand, each at most every three seconds.

However many people press at once, a post is edited once for all of them; what they do meanwhile makes it stale
again. A post is leased while it is edited, so that two processes never edit it at once, and whoever dies on the way
is followed by somebody. A slow one holds up no other: what falls behind meanwhile is taken beside it.
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
from core.delivery.groups import moved, reached
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
from core.gatherings.posting import HELLO, Shown, card, changes_at, shown
from core.store import Store, Transaction, Unavailable

EVERY = timedelta(seconds=3)  # a post is edited no more often
BATCH = 20  # claimed in one go
AT_ONCE = 60  # being edited
TIMEOUT = timedelta(seconds=20)
LEASE = timedelta(minutes=2)  # longer than an edit and writing it down
LOOK_AGAIN = 1.0  # seconds after which what has fallen behind is taken, whatever is still under way
SETTLE_PAUSES: Sequence[float] = (0.5, 1, 2, 4, 8)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
MOST_TRIES = 24  # where we may not write, or of what says goodbye; then it stays as it is until something changes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """A post that is behind, and what it is to show."""

    post: Post
    reply: Reply
    reader: Reader
    shown: Shown | None = None  # None: its event is not there any more
    identity: Identity | None = None  # the group in which it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What has come of an edit. `post` None: it is not there any more."""

    edit: _Edit
    post: Post | None
    moved_to: str = ""
    arrived: bool = False  # what we write does arrive there


async def refresh(
    store: Store,
    clock: Callable[[], datetime],
    senders: Mapping[str, Sender],
    doors: Doors | None = None,
    stopping: asyncio.Event | None = None,
) -> int:
    """Edit what is behind on these platforms, as far as its time has come, until nothing is left; how many posts it
    looked at. Once `stopping` is set nothing more is begun.

    Raises Unavailable when the database cannot say what is behind.
    """
    token, stopping = secrets.token_hex(8), stopping or asyncio.Event()
    looked = 0
    under_way: set[asyncio.Task[None]] = set()
    trouble: Exception | None = None
    async with asyncio.TaskGroup() as group:
        while not stopping.is_set():
            claimed: Sequence[Post] = ()
            if AT_ONCE - len(under_way) >= BATCH:
                try:
                    claimed = await _claim(store, clock, [*senders], token)
                    edits = await _edits(store, claimed, doors or Doors(), clock)
                except Exception as error:  # whatever it is, it must not cut off what is under way
                    trouble = error
                    break
                for each in edits:
                    task = group.create_task(_refresh(store, each, senders[each.post.platform], token, clock))
                    under_way.add(task)
                    task.add_done_callback(under_way.discard)
            looked += len(claimed)
            if len(claimed) < BATCH:
                if not under_way:
                    break
                await asyncio.wait(under_way, timeout=LOOK_AGAIN)
            elif AT_ONCE - len(under_way) < BATCH:
                await asyncio.wait(under_way, timeout=LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED)
    if trouble is not None:
        raise trouble
    return looked


async def _claim(
    store: Store, clock: Callable[[], datetime], platforms: Sequence[str], token: str
) -> Sequence[Post]:
    now = clock()
    async with store.write() as tx:
        return await tx.posts.claim(platforms, now, now + LEASE, token, BATCH)


async def _edits(
    store: Store, claimed: Sequence[Post], doors: Doors, clock: Callable[[], datetime]
) -> Sequence[_Edit]:
    """What each of these is to show. A mistake in writing one of them delays no other: its lease runs out."""
    if not claimed:
        return ()
    try:
        async with store.read() as tx:
            return await _written(tx, claimed, doors, clock())
    except Unavailable:
        raise
    except Exception as error:  # ours
        if len(claimed) == 1:
            log.error("A post could not be written:\n%s", trace(error), extra={"post": claimed[0].id})
            return ()
        log.error("A batch of posts could not be written; one by one, then:\n%s", trace(error))
    return [edit for each in claimed for edit in await _edits(store, [each], doors, clock)]


async def _written(tx: Transaction, claimed: Sequence[Post], doors: Doors, now: datetime) -> list[_Edit]:
    found = {each.id: each for each in await tx.events.of([(post.account_id, post.event_id) for post in claimed])}
    known = await shown(tx, [*found.values()], now)
    owners = {each.id: each for each in await tx.accounts.get({post.account_id for post in claimed})}
    groups = [each for each in await tx.accounts.identities(owners.keys()) if each.group]
    edits: list[_Edit] = []
    for post in claimed:
        if post.event_id not in known:
            gone = Reply(text=say(_("This event is not here any more.")), private=False)
            edits.append(_Edit(post=post, reply=gone, reader=Reader()))
            continue
        here = (each for each in groups if (each.account_id, each.platform) == (post.account_id, post.platform))
        door = doors.telegram(HELLO) if post.platform == "telegram" else ""
        stands = known[post.event_id]
        if post.kind is PostKind.INLINE:
            stands = replace(stands, at_home=False)
        edits.append(
            _Edit(
                post=post,
                reply=card(stands, now, door),
                reader=_reader(owners[post.account_id], now),
                shown=stands,
                identity=next(here, None),
            )
        )
    return edits


async def _refresh(store: Store, edit: _Edit, sender: Sender, token: str, clock: Callable[[], datetime]) -> None:
    """One post's trouble never delays another's: nothing is raised here."""
    outcome = await _edit(edit, sender, clock)
    for pause in (*SETTLE_PAUSES, None):
        try:
            await _settle(store, outcome, token, clock())
            return
        except Unavailable as error:
            if pause is None:  # then the lease runs out, and it is edited once more
                log.error("What came of a post could not be written down.", extra={"reason": str(error)})
                return
            await asyncio.sleep(pause)
        except Exception as error:  # ours
            log.error("What came of a post was lost:\n%s", trace(error), extra={"post": edit.post.id})
            return


async def _edit(edit: _Edit, sender: Sender, clock: Callable[[], datetime]) -> _Outcome:
    post = edit.post
    try:
        async with asyncio.timeout(TIMEOUT.total_seconds()):
            if post.kind is PostKind.NATIVE:
                return await _appoint(edit, sender, clock)
            await sender.edit(post, edit.reply, edit.reader)
    except DeliveryError as error:
        return _refused(edit, error, clock())
    except TimeoutError:
        return _refused(edit, Uncertain(), clock())
    except Exception as error:  # ours; the next press tries it again
        log.error("A post could not be edited:\n%s", trace(error), extra={"post": post.id})
        return _refused(edit, Rejected(), clock())
    return _done(edit, post, clock())


async def _appoint(edit: _Edit, sender: Sender, clock: Callable[[], datetime]) -> _Outcome:
    """The platform's own event: made, changed, or cancelled with ours, which may take place after all. One that
    there is not is forgotten."""
    post = edit.post
    if edit.shown is None or edit.identity is None:
        return _Outcome(edit=edit, post=None)
    event = edit.shown.event
    existing = "" if post.message_id == event.id else post.message_id
    if not existing and clock() >= begins(event):
        return _Outcome(edit=edit, post=None)
    if event.cancelled:
        if existing:
            await sender.appoint(edit.identity, _appointment(event), existing)
        return _done(edit, replace(post, message_id=event.id), clock())
    named = await sender.appoint(edit.identity, _appointment(event), existing)
    return _done(edit, replace(post, message_id=named), clock()) if named else _Outcome(edit=edit, post=None)


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
    return _Outcome(edit=edit, post=right if edit.shown is not None else None, arrived=post.kind is PostKind.CARD)


def _refused(edit: _Edit, error: DeliveryError, now: datetime) -> _Outcome:
    """What is tried again, and when; what is not to be tried again stays as it is until something changes."""
    post = replace(edit.post, stale_at=now, failures=edit.post.failures + 1)
    left_alone = replace(post, stale_at=_stale_next(edit, now), retry_at=now + EVERY)
    match error:
        case Wait(retry_after=wait):
            return _Outcome(edit=edit, post=replace(post, retry_at=now + wait, failures=edit.post.failures))
        case Moved(address=address):
            return _Outcome(edit=edit, post=replace(post, address=address, retry_at=now), moved_to=address)
        case Gone():
            return _Outcome(edit=edit, post=None)
        case TryAgain() | Uncertain() | Unreachable() if edit.shown is None and post.failures >= MOST_TRIES:
            return _Outcome(edit=edit, post=None)
        case TryAgain() | Uncertain():  # to edit twice shows the same as once
            return _Outcome(edit=edit, post=replace(post, retry_at=now + _longer(post.failures)))
        case Unreachable():  # of this message; whether of the group as well, only sending there can say
            later = replace(post, retry_at=now + LONGEST_WAIT)
            return _Outcome(edit=edit, post=later if post.failures < MOST_TRIES else left_alone)
        case _:
            log.error("A post was rejected.", extra={"post": post.id, "kind": post.kind})
            return _Outcome(edit=edit, post=left_alone if edit.shown is not None else None)


def _stale_next(edit: _Edit, now: datetime) -> datetime | None:
    """When it is behind by itself: the platform's own events know when they are over."""
    if edit.shown is None or edit.post.kind is PostKind.NATIVE:
        return None
    return changes_at(edit.shown.event, now)


async def _settle(store: Store, outcome: _Outcome, token: str, now: datetime) -> None:
    """Write down what came of an edit, and what it says of its group."""
    edit, identity = outcome.edit, outcome.edit.identity
    async with store.write() as tx:
        if outcome.post is not None:
            await tx.posts.settle([outcome.post], token)
        else:
            await tx.posts.remove([edit.post.id])
        if identity is None or identity.address != edit.post.address:
            return
        if outcome.moved_to:
            await moved(tx, identity.platform, identity.external_id, outcome.moved_to)
        elif outcome.arrived and not identity.reachable:
            await reached(tx, identity.platform, identity.external_id, now)


def _reader(owner: Account, now: datetime) -> Reader:
    return Reader(owner.locale, owner.timezone, today_of(owner, now))


def _longer(failures: int) -> timedelta:
    """Five seconds, and twice as long each time.

    >>> [str(_longer(failures)) for failures in (1, 2, 3, 99)]
    ['0:00:05', '0:00:10', '0:00:20', '1:00:00']
    """
    return min(FIRST_WAIT * (1 << min(failures - 1, 20)), LONGEST_WAIT)
