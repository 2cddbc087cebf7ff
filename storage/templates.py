"""How people write."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, select

from core.facts.drafts import Template
from core.facts.ids import AccountId
from storage.connection import Connection
from storage.rows import Shape
from storage.tables import templates

_TEMPLATE = Shape(Template, templates)
_MINE = templates.c.account_id == bindparam("owner")
_OF = select(*_TEMPLATE.columns).where(_MINE).order_by(templates.c.occasion)
_REMOVE = delete(templates).where(_MINE, templates.c.occasion == bindparam("for_it"))
_ADD = insert(templates)


class Templates:
    """See core.agendas.Templates."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def of(self, owner: AccountId) -> Sequence[Template]:
        """By occasion."""
        return [_TEMPLATE.fact(row) for row in await self._db.rows(_OF, {"owner": owner})]

    async def save(self, template: Template) -> None:
        await self.remove(template.account_id, template.occasion)
        self._db.later(_ADD, _TEMPLATE.row(template))

    async def remove(self, owner: AccountId, occasion: str) -> None:
        self._db.later(_REMOVE, {"owner": owner, "for_it": occasion})
