"""A digest answered in place: each person and each thing in it once, and undoable."""

from dataclasses import replace

from core.chat.command import Context
from core.chat.errors import NotFound
from core.chat.reply import say
from core.chat.words import _
from core.facts.account import PickAnswered
from core.facts.digests import Because, Digest, ItemKind, Outcome, Pick
from core.facts.ids import ContactId, DigestId
from core.facts.people import Contact


async def answer_pick(
    ctx: Context, digest_id: str, contact_id: str, outcome: Outcome
) -> tuple[Digest, Contact, Pick] | None:
    """Note what the owner answered about somebody in a digest; None when that is answered already.

    Raises NotFound for a digest or a person that is not there (any more).
    """
    digest = await ctx.tx.digests.digest(ctx.owner, DigestId(digest_id))
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    people = [each.id for each in found]  # whoever it is by now: cards may have become one
    pick = next((each for each in digest.picks if each.contact_id in people), None) if digest else None
    if digest is None or pick is None or not found:
        raise NotFound(say(_("I can't find that person any more.")))
    if pick.outcome is not Outcome.OPEN:
        return None
    picks = tuple(replace(each, outcome=outcome) if each is pick else each for each in digest.picks)
    answered = replace(digest, picks=picks)
    await ctx.tx.digests.change_digest(answered)
    return answered, found[0], pick


async def answer_profile(ctx: Context, digest: Digest) -> Digest | None:
    """Note that the owner has answered about their own profile; None when they have already."""
    if not any(item.kind is ItemKind.PROFILE and not item.answered for item in digest.items):
        return None
    items = (replace(item, answered=True) if item.kind is ItemKind.PROFILE else item for item in digest.items)
    answered = replace(digest, items=tuple(items))
    await ctx.tx.digests.change_digest(answered)
    return answered


async def reopen(ctx: Context, step: PickAnswered) -> None:
    """Undo of an answer: the person is open again in that digest."""
    digest = await ctx.tx.digests.digest(ctx.owner, step.digest_id)
    if digest is not None:
        picks = (
            replace(pick, outcome=Outcome.OPEN) if pick.contact_id == step.contact_id else pick
            for pick in digest.picks
        )
        await ctx.tx.digests.change_digest(replace(digest, picks=tuple(picks)))


def owes_thanks(pick: Pick) -> bool:
    """Whether reaching out to them was, among other things, a thank-you."""
    return any(reason.because is Because.THANKS for reason in pick.reasons)
