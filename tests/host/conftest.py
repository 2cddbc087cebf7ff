"""`reachwell` as a host starts it, in a directory of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bots.settings import Settings

REACHWELL = (sys.executable, "-m", "bots")
ROOT = Path(__file__).parents[2]


class Ended(NamedTuple):
    """What a run came to."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """As on a fresh machine."""
    clean = {name: value for name, value in os.environ.items() if name not in map(str.upper, Settings.model_fields)}
    return clean | {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "TERM": "xterm"}


@pytest.fixture
def reachwell(environment: dict[str, str], tmp_path: Path) -> Run:
    """Runs it to its end; keywords are settings."""

    def run(*arguments: str, **settings: str) -> Ended:
        done = subprocess.run(
            [*REACHWELL, *arguments],
            env=environment | settings,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert "Traceback" not in done.stderr
        return Ended(done.returncode, done.stdout, done.stderr)

    return run
