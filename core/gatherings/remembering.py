"""Cards that stand somewhere without our knowing: each is known from its first press on."""

from core.chat.command import Context
from core.delivery.groups import reached
from core.facts.events import Event
from core.facts.ids import AccountId, EventId, PostId, new_id
from core.facts.posts import Post, PostKind


async def remember(ctx: Context, event: Event) -> None:
    """Let the card that was pressed be edited from now on: one that was sent through us into a chat that we are not
    in, or of whose arrival in a group nobody has heard. A press out of a group shows that we are there."""
    await _remember(ctx, event.id, event.account_id)
    if ctx.group is not None and ctx.group.present:
        await reached(ctx.tx, ctx.actor.platform, ctx.group.external_id, ctx.now)


async def close(ctx: Context, event_id: str) -> None:
    """The card that was pressed is of no event any more: it will say so. One that is known of another event is left
    as it is, so that a forged button changes no card."""
    await _remember(ctx, EventId(event_id), ctx.owner)


async def _remember(ctx: Context, event_id: EventId, owner: AccountId) -> None:
    known = ctx.pressed if ctx.group is not None and ctx.group.present else ""
    if not (ctx.inline or known):
        return
    post = Post(
        id=PostId(new_id()),
        account_id=owner,
        event_id=event_id,
        platform=ctx.actor.platform,
        address="" if ctx.inline or ctx.group is None else ctx.group.address,
        message_id=ctx.inline or known,
        kind=PostKind.INLINE if ctx.inline else PostKind.CARD,
        stale_at=ctx.now,
    )
    await ctx.tx.posts.add([post])
