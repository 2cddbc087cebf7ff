"""Connections.csv of every era, as LinkedIn wrote it and as Excel leaves it."""

import csv
import io
import time
from dataclasses import dataclass
from datetime import date

import pytest

from core.facts.imports import Found, Haul, Skipped
from core.facts.people import Handle
from core.imports.linkedin.cells import DAMAGED, HIDDEN
from core.imports.linkedin.connections import DOUBLE
from core.imports.linkedin.source import SOURCE
from core.imports.reading.wrong import WrongFile
from tests.imports.linkedin.sent import piece, read, sample

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
ANN = "Ann,Lee,https://www.linkedin.com/in/ann-lee,,IBM,Lead,04 Nov 2018"


@dataclass(frozen=True)
class Connections:
    """What a table holds, sorted by what became of each row."""

    haul: Haul

    @property
    def found(self) -> tuple[Found, ...]:
        return self.haul.found

    @property
    def unread(self) -> list[tuple[int, str]]:
        return [(each.line, each.why) for each in self.haul.skipped if each.why != DOUBLE]

    @property
    def doubles(self) -> list[int]:
        return [each.line for each in self.haul.skipped if each.why == DOUBLE]

    @property
    def undated(self) -> tuple[int, str]:
        """How many, and in which lines."""
        return next(
            ((each.n, each.values["lines"]) for each in self.haul.remarks if "lines" in each.values), (0, "")
        )


def connections(content: str | bytes) -> Connections:
    return Connections(read(SOURCE, {"Connections.csv": content}))


def table(*rows: str, header: str = HEADER, end: str = "\n") -> Connections:
    return connections(end.join((header, *rows)))


@pytest.mark.parametrize(
    ("era", "people", "hidden"),
    [
        ("2018-11_complete", {"Tomás Reyes": date(2018, 11, 4), "Mary O'Brien": date(2017, 3, 12)}, []),
        ("2021-05_basic", {"Tomás Reyes": date(2018, 11, 4), "Mary O'Brien": date(2017, 3, 12)}, []),
        ("2022-09_complete", {"Tomás Reyes": date(2018, 11, 4), "Jane Doe, Ph.D.": date(2022, 8, 15)}, [7]),
        ("2023-10_basic", {"Tomás Reyes": date(2018, 11, 4), "Jane Doe, Ph.D.": date(2022, 8, 15)}, [7, 8]),
        ("2025-08_basic", {"Kofi Mensah": date(2025, 7, 30)}, []),
        ("2026-03_complete", {"Tomás Reyes": date(2018, 11, 4), "Zoë Brandt": date(2026, 1, 14)}, [7]),
    ],
)
def test_every_era_is_read(era, people, hidden):
    found = connections(sample(era)["Connections.csv"])
    assert {each.name: each.met_on for each in found.found} == people
    assert found.haul.skipped == tuple(Skipped(where="Connections.csv", line=line, why=HIDDEN) for line in hidden)
    assert found.haul.remarks == ()


