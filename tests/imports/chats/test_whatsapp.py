"""WhatsApp's exported chats: every header, whose chat it is, and which number is the month."""

from datetime import date
from zipfile import ZipFile

import pytest

from core.facts.imports import Exchange, Haul
from core.facts.people import Handle
from core.imports import recognising
from core.imports.chats import whatsapp
from core.imports.chats.day_orders import DAY_FIRST, MONTH_FIRST, YEAR_FIRST, orders_of
from core.imports.joining import join
from core.imports.reading.owners import settled
from tests.imports.linkedin.sent import TODAY, piece, read, reading, sample

LRM, NARROW, WIDE = "\u200e", "\u202f", "\u00a0"
ANA = "WhatsApp Chat with Ana.txt"
SECRET = "Messages and calls are end-to-end encrypted. Only people in this chat can read them."


def chat(*lines: str, path: str = ANA) -> Haul:
    return read(whatsapp.SOURCE, {path: "\n".join(lines)})


def said(haul: Haul) -> list[tuple[str, date | None, date | None]]:
    """Of everybody written with: name, last sent, last received."""
    return [(each.name, e.sent_on, e.received_on) for each in haul.found for e in each.exchanges]


def test_an_iphone_with_the_day_first():
    haul = read(whatsapp.SOURCE, sample("whatsapp", "ios_dmy"))
    (tomas,) = haul.found
    assert (tomas.name, tomas.origins, tomas.sure) == ("Tomás Reyes", ("whatsapp:tomas reyes",), True)
    assert tomas.exchanges == (Exchange(via="WhatsApp", sent_on=date(2025, 3, 25), received_on=date(2025, 3, 26)),)
    assert "budget" not in repr(haul)


@pytest.mark.parametrize(
    ("path", "expected", "is_mutual"),
    [
        ("WhatsApp Chat with Zoë Brandt.txt", ("Zoë Brandt", None, date(2025, 3, 14)), False),
        ("WhatsApp Chat mit Jürgen Müller.txt", ("Jürgen Müller", date(2025, 3, 4), date(2025, 3, 31)), True),
        ("Chat de WhatsApp con Ana.txt", ("Ana", date(2025, 3, 25), date(2025, 3, 4)), True),
    ],
)
def test_android_in_three_languages(path, expected, is_mutual):
    haul = read(whatsapp.SOURCE, {path: sample("whatsapp")[path]})
    assert said(haul) == [expected]
    assert haul.found[0].sure is is_mutual
    assert not haul.remarks


def test_a_number_is_the_other_one():
    haul = read(whatsapp.SOURCE, {"iso.txt": sample("whatsapp")["iso.txt"]})
    (found,) = haul.found
    assert (found.name, found.sure) == ("", False)
    assert found.handles == (Handle(kind="phone", value="+1123456789"),)
    assert found.origins == ("whatsapp:+1123456789",)
    assert said(haul) == [("", date(2025, 3, 4), date(2025, 3, 24))]


def test_whoever_is_in_all_chats_is_the_owner():
    haul = read(whatsapp.SOURCE, sample("whatsapp"))
    assert ("Aino", date(2025, 3, 24), date(2025, 3, 4)) in said(haul)  # fi.txt
    assert [(remark.message, remark.n, dict(remark.values)) for remark in haul.remarks] == [
        ("{n} group chat is left out: I look only at those between two people.", 1, {}),
    ]


def test_where_nobody_knows_who_is_who_nothing_is_taken():
    haul = read(whatsapp.SOURCE, {"fi.txt": sample("whatsapp")["fi.txt"]})
    assert not haul.found
    assert not haul.remarks
    assert [len(talk.sides) for talk in haul.undecided] == [2]


