"""Forgetting people: what is taken away with contacts, wherever they are mentioned."""

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, delete, select, type_coerce, update

from core.facts.ids import AccountId, ContactId
from core.facts.reminders import Pick
from storage.columns import Words
from storage.connection import Connection
from storage.portable import among, unindexed
from storage.tables import contacts, deeds, digests, questions

_CONTACTS = delete(contacts).where(unindexed(contacts.c.owner) == bindparam("owner"), among(contacts.c.id, "ids"))
_QUESTIONS = delete(questions).where(questions.c.account_id == bindparam("owner"))

# As text: a mention is found without making facts of everything.
_DEEDS = select(deeds.c.id, type_coerce(deeds.c.steps, Words)).where(deeds.c.account_id == bindparam("owner"))
_DROP_DEEDS = delete(deeds).where(among(deeds.c.id, "ids"))
_DIGESTS = select(digests.c.id, type_coerce(digests.c.picks, Words)).where(
    digests.c.account_id == bindparam("owner")
)
_PICKS = select(digests.c.id, digests.c.picks).where(among(digests.c.id, "ids"))
_left = bindparam("left", type_=digests.c.picks.type)
_KEEP_PICKS = update(digests).where(digests.c.id == bindparam("of")).values(picks=_left)

_WORD = re.compile(r"\w+")


async def forget(db: Connection, owner: AccountId, ids: Collection[ContactId]) -> None:
    """Delete these contacts of the owner's, the deeds that mention them, and their place in digests.

    Entries and keys go with the contacts; and every open question goes, since it may hold a name as it was typed.
    """
    gone = frozenset(ids)
    db.later(_CONTACTS, {"owner": owner, "ids": gone})
    db.later(_QUESTIONS, {"owner": owner})
    if told := _mentioning(gone, await db.rows(_DEEDS, {"owner": owner})):
        db.later(_DROP_DEEDS, {"ids": told})
    if shown := _mentioning(gone, await db.rows(_DIGESTS, {"owner": owner})):
        rows = await db.rows(_PICKS, {"ids": shown})
        db.later(_KEEP_PICKS, [{"of": of, "left": _without(gone, picks)} for of, picks in rows])


def _mentioning(gone: frozenset[ContactId], rows: Collection[Any]) -> list[str]:
    """The ids of the rows (id, text) in which one of these stands as a word of its own."""
    return [row_id for row_id, text in rows if not gone.isdisjoint(_WORD.findall(text))]


def _without(gone: frozenset[ContactId], picks: tuple[Pick, ...]) -> tuple[Pick, ...]:
    return tuple(pick for pick in picks if pick.contact_id not in gone)
