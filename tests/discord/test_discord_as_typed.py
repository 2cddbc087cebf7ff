"""Slash commands, suggestions, forms and menus with the real core behind them, as people use them."""

from collections.abc import AsyncIterator

import pytest

from core.app import App
from tests.conftest import Clock
from tests.discord.serving import serving
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_people import Person
from tests.fakes.discord_shown import Menu


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
async def bot(fake: FakeDiscord, ada: Person, store, clock: Clock) -> AsyncIterator[object]:
    """The real core, and three people whom Ada knows."""
    async with serving(App(store, clock), fake, store) as bot:
        await ada.slash("settings", setting="zone", value="Toronto")
        await ada.slash("add", name="Jane Doe @ IBM, recruiter", tags="mentor", cadence="every 6 weeks")
        await ada.slash("add", name="Jane Roe", company="Google")
        await ada.slash("add", name="Raj Patel", handles="raj@example.org")
        yield bot


async def test_who_was_chosen_is_meant_and_the_day_is_found_in_the_words(ada):
    jane, _other = await ada.completes("met", who="Ja")
    assert jane.name == "Jane Doe (IBM)"
    await ada.slash("met", who=jane, what="coffee yesterday")
    assert ada.last.plain.splitlines()[:3] == ["Noted: in touch with Jane Doe", "coffee", "Day: Sun, Nov 22"]
    assert ada.last.labels == [["Undo"]]


async def test_several_are_chosen_one_after_the_other(ada):
    _jane, other = await ada.completes("met", who="Raj, Ja")
    assert other.name == "Raj, Jane Roe (Google)"
    await ada.slash("met", who=other, when="last friday")
    assert "Raj Patel and Jane Roe" in ada.last.plain
    assert "Nov 20" in ada.last.plain


async def test_suggestions_show_what_is_understood(ada):
    for command, option, typed, shown in (
        ("met", "when", "yest", "yesterday: Sun, Nov 22"),
        ("remind", "when", "tomorrow 9", "tomorrow 9am: Tue, Nov 24, 9:00 AM Toronto"),
        ("keep", "cadence", "6 w", "every 6 weeks"),
        ("tag", "tags", "me", "#mentor"),
        ("add", "company", "goo", "Google"),
        ("who", "text", "goo", "Jane Roe"),
    ):
        offered = await ada.completes(command, {option: typed})
        assert shown in [choice.name.replace("\u202f", " ") for choice in offered], (command, offered)
        assert len(offered) <= 25
    assert "Toronto, Canada" in [
        choice.name for choice in await ada.completes("settings", setting="zone", value="tor")
    ]


async def test_two_of_that_name_are_a_menu(ada):
    await ada.slash("met", who="Jane", what="coffee")
    assert ada.last.options == ["Jane Doe (IBM)", "Jane Roe (Google)"]
    await ada.chooses("Jane Roe (Google)")
    assert "Noted: in touch with Jane Roe" in ada.last.plain
    assert "coffee" in ada.last.plain
    assert ada.last.options == []


async def test_what_is_missing_is_asked_for_at_once(ada):
    await ada.slash("gave", who="Raj")
    assert ada.modal.labels == ["What", "When"]
    await ada.fills(What="intro to Jane", When="last Tuesday")
    assert "intro to Jane" in ada.last.plain
    assert "Nov 17" in ada.last.plain


async def test_what_a_form_was_not_understood_in_is_asked_again_with_the_rest_kept(ada):
    await ada.slash("promise", who="Raj")
    await ada.fills({"What": "intro to Jane", "By when": "sometime soon"})
    await ada.presses("Type it…")
    assert ada.modal.values["By when"] in ("", "sometime soon")
    await ada.fills({"By when": "Friday"})
    assert "intro to Jane" in ada.last.plain
    assert "Nov 27" in ada.last.plain


async def test_an_option_that_makes_no_sense_is_said(ada):
    await ada.slash("met", who="Raj", what="coffee", when="blah")
    assert "sense of “blah”" in ada.last.plain
    await ada.presses("Type it…")
    await ada.fills({ada.modal.labels[0]: "yesterday"})
    assert "Noted: in touch with Raj Patel" in ada.last.plain


async def test_what_somebody_else_was_suggested_is_nobody_here(ada, bob, club):
    jane, _other = await ada.completes("met", who="Ja")
    await bob.slash("note", who=jane.value, note="tea", where=club.channel)
    assert "Jane" not in bob.last.text
    assert "can't find that person" in bob.last.plain


async def test_menus_on_people_and_messages(ada, bob, club):
    await ada.context_menu("Add to my network", bob, where=club.channel)
    assert ada.last.plain.splitlines()[:2] == ["Added: Bob", "Discord: bob"]
    assert ada.last.ephemeral
    await ada.context_menu("Log a favour", bob, where=club.channel)
    way, what, _when = ada.modal.inputs
    await ada.fills({way[0]: Menu(way[1]).labels[1], what[0]: "a tip"})
    assert "a tip" in ada.last.plain
    said = await bob.says("The meeting is on Tuesday", where=club.channel)
    await ada.context_menu("Remind me of this", said)
    await ada.fills(When="in 2 hours")
    assert "The meeting is on Tuesday" in ada.last.plain
    await ada.slash("balance", who="Bob")
    assert "you got 1" in ada.last.plain
    assert bob.messages == []


async def test_a_card_s_buttons_ask_with_forms(ada):
    await ada.slash("who", text="Raj")
    await ada.presses("Note…")
    await ada.fills({ada.modal.labels[0]: "likes early meetings"})
    await ada.slash("who", text="Raj")
    assert "likes early meetings" in ada.last.plain


async def test_connections_in_a_file(ada, club):
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    csv = f"{header}Zoe,Brandt,,,Acme,CTO,01 Nov 2026\n".encode()
    await ada.slash("import", file=("Connections.csv", csv), where=club.channel)
    assert ada.last.ephemeral
    await ada.presses(ada.last.labels[0][0])
    await ada.slash("who", text="Zoe")
    assert "CTO at Acme" in ada.last.plain
