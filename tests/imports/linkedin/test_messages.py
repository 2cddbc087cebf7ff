"""messages.csv: who wrote to whom, and what is no exchange."""

import csv
import io
import time
import tracemalloc
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.imports import Exchange, Haul
from core.imports.linkedin.cells import DAMAGED, NAMESAKES, UNDATED
from core.imports.linkedin.source import SOURCE
from tests.imports.linkedin.sent import called, read

NINA = ("Nina Okafor", "https://www.linkedin.com/in/nina-okafor-9b1")
ZOE = ("Zoë Brandt", "https://www.linkedin.com/in/zo%C3%AB-brandt")
JANE = ("Jane Doe, Ph.D.", "https://www.linkedin.com/in/janedoe-phd")
TOM = ("Tomás Reyes", "https://www.linkedin.com/in/tomasreyes")
PROFILE = "First Name,Last Name,Maiden Name,Headline\nNina,Okafor,,Community lead\n"
COLUMNS = (
    *("CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS"),
    *("DATE", "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"),
)
OLDER = tuple(name for name in COLUMNS[:10] if name != "RECIPIENT PROFILE URLS")  # 2020 to mid-2023
FIRST = ("From", "To", "Date", "Subject", "Content", "Direction", "Folder")  # 2018
CONNECTIONS = "First Name,Last Name,Email Address,Company,Position,Connected On\n"


def message(sender, *recipients, on="2025-06-01 14:03:22 UTC", talk="", folder="INBOX", text="Hi", **more):
    """One row, by the names of its columns."""
    people = sorted({sender[0], *(each[0] for each in recipients)})
    return {
        "CONVERSATION ID": talk or "2-" + "+".join(people),
        "FROM": sender[0],
        "SENDER PROFILE URL": sender[1],
        "TO": ", ".join(each[0] for each in recipients),
        "RECIPIENT PROFILE URLS": ",".join(each[1] for each in recipients if each[1]),
        "DATE": on,
        "CONTENT": text,
        "FOLDER": folder,
        **more,
    }


def letter(sender: str, to: str, on: str, direction: str) -> dict[str, str]:
    """A row of 2018."""
    return {"From": sender, "To": to, "Date": on, "Direction": direction, "Folder": "INBOX"}


def table(*rows: dict[str, str], columns=COLUMNS, quoted: bool = False) -> str:
    out = io.StringIO()
    style = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n", quoting=style)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def sent(*rows: dict[str, str], zone: str = "Europe/Lisbon", **options: object) -> Haul:
    """What these messages say, with the owner's Profile.csv."""
    return read(SOURCE, {"messages.csv": table(*rows, **options), "Profile.csv": PROFILE}, zone)


def exchanges(haul: Haul) -> dict[str, tuple[date | None, date | None]]:
    """When the owner last wrote to each, and they to the owner."""
    assert all(len(each.exchanges) == 1 for each in haul.found)
    return {each.name: (each.exchanges[0].sent_on, each.exchanges[0].received_on) for each in haul.found}


JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("columns", [COLUMNS, COLUMNS[:11], COLUMNS[:10], OLDER])
def test_both_directions_are_seen_with_the_columns_of_every_year(columns, quoted):
    haul = sent(
        message(ZOE, NINA),
        message(NINA, ZOE, on="2025-07-01 10:00:00 UTC", text='Great, "next steps".\n\n- budget'),
        columns=columns,
        quoted=quoted,
    )
    assert exchanges(haul) == {"Zoë Brandt": (JULY, JUNE)}
    (zoe,) = haul.found
    assert zoe.sure
    assert [each.value for each in zoe.handles] == ["https://www.linkedin.com/in/zo%C3%AB-brandt"]
    assert zoe.origins == ("linkedin:https://www.linkedin.com/in/zo%c3%ab-brandt",)


def test_2018_says_the_direction_and_only_the_day():
    haul = read(
        SOURCE,
        {
            "Messages.csv": table(
                letter("Tomás Reyes", "Nina Okafor", "11/4/18, 9:30 AM", "INCOMING"),
                letter("Nina Okafor", "Tomás Reyes", "11/14/18, 11:45 PM", "OUTGOING"),
                letter("Nina Okafor", "Tomás Reyes, Zoë Brandt", "11/15/18, 11:45 PM", "OUTGOING"),
                columns=FIRST,
            )
        },
        zone="Asia/Tokyo",
    )
    assert exchanges(haul) == {"Tomás Reyes": (date(2018, 11, 14), date(2018, 11, 4))}
    assert haul.found[0].origins == ("linkedin:name:tomas reyes",)


