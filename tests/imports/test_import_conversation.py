"""From a file to contacts and back: staged, imported, repeated, broken off, undone; on both databases."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.chat.command import Session, Work
from core.chat.errors import NotFound, Refusal
from core.chat.reply import Button, LinkButton, Reply
from core.chat.request import Actor, Upload
from core.chat.words import plain
from core.facts.account import Account, ContactChanged, Identity
from core.facts.ids import AccountId, ContactId, EntryId, new_id
from core.facts.imports import ImportState
from core.facts.people import Contact, Handle, Keep, Touch
from core.imports.commands import SUBJECT, bring_in
from core.imports.wrong import WrongFile
from core.store import Store, Unavailable

SAMPLES = Path(__file__).parent / "samples"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ACTIONS = {each.name: each for each in SUBJECT.actions}


@dataclass
class Person:
    """Somebody who talks to Reachwell, straight through what the subject offers to the conversation."""

    session: Session
    actor: Actor
    folder: Path

    @property
    def store(self) -> Store:
        return self.session.store

    @property
    def id(self) -> AccountId:
        return self.session.account.id

    async def sends(self, file: Path | str) -> Reply:
        path = file if isinstance(file, Path) else self.folder / "file"
        if isinstance(file, str):
            path.write_text(file)
        upload = Upload(name="x", size=path.stat().st_size, path=path)
        assert SUBJECT.takes_upload is not None
        (reply,) = [each async for each in SUBJECT.takes_upload(self.session, self.actor, upload)]
        return reply

    def pressing(self, label: str, under: Reply) -> AsyncIterator[Reply]:
        button = next(each for row in under.rows for each in row if plain(each.label) == label)
        assert isinstance(button, Button)
        _version, name, argument = button.action.split(":")
        work = ACTIONS[name]
        assert isinstance(work, Work)
        return work.run(self.session, self.actor, argument)

    async def imports(self, under: Reply) -> list[Reply]:
        return [each async for each in self.pressing("Import", under)]

    async def cancels(self, under: Reply) -> str:
        button = under.rows[0][1]
        assert isinstance(button, Button)
        assert plain(button.label) == "Cancel"
        async with self.store.write() as tx:
            cancel = ACTIONS["cancel-import"]
            assert not isinstance(cancel, Work)
            answer = await cancel.run(self.session.context(tx, self.actor), button.action.rpartition(":")[2])
        return plain(answer.text)

    async def undoes(self) -> None:
        async with self.store.write() as tx:
            ctx = self.session.context(tx, self.actor)
            deed = (await tx.accounts.deeds(self.id, datetime(2020, 1, 1, tzinfo=UTC)))[0]
            await tx.accounts.undone(self.id, deed.id)
            for step in deed.steps:
                await SUBJECT.undoes[step.kind](ctx, step)

    async def contacts(self) -> dict[str, Contact]:
        async with self.store.read() as tx:
            ids = [contact_id for contact_id, _name in await tx.people.names(self.id)]
            return {each.name: each for each in await tx.people.get(self.id, ids)}

    async def count(self) -> int:
        async with self.store.read() as tx:
            return await tx.people.count(self.id)

    async def has(self, **fields: object) -> Contact:
        """Gives them a contact of their own making."""
        today = date(2026, 11, 24)
        values = {"name": "Jane", "cadence_since": today, "quiet_since": today, **fields}
        contact = Contact(id=ContactId(new_id()), owner=self.id, created_at=self.session.clock(), **values)
        async with self.store.write() as tx:
            await tx.people.add([contact])
        return contact


@pytest.fixture
def meet(store, clock, tmp_path):
    async def meet(name: str) -> Person:
        account = Account(id=AccountId(new_id()), created_at=clock(), timezone="Europe/Paris")
        actor = Actor(platform="terminal", external_id=name, address=name, name=name)
        identity = Identity(platform="terminal", external_id=name, account_id=account.id, address=name)
        async with store.write() as tx:
            await tx.accounts.add(account, identity)
        folder = tmp_path / name
        folder.mkdir()
        return Person(Session(store=store, clock=clock, account=account, request=new_id()), actor, folder)

    return meet


@pytest.fixture
async def ada(meet) -> Person:
    return await meet("ada")


def said(reply: Reply) -> str:
    return plain(reply.text)


def buttons(reply: Reply) -> list[str]:
    return [plain(button.label) for row in reply.rows for button in row]


def people(numbers: range | list[int], url: bool = True) -> str:
    link = "https://www.linkedin.com/in/p-{}" if url else ""
    return HEADER + "".join(f"P{i},Q,{link.format(i)},,Acme,Lead,{i % 28 + 1:02} Nov 2018\n" for i in numbers)


async def test_a_file_is_staged_first_and_imported_when_the_button_is_pressed(ada, clock):
    preview = await ada.sends(SAMPLES / "2023-10_basic" / "Connections.csv")
    assert "2 people, 0 already known, 2 unreadable (lines 7, 8)" in said(preview)
    assert "Tomás Reyes and Jane Doe, Ph.D." in said(preview)
    assert buttons(preview) == ["Import", "Cancel"]
    assert await ada.count() == 0

    *progress, result = await ada.imports(preview)
    assert "0 of 2 people" in said(progress[0])
    assert "2 people from LinkedIn" in said(result)
    assert buttons(result) == ["Undo"]
    assert all(each.replaces for each in (*progress, result))

    today = clock().date()
    tomas = (await ada.contacts())["Tomás Reyes"]
    assert (tomas.company, tomas.title, tomas.how_met) == ("Contoso", "Lead", "LinkedIn")
    assert tomas.met_on == tomas.quiet_since == date(2018, 11, 4)
    assert (tomas.cadence_since, tomas.keep, tomas.due_on) == (today, Keep.TAGS, None)
    assert [handle.kind for handle in tomas.handles] == ["linkedin", "email"]


@pytest.mark.parametrize("era", sorted(path.name for path in SAMPLES.iterdir()))
async def test_the_same_file_twice_adds_nobody_twice(ada, era):
    file = SAMPLES / era / "Connections.csv"
    await ada.imports(await ada.sends(file))
    before = await ada.contacts()
    again = await ada.sends(file)
    assert f"{len(before)} already known" in said(again)
    assert "Nobody in it is new" in said(again)
    assert buttons(again) == []
    assert await ada.contacts() == before


async def test_an_export_of_every_year_adds_nobody_twice(ada):
    for era in sorted(SAMPLES.iterdir()):
        preview = await ada.sends(era / "Connections.csv")
        if buttons(preview):
            await ada.imports(preview)
    assert sorted(await ada.contacts()) == [
        "Jane Doe, Ph.D.",
        "Kofi Mensah",
        "Mary O'Brien",
        "Tomás Reyes",
        "Zoë Brandt",
    ]


async def test_two_previews_of_one_file_can_both_be_imported(ada):
    first, second = await ada.sends(people(range(3))), await ada.sends(people(range(3), url=False))
    await ada.imports(first)
    *_progress, result = await ada.imports(second)
    assert "you had everybody" in said(result)
    assert buttons(result) == []
    assert await ada.count() == 3


async def test_known_people_are_left_as_they_are(ada):
    profile = Handle(kind="linkedin", value="https://www.linkedin.com/in/p-1")
    mine = await ada.has(name="Paul", handles=(profile,), company="Mine", keep=Keep.USUAL)
    preview = await ada.sends(people(range(3)))
    assert "3 people, 1 already known" in said(preview)
    *_progress, result = await ada.imports(preview)
    assert "2 people" in said(result)
    assert "1 you had already" in said(result)
    assert (await ada.contacts())["Paul"] == mine


async def test_a_name_alone_says_nothing_but_is_mentioned(ada):
    await ada.has(name="p1 Q", met_on=date(2018, 11, 2))
    preview = await ada.sends(people(range(3), url=False))
    assert "3 people, 0 already known" in said(preview)
    assert "1 new person is called like somebody you have" in said(preview)
    await ada.imports(preview)
    assert await ada.count() == 4


async def test_namesakes_of_one_day_are_as_many_as_the_file_has(ada):
    rows = "Bob,Ray,,,Acme,,04 Nov 2018\nBob,Ray,,,Contoso,,04 Nov 2018\n"
    await ada.imports(await ada.sends(HEADER + rows))
    assert await ada.count() == 2
    assert buttons(await ada.sends(HEADER + rows)) == []
    third = await ada.sends(HEADER + rows + "Bob,Ray,,,Tailspin,,04 Nov 2018\n")
    assert "2 already known" in said(third)


async def test_one_name_and_one_day_are_two_people_when_the_profiles_differ(ada):
    row = "Bob,Ray,{},,Acme,,04 Nov 2018\n"
    await ada.imports(await ada.sends(HEADER + row.format("https://www.linkedin.com/in/bob-1")))
    preview = await ada.sends(HEADER + row.format("https://www.linkedin.com/in/bob-2"))
    assert "0 already known" in said(preview)
    await ada.imports(preview)
    assert await ada.count() == 2
    without = await ada.sends(HEADER + row.format(""))
    assert "1 already known" in said(without)


async def test_a_changed_name_is_still_known_by_the_address(ada):
    await ada.imports(await ada.sends(HEADER + "Ann,Lee,,ann@example.org,,,04 Nov 2018\n"))
    again = await ada.sends(HEADER + "Ann,Lee-Smith,https://www.linkedin.com/in/ann,Ann@Example.org,,,\n")
    assert "1 already known" in said(again)


async def test_others_contacts_are_others(ada, meet):
    bob = await meet("bob")
    preview = await ada.sends(people(range(3)))
    await ada.imports(preview)
    assert "0 already known" in said(await bob.sends(people(range(3))))
    with pytest.raises(NotFound):
        await bob.imports(preview)
    with pytest.raises(NotFound):
        await bob.cancels(preview)


async def test_pressing_twice_says_the_same_and_does_nothing(ada):
    preview = await ada.sends(people(range(3)))
    first = await ada.imports(preview)
    second = await ada.imports(preview)
    assert len(second) == 1
    assert said(second[0]).split("\n")[0] == said(first[-1]).split("\n")[0]
    assert second[0].rows == first[-1].rows
    assert await ada.count() == 3
    with pytest.raises(Refusal):
        await ada.cancels(preview)


async def test_cancelling_forgets_the_file(ada):
    preview = await ada.sends(people(range(3)))
    assert "nothing is imported" in await ada.cancels(preview)
    assert "nothing is imported" in await ada.cancels(preview)
    with pytest.raises(Refusal):
        await ada.imports(preview)
    assert await ada.count() == 0
    import_id = preview.rows[0][0].action.rpartition(":")[2]
    async with ada.store.read() as tx:
        kept = await tx.imports.get(ada.id, import_id)
    assert (kept.state, kept.found) == (ImportState.CANCELLED, ())


async def test_an_import_that_breaks_off_goes_on_where_it_was(ada):
    preview = await ada.sends(people(range(2500)))
    async with aclosing(ada.pressing("Import", preview)) as replies:
        async for _reply in replies:
            break  # the process ends
    with pytest.raises(Refusal):
        await ada.cancels(preview)
    async with aclosing(ada.pressing("Import", preview)) as replies:
        await anext(replies)
        going_on = asyncio.ensure_future(anext(replies))
        while await ada.count() < 1000:
            await asyncio.sleep(0)
        going_on.cancel()
        await asyncio.gather(going_on, return_exceptions=True)
    begun = await ada.count()
    assert begun in (1000, 2000)
    *_progress, result = await ada.imports(preview)
    assert "2,500 people from LinkedIn" in said(result)
    assert await ada.count() == 2500


async def test_two_presses_at_once_add_nobody_twice(ada):
    preview = await ada.sends(people(range(1500)))
    *results, result = await asyncio.gather(*(ada.imports(preview) for _ in range(3)))
    assert await ada.count() == 1500
    assert all("1,500 people" in said(each[-1]) for each in (*results, result))
    async with ada.store.read() as tx:
        assert len(await tx.accounts.deeds(ada.id, datetime(2020, 1, 1, tzinfo=UTC))) == 1


async def test_a_database_that_is_busy_is_told_and_waited_for(ada):
    preview = await ada.sends(people(range(3)))

    class Busy:
        """The store until it is written to for the second time: no fake of a database, only of its trouble."""

        def __init__(self) -> None:
            self.left = 1

        def write(self):
            self.left -= 1
            if self.left < 0:
                raise Unavailable
            return ada.store.write()

    busy = replace(ada, session=replace(ada.session, store=Busy()))
    *_progress, last = await busy.imports(preview)
    assert "0 of 3 people" in said(last)
    assert buttons(last) == ["Import", "Undo"]
    await ada.imports(last)
    assert await ada.count() == 3


async def test_others_are_served_while_an_import_runs(ada, meet):
    bob = await meet("bob")
    preview = await ada.sends(people(range(3000)))
    importing = asyncio.ensure_future(ada.imports(preview))
    waits = []
    while not importing.done():
        started = time.perf_counter()
        await bob.has(name="Raj")
        waits.append(time.perf_counter() - started)
    await importing
    assert len(waits) >= 3
    assert sorted(waits)[len(waits) // 2] < 1


async def test_undo_takes_everybody_back_but_those_who_were_met(ada, clock):
    mine = await ada.has(name="Mine")
    await ada.imports(await ada.sends(people(range(5))))
    clock.advance(hours=1)
    contacts = await ada.contacts()
    met, changed = contacts["P1 Q"], contacts["P2 Q"]
    touch = Touch(
        id=EntryId(new_id()),
        contact_id=met.id,
        happened_on=date(2026, 11, 24),
        what="coffee",
        recorded_at=clock(),
    )
    async with ada.store.write() as tx:
        await tx.people.add_entries(ada.id, [touch])
        await tx.people.change([replace(changed, notes="plays chess")])
        ctx = replace(ada.session.context(tx, ada.actor), request="a note")
        await ctx.did("the note about {names}", ("P2 Q",), ContactChanged(before=changed))
    async with ada.store.write() as tx:
        ctx = ada.session.context(tx, ada.actor)
        of_import = (await tx.accounts.deeds(ada.id, datetime(2020, 1, 1, tzinfo=UTC)))[-1]
        await SUBJECT.undoes["imported"](ctx, of_import.steps[0])
    assert sorted(await ada.contacts()) == ["Mine", "P1 Q", "P2 Q"]
    assert (await ada.contacts())["Mine"] == mine


async def test_what_was_undone_can_be_sent_again_but_not_pressed_again(ada):
    preview = await ada.sends(people(range(3)))
    await ada.imports(preview)
    await ada.undoes()
    assert await ada.count() == 0
    with pytest.raises(Refusal):
        await ada.imports(preview)
    with pytest.raises(Refusal):
        await ada.cancels(preview)
    await ada.imports(await ada.sends(people(range(3))))
    assert await ada.count() == 3


async def test_what_was_not_fetched_is_told_with_the_limit(ada):
    assert SUBJECT.takes_upload is not None
    for size, word in ((48_000_000, "46 MB"), (1_000, "again")):
        upload = Upload(name="Complete.zip", size=size, path=None)
        with pytest.raises(WrongFile) as raised:
            await anext(aiter(SUBJECT.takes_upload(ada.session, ada.actor, upload)))
        assert word in plain(raised.value.text)
        assert "Connections.csv" in plain(raised.value.text)


async def test_the_command_says_how_to_get_the_file(ada):
    async with ada.store.read() as tx:
        reply = await bring_in.run(ada.session.context(tx, ada.actor))
    assert "Get a copy of your data" in said(reply)
    assert isinstance(reply.rows[0][0], LinkButton)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("engine", ["sqlite"])
async def test_thirty_thousand_people_come_in_and_go(ada):
    started = time.process_time()
    preview = await ada.sends(people(range(30_000)))
    replies = await ada.imports(preview)
    took = time.process_time() - started
    assert "30,000 people from LinkedIn" in said(replies[-1])
    assert await ada.count() == 30_000
    assert took < 30  # 8 to 11 s of computing; more when others use the machine
    await ada.undoes()
    assert await ada.count() == 0


async def test_an_import_that_was_cut_off_can_be_taken_back(ada):
    preview = await ada.sends(people(range(2500)))
    under_way = ada.pressing("Import", preview)
    assert buttons(await anext(under_way)) == ["Import", "Undo"]
    await under_way.aclose()  # the process ends here
    await ada.undoes()
    assert await ada.count() == 0


async def test_an_import_that_was_cut_off_goes_on(ada):
    preview = await ada.sends(people(range(2500)))
    under_way = ada.pressing("Import", preview)
    await anext(under_way)
    await under_way.aclose()
    results = await ada.imports(preview)
    assert "2,500 people from LinkedIn" in said(results[-1])


async def test_taking_an_import_back_stops_it(ada):
    preview = await ada.sends(people(range(2500)))
    under_way = ada.pressing("Import", preview)
    await anext(under_way)
    await ada.undoes()
    assert [each async for each in under_way] == []
    assert await ada.count() == 0