@pytest.mark.parametrize(
    "header",
    [
        "[25/03/25, 14:05:09]",
        f"{LRM}[25/03/25, 14:05:09]",
        f"[25/03/2025, 2:05:09{NARROW}PM]",
        "[3/25/25, 2:05:09 PM]",
        "[25.03.25, 14:05:09]",
        "[2025-03-25, 14:05:09]",
        "[2025/03/25 14:05:09]",
        "[2025/3/25 下午2:05:09]",
        "[2025. 3. 25. 오후 2:05:09]",
        "[25-03-2025 14:05:09]",
        "[25.3.2025 klo 14.05.09]",
        "25/03/2025, 14:05 -",
        "25/03/2025 14:05 -",
        f"3/25/25, 2:05{NARROW}PM -",
        f"25/03/2025, 2:05 p.{WIDE}m. -",
        f"25/3/25 2:05 a.{NARROW}m. -",
        "25/03/25 à 14:05 -",
        "25.03.25, 14:05 -",
        "25.3.2025 klo 14.05 -",
        "25.03.2025 kl. 14.05 -",
        "25. 3. 2025 14:05 -",
        "25-03-2025 14:05 -",
        "2025-03-25, 14:05 -",
        "2025/03/25 14:05 -",
        "2025. 3. 25. 오후 2:05 -",
        f"{LRM}25/3/25, 14:05 –",
        "٢٥\u200f/٣\u200f/٢٠٢٥، ١٤:٠٥ -",
    ],
)
def test_every_header(header):
    text = f"{header} Ana: hi\n{header} Nina: ho"
    assert whatsapp.SOURCE.part(piece(ANA, text)) == "chat"
    assert said(chat(text)) == [("Ana", date(2025, 3, 25), date(2025, 3, 25))]


@pytest.mark.parametrize(
    "text",
    [
        "To do on 25/03/2025, 14:05 - buy milk",
        "1. one\n2. two",
        "2025-03-25 is a day",
        "Name,Phone\nAna,1",
        "[1] Smith, J. (2025)",
    ],
)
def test_what_is_no_chat(text):
    assert not whatsapp.SOURCE.part(piece("notes.txt", text))
    assert not whatsapp.SOURCE.part(piece("chat.csv", "25/03/25, 14:05 - Ana: hi"))


def test_a_message_goes_on_over_lines_and_colons_belong_to_it():
    haul = chat(
        "25/03/25, 14:05 - Ana: Agenda:",
        "1. budget: 10",
        "",
        "see: https://example.org",
        "25/03/25, 14:06 - Nina: ok: fine",
    )
    assert said(haul) == [("Ana", date(2025, 3, 25), date(2025, 3, 25))]


def test_what_the_phone_says_itself_does_not_count():
    android = chat(f"24/03/25, 14:05 - {SECRET}", "25/03/25, 14:06 - Nina: hi")
    assert said(android) == [("Ana", date(2025, 3, 25), None)]
    iphone = chat(
        f"[24/03/25, 14:05:00] Ana: {LRM}{SECRET}",
        f"[24/03/25, 14:05:00] Ana: {LRM}Ana ist ein Kontakt.",
        "[25/03/25, 14:06:00] Nina: hi",
        path="_chat.txt",
    )
    assert said(iphone) == [("Ana", date(2025, 3, 25), None)]


def test_what_the_owner_has_deleted_does_not_turn_the_chat_around():
    lines = [
        "[24/03/25, 14:05:00] Ana: hi",
        f"[25/03/25, 14:05:00] Nina: {LRM}You deleted this message.",
        "[25/03/25, 14:06:00] Nina: ho",
    ]
    assert said(chat(*lines, path="WhatsApp Chat - Ana.zip/_chat.txt")) == [
        ("Ana", date(2025, 3, 25), date(2025, 3, 24)),
    ]
    assert len(chat(*lines, path="_chat.txt").undecided) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"{LRM}image omitted",
        f"{LRM}Missed voice call, {LRM}Tap to call back",
        f"{LRM}Voice call. {LRM}5 min",
        f"{LRM}Sprachanruf. {LRM}5 Min.",
        "<Media omitted>",
        "null",
        f"ok {LRM}<This message was edited>",
    ],
)
def test_pictures_and_calls_count(text):
    haul = chat("[24/03/25, 14:05:00] Nina: hi", f"[25/03/25, 14:05:00] Ana: {text}")
    assert said(haul) == [("Ana", date(2025, 3, 24), date(2025, 3, 25))]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("WhatsApp Chat with Ana.txt", "Ana"),
        ("WhatsApp Chat with Ana (2).txt", "Ana"),
        ("WhatsApp Chat - Ana/_chat.txt", "Ana"),
        ("Downloads/WhatsApp Chat - Ana.zip/_chat.txt", "Ana"),
        ("WhatsApp Chat - Ana.txt", "Ana"),
        ("WhatsApp Chat mit Ana.txt", "Ana"),
        ("Chat de WhatsApp con Ana.txt", "Ana"),
        ("Discussion WhatsApp avec Ana.txt", "Ana"),
        ("Conversa do WhatsApp com Ana.txt", "Ana"),
        ("Bate-papo do WhatsApp - Ana.txt", "Ana"),
        ("Chat WhatsApp con Ana.txt", "Ana"),
        ("WhatsApp-chat met Ana.txt", "Ana"),
        ("WhatsApp-chatt med Ana.txt", "Ana"),
        ("Чат WhatsApp с контактом Ana.txt", "Ana"),
        ("Ana ile WhatsApp Sohbeti.txt", "Ana"),
        ("Ana.txt", "Ana"),
    ],
)
def test_whose_chat_it_is_says_its_name(path, name):
    haul = chat("25/03/25, 14:05 - Nina: hi", "25/03/25, 14:05 - Ana: ho", path=path)
    assert [found.name for found in haul.found] == [name]