def test_one_side_alone_makes_nobody_a_contact():
    haul = sent(message(ZOE, NINA), message(NINA, TOM))
    assert exchanges(haul) == {"Zoë Brandt": (None, JUNE), "Tomás Reyes": (JUNE, None)}
    assert not any(each.sure for each in haul.found)


def test_an_instant_becomes_the_owners_day():
    late = message(ZOE, NINA, on="2025-05-31 23:30:00 UTC")
    assert exchanges(sent(late, zone="Europe/Lisbon")) == {"Zoë Brandt": (None, JUNE)}
    assert exchanges(sent(late, zone="America/New_York")) == {"Zoë Brandt": (None, date(2025, 5, 31))}


@pytest.mark.parametrize(
    "row",
    [
        message(NINA, ZOE, **{"IS MESSAGE DRAFT": "Yes"}),
        message(NINA, ZOE, **{"IS CONVERSATION DRAFT": "Yes"}),
        message(ZOE, NINA, folder="SPAM"),
        message(("Casey Morgan", ""), NINA, text='<p class="spinmail-quill-editor__spin-break">Hi %FIRSTNAME%'),
        message(TOM, NINA, text='<p class="spinmail-quill-editor__spin-break">Hi %FIRSTNAME%'),
        message(("LinkedIn Member", ""), NINA),
        message(NINA, ("LinkedIn Member", "")),
    ],
)
def test_drafts_spam_advertising_and_nobody_are_counted_and_left_out(row):
    haul = sent(row, message(ZOE, NINA))
    assert exchanges(haul) == {"Zoë Brandt": (None, JUNE)}
    assert [each.n for each in haul.remarks] == [1]


@pytest.mark.parametrize("folder", ["INBOX", "ARCHIVE", "", "OTHER"])
def test_no_folder_says_the_direction(folder):
    assert exchanges(sent(message(NINA, ZOE, folder=folder))) == {"Zoë Brandt": (JUNE, None)}


def test_recipients_are_told_apart_by_their_profiles_and_not_by_commas():
    haul = sent(message(NINA, JANE), message(JANE, NINA, on="2025-07-01 10:00:00 UTC"))
    assert exchanges(haul) == {"Jane Doe, Ph.D.": (JUNE, JULY)}


@pytest.mark.parametrize("columns", [COLUMNS, OLDER])
def test_a_group_is_no_exchange(columns):
    haul = sent(
        message(NINA, TOM, JANE, talk="2-a"),
        message(JANE, NINA, TOM, talk="2-a"),
        message(TOM, NINA, talk="2-a"),  # after Jane has left
        columns=columns,
    )
    assert haul.found == ()
    assert [each.n for each in haul.remarks] == [1]


def test_a_group_with_somebody_hidden_is_no_talk_of_two():
    haul = sent(message(NINA, TOM, ("LinkedIn Member", "")), message(TOM, NINA))
    assert exchanges(haul) == {"Tomás Reyes": (None, JUNE)}


def test_before_2023_a_comma_in_a_name_is_told_by_whoever_is_called_so():
    row = message(NINA, JANE)
    assert exchanges(sent(row, columns=OLDER)) == {}  # two people, for all that anybody can know
    known = f'{CONNECTIONS}Jane,"Doe, Ph.D.",,Tailspin,,15 Aug 2022\n'
    haul = read(
        SOURCE, {"messages.csv": table(row, columns=OLDER), "Profile.csv": PROFILE, "Connections.csv": known}
    )
    assert [each.exchanges for each in called(haul, "Jane Doe, Ph.D.") if each.exchanges] == [
        (Exchange(via="LinkedIn", sent_on=JUNE),)
    ]
    assert exchanges(sent(row, message(JANE, NINA), columns=OLDER)) == {"Jane Doe, Ph.D.": (JUNE, JUNE)}


