"""Google Contacts as a table, old and new, and the circles of Google+."""

from core.imports.addressbooks import google, googleplus, outlook
from core.imports.addressbooks.drafts import NOBODY
from tests.imports.addressbooks.books import days, piece, read, sample, values

NEW = "First Name,Last Name,Organization Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value,Birthday"


def test_the_new_columns():
    haul = read(google.SOURCE, sample("google_csv/contacts_2024.csv"), region="PT")
    tomas, nameless, zoe = haul.found
    assert (tomas.name, tomas.aliases, tomas.company, tomas.title) == ("Tomás Reyes", ("Tom",), "Contoso", "Lead")
    assert tomas.notes == "Met at\nGuild"
    assert tomas.tags == ("Lisbon",)
    assert values(tomas) == ["tomas@example.org", "t.reyes@example.com", "+351912345678", "+351212345678"]
    assert days(tomas) == {"birthday": (1984, 5, 14), "anniversary": (None, 6, 1)}
    assert (nameless.name, values(nameless)) == ("", ["just.email@example.com"])
    assert (zoe.name, days(zoe)) == ("Zoë Brandt", {"birthday": (None, 3, 7)})
    assert not haul.skipped


def test_the_old_columns_in_utf_16():
    (mary,) = read(google.SOURCE, sample("google_csv/contacts_2019_utf16.csv"), region="GB").found
    assert (mary.name, mary.tags) == ("Mary O'Brien", ())
    assert values(mary) == ["mary@example.org", "+447700900000"]


def test_a_second_value_a_second_column_and_whatever_the_owner_added():
    header = (
        f"{NEW},E-mail 2 - Value,Phone 1 - Label,Website 1 - Label,Website 1 - Value,IM 1 - Service,IM 1 - Value,"
        "Relation 1 - Label,Relation 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value,Nickname"
    )
    row = (
        "Jane,Doe,Acme,* myContacts ::: * family ::: Book club,* Work ::: Home,a@example.org ::: b@example.org,"
        "+1 416 555 0199 ::: +1 416 555 0100,--05-14,c@example.org,Mobile ::: Work Fax,Profile,"
        "https://www.linkedin.com/in/janedoe,Telegram,@janedoe,Spouse,John,Coffee,black,Janie"
    )
    (jane,) = read(google.SOURCE, {"contacts.csv": f"{header}\n{row}\n"}).found
    assert values(jane) == [
        "a@example.org",
        "b@example.org",
        "+14165550199",
        "c@example.org",
        "https://www.linkedin.com/in/janedoe",
        "@janedoe",
    ]
    assert (jane.tags, jane.notes, jane.aliases) == (("family", "Book-club"), "Coffee: black", ("Janie",))


def test_empty_and_damaged_rows():
    haul = read(
        google.SOURCE, {"contacts.csv": f'{NEW}\n,,,* myContacts,,,,\n\n,,,,,,,\n"Jane,Doe\nRaj,Patel,,,,,,\n'}
    )
    assert [each.name for each in haul.found] == ["Raj Patel"]
    assert [(each.line, each.why == NOBODY) for each in haul.skipped] == [(2, True), (5, False)]


def test_known_by_its_columns_alone():
    assert google.SOURCE.part(piece("export(3).txt", NEW.replace(",", "\t"))) == "contacts"
    assert google.SOURCE.part(piece("contacts.csv", "Name,Email\n")) == ""
    for path in ("google_csv/contacts_2024.csv", "google_csv/contacts_2019_utf16.csv"):
        assert outlook.SOURCE.part(piece("contacts.csv", sample(path)[path])) == ""


def test_a_circle_is_a_tag_and_its_page_only_says_who_somebody_is():
    path = "Takeout/Google+ Circles/Friends.csv"
    haul = read(googleplus.SOURCE, {path: sample(f"googleplus/{path}")[f"googleplus/{path}"]})
    (tomas,) = haul.found
    assert (tomas.name, tomas.tags, tomas.handles) == ("Tomás Reyes", ("Friends",), ())
    assert tomas.origins == ("googleplus:104000000000000000001",)


def test_circles_without_names():
    header = "First Name,Last Name,Nickname,Display Name,Profile URL"
    haul = read(
        googleplus.SOURCE,
        {"Following.csv": f"{header}\nJane,Doe,Janie,,\n,,,,https://plus.google.com/104000000000000000001\n,,,,"},
    )
    assert [(each.name, each.aliases) for each in haul.found] == [("Jane Doe", ("Janie",))]
    assert [each.line for each in haul.skipped] == [3]
