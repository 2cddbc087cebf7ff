"""The shape of the project, held: imports point down, files stay readable, only one file knows the time."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(path for top in ("bots", "core", "storage") for path in (ROOT / top).rglob("*.py"))
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}

# The floors of docs/design.md, from the bottom up. Within a floor nothing imports its neighbour, except
# that a folder's own files may import each other.
FLOORS = {
    "core.facts": 1,
    "core.networks": 2,
    "core.agendas": 2,
    "core.store": 3,
    "core.chat": 4,
    "core.delivery": 5,
    "storage": 4,
    "core.people": 6,
    "core.ical": 6,
    "core.drafts": 7,
    "core.reminders": 8,
    "core.asks": 7,
    "core.targets": 7,
    "core.events": 7,
    "core.exports": 7,
    "core.account": 9,
    "core.imports": 10,
    "core.calendars": 9,
    "core.meetings": 9,
    "core.handshakes": 10,
    "core.gatherings": 8,
    "core.duplicates": 10,
    "core.linking": 10,
    "core.digests": 9,
    "core.app": 11,
    "bots": 12,
}
MAX_LINES = 400


def _place(module: str) -> str:
    return next(name for name in FLOORS if module == name or module.startswith(name + "."))


@cache  # reading them all takes a second, and several tests ask
def _imports(path: Path) -> frozenset[str]:
    """Every module of ours that a file imports."""
    return frozenset(_each_import(path))


def _each_import(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (
                name if (name := f"{node.module}.{alias.name}") in MODULES else node.module for alias in node.names
            )
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"core", "bots.__main__"}))
def test_imports_point_down(module):
    for imported in _imports(MODULES[module]):
        if imported.split(".")[0] not in ("bots", "core", "storage"):
            continue
        here, there = _place(module), _place(imported)
        if here == there:
            continue
        assert FLOORS[there] < FLOORS[here], f"{module} may not import {imported}"
        if here == "storage":
            assert there in ("core.facts", "core.store"), f"{module} may not import {imported}"
        if here == "bots":
            assert there != "storage", f"only bots/__main__.py sees storage, not {module}"


def test_within_parsing_too():
    floors = {"days": 1, "coming": 2, "people": 2, "recurring": 3, "zones": 3}
    for module, path in MODULES.items():
        if not module.startswith("core.chat.parsing."):
            continue
        here = module.split(".")[3]
        for imported in _imports(path):
            there = imported.removeprefix("core.chat.parsing.").split(".")[0]
            if there in floors and there != here:
                assert floors[there] < floors.get(here, 0), f"{module} may not import {imported}"


def test_within_imports_too():
    """Readers know how to read, and neither one another nor what becomes of what they find."""
    readers = ("linkedin", "social", "addressbooks", "agendas", "chats", "own")
    floors = {"reading": 1, **dict.fromkeys(readers, 2), "recognising": 3}
    for module, path in MODULES.items():
        if not module.startswith("core.imports."):
            continue
        here = module.split(".")[2]
        for imported in _imports(path):
            if not imported.startswith("core.imports."):
                continue
            there = imported.split(".")[2]
            if there != here and here in floors:
                assert floors.get(there, 4) < floors[here], f"{module} may not import {imported}"


def test_a_subject_uses_another_s_facts_and_use_cases_but_never_its_commands():
    for module, path in MODULES.items():
        for imported in _imports(path):
            if imported.startswith("core.people.commands") and module != "core.app":
                assert module.startswith("core.people"), f"{module} imports {imported}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_one_subject_and_says_so(path):
    text = path.read_text()
    assert len(text.splitlines()) <= MAX_LINES
    assert ast.get_docstring(ast.parse(text))


def test_only_the_way_in_knows_the_time():
    for module, path in MODULES.items():
        if module != "bots.__main__":
            assert "datetime.now" not in path.read_text(), module
            assert "datetime.utcnow" not in path.read_text(), module
            assert "date.today" not in path.read_text(), module
