"""What stands in servers: posted once, changed where it stands, pinned, and what becomes of it there."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bots.discord.adapter import DiscordBot
from core.chat.reply import Bold, Button, File, Reply, ShareButton, lines, say
from core.chat.words import Reader, _
from core.delivery.sending import Gone, Rejected, TryAgain, Uncertain, Unreachable, Wait
from core.facts.account import Identity
from core.facts.ids import AccountId, EventId, PostId
from core.facts.posts import Post, PostKind
from tests.discord.serving import SmallApp, serving
from tests.fakes.discord_permissions import PIN, SEE, SEND, SEND_IN_THREADS
from tests.fakes.discord_places import Channel
from tests.fakes.discord_trouble import MESSAGE, OPEN_DM, Enforced, Trouble

EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
PINNED = "PUT /channels/{channel_id}/messages/pins/{message_id}"
BEGINS = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
CARD = Reply(text="Kiwanis breakfast", rows=((Button("Going", "v1:rsvp:7q.going"),),), private=False)


def group_of(channel: Channel) -> Identity:
    assert channel.guild is not None
    return Identity(
        platform="discord",
        external_id=str(channel.guild.id),
        account_id=AccountId("club"),
        address=str(channel.id),
        group=True,
    )


async def post_card(bot: DiscordBot, channel: Channel, reply: Reply = CARD, nonce: str = "7q3k9ab27q3k") -> Post:
    message_id = await bot.sender.send(group_of(channel), reply, Reader(), nonce)
    return Post(
        id=PostId("p"),
        account_id=AccountId("club"),
        event_id=EventId("e"),
        platform="discord",
        address=str(channel.id),
        message_id=message_id,
    )


async def test_a_post_is_seen_by_everybody(bot, fake, ada, bob, club):
    post = await post_card(bot, club.channel)
    assert [str(message.id) for message in club.channel.posts] == [post.message_id]
    assert ada.last is bob.last is club.channel.posts[0]
    assert fake.sent(OPEN_DM) == []


async def test_with_the_same_nonce_it_is_posted_once(bot, fake, club):
    fake.next(MESSAGE, Trouble(carried_out=True))
    with pytest.raises(Uncertain):
        await post_card(bot, club.channel)
    await post_card(bot, club.channel)
    assert len(club.channel.posts) == 1


async def test_after_a_restart_too(fake, club):
    async with serving(SmallApp(), fake) as bot:
        fake.next(MESSAGE, Trouble(carried_out=True))
        with pytest.raises(Uncertain):
            await post_card(bot, club.channel)
    async with serving(SmallApp(), fake) as bot:
        post = await post_card(bot, club.channel)
        await bot.sender.edit(post, Reply(text="1 going"), Reader())
    assert [each.plain for each in club.channel.posts] == ["1 going"]


async def test_a_post_is_one_message_however_long(bot, club):
    await post_card(bot, club.channel, Reply(text="word " * 5000, rows=CARD.rows))
    [post] = club.channel.posts
    assert post.labels == [["Going"]]


async def test_it_is_changed_where_it_stands(bot, club):
    post = await post_card(bot, club.channel)
    await bot.sender.edit(post, Reply(text=Bold("1 going"), rows=CARD.rows), Reader())
    await bot.sender.edit(post, Reply(text=Bold("1 going"), rows=CARD.rows), Reader())
    assert [each.plain for each in club.channel.posts] == ["1 going"]
    await bot.sender.edit(post, Reply(text="Over"), Reader())
    assert club.channel.posts[0].labels == []


async def test_everybody_sees_their_own_zone(bot, ada, club):
    text = say(_("{title} begins {when}"), title=Bold("_Breakfast_"), when=Bold(BEGINS))
    await post_card(bot, club.channel, Reply(text=text))
    assert club.channel.posts[0].text == f"**\\_Breakfast\\_** begins **<t:{int(BEGINS.timestamp())}:F>**"
    person = Identity(platform="discord", external_id="1", account_id=AccountId("a"), address=str(ada.id))
    await bot.sender.send(person, Reply(text=text), Reader("en", "America/Toronto"), "n")
    assert "7\\:30" in ada.last.text


async def test_the_hours_of_an_event_are_everybody_s_own(bot, club):
    begins = BEGINS.astimezone(ZoneInfo("America/Toronto"))
    told = say(_("{begin} – {end}"), begin=begins, end=time(9, 30))
    text = lines(Bold("Breakfast"), say(_("🗓 {when}"), when=told), "Brampton Hall")
    await post_card(bot, club.channel, Reply(text=text))
    assert [line.replace("\u202f", " ") for line in club.channel.posts[0].plain.splitlines()] == [
        "Breakfast",
        f"🗓 <t:{int(BEGINS.timestamp())}:F> – <t:{int(BEGINS.timestamp()) + 7200}:t>",
        "Brampton Hall",
    ]
    days = lines(("From ", begins, " to ", begins + timedelta(days=1)))
    await post_card(bot, club.channel, Reply(text=days), "other")
    first, second = int(BEGINS.timestamp()), int(BEGINS.timestamp()) + 86400
    assert club.channel.posts[1].text == f"From <t:{first}:F> to <t:{second}:F>"


async def test_a_sleeping_thread_is_woken_to_change_a_post(bot, fake, club):
    thread = fake.channel_in(club, "Tuesday", under=club.channel)
    post = await post_card(bot, thread)
    thread.archived = True
    await bot.sender.edit(post, Reply(text="1 going"), Reader())
    assert ([each.plain for each in thread.posts], thread.archived) == (["1 going"], False)
    thread.archived = True
    club.bot_may &= ~SEND_IN_THREADS
    with pytest.raises(Unreachable):
        await bot.sender.edit(post, CARD, Reader())


async def test_a_picture_is_shown_in_it_and_stays(bot, ada, club):
    picture = File(name="Ünïcode code.png", content=b"\x89PNG")
    post = await post_card(bot, club.channel, Reply(text="Scan me", picture=picture))
    [shown] = club.channel.posts
    assert (shown.pictures, shown.files) == ([b"\x89PNG"], [])
    both = Reply(text="Scan me!", picture=picture, file=File(name="event.ics", content=b"BEGIN"))
    await bot.sender.edit(post, both, Reader())
    assert (shown.pictures, shown.files, shown.plain) == ([b"\x89PNG"], [b"BEGIN"], "Scan me!")
    await bot.sender.edit(post, Reply(text="Over"), Reader())
    assert (shown.pictures, shown.files) == ([], [])


async def test_a_picture_alone_for_one_person(bot, app, ada):
    app.answers["/help"] = [Reply(text="", picture=File(name="card.png", content=b"\x89PNG"))]
    await ada.slash("help")
    assert ada.last.pictures == [b"\x89PNG"]


async def test_there_is_nothing_that_shares_into_other_chats(bot, club):
    await post_card(bot, club.channel, Reply(text="x", rows=((ShareButton("Share", "kiwanis"), *CARD.rows[0]),)))
    assert club.channel.posts[0].labels == [["Going"]]


async def test_it_is_pinned_where_that_is_allowed(bot, fake, club):
    pinned = Reply(text="x", pinned=True)
    await post_card(bot, club.channel, pinned, "a")
    club.channel.bot_may_not = PIN
    await post_card(bot, club.channel, pinned, "b")
    club.channel.bot_may_not = 0
    fake.next(PINNED, Trouble(code=30003))
    await post_card(bot, club.channel, pinned, "c")
    assert [post.pinned for post in club.channel.posts] == [True, False, False]
    await post_card(bot, club.channel, CARD, "d")
    assert not club.channel.posts[-1].pinned


@pytest.mark.parametrize("missing", [SEE, SEND])
async def test_where_it_may_not_write_it_reaches_nobody(bot, club, missing):
    club.channel.bot_may_not = missing
    with pytest.raises(Unreachable):
        await post_card(bot, club.channel)


async def test_a_server_that_it_had_to_leave_and_a_channel_that_is_no_more(bot, fake, ada, club):
    post = await post_card(bot, club.channel)
    other = fake.channel_in(club, "events")
    fake.delete_channel(other)
    with pytest.raises(Unreachable):
        await post_card(bot, other)
    fake.bot_leaves(club)
    with pytest.raises(Unreachable):
        await post_card(bot, club.channel)
    with pytest.raises(Unreachable):
        await bot.sender.edit(post, CARD, Reader())


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(code=10008), Gone),
        (Trouble(code=50001), Unreachable),
        (Trouble(code=10003), Unreachable),
        (Trouble(code=50035), Rejected),
        (Trouble(retry_after=7), Wait),
        (Trouble(status=401), TryAgain),
        (Trouble(status=503), Uncertain),
        (Trouble(), Uncertain),
    ],
)
async def test_every_refusal_of_a_change_is_sorted(bot, fake, club, trouble, error):
    post = await post_card(bot, club.channel)
    fake.next(EDIT, trouble)
    with pytest.raises(error) as raised:
        await bot.sender.edit(post, Reply(text="1 going"), Reader())
    assert getattr(raised.value, "retry_after", timedelta(seconds=7)) == timedelta(seconds=7)
    await bot.sender.edit(post, Reply(text="2 going"), Reader())
    assert [each.plain for each in club.channel.posts] == ["2 going"]


async def test_what_was_deleted_is_gone(bot, fake, club):
    post = await post_card(bot, club.channel)
    await fake.messages.delete(club.channel.posts[0])
    with pytest.raises(Gone):
        await bot.sender.edit(post, CARD, Reader())


async def test_what_others_have_shared_is_changed_by_presses_only(bot, club):
    post = await post_card(bot, club.channel)
    shared = Post(
        **{name: getattr(post, name) for name in ("id", "account_id", "event_id", "platform")},
        address="",
        message_id="",
        kind=PostKind.INLINE,
    )
    with pytest.raises(Gone):
        await bot.sender.edit(shared, CARD, Reader())


async def test_discord_s_limits_are_waited_for(bot, fake, club):
    fake.limits = Enforced(routes={EDIT: (5, 5.0)}, second=0.05)
    post = await post_card(bot, club.channel)
    edits = (bot.sender.edit(post, Reply(text=f"{n} going"), Reader()) for n in range(1, 13))
    await asyncio.gather(*edits)
    assert club.channel.posts[0].edits == 12
    assert len(fake.limits.provoked) <= 1
