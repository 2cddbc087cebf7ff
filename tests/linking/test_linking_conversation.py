"""One person, one network: linked, merged and taken apart again; told as conversations."""

import asyncio
import json
from contextlib import suppress
from datetime import timedelta

from core.store import Unavailable
from tests.delivery.owed import owe, owed
from tests.linking.chats import Chat, World, code_of, knows, link


async def test_a_new_chat_joins_a_network(world: World, telegram: Chat, discord: Chat) -> None:
    await knows(telegram, "/add Jane Doe @ IBM", "/met Jane coffee yesterday")
    code = await code_of(telegram)
    said = await discord.says(f"/link {code}")
    assert "ada_l on Discord" in said
    assert "Ada on Telegram" in said
    assert "nobody" in await discord.says("/who Jane")  # nothing is shared before it is confirmed
    await world.deliver()
    [question] = telegram.got
    assert "ada_l on Discord has said your code" in question
    assert "Linked" in await telegram.presses("Link us")
    assert telegram.files == []  # nothing could be lost
    assert "Jane Doe" in await discord.says("/who Jane")
    assert "coffee" in await discord.says("/who Jane")
    await discord.says("/met Jane lunch today")
    assert "lunch" in await telegram.says("/who Jane")


async def test_whoever_issues_the_code_with_nobody_gets_what_was_there(
    world: World, telegram: Chat, discord: Chat
) -> None:
    await knows(telegram, "/add Jane Doe", "/settings digest 7:15", "/settings quiet 22:00-7:00")
    code = await code_of(discord)
    await telegram.says(f"/link {code}")
    await world.deliver()
    assert "1 person comes along" in discord.got[-1]
    await discord.presses("Link us")
    assert discord.files == []
    assert "7:15" in await discord.says("/settings")
    assert "Jane Doe" in await discord.says("/who Jane")


async def test_two_networks_become_one_and_two_again(world: World, telegram: Chat, discord: Chat) -> None:
    await knows(
        telegram,
        "/add Jane Doe @ IBM jane@example.com #mentor",
        "/add Raj Patel",
        "/met Jane coffee on 1 November",
        "/keep Jane every 6 weeks",
    )
    await knows(
        discord,
        "/settings digest 9:45",
        "/add Jane D. jane@example.com +15551234567 #paris",
        "/add Zoë Brandt",
        "/met Zoë lunch yesterday",
        "/gave Jane an intro on 10 November",
        "/remind Zoë call her in 3 days at 9:00",
    )
    before = [await telegram.says("/who Jane"), await discord.says("/who Jane")]
    code = await code_of(telegram)
    await discord.says(f"/link {code}")
    await world.deliver()
    question = telegram.got[-1]
    assert "Here you know 2 people" in question
    assert "1 is in both and would be one card: Jane Doe" in question
    assert "9:45" in question
    done = await telegram.presses("Link us")
    assert "3 people are in it" in done

    files = {name: json.loads(content) for name, content in telegram.files}
    assert [each.partition("-20")[0] for each in files] == ["reachwell-telegram", "reachwell-discord"]
    mine, theirs = files.values()
    assert [each["name"] for each in mine["contacts"]] == ["Jane Doe", "Raj Patel"]
    assert [each["name"] for each in theirs["contacts"]] == ["Jane D.", "Zoë Brandt"]
    [given] = theirs["contacts"][0]["history"]
    assert (given["kind"], given["on"], given["what"]) == ("gave", "2026-11-10", "an intro")
    assert theirs["reminders"][0]["about"] == theirs["contacts"][1]["id"]

    one = await discord.says("/who Jane")
    for words in ("Jane Doe", "IBM", "#mentor", "#paris", "an intro", "coffee", "5551234567"):
        assert words in one
    assert "call her" in await telegram.says("/reminders")
    await telegram.says("/add Newton Late")
    await telegram.says("/note Jane likes tea")

    await telegram.says("/undo")  # the note
    await telegram.says("/undo")  # Newton
    undone = await telegram.says("/undo")
    assert "linking with Discord" in undone
    assert [await telegram.says("/who Jane"), await discord.says("/who Jane")] == before
    assert "9:45" in await discord.says("/settings")
    assert "nobody" in await telegram.says("/who Zoë")
    assert "call her" in await discord.says("/reminders")
    assert "call her" not in await telegram.says("/reminders")


