"""Groups in Telegram: who manages them, topics, pins, and being put in, out, and elsewhere."""

import pytest

from core.chat.reply import Button, Notice, Reply
from core.chat.request import Group, PlaceKind
from tests.fakes.telegram import Trouble

GOING = ((Button("Going", "v1:rsvp:7q3k.going"),),)


@pytest.fixture
async def boss(fake, club):
    """Who has made the group."""
    boss = fake.user("Boss")
    club.administrators.append(boss)
    return boss


async def posted(app, club, by, text="Meetup"):
    app.answers["/help"] = [Reply(text=text, rows=GOING, private=False)]
    await by.sends("/help", to=club)
    return club.last


async def test_what_is_said_in_a_group_says_where_and_who_manages_it(ada, boss, club, app):
    for each in (ada, boss):
        await each.sends("/help", to=club)
    here = Group(external_id=str(club.id), address=str(club.id), name="Job seekers")
    assert app.heard[0].group == here
    assert app.heard[1].group == Group(
        external_id=here.external_id, address=here.address, name=here.name, manages=True
    )
    assert all(request.place is PlaceKind.GROUP for request in app.heard)


async def test_a_topic_is_part_of_the_address(ada, club, app):
    await ada.sends("/help", to=club, message_thread_id=42, is_topic_message=True)
    assert app.heard[0].group.address == f"{club.id}/42"
    assert app.heard[0].group.external_id == str(club.id)


async def test_who_manages_is_asked_once_for_many_commands(ada, boss, club, app, fake):
    for _time in range(3):
        await boss.sends("/help", to=club)
    assert len(fake.sent("getChatAdministrators")) == 1
    await ada.sends("/help")
    assert len(fake.sent("getChatAdministrators")) == 1, "in private there is nobody to ask about"


async def test_whoever_has_just_been_made_an_organiser_is_believed(ada, club, app, fake, monkeypatch):
    monkeypatch.setattr("bots.telegram.administrators._DOUBTED", 0)
    await ada.sends("/help", to=club)
    club.administrators.append(ada)
    await ada.sends("/help", to=club)
    assert [request.group.manages for request in app.heard] == [False, True]


async def test_private_commands_in_a_group_ask_telegram_nothing(ada, boss, club, fake, app):
    await boss.sends("/met Jane", to=club)
    assert not app.heard[0].group.manages
    assert fake.sent("getChatAdministrators") == []


async def test_a_press_never_asks_but_remembers(ada, boss, club, fake, app):
    app.answers["v1:rsvp:7q3k.going"] = [Notice("See you there.")]
    app.answers["/met"] = [Reply(text="Meetup", rows=GOING, private=False)]
    await ada.sends("/met", to=club)
    await boss.presses("Going", in_=club)
    assert fake.sent("getChatAdministrators") == []
    await boss.sends("/help", to=club)
    await boss.presses("Going", in_=club)
    await ada.presses("Going", in_=club)
    pressed = [request.group.manages for request in app.heard if request.key and hasattr(request.body, "action")]
    assert pressed == [False, True, False]
    assert ada.toasts == ["See you there."]


async def test_where_telegram_does_not_tell_nobody_manages(boss, club, fake, app):
    fake.next("getChatAdministrators", Trouble(status=400, description="Bad Request: CHAT_ADMIN_REQUIRED"))
    await boss.sends("/help", to=club)
    assert not app.heard[0].group.manages


async def test_an_anonymous_administrator_hears_why_not(boss, club, app):
    await club.hears_anonymously("/help")
    assert app.heard == []
    assert "anonymous" in club.last.text
    await club.hears_anonymously("/met")
    await club.hears_anonymously("/weather")
    assert len(club.messages) == 1, "not for every command, and none of others' bots"


async def test_a_long_notice_stays_until_it_is_closed(ada, club, app):
    await posted(app, club, ada)
    app.answers["v1:rsvp:7q3k.going"] = [Notice("There is no seat left. " * 5)]
    await ada.presses("Going", in_=club)
    app.answers["v1:rsvp:7q3k.going"] = [Notice("See you there.")]
    await ada.presses("Going", in_=club)
    assert [len(each) > 80 for each in ada.toasts] == [True, False]
    assert ada.alerts == ada.toasts[:1]


