"""Posts in groups and pictures: sent into topics, edited where they stand, and never before those who wait."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bots.telegram.adapter import TelegramBot
from bots.telegram.limiter import Limits
from bots.telegram.places import Place
from core.chat.reply import Button, File, Reply
from core.chat.words import Reader
from core.delivery.sending import Appointment, Gone, Moved, Rejected, Unreachable, Wait
from core.facts.account import Identity
from core.facts.ids import AccountId, EventId, PostId
from core.facts.posts import Post, PostKind
from tests.fakes.telegram import Trouble
from tests.fakes.telegram_groups import Group
from tests.fakes.telegram_inline import Offered
from tests.fakes.telegram_limits import Enforced

GOING = ((Button("Going", "v1:rsvp:7q3k.going"),),)
CARD = Reply(text="Meetup\nGoing: 0", rows=GOING, private=False, pinned=True)
PICTURE = File(name="card.png", content=b"\x89PNG")
SECOND = 0.05


def identity(club: Group, topic: int | None = None) -> Identity:
    return Identity(
        platform="telegram",
        external_id=str(club.id),
        account_id=AccountId("c"),
        address=Place(club.id, topic).address,
        group=True,
    )


def post(club: Group, message_id: str | int, topic: int | None = None) -> Post:
    return Post(
        id=PostId("p"),
        account_id=AccountId("c"),
        event_id=EventId("7q3k"),
        platform="telegram",
        address=Place(club.id, topic).address,
        message_id=str(message_id),
    )


def going(number: int) -> Reply:
    return Reply(text=f"Meetup\nGoing: {number}", rows=GOING, private=False)


@pytest.fixture
async def limited(app, fake) -> AsyncIterator[TelegramBot]:
    """A bot that keeps Telegram's limits, with a short second; the only one that fetches."""
    bot = TelegramBot(app, fake.token, fake.url, limits=Limits(second=SECOND))
    fake.answered = bot.idle
    await bot.start()
    yield bot
    await bot.stop()


async def test_a_post_goes_into_its_topic_and_is_pinned(bot, club):
    message_id = await bot.sender.send(identity(club, 42), CARD, Reader(), "n")
    assert (club.last.topic, club.last.labels, club.pinned) == (42, [["Going"]], [int(message_id)])


async def test_what_was_for_a_topic_that_is_gone_goes_to_the_group(bot, club):
    club.topics = {7}
    await bot.sender.send(identity(club, 42), CARD, Reader(), "n")
    assert club.last.topic is None


async def test_a_post_is_edited_where_it_stands(bot, club):
    message_id = await bot.sender.send(identity(club, 42), CARD, Reader(), "n")
    for number in (1, 1, 2):
        await bot.sender.edit(post(club, message_id, 42), going(number), Reader())
    assert [(each.text, each.edits) for each in club.messages] == [("Meetup\nGoing: 2", 2)]
    assert club.pinned == [club.last.id], "once, not with every edit"


async def test_two_edits_at_once_leave_one_of_the_two(bot, club):
    message_id = await bot.sender.send(identity(club), CARD, Reader(), "n")
    edits = [bot.sender.edit(post(club, message_id), going(number), Reader()) for number in (1, 2)]
    await asyncio.gather(*edits)
    assert club.last.text in ("Meetup\nGoing: 1", "Meetup\nGoing: 2")


async def test_a_post_stays_one_message_however_long_it_is(bot, club):
    message_id = await bot.sender.send(identity(club), CARD, Reader(), "n")
    await bot.sender.edit(post(club, message_id), Reply(text="x " * 4000, rows=GOING, private=False), Reader())
    assert len(club.messages) == 1
    assert club.last.text.endswith("…")
    assert club.last.labels == [["Going"]]


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(status=400, description="Bad Request: message to edit not found"), Gone),
        (Trouble(status=400, description="Bad Request: MESSAGE_ID_INVALID"), Gone),
        (Trouble(status=400, description="Bad Request: message can't be edited"), Gone),
        (Trouble(status=400, description="Bad Request: can't parse entities"), Rejected),
        (Trouble(status=403, description="Forbidden: bot was kicked from the supergroup chat"), Unreachable),
        (Trouble(status=429, description="Too Many Requests", retry_after=7), Wait),
    ],
)
async def test_every_refusal_of_an_edit_is_sorted(bot, club, fake, trouble, error):
    message_id = await bot.sender.send(identity(club), CARD, Reader(), "n")
    fake.next("editMessageText", trouble)
    with pytest.raises(error):
        await bot.sender.edit(post(club, message_id), going(1), Reader())


async def test_a_group_that_became_another_says_where_it_is(bot, fake, ada):
    small = fake.group("Few", kind="group")
    message_id = await bot.sender.send(identity(small), CARD, Reader(), "n")
    large = await small.becomes_supergroup(ada)
    for attempt in (
        bot.sender.edit(post(small, message_id), going(1), Reader()),
        bot.sender.send(identity(small), CARD, Reader(), "n"),
    ):
        with pytest.raises(Moved) as raised:
            await attempt
        assert raised.value.address == str(large.id)


async def test_a_group_that_put_us_out_is_unreachable(bot, club, ada):
    await club.removes_bot(ada)
    with pytest.raises(Unreachable):
        await bot.sender.send(identity(club), CARD, Reader(), "n")


async def test_telegram_has_no_events_of_its_own(bot, club):
    at = datetime(2026, 11, 24, 18, tzinfo=UTC)
    appointment = Appointment(title="Meetup", notes="", place="Hall", starts_at=at, ends_at=at)
    assert await bot.sender.appoint(identity(club), appointment, "") == ""


