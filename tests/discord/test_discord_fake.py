"""The fake itself, with a bare bot of discord.py: it does as Discord does."""

import asyncio
import logging
from collections.abc import AsyncIterator

import discord
import pytest
from aiohttp import ServerDisconnectedError

from tests.discord.bare_bot import CONTACTS, BareBot, call, started, stopped
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_asking import Choice
from tests.fakes.discord_gateway import PRIVILEGED
from tests.fakes.discord_places import Guild
from tests.fakes.discord_trouble import CALLBACK, EDIT_ORIGINAL, FILE, MESSAGE, OPEN_DM, Enforced, Trouble

QUIET = {"allowed_mentions": {"parse": []}}


@pytest.fixture
async def bot(fake: FakeDiscord, club: Guild) -> AsyncIterator[BareBot]:
    bot, running = await started(fake)
    yield bot
    await stopped(bot, running)


# Conversations


async def test_a_command_is_answered_where_it_is_given(bot, ada, bob, club):
    interaction = await ada.slash("echo", text="Hello", where=club.channel)
    assert interaction.original is (await bob.hears("Hello"))
    await bob.slash("echo", text="Hi", where=bob.dm)
    assert (await bob.hears("Hi")).channel is bob.dm
    assert [message.text for message in ada.messages] == ["Hello"]


async def test_an_ephemeral_answer_is_for_one_person(bot, ada, bob, club):
    await ada.slash("met", contact="Jane", how="Call", where=club.channel)
    message = await ada.hears("Met Jane c")
    assert message.ephemeral
    assert message.labels == [["Done", "Why?", "Note"]]
    assert message.options == [*CONTACTS]
    assert bob.messages == []


async def test_only_what_is_registered_can_be_entered(bot, ada, bob, fake):
    for wrong, told in (
        (ada.slash("meet"), "no command"),
        (ada.slash("echo"), "needs"),
        (ada.slash("echo", text="x", colour="red"), "no options"),
        (ada.slash("echo", text=7), "takes no int"),
        (ada.slash("met", contact="Jane", how="Tea"), "none of the choices"),
        (ada.completes("echo", text="x"), "not completed"),
        (bob.slash("echo", text="x", where=fake.chat_between(ada, bob)), "not installed"),
    ):
        with pytest.raises(AssertionError, match=told):
            await wrong


async def test_an_option_is_completed(bot, ada):
    offered = await ada.completes("met", contact="Ja")
    assert offered == [Choice("Jane", "jane"), Choice("Jack", "jack")]
    await ada.slash("met", contact=offered[1])
    await ada.hears("Met jack")


async def test_buttons_and_menus(bot, ada, bob, club):
    await ada.slash("met", contact="Jane", where=club.channel)
    await ada.presses("Why?")
    assert (await ada.hears("Because.")).edits == 1
    assert (await ada.hears("And more")).ephemeral
    await ada.chooses("Raj")
    await ada.hears("You chose ['raj']")
    await ada.presses("Done")
    assert (await ada.hears("Done!")).labels == []
    with pytest.raises(AssertionError, match="there is no button"):
        await ada.presses("Done")
    assert bob.messages == []


async def test_only_who_sees_a_button_can_press_it(bot, ada, bob, club):
    await ada.slash("met", contact="Jane", where=club.channel)
    with pytest.raises(AssertionError, match="does not see"):
        await bob.presses("Why?", under=ada.last)
    with pytest.raises(AssertionError, match="is not in"):
        await bob.forges("done", (await ada.slash("echo", text="x")).original)


async def test_commands_in_somebodys_language(fake, ada):
    grace = fake.user("Grace", "fr")
    named = {"name": "how", "description": "x", "type": 3, "name_localizations": {"fr": "comment"}}
    chosen = {"name": "Call", "value": "c", "name_localizations": {"fr": "Appel"}}
    met = {"name": "met", "description": "x", "name_localizations": {"fr": "vu"}, "integration_types": [0, 1]}
    put = f"PUT /applications/{fake.application_id}/commands"
    assert (await call(fake, put, [{**met, "options": [{**named, "choices": [chosen]}]}]))[0] == 200
    asked = await grace.slash("vu", comment="Appel", wait=False)
    assert asked.data["name"] == "met"
    assert asked.data["options"] == [{"name": "how", "type": 3, "value": "c"}]
    with pytest.raises(AssertionError, match="no command"):
        await ada.slash("vu")
    fake.interactions.close()


async def test_a_modal(bot, ada):
    await ada.slash("met", contact="Jane")
    await ada.presses("Note")
    modal = await ada.asked()
    assert (modal.title, modal.labels, modal.values) == ("A note", ["What", "Mood"], {"What": "hm", "Mood": []})
    with pytest.raises(AssertionError, match="takes 0 to 20"):
        await ada.fills(What="x" * 21, Mood="good")
    await ada.fills(What="Coffee", Mood="good")
    assert (await ada.hears("Noted Coffee, ['good']")).text
    assert ada.modal is None


