"""Bringing people in, on every platform: a file, what is in it, Import, whom to keep up with, and back."""

from tests.imports.talking import PROFILE, archive, card, connections, link, messages


async def test_an_archive_comes_in_and_goes_again(ada):
    assert "can take it all back" in await ada.says("/import")
    assert "Get a copy of your data" in await ada.presses("LinkedIn")
    talks = [(i, "2026-08-01", theirs) for i in (1, 2) for theirs in (True, False)]
    people = connections(range(1, 6))
    files = {"Connections.csv": people, "messages.csv": messages(*talks), "Profile.csv": PROFILE}
    heard = await ada.sends_file("Complete_LinkedInDataExport.zip", archive(files))
    assert "5 people: 5 new" in heard
    assert heard.labels[:2] == ("Import", "Cancel")
    assert "P5 Quill5, Lead at Acme" in await ada.presses("Who is new")
    assert "5 people: 5 new" in await ada.presses("Back to the overview")
    heard = await ada.presses("Import")
    assert "5 people are in your network now" in heard
    assert "Noted: 2 conversations." in heard
    assert "Chosen: 2" in await ada.presses("Wrote with: 2")
    assert "Chosen: 1" in await ada.presses("✓ P1 Quill1")
    heard = await ada.presses("Every 3 months")
    assert "1 person: every 3 months." in heard
    assert "due on" in (await ada.says("/who P2 Quill2")).text.casefold()
    assert "Taken back: the rhythm" in await ada.says("/undo")
    assert "Taken back: the import from LinkedIn" in await ada.says("/undo")
    assert "nobody" in (await ada.says("/who")).text.casefold()


async def test_somebody_of_the_same_name_is_asked_about_and_cancel_forgets_all(ada):
    await ada.says("/add P1 Quill1 @ Elsewhere")
    heard = await ada.sends_file("contacts.vcf", card("P1 Quill1", "TEL:+14165550199").encode())
    assert "1 new person may be somebody you have" in heard
    heard = await ada.presses("Perhaps the same: 1")
    assert "You have: P1 Quill1, Elsewhere" in heard
    assert "1 already known" in await ada.presses("The same")
    assert "nothing is imported" in await ada.presses("Cancel")
    assert "+14165550199" not in await ada.says("/who P1 Quill1")


async def test_a_second_file_joins_the_first(ada):
    await ada.sends_file("Connections.csv", connections([1, 2]).encode())
    heard = await ada.sends_file("contacts.vcf", card("P2 Quill2", "TEL:+14165550199", "URL:" + link(2)).encode())
    assert "2 people: 2 new" in heard
    assert "2 people are" in await ada.presses("Import")
    assert "+14165550199" in await ada.says("/who P2 Quill2")


async def test_the_columns_of_a_table_are_chosen_by_buttons(ada):
    table = "Who,Firm,Reach\nJane Doe,Acme,jane@example.org\nRaj Patel,Contoso,raj@example.org\n"
    await ada.sends_file("people.csv", table.encode())
    assert "Firm (Acme)" in await ada.presses("Columns…")
    assert "“Firm” is taken as" in await ada.presses("Firm")
    assert "Firm (Acme): Notes" in await ada.presses("Notes")
    assert "2 people: 2 new" in await ada.presses("Back to the overview")
    assert "2 people are" in await ada.presses("Import")
    assert "Notes: Acme" in await ada.says("/who Jane Doe")
