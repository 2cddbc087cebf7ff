"""The overview says what Import will do: of several files, of what was left out, of what is still open."""

from datetime import date

from core.chat.request import Press
from core.facts.imports import ImportState
from core.facts.people import Handle, PartialDate
from tests.imports.talking import card, connections, talked

TABLE = "Name,Birthday,Last Contacted\nKim Lee,3/4/1990,3/4/2025\nPat Doe,,5/6/2025\n"
ROOM = "[04.03.25, 10:00:00] Ada: Hi\n[15.03.25, 11:00:01] Lena Braun: Hello\n[16.03.25, 11:00:01] Ada: Hello\n"


async def test_a_file_that_joins_another_says_so_and_can_go_alone(ada):
    await ada.sends(connections([1, 2]))
    assert "Only this one" not in ada.labels
    said = await ada.sends(card("Ann Lee") + card("Raj Patel"), "people.vcf")
    assert "Together with what you sent before (LinkedIn, 4:00\u202fAM)." in said
    assert "4 people: 4 new" in said
    together = ada.last
    said = await ada.presses("Only this one")
    assert "What you sent before is forgotten" in said
    assert "2 people: 2 new" in said
    assert "Together" not in said
    assert "2 people: 2 new" in await ada.presses("Only this one", together)
    assert "Only this one" not in ada.labels
    assert "2 people are" in await ada.presses("Import", together)
    assert sorted(await ada.contacts()) == ["Ann Lee", "Raj Patel"]


async def test_cancelling_forgets_all_that_was_sent(ada):
    await ada.sends(connections([1, 2]))
    await ada.sends(card("Ann Lee"), "people.vcf")
    await ada.sends(card("Raj Patel"), "more.vcf")
    together = await ada.staged()
    await ada.presses("Cancel")
    owner = await ada.id()
    async with ada.store.read() as tx:
        alone = await tx.imports.get(owner, together.haul.earlier.alone)
    assert (alone.state, alone.haul.found) == (ImportState.CANCELLED, ())


async def test_the_same_file_again_leaves_the_way_to_the_last_one(ada):
    await ada.sends(connections([1, 2]))
    cards = card("Ann Lee", "EMAIL:ann@example.org")
    said = await ada.sends(cards, "people.vcf")
    assert await ada.sends(cards, "people.vcf") == said
    assert "1 person: 1 new" in await ada.presses("Only this one")


async def test_lines_name_their_file_where_there_are_several(ada):
    await ada.sends(connections([1]) + ",,,,,,01 Jan 2020\n")
    said = await ada.sends("Name,Phone\nJane Doe,+14165550199\n,,\n,x\n", "people.csv")
    assert "2 left out (Connections.csv, line 3 and people.csv, line 4)" in said


async def test_what_is_left_out_is_not_said_to_come(ada):
    await ada.sends(connections(range(12)))
    await ada.presses("Choose…")
    await ada.presses("✓ new people")
    said = await ada.presses("Back to the overview")
    assert "That leaves nothing to import" in said
    assert "New:" not in said
    assert ada.labels == ["Cancel", "Choose…"]


async def test_single_people_can_be_left_out(ada):
    await ada.sends(connections(range(12)))
    assert "✓ P1 Quill1, Lead at Acme" in await ada.presses("Who is new")
    page = ada.last
    assert "✗ P1 Quill1" in await ada.presses("✓ P1 Quill1")
    assert "✗ P1 Quill1" in await ada.presses("✓ P1 Quill1", page)  # pressed twice
    await ada.presses("✓ P2 Quill2")
    assert "✓ P2 Quill2" in await ada.presses("✗ P2 Quill2")
    assert "✓ P10 Quill10" in await ada.presses("More")
    said = await ada.presses("None of these")
    assert "✗ P10 Quill10" in said
    assert "✗ P11 Quill11" in said
    assert "All of these" in ada.labels
    said = await ada.presses("Back to the overview")
    assert "Left out, as you wish: 3 people" in said
    assert "So Import adds 9 people." in said
    said = await ada.sends(card("Ann Lee"), "people.vcf")  # places may move
    assert "Left out, as you wish: 3 people" in said
    assert "10 people are" in await ada.presses("Import")
    assert not {"P1 Quill1", "P10 Quill10", "P11 Quill11"} & {*await ada.contacts()}


async def test_while_it_is_imported_cancel_is_what_is_offered(ada):
    await ada.sends(card("Ann Lee") + card("Raj Patel"))
    ada.said.clear()
    await ada.presses("Import")
    first = ada.said[0]
    assert ada.reads(first.text) == "Importing: 0 of 2 people…"
    assert [ada.reads(each.label) for row in first.unfolded for each in row] == ["Cancel"]


async def test_who_is_left_out_anyway_is_not_counted_while_importing(ada):
    await ada.sends(card("Ann Lee"))
    await ada.sends(talked((1, "2026-08-01", True)))
    ada.said.clear()
    await ada.presses("Import")
    assert ada.reads(ada.said[0].text) == "Importing: 0 of 1 person…"