def test_before_2023_a_name_without_profile_finds_the_connection_of_that_name():
    rows = message(NINA, TOM, talk="a"), message(NINA, ("Ana Ko", ""), talk="b")
    connections = (
        f"{CONNECTIONS}Tomás,Reyes,,Contoso,,04 Nov 2018\nAna,Ko,,Acme,,05 Nov 2018\nAna,Ko,,Contoso,,06 Nov 2018\n"
    )
    haul = read(
        SOURCE,
        {
            "messages.csv": table(*rows, columns=OLDER),
            "Profile.csv": PROFILE,
            "Connections.csv": connections,
        },
    )
    assert [each.origins for each in called(haul, "Tomás Reyes")] == [("linkedin:tomas reyes|2018-11-04",)] * 2
    assert [each.why for each in haul.skipped] == [NAMESAKES]


def test_the_owner_is_the_profile_that_sends_under_their_name_and_not_a_namesake():
    namesake = (NINA[0], "https://www.linkedin.com/in/nina-okafor-other")
    haul = sent(message(NINA, ZOE), message(TOM, NINA), message(namesake, NINA))
    assert exchanges(haul) == {
        "Zoë Brandt": (JUNE, None),
        "Tomás Reyes": (None, JUNE),
        "Nina Okafor": (None, JUNE),
    }


def test_the_owner_is_the_inviter_of_outgoing_invitations():
    invitations = (
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        f'Nina O.,Ama Owusu,"8/15/22, 2:37 PM",,OUTGOING,{NINA[1]},https://www.linkedin.com/in/ama\n'
    )
    haul = read(SOURCE, {"messages.csv": table(message(ZOE, NINA)), "Invitations.csv": invitations})
    assert {each.name: each.exchanges for each in haul.found if each.exchanges} == {
        "Zoë Brandt": (Exchange(via="LinkedIn", received_on=JUNE),)
    }


@pytest.mark.parametrize("columns", [COLUMNS, OLDER])
def test_alone_the_owner_is_who_takes_part_in_everything(columns):
    rows = message(ZOE, NINA), message(NINA, ZOE), message(NINA, TOM), message(JANE, NINA)
    haul = read(SOURCE, {"messages.csv": table(*rows, columns=columns)})
    assert exchanges(haul) == {
        "Zoë Brandt": (JUNE, JUNE),
        "Tomás Reyes": (JUNE, None),
        "Jane Doe, Ph.D.": (None, JUNE),
    }


def test_alone_with_one_partner_both_ways_are_kept_until_another_file_tells():
    haul = read(SOURCE, {"messages.csv": table(message(ZOE, NINA), message(NINA, ZOE))})
    assert haul.found == haul.remarks == ()
    (talk,) = haul.undecided
    assert {side.other.name: set(side.keys) for side in talk.sides} == {
        NINA[0]: {"linkedin:name:zoe brandt", f"linkedin:{ZOE[1].lower()}"},
        ZOE[0]: {"linkedin:name:nina okafor", f"linkedin:{NINA[1]}"},
    }


def test_somebody_who_has_married_is_one():
    haul = sent(
        message(ZOE, NINA),
        message(NINA, ("Zoë Brandt-Lee", ZOE[1]), on="2025-07-01 10:00:00 UTC"),
        message(("Zoë Brandt-Lee", ZOE[1]), NINA, talk="another"),
    )
    assert [each.exchanges for each in haul.found] == [(Exchange(via="LinkedIn", sent_on=JULY, received_on=JUNE),)]


def test_somebody_who_writes_under_a_companys_page_is_nobody():
    haul = sent(message(("Acme", "https://www.linkedin.com/company/acme"), NINA))
    assert not any(each.handles for each in haul.found)
    assert not any(each.sure for each in haul.found)


def test_a_member_without_a_name_and_notes_to_oneself():
    haul = sent(
        message(("LinkedIn Member", "https://www.linkedin.com/in/gone"), NINA), message(NINA, NINA, talk="me")
    )
    assert not any(each.sure for each in haul.found)
    assert "LinkedIn Member" not in {each.name for each in haul.found}