async def test_many_read_a_time_in_one_zone_and_touch_it_for_their_own(bot, club, ada):
    at = datetime(2026, 11, 24, 18, tzinfo=ZoneInfo("America/Toronto"))
    reply = Reply(text=("Meetup, ", at, " (Toronto)"), private=False)
    await bot.sender.send(identity(club), reply, Reader("en", "Europe/Vienna"), "n")
    assert club.last.text.endswith("6:00\u202fPM (Toronto)")
    assert list(club.last.moments.values()) == [int(at.timestamp())]
    ada.reachable = True
    private = Identity(platform="telegram", external_id=str(ada.id), account_id=AccountId("a"), address=str(ada.id))
    await bot.sender.send(private, reply, Reader("en", "Europe/Vienna"), "n")
    assert ada.last.moments == {}


async def test_a_picture_is_shown_with_its_text_below(ada, app):
    app.answers["/card"] = [Reply(text="Your card", rows=GOING, picture=PICTURE)]
    await ada.sends("/card")
    assert (ada.last.picture, ada.last.text, ada.last.labels) == (PICTURE.content, "Your card", [["Going"]])


async def test_a_text_too_long_for_a_caption_goes_before_the_picture(ada, app):
    app.answers["/card"] = [Reply(text="x " * 600, rows=GOING, picture=PICTURE)]
    await ada.sends("/card")
    assert [(message.picture is None, message.labels) for message in ada.messages] == [
        (True, []),
        (False, [["Going"]]),
    ]
    assert ada.last.text == ""


async def test_a_picture_and_a_file_come_together(ada, app):
    vcard = File(name="me.vcf", content=b"BEGIN:VCARD")
    app.answers["/card"] = [Reply(text="Your card", rows=GOING, picture=PICTURE, file=vcard)]
    await ada.sends("/card")
    assert [message.text for message in ada.messages] == ["Your card", ""]
    assert ada.last.file == ("me.vcf", b"BEGIN:VCARD")
    assert [message.labels for message in ada.messages] == [[], [["Going"]]]


async def test_a_message_is_not_turned_into_a_picture_nor_back(ada, app):
    app.answers["/card"] = [Reply(text="Card", rows=((Button("Code", "v1:code:"),),))]
    app.answers["v1:code:"] = [
        Reply(text="Scan it", picture=PICTURE, rows=((Button("Back", "v1:back:"),),), replaces=True)
    ]
    app.answers["v1:back:"] = [Reply(text="Card again", replaces=True)]
    await ada.sends("/card")
    await ada.presses("Code")
    await ada.presses("Back")
    assert [message.text for message in ada.messages] == ["Card", "Scan it", "Card again"]


async def test_answers_in_a_busy_group_go_before_edits_and_the_limit_is_kept(limited, fake, app):
    ada, club = fake.user("Ada"), fake.group("Job seekers")
    fake.limits = Enforced(second=SECOND, chat=5)
    app.answers["/help"] = [Reply(text="Here to help", private=False)]
    message_id = await limited.sender.send(identity(club), going(0), Reader(), "n")
    put_off = 0
    for number in range(1, 40):
        edit = limited.sender.edit(post(club, message_id), going(number), Reader())
        try:
            async with asyncio.timeout(4 * SECOND):
                await edit
        except Wait:  # at once: it holds up no other
            put_off += 1
            break
    assert put_off, "edits do not take all that a group may have in a minute"
    async with asyncio.timeout(20 * SECOND):
        await ada.sends("/help", to=club)
    assert club.last.text == "Here to help"
    assert fake.limits.provoked == []


async def test_what_is_over_is_kept_in_sight_no_longer(limited, fake):
    club = fake.group("Job seekers")
    message_id = await limited.sender.send(identity(club), replace(going(0), pinned=True), Reader(), "n")
    assert club.pinned == [int(message_id)]
    for number in (1, 2):  # the second time it is not pinned any more, which is no trouble
        await limited.sender.edit(post(club, message_id), replace(going(number), unpinned=True), Reader())
    assert club.pinned == []


async def test_a_shared_message_keeps_the_limit_of_a_group(limited, fake):
    fake.limits = Enforced(second=SECOND, chat=5)
    family = fake.group("Family")
    offered = Offered(results=[{"title": "x", "input_message_content": {"message_text": "Meetup"}}])
    shown = await fake.inline.shares(offered, family)
    shared = replace(post(family, shown.inline), address="", kind=PostKind.INLINE)
    for number in range(1, 16):
        await limited.sender.edit(shared, going(number), Reader())
    assert (shown.text, fake.limits.provoked) == ("Meetup\nGoing: 15", [])
    with pytest.raises(Wait):
        await limited.sender.edit(shared, going(16), Reader())


async def test_an_edit_whose_turn_is_far_away_is_put_off(limited, fake, monkeypatch):
    club = fake.group("Job seekers")
    monkeypatch.setattr("bots.telegram.sender._EDITS_WITHIN", timedelta(seconds=2 * SECOND))
    message_id = await limited.sender.send(identity(club), going(0), Reader(), "n")

    async def edits() -> None:
        for number in range(1, 40):
            await asyncio.create_task(limited.sender.edit(post(club, message_id), going(number), Reader()))

    with pytest.raises(Wait):
        await edits()
    before = club.last.text
    await limited.sender.send(identity(club), CARD, Reader(), "n")  # deliveries go before edits
    assert club.messages[0].text == before