async def test_what_two_cards_say_of_one_person_is_shown_and_kept(
    world: World, telegram: Chat, discord: Chat
) -> None:
    await knows(telegram, "/add Raj Patel @ Dentists Ltd", "/add Jane Doe @ IBM")
    await knows(discord, "/add Raj Patel, CTO at Acme", "/keep Raj every day", "/add Jane Doe @ IBM")
    raj = [await telegram.says("/who Raj"), await discord.says("/who Raj")]
    await discord.says(f"/link {await code_of(telegram)}")
    await world.deliver()
    assert "Raj Patel: Dentists Ltd here, CTO at Acme there" in telegram.got[-1]
    assert "Jane Doe:" not in telegram.got[-1]
    await telegram.presses("Link us")
    one = await telegram.says("/who Raj")
    assert "Dentists Ltd" in one
    assert "From the other card: Acme, CTO" in one
    await telegram.says("/undo")
    assert [await telegram.says("/who Raj"), await discord.says("/who Raj")] == raj


async def test_what_was_done_since_stays_where_it_belongs(world: World, telegram: Chat, discord: Chat) -> None:
    await knows(telegram, "/add Jane Doe jane@example.com", "/add Raj Patel")
    await knows(discord, "/add Jane Doe jane@example.com #paris", "/add Zoë Brandt")
    await link(telegram, discord)
    await knows(
        discord, "/add Newton Late", "/edit Jane company Google", "/met Zoë tea today", "/met Jane tea today"
    )
    await telegram.presses("Undo")
    assert "Newton Late" in await telegram.says("/who Newton")
    jane = await telegram.says("/who Jane")
    assert "Google" in jane
    assert "tea" in jane
    assert "#paris" not in jane
    assert "tea" in await discord.says("/who Zoë")  # what happened with somebody goes with them
    theirs = await discord.says("/who Jane")
    assert "#paris" in theirs
    assert "Google" not in theirs
    assert "tea" not in theirs


async def test_old_buttons_keep_working(world: World, telegram: Chat, discord: Chat) -> None:
    await knows(telegram, "/add Jane Doe jane@example.com")
    await knows(discord, "/add Jane D. jane@example.com", "/keep Jane every week")
    await world.skip(days=9)
    digest = discord.got[-1]
    assert "Jane D." in digest
    await link(telegram, discord)
    await discord.presses("Reached out")
    assert "today" in (await telegram.says("/who Jane")).casefold()


async def test_a_code_is_guessed(world: World, telegram: Chat, discord: Chat) -> None:
    code = await code_of(telegram)
    wrong = code[:5] + ("0000" if code[5:] != "0000" else "1111")
    answers = {await discord.says(f"/link {wrong}") for _ in range(5)}
    assert len(answers) == 1  # nobody is told that they are close
    assert await discord.says(f"/link {code}") in answers
    assert await discord.says("/link ZZZZ-ZZZZ") in answers
    await world.deliver()
    assert "tried to guess your code" in telegram.got[-1]
    assert "Linked" in await link(telegram, discord)


async def test_a_code_is_used_twice(world: World, telegram: Chat, discord: Chat) -> None:
    stranger = world.chat("Mallory", "discord")
    code = await code_of(telegram)
    await discord.says(f"/link {code}")
    assert "waits already" in await discord.says(f"/link {code}")
    assert "has been used" in await stranger.says(f"/link {code}")
    await world.deliver()
    await telegram.presses("Link us")
    assert "linked already" in await telegram.presses("Link us")
    assert "has been used" in await stranger.says(f"/link {code}")
    assert "your own code" in await discord.says(f"/link {code}")


async def test_a_code_runs_out(world: World, telegram: Chat, discord: Chat) -> None:
    code = await code_of(telegram)
    world.clock.advance(minutes=11)
    assert "ten minutes" in await discord.says(f"/link {code}")
    code = await code_of(telegram)
    await discord.says(f"/link {code.lower().replace('-', ' ')}")
    await world.deliver()
    world.clock.advance(minutes=11)
    assert "over" in await telegram.presses("Link us")
    assert "Linked" in await link(telegram, discord)


async def test_ones_own_code(world: World, telegram: Chat, discord: Chat) -> None:
    code = await code_of(telegram)
    assert "your own code" in await telegram.says(f"/link {code}")
    assert "looks like this" in await discord.says("/link please")
    await discord.says(f"/link {code}")  # it was not used up


async def test_not_me(world: World, telegram: Chat, discord: Chat) -> None:
    await telegram.says("/add Jane Doe")
    await discord.says(f"/link {await code_of(telegram)}")
    await world.deliver()
    assert "Nothing was linked" in await telegram.presses("Not me")
    assert "said no" in await telegram.presses("Link us")
    assert "Jane Doe" not in await discord.says("/who Jane")


