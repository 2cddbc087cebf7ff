"""Command lines and misspelled commands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.parsing.commands import nearest, split_command

NAMES = (
    "start",
    "help",
    "add",
    "who",
    "edit",
    "met",
    "gave",
    "got",
    "balance",
    "today",
    "snooze",
    "settings",
    "import",
)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/met Jane coffee", "met", "Jane coffee"),
        ("/met@ReachwellBot Jane", "met", "Jane"),
        ("/met@ReachwellBot", "met", ""),
        ("/met\nJane\ncoffee", "met", "Jane\ncoffee"),
        ("  /MET   Jane  ", "met", "Jane"),
        ("/met, Jane", "met", "Jane"),
        ("/met: Jane", "met", "Jane"),
        ("/help", "help", ""),
        ("hello /met", "", "hello /met"),
        ("/", "", "/"),
        ("//met", "", "//met"),
        ("/home/ada/Connections.csv", "", "/home/ada/Connections.csv"),
        ("", "", ""),
    ],
)
def test_a_command_and_its_rest(text, name, rest):
    assert split_command(text) == (name, rest)


@given(st.text())
def test_whatever_is_typed_comes_apart(text):
    name, rest = split_command(text)
    assert name == name.lower()
    assert rest in text.replace("\x00", " ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sett", ["settings"]),
        ("s", ["start", "snooze", "settings"]),
        ("mte", ["met"]),
        ("gvae", ["gave"]),
        ("ballance", ["balance"]),
        ("setings", ["settings"]),
        ("Import", ["import"]),
        ("xyz", []),
        ("", []),
    ],
)
def test_which_command_may_be_meant(typed, meant):
    assert nearest(typed, NAMES) == meant
