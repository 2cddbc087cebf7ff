"""The fake itself: it refuses, and notes, what Telegram would refuse."""

from typing import Any

import pytest
from aiohttp import ClientSession

from tests.fakes import telegram_spec
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import Person, Shown

QUIET = {"link_preview_options": {"is_disabled": True}}


async def call(fake: FakeTelegram, method: str, **parameters: Any) -> dict[str, Any]:
    async with (
        ClientSession() as session,
        session.post(f"{fake.url}/bot{fake.token}/{method}", json=parameters) as response,
    ):
        answer: dict[str, Any] = await response.json()
        return answer


@pytest.fixture
async def reader(fake: FakeTelegram) -> Person:
    person = fake.user("Ada")
    person.reachable = True
    return person


def text(words: str = "Hi", *entities: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"chat_id": 1000, "text": words, "entities": list(entities), **QUIET, **more}


def button(**button: Any) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [[button]]}}


def bold(offset: int, length: int) -> dict[str, Any]:
    return {"type": "bold", "offset": offset, "length": length}


def article(result_id: str) -> dict[str, Any]:
    content = {"message_text": "Meetup", **QUIET}
    return {"type": "article", "id": result_id, "title": "Meetup", "input_message_content": content}


WRONG = [
    ("sendMesage", {}),
    ("sendMessage", {"text": "Hi", **QUIET}),
    ("sendMessage", text("")),
    ("sendMessage", text(" \n")),
    ("sendMessage", text("😀" * 2049)),
    ("sendMessage", text(words="Hi", disable_notification="yes")),
    ("sendMessage", text(words="Hi", colour="red")),
    ("sendMessage", text(words="<b>Hi</b>", parse_mode="HTML")),
    ("sendMessage", {"chat_id": 1000, "text": "https://example.org"}),
    ("sendMessage", text("Hi", bold(0, 3))),
    ("sendMessage", text("Hi", bold(0, 0))),
    ("sendMessage", text("😀!", bold(1, 1))),
    ("sendMessage", text("Hi there", bold(0, 4), {"type": "italic", "offset": 2, "length": 4})),
    ("sendMessage", text("Hi", {"type": "loud", "offset": 0, "length": 1})),
    ("sendMessage", text("Hi", {"type": "text_link", "offset": 0, "length": 1, "url": "mailto:jane@example.org"})),
    ("sendMessage", text("x" * 101, *[bold(n, 1) for n in range(101)])),
    ("sendMessage", text(**button(text="OK", callback_data="é" * 33))),
    ("sendMessage", text(**button(text="OK", callback_data=""))),
    ("sendMessage", text(**button(text="", callback_data="x"))),
    ("sendMessage", text(**button(text="OK"))),
    ("sendMessage", text(**button(text="OK", url="tel:+43"))),
    ("sendMessage", text(reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]})),
    ("sendMessage", text(reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101})),
    ("sendMessage", text(reply_markup={"inline_keyboard": [[]]})),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}),
    ("setMyCommands", {"commands": [{"command": "Met", "description": "x"}]}),
    ("setMyCommands", {"commands": [{"command": "met", "description": ""}]}),
    ("getFile", {"file_id": 7}),
    ("sendMessage", text("Today", {"type": "date_time", "offset": 0, "length": 5})),
    ("sendMessage", text(**button(text="OK", url="https://example.org", callback_data="x"))),
    ("sendPhoto", {"chat_id": 1000, "photo": "x", "caption": "x" * 1025}),
    ("editMessageText", {"text": "Hi", "chat_id": 1000, **QUIET}),
    ("editMessageText", {**text("Hi"), "message_id": 5, "inline_message_id": "AgAC"}),
    ("answerCallbackQuery", {"callback_query_id": "1", "url": "https://t.me/reachwell_bot"}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [article("a"), article("a")]}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [article("a" * 65)]}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [article(f"a{n}") for n in range(51)]}),
    (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [], "button": {"text": "Open", "start_parameter": "a b"}},
    ),
    ("pinChatMessage", {"chat_id": 1000}),
]


@pytest.mark.parametrize(("method", "parameters"), WRONG)
async def test_what_is_not_as_documented_is_refused_and_noted(reader, fake, method, parameters):
    assert not (await call(fake, method, **parameters))["ok"]
    assert fake.violations
    fake.violations.clear()


async def test_what_is_as_documented_arrives(reader, fake):
    sent = text("Hi 😀", bold(3, 2), **button(text="OK", callback_data="x"))
    assert (await call(fake, "sendMessage", **sent))["result"]["text"] == "Hi 😀"
    assert reader.last.bold == ["😀"]
    assert reader.last.labels == [["OK"]]


async def test_what_can_happen_is_refused_but_not_noted(reader, fake):
    await call(fake, "sendMessage", **text())
    for again in ("not found", "not modified"):
        message_id = reader.last.id if again == "not modified" else 5
        answer = await call(fake, "editMessageText", message_id=message_id, **text())
        assert again in answer["description"]
    assert (await call(fake, "sendMessage", **{**text(), "chat_id": 5}))["error_code"] == 400
    reader.blocks()
    assert (await call(fake, "sendMessage", **text()))["error_code"] == 403


async def test_a_press_must_be_acknowledged_once(reader):
    async with FakeTelegram() as strict:
        grace = strict.user("Grace")
        for _press in range(2):
            await strict.asks(grace, strict.message_json(grace, Shown(id=1, text="x")), "data")
        updates = (await call(strict, "getUpdates"))["result"]
        twice = updates[0]["callback_query"]["id"]
        for _time in range(2):
            await call(strict, "answerCallbackQuery", callback_query_id=twice)
    assert [violation.split(" ", 2)[2] for violation in strict.violations] == [
        "was acknowledged twice",
        "was never acknowledged",
    ]


async def test_updates_stay_until_they_are_confirmed_and_only_one_may_fetch(reader, fake):
    first = await fake.delivers({"message": {}}, times=2)
    await fake.delivers({"message": {}})
    fetched = (await call(fake, "getUpdates"))["result"]
    assert [update["update_id"] for update in fetched] == [first, first, first + 1]
    assert len((await call(fake, "getUpdates", offset=first + 1))["result"]) == 1
    assert (await call(fake, "getUpdates", offset=first + 2, timeout=0))["result"] == []


@pytest.mark.skipif(not telegram_spec.SPEC.exists(), reason="the published description is not at hand")
def test_the_published_description_is_held_against_nested_fields():
    good = text("Hi", bold(0, 1), **button(text="OK", callback_data="x"))
    assert list(telegram_spec.unlike_spec("sendMessage", good)) == []
    bad = text("Hi", {"type": "bold", "offset": "0", "length": 1}, **button(text="OK", callbackdata="x"))
    assert list(telegram_spec.unlike_spec("sendMessage", bad)) == [
        "sendMessage.entities.offset is not of type Integer",
        "sendMessage.reply_markup.inline_keyboard.callbackdata is not described",
    ]
    assert list(telegram_spec.unlike_spec("sendMesage", {})) == ["not a method of the Bot API"]
