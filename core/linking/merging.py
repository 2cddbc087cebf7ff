"""Two networks become one, and two again: in one transaction each, and nothing is lost on the way."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from core.account.undone_since import drop_what_went
from core.chat.command import today_of
from core.delivery.mornings import rescheduled
from core.events.keeping import resettle
from core.facts.account import Account
from core.facts.ids import AccountId, ContactId, MergeId, new_id
from core.facts.linking import Merge, Moves, Traits
from core.facts.people import Contact
from core.gatherings.answering import answers_parted, answers_united
from core.linking.settings import apart, joint
from core.people.due import begun, settled
from core.people.rhythms import concerned
from core.people.same_people import in_both
from core.people.uniting import part, unite
from core.store import Transaction

_Item = TypeVar("_Item")
_CHUNK = 500  # cards that are read, compared and written in one go
_MANY = 500  # people: to compare more of them on the event loop would be felt by everybody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a merge would do. Counts are of people."""

    mine: int
    theirs: int
    both: Mapping[ContactId, ContactId]  # of theirs, who is one of mine
    has_mine: bool  # whether there is anything at all
    has_theirs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What a merge has done."""

    merge: Merge
    both: int


async def preview(tx: Transaction, account: AccountId, other: AccountId) -> Preview:
    """What would become of these two; nothing is held, so it may have changed when it is done."""
    (mine, things), (theirs, other_things) = (
        await tx.linking.holdings(account),
        await tx.linking.holdings(other),
    )
    both: Mapping[ContactId, ContactId] = {}
    if mine and theirs:
        both = await _paired(*await tx.linking.traits((account, other)))
    return Preview(
        mine=mine,
        theirs=theirs,
        both=both,
        has_mine=bool(mine or things),
        has_theirs=bool(theirs or other_things),
    )


async def join(
    tx: Transaction, account: Account, other: Account, found: Preview, platform: str, now: datetime
) -> Joined:
    """Let everything of the other account be this one's; both are held by the caller.

    `found` may be a moment old: who has gone meanwhile is left out. Where nothing else is said the one network is
    written to on `platform`.
    """
    empty = not found.has_mine and found.has_theirs
    after = joint(account, other, found.both, empty=empty)
    after = rescheduled(replace(after, deliver_to=after.deliver_to or platform), now)
    united, before = await _unite(tx, account, other, after, found.both)
    started = await _change_rhythms(tx, other, after, united, now)
    merge = Merge(
        id=MergeId(new_id()),
        account_id=account.id,
        other_id=other.id,
        merged_at=now,
        before=account,
        after=after,
    )
    await tx.linking.merge(merge, Moves(united=united, before=before, started=started))
    await answers_united(tx, await tx.linking.answered_by_both(account.id, other.id), now)
    await tx.accounts.change(after)
    await tx.accounts.change(replace(other, next_digest_at=None))  # nobody is left there to be written to
    await resettle(tx, after, now)
    return Joined(merge=merge, both=len(united))


async def separate(tx: Transaction, account: Account, merge: Merge, now: datetime) -> None:
    """Take a merge back. What was added since stays here, unless it is about somebody who goes back; cards that
    were edited since keep that here. Both accounts are held by the caller."""
    [other] = await tx.accounts.get([merge.other_id])
    moves = await tx.linking.moves(merge)
    united = await _united_then(tx, merge, moves)
    answered = await tx.linking.answered_by_both(merge.account_id, merge.other_id)
    await tx.linking.split(merge, moves)
    await answers_parted(tx, answered, merge.other_id, now)
    await drop_what_went(tx, merge, {*moves.united.values()}, merge.other_id, lambda thing: True, settings=True)
    restored = apart(account, merge.before, merge.after)
    await _part(tx, restored, moves, united)
    await _derive_again(tx, other, list(moves.united))
    today = today_of(restored, now)
    changed = await concerned(tx, restored.id, account, restored)
    await tx.people.change([begun(each, account, each, restored, today) for each in changed])
    await _put_rhythms(tx, account, other, moves, today_of(merge.after, merge.merged_at))
    await tx.accounts.change(rescheduled(restored, now))
    await tx.accounts.change(rescheduled(other, now))
    for each in (restored, other):
        await resettle(tx, each, now)


async def _paired(mine: Sequence[Traits], theirs: Sequence[Traits]) -> Mapping[ContactId, ContactId]:
    if len(mine) + len(theirs) > _MANY:
        return await asyncio.to_thread(in_both, mine, theirs)
    return in_both(mine, theirs)


async def _unite(
    tx: Transaction, account: Account, other: Account, after: Account, both: Mapping[ContactId, ContactId]
) -> tuple[Mapping[ContactId, ContactId], Sequence[Contact]]:
    """Unite the cards of those who are in both; who they are, and the cards that it has changed as they were."""
    united: dict[ContactId, ContactId] = {}
    before: list[Contact] = []
    for pairs in _chunks(list(both.items())):
        mine = {each.id: each for each in await tx.people.get(account.id, [new for _old, new in pairs])}
        theirs = {each.id: each for each in await tx.people.get(other.id, [old for old, _new in pairs])}
        changed: list[Contact] = []
        for old, new in pairs:
            if old not in theirs or new not in mine:
                continue
            united[old] = new
            card = settled(unite(mine[new], theirs[old], after.locale), after)
            if card != mine[new]:
                before.append(mine[new])
                changed.append(card)
        await tx.people.change(changed)
    return united, before


async def _change_rhythms(
    tx: Transaction, other: Account, after: Account, united: Mapping[ContactId, ContactId], now: datetime
) -> Mapping[ContactId, date]:
    """Let the cadences of those who come along be what they are here. Where one is another than before it starts to
    count today: nobody is to be overdue for having moved. Where it started before."""
    started: dict[ContactId, date] = {}
    changed: list[Contact] = []
    today = today_of(after, now)
    for each in await concerned(tx, other.id, other, after):
        moved = begun(each, other, each, after, today)
        if moved != each and each.id not in united:
            started[each.id] = each.cadence_since
            changed.append(moved)
    await tx.people.change(changed)
    return started


async def _united_then(tx: Transaction, merge: Merge, moves: Moves) -> Mapping[ContactId, Contact]:
    """The cards that uniting has changed, as they became then."""
    parts = {new: old for old, new in moves.united.items()}
    united: dict[ContactId, Contact] = {}
    for before in _chunks([each for each in moves.before if each.id in parts]):
        theirs = await tx.people.get(merge.other_id, [parts[each.id] for each in before])
        by_id = {each.id: each for each in theirs}
        for each in before:
            if parts[each.id] in by_id:
                united[each.id] = unite(each, by_id[parts[each.id]], merge.after.locale)
    return united


async def _part(tx: Transaction, account: Account, moves: Moves, united: Mapping[ContactId, Contact]) -> None:
    """The cards that others had become part of, without these."""
    before = {each.id: each for each in moves.before}
    for ids in _chunks([*moves.united.values()]):
        last = await tx.people.last_touches(account.id, ids)
        cards = [
            part(each, before[each.id], united[each.id]) if each.id in united else each
            for each in await tx.people.get(account.id, ids)
        ]
        await tx.people.change([settled(replace(each, last_touch_on=last.get(each.id)), account) for each in cards])


async def _derive_again(tx: Transaction, other: Account, people: Sequence[ContactId]) -> None:
    """What follows from entries, which may have been voided while they hung on another card."""
    for ids in _chunks(people):
        last = await tx.people.last_touches(other.id, ids)
        cards = await tx.people.get(other.id, ids)
        await tx.people.change([settled(replace(each, last_touch_on=last.get(each.id)), other) for each in cards])


async def _put_rhythms(tx: Transaction, was: Account, other: Account, moves: Moves, merged_on: date) -> None:
    """Let the cadences of those who go back count from where they did, unless they were changed since."""
    people = {each.id: each for each in await concerned(tx, other.id, was, other)}
    for ids in _chunks([*moves.started]):
        people |= {each.id: each for each in await tx.people.get(other.id, ids)}
    back = [
        replace(each, cadence_since=moves.started[each.id])
        if each.id in moves.started and each.cadence_since == merged_on
        else each
        for each in people.values()
    ]
    await tx.people.change([settled(each, other) for each in back])


def _chunks(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
