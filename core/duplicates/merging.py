"""Two cards of one person become one, and two again: nothing is lost on the way, and what was done since stays."""

from collections.abc import Mapping
from dataclasses import replace

from core.account.undone_since import drop_what_went
from core.chat.command import Context
from core.chat.errors import NotFound, Refusal
from core.chat.reply import Span, say
from core.chat.words import _
from core.duplicates.kept import forget
from core.facts.account import Account, CardsMerged, Tuning
from core.facts.ids import AccountId, ContactId, DeedId, MergeId, new_id
from core.facts.keys import fold
from core.facts.linking import Merge
from core.facts.people import Contact, Status
from core.people.due import settled
from core.people.uniting import part, unite

_Rules = Mapping[str, Tuning]


def fuller_first(one: Contact, other: Contact) -> tuple[Contact, Contact]:
    """Of two cards the one that had better stay: with a whole name, in use, with more on it, or the older one."""
    stays, goes = sorted((one, other), key=_fullness, reverse=True)
    return stays, goes


def together(stays: Contact, goes: Contact, account: Account) -> Contact:
    """The card that comes of two."""
    return settled(unite(stays, goes, account.locale), account)


async def two_cards(ctx: Context, stays: str, goes: str) -> tuple[Contact, Contact] | None:
    """The cards that a button names; None when they are one by now. Raises NotFound."""
    found = await ctx.tx.people.get(ctx.owner, [ContactId(stays), ContactId(goes)])
    if len(found) < 2 and stays != goes:
        raise NotFound(say(_("I can't find these cards any more.")))
    return None if found[0].id == found[-1].id else (found[0], found[1])


async def merge_cards(ctx: Context, stays: Contact, goes: Contact) -> tuple[Contact, DeedId]:
    """Let the one card have all that the other one says, and all that hangs on it."""
    waits = Account(id=AccountId(new_id()), created_at=ctx.now)
    account = replace(ctx.account, rules=_rules_for_one(ctx.account.rules, stays.id, goes.id))
    made = Merge(
        id=MergeId(new_id()),
        account_id=ctx.owner,
        other_id=waits.id,
        merged_at=ctx.now,
        before=ctx.account,
        after=account,
    )
    card = together(stays, goes, account)
    await ctx.tx.linking.add_account(waits)
    await ctx.tx.cards.unite(made, stays, goes.id)
    await ctx.tx.people.change([card])
    if account != ctx.account:
        await ctx.tx.accounts.change(account)
    step = CardsMerged(merge_id=made.id, stays=stays.id, goes=goes.id, rules=account != ctx.account)
    return card, await ctx.did(_("the merge of {names}"), (stays.name, goes.name), step)


async def separate(ctx: Context, step: CardsMerged) -> Span:
    """Undo: two cards, as they were. What was added since is on the card that stayed, and what was edited there
    stays so. Raises Refusal when it is too late."""
    made = await ctx.tx.linking.merge_of(ctx.owner, step.merge_id)
    if made is None:
        raise Refusal(say(_("That can't be taken back any more.")))
    [before] = (await ctx.tx.linking.moves(made)).before
    [now] = await ctx.tx.people.get(ctx.owner, [step.stays])
    await ctx.tx.cards.divide(made, step.stays, step.goes)
    [back] = await ctx.tx.people.get(ctx.owner, [step.goes])
    account = replace(ctx.account, rules=_rules_for_two(ctx.account.rules, made, step))
    last = await ctx.tx.people.last_touches(ctx.owner, [step.stays, step.goes])
    parted = part(now, before, unite(before, back, made.after.locale))
    await ctx.tx.people.change(
        [settled(replace(card, last_touch_on=last.get(card.id)), account) for card in (parted, back)]
    )
    if account != ctx.account:
        await ctx.tx.accounts.change(account)
    await drop_what_went(
        ctx.tx,
        made,
        {step.stays},
        ctx.owner,
        lambda thing: not isinstance(thing, Contact) and thing.contact_id == step.goes,
        settings=step.rules,
    )
    forget(ctx.owner)
    return say(_("Two cards again, as they were. What you added since stays where it is."))


def _fullness(card: Contact) -> tuple[bool, bool, int, float]:
    said = (card.company, card.title, card.how_met, card.notes, card.met_on, card.last_touch_on)
    many = sum(map(bool, said)) + len(card.handles) + len(card.dates) + len(card.tags)
    in_use = card.status in (Status.ACTIVE, Status.PAUSED)
    return " " in fold(card.name), in_use, many, -card.created_at.timestamp()


def _rules_for_one(rules: _Rules, stays: ContactId, goes: ContactId) -> _Rules:
    """ "Not for Jane" is a wish about Jane, on whichever card she was."""
    return {
        name: replace(tuning, not_for=tuning.not_for - {goes} | {stays}) if goes in tuning.not_for else tuning
        for name, tuning in rules.items()
    }


def _rules_for_two(rules: _Rules, made: Merge, step: CardsMerged) -> _Rules:
    """The same wish on the card that it was about, unless it has been taken back since."""
    back = dict(rules)
    for name, tuning in rules.items():
        then = made.before.rules.get(name)
        if then is not None and step.goes in then.not_for and step.stays in tuning.not_for:
            came = {step.stays} - then.not_for
            back[name] = replace(tuning, not_for=tuning.not_for - came | {step.goes})
    return back
