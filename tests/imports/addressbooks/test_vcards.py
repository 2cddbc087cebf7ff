"""Contact cards of every version and maker, with everything that they bend."""

import base64
import codecs
import time

import pytest

from core.facts.imports import Found, Haul
from core.imports.addressbooks.drafts import NOBODY
from core.imports.addressbooks.vcards import BREAKS_OFF, SOURCE
from tests.imports.addressbooks.books import days, piece, read, sample, values


def cards(*cards_: str | bytes, path: str = "contacts.vcf", region: str = "") -> Haul:
    """Read cards of which only the lines between BEGIN and END are given."""
    raw = b"".join(
        b"BEGIN:VCARD\r\n"
        + (card if isinstance(card, bytes) else card.encode().replace(b"\n", b"\r\n"))
        + b"\r\nEND:VCARD\r\n"
        for card in cards_
    )
    return read(SOURCE, {path: raw}, region)


def card(lines: str | bytes, region: str = "") -> Found:
    """The one person on a card."""
    haul = cards(lines, region=region)
    assert not haul.skipped
    (found,) = haul.found
    return found


def test_android_breaks_lines_within_letters_and_mixes_charsets():
    haul = read(SOURCE, sample("vcard/android21.vcf"))
    juergen, tanaka = haul.found
    assert (juergen.name, tanaka.name) == ("Jürgen Müller", "田中 太郎")
    assert juergen.notes == "Café on the\ncorner, second floor"
    assert values(juergen) == ["+491701234567"]
    assert values(tanaka) == ["+81312345678"]
    assert [(each.message, each.n) for each in haul.remarks] == [
        ("The picture on {n} card was left out: I keep none.", 1)
    ]


def test_apple_labels_dates_and_leaves_years_out():
    (mary,) = read(SOURCE, sample("vcard/ios30.vcf")).found
    assert mary.name == "Mary O'Brien"
    assert mary.company == "Acme; Inc."
    assert days(mary) == {"birthday": (None, 3, 14), "anniversary": (2010, 6, 1)}
    assert values(mary) == ["+447700900000", "mary@example.org", "https://x.com/mary"]
    assert mary.notes.startswith("Ωμέγα ☕ Ωμέγα")
    assert "\ufffd" not in mary.notes


def test_a_group_is_nobody_and_a_tag_of_its_members():
    haul = read(SOURCE, sample("vcard/v4.vcf"))
    (zoe,) = [each for each in haul.found if each.sure]
    assert zoe.name == "Zoë Brandt"
    assert values(zoe) == ["+491701234567", "zoe@example.org"]
    assert days(zoe) == {"birthday": (None, 3, 7), "anniversary": (2015, 6, 1)}
    (member,) = [each for each in haul.found if not each.sure]
    assert member.origins == zoe.origins == ("vcard:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",)
    assert (member.name, member.tags) == ("", ("Book-club",))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("BDAY:1984-05-14", (1984, 5, 14)),
        ("BDAY:19840514", (1984, 5, 14)),
        ("BDAY;VALUE=date-and-or-time:19840514T000000Z", (1984, 5, 14)),
        ("BDAY:1984-05-14T00:00:00.000Z", (1984, 5, 14)),
        ("BDAY:--0314", (None, 3, 14)),
        ("BDAY:--03-14", (None, 3, 14)),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-14", (None, 3, 14)),
        ("BDAY;X-APPLE-OMIT-YEAR=2000:2000-03-14", (None, 3, 14)),
        ("BDAY:1604-02-29", (None, 2, 29)),
        ("BDAY:1984", (1984, None, None)),
        ("BDAY:1984-05", (1984, 5, None)),
        ("BDAY:--05", (None, 5, None)),
    ],
)
def test_birthdays_in_every_form(line, day):
    assert days(card(f"FN:Jane Doe\n{line}")) == {"birthday": day}


@pytest.mark.parametrize("value", ["", "0000-00-00", "1984-02-30", "circa 1800", "--1332", "soon"])
def test_what_is_no_day_is_no_birthday(value):
    assert days(card(f"FN:Jane Doe\nBDAY;VALUE=text:{value}")) == {}


