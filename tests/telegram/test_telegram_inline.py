"""Inline mode: an event shared into a chat that the bot is not in, with buttons that work there."""

import asyncio

import pytest

from bots.telegram.adapter import TelegramBot
from core.chat.reply import Bold, Button, Elsewhere, LinkButton, Notice, Reply, ShareButton
from core.chat.request import PlaceKind, Press
from core.chat.words import Reader
from core.delivery.sending import Gone
from core.facts.ids import AccountId, EventId, PostId
from core.facts.posts import Post, PostKind
from core.gatherings.sharing import Shareable
from tests.fakes.telegram import Trouble
from tests.telegram.conftest import SmallApp

CARD = Reply(
    text=(Bold("Kiwanis breakfast"), "\nGoing: 0"), rows=((Button("Going", "v1:rsvp:7q3k.going"),),), private=False
)


def kiwanis(event_id: str, title: str) -> Shareable:
    return Shareable(id=EventId(event_id), title=title, description="Tue 24 Nov, 7:30", reply=CARD, reader=Reader())


@pytest.fixture
def app() -> SmallApp:
    app = SmallApp()
    app.shared = {
        "kiwanis": [kiwanis("7q3k", "Kiwanis breakfast")],
        "many": [kiwanis(f"e{n}", f"No. {n}") for n in range(60)],
    }
    return app


@pytest.fixture
def elsewhere(fake):
    """Somebody's group without the bot."""
    elsewhere = fake.group("Family")
    elsewhere.present = False
    return elsewhere


def post(message_id: str) -> Post:
    return Post(
        id=PostId("p"),
        account_id=AccountId("a"),
        event_id=EventId("7q3k"),
        platform="telegram",
        address="",
        message_id=message_id,
        kind=PostKind.INLINE,
    )


async def test_what_one_may_share_is_offered_and_stands_where_it_is_sent(ada, elsewhere):
    offered = await ada.types("kiwanis")
    assert (offered.titles, offered.personal, offered.button) == (["Kiwanis breakfast"], True, None)
    assert offered.cached <= 5
    assert offered.results[0]["description"] == "Tue 24 Nov, 7:30"
    shown = await ada.shares("kiwanis", elsewhere)
    assert (shown.text, shown.bold, shown.labels) == (
        "Kiwanis breakfast\nGoing: 0",
        ["Kiwanis breakfast"],
        [["Going"]],
    )


async def test_whoever_has_nothing_to_share_is_shown_the_way_in(ada):
    offered = await ada.types("")
    assert offered.results == []
    assert offered.button == {"text": "Open Reachwell", "start_parameter": "share"}


async def test_no_more_is_offered_than_telegram_takes(ada):
    assert len((await ada.types("many")).results) == 50


async def test_a_press_there_says_under_which_message_it_was(ada, elsewhere, fake, app):
    grace = fake.user("Grace")
    app.answers["v1:rsvp:7q3k.going"] = [Notice("See you there.")]
    shown = await ada.shares("kiwanis", elsewhere)
    await grace.presses("Going", under=shown)
    assert app.heard[0].body == Press(action="v1:rsvp:7q3k.going", inline=shown.inline)
    assert app.heard[0].place is PlaceKind.GROUP
    assert app.heard[0].group is None
    assert grace.toasts == ["See you there."]


@pytest.mark.parametrize("answer", [Elsewhere("In private.", "hello"), Reply(text="You owe Jane")])
async def test_a_stranger_who_presses_there_meets_the_bot_by_a_link(ada, elsewhere, fake, app, answer):
    grace = fake.user("Grace")
    app.answers["v1:rsvp:7q3k.going"] = [answer]
    await grace.presses("Going", under=await ada.shares("kiwanis", elsewhere))
    assert grace.opened == ["https://t.me/reachwell_bot?start=hello"]
    assert grace.messages == []


async def test_the_message_is_edited_for_ever(ada, elsewhere, bot):
    shown = await ada.shares("kiwanis", elsewhere)
    for going in ("1", "2", "2"):  # what it says already is left alone
        reply = Reply(text=f"Going: {going}", rows=CARD.rows, private=False)
        await bot.sender.edit(post(shown.inline), reply, Reader())
    assert (shown.text, shown.labels, shown.edits) == ("Going: 2", [["Going"]], 2)


async def test_a_message_that_was_deleted_there_is_gone(ada, elsewhere, bot, fake):
    shown = await ada.shares("kiwanis", elsewhere)
    fake.inline.loses(shown)
    with pytest.raises(Gone):
        await bot.sender.edit(post(shown.inline), CARD, Reader())


async def test_a_search_that_fails_offers_the_way_in(ada, app, monkeypatch, caplog):
    async def broken(_actor, query):
        raise ValueError(query)

    monkeypatch.setattr(app, "shareable", broken)
    assert (await ada.types("Jane Doe")).button
    assert "ValueError" in caplog.text
    assert "Jane" not in caplog.text


async def test_an_answer_that_comes_too_late_harms_nobody(ada, fake):
    fake.next("answerInlineQuery", Trouble(status=400, description="Bad Request: query is too old"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await ada.types("kiwanis")
    assert (await ada.types("kiwanis")).titles == ["Kiwanis breakfast"]


async def test_a_button_shares_into_a_chat_of_theirs(ada, app):
    share = ((ShareButton("Share", "kiwanis"), LinkButton("Page", "https://example.org")),)
    app.answers["/event"] = [Reply(text="Kiwanis", rows=share)]
    await ada.sends("/event")
    assert ada.last.button("Share")["switch_inline_query_chosen_chat"]["query"] == "kiwanis"


async def test_without_inline_mode_nothing_can_be_shared(fake, app):
    fake.inline.on = False
    bot = TelegramBot(app, fake.token, fake.url, limits=None)
    fake.answered = bot.idle
    await bot.start()
    try:
        ada = fake.user("Ada")
        app.answers["/event"] = [Reply(text="Kiwanis", rows=((ShareButton("Share", "kiwanis"),),))]
        await ada.sends("/event")
        assert ada.last.labels == []
    finally:
        await bot.stop()


async def test_the_doors_are_known(bot, app):
    assert app.doors.telegram("card_7q3k") == "https://t.me/reachwell_bot?start=card_7q3k"
