"""Undo of an import: what it brought goes, in whatever order; what the owner wrote, or came otherwise, stays."""

from contextlib import aclosing
from dataclasses import replace
from datetime import date, timedelta

from core.facts.people import Handle
from tests.imports.talking import HEADER, Person, archive, card, connections, link, talked

MAIL = (Handle(kind="email", value="jane@x.org"),)
RECOMMENDED = (
    "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
    'Jane,Doe,Acme,Lead,great,"01/02/20, 10:00 AM",VISIBLE\n'
)


def jane(company: str, title: str) -> str:
    """LinkedIn's file with her."""
    return f"{HEADER}Jane,Doe,https://www.linkedin.com/in/jd,jane@x.org,{company},{title},04 Nov 2018\n"


async def imported(ada: Person, content: str | bytes):
    """Imports it; the report."""
    await ada.sends(content)
    await ada.presses("Import")
    return ada.last


async def test_words_that_were_edited_since_stay_whole(ada):
    await ada.has(name="Jane Doe", handles=MAIL)
    report = await imported(ada, jane("Acme", "Lead"))
    await ada.changes(replace((await ada.contacts())["Jane Doe"], title="Lead Engineer", company="Acme Robotics"))
    assert "Taken back" in await ada.presses("Undo", report)
    left = (await ada.contacts())["Jane Doe"]
    assert (left.title, left.company) == ("Lead Engineer", "Acme Robotics")
    assert left.met_on is None


async def test_whom_a_later_import_knows_stays_until_that_is_taken_back_too(ada, clock):
    first = await imported(ada, jane("Acme", "Lead"))
    clock.advance(hours=1)
    phone = card("Jane Doe", "EMAIL:jane@x.org", "TEL:+14165550199", "NOTE:Likes chess")
    second = await imported(ada, phone)
    said = await ada.presses("Undo", first)
    assert "1 person stays: a later import brought something about them, too." in said
    left = (await ada.contacts())["Jane Doe"]
    assert left.notes == "Likes chess"
    assert Handle(kind="phone", value="+14165550199") in left.handles
    assert "stay" not in await ada.presses("Undo", second)
    assert await ada.count() == 0


async def test_whom_only_entries_of_a_later_import_are_about_stay_as_well(ada, clock):
    first = await imported(ada, connections([1]))
    clock.advance(hours=1)
    second = await imported(ada, talked((1, "2026-08-01", True), (1, "2026-08-02", False)))
    assert "1 person stays: a later import" in await ada.presses("Undo", first)
    assert len(await ada.entries("P1 Quill1")) == 1
    await ada.presses("Undo", second)
    assert await ada.count() == 0


async def test_a_favour_of_a_later_import_stays(ada, clock):
    first = await imported(ada, jane("Acme", "Lead"))
    clock.advance(hours=1)
    files = {"Connections.csv": jane("Acme", "Lead"), "Recommendations_Received.csv": RECOMMENDED}
    await imported(ada, archive(files))
    await ada.presses("Undo", first)
    assert [sort for sort, _on, _what in await ada.entries("Jane Doe")] == ["Favour"]


async def test_in_whatever_order_two_are_taken_back_nothing_of_them_is_left(ada, clock):
    for at in (0, 1):
        before = await ada.has(name=f"Jane {at}", handles=MAIL, notes="mine")
        reports = []
        for company, title in (("Acme", "Lead"), ("Globex", "Boss")):
            reports.append(await imported(ada, jane(company, title)))
            clock.advance(hours=1)
        for report in reports if at else reversed(reports):
            await ada.presses("Undo", report)
        assert (await ada.contacts())[before.name] == before
        async with ada.store.write() as tx:
            await tx.people.remove(before.owner, [before.id])


async def test_of_two_that_are_taken_back_what_was_edited_in_between_stays(ada, clock):
    before = await ada.has(name="Jane", handles=MAIL)
    first = await imported(ada, jane("Acme", "Lead"))
    clock.advance(hours=1)
    mine = replace((await ada.contacts())["Jane"], notes="plays chess", tags=("mentor",))
    await ada.changes(mine)
    second = await imported(ada, jane("Globex", "Boss"))
    await ada.presses("Undo", first)
    assert (await ada.contacts())["Jane"].company == "Globex"
    await ada.presses("Undo", second)
    assert (await ada.contacts())["Jane"] == replace(before, notes="plays chess", tags=("mentor",))


async def test_a_touch_that_was_taken_away_does_not_come_back_with_the_same_file(ada, clock):
    talks = talked((1, "2026-08-01", True), (1, "2026-08-02", False))
    await imported(ada, talks)
    owner, contact = await ada.id(), (await ada.contacts())["P1 Quill1"]
    async with ada.store.write() as tx:
        entries = await tx.people.entries(owner, contact.id, 5)
        await tx.people.void_entries(owner, [each.id for each in entries], clock.now)
    await ada.sends(talks)
    assert "Import" not in ada.labels
    clock.advance(hours=2)
    await imported(ada, archive({"Connections.csv": connections([1], company="Globex")}))
    assert await ada.entries("P1 Quill1") == []


async def test_a_touch_that_went_with_its_import_comes_back_with_the_same_file(ada):
    await ada.has(name="Paul", handles=(Handle(kind="linkedin", value=link(1)),))
    talks = talked((1, "2026-08-01", True), (1, "2026-08-02", False))
    report = await imported(ada, talks)
    await ada.presses("Undo", report)
    assert await ada.entries("Paul") == []
    await imported(ada, talks)
    assert await ada.entries("Paul") == [("Touch", date(2026, 8, 2), "messages on LinkedIn")]


async def test_it_can_be_taken_back_for_a_day_however_long_it_had_waited(ada, clock):
    await ada.has(name="Mine")
    await ada.sends(connections(range(3)))
    clock.advance(hours=40)
    await ada.presses("Import")
    report = ada.last
    clock.advance(hours=9)
    await ada.app.tidy()
    assert "Taken back" in await ada.presses("Undo", report)
    assert await ada.count() == 1


async def test_whom_to_keep_up_with_can_be_chosen_for_weeks(ada, clock):
    talks = [(i, "2026-08-01", theirs) for i in range(6) for theirs in (True, False)]
    await ada.sends(connections(range(6)))
    report = await imported(ada, talked(*talks))
    label = next(each for each in ada.labels if each != "Undo")
    clock.advance(days=20)
    await ada.app.tidy()
    assert "How often" in await ada.presses(label, report)
    clock.advance(days=50)
    await ada.app.tidy()
    assert "too long ago" in await ada.presses(label, report)


async def test_what_was_under_way_and_is_not_there_any_more_is_not_said_to_be_taken_back(ada, clock):
    await ada.sends(connections(range(1500)))
    async with aclosing(ada.asks(ada.press("Import"))) as under_way:
        await anext(under_way)
        async with ada.store.write() as tx:
            await tx.imports.tidy(clock.now + timedelta(days=1), clock.now)
        [last] = [ada.reads(each.text) async for each in under_way]
    assert last == "I had to stop halfway. What had come in stays; for the rest send me the file once more."


async def test_more_cards_than_are_put_back_at_once_are_all_put_back(ada, clock):
    await imported(ada, connections(range(1_100)))
    clock.advance(hours=2)
    report = await imported(ada, connections(range(1_100), company="Globex"))
    before = await ada.contacts()
    assert {each.company for each in before.values()} == {"Globex"}
    assert "stay" not in await ada.presses("Undo", report)
    after = await ada.contacts()
    assert len(after) == 1_100
    assert {each.company for each in after.values()} == {"Acme"}
