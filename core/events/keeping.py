"""Events written down: settled, with an undo, and with the copies of those who have answered following."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.chat.command import Context
from core.chat.errors import NotFound
from core.chat.reply import Span, say
from core.chat.words import _
from core.events.moments import settled
from core.events.news import news_of
from core.events.seen import as_shared
from core.facts.account import Account, EventChanged
from core.facts.delivery import Delivery
from core.facts.events import Event
from core.facts.ids import DeedId, EventId
from core.store import Transaction

# What a copy has of the event that it is a copy of; its answer, and what hangs on it, are its owner's.
SHARED = ("title", "on", "at", "timezone", "until_on", "until_at", "place", "url", "notes", "cancelled", "sequence")
LATELY = timedelta(days=3)  # what was longer ago is asked about no more
_TIMED = ("on", "at", "timezone", "until_on", "until_at", "place", "cancelled")


async def find(ctx: Context, event_id: str) -> Event:
    """One of the owner's events. Raises NotFound."""
    found = await ctx.tx.events.get(ctx.owner, [EventId(event_id)])
    if not found:
        raise NotFound(say(_("That event is gone. /events shows what is there.")))
    return found[0]


async def keep(tx: Transaction, events: Sequence[Event], account: Account, now: datetime) -> Sequence[Event]:
    """Write an account's events, new or changed, as they are to be: settled, and those whose time or place has
    changed counted (SEQUENCE). The copies of those that others have answered follow, and their owners are told."""
    before = {each.id: each for each in await tx.events.get(account.id, [each.id for each in events])}
    kept = [_counted(before.get(each.id), settled(each, account, now), now) for each in events]
    await tx.events.add([each for each in kept if each.id not in before])
    changed = [each for each in kept if each.id in before and each != before[each.id]]
    await tx.events.change(changed)
    await follow(tx, [each for each in changed if _differs(before[each.id], each, SHARED)], now)
    return kept


async def follow(tx: Transaction, events: Sequence[Event], now: datetime) -> None:
    """Let everybody's copies of these events, and the posts that show them, follow; whoever has copies is told
    once, of the first of them.

    The owners of copies are neither read nor held: they may be waiting for the event, which is held here.
    """
    shared = [each for each in events if each.terms is not None]
    if not shared:
        return
    await tx.posts.stale([each.id for each in shared], now)
    changes: list[tuple[Event, Event]] = []
    for each in map(as_shared, shared):
        changes += [(copy, _following(copy, each)) for copy in await tx.events.copies(each.id)]
        await tx.events.follow(each, (*SHARED, "changed_at"), now)
    news: dict[str, Delivery] = {}
    for before, after in sorted(changes, key=lambda change: change[1].on):
        if told := news_of(before, after, now):
            news.setdefault(after.account_id, told)
    await tx.deliveries.add(list(news.values()))


async def resettle(tx: Transaction, account: Account, now: datetime) -> None:
    """When something is due about this account's events, after what it wishes, or where it is, has changed."""
    await tx.events.replan(account.id, now.date() - LATELY, now)


async def change(ctx: Context, before: Event, after: Event, deed: str) -> tuple[Event, DeedId]:
    """Keep a changed event of the owner's. `deed` is what /undo will say, with {names}."""
    kept = await keep(ctx.tx, [replace(after, changed_at=ctx.now)], ctx.account, ctx.now)
    done = await ctx.did(deed, (before.title,), EventChanged(event_id=before.id, before=before))
    return kept[0], done


async def remove(ctx: Context, event: Event) -> DeedId:
    """Take an event out of the agenda; for those who have answered it, it is called off."""
    await keep(ctx.tx, [replace(event, cancelled=True)], ctx.account, ctx.now)
    await ctx.tx.events.remove(ctx.owner, [event.id])
    await _except(ctx, event, put_back=False)
    return await ctx.did(
        _("deleting the event: {names}"), (event.title,), EventChanged(event_id=event.id, before=event)
    )


async def put_back(ctx: Context, step: EventChanged) -> Span | None:
    """The event as it was; one that was new is removed."""
    if step.before is None:
        now = next(iter(await ctx.tx.events.get(ctx.owner, [step.event_id])), None)
        if now is not None:
            await keep(ctx.tx, [replace(now, cancelled=True)], ctx.account, ctx.now)
            await ctx.tx.events.remove(ctx.owner, [step.event_id])
        return None
    for gone in await as_they_were(ctx, [step.before]):
        await _except(ctx, gone, put_back=True)
    return None


async def as_they_were(ctx: Context, events: Sequence[Event]) -> Sequence[Event]:
    """Put events back; which of them were gone. What was due meanwhile is not made up for."""
    there = {each.id: each for each in await ctx.tx.events.get(ctx.owner, [each.id for each in events])}
    before = [
        replace(
            each,
            sequence=max(each.sequence, there[each.id].sequence if each.id in there else 0),
            planned_at=ctx.now,
            next_at=None,
        )
        for each in events
    ]
    await keep(ctx.tx, before, ctx.account, ctx.now)
    gone = [each for each in before if each.id not in there]
    await follow(ctx.tx, gone, ctx.now)
    return gone


async def _except(ctx: Context, event: Event, *, put_back: bool) -> None:
    """Let its series know that this occurrence is left out, or is not any more."""
    if event.series_id is None or event.shared_id is not None:
        return
    for series in await ctx.tx.series.get(ctx.owner, [event.series_id]):
        kept = tuple(each for each in series.excepted if each != event.occurrence)
        await ctx.tx.series.change([replace(series, excepted=kept if put_back else (*kept, event.occurrence))])


def _following(copy: Event, shared: Event) -> Event:
    return replace(copy, **{name: getattr(shared, name) for name in SHARED}, changed_at=shared.changed_at)


def _counted(before: Event | None, after: Event, now: datetime) -> Event:
    if before is None or not _differs(before, after, _TIMED):
        return after
    sequence = after.sequence if after.sequence > before.sequence else before.sequence + 1
    return replace(after, sequence=sequence, changed_at=now)


def _differs(before: Event, after: Event, names: Sequence[str]) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in names)
