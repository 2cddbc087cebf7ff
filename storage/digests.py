"""Digests, and whom they may suggest."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, and_, bindparam, delete, func, insert, not_, or_, select, type_coerce, union, update

from core.facts.digests import Digest, Encounter, Horizon, Prospect
from core.facts.ids import AccountId, ContactId, DigestId
from core.facts.keys import KeyKind
from core.facts.people import Contact, Direction, Keep, Status
from storage.connection import Connection
from storage.portable import among, selected
from storage.rows import Shape
from storage.tables import contacts, digests, entries, events, keys

_CONTACT = Shape(Contact, contacts)
_DIGEST = Shape(Digest, digests)
_TOUCHES = ("touch", "thanks")
_DORMANT = 3  # of each account, at most
_DUE = 200
_MANY = 500  # prospects: to make more of them on the event loop would be felt by everybody else

_NEVER = date.min
_TODAY = bindparam("today", type_=contacts.c.due_on.type)
_MAY_BE_SHOWN = and_(
    or_(
        contacts.c.status == Status.ACTIVE,
        and_(contacts.c.status == Status.PAUSED, contacts.c.paused_until <= _TODAY),
    ),
    or_(contacts.c.hidden_until.is_(None), contacts.c.hidden_until <= _TODAY),
)

# Whoever has been due for longest comes first, and no account brings more than can be weighed in a moment.
_late = (
    select(
        contacts.c.id,
        func.row_number()
        .over(partition_by=contacts.c.owner, order_by=(contacts.c.due_on, contacts.c.id))
        .label("rank"),
    )
    .where(among(contacts.c.owner, "owners"), contacts.c.due_on <= _TODAY, _MAY_BE_SHOWN)
    .subquery()
)
_due = select(_late.c.id).where(_late.c.rank <= _DUE)
_owing = select(entries.c.contact_id).where(
    among(entries.c.account_id, "owners"),
    entries.c.kind.in_([direction.value for direction in Direction]),
    entries.c.happened_on >= bindparam("recent"),
    entries.c.voided_at.is_(None),
)
_celebrating = select(keys.c.contact_id).where(
    among(keys.c.account_id, "owners"), keys.c.kind == KeyKind.DAY.value, among(keys.c.value, "days")
)
# Nobody has been in touch with them since they met: then they are silent since that day.
_met_lately = select(contacts.c.id).where(
    among(contacts.c.owner, "owners"),
    contacts.c.quiet_since.between(bindparam("met_since"), bindparam("met_until")),
    or_(contacts.c.last_touch_on.is_(None), contacts.c.last_touch_on <= contacts.c.met_on),
    or_(contacts.c.met_on.is_not(None), and_(contacts.c.how_met != "", contacts.c.import_id.is_(None))),
    contacts.c.keep != Keep.TAGS,  # whom an import has brought, and nobody has chosen
    _MAY_BE_SHOWN,
)
# At an event, also those who were known before; they are looked at from the day after on.
_met_there = select(entries.c.contact_id).where(
    among(entries.c.account_id, "owners"),
    entries.c.kind.in_(_TOUCHES),
    entries.c.event_id.is_not(None),
    entries.c.happened_on >= bindparam("met_since"),
    entries.c.happened_on < _TODAY,
    entries.c.voided_at.is_(None),
)
_ENCOUNTERS = (
    select(entries.c.contact_id, entries.c.happened_on, events.c.title)
    .join_from(entries, events, events.c.id == entries.c.event_id)
    .where(
        among(entries.c.account_id, "owners"),
        events.c.account_id == entries.c.account_id,
        entries.c.kind.in_(_TOUCHES),
        entries.c.event_id.is_not(None),
        entries.c.happened_on >= bindparam("since"),
        entries.c.voided_at.is_(None),
    )
    .order_by(entries.c.happened_on, entries.c.recorded_at, entries.c.id)
)
_spared = select(keys.c.contact_id).where(
    among(keys.c.account_id, "owners"), keys.c.kind == KeyKind.TAG.value, among(keys.c.value, "spared_tags")
)
# Whoever was suggested longest ago comes first, so that the dormant take turns; then the most recently silent.
_asleep = (
    select(
        contacts.c.id,
        func.row_number()
        .over(
            partition_by=contacts.c.owner,
            order_by=(
                contacts.c.due_on.is_not(None),  # whom a rhythm brings up
                func.coalesce(contacts.c.suggested_on, bindparam("never", _NEVER, type_=contacts.c.due_on.type)),
                contacts.c.quiet_since.desc(),
                contacts.c.id,
            ),
        )
        .label("rank"),
    )
    .where(
        among(contacts.c.owner, "owners"),
        contacts.c.quiet_since < bindparam("dormant_before"),
        or_(contacts.c.keep != Keep.TAGS, contacts.c.last_touch_on <= bindparam("old_ties_until")),
        _MAY_BE_SHOWN,
        not_(or_(among(contacts.c.id, "spared"), contacts.c.id.in_(_spared))),
    )
    .subquery()
)
_dormant = select(_asleep.c.id).where(_asleep.c.rank <= _DORMANT)

# In the order of Prospect's fields: with few columns of JSON, which cost most.
_PROSPECT = Shape(
    Prospect,
    contacts,
    imported=contacts.c.import_id.is_not(None),
    tells_how_met=contacts.c.how_met != "",
    noted=contacts.c.notes != "",
    reachable=type_coerce(contacts.c.handles, Text) != "[]",
)
_worth_a_look = union(_due, _owing, _celebrating, _met_lately, _met_there, _dormant)
_CANDIDATES = (
    select(*_PROSPECT.columns)
    .where(
        selected(contacts.c.id, union(_due, _owing, _celebrating, _met_lately, _met_there, _dormant)), _MAY_BE_SHOWN
    )
    .order_by(contacts.c.owner, contacts.c.sort_name, contacts.c.id)
)

_ADD = insert(digests)
_GET = select(*_DIGEST.columns).where(digests.c.account_id == bindparam("owner"), digests.c.id == bindparam("of"))
_SOME = select(*_DIGEST.columns).where(among(digests.c.id, "ids"))
_CONTACTS = select(*_CONTACT.columns).where(among(contacts.c.id, "ids"))
_CHANGE = (
    update(digests)
    .where(digests.c.account_id == bindparam("owner"), digests.c.id == bindparam("of"))
    .values(
        picks=bindparam("people", type_=digests.c.picks.type),
        items=bindparam("things", type_=digests.c["items"].type),
    )
)
_TIDY = delete(digests).where(digests.c.made_at < bindparam("before"))
_SUGGESTED = update(contacts).where(among(contacts.c.id, "ids")).values(suggested_on=bindparam("day"))


class Digests:
    """See core.store.Digests."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def candidates(self, horizons: Sequence[tuple[AccountId, Horizon]]) -> Sequence[Prospect]:
        """By account and name. The dormant are three of each account: those not suggested for longest."""
        alike: dict[Horizon, list[AccountId]] = {}
        for owner, horizon in horizons:
            alike.setdefault(horizon, []).append(owner)
        found: list[Prospect] = []
        for horizon, owners in alike.items():  # few: at no moment has the world more than three days
            rows = await self._db.rows(_CANDIDATES, _values(horizon) | {"owners": owners})
            found += await asyncio.to_thread(_prospects, rows) if len(rows) > _MANY else _prospects(rows)
        return found

    async def encounters(self, owners: Collection[AccountId], since: date) -> Sequence[Encounter]:
        rows = await self._db.rows(_ENCOUNTERS, {"owners": owners, "since": since})
        latest = {of: Encounter(contact_id=ContactId(of), on=on, at=title) for of, on, title in rows}
        return list(latest.values())

    async def of(self, wanted: Sequence[tuple[AccountId, DigestId]]) -> Sequence[Digest]:
        owners = {digest_id: owner for owner, digest_id in wanted}
        found = (_DIGEST.fact(row) for row in await self._db.rows(_SOME, {"ids": list(owners)}))
        return [each for each in found if owners[each.id] == each.account_id]

    async def contacts(self, owners: Collection[AccountId], ids: Collection[ContactId]) -> Sequence[Contact]:
        theirs = frozenset(owners)
        found = (_CONTACT.fact(row) for row in await self._db.rows(_CONTACTS, {"ids": ids}))
        return [each for each in found if each.owner in theirs]

    async def add_digests(self, digests: Sequence[Digest]) -> None:
        self._db.later(_ADD, [_DIGEST.row(digest) for digest in digests])

    async def digest(self, owner: AccountId, digest_id: DigestId) -> Digest | None:
        rows = await self._db.rows(_GET, {"owner": owner, "of": digest_id})
        return _DIGEST.fact(rows[0]) if rows else None

    async def change_digest(self, digest: Digest) -> None:
        """Only its picks and items change."""
        values = {"owner": digest.account_id, "of": digest.id, "people": digest.picks, "things": digest.items}
        self._db.later(_CHANGE, values)

    async def mark_suggested(self, ids: Collection[ContactId], day: date) -> None:
        self._db.later(_SUGGESTED, {"ids": ids, "day": day})

    async def tidy(self, before: datetime) -> None:
        self._db.later(_TIDY, {"before": before})


def _values(horizon: Horizon) -> dict[str, Any]:
    return {
        "today": horizon.today,
        "recent": horizon.recent,
        "met_since": horizon.met_since,
        "met_until": horizon.met_until,
        "dormant_before": horizon.dormant_before,
        "old_ties_until": horizon.old_ties_until,
        "days": sorted(horizon.anniversaries),
        "spared": sorted(horizon.not_dormant),
        "spared_tags": sorted(horizon.not_dormant_tags),
    }


def _prospects(rows: Sequence[Any]) -> list[Prospect]:
    return [_PROSPECT.fact(row) for row in rows]
