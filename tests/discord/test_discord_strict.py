"""The fake is strict: it refuses, and notes, what Discord would refuse."""

from typing import Any

import pytest

from tests.discord.bare_bot import call
from tests.fakes import discord_spec
from tests.fakes.discord_trouble import CALLBACK, MESSAGE

QUIET = {"allowed_mentions": {"parse": []}}


def message(**fields: Any) -> tuple[str, dict[str, Any]]:
    return MESSAGE, {**QUIET, **fields}


def embed(**fields: Any) -> tuple[str, dict[str, Any]]:
    return message(embeds=[{"title": "T", **fields}])


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def button(custom_id: str = "x", **fields: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "OK", "custom_id": custom_id, **fields}


def select(count: int = 1, **fields: Any) -> dict[str, Any]:
    options = [{"label": f"{n}", "value": f"{n}"} for n in range(count)]
    return {"type": 3, "custom_id": "s", "options": options, **fields}


def under(*components: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return message(content="x", components=list(components))


def v2(*components: dict[str, Any], **fields: Any) -> tuple[str, dict[str, Any]]:
    return message(flags=1 << 15, components=list(components), **fields)


def words(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def modal(*components: dict[str, Any], **fields: Any) -> tuple[str, dict[str, Any]]:
    return CALLBACK, {"type": 9, "data": {"custom_id": "m", "title": "T", "components": list(components), **fields}}


def label(component: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": 18, "label": "L", "component": component, **fields}


def entry(**fields: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": "t", "style": 1, **fields}


def command(**fields: Any) -> tuple[str, list[dict[str, Any]]]:
    return "PUT", [{"name": "met", "description": "x", **fields}]


def option(name: str = "a", **fields: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "x", **fields}


WRONG = [
    message(content=""),
    message(content=" \n"),
    message(content="x" * 2001),
    message(content="x", nonce="x" * 26),
    message(content="x", enforce_nonce=True),
    message(content="x", flags=1 << 6),
    message(content="x", flags=1 << 3),
    (MESSAGE, {"content": "x"}),
    (MESSAGE, {"content": "@everyone", "allowed_mentions": {"parse": ["everyone"]}}),
    message(embeds=[{"title": "x"}] * 11),
    message(embeds=[{}]),
    message(embeds=[{"description": "x" * 3001}] * 2),
    embed(title="x" * 257),
    embed(description="x" * 4097),
    embed(fields=[{"name": "x", "value": "x"}] * 26),
    embed(fields=[{"name": "x" * 257, "value": "x"}]),
    embed(fields=[{"name": "x", "value": "x" * 1025}]),
    embed(fields=[{"name": "x", "value": ""}]),
    embed(footer={"text": "x" * 2049}),
    embed(author={"name": "x" * 257}),
    embed(url="mailto:jane@example.org"),
    embed(color=-1),
    under(*[row(button(f"{n}")) for n in range(6)]),
    under(row(*[button(f"{n}") for n in range(6)])),
    under(row()),
    under(row(select(), button())),
    under(row(button(), button())),
    under(row(button("x" * 101))),
    under(row(button(""))),
    under(row(button(label="x" * 81))),
    under(row(button(label=""))),
    under(row(button(style=9))),
    under(row(button(style=5, url="https://example.org"))),
    under(row({"type": 2, "style": 5, "label": "x", "url": "mailto:jane@example.org"})),
    under(row({"type": 2, "style": 5, "label": "x", "url": "https://example.org/" + "x" * 500})),
    under(row(select(26))),
    under(row(select(0))),
    under(row(select(max_values=2))),
    under(row(select(placeholder="x" * 151))),
    under(row(select(options=[{"label": "x" * 101, "value": "x"}]))),
    under(row(select(options=[{"label": "x", "value": "x" * 101}]))),
    under(row(select(options=[{"label": "x", "value": "x", "description": "x" * 101}]))),
    under(row(select(options=[{"label": "x", "value": "x"}] * 2))),
    under(button()),
    under(words("x")),
    v2(words("x"), content="x"),
    v2(words("x"), embeds=[{"title": "x"}]),
    v2(*[words("x")] * 41),
    v2(words("x" * 2001), words("x" * 2000)),
    v2(words("")),
    v2({"type": 17, "components": []}),
    v2({"type": 9, "components": [words("x")] * 4, "accessory": button()}),
    v2({"type": 9, "components": [words("x")]}),
    v2(button()),
    modal(),
    modal(*[label(entry(custom_id=f"{n}")) for n in range(6)]),
    modal(label(entry()), title="x" * 46),
    modal(label(entry()), title=""),
    modal(label(entry()), custom_id=""),
    modal(label(entry()), label(entry())),
    modal(label(entry(), label="x" * 46)),
    modal(label(entry(), description="x" * 101)),
    modal(label(entry(placeholder="x" * 101))),
    modal(label(entry(value="x" * 5, max_length=4))),
    modal(label(entry(max_length=4001))),
    modal(label(entry(style=3))),
    modal(label(select(26))),
    modal(label(button())),
    modal(entry()),
    modal(row(entry())),
    (CALLBACK, {"type": 4, "data": {**QUIET, "content": "x" * 2001}}),
    (CALLBACK, {"type": 4, "data": {"content": "x"}}),
    (CALLBACK, {"type": 4, "data": {**QUIET}}),
    (CALLBACK, {"type": 5, "data": {"flags": 1 << 15}}),
    (CALLBACK, {"type": 6}),
    (CALLBACK, {"type": 7, "data": {**QUIET, "content": "x"}}),
    (CALLBACK, {"type": 8, "data": {"choices": []}}),
    command(name="Met"),
    command(name="met again"),
    command(name="x" * 33),
    command(description=""),
    command(description="x" * 101),
    command(name_localizations={"xx": "met"}),
    command(name_localizations={"fr": "Rencontré"}),
    command(contexts=[]),
    command(integration_types=[2]),
    command(options=[option(f"o{n}") for n in range(26)]),
    command(options=[option("a"), option("b", required=True)]),
    command(options=[option("a"), option("a")]),
    command(options=[option(choices=[{"name": f"{n}", "value": "x"} for n in range(26)])]),
    command(options=[option(choices=[{"name": "x" * 101, "value": "x"}])]),
    command(options=[option(choices=[{"name": "x", "value": "x" * 101}])]),
    command(options=[option(choices=[{"name": "x", "value": "x"}], autocomplete=True)]),
    command(options=[option(type=5, autocomplete=True)]),
    command(options=[option(type=12)]),
    command(options=[option(), option("b", type=1)]),
    command(options=[option(f"o{n}", choices=[{"name": "x" * 100, "value": "x" * 100}] * 25) for n in range(2)]),
    command(type=2),
    command(type=3, description="", name="x" * 33),
    ("PUT", [{"name": f"c{n}", "description": "x"} for n in range(101)]),
    ("PUT", [{"name": f"c{n}", "type": 2} for n in range(16)]),
    ("PUT", [{"name": "c", "description": "x"}] * 2),
    ("GET /teapot", None),
]


@pytest.mark.parametrize(("route", "payload"), WRONG)
async def test_what_discord_would_refuse_is_refused_and_noted(fake, ada, monkeypatch, route, payload):
    monkeypatch.setattr("tests.fakes.discord.unlike_spec", lambda *_call: [])  # by our own rules alone
    fake.commands[None] = [
        {"id": "1", "name": "met", "type": 1, "contexts": None, "integration_types": [0, 1], "options": []}
    ]
    asked = await ada.slash("met", wait=False)
    if route == "PUT":
        route = f"PUT /applications/{fake.application_id}/commands"
    names = {"interaction_id": asked.id, "interaction_token": asked.token, "channel_id": ada.dm.id}
    status, answer = await call(fake, route, payload, **names)
    assert status in (400, 404)
    assert answer["message"] in ("Invalid Form Body", "Cannot send an empty message", "404: Not Found")
    assert fake.violations
    assert not ada.messages
    fake.violations.clear()
    fake.interactions.close()


RIGHT = [
    message(content="x" * 2000, nonce="x" * 25, enforce_nonce=True),
    message(embeds=[{"description": "x" * 3000}] * 2),
    embed(fields=[{"name": "x", "value": "x"}] * 25, url="https://example.org", footer={"text": "x"}),
    under(*[row(*[button(f"{m}.{n}") for n in range(5)]) for m in range(5)]),
    under(row(select(25, max_values=25))),
    v2(*[words("x")] * 40),
    v2({"type": 17, "components": [{"type": 9, "components": [words("x")], "accessory": button()}]}),
    modal(*[label(entry(custom_id=f"{n}"), description="x") for n in range(5)]),
    modal(words("x"), label(select(25)), row(entry(label="L"))),
    command(name="rencontré", name_localizations={"es-ES": "encontré", "hi": "मिला"}, contexts=[0, 1, 2]),
    command(options=[option(required=True, choices=[{"name": "x", "value": "x"}]), option("b", autocomplete=True)]),
    command(options=[option("g", type=2, options=[option("s", type=1, options=[option()])])]),
    ("PUT", [*({"name": f"c{n}", "description": "x"} for n in range(100)), {"name": "Add To", "type": 2}]),
]


@pytest.mark.parametrize(("route", "payload"), RIGHT)
async def test_what_discord_takes_is_taken(fake, ada, route, payload):
    fake.commands[None] = [
        {"id": "1", "name": "met", "type": 1, "contexts": None, "integration_types": [0, 1], "options": []}
    ]
    asked = await ada.slash("met", wait=False)
    if route == "PUT":
        route = f"PUT /applications/{fake.application_id}/commands"
    names = {"interaction_id": asked.id, "interaction_token": asked.token, "channel_id": ada.dm.id}
    assert (await call(fake, route, payload, **names))[0] in (200, 204)
    fake.interactions.close()


async def test_what_completes_is_checked(fake, ada):
    for choices in ([{"name": "x", "value": "x"}] * 26, [{"name": "", "value": "x"}], [{"name": "x", "value": 7}]):
        asked = await fake.interactions.begin(4, ada, ada.dm, {"options": [{**option(), "focused": True}]}, None)
        names = {"interaction_id": asked.id, "interaction_token": asked.token}
        status, _answer = await call(fake, CALLBACK, {"type": 8, "data": {"choices": choices}}, **names)
        assert status == 400
        assert fake.violations.pop()
        fake.interactions.close()


async def test_the_errors_are_told_as_a_tree(fake, ada):
    _status, answer = await call(fake, *under(row(button(label="x" * 81))), channel_id=ada.dm.id)
    assert answer["code"] == 50035
    assert answer["errors"]["components"]["0"]["components"]["0"]["label"]["_errors"]
    assert fake.violations.pop()


@pytest.mark.skipif(not discord_spec.SPEC.exists(), reason="the published description is not at hand")
def test_the_published_description_is_held_against_every_call():
    route = MESSAGE.split(" ", 1)
    good = {"content": "x", "components": [row(button())], **QUIET}
    assert list(discord_spec.unlike_spec(*route, good)) == []
    assert list(discord_spec.unlike_spec(*route, {"message_reference": {"message_id": 1}})) == []
    bad = {"content": "x", "components": [row(button(label="x" * 81))]}
    [(where, what)] = discord_spec.unlike_spec(*route, bad)
    assert where == "components.0.components.0.label"
    assert "longer than 80" in what
    assert list(discord_spec.unlike_spec("GET", "/teapot", None)) == [("", "GET /teapot is not described")]
