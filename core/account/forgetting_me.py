"""/forgetme: everything of somebody is erased, after they have seen what that is and typed a word."""

from dataclasses import replace

from core.account.platforms import chat_account
from core.chat.command import Context, Kind, Param, command
from core.chat.holdings import counted
from core.chat.questions import ask
from core.chat.reading import Open
from core.chat.reply import Answer, Bold, Button, Listing, Reply, Span, action, lines, say
from core.chat.words import _, plain
from core.facts.keys import fold
from core.gatherings.answering import withdraw

_WORD = _("erase")
_BOLD = Bold(say(_WORD))


@command(
    "forgetme",
    Param(name="word", kind=Kind.TEXT, summary=_("the word that I ask for"), option=False),
    Param(name="seen", kind=Kind.TEXT, summary=_("that you have seen what goes"), option=False),
    summary=_("Erase everything that you have told me"),
    examples=("/forgetme",),
)
async def forgetme(ctx: Context, word: str | None, seen: str | None) -> Answer:
    """The word counts only as the answer to the question: nobody is to erase what they have not been shown."""
    if word is None or seen is None:
        return await _ask(ctx)
    if fold(word).strip("!?") not in {fold(_WORD), fold(plain(say(_WORD), ctx.reader))}:
        return await _ask_for_word(
            ctx, say(_("That is not the word, so nothing is erased. If it is meant, type: {word}"), word=_BOLD)
        )
    await withdraw(ctx.tx, ctx.account, ctx.now)
    await ctx.tx.erasing.erase(ctx.owner)
    await ctx.tx.erasing.remember(ctx.request, ctx.now)
    return Reply(
        text=lines(
            say(_("Done. Everything that I knew of you is erased, and I write to you no more.")),
            say(_("This chat itself is yours to delete. Should you write to me again, we begin anew.")),
        )
    )


async def _ask(ctx: Context) -> Reply:
    things = counted(await ctx.tx.exports.holdings(ctx.owner))
    chats = [chat_account(each) for each in await ctx.tx.accounts.identities([ctx.owner])]
    text = lines(
        Bold(say(_("This erases all that I know of you, for good:"))),
        *(say(_("- {thing}"), thing=each) for each in things),
        say(_("- your settings, your digests, what waits to be sent or imported, and what /undo could take back")),
        say(_("- your answers to events of others; what you share yourself is called off for those who come"))
        if await _meets_others(ctx)
        else None,
        say(_("- how I know you: {chats}"), chats=Listing(tuple(chats))),
        "",
        say(_("No /undo brings it back. Backups of whoever runs me hold it until newer ones take their place.")),
        say(_("If it is meant, type this word: {word}"), word=_BOLD),
    )
    reply = await _ask_for_word(ctx, text)
    if not things:
        return reply
    export = Button(say(_("Export it first")), action("export", "everything"))
    return replace(reply, rows=((export,), *reply.rows))


async def _meets_others(ctx: Context) -> bool:
    """Whether they have answered events that others see, their own among them."""
    return bool(await ctx.tx.attendees.answered(ctx.owner))


async def _ask_for_word(ctx: Context, text: Span) -> Reply:
    opened = Open(asking=forgetme.params[0], text=text, values={"seen": "yes"})
    return await ask(ctx, forgetme, opened, way_out=_("No, keep everything"), says_more=True)
