"""From a code to its confirmation: issued here, said there, and confirmed here again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.chat.command import Context
from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _
from core.facts.account import Account, Identity
from core.facts.delivery import Delivery, Kind
from core.facts.ids import AccountId, DeliveryId, LinkCodeId, new_id
from core.facts.linking import LinkCode, LinkState
from core.linking.codes import GOOD_FOR, TRIES, is_live, new_code, opens
from core.store import Transaction

TOLD_THERE = "linked:"  # how the keys of such deliveries begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A code that was said, and waits for whoever issued it."""

    code: LinkCode
    account: Account
    other: Account
    here: Identity  # one of the account's
    there: Identity  # from where the code was said


async def issue(ctx: Context) -> str:
    """A new code in the place of the one before, as it is to be typed."""
    while True:
        code, written = new_code(ctx.owner, ctx.now)
        if await ctx.tx.linking.issue(code):
            return written


async def asked_here(ctx: Context) -> Asked | None:
    """What waits for this account's word."""
    code = await ctx.tx.linking.issued(ctx.owner)
    if code is None or code.state is not LinkState.SAID or not is_live(code, ctx.now):
        return None
    return await asked(ctx.tx, code)


async def asked(tx: Transaction, code: LinkCode) -> Asked | None:
    """None when one of the two is not there any more, or they are one already."""
    ids = [code.account_id, *([code.other_id] if code.other_id else [])]
    accounts = {each.id: each for each in await tx.accounts.get(ids)}
    identities = await tx.accounts.identities(ids)
    here = next((each for each in identities if each.account_id == code.account_id), None)
    there = next((each for each in identities if _is_from(code, each)), None)
    if code.other_id not in accounts or here is None or there is None:
        return None
    account, other = accounts[code.account_id], accounts[code.other_id]
    return Asked(code=code, account=account, other=other, here=here, there=there)


async def say_code(ctx: Context, first: str, second: str) -> tuple[LinkCode, Identity] | None:
    """Say a code that another account issued: whoever it is is asked there, and is in the answer.

    None for a code that is none: a wrong guess is counted, so nothing may be raised for it. Raises Refusal where
    the code is right, and no good.
    """
    code = await ctx.tx.linking.code(first)
    if code is None:
        return None
    if not opens(code, second):
        await _count_wrong(ctx, code)
        return None
    if code.account_id == ctx.owner:
        raise Refusal(say(_("That is your own code. Say it in the other chat, the one that you want to join in.")))
    if code.state is LinkState.LOCKED:
        return None
    if code.state is LinkState.SAID and code.other_id == ctx.owner and is_live(code, ctx.now):
        raise Refusal(say(_("That one waits already: confirm it in the chat where you got it.")))
    if code.state is not LinkState.OPEN:
        raise Refusal(say(_("That code has been used. /link in the other chat gives you a new one.")))
    if not is_live(code, ctx.now):
        raise Refusal(
            say(
                _("That code was good for ten minutes, and they are over. /link in the other chat gives a new one.")
            )
        )
    said = replace(
        code,
        state=LinkState.SAID,
        other_id=ctx.owner,
        platform=ctx.actor.platform,
        external_id=ctx.actor.external_id,
        expires_at=ctx.now + GOOD_FOR,
    )
    await ctx.tx.linking.change_code(said)
    await ctx.tx.deliveries.add([_question(said, ctx.now)])
    identities = await ctx.tx.accounts.identities([code.account_id])
    return (said, identities[0]) if identities else None


async def confirmable(tx: Transaction, owner: AccountId, code_id: str, now: datetime) -> Asked:
    """The code, as long as its owner can say yes or no to it. Raises Refusal, in words that say why not."""
    code = next(iter(await tx.linking.codes([LinkCodeId(code_id)])), None)
    if code is not None and code.account_id == owner:
        if code.state is LinkState.LINKED:
            raise Refusal(say(_("You are linked already: it is one network now.")))
        if code.state is LinkState.REFUSED:
            raise Refusal(say(_("One of you said no to that. /link gives you a new code.")))
        if code.state is LinkState.SAID and not is_live(code, now):
            raise Refusal(say(_("The ten minutes for that are over. /link gives you a new code.")))
        if code.state is LinkState.SAID and (found := await asked(tx, code)):
            return found
    if len(await tx.accounts.identities([owner])) != 1:  # none: it has become part of another a moment ago
        raise Refusal(say(_("You are linked already: it is one network now.")))
    raise Refusal(say(_("That is over. /link gives you a new code.")))


async def said_here(ctx: Context, code_id: str) -> LinkCode:
    """The code, as long as whoever has said it can call that off. Raises Refusal."""
    code = next(iter(await ctx.tx.linking.codes([LinkCodeId(code_id)])), None)
    if code is not None and code.state is LinkState.LINKED and code.account_id == ctx.owner:
        raise Refusal(say(_("You are linked already: it is one network now. For 24 hours /undo takes it back.")))
    if code is None or code.other_id != ctx.owner or code.state is not LinkState.SAID:
        raise Refusal(say(_("That is over; nothing waits for a yes any more.")))
    return code


async def refuse(tx: Transaction, code: LinkCode) -> None:
    await tx.linking.change_code(replace(code, state=LinkState.REFUSED))


async def _count_wrong(ctx: Context, code: LinkCode) -> None:
    """After the last try it is locked, and its owner hears of it."""
    if not is_live(code, ctx.now) or code.state is not LinkState.OPEN:
        return
    wrong = code.wrong + 1
    if wrong < TRIES:
        await ctx.tx.linking.change_code(replace(code, wrong=wrong))
        return
    locked = replace(code, wrong=wrong, state=LinkState.LOCKED)
    await ctx.tx.linking.change_code(locked)
    await ctx.tx.deliveries.add([_question(locked, ctx.now)])


def tell_there(code: LinkCode, now: datetime) -> Delivery:
    """That they are linked, for the chat in which the code was said: it has not seen the question."""
    return replace(_question(code, now), key=f"{TOLD_THERE}{code.id}")


def _question(code: LinkCode, now: datetime) -> Delivery:
    """What its owner is told about it."""
    return Delivery(
        id=DeliveryId(new_id()),
        account_id=code.account_id,
        kind=Kind.LINK,
        key=f"link:{code.id}",
        subject=code.id,
        due_at=now,
        not_after=now + (timedelta(hours=24) if code.state is LinkState.LOCKED else GOOD_FOR),
    )


def _is_from(code: LinkCode, identity: Identity) -> bool:
    return (code.other_id, code.platform, code.external_id) == (
        identity.account_id,
        identity.platform,
        identity.external_id,
    )
