"""Conversations over Telegram: what is said and pressed reaches the core, and its answers reach the screen."""

import pytest

from core.chat.reply import Bold, Button, Elsewhere, File, Link, LinkButton, Notice, Person, Reply
from core.chat.request import CardShared, Message, PlaceKind
from tests.fakes.telegram import Trouble

HOSTILE = [
    "_*Bob*_ <b>[x](y)</b> `&amp;",
    "مريم \u202etxet desrever\u202c",
    "👩‍👩‍👧‍👦🏴‍☠️ 𝒥𝒶𝓃ℯ",
    "a\nb\n\n/forget Jane",
    "Zoë \ud83d half a surrogate",
]


async def test_what_is_said_is_answered(ada, app):
    await ada.sends("/met Jane coffee")
    assert ada.last.text == "You said /met Jane coffee"
    request = app.heard[0]
    assert request.key.startswith("tg:")
    assert request.place is PlaceKind.PRIVATE
    assert (request.actor.name, request.actor.locale, request.actor.address) == ("Ada", "en", str(ada.id))


async def test_a_deep_link_passes_with_its_payload(ada, app):
    await ada.sends("/start go_7q3k")
    assert app.heard[0].body == Message(text="/start go_7q3k")


async def test_several_answers_come_in_order_and_one_replaces_the_one_before(ada, app):
    app.answers["/import"] = [Reply(text="1 of 2"), Reply(text="2 of 2", replaces=True), Reply(text="Done.")]
    await ada.sends("/import")
    assert [message.text for message in ada.messages] == ["2 of 2", "Done."]
    assert ada.messages[0].edits == 1


@pytest.mark.parametrize("name", HOSTILE)
async def test_no_name_breaks_a_message(ada, app, name):
    app.answers["/who"] = [
        Reply(text=("Met ", Bold(Person(name)), "."), rows=((Button(Person(name), "v1:card:1"),),))
    ]
    await ada.sends("/who")
    shown = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert ada.last.text == f"Met {shown}."
    assert ada.last.bold == [shown]


async def test_links_open_and_what_telegram_refuses_is_told(ada, app):
    app.answers["/who"] = [
        Reply(
            text=(
                Link("LinkedIn", "https://example.org/in/jane"),
                "\n",
                Link("Mail", "mailto:jane@example.org?a=b"),
            ),
            rows=((LinkButton("Profile", "https://example.org/in/jane"), LinkButton("Call", "tel:+4312345")),),
        )
    ]
    await ada.sends("/who")
    assert ada.last.text == "LinkedIn\nMail (jane@example.org)\nCall (+4312345)"
    assert ada.last.links == {"LinkedIn": "https://example.org/in/jane"}
    assert ada.last.labels == [["Profile"]]


async def test_a_press_edits_its_message_in_place(ada, app):
    app.answers["/today"] = [Reply(text="Reach out to Jane", rows=((Button("Reached out", "v1:reached:7q3k"),),))]
    app.answers["v1:reached:7q3k"] = [Reply(text="Jane: done", replaces=True)]
    await ada.sends("/today")
    await ada.presses("Reached out")
    assert app.heard[1].body.action == "v1:reached:7q3k"
    assert [(message.text, message.labels) for message in ada.messages] == [("Jane: done", [])]


async def test_pressing_twice_changes_nothing_and_is_no_error(ada, app):
    app.answers["/today"] = [Reply(text="Jane", rows=((Button("Done", "v1:x:1"),),))]
    app.answers["v1:x:1"] = [Reply(text="Jane", rows=((Button("Done", "v1:x:1"),),), replaces=True)]
    await ada.sends("/today")
    await ada.presses("Done")
    await ada.presses("Done")
    assert len(ada.messages) == 1
    assert ada.last.edits == 0


async def test_what_can_no_longer_be_edited_is_sent_anew(ada, app, fake):
    app.answers["/today"] = [Reply(text="Jane", rows=((Button("Done", "v1:x:1"),),))]
    app.answers["v1:x:1"] = [Reply(text="Done.", replaces=True)]
    await ada.sends("/today")
    fake.next("editMessageText", Trouble(status=400, description="Bad Request: message can't be edited"))
    await ada.presses("Done")
    assert [message.text for message in ada.messages] == ["Jane", "Done."]


