"""One network in several chats: where its messages go, what undoing and forgetting do, and how a chat leaves it."""

from tests.linking.chats import Chat, World, knows, link


async def test_one_digest_a_day_where_it_is_wanted(world: World, telegram: Chat, discord: Chat) -> None:
    await knows(telegram, "/settings digest 8:30", "/add Jane Doe", "/keep Jane every day")
    await knows(discord, "/settings digest 9:45", "/add Zoë Brandt", "/keep Zoë every day")
    await link(telegram, discord)
    await world.deliver()
    seen, there = len(telegram.got), len(discord.got)
    await world.skip(days=1)
    [digest] = telegram.got[seen:]
    assert "Jane Doe" in digest
    assert "Zoë Brandt" in digest
    assert len(discord.got) == there
    assert "Discord" in await discord.says("/settings deliver discord")
    await world.skip(days=1)
    assert len(discord.got) == there + 1
    assert len(telegram.got) == seen + 1


async def test_the_other_platform_when_one_is_blocked(world: World, telegram: Chat, discord: Chat) -> None:
    await knows(telegram, "/add Jane Doe", "/keep Jane every day")
    await link(telegram, discord)
    seen = len(telegram.got)
    world.senders["telegram"].blocked.add(telegram.address)
    await world.skip(days=1)
    assert telegram.got[seen:] == []
    assert len([each for each in discord.got if "Jane" in each]) == 1
    assert "Not in Telegram" in await discord.says("/status")
    world.senders["telegram"].blocked.clear()
    await telegram.says("/status")
    await world.skip(days=1)
    assert any("Jane" in each for each in telegram.got[seen:])
    assert len([each for each in discord.got if "Jane" in each]) == 1


async def test_what_was_owed_there_comes_once(world: World, telegram: Chat, discord: Chat) -> None:
    await discord.says("/remind feed the cat at 11:30")
    await link(telegram, discord)
    await world.skip(hours=3)
    assert len([each for each in telegram.got + discord.got if "feed the cat" in each]) == 1


async def test_deliver_to_needs_two(world: World, telegram: Chat) -> None:
    assert "Telegram alone" in await telegram.says("/settings deliver discord")


async def test_unlink(world: World, telegram: Chat, discord: Chat) -> None:
    await telegram.says("/add Jane Doe")
    assert "Only this chat" in await telegram.says("/unlink")
    await link(telegram, discord)
    await telegram.says("/unlink")
    assert "nothing is deleted" in await telegram.presses("ada_l on Discord")
    assert "your network stays here" in await telegram.presses("Take it off")
    assert "Jane Doe" in await telegram.says("/who Jane")
    assert "Jane Doe" not in await discord.says("/who Jane")
    assert "nothing to take back" in await telegram.says("/undo")
    assert "Jane Doe" in await telegram.says("/who Jane")
    await telegram.says("/add Raj Patel")
    assert "Raj Patel" in await telegram.says("/undo")  # what is done since can be
    await link(telegram, discord)
    assert "Jane Doe" in await discord.says("/who Jane")


async def test_after_unlinking_no_network_is_left_without_a_chat(
    world: World, telegram: Chat, discord: Chat
) -> None:
    await knows(telegram, "/add Jane Doe")
    await knows(discord, "/add Zoë Brandt")
    await link(telegram, discord)
    await discord.says("/unlink")
    assert "/undo" in await discord.presses("Ada on Telegram")
    await discord.presses("Take it off")
    await discord.says("/undo")
    for name in ("Jane", "Zoë"):
        assert "nobody" not in await discord.says(f"/who {name}")


async def test_what_was_done_to_those_who_went_back_is_not_undone_here(
    world: World, telegram: Chat, discord: Chat
) -> None:
    await knows(telegram, "/add Jane Doe jane@example.com", "/add Raj Patel")
    await knows(discord, "/add Jane Doe jane@example.com #paris", "/add Bob Ray")
    await link(telegram, discord)
    undo = telegram.replies[-1].unfolded[0][0].action
    await knows(
        telegram,
        "/keep Bob every week",
        "/remind Bob call him in 3 days",
        "/edit Jane company Google",
        "/note Raj likes tea",
        "/met Bob tea today",
        "/settings size 3",
    )
    assert "Two networks" in await telegram.press(undo)
    undone = [await telegram.says("/undo") for _ in range(4)]
    assert not any("Bob" in each for each in undone), undone
    assert "Raj Patel" in undone[0]
    jane = await telegram.says("/who Jane")
    assert "#paris" not in jane


async def test_forgetting_somebody_who_was_in_both_leaves_nothing(
    world: World, telegram: Chat, discord: Chat
) -> None:
    await knows(telegram, "/add Jane Doe jane@example.com")
    await knows(discord, "/add Jane Doe jane@example.com", "/add Zoë Brandt")
    await link(telegram, discord)
    await telegram.says("/forget Jane")
    await telegram.presses("Forget")
    await telegram.says("/undo")
    await telegram.says("/undo")
    assert "Zoë Brandt" in await discord.says("/who Zoë")
    for chat in (telegram, discord):
        assert "Jane Doe" not in await chat.says("/who Jane")


async def test_three_chats_are_one_person(world: World, telegram: Chat, discord: Chat) -> None:
    second = world.chat("Ada at work", "discord")
    await knows(telegram, "/add Jane Doe jane@example.com")
    await knows(discord, "/add Jane Doe jane@example.com #a")
    await knows(second, "/add Jane Doe jane@example.com #b", "/met Jane lunch today")
    await link(telegram, discord)
    await link(second, telegram)
    for chat in (telegram, discord, second):
        assert "#a" in await chat.says("/who Jane")
    await second.says("/undo")
    assert "#a" not in await second.says("/who Jane")
    assert "lunch" not in await discord.says("/who Jane")
    await discord.says("/undo")
    assert "#a" not in await telegram.says("/who Jane")
    assert "#a" in await discord.says("/who Jane")
