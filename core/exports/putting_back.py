"""An export of our own that somebody has sent, where there is nothing yet: at a press, all of it is put back.

Some hundred people at a time, and others are served in between. What broke off goes on at the next press: whoever
is there already is not put back twice, and until all of it is, the last word in the chat says how far it has come.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

from core.chat.command import Session, on_press_work
from core.chat.errors import NotFound, Refusal
from core.chat.holdings import counted
from core.chat.reply import Button, Listing, Reply, Row, action, count, lines, say
from core.chat.request import Actor
from core.chat.words import _
from core.exports.reading_back import read_network
from core.exports.restoring import Card, Facts, facts_of
from core.facts.account import Account
from core.facts.exports import Holdings
from core.facts.ids import AccountId, ImportId
from core.facts.imports import Import, ImportState
from core.store import Store, Transaction, Unavailable

_CHUNK = 250  # people, with all that hangs on them, in one transaction
_OTHERS = 1_000  # of everything else, in one
_SILENCE = 1.0  # seconds between two words on how far it is: chats slow down whoever edits more often
_DEEDS = timedelta(days=7)  # longer than they are kept


async def can_be_put_back(tx: Transaction, owner: AccountId, staged: Import) -> bool:
    """Whether what was sent is a whole network, and the account has none."""
    return bool(staged.haul.own) and (await tx.exports.holdings(owner)).nothing


def put_back_button(staged: Import) -> Button:
    return Button(say(_("Restore everything")), action("restore", staged.id))


@on_press_work("restore")
async def put_back(session: Session, _actor: Actor, argument: str) -> AsyncIterator[Reply]:
    """Put back what was sent, and say how far it is; a second press finds it done, or goes on. Raises Refusal."""
    owner, store = session.account.id, session.store
    told = asyncio.get_running_loop().time()
    async with store.read() as tx:
        staged = await _wanted(tx, owner, ImportId(argument))
        [account] = await tx.accounts.get([owner])
        speaks_on = {each.platform for each in await tx.accounts.identities([owner])}
    now = session.clock()
    # Read and made before anything is held: of a large one that takes seconds.
    kept = await asyncio.to_thread(read_network, staged.haul.own)
    facts = await asyncio.to_thread(facts_of, kept, account, speaks_on, now, f"{owner}:{staged.id}")
    del kept
    await _begin(store, owner, staged)
    done = 0
    try:
        for start in range(0, len(facts.cards), _CHUNK):
            if asyncio.get_running_loop().time() - told >= _SILENCE:
                told = asyncio.get_running_loop().time()
                yield _progress(done, len(facts.cards), staged)
            chunk = facts.cards[start : start + _CHUNK]
            if not await _put(store, owner, staged, chunk):
                return  # erased, or another press has come to the end
            done += len(chunk)
        restored = await _finish(session, staged, facts)
    except Unavailable:
        yield _interrupted(done, len(facts.cards), staged)
        return
    if restored is not None:
        yield _restored(restored, staged)


async def _wanted(tx: Transaction, owner: AccountId, import_id: ImportId) -> Import:
    """What is to be put back, or was begun and broke off."""
    staged = await tx.imports.get(owner, import_id)
    if staged is None:
        raise NotFound(say(_("I don't have that file any more. Please send it again.")))
    if staged.state not in (ImportState.STAGED, ImportState.RESTORING) or not staged.haul.own:
        raise Refusal(say(_("That file is settled already. Send it again, should you want it after all.")))
    if staged.state is ImportState.STAGED and not (await tx.exports.holdings(owner)).nothing:
        raise Refusal(
            say(_("You have people or notes here already: only where there is nothing can all of it be put back."))
        )
    return staged


async def _begin(store: Store, owner: AccountId, staged: Import) -> None:
    async with store.write() as tx:
        if not await _is_there(tx, owner):
            raise Unavailable("the account has become part of another, or was erased")
        staged = await _wanted(tx, owner, staged.id)  # somebody may have been added meanwhile
        if staged.state is not ImportState.RESTORING:
            await tx.imports.change(replace(staged, state=ImportState.RESTORING))


async def _put(store: Store, owner: AccountId, staged: Import, cards: Sequence[Card]) -> bool:
    """Some of its people; False when it is not wanted any more."""
    async with store.write() as tx:
        if not await _goes_on(tx, owner, staged):
            return False
        if await tx.people.get(owner, [each.contact.id for each in cards]):
            return True  # before it broke off
        await tx.people.add([each.contact for each in cards])
        await tx.people.add_entries(owner, [entry for each in cards for entry in each.entries])
        for card in cards:
            for ask in card.asks:
                await tx.asks.save(ask)
            for promise in card.promises:
                await tx.promises.save(promise)
    return True


async def _finish(session: Session, staged: Import, facts: Facts) -> Holdings | None:
    """Everything else, the settings last; None when it is not wanted any more."""
    owner, store = session.account.id, session.store
    for start in range(0, max(len(facts.events), 1), _OTHERS):
        async with store.write() as tx:
            if not await _goes_on(tx, owner, staged):
                return None
            await tx.events.add(facts.events[start : start + _OTHERS])  # one that is there is left as it is
    async with store.write() as tx:
        if not await _goes_on(tx, owner, staged):
            return None
        await tx.reminders.add(facts.reminders)
        await tx.series.add(facts.series)
        for feed in facts.feeds:
            await tx.feeds.add(feed)
        for template in facts.templates:
            await tx.templates.save(template)
        if facts.card is not None:
            await tx.handshakes.keep_card(facts.card)
        for target in facts.targets:
            await tx.targets.add(target)
        there = {each.id for each in await tx.people.get(owner, [of for pair in facts.apart for of in pair])}
        await tx.apart.note(owner, [pair for pair in facts.apart if there.issuperset(pair)])
        [account] = await tx.accounts.get([owner])
        await tx.accounts.change(_settled(facts.account, account))
        for deed in await tx.accounts.deeds(owner, session.clock() - _DEEDS):
            await tx.accounts.undone(owner, deed.id)  # it would take back what came with the settings
        if _has_more(staged):
            await tx.imports.change(replace(staged, state=ImportState.STAGED))
            await tx.imports.keep_haul(replace(staged, haul=replace(staged.haul, own="")))
        else:
            await tx.imports.change(replace(staged, state=ImportState.DONE, added=len(facts.cards)))
        return await tx.exports.holdings(owner)


def _settled(restored: Account, now: Account) -> Account:
    """With what has come of digests meanwhile."""
    return replace(restored, digested_on=now.digested_on)


async def _goes_on(tx: Transaction, owner: AccountId, staged: Import) -> bool:
    return await _is_there(tx, owner) and await tx.imports.state(owner, staged.id) is ImportState.RESTORING


async def _is_there(tx: Transaction, owner: AccountId) -> bool:
    """Held from now on: neither erased nor become part of another meanwhile."""
    return bool(await tx.accounts.get([owner]) and await tx.accounts.identities([owner]))


def _has_more(staged: Import) -> bool:
    """Whether other files were sent as well, and still wait for a word."""
    return len(staged.haul.files) > 1


def _progress(done: int, total: int, staged: Import) -> Reply:
    text = count("Putting back: {done} of {n} person…", "Putting back: {done} of {n} people…", total, done=done)
    return Reply(text=text, rows=((_go_on(staged),),), replaces=True)


def _interrupted(done: int, total: int, staged: Import) -> Reply:
    text = count(
        "I can't write in my notebook right now: {done} of {n} person is back. Go on in a while, please.",
        "I can't write in my notebook right now: {done} of {n} people are back. Go on in a while, please.",
        total,
        done=done,
    )
    return Reply(text=text, rows=((_go_on(staged),),), replaces=True)


def _go_on(staged: Import) -> Button:
    """Also under what says how far it is: should that be the last word, this is the way on."""
    return Button(say(_("Go on")), action("restore", staged.id))


def _restored(held: Holdings, staged: Import) -> Reply:
    more: tuple[Row, ...] = ((Button(say(_("The other files…")), action("import-look", staged.id)),),)
    return Reply(
        text=lines(
            say(_("All of it is back: {things}, and your settings."), things=Listing(counted(held))),
            say(_("/who finds your people, /reminders shows what comes, /settings how I write to you.")),
        ),
        rows=more if _has_more(staged) else (),
        replaces=True,
    )
