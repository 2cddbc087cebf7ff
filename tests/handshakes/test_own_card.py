"""One's own card: what stands on it, and what of that others get."""

from dataclasses import replace

import pytest

from core.chat.errors import Refusal
from core.facts.handshakes import OwnCard
from core.facts.ids import AccountId
from core.facts.people import Handle
from core.handshakes import own_card as own
from core.handshakes.codes import read_code
from tests.handshakes.chats import Chat, World

EMAIL = Handle(kind="email", value="ada@example.com")
WORK = Handle(kind="email", value="ada@work.example")
CARD = OwnCard(account_id=AccountId("a"), name="Ada", title="Coach", company="IBM", handles=(EMAIL, WORK))


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("title", ["title"]),
        ("E-Mail", ["email:ada@example.com", "email:ada@work.example"]),
        ("mail", ["email:ada@example.com", "email:ada@work.example"]),
        ("ada@work.example", ["email:ada@work.example"]),
        ("everything", ["title", "company", "email:ada@example.com", "email:ada@work.example"]),
    ],
)
def test_what_is_meant(said: str, parts: list[str]) -> None:
    assert own.named(CARD, said) == parts
    hidden = own.shown(own.hiding(CARD, parts))
    assert {each for each in own.parts_of(CARD) if each not in own.parts_of(hidden)} == set(parts)
    assert own.showing(own.hiding(CARD, parts), parts) == CARD


@pytest.mark.parametrize("said", ["phone", "about", "name", "", "nobody@example.com"])
def test_what_is_not_on_it(said: str) -> None:
    with pytest.raises(Refusal):
        own.named(CARD, said)


def test_it_takes_so_much() -> None:
    with pytest.raises(Refusal):
        own.with_words(CARD, "about", "x" * 201)
    with pytest.raises(Refusal):
        own.with_words(CARD, "name", " \n ")
    with pytest.raises(Refusal):
        own.with_handles(CARD, " ".join(f"x{n}@example.com" for n in range(9)))
    assert own.with_words(CARD, "title", "none").title == ""
    assert own.with_words(CARD, "title", "Job\ncoach").title == "Job coach"
    assert own.with_handles(CARD, "ADA@EXAMPLE.COM").handles == CARD.handles


def test_what_was_taken_off_and_is_added_again_is_shown() -> None:
    key = "email:ada@example.com"
    again = own.with_handles(own.without(own.hiding(CARD, [key]), [key]), "ada@example.com")
    assert EMAIL in own.shown(again).handles


async def test_the_chat_in_which_it_is_used_is_on_it_unless_taken_off(world: World) -> None:
    ben = world.chat("Ben", "discord")
    ben.actor = replace(ben.actor, external_id="80351110224678912")
    assert "discord.com/users/80351110224678912" in await ben.says("/card")
    assert "Not shown: Discord" in await ben.says("/card hide discord")
    await ben.says("/card remove discord")
    assert "Discord" not in await ben.says("/card")
    assert "discord.com" in await ben.says("/card add https://discord.com/users/80351110224678912")


async def test_a_card_that_leads_nowhere_says_so(ada: Chat) -> None:
    assert "no way to reach you" not in await ada.says("/card")
    await ada.says("/card hide e-mail")
    assert "no way to reach you" in await ada.says("/card")


async def test_each_part_is_said_in_one_line(ada: Chat) -> None:
    assert "Ada Lovelace" in await ada.says("/card name Ada Lovelace")
    assert "Job coach at IBM" in await ada.says("/card company IBM")
    assert "Looks for engines" in await ada.says("/card about Looks for engines")
    assert "IBM" not in await ada.says("/card company none")
    assert "up to 200 letters" in await ada.says(f"/card about {'x' * 300}")


@pytest.mark.parametrize("typed", ["K7QPX 93XMA", "k7qpx93xma", "card_k7qpx93xma", "K7QPX–93XMA", " k7qpx.93xma "])
def test_a_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert read_code(typed) == "k7qpx93xma"


def test_letters_that_look_alike_are_the_same() -> None:
    assert read_code("OIL0U-1oilV") == "0110v1011v"


@pytest.mark.parametrize("number", ["phone 416", "call 12345"])
def test_a_number_that_nobody_can_call_is_refused(number: str) -> None:
    with pytest.raises(Refusal):
        own.with_handles(CARD, number)


async def test_a_change_of_one_s_card_is_undone_before_what_came_before(ada: Chat) -> None:
    await ada.says("/add Jane Doe")
    await ada.says("/card title Engineer")
    await ada.presses("Edit…")
    await ada.presses("What is shown…")
    await ada.presses("Hide Title")
    await ada.presses("Edit…")
    await ada.presses("Take off E-mail")
    assert "changing your own card" in await ada.says("/undo")
    assert "ada@example.com" in await ada.says("/card")
    await ada.says("/undo")
    assert "Engineer" in await ada.says("/card")
    await ada.says("/undo")
    assert "Job coach" in await ada.says("/card")
    assert "Jane Doe" in await ada.says("/who Jane")
