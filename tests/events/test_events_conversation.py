"""/events: what is to come and what is over, week by week, eight to a page."""

from datetime import date, time, timedelta

import pytest

from core.events.composing import compose_events
from core.events.moments import fired
from core.facts.events import Rsvp
from core.store import Store
from tests.conftest import Clock
from tests.linking.chats import Chat, World
from tests.storage import made
from tests.storage.counting import statements_sent

TODAY = date(2026, 11, 23)


@pytest.fixture
async def chat(store: Store, clock: Clock) -> Chat:
    return World(store, clock).chat("Ada", "telegram")


async def noted(chat: Chat, *events: dict) -> None:
    """Events of whoever has this chat."""
    await chat.says("/start")
    async with chat.world.store.write() as tx:
        found = await tx.accounts.of(chat.actor.platform, chat.actor.external_id)
        assert found is not None
        await tx.events.add([made.event(found[1], **each) for each in events])


async def test_nothing_yet(chat: Chat) -> None:
    assert "No events yet" in await chat.says("/events")


async def test_what_comes_and_what_is_over(chat: Chat) -> None:
    paris, rome = {"timezone": "Europe/Paris"}, {"timezone": "Europe/Rome"}
    await noted(
        chat,
        {"title": "Breakfast", "on": TODAY + timedelta(days=8), "at": time(18, 30), "place": "Le Cafe", **paris},
        {"title": "Opera", "on": TODAY + timedelta(days=1), "at": time(20), "rsvp": Rsvp.MAYBE, **rome},
        {
            "title": "Fair",
            "on": TODAY - timedelta(days=1),
            "until_on": TODAY,
            "url": "https://example.com",
            **paris,
        },
        {"title": "Old fair", "on": TODAY - timedelta(days=30), "rsvp": Rsvp.NO, **paris},
    )
    shown = (await chat.says("/events")).replace("\u202f", " ")
    assert shown.splitlines() == [
        "3 events to come:",
        "",
        "This week",
        "Sun, Nov 22: Fair",
        "Tue, Nov 24, 8:00 PM Rome time: Opera (maybe)",
        "",
        "Next week",
        "Tue, Dec 1, 6:30 PM: Breakfast, Le Cafe",
    ]
    over = await chat.presses("1 past event")
    assert over.splitlines() == ["1 past event, the latest first:", "Sat, Oct 24: Old fair (not going)"]
    assert "3 events to come:" in await chat.presses("3 events to come")


async def test_when_all_is_over_that_is_shown(chat: Chat) -> None:
    await noted(chat, {"title": "Old fair", "on": TODAY - timedelta(days=30)})
    assert "Old fair" in await chat.says("/events")


async def test_eight_to_a_page(chat: Chat) -> None:
    await noted(chat, *({"title": f"Evening {n:02}", "on": TODAY + timedelta(days=n)} for n in range(12)))
    first = await chat.says("/events")
    assert "Evening 07" in first
    assert "Evening 08" not in first
    second = await chat.presses("More")
    assert second.count("Evening") == 4
    assert "Evening 00" in await chat.presses("Back")
    assert "Evening 00" in await chat.press("v1:events:9999")
    assert "Evening 00" in await chat.press("v1:past-events:x")


async def test_a_page_takes_few_statements(chat: Chat) -> None:
    await chat.says("/start")
    for n in range(4):
        await chat.says(f"/event Walk {n} every Tuesday {n + 8}:00")
    with statements_sent(chat.world.store) as plain:
        await chat.says("/status")
    with statements_sent(chat.world.store) as sent:
        shown = await chat.says("/events")
    assert shown.count("🔁") == 4
    assert "4 events to come" in shown
    agenda = [each for each in sent if each.startswith("SELECT") and each not in plain]
    assert len(agenda) <= 5


async def test_what_a_calendar_brings_back_is_not_deleted_but_not_gone_to(chat: Chat) -> None:
    await noted(chat)
    async with chat.world.store.write() as tx:
        found = await tx.accounts.of(chat.actor.platform, chat.actor.external_id)
        assert found is not None
        feed = made.feed(found[1], title="Kiwanis")
        await tx.feeds.add(feed)
        event = made.event(found[1], title="Breakfast", on=TODAY + timedelta(days=1), feed_id=feed.id)
        await tx.events.add([event])
    await chat.says("/event Breakfast")
    said = await chat.presses("Delete")
    assert said == "It comes from your calendar Kiwanis: I marked it as not going."
    assert "Breakfast (not going)" in await chat.says("/events")
    await chat.says("/undo")
    assert "not going" not in await chat.says("/events")


@pytest.mark.parametrize("said", ["Kiwanis breakfast Tue 7:30 at Hall", "Standup Tue 7:30 at Hall, every Tuesday"])
async def test_an_event_takes_few_statements(store: Store, clock: Clock, said: str) -> None:
    chat = World(store, clock).chat("Ada", "telegram", "America/Toronto")
    await chat.says("/start")
    await chat.says("/event Walk Fri 18:00")
    with statements_sent(store) as sent:
        assert "Noted:" in await chat.says(f"/event {said}")
    assert len(sent) <= 6


async def test_a_new_day_that_was_asked_about_keeps_the_end_that_was_said(store: Store, clock: Clock) -> None:
    chat = World(store, clock).chat("Ada", "telegram", "America/Toronto")
    await chat.says("/start")
    await chat.says("/event Fair Dec 9 10:00")
    await chat.presses("Edit")
    await chat.presses("When")
    await chat.says("next Thursday 6-8pm")
    said = await chat.presses("Thu, Dec 3")
    assert "6:00 PM – 8:00 PM" in said.replace("\u202f", " ")


async def test_while_everything_is_paused_nobody_is_asked_whom_they_met(store: Store, clock: Clock) -> None:
    chat = World(store, clock).chat("Ada", "telegram", "America/Toronto")
    await chat.says("/start")
    await chat.says("/settings days none")
    await chat.says("/event Fair Wed 18:00 at Hall")
    assert "those of your events, still come" in await chat.says("/pause")
    heard = len(chat.got)
    await chat.world.skip(days=4)
    told = [text.splitlines()[0].replace("\u202f", " ") for text in chat.got[heard:]]
    assert told == ["🗓 Tomorrow at 6:00 PM: Fair", "🗓 Today at 6:00 PM: Fair"]


async def test_many_questions_are_composed_with_few_statements(store: Store, clock: Clock) -> None:
    chat = World(store, clock).chat("Ada", "telegram", "America/Toronto")
    await noted(chat, *({"title": f"Fair {n}", "on": TODAY, "at": time(18)} for n in range(6)))
    async with store.read() as tx:
        found = await tx.accounts.of(chat.actor.platform, chat.actor.external_id)
        assert found is not None
        events = await tx.events.coming(found[1].id, TODAY, 10)
    clock.advance(days=2)
    due = [(found[1], each) for event in events for each in fired(event, found[1], clock()).deliveries]
    async with store.write() as tx:
        with statements_sent(store) as sent:
            composed = await compose_events(tx, due, clock())
    assert len(composed) == 6
    assert len(sent) == 2
