"""Buttons that decide something about what waits: thought over while others write, and kept in a moment.

Whoever has sent thousands of people compares them with thousands: nobody else may have to wait for that.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from inspect import signature

from core.chat.command import Context, Session, Work, on_press_work
from core.chat.errors import NotFound
from core.chat.reply import Reply, say
from core.chat.request import Actor
from core.chat.words import _
from core.facts.imports import Import
from core.imports.staged import waiting

Show = Callable[[Context, Import], Awaitable[Reply]]
Decided = tuple[Import, Show]  # the import as it is from now on, itself where nothing changes; and what to say
Decide = Callable[..., Awaitable[Decided]]  # (the context, the import as it is, the button's other arguments)


def on_decision(name: str) -> Callable[[Decide], Work]:
    """Declare the function below as what "v1:name:import.…" decides. It is given a reading transaction, once more
    where something else was decided meanwhile. Raises NotFound or Refusal."""

    def declare(decide: Decide) -> Work:
        most = len(signature(decide).parameters) - 2

        async def run(session: Session, actor: Actor, argument: str) -> AsyncIterator[Reply]:
            import_id, *arguments = argument.split(".")
            if len(arguments) != most:
                raise NotFound(say(_("That button is no longer good: send me the file again.")))
            staged, show = await _kept(session, actor, import_id, decide, arguments)
            async with session.store.read() as tx:
                shown = await show(session.context(tx, actor), staged)
            yield shown

        return on_press_work(name)(run)

    return declare


async def _kept(session: Session, actor: Actor, import_id: str, decide: Decide, arguments: list[str]) -> Decided:
    while True:
        async with session.store.read() as tx:
            ctx = session.context(tx, actor)
            before = await waiting(ctx, import_id)
            after, show = await decide(ctx, before, *arguments)
            is_new = after.haul is not before.haul
            packed = await tx.imports.packed(after.haul) if is_new else None
        if after is before:
            return after, show
        async with session.store.write() as tx:
            await tx.accounts.get([session.account.id])
            if not await tx.imports.is_unchanged(before):
                continue
            await tx.imports.change(after)
            if is_new:
                await tx.imports.keep_haul(after, packed)
            return after, show
