"""/met at an event: everything of one line, and what of it may be taken off again."""

from datetime import date, time, timedelta

import pytest

from core.chat.request import Call
from core.chat.words import plain
from core.facts.events import Rsvp
from core.facts.people import Contact, Touch
from tests.conftest import Clock
from tests.linking.chats import Chat
from tests.meetings.conftest import TODAY, account_of, noted

LINE = "/met Raj Patel @ Shopify, PM, knows Jane, send him the article"


async def card_of(chat: Chat, name: str) -> tuple[Contact, list[Touch]]:
    account = await account_of(chat)
    async with chat.world.store.read() as tx:
        [contact] = await tx.people.search(account.id, name.casefold().split(), 5, 0)
        entries = await tx.people.entries(account.id, contact.id, 5)
    return contact, [each for each in entries if isinstance(each, Touch)]


def buttons(chat: Chat) -> list[str]:
    return [plain(each.label) for row in chat.replies[-1].unfolded for each in row]


async def test_one_line_keeps_it_all(ada: Chat) -> None:
    event = await noted(ada)
    await ada.says("/add Jane Doe")
    said = await ada.says(LINE)
    assert said == (
        "Noted: in touch with Raj Patel\n"
        "PM at Shopify\n"
        "Knows Jane Doe\n"
        "Promised: send him the article, by Wed, Nov 25\n"
        "At Kiwanis breakfast"
    )
    contact, [touch] = await card_of(ada, "Raj Patel")
    assert (contact.company, contact.title, contact.notes) == ("Shopify", "PM", "Knows Jane Doe")
    assert (contact.how_met, contact.met_on) == ("Kiwanis breakfast", TODAY)
    assert (touch.event_id, touch.what, touch.happened_on) == (event.id, "", TODAY)
    assert "send him the article" in await ada.says("/promises")


async def test_undo_takes_all_of_it_back(ada: Chat) -> None:
    await noted(ada)
    await ada.says(LINE)
    assert "your touch with Raj Patel" in await ada.says("/undo")
    assert "find nobody" in await ada.says("/who Raj")
    assert "kept all your promises" in await ada.says("/promises")


async def test_not_at_the_event_after_all(ada: Chat) -> None:
    await noted(ada)
    await ada.says(LINE)
    assert "but not at Kiwanis breakfast" in await ada.presses("Not at")
    contact, [touch] = await card_of(ada, "Raj Patel")
    assert touch.event_id is None
    assert (contact.how_met, contact.met_on) == ("", TODAY)
    await ada.says("/undo")
    assert "find nobody" in await ada.says("/who Raj")


async def test_not_at_this_one_leaves_how_they_were_met_at_an_earlier_one(ada: Chat, clock: Clock) -> None:
    await noted(ada)
    await ada.says(LINE)
    clock.advance(days=7)
    await noted(ada, on=TODAY + timedelta(days=7))
    await ada.says("/met Raj coffee")
    await ada.presses("Not at")
    contact, touches = await card_of(ada, "Raj Patel")
    assert contact.how_met == "Kiwanis breakfast"
    assert sorted(each.event_id is None for each in touches) == [False, True]


async def test_somebody_known_is_touched_and_their_card_filled(ada: Chat) -> None:
    event = await noted(ada)
    await ada.says("/add Raj Patel met at school")
    await ada.says("/met raj @ Shopify, PM")
    contact, [touch] = await card_of(ada, "Raj Patel")
    assert (contact.company, contact.title, contact.how_met, contact.met_on) == ("Shopify", "PM", "at school", None)
    assert touch.event_id == event.id
    await ada.says("/undo")
    contact, touches = await card_of(ada, "Raj Patel")
    assert (contact.company, contact.title, touches) == ("", "", [])


async def test_where_somebody_known_works_is_not_overwritten(ada: Chat) -> None:
    await ada.says("/add Jane Doe @ IBM")
    said = await ada.says("/met Jane @ Google, CTO")
    assert "@ Google, CTO" in said
    contact, _touches = await card_of(ada, "Jane Doe")
    assert contact.company == "IBM"
    assert "IBM → Google" in await ada.presses("Now at Google")


async def test_another_surname_is_somebody_else(ada: Chat) -> None:
    await ada.says("/add Raj Kumar @ IBM")
    assert "in touch with Raj Patel" in await ada.says("/met Raj Patel @ Shopify")
    assert "don't know Raj Patl" in await ada.says("/met Raj Patl @ Shopify")


async def test_two_of_one_name_are_asked_about_and_nothing_is_lost(ada: Chat) -> None:
    await noted(ada)
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/add Jane Smith @ Dell")
    assert "Whom do you mean" in await ada.says("/met Jane @ Dell, knows Bob, call her on Thursday")
    said = await ada.presses("Jane Smith")
    assert "Knows Bob" in said
    assert "Promised: call her, by Thu, Nov 26" in said