async def test_what_is_deferred_is_filled_in_and_stays_as_private(bot, ada, bob, club):
    await ada.slash("slow", private=True, where=club.channel)
    assert (await ada.hears("At last")).ephemeral
    await ada.slash("slow", private=False, where=club.channel)
    assert not (await bob.hears("At last")).ephemeral
    assert len(ada.messages) == 2


async def test_a_layout(bot, ada):
    await ada.slash("layout")
    message = await ada.hears("Hello")
    assert (message.is_v2, message.plain, message.labels) == (True, "Hello\nyou", [["Press"]])


async def test_context_menus_and_installed_for_oneself(bot, fake, ada, bob, club):
    grace, linus = fake.user("Grace"), fake.user("Linus", installed=False)
    elsewhere = fake.guild("Elsewhere", grace, linus, has_bot=False)
    await ada.context_menu("Add to my network", bob, where=club.channel)
    await ada.hears("Added Bob")
    said = await linus.says("Call me", where=elsewhere.channel)
    await grace.context_menu("Remind me", said)
    assert (await grace.hears("Of Call me")).ephemeral
    told = await grace.slash("echo", text="Hi", where=fake.chat_between(grace, linus))
    assert (await linus.hears("Hi")).caused_by["authorizing_integration_owners"] == {"1": str(grace.id)}
    assert told.channel.context == 2


async def test_a_message_is_read_in_private_or_when_it_mentions_the_bot(bot, fake, ada, club):
    await ada.says("Secret", where=club.channel)
    await ada.says(f"{fake.mention} hello", where=club.channel)
    await ada.says("Look", attachments=[("a.csv", b"x,y")])
    await ada.hears("I read b'x,y'")
    assert bot.heard == ["", f"{fake.mention} hello", "Look"]


async def test_the_same_nonce_makes_one_message(bot, fake, ada):
    user = bot.get_user(ada.id) or await bot.fetch_user(ada.id)
    first = await user.send("Due today", nonce="d1")
    assert (await user.send("Due today", nonce="d1")).id == first.id
    await user.send("Due today", nonce="d2")
    assert len(ada.messages) == 2
    fake.messages.nonce_life = 0.0
    assert (await user.send("Due today", nonce="d1")).id != first.id


async def test_who_cannot_be_reached(bot, fake, ada, bob, club):
    ada.closes_dms()
    club.left(bob)
    for person, code in ((ada, 50007), (bob, 50278)):
        user = await bot.fetch_user(person.id)
        with pytest.raises(discord.Forbidden) as refused:
            await user.send("Hi")
        assert refused.value.code == code


async def test_a_bots_messages_can_be_changed_and_taken_back(bot, ada, bob, club):
    channel = bot.get_channel(club.channel.id)
    sent = await channel.send("Monday", file=discord.File(__file__, "notes.txt"))
    shown = await bob.hears("Monday")
    assert shown.files[0].name == "notes.txt"
    await sent.edit(content="Tuesday", attachments=[])
    assert await bob.hears("Tuesday") is shown
    assert shown.files == []
    assert (await channel.fetch_message(sent.id)).content == "Tuesday"
    assert [message.content async for message in channel.history(limit=1)] == ["Tuesday"]
    await sent.delete()
    assert bob.messages == []
    with pytest.raises(discord.NotFound):
        await channel.fetch_message(sent.id)


# The three seconds


async def test_who_waits_too_long_gets_no_answer(bot, fake, ada, caplog):
    fake.patience = 0.05
    bot.wait = 0.1
    await ada.slash("echo", text="Hello")
    assert fake.unanswered == ["'echo' by Ada"]
    while "Unknown interaction" not in caplog.text:
        await asyncio.sleep(0.01)
    assert ada.messages == []
    fake.unanswered.clear()
    caplog.clear()


async def test_a_second_acknowledgement_and_an_old_token(fake, ada, bot):
    interaction = await ada.slash("echo", text="Hello")
    names = {"interaction_id": interaction.id, "interaction_token": interaction.token}
    status, answer = await call(fake, CALLBACK, {"type": 5}, **names)
    assert (status, answer["code"]) == (400, 40060)
    assert "acknowledged twice" in fake.violations.pop()
    fake.interactions.life = 0.0
    names = {"webhook_id": fake.application_id, "webhook_token": interaction.token}
    assert (await call(fake, EDIT_ORIGINAL, {"content": "x", **QUIET}, **names))[1]["code"] == 50027


async def test_what_was_only_promised_is_no_answer(bot, ada):
    async with FakeDiscord() as strict:
        grace = strict.user("Grace")
        asked = await strict.interactions.begin(2, grace, grace.dm, {"name": "slow"}, None)
        names = {"interaction_id": asked.id, "interaction_token": asked.token}
        assert (await call(strict, CALLBACK, {"type": 5}, **names))[0] == 204
    assert strict.unanswered == ["'slow' by Grace"]


# The gateway


