"""Two different profiles are two people: whatever is chosen, in whatever order, no card gets both."""

import re
from collections import Counter
from random import Random

import pytest

from core.facts.people import Handle
from tests.imports.talking import HEADER, Person, card, talked

FIRST, SECOND = ("https://www.linkedin.com/in/anna-1", "https://www.linkedin.com/in/anna-2")


def rows(*people: tuple[str, str, str]) -> str:
    """LinkedIn's Connections.csv: name, profile, company. Everybody has a day of their own: two of one name and one
    day may be one person whose profile has moved."""
    return HEADER + "".join(
        f"{name.replace(' ', ',', 1)},{url},,{company},Lead,{1 + ord(url[-1]) % 28:02} Nov 2018\n"
        for name, url, company in people
    )


TWO_ANNAS = rows(("Anna Berg", FIRST, "Acme"), ("Anna Berg", SECOND, "Contoso"), ("Raj Patel", f"{FIRST}-raj", ""))
PHONE = card("Anna Berg", "TEL:+14165550199") + card("Raj Patel", "TEL:+14165550198")


async def profiles(person: Person) -> list[list[str]]:
    """Of every card, whoever it is."""
    owner = await person.id()
    async with person.store.read() as tx:
        ids = sorted({contact_id for contact_id, _name in await tx.people.names(owner)})
        cards = await tx.people.get(owner, ids) if ids else ()
    return [[each.value for each in card.handles if each.kind == "linkedin"] for card in cards]


async def test_all_the_same_leaves_undecided_which_of_two_it_is(ada):
    await ada.sends(PHONE)
    await ada.presses("Import")
    said = await ada.sends(TWO_ANNAS)
    assert "3 people: 3 new" in said
    await ada.presses("Perhaps the same: 3")
    said = await ada.presses("All are the same")
    assert "3 people: 2 new, 1 already known" in said
    await ada.presses("Perhaps the same: 2")  # they are still asked about, each for itself
    assert "Anna Berg, Lead at Acme" in ada.reads(ada.last.text)
    said = await ada.presses("The same")
    assert "3 people: 1 new, 2 already known" in said
    assert "Perhaps" not in " ".join(ada.labels)
    assert "1 person is" in await ada.presses("Import")
    assert sorted(await profiles(ada)) == [[FIRST], [f"{FIRST}-raj"], [SECOND]]


@pytest.mark.parametrize("files", [(PHONE, TWO_ANNAS), (TWO_ANNAS, PHONE)])
async def test_in_two_files_at_once_it_is_left_undecided_too(ada, files):
    for file in files:
        await ada.sends(file)
    label = next(each for each in ada.labels if each.startswith("Perhaps"))
    await ada.presses(label)
    await ada.presses("All are the same")
    assert "4 people are" in await ada.presses("Import")
    assert sorted(await profiles(ada)) == [[], [FIRST], [f"{FIRST}-raj"], [SECOND]]


async def test_who_of_two_it_is_can_be_said(ada):
    await ada.sends(TWO_ANNAS)
    await ada.sends(PHONE)
    assert "Which Anna Berg is that?" in await ada.presses("Perhaps the same: 2")
    assert ada.labels[:4] == ["Anna Berg, Acme", "Anna Berg, Contoso", "None of these", "Later"]
    await ada.presses("Anna Berg, Contoso")
    await ada.presses("The same")
    await ada.presses("Import")
    found = [each for each in (await profiles(ada)) if each]
    assert sorted(found) == [[FIRST], [f"{FIRST}-raj"], [SECOND]]
    assert await ada.count() == 3


async def test_a_third_of_a_name_is_asked_about_with_both(ada):
    await ada.has(name="Jane Doe", company="Acme")
    jane = await ada.has(name="Jane Doe", handles=(Handle(kind="email", value="jane@example.org"),))
    await ada.sends(card("Jane Doe", "TEL:+14165550199"))
    assert "Which Jane Doe is that?" in await ada.presses("Perhaps the same: 1")
    assert sorted(ada.labels[:2]) == ["Jane Doe, Acme", "Jane Doe, jane@example.org"]
    assert ada.labels[2] == "None of these"
    question = ada.last
    assert "1 person: 1 new" in await ada.presses("All are the same", question)  # which, nobody has said
    await ada.presses("Jane Doe, jane@example.org", question)
    await ada.presses("Import")
    assert await ada.count() == 2
    owner = await ada.id()
    async with ada.store.read() as tx:
        [after] = await tx.people.get(owner, [jane.id])
    assert len(after.handles) == 2