def test_everything_of_a_row_is_kept():
    zoe = connections(sample("2026-03_complete")["Connections.csv"]).found[1]
    assert (zoe.where, zoe.line, zoe.company, zoe.title) == ("Connections.csv", 6, "Woodgrove", '"Chief" of Staff')
    assert (zoe.how_met, zoe.sure) == ("LinkedIn", True)
    assert [handle.kind for handle in zoe.handles] == ["linkedin"]
    tomas = connections(sample("2023-10_basic")["Connections.csv"]).found[0]
    assert tomas.handles == (
        Handle(kind="linkedin", value="https://www.linkedin.com/in/tomasreyes"),
        Handle(kind="email", value="tomas@example.org"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_is_read(encoding):
    text = f"{HEADER}\nZoë,Brandt 🌟,,,Müller & Søn,,14 Jan 2026\n李,明,,,東京,,14 Jan 2026"
    found = connections(text.encode(encoding))
    assert [each.name for each in found.found] == ["Zoë Brandt 🌟", "李 明"]
    assert found.found[0].company == "Müller & Søn"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_western_code_pages_are_read(encoding):
    found = connections(f"{HEADER}\r\nZoë,Nuñez,,,Café,,14 Jan 2026".encode(encoding))
    assert found.found[0].name == "Zoë Nuñez"


def test_one_broken_character_spoils_no_other():
    raw = f"{HEADER}\nZoë,Brandt,,,Société Générale,,\nJos@,Núñez,,,,,".encode().replace(b"@", b"\xc3")
    assert [each.name for each in connections(raw).found] == ["Zoë Brandt", "Jos Núñez"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "sep={}\r\n", "Notes:\n\n"])
def test_what_excel_leaves_is_read(delimiter, end, mark):
    header = delimiter.join(
        ["FirstName", "last_name", "Profile URL", "E-mail", "company", "Position", "ConnectedOn"]
    )
    row = delimiter.join(["Ann", "Lee", "", "ANN@Example.ORG", '"Lee, Sons; Co"', "", "4-Apr-21"])
    found = connections(mark.format(delimiter) + header + end + row + end + delimiter * 6 + end)
    (ann,) = found.found
    assert (ann.name, ann.company, ann.met_on) == ("Ann Lee", "Lee, Sons; Co", date(2021, 4, 4))
    assert ann.handles == (Handle(kind="email", value="ANN@example.org"),)
    assert ann.line == len(io.StringIO(mark, newline=None).readlines()) + 2
    assert found.unread == []


@pytest.mark.parametrize("notes", [0, 1, 3, 200])
def test_the_header_is_found_below_notes_of_any_length(notes):
    text = 'Notes:\n"When exporting, ""First Name"" and Connected On\nmay be missing"\n' + "a,b\n" * notes
    found = connections(f"{text}\n{HEADER}\n{ANN}")
    assert [(each.name, each.line) for each in found.found] == [("Ann Lee", notes + 6)]


def test_columns_may_stand_in_any_order_and_be_missing():
    found = table("04 Nov 2018,Ann,x,IBM", header="Connected On,First Name,What else,Company")
    assert [(each.name, each.company) for each in found.found] == [("Ann", "IBM")]


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("Ann", "", "Ann"),
        ("", "Lee", "Lee"),
        ("  Ann  Mary ", " Lee\t", "Ann Mary Lee"),
        ("Ann", ".", "Ann"),
        ("A\x00nn", "\x07Lee\x85", "Ann Lee"),
        ("Ann\u202e", "Lee", "Ann Lee"),
        ("🌟", "", "🌟"),
        ("\u3164", "Lee", "Lee"),
        ("👩\u200d💻 Ann", "🇫🇷", "👩\u200d💻 Ann 🇫🇷"),
        ("محمد", "علي", "محمد علي"),
        ("_*Bob*_", "<b>", "_*Bob*_ <b>"),
        ("x" * 10_000, "Lee", "x" * 200),
    ],
)
def test_a_name_stays_as_it_is_but_for_what_nobody_can_see(first, last, name):
    assert [each.name for each in table(f"{first},{last},,,,,04 Nov 2018").found] == [name]


@pytest.mark.parametrize(
    "row",
    [
        ",,,,,,07 Jun 2026",
        ",,https://www.linkedin.com/in/x,,Hidden,,01 Jan 2023",
        " ,\u200b,,,IBM,,",
        ".,-,,,,,01 Jan 2023",
    ],
)
def test_whoever_has_no_name_is_counted_with_the_line(row):
    found = table(ANN, row, "Bob,Ray,,,,,05 Nov 2018")
    assert [each.name for each in found.found] == ["Ann Lee", "Bob Ray"]
    assert found.unread == [(3, HIDDEN)]


def test_lines_are_counted_as_an_editor_counts_them():
    found = table(
        'Ann,Lee,,,"IBM\nResearch","Lead\r\nof it",04 Nov 2018',
        "",
        "Bob,Ray\u2028\x85,,,,,05 Nov 2018",
        ",,,,,,06 Nov 2018",
    )
    assert [(each.name, each.line) for each in found.found] == [("Ann Lee", 2), ("Bob Ray", 6)]
    assert found.found[0].company == "IBM Research"
    assert [line for line, _why in found.unread] == [7]


def test_a_quotation_mark_that_never_closes_costs_its_own_line_only():
    found = table(ANN, 'Bob,"Ray,,,,,05 Nov 2018', *(f"P{i},Q,,,,,05 Nov 2018" for i in range(100)))
    assert len(found.found) == 101
    assert found.unread == [(3, DAMAGED)]
    last = table(ANN, 'Bob,Ray,,,,,"05 Nov 2018', "Cid,Ray,,,,,05 Nov 2018")
    assert [each.name for each in last.found] == ["Ann Lee", "Cid Ray"]


def test_quotation_marks_that_quote_nothing_are_part_of_the_text():
    assert table('Bob,"Ray" Jr.,,,6" pipes and 8" pipes,,05 Nov 2018').found[0].company == '6" pipes and 8" pipes'