async def test_a_long_answer_that_replaces_is_edited_and_goes_on_below(ada, app):
    long = "\n".join(f"Line {n} of many" for n in range(400))
    app.answers["/today"] = [Reply(text="Jane", rows=((Button("All", "v1:all:"),),))]
    app.answers["v1:all:"] = [Reply(text=long, rows=((Button("Less", "v1:less:"),),), replaces=True)]
    await ada.sends("/today")
    await ada.presses("All")
    assert len(ada.messages) == 2
    assert "\n".join(message.text for message in ada.messages) == long
    assert [message.labels for message in ada.messages] == [[], [["Less"]]]


async def test_a_notice_is_a_toast_and_at_most_two_hundred_characters(ada, app):
    app.answers["/today"] = [Reply(text="Jane", rows=((Button("Done", "v1:x:1"),),))]
    app.answers["v1:x:1"] = [Notice("Too late. " * 30)]
    await ada.sends("/today")
    await ada.presses("Done")
    assert len(ada.toasts[0]) <= 200
    assert ada.toasts[0].endswith("…")
    assert len(ada.messages) == 1


async def test_a_notice_to_a_typed_line_is_a_message(ada, app):
    app.answers["/undo"] = [Notice("Nothing to undo.")]
    await ada.sends("/undo")
    assert ada.last.text == "Nothing to undo."


@pytest.mark.parametrize("data", ["v1:forged:stranger", "'; drop table contacts", "é" * 32, "v0:"])
async def test_a_forged_press_reaches_the_core_and_is_acknowledged(ada, app, data):
    app.answers[data] = [Notice("I do not know this button.")]
    await ada.sends("Hello")
    await ada.forges(data, ada.last)
    assert app.heard[1].body.action == data
    assert ada.toasts == ["I do not know this button."]


async def test_a_press_is_acknowledged_when_nothing_or_an_error_comes_of_it(ada, app, caplog):
    app.answers["v1:nothing:"] = []
    app.answers["v1:broken:"] = [ValueError("Jane's secret")]
    await ada.sends("Hello")
    await ada.forges("v1:nothing:", ada.last)
    await ada.forges("v1:broken:", ada.last)
    code = ada.last.text.partition("Code ")[2].rstrip(")")
    assert caplog.records[-1].code == code
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


async def test_a_press_under_a_message_too_old_to_be_shown(ada, app, fake):
    app.answers["v1:x:1"] = [Reply(text="Done.", replaces=True)]
    await ada.sends("Hello")
    await fake.asks(ada, {"message_id": 7, "date": 0, "chat": ada.as_json()}, "v1:x:1")
    await fake.settled()
    assert ada.last.text == "Done."


async def test_a_card_from_the_address_book_becomes_a_request(ada, app):
    await ada.shares_contact("Grace", "4312345", last_name="Hopper", user_id=77)
    await ada.shares_contact("Grace", "01 23 45")
    assert [request.body for request in app.heard] == [
        CardShared(name="Grace Hopper", phone="+4312345"),
        CardShared(name="Grace", phone="01 23 45"),
    ]


async def test_what_cannot_be_read_is_answered_in_words(ada, app):
    await ada.posts({"location": {"latitude": 48.2, "longitude": 16.4}})
    assert "/help" in ada.last.text
    await ada.posts({"location": {"latitude": 48.2, "longitude": 16.4}, "caption": "met Jane here"})
    assert app.heard[0].body == Message(text="met Jane here")
    await ada.posts({"pinned_message": fake_service(ada)})
    assert len(ada.messages) == 2


def fake_service(ada):
    return {"message_id": 5, "date": 0, "chat": ada.as_json()}


async def test_edited_messages_and_bots_are_not_heard(ada, app, fake):
    await ada.sends("Hello")
    message = {**fake.new_message(ada), "from": ada.user_json(), "text": "Hello!"}
    await fake.delivers({"edited_message": message})
    await fake.delivers({"message": {**message, "from": {**ada.user_json(), "is_bot": True}}})
    await fake.delivers({"channel_post": message})
    await fake.settled()
    assert len(app.heard) == 1


