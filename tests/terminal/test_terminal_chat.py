"""The terminal's adapter: what is shown, which button a number presses, files in and out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.terminal.adapter import TerminalChat
from core.chat.reply import Bold, Button, Elsewhere, File, Link, LinkButton, Notice, Reply, action, say
from core.chat.request import Press, Upload
from core.facts.account import Account, Identity, Question
from core.facts.ids import AccountId, QuestionId
from core.store import Store
from tests.terminal.small_terminal import NOON, Paper, SmallApp

DONE, SNOOZE, CARD = (Button(label, action(label.lower())) for label in ("Done", "Snooze", "Card"))
DIGEST = Reply(
    text=("Reach out to ", Bold("Jane Doe"), " (", Link("jane@example.org", "mailto:jane@example.org"), ")"),
    rows=((DONE, SNOOZE), (CARD, LinkButton("LinkedIn", "https://www.linkedin.com/in/jane"))),
)


def pressed(small: SmallApp) -> list[str]:
    return [request.body.action for request in small.heard if isinstance(request.body, Press)]


async def asked(store: Store, *, listening: bool = True) -> None:
    """The person in front of the terminal has an account, and was just asked something."""
    me = AccountId("account")
    async with store.write() as tx:
        await tx.accounts.add(
            Account(id=me, created_at=NOON),
            Identity(platform="terminal", external_id="me", account_id=me, address="me"),
        )
        await tx.accounts.ask(
            Question(
                id=QuestionId("question"),
                account_id=me,
                command="settings",
                asking="value",
                asked_at=NOON,
                listening=listening,
            )
        )


async def test_buttons_are_numbered_through_all_rows(small_chat: TerminalChat, small: SmallApp) -> None:
    small.answers["/today"] = [DIGEST]
    (block,) = await small_chat.say("/today")
    assert list(block.lines()) == [
        "Reach out to Jane Doe (jane@example.org)",
        "[1] Done  [2] Snooze",
        "[3] Card  LinkedIn: https://www.linkedin.com/in/jane",
    ]
    assert [button.label for button in block.buttons] == ["Done", "Snooze", "Card"]


async def test_a_number_presses(small_chat: TerminalChat, small: SmallApp) -> None:
    small.answers["/today"] = [DIGEST]
    await small_chat.say("/today")
    await small_chat.say("2")
    await small_chat.press("Ca")
    assert pressed(small) == ["v1:snooze:", "v1:card:"]


async def test_a_number_presses_the_last_message_that_had_buttons(
    small_chat: TerminalChat, small: SmallApp
) -> None:
    small.answers["/today"] = [DIGEST]
    await small_chat.say("/today")
    await small_chat.say("/note Jane likes tea")
    await small_chat.say("1")
    assert pressed(small) == ["v1:done:"]


@pytest.mark.parametrize("number", ["4", "0", "007"])
async def test_a_number_without_a_button_is_told_so(number: str, small_chat: TerminalChat, small: SmallApp) -> None:
    small.answers["/today"] = [DIGEST]
    await small_chat.say("/today")
    (block,) = await small_chat.say(number)
    assert block.text == f"There is no button {int(number)} here; they go from 1 to 3."
    assert not pressed(small)


async def test_a_number_where_nothing_has_buttons(small_chat: TerminalChat, small: SmallApp) -> None:
    (block,) = await small_chat.say("1")
    assert "no button 1" in block.text
    assert not small.heard


async def test_a_message_that_takes_anothers_place_takes_its_buttons_away(
    small_chat: TerminalChat, small: SmallApp
) -> None:
    small.answers |= {"/today": [DIGEST], "v1:done:": [Reply(text="Done: Jane Doe", replaces=True)]}
    await small_chat.say("/today")
    (updated,) = await small_chat.say("1")
    assert list(updated.lines()) == ["(updated)", "Done: Jane Doe"]
    (block,) = await small_chat.say("1")
    assert "no button 1" in block.text


async def test_a_question_that_wants_a_number_gets_it(
    small_chat: TerminalChat, small: SmallApp, store: Store
) -> None:
    await asked(store)
    small.answers |= {"/settings": [DIGEST], "v1:done:": [Reply(text="How many people a day?")]}
    await small_chat.say("/settings")
    await small_chat.say("1")
    (block,) = await small_chat.say("2")  # the question has no buttons: not the ones above it
    assert block.text == "You said 2."


async def test_a_question_with_buttons_still_takes_other_numbers(
    small_chat: TerminalChat, small: SmallApp, store: Store
) -> None:
    await asked(store)
    small.answers["/settings"] = [DIGEST]
    await small_chat.say("/settings")
    await small_chat.say("3")
    (block,) = await small_chat.say("7")
    assert pressed(small) == ["v1:card:"]
    assert block.text == "You said 7."


async def test_a_phone_number_is_no_button(small_chat: TerminalChat) -> None:
    (block,) = await small_chat.say("5550123")
    assert block.text == "You said 5550123."


async def test_notices_and_ways_elsewhere_are_lines(small_chat: TerminalChat, small: SmallApp) -> None:
    small.answers |= {"a": [Notice(say("Already done."))], "b": [Elsewhere("Let's go on in private.", "go_1")]}
    assert [block.text for block in await small_chat.say("a") + await small_chat.say("b")] == [
        "(Already done.)",
        "Let's go on in private.",
    ]


async def test_several_answers_come_one_by_one(small_chat: TerminalChat, small: SmallApp) -> None:
    small.answers["go"] = [Reply(text="100 of 412"), Reply(text="412 of 412", replaces=True)]
    assert [list(block.lines()) for block in await small_chat.say("go")] == [
        ["100 of 412"],
        ["(updated)", "412 of 412"],
    ]


async def test_every_request_has_a_key_of_its_own(small_chat: TerminalChat, small: SmallApp) -> None:
    await small_chat.say("hello")
    await small_chat.say("hello")
    first, second = small.heard
    assert first.key != second.key
    assert first.key.startswith("terminal:")


async def test_who_speaks(small_chat: TerminalChat, small: SmallApp) -> None:
    await small_chat.say("hello")
    await small_chat.say(":as Bob")
    await small_chat.say("hello")
    await small_chat.say(":as BOB")
    await small_chat.say(":as me")
    await small_chat.say("hello")
    actors = [request.actor for request in small.heard]
    assert [actor.external_id for actor in actors] == ["me", "bob", "me"]
    assert actors[1].name == "Bob"
    assert actors[0].timezone == "UTC"


async def test_buttons_belong_to_whom_they_were_shown(small_chat: TerminalChat, small: SmallApp) -> None:
    small.answers["/today"] = [DIGEST]
    await small_chat.say("/today")
    await small_chat.say(":as bob")
    (block,) = await small_chat.say("1")
    assert "no button" in block.text
    await small_chat.say(":as me")
    await small_chat.say("1")
    assert pressed(small) == ["v1:done:"]


async def test_a_path_is_an_upload(small_chat: TerminalChat, small: SmallApp, tmp_path: Path) -> None:
    file = tmp_path / "my people.csv"
    file.write_bytes(b"x" * 10)
    await small_chat.say(f"/import {file}")
    await small_chat.say(f"'{file}'")
    assert [request.body for request in small.heard] == [Upload(name="my people.csv", size=10, path=file)] * 2
    assert file.exists()  # it is theirs: an upload is not removed


async def test_a_missing_file_is_named(small_chat: TerminalChat, small: SmallApp, tmp_path: Path) -> None:
    (block,) = await small_chat.say(f"/import {tmp_path}/none.csv")
    assert f"{tmp_path}/none.csv" in block.text
    (folder,) = await small_chat.say(f"/import {tmp_path}")
    assert "not a file" in folder.text
    assert not small.heard


async def test_a_file_that_is_handed_over_is_written(
    small_chat: TerminalChat, small: SmallApp, tmp_path: Path
) -> None:
    small.answers["/export"] = [Reply(text="Here you are.", file=File(name="people.csv", content=b"Jane"))]
    _reply, saved = await small_chat.say("/export")
    assert str(tmp_path / "people.csv") in saved.text
    assert (tmp_path / "people.csv").read_bytes() == b"Jane"


async def test_no_name_can_paint_over_the_screen(small_chat: TerminalChat, small: SmallApp) -> None:
    small.answers["/who"] = [
        Reply(text="Bob\x1b[2J\x9b1m\r\x07", rows=((Button("B\x1b[1m\nb", action("card")),),)),
    ]
    (block,) = await small_chat.say("/who")
    assert list(block.lines()) == ["Bob[2J1m", "[1] B[1m b"]


async def test_what_is_delivered_says_when_and_to_whom(small_chat: TerminalChat, small: SmallApp) -> None:
    small.owed += [(NOON, "me", DIGEST), (NOON, "bob", Reply(text="Hello Bob"))]
    mine, bobs = await small_chat.settle()
    assert mine.heading == "-- Mon 2026-11-23 12:00 --"
    assert bobs.heading == "-- Mon 2026-11-23 12:00 → Bob --"
    await small_chat.say("1")
    assert pressed(small) == ["v1:done:"]


async def test_the_greeting_is_for_those_who_never_spoke(
    small_chat: TerminalChat, small: SmallApp, store: Store, paper: Paper
) -> None:
    await small_chat.greet(warmly=False)
    assert paper.text == "You said /start."
    await asked(store)
    paper.blocks.clear()
    await small_chat.greet(warmly=False)
    assert not paper.blocks
    await small_chat.greet(warmly=True)
    assert paper.text.startswith("Welcome back! It is Mon 2026-11-23 12:00 (UTC).")


async def test_a_time_is_shown_where_the_person_is(small_chat: TerminalChat, store: Store) -> None:
    me = AccountId("account")
    async with store.write() as tx:
        await tx.accounts.add(
            Account(id=me, created_at=datetime(2026, 1, 1, tzinfo=UTC), timezone="America/Toronto"),
            Identity(platform="terminal", external_id="me", account_id=me, address="me"),
        )
    (block,) = await small_chat.say(":now")
    assert block.text == "It is Mon 2026-11-23 07:00 (America/Toronto)."