@pytest.mark.parametrize(
    ("title", "partner"),
    [
        ("WhatsApp Chat with Zoë ❤️.txt", "Zoë ❤️"),
        ("WhatsApp Chat with Zoë _.txt", "Zoë ❤️"),  # what a file's name cannot hold
        ("WhatsApp Chat with AC_DC.txt", "AC/DC"),
        ("田中さんとのWhatsAppチャット.txt", "田中"),
    ],
)
def test_a_files_name_may_lack_some_signs(title, partner):
    haul = chat(f"25/03/25, 14:05 - {partner}: ho", "25/03/25, 14:05 - A: hi", path=title)
    assert [found.name for found in haul.found] == [partner]


def test_whom_nobody_has_answered():
    haul = chat("25/03/25, 14:05 - Nina: hi", path="WhatsApp Chat with Zoë.txt")
    assert said(haul) == [("Zoë", date(2025, 3, 25), None)]
    assert not haul.found[0].sure
    haul = chat("25/03/25, 14:05 - Nina: hi", path="WhatsApp Chat with Big Nina.txt")
    assert said(haul) == [("Big Nina", date(2025, 3, 25), None)]


def test_somebody_who_is_no_contact_has_a_tilde():
    lines = [f"[25/03/25, 14:05:00] ~{NARROW}Dana: hi", "[25/03/25, 14:05:00] Nina: ho"]
    haul = chat(*lines, path="_chat.txt")
    assert said(haul) == [("Dana", date(2025, 3, 25), date(2025, 3, 25))]
    assert haul.found[0].origins == ("whatsapp:dana|25/03/25",)


def test_two_with_one_first_name_are_two_people():
    two = {"WhatsApp Chat with Ana.txt": "12/03/2025", "WhatsApp Chat with Ana (1).txt": "25/12/2019"}
    lines = {path: f"{day}, 10:00 - Ana: hi\n{day}, 10:01 - Nina: ho\n" for path, day in two.items()}
    haul = read(whatsapp.SOURCE, lines)
    assert len(join(haul.found).people) == 2
    assert len(join((*haul.found, *haul.found)).people) == 2


@pytest.mark.parametrize(
    "number", ["+49 151 12345678", "\u202a+49\u00a0151\u00a012345678\u202c", "+49 151\u201112345678"]
)
def test_a_number_becomes_a_handle(number):
    haul = chat(f"25/03/25, 14:05 - {number}: hi", "25/03/25, 14:05 - Nina: ho", path="chat.txt")
    assert [(found.name, found.handles, found.sure) for found in haul.found] == [
        ("", (Handle(kind="phone", value="+4915112345678"),), False)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [f"25/03/25, 14:05 - {name}: hi" for name in ("Ana", "Nina", "Raj")],
        [
            '25/03/25, 14:05 - Nina created group "Family"',
            "25/03/25, 14:05 - Ana: hi",
            "25/03/25, 14:05 - Nina: ho",
        ],
        [
            f"[25/03/25, 14:05:00] Family: {LRM}{SECRET}",
            "[25/03/25, 14:05:00] Ana: hi",
            "[25/03/25, 14:05:00] Nina: ho",
        ],
        [f"[25/03/25, 14:05:00] Family: {LRM}Nina created this group.", "[25/03/25, 14:05:00] Nina: ho"],
    ],
)
def test_groups_are_left_out_and_said(lines):
    haul = chat(*lines)
    assert not haul.found
    assert [remark.n for remark in haul.remarks] == [1]


def test_of_a_file_that_names_neither_of_the_two_both_ways_are_kept():
    haul = chat("25/03/25, 14:05 - Ana: hi", "25/03/25, 14:05 - Nina: ho", path="WhatsApp Chat with my boss.txt")
    assert not haul.found
    (talk,) = haul.undecided  # both ways, until somebody says which
    assert {(side.keys, side.other.name) for side in talk.sides} == {
        (("whatsapp:nina",), "Ana"),
        (("whatsapp:ana",), "Nina"),
    }


