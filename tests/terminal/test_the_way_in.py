"""`reachwell` as a host starts it: a script, a second start, signals, a prompt, a token."""

import asyncio
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.settings import Settings
from tests.fakes.telegram import FakeTelegram

REACHWELL = (sys.executable, "-m", "bots")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """As on a fresh machine, in Vienna."""
    clean = {name: value for name, value in os.environ.items() if name not in map(str.upper, Settings.model_fields)}
    return clean | {
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "TZ": "Europe/Vienna",
        "TERM": "xterm",
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }


class Started:
    """One run of reachwell in a directory of its own."""

    def __init__(self, *arguments: str, environment: dict[str, str], folder: Path) -> None:
        self.process = subprocess.Popen(
            [*REACHWELL, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=folder,
            text=True,
        )

    def ends(self, script: str = "", within: float = 30) -> tuple[int, str, str]:
        """Its exit status, and what it wrote to stdout and stderr, after this script."""
        out, err = self.process.communicate(script, timeout=within)
        return self.process.returncode, out, err

    def shows(self, words: str) -> str:
        """Wait for a line with these words."""
        assert self.process.stdout
        for line in self.process.stdout:
            if words in line:
                return line
        raise AssertionError(f"it ended without {words!r}")


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator:
    started: list[Started] = []

    def begin(*arguments: str, **values: str) -> Started:
        started.append(Started(*arguments, environment=environment | values, folder=tmp_path))
        return started[-1]

    yield begin
    for each in started:
        each.process.kill()
        each.process.communicate()


def test_a_script_of_lines_is_a_conversation_and_goes_on_after_a_restart(start, tmp_path: Path) -> None:
    script = """\
:now 2026-11-24 08:00
/add Jane Doe @ IBM, recruiter every week

/who Jane
:skip 8 days
1
:as bob
/who Jane
:dance
"""
    status, out, err = start("terminal").ends(script)
    assert (status, err) == (0, "")
    assert "\x1b" not in out
    assert "> :now 2026-11-24 08:00\nIt is Tue 2026-11-24 08:00 (Europe/Vienna).\n" in out
    _, _, after_skip = out.partition("> :skip 8 days\n")
    # The first weekday morning on which Jane is due, at half past eight where this machine is.
    assert after_skip.startswith("-- Tue 2026-12-01 08:30 --\n")
    assert "Jane Doe" in after_skip
    assert "It is Wed 2026-12-02 08:00 (Europe/Vienna).\n" in after_skip
    assert "> 1\n(updated)\n" in after_skip
    _, _, as_bob = after_skip.partition("bob> /who Jane\n")
    assert "Doe" not in as_bob
    assert ":help" in as_bob

    status, out, err = start("--database", "sqlite:///reachwell.db").ends(":now\n:now 2026-11-24 08:00\n")
    assert status == 0
    assert "It is Wed 2026-12-02 08:0" in out
    assert "only goes forward" in out
    assert "Neither TELEGRAM_TOKEN nor DISCORD_TOKEN is set" in err


def test_the_second_start_says_that_one_is_running_and_a_signal_ends_the_first(start) -> None:
    first = start("terminal")
    first.process.stdin.write("/help\n")
    first.process.stdin.flush()
    first.shows("/add")
    status, out, err = start("terminal").ends()
    assert (status, out) == (3, "")
    assert "Another Reachwell is running" in err
    first.process.send_signal(signal.SIGTERM)
    asked = time.monotonic()
    status, _out, err = first.ends()
    assert (status, err) == (0, "")
    assert time.monotonic() - asked < 10


def test_whoever_reads_may_go_away(environment: dict[str, str], tmp_path: Path) -> None:
    command = f"yes /help | head -20 | {' '.join(REACHWELL)} terminal | true; echo ${{PIPESTATUS[2]}}"
    done = subprocess.run(
        ["bash", "-c", command], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=30
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_in_front_of_a_terminal_there_is_a_prompt(environment: dict[str, str], tmp_path: Path) -> None:
    screen, theirs = pty.openpty()
    process = subprocess.Popen(
        [*REACHWELL, "terminal", "--sample"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        cwd=tmp_path,
        start_new_session=True,
    )
    os.close(theirs)
    shown = ""

    def wait_for(words: str) -> None:
        nonlocal shown
        deadline = time.monotonic() + 30
        while words not in shown:
            assert time.monotonic() < deadline, shown
            if select.select([screen], [], [], 0.1)[0]:
                shown += os.read(screen, 65536).decode(errors="replace")
                if "\x1b[6n" in shown:  # prompt-toolkit asks where the cursor is
                    os.write(screen, b"\x1b[1;1R")
                    shown = shown.replace("\x1b[6n", "")

    try:
        wait_for("made-up people")
        wait_for("\x1b[?2004h")  # the prompt listens
        os.write(screen, b"/who Jane Doe\r")
        wait_for("Kiwanis")
        os.write(screen, b"half a li")
        wait_for("half a li")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        os.close(screen)
    history = tmp_path / "state" / "reachwell" / "history"
    assert "/who Jane Doe" in history.read_text()
    assert history.stat().st_mode & 0o077 == 0


async def _serve(
    environment: dict[str, str], folder: Path, fake: FakeTelegram, token: str
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *REACHWELL,
        env=environment | {"TELEGRAM_TOKEN": token, "TELEGRAM_API_URL": fake.url, "LOG_LEVEL": "DEBUG"},
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_with_a_token_it_serves_telegram_and_never_logs_a_secret(
    environment: dict[str, str], tmp_path: Path
) -> None:
    async with FakeTelegram() as fake, asyncio.timeout(45):
        running = await _serve(environment, tmp_path, fake, fake.token)
        ada = fake.user("Ada")
        await ada.sends("/note Jane likes secret gardens")
        while not fake.sent("sendMessage"):
            await asyncio.sleep(0.02)
        running.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        out, err = await running.communicate()
        assert time.monotonic() - asked < 10
        assert (running.returncode, out) == (0, b"")
        assert b"Reachwell is running" in err
        assert not [secret for secret in (fake.token, "gardens", "Ada") if secret in err.decode()]
    assert not fake.violations


async def test_a_wrong_token_is_said_without_showing_it(environment: dict[str, str], tmp_path: Path) -> None:
    async with FakeTelegram() as fake, asyncio.timeout(45):
        refused = await _serve(environment, tmp_path, fake, "12:wr0ng")
        _out, err = await refused.communicate()
    assert refused.returncode == 2
    assert b"TELEGRAM_TOKEN" in err
    assert b"wr0ng" not in err
    assert b"Traceback" not in err
