"""Accounts, the chat accounts they speak from, what they were asked and what they did."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, false, func, insert, literal_column, select, true, update

from core.facts.account import Account, Deed, Identity, Question
from core.facts.ids import AccountId, DeedId, QuestionId
from core.store import InTheWay
from storage.connection import Connection
from storage.portable import among, insert_new
from storage.rows import Shape
from storage.tables import accounts, deeds, identities, questions, requests

_ACCOUNT = Shape(Account, accounts)
_IDENTITY = Shape(Identity, identities)
_QUESTION = Shape(Question, questions)
_DEED = Shape(Deed, deeds)

_OF = (
    select(*_IDENTITY.columns, *_ACCOUNT.columns, *_QUESTION.columns)
    .select_from(
        identities.join(accounts, accounts.c.id == identities.c.account_id).outerjoin(
            questions, and_(questions.c.account_id == accounts.c.id, questions.c.listening)
        )
    )
    .where(identities.c.platform == bindparam("on"), identities.c.external_id == bindparam("by"))
)
# In one order, so that two who hold several of the same accounts never wait for each other.
_GET = select(*_ACCOUNT.columns).where(among(accounts.c.id, "ids")).order_by(accounts.c.id)
# On PostgreSQL two processes may work for the same person; one of them waits. (SQLite has one writer anyway.)
# Both rows are held, the account's first as everywhere: of what is not held PostgreSQL would still show whoever has
# waited for a merge the row of before, and they would land in the account that the merge has emptied.
_OF_ALONE = _OF.with_for_update(of=[accounts, identities], key_share=True)
_GET_ALONE = _GET.with_for_update(key_share=True)

_IDENTITIES = (
    select(*_IDENTITY.columns)
    .where(among(identities.c.account_id, "owners"))
    .order_by(identities.c.platform, identities.c.external_id)
)
_ADD = insert(accounts)
_ADD_IDENTITY = insert_new(identities)
_CHANGE = update(accounts).where(accounts.c.id == bindparam("of"))
_CHANGE_IDENTITY = update(identities).where(
    identities.c.platform == bindparam("on"),
    identities.c.external_id == bindparam("by"),
    identities.c.account_id == bindparam("of"),
)
_MOVE_IDENTITY = _CHANGE_IDENTITY.values(
    external_id=bindparam("to"), address=bindparam("where"), reachable=true(), told=false()
)
_SCHEDULE = (
    update(accounts)
    .where(accounts.c.id == bindparam("of"))
    .values(
        next_digest_at=bindparam("at"),
        digested_on=bindparam("day"),
        items_on=bindparam("items"),
        profile_on=bindparam("profile"),
    )
)
_EARLIEST = select(func.min(accounts.c.next_digest_at))

_HUSH = (
    update(questions)
    .where(questions.c.account_id == bindparam("owner"), questions.c.listening)
    .values(listening=false())
)
_ASK = insert(questions)
_QUESTION_OF = select(*_QUESTION.columns).where(
    questions.c.account_id == bindparam("owner"), questions.c.id == bindparam("of")
)
_LISTENING = select(*_QUESTION.columns).where(questions.c.account_id == bindparam("owner"), questions.c.listening)
_ANSWERED = delete(questions).where(questions.c.account_id == bindparam("owner"), questions.c.id == bindparam("of"))

_TAKE = insert(requests)
_earlier = deeds.alias()
_ADD_DEED = insert(deeds).values(
    number=select(func.coalesce(func.max(_earlier.c.number), 0) + 1)
    .where(_earlier.c.account_id == bindparam("whose"))
    .scalar_subquery()
)
_DEEDS = (
    select(*_DEED.columns)
    .where(
        deeds.c.account_id == bindparam("owner"), deeds.c.done_at >= bindparam("since"), deeds.c.undone == false()
    )
    .order_by(deeds.c.number.desc())
)
_UNDONE = (
    update(deeds)
    .where(deeds.c.account_id == bindparam("owner"), deeds.c.id == bindparam("of"))
    .values(undone=true(), names=(), steps=())
)
_TIDY = (
    delete(questions).where(questions.c.asked_at < bindparam("before")),
    delete(deeds).where(deeds.c.done_at < bindparam("before")),
    delete(requests).where(requests.c.taken_at < bindparam("before")),
)


class Accounts:
    """See core.store.Accounts."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def of(self, platform: str, external_id: str) -> tuple[Identity, Account, Question | None] | None:
        statement = _OF_ALONE if self._db.writable else _OF
        speaks = {"on": platform, "by": external_id}
        rows = await self._db.rows(statement, speaks)
        if not rows and self._db.writable:  # somebody new; or they spoke for another account until a moment ago
            rows = await self._db.rows(statement, speaks)
        if not rows:
            return None
        row = rows[0]
        first, second = len(_IDENTITY), len(_IDENTITY) + len(_ACCOUNT)
        question = None if row[second] is None else _QUESTION.fact(row[second:])
        return _IDENTITY.fact(row[:first]), _ACCOUNT.fact(row[first:second]), question

    async def get(self, account_ids: Collection[AccountId]) -> Sequence[Account]:
        """By id."""
        rows = await self._db.rows(_GET_ALONE if self._db.writable else _GET, {"ids": account_ids})
        return [_ACCOUNT.fact(row) for row in rows]

    async def identities(self, account_ids: Collection[AccountId]) -> Sequence[Identity]:
        rows = await self._db.rows(_IDENTITIES, {"owners": account_ids})
        return [_IDENTITY.fact(row) for row in rows]

    async def add(self, account: Account, identity: Identity) -> None:
        self._db.later(_ADD, _ACCOUNT.row(account))
        if not await self._db.run(_ADD_IDENTITY, _IDENTITY.row(identity)):
            # Two first messages at once, in two processes: the other one's account is there by now.
            raise InTheWay("this chat account was added a moment ago")

    async def change(self, account: Account) -> None:
        row = _ACCOUNT.row(account)
        del row["id"], row["created_at"]
        self._db.later(_CHANGE, {**row, "of": account.id})

    async def change_identity(self, identity: Identity) -> None:
        self._db.later(
            _CHANGE_IDENTITY,
            {
                "on": identity.platform,
                "by": identity.external_id,
                "of": identity.account_id,
                "address": identity.address,
                "name": identity.name,
                "reachable": identity.reachable,
                "told": identity.told,
            },
        )

    async def move_identity(self, identity: Identity, external_id: str, address: str) -> None:
        values = {"on": identity.platform, "by": identity.external_id, "of": identity.account_id}
        await self._db.run(_MOVE_IDENTITY, {**values, "to": external_id, "where": address})

    async def due_for_digest(self, now: datetime, limit: int) -> Sequence[Account]:
        self._db.must_write()  # it locks what it finds
        rows = await self._db.rows(_due_for_digest(limit), {"now": now})
        return [_ACCOUNT.fact(row) for row in rows]

    async def schedule_digests(self, accounts: Sequence[Account]) -> None:
        values = [
            {
                "of": each.id,
                "at": each.next_digest_at,
                "day": each.digested_on,
                "items": each.items_on,
                "profile": each.profile_on,
            }
            for each in accounts
        ]
        self._db.later(_SCHEDULE, values)

    async def earliest_digest(self) -> datetime | None:
        rows = await self._db.rows(_EARLIEST)
        at: datetime | None = rows[0][0]
        return at

    async def ask(self, question: Question) -> None:
        self._db.later(_HUSH, {"owner": question.account_id})
        self._db.later(_ASK, _QUESTION.row(question))

    async def listening(self, owner: AccountId) -> Question | None:
        rows = await self._db.rows(_LISTENING, {"owner": owner})
        return _QUESTION.fact(rows[0]) if rows else None

    async def question(self, owner: AccountId, question_id: QuestionId) -> Question | None:
        rows = await self._db.rows(_QUESTION_OF, {"owner": owner, "of": question_id})
        return _QUESTION.fact(rows[0]) if rows else None

    async def answered(self, owner: AccountId, question_id: QuestionId) -> bool:
        return await self._db.run(_ANSWERED, {"owner": owner, "of": question_id}) == 1

    async def stop_listening(self, owner: AccountId) -> None:
        self._db.later(_HUSH, {"owner": owner})

    # Neither waits for an answer: that the key is taken is heard with whatever is sent next (storage/failures.py),
    # and then the whole transaction is given up.
    async def take_request(self, owner: AccountId, key: str, now: datetime) -> None:
        self._db.later(_TAKE, {"account_id": owner, "key": key, "taken_at": now})

    async def add_deed(self, deed: Deed) -> None:
        self._db.later(_ADD_DEED, {**_DEED.row(deed), "undone": False, "whose": deed.account_id})

    async def deeds(self, owner: AccountId, since: datetime) -> Sequence[Deed]:
        rows = await self._db.rows(_DEEDS, {"owner": owner, "since": since})
        return [_DEED.fact(row) for row in rows]

    async def undone(self, owner: AccountId, deed_id: DeedId) -> None:
        self._db.later(_UNDONE, {"owner": owner, "of": deed_id})

    async def tidy(self, before: datetime) -> None:
        for statement in _TIDY:
            self._db.later(statement, {"before": before})


@lru_cache(maxsize=8)
def _due_for_digest(limit: int) -> Select[Any]:
    # The limit stands in the statement: with a parameter PostgreSQL plans for a tenth of the table.
    return (
        select(*_ACCOUNT.columns)
        .where(accounts.c.next_digest_at <= bindparam("now"))
        .order_by(accounts.c.next_digest_at)
        .limit(literal_column(str(limit)))
        .with_for_update(skip_locked=True, key_share=True)
    )
