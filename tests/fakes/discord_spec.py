"""Discord's published OpenAPI description, where it is at hand: every call is checked against it, too."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

SPEC = Path(__file__).parents[2].parent / "shared" / "specs" / "discord-openapi.json"


def header() -> str:
    """A line for the head of pytest's report."""
    if _spec() is None:
        return f"discord: calls are checked by our own rules only ({SPEC} is not there)"
    return f"discord: every call is checked against the description of {len(_spec()['paths'])} paths"  # type: ignore[index]


def unlike_spec(method: str, template: str, payload: Any) -> Iterator[tuple[str, str]]:
    """What is not as the description has it, and where; nothing where there is no description."""
    if _spec() is None:
        return
    validator = _validator(method.lower(), template)
    if isinstance(validator, str):
        yield "", validator
    elif validator is not None and not validator.is_valid(payload):
        yield _closest(validator, payload)


@cache
def _spec() -> dict[str, Any] | None:
    if not SPEC.exists():
        return None
    spec: dict[str, Any] = json.loads(SPEC.read_text())
    # Discord takes an id as a number, too, and discord.py sends some so.
    spec["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
    return spec


@cache
def _validator(method: str, template: str) -> Draft202012Validator | str | None:
    spec = _spec()
    assert spec is not None
    described = spec["paths"].get(template, {}).get(method)
    if described is None:
        return f"{method.upper()} {template} is not described"
    if "requestBody" not in described:
        return None
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": spec["components"]})


def _closest(validator: Draft202012Validator, payload: Any) -> tuple[str, str]:
    """The deepest of what does not fit: of many alternatives, that of the one which was meant."""
    errors = [
        (each["instanceLocation"], each["schemaLocation"], each["error"])
        for each in validator.evaluate(payload).errors()
    ]
    telling = [each for each in errors if not each[1].endswith(("/type/enum", "/required", "/0/type"))]
    where, _schema, what = max(telling or errors, key=lambda each: each[0].count("/"))
    return where.strip("/").replace("/", "."), f"{what[-80:]} (as published)"
