"""Somebody who sends files and presses buttons, through the App itself; and the files that they send."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from core.app import App
from core.chat.reply import Answer, Button, Notice, Reply
from core.chat.request import Actor, Message, Press, Request, Upload
from core.chat.words import Reader, plain
from core.facts.ids import AccountId, ContactId, ImportId, new_id
from core.facts.imports import Import
from core.facts.keys import fold
from core.facts.people import Contact, Entry
from core.store import Store
from tests.conftest import Clock

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
PROFILE = "First Name,Last Name,Maiden Name,Headline\nAda,Love,,Analyst\n"
TALKS = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,"
    "FOLDER\n"
)
ZONE = "America/Toronto"
ADA = "https://www.linkedin.com/in/ada"


def link(number: int) -> str:
    return f"https://www.linkedin.com/in/p-{number}"


def connections(numbers: Sequence[int], *, url: bool = True, company: str = "Acme") -> str:
    """LinkedIn's Connections.csv with these people: "P1 Quill"…"""
    return HEADER + "".join(
        f"P{i},Quill{i},{link(i) if url else ''},,{company},Lead,{i % 28 + 1:02} Nov 2018\n" for i in numbers
    )


def messages(*talks: tuple[int, str, bool]) -> str:
    """LinkedIn's messages.csv: with whom, on which day, and whether they wrote (else Ada did)."""
    rows = []
    for number, day, theirs in talks:
        them, me = (f"P{number} Quill{number}", link(number)), ("Ada Love", ADA)
        (sender, its), (other, others) = (them, me) if theirs else (me, them)
        rows.append(f"c{number},,{sender},{its},{other},{others},{day} 10:00:00 UTC,,hello,INBOX\n")
    return TALKS + "".join(rows)


def talked(*talks: tuple[int, str, bool]) -> bytes:
    """The same in a ZIP, as LinkedIn gives it: with her profile, which says who of the two she is."""
    return archive({"messages.csv": messages(*talks), "Profile.csv": PROFILE})


def archive(files: Mapping[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as writing:
        for name, content in files.items():
            writing.writestr(name, content)
    return out.getvalue()


def card(name: str, *lines: str) -> str:
    """A contact card."""
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *lines, "END:VCARD", ""])


@dataclass
class Person:
    """Somebody in a chat. `last` is the reply whose buttons are pressed."""

    app: App
    store: Store
    clock: Clock
    folder: Path
    name: str = "Ada"
    last: Reply = field(default_factory=lambda: Reply(text=""))
    said: list[Answer] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        name = self.name.casefold()
        return Actor(platform="terminal", external_id=name, address=name, name=self.name, timezone=ZONE)

    async def asks(self, body: Message | Press | Upload) -> AsyncIterator[Answer]:
        request = Request(key=new_id(), actor=self.actor, body=body)
        async with aclosing(self.app.answer(request)) as answers:
            async for answer, _reader in answers:
                self.said.append(answer)
                if isinstance(answer, Reply):
                    self.last = answer
                yield answer

    async def says(self, text: str) -> str:
        return await self._hears(Message(text=text))

    async def sends(self, content: str | bytes | Path, name: str = "") -> str:
        """Sends a file; what is said to it in the end."""
        return await self._hears(self.upload(content, name))

    def upload(self, content: str | bytes | Path, name: str = "") -> Upload:
        path = content if isinstance(content, Path) else self.folder / new_id()
        if isinstance(content, str):
            path.write_text(content, newline="")
        elif isinstance(content, bytes):
            path.write_bytes(content)
        name = name or (content.name if isinstance(content, Path) else _named(content))
        return Upload(name=name, size=0 if path.is_fifo() else path.stat().st_size, path=path)

    async def presses(self, label: str, under: Reply | None = None) -> str:
        """Presses a button, or what begins like it; what is said in the end."""
        return await self._hears(self.press(label, under))

    def press(self, label: str, under: Reply | None = None) -> Press:
        shown = [each for row in (under or self.last).unfolded for each in row if isinstance(each, Button)]
        fitting = [each for each in shown if self.reads(each.label).startswith(label)]
        assert fitting, f"no button {label!r} among {self.labels}"
        return Press(action=fitting[0].action)

    @property
    def labels(self) -> list[str]:
        return [self.reads(each.label) for row in self.last.unfolded for each in row]

    def reads(self, text: object) -> str:
        return plain(text, Reader("en", ZONE, self.clock.now.date()))

    async def _hears(self, body: Message | Press | Upload) -> str:
        text = ""
        async for answer in self.asks(body):
            assert isinstance(answer, Reply | Notice)
            text = self.reads(answer.text)
        return text

    async def id(self) -> AccountId:
        async with self.store.read() as tx:
            known = await tx.accounts.of(self.actor.platform, self.actor.external_id)
        assert known is not None
        return known[1].id

    async def contacts(self) -> dict[str, Contact]:
        owner = await self.id()
        async with self.store.read() as tx:
            ids = {contact_id for contact_id, _name in await tx.people.names(owner)}
            return {each.name: each for each in await tx.people.get(owner, sorted(ids))}

    async def count(self) -> int:
        owner = await self.id()
        async with self.store.read() as tx:
            return await tx.people.count(owner)

    async def entries(self, name: str) -> list[tuple[str, date, str]]:
        """What was noted of somebody: what sort, when, and in which words."""
        owner = await self.id()
        contact = (await self.contacts())[name]
        async with self.store.read() as tx:
            found: Sequence[Entry] = await tx.people.entries(owner, contact.id, 50)
        return [(type(each).__name__, each.happened_on, each.what) for each in found]

    async def has(self, **fields: object) -> Contact:
        """Gives them a contact of their own making."""
        today = self.clock.now.date()
        values = {"name": "Jane", "cadence_since": today, "quiet_since": today, **fields}
        contact = Contact(id=ContactId(new_id()), owner=await self.id(), created_at=self.clock(), **values)
        async with self.store.write() as tx:
            await tx.people.add([contact])
        return contact

    async def changes(self, contact: Contact) -> None:
        async with self.store.write() as tx:
            await tx.people.change([contact])

    async def staged(self, under: Reply | None = None) -> Import:
        """The import that the buttons are about."""
        owner = await self.id()
        action = next(
            each.action for row in (under or self.last).unfolded for each in row if isinstance(each, Button)
        )
        async with self.store.read() as tx:
            found = await tx.imports.get(owner, ImportId(action.split(":")[2].split(".")[0]))
        assert found is not None
        return found


def _named(content: str | bytes) -> str:
    if isinstance(content, bytes):
        return "archive.zip"
    text = content
    if text.startswith("BEGIN:VCARD"):
        return "contacts.vcf"
    return "messages.csv" if fold(text).startswith("conversation id") else "Connections.csv"
