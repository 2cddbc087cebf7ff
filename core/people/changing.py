"""Adding people and changing their cards: each change says what it was, and can be taken back."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.chat.command import Context
from core.chat.parsing.days.anniversaries import BIRTHDAY
from core.chat.parsing.days.cadence import Never
from core.chat.parsing.people.cards import CardLine
from core.facts.account import ContactAdded, ContactChanged
from core.facts.cadence import Cadence
from core.facts.ids import ContactId, DeedId, new_id
from core.facts.keys import fold, handle_key
from core.facts.people import Anniversary, Contact, Handle, Keep
from core.people.due import begun, settled


def new_contact(ctx: Context, card: CardLine) -> Contact:
    """The contact that a line describes; nothing is written yet."""
    contact = Contact(
        id=ContactId(new_id()),
        owner=ctx.owner,
        name=card.name,
        created_at=ctx.now,
        cadence_since=ctx.today,
        quiet_since=ctx.today,
        company=card.company or "",
        title=card.title or "",
        how_met=card.how_met or "",
        met_on=card.met_on,
        tags=card.tags,
        handles=card.handles,
        dates=(Anniversary(label=BIRTHDAY, on=card.birthday),) if card.birthday else (),
    )
    return settled(with_cadence(contact, card.cadence), ctx.account)


def with_cadence(contact: Contact, cadence: Cadence | Never | None) -> Contact:
    """The contact with a cadence of its own; None changes nothing."""
    if isinstance(cadence, Never):
        return replace(contact, keep=Keep.NEVER, cadence=None)
    return replace(contact, keep=Keep.OWN, cadence=cadence) if cadence else contact


async def save_new(ctx: Context, contact: Contact, deed: str) -> DeedId:
    """Add somebody. `deed` is what /undo will say, with {names}."""
    await ctx.tx.people.add([contact])
    return await ctx.did(deed, (contact.name,), ContactAdded(contact_id=contact.id))


async def save(ctx: Context, before: Contact, after: Contact, deed: str) -> tuple[Contact, DeedId]:
    """Change somebody's card; what is derived follows. `deed` is what /undo will say, with {names}."""
    [after], deed_id = await save_all(ctx, [(before, after)], deed)
    return after, deed_id


async def save_all(
    ctx: Context, changes: Sequence[tuple[Contact, Contact]], deed: str
) -> tuple[tuple[Contact, ...], DeedId]:
    """Change several cards, each from what it was, as one deed."""
    saved = tuple(begun(old, ctx.account, new, ctx.account, ctx.today) for old, new in changes)
    await ctx.tx.people.change(saved)
    steps = [ContactChanged(before=old) for old, _new in changes]
    return saved, await ctx.did(deed, tuple(old.name for old, _new in changes), *steps)


def with_tags(contact: Contact, added: Collection[str], removed: Collection[str]) -> Contact:
    """The contact with these tags added and those removed; case and accents do not make another tag."""
    gone = {fold(tag) for tag in removed}
    kept = [tag for tag in contact.tags if fold(tag) not in gone]
    have = {fold(tag) for tag in kept}
    for tag in added:
        if fold(tag) and fold(tag) not in have:
            kept.append(tag)
            have.add(fold(tag))
    return replace(contact, tags=tuple(kept))


def with_handles(contact: Contact, handles: Collection[Handle]) -> Contact:
    """The contact with these handles; one that is there already is not added again."""
    have = {handle_key(handle) for handle in contact.handles}
    new = tuple(handle for handle in handles if handle_key(handle) not in have)
    return replace(contact, handles=(*contact.handles, *new))
