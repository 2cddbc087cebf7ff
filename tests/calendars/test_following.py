"""Calendars that are followed: what they bring, what changes in them, and what happens when they can't be read."""

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from aiohttp import web

from bots.web_fetching import WebFetcher
from core.calendars.fetching import Trouble
from core.calendars.following import MOST_NEWS, OF_ONE
from core.facts.calendars import Feed
from core.facts.events import Event, Rsvp
from tests.calendars.serving_feeds import FeedServer, calendar, vevent
from tests.linking.chats import Chat
from tests.storage import made

BREAKFAST = vevent("a", "20261201T073000", "Breakfast", "LOCATION:Brampton Hall")
FAIR = vevent("b", "20261205", "Fair")


async def follows(ada: Chat, server: FeedServer, fetcher: WebFetcher, *events: str) -> str:
    """Ada follows a calendar of these events; what she is told."""
    server.body = calendar(*events)
    await ada.says(f"/calendar add {server.url}")
    await read(ada, fetcher)
    return ada.got[-1]


async def read(ada: Chat, fetcher: WebFetcher) -> None:
    """What is due now is read, and what there is to say is said."""
    while await ada.world.app.fetch(fetcher):
        pass
    await ada.world.deliver()


async def later(ada: Chat, fetcher: WebFetcher, **span: float) -> None:
    """Time goes by, and everything is read that falls due."""
    ada.world.clock.advance(**span)
    await read(ada, fetcher)


async def events_of(ada: Chat) -> dict[str, Event]:
    """By title."""
    async with ada.world.store.read() as tx:
        found = await tx.accounts.of(ada.actor.platform, ada.actor.external_id)
        assert found is not None
        events = await tx.events.between(found[1].id, date(2026, 1, 1), date(2027, 12, 31))
    return {each.title: each for each in events}


async def feeds_of(ada: Chat) -> list[Feed]:
    async with ada.world.store.read() as tx:
        found = await tx.accounts.of(ada.actor.platform, ada.actor.external_id)
        assert found is not None
        return [*await tx.feeds.of(found[1].id)]


