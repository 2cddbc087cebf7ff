"""The published description of the Bot API, where it is at hand: every call is checked against it, too."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

SPEC = Path(__file__).parents[2].parent / "shared" / "specs" / "telegram-bot-api.json"
_SIMPLE: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": (bool,),
    "True": (bool,),
    "InputFile": bytes,
}


def header() -> str:
    """A line for the head of pytest's report."""
    spec = _spec()
    if spec is None:
        return f"telegram: calls are checked by our own rules only ({SPEC} is not there)"
    return f"telegram: every call is checked against the description of {spec['version']}"


def unlike_spec(method: str, call: Mapping[str, Any]) -> Iterator[str]:
    """What is not as the description has it; nothing where there is no description."""
    spec = _spec()
    if spec is None:
        return
    described = spec["methods"].get(method)
    if described is None:
        yield "not a method of the Bot API"
        return
    yield from _unlike_fields(spec, described.get("fields", []), call, method)


@cache
def _spec() -> dict[str, Any] | None:
    return json.loads(SPEC.read_text()) if SPEC.exists() else None


def _unlike_fields(
    spec: dict[str, Any], fields: list[dict[str, Any]], given: Mapping[str, Any], where: str
) -> Iterator[str]:
    known = {field["name"]: field for field in fields}
    for name, field in known.items():
        if field["required"] and name not in given:
            yield f"{where}.{name} is missing"
    for name, value in given.items():
        if name not in known:
            yield f"{where}.{name} is not described"
            continue
        problems = [list(_unlike(spec, kind, value, f"{where}.{name}")) for kind in known[name]["types"]]
        if all(problems):  # it is none of the types that it may be: tell the one that fits best
            yield from min(problems, key=len)


def _unlike(spec: dict[str, Any], kind: str, value: Any, where: str) -> Iterator[str]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            yield f"{where} is not a list"
            return
        for item in value:
            yield from _unlike(spec, kind.removeprefix("Array of "), item, where)
    elif kind in _SIMPLE:
        if not isinstance(value, _SIMPLE[kind]) or (isinstance(value, bool) and kind not in ("Boolean", "True")):
            yield f"{where} is not of type {kind}"
    elif subtypes := spec["types"][kind].get("subtypes"):
        problems = [list(_unlike(spec, subtype, value, where)) for subtype in subtypes]
        if all(problems):
            yield from min(problems, key=len)
    elif not isinstance(value, dict):
        yield f"{where} is not a {kind}"
    else:
        yield from _unlike_fields(spec, spec["types"][kind].get("fields", []), value, where)