async def test_what_happens_during_a_drop_is_told_on_resuming(bot, fake, ada):
    fake.refuse_connections()
    await fake.drop()
    asked = await ada.slash("echo", text="While you were away", wait=False)
    fake.accept_connections()
    await ada.hears("While you were away")
    assert asked.answered
    assert (fake.gateway.resumed, len(fake.gateway.identified)) == (1, 1)


async def test_a_session_that_cannot_be_resumed_begins_anew(bot, fake, ada):
    await fake.drop(resumable=False)
    await fake.gateway.serves()
    await ada.slash("echo", text="Again")
    await ada.hears("Again")
    assert (fake.gateway.resumed, len(fake.gateway.identified)) == (0, 2)


async def test_reconnecting_and_invalidating(bot, fake, ada):
    fake.reconnect()
    while not fake.gateway.resumed:
        await asyncio.sleep(0.005)
    fake.gateway.invalidate()
    while len(fake.gateway.identified) < 2:
        await asyncio.sleep(0.005)
    await fake.gateway.serves()
    await ada.slash("echo", text="Still here")
    await ada.hears("Still here")


async def test_a_connection_that_looks_alive_is_given_up(fake, ada):
    fake.gateway.heartbeat = 0.02
    fake.gateway.deaf = True
    bot, running = await started(fake, heartbeat_timeout=0.1)
    while not fake.gateway.resumed:
        await asyncio.sleep(0.01)
    fake.gateway.deaf = False
    await ada.slash("echo", text="Back")
    await ada.hears("Back")
    await stopped(bot, running)


async def test_two_processes_share_the_servers(fake, ada):
    clubs = [fake.guild(f"Club {number}", ada, shard=(number, 2)) for number in (0, 1)]
    bots = [await started(fake, shard_ids=[number], shard_count=2) for number in (0, 1)]
    await fake.gateway.serves(2)
    for number, guild in enumerate(clubs):
        assert [each.id for each in bots[number][0].guilds] == [guild.id]
        await ada.slash("echo", text=f"From {guild.name}", where=guild.channel)
        await ada.hears(guild.name)
    assert sorted(session.shard for session in fake.gateway.identified) == [(0, 2), (1, 2)]
    late = fake.guild("Late", ada, shard=(1, 2))
    await ada.slash("echo", text="Hi", where=late.channel)
    await ada.hears("Hi")
    for bot, running in bots:
        await stopped(bot, running)


@pytest.mark.parametrize("bit", PRIVILEGED)
async def test_privileged_intents_are_refused_and_noted(fake, bit):
    client = discord.Client(intents=discord.Intents._from_value(1 | bit))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await client.start(fake.token)
    await client.close()
    assert PRIVILEGED[bit] in fake.violations.pop()


async def test_a_wrong_token(fake):
    client = discord.Client(intents=discord.Intents.none())
    with pytest.raises(discord.LoginFailure):
        await client.start("another")
    await client.close()


# Troubles and limits


async def test_a_flood_is_waited_out(bot, fake, ada, caplog):
    caplog.set_level(logging.ERROR)
    fake.next_429(MESSAGE, 0.05)
    fake.next_429(OPEN_DM, 0.05, global_=True)
    user = await bot.fetch_user(ada.id)
    await user.send("Hello")
    await ada.hears("Hello")
    assert len(fake.sent(MESSAGE)) == len(fake.sent(OPEN_DM)) == 2


async def test_limits_are_told_and_enforced(bot, fake, club, bob):
    fake.limits = Enforced(second=0.05)
    channel = bot.get_channel(club.channel.id)
    await asyncio.gather(*(channel.send(f"{number}") for number in range(12)))
    assert len(bob.messages) == 12
    assert fake.limits.provoked == []  # discord.py reads the headers
    fake.limits = Enforced()
    statuses = [
        (await call(fake, MESSAGE, {"content": "x", **QUIET}, channel_id=channel.id))[0] for _time in range(7)
    ]
    assert statuses == [200] * 5 + [429] * 2
    assert fake.limits.provoked == [MESSAGE] * 2


async def test_troubles_on_order(bot, fake, ada, bob):
    ada_, bob_ = await bot.fetch_user(ada.id), await bot.fetch_user(bob.id)
    await ada_.create_dm(), await bob_.create_dm()
    fake.next_to(ada, Trouble(code=50007), Trouble(carried_out=True), Trouble(status=503))
    with pytest.raises(discord.Forbidden):
        await ada_.send("one")
    with pytest.raises(ServerDisconnectedError):
        await ada_.send("two")
    with pytest.raises(discord.DiscordServerError):
        await ada_.send("three")
    await bob_.send("four")
    assert ([each.text for each in ada.messages], bob.last.text) == (["two"], "four")
    fake.next(MESSAGE, Trouble(hangs=True))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(ada_.send("five"), 0.05)
    fake.next(FILE, Trouble(status=404))
    await ada.says("x", attachments=[("x", b"")])
    await fake.stops_listening()
    await fake.listens_again()
    fake.down = Trouble(status=403, code=40333)
    with pytest.raises(discord.Forbidden):
        await bot.fetch_user(ada.id)
