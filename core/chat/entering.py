"""Who speaks: somebody known, somebody new, or somebody who can be reached again."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.chat.command import Command, Context, Session, Undoer
from core.chat.doors import Doors
from core.chat.reaching import closed_to_me, delivered_to
from core.chat.reply import Reply
from core.chat.request import Press, Request
from core.facts.account import Account, Defaults, Identity, Question
from core.facts.ids import AccountId, new_id
from core.store import AlreadyDone, Store, Transaction

CatchUp = Callable[[Transaction, Account, datetime], Awaitable[Account]]


@dataclass(frozen=True, slots=True)
class Entrance:
    """Finds, or makes, the account of whoever speaks. `new` makes one; `catch_up` sees to it that somebody who
    could not be reached hears what they have missed."""

    store: Store
    clock: Callable[[], datetime]
    commands: tuple[Command, ...]
    undoers: Mapping[str, Undoer]
    new: Callable[[Request, datetime], Account]
    catch_up: CatchUp
    doors: Doors

    async def session(self, request: Request) -> tuple[Session, Reply | None]:
        """For work that takes long; and what there is to say afterwards."""
        async with self.store.write() as tx:
            ctx, _question, remark = await self.enter(tx, request)
        return Session(store=self.store, clock=self.clock, account=ctx.account, request=request.key), remark

    async def enter(self, tx: Transaction, request: Request) -> tuple[Context, Question | None, Reply | None]:
        """Who speaks, and which question listens. Somebody new gets an account; somebody who writes again is
        reachable again, or is told once, after the answer, that they are not."""
        actor, now, remark = request.actor, self.clock(), None
        known = await tx.accounts.of(actor.platform, actor.external_id)
        if known is None:
            if await tx.erasing.was_by(request.key):
                raise AlreadyDone
            account, question = self.new(request, now), None
            await tx.accounts.add(account, _identity(request, account.id))
        else:
            identity, account, question = known
            reachable = identity.reachable or request.reaches
            current = replace(
                identity, address=actor.address, name=actor.name, reachable=reachable, told=not reachable
            )
            if current != identity:
                await tx.accounts.change_identity(current)
            if not reachable and not identity.told:
                remark = closed_to_me(delivered_to(account, await tx.accounts.identities([account.id])))
            if reachable and not identity.reachable:
                account = await self.catch_up(tx, account, now)
        ctx = Context(
            tx=tx,
            account=account,
            actor=actor,
            place=request.place,
            request=request.key,
            now=now,
            alone=request.reaches,
            forms=request.forms,
            group=request.group,
            inline=request.body.inline if isinstance(request.body, Press) else "",
            pressed=request.body.message if isinstance(request.body, Press) else "",
            new=known is None,
            commands=self.commands,
            undoers=self.undoers,
            doors=self.doors,
        )
        return ctx, question, remark


def new_account(
    request: Request, now: datetime, *, defaults: Defaults, scheduled: Callable[[Account, datetime], Account]
) -> Account:
    """`scheduled` derives its next digest."""
    account = Account(
        id=AccountId(new_id()),
        created_at=now,
        locale=request.actor.locale,
        timezone=request.actor.timezone,
        digest_at=defaults.digest_at,
        digest_days=defaults.digest_days,
        digest_size=defaults.digest_size,
    )
    return scheduled(account, now)


def _identity(request: Request, account_id: AccountId) -> Identity:
    actor = request.actor
    return Identity(
        platform=actor.platform,
        external_id=actor.external_id,
        account_id=account_id,
        address=actor.address,
        name=actor.name,
    )
