"""Samples, damaged as files are: bytes that flip, lines that move, values that are something else altogether."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent / "samples"
Files = Mapping[str, bytes]

_NASTY = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc3",
        b'"',
        b"'",
        b",",
        b";",
        b"\t",
        b"\r",
        b"\n\n",
        b"{",
        b"]",
        b"\\",
        b"=",
    ),
    *(
        b"1e999",
        b"-1",
        b"99999999999999999999",
        b"0",
        b"null",
        b"NaN",
        b"true",
        b"\xf0\x9f\x8c\x9f",
        b"\xe2\x80\xae",
    ),
    *(b"31 Feb 2020", b"0000-00-00", b"9999-12-31", b"13/13/13", b"2099-01-01T00:00:00Z", b"1604-02-30", b"24:61"),
    *(
        b"http://",
        b"https://[::1",
        b"https://linkedin.com/in/%00",
        b"mailto:",
        b"tel:",
        b"@",
        b"+",
        b"%",
        b"END:VCARD",
    ),
    *(
        b"=?utf-8?q?=FF?=",
        b"=?x?b?x?=",
        b"x" * 5_000,
        b"\xf0\x9f\x98\x80" * 300,
        b"=\n",
        b"a@b",
        b"From ",
        b"-",
        b"~",
    ),
)
_VALUES = (
    None,
    True,
    0,
    -1,
    1e300,
    10**30,
    "",
    "x" * 5_000,
    "\ud800",
    "\0",
    [],
    {},
    [[]],
    [None],
    {"": None},
    "1e5",
)


def samples() -> dict[str, dict[str, bytes]]:
    """Every sample as an upload, by its name: the files of a folder, or one alone."""
    found = {}
    folders = {path.parent for path in SAMPLES.rglob("*") if path.is_file() and path.suffix != ".zip"}
    for folder in sorted(folders):
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.suffix != ".zip":
                found[str(path.relative_to(SAMPLES))] = {path.name: path.read_bytes()}
    for name in (
        "facebook/2025",
        "x/2026",
        "discord/2025",
        "discord/2021",
        "2026-03_complete",
        "2018-11_complete",
    ):
        folder = SAMPLES / name
        found[name] = {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return found


def packed(files: Files) -> bytes:
    """As an upload: the file itself where there is one, else a ZIP of all."""
    if len(files) == 1:
        return next(iter(files.values()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def mutated(files: Files, chance: random.Random) -> dict[str, bytes]:
    """The same with one file, or two, damaged a little or a lot."""
    changed = dict(files)
    for path in chance.sample(sorted(files), min(len(files), chance.choice((1, 1, 2)))):
        for _time in range(chance.choice((1, 1, 2, 4))):
            changed[path] = chance.choice(_DAMAGES)(changed[path], chance)
    return changed


def _flipped(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _time in range(chance.choice((1, 1, 3, 20))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randint(0, len(raw))]


def _without(raw: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randint(0, len(raw)) for _time in range(2))
    return raw[:start] + raw[end:]


def _spliced(raw: bytes, chance: random.Random) -> bytes:
    start, end, at = (chance.randint(0, len(raw)) for _time in range(3))
    return raw[:at] + raw[start:end] + raw[at:]


def _with_something_nasty(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(raw))
    return raw[:at] + chance.choice(_NASTY) + raw[at + chance.choice((0, 0, 1, 8)) :]


def _with_another_cell(raw: bytes, chance: random.Random) -> bytes:
    """Between two commas, colons or line ends stands something else."""
    marks = [at for at, byte in enumerate(raw) if byte in b',:;"\n=']
    if len(marks) < 2:
        return raw
    first = chance.randrange(len(marks) - 1)
    return raw[: marks[first] + 1] + chance.choice(_NASTY) + raw[marks[first + 1] :]


def _shuffled(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _repeated(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    return b"".join(line * chance.choice((1, 1, 2)) for line in lines)


def _retyped(raw: bytes, chance: random.Random) -> bytes:
    """JSON in which a few values are of another type, have gone, or are called otherwise."""
    before, start, text = raw.partition(b"= ") if raw.startswith(b"window") else (b"", b"", raw)
    try:
        data = json.loads(text)
    except ValueError:
        return _flipped(raw, chance)
    for _time in range(chance.choice((1, 1, 2, 5))):
        data = _changed_somewhere(data, chance)
    return before + start + json.dumps(data).encode()


def _changed_somewhere(data: Any, chance: random.Random) -> Any:
    if isinstance(data, dict) and data and chance.random() < 0.85:
        key = chance.choice(sorted(data))
        match chance.randrange(12):
            case 0:
                return {other: value for other, value in data.items() if other != key}
            case 1:
                return {other + "x" * (other == key): value for other, value in data.items()}
        return {**data, key: _changed_somewhere(data[key], chance)}
    if isinstance(data, list) and data and chance.random() < 0.85:
        at = chance.randrange(len(data))
        return [*data[:at], _changed_somewhere(data[at], chance), *data[at + 1 :]]
    return chance.choice((*_VALUES, [data], {"a": data}, str(data)))


_DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flipped, _cut, _without, _spliced, _with_something_nasty, _with_another_cell, _shuffled, _repeated),
    *(_retyped, _retyped, _with_another_cell),
)