async def test_rows_are_counted_and_not_cells(ada):
    said = await ada.sends("Name,Birthday,Last Contacted\nPat Doe,13/25/1990,2/30/2025\n", "people.csv")
    assert "1 not wholly taken (line 2)" in said


async def test_a_row_without_a_name_is_no_stranger_who_wrote(ada):
    said = await ada.sends("Name,E-mail\nPat Doe,pat@example.org\n,kim@example.org\n", "people.csv")
    assert "1 without a name: left out" in said
    assert "kim@example.org: there is no name" in await ada.presses("What was left out")


async def test_who_may_be_the_same_is_not_called_new(ada):
    await ada.has(name="P1 Quill1", company="Elsewhere")
    assert "New: P2 Quill2" in await ada.sends(connections([1, 2]))


async def test_days_of_a_table_that_can_be_read_in_two_ways_are_asked_about(ada):
    said = await ada.sends(TABLE, "people.csv")
    assert "what comes first in its dates, like 3/4/1990?" in said
    assert "Import" not in ada.labels
    assert ada.labels[:2] == ["3/4 is 3 April", "3/4 is 4 March"]
    await ada.presses("3/4 is 4 March")
    await ada.presses("Choose…")
    assert "Dates: month first, change" in ada.labels
    await ada.presses("Back to the overview")
    await ada.presses("Import")
    kim = (await ada.contacts())["Kim Lee"]
    assert [each.on for each in kim.dates] == [PartialDate(year=1990, month=3, day=4)]
    assert [each[1] for each in await ada.entries("Kim Lee")] == [date(2025, 3, 4)]


async def test_days_of_a_table_that_say_it_themselves_are_not_asked_about(ada):
    await ada.sends(TABLE.replace("5/6/2025", "25/6/2025"), "people.csv")
    assert ada.labels[0] == "Import"


async def test_which_of_two_is_the_owner_is_asked(ada):
    said = await ada.sends(ROOM, "_chat.txt")
    assert "which of the two is you?" in said
    assert ada.labels[:2] == ["Ada", "Lena Braun"]
    preview = ada.last
    said = await ada.presses("Ada")
    assert "New: Lena Braun" in said
    assert "New: Lena Braun" in await ada.presses("Lena Braun", preview)  # too late
    await ada.presses("Import")
    assert await ada.entries("Lena Braun") == [("Touch", date(2025, 3, 16), "messages on WhatsApp")]


async def test_a_chat_can_be_left_out(ada):
    await ada.sends(ROOM, "_chat.txt")
    await ada.presses("Leave it out")
    assert ada.labels == ["Cancel"]


async def test_it_is_not_imported_before_the_question_is_answered(ada):
    await ada.sends(connections([1]))
    await ada.sends(ROOM, "_chat.txt")
    assert "Import" not in ada.labels
    staged = await ada.staged()
    assert "First tell me" in await ada._hears(Press(action=f"v1:import:{staged.id}"))


async def test_who_only_wrote_may_be_somebody_and_is_asked_about(ada):
    await ada.has(name="Lena Braun", company="Woodgrove")
    said = await ada.sends("15/03/25, 10:00 - Lena Braun: Hello\n", "WhatsApp Chat with Lena Braun.txt")
    assert "1 may be somebody you have" in said
    assert "left out" not in said
    assert "Import" not in ada.labels
    await ada.presses("Perhaps the same: 1")
    await ada.presses("The same")
    assert "Import" in ada.labels


async def test_events_that_are_there_already_are_no_news(ada):
    events = (
        "Event Name,Event Time,Status,External Url\n"
        '"Lisbon Civic Tech","Mar 02, 2026 06:00 PM - Mar 02, 2026 08:00 PM",GOING,https://example.org/e/1\n'
    )
    for known in (False, True):
        await ada.sends(events, "Events.csv")
        assert ("Import" in ada.labels) is not known
        if not known:
            await ada.presses("Import")
    assert ada.labels == ["Cancel"]


async def test_a_card_found_again_says_from_where(ada):
    await ada.sends(connections([1], url=False))
    await ada.presses("Import")
    assert "Known: 1 from an earlier import" in await ada.sends(connections([1], url=False, company="Contoso"))


async def test_namesakes_are_told_apart_by_more_than_the_day(ada):
    await ada.has(name="Lena Braun", handles=(Handle(kind="email", value="lena@example.org"),))
    await ada.has(name="Lena Braun", handles=(Handle(kind="linkedin", value="https://www.linkedin.com/in/lena-b"),))
    said = await ada.says("/who Lena Braun")
    assert "Lena Braun, lena@example.org" in said
    assert sorted(ada.labels) == ["Lena Braun (lena-b)", "Lena Braun (lena@example.org)"]
