"""Cadences for many at once: a tag's, and the default; everybody's due day follows in one go."""

from core.chat.command import Context
from core.facts.account import Account
from core.facts.people import Contact
from core.people.due import settled


async def change_rhythms(ctx: Context, account: Account) -> None:
    """Save the account with its new default and tag cadences, and the due days that follow from them."""
    old, new = ctx.account.tag_cadences, account.tag_cadences
    contacts: dict[str, Contact] = {}
    for tag in {tag for tag in {*old, *new} if old.get(tag) != new.get(tag)}:
        contacts |= {each.id: each for each in await ctx.tx.people.tagged(ctx.owner, tag)}
    if account.default_cadence != ctx.account.default_cadence:
        contacts |= {each.id: each for each in await ctx.tx.people.kept_by_default(ctx.owner)}
    await ctx.tx.accounts.change(account)
    pairs = [(contact, settled(contact, account)) for contact in contacts.values()]
    await ctx.tx.people.change([after for before, after in pairs if before != after])
