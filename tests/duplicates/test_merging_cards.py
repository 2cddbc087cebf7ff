"""Two cards that become one, and two again, give back exactly what was there; and what moves is everything."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.chat.command import Context
from core.chat.request import Actor, PlaceKind
from core.duplicates.merging import merge_cards, separate, two_cards
from core.facts.account import AccountChanged, CardsMerged, ContactChanged, EntriesAdded, Tuning
from core.facts.ids import new_id
from core.facts.keys import KeyKind
from core.facts.people import Contact, Origin, Touch
from core.store import Store
from tests.linking.networks import LARGE, SIDES, Side, make, rows
from tests.storage import made
from tests.storage.made import NOW, TODAY, known

_FEW = settings(
    max_examples=20,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_ACTOR = Actor(platform="telegram", external_id="1", address="1", name="Ada")
_ALSO = ("deeds", "requests")  # what tells of a merge itself


async def context(tx, owner, now=NOW) -> Context:
    [account] = await tx.accounts.get([owner])
    return Context(
        tx=tx,
        account=account,
        actor=_ACTOR,
        place=PlaceKind.PRIVATE,
        request=new_id(),
        now=now,
        commands=(),
        undoers={},
    )


async def people_of(store: Store, owner) -> list[Contact]:
    async with store.read() as tx:
        return list(await tx.people.search(owner, (), 20, 0))


async def merged(store: Store, stays: Contact, goes: Contact, now=NOW) -> CardsMerged:
    async with store.write() as tx:
        ctx = await context(tx, stays.owner, now)
        cards = await two_cards(ctx, stays.id, goes.id)
        assert cards is not None
        await merge_cards(ctx, *cards)
    async with store.read() as tx:
        [step] = (await tx.accounts.deeds(stays.owner, NOW))[0].steps
    return step


async def taken_back(store: Store, owner, step: CardsMerged, now=NOW) -> None:
    async with store.write() as tx:
        deed = next(each for each in await tx.accounts.deeds(owner, NOW) if step in each.steps)
        await tx.accounts.undone(owner, deed.id)
        await separate(await context(tx, owner, now), step)


async def all_but_deeds(store: Store) -> dict[str, list]:
    return {name: found for name, found in (await rows(store)).items() if name not in _ALSO}


@_FEW
@given(side=SIDES, order=st.randoms(use_true_random=False))
async def test_taken_back_everything_is_as_it_was(store: Store, side: Side, order) -> None:
    """Also several merges in a row, of cards that were merged before."""
    account = await make(store, side, "telegram")
    people = await people_of(store, account.id)
    before = await all_but_deeds(store)
    steps: list[CardsMerged] = []
    while len(people) > 1:
        order.shuffle(people)
        steps.append(await merged(store, people[0], people.pop()))
    for step in reversed(steps):
        await taken_back(store, account.id, step)
    after = await all_but_deeds(store)
    for name, found in before.items():
        assert after[name] == found, name


async def test_all_that_hangs_on_it_moves_along(store: Store) -> None:
    account = await make(store, LARGE, "telegram")
    raj, jane, zoe = sorted(
        await people_of(store, account.id), key=lambda each: ("R", "J", "Z").index(each.name[0])
    )
    await merged(store, raj, jane)
    async with store.read() as tx:
        found = await tx.people.get(account.id, [jane.id, raj.id])
        assert [each.id for each in found] == [raj.id, raj.id]
        assert found[0].aliases == ("Jane Doe",)
        assert len(await tx.people.entries(account.id, raj.id, 20)) == 6
        assert len(await tx.reminders.about(account.id, [raj.id])) == 2
        assert len(await tx.asks.about(account.id, raj.id)) == len(await tx.promises.about(account.id, raj.id)) == 2
        assert await people_of(store, account.id) == [raj_now := found[0], zoe]
        assert raj_now.last_touch_on == TODAY - timedelta(days=3)
        [owner] = await tx.accounts.get([account.id])
        assert owner.rules["birthday"].not_for == {raj.id, zoe.id}
        assert await tx.apart.pairs(account.id) == {frozenset((raj.id, zoe.id))}


async def test_it_is_found_by_all_that_finds_either(store: Store) -> None:
    account = await made.signed_up(store)
    jane, jd = await known(
        store,
        account,
        made.contact(account, "Jane Doe", origins=(Origin(keys=("x:1",)),)),
        made.contact(account, "JD", origins=(Origin(keys=("google:1",)),)),
    )
    step = await merged(store, jane, jd)
    async with store.read() as tx:
        keys = await tx.people.with_key(account.id, KeyKind.ORIGIN)
        assert [(key.value, whose) for key, whose in keys] == [("google:1", jane.id), ("x:1", jane.id)]
    await taken_back(store, account.id, step)
    async with store.read() as tx:
        keys = await tx.people.with_key(account.id, KeyKind.ORIGIN)
        assert [(key.value, whose) for key, whose in keys] == [("google:1", jd.id), ("x:1", jane.id)]


async def test_in_a_digest_it_is_the_card_that_stays(store: Store) -> None:
    account = await made.signed_up(store)
    jane, jd, raj = await known(store, account, "Jane Doe", "JD", "Raj")
    alone, both = made.digest(account, jd, raj), made.digest(account, jane, jd)
    async with store.write() as tx:
        await tx.digests.add_digests([alone, both])
    step = await merged(store, jane, jd)
    async with store.read() as tx:
        digest = await tx.digests.digest(account.id, alone.id)
        assert digest is not None
        assert [each.contact_id for each in digest.picks] == [jane.id, raj.id]
        assert await tx.digests.digest(account.id, both.id) == both
    await taken_back(store, account.id, step)
    async with store.read() as tx:
        assert await tx.digests.digest(account.id, alone.id) == alone


async def test_what_was_done_since_stays(store: Store) -> None:
    account = await made.signed_up(store)
    jane, jd = await known(store, account, "Jane Doe", "JD")
    old = made.reminder(account, contact_id=jd.id)
    async with store.write() as tx:
        await tx.reminders.add([old])
    step = await merged(store, jane, jd)
    later = NOW + timedelta(hours=1)
    new, talk = made.reminder(account, contact_id=jane.id), made.touch(jane)
    async with store.write() as tx:
        [card] = await tx.people.get(account.id, [jane.id])
        edited = replace(
            card, company="IBM", aliases=(*card.aliases, "Janie"), last_touch_on=TODAY, quiet_since=TODAY
        )
        await tx.people.change([edited])
        await tx.people.add_entries(account.id, [talk])
        await tx.reminders.add([new])
        ctx = await context(tx, account.id, later)
        await ctx.did("edited", (), ContactChanged(before=card))
    await taken_back(store, account.id, step, later)
    async with store.read() as tx:
        mine, theirs = await tx.people.get(account.id, [jane.id, jd.id])
        assert theirs == jd
        assert mine == replace(jane, company="IBM", aliases=("Janie",), last_touch_on=TODAY)
        assert await tx.people.entries(account.id, jane.id, 9) == [talk]
        assert await tx.reminders.about(account.id, [jd.id]) == [old]
        assert await tx.reminders.about(account.id, [jane.id]) == [new]
        assert await tx.accounts.deeds(account.id, NOW) == []  # the card that it would put back is no more


async def test_a_wish_that_was_taken_back_since_is_not_one_again(store: Store) -> None:
    account = await made.signed_up(store)
    jane, jd = await known(store, account, "Jane Doe", "JD")
    spared = replace(account, rules={"birthday": Tuning(not_for=frozenset({jd.id}))})
    async with store.write() as tx:
        await tx.accounts.change(spared)
    step = await merged(store, jane, jd)
    later = NOW + timedelta(hours=1)
    async with store.write() as tx:
        ctx = await context(tx, account.id, later)
        assert ctx.account.rules["birthday"].not_for == {jane.id}
        await tx.accounts.change(replace(ctx.account, rules={"birthday": Tuning(days=3)}))
        await ctx.did("tuned", (), AccountChanged(before=ctx.account))
    await taken_back(store, account.id, step, later)
    async with store.read() as tx:
        [after] = await tx.accounts.get([account.id])
        assert after.rules == {"birthday": Tuning(days=3)}
        assert await tx.accounts.deeds(account.id, NOW) == []


@pytest.mark.parametrize("chained", [True, False])
async def test_who_is_forgotten_leaves_nothing(store: Store, chained: bool) -> None:
    """Neither on the cards that wait, nor in what could be undone."""
    account = await made.signed_up(store)
    names = ("Jacqueline Quux", "Quentin Quux", "Quincy Quux")
    people = [made.contact(account, name, notes=f"{name} likes tea") for name in names]
    bob = made.contact(account, "Bob")
    await known(store, account, *people, bob)
    async with store.write() as tx:
        for each in people:
            await tx.people.add_entries(account.id, [talk := made.touch(each, what=f"tea with {each.name}")])
            await (await context(tx, account.id)).did("Met {names}", (each.name, "Bob"), _met(talk, each, bob))
        await tx.apart.note(account.id, [(people[1].id, bob.id)])
    await merged(store, people[0], people[1])
    stays, goes = (people[2], people[0]) if chained else (people[0], people[2])
    await merged(store, stays, goes)
    async with store.write() as tx:
        await tx.people.remove(account.id, [stays.id])
    left = str(await rows(store))
    assert "Quux" not in left
    assert [each.name for each in people if each.id in left] == []
    assert "Bob" in left


def _met(talk: Touch, *people: Contact) -> EntriesAdded:
    return EntriesAdded(entries=(talk.id,), contacts=tuple(each.id for each in people))


async def test_forgotten_when_they_are_two_again(store: Store) -> None:
    account = await made.signed_up(store)
    jane, other = await known(store, account, "Jane Quux", "Janet Doe")
    step = await merged(store, other, jane)
    await taken_back(store, account.id, step)
    async with store.write() as tx:
        await tx.people.remove(account.id, [jane.id])
    assert "Quux" not in str(await rows(store))
    assert await people_of(store, account.id) == [other]


async def test_whose_account_is_erased_leaves_nothing(store: Store) -> None:
    account = await made.signed_up(store)
    jane, jd = await known(store, account, "Jane Quux", "JD Quux")
    await merged(store, jane, jd)
    async with store.write() as tx:
        await tx.erasing.erase(account.id)
    assert not any((await rows(store)).values())


async def test_when_nobody_can_take_it_back_the_other_card_goes_for_good(store: Store) -> None:
    account = await made.signed_up(store)
    jane, jd, zoe = await known(store, account, "Jane Doe", "JD", "Zoe")
    async with store.write() as tx:
        await tx.apart.note(account.id, [(jd.id, zoe.id)])
    await merged(store, jane, jd)
    async with store.write() as tx:
        await tx.linking.tidy(NOW, NOW + timedelta(seconds=1))
    everything = await rows(store)
    assert [len(everything[name]) for name in ("accounts", "contacts", "merges", "merged_rows")] == [1, 2, 0, 0]
    async with store.read() as tx:
        [card] = await tx.people.get(account.id, [jd.id])
        assert card.id == jane.id
        assert await tx.apart.pairs(account.id) == {frozenset((jane.id, zoe.id))}
