"""Buttons of asks, promises, rules and the things in a digest: pressed twice, forged, or of somebody else's."""

import pytest

from core.app import App
from core.chat.reply import Notice, Reply
from core.chat.request import Actor, Message, Press, Request
from core.facts.ids import new_id

ADA = Actor(platform="test", external_id="ada", address="ada", name="Ada", timezone="America/Toronto")
BOB = Actor(platform="test", external_id="bob", address="bob", name="Bob", timezone="America/Toronto")


@pytest.fixture
async def app(store, clock) -> App:
    """Ada knows Jane well, has asked her for something and promised her something; both are due."""
    app = App(store, clock)
    for line in ("/start", "/add Jane Doe", "/gave Jane an article 2 months ago", "/met Jane last week"):
        await say(app, line)
    await say(app, "/ask Jane for a referral at IBM")
    await say(app, "/promise Jane intro to Raj")
    clock.advance(days=7)
    return app


async def answers(app: App, body: Message | Press, actor: Actor = ADA) -> Reply | Notice:
    request = Request(key=new_id(), actor=actor, body=body)
    [answer] = [answer async for answer, _reader in app.answer(request)]
    assert isinstance(answer, Reply | Notice)
    return answer


async def say(app: App, line: str, actor: Actor = ADA) -> Reply:
    answer = await answers(app, Message(text=line), actor)
    assert isinstance(answer, Reply)
    return answer


async def press(app: App, action: str, actor: Actor = ADA) -> Reply | Notice:
    return await answers(app, Press(action=action), actor)


def actions(reply: Reply, name: str) -> list[str]:
    return [each.action for row in reply.rows for each in row if each.action.startswith(f"v1:{name}:")]


async def test_pressed_twice_is_the_same_as_once(app):
    in_digest = actions(await say(app, "/today"), "item")
    yes, kept = (next(each for each in in_digest if each.endswith(step)) for step in (".yes", ".kept"))
    first = [await press(app, yes), await press(app, kept)]
    assert [await press(app, yes), await press(app, kept)][-1] == first[-1]
    entries = str(await say(app, "/balance Jane"))
    assert "'gave': 2" in entries
    assert "'got': 1" in entries


async def test_a_step_that_is_over_changes_nothing(app):
    listed = await say(app, "/asks")
    [drop] = [each for each in actions(listed, "ask") if ".drop" in each]
    yes = next(each for each in actions(listed, "ask") if ".yes" in each)
    await press(app, drop)
    after = await press(app, yes)
    assert "waiting for nobody" in str(after)
    assert "'got': 0" in str(await say(app, "/balance Jane"))


async def test_a_stranger_s_buttons_find_nothing(app):
    await say(app, "/start", BOB)
    found = [
        *actions(await say(app, "/today"), "item"),
        *actions(await say(app, "/asks"), "ask"),
        *actions(await say(app, "/promises"), "promise"),
    ]
    before = [await say(app, "/asks"), await say(app, "/promises")]
    assert len(found) > 10
    for each in found:
        assert isinstance(await press(app, each, BOB), Notice)
    assert [await say(app, "/asks"), await say(app, "/promises")] == before


async def test_forged_buttons_are_answered_and_change_nothing(app):
    digest = actions(await say(app, "/today"), "item")[0].split(":")[2].split(".")[0]
    before = [await say(app, line) for line in ("/asks", "/promises", "/rules")]
    arguments = ["", "x", "x.y", "x.y.z", "birthday", "birthday.days.x", "birthday.days.99999999999999999999"]
    arguments += [
        "birthday.who.x",
        "birthday.tag.x",
        "birthday.is.on",
        "keep.days.3",
        "9999",
        "٣",
        "99999999999999999999",
    ]
    arguments += [f"{digest}.ask.x.yes", f"{digest}.promise.x.later", f"{digest}.promise.x.kept", f"{digest}.x.y.z"]
    arguments += [f"{digest}.profile..stop", f"{digest}.reminder.x.done", f"{digest}.ask..", "x.ask.x.yes"]
    for name in ("ask", "asks", "promise", "promises", "item", "rules", "rule", "tune", "ruledays", "rulewho"):
        for argument in arguments:
            answer = await press(app, f"v1:{name}:{argument}")
            assert "Code" not in str(answer), (name, argument, answer)
    after = [await say(app, line) for line in ("/asks", "/promises")]
    assert after == before[:2]
    await say(app, "/rules birthday 7 days")
    assert await say(app, "/rules") == before[2]
