"""Groups in the terminal: who speaks where, what stands there for all, and how it changes."""

from dataclasses import replace
from pathlib import Path

from bots.terminal.adapter import TerminalChat
from core.chat.reply import Button, File, Notice, Reply, ShareButton, action
from core.chat.request import Group, Press
from core.chat.words import Reader
from core.delivery.sending import Appointment
from core.facts.account import Identity
from core.facts.ids import AccountId, EventId, PostId
from core.facts.posts import Post
from tests.terminal.small_terminal import NOON, Paper, SmallApp

CLUB = Identity(
    platform="terminal",
    external_id="#job seekers",
    account_id=AccountId("club"),
    address="#job seekers",
    name="Job Seekers",
    group=True,
)
CARD = Reply(text="Breakfast: 0 going", rows=((Button("Going", action("rsvp", "e1.going")),),), private=False)
MINE = Reply(text="Only for you", rows=((Button("Edit", action("evedit", "e1")),),))


def post(message_id: str) -> Post:
    return Post(
        id=PostId("p"),
        account_id=CLUB.account_id,
        event_id=EventId("e1"),
        platform="terminal",
        address=CLUB.address,
        message_id=message_id,
    )


async def stands(chat: TerminalChat) -> str:
    return await chat.send(CLUB, CARD, Reader(), "nonce")


async def test_who_comes_in_first_organises_and_others_are_members(
    small_chat: TerminalChat, small: SmallApp, paper: Paper
) -> None:
    await small_chat.say(":in Job  Seekers")
    assert small_chat.prompt == "# Job Seekers> "
    await small_chat.say("/host Breakfast")
    await small_chat.say(":as Ben")
    assert small_chat.prompt == "Ben # Job Seekers> "
    await small_chat.say("/events")
    await small_chat.say(":in private")
    await small_chat.say("/events")
    groups = [request.group for request in small.heard]
    ours = Group(external_id="#job seekers", address="#job seekers", name="Job Seekers", manages=True)
    assert groups == [ours, replace(ours, manages=False), None]
    assert "organise it" in paper.text


async def test_a_group_is_known_by_its_name_however_it_is_typed(small_chat: TerminalChat, small: SmallApp) -> None:
    for line in (":in Job Seekers", ":in #job seekers", ":in JOB SEEKERS"):
        await small_chat.say(line)
    assert list(small_chat.rooms) == ["#job seekers"]


async def test_what_all_see_is_headed_with_the_group(small_chat: TerminalChat, small: SmallApp) -> None:
    small.answers["/host"] = [CARD, MINE]
    await small_chat.say(":in Job Seekers")
    shown = await small_chat.say("/host")
    assert [each.heading for each in shown] == ["# Job Seekers", ""]
    assert [each.text for each in small_chat.room.posts.values()] == ["Breakfast: 0 going"]


async def test_in_private_nothing_is_posted(small_chat: TerminalChat, small: SmallApp) -> None:
    small.answers["/host"] = [CARD]
    (shown,) = await small_chat.say("/host")
    assert shown.heading == ""


async def test_a_delivery_to_a_group_stands_there(small_chat: TerminalChat, paper: Paper) -> None:
    message_id = await stands(small_chat)
    assert paper.blocks[-1].heading == "-- Mon 2026-11-23 12:00 # Job Seekers --"
    assert list(small_chat.rooms["#job seekers"].posts) == [message_id]


async def test_a_number_presses_what_was_shown_last_where_they_are(
    small_chat: TerminalChat, small: SmallApp
) -> None:
    small.answers["/mine"] = [MINE]
    small.answers["v1:rsvp:e1.going"] = [Notice("See you there")]
    await small_chat.say(":in Job Seekers")
    await small_chat.say("/mine")
    await stands(small_chat)
    (toast,) = await small_chat.say("1")
    assert toast.text == "(See you there)"
    await small_chat.say("/mine")
    await small_chat.say("1")
    await small_chat.say(":in private")
    await stands(small_chat)
    await small_chat.say("1")  # what stands in a group is not pressed from elsewhere
    pressed = [each.body.action for each in small.heard if isinstance(each.body, Press)]
    assert pressed == ["v1:rsvp:e1.going", "v1:evedit:e1", "v1:evedit:e1"]


async def test_an_edit_is_shown_where_it_changes_something(small_chat: TerminalChat, paper: Paper) -> None:
    message_id = await stands(small_chat)
    shown = len(paper.blocks)
    await small_chat.edit(post(message_id), CARD, Reader())
    assert len(paper.blocks) == shown
    await small_chat.edit(post(message_id), replace(CARD, text="Breakfast: 1 going"), Reader())
    assert (paper.blocks[-1].heading, paper.blocks[-1].text) == ("# Job Seekers (changed)", "Breakfast: 1 going")
    assert [each.text for each in small_chat.rooms["#job seekers"].posts.values()] == ["Breakfast: 1 going"]


async def test_a_post_of_yesterday_is_edited_although_nobody_remembers_it(
    small_chat: TerminalChat, paper: Paper
) -> None:
    await small_chat.edit(post("old"), CARD, Reader())
    assert paper.blocks[-1].heading == "# job seekers (changed)"


async def test_a_press_may_change_the_post_itself(small_chat: TerminalChat, small: SmallApp) -> None:
    small.answers["v1:rsvp:e1.going"] = [replace(CARD, text="Closed", rows=(), replaces=True)]
    await small_chat.say(":in Job Seekers")
    message_id = await stands(small_chat)
    await small_chat.say("1")
    assert {each: shown.text for each, shown in small_chat.room.posts.items()} == {message_id: "Closed"}


async def test_pictures_are_saved_and_nothing_is_shared(
    small_chat: TerminalChat, small: SmallApp, tmp_path: Path
) -> None:
    small.answers["/card"] = [
        Reply(
            text="Your card",
            rows=((ShareButton("Share", "card"),), (Button("Edit", action("shake", "edit")),)),
            picture=File(name="card.png", content=b"PNG"),
            file=File(name="card.vcf", content=b"VCARD"),
        )
    ]
    shown = await small_chat.say("/card")
    assert [each.label for each in shown[0].buttons] == ["Edit"]
    assert [row for row in shown[0].rows if not row] == []
    assert (tmp_path / "card.png").read_bytes() == b"PNG"
    assert (tmp_path / "card.vcf").read_bytes() == b"VCARD"


async def test_there_are_no_events_of_its_own(small_chat: TerminalChat) -> None:
    appointment = Appointment(title="Breakfast", notes="", place="", starts_at=NOON, ends_at=NOON)
    assert await small_chat.appoint(CLUB, appointment, "") == ""


async def test_which_group_is_asked(small_chat: TerminalChat, paper: Paper) -> None:
    await small_chat.say(":in")
    assert "In which group?" in paper.blocks[-1].text
    await small_chat.say(":in " + "x" * 80)
    assert "short name" in paper.blocks[-1].text
    await small_chat.say(":help")
    assert ":in Job Seekers" in paper.blocks[-1].text
