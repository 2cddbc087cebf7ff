"""What Telegram's Bot API takes: the fields of each method that Reachwell calls, and the limits of what they hold.

Pure: a call goes in, what is wrong with it comes out. Written after the published documentation of Bot API 10.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

MAX_TEXT = 4096  # in UTF-16 units, as are the offsets of entities
MAX_CAPTION = 1024
_ENTITIES = (
    *(
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
    ),
    *(
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
    ),
    *("custom_emoji", "date_time"),
)
_HALF = re.compile("[\ud800-\udfff]")  # of a surrogate pair
_OPENED = re.compile(r"https://t\.me/\w+\?start=[A-Za-z0-9_-]{1,64}")
_SCHEMES = ("http://", "https://", "tg://")
_MESSAGE = {
    "chat_id!": (int, str),
    "message_thread_id": int,
    "disable_notification": bool,
    "protect_content": bool,
    "reply_markup": dict,
}
_METHODS: dict[str, dict[str, Any]] = {
    "getMe": {},
    "deleteWebhook": {"drop_pending_updates": bool},
    "getUpdates": {"offset": int, "limit": int, "timeout": int, "allowed_updates": list},
    "sendMessage": {**_MESSAGE, "text!": str, "entities": list, "link_preview_options": dict},
    "sendDocument": {**_MESSAGE, "document!": (str, bytes), "caption": str, "caption_entities": list},
    "sendPhoto": {**_MESSAGE, "photo!": (str, bytes), "caption": str, "caption_entities": list},
    "editMessageText": {
        "chat_id": (int, str),
        "message_id": int,
        "inline_message_id": str,
        "text!": str,
        "entities": list,
        "link_preview_options": dict,
        "reply_markup": dict,
    },
    "editMessageReplyMarkup": {"chat_id!": (int, str), "message_id!": int, "reply_markup": dict},
    "answerCallbackQuery": {
        "callback_query_id!": str,
        "text": str,
        "show_alert": bool,
        "url": str,
        "cache_time": int,
    },
    "getFile": {"file_id!": str},
    "getChat": {"chat_id!": (int, str)},
    "getChatAdministrators": {"chat_id!": (int, str)},
    "unpinChatMessage": {"chat_id!": (int, str), "message_id": int},
    "pinChatMessage": {"chat_id!": (int, str), "message_id!": int, "disable_notification": bool},
    "answerInlineQuery": {
        "inline_query_id!": str,
        "results!": list,
        "cache_time": int,
        "is_personal": bool,
        "next_offset": str,
        "button": dict,
    },
    "setMyCommands": {"commands!": list, "scope": dict, "language_code": str},
    "sendChatAction": {"chat_id!": (int, str), "action!": str, "message_thread_id": int},
}


def knows(method: str) -> bool:
    return method in _METHODS


def decoded(method: str, fields: Mapping[str, str | bytes]) -> dict[str, Any]:
    """The parameters of a form: everything but texts and files is JSON in there."""
    kinds = {name.rstrip("!"): kind for name, kind in _METHODS[method].items()}
    values: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, bytes) or kinds.get(name, str) in (str, (str, bytes)):
            values[name] = value
        else:
            try:
                values[name] = json.loads(value)
            except ValueError:
                values[name] = value
    return values


def wrongs(method: str, call: Mapping[str, Any]) -> Iterator[str]:
    """Everything that Telegram would refuse, or that is not as it is documented."""
    fields = _METHODS[method]
    kinds = {name.rstrip("!"): kind for name, kind in fields.items()}
    for name in fields:
        if name.endswith("!") and call.get(name[:-1]) in (None, "", b""):
            yield f"{name[:-1]} is missing"
    for name, value in call.items():
        if name not in kinds:
            yield f"{name} is not a field"
        elif not isinstance(value, kinds[name]) or (isinstance(value, bool) and kinds[name] is not bool):
            yield f"{name} has the type {type(value).__name__}"
            return
    yield from _wrong_texts(method, call)
    if "reply_markup" in call:
        yield from _wrong_keyboard(call["reply_markup"])
    if method == "setMyCommands":
        yield from _wrong_commands(call.get("commands", []))
    if method == "editMessageText" and ("inline_message_id" in call) == (
        "chat_id" in call and "message_id" in call
    ):
        yield "either a message in a chat is edited, or one that somebody has sent through the bot"
    if method == "answerInlineQuery":
        yield from _wrong_results(call)


def units(text: str) -> int:
    """The length of a text as Telegram counts it.

    >>> units("a😀")
    3
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _wrong_texts(method: str, call: Mapping[str, Any]) -> Iterator[str]:
    if method in ("sendMessage", "editMessageText"):
        text = call.get("text", "")
        if not text.strip():
            yield "text is empty"
        if units(text) > MAX_TEXT:
            yield f"text has {units(text)} units"
        yield from _wrong_entities(text, call.get("entities", []))
        if not call.get("link_preview_options", {}).get("is_disabled"):
            yield "links would be previewed"  # a rule of ours: nobody asked for half a screen of somebody's site
    if method in ("sendDocument", "sendPhoto"):
        if units(call.get("caption", "")) > MAX_CAPTION:
            yield "the caption is too long"
        yield from _wrong_entities(call.get("caption", ""), call.get("caption_entities", []))
    if method == "answerCallbackQuery" and units(call.get("text", "")) > 200:
        yield "the toast is too long"
    if method == "answerCallbackQuery" and not _OPENED.fullmatch(call.get("url", "https://t.me/x?start=x")):
        yield "a press opens nothing but the bot's own chat, with a payload"
    if "parse_mode" in call:
        yield "texts are built from entities, never from markup"
    if _HALF.search(json.dumps(call, default=repr, ensure_ascii=False)):
        yield "half of a surrogate pair"