async def test_a_new_calendar_says_what_is_in_it(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    server.body = calendar(BREAKFAST, FAIR, vevent("past", "20261001T073000", "Past"))
    assert "reading the calendar at 127.0.0.1" in await ada.says(f"/calendar add {server.url}")
    await read(ada, fetcher)
    assert ada.got[-1].splitlines()[0] == "I follow Kiwanis now: 2 events to come."
    assert "Breakfast" in ada.got[-1]
    assert "Brampton Hall" in ada.got[-1]
    assert "Fair" in await ada.says("/events")
    breakfast = (await events_of(ada))["Breakfast"]
    assert (breakfast.at, breakfast.timezone, breakfast.rsvp) == (time(7, 30), "America/Toronto", Rsvp.GOING)
    assert breakfast.next_at is not None
    assert "Kiwanis: 2 events to come, read" in await ada.says("/calendar")


async def test_what_has_not_changed_costs_little(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    server.headers = {"ETag": '"1"'}
    await follows(ada, server, fetcher, BREAKFAST)
    before = len(ada.got)
    await later(ada, fetcher, hours=2)
    assert [each.get("If-None-Match") for each in server.asked] == [None, '"1"']
    await later(ada, fetcher, days=7)  # another week: the months ahead have moved on
    assert server.asked[-1].get("If-None-Match") is None
    assert len(ada.got) == before


async def test_changes_are_told_once(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    await follows(ada, server, fetcher, BREAKFAST, FAIR)
    moved = vevent("a", "20261202T080000", "Breakfast", "LOCATION:Brampton Hall")
    server.body = calendar(moved, FAIR, vevent("c", "20261210", "New"))
    await later(ada, fetcher, hours=2)
    await ada.world.skip(hours=2)
    assert [each for each in ada.got if "Breakfast has changed" in each]
    assert not [each for each in ada.got if "New" in each]
    event = (await events_of(ada))["Breakfast"]
    assert (event.on, event.at, event.sequence) == (date(2026, 12, 2), time(8), 1)
    many = len(ada.got)
    await later(ada, fetcher, hours=2)
    await ada.world.skip(hours=2)
    assert len(ada.got) == many


async def test_what_is_gone_or_called_off_is_told(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    await follows(ada, server, fetcher, BREAKFAST, FAIR, vevent("c", "20261210", "Talk"))
    server.body = calendar(vevent("a", "20261201T073000", "Breakfast", "STATUS:CANCELLED"), FAIR)
    await later(ada, fetcher, hours=2)
    await ada.world.skip(hours=2)
    events = await events_of(ada)
    assert {title for title, each in events.items() if each.cancelled} == {"Breakfast", "Talk"}
    assert [each for each in ada.got if "Called off: Breakfast" in each]
    assert [each for each in ada.got if "Called off: Talk" in each]
    server.body = calendar(BREAKFAST, FAIR)
    await later(ada, fetcher, hours=2)
    assert not (await events_of(ada))["Breakfast"].cancelled


async def test_many_changes_at_once_are_one_message(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    many = MOST_NEWS + 1
    await follows(ada, server, fetcher, *(vevent(str(n), f"202612{10 + n}T070000", f"E{n}") for n in range(many)))
    server.body = calendar(*(vevent(str(n), f"202612{10 + n}T080000", f"E{n}") for n in range(many)))
    before = len(ada.got)
    await later(ada, fetcher, hours=2)
    await ada.world.skip(hours=2)
    assert ada.got[before:] == [f"{many} events of Kiwanis have changed or were called off."]


async def test_one_s_own_answer_stays(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    await follows(ada, server, fetcher, BREAKFAST, FAIR)
    breakfast = (await events_of(ada))["Breakfast"]
    await ada.press(f"v1:evr:{breakfast.id}.no")
    server.body = calendar(vevent("a", "20261201T080000", "Breakfast"), FAIR)
    await later(ada, fetcher, hours=2)
    assert (await events_of(ada))["Breakfast"].rsvp is Rsvp.NO
    server.body = calendar(vevent("a", "20261201T080000", "Breakfast", "STATUS:TENTATIVE"), FAIR)
    await later(ada, fetcher, hours=2)
    assert (await events_of(ada))["Breakfast"].rsvp is Rsvp.NO  # whatever the calendar says later
    await ada.world.skip(hours=2)
    assert not [each for each in ada.got if "Breakfast has changed" in each]


async def test_an_empty_calendar_takes_nothing_at_first(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    await follows(ada, server, fetcher, BREAKFAST, FAIR)
    server.body = calendar()
    await later(ada, fetcher, hours=2)
    assert not any(each.cancelled for each in (await events_of(ada)).values())
    assert [each.error for each in await feeds_of(ada)] == [Trouble.EMPTIED]
    await later(ada, fetcher, hours=2)
    assert all(each.cancelled for each in (await events_of(ada)).values())
    assert [each.error for each in await feeds_of(ada)] == [""]


@pytest.mark.parametrize("body", [b"", b"<html>Sign in</html>", b"\x00\xff\xfe", b"BEGIN:VCALENDAR\r\nBEGIN:VEV"])
async def test_what_can_t_be_read_takes_nothing(
    ada: Chat, server: FeedServer, fetcher: WebFetcher, body: bytes
) -> None:
    await follows(ada, server, fetcher, BREAKFAST, FAIR)
    server.body = body
    await later(ada, fetcher, hours=2)
    assert not any(each.cancelled for each in (await events_of(ada)).values())
    assert [each.failures for each in await feeds_of(ada)] == [1]


async def test_a_calendar_that_never_worked_is_explained_at_once(
    ada: Chat, server: FeedServer, fetcher: WebFetcher
) -> None:
    server.body, server.headers = b"<!doctype html><html>Events!</html>", {"Content-Type": "text/html"}
    await ada.says(f"/calendar add {server.url}")
    await read(ada, fetcher)
    assert "I can't read this calendar: 127.0.0.1" in ada.got[-1]
    assert "iCal" in ada.got[-1]
    many = len(ada.got)
    await later(ada, fetcher, hours=3)
    assert len(ada.got) == many
    assert "⚠" in await ada.says("/calendar")
    server.body = calendar(BREAKFAST)
    feed, asked = (await feeds_of(ada))[0], len(server.asked)
    for _ in range(3):
        assert "I have just tried" in await ada.press(f"v1:feed-again:{feed.id}")
        await read(ada, fetcher)
    assert len(server.asked) == asked
    ada.world.clock.advance(minutes=5)
    await ada.press(f"v1:feed-again:{feed.id}")
    await read(ada, fetcher)
    assert "I follow Kiwanis now: 1 event to come." in ada.got[-1]


async def test_trouble_is_told_once_after_days(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    await follows(ada, server, fetcher, BREAKFAST)
    server.status = 500
    asked = len(server.asked)
    for _hour in range(24 * 5):
        await later(ada, fetcher, hours=1)
    assert len([each for each in ada.got if "I can't read this calendar" in each]) == 1
    assert 8 <= len(server.asked) - asked <= 20  # ever later
    assert not (await events_of(ada))["Breakfast"].cancelled
    server.status = 200
    await later(ada, fetcher, days=1, hours=3)
    assert [(each.failures, each.error, each.told) for each in await feeds_of(ada)] == [(0, "", False)]


async def test_patience_that_the_server_asks_for(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    server.headers = {"Cache-Control": "public, max-age=43200"}
    await follows(ada, server, fetcher, BREAKFAST)
    await later(ada, fetcher, hours=10)
    assert len(server.asked) == 1
    await later(ada, fetcher, hours=4)
    assert len(server.asked) == 2
    server.headers = {"Cache-Control": "max-age=60"}
    await later(ada, fetcher, hours=14)
    await later(ada, fetcher, minutes=10)
    assert len(server.asked) == 3
    await later(ada, fetcher, minutes=10)
    assert len(server.asked) == 4


async def test_the_same_event_from_two_sides_is_one(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    await follows(ada, server, fetcher, BREAKFAST)
    await ada.says(f"/calendar add {server.at('/other.ics')}")
    await read(ada, fetcher)
    assert list(await events_of(ada)) == ["Breakfast"]
    assert "You follow 2 calendars:" in await ada.says("/calendar")
    first = (await feeds_of(ada))[0]
    await ada.press(f"v1:feed-gone:{first.id}.all")
    assert list(await events_of(ada)) == []
    await later(ada, fetcher, hours=2)
    assert list(await events_of(ada)) == ["Breakfast"]  # the other one still has it


async def test_following_no_longer_and_back(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    await follows(ada, server, fetcher, BREAKFAST, FAIR)
    breakfast = (await events_of(ada))["Breakfast"]
    await ada.press(f"v1:evr:{breakfast.id}.maybe")
    assert "2 events that are still to come" in await ada.says("/calendar remove kiw")
    assert "2 events to come are off your agenda" in await ada.presses("Remove them")
    assert await events_of(ada) == {}
    await ada.presses("Undo")
    await later(ada, fetcher, minutes=1)
    events = await events_of(ada)
    assert (events["Breakfast"].rsvp, events["Fair"].rsvp) == (Rsvp.MAYBE, Rsvp.GOING)
    await ada.says("/calendar remove")
    assert "I follow Kiwanis no longer." in await ada.presses("Keep them")
    assert [each.feed_id for each in (await events_of(ada)).values()] == [None, None]


async def test_where_somebody_was_met_stays(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    await follows(ada, server, fetcher, BREAKFAST, FAIR)
    breakfast = (await events_of(ada))["Breakfast"]
    await ada.says("/add Jane Doe")
    async with ada.world.store.write() as tx:
        [jane] = await tx.people.lately(breakfast.account_id, 1)
        await tx.people.add_entries(breakfast.account_id, [made.touch(jane, event_id=breakfast.id)])
    assert "stays in any case" in await ada.says("/calendar remove")
    assert "1 event to come is off your agenda" in await ada.presses("Remove them")
    assert list(await events_of(ada)) == ["Breakfast"]


async def test_adding_is_taken_back(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    await follows(ada, server, fetcher, BREAKFAST)
    await ada.presses("Undo")
    assert await events_of(ada) == {}
    assert await feeds_of(ada) == []


async def test_the_same_address_twice(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    await follows(ada, server, fetcher, BREAKFAST)
    assert "You follow Kiwanis already" in await ada.says(f"/calendar add {server.url}")
    assert len(await feeds_of(ada)) == 1


async def test_others_are_not_delayed_by_our_mistakes(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    class Broken:
        async def fetch(self, url: str, etag: str, modified: str) -> None:
            raise RuntimeError(url)

    server.body = calendar(BREAKFAST)
    await ada.says(f"/calendar add {server.url}")
    assert await ada.world.app.fetch(Broken()) == 1  # type: ignore[arg-type]
    assert [each.error for each in await feeds_of(ada)] == [Trouble.OURS]
    await later(ada, fetcher, hours=1)
    assert "Breakfast" in await events_of(ada)


async def test_two_processes_read_it_once(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    server.body = calendar(BREAKFAST)
    await ada.says(f"/calendar add {server.url}")
    async with ada.world.store.write() as tx:
        now = ada.world.clock()
        assert len(await tx.feeds.claim(now, now + timedelta(minutes=10), 5)) == 1
    assert await ada.world.app.fetch(fetcher) == 0
    await later(ada, fetcher, minutes=11)  # whoever took it has died
    assert "I follow Kiwanis now" in ada.got[-1]


async def test_addresses_are_never_logged(
    ada: Chat, server: FeedServer, fetcher: WebFetcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="core")
    caplog.set_level("DEBUG", logger="bots")
    server.status = 500
    await ada.says(f"/calendar add {server.url}?key=verysecret")
    await read(ada, fetcher)
    assert "verysecret" not in caplog.text
    assert "127.0.0.1" not in caplog.text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/calendar", "You follow no calendars yet"),
        ("/calendar add", "What is the calendar's address?"),
        ("/calendar remove", "You follow no calendars."),
        ("/calendar add https://calendar.google.com/calendar/u/0/r", "Secret address in iCal format"),
        ("/calendar https://lu.ma/toronto", "Add iCal Subscription"),
    ],
)
async def test_what_is_not_meant_so(ada: Chat, said: str, answer: str) -> None:
    assert answer in await ada.says(said)


async def test_the_right_address_may_be_pasted_next(ada: Chat, server: FeedServer, fetcher: WebFetcher) -> None:
    server.body = calendar(BREAKFAST)
    await ada.says("/calendar add")
    assert "Add iCal Subscription" in await ada.says("https://lu.ma/toronto")
    assert "I'm reading the calendar" in await ada.says(server.url.replace("http:", "  http:"))
    await ada.says("/undo")
    assert "I'm reading the calendar" in await ada.says(server.url)  # bare, and to no question
    assert len(await feeds_of(ada)) == 1


async def test_a_calendar_takes_over_nothing_that_was_typed(
    ada: Chat, server: FeedServer, fetcher: WebFetcher
) -> None:
    await ada.says("/event Board meeting 1 December 2026 10:00 at City Hall")
    [typed] = (await events_of(ada)).values()
    await follows(ada, server, fetcher, vevent("x", "20261202T030000", "H", f"X-REACHWELL-ORIGIN:{typed.origin}"))
    assert (await events_of(ada))["Board meeting"] == typed
    assert (await events_of(ada))["H"].origin == "calendar:x"


async def test_a_full_calendar_reminds_of_nothing_until_it_is_wished(
    ada: Chat, server: FeedServer, fetcher: WebFetcher
) -> None:
    many = [vevent(str(n), "20261125T100000", f"E{n}") for n in range(30)]
    assert "Of a week with more than 20 events" in await follows(ada, server, fetcher, *many)
    assert {each.rsvp for each in (await events_of(ada)).values()} == {Rsvp.INVITED}
    assert {each.next_at for each in (await events_of(ada)).values()} == {None}
    assert "everything in Kiwanis" in await ada.press(f"v1:feed-all:{(await feeds_of(ada))[0].id}")
    assert {each.rsvp for each in (await events_of(ada)).values()} == {Rsvp.GOING}
    await later(ada, fetcher, hours=2)
    assert {each.rsvp for each in (await events_of(ada)).values()} == {Rsvp.GOING}


async def test_a_calendar_that_becomes_full_is_told_once(
    ada: Chat, server: FeedServer, fetcher: WebFetcher
) -> None:
    await follows(ada, server, fetcher, BREAKFAST)
    for size in (30, 40):
        more = [vevent(f"x{n}", "20261125T100000", f"E{n}") for n in range(size)]
        server.body = calendar(BREAKFAST, *more)
        await later(ada, fetcher, hours=2)
    assert len([each for each in ada.got if "has a lot in a week now" in each]) == 1


async def test_the_slow_ones_of_one_keep_nobody_else_waiting(
    ada: Chat, server: FeedServer, fetcher: WebFetcher
) -> None:
    at_once, most, order = 0, 0, list[str]()

    async def slow(request: web.Request) -> web.StreamResponse:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        order.append(request.path)
        await asyncio.sleep(0.02)
        at_once -= 1
        return web.Response(body=calendar(BREAKFAST))

    server.handler = slow
    for n in range(6):
        await ada.says(f"/calendar add {server.at(f'/{n}.ics')}")
    assert await ada.world.app.fetch(fetcher) == 6
    assert (most, len(order)) == (OF_ONE, 6)


async def test_an_address_of_one_s_own_network_is_refused_at_once(ada: Chat) -> None:
    for address in ("http://localhost/x.ics", "http://127.0.0.1:8080/x.ics", "http://[::1]/x.ics"):
        assert "network of its own" in await ada.says(f"/calendar add {address}")
    assert await feeds_of(ada) == []


async def test_an_address_that_cannot_be_read_breaks_nothing(ada: Chat, fetcher: WebFetcher) -> None:
    await ada.says("/calendar add https://example.com/x.ics")
    [feed] = await feeds_of(ada)
    async with ada.world.store.write() as tx:
        await tx.feeds.remove(feed.account_id, feed.id)
        await tx.feeds.add(replace(feed, url="http://[x/"))
    await read(ada, fetcher)
    assert "I can't read this calendar: ?" in ada.got[-1]
    assert "⚠" in await ada.says("/calendar")
