"""Digests, and whom they may suggest, on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from core.facts.account import Account
from core.facts.cadence import Cadence, Unit
from core.facts.digests import Because, Horizon, Item, ItemKind, Outcome, Pick, Prospect, Reason
from core.facts.ids import DigestId, ImportId
from core.facts.people import Anniversary, Contact, Direction, Handle, Keep, PartialDate, Status
from core.store import Store
from tests.storage.made import NOW, TODAY, contact, digest, favour, known, touch

DAY = timedelta(days=1)
DORMANT_BEFORE = date(2024, 11, 23)
RECENT = TODAY - 365 * DAY
HORIZON = Horizon(
    today=TODAY,
    recent=RECENT,
    met_since=TODAY - 16 * DAY,
    met_until=TODAY - 2 * DAY,
    dormant_before=DORMANT_BEFORE,
    old_ties_until=DORMANT_BEFORE,
    anniversaries=frozenset({"11-23", "11-24"}),
)


async def names_of_candidates(store: Store, *days: tuple[Account, date], **other: Any) -> list[str]:
    horizons = [(account.id, replace(HORIZON, today=day, **other)) for account, day in days]
    async with store.read() as tx:
        found = [each.id for each in await tx.digests.candidates(horizons)]
        contacts = await tx.digests.contacts([account.id for account, _day in days], found)
    names = {each.id: each.name for each in contacts}
    return [names[each] for each in found]


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
    items = (Item(kind=ItemKind.REMINDER, subject="r 🦊"), Item(kind=ItemKind.PROFILE))
    kept = digest(ada, picks=(pick,), items=items)
    async with store.write() as tx:
        await tx.digests.add_digests([kept, digest(bob)])
        assert await tx.digests.digest(ada.id, kept.id) == kept
        assert await tx.digests.digest(bob.id, kept.id) is None
        assert await tx.digests.digest(ada.id, DigestId("none")) is None


async def test_a_pick_is_answered_by_its_owner_alone(store: Store, ada: Account, bob: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    open_ = digest(ada, jane)
    picks = (Pick(contact_id=jane.id, reasons=(), score=1.5, outcome=Outcome.REACHED),)
    answered = digest(ada, id=open_.id, picks=picks)
    async with store.write() as tx:
        await tx.digests.add_digests([open_])
        await tx.digests.change_digest(digest(bob, id=open_.id, picks=()))
        assert await tx.digests.digest(ada.id, open_.id) == open_
        await tx.digests.change_digest(answered)
        assert await tx.digests.digest(ada.id, open_.id) == answered


async def test_whoever_was_suggested_is_marked(store: Store, ada: Account) -> None:
    jane, raj, zoe = await known(store, ada, "Jane", "Raj", "Zoë")
    async with store.write() as tx:
        await tx.digests.mark_suggested([jane.id, zoe.id], TODAY)
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
        await tx.digests.mark_suggested([people[0].id, people[2].id], TODAY - DAY)
    assert await names_of_candidates(store, (ada, TODAY)) == ["b", "d", "e"]
    async with store.write() as tx:
        await tx.digests.mark_suggested([each.id for each in people if each.name not in "ac"], TODAY)
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


async def test_a_prospect_is_as_its_contact(store: Store, ada: Account) -> None:
    full = contact(
        ada,
        "full",
        company="IBM",
        met_on=TODAY - 400 * DAY,
        how_met="Kiwanis",
        notes="likes tea",
        tags=("mentor", "Größe"),
        handles=(Handle(kind="email", value="x@example.org"),),
        dates=(Anniversary(label="birthday", on=PartialDate(month=11, day=24)),),
        keep=Keep.OWN,
        cadence=Cadence(count=6, unit=Unit.WEEK),
        status=Status.PAUSED,
        paused_until=TODAY,
        snoozed_until=TODAY,
        hidden_until=TODAY,
        suggested_on=TODAY - DAY,
        last_touch_on=TODAY - 50 * DAY,
        due_on=TODAY,
        import_id=ImportId("i"),
    )
    bare = contact(ada, "late and bare", due_on=TODAY)
    await known(store, ada, full, bare)
    async with store.read() as tx:
        found = await tx.digests.candidates([(ada.id, HORIZON)])
    shared = Prospect.__dataclass_fields__.keys() & Contact.__dataclass_fields__.keys()
    made = [{"imported": True, "tells_how_met": True, "noted": True, "reachable": True}, {}]
    assert found == [
        Prospect(**{name: getattr(each, name) for name in shared}, **more)
        for each, more in zip((full, bare), made, strict=True)
    ]


async def test_who_was_met_lately_and_not_spoken_to_since_is_a_candidate(store: Store, ada: Account) -> None:
    def met(name: str, days: int, **fields: Any) -> Contact:
        return contact(ada, name, **{"met_on": TODAY - days * DAY, "quiet_since": TODAY - days * DAY, **fields})

    await known(
        store,
        ada,
        met("a fresh", 1),
        met("b two days", 2),
        met("c two weeks", 16),
        met("d long ago", 17),
        met("e spoken to", 5, last_touch_on=TODAY - 3 * DAY, quiet_since=TODAY - 3 * DAY),
        met("f the meeting noted", 5, last_touch_on=TODAY - 5 * DAY),
        met("g says how", 5, met_on=None, how_met="Kiwanis"),
        met("h written down", 5, met_on=None),
        met("i imported", 5, met_on=None, how_met="LinkedIn", import_id=ImportId("i")),
        met("j connected", 5, import_id=ImportId("i")),
        met("k archived", 5, status=Status.ARCHIVED),
    )
    found = await names_of_candidates(store, (ada, TODAY))
    assert [name[0] for name in found] == ["b", "c", "f", "g", "j"]


async def test_the_dormant_who_are_spared_hide_nobody(store: Store, ada: Account, bob: Account) -> None:
    people = [
        contact(ada, name, quiet_since=date(2020 - years, 1, 1), tags=("Family",) if name in "abc" else ())
        for years, name in enumerate("abcdefg")
    ]
    await known(store, ada, *people)
    await known(store, bob, contact(bob, "bob's", quiet_since=date(2000, 1, 1), tags=("family",)))
    assert await names_of_candidates(store, (ada, TODAY)) == ["a", "b", "c"]
    spared = {"not_dormant": frozenset({people[3].id}), "not_dormant_tags": frozenset({"family"})}
    assert await names_of_candidates(store, (ada, TODAY), **spared) == ["e", "f", "g"]
    async with store.read() as tx:
        both = [(ada.id, replace(HORIZON, **spared)), (bob.id, HORIZON)]
        assert len(await tx.digests.candidates(both)) == 4


async def test_digests_and_people_of_many_accounts_at_once(store: Store, ada: Account, bob: Account) -> None:
    [jane], [raj] = await known(store, ada, "Jane"), await known(store, bob, "Raj")
    hers, his = digest(ada, jane), digest(bob, raj)
    async with store.write() as tx:
        await tx.digests.add_digests([hers, his])
        wanted = [(ada.id, hers.id), (bob.id, his.id), (ada.id, DigestId("none"))]
        assert {each.id for each in await tx.digests.of(wanted)} == {hers.id, his.id}
        assert await tx.digests.of([(ada.id, his.id)]) == []
        assert {each.name for each in await tx.digests.contacts([ada.id, bob.id], [jane.id, raj.id])} == {
            "Jane",
            "Raj",
        }
        assert [each.name for each in await tx.digests.contacts([ada.id], [jane.id, raj.id])] == ["Jane"]
