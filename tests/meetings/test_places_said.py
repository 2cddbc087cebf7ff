"""/met with a place, days to come in the note, and names with commas behind them while an event is going on."""

from datetime import date, time, timedelta

import pytest

from tests.linking.chats import Chat
from tests.meetings.conftest import TODAY, noted
from tests.meetings.test_capturing import buttons, card_of

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("/met Lena Ott @ SAP; promised to send her my portfolio by Friday; met at Mixer", ""),
        ("/met Lena Ott @ SAP @ Mixer", ""),
        ("/met Lena Ott @ Mixer", ""),
        ("/met Lena Ott @ SAP met at the Winter mixer, nice talk", "nice talk"),
        ("/met Lena coffee at Winter mixer", "coffee"),
    ],
)
async def test_a_place_that_is_an_event_of_theirs_wins(ada: Chat, line: str, note: str) -> None:
    title = "Mixer" if "Winter" not in line else "Winter mixer"
    mixer = await noted(ada, title=title, on=TODAY - 4 * DAY, at=time(18), until_at=time(20))
    await noted(ada)
    if "Lena coffee" in line:
        await ada.says("/add Lena Ott")
    assert f"At {title}" in await ada.says(line)
    contact, [touch] = await card_of(ada, "Lena Ott")
    assert (touch.event_id, touch.what, touch.happened_on) == (mixer.id, note, mixer.on)
    assert contact.company == ("SAP" if "SAP" in line else "")


@pytest.mark.parametrize(
    "line", ["/met Jane lunch at Google", "/met Jane coffee at the mixer bar", "/met Jane at IBM"]
)
async def test_another_place_stays_in_the_note(ada: Chat, line: str) -> None:
    await noted(ada, title="Google meetup")
    await noted(ada, title="Mixer", on=TODAY - DAY)
    await ada.says("/add Jane Doe")
    await ada.says(line)
    _contact, [touch] = await card_of(ada, "Jane Doe")
    assert touch.what == line.removeprefix("/met Jane ")


@pytest.mark.parametrize(
    ("line", "note", "day"),
    [
        ("/met Jane @ Starbucks, coffee", "@ Starbucks, coffee", 0),
        ("/met Jane @ Tim Hortons yesterday", "@ Tim Hortons", 1),
        ("/met Jane @ Brampton Hall, talked about jobs", "@ Brampton Hall, talked about jobs", 0),
        ("/met Jane @ Union Station, share a cab home", "@ Union Station, share a cab home", 0),
    ],
)
async def test_a_place_is_no_employer_of_somebody_known(ada: Chat, line: str, note: str, day: int) -> None:
    await ada.says("/add Jane Doe")
    assert "Promised" not in await ada.says(line)
    contact, [touch] = await card_of(ada, "Jane Doe")
    assert (contact.company, contact.title) == ("", "")
    assert (touch.what, touch.happened_on) == (note, TODAY - day * DAY)
    place = note.removeprefix("@ ").split(",")[0]
    assert f"Works at {place}?" in buttons(ada)
    await ada.presses("Works at")
    contact, _touches = await card_of(ada, "Jane Doe")
    assert contact.company == place


@pytest.mark.parametrize("line", ["/met Jane @ Dell, CTO", "/met Jane, CTO @ Dell", "/met Jane @ Dell #fintech"])
async def test_beside_a_title_or_a_tag_it_is_their_company(ada: Chat, line: str) -> None:
    await ada.says("/add Jane Doe")
    await ada.says(line)
    contact, [touch] = await card_of(ada, "Jane Doe")
    assert (contact.company, touch.what) == ("Dell", "")


async def test_what_was_done_is_no_promise(ada: Chat) -> None:
    await ada.says("/add Jane Doe")
    for done in ("share a taxi", "invite to party", "meet her boss", "help her move"):
        assert await ada.says(f"/met Jane {done}") == f"Noted: in touch with Jane Doe\n{done}"
    assert "Promised: send her the deck" in await ada.says("/met Jane send her the deck")
    assert "Promised: invite her to the gala" in await ada.says("/met Jane coffee, invite her to the gala")


async def test_of_another_day_no_event_is_meant(ada: Chat) -> None:
    await noted(ada, title="Mixer", on=TODAY - 4 * DAY)
    await ada.says("/add Jane Doe")
    await ada.says("/met Jane coffee at Mixer yesterday")
    _contact, [touch] = await card_of(ada, "Jane Doe")
    assert (touch.event_id, touch.what, touch.happened_on) == (None, "coffee at Mixer", TODAY - DAY)


async def test_where_in_the_room_is_told(ada: Chat) -> None:
    await noted(ada)
    assert "Met: at the coffee table" in await ada.says("/met Ann Lee @ RBC met at the coffee table")
    await ada.says("/met Ann Lee @ RBC met at the bar")
    _contact, touches = await card_of(ada, "Ann Lee")
    assert sorted(each.what for each in touches) == ["", "met at the bar"]


async def test_a_day_to_come_in_the_note_refuses_nothing(ada: Chat) -> None:
    await noted(ada)
    said = await ada.says("/met Bob Stone, lawyer; will intro him to Jane; wants coffee next week")
    assert said.splitlines() == [
        "Noted: in touch with Bob Stone",
        "lawyer",
        "wants coffee next week",
        "Promised: intro him to Jane, by Wed, Nov 25",
        "At Kiwanis breakfast",
    ]
    assert "still to come" in await ada.says("/met Bob coffee tomorrow")
    assert "still to come" in await ada.says("/met Bob, tomorrow")
    said = await ada.says("/met Bob coffee yesterday, starts his new job on 5 January")
    assert "starts his new job on 5 January" in said
    assert "Day: Sun, Nov 22" in said


async def test_at_an_event_an_unknown_name_with_commas_is_one_person(ada: Chat) -> None:
    assert "don't know Kim Lee" in await ada.says("/met Kim Lee, Deloitte, consultant")
    await noted(ada)
    said = await ada.says("/met Kim Lee, Deloitte, consultant")
    assert said.splitlines() == ["Noted: in touch with Kim Lee", "consultant at Deloitte", "At Kiwanis breakfast"]
    said = await ada.says("/met Ann @ RBC, send CV, intro to Jane, call her tomorrow")
    assert said.splitlines()[1:5] == [
        "RBC",
        "Promised: send CV, by Wed, Nov 25",
        "Promised: intro to Jane, by Wed, Nov 25",
        "Promised: call her, by Tue, Nov 24",
    ]
    await ada.says("/met Tom Ford, Bill Gates")
    assert "Add Tom Ford" in buttons(ada)


async def test_days_at_the_ends_of_time(ada: Chat) -> None:
    await noted(ada, on=date.min + DAY)
    await ada.says("/add Jane Doe")
    assert "in touch with Jane Doe" in await ada.says("/met Jane at Mixer 1 January 0001")
