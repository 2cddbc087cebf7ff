"""An export of our own that somebody has sent, where there is nothing yet: at a press, all of it is put back."""

from dataclasses import replace

from core.chat.command import Context, on_press
from core.chat.errors import NotFound, Refusal
from core.chat.holdings import counted
from core.chat.reply import Answer, Button, Listing, Reply, action, lines, say
from core.chat.words import _
from core.exports.restoring import restore
from core.facts.ids import AccountId, ImportId
from core.facts.imports import Import, ImportState
from core.store import Transaction


async def can_be_put_back(tx: Transaction, owner: AccountId, staged: Import) -> bool:
    """Whether what was sent is a whole network, and the account has none."""
    return bool(staged.haul.own) and (await tx.exports.holdings(owner)).nothing


def put_back_button(staged: Import) -> Button:
    return Button(say(_("Restore everything")), action("restore", staged.id))


@on_press("restore")
async def put_back(ctx: Context, import_id: str) -> Answer:
    """Put back what was sent; a second press finds it done."""
    staged = await ctx.tx.imports.get(ctx.owner, ImportId(import_id))
    if staged is None:
        raise NotFound(say(_("I don't have that file any more. Please send it again.")))
    if staged.state is not ImportState.STAGED or not staged.haul.own:
        raise Refusal(say(_("That file is settled already. Send it again, should you want it after all.")))
    restored = await restore(ctx.tx, ctx.owner, staged.haul.own, ctx.now)
    more = len(staged.haul.files) > 1  # other files were sent as well, and still wait for a word
    if more:
        await ctx.tx.imports.keep_haul(replace(staged, haul=replace(staged.haul, own="")))
    else:
        await ctx.tx.imports.change(replace(staged, state=ImportState.DONE, added=restored.people))
    return Reply(
        text=lines(
            say(_("All of it is back: {things}, and your settings."), things=Listing(counted(restored))),
            say(_("/who finds your people, /reminders shows what comes, /settings how I write to you.")),
        ),
        rows=((Button(say(_("The other files…")), action("import-look", staged.id)),),) if more else (),
        replaces=True,
    )
