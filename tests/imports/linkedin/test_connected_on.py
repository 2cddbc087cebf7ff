"""The days in "Connected On"."""

from datetime import date

import pytest

from core.imports.reading.days import day_reader

NOVEMBER = date(2018, 11, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("04 Nov 2018", "4 nov 2018", "11/4/18, 9:05 AM", "11/04/2018", "4-Nov-18", "04-Nov-2018", "2018-11-04"),
        *("2018-11-04 00:00:00", "04.11.2018", "4.11.18", "04-11-2018", "Nov 4, 2018", "November 4, 2018"),
        *("4 nov. 2018", "4 de nov. de 2018", "4 novembre 2018", "4. November 2018", "4 listopada 2018"),
        *(
            "4 kasım 2018",
            "4 нояб. 2018",
            "4. marraskuuta 2018",
            "04 พ.ย. 2018",
            "2018年11月4日",
            "2018년 11월 4일",
        ),
        *("٤ نوفمبر ٢٠١٨", "4 Νοεμβρίου 2018", " 04 Nov 2018 "),
    ],
)
def test_every_way_to_write_a_day_is_read(text):
    assert day_reader([text])(text) == NOVEMBER


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31 Feb 2018",
        "2018",
        "Nov 2018",
        "04 Nov 1018",
        "13/13/2018",
        "0/0/00",
        "4 Brumaire 2018",
        "4 " * 99,
    ],
)
def test_what_is_no_day_is_none(text):
    assert day_reader([text])(text) is None


def test_a_file_says_itself_whether_the_day_comes_first():
    assert day_reader(["11/4/18", "11/14/18"])("11/4/18") == NOVEMBER
    assert day_reader(["4/11/2018", "14/11/2018"])("4/11/2018") == NOVEMBER
    assert day_reader(["11-04-2018", "11-14-2018"])("11-04-2018") == NOVEMBER
