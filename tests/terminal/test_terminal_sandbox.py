"""The sandbox: time passes step by step, never backwards, and only where no real people are."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.terminal.adapter import TerminalChat
from bots.terminal.clock import SandboxClock, offset_of
from bots.terminal.sandbox import USED_BY
from bots.web_fetching import WebFetcher
from core.app import App
from core.chat.reply import Reply
from core.facts.account import Account, Identity
from core.facts.ids import AccountId
from core.store import Store
from tests.calendars.serving_feeds import FeedServer, calendar, vevent
from tests.terminal.small_terminal import NOON, Machine, Paper, SmallApp


async def test_the_clock_ticks_on_from_where_it_was_moved(clock: SandboxClock, machine: Machine) -> None:
    await clock.forward_to(NOON + timedelta(days=3))
    machine.advance(minutes=5)
    assert clock() == NOON + timedelta(days=3, minutes=5)


async def test_a_restart_goes_on_where_it_was(clock: SandboxClock, machine: Machine, store: Store) -> None:
    await clock.forward_to(NOON + timedelta(days=3))
    machine.advance(hours=1)
    assert (await SandboxClock.open(store, machine))() == NOON + timedelta(days=3, hours=1)


async def test_the_clock_never_goes_backwards(clock: SandboxClock, machine: Machine, store: Store) -> None:
    await clock.forward_to(NOON + timedelta(days=3))
    await clock.forward_to(NOON + timedelta(days=1))
    machine.advance(hours=-2)  # somebody puts the machine's clock back
    assert clock() == NOON + timedelta(days=3)


async def test_a_past_can_be_visited(clock: SandboxClock, store: Store) -> None:
    with clock.standing_at(NOON - timedelta(days=100)):
        assert clock() == NOON - timedelta(days=100)
    assert clock() == NOON
    assert not await offset_of(store)


async def test_skip_shows_everything_that_is_sent_on_the_way(small_chat: TerminalChat, small: SmallApp) -> None:
    small.owed += [(NOON + timedelta(days=day, hours=1), "me", Reply(text=f"day {day}")) for day in (2, 0, 1, 5)]
    blocks = await small_chat.say(":skip 3 days")
    assert [(block.heading, block.text) for block in blocks] == [
        ("-- Mon 2026-11-23 13:00 --", "day 0"),
        ("-- Tue 2026-11-24 13:00 --", "day 1"),
        ("-- Wed 2026-11-25 13:00 --", "day 2"),
        ("", "It is Thu 2026-11-26 12:00 (UTC)."),
    ]


async def test_skip_where_nothing_is_due(small_chat: TerminalChat) -> None:
    blocks = await small_chat.say(":skip 2 hours")
    assert [block.text for block in blocks] == ["Nothing was due on the way.", "It is Mon 2026-11-23 14:00 (UTC)."]


async def test_what_cannot_be_delivered_does_not_hold_time_up(small_chat: TerminalChat, small: SmallApp) -> None:
    small.stuck = NOON - timedelta(days=1)
    small.owed += [(NOON + timedelta(days=30), "me", Reply(text="later"))]
    blocks = await small_chat.say(":skip 1 year")
    assert [block.text for block in blocks] == ["later", "It is Tue 2027-11-23 12:00 (UTC)."]
    assert small.looked < 600


async def test_a_long_skip_stops_when_it_is_asked_to(small_chat: TerminalChat, small: SmallApp) -> None:
    small.owed += [(NOON + timedelta(days=day), "me", Reply(text="daily")) for day in range(1, 1000)]
    skip = asyncio.create_task(small_chat.say(":skip 900 days"))
    while len(small.owed) > 990:
        await asyncio.sleep(0)
    small_chat.stopping.set()
    await skip
    assert len(small.owed) > 900


async def test_a_new_database_may_begin_in_the_past(small_chat: TerminalChat, store: Store) -> None:
    (block,) = await small_chat.say(":now 2020-02-29 08:00")
    assert block.text == "It is Sat 2020-02-29 08:00 (UTC)."
    assert await offset_of(store) < timedelta(days=-2000)


async def test_somebody_who_was_only_greeted_goes_along(small_chat: TerminalChat, store: Store) -> None:
    me = AccountId("account")
    async with store.write() as tx:
        account = Account(id=me, created_at=NOON, timezone="UTC", next_digest_at=NOON + timedelta(days=1))
        await tx.accounts.add(account, Identity(platform="terminal", external_id="me", account_id=me, address="me"))
    await small_chat.say(":now 2020-02-29 08:00")
    async with store.read() as tx:
        assert await tx.accounts.earliest_digest() == datetime(2020, 2, 29, 8, tzinfo=UTC)


async def test_once_somebody_has_spoken_it_only_goes_forward(small_chat: TerminalChat) -> None:
    await small_chat.say("hello")
    (block,) = await small_chat.say(":now 2026-11-23 11:59")
    assert "only goes forward" in block.text
    assert (await small_chat.say(":now 2026-11-24 08:00"))[-1].text == "It is Tue 2026-11-24 08:00 (UTC)."


async def test_going_to_a_time_sends_what_is_due_on_the_way(small_chat: TerminalChat, small: SmallApp) -> None:
    await small_chat.say("hello")
    small.owed += [(NOON + timedelta(hours=1), "me", Reply(text="on the way"))]
    assert (await small_chat.say(":now 2026-11-24 08:00"))[0].text == "on the way"


@pytest.mark.parametrize("line", [":skip 3 days", ":now 2030-01-01 08:00", ":now 2020-01-01 08:00"])
async def test_where_real_people_are_the_clock_stands(line: str, small_chat: TerminalChat, store: Store) -> None:
    await store.set_note(USED_BY, "telegram")
    (block,) = await small_chat.say(line)
    assert "Real people" in block.text
    assert not await offset_of(store)


async def test_far_away_is_too_far(small_chat: TerminalChat, paper: Paper) -> None:
    await small_chat.say("hello")
    (block,) = await small_chat.say(":now 2032-01-01 08:00")
    assert "too far" in block.text


async def test_nonsense_and_help_are_answered_in_words(small_chat: TerminalChat) -> None:
    (nonsense,) = await small_chat.say(":dance")
    (help_,) = await small_chat.say(":help")
    assert ":help" in nonsense.text
    assert ":skip 3 days" in help_.text


async def test_quit_ends_the_conversation(small_chat: TerminalChat) -> None:
    await small_chat.say(":quit")
    assert small_chat.stopping.is_set()


async def test_calendars_are_read_here_as_well(
    store: Store, clock: SandboxClock, paper: Paper, tmp_path: Path
) -> None:
    async with FeedServer() as server, WebFetcher(own_network=True) as fetcher:
        server.body = calendar(vevent("a", (clock() + timedelta(days=3)).strftime("%Y%m%d"), "Fair"))
        chat = TerminalChat(
            App(store, clock), store, clock, paper, timezone="Europe/Vienna", folder=tmp_path, fetcher=fetcher
        )
        await chat.say(f"/calendar add {server.url}")
        assert any("I follow Kiwanis now: 1 event to come." in each.text for each in await chat.settle())