@pytest.mark.parametrize(
    ("line", "names", "what"),
    [
        ("/met Ana Lima, coffee, nice", "Ana Lima", "coffee, nice"),
        ("/met Jane and Raj lunch", "Jane Doe and Raj Patel", "lunch"),
        ("/met Jane coffee @ Starbucks", "Jane Doe", "coffee @ Starbucks"),
        ("/met Jane coffee, wrote to jane@example.org", "Jane Doe", "coffee, wrote to jane@example.org"),
        ("/met Jane and Raj @ Shopify", "Jane Doe and Raj Patel", "@ Shopify"),
        ("/met Jane @ the office", "Jane Doe", "@ the office"),
    ],
)
async def test_what_was_understood_before_still_is(ada: Chat, line: str, names: str, what: str) -> None:
    for name in ("Jane Doe", "Raj Patel", "Ana Lima"):
        await ada.says(f"/add {name}")
    assert await ada.says(line) == f"Noted: in touch with {names}\n{what}"


async def test_a_promise_without_an_event(ada: Chat) -> None:
    await ada.says("/add Jane Doe")
    said = await ada.says("/met Jane coffee, will send her the deck tomorrow")
    assert said.splitlines()[1:] == [
        "coffee, will send her the deck tomorrow",
        "Promised: send her the deck, by Tue, Nov 24",
    ]


async def test_the_day_of_a_promise_is_not_the_day_of_the_touch(ada: Chat) -> None:
    await ada.says("/add Jane Doe")
    said = await ada.says("/met Jane, call her on Thursday")
    assert "by Thu, Nov 26" in said
    assert "Day:" not in said


@pytest.mark.parametrize(
    ("minutes", "there"),
    [(-31, False), (-29, True), (60, True), (90 + 179, True), (90 + 181, False)],
)
async def test_when_one_is_at_it(ada: Chat, clock: Clock, minutes: int, there: bool) -> None:
    await noted(ada)
    await ada.says("/add Jane Doe")
    clock.now = clock.now.replace(hour=8, minute=30) + timedelta(minutes=minutes)
    assert ("At Kiwanis breakfast" in await ada.says("/met Jane coffee")) is there


@pytest.mark.parametrize("fields", [{"cancelled": True}, {"rsvp": Rsvp.NO}, {"rsvp": Rsvp.INVITED}])
async def test_where_one_does_not_go_one_meets_nobody(ada: Chat, fields: dict) -> None:
    await noted(ada, **fields)
    assert "At Kiwanis" not in await ada.says(LINE)


async def test_somebody_new_in_the_evening_was_met_in_the_morning(ada: Chat, clock: Clock) -> None:
    await noted(ada)
    clock.advance(hours=9)
    assert "At Kiwanis breakfast" in await ada.says(LINE)
    assert "At Kiwanis breakfast" not in await ada.says("/met Raj coffee")


async def test_somebody_new_of_yesterday(ada: Chat, clock: Clock) -> None:
    await noted(ada)
    clock.advance(days=1)
    said = await ada.says("/met Raj Patel @ Shopify yesterday")
    assert "At Kiwanis breakfast" in said
    contact, [touch] = await card_of(ada, "Raj Patel")
    assert (touch.happened_on, contact.met_on) == (TODAY, TODAY)


async def test_past_midnight_it_is_still_the_evening_before(ada: Chat, clock: Clock) -> None:
    await noted(ada, at=time(20), until_at=time(23, 30))
    clock.now = clock.now.replace(day=24, hour=0)  # one in the morning in Paris
    await ada.says(LINE)
    contact, [touch] = await card_of(ada, "Raj Patel")
    assert (touch.happened_on, contact.met_on) == (TODAY, TODAY)


async def test_of_two_at_once_the_one_that_began_last(ada: Chat) -> None:
    await noted(ada, title="Conference", at=None, until_at=None, until_on=date(2026, 11, 25))
    await noted(ada, title="Long brunch", at=time(9), until_at=time(12))
    await noted(ada)
    assert "At Kiwanis breakfast" in await ada.says(LINE)


async def test_a_slash_command_s_options_say_the_same(ada: Chat) -> None:
    await noted(ada)
    call = Call(command="met", typed={"who": "Raj Patel @ Shopify, PM", "what": "knows Jane, send him the article"})
    said = await ada._does(call)
    assert said.splitlines()[:4] == [
        "Noted: in touch with Raj Patel",
        "PM at Shopify",
        "Knows Jane",
        "Promised: send him the article, by Wed, Nov 25",
    ]


async def test_where_they_met_is_no_company(ada: Chat) -> None:
    await ada.says("/add Jane Doe")
    assert await ada.says("/met Jane @ Kiwanis breakfast") == "Noted: in touch with Jane Doe\n@ Kiwanis breakfast"
