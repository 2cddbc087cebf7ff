"""Files in the terminal: which lines mean one, and where one is written."""

import stat
from pathlib import Path

import pytest

from bots.terminal.files import read_path, write_beside


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("Connections.csv", "my people.csv", "it's.csv", "Jane", "back\\slash.csv"):
        (tmp_path / name).write_text("x")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Connections.csv", "Connections.csv"),
        ("  ./Connections.csv ", "Connections.csv"),
        ("~/Connections.csv", "Connections.csv"),
        ("my people.csv", "my people.csv"),
        ("'my people.csv'", "my people.csv"),
        ('"./my people.csv"', "my people.csv"),
        ("./my\\ people.csv", "my people.csv"),
        ("it's.csv", "it's.csv"),
        ("it\\'s.csv", "it's.csv"),
        ("back\\slash.csv", "back\\slash.csv"),
        ("./Jane", "Jane"),
        ("/import Connections.csv", "Connections.csv"),
        ("/Import my people.csv", "my people.csv"),
        ("/import 'my people.csv'", "my people.csv"),
        ("/import Jane", "Jane"),
    ],
)
def test_a_line_that_means_a_file(line: str, name: str, tmp_path: Path) -> None:
    path = read_path(line)
    assert path is not None
    assert path.resolve() == tmp_path / name


def test_a_file_dragged_in_as_an_address(tmp_path: Path) -> None:
    assert read_path(f"file://{tmp_path}/my%20people.csv") == tmp_path / "my people.csv"


@pytest.mark.parametrize("line", ["/tmp/none/x.csv", "~/none.csv", "./none", "'/tmp/n o.csv'", "/import none"])
def test_a_missing_file_is_a_file_still(line: str) -> None:
    path = read_path(line)
    assert path is not None
    assert not path.exists()


@pytest.mark.parametrize(
    "line",
    [
        "Jane",  # a person, although a file has that name
        "/who Jane",
        "/import",
        "/met Jane and/or Raj",
        "hello",
        "it's me",
        'she said "yes',
        "a/b testing",
        "~nobody",
        "x" * 10_000,
        "\0",
        "/import \0",
        "line\nConnections.csv",
    ],
)
def test_a_line_that_means_none(line: str) -> None:
    assert read_path(line) is None


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    names = [write_beside(tmp_path, "calendar.ics", content).name for content in (b"1", b"2", b"3")]
    assert names == ["calendar.ics", "calendar (2).ics", "calendar (3).ics"]
    assert (tmp_path / "calendar.ics").read_bytes() == b"1"
    assert stat.S_IMODE((tmp_path / "calendar.ics").stat().st_mode) == 0o600


def test_not_through_a_link_either(tmp_path: Path) -> None:
    (tmp_path / "out.csv").symlink_to(tmp_path / "elsewhere")
    assert write_beside(tmp_path, "out.csv", b"x").name == "out (2).csv"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\x.csv", "x.csv"),
        (".bashrc", "bashrc"),
        ("a\x1b[2Jb.csv", "a[2Jb.csv"),
        ("..", "reachwell"),
        ("", "reachwell"),
        ("n" * 300 + ".csv", "n" * 100 + ".csv"),
    ],
)
def test_a_name_cannot_lead_anywhere(name: str, safe: str, tmp_path: Path) -> None:
    path = write_beside(tmp_path, name, b"x")
    assert (path.parent, path.name) == (tmp_path, safe)


def test_where_writing_is_impossible_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="Jane"):
        write_beside(tmp_path / "Jane", "x.csv", b"x")  # a file, not a folder