def _wrong_entities(text: str, entities: list[dict[str, Any]]) -> Iterator[str]:
    if len(entities) > 100:
        yield f"{len(entities)} entities"
    whole = text.encode("utf-16-le", "surrogatepass")
    seen: list[tuple[int, int]] = []
    for entity in entities:
        kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
        if kind not in _ENTITIES:
            yield f"an entity of type {kind!r}"
        if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length < 1:
            yield "an entity without a place"
            continue
        end = offset + length
        if end > units(text):
            yield "an entity ends behind the text"
            continue
        try:
            covered = whole[2 * offset : 2 * end].decode("utf-16-le")
        except UnicodeDecodeError:
            yield "an entity begins or ends inside a surrogate pair"
        else:
            if not covered.strip():
                yield "an entity of nothing but space"
        if any(a < offset < b < end or offset < a < end < b for a, b in seen):
            yield "entities overlap without one holding the other"
        seen.append((offset, end))
        if kind == "date_time" and not isinstance(entity.get("unix_time"), int):
            yield "a date_time without a time"
        if kind == "text_link" and not str(entity.get("url", "")).startswith(_SCHEMES):
            yield "a text_link that Telegram does not open"


def _wrong_keyboard(markup: dict[str, Any]) -> Iterator[str]:
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        yield "reply_markup is not an inline keyboard"
        return
    if sum(map(len, rows)) > 100:
        yield "more than 100 buttons"
    for row in rows:
        if not 1 <= len(row) <= 8:
            yield f"a row of {len(row)} buttons"
        for button in row:
            data, url = button.get("callback_data"), button.get("url")
            shared = button.get("switch_inline_query_chosen_chat")
            if not str(button.get("text", "")).strip():
                yield "a button without a label"
            if (data, url, shared).count(None) != 2:
                yield "a button does exactly one thing"
            if data is not None and not 1 <= len(data.encode()) <= 64:
                yield f"callback_data of {len(data.encode())} bytes"
            if url is not None and not url.startswith(_SCHEMES):
                yield "a button with an address that Telegram does not open"


def _wrong_commands(commands: list[dict[str, Any]]) -> Iterator[str]:
    if len(commands) > 100:
        yield f"{len(commands)} commands"
    for command in commands:
        name, description = command.get("command", ""), command.get("description", "")
        if not 1 <= len(name) <= 32 or not all(c in "abcdefghijklmnopqrstuvwxyz0123456789_" for c in name):
            yield f"a command cannot be called {name!r}"
        if not 1 <= len(description) <= 256:
            yield f"the description of {name} has {len(description)} characters"


def _wrong_results(call: Mapping[str, Any]) -> Iterator[str]:
    results = call.get("results", [])
    if len(results) > 50:
        yield f"{len(results)} results"
    if len({result.get("id") for result in results}) < len(results):
        yield "two results with the same id"
    for result in results:
        if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
            yield "the id of a result takes 1 to 64 bytes"
        if not str(result.get("title", "")).strip():
            yield "a result without a title"
        content = result.get("input_message_content", {})
        written = {("text" if name == "message_text" else name): value for name, value in content.items()}
        yield from _wrong_texts("sendMessage", written)
        if "reply_markup" in result:
            yield from _wrong_keyboard(result["reply_markup"])
    payload = (call.get("button") or {}).get("start_parameter", "x")
    if not re.fullmatch("[A-Za-z0-9_-]{1,64}", payload):
        yield "a button whose payload Telegram does not take"