async def test_a_private_answer_to_a_press_goes_to_the_private_chat_and_says_so(ada, club, app):
    app.answers["v1:rsvp:7q3k.going"] = [Reply(text="You owe Jane")]
    await ada.sends("Hello")
    await posted(app, club, ada)
    await ada.presses("Going", in_=club)
    assert ada.last.text == "You owe Jane"
    assert "private" in ada.toasts[0]
    assert len(club.messages) == 1


async def test_a_private_answer_to_a_strangers_press_becomes_the_way_to_the_bot(ada, club, app):
    app.answers["v1:rsvp:7q3k.going"] = [Reply(text="You owe Jane"), Reply(text="and Raj")]
    await posted(app, club, ada)
    await ada.presses("Going", in_=club)
    assert ada.opened == ["https://t.me/reachwell_bot?start=hello"]
    assert [message.text for message in club.messages] == ["Meetup"]


async def test_two_notices_to_a_press_never_reach_the_group(ada, club, app):
    app.answers["v1:rsvp:7q3k.going"] = [Notice("See you there."), Notice("You owe Jane.")]
    await ada.sends("Hello")
    await posted(app, club, ada)
    await ada.presses("Going", in_=club)
    assert (ada.toasts, ada.last.text) == (["See you there."], "You owe Jane.")
    assert len(club.messages) == 1


async def test_a_post_is_pinned_without_a_sound_where_that_is_allowed(ada, club, app, fake):
    app.answers["/help"] = [Reply(text="Meetup", private=False, pinned=True)]
    await ada.sends("/help", to=club)
    assert club.pinned == [club.last.id]
    assert fake.sent("pinChatMessage")[0]["disable_notification"] is True
    await ada.sends("/help")
    assert len(fake.sent("pinChatMessage")) == 1, "nothing is pinned in private"


@pytest.mark.parametrize(
    "trouble",
    [
        None,
        Trouble(),
        Trouble(status=502, description="Bad Gateway"),
        Trouble(status=429, description="Flood", retry_after=30),
    ],
)
async def test_where_nothing_may_be_pinned_it_is_tried_once(ada, club, app, fake, trouble):
    club.may_pin = False
    fake.next("pinChatMessage", trouble)
    app.answers["/help"] = [Reply(text="Meetup", private=False, pinned=True)]
    await ada.sends("/help", to=club)
    assert [message.text for message in club.messages] == ["Meetup"]
    assert len(fake.sent("pinChatMessage")) == 1


async def test_hello_is_said_once_where_an_administrator_brings_us(fake, boss, club, app):
    await club.adds_bot(boss)
    assert "/host" in club.last.text
    assert app.groups == [("joined", str(club.id))]
    await club.removes_bot(boss)
    assert app.groups[-1] == ("left", str(club.id))
    assert len(club.messages) == 1


async def test_nothing_is_said_where_somebody_else_brings_us(ada, boss, club, app):
    await club.adds_bot(ada)
    assert club.messages == []
    assert app.groups == [("joined", str(club.id))]


async def test_who_blocks_the_bot_in_private_is_no_group(ada, fake, app):
    me = fake.bot_json()
    await fake.delivers(
        {
            "my_chat_member": {
                "chat": ada.as_json(),
                "from": ada.user_json(),
                "date": 1,
                "old_chat_member": {"status": "member", "user": me},
                "new_chat_member": {"status": "kicked", "until_date": 0, "user": me},
            }
        }
    )
    await fake.settled()
    assert app.groups == []


async def test_a_group_that_becomes_a_supergroup_is_the_same_and_is_not_greeted(fake, boss, app):
    small = fake.group("Few", kind="group")
    small.administrators.append(boss)
    large = await small.becomes_supergroup(boss)
    await large.adds_bot(boss)
    assert ("moved", str(small.id), str(large.id)) in app.groups
    assert large.messages == []
