"""Asks and promises, which are kept alike, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.facts.account import Account
from core.facts.asks import Ask, AskState, Promise, PromiseState
from core.facts.ids import AskId, EntryId
from core.facts.people import Contact
from core.store import Asks, Promises, Store, Transaction
from tests.storage.made import TODAY, ask, known, promise

DAY = timedelta(days=1)
ANSWERED = {
    "what": "an intro to “Raj” 🦊",
    "state": AskState.DECLINED,
    "asked_on": date.min,
    "answered_on": TODAY,
    "thanked_on": TODAY + DAY,
    "closed_on": date.max,
    "entry_id": EntryId("e"),
    "next_on": None,
}
KEPT = {
    "what": "an intro to “Raj” 🦊",
    "state": PromiseState.KEPT,
    "promised_on": date.min,
    "due_on": TODAY,
    "closed_on": date.max,
    "entry_id": EntryId("e"),
    "next_on": None,
}


@pytest.fixture(params=["asks", "promises"])
def subject(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def jane(store: Store, ada: Account) -> Contact:
    return (await known(store, ada, "Jane"))[0]


def part(tx: Transaction, subject: str) -> Asks:
    """As if they were asks: mypy need not know which."""
    found: Asks | Promises = tx.asks if subject == "asks" else tx.promises
    return found  # type: ignore[return-value]


def made(subject: str, of: Contact, **fields: object) -> Ask:
    if "since" in fields:
        fields["asked_on" if subject == "asks" else "promised_on"] = fields.pop("since")
    fact: Ask | Promise = ask(of, **fields) if subject == "asks" else promise(of, **fields)
    return fact  # type: ignore[return-value]


async def test_it_is_saved_and_changed_and_comes_back_as_it_was(
    store: Store, ada: Account, bob: Account, jane: Contact, subject: str
) -> None:
    first, second = made(subject, jane), made(subject, jane)
    changed = replace(first, **(ANSWERED if subject == "asks" else KEPT))
    async with store.write() as tx:
        kept = part(tx, subject)
        for each in (first, second):
            await kept.save(each)
        assert await kept.get(ada.id, [second.id, first.id, second.id]) == [second, first]
        await kept.save(changed)
        assert await kept.get(ada.id, [first.id, second.id]) == [changed, second]
        assert await kept.get(bob.id, [first.id]) == []
        assert await kept.get(ada.id, [AskId("none")]) == []


async def test_a_strangers_is_left_alone(
    store: Store, ada: Account, bob: Account, jane: Contact, subject: str
) -> None:
    hers = made(subject, jane)
    async with store.write() as tx:
        kept = part(tx, subject)
        await kept.save(hers)
        await kept.save(replace(hers, account_id=bob.id, what="mine now"))
        await kept.speak_again([replace(hers, account_id=bob.id, next_on=None)])
        await kept.remove(bob.id, [hers.id])
        assert await kept.get(ada.id, [hers.id]) == [hers]
        await kept.remove(ada.id, [hers.id])
        assert await kept.get(ada.id, [hers.id]) == []


async def test_the_open_ones_by_their_day(
    store: Store, ada: Account, bob: Account, jane: Contact, subject: str
) -> None:
    [raj] = await known(store, bob, "Raj")
    later, sooner, last = [made(subject, jane, next_on=TODAY + days * DAY) for days in (2, 1, 3)]
    closed, hers = made(subject, jane, closed_on=TODAY, next_on=None), made(subject, raj)
    silent = made(subject, jane, next_on=None)
    async with store.write() as tx:
        kept = part(tx, subject)
        for each in (later, closed, silent, sooner, hers, last):
            await kept.save(each)
        assert await kept.open(ada.id, 10) == [sooner, later, last, silent]
        assert await kept.open(ada.id, 1, 1) == [later]
        assert await kept.open(bob.id, 10) == [hers]


async def test_all_of_somebody_the_latest_first(
    store: Store, ada: Account, bob: Account, jane: Contact, subject: str
) -> None:
    [raj] = await known(store, ada, "Raj")
    old, new = made(subject, jane, since=TODAY - DAY), made(subject, jane)
    closed = made(subject, jane, since=TODAY - 2 * DAY, next_on=None)
    async with store.write() as tx:
        kept = part(tx, subject)
        for each in (closed, new, made(subject, raj), old):
            await kept.save(each)
        assert await kept.about(ada.id, jane.id) == [new, old, closed]
        assert await kept.about(bob.id, jane.id) == []


async def test_which_favours_were_asked_for(store: Store, ada: Account, bob: Account, jane: Contact) -> None:
    [raj] = await known(store, bob, "Raj")
    async with store.write() as tx:
        for each in (ask(jane), ask(jane, entry_id=EntryId("e")), ask(raj, entry_id=EntryId("f"))):
            await tx.asks.save(each)
        assert await tx.asks.followed([ada.id]) == {"e"}
        assert await tx.asks.followed([ada.id, bob.id]) == {"e", "f"}


async def test_whose_day_has_come_and_when_they_are_spoken_of_again(
    store: Store, ada: Account, bob: Account, jane: Contact, subject: str
) -> None:
    [raj] = await known(store, bob, "Raj")
    waiting, now, later = [made(subject, jane, next_on=TODAY + days * DAY) for days in (-1, 0, 1)]
    closed, hers = made(subject, jane, next_on=None), made(subject, raj)
    async with store.write() as tx:
        kept = part(tx, subject)
        for each in (later, now, closed, waiting, hers):
            await kept.save(each)
        assert await kept.due([(ada.id, TODAY)]) == [waiting, now]
        both = await kept.due([(ada.id, TODAY - DAY), (bob.id, TODAY)])
        assert {each.id for each in both} == {waiting.id, hers.id}
        assert await kept.due([]) == []
        await kept.speak_again([replace(now, what="not written", next_on=TODAY + DAY), replace(hers, next_on=None)])
        await kept.speak_again([])
        assert await kept.due([(ada.id, TODAY), (bob.id, TODAY)]) == [waiting]
        assert await kept.get(ada.id, [now.id]) == [replace(now, next_on=TODAY + DAY)]