def test_values_are_whole_even_where_commas_should_have_been_escaped():
    found = card("FN:Smith, John\nTITLE:CEO, Founder\nNOTE:a, b\\, c\\; d\\\\e\\nf\nORG:Acme\\; Inc., Ltd.;Sales")
    assert (found.name, found.title, found.company) == ("Smith, John", "CEO, Founder", "Acme; Inc., Ltd.")
    assert found.notes == "a, b, c; d\\e\nf"


def test_nicknames_tags_and_roles():
    found = card("FN:Jane Doe\nNICKNAME:Janie,JD\nCATEGORIES:myContacts,Book club,#lisbon,Starred\nROLE:Engineer")
    assert found.aliases == ("Janie", "JD")
    assert found.tags == ("Book-club", "lisbon")
    assert found.title == "Engineer"


def test_the_parts_of_a_name_where_it_is_not_written_out():
    assert card("N:O'Brien;Mary;Ann;Dr.;Jr.").name == "Mary Ann O'Brien Jr."
    assert card("FN:\nN:田中;太郎;;;").name == "田中 太郎"
    assert card("FN:jane@example.org\nN:Doe;Jane\nEMAIL:jane@example.org").name == "Jane Doe"
    assert card("NICKNAME:Janie\nTEL:+14165550199").name == "Janie"
    acme = card("ORG:Acme;\nTEL:+14165550199")
    assert (acme.name, acme.company) == ("Acme", "")
    somebody = card("ORG:Acme;\nEMAIL:jane@acme.example")
    assert (somebody.name, somebody.company) == ("", "Acme")


def test_somebody_of_whom_only_an_address_is_known():
    found = card("FN:jane@example.org\nEMAIL:jane@example.org")
    assert (found.name, values(found)) == ("", ["jane@example.org"])
    assert card("EMAIL;INTERNET:Jane Doe <jane@example.org>").handles == found.handles
    number = card("FN:+1 416 555 0199")
    assert (number.name, values(number)) == ("", ["+14165550199"])


@pytest.mark.parametrize(
    ("line", "handle"),
    [
        ("TEL;CELL;PREF:+1 (416) 555-0199", ("phone", "+14165550199")),
        ('TEL;VALUE=uri;TYPE="voice,home":tel:+1-416-555-0199', ("phone", "+14165550199")),
        ("TEL:416 555 0199", ("phone", "+14165550199")),
        ("item1.EMAIL;type=INTERNET:Jane@Example.org", ("email", "Jane@example.org")),
        ("URL:https\\://www.linkedin.com/in/janedoe", ("linkedin", "https://www.linkedin.com/in/janedoe")),
        ("URL;TYPE=WORK:example.org/a:b", ("website", "https://example.org/a:b")),
        ("X-SOCIALPROFILE;type=twitter;x-user=jane:x-apple:jane", ("x", "https://x.com/jane")),
        (
            "X-SOCIALPROFILE;type=pref;type=linkedin:http://www.linkedin.com/in/janedoe",
            ("linkedin", "https://www.linkedin.com/in/janedoe"),
        ),
        ("SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://example.social/@jane", ("mastodon", "@jane@example.social")),
        ("IMPP;X-SERVICE-TYPE=Telegram;type=HOME:telegram:@janedoe", ("telegram", "@janedoe")),
        ("IMPP;X-SERVICE-TYPE=WhatsApp:x-apple:+14165550199", ("whatsapp", "+14165550199")),
        ("X-TWITTER:@jane", ("x", "https://x.com/jane")),
    ],
)
def test_ways_to_reach_somebody(line, handle):
    (found,) = card(f"FN:Jane Doe\n{line}", region="CA").handles
    assert (found.kind, found.value) == handle


@pytest.mark.parametrize(
    "line",
    [
        "TEL;FAX:+14165550199",
        "item1.TEL:+14165550199\nitem1.X-ABLabel:_$!<WorkFAX>!$_",
        "TEL:none",
        "EMAIL:jane at example",
        "IMPP;X-SERVICE-TYPE=Jabber:xmpp:jane@example.org",
        "X-SKYPE:jane",
        "X-ABRELATEDNAMES:John",
        "RELATED:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "URL:",
        "ADR;TYPE=home:;;1 Way;Toronto;ON;M5V 2T6;Canada",
    ],
)
def test_what_is_no_way_to_reach_them(line):
    assert card(f"FN:Jane Doe\n{line}").handles == ()


