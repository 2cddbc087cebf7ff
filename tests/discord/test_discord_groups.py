"""Where many read along: who asks, from where, and who sees the answer."""

import asyncio
from random import Random

import pytest

from bots.discord import speaking
from core.chat.reply import Button, Notice, Reply
from core.chat.request import Group
from tests.discord.test_discord_posts import CARD, post_card
from tests.fakes.discord_people import Person
from tests.fakes.discord_permissions import ADMINISTRATOR, EMBED, MANAGE_SERVER, SEE, SEND, SEND_IN_THREADS
from tests.fakes.discord_places import Guild
from tests.fakes.discord_trouble import CALLBACK, Trouble

PRESS = "v1:rsvp:7q.going"


@pytest.fixture
def abroad(fake, ada, bob) -> Guild:
    """A server that has never heard of the bot; Ada has it with her."""
    return fake.guild("Elsewhere", ada, bob, has_bot=False)


@pytest.fixture
def soon(monkeypatch):
    """What takes a moment is deferred at once."""
    monkeypatch.setattr(speaking, "DEFERS_AFTER", 0.02)


async def asked_in(app, person: Person, where) -> Group | None:
    await person.slash("help", where=where)
    return app.heard[-1].group


# Where it is said


async def test_a_server_and_who_asks_there(bot, app, ada, bob, club):
    club.organisers.append(ada)
    here = {"external_id": str(club.id), "address": str(club.channel.id), "name": "Job seekers", "present": True}
    assert await asked_in(app, ada, club.channel) == Group(**here, manages=True)
    assert await asked_in(app, bob, club.channel) == Group(**here)


@pytest.mark.parametrize("permission", [ADMINISTRATOR, MANAGE_SERVER])
async def test_administrators_manage_events_too(bot, app, ada, club, monkeypatch, permission):
    monkeypatch.setattr(Guild, "may", lambda _guild, _person: SEE | permission)
    group = await asked_in(app, ada, club.channel)
    assert group is not None
    assert group.manages


@pytest.mark.parametrize("missing", [SEE, SEND, EMBED])
async def test_where_it_may_not_post_it_is_not_present(bot, app, ada, club, missing):
    club.channel.bot_may_not = missing
    group = await asked_in(app, ada, club.channel)
    assert group is not None
    assert not group.present


async def test_a_thread_has_a_permission_of_its_own(bot, app, fake, ada, club):
    thread = fake.channel_in(club, "Tuesday", under=fake.channel_in(club, "events"))
    group = await asked_in(app, ada, thread)
    assert group == Group(external_id=str(club.id), address=str(thread.id), name="Job seekers")
    club.bot_may &= ~SEND
    group = await asked_in(app, ada, thread)
    assert group is not None and group.present  # noqa: PT018
    club.bot_may &= ~SEND_IN_THREADS
    group = await asked_in(app, ada, thread)
    assert group is not None and not group.present  # noqa: PT018


async def test_where_it_is_no_member(bot, app, fake, ada, bob, abroad):
    chat = fake.chat_between(ada, bob)
    for channel in (abroad.channel, chat):
        group = await asked_in(app, ada, channel)
        assert group == Group(external_id=str(channel.id), address=str(channel.id), name="", present=False)


async def test_alone_with_the_bot_there_is_no_group(bot, app, ada):
    assert await asked_in(app, ada, ada.dm) is None


async def test_a_press_says_where_it_is_too(bot, app, ada, bob, club):
    app.answers["/share"] = [CARD]
    await ada.slash("share", where=club.channel)
    await bob.presses("Going")
    assert app.heard[-1].group == Group(
        external_id=str(club.id), address=str(club.channel.id), name="Job seekers", present=True
    )


async def test_host_is_offered_where_the_bot_is_only(bot, ada, club, abroad):
    for where in (club.channel, ada.dm):
        await ada.slash("host", where=where)
    with pytest.raises(AssertionError, match="host"):
        await ada.slash("host", where=abroad.channel)


# Who sees the answer


async def test_what_is_shared_is_seen_by_everybody(bot, app, ada, bob, club, abroad):
    app.answers["/share"] = [CARD]
    for where in (club.channel, abroad.channel):
        await ada.slash("share", where=where)
        [post] = where.posts
        assert post in bob.messages
        assert post.labels == [["Going"]]


async def test_what_is_private_is_seen_by_nobody_else(bot, app, ada, bob, club, abroad):
    app.answers["/help"] = [Reply(text="secret"), Reply(text="more", replaces=True), Notice("done")]
    for where in (club.channel, abroad.channel):
        await ada.slash("help", where=where)
        assert where.posts == []
    assert bob.messages == []
    assert len(ada.messages) == 4


