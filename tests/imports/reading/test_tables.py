"""Tables out of every program that writes them: where the header is, the records, and their lines."""

import csv
import io
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports.reading.source import Piece
from core.imports.reading.tables import Row, columns_of, grid_of, has_columns, lines_of, rows_of, text_of
from core.imports.reading.texts import MAX_LINE
from core.imports.reading.wrong import MEGABYTE, WrongFile
from tests.imports.reading.given import piece

HEADER = "First Name,Last Name,Company"


def rows(content: str | bytes, *wanted: str) -> list[Row | int]:
    return list(rows_of(piece(content), *(wanted or ("firstname",))))


def cells(content: str | bytes, *wanted: str) -> list[str | int]:
    """The first cell of every row, or the line of a damaged one."""
    return [each if isinstance(each, int) else next(iter(each.cells.values())) for each in rows(content, *wanted)]


def test_rows_have_the_names_of_their_columns_and_their_lines():
    assert rows(f"{HEADER}\nAnn,Lee,IBM\n\n  \nBob\n") == [
        Row(2, {"firstname": "Ann", "lastname": "Lee", "company": "IBM"}),
        Row(5, {"firstname": "Bob", "lastname": "", "company": ""}),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_every_encoding_is_read(encoding):
    assert cells(f"{HEADER}\nZoë,Nuñez,\n".encode(encoding)) == ["Zoë"]


def test_an_encoding_is_found_out_however_late_it_shows():
    many = f"{HEADER}\n" + "Ann,Lee,IBM\n" * 20_000
    assert cells(many.encode() + "Zoë,,".encode())[-1] == "Zoë"
    assert cells(many.encode() + "Zoë,,".encode("cp1252"))[-1] == "Zoë"


def test_one_broken_character_spoils_no_other():
    raw = f"{HEADER}\nZoë,,\n".encode() + b"Jos\xc3,,\n" + "Núñez,,\n".encode()
    assert cells(raw) == ["Zoë", "Jos\ufffd", "Núñez"]


def test_a_character_between_two_chunks_stays_whole():
    for shift in range(4):
        text = f"{HEADER}\n" + "x" * shift + "é🌟" * 30_000 + ",,\n"
        assert cells(text) == ["x" * shift + "é🌟" * 30_000]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "above", ["", "sep={}\r\n", "Notes:\n\n", 'Notes:\n"First Name, Last Name\nmay be missing"\n\n']
)
def test_what_excel_and_others_leave_is_read(delimiter, end, above):
    header = delimiter.join(["FirstName", "last_name", "E-mail 1 - Value"])
    content = above.format(delimiter) + header + end + delimiter.join(["Ann", '"a;b,\tc"', "x"]) + end
    (row,) = rows(content, "firstname", "email1value")
    assert row == Row(
        len(io.StringIO(above).readlines()) + 2, {"firstname": "Ann", "lastname": "a;b,\tc", "email1value": "x"}
    )


def test_a_header_is_found_below_many_notes_but_not_in_data():
    assert cells("a,b\n" * 300 + f"{HEADER}\nAnn,,\n") == ["Ann"]
    assert rows('{"a": "First Name,Last Name", "b": 1}') == []
    assert rows("<table>\nFirst Name,Last Name") == []


def test_of_columns_that_are_called_the_same_the_first_counts():
    assert rows("Name,Email,Email,First Name\nA,1,2,3\nB,1") == [
        Row(2, {"firstname": "3", "email": "1", "name": "A"}),
        Row(3, {"firstname": "", "email": "1", "name": "B"}),
    ]


def test_columns_are_known_by_their_names():
    table = piece("Prénom,Nom de famille\nAnn,Lee")
    assert columns_of(table)[0] == {"prenom", "nomdefamille"}
    assert has_columns(table, "prenom")
    assert not has_columns(table, "prenom", "lee")


def test_records_go_over_lines_where_they_are_as_wide_as_the_header():
    content = f'{HEADER}\nAnn,"L\ne\r\ne",IBM\nBob,Ray,"A\n\nB"\nCid,,\n'
    assert [each.line for each in rows(content) if isinstance(each, Row)] == [2, 5, 8]
    assert rows(content)[0] == Row(2, {"firstname": "Ann", "lastname": "L\ne\r\ne", "company": "IBM"})


def test_records_over_lines_are_read_across_chunks():
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    made = [[f"P{n}", "line\nafter line\n" * (n % 7), '"quoted", as it is'] for n in range(20_000)]
    writer.writerows([HEADER.split(","), *made])
    assert [[*each.cells.values()] for each in rows(out.getvalue()) if isinstance(each, Row)] == made


