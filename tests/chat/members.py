"""Somebody on a platform with options, forms and menus, who talks to the core as its adapter would."""

from core.app import App
from core.chat.command import Suggestion
from core.chat.reply import Answer, Button, Elsewhere, Menu, Reply
from core.chat.request import Actor, Call, Filled, Message, PlaceKind, Press, Request
from core.chat.words import Reader, plain
from core.facts.ids import new_id


class Member:
    """`heard` is everything the core has said, as it would be read."""

    def __init__(self, app: App, name: str, timezone: str | None = "America/Toronto") -> None:
        self.app = app
        self.actor = Actor(
            platform="discord", external_id=name.lower(), address=name.lower(), name=name, timezone=timezone
        )
        self.reaches = True
        self.forms = False
        self.heard: list[str] = []
        self.all: list[Answer] = []

    async def calls(self, command: str, known: dict[str, str] | None = None, **typed: str) -> Reply:
        """Use a slash command; what was chosen from the suggestions ("=…") is known."""
        chosen = {name: value[1:] for name, value in typed.items() if value.startswith("=")}
        words = {name: value for name, value in typed.items() if name not in chosen}
        return await self.does(Call(command=command, typed=words, known={**chosen, **(known or {})}))

    async def fills(self, reply: Reply, **typed: str) -> Reply:
        """Fill in the form of a reply."""
        assert reply.form is not None, plain(reply.text)
        return await self.does(Filled(question=reply.form.question, typed=typed))

    async def says(self, text: str) -> Reply:
        return await self.does(Message(text=text))

    async def presses(self, label: str, under: Reply) -> Reply:
        button = next(button for button in buttons(under) if plain(button.label).startswith(label))
        return await self.does(Press(action=button.action))

    async def does_press(self, action: str) -> Reply:
        return await self.does(Press(action=action))

    async def chooses(self, command: str, param: str, typed: str = "", **given: str) -> list[Suggestion]:
        """What is suggested while a value is typed."""
        found = await self.app.choices(self.actor, command, param, typed, given)
        assert len(found) <= 25
        assert all(0 < len(each.value) <= 100 and 0 < len(each.label) <= 100 for each in found)
        return found

    async def does(
        self, body: Message | Press | Call | Filled, key: str = "", place: PlaceKind = PlaceKind.PRIVATE
    ) -> Reply:
        """Whatever it is; the first answer. None of them may be our own mistake."""
        request = Request(
            key=key or new_id(), actor=self.actor, body=body, place=place, reaches=self.reaches, forms=self.forms
        )
        said = [(answer, reader) async for answer, reader in self.app.answer(request)]
        self.all = [answer for answer, _reader in said]
        self.heard = [_read(answer, reader) for answer, reader in said]
        assert not any("Code" in text for text in self.heard), self.heard
        first = self.all[0]
        return first if isinstance(first, Reply) else Reply(text=first.text)


def buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.unfolded for button in row if isinstance(button, Button)]


def labels(reply: Reply) -> list[str]:
    return [plain(button.label) for button in buttons(reply)]


def menus(reply: Reply) -> list[Menu]:
    return [row for row in reply.rows if isinstance(row, Menu)]


def _read(answer: Answer, reader: Reader) -> str:
    return plain(answer.text, reader) + (f" ({answer.payload})" if isinstance(answer, Elsewhere) else "")
