"""People on two platforms with one Reachwell, who hold out their cards to one another."""

import re
from datetime import date, time
from typing import Any

from core.chat.reply import File
from core.facts.events import Event
from core.facts.ids import AccountId, EventId, new_id
from tests.linking.chats import Chat, World
from tests.storage.made import NOW

__all__ = ["Chat", "World", "cards_of", "code_of", "picture_of", "share"]

_CODE = re.compile(r"/card ([0-9A-Z]{5}-[0-9A-Z]{5})")


async def code_of(chat: Chat) -> str:
    """Of the card that they hold out now."""
    return _CODE.findall(await chat.says("/card"))[0]


def picture_of(chat: Chat) -> File:
    """The latest picture that they were shown."""
    return next(reply.picture for reply in reversed(chat.replies) if reply.picture)


async def share(issuer: Chat, scanner: Chat) -> str:
    """The whole way, with a yes of both; what the issuer is told at the end of it."""
    await scanner.says(f"/card {await code_of(issuer)}")
    await scanner.presses("Share")
    await issuer.world.deliver()
    said = await issuer.presses("Share")
    await issuer.world.deliver()
    return said


async def cards_of(chat: Chat) -> list[str]:
    """Everybody whom they know, each as the whole card."""
    async with chat.world.store.read() as tx:
        known = await tx.accounts.of(chat.actor.platform, chat.actor.external_id)
        assert known is not None
        people = await tx.people.lately(known[1].id, 50)
    return [await chat.says(f"/who {each.name}") for each in people]


def event(account_id: AccountId, **fields: Any) -> Event:
    """This morning, from 9:30 to 11:00 in Paris; it is 10:00 there."""
    made = {"id": EventId(new_id()), "account_id": account_id, "created_at": NOW, "origin": f"event:{new_id()}"}
    when = {"on": date(2026, 11, 23), "at": time(9, 30), "until_at": time(11), "timezone": "Europe/Paris"}
    return Event(**{**made, "title": "Kiwanis breakfast", **when, **fields})