def test_a_quotation_mark_that_never_closes_costs_its_own_line_only():
    assert cells(f'{HEADER}\nAnn,,\nBob,"Ray,\n' + "P,,\n" * 100) == ["Ann", 3, *["P"] * 100]
    assert cells(f'{HEADER}\nAnn,,\nBob,,"Ray') == ["Ann", 3]
    assert cells(f'{HEADER}\nAnn,,\nBob,,"Ray\nCid,,\n') == ["Ann", 3, "Cid"]


def test_quotation_marks_that_quote_nothing_are_part_of_the_text():
    (row,) = rows(f'{HEADER}\nBob,"Ray" Jr.,6" pipes and 8" pipes')
    assert isinstance(row, Row)
    assert row.cells["company"] == '6" pipes and 8" pipes'


def test_endless_lines_cost_themselves():
    started = time.perf_counter()
    content = f"{HEADER}\nAnn,,\n" + "x" * 10_000_000 + '\n"' + "y" * 200_000 + '"\nBob,,\n'
    assert cells(content) == ["Ann", 3, 4, "Bob"]
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize("line", ['"a,b,c\n', '"a\n', 'a,"a\n', '"\n', '""\n', '"""\n', '"a""\n', '"' * 50 + "\n"])
def test_nothing_but_broken_quotes_is_met_calmly(line):
    started = time.process_time()
    assert len(rows(f"{HEADER}\n" + line * 20_000)) <= 20_000
    assert time.process_time() - started < 3


def test_nuls_are_nothing():
    assert cells(f"{HEADER}\nA\0nn,,\n") == ["Ann"]


def test_a_table_of_somebodys_own_making_has_the_header_that_it_has():
    header, records = grid_of(piece("My people\n\nWho;Mail;Mail\nAnn;a@x;b@x\nBob;;\n"))
    assert header == ("Who", "Mail", "Mail")
    assert list(records) == [(4, ["Ann", "a@x", "b@x"]), (5, ["Bob", "", ""])]


@pytest.mark.parametrize("content", ["", "Dear Ann!\nHow are you?", "one\ntwo\n", '{"a": [1, 2]}'])
def test_what_is_no_table_is_told_so(content):
    with pytest.raises(WrongFile):
        grid_of(piece(content))


def test_a_small_text_is_read_at_once_and_a_large_one_refused():
    assert text_of(piece("Zoë".encode("utf-16"))) == "Zoë"
    with pytest.raises(WrongFile):
        text_of(piece(b"x" * (MEGABYTE + 1)), MEGABYTE)


def test_lines_come_without_their_ends_and_no_longer_than_they_may_be():
    assert list(lines_of(piece("a\r\n\nb\rc\u2028d"))) == ["a", "", "b", "c\u2028d"]
    long = [*lines_of(piece("x" * 300_000 + "\ny"))]
    assert list(map(len, long)) == [MAX_LINE, 1]


def test_lines_end_the_same_however_chunks_cut_them():
    for shift in range(3):
        text = "x" * (65_534 + shift) + "\r\n" + "y\r" + "z"
        assert [len(line) for line in lines_of(piece(text))] == [65_534 + shift, 1, 1]


CELL = st.text(st.sampled_from("aZ9 ,;\t\"'\n\r\0\u2028é🌟=@"), max_size=12)


@given(st.lists(st.lists(CELL, max_size=9), max_size=12))
def test_bits_of_csv_are_never_a_crash(made):
    lines = [
        each if isinstance(each, int) else each.line
        for each in rows(f"{HEADER}\n" + "\n".join(",".join(row) for row in made))
    ]
    assert lines == sorted(set(lines))


@given(
    st.lists(st.tuples(CELL, CELL, CELL), max_size=12),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_no_record_is_ever_lost(made, end, quoting):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end, quoting=quoting)
    writer.writerows([HEADER.split(","), *made])
    something = [row for row in made if any(cell.strip("\0 \t\r\n\u2028") for cell in row)]
    assert len(rows(out.getvalue())) >= len(something)


def test_any_cut_of_a_stream_gives_the_same_rows():
    """What is read at once, and what comes byte by byte, is the same."""
    raw = f'sep=,\r\n{HEADER}\r\nZoë,"a\r\nb",🌟\r\nBob,"c""d",\r\n'.encode()

    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(random.Random(self.tell()).randint(1, 3))

    slow = Piece(path="x", size=len(raw), head=raw, open=lambda: Slow(raw))
    assert list(rows_of(slow, "firstname")) == rows(raw)
