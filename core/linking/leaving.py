"""/unlink: a chat account begins anew, and the network stays with the others."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from core.account.platforms import chat_account
from core.account.undo import KEPT
from core.chat.command import Context, command, on_press
from core.chat.errors import Refusal
from core.chat.reply import Answer, Button, Reply, Row, action, lines, say
from core.chat.words import _
from core.delivery.mornings import rescheduled
from core.facts.account import Account, Deed, Identity, Merged
from core.facts.ids import AccountId, new_id


@command("unlink", summary=_("Take a chat off your network"), examples=("/unlink",))
async def unlink(ctx: Context) -> Answer:
    identities = await ctx.tx.accounts.identities([ctx.owner])
    if len(identities) < 2:
        return Reply(text=say(_("Only this chat has your network. /link brings it into another one.")))
    rows: tuple[Row, ...] = tuple(
        (Button(chat_account(each), action("unlink", _key(each))),) for each in identities
    )
    return Reply(text=say(_("Which one shall I take off? Your network stays with the others.")), rows=rows)


@on_press("unlink")
async def unlink_this(ctx: Context, key: str, sure: str = "") -> Answer:
    """Ask whether it is meant, and then do it."""
    identities = await ctx.tx.accounts.identities([ctx.owner])
    leaving = next((each for each in identities if _key(each) == key), None)
    if leaving is None:
        raise Refusal(say(_("That chat is not linked any more.")))
    if len(identities) < 2:
        raise Refusal(say(_("Only this chat has your network, so it stays.")))
    if sure != "yes":
        return await _ask(ctx, leaving)
    await _let_go(ctx, leaving, [each for each in identities if each is not leaving])
    if _is_here(ctx, leaving):
        text = _(
            "Done: here you begin anew. Your network is still there in the other chat, and /link brings it back."
        )
    else:
        text = _("Done: {chat} begins anew, and your network stays here. /link brings it back.")
    return Reply(text=say(text, chat=chat_account(leaving)), replaces=True)


async def _ask(ctx: Context, leaving: Identity) -> Reply:
    merged = bool(await _up_to_a_merge(ctx))
    return Reply(
        text=lines(
            say(_("Take {chat} off? It would begin anew there, with nobody in it."), chat=chat_account(leaving)),
            say(_("Your network stays with the other chat; nothing is deleted.")),
            say(_("You have linked them today: /undo instead gives each its own people back; later it can't."))
            if merged
            else None,
        ),
        rows=((Button(say(_("Take it off")), action("unlink", _key(leaving), "yes")),),),
        replaces=True,
    )


async def _let_go(ctx: Context, leaving: Identity, others: list[Identity]) -> None:
    """Give it an account of its own, with the same hours and nobody in it."""
    mine = ctx.account
    fresh = Account(
        id=AccountId(new_id()),
        created_at=ctx.now,
        locale=mine.locale,
        timezone=mine.timezone,
        digest_at=mine.digest_at,
        digest_days=mine.digest_days,
        digest_size=mine.digest_size,
        quiet_from=mine.quiet_from,
        quiet_until=mine.quiet_until,
    )
    await ctx.tx.linking.add_account(rescheduled(fresh, ctx.now))
    await ctx.tx.linking.take_identity(leaving.platform, leaving.external_id, fresh.id)
    for deed in await _up_to_a_merge(ctx):
        await ctx.tx.accounts.undone(ctx.owner, deed.id)
    if len(others) < 2 or all(each.platform != mine.deliver_to for each in others):
        await ctx.tx.accounts.change(replace(mine, deliver_to=""))


async def _up_to_a_merge(ctx: Context) -> Sequence[Deed]:
    """What nobody may take back once a chat has left: the latest linking, which might leave one of the two networks
    to nobody; and what was done before it, to cards that were not one yet."""
    deeds = await ctx.tx.accounts.deeds(ctx.owner, ctx.now - KEPT)
    merges = (i for i, deed in enumerate(deeds) if any(isinstance(step, Merged) for step in deed.steps))
    return deeds[next(merges, len(deeds)) :]


def _key(identity: Identity) -> str:
    """Short enough for a button, whatever the platform's own id looks like."""
    return hashlib.sha256(f"{identity.platform}:{identity.external_id}".encode()).hexdigest()[:16]


def _is_here(ctx: Context, identity: Identity) -> bool:
    return (identity.platform, identity.external_id) == (ctx.actor.platform, ctx.actor.external_id)