async def test_by_name_and_company_neither_of_two_is_somebody(ada):
    await ada.has(name="Anna Berg", company="Acme")
    said = await ada.sends(rows(("Anna Berg", FIRST, "Acme"), ("Anna Berg", SECOND, "Acme")))
    assert "2 people: 2 new" in said
    assert "Perhaps the same: 2" in ada.labels
    assert "2 people are" in await ada.presses("Import")
    assert sorted(await profiles(ada)) == [[], [FIRST], [SECOND]]


def some_files(random: Random) -> list[str]:
    """Two or three files of a few people, some of whom have the same name, address or company as others."""
    made = []
    for _ in range(random.randint(2, 3)):
        names = [random.choice(("Anna Berg", "Raj Patel", "Anna B.")) for _ in range(random.randint(1, 4))]
        if random.random() < 0.5:
            urls = [f"{FIRST}{number}" for number in random.sample(range(8), len(names))]
            companies = [random.choice(("Acme", "")) for _ in names]
            made.append(rows(*zip(names, urls, companies, strict=True)))
        else:
            made.append("".join(_card(random, name) for name in names))
    return made


def _card(random: Random, name: str) -> str:
    lines = (f"TEL:+1416555{1000 + random.randint(0, 2)}", f"EMAIL:{random.randint(0, 2)}@example.org", "ORG:Acme")
    return card(name, f"X-N:{random.random()}", *(each for each in lines if random.random() < 0.5))


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("seed", range(25))
async def test_whatever_is_chosen_no_card_has_two_and_nobody_vanishes(ada, seed):
    random = Random(seed)
    if random.random() < 0.5:
        await ada.has(name="Anna Berg", company="Acme")
    for file in some_files(random):
        if random.random() < 0.5:
            ada.clock.advance(hours=2)  # an import of its own
        await ada.sends(file)
        for _ in range(random.randint(0, 4)):
            alike = [each for each in ada.labels if each.startswith("Perhaps")]
            if alike:
                await ada.presses(alike[0])
                await ada.presses(random.choice([each for each in ada.labels if each != "Back to the overview"]))
                if "Back to the overview" in ada.labels:
                    await ada.presses("Back to the overview")
        if "Import" not in ada.labels:
            continue
        staged = await ada.staged()
        before = await ada.count()
        keys = {each.value for found in staged.haul.found for each in found.handles}
        said = ada.reads(ada.last.text)
        await ada.presses("Import")
        found = await profiles(ada)
        assert max(map(len, found)) <= 1
        assert max(Counter(each for these in found for each in these).values(), default=1) == 1
        if counted := re.search(r"(\d+) (?:person|people): (\d+) new, (\d+) already", said):
            everybody, new, known = map(int, counted.groups())
            assert everybody == new + known
            assert await ada.count() - before == new
        owner = await ada.id()
        async with ada.store.read() as tx:
            ids = sorted({contact_id for contact_id, _name in await tx.people.names(owner)})
            theirs = {each.value for one in await tx.people.get(owner, ids) for each in one.handles}
        assert keys <= theirs


async def test_a_stranger_with_the_name_of_a_card_is_asked_about(ada):
    await ada.has(name="P1 Quill1")
    said = await ada.sends(talked((1, "2026-08-01", True), (2, "2026-08-01", True)))
    assert "Perhaps the same: 1" in ada.labels, said
    await ada.presses("Perhaps the same: 1")
    await ada.presses("The same")
    await ada.presses("Import")
    assert await ada.count() == 1
    assert [each[1].isoformat() for each in await ada.entries("P1 Quill1")] == ["2026-08-01"]