def test_somebody_who_stands_there_twice_is_one():
    found = table(
        ANN,
        "Ann,Lee-Smith,https://linkedin.com/in/Ann-Lee/,,Intel,,04 Nov 2018",
        "Bob,Ray,,bob@example.org,,,05 Nov 2018",
        "Robert,Ray,,Bob@Example.org,,,06 Nov 2018",
        "Cid,Ray,,,Acme,,05 Nov 2018",
        "Cid,Ray,,,Acme,,05 Nov 2018",
        "Cid,Ray,,,Contoso,,05 Nov 2018",
    )
    assert [each.name for each in found.found] == ["Ann Lee", "Bob Ray", "Cid Ray", "Cid Ray"]
    assert found.doubles == [3, 5, 7]


def test_two_profiles_are_two_people_even_with_one_address():
    found = table(
        "Ann,Lee,https://www.linkedin.com/in/ann-lee,office@example.org,,,",
        "Bob,Lee,https://www.linkedin.com/in/bob-lee,office@example.org,,,",
    )
    assert [[handle.kind for handle in each.handles] for each in found.found] == [
        ["linkedin", "email"],
        ["linkedin"],
    ]


def test_one_profile_is_one_profile_however_its_address_is_written():
    found = table(
        "Zoë,Brandt,https://www.linkedin.com/in/zo%C3%AB-brandt,,,,",
        "Zoë,Brandt,http://LinkedIn.com/in/zoë-brandt/,,,,",
        "Zoë,Brandt,www.linkedin.com/in/zo%c3%ab-brandt?trk=x,,,,",
    )
    assert found.doubles == [3, 4]


def test_an_unreadable_day_costs_the_day_and_not_the_person():
    found = table("Ann,Lee,,,,,soon", "Bob,Ray,,,,,", "Cid,Ray,,,,,31 Feb 2020", "Dan,Ray,,,,,01 Jan 2040")
    assert [each.met_on for each in found.found] == [None] * 4
    assert found.undated == (3, "2, 4, 5")


def test_something_else_is_no_table_of_connections():
    assert SOURCE.part(piece("x.csv", "First Name,Last Name,E-mail Address\nAnn,Lee,a@example.org")) == ""
    assert SOURCE.part(piece("Connections.csv", "")) == ""


def test_a_table_without_anybody_is_said_to_be_one():
    assert len(table().haul.remarks) == 1
    assert table(ANN).haul.remarks == ()


def test_endless_lines_and_fields_are_met_calmly():
    started = time.process_time()
    found = table(ANN, "x" * 10_000_000, '"' + "y,\n" * 70_000, "Bob,Ray,,,,,05 Nov 2018")
    assert found.found[0].name == "Ann Lee"
    assert found.unread[0] == (3, DAMAGED)
    assert found.found[-1].name == "Bob Ray"
    assert time.process_time() - started < 5


def test_more_lines_than_connections_can_have_are_refused():
    with pytest.raises(WrongFile):
        connections(f"{HEADER}\n" + "a\n" * 101_000)


def test_thirty_thousand_rows_are_read_in_no_time():
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER.split(","))
    for i in range(30_000):
        url = f"https://www.linkedin.com/in/person-{i}"
        writer.writerow(["Zoë", f"Nr. {i}", url, "", "Acme, Inc.", "Lead", f"{i % 28 + 1:02} Nov 2018"])
    started = time.process_time()
    found = connections(out.getvalue())
    assert len(found.found) == 30_000
    assert time.process_time() - started < 4  # seconds of computing, however busy the machine is


def test_an_export_without_profiles_and_one_with_them_meet():
    old = connections(sample("2018-11_complete")["Connections.csv"]).found[0]
    new = connections(sample("2026-03_complete")["Connections.csv"]).found[0]
    assert old.origins == ("linkedin:tomas reyes|2018-11-04",)
    assert set(old.origins) < set(new.origins)
    assert not any("//" in each for each in new.origins)  # a profile is a handle, and no second key beside it
    assert [each.value for each in new.handles if each.kind == "linkedin"] == [
        "https://www.linkedin.com/in/tomasreyes"
    ]


def test_namesakes_of_one_day_share_no_origin():
    found = table(
        "Ana,Ko,https://www.linkedin.com/in/ana-1,,Acme,,05 Nov 2018",
        "Ana,Ko,https://www.linkedin.com/in/ana-2,,Contoso,,05 Nov 2018",
        "Ana,Ko,,,Fabrikam,,06 Nov 2018",
        "Ana,Ko,,,Tailspin,,",
        "Ana,Ko,,,Woodgrove,,soon",
    ).found
    origins = [origin for each in found for origin in each.origins]
    assert len(origins) == len(set(origins)) == 5
    again = table(
        "Ana,Ko,,,Contoso,,05 Nov 2018", "Ana,Ko,,,Acme,,05 Nov 2018", "Ana,Ko,,,Fabrikam,,06 Nov 2018"
    ).found
    assert {each.origins[-1] for each in again} == {found[0].origins[-1], found[1].origins[-1], found[2].origins[0]}
