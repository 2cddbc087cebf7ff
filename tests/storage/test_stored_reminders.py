"""Digests, and whom they may suggest, on both databases."""

from datetime import date, timedelta

from core.facts.account import Account
from core.facts.cadence import Cadence, Unit
from core.facts.ids import DigestId
from core.facts.people import Anniversary, Contact, Direction, PartialDate, Status
from core.facts.reminders import Because, Outcome, Pick, Reason
from core.store import Store
from tests.storage.made import NOW, TODAY, contact, digest, favour, known, touch

DAY = timedelta(days=1)
DORMANT_BEFORE = date(2024, 11, 23)
RECENT = TODAY - 365 * DAY


async def names_of_candidates(store: Store, *days: tuple[Account, date]) -> list[str]:
    async with store.read() as tx:
        found = await tx.reminders.candidates(
            [(account.id, day) for account, day in days], DORMANT_BEFORE, ["11-23", "11-24"], RECENT
        )
    return [each.name for each in found]


async def test_a_digest_comes_back_as_it_was(store: Store, ada: Account, bob: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    reason = Reason(
        because=Because.OVERDUE,
        since=date(2026, 1, 31),
        cadence=Cadence(count=6, unit=Unit.WEEK),
        what="an intro 🦊",
        on=date.max,
        count=2,
    )
    pick = Pick(contact_id=jane.id, reasons=(reason, Reason(because=Because.WAITING)), score=0.1 + 0.2)
    kept = digest(ada, picks=(pick,))
    async with store.write() as tx:
        await tx.reminders.add_digests([kept, digest(bob)])
        assert await tx.reminders.digest(ada.id, kept.id) == kept
        assert await tx.reminders.digest(bob.id, kept.id) is None
        assert await tx.reminders.digest(ada.id, DigestId("none")) is None


async def test_a_pick_is_answered_by_its_owner_alone(store: Store, ada: Account, bob: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    open_ = digest(ada, jane)
    picks = (Pick(contact_id=jane.id, reasons=(), score=1.5, outcome=Outcome.REACHED),)
    answered = digest(ada, id=open_.id, picks=picks)
    async with store.write() as tx:
        await tx.reminders.add_digests([open_])
        await tx.reminders.change_digest(digest(bob, id=open_.id, picks=()))
        assert await tx.reminders.digest(ada.id, open_.id) == open_
        await tx.reminders.change_digest(answered)
        assert await tx.reminders.digest(ada.id, open_.id) == answered


async def test_whoever_was_suggested_is_marked(store: Store, ada: Account) -> None:
    jane, raj, zoe = await known(store, ada, "Jane", "Raj", "Zoë")
    async with store.write() as tx:
        await tx.reminders.mark_suggested([jane.id, zoe.id], TODAY)
        marked = await tx.people.get(ada.id, [jane.id, raj.id, zoe.id])
    assert [each.suggested_on for each in marked] == [TODAY, None, TODAY]


async def test_everybody_with_a_reason_is_a_candidate(store: Store, ada: Account) -> None:
    people = [
        contact(ada, "due", due_on=TODAY),
        contact(ada, "tomorrow", due_on=TODAY + DAY),
        contact(ada, "never due"),
        contact(ada, "birthday", dates=(Anniversary(label="birthday", on=PartialDate(month=11, day=24)),)),
        contact(ada, "birthday over", dates=(Anniversary(label="birthday", on=PartialDate(month=11, day=22)),)),
        contact(ada, "helped"),
        contact(ada, "helped long ago"),
        contact(ada, "helped by mistake"),
        contact(ada, "only met"),
        contact(ada, "dormant", quiet_since=DORMANT_BEFORE - DAY),
        contact(ada, "dozing", quiet_since=DORMANT_BEFORE),
    ]
    await known(store, ada, *people)
    by_name = {each.name: each for each in people}
    mistake = favour(by_name["helped by mistake"], Direction.GOT)
    async with store.write() as tx:
        await tx.people.add_entries(
            ada.id,
            [
                favour(by_name["helped"], Direction.GOT, RECENT),
                favour(by_name["helped long ago"], Direction.GAVE, RECENT - DAY),
                touch(by_name["only met"]),
                mistake,
            ],
        )
        await tx.people.void_entries(ada.id, [mistake.id], NOW)
    assert await names_of_candidates(store, (ada, TODAY)) == ["birthday", "dormant", "due", "helped"]


async def test_nobody_who_is_not_to_be_spoken_of(store: Store, ada: Account) -> None:
    def due(name: str, **fields: object) -> Contact:
        long_ago = DORMANT_BEFORE - DAY
        birthday = (Anniversary(label="birthday", on=PartialDate(month=11, day=23)),)
        return contact(ada, name, due_on=TODAY, quiet_since=long_ago, dates=birthday, **fields)

    people = [due(status.value, status=status) for status in Status]
    people += [
        due("woken", status=Status.PAUSED, paused_until=TODAY),
        due("paused till tomorrow", status=Status.PAUSED, paused_until=TODAY + DAY),
        due("hidden", hidden_until=TODAY + DAY),
        due("shown again", hidden_until=TODAY),
    ]
    await known(store, ada, *people)
    async with store.write() as tx:
        await tx.people.add_entries(ada.id, [favour(each, Direction.GOT) for each in people])
    assert await names_of_candidates(store, (ada, TODAY)) == ["active", "shown again", "woken"]


async def test_three_of_the_dormant_take_turns(store: Store, ada: Account, bob: Account) -> None:
    years = {name: date(2020 - years, 1, 1) for years, name in enumerate("abcdef")}
    people = [contact(ada, name, quiet_since=since) for name, since in years.items()]
    await known(store, ada, *people)
    await known(store, bob, *(contact(bob, f"bob's {name}", quiet_since=since) for name, since in years.items()))
    assert await names_of_candidates(store, (ada, TODAY)) == ["a", "b", "c"]
    async with store.write() as tx:
        await tx.reminders.mark_suggested([people[0].id, people[2].id], TODAY - DAY)
    assert await names_of_candidates(store, (ada, TODAY)) == ["b", "d", "e"]
    async with store.write() as tx:
        await tx.reminders.mark_suggested([each.id for each in people if each.name not in "ac"], TODAY)
    assert await names_of_candidates(store, (ada, TODAY)) == ["a", "b", "c"]


async def test_candidates_of_many_accounts_each_on_its_own_day(store: Store, ada: Account, bob: Account) -> None:
    await known(store, ada, contact(ada, "ada's", due_on=TODAY))
    await known(store, bob, contact(bob, "bob's", due_on=TODAY))
    both = {"ada's", "bob's"}
    assert set(await names_of_candidates(store, (ada, TODAY), (bob, TODAY))) == both
    assert set(await names_of_candidates(store, (ada, TODAY), (bob, TODAY + DAY))) == both
    assert await names_of_candidates(store, (ada, TODAY), (bob, TODAY - DAY)) == ["ada's"]
    assert await names_of_candidates(store, (bob, TODAY)) == ["bob's"]
    assert await names_of_candidates(store) == []
