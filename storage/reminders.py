"""Digests, and whom they may suggest."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, union, update

from core.facts.ids import AccountId, ContactId, DigestId
from core.facts.keys import KeyKind
from core.facts.people import Contact, Direction, Status
from core.facts.reminders import Digest
from storage.connection import Connection
from storage.portable import among, selected
from storage.rows import Shape
from storage.tables import contacts, digests, entries, keys

_CONTACT = Shape(Contact, contacts)
_DIGEST = Shape(Digest, digests)
_DORMANT = 3  # of each account, at most
_DUE = 200

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
# Whoever was suggested longest ago comes first, so that the dormant take turns; then the most recently silent.
_asleep = (
    select(
        contacts.c.id,
        func.row_number()
        .over(
            partition_by=contacts.c.owner,
            order_by=(
                func.coalesce(contacts.c.suggested_on, bindparam("never", _NEVER, type_=contacts.c.due_on.type)),
                contacts.c.quiet_since.desc(),
                contacts.c.id,
            ),
        )
        .label("rank"),
    )
    .where(among(contacts.c.owner, "owners"), contacts.c.quiet_since < bindparam("dormant_before"), _MAY_BE_SHOWN)
    .subquery()
)
_dormant = select(_asleep.c.id).where(_asleep.c.rank <= _DORMANT)
_CANDIDATES = (
    select(*_CONTACT.columns)
    .where(selected(contacts.c.id, union(_due, _owing, _celebrating, _dormant)), _MAY_BE_SHOWN)
    .order_by(contacts.c.owner, contacts.c.sort_name, contacts.c.id)
)

_ADD = insert(digests)
_GET = select(*_DIGEST.columns).where(digests.c.account_id == bindparam("owner"), digests.c.id == bindparam("of"))
_CHANGE = (
    update(digests)
    .where(digests.c.account_id == bindparam("owner"), digests.c.id == bindparam("of"))
    .values(picks=bindparam("now", type_=digests.c.picks.type))
)
_TIDY = delete(digests).where(digests.c.made_at < bindparam("before"))
_SUGGESTED = update(contacts).where(among(contacts.c.id, "ids")).values(suggested_on=bindparam("day"))


class Reminders:
    """See core.store.Reminders."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def candidates(
        self,
        days: Sequence[tuple[AccountId, date]],
        dormant_before: date,
        birthday_keys: Collection[str],
        recent: date,
    ) -> Sequence[Contact]:
        """By account and name. The dormant are three of each account: those not suggested for longest."""
        owners: dict[date, list[AccountId]] = {}
        for owner, day in days:
            owners.setdefault(day, []).append(owner)
        found: list[Contact] = []
        for day, theirs in owners.items():  # at no moment has the world more than three
            values = {
                "owners": theirs,
                "today": day,
                "dormant_before": dormant_before,
                "days": birthday_keys,
                "recent": recent,
            }
            found += [_CONTACT.fact(row) for row in await self._db.rows(_CANDIDATES, values)]
        return found

    async def add_digests(self, digests: Sequence[Digest]) -> None:
        self._db.later(_ADD, [_DIGEST.row(digest) for digest in digests])

    async def digest(self, owner: AccountId, digest_id: DigestId) -> Digest | None:
        rows = await self._db.rows(_GET, {"owner": owner, "of": digest_id})
        return _DIGEST.fact(rows[0]) if rows else None

    async def change_digest(self, digest: Digest) -> None:
        """Only what became of its picks changes."""
        self._db.later(_CHANGE, {"owner": digest.account_id, "of": digest.id, "now": digest.picks})

    async def mark_suggested(self, ids: Collection[ContactId], day: date) -> None:
        self._db.later(_SUGGESTED, {"ids": ids, "day": day})

    async def tidy(self, before: datetime) -> None:
        self._db.later(_TIDY, {"before": before})
