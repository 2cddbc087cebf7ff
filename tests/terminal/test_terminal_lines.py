"""Where lines come from: pipes, and a prompt; and how a conversation ends."""

import asyncio
import io
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console as Rich

from bots.terminal.adapter import TerminalChat
from bots.terminal.completion import LineCompleter
from bots.terminal.console import converse, locale_of
from bots.terminal.lines import piped_lines, prompted_lines, until
from bots.terminal.screen import PlainScreen, StyledScreen, block
from core.chat.reply import Bold, Button, Link, LinkButton
from core.chat.words import Reader
from tests.terminal.small_terminal import Paper, SmallApp


@contextmanager
def pipe(content: bytes) -> Iterator[int]:
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    yield reading
    os.close(reading)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", []),
        (b"one\ntwo\n", ["one", "two"]),
        (b"one\r\n\r\nlast without an end", ["one", "", "last without an end"]),
        (b"\xef\xbb\xbfZo\xc3\xab\n", ["Zoë"]),
        (b"not \xff UTF-8\n", ["not \ufffd UTF-8"]),
        (b"line\n" * 1000, ["line"] * 1000),
    ],
)
async def test_a_pipe_is_read_line_by_line(content: bytes, lines: list[str]) -> None:
    with pipe(content) as descriptor:
        assert [line async for line in piped_lines(descriptor)] == lines


async def test_files_and_nothing_at_all_are_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "script").write_text("one\ntwo\n")
    for path, lines in ((tmp_path / "script", ["one", "two"]), (Path("/dev/null"), [])):
        descriptor = os.open(path, os.O_RDONLY)
        assert [line async for line in piped_lines(descriptor)] == lines
        os.close(descriptor)


async def test_a_letter_may_come_in_two_halves() -> None:
    reading, writing = os.pipe()
    lines = piped_lines(reading)
    os.write(writing, b"Zo" + "ë".encode()[:1])
    coming = asyncio.ensure_future(anext(lines))
    await asyncio.sleep(0.05)
    os.write(writing, "ë".encode()[1:] + b"\n")
    assert await coming == "Zoë"
    os.close(writing)
    assert not [line async for line in lines]
    os.close(reading)


async def test_waiting_for_a_line_ends_when_it_must() -> None:
    reading, writing = os.pipe()
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, stop.set)
    async with asyncio.timeout(5):
        assert not [line async for line in until(stop, piped_lines(reading))]
    os.close(writing)  # lets the reading thread go
    await asyncio.sleep(0.01)
    os.close(reading)


async def test_a_script_becomes_a_transcript(small_chat: TerminalChat) -> None:
    out = io.StringIO()
    small_chat._screen = screen = PlainScreen(out)

    async def script() -> AsyncIterator[str]:
        for line in ("/met Jane", "", "  ", ":as bob", "hello", ":quit", "never said"):
            yield line

    await converse(small_chat, script(), screen, settle=True)
    assert out.getvalue() == (
        "> /met Jane\nYou said /met Jane.\n\n"
        "> :as bob\nYou are bob now; :as me is you again.\n\n"
        "bob> hello\nYou said hello.\n\n"
        "bob> :quit\n"
    )


async def test_somebody_types_at_a_prompt(small_chat: TerminalChat, small: SmallApp, paper: Paper) -> None:
    with create_pipe_input() as keys:
        session: PromptSession[str] = PromptSession(
            input=keys, output=DummyOutput(), completer=LineCompleter(small_chat)
        )
        keys.send_text("/met Jane\r")
        keys.send_text("unfinished\x03")  # Ctrl-C leaves the line, not the conversation
        keys.send_text("hello\r")
        keys.send_text("\x04")
        async with asyncio.timeout(10):
            await converse(small_chat, prompted_lines(session, lambda: small_chat.prompt), paper, settle=False)
    assert [block.text for block in paper.blocks] == ["You said /met Jane.", "You said hello."]


async def test_control_c_on_an_empty_line_leaves(small_chat: TerminalChat, paper: Paper) -> None:
    with create_pipe_input() as keys:
        session: PromptSession[str] = PromptSession(input=keys, output=DummyOutput())
        keys.send_text("\x03")
        async with asyncio.timeout(10):
            assert not [line async for line in prompted_lines(session, lambda: "> ")]


async def test_what_is_typed_can_be_completed(small_chat: TerminalChat) -> None:
    completer = LineCompleter(small_chat)

    async def completed(typed: str) -> list[str]:
        found = completer.get_completions_async(Document(typed), CompleteEvent(text_inserted=True))
        return [typed[: len(typed) + each.start_position] + each.text async for each in found]

    assert await completed("/met Ja") == ["/met Jane Doe"]
    assert await completed(":s") == [":skip "]
    await small_chat.say(":in Job Seekers")
    assert await completed(":in") == [":in ", ":in private", ":in Job Seekers"]
    assert await completed("") == []
    assert "/import /etc/hosts" in await completed("/import /etc/hos")


def test_on_a_terminal_it_is_dressed() -> None:
    out = io.StringIO()
    screen = StyledScreen(Rich(file=out, force_terminal=True, width=60, color_system="standard", highlight=False))
    screen.show(
        block(
            (Bold("Jane"), ": ", Link("write", "mailto:jane@example.org"), " [not markup] \x1b[2J"),
            Reader(),
            rows=((Button("Done", "v1:done:"), LinkButton("LinkedIn", "https://example.org")),),
            heading="(updated)",
        )
    )
    shown = out.getvalue()
    assert "\x1b[1mJane\x1b[0m" in shown
    assert "mailto:jane@example.org" in shown
    assert "[not markup]" in shown
    assert "\x1b[2J" not in shown
    assert "[1]" in shown
    assert "Done" in shown
    assert "https://example.org" in shown


@pytest.mark.parametrize(
    ("environment", "locale"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "fr_CA.UTF-8"}, "fr_CA"),
        ({"LANG": "de_DE@euro"}, "de_DE"),
        ({"LC_ALL": "es_ES.UTF-8", "LANG": "fr_FR.UTF-8"}, "es_ES"),
        ({"LC_ALL": "", "LANG": "fr"}, "fr"),
        ({"LANG": "xx_YY.UTF-8"}, "en"),
        ({"LANG": "../../etc"}, "en"),
    ],
)
def test_the_language_of_the_environment(environment: dict[str, str], locale: str) -> None:
    assert locale_of(environment) == locale
