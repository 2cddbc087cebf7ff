"""What only the host can put right: said in words, with exit status 2, and without a secret."""

import logging
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bots.__main__ import main
from bots.settings import Settings
from bots.terminal.clock import OFFSET

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """main() in a directory of its own: its exit status, and what it wrote to stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def begin(*arguments: str, **values: str) -> tuple[int, str, str]:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["reachwell", *arguments])
        status = main()
        return status, *capsys.readouterr()

    yield begin
    root.handlers[:], root.level = handlers, level


def test_every_mistake_in_the_settings_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DIGEST_SIZE=hundreds\nTELEGRAM_TOKEN=s3cr3t\n")
    status, out, err = run(DIGEST_TIME="late", DATABASE_URL="mysql://ada:pa55word@host/db")
    assert (status, out) == (2, "")
    for name in ("DIGEST_SIZE", "TELEGRAM_TOKEN", "DIGEST_TIME", "DATABASE_URL"):
        assert f"\n  {name}: " in err
    assert not [secret for secret in ("s3cr3t", "pa55word") if secret in err]


def test_an_argument_that_nobody_knows(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("telepathy")
    assert ended.value.code == 2
    assert "terminal" in capsys.readouterr().err


def test_an_address_that_is_none(run: Run) -> None:
    status, _out, err = run("--database", "reachwell.db")
    assert status == 2
    assert "--database: " in err
    assert "sqlite:///reachwell.db" in err


@pytest.mark.parametrize("before", [True, False])
def test_the_database_may_be_named_before_or_after_the_terminal(before: bool, run: Run) -> None:
    named = ("--database", "sqlite:///nowhere/file.db")
    status, _out, err = run(*named, "terminal") if before else run("terminal", *named)
    assert status == 2
    assert "The database cannot be used" in err


def test_a_database_that_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "diary.db").write_text("Dear diary, " * 100)
    status, out, err = run("--database", "sqlite:///diary.db")
    assert (status, out) == (2, "")
    assert "not a database" in err
    assert "Traceback" not in err


def test_a_database_in_memory(run: Run) -> None:
    status, _out, err = run("--database", "sqlite:///:memory:")
    assert status == 2
    assert "Traceback" not in err


def test_a_postgresql_that_does_not_answer(run: Run) -> None:
    status, _out, err = run("--database", "postgresql://ada:pa55word@127.0.0.1:1/reachwell")
    assert status == 2
    assert "cannot be reached" in err
    assert "pa55word" not in err


def test_a_database_of_a_newer_version(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    _change(tmp_path / "reachwell.db", "UPDATE alembic_version SET version_num = '9999'")
    status, _out, err = run("--database", sqlite_url)
    assert status == 2
    assert "newer version" in err


def test_a_database_whose_clock_was_moved_is_not_for_real_people(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    _change(tmp_path / "reachwell.db", f"INSERT INTO notes (name, value) VALUES ('{OFFSET}', '86400.0')")
    # Port 1: it must not come so far as to ask Telegram anything.
    status, _out, err = run(
        "--database", sqlite_url, TELEGRAM_TOKEN="12:s3cr3t", TELEGRAM_API_URL="http://127.0.0.1:1"
    )
    assert status == 2
    assert "clock of this database was moved" in err
    assert "s3cr3t" not in err


def _change(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as database:
        database.execute(statement)
    database.close()
