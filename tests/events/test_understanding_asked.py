"""/event where something is to be asked first: nothing of what was said before is lost."""

import pytest

from core.store import Store
from tests.conftest import Clock
from tests.linking.chats import Chat, World

NARROW = "\u202f"  # CLDR puts it before AM and PM


@pytest.fixture
async def chat(store: Store, clock: Clock) -> Chat:
    ada = World(store, clock).chat("Ada", "telegram")
    await ada.says("/start")
    await ada.says("/settings zone Toronto")
    return ada


async def test_the_end_and_the_place_outlast_the_choice_of_a_day(chat: Chat) -> None:
    assert "When is “next Thursday 6-8pm”?" in await chat.says("/event mixer next Thursday 6-8pm at The Rec Room")
    noted = (await chat.presses(f"Thu, Dec 3, 6:00{NARROW}PM")).replace(NARROW, " ")
    assert "mixer\n🗓 Thu, Dec 3, 6:00 PM – 8:00 PM\n📍 The Rec Room" in noted


async def test_the_name_is_asked_before_the_day(chat: Chat) -> None:
    assert "What is it called?" in await chat.says("/event next Thursday 6-8pm at The Rec Room")
    assert "When is “next Thursday 6-8pm”?" in await chat.says("Mixer")
    noted = (await chat.presses(f"Thu, Dec 3, 6:00{NARROW}PM")).replace(NARROW, " ")
    assert "Mixer\n🗓 Thu, Dec 3, 6:00 PM – 8:00 PM\n📍 The Rec Room" in noted


async def test_an_answer_may_name_it_as_well(chat: Chat) -> None:
    assert "When is it?" in await chat.says("/event https://lu.ma/xyz")
    noted = (await chat.says("Tech mixer Friday 6pm at The Rec Room")).replace(NARROW, " ")
    assert "Tech mixer\n🗓 Fri, Nov 27, 6:00 PM\n📍 The Rec Room\n🔗 https://lu.ma/xyz" in noted


async def test_what_is_over_is_said_anew(chat: Chat) -> None:
    assert "“yesterday” is over" in await chat.says("/event Tech drinks yesterday 6pm")
    noted = (await chat.says("tomorrow 6-8pm")).replace(NARROW, " ")
    assert "Tech drinks\n🗓 Tue, Nov 24, 6:00 PM – 8:00 PM" in noted