def test_dead_pages_of_google_plus_only_say_who_somebody_is():
    found = card("FN:Jane Doe\nURL:https://plus.google.com/104000000000000000001")
    assert (found.handles, found.origins) == ((), ("googleplus:104000000000000000001",))


@pytest.mark.parametrize("uid", ["1", "00000042", "", "a b c d e f g h i"])
def test_what_a_phone_counts_is_no_origin(uid):
    assert card(f"FN:Jane Doe\nUID:{uid}").origins == ()


def test_android_has_dates_and_nicknames_of_its_own():
    item = "X-ANDROID-CUSTOM:vnd.android.cursor.item"
    found = card(
        f"FN:Jane Doe\n{item}/contact_event;2010-06-01;1;;;;\n{item}/contact_event;--09-30;0;Name day;;;\n"
        f"{item}/nickname;Janie;1;;;;\n{item}/relation;Bob;1;;;"
    )
    assert days(found) == {"anniversary": (2010, 6, 1), "name day": (None, 9, 30)}
    assert found.aliases == ("Janie",)


def test_outlook_with_its_own_properties_and_its_picture_under_another_name():
    found = card(
        "VERSION:2.1\nN;LANGUAGE=de;CHARSET=Windows-1252:Müller;Jürgen;;Dr.\n"
        "FN;CHARSET=Windows-1252:Dr. Jürgen Müller\n"
        "ORG:Acme;Research\nTITLE:Lead\nNOTE;ENCODING=QUOTED-PRINTABLE:first=0D=0A=\n=0D=0A=\nlast\n"
        "TEL;WORK;VOICE:+49 30 1234567\nTEL;WORK;FAX:+49 30 1234568\n"
        "ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;1 Way=0D=0AFloor 2;Berlin\n"
        "LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:1 Way=0D=0A=\nFloor 2=0D=0A=\nBerlin\n"
        "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2\nEMAIL;PREF;INTERNET:juergen@example.org\nX-MS-ANNIVERSARY;VALUE=DATE:20100601\n"
        'X-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns="http://schemas.example/outlook"><img align="left"/></card>\n'
        "X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:\n /9j/4AAQSkZJRgAB\n AAAA=\n\nREV:20200101T000000Z".encode(
            "cp1252"
        ).replace(b"\n", b"\r\n")
    )
    assert (found.name, found.company, found.title) == ("Dr. Jürgen Müller", "Acme", "Lead")
    assert found.notes == "first\n\nlast"
    assert values(found) == ["+49301234567", "juergen@example.org"]
    assert days(found) == {"anniversary": (2010, 6, 1)}


def test_nokia_in_capitals_and_with_spaces():
    found = card(
        "VERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:N=C3=BA=C3=B1ez;Jos=C3=A9\n"
        "TEL;PREF;VOICE;CELL:+34600111222\n"
        "TEL;HOME;VIDEO:600 111 333\nEMAIL;ENCODING=8BIT:jose@example.org\nX-CLASS:private\n"
        "BDAY:19850314\nUID:27\nREV:x",
        region="ES",
    )
    assert (found.name, found.origins) == ("José Núñez", ())
    assert values(found) == ["+34600111222", "+34600111333", "jose@example.org"]
    assert days(found) == {"birthday": (1985, 3, 14)}


def test_evolution_and_thunderbird():
    found = card(
        'FN:Jane Doe\nN:Doe;Jane;;;\nEMAIL;X-EVOLUTION-UI-SLOT=1;TYPE="WORK":jane@example.org\n'
        "X-MOZILLA-HTML:FALSE\n"
        'TEL;X-EVOLUTION-UI-SLOT=2;TYPE="WORK,FAX":+14165550101\nTEL;TYPE="CELL";PREF=1:tel:+1-416-555-0199\n'
        "X-EVOLUTION-ANNIVERSARY:2010-06-01\nX-EVOLUTION-SPOUSE:John\nX-EVOLUTION-FILE-AS:Doe\\, Jane\n"
        "UID:pas-id-4FBE89710BC3424C\nSOURCE:https://example.org/x.vcf"
    )
    assert values(found) == ["jane@example.org", "+14165550199"]
    assert (days(found), found.origins) == ({"anniversary": (2010, 6, 1)}, ("vcard:pas-id-4FBE89710BC3424C",))


