"""Contacts: kept as they were, changed, and found by name, key and text, on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from core.facts.account import Account
from core.facts.cadence import Cadence, Unit
from core.facts.ids import ContactId, ImportId, new_id
from core.facts.keys import Key, KeyKind
from core.facts.people import Anniversary, Contact, Direction, Handle, Keep, PartialDate, Status
from core.store import Store
from tests.storage.made import NOW, TODAY, contact, favour, known, touch

EVERYTHING = {
    "aliases": ("Janie", "J. D.", "ジェーン"),
    "company": "IBM \u2013 R&D",
    "title": "recruiter",
    "how_met": "Kiwanis breakfast",
    "met_on": date(2019, 2, 28),
    "notes": 'two\nlines, "quotes", <b>, %_\\ and \U0001f98a',
    "tags": ("mentor", "Été"),
    "handles": (Handle(kind="email", value="jane@example.org"), Handle(kind="phone", value="+33123456789")),
    "dates": (
        Anniversary(label="birthday", on=PartialDate(month=2, day=29)),
        Anniversary(label="first job", on=PartialDate(year=1999)),
    ),
    "status": Status.PAUSED,
    "paused_until": date(2027, 1, 1),
    "keep": Keep.OWN,
    "cadence": Cadence(count=6, unit=Unit.WEEK),
    "snoozed_until": date.max,
    "hidden_until": date(2026, 12, 1),
    "suggested_on": TODAY,
    "last_touch_on": TODAY,
    "due_on": date.max,
    "import_id": ImportId("i"),
}


@pytest.mark.parametrize("fields", [{}, EVERYTHING], ids=["name only", "everything"])
async def test_a_contact_comes_back_as_it_was(store: Store, ada: Account, fields: dict[str, object]) -> None:
    [jane] = await known(store, ada, contact(ada, "Jane Doe", **fields))
    async with store.read() as tx:
        assert await tx.people.get(ada.id, [jane.id]) == [jane]


async def test_they_come_in_the_order_in_which_they_are_asked_for(store: Store, ada: Account) -> None:
    raj, jane, zoe = await known(store, ada, "Raj", "Jane", "Zoë")
    async with store.read() as tx:
        assert await tx.people.get(ada.id, [zoe.id, ContactId("nobody"), raj.id]) == [zoe, raj]
        assert await tx.people.get(ada.id, []) == []
        assert await tx.people.starting(ada.id, ["raj", "z", "jane"]) == [jane, raj, zoe]


async def test_a_stranger_has_nobody(store: Store, ada: Account, bob: Account) -> None:
    [jane] = await known(store, ada, contact(ada, "Jane", company="IBM", tags=("mentor",), import_id="i"))
    async with store.write() as tx:
        assert await tx.people.get(bob.id, [jane.id]) == []
        assert await tx.people.starting(bob.id, ["jane"]) == []
        assert await tx.people.names(bob.id) == []
        assert await tx.people.with_key(bob.id, KeyKind.NAME) == []
        assert await tx.people.search(bob.id, ["jane"], 10, 0) == []
        assert await tx.people.search(bob.id, ["#mentor", "@ibm"], 10, 0) == []
        assert await tx.people.count(bob.id) == 0
        assert await tx.people.tagged(bob.id, "mentor") == []
        assert await tx.people.kept_by_default(bob.id) == []
        assert await tx.people.imported(bob.id, ImportId("i")) == []
        assert await tx.people.labels(bob.id, KeyKind.COMPANY, "", 10) == []
        await tx.people.change([replace(jane, owner=bob.id, name="Stolen")])
        await tx.people.remove(bob.id, [jane.id])
    async with store.read() as tx:
        assert await tx.people.get(ada.id, [jane.id]) == [jane]
        assert await tx.people.names(ada.id) == [(jane.id, "jane")]


@pytest.mark.parametrize("read_before", [True, False])
async def test_a_change_is_seen_wherever_one_looks(store: Store, ada: Account, read_before: bool) -> None:
    """Whether the contact was read in the same transaction or not."""
    before = contact(ada, "Jane Doe", **EVERYTHING)
    [jane, raj] = await known(store, ada, before, "Raj")
    joan = contact(ada, "Joan Roe", id=jane.id, company="Acme", tags=("boss",), notes="chess")
    async with store.write() as tx:
        if read_before:
            await tx.people.get(ada.id, [jane.id])
        await tx.people.change([joan, raj])
    async with store.read() as tx:
        assert await tx.people.get(ada.id, [jane.id]) == [replace(joan, created_at=jane.created_at)]
        assert await tx.people.starting(ada.id, ["jane", "janie", "doe"]) == []
        assert await tx.people.starting(ada.id, ["roe"]) == [joan]
        assert await tx.people.search(ada.id, ["chess"], 10, 0) == [joan]
        assert await tx.people.search(ada.id, ["kiwanis"], 10, 0) == []
        assert await tx.people.tagged(ada.id, "Boss") == [joan]
        assert await tx.people.tagged(ada.id, "mentor") == []
        assert await tx.people.with_key(ada.id, KeyKind.DAY) == []
        assert await tx.people.search(ada.id, [], 10, 0) == [joan, raj]


async def test_several_changes_in_one_transaction(store: Store, ada: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    touched = replace(jane, last_touch_on=TODAY, due_on=date(2027, 1, 1))
    async with store.write() as tx:
        await tx.people.get(ada.id, [jane.id])
        await tx.people.change([touched])
        await tx.people.change([replace(touched, due_on=None)])
        await tx.digests.mark_suggested([jane.id], TODAY)
        await tx.people.change([replace(touched, due_on=None, name="Joan")])
    async with store.read() as tx:
        [after] = await tx.people.get(ada.id, [jane.id])
        assert after == replace(touched, due_on=None, name="Joan", suggested_on=TODAY)


async def test_names_start_with_a_word_of_theirs(store: Store, ada: Account) -> None:
    jane, dolan, jose, jan = await known(
        store, ada, contact(ada, "Jane van Doe", aliases=("JD",)), "Dolan", "José Ñoño-O'Brien", "Jan"
    )
    async with store.read() as tx:
        words = ("jan", "jane v", "van doe", "do", "jd", "nono o", "o brien", "", "x", "%", "jan\U0010ffff")
        found = {word: await tx.people.starting(ada.id, [word]) for word in words}
    assert found == {
        "jan": [jan, jane],
        "jane v": [jane],
        "van doe": [jane],
        "do": [dolan, jane],
        "jd": [jane],
        "nono o": [jose],
        "o brien": [jose],
        "": [dolan, jan, jane, jose],
        "x": [],
        "%": [],
        "jan\U0010ffff": [],
    }


async def test_starting_is_limited(store: Store, ada: Account) -> None:
    await known(store, ada, *(f"Jane {letter}" for letter in "dbcaefg"))
    async with store.read() as tx:
        found = await tx.people.starting(ada.id, ["jane"], limit=3)
    assert [each.name for each in found] == ["Jane a", "Jane b", "Jane c"]


async def test_whole_names_and_aliases(store: Store, ada: Account) -> None:
    jane, raj = await known(store, ada, contact(ada, "Jane van Doe", aliases=("JD", "Doe")), "Raj")
    async with store.read() as tx:
        names = await tx.people.names(ada.id)
    assert sorted(names) == sorted([(jane.id, "jane van doe"), (jane.id, "jd"), (raj.id, "raj")])


async def test_who_has_these_keys(store: Store, ada: Account) -> None:
    mail, phone = Handle(kind="email", value="Jane@Example.org"), Handle(kind="phone", value="+331")
    jane, raj = await known(
        store, ada, contact(ada, "Jane", handles=(mail, phone)), contact(ada, "Raj", handles=(phone,))
    )
    by_mail = Key(KeyKind.LINK, "email:jane@example.org")
    by_phone = Key(KeyKind.LINK, "phone:+331")
    async with store.read() as tx:
        assert await tx.people.with_key(ada.id, KeyKind.LINK, [by_mail.value, "x"]) == [(by_mail, jane.id)]
        assert sorted(await tx.people.with_key(ada.id, KeyKind.LINK)) == sorted(
            [(by_mail, jane.id), (by_phone, jane.id), (by_phone, raj.id)]
        )
        assert await tx.people.with_key(ada.id, KeyKind.LINK, []) == []
        assert await tx.people.with_key(ada.id, KeyKind.NAME, ["raj"]) == [(Key(KeyKind.NAME, "raj"), raj.id)]


async def test_search_looks_through_what_passed_between_people(store: Store, ada: Account, bob: Account) -> None:
    jane, raj = await known(store, ada, "Jane", contact(ada, "Raj", notes="likes opera"))
    await known(store, bob, "Jane")
    taken_back = touch(raj, what="lent her a book")
    async with store.write() as tx:
        entries = [favour(jane, Direction.GOT, what="Réferral at IBM"), touch(jane, what="opera"), taken_back]
        await tx.people.add_entries(ada.id, entries)
        await tx.people.void_entries(ada.id, [taken_back.id], NOW)
    expected: dict[tuple[str, ...], list[Contact]] = {
        ("referral",): [jane],
        ("jane", "referral"): [jane],  # one word on the card, the other in an entry
        ("raj", "referral"): [],
        ("opera",): [jane, raj],
        ("book",): [],
    }
    async with store.read() as tx:
        assert {words: await tx.people.search(ada.id, words, 10, 0) for words in expected} == expected
        assert [await tx.people.count(ada.id, words) for words in expected] == [1, 1, 0, 2, 0]
        assert await tx.people.search(bob.id, ["referral"], 10, 0) == []


async def test_search_wants_every_word(store: Store, ada: Account) -> None:
    jane = contact(ada, "Jane", notes="Chess, 100% of the time_", company="IBM Research", tags=("mentor", "a b"))
    raj = contact(ada, "Raj", notes="chess, 100 times", company="Ibis", tags=("mentors",))
    await known(store, ada, jane, raj)
    expected: dict[tuple[str, ...], list[Contact]] = {
        (): [jane, raj],
        ("chess",): [jane, raj],
        ("chess", "raj"): [raj],
        ("100%",): [jane],
        ("time_",): [],  # folded: an underscore joins words, as a hyphen does
        ("jane", "nothing"): [],
        ("#mentor",): [jane],
        ("#a b",): [jane],
        ("@ib",): [jane, raj],
        ("@ibm",): [jane],
        ("@research",): [],
        ("#mentor", "@ib", "chess"): [jane],
        ("#mentor", "@ibis"): [],
        ("#",): [],
        ("x" * 10_000,): [],
        ("chess",) * 5_000: [jane, raj],
        tuple(f"word{i}" for i in range(5_000)): [],
    }
    async with store.read() as tx:
        assert {words: await tx.people.search(ada.id, words, 10, 0) for words in expected} == expected
        assert {words: await tx.people.count(ada.id, words) for words in expected} == {
            words: len(found) for words, found in expected.items()
        }


async def test_pages_go_by_name_in_the_same_order_everywhere(store: Store, ada: Account) -> None:
    """PostgreSQL would sort "de la" behind "Delaney", and SQLite capitals first, if it were left to them."""
    names = ["zoë", "Émile", "Delaney", "de la Cruz", "Ärne", "arne", "张伟", "Żaneta", "🦊", "De Zan"]
    await known(store, ada, *names)
    async with store.read() as tx:
        pages = [await tx.people.search(ada.id, [], 4, offset) for offset in (0, 4, 8, 12)]
    found = [each.name for page in pages for each in page]
    assert [len(page) for page in pages] == [4, 4, 2, 0]
    assert sorted(found[:2]) == ["arne", "Ärne"]
    assert found[2:] == ["de la Cruz", "De Zan", "Delaney", "Émile", "Żaneta", "zoë", "张伟", "🦊"]


async def test_who_is_kept_by_default(store: Store, ada: Account) -> None:
    usual = contact(ada, "Jane")
    others = [contact(ada, keep.value, keep=keep) for keep in Keep if keep is not Keep.USUAL]
    await known(store, ada, usual, *others)
    async with store.read() as tx:
        assert await tx.people.kept_by_default(ada.id) == [usual]


async def test_whom_an_import_added(store: Store, ada: Account) -> None:
    jane, _raj = await known(store, ada, contact(ada, "Jane", import_id="i"), contact(ada, "Raj", import_id="j"))
    async with store.read() as tx:
        assert await tx.people.imported(ada.id, ImportId("i")) == [jane.id]


async def test_labels_complete_what_is_typed(store: Store, ada: Account) -> None:
    await known(
        store,
        ada,
        contact(ada, "Jane", company="IBM", tags=("Mentor", "Été")),
        contact(ada, "Raj", company="Ibis", tags=("meetup",)),
        contact(ada, "Zoë", company="ibm", tags=("mentor",)),
    )
    async with store.read() as tx:
        companies = await tx.people.labels(ada.id, KeyKind.COMPANY, "ib", 10)
        assert [each.casefold() for each in companies] == ["ibis", "ibm"]
        assert set(companies) <= {"IBM", "ibm", "Ibis"}
        assert [each.casefold() for each in await tx.people.labels(ada.id, KeyKind.TAG, "m", 10)] == [
            "meetup",
            "mentor",
        ]
        assert await tx.people.labels(ada.id, KeyKind.TAG, "e", 10) == ["Été"]
        assert await tx.people.labels(ada.id, KeyKind.TAG, "", 1) == ["Été"]
        assert await tx.people.labels(ada.id, KeyKind.TAG, "x", 10) == []


async def test_thirty_thousand_at_once(store: Store, ada: Account) -> None:
    many = [contact(ada, f"Jane Number{i}", import_id="i", company=f"Company {i % 99}") for i in range(30_000)]
    async with store.write() as tx:
        await tx.people.add(many)
    async with store.write() as tx:
        ids = await tx.people.imported(ada.id, ImportId("i"))
        assert len(ids) == await tx.people.count(ada.id) == 30_000
        keys = [f"jane number{i}" for i in range(30_000)]
        assert len(await tx.people.with_key(ada.id, KeyKind.NAME, keys)) == 30_000
        assert await tx.people.last_touches(ada.id, ids) == {}
        await tx.people.remove(ada.id, ids)
        assert await tx.people.count(ada.id) == 0
        assert await tx.people.with_key(ada.id, KeyKind.NAME) == []


async def test_nobody_added_is_nothing_done(store: Store, ada: Account) -> None:
    async with store.write() as tx:
        await tx.people.add([])
        await tx.people.change([])
        await tx.people.change([contact(ada, "Nobody", id=new_id())])
        await tx.people.add_entries(ada.id, [])
        await tx.people.remove(ada.id, [])
        assert await tx.people.count(ada.id) == 0
