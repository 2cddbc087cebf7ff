"""An outbox, somebody who is owed something by it, and a far side that takes messages or does not."""

import asyncio
from collections import deque
from dataclasses import replace
from datetime import timedelta

from core.chat.reply import Reply
from core.chat.words import Reader, plain
from core.delivery.outbox import Outbox
from core.delivery.sending import Wait
from core.facts.account import Account, Identity
from core.facts.delivery import Delivery, Kind
from core.facts.ids import new_id
from tests.delivery.owed import of, owe, owed

FLOODED = Wait(timedelta(seconds=30))


ALL_FLOODED = Wait(timedelta(seconds=30), everybody=True)


class Chats:
    """A far side that takes messages, or does not."""

    takes_nonce = False

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.troubles: deque[BaseException | None] = deque()
        self.turns: deque[BaseException | None] = deque()
        self.at_once = 0
        self.most_at_once = 0
        self.hanging = asyncio.Event()  # cleared: messages to "hangs" take for ever
        self.hanging.set()

    @property
    def texts(self) -> list[str]:
        return [text for _address, text in self.heard]

    async def turn(self, identity: Identity) -> None:
        if self.turns and (trouble := self.turns.popleft()):
            raise trouble

    async def send(self, identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if identity.address == "hangs":
                await self.hanging.wait()
            await asyncio.sleep(0)
            if self.troubles and (trouble := self.troubles.popleft()):
                raise trouble
            self.heard.append((identity.address, plain(reply.text, reader)))
            return new_id()
        finally:
            self.at_once -= 1


class Post:
    """An outbox, and somebody who is owed something by it."""

    def __init__(self, store, clock, chats: Chats, outbox: Outbox, ada: Account) -> None:
        self.store = store
        self.clock = clock
        self.chats = chats
        self.outbox = outbox
        self.ada = ada

    async def owes(self, kind: Kind = Kind.REMINDER, to: Account | None = None, **fields) -> Delivery:
        delivery = owed(to or self.ada, self.clock(), kind, **fields)
        await owe(self.store, delivery)
        return delivery

    async def delivers(self, **later: float) -> int:
        self.clock.advance(**later)
        return await self.outbox.deliver({"telegram": self.chats})

    async def now(self, delivery: Delivery, of_whom: Account | None = None) -> Delivery:
        return (await of(self.store, [of_whom or self.ada]))[delivery.key]

    async def account(self, whose: Account | None = None) -> Account:
        async with self.store.read() as tx:
            (account,) = await tx.accounts.get([(whose or self.ada).id])
        return account

    async def reaches(self, reachable: bool) -> None:
        async with self.store.write() as tx:
            (identity,) = await tx.accounts.identities([self.ada.id])
            await tx.accounts.change_identity(replace(identity, reachable=reachable))
