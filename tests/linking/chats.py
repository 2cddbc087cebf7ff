"""People who speak to the core from several chat accounts, and what reaches each of these by itself."""

from datetime import timedelta

from core.app import App
from core.chat.reply import Button, Reply
from core.chat.request import Actor, Message, Press, Request
from core.chat.words import Reader, plain
from core.delivery.sending import Unreachable
from core.facts.account import Identity
from core.facts.ids import new_id
from core.store import Store
from tests.conftest import Clock


class World:
    """The core on a store, with a recording sender for each platform."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.app = App(store, clock)
        self.senders = {"telegram": Recording(), "discord": Recording()}
        self.chats: list[Chat] = []

    def chat(self, name: str, platform: str, timezone: str | None = "Europe/Paris") -> "Chat":
        made = Chat(self, name, platform, timezone)
        self.chats.append(made)
        return made

    async def deliver(self) -> None:
        """Whatever is due now."""
        while await self.app.plan() or await self.app.deliver(self.senders):
            pass

    async def skip(self, **span: float) -> None:
        """Let time go by; whatever is due on the way is sent."""
        end = self.clock.now + timedelta(**span)
        while (due := await self.app.next_due()) is not None and due <= end:
            self.clock.now = max(self.clock.now, due)
            await self.deliver()
        self.clock.now = end


class Recording:
    """A platform's sender that keeps what it sends. `blocked` are addresses that take nothing."""

    takes_nonce = True

    def __init__(self) -> None:
        self.sent: list[tuple[str, Reply, str]] = []
        self.blocked: set[str] = set()

    async def turn(self, identity: Identity) -> None:
        return

    async def send(self, identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        if identity.address in self.blocked:
            raise Unreachable
        self.sent.append((identity.address, reply, plain(reply.text, reader)))
        return str(len(self.sent))


class Chat:
    """One chat account. `heard` is every answer so far, and what came by itself is in `got`."""

    def __init__(self, world: World, name: str, platform: str, timezone: str | None) -> None:
        self.world = world
        self.address = f"{name.lower()}-{platform}"
        self.actor = Actor(
            platform=platform, external_id=self.address, address=self.address, name=name, timezone=timezone
        )
        self.replies: list[Reply] = []
        self.heard: list[str] = []

    async def says(self, text: str) -> str:
        return await self._does(Message(text=text))

    async def presses(self, label: str) -> str:
        """The latest button that begins with this, whether it stands under an answer or under what was sent."""
        sent = [reply for address, reply, _text in self._sender.sent if address == self.address]
        for reply in (*reversed(self.replies), *reversed(sent)):
            for button in (each for row in reply.unfolded for each in row if isinstance(each, Button)):
                if plain(button.label).startswith(label):
                    return await self._does(Press(action=button.action))
        raise AssertionError(f"no button {label!r}")

    async def press(self, action: str) -> str:
        return await self._does(Press(action=action))

    @property
    def got(self) -> list[str]:
        return [text for address, _reply, text in self._sender.sent if address == self.address]

    @property
    def files(self) -> list[tuple[str, bytes]]:
        return [(reply.file.name, reply.file.content) for reply in self.replies if reply.file]

    @property
    def _sender(self) -> Recording:
        return self.world.senders[self.actor.platform]

    async def _does(self, body: Message | Press) -> str:
        """The last answer. None of them may be our own mistake."""
        request = Request(key=new_id(), actor=self.actor, body=body)
        texts: list[str] = []
        async for answer, reader in self.world.app.answer(request):
            texts.append(plain(answer.text, reader))
            self.replies.append(answer if isinstance(answer, Reply) else Reply(text=answer.text))
        assert not any("Code:" in text or "mistake" in text for text in texts), texts
        self.heard += texts
        return texts[-1] if texts else ""


async def link(here: Chat, there: Chat) -> str:
    """The whole way, with a yes; what is said at its end."""
    code = await code_of(here)
    await there.says(f"/link {code}")
    await here.world.deliver()
    return await here.presses("Link us")


async def code_of(chat: Chat) -> str:
    """A new code."""
    said = await chat.says("/link")
    return next(line for line in said.splitlines() if line.startswith("/link ")).removeprefix("/link ")


async def knows(chat: Chat, *lines: str) -> None:
    """Say all these lines."""
    for line in lines:
        await chat.says(line)
