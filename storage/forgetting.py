"""Forgetting people: what is taken away with contacts, wherever they are mentioned."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, bindparam, delete, or_, select, type_coerce, union_all, update

from core.facts.account import (
    AccountChanged,
    AskChanged,
    CardsMerged,
    ContactAdded,
    ContactChanged,
    Deed,
    EntriesAdded,
    PickAnswered,
    PromiseChanged,
    ReminderChanged,
    RhythmsChanged,
    Step,
    Tuning,
)
from core.facts.asks import Ask, Promise
from core.facts.digests import Item, Pick
from core.facts.ids import AccountId, ContactId
from core.facts.reminders import Reminder
from storage.columns import Words
from storage.connection import Connection
from storage.portable import among, unindexed
from storage.rows import Shape
from storage.tables import (
    accounts,
    apart,
    asks,
    contacts,
    deeds,
    digests,
    merged_rows,
    merges,
    moved,
    promises,
    questions,
    reminders,
)

_CONTACTS = delete(contacts).where(unindexed(contacts.c.owner) == bindparam("owner"), among(contacts.c.id, "ids"))
# Cards that had become part of theirs in a merge, wherever they wait, and theirs as they were before it.
_OLD_IDS = select(moved.c.old_id).where(among(moved.c.new_id, "ids"), moved.c.account_id == bindparam("owner"))
_PARTS = delete(contacts).where(contacts.c.id.in_(_OLD_IDS))
_EARLIER = delete(merged_rows).where(
    merged_rows.c.merge_id.in_(select(merges.c.id).where(merges.c.account_id == bindparam("owner"))),
    or_(among(merged_rows.c.row_id, "ids"), among(merged_rows.c.before, "ids")),
)
# What is said of the cards of others hangs on those.
_APART = delete(apart).where(apart.c.account_id == bindparam("owner"), among(apart.c.other_id, "ids"))
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
    or_(
        and_(unindexed(contacts.c.owner) == bindparam("owner"), among(contacts.c.id, "ids")),
        contacts.c.id.in_(_OLD_IDS),
    )
)
_DIGESTS = select(digests.c.id, type_coerce(digests.c.picks, Words) + type_coerce(digests.c["items"], Words)).where(
    digests.c.account_id == bindparam("owner")
)
_SHOWN = select(digests.c.id, digests.c.picks, digests.c["items"]).where(among(digests.c.id, "ids"))
_KEEP_DIGEST = (
    update(digests)
    .where(digests.c.id == bindparam("of"))
    .values(
        picks=bindparam("people", type_=digests.c.picks.type),
        items=bindparam("things", type_=digests.c["items"].type),
    )
)
_ABOUT_THEM = union_all(
    *(
        select(table.c.id).where(
            among(table.c.contact_id, "ids"), unindexed(table.c.account_id) == bindparam("owner")
        )
        for table in (reminders, asks, promises)
    )
)
_RULES = select(accounts.c.rules).where(accounts.c.id == bindparam("owner"))
_KEEP_RULES = (
    update(accounts)
    .where(accounts.c.id == bindparam("owner"))
    .values(rules=bindparam("left", type_=accounts.c.rules.type))
)

_WORD = re.compile(r"\w+")


async def forget(db: Connection, owner: AccountId, ids: Collection[ContactId]) -> None:
    """Delete these contacts of the owner's, and their part in deeds, digests and rules.

    What a deed did to others can still be undone. Entries, keys, reminders, asks and promises go with the contacts;
    and every open question goes, since it may hold a name as it was typed.
    """
    mine = frozenset(ids)
    # A deed or a digest may know of a person only by an id that they had before, or through what is about them.
    people = mine | {row.old_id for row in await db.rows(_OLD_IDS, {"owner": owner, "ids": mine})}
    about = {row.id for row in await db.rows(_ABOUT_THEM, {"owner": owner, "ids": mine})}
    gone = people | about
    told = _mentioning(gone, await db.rows(_DEEDS, {"owner": owner}))
    if told:
        names = {row.name for row in await db.rows(_NAMES, {"owner": owner, "ids": mine})}
        told_of = [_DEED.fact(row) for row in await db.rows(_TOLD, {"ids": told})]
        names |= _names_before(told_of, people)
        kept = [_without_people(deed, gone, names) for deed in told_of]
        db.later(_DROP_DEEDS, {"ids": [deed.id for deed in kept if not deed.steps]})
        db.later(_KEEP_DEED, [{"of": d.id, "called": d.names, "left": d.steps} for d in kept if d.steps])
    for statement, whose in ((_PARTS, mine), (_EARLIER, people), (_APART, people), (_CONTACTS, mine)):
        db.later(statement, {"owner": owner, "ids": whose})
    db.later(_QUESTIONS, {"owner": owner})
    if shown := _mentioning(gone, await db.rows(_DIGESTS, {"owner": owner})):
        rows = await db.rows(_SHOWN, {"ids": shown})
        db.later(_KEEP_DIGEST, [_without(gone, *row) for row in rows])
    for (rules,) in await db.rows(_RULES, {"owner": owner}):
        if (left := _tuned_for_others(rules, gone)) != rules:
            db.later(_KEEP_RULES, {"owner": owner, "left": left})


def _without_people(deed: Deed, gone: frozenset[str], names: Collection[str]) -> Deed:
    """The deed without its steps that are about these people, and without their names."""
    steps = tuple(left for step in deed.steps if (left := _rest_of(step, gone)) is not None)
    return replace(deed, steps=steps, names=tuple(name for name in deed.names if name not in names))


def _names_before(deeds: Collection[Deed], people: frozenset[str]) -> set[str]:
    """What they were called when these things were done."""
    cards = (step.before for deed in deeds for step in deed.steps if isinstance(step, ContactChanged))
    return {card.name for card in cards if card.id in people}


def _rest_of(step: Step, gone: frozenset[str]) -> Step | None:
    match step:
        case EntriesAdded(contacts=people):
            left = tuple(each for each in people if each not in gone)
            return replace(step, contacts=left) if left else None
        case RhythmsChanged(started=started):
            return replace(step, started={each: day for each, day in started.items() if each not in gone})
        case AccountChanged(before=account):
            return replace(step, before=replace(account, rules=_tuned_for_others(account.rules, gone)))
        case ContactAdded(contact_id=contact_id) | PickAnswered(contact_id=contact_id):
            return None if contact_id in gone else step
        case ContactChanged(before=contact):
            return None if contact.id in gone else step
        case CardsMerged(stays=stays, goes=goes):
            return step if gone.isdisjoint((stays, goes)) else None
        case ReminderChanged(reminder_id=reminder_id, before=reminder):
            return None if _is_gone(reminder_id, reminder, gone) else step
        case AskChanged(ask_id=ask_id, before=ask):
            return None if _is_gone(ask_id, ask, gone) else step
        case PromiseChanged(promise_id=promise_id, before=promise):
            return None if _is_gone(promise_id, promise, gone) else step
        case _:
            return step


def _is_gone(now: str, before: Reminder | Ask | Promise | None, gone: frozenset[str]) -> bool:
    """Whether it is about these people, or was: it could be put back only with them."""
    return now in gone or (before is not None and before.contact_id in gone)


def _tuned_for_others(rules: Mapping[str, Tuning], gone: frozenset[str]) -> dict[str, Tuning]:
    return {name: replace(tuning, not_for=tuning.not_for - gone) for name, tuning in rules.items()}


def _mentioning(gone: frozenset[str], rows: Collection[Any]) -> list[str]:
    """The ids of the rows (id, text) in which one of these stands as a word of its own."""
    return [row_id for row_id, text in rows if not gone.isdisjoint(_WORD.findall(text))]


def _without(
    gone: frozenset[str], digest_id: str, picks: tuple[Pick, ...], items: tuple[Item, ...]
) -> dict[str, Any]:
    return {
        "of": digest_id,
        "people": tuple(pick for pick in picks if pick.contact_id not in gone),
        "things": tuple(item for item in items if item.subject not in gone),
    }
