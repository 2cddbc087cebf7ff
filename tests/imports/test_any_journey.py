"""Whatever is sent, in whatever order: once more changes nothing, and undo gives back what there was."""

from dataclasses import replace
from random import Random

import pytest

from core.facts.people import Contact, Handle
from tests.imports.talking import PROFILE, Person, archive, card, connections, link, messages

File = tuple[str | bytes, str]


def some_files(random: Random) -> list[File]:
    """One to three files about the same eight people, who are called this or that in them."""
    return [random.choice((_connections, _cards, _talks))(random) for _ in range(random.randint(1, 3))]


def _people(random: Random) -> list[int]:
    return sorted(random.sample(range(8), random.randint(1, 5)))


def _connections(random: Random) -> File:
    company = random.choice(("Acme", "Contoso"))
    return connections(_people(random), url=random.random() < 0.7, company=company), "Connections.csv"


def _cards(random: Random) -> File:
    cards = ""
    for i in _people(random):
        lines = (f"TEL:+1416555{1000 + i}", f"EMAIL:p{i}@example.org", "EMAIL:info@example.org", f"URL:{link(i)}")
        more = ("CATEGORIES:club", "BDAY:1980-03-14", "ORG:Acme")
        name = random.choice((f"P{i} Quill{i}", f"P{i}", f"P{i} Q."))
        cards += card(name, *(each for each in (*lines, *more) if random.random() < 0.4))
    return cards, "contacts.vcf"


def _talks(random: Random) -> File:
    talks = [
        (i, f"2026-0{random.randint(1, 9)}-1{random.randint(0, 9)}", random.random() < 0.5)
        for i in _people(random)
        for _ in range(3)
    ]
    return archive({"messages.csv": messages(*talks), "Profile.csv": PROFILE}), "archive.zip"


async def state(person: Person) -> tuple[dict[str, Contact], set[object]]:
    """Everybody, and all that was noted."""
    owner = await person.id()
    async with person.store.read() as tx:
        ids = sorted({contact_id for contact_id, _name in await tx.people.names(owner)})
        contacts = {each.id: each for each in await tx.people.get(owner, ids)}
        entries = await tx.people.entries_with(owner, ids) if ids else ()
    return contacts, {(each.contact_id, each.happened_on, each.what) for each in entries}


def seen(contacts: dict[str, Contact]) -> dict[str, Contact]:
    """As the owner sees them: what an import remembers of a row may stay."""
    return {contact_id: replace(each, origins=()) for contact_id, each in contacts.items()}


async def send(person: Person, files: list[File]) -> bool:
    """Whether there is anything to import."""
    person.clock.advance(hours=2)  # an import of its own
    for content, name in files:
        await person.sends(content, name)
    return "Import" in person.labels


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("seed", range(14))
async def test_once_more_changes_nothing_and_undo_gives_back_what_there_was(ada, seed):
    random = Random(seed)
    for i in range(random.randint(0, 3)):
        handles = (
            Handle(kind="linkedin", value=link(i)),
            Handle(kind="phone", value=f"416555{1000 + i}"),
        )
        name = random.choice((f"P{i} Quill{i}", "Somebody Else", f"P{i}"))
        company = random.choice(("", "Acme", "Mine"))
        await ada.has(name=name, company=company, handles=tuple(h for h in handles if random.random() < 0.5))
    for _ in range(random.randint(1, 4)):
        before, files = await state(ada), some_files(random)
        if not await send(ada, files):
            continue
        if any(label.startswith("Perhaps") for label in ada.labels) and random.random() < 0.6:
            await ada.presses("Perhaps")
            await ada.presses(random.choice(("All are the same", "None is")))
        await ada.presses("Import")
        report, after = ada.last, await state(ada)
        if await send(ada, files):
            await ada.presses("Import")
        assert await state(ada) == after
        profiles = [h.value for each in after[0].values() for h in each.handles if h.kind == "linkedin"]
        assert len(profiles) == len(set(profiles))
        if random.random() < 0.5 and any(
            ada.reads(button.label) == "Undo" for row in report.unfolded for button in row
        ):
            await ada.presses("Undo", report)
            back = await state(ada)
            assert (seen(back[0]), back[1]) == (seen(before[0]), before[1])
