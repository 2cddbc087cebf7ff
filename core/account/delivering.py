"""Where somebody who speaks on several platforms is written to: on the one they prefer, else where it arrives."""

from dataclasses import replace

from core.account.platforms import platform_name
from core.chat.command import Context
from core.chat.errors import Refusal
from core.chat.questions import offer
from core.chat.reply import Listing, Reply, Span, say
from core.chat.words import _
from core.facts.account import Account, Choice


async def ask_platform(ctx: Context) -> Reply:
    """Ask for one of those on which they speak. Raises Refusal where there is only one."""
    choices = tuple(
        Choice(label="{name}", name=each.capitalize(), line=f"/settings deliver {each}")
        for each in await _platforms(ctx)
    )
    return await offer(ctx, say(_("Where shall I write to you by myself?")), choices)


async def delivered_to(ctx: Context, value: str) -> Account:
    """The account with what was typed as its platform. Raises Refusal, with what would be right."""
    platforms = await _platforms(ctx)
    word = value.strip().casefold()
    found = [each for each in platforms if word and each.startswith(word)]
    if len(found) != 1:
        names = Listing(tuple(platform_name(each) for each in platforms))
        raise Refusal(
            say(
                _("I know you on {platforms}. For example: /settings deliver {one}"),
                platforms=names,
                one=platforms[0],
            )
        )
    return replace(ctx.account, deliver_to=found[0])


def tell_platform(account: Account) -> Span | None:
    """None while there is nothing to choose."""
    if not account.deliver_to:
        return None
    return say(_("I write to you on: {platform}"), platform=platform_name(account.deliver_to))


async def _platforms(ctx: Context) -> list[str]:
    identities = await ctx.tx.accounts.identities([ctx.owner])
    platforms = [*dict.fromkeys(each.platform for each in identities)]
    if len(platforms) < 2:
        raise Refusal(
            say(
                _("I know you on {platform} alone. /link joins another chat."), platform=platform_name(platforms[0])
            )
        )
    return platforms
