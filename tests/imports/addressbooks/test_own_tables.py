"""Tables of somebody's own making: columns guessed, shown, and changed."""

from dataclasses import replace
from datetime import date

import pytest

from core.exports.tables import table_sheets
from core.facts.imports import FoundEntry, Passed, Table
from core.facts.keys import fold
from core.imports.addressbooks.columns import NEEDED, ROLES, guess
from core.imports.addressbooks.drafts import NOBODY
from core.imports.addressbooks.headers import ROLE_OF
from core.imports.addressbooks.tables import NO_DAY, SOURCE, STILL_TO_COME, day_in_two_ways, people_of
from tests.imports.addressbooks.books import TODAY, days, piece, read, values


def table(content: str | bytes, path: str = "people.csv") -> Table:
    found = read(SOURCE, {path: content}).table
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("header", "means"),
    [
        ("Name,Email,Company,Title,Notes", "name email company title notes"),
        ("First name,Last name,Work E-mail,Mobile phone,LinkedIn URL,Tags", "first last email phone link tags"),
        ("Nom,Prénom,Société,Fonction,Courriel,Date de naissance", "last first company title email birthday"),
        ("Nombre,Apellidos,Empresa,Cargo,Correo electrónico,Móvil", "first last company title email phone"),
        ("Nombre,Empresa,Correo", "name company email"),
        ("Vorname,Name,Firma,Beruf,Handy,Letzter Kontakt", "first last company title phone last_touch"),
        ("Nome,Sobrenome,Função,Telemóvel,Aniversário,Notas", "first last title phone birthday notes"),
        ("Nome,Cognome,Azienda,Ruolo,Cellulare,Data di nascita", "first last company title phone birthday"),
        ("Voornaam,Achternaam,Bedrijf,Functie,Verjaardag", "first last company title birthday"),
        ("Full Name,Met on,Where we met,Last contacted,Groups", "name met_on how_met last_touch tags"),
        ("Name,E-mail 1,E-mail 2,Phone 1,Phone 2,Company,Company", "name email email phone phone company -"),
        ("id,created,Name,Score", "- - name -"),
        ("name,first_name,last_name", "name first last"),
    ],
)
def test_headers_in_seven_languages(header, means):
    assert " ".join(role or "-" for role in guess(header.split(","), [])) == means


def test_what_is_in_a_column_says_what_it_means_where_its_header_does_not():
    rows = [
        ["7", "Jane Doe", "jane@example.org", "+1 416 555 0199", "https://x.com/jane", "2026-03-14", "Mr."],
        ["8", "Raj Patel", "raj@example.org", "(416) 555-0100", "linkedin.com/in/raj", "2026-03-15", "Ms"],
    ]
    assert guess(["A", "B", "C", "D", "E", "F", "Title"], rows) == ("", "name", "email", "phone", "link", "", "")
    assert guess(["Name", "What's your LinkedIn?", "E-mail sent"], [["Jane", "linkedin.com/in/jane", "yes"]]) == (
        "name",
        "link",
        "",
    )
    assert guess(["Name", "Mobile"], [["Jane", "yes"]]) == ("name", "")


def test_every_header_is_folded_and_means_a_role():
    assert {name: fold(name) for name in ROLE_OF} == {name: name for name in ROLE_OF}
    assert {*ROLE_OF.values()} <= {*ROLES, ROLE_OF["name"]}
    assert {*ROLES} >= NEEDED


def test_people_as_the_columns_say():
    found = table(
        "Name;Nick;Email;Mobile;LinkedIn;Birthday;Last contacted;Met on;Where met;Labels;Notes;Job\n"
        "Jane Doe;Janie;jane@example.org, j@example.org;416 555 0199;in/janedoe;14/3/1985;13/2/2026;1/2/2020;"
        "Guild;club, Lisbon;Likes tea;Lead\n"
    )
    (jane,), skipped = people_of(found, "CA", TODAY)
    assert not skipped
    assert (jane.name, jane.aliases, jane.title, jane.notes) == ("Jane Doe", ("Janie",), "Lead", "Likes tea")
    assert values(jane) == [
        "jane@example.org",
        "j@example.org",
        "+14165550199",
        "https://www.linkedin.com/in/janedoe",
    ]
    assert days(jane) == {"birthday": (1985, 3, 14)}
    assert (jane.how_met, jane.met_on, jane.tags) == ("Guild", date(2020, 2, 1), ("club", "Lisbon"))
    assert jane.entries == (FoundEntry(passed=Passed.TOUCH, on=date(2026, 2, 13), what="last contact"),)
    assert (jane.where, jane.line) == ("people.csv", 2)


def test_reachwells_own_table():
    found = table(
        "\ufeffName,Also called,Company,Title,Tags,E-mail,Phone,LinkedIn,Other profiles,Birthday,Other dates,"
        "How met,Met on,Notes,Status,Keep in touch,Last touch,Added on\n"
        "Jane Doe,Janie; JD,'=Acme,Lead,vip; mentor,a@example.org; b@example.org,'+14165550199,"
        "https://www.linkedin.com/in/janedoe,x: https://x.com/jane; telegram: @janedoe,'--0314,,Guild,2020-02-01,"
        "'-tea,active,every 6 weeks,2026-02-13,2025-01-01\n"
    )
    (jane,), skipped = people_of(found, "", TODAY)
    assert not skipped
    assert (jane.name, jane.aliases, jane.company, jane.title) == ("Jane Doe", ("Janie", "JD"), "=Acme", "Lead")
    assert values(jane) == [
        "a@example.org",
        "b@example.org",
        "+14165550199",
        "https://www.linkedin.com/in/janedoe",
        "https://x.com/jane",
        "@janedoe",
    ]
    assert (jane.tags, jane.notes, days(jane)) == (("vip", "mentor"), "-tea", {"birthday": (None, 3, 14)})
    assert (jane.how_met, jane.met_on) == ("Guild", date(2020, 2, 1))
    assert [each.on for each in jane.entries] == [date(2026, 2, 13)]


