"""Forgetting people: what is taken away with contacts, wherever they are mentioned."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, select, type_coerce, update

from core.facts.account import (
    ContactAdded,
    ContactChanged,
    Deed,
    EntriesAdded,
    PickAnswered,
    RhythmsChanged,
    Step,
)
from core.facts.ids import AccountId, ContactId
from core.facts.reminders import Pick
from storage.columns import Words
from storage.connection import Connection
from storage.portable import among, unindexed
from storage.rows import Shape
from storage.tables import contacts, deeds, digests, questions

_CONTACTS = delete(contacts).where(unindexed(contacts.c.owner) == bindparam("owner"), among(contacts.c.id, "ids"))
_QUESTIONS = delete(questions).where(questions.c.account_id == bindparam("owner"))

# As text: a mention is found without making facts of everything.
_DEEDS = select(deeds.c.id, type_coerce(deeds.c.steps, Words)).where(deeds.c.account_id == bindparam("owner"))
_DEED = Shape(Deed, deeds)
_TOLD = select(*_DEED.columns).where(among(deeds.c.id, "ids"))
_DROP_DEEDS = delete(deeds).where(among(deeds.c.id, "ids"))
_KEEP_DEED = (
    update(deeds)
    .where(deeds.c.id == bindparam("of"))
    .values(names=bindparam("called", type_=deeds.c.names.type), steps=bindparam("left", type_=deeds.c.steps.type))
)
_NAMES = select(contacts.c.name).where(
    unindexed(contacts.c.owner) == bindparam("owner"), among(contacts.c.id, "ids")
)
_DIGESTS = select(digests.c.id, type_coerce(digests.c.picks, Words)).where(
    digests.c.account_id == bindparam("owner")
)
_PICKS = select(digests.c.id, digests.c.picks).where(among(digests.c.id, "ids"))
_left = bindparam("left", type_=digests.c.picks.type)
_KEEP_PICKS = update(digests).where(digests.c.id == bindparam("of")).values(picks=_left)

_WORD = re.compile(r"\w+")


async def forget(db: Connection, owner: AccountId, ids: Collection[ContactId]) -> None:
    """Delete these contacts of the owner's, and their part in deeds and digests.

    What a deed did to others can still be undone. Entries and keys go with the contacts; and every open question
    goes, since it may hold a name as it was typed.
    """
    gone = frozenset(ids)
    told = _mentioning(gone, await db.rows(_DEEDS, {"owner": owner}))
    if told:
        names = {row.name for row in await db.rows(_NAMES, {"owner": owner, "ids": gone})}
        kept = [_without_people(_DEED.fact(row), gone, names) for row in await db.rows(_TOLD, {"ids": told})]
        db.later(_DROP_DEEDS, {"ids": [deed.id for deed in kept if not deed.steps]})
        db.later(_KEEP_DEED, [{"of": d.id, "called": d.names, "left": d.steps} for d in kept if d.steps])
    db.later(_CONTACTS, {"owner": owner, "ids": gone})
    db.later(_QUESTIONS, {"owner": owner})
    if shown := _mentioning(gone, await db.rows(_DIGESTS, {"owner": owner})):
        rows = await db.rows(_PICKS, {"ids": shown})
        db.later(_KEEP_PICKS, [{"of": of, "left": _without(gone, picks)} for of, picks in rows])


def _without_people(deed: Deed, gone: frozenset[ContactId], names: Collection[str]) -> Deed:
    """The deed without its steps that are about these people, and without their names."""
    steps = tuple(left for step in deed.steps if (left := _rest_of(step, gone)) is not None)
    return replace(deed, steps=steps, names=tuple(name for name in deed.names if name not in names))


def _rest_of(step: Step, gone: frozenset[ContactId]) -> Step | None:
    match step:
        case EntriesAdded(contacts=people):
            left = tuple(each for each in people if each not in gone)
            return replace(step, contacts=left) if left else None
        case RhythmsChanged(started=started):
            return replace(step, started={each: day for each, day in started.items() if each not in gone})
        case ContactAdded(contact_id=contact_id) | PickAnswered(contact_id=contact_id):
            return None if contact_id in gone else step
        case ContactChanged(before=before):
            return None if before.id in gone else step
        case _:
            return step


def _mentioning(gone: frozenset[ContactId], rows: Collection[Any]) -> list[str]:
    """The ids of the rows (id, text) in which one of these stands as a word of its own."""
    return [row_id for row_id, text in rows if not gone.isdisjoint(_WORD.findall(text))]


def _without(gone: frozenset[ContactId], picks: tuple[Pick, ...]) -> tuple[Pick, ...]:
    return tuple(pick for pick in picks if pick.contact_id not in gone)
