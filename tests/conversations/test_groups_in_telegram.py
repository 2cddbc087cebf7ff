"""What happens to a club when its group in Telegram changes: upgraded, left, in topics, read from far away."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

HOST = "/host Kiwanis breakfast Tue 7:30 at Brampton Hall"


@pytest.fixture
def platform() -> str:
    return "telegram-sqlite"


@pytest.fixture
async def group(world, ada):
    """A small group with one event in it."""
    chat = world.fake.group("Job Seekers", kind="group")
    chat.administrators.append(ada.person)
    await ada.person.sends(HOST, to=chat)
    await world.settle()
    return chat


async def test_the_card_stands_in_the_group_and_is_kept_right(world, ada, group):
    card = group.last
    for name in ("Ben", "Grace", "Raj"):
        await world.friend(name).person.presses("Going", under=card, in_=group)
    await world.settle()
    assert "Going 3" in card.text
    assert (len(group.messages), card.edits) == (1, 1), "edited once for all of them"


async def test_whoever_touches_its_time_is_told_when_that_is_for_them(group):
    at = datetime(2026, 11, 24, 7, 30, tzinfo=ZoneInfo("America/Toronto"))
    assert int(at.timestamp()) in group.last.moments.values()


async def test_an_upgraded_group_is_the_same_club(world, ada, group):
    card = group.last
    large = await group.becomes_supergroup(ada.person)
    await world.friend("Ben").person.presses("Going", under=card, in_=group)
    await world.settle()
    await ada.person.sends("/host Hack night Thu 18:00", to=large)
    await world.settle()
    assert "Hack night" in large.last.text
    assert len(group.messages) == 1
    assert "Kiwanis" in (await ada.says("/events")).text


async def test_a_group_that_has_put_us_out_hears_nothing_more(world, ada, group):
    card = group.last
    await world.friend("Ben").person.presses("Going", under=card, in_=group)
    await group.removes_bot(ada.person)
    await world.settle()
    sent = len(world.fake.sent("sendMessage"))
    await world.skip(days=2)
    to_group = [call for call in world.fake.sent("sendMessage")[sent:] if call["chat_id"] == group.id]
    assert to_group == []


async def test_an_event_announced_in_a_topic_stands_there(world, ada):
    chat = world.fake.group("Forum")
    chat.administrators.append(ada.person)
    await ada.person.sends(HOST, to=chat, message_thread_id=42, is_topic_message=True)
    await world.settle()
    assert (chat.last.topic, "Kiwanis" in chat.last.text) == (42, True)


async def test_nobody_but_an_organiser_announces(world, ada, group):
    ben = world.friend("Ben")
    await ben.says("/start")
    await ben.person.sends("/host Evil Tue 7:30", to=group)
    await world.settle()
    assert all("Evil" not in message.text for message in group.messages)
    assert "administrator" in ben.heard[-1].text.casefold() or "organis" in ben.heard[-1].text.casefold()
