"""The sample network: said line by line to the real core, and good to look at afterwards."""

from datetime import timedelta

import pytest

from bots.terminal.adapter import TerminalChat
from bots.terminal.clock import SandboxClock, offset_of
from bots.terminal.sample import fill, sample_lines
from core.store import Store
from tests.terminal.small_terminal import NOON, Paper


@pytest.fixture
async def filled(store: Store, clock: SandboxClock, chat: TerminalChat) -> TerminalChat:
    assert await fill(chat.app, store, clock, locale="en", timezone="Europe/Vienna")
    return chat


def test_its_days_come_in_order_and_none_is_in_the_future() -> None:
    moments = [moment for moment, _line in sample_lines(NOON)]
    assert moments == sorted(moments)
    assert NOON - timedelta(days=3 * 366) < moments[0]
    assert moments[-1] < NOON
    assert ("/date Zoë Laurent birthday 28 November") in [line for _moment, line in sample_lines(NOON)]


async def test_it_is_worth_looking_at(filled: TerminalChat) -> None:
    (people,) = await filled.say("/who")
    assert people.text.startswith("14 people")
    (today,) = await filled.say("/today")
    assert "Jane Doe, recruiter at IBM" in today.text
    assert "thank-you for advice on salaries" in today.text
    assert len([button for button in today.buttons if button.label.startswith("Reached out")]) == 5
    (balance,) = await filled.say("/balance")
    owed = [line for line in balance.text.splitlines() if "thank-you" in line]
    assert sorted(line.partition(":")[0] for line in owed) == ["Jane Doe", "Priya Sharma"]


async def test_the_week_after_it_brings_more_of_them(filled: TerminalChat) -> None:
    shown = "\n".join(block.text for block in await filled.say(":skip 8 days"))
    assert "birthday" in shown
    assert "old ties" in shown
    assert "Fatima" in shown


async def test_nothing_of_the_past_is_delivered_late(filled: TerminalChat) -> None:
    assert not await filled.settle()


async def test_the_clock_is_as_it_was(filled: TerminalChat, store: Store, clock: SandboxClock) -> None:
    assert clock() == NOON
    assert not await offset_of(store)


async def test_where_somebody_spoke_it_stays_out(chat: TerminalChat, store: Store, clock: SandboxClock) -> None:
    await chat.say("/add Ada Lovelace")
    assert not await fill(chat.app, store, clock, locale="en", timezone=None)
    (people,) = await chat.say("/who")
    assert "Lovelace" in people.text


async def test_the_real_core_talks_here(chat: TerminalChat, paper: Paper) -> None:
    await chat.greet(warmly=False)
    assert "Reachwell" in paper.text
    assert "Jane Doe" in (await chat.say("Jane Doe @ IBM, recruiter every week"))[0].text  # answers the greeting
    (again,) = await chat.press("Undo")
    assert again.heading == "(updated)" or again.text.startswith("(")
