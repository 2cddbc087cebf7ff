"""One's own card, the codes under which it is handed out, and cards that are exchanged."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, false, func, or_, select, true, update

from core.facts.handshakes import CardCode, Exchange, OwnCard
from core.facts.ids import AccountId, CardCodeId, ExchangeId
from storage.connection import Connection
from storage.portable import among, insert_new, insert_or_change
from storage.rows import Shape
from storage.tables import Key, card_codes, exchanges, merges, own_cards

_CARD = Shape(OwnCard, own_cards)
_CODE = Shape(CardCode, card_codes)
_EXCHANGE = Shape(Exchange, exchanges)

_CARDS = select(*_CARD.columns).where(among(own_cards.c.account_id, "owners"))
_ADD_CARD = insert_new(own_cards)
_CHANGE_CARD = update(own_cards).where(own_cards.c.account_id == bindparam("owner"))

_ADD_CODE = insert_new(card_codes)
_REVOKE = (
    update(card_codes)
    .where(card_codes.c.account_id == bindparam("owner"), card_codes.c.revoked == false())
    .values(revoked=true())
)
_CODE_OF = select(*_CODE.columns).where(card_codes.c.id == bindparam("of"))
_CODES = (
    select(*_CODE.columns)
    .where(card_codes.c.account_id == bindparam("owner"))
    .order_by(card_codes.c.made_at.desc(), card_codes.c.id)
)

_SAVE = insert_or_change(exchanges)
# Whoever was the other one may have become part of another account since: it is that one which speaks now.
_OTHER = func.coalesce(merges.c.account_id, exchanges.c.other_id)
_FOUND = select(*_EXCHANGE.columns, _OTHER).select_from(
    exchanges.outerjoin(merges, merges.c.other_id == exchanges.c.other_id)
)
_THESE = _FOUND.where(among(exchanges.c.id, "ids"))
_BETWEEN = _FOUND.where(
    or_(
        and_(exchanges.c.account_id == bindparam("one"), bindparam("other", type_=Key) == _OTHER),
        and_(exchanges.c.account_id == bindparam("other", type_=Key), bindparam("one") == _OTHER),
    )
).order_by(exchanges.c.made_at.desc(), exchanges.c.id)
_WAITING = _FOUND.where(
    exchanges.c.account_id == bindparam("owner"),
    exchanges.c.done == false(),
    exchanges.c.made_at > bindparam("since"),
).order_by(exchanges.c.made_at, exchanges.c.id)
_TIDY_CODES = delete(card_codes).where(card_codes.c.expires_at < bindparam("before"))
_TIDY = delete(exchanges).where(exchanges.c.made_at < bindparam("before"))


class Handshakes:
    """See core.agendas.Handshakes."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def card(self, owner: AccountId) -> OwnCard | None:
        return next(iter(await self.cards([owner])), None)

    async def cards(self, owners: Collection[AccountId]) -> Sequence[OwnCard]:
        return [_CARD.fact(row) for row in await self._db.rows(_CARDS, {"owners": owners})]

    async def keep_card(self, card: OwnCard) -> None:
        row = _CARD.row(card)
        self._db.later(_ADD_CARD, {**row})
        del row["account_id"]
        self._db.later(_CHANGE_CARD, {**row, "owner": card.account_id})

    async def add_code(self, code: CardCode) -> None:
        self._db.later(_ADD_CODE, _CODE.row(code))

    async def revoke(self, owner: AccountId) -> None:
        self._db.later(_REVOKE, {"owner": owner})

    async def code(self, code_id: CardCodeId) -> CardCode | None:
        rows = await self._db.rows(_CODE_OF, {"of": code_id})
        return _CODE.fact(rows[0]) if rows else None

    async def codes(self, owner: AccountId) -> Sequence[CardCode]:
        return [_CODE.fact(row) for row in await self._db.rows(_CODES, {"owner": owner})]

    async def save(self, exchange: Exchange) -> None:
        self._db.later(_SAVE, _EXCHANGE.row(exchange))

    async def exchanges(self, ids: Collection[ExchangeId]) -> Sequence[Exchange]:
        return await self._read(_THESE, {"ids": ids})

    async def between(self, one: AccountId, other: AccountId) -> Sequence[Exchange]:
        return await self._read(_BETWEEN, {"one": one, "other": other})

    async def waiting(self, owner: AccountId, since: datetime) -> Sequence[Exchange]:
        found = await self._read(_WAITING, {"owner": owner, "since": since})
        return [each for each in found if owner not in each.answers and each.answers.get(each.other_id)]

    async def tidy(self, before: datetime) -> None:
        self._db.later(_TIDY_CODES, {"before": before})
        self._db.later(_TIDY, {"before": before})

    async def _read(self, statement: Select[Any], values: dict[str, Any]) -> list[Exchange]:
        return [_as_it_is_now(_EXCHANGE.fact(row[:-1]), row[-1]) for row in await self._db.rows(statement, values)]


def _as_it_is_now(exchange: Exchange, other: AccountId) -> Exchange:
    """With the accounts that the two speak for now, also in what they have said and shared.

    There are two people in it: an answer that was not the other one's is of whoever has the row.
    """

    def now(one: AccountId) -> AccountId:
        return other if one == exchange.other_id else exchange.account_id

    answers = {now(each): said for each, said in exchange.answers.items()}
    shared = {now(each): given for each, given in exchange.shared.items()}
    return replace(exchange, other_id=other, answers=answers, shared=shared)
