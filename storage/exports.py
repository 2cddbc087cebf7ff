"""Exports: everything of one account, read in one snapshot; made into facts beside the event loop."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select

from core.facts.account import Account
from core.facts.asks import Ask, Promise
from core.facts.exports import Network
from core.facts.ids import AccountId, ContactId
from core.facts.people import Contact, Entry
from core.facts.reminders import Reminder
from storage.connection import Connection
from storage.entries import COLUMNS, entry_of
from storage.rows import Fact, Shape
from storage.tables import accounts, asks, contacts, entries, promises, reminders

_ACCOUNT = Shape(Account, accounts)
_CONTACT = Shape(Contact, contacts)
_REMINDER = Shape(Reminder, reminders)
_ASK = Shape(Ask, asks)
_PROMISE = Shape(Promise, promises)

_MINE: BindParameter[str] = bindparam("mine")
_ACCOUNTS = select(*_ACCOUNT.columns).where(accounts.c.id == _MINE)
_CONTACTS = select(*_CONTACT.columns).where(contacts.c.owner == _MINE).order_by(contacts.c.sort_name, contacts.c.id)
_ENTRIES = (
    select(*COLUMNS)
    .where(entries.c.account_id == _MINE, entries.c.voided_at.is_(None))
    .order_by(entries.c.happened_on, entries.c.recorded_at, entries.c.id)
)
_REMINDERS = (
    select(*_REMINDER.columns)
    .where(reminders.c.account_id == _MINE)
    .order_by(reminders.c.created_at, reminders.c.id)
)
_ASKS = select(*_ASK.columns).where(asks.c.account_id == _MINE).order_by(asks.c.asked_on, asks.c.id)
_PROMISES = (
    select(*_PROMISE.columns).where(promises.c.account_id == _MINE).order_by(promises.c.promised_on, promises.c.id)
)


class Exports:
    """See core.networks.Exports."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def network(self, owner: AccountId) -> Network | None:
        found = await self._all(_ACCOUNT, _ACCOUNTS, owner)
        if not found:
            return None
        rows = await self._db.rows(_ENTRIES, {"mine": owner})
        return Network(
            account=found[0],
            contacts=await self._all(_CONTACT, _CONTACTS, owner),
            entries=await asyncio.to_thread(_by_contact, rows),
            reminders=await self._all(_REMINDER, _REMINDERS, owner),
            asks=await self._all(_ASK, _ASKS, owner),
            promises=await self._all(_PROMISE, _PROMISES, owner),
        )

    async def _all(self, shape: Shape[Fact], statement: Select[Any], owner: AccountId) -> list[Fact]:
        rows = await self._db.rows(statement, {"mine": owner})
        return await asyncio.to_thread(lambda: [shape.fact(row) for row in rows])


def _by_contact(rows: Sequence[Any]) -> dict[ContactId, list[Entry]]:
    found: dict[ContactId, list[Entry]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(entry_of(*row))
    return found
