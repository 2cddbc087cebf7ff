"""From a file to the network: staged, chosen, imported, repeated."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.chat.reply import Reply
from core.chat.request import Press
from core.facts.people import Handle, Keep
from tests.imports.talking import HEADER, Person, card, connections, link, talked

SAMPLES = Path(__file__).parent / "samples"
ERAS = sorted(path for path in SAMPLES.iterdir() if (path / "Connections.csv").exists())


async def test_a_file_is_staged_first_and_imported_when_the_button_is_pressed(ada, clock):
    said = await ada.sends(SAMPLES / "2023-10_basic" / "Connections.csv")
    assert "LinkedIn: Connections.csv" in said
    assert "2 people: 2 new, 0 already known" in said
    assert "2 left out (lines 7, 8)" in said
    assert "Tomás Reyes and Jane Doe, Ph.D." in said
    assert ada.labels[:2] == ["Import", "Cancel"]
    assert await ada.count() == 0

    ada.said.clear()
    said = await ada.presses("Import")
    assert "2 people are in your network now" in said
    assert ada.labels == ["Undo"]
    assert all(each.replaces for each in ada.said)

    tomas, today = (await ada.contacts())["Tomás Reyes"], clock.now.date()
    assert (tomas.company, tomas.title, tomas.how_met) == ("Contoso", "Lead", "LinkedIn")
    assert tomas.met_on == tomas.quiet_since == date(2018, 11, 4)
    assert (tomas.cadence_since, tomas.keep, tomas.due_on) == (today, Keep.TAGS, None)
    assert [handle.kind for handle in tomas.handles] == ["linkedin", "email"]


async def test_what_was_left_out_and_who_is_new_are_a_button_away(ada):
    await ada.sends(SAMPLES / "2023-10_basic" / "Connections.csv")
    assert "Connections.csv, lines 7, 8: LinkedIn gives no name there" in await ada.presses("What was left out")
    await ada.presses("Back to the overview")
    assert "Tomás Reyes, Lead at Contoso" in await ada.presses("Who is new")
    await ada.presses("Back to the overview")
    assert "2 people" in await ada.presses("Import")


async def test_many_new_names_come_in_pages(ada):
    await ada.sends(connections(range(45)))
    assert "P0 Quill0" in await ada.presses("Who is new")
    assert "P10 Quill10" in await ada.presses("More")
    assert "P20 Quill20" in await ada.presses("More")
    assert "P10 Quill10" in await ada.presses("Back")


@pytest.mark.parametrize("era", ERAS, ids=lambda path: path.name)
async def test_the_same_file_twice_adds_nobody_twice_and_changes_nothing(ada, era):
    await ada.sends(era / "Connections.csv")
    await ada.presses("Import")
    before = await ada.contacts()
    said = await ada.sends(era / "Connections.csv")
    assert f"{len(before)} already known" in said
    assert "Nobody in it is new to you, and there is no news" in said
    assert "Import" not in ada.labels
    assert await ada.contacts() == before


async def test_an_export_of_every_year_adds_nobody_twice(ada):
    for era in ERAS:
        await ada.sends(era / "Connections.csv")
        if "Import" in ada.labels:
            await ada.presses("Import")
    names = ["Jane Doe, Ph.D.", "Kofi Mensah", "Mary O'Brien", "Tomás Reyes", "Zoë Brandt"]
    assert sorted(await ada.contacts()) == names


async def test_several_files_are_one_import_in_whatever_order(ada, meet):
    files = [
        connections([1, 2]),
        talked((1, "2026-08-01", True), (1, "2026-08-02", False)),
        card("P2 Quill2", "TEL:+14165550199", "URL:" + link(2)),
    ]
    others = await meet("Bob")
    for person, order in ((ada, files), (others, files[::-1])):
        for file in order:
            await person.sends(file)
        assert "2 people: 2 new" in person.reads(person.last.text)
        previews = [each for each in person.said if isinstance(each, Reply) and "v1:import:" in str(each)]
        assert len({(await person.staged(each)).id for each in previews}) == 1
        await person.presses("Import")
    mine, theirs = await ada.contacts(), await others.contacts()
    assert sorted(mine) == sorted(theirs) == ["P1 Quill1", "P2 Quill2"]
    for name in mine:
        assert {*mine[name].handles} == {*theirs[name].handles}
        assert (mine[name].company, mine[name].met_on) == (theirs[name].company, theirs[name].met_on)
        assert await ada.entries(name) == await others.entries(name)


async def test_two_files_at_once_are_one_import(ada):
    await asyncio.gather(ada.sends(connections([1, 2])), ada.sends(connections([2, 3])))
    previews = [each for each in ada.said if isinstance(each, Reply) and "v1:import:" in str(each)]
    assert len({(await ada.staged(each)).id for each in previews}) == 1
    assert "3 people are" in await ada.presses("Import", previews[0])


async def test_the_same_file_twice_while_it_waits_is_counted_once(ada):
    once = await ada.sends(connections([1, 2]))
    assert await ada.sends(connections([1, 2])) == once


async def test_after_an_hour_a_file_is_an_import_of_its_own(ada, clock):
    await ada.sends(connections([1, 2]))
    first = ada.last
    clock.advance(hours=2)
    assert "1 person: 1 new" in await ada.sends(connections([3]))
    assert "1 person is" in await ada.presses("Import")
    assert "2 people are" in await ada.presses("Import", first)


async def test_rows_that_repeat_somebody_are_said(ada):
    jane = card("Jane Doe", "EMAIL:jane@example.org")
    said = await ada.sends(jane + card("Raj Patel") + jane)
    assert "1 row repeats somebody" in said
    assert "2 people: 2 new" in said


async def test_somebody_known_is_told_by_what_and_gets_the_news(ada):
    await ada.has(name="Paul", handles=(Handle(kind="linkedin", value=link(1)),), company="Mine")
    await ada.has(name="P2 Quill2", company="ACME")
    await ada.has(name="Ann Lee", handles=(Handle(kind="email", value="Ann@Example.org"),))
    await ada.has(name="Ida Roe", handles=(Handle(kind="phone", value="4165550199"),))
    await ada.sends(connections([1, 2, 3]) + "Ann,Lee-Smith,,ann@example.org,,,\n")
    said = await ada.sends(card("Ida Roe", "TEL:+1 416 555 0199"))
    assert "5 people: 1 new, 4 already known" in said
    assert "1 by a link, 1 by e-mail, 1 by phone, and 1 by name and company" in said
    known = await ada.presses("Who is known")
    assert "Paul, there P1 Quill1, by a link" in known
    assert "P2 Quill2, by name and company" in known
    await ada.presses("Back to the overview")
    said = await ada.presses("Import")
    assert "1 person is" in said
    assert "4 cards of people you had have news" in said
    contacts = await ada.contacts()
    assert sorted(contacts) == ["Ann Lee", "Ida Roe", "P2 Quill2", "P3 Quill3", "Paul"]
    assert (contacts["Paul"].company, contacts["Paul"].aliases) == ("Mine", ("P1 Quill1",))
    assert contacts["P2 Quill2"].title == "Lead"


async def test_a_newer_export_updates_what_nobody_has_edited(ada, clock):
    await ada.sends(connections([1, 2, 3]))
    await ada.presses("Import")
    contacts = await ada.contacts()
    await ada.changes(replace(contacts["P1 Quill1"], company="By hand"))
    await ada.changes(replace(contacts["P2 Quill2"], company="", title="", handles=()))
    clock.advance(days=30)
    said = await ada.sends(connections([1, 2, 3, 4], company="Contoso"))
    assert "4 people: 1 new, 3 already known" in said
    assert "1 person is" in await ada.presses("Import")
    after = await ada.contacts()
    assert len(after) == 4
    assert [after[f"P{i} Quill{i}"].company for i in (1, 2, 3)] == ["By hand", "Contoso", "Contoso"]
    assert after["P2 Quill2"].handles == ()
    assert after["P2 Quill2"].title == ""


async def test_who_is_called_the_same_is_asked_about_one_by_one(ada):
    ann = await ada.has(name="P1 Quill1", company="Elsewhere")
    await ada.has(name="P2 Quill2")
    await ada.has(name="P3 Quill3", company="Contoso")
    said = await ada.sends(connections([1, 2, 3, 4]))
    assert "4 people: 4 new" in said
    assert "3 new people may be people you have" in said
    said = await ada.presses("Perhaps the same: 3")
    assert "Is that the same P1 Quill1?" in said
    assert "You have: P1 Quill1, Elsewhere" in said
    assert "In Connections.csv: P1 Quill1, Lead at Acme" in said
    first = ada.last
    assert "same P2 Quill2?" in await ada.presses("The same")
    assert "same P2 Quill2?" in await ada.presses("The same", first)  # pressed twice
    assert "same P3 Quill3?" in await ada.presses("Not the same")
    said = await ada.presses("Later")
    assert "4 people: 3 new, 1 already known" in said
    assert "1 new person may be" in said
    said = await ada.presses("Import")
    assert "3 people are" in said
    assert "1 pair of cards may be one person's: /duplicates looks at it with you." in said
    assert "P3 Quill3" in await ada.says("/duplicates")
    contacts = [each for each in (await ada.contacts()).values() if each.name == "P1 Quill1"]
    assert contacts[0].id == ann.id
    assert contacts[0].handles == (Handle(kind="linkedin", value=link(1)),)
    assert await ada.count() == 6


async def test_not_the_same_is_remembered(ada):
    mine = await ada.has(name="P1 Quill1")
    await ada.sends(connections([1]))
    await ada.presses("Perhaps the same")
    await ada.presses("Not the same")
    await ada.presses("Import")
    owner = await ada.id()
    async with ada.store.read() as tx:
        [pair] = await tx.apart.pairs(owner)
    assert mine.id in pair
    assert len(pair) == 2
    assert "1 already known" in await ada.sends(connections([1]))


@pytest.mark.parametrize(("label", "new"), [("All are the same", 1), ("None is", 3)])
async def test_all_who_are_called_the_same_at_once(ada, label, new):
    await ada.has(name="P1 Quill1")
    await ada.has(name="P2 Quill2")
    await ada.sends(connections([1, 2, 3]))
    await ada.presses("Perhaps the same: 2")
    assert f"3 people: {new} new" in await ada.presses(label)
    await ada.presses("Import")
    assert await ada.count() == 2 + new


async def test_who_is_in_two_files_by_name_is_asked_about(ada):
    await ada.sends(connections([1, 2, 3, 4]))
    said = await ada.sends("".join(card(f"P{i} Quill{i}", f"TEL:+1416555019{i}") for i in (1, 2, 3, 4)))
    assert "8 people: 8 new" in said
    assert "4 may be in two of the files" in said
    said = await ada.presses("Perhaps the same: 4")
    assert "In Connections.csv: P1 Quill1, Lead at Acme" in said
    assert "In contacts.vcf: P1 Quill1" in said
    first = ada.last
    assert "same P2 Quill2?" in await ada.presses("The same")
    assert "same P2 Quill2?" in await ada.presses("The same", first)  # another is there now
    assert "same P3 Quill3?" in await ada.presses("Not the same")
    assert "same P3 Quill3?" in await ada.presses("Not the same", first)
    said = await ada.presses("All are the same")
    assert "5 people: 5 new" in said
    assert "5 people are" in await ada.presses("Import")
    contacts = await ada.contacts()
    assert [len(contacts[f"P{i} Quill{i}"].handles) for i in (1, 3, 4)] == [2, 2, 2]
    owner = await ada.id()
    async with ada.store.read() as tx:
        [pair] = await tx.apart.pairs(owner)
        names = {each.name for each in await tx.people.get(owner, sorted(pair))}
    assert names == {"P2 Quill2"}


async def test_who_may_be_there_twice_is_said_in_the_end(ada):
    await ada.sends(connections([1, 2]))
    await ada.sends(card("P1 Quill1") + card("Ann Lee") + card("Ann Lee", "EMAIL:ann@example.org"))
    said = await ada.presses("Import")
    assert "5 people are" in said
    assert "2 pairs of cards may be one person's: /duplicates goes through them with you." in said
    assert "Ann Lee" in await ada.says("/duplicates")


async def test_a_mailbox_that_others_have_is_asked_about(ada):
    await ada.has(name="Raj Patel", handles=(Handle(kind="email", value="info@acme.example"),))
    said = await ada.sends(card("Jane Doe", "EMAIL:info@acme.example"))
    assert "1 person: 1 new" in said
    assert "Is that the same Raj Patel?" in await ada.presses("Perhaps the same: 1")


async def test_what_is_not_wanted_is_left_out(ada):
    await ada.has(name="P9 Quill9", handles=(Handle(kind="linkedin", value=link(9)),))
    await ada.sends(connections([1, 9]))
    await ada.sends(talked((1, "2026-08-01", True), (1, "2026-08-02", False), (9, "2026-08-02", False)))
    await ada.presses("Choose…")
    await ada.presses("✓ new people")
    await ada.presses("✓ history")
    await ada.presses("✗ new people")
    await ada.presses("✓ news of people you have")
    said = await ada.presses("Back to the overview")
    assert "Left out, as you wish: news of people you have and history" in said
    assert "So Import adds 1 person." in said
    assert "1 person is" in await ada.presses("Import")
    assert await ada.entries("P1 Quill1") == await ada.entries("P9 Quill9") == []
    assert (await ada.contacts())["P9 Quill9"].company == ""


async def test_days_that_can_be_read_in_two_ways_are_asked_about_first(ada):
    chat = "03/04/25, 14:05 - Zoë Brandt: x\n03/04/25, 14:06 - Ada: y\n"
    said = await ada.sends(chat, "WhatsApp Chat with Zoë Brandt.txt")
    assert "how does WhatsApp write its dates?" in said
    assert "Import" not in ada.labels
    staged = await ada.staged()
    assert "First tell me" in await ada._hears(Press(action=f"v1:import:{staged.id}"))
    assert ada.labels[:2] == ["3/4 is Apr 3, 2025", "3/4 is Mar 4, 2025"]
    assert "how does WhatsApp" not in await ada.presses("3/4 is Apr 3, 2025")
    await ada.presses("Choose…")
    await ada.presses("Dates: day first")
    await ada.presses("Choose…")
    await ada.presses("Dates: month first")
    assert "1 person is" in await ada.presses("Import")
    assert await ada.entries("Zoë Brandt") == [("Touch", date(2025, 4, 3), "messages on WhatsApp")]


async def test_days_that_can_be_read_in_two_ways_can_be_left_out(ada):
    chat = "03/04/25, 14:05 - Zoë Brandt: x\n03/04/25, 14:06 - Ada: y\n"
    await ada.sends(chat, "WhatsApp Chat with Zoë Brandt.txt")
    assert "Left out, as you wish" in await ada.presses("Leave the history out")
    assert "1 person is" in await ada.presses("Import")
    assert await ada.entries("Zoë Brandt") == []


async def test_the_columns_of_a_table_are_shown_and_can_be_changed(ada):
    table = "Who,Firm,Reach\nJane Doe,Acme,jane@example.org\nRaj Patel,Contoso,raj@example.org\n"
    await ada.sends(table, "people.csv")
    said = await ada.presses("Columns…")
    assert "Firm (Acme)" in said
    assert "is taken as" in await ada.presses("Firm")
    assert "Firm (Acme): Notes" in await ada.presses("Notes")
    await ada.presses("Back to the overview")
    assert "2 people are" in await ada.presses("Import")
    jane = (await ada.contacts())["Jane Doe"]
    assert (jane.company, jane.notes) == ("", "Acme")
    assert jane.handles == (Handle(kind="email", value="jane@example.org"),)


async def test_strangers_who_only_wrote_make_nobody_a_contact_but_add_to_somebody_known(ada):
    await ada.has(name="P1 Quill1", handles=(Handle(kind="linkedin", value=link(1)),))
    said = await ada.sends(talked((1, "2026-08-01", True), (2, "2026-08-02", True), (3, "2026-08-03", False)))
    assert "1 person: 0 new, 1 already known" in said
    assert "2 left out: only one side wrote" in said
    said = await ada.presses("What was left out")
    assert "P2 Quill2: they wrote, and you did not" in said
    assert "P3 Quill3: you wrote, and they did not" in said
    await ada.presses("Back to the overview")
    said = await ada.presses("Import")
    assert "Noted: 1 conversation." in said
    assert await ada.entries("P1 Quill1") == [("Touch", date(2026, 8, 1), "wrote to you on LinkedIn")]
    assert await ada.count() == 1


async def test_history_is_noted_once_and_goes_on_with_a_newer_export(ada):
    talks = [(1, "2026-08-01", True), (1, "2026-08-02", False)]
    await ada.sends(connections([1]))
    await ada.sends(talked(*talks))
    assert "Noted: 1 conversation." in await ada.presses("Import")
    assert "no news" in await ada.sends(talked(*talks))
    said = await ada.sends(talked(*talks, (1, "2026-09-01", True)))
    assert "of 1 person it has news" in said
    await ada.presses("Import")
    assert await ada.entries("P1 Quill1") == [
        ("Touch", date(2026, 9, 1), "messages on LinkedIn"),
        ("Touch", date(2026, 8, 2), "messages on LinkedIn"),
    ]
    assert (await ada.contacts())["P1 Quill1"].last_touch_on == date(2026, 9, 1)


async def test_events_and_favours_come_along_and_go_again(ada, clock):
    for file in ("Connections.csv", "Recommendations_Given.csv", "Events.csv"):
        await ada.sends(SAMPLES / "2026-03_complete" / file)
    said = await ada.presses("Import")
    assert "1 favour" in said
    assert "1 event: /events shows it" in said
    owner = await ada.id()
    async with ada.store.read() as tx:
        [event] = await tx.events.past(owner, clock.now.date(), 10)
    assert (event.title, event.on) == ("Lisbon Civic Tech", date(2026, 3, 2))
    await ada.presses("Undo")
    async with ada.store.read() as tx:
        assert not await tx.events.past(owner, clock.now.date(), 10)
    assert await ada.count() == 0


async def test_others_contacts_are_others(ada, meet):
    bob = await meet("Bob")
    await ada.sends(connections(range(3)))
    preview = ada.last
    await ada.presses("Import")
    assert "0 already known" in await bob.sends(connections(range(3)))
    for label in ("Import", "Cancel", "Choose…", "Who is new"):
        assert "I don't have that file" in await bob.presses(label, preview)


async def test_nobody_new_and_nothing_found_say_so(ada):
    assert "nobody" in (await ada.sends(HEADER)).casefold()
    assert not ada.labels


async def test_what_was_not_fetched_is_told_with_the_limit(ada):
    for size, words in ((48_000_000, "46 MB"), (1_000, "again")):
        upload = replace(ada.upload("x"), size=size, path=None)
        assert words in await ada._hears(upload)


async def test_the_command_says_how_to_get_each_file(ada):
    said = await ada.says("/import")
    assert len(said) < 700
    assert "can take it all back" in said
    for label in list(ada.labels):
        await ada.says("/import")
        said = await ada.presses(label)
        assert "1. " in said
        assert "can take it all back" in await ada.presses("Back")


async def test_a_tag_s_rhythm_counts_for_whom_the_owner_wished_it(ada):
    await ada.says("/keep #club every month")
    await ada.sends(card("Jane Doe", "CATEGORIES:club"))
    await ada.presses("Import")
    jane: Person | object = (await ada.contacts())["Jane Doe"]
    assert jane.due_on == ada.clock.now.date() + timedelta(days=30)