def test_a_column_whose_meaning_is_changed():
    found = table("Who,Where\nJane Doe,Acme\nRaj Patel,Initech\n")
    assert found.means == ("name", "")
    changed = replace(found, means=("name", "company"))
    assert [each.company for each in people_of(changed, "", TODAY)[0]] == ["Acme", "Initech"]
    assert people_of(replace(found, means=("", "company")), "", TODAY) == ((), ())


def test_rows_and_days_that_are_not_taken():
    found = table("Name,Last contact,Birthday\nJane,2027-01-01,soon\n,2026-01-01,\nRaj,March 2026,\n\n,,\n")
    people, skipped = people_of(found, "", TODAY)
    assert [each.name for each in people] == ["Jane", "Raj"]
    assert not any(each.entries or each.dates for each in people)
    assert [(each.line, each.why) for each in skipped] == [
        (2, STILL_TO_COME),
        (2, NO_DAY),
        (3, NOBODY),
        (4, NO_DAY),
    ]


def test_a_table_without_a_header():
    found = table("Jane Doe,jane@example.org,2024-01-02\nRaj Patel,raj@example.org,2024-02-03\n")
    assert (found.header, found.means) == (("", "", ""), ("name", "email", ""))
    assert [(each.name, each.line) for each in people_of(found, "", TODAY)[0]] == [
        ("Jane Doe", 1),
        ("Raj Patel", 2),
    ]


def test_a_table_of_something_else_is_told_kindly_what_is_missing():
    haul = read(SOURCE, {"prices.csv": "item,price\nbread,2.50\nmilk,1.20\n"})
    assert haul.table is not None
    assert people_of(haul.table, "", TODAY) == ((), ())
    assert haul.remarks == ()  # the preview says what is missing, once


def test_one_table_at_a_time_the_one_with_people_in_it():
    haul = read(
        SOURCE, {"a.csv": "item,price\nbread,2.50\nmilk,1\nrye,3\n", "b.csv": "name,email\nJane,j@example.org\n"}
    )
    assert haul.table is not None
    assert haul.table.where == "b.csv"
    assert [each.values for each in haul.remarks] == [{"name": "b.csv"}]


def test_short_long_and_damaged_rows():
    good = "Zoë,zoe@example.org\nKofi,kofi@example.org\n"
    found = read(SOURCE, {"a.csv": f'Name,Email\n{good}Jane,\nRaj,raj@example.org,more,and more\n"Ada,\n{good}'})
    assert found.table is not None
    assert [line for line, _cells in found.table.rows] == [2, 3, 4, 5, 7, 8]
    assert [cells for _line, cells in found.table.rows[2:4]] == [("Jane", ""), ("Raj", "raj@example.org")]
    assert [each.line for each in found.skipped] == [6]


def test_what_is_a_table_and_what_is_none():
    assert SOURCE.part(piece("notes.txt", "Dear Jane, I hope\nthat this finds you, well\n")) == ""
    assert SOURCE.part(piece("list.txt", "name\temail\nJane\tjane@example.org\n")) == "table"
    assert SOURCE.part(piece("prices.csv", "item,price\nbread,2\n")) == "table"
    assert SOURCE.part(piece("data.csv", '{"a": [1, 2]}')) == ""


def test_our_own_tables_of_what_happened_are_no_people():
    header = {sheet.name: ",".join(sheet.header) for sheet in table_sheets()}
    for name in ("touches.csv", "favours.csv"):
        haul = read(SOURCE, {name: header[name] + "\n2026-01-02,Jane Doe,got,coffee\n"})
        assert (haul.table, [dict(each.values) for each in haul.remarks]) == (None, [{"file": name}])
    people = header["contacts.csv"] + "\nJane Doe" + "," * header["contacts.csv"].count(",") + "\n"
    haul = read(
        SOURCE, {"touches.csv": header["touches.csv"] + "\n2026-01-02,Jane Doe,call,\n", "contacts.csv": people}
    )
    assert haul.table is not None
    assert [each.name for each in people_of(haul.table, "", TODAY)[0]] == ["Jane Doe"]


def test_what_the_owner_says_of_days_that_can_be_read_in_two_ways():
    found = table("name,birthday,met on\nJane,5/5/1990,\nRaj,3/4/1990,2/1/2024\n")
    assert day_in_two_ways(found) == "3/4/1990"
    for month_first, (birthday, met_on) in ((True, ((3, 4), (2, 1))), (False, ((4, 3), (1, 2)))):
        raj = people_of(found, "", TODAY, month_first)[0][1]
        assert (raj.dates[0].on.month, raj.dates[0].on.day) == birthday
        assert (raj.met_on.month, raj.met_on.day) == met_on
    assert people_of(found, "GB", TODAY)[0] == people_of(found, "", TODAY, False)[0]  # until they say it


@pytest.mark.parametrize("days", [("3/4/1990", "14/4/1990"), ("3/4/1990", "4/14/1990"), ("3.4.1990", "2026-03-04")])
def test_nobody_is_asked_what_the_column_says(days):
    assert day_in_two_ways(table("name,birthday\n" + "".join(f"Jane,{day}\n" for day in days))) == ""


def test_short_for_a_birthday():
    assert guess(["Name", "Geb."], [["Zoë Brandt", "14.3.1985"]]) == ("name", "birthday")