async def test_the_side_that_says_a_code_is_warned_and_can_call_it_off(
    world: World, telegram: Chat, discord: Chat
) -> None:
    await discord.says("/add Zoë Brandt")
    said = await discord.says(f"/link {await code_of(telegram)}")
    assert "everything you have here becomes one network with theirs" in said
    assert "Is Ada on Telegram not you?" in said
    assert "If nothing comes, say /link there" in said
    await world.deliver()
    assert "nothing was linked" in await discord.presses("Call it off")
    assert "over" in await discord.presses("Call it off")
    assert "said no" in await telegram.presses("Link us")
    assert "nobody" in await telegram.says("/who Zoë")
    await link(telegram, discord)
    off = discord.replies[-1].unfolded[0][0]
    assert off.label.message == "Call it off"
    assert "linked already" in await discord.press(off.action)


async def test_when_it_is_done_the_other_chat_hears_it(world: World, telegram: Chat, discord: Chat) -> None:
    await telegram.says("/add Jane Doe")
    done = await link(telegram, discord)
    assert done.startswith("Linked.")
    question, answer = telegram.replies[-2:]
    assert (question.replaces, question.rows, answer.replaces) == (True, (), False)
    await world.deliver()
    [told] = discord.got
    assert "Linked with Ada on Telegram" in told
    assert "digests now come on Telegram, at 8:30" in told
    assert "Paris time" in told
    assert "/settings deliver discord" in told
    assert len(telegram.got) == 1  # the question


async def test_an_outbox_that_is_in_the_way(world: World, telegram: Chat, discord: Chat) -> None:
    """It holds a delivery and wants an account, the merge has the account and wants the delivery."""
    await discord.says(f"/link {await code_of(telegram)}")
    await world.deliver()
    async with world.store.read() as tx:
        found = await tx.accounts.of("discord", discord.address)
    assert found is not None
    await owe(world.store, owed(found[1], world.clock()))
    held = asyncio.Event()

    async def settle() -> None:
        async with world.store.write() as tx:
            now = world.clock()
            assert await tx.deliveries.claim(["discord"], now, now + timedelta(minutes=2), "token", 1)
            held.set()
            await asyncio.sleep(0.3)  # the merge waits by now
            with suppress(Unavailable):  # of the two who wait for each other PostgreSQL gives up either
                await tx.accounts.get([found[1].id])

    async def confirm() -> str:
        await held.wait()
        return await telegram.presses("Link us")

    _settled, said = await asyncio.gather(settle(), confirm())
    assert said.startswith("Linked.")


async def test_nobody_else_can_confirm(world: World, telegram: Chat, discord: Chat) -> None:
    mallory = world.chat("Mallory", "discord")
    await telegram.says("/add Jane Doe")
    await mallory.says(f"/link {await code_of(telegram)}")
    await world.deliver()
    [(_address, question, _text)] = world.senders["telegram"].sent
    yes = next(button.action for row in question.unfolded for button in row if hasattr(button, "action"))
    assert "over" in await mallory.press(yes)
    assert "over" in await discord.press(yes)
    assert "Jane Doe" not in await mallory.says("/who Jane")


async def test_both_sides_confirm_at_once(world: World, telegram: Chat, discord: Chat) -> None:
    await knows(telegram, "/add Jane Doe")
    await knows(discord, "/add Zoë Brandt")
    first, second = await code_of(telegram), await code_of(discord)
    await discord.says(f"/link {first}")
    await telegram.says(f"/link {second}")
    await world.deliver()
    both = await asyncio.gather(telegram.presses("Link us"), discord.presses("Link us"))
    assert sorted("Linked." in each for each in both) == [False, True]
    assert any("linked already" in each for each in both), both
    for chat in (telegram, discord):
        assert "Jane Doe" in await chat.says("/who Jane")
        assert "Zoë Brandt" in await chat.says("/who Zoë")


async def test_one_press_on_two_phones(world: World, telegram: Chat, discord: Chat) -> None:
    await knows(telegram, "/add Jane Doe")
    await knows(discord, "/add Jane Doe")
    await discord.says(f"/link {await code_of(telegram)}")
    await world.deliver()
    both = await asyncio.gather(telegram.presses("Link us"), telegram.presses("Link us"))
    assert sorted("Linked." in each for each in both) == [False, True]
    assert any("linked already" in each for each in both), both
