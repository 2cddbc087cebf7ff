"""Exports: everything of one account, read in one snapshot and some hundred people at a time."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Table, and_, bindparam, func, or_, select

from core.facts.account import Account
from core.facts.asks import Ask, Promise
from core.facts.calendars import Feed
from core.facts.drafts import Template
from core.facts.events import Event, Series
from core.facts.exports import Chapter, Holdings, Network
from core.facts.handshakes import OwnCard
from core.facts.ids import AccountId, ContactId
from core.facts.people import Contact, Direction, Entry
from core.facts.reminders import Reminder
from core.facts.targets import Target
from storage.apart import Apart
from storage.connection import Connection
from storage.entries import COLUMNS, entry_of
from storage.portable import among, unindexed
from storage.rows import Fact, Shape
from storage.tables import (
    accounts,
    asks,
    contacts,
    entries,
    events,
    feeds,
    own_cards,
    promises,
    reminders,
    series,
    targets,
    templates,
)

PEOPLE = 500  # of a chapter

_ACCOUNT = Shape(Account, accounts)
_CONTACT = Shape(Contact, contacts)
_REMINDER = Shape(Reminder, reminders)
_ASK = Shape(Ask, asks)
_PROMISE = Shape(Promise, promises)
_EVENT = Shape(Event, events)
_SERIES = Shape(Series, series)
_FEED = Shape(Feed, feeds)
_TEMPLATE = Shape(Template, templates)
_CARD = Shape(OwnCard, own_cards)
_TARGET = Shape(Target, targets)

_MINE: BindParameter[str] = bindparam("mine")
_ACCOUNTS = select(*_ACCOUNT.columns).where(accounts.c.id == _MINE)
_REMINDERS = (
    select(*_REMINDER.columns)
    .where(reminders.c.account_id == _MINE)
    .order_by(reminders.c.created_at, reminders.c.id)
)
_EVENTS = select(*_EVENT.columns).where(events.c.account_id == _MINE).order_by(events.c.on, events.c.id)
_ALL_SERIES = select(*_SERIES.columns).where(series.c.account_id == _MINE).order_by(series.c.on, series.c.id)
_FEEDS = select(*_FEED.columns).where(feeds.c.account_id == _MINE).order_by(feeds.c.added_at, feeds.c.id)
_TEMPLATES = select(*_TEMPLATE.columns).where(templates.c.account_id == _MINE).order_by(templates.c.occasion)
_CARDS = select(*_CARD.columns).where(own_cards.c.account_id == _MINE)
_TARGETS = select(*_TARGET.columns).where(targets.c.account_id == _MINE).order_by(targets.c.key)

# From where the last chapter ended: to skip what was read before would take longer with each of them.
_CONTACTS = (
    select(contacts.c.sort_name, *_CONTACT.columns)
    .where(
        contacts.c.owner == _MINE,
        contacts.c.sort_name >= bindparam("name"),
        or_(
            contacts.c.sort_name > bindparam("name"),
            and_(contacts.c.sort_name == bindparam("name"), contacts.c.id > bindparam("after")),
        ),
    )
    .order_by(contacts.c.sort_name, contacts.c.id)
    .limit(bindparam("limit"))
)
_ENTRIES = (
    select(*COLUMNS)
    .where(
        unindexed(entries.c.account_id) == _MINE,
        among(entries.c.contact_id, "people"),
        entries.c.voided_at.is_(None),
    )
    .order_by(entries.c.happened_on, entries.c.recorded_at, entries.c.id)
)


def _about(table: Table, shape: Shape[Any], since: ColumnElement[Any]) -> Select[Any]:
    """What hangs on these people, by the day on which it began."""
    return (
        select(*shape.columns)
        .where(unindexed(table.c.account_id) == _MINE, among(table.c.contact_id, "people"))
        .order_by(since, table.c.id)
    )


_ASKS = _about(asks, _ASK, asks.c.asked_on)
_PROMISES = _about(promises, _PROMISE, promises.c.promised_on)

_FAVOURS = [direction.value for direction in Direction]
_STANDS = (entries.c.account_id == _MINE, entries.c.voided_at.is_(None))
_HOLDINGS = select(
    *(
        select(func.count()).select_from(table).where(*where).scalar_subquery().label(name)
        for name, table, where in (
            ("people", contacts, (contacts.c.owner == _MINE,)),
            ("touches", entries, (*_STANDS, entries.c.kind.not_in(_FAVOURS))),
            ("favours", entries, (*_STANDS, entries.c.kind.in_(_FAVOURS))),
            ("reminders", reminders, (reminders.c.account_id == _MINE,)),
            ("asks", asks, (asks.c.account_id == _MINE,)),
            ("promises", promises, (promises.c.account_id == _MINE,)),
            ("events", events, (events.c.account_id == _MINE,)),
            ("targets", targets, (targets.c.account_id == _MINE,)),
        )
    )
)


class Exports:
    """See core.networks.Exports."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def holdings(self, owner: AccountId) -> Holdings:
        [row] = await self._db.rows(_HOLDINGS, {"mine": owner})
        return Holdings(**row._asdict())

    async def network(self, owner: AccountId) -> Network | None:
        found = await self._all(_ACCOUNT, _ACCOUNTS, {"mine": owner})
        if not found:
            return None
        return Network(
            account=found[0],
            reminders=await self._all(_REMINDER, _REMINDERS, {"mine": owner}),
            events=await self._all(_EVENT, _EVENTS, {"mine": owner}),
            series=await self._all(_SERIES, _ALL_SERIES, {"mine": owner}),
            feeds=await self._all(_FEED, _FEEDS, {"mine": owner}),
            templates=await self._all(_TEMPLATE, _TEMPLATES, {"mine": owner}),
            card=next(iter(await self._all(_CARD, _CARDS, {"mine": owner})), None),
            targets=await self._all(_TARGET, _TARGETS, {"mine": owner}),
            apart=await Apart(self._db).pairs(owner),
        )

    async def chapters(self, owner: AccountId) -> AsyncIterator[Chapter]:
        name, after = "", ""
        while True:
            where = {"mine": owner, "name": name, "after": after, "limit": PEOPLE}
            if not (rows := await self._db.rows(_CONTACTS, where)):
                return
            name, after = rows[-1][0], rows[-1].id
            people = await asyncio.to_thread(_contacts, rows)
            theirs = {"mine": owner, "people": [each.id for each in people]}
            passed = await self._db.rows(_ENTRIES, theirs)
            yield Chapter(
                contacts=people,
                entries=await asyncio.to_thread(_passed, passed),
                asks=_by_contact(await self._all(_ASK, _ASKS, theirs)),
                promises=_by_contact(await self._all(_PROMISE, _PROMISES, theirs)),
            )

    async def _all(self, shape: Shape[Fact], statement: Select[Any], values: Mapping[str, Any]) -> list[Fact]:
        rows = await self._db.rows(statement, values)
        return await asyncio.to_thread(lambda: [shape.fact(row) for row in rows])


def _contacts(rows: Sequence[Any]) -> list[Contact]:
    return [_CONTACT.fact(row[1:]) for row in rows]


def _passed(rows: Sequence[Any]) -> dict[ContactId, list[Entry]]:
    return _by_contact([entry_of(*row) for row in rows])


def _by_contact(items: Sequence[Any]) -> dict[ContactId, list[Any]]:
    found: dict[ContactId, list[Any]] = {}
    for item in items:
        found.setdefault(item.contact_id, []).append(item)
    return found