async def test_what_is_private_never_takes_the_place_of_what_is_public(bot, app, ada, bob, club, abroad):
    app.answers["/share"] = [CARD]
    app.answers[PRESS] = [Reply(text="secret", replaces=True)]
    for where in (club.channel, abroad.channel):
        await ada.slash("share", where=where)
        await bob.presses("Going", under=where.posts[0])
        assert "secret" in bob.last.text
        assert bob.last.only_for is bob
        assert [post.plain for post in where.posts] == ["Kiwanis breakfast"]


async def test_neither_does_it_after_a_while(bot, app, ada, bob, club, soon):
    app.answers["/share"] = [CARD]
    app.answers[PRESS] = [Reply(text="secret", replaces=True), Reply(text="secret 2", replaces=True)]
    app.gates[PRESS] = asyncio.Event()
    await ada.slash("share", where=club.channel)
    pressed = await bob.presses("Going", wait=False)
    await pressed.over.wait()
    app.gates[PRESS].set()
    await bob.hears("secret 2")
    assert [post.plain for post in club.channel.posts] == ["Kiwanis breakfast"]


async def test_what_is_public_never_takes_the_place_of_what_is_private(bot, app, ada, club):
    app.answers["/help"] = [Reply(text="Here", rows=((Button("Show", "v1:show:1"),),))]
    app.answers["v1:show:1"] = [Reply(text="For all", private=False, replaces=True), Reply(text="For you")]
    await ada.slash("help", where=club.channel)
    await ada.presses("Show")
    assert [post.plain for post in club.channel.posts] == ["For all"]
    assert [message.plain for message in ada.messages] == ["Here", "For all", "For you"]


async def test_what_is_public_may_replace_what_is_public(bot, app, ada, bob, club):
    app.answers["/share"] = [CARD]
    app.answers[PRESS] = [Reply(text="Called off", private=False, replaces=True)]
    await ada.slash("share", where=club.channel)
    await bob.presses("Going")
    assert [post.plain for post in club.channel.posts] == ["Called off"]


async def test_what_was_deferred_is_private_and_its_answer_public(bot, app, ada, bob, club, soon):
    app.answers["/share"] = [CARD]
    app.gates["/share"] = asyncio.Event()
    asked = await ada.slash("share", where=club.channel, wait=False)
    await asked.over.wait()
    app.gates["/share"].set()
    await bob.hears("Kiwanis")
    await bot.idle()
    assert [post.plain for post in club.channel.posts] == ["Kiwanis breakfast"]
    assert "Everybody here can see it" in ada.messages[0].text
    assert ada.messages[0].only_for is ada


async def test_what_took_long_does_not_fill_in_words_for_one(bot, app, ada, bob, club, soon, monkeypatch):
    monkeypatch.setattr(speaking, "PATIENCE", 0.02)
    app.answers |= {"/share": [CARD], PRESS: [Reply(text="For all", private=False)]}
    app.gates[PRESS] = asyncio.Event()
    await ada.slash("share", where=club.channel)
    await bob.presses("Going", wait=False)
    await bob.hears("Still working")
    app.gates[PRESS].set()
    await ada.hears("For all")
    await bot.idle()
    assert [post.plain for post in club.channel.posts] == ["Kiwanis breakfast", "For all"]
    assert "Still working" not in bob.last.text


async def test_in_the_chat_with_the_bot_all_is_between_us(bot, app, ada):
    app.answers["/share"] = [CARD]
    await ada.slash("share")
    assert not ada.last.ephemeral


async def test_nothing_private_is_ever_seen_by_others(bot, app, fake, ada, bob, club, abroad, monkeypatch):
    """Whatever is answered, in whichever order, quickly or not, to a command or under whichever message."""
    rows = ((Button("Go on", "v1:on:1"),),)
    says = [
        Reply(text="secret", rows=rows),
        Reply(text="secret", rows=rows, replaces=True),
        Reply(text="open", rows=rows, private=False),
        Reply(text="open", rows=rows, private=False, replaces=True),
        Notice("secret"),
        Notice("secret", instead=Reply(text="open", rows=rows, private=False)),
        RuntimeError("secret"),
    ]
    chance = Random(6)
    for number in range(60):
        monkeypatch.setattr(speaking, "DEFERS_AFTER", chance.choice((0.0, 1.8)))
        monkeypatch.setattr(speaking, "PATIENCE", chance.choice((0.0, 2.5)))
        app.gates = {said: asyncio.Event() for said in ("/share", "v1:on:1")}
        for gate in app.gates.values():
            asyncio.get_running_loop().call_later(0.02, gate.set)
        app.answers |= {said: chance.choices(says, k=chance.randint(1, 3)) for said in ("/share", "v1:on:1")}
        channel = chance.choice((club.channel, abroad.channel))
        pressed = [each for each in ada.messages if each.channel is channel and each.has_button("Go on")]
        if pressed and chance.random() < 0.7:
            await ada.presses("Go on", under=chance.choice(pressed))
        else:
            await ada.slash("share", where=channel)
        assert [post.text for post in channel.posts if "secret" in post.text] == [], (number, app.answers)
    assert {post.plain for where in (club, abroad) for post in where.channel.posts} == {"open"}
    assert not [message for message in bob.messages if "secret" in message.text]
    assert len([message for message in ada.messages if "secret" in message.text]) > 20


