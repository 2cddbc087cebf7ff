"""The log: sentence and fields, and never a secret."""

import logging
import sys
from collections.abc import Iterator

import pytest

from bots.logs import log_to_stderr


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def test_fields_follow_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(logging.INFO)
    logging.getLogger("reachwell").info("Something happened.", extra={"platform": "telegram", "code": "4f2a"})
    assert "INFO reachwell: Something happened. platform='telegram' code='4f2a'\n" in capsys.readouterr().err


def test_a_secret_is_blotted_out_even_in_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(logging.INFO, {"12:s3cr3t"})
    try:
        raise ValueError("GET http://host/bot12:s3cr3t/getMe")
    except ValueError:
        logging.getLogger("reachwell").exception("It went wrong.", extra={"url": "bot12:s3cr3t"})
    logged = capsys.readouterr().err
    assert "Traceback" in logged
    assert "bot***/getMe" in logged
    assert "s3cr3t" not in logged


@pytest.mark.parametrize("library", ["httpx", "telegram.ext.Application", "sqlalchemy.engine", "aiohttp.access"])
def test_libraries_do_not_tell_what_is_said(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(logging.DEBUG)
    logging.getLogger(library).info("/met Jane coffee")
    logging.getLogger(library).warning("a warning")
    logged = capsys.readouterr().err
    assert "Jane" not in logged
    assert "a warning" in logged


def test_the_log_follows_stderr(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(logging.INFO)
    monkeypatch.setattr(sys, "stderr", sys.stdout)  # as prompt-toolkit does while somebody types
    logging.getLogger("reachwell").info("above the prompt")
    captured = capsys.readouterr()
    assert "above the prompt" in captured.out
    assert not captured.err
