"""A strict Telegram: an HTTP server that takes what the Bot API takes, and remembers what it should not have got.

Whatever is not as documented is answered with 400 and noted in `violations`; a test fails for it when it ends.
It can be told to refuse, to break connections, to hang, to deliver twice, and to pause.
"""

import asyncio
import itertools
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fakes.telegram_groups import Group
from tests.fakes.telegram_inline import Inline
from tests.fakes.telegram_limits import Enforced
from tests.fakes.telegram_people import PATIENCE, Chat, Person, Shown
from tests.fakes.telegram_rules import decoded, knows, wrongs
from tests.fakes.telegram_spec import unlike_spec
from tests.fakes.telegram_trouble import Refused, Trouble, Uploaded

__all__ = ["FakeTelegram", "Trouble"]

MAX_DOWNLOAD = 20 * 1024 * 1024
BOT = 110201543


class FakeTelegram:
    """Telegram, for one bot. `answered` waits until the bot is done with what it has fetched (see settled)."""

    def __init__(
        self, token: str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", username: str = "reachwell_bot"
    ) -> None:
        self.token = token
        self.username = username
        self.url = ""
        self.violations: list[str] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.menus: dict[str, list[dict[str, str]]] = {}
        self.answered: Callable[[], Awaitable[None]] | None = None
        self.inline = Inline(self)
        self.ids = itertools.count(1000)
        self._chats: dict[int, Chat] = {}
        self._updates: list[dict[str, Any]] = []
        self._next_update = 870_000_000
        self._changed = asyncio.Condition()
        self._polls = 0
        self._troubles: dict[str, deque[Trouble | None]] = defaultdict(deque)
        self._troubles_to: dict[int, deque[Trouble | None]] = defaultdict(deque)
        self.down: Trouble | None = None  # while it is set, every call goes wrong like this
        self.limits: Enforced | None = None
        self.moved: dict[int, int] = {}  # groups that became another chat
        self._going = asyncio.Event()
        self._going.set()
        self._closing = asyncio.Event()
        self._presses: dict[str, Person] = {}
        self._unanswered: set[str] = set()
        self._files: dict[str, tuple[int, bytes]] = {}
        self._runner: web.AppRunner | None = None

    # What a test does

    def user(self, name: str, language: str | None = "en") -> Person:
        person = Person(self, next(self.ids), name, language)
        self._chats[person.id] = person
        return person

    def group(self, title: str, kind: str = "supergroup") -> Group:
        """A group that we are in; nobody manages it yet."""
        number = next(self.ids)
        group = Group(self, -1_000_000_000_000 - number if kind == "supergroup" else -number, title, kind)
        self._chats[group.id] = group
        return group

    def next(self, method: str, *troubles: Trouble | None) -> None:
        """The next calls of this method go wrong, one after the other; None goes well. Downloads are "file"."""
        self._troubles[method].extend(troubles)

    def next_to(self, chat: Chat, *troubles: Trouble | None) -> None:
        """The next messages to this chat go wrong, one after the other; None goes well."""
        self._troubles_to[chat.id].extend(troubles)

    async def stops_listening(self) -> None:
        """Nobody is there: connections are refused until listens_again()."""
        assert self._runner is not None
        for site in list(self._runner.sites):
            await site.stop()

    async def listens_again(self) -> None:
        assert self._runner is not None
        await web.TCPSite(self._runner, "127.0.0.1", int(self.url.rsplit(":", 1)[1]), reuse_address=True).start()

    def pause(self) -> None:
        """Answer nothing at all, until resume()."""
        self._going.clear()

    @property
    def waiting(self) -> int:
        """How many updates have not been fetched, or not been confirmed."""
        return len(self._updates)

    def resume(self) -> None:
        self._going.set()

    def sent(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of a method."""
        return [call for name, call in self.calls if name == method]

    async def delivers(self, update: dict[str, Any], times: int = 1) -> int:
        """Queue an update, perhaps several times; its id."""
        self._next_update += 1
        async with self._changed:
            self._updates += [{"update_id": self._next_update, **update}] * times
            self._changed.notify_all()
        return self._next_update

    async def settled(self) -> None:
        """Wait until everything that was delivered has been fetched and answered."""
        async with asyncio.timeout(PATIENCE):
            async with self._changed:
                await self._changed.wait_for(lambda: not self._updates)
            if self.answered is not None:
                await self.answered()

    async def asks(self, person: Person, message: dict[str, Any] | str, data: str) -> None:
        """Deliver a press under a message, or an inline message's name; it has to be acknowledged, once."""
        query_id = str(next(self.ids))
        self._presses[query_id] = person
        self._unanswered.add(query_id)
        under = {"inline_message_id": message} if isinstance(message, str) else {"message": message}
        query = {"id": query_id, "from": person.user_json(), **under, "chat_instance": "1", "data": data}
        await self.delivers({"callback_query": query})

    def keeps(self, name: str, content: bytes, size: int) -> dict[str, Any]:
        """Keep a document for download; as it stands in a message."""
        file_id = f"file{next(self.ids)}"
        self._files[file_id] = size, content
        return {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": size}

    # The server

    async def __aenter__(self) -> "FakeTelegram":
        server = web.Application(client_max_size=60 * 1024 * 1024)
        server.router.add_route("*", "/bot{token}/{method}", self._serve)
        server.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.resume()
        self._closing.set()
        assert self._runner is not None
        await self._runner.cleanup()
        self.violations += [f"press {query} was never acknowledged" for query in sorted(self._unanswered)]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        await self._going.wait()
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _error(401, "Unauthorized")
        if not knows(method):
            self.violations.append(f"{method} is not a method that this knows")
            return _error(404, "Not Found")
        call = await _parameters(method, request)
        self.calls.append((method, call))
        trouble = self._trouble(method, call)
        if trouble is not None and not trouble.carried_out:
            return await self._goes_wrong(trouble, request)
        problems = [*wrongs(method, call), *unlike_spec(method, call)]
        if problems:
            self.violations += [f"{method}: {problem}" for problem in problems]
            return _error(400, f"Bad Request: {problems[0]}")
        try:
            result = await self._carry_out(method, call)
        except Refused as refused:
            return _error(refused.status, refused.description, **refused.parameters)
        await self._going.wait()
        return (
            await self._goes_wrong(trouble, request)
            if trouble
            else web.json_response({"ok": True, "result": result})
        )

    def _trouble(self, method: str, call: dict[str, Any]) -> Trouble | None:
        if self.down is not None:
            return self.down
        to = self._troubles_to.get(call.get("chat_id", 0))
        troubles = to or self._troubles[method]
        return troubles.popleft() if troubles else None

    async def _carry_out(self, method: str, call: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return self._me()
            case "getUpdates":
                return await self._updates_from(call.get("offset", 0), call)
            case "sendMessage" | "sendDocument" | "sendPhoto":
                return await self._send(call)
            case "editMessageText" | "editMessageReplyMarkup":
                return await self._edit(call)
            case "answerCallbackQuery":
                return self._acknowledge(call)
            case "getFile":
                return self._file(call["file_id"])
            case "getChat":
                return {**self._chat(call["chat_id"]).as_json(), "accent_color_id": 0, "max_reaction_count": 11}
            case "getChatAdministrators":
                return self._group(call["chat_id"]).administrators_json()
            case "pinChatMessage":
                self._group(call["chat_id"]).pins(call["message_id"])
            case "unpinChatMessage":
                self._group(call["chat_id"]).unpins(call["message_id"])
            case "answerInlineQuery":
                self.inline.answered(call)
            case "setMyCommands":
                self.menus[call.get("scope", {}).get("type", "default")] = call["commands"]
        return True

    async def _updates_from(self, offset: int, call: dict[str, Any]) -> list[dict[str, Any]]:
        self._polls += 1
        poll = self._polls
        allowed = call.get("allowed_updates") or ["message", "callback_query"]
        async with self._changed:
            self._updates = [
                update for update in self._updates if update["update_id"] >= offset and [*update][1] in allowed
            ]
            self._changed.notify_all()
            try:
                async with asyncio.timeout(call.get("timeout", 0)):
                    await self._changed.wait_for(lambda: self._updates or self._polls != poll)
            except TimeoutError:
                return []
            if self._polls != poll:
                raise Refused(409, "Conflict: terminated by other getUpdates request")
            return self._updates[: call.get("limit", 100)]

    async def _send(self, call: dict[str, Any]) -> dict[str, Any]:
        chat = self._chat(call["chat_id"])
        self._counts(chat.id)
        if isinstance(chat, Person) and not chat.reachable:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if isinstance(chat, Group):
            chat.lets_write(call.get("message_thread_id"))
        message = Shown(
            id=next(self.ids),
            text=call.get("text", call.get("caption", "")),
            entities=call.get("entities", call.get("caption_entities", [])),
            rows=call.get("reply_markup", {}).get("inline_keyboard", []),
            file=(call["document"].name, call["document"]) if "document" in call else None,
            picture=call.get("photo"),
            topic=call.get("message_thread_id"),
        )
        await chat.shows(message)
        return self.message_json(chat, message)

    async def _edit(self, call: dict[str, Any]) -> dict[str, Any] | bool:
        if "inline_message_id" in call:
            chat, message = self.inline.found(call["inline_message_id"])
            self._counts(call["inline_message_id"])
        else:
            chat = self._chat(call["chat_id"])
            if isinstance(chat, Group):
                self._counts(chat.id)
                chat.lets_write(None)
            message = next((message for message in chat.messages if message.id == call["message_id"]), None)
            if message is None:
                raise Refused(400, "Bad Request: message to edit not found")
        if message.file is not None or message.picture is not None:
            raise Refused(400, "Bad Request: there is no text in the message to edit")
        text = call.get("text", message.text)
        entities = call.get("entities", []) if "text" in call else message.entities
        rows = call.get("reply_markup", {}).get("inline_keyboard", [])
        if (text, entities, rows) == (message.text, message.entities, message.rows):
            raise Refused(400, "Bad Request: message is not modified: specified new message content is the same")
        message.text, message.entities, message.rows = text, entities, rows
        message.edits += 1
        await chat.shows(message)
        return self.message_json(chat, message) if message.id else True

    def _counts(self, chat: int | str) -> None:
        """One more message to a chat, or edit of one in a group. Refused where there have been too many."""
        if self.limits is not None and not self.limits.takes(chat):
            after = self.limits.retry_after
            raise Refused(429, f"Too Many Requests: retry after {after}", retry_after=after)

    def _acknowledge(self, call: dict[str, Any]) -> bool:
        query_id = call["callback_query_id"]
        if query_id not in self._presses:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if query_id not in self._unanswered:
            self.violations.append(f"press {query_id} was acknowledged twice")
        self._unanswered.discard(query_id)
        person = self._presses[query_id]
        person.toasts += [call["text"]] if call.get("text") else []
        person.alerts += [call["text"]] if call.get("show_alert") else []
        person.opened += [call["url"]] if call.get("url") else []
        return True

    def _file(self, file_id: str) -> dict[str, Any]:
        if file_id not in self._files:
            raise Refused(400, "Bad Request: invalid file_id")
        size, _content = self._files[file_id]
        if size > MAX_DOWNLOAD:
            raise Refused(400, "Bad Request: file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": size,
            "file_path": f"documents/{file_id}",
        }

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        file = self._files.get(request.match_info["path"].removeprefix("documents/"))
        if request.match_info["token"] != self.token or file is None:
            return _error(404, "Not Found")
        if self._troubles["file"] and (trouble := self._troubles["file"].popleft()):
            return await self._goes_wrong(trouble, request)
        return web.Response(body=file[1])

    async def _goes_wrong(self, trouble: Trouble, request: web.Request) -> web.StreamResponse:
        if trouble.hangs:
            await self._closing.wait()
        if trouble.status:
            parameters = {} if trouble.retry_after is None else {"retry_after": trouble.retry_after}
            return _error(trouble.status, trouble.description, **parameters)
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    # What things look like to the bot

    def new_message(self, chat: Chat) -> dict[str, Any]:
        return {"message_id": next(self.ids), "date": 1_790_000_000, "chat": chat.as_json()}

    def message_json(self, chat: Chat, message: Shown) -> dict[str, Any]:
        topic = {"message_thread_id": message.topic, "is_topic_message": True} if message.topic else {}
        content = {"caption" if message.file or message.picture else "text": message.text}
        content |= {"entities": message.entities} if "text" in content else {"caption_entities": message.entities}
        markup = {"reply_markup": {"inline_keyboard": message.rows}} if message.rows else {}
        return {
            **self.new_message(chat),
            "message_id": message.id,
            "from": self.bot_json(),
            **content,
            **markup,
            **topic,
        }

    def bot_json(self) -> dict[str, Any]:
        return {"id": BOT, "is_bot": True, "first_name": "Reachwell", "username": self.username}

    def _me(self) -> dict[str, Any]:
        return {**self.bot_json(), "supports_inline_queries": self.inline.on}

    def _chat(self, chat_id: int | str) -> Chat:
        if chat_id in self.moved:
            moved = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, moved, migrate_to_chat_id=self.moved[int(chat_id)])
        if chat_id not in self._chats:
            raise Refused(400, "Bad Request: chat not found")
        return self._chats[int(chat_id)]

    def _group(self, chat_id: int | str) -> Group:
        chat = self._chat(chat_id)
        if not isinstance(chat, Group):
            raise Refused(400, "Bad Request: there are no administrators in the private chat")
        return chat


async def _parameters(method: str, request: web.Request) -> dict[str, Any]:
    """A call's parameters, as JSON or as a form."""
    if request.content_type == "application/json":
        call: dict[str, Any] = await request.json()
        return call
    if request.content_type != "multipart/form-data":
        return decoded(method, {name: str(value) for name, value in (await request.post()).items()})
    fields: dict[str, str | bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        assert part.name
        fields[part.name] = Uploaded(await part.read(), part.filename) if part.filename else await part.text()
    return decoded(method, fields)


def _error(status: int, description: str, **parameters: int) -> web.Response:
    answer = {"ok": False, "error_code": status, "description": description}
    return web.json_response(answer | ({"parameters": parameters} if parameters else {}), status=status)