def test_days_that_nobody_can_read_or_that_have_not_come_cost_their_row():
    haul = sent(
        message(ZOE, NINA),
        message(ZOE, NINA, on="soon"),
        message(ZOE, NINA, on="9999-99-99 99:99:99 UTC"),
        message(ZOE, NINA, on="2031-01-01 10:00:00 UTC"),
    )
    assert exchanges(haul) == {"Zoë Brandt": (None, JUNE)}
    assert [(each.line, each.why) for each in haul.skipped] == [(3, UNDATED), (4, UNDATED), (5, UNDATED)]


def test_a_damaged_row_costs_itself():
    rows = table(message(ZOE, NINA)).splitlines()
    broken = "\n".join((*rows, '2-x,,"Tomás,https://www.linkedin.com/in/tomasreyes,Nina', rows[1], ""))
    haul = read(SOURCE, {"messages.csv": broken, "Profile.csv": PROFILE})
    assert exchanges(haul) == {"Zoë Brandt": (None, JUNE)}
    assert [(each.line, each.why) for each in haul.skipped] == [(3, DAMAGED)]


def test_a_crowd_is_a_group_however_it_is_written():
    crowd = [(f"P{i}", f"https://www.linkedin.com/in/p{i}") for i in range(40)]
    haul = sent(*(message(each, NINA, talk="crowd") for each in crowd), message(ZOE, NINA))
    assert exchanges(haul) == {"Zoë Brandt": (None, JUNE)}
    assert [each.n for each in haul.remarks] == [1]


@given(st.permutations(range(8)))
def test_the_order_of_the_messages_says_nothing(order):
    rows = [
        message(ZOE, NINA),
        message(ZOE, NINA, on="2024-02-29 10:00:00 UTC"),
        message(NINA, ZOE, on="2025-07-01 10:00:00 UTC"),
        message(NINA, TOM, JANE),
        message(JANE, NINA),
        message(NINA, TOM, on="2022-01-01 00:00:00 UTC"),
        message(ZOE, NINA, on="2031-01-01 10:00:00 UTC"),
        message(NINA, TOM, **{"IS MESSAGE DRAFT": "Yes"}),
    ]
    haul = sent(*(rows[i] for i in order))
    assert exchanges(haul) == {
        "Zoë Brandt": (JULY, JUNE),
        "Jane Doe, Ph.D.": (None, JUNE),
        "Tomás Reyes": (date(2022, 1, 1), None),
    }


_CELL = st.text(max_size=12) | st.sampled_from(
    [*NINA, *ZOE, *JANE, f"{ZOE[1]},{TOM[1]}", "LinkedIn Member", "Yes", "SPAM", "", "2025-06-01 14:03:22 UTC"]
)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, _CELL)), max_size=6), st.booleans())
def test_whatever_stands_in_the_cells_nothing_breaks(rows, quoted):
    haul = sent(*rows, quoted=quoted)
    assert all(each.name or each.origins for each in haul.found)
    assert sum(len(each.exchanges) for each in haul.found) <= len(rows)


def test_many_messages_take_no_time_and_little_space():
    rows = []
    for i in range(30_000):
        them = f"Zoë {i % 3_000},https://www.linkedin.com/in/zoe-{i % 3_000}"
        way = [",".join(NINA), them][:: 1 if i % 2 else -1]
        on = f"{2010 + i % 15}-{i % 12 + 1:02}-{i % 28 + 1:02} 08:00:00 UTC"
        rows.append(f'2-{i % 3_000},,{",".join(way)},{on},,"Hi,\nthere",INBOX,,,')
    content = "\n".join((",".join(COLUMNS), *rows)).encode()
    started = time.process_time()
    haul = read(SOURCE, {"messages.csv": content, "Profile.csv": PROFILE})
    assert len(haul.found) == 3_000
    assert time.process_time() - started < 4  # seconds of computing: 0.4 where nothing else runs


def test_messages_are_not_kept_in_memory():
    row = table(message(ZOE, NINA, text="x" * 1_000)).splitlines()[1]
    content = "\n".join((",".join(COLUMNS), *[row] * 10_000)).encode()
    tracemalloc.start()
    try:
        read(SOURCE, {"messages.csv": content, "Profile.csv": PROFILE})
        assert tracemalloc.get_traced_memory()[1] < 3_000_000  # bytes, of 11 million
    finally:
        tracemalloc.stop()
