"""Targets: companies that somebody would like to work for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import and_, bindparam, delete, func, or_, select

from core.facts.ids import AccountId
from core.facts.keys import KeyKind, fold
from core.facts.people import Contact, Status
from core.facts.targets import Target
from storage.connection import Connection
from storage.portable import LAST, each, insert_new
from storage.rows import Shape
from storage.tables import contacts, keys, targets

_TARGET = Shape(Target, targets)
_CONTACT = Shape(Contact, contacts)
_ADD = insert_new(targets)
_MINE = targets.c.account_id == bindparam("owner")
_REMOVE = delete(targets).where(_MINE, targets.c.key == bindparam("called"))

_company = each("companies")
_there = or_(
    keys.c.value == _company.c.value,
    and_(keys.c.value >= _company.c.value + " ", keys.c.value < _company.c.value + " " + LAST),
)
_theirs = and_(keys.c.account_id == bindparam("owner"), keys.c.kind == KeyKind.COMPANY.value, _there)
_spoken = func.coalesce(contacts.c.last_touch_on, bindparam("never", date.min, type_=contacts.c.due_on.type))
_warmest = (_spoken.desc(), contacts.c.quiet_since.desc(), contacts.c.id)
_ranked = (
    select(
        _company.c.value.label("company"),
        func.count().over(partition_by=_company.c.value).label("many"),
        func.row_number().over(partition_by=_company.c.value, order_by=_warmest).label("rank"),
        *_CONTACT.columns,
    )
    .select_from(_company.join(keys, _theirs).join(contacts, contacts.c.id == keys.c.contact_id))
    .where(contacts.c.status.in_((Status.ACTIVE, Status.PAUSED)))
    .subquery()
)
_PEOPLE = select(_ranked).where(_ranked.c.rank <= bindparam("most")).order_by(_ranked.c.company, _ranked.c.rank)
_OF = select(*_TARGET.columns).where(_MINE).order_by(targets.c.key)


class Targets:
    """See core.networks.Targets."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, target: Target) -> bool:
        return await self._db.run(_ADD, _TARGET.row(target) | {"key": fold(target.company)}) == 1

    async def remove(self, owner: AccountId, company: str) -> bool:
        return await self._db.run(_REMOVE, {"owner": owner, "called": fold(company)}) == 1

    async def of(self, owner: AccountId) -> Sequence[Target]:
        return [_TARGET.fact(row) for row in await self._db.rows(_OF, {"owner": owner})]

    async def people(
        self, owner: AccountId, companies: Collection[str], most: int
    ) -> Mapping[str, tuple[int, Sequence[Contact]]]:
        found: dict[str, tuple[int, list[Contact]]] = {}
        for company, many, _rank, *card in await self._db.rows(
            _PEOPLE, {"owner": owner, "companies": companies, "most": most}
        ):
            found.setdefault(company, (many, []))[1].append(_CONTACT.fact(card))
        return found
