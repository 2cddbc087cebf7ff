"""Cadences for many at once: a tag's, and the default; everybody's due day follows in one go."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from core.chat.command import Context
from core.facts.account import Account
from core.facts.ids import AccountId, ContactId
from core.facts.people import Contact
from core.people.due import begun, settled
from core.store import Transaction


async def change_rhythms(ctx: Context, account: Account) -> Mapping[ContactId, date]:
    """Save the account with its new default and tag cadences, and the due days that follow from them.

    Where a cadence is another one now it starts to count today; given back is where it started before.
    """
    contacts = await concerned(ctx.tx, ctx.owner, ctx.account, account)
    await ctx.tx.accounts.change(account)
    pairs = [(each, begun(each, ctx.account, each, account, ctx.today)) for each in contacts]
    await ctx.tx.people.change([after for before, after in pairs if before != after])
    return {before.id: before.cadence_since for before, after in pairs if before != after}


async def put_rhythms(ctx: Context, account: Account, started: Mapping[ContactId, date]) -> None:
    """Save the account as it was, and let the cadences start where they did."""
    await ctx.tx.accounts.change(account)
    contacts = await ctx.tx.people.get(ctx.owner, list(started))
    await ctx.tx.people.change(
        [settled(replace(each, cadence_since=started[each.id]), account) for each in contacts]
    )


async def concerned(tx: Transaction, owner: AccountId, was: Account, account: Account) -> list[Contact]:
    """Which of the owner's contacts may have another cadence with the one account's rhythms than the other's."""
    old, new = was.tag_cadences, account.tag_cadences
    contacts: dict[str, Contact] = {}
    for tag in {tag for tag in {*old, *new} if old.get(tag) != new.get(tag)}:
        contacts |= {each.id: each for each in await tx.people.tagged(owner, tag)}
    if account.default_cadence != was.default_cadence:
        contacts |= {each.id: each for each in await tx.people.kept_by_default(owner)}
    return list(contacts.values())
