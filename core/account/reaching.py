"""The way back for somebody whose direct messages were closed: they go out again, and what was missed is told."""

from dataclasses import replace

from core.chat.command import Context, on_press
from core.chat.reaching import REACH_AGAIN
from core.chat.reply import Answer, Reply, say
from core.chat.words import _
from core.delivery.catching_up import catch_up


@on_press(REACH_AGAIN)
async def reach_again(ctx: Context) -> Answer:
    """Take it that messages arrive again; a second press changes nothing."""
    for identity in await ctx.tx.accounts.identities([ctx.owner]):
        spoken_from = (identity.platform, identity.external_id) == (ctx.actor.platform, ctx.actor.external_id)
        if spoken_from and not identity.reachable:
            await ctx.tx.accounts.change_identity(replace(identity, reachable=True, told=False))
            await catch_up(ctx.tx, ctx.account, ctx.now)
    return Reply(
        text=say(_("Good. I'll write to you again; should it still not work, /status tells.")), replaces=True
    )
