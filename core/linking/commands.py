"""/link and /unlink, and the buttons under the question whether to link."""

from collections.abc import AsyncIterator
from dataclasses import replace

from core.chat.command import Context, Kind, Param, Session, Subject, command, on_press, on_press_work
from core.chat.errors import Refusal
from core.chat.reply import Answer, File, Reply, Span, say
from core.chat.request import Actor
from core.chat.words import _
from core.exports.network_file import network_file
from core.facts.account import Merged
from core.facts.linking import LinkState
from core.linking import wording
from core.linking.asking import ask_here
from core.linking.codes import read_code
from core.linking.leaving import unlink, unlink_this
from core.linking.linking import Asked, asked_here, confirmable, issue, refuse, said_here, say_code, tell_there
from core.linking.merging import Preview, join, preview, separate
from core.store import Unavailable


@command(
    "link",
    Param(name="code", kind=Kind.TEXT, summary=_("the code from the other chat; without one you get yours")),
    summary=_("One network in Telegram and Discord"),
    examples=("/link", "/link K7QP-93XM"),
)
async def link(ctx: Context, code: str | None) -> Answer:
    if code is None:
        if waiting := await asked_here(ctx):
            return await ask_here(ctx.tx, waiting)
        return wording.show_code(await issue(ctx), await ctx.tx.accounts.identities([ctx.owner]))
    halves = read_code(code)
    if halves is None:
        raise Refusal(say(_("A code looks like this: K7QP-93XM. /link in the other chat gives you one.")))
    found = await say_code(ctx, *halves)
    if found is None:
        return wording.not_a_code()
    said, there = found
    mine = await ctx.tx.accounts.identities([ctx.owner])
    here = next(each for each in mine if each.external_id == ctx.actor.external_id)
    return wording.said(said, here, there)


@on_press_work("link")
async def link_us(session: Session, actor: Actor, code_id: str) -> AsyncIterator[Reply]:
    """Hand over both networks as they are, where both have something; then let them be one. Raises Refusal."""
    async with session.store.read() as tx:
        asked = await confirmable(tx, session.account.id, code_id, session.clock())
        found = await preview(tx, asked.account.id, asked.other.id)
        handed: list[tuple[str, File | None]] = []
        if found.has_mine and found.has_theirs:
            sides = ((actor.platform, asked.account), (asked.there.platform, asked.other))
            now = session.clock()
            handed = [(platform, await network_file(tx, side.id, platform, now)) for platform, side in sides]
    yield wording.agreed(asked)
    for platform, file in handed:
        if file is not None:
            yield Reply(text=wording.handed_over(platform), file=file)
    try:
        linked = await _link(session, actor, asked, found)
    except Unavailable:  # once more: PostgreSQL gives up one of two who wait for each other, as the outbox may
        linked = await _link(session, actor, asked, found)
    yield linked


@on_press("link-no")
async def not_me(ctx: Context, code_id: str) -> Answer:
    asked = await confirmable(ctx.tx, ctx.owner, code_id, ctx.now)
    await refuse(ctx.tx, asked.code)
    return Reply(
        text=say(_("Good that I asked. Nothing was linked, and the code is no good any more.")), replaces=True
    )


@on_press("link-off")
async def call_off(ctx: Context, code_id: str) -> Answer:
    """On the side that has said the code."""
    await refuse(ctx.tx, await said_here(ctx, code_id))
    return Reply(text=say(_("Called off: nothing was linked, and the code is no good any more.")), replaces=True)


async def take_apart(ctx: Context, step: Merged) -> Span:
    """Undo: two networks again. Raises Refusal when nobody would be left in one of them."""
    merge = await ctx.tx.linking.merge_of(ctx.owner, step.merge_id)
    if merge is None:
        raise Refusal(say(_("That can't be taken back any more.")))
    await separate(ctx.tx, ctx.account, merge, ctx.now)
    identities = await ctx.tx.accounts.identities([ctx.owner, merge.other_id])
    if {each.account_id for each in identities} != {ctx.owner, merge.other_id}:
        raise Refusal(say(_("You have unlinked one of the two chats since, so one network would be nobody's.")))
    return say(_("Two networks again, each with its own people. What you added since stays where it belongs."))


async def _link(session: Session, actor: Actor, before: Asked, found: Preview) -> Reply:
    async with session.store.write() as tx:
        # Both are held from here on: of two who confirm at once the other finds it done.
        held = await tx.accounts.get([before.account.id, before.other.id])
        asked = await confirmable(tx, session.account.id, before.code.id, session.clock())
        if len(held) < 2 or asked.other.id != before.other.id:
            raise Refusal(say(_("That is over. /link gives you a new code.")))
        ctx = session.context(tx, actor)
        await tx.linking.change_code(replace(asked.code, state=LinkState.LINKED))
        joined = await join(tx, asked.account, asked.other, found, actor.platform, ctx.now)
        await ctx.tx.deliveries.add([tell_there(asked.code, ctx.now)])
        people, _things = await tx.linking.holdings(asked.account.id)
        there = asked.there.platform
        deed = await ctx.did(_("linking with {names}"), (there.capitalize(),), Merged(merge_id=joined.merge.id))
    return wording.linked(joined.merge.after, there, people, joined.both, deed)


SUBJECT = Subject(
    commands=(link, unlink),
    actions=(link_us, not_me, call_off, unlink_this),
    undoes={"merged": take_apart},
)
