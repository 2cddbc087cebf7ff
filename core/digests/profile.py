"""The owner's own profile: what they answer when they are asked to look it over."""

from dataclasses import replace
from datetime import timedelta

from core.chat.command import Context
from core.chat.words import _
from core.digests.things import LATER, STOP
from core.facts.account import AccountChanged
from core.facts.digests import Because
from core.people.tuning import days_of, tuned, tuning_of

NEXT_MONTH = timedelta(days=30)


async def profile_answered(ctx: Context, step: str) -> Context:
    """Looked after, next month, or never again; the context with the account as it is then."""
    if step == STOP:
        tuning = replace(tuning_of(ctx.account, Because.PROFILE), on=False)
        after = tuned(ctx.account, Because.PROFILE, tuning)
        await ctx.did(_("turning off the rule {names}"), ("profile",), AccountChanged(before=ctx.account))
    else:
        wait = NEXT_MONTH if step == LATER else timedelta(days=days_of(ctx.account, Because.PROFILE))
        after = replace(ctx.account, profile_on=ctx.today + wait)
    await ctx.tx.accounts.change(after)
    return replace(ctx, account=after)
