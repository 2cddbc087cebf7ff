"""Slash commands and menus, made out of the declarations, and registered when they have changed."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bots.discord import slash
from bots.discord.slash import NOTE, ONLY_IN_SERVERS, Declared, languages
from core.app import SUBJECTS
from core.chat import words
from core.chat.command import Kind, On, Param
from tests.discord.serving import COMMANDS, Notes, SmallApp, serving, small_command
from tests.fakes.discord_commands import CHAT, MESSAGE, USER, wrong_commands
from tests.fakes.discord_trouble import Trouble

REGISTER = "PUT /applications/{application_id}/commands"
ALL = [command for subject in SUBJECTS for command in subject.commands]


def options(name: str) -> dict[str, dict]:
    """A command's options, by name, in their order."""
    command = next(each for each in Declared(ALL, {}).payload if each["name"] == name)
    return {option["name"]: option for option in command["options"]}


def test_discord_takes_everything_that_we_declare():
    assert [*wrong_commands(Declared(ALL).payload)] == []


def test_every_listed_command_is_there_and_everywhere():
    payload = Declared(ALL, {}).payload
    assert [each["name"] for each in payload if each["type"] == CHAT] == [c.name for c in ALL if c.listed]
    everywhere = [each for each in payload if each["name"] not in ONLY_IN_SERVERS]
    assert all(each["contexts"] == [0, 1, 2] and each["integration_types"] == [0, 1] for each in everywhere)


def test_what_is_for_servers_is_offered_nowhere_else():
    [host] = [each for each in Declared(COMMANDS, {}).payload if each["name"] == "host"]
    assert (host["contexts"], host["integration_types"]) == ([0, 1], [0])


def test_what_must_be_given_and_what_may_be():
    met = options("met")
    assert {name: option["required"] for name, option in met.items()} == {"who": True, "when": False, "what": False}
    assert next(iter(met)) == "who"
    assert met["who"]["autocomplete"]
    assert met["when"]["autocomplete"]
    assert "autocomplete" not in met["what"]
    assert options("add")["name"]["required"]
    assert not options("keep")["who"]["required"]  # a tag would do
    assert not any(option["required"] for option in options("remind").values())


def test_choices_are_choices_and_what_only_buttons_fill_in_is_no_option():
    rules = {option["name"]: option for option in Declared(COMMANDS, {}).payload[1]["options"]}
    assert rules["state"]["choices"] == [{"name": "on", "value": "on"}, {"name": "off", "value": "off"}]
    assert "hidden" not in rules
    assert "how" not in options("ask")


def test_menus():
    menus = {each["type"]: each["name"] for each in Declared(COMMANDS, {}).payload if each["type"] != CHAT}
    assert menus == {USER: "I met them", MESSAGE: "Remind me of this"}
    found = Declared(COMMANDS).entry(On.PERSON, "I met them")
    assert found is not None
    assert found[0].name == "met"
    titles = {each["name"] for each in Declared(ALL, {}).payload if each["type"] != CHAT}
    assert titles == {"Add to my network", "Log a favour", "Remind me of this", "Add to my events"}


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """French and Spanish, as far as these tests need them."""
    for locale, texts in {
        "fr": {
            "met": "vu",
            "who": "qui",
            "what": "Quoi donc",  # no name
            "when": "qui",  # there already
            "the day": "le jour",
            "on": "oui",
            "Remind me of this": "Me le rappeler",
        },
        "es": {"met": "visto"},
    }.items():
        made = Catalog(locale)
        for message, text in texts.items():
            made.add(message, text)
        folder = tmp_path / locale / "LC_MESSAGES"
        folder.mkdir(parents=True)
        file = io.BytesIO()
        write_mo(file, made)
        (folder / "reachwell.mo").write_bytes(file.getvalue())
    monkeypatch.setattr(words, "LOCALES", tmp_path)
    monkeypatch.setattr(slash, "LOCALES", tmp_path)
    words._catalogue.cache_clear()
    yield
    words._catalogue.cache_clear()


def test_names_and_descriptions_are_translated_where_they_can_be(catalogue: None):
    assert languages() == {"es-ES": "es", "es-419": "es", "fr": "fr"}
    payload = Declared(COMMANDS).payload
    met, rules, *_others = payload
    assert met["name_localizations"] == {"fr": "vu", "es-ES": "visto", "es-419": "visto"}
    # Two options of one name would be refused: then all of them keep their English ones.
    assert not any("name_localizations" in option for option in met["options"])
    when = next(option for option in met["options"] if option["name"] == "when")
    assert when["description_localizations"] == {"fr": "le jour"}
    assert rules["options"][0]["choices"][0] == {"name": "on", "name_localizations": {"fr": "oui"}, "value": "on"}
    assert payload[-1]["name_localizations"] == {"fr": "Me le rappeler"}
    assert [*wrong_commands(payload)] == []


def test_a_long_summary_is_cut_and_many_choices_are_none():
    many = Param(name="n", kind=Kind.CHOICE, summary="x" * 300, choices=tuple(map(str, range(26))))
    payload = Declared([small_command("long", "y" * 300, many)], {}).payload
    assert [*wrong_commands(payload)] == []


async def test_commands_are_registered_only_when_they_have_changed(fake, ada):
    notes = Notes()
    for _start in range(2):
        async with serving(SmallApp(), fake, notes):
            await ada.slash("help")
    assert len(fake.sent(REGISTER)) == 1
    async with serving(SmallApp(commands=COMMANDS[:2]), fake, notes):
        assert len(fake.sent(REGISTER)) == 2
    notes.kept[NOTE] = f"1:{notes.kept[NOTE].partition(':')[2]}"  # another bot's, before this one
    async with serving(SmallApp(commands=COMMANDS[:2]), fake, notes):
        assert len(fake.sent(REGISTER)) == 3


async def test_what_could_not_be_registered_is_tried_again_at_the_next_start(fake, ada, caplog):
    notes = Notes()
    fake.next(REGISTER, Trouble(status=400, code=50035, message="no"))
    async with serving(SmallApp(), fake, notes):
        assert notes.kept == {}
    async with serving(SmallApp(), fake, notes):
        await ada.slash("help")
    assert "could not be registered" in caplog.text


async def test_a_command_that_is_not_known_any_more(fake, app, ada):
    async with serving(app, fake) as bot:
        app.commands = ()
        bot._answering._declared = Declared(())
        await ada.slash("help")
    assert "don't know that one any more" in ada.last.text