def test_where_both_readings_are_possible_both_are_given():
    haul = chat("03/04/25, 14:05 - Ana: x", "04/04/25, 14:06 - Nina: y")
    assert haul.found[0].exchanges == (
        Exchange(
            via="WhatsApp",
            sent_on=date(2025, 4, 4),
            received_on=date(2025, 4, 3),
            sent_or=date(2025, 4, 4),
            received_or=date(2025, 3, 4),
        ),
    )


def test_where_both_readings_are_the_same_nobody_is_asked():
    haul = chat("04/04/25, 14:05 - Ana: x", "05/05/25, 14:06 - Nina: y")
    assert haul.found[0].exchanges == (
        Exchange(via="WhatsApp", sent_on=date(2025, 5, 5), received_on=date(2025, 4, 4)),
    )


@pytest.mark.parametrize(
    ("days", "orders"),
    [
        (["03/04/25", "04/04/25"], (DAY_FIRST, MONTH_FIRST)),
        (["03/04/25", "25/04/25"], (DAY_FIRST,)),
        (["3/4/25", "3/25/25"], (MONTH_FIRST,)),
        (["05/04/25", "01/05/25"], (DAY_FIRST,)),  # else it would go back in time
        (["5/4/25", "6/1/25"], (MONTH_FIRST,)),
        (["10/12/26"], (MONTH_FIRST,)),  # else it would be to come: it is 23 November
        (["03.04.25", "04.04.25"], (DAY_FIRST,)),  # with dots, nobody writes the month first
        (["03-04-2025"], (DAY_FIRST,)),
        (["2025-04-03"], (YEAR_FIRST,)),
        (["2025/04/03", "2025/5/1"], (YEAR_FIRST,)),
        (["25/04/03", "25/05/30"], (YEAR_FIRST,)),
        (["99/99/25", "3/25/25", "4/1/25"], (MONTH_FIRST,)),  # one that is none decides nothing
    ],
)
def test_the_order_is_decided_over_the_whole_chat(days, orders):
    assert orders_of(days, TODAY) == orders


def test_a_day_that_cannot_be_right_costs_itself():
    haul = chat("25/03/25, 14:05 - Ana: x", "31/02/25, 14:05 - Ana: y", "01/01/99, 14:05 - Nina: z")
    assert said(haul) == [("Ana", None, date(2025, 3, 25))]
    assert [(remark.n, remark.values["file"]) for remark in haul.remarks] == [(2, ANA)]


def test_other_encodings_and_line_ends():
    text = f"{LRM}[25/03/25, 14:05:00] Zoë: hi\r\n[26/03/25, 14:05:00] Nina: ho\r\n"
    for encoding in ("utf-8-sig", "utf-16"):
        haul = read(whatsapp.SOURCE, {"WhatsApp Chat with Zoë.txt": text.encode(encoding)})
        assert said(haul) == [("Zoë", date(2025, 3, 26), date(2025, 3, 25))]


def test_an_empty_chat_says_nothing():
    assert not chat(f"25/03/25, 14:05 - {SECRET}").found


def test_the_name_of_an_iphones_zip_names_the_other_one(tmp_path):
    path = tmp_path / "upload"
    with ZipFile(path, "w") as out:
        out.writestr("_chat.txt", "[04.03.25, 10:00:00] Ada: Hi\r\n[15.03.25, 11:00:01] Lena Braun: Hello\r\n")
    for name in ("WhatsApp Chat - Lena Braun.zip", "WhatsApp Chat with Lena Braun (1).zip"):
        haul = recognising.read(path, name, reading())
        assert [(each.name, each.exchanges[0].mutual) for each in haul.found] == [("Lena Braun", True)]
    assert not recognising.read(path, "chat.zip", reading()).found


def test_two_chats_sent_one_after_the_other_say_who_the_owner_is():
    first = chat("25/03/25, 14:05 - Ana: hi", "25/03/25, 14:05 - Nina: ho", path="_chat.txt")
    second = chat("26/03/25, 14:05 - Bo: hi", "26/03/25, 14:06 - Nina: ho", path="_chat.txt")
    both = settled(Haul(undecided=(*first.undecided, *second.undecided)))
    assert {each.name for each in both.found} == {"Ana", "Bo"}
