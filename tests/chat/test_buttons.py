"""What a button carries: at most 64 bytes, and never anything that can do harm when it is forged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.app import App
from core.chat.reply import Button, Notice, Reply, action
from core.chat.request import Actor, Message, Press, Request
from core.facts.ids import new_id

ADA = Actor(platform="test", external_id="ada", address="ada", name="Ada", timezone="America/Toronto")


@given(st.text(max_size=80))
def test_a_button_takes_1_to_64_bytes(carried):
    if 0 < len(carried.encode(errors="surrogatepass")) <= 64 and carried.isprintable():
        assert Button("x", carried).action == carried
    elif carried.isprintable():
        with pytest.raises(ValueError, match="64 bytes"):
            Button("x", carried)


@given(st.sampled_from(["reached", "later", "notnow", "card", "undo", "pick", "do", "snooze"]))
def test_two_ids_fit_into_every_action(name):
    assert len(action(name, new_id(), new_id(), "99")) <= 64


async def test_forged_and_outdated_buttons_are_answered_and_change_nothing(store, clock):
    app = App(store, clock)
    for line in ("/start", "/add Jane Doe"):
        await _answers(app, Message(text=line))
    before = (await _answers(app, Message(text="/who Jane")))[-1]
    names = [
        "pick",
        "do",
        "add",
        "card",
        "page",
        "thanked",
        "snooze",
        "forget",
        "reached",
        "later",
        "notnow",
        "digest",
    ]
    names += ["undo", "set", "settings", "import", "cancel-import", "nonsense", ""]
    arguments = [
        "",
        "x",
        "x.y",
        "x.y.z",
        "0",
        "met.x",
        "nonsense.x",
        "help.x",
        "1.",
        "..",
        "99999.jane",
        "é.é",
        "-1.x",
    ]
    for name in names:
        for argument in arguments:
            answers = await _answers(app, Press(action=f"v1:{name}:{argument}"))
            assert answers, (name, argument)
            assert all("Code" not in str(answer) for answer in answers), (name, argument, answers)
    assert "Mallory" not in str(await _answers(app, Press(action="v1:do:balance.+Mallory")))
    await _answers(app, Press(action="v1:do:met.+Mallory"))
    for number in ("99999999999999999999", "٣", "9999"):
        assert isinstance((await _answers(app, Press(action=f"v1:page:{number}.")))[-1], Notice)
    for carried in ("v2:card:x", "garbage", ":", "v1", "v1:", "💥"):
        assert isinstance((await _answers(app, Press(action=carried)))[-1], Notice)
    assert (await _answers(app, Message(text="/who Jane")))[-1] == before


async def _answers(app: App, body: Message | Press) -> list[Reply | Notice]:
    request = Request(key=new_id(), actor=ADA, body=body)
    return [answer async for answer, _reader in app.answer(request)]
