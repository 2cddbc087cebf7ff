"""Clubs: the account of a group, in whose agenda its events are. It is made when it is first needed."""

from dataclasses import replace

from core.chat.command import Context
from core.facts.account import Account, Identity
from core.facts.ids import AccountId, new_id


async def find_club(ctx: Context) -> Account | None:
    """The club of the group where they speak; None where there is none yet, or they speak in private."""
    if ctx.group is None:
        return None
    known = await ctx.tx.accounts.of(ctx.actor.platform, ctx.group.external_id)
    if known is None:
        return None
    identity, account, _question = known
    return account if identity.group else None


async def club_here(ctx: Context, *, posts_here: bool = False) -> Account:
    """The same, made where there is none; its zone is that of whoever makes it. With `posts_here` what it posts
    goes to the chat in which they speak from now on."""
    assert ctx.group is not None
    identity = Identity(
        platform=ctx.actor.platform,
        external_id=ctx.group.external_id,
        account_id=AccountId(new_id()),
        address=ctx.group.address,
        name=ctx.group.name,
        group=True,
    )
    if (club := await find_club(ctx)) is not None:
        if posts_here:
            known = await ctx.tx.accounts.of(ctx.actor.platform, ctx.group.external_id)
            name = ctx.group.name or (known[0].name if known is not None else "")  # not known while one connects
            await ctx.tx.accounts.change_identity(replace(identity, account_id=club.id, name=name))
        return club
    club = Account(
        id=identity.account_id,
        created_at=ctx.now,
        locale=ctx.account.locale,
        timezone=ctx.account.timezone,
        club=True,
    )
    await ctx.tx.accounts.add(club, identity)
    return club


async def is_here(ctx: Context, owner: AccountId) -> bool:
    """Whether this account is the club of the group where they speak."""
    club = await find_club(ctx)
    return club is not None and club.id == owner