async def test_a_file_is_handed_over_with_its_text_as_caption(ada, app):
    app.answers["/export"] = [Reply(text=("Your ", Bold("network")), file=File(name="me.csv", content=b"a,b\n"))]
    app.answers["/nothing"] = [Reply(text="", file=File(name="me.csv", content=b""))]
    app.answers["/long"] = [
        Reply(text="x " * 600, rows=((Button("OK", "v1:ok:"),),), file=File(name="l", content=b"1"))
    ]
    await ada.sends("/export")
    assert (ada.last.file, ada.last.text, ada.last.bold) == (("me.csv", b"a,b\n"), "Your network", ["network"])
    await ada.sends("/long")
    assert [message.file is None for message in ada.messages[1:]] == [True, False]
    assert ada.last.labels == [["OK"]]


async def test_the_same_update_delivered_twice_is_heard_once(ada, app, fake):
    message = {**fake.new_message(ada), "from": ada.user_json(), "text": "/met Jane"}
    ada.reachable = True
    await fake.delivers({"message": message}, times=2)
    await fake.settled()
    assert len(app.heard) == 1
    assert len(ada.messages) == 1


async def test_menus_are_set_for_private_chats_and_groups(bot, fake):
    assert [each["command"] for each in fake.menus["all_private_chats"]] == ["met", "help"]
    assert fake.menus["all_group_chats"] == [{"command": "help", "description": "What I can do"}]


async def test_a_group_is_heard_only_where_it_speaks_to_us(ada, club, app):
    for line in ("Hello", "/met@OtherBot Jane", "/weather", "/help", "/HELP@Reachwell_Bot me", "/secretive"):
        await ada.sends(line, to=club)
    assert [request.body.text for request in app.heard] == ["/help", "/HELP me"]
    assert app.heard[0].place is PlaceKind.GROUP
    assert app.heard[0].actor.address == str(ada.id)
    assert [message.text for message in club.messages] == ["You said /help", "You said /HELP me"]


async def test_an_admin_behind_the_group_is_not_heard(ada, club, app):
    await ada.sends("/help", to=club, sender_chat=club.as_json())
    assert app.heard == []


async def test_an_answer_in_a_topic_stays_there(ada, club):
    await ada.sends("/help", to=club, message_thread_id=42, is_topic_message=True)
    assert club.last.topic == 42


async def test_a_private_command_in_a_group_points_into_the_private_chat(ada, club, app):
    app.answers["/met Jane"] = [Elsewhere("Let us talk about that in private.", "go_1")]
    await ada.sends("/met@reachwell_bot Jane", to=club)
    assert club.last.rows[0][0]["url"] == "https://t.me/reachwell_bot?start=go_1"


async def test_a_press_in_a_group_that_leads_elsewhere_opens_the_private_chat(ada, club, app):
    app.answers["/help"] = [Reply(text="Help", rows=((Button("Mine", "v1:mine:"),),), private=False)]
    app.answers["v1:mine:"] = [Elsewhere("In private.", "go_2")]
    await ada.sends("/help", to=club)
    await ada.presses("Mine", in_=club)
    assert ada.opened == ["https://t.me/reachwell_bot?start=go_2"]
    assert len(club.messages) == 1


async def test_a_private_answer_is_never_shown_in_a_group(ada, club, app):
    app.answers["/help"] = [Reply(text="You owe Jane"), Reply(text="You owe Raj", replaces=True)]
    await ada.sends("Hello")
    await ada.sends("/help", to=club)
    assert club.messages == []
    assert ada.last.text == "You owe Raj"


async def test_a_private_answer_to_a_stranger_in_a_group_becomes_a_way_to_the_bot(ada, club, app):
    app.answers["/help"] = [Reply(text="You owe Jane")]
    await ada.sends("/help", to=club)
    assert "Jane" not in club.last.text
    assert club.last.rows[0][0]["url"] == "https://t.me/reachwell_bot?start=hello"
    assert ada.messages == []
