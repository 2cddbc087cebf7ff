"""Outlook's tables: the classic program's, the new one's, and those that Google writes for it."""

import pytest

from core.imports.addressbooks.outlook import SOURCE
from tests.imports.addressbooks.books import days, piece, read, sample, values

HEADER = "First Name,Last Name,Title,Job Title,E-mail Address,E-mail 2 Address,Business Phone,Birthday,Categories"


def test_classic_in_its_code_page():
    (jose,) = read(SOURCE, sample("outlook/classic_cp1252.csv"), region="US").found
    assert (jose.name, jose.company, jose.title) == ("José Núñez", "Contoso", "Engineer")  # "Dr." is no job
    assert values(jose) == ["jose@contoso.example", "+14255550107", "+14255550106"]
    assert days(jose) == {"birthday": (1985, 3, 15)}  # and 0/0/00 is no anniversary
    assert jose.notes == "Works late"


def test_the_new_one_with_its_mark():
    (zoe,) = read(SOURCE, sample("outlook/new_outlook_bom.csv"), region="US").found
    assert (zoe.name, zoe.aliases, values(zoe)) == ("Zoë Brandt", ("Zo",), ["zoe@example.org", "+491701234567"])
    assert days(zoe) == {"birthday": (1990, 2, 3)}


@pytest.mark.parametrize(
    ("region", "other", "expected"),
    [("US", "", (1990, 2, 3)), ("DE", "", (1990, 3, 2)), ("", "", (1990, 2, 3)), ("US", "14/5/1984", (1990, 3, 2))],
)
def test_which_comes_first_is_said_by_another_row_or_by_the_region(region, other, expected):
    table = f"{HEADER}\nZoë,Brandt,,,,,,2/3/1990,\nJane,Doe,,,,,,{other},\n"
    zoe, _jane = read(SOURCE, {"contacts.csv": table}, region).found
    assert days(zoe) == {"birthday": expected}


def test_as_google_writes_it_with_categories():
    (jane,) = read(
        SOURCE,
        {
            "contacts.csv": f"sep=;\n{HEADER.replace(',', ';')}\n"
            'Jane;Doe;Ms.;Lead;/o=ExchangeLabs/cn=jane;"Jane <jane@example.org>";;;"myContacts;Book club"\n'
        },
    ).found
    assert (jane.name, jane.title, values(jane), jane.tags) == (
        "Jane Doe",
        "Lead",
        ["jane@example.org"],
        ("Book-club",),
    )


def test_numbers_that_are_not_theirs():
    header = f"{HEADER},Business Fax,Company Main Phone,Assistant's Phone,Pager,Mobile Phone"
    row = "Jane,Doe,,,,,,,,+14165550100,+14165550101,+14165550102,+14165550103,+14165550104"
    (jane,) = read(SOURCE, {"contacts.csv": f"{header}\n{row}\n"}).found
    assert values(jane) == ["+14165550104"]


def test_rows_that_say_nothing():
    haul = read(SOURCE, {"contacts.csv": f"{HEADER}\n,,Mr.,,,,,0/0/00,\n,,,,,,,0/0/00,\n"})
    assert not haul.found
    assert [each.line for each in haul.skipped] == [2]


def test_other_tables_with_an_address():
    assert SOURCE.part(piece("contacts.csv", "First Name,Last Name,Email Address,Company\n")) == ""
