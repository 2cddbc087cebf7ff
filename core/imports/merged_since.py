"""Cards of an import that have become one with others since: it cannot be taken back without that."""

from core.account.undo import KEPT
from core.chat.command import Context
from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _
from core.facts.account import CardsMerged
from core.facts.ids import ContactId
from core.facts.imports import Import


async def refuse_where_merged(ctx: Context, taken: Import) -> None:
    """Else whom it added would stay as a part of another card, and taking back the merge would bring them back for
    good. Raises Refusal."""
    changed = {before.id for before, _after in await ctx.tx.imports.changes(ctx.owner, taken.id)}
    deeds = await ctx.tx.accounts.deeds(ctx.owner, ctx.now - KEPT)
    merges = [step for deed in deeds for step in deed.steps if isinstance(step, CardsMerged)]
    for step in merges:
        if await _is_of(ctx, step, taken, changed):
            raise Refusal(say(_("You have merged cards of it since: take that back first (/undo), or keep it.")))


async def _is_of(ctx: Context, step: CardsMerged, taken: Import, changed: set[ContactId]) -> bool:
    """Whether it made one card of two of which the import had added or changed one by then."""
    made = await ctx.tx.linking.merge_of(ctx.owner, step.merge_id)
    if made is None or made.merged_at < taken.staged_at:
        return False
    stayed = (await ctx.tx.linking.moves(made)).before
    went = await ctx.tx.people.get(made.other_id, [step.goes])
    added = any(card.import_id == taken.id for card in (*stayed, *went))
    return added or not changed.isdisjoint((step.stays, step.goes))