def test_a_date_with_the_owners_own_label():
    assert days(card("FN:Jane Doe\nitem1.X-ABDATE:2010-06-01\nitem1.X-ABLabel:Wedding")) == {
        "wedding": (2010, 6, 1)
    }


def test_pictures_are_left_out_and_said_once():
    picture = base64.b64encode(bytes(range(256)) * 20).decode()
    folded = "\n ".join(picture[at : at + 72] for at in range(0, len(picture), 72))
    bare = "\n".join(picture[at : at + 72] for at in range(0, len(picture), 72))
    haul = cards(
        f"FN:Jane Doe\nPHOTO;ENCODING=b;TYPE=JPEG:{folded}\nTITLE:Engineer",
        f"FN:Raj Patel\nPHOTO;JPEG;ENCODING=BASE64:\n{bare}\n\nTITLE:Lawyer",
        f"FN:Zoë Brandt\nPHOTO:data:image/png;base64,{picture}\nTITLE:Baker",
        "FN:Kofi Mensah\nPHOTO:https://lh3.example/x\nTITLE:Nurse",
    )
    assert [(each.name, each.title) for each in haul.found] == [
        ("Jane Doe", "Engineer"),
        ("Raj Patel", "Lawyer"),
        ("Zoë Brandt", "Baker"),
        ("Kofi Mensah", "Nurse"),
    ]
    assert [each.n for each in haul.remarks] == [4]


def test_notes_with_line_ends_of_their_own_or_in_base64():
    assert card("VERSION:2.1\nFN:Jane\nNOTE:first\nsecond\nTEL:+14165550199").notes == "first\nsecond"
    note = base64.b64encode("Café".encode()).decode()
    assert card(f"VERSION:2.1\nFN:Jane\nNOTE;ENCODING=BASE64:\n {note}\n").notes == "Café"
    assert card("VERSION:2.1\nFN:Jane\nNOTE;ENCODING=BASE64:not!base64!").notes == ""


def test_lines_in_another_charset():
    assert card(b"FN:Jos\xe9 N\xfa\xf1ez").name == "José Núñez"
    assert card(b"VERSION:2.1\r\nFN;CHARSET=windows-1251:\xc8\xe2\xe0\xed").name == "Иван"
    assert card(b"VERSION:2.1\r\nFN;CHARSET=no-such-thing:Jos\xe9").name == "José"
    assert card(b"VERSION:2.1\r\nFN;CHARSET=hex:Jane").name == "Jane"
    assert card("VERSION:2.1\nFN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=93=63=92=86").name == "田中"


def test_whole_files_in_utf_16_with_a_mark_and_with_old_line_ends():
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë Brandt\r\nEND:VCARD\r\n"
    for raw in (
        text.encode("utf-16"),
        codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        text.encode("utf-16-le"),
        text.encode("utf-8-sig"),
        text.replace("\r\n", "\n").encode(),
        text.replace("\r\n", "\r").encode(),
        b"\r\n" + text.lower().replace("zoë brandt", "Zoë Brandt").encode(),
    ):
        (found,) = read(SOURCE, {"a.vcf": raw}).found
        assert found.name == "Zoë Brandt"


def test_colons_between_quotes_and_quotes_that_do_not_close():
    assert values(card('FN:Jane\nTEL;X-LABEL="a:b;c",TYPE="cell":+14165550199')) == ["+14165550199"]
    assert card('FN;X-A="b:Jane Doe').name == "Jane Doe"


def test_a_bad_card_costs_itself():
    haul = cards("VERSION:3.0\nADR:;;1 Way", "FN:Jane Doe", "garbage\n:\n;;;\nBDAY", "FN:Raj Patel")
    assert [each.name for each in haul.found] == ["Jane Doe", "Raj Patel"]
    assert [(each.where, each.line, each.why) for each in haul.skipped] == [
        ("contacts.vcf", 1, NOBODY),
        ("contacts.vcf", 8, NOBODY),
    ]


