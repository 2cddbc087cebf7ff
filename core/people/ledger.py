"""The ledger: touches and favours, written once and never edited; the balance is derived from them."""

import re
from collections.abc import Sequence
from datetime import date

from core.chat.command import Context
from core.facts.account import EntriesAdded
from core.facts.ids import DeedId, EntryId, new_id
from core.facts.people import Balance, Contact, Direction, Entry, Favour, Touch
from core.people.due import touched

_NO_THANKS = re.compile(r"\b(no|not|without|forgot to|should|must|need to) (a )?thank", re.IGNORECASE)
_THANKS = re.compile(r"\b(thank(s|ed|ing)?( you)?|thx)\b", re.IGNORECASE)


async def record_touch(
    ctx: Context, contacts: Sequence[Contact], what: str, on: date, deed: str, *, thanks: bool | None = None
) -> tuple[Sequence[Contact], DeedId]:
    """Write down that they spoke on this day, not later than today; the contacts as they are now.

    `thanks`: whether the owner thanked them then; None: as the words say. `deed` is what /undo will say.
    """
    thanked = means_thanks(what) if thanks is None else thanks
    entries = [
        Touch(
            id=EntryId(new_id()),
            contact_id=contact.id,
            happened_on=on,
            what=what,
            recorded_at=ctx.now,
            thanks=thanked,
        )
        for contact in contacts
    ]
    return await record(ctx, contacts, entries, on, deed)


async def record_favour(
    ctx: Context, contacts: Sequence[Contact], direction: Direction, what: str, on: date, deed: str
) -> tuple[Sequence[Contact], DeedId]:
    """Write down a favour, one for each of these people; it counts as a touch as well."""
    favours = [
        Favour(
            id=EntryId(new_id()),
            contact_id=contact.id,
            direction=direction,
            happened_on=on,
            what=what,
            recorded_at=ctx.now,
        )
        for contact in contacts
    ]
    return await record(ctx, contacts, favours, on, deed)


async def record(
    ctx: Context, contacts: Sequence[Contact], entries: Sequence[Entry], on: date, deed: str
) -> tuple[Sequence[Contact], DeedId]:
    """Write down entries about these people, all of one day; the contacts as they are now."""
    after = [touched(contact, ctx.account, on) for contact in contacts]
    await ctx.tx.people.add_entries(ctx.owner, entries)
    changed = [new for old, new in zip(contacts, after, strict=True) if new != old]
    if changed:
        await ctx.tx.people.change(changed)
    deed_id = await ctx.did(
        deed,
        tuple(contact.name for contact in contacts),
        EntriesAdded(
            entries=tuple(entry.id for entry in entries), contacts=tuple(contact.id for contact in contacts)
        ),
    )
    return after, deed_id


def means_thanks(what: str) -> bool:
    """Whether a touch was, by its words, a thank-you: "thanked her", but not "no thanks to her"."""
    return bool(_THANKS.search(what)) and not _NO_THANKS.search(what)


async def balance_with(ctx: Context, contact: Contact) -> Balance:
    """How the owner stands with one contact."""
    balances = await ctx.tx.people.balances([ctx.owner], [contact.id])
    return balances[0] if balances else Balance(contact_id=contact.id)