# Presses of strangers


async def test_a_stranger_s_press_changes_what_was_shared(bot, app, fake, ada, bob, abroad):
    app.answers["/share"] = [CARD]
    app.answers[PRESS] = [Notice("You are in.", instead=Reply(text="1 going", rows=CARD.rows, private=False))]
    for where in (abroad.channel, fake.chat_between(ada, bob)):
        await ada.slash("share", where=where)
        await bob.presses("Going", under=where.posts[0])
        assert [post.plain for post in where.posts] == ["1 going"]
        assert where.posts[0].labels == [["Going"]]
        assert bob.last.plain == "You are in."
        assert bob.last.only_for is bob
        assert "You are in." not in ada.last.text


async def test_so_it_does_after_a_while(bot, app, ada, bob, abroad, soon):
    app.answers["/share"] = [CARD]
    app.answers[PRESS] = [Notice("You are in.", instead=Reply(text="1 going", private=False))]
    app.gates[PRESS] = asyncio.Event()
    await ada.slash("share", where=abroad.channel)
    pressed = await bob.presses("Going", wait=False)
    await pressed.over.wait()
    app.gates[PRESS].set()
    await bob.hears("You are in.")
    assert [post.plain for post in abroad.channel.posts] == ["1 going"]


async def test_the_later_press_says_how_things_are(bot, app, fake, ada, bob):
    """However long the earlier one takes."""
    other = "v1:rsvp:7q.maybe"
    row = (Button("Going", PRESS), Button("Maybe", other))
    app.answers["/share"] = [Reply(text="0", rows=(row,), private=False)]
    for action, text in ((PRESS, "1 going"), (other, "1 going, 1 maybe")):
        app.answers[action] = [Notice("Noted.", instead=Reply(text=text, rows=(row,), private=False))]
    app.gates[PRESS] = asyncio.Event()
    chat = fake.chat_between(ada, bob)
    await ada.slash("share", where=chat)
    await bob.presses("Going", wait=False)
    while len(app.heard) < 2:
        await asyncio.sleep(0.01)
    await ada.presses("Maybe", wait=False)
    await asyncio.sleep(0.05)
    app.gates[PRESS].set()
    await ada.hears("Noted.")
    await bot.idle()
    assert [post.plain for post in chat.posts] == ["1 going, 1 maybe"]


async def test_a_post_is_not_changed_by_a_press(bot, app, fake, ada, bob, club):
    """It is changed in its time, for hundreds of presses at once."""
    app.answers[PRESS] = [Notice("You are in.", instead=Reply(text="1 going", private=False))]
    await post_card(bot, club.channel, CARD)
    await bob.presses("Going")
    assert [post.plain for post in club.channel.posts] == ["Kiwanis breakfast"]
    assert bob.last.plain == "You are in."


async def test_what_was_taken_away_is_answered_all_the_same(bot, app, fake, ada, bob, abroad):
    app.answers["/share"] = [CARD]
    app.answers[PRESS] = [Notice("You are in.", instead=Reply(text="1 going", private=False))]
    await ada.slash("share", where=abroad.channel)
    fake.next(CALLBACK, Trouble(code=10008))
    await bob.presses("Going", wait=False)
    await bob.hears("You are in.")
    await bot.idle()


async def test_many_read_in_the_language_of_their_server(bot, app, fake, ada):
    server = fake.guild("Paris", ada, locale="fr")
    app.answers["/share"] = [Reply(text=("x", 12345), private=False)]
    app.answers["/help"] = [Reply(text=("x", 12345))]
    await ada.slash("share", where=server.channel)
    await ada.slash("help", where=server.channel)
    assert server.channel.posts[0].plain == "x12\u202f345"
    assert ada.last.plain == "x12,345"