def test_the_last_card_of_a_torn_file():
    haul = read(SOURCE, {"a.vcf": "BEGIN:VCARD\nFN:Jane Doe\nEND:VCARD\nBEGIN:VCARD\nFN:Raj Pa"})
    assert [each.name for each in haul.found] == ["Jane Doe"]
    assert [(each.line, each.why) for each in haul.skipped] == [(4, BREAKS_OFF)]


def test_a_card_whose_end_was_forgotten_and_a_card_within_a_card():
    haul = read(SOURCE, {"a.vcf": "BEGIN:VCARD\nFN:Jane\nBEGIN:VCARD\nFN:Raj\nEND:VCARD"})
    assert [each.name for each in haul.found] == ["Jane", "Raj"]
    agent = "FN:Jane\nAGENT:\nBEGIN:VCARD\nFN:Her agent\nEND:VCARD\nTEL:+14165550199"
    assert [(each.name, values(each)) for each in cards(agent).found] == [("Jane", ["+14165550199"])]
    torn = cards("FN:Jane\nAGENT:\nBEGIN:VCARD\nFN:Her agent", "FN:Raj", "FN:Zoë")
    assert [each.name for each in torn.found] == ["Jane", "Raj", "Zoë"]


def test_lines_that_go_on_without_end():
    lines = b"FN;ENCODING=QUOTED-PRINTABLE:Jane=\r\n" + b"x=\r\n" * 200_000 + b"TEL:+14165550199"
    start = time.process_time()
    cards(lines, b"Z" * 90_000 + b"=\r\n" + b"a=\r\n" * 100_000)
    assert time.process_time() - start < 4


def test_the_same_card_in_several_label_folders_is_one_person_with_several_tags():
    jane, raj = (f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nN:;;;;\nEND:VCARD\n" for name in ("Jane", "Raj"))
    folder = "Takeout/Contacts"
    haul = read(
        SOURCE,
        {
            f"{folder}/Alle Kontakte/Alle Kontakte.vcf": jane + raj,
            f"{folder}/Meine Kontakte/Meine Kontakte.vcf": jane + raj,
            f"{folder}/Book club/Book club.vcf": jane,
            f"{folder}/Family/Family.vcf": jane,
        },
    )
    assert {each.name: set(each.tags) for each in haul.found} == {"Jane": {"Book-club", "Family"}, "Raj": set()}


def test_a_circle_of_google_plus_is_a_tag():
    card_ = "BEGIN:VCARD\nVERSION:3.0\nFN:Jane\nURL:https://plus.google.com/104000000000000000001\nEND:VCARD\n"
    (jane,) = read(SOURCE, {"Takeout/Google+ Circles/Old friends.vcf": card_}).found
    assert (jane.tags, jane.origins) == (("Old-friends",), ("googleplus:104000000000000000001",))


def test_what_is_no_card():
    for content in ("", "BEGIN:VCALENDAR\n", "Dear BEGIN:VCARD\n", "a,b\n1,2\n", b"\0" * 50):
        assert SOURCE.part(piece("contacts.vcf", content)) == ""


def test_endless_lines_and_cards():
    haul = cards(
        "FN:" + "x" * 300_000 + "\nTEL:+14165550199", "FN:Jane\n" + "NOTE:y\n" * 5_000 + "TEL:+14165550100"
    )
    assert [len(each.name) for each in haul.found] == [200, 4]
    note = card("FN:Jane\nNOTE:" + "\n ".join(["y" * 70] * 5_000))
    assert len(note.notes) == 4_000


def test_thousands_of_cards_take_seconds():
    many = [
        f"VERSION:3.0\nFN:Jane {at}\nN:{at};Jane;;;\nitem1.EMAIL;TYPE=INTERNET:jane{at}@example.org\n"
        f"item1.X-ABLabel:_$!<Work>!$_\nTEL;TYPE=CELL:+1 416 555 {at:04}\nORG:Acme;Research\nNOTE:Met at\n  a fair"
        for at in range(3_000)
    ]
    start = time.process_time()
    assert len(cards(*many).found) == 3_000
    assert time.process_time() - start < 6
