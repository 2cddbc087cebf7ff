"""The terminal's adapter: what each line means, who says it, and what is shown in answer."""

import asyncio
import logging
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bots.terminal import steering
from bots.terminal.clock import SandboxClock
from bots.terminal.files import read_path, readable_size, write_beside
from bots.terminal.rooms import Room, external_id
from bots.terminal.sandbox import TERMINAL, Sandbox
from bots.terminal.screen import Block, Screen, ShownButton, block
from core.app import App
from core.calendars.fetching import Fetcher
from core.chat.errors import Refusal
from core.chat.questions import LISTENING
from core.chat.reply import Answer, Elsewhere, File, Notice, Reply, Span, say
from core.chat.request import Actor, Message, Press, Request, Upload
from core.chat.words import Reader, _
from core.delivery.sending import Appointment
from core.facts.account import Identity
from core.facts.ids import new_id
from core.facts.posts import Post
from core.store import Store, Unavailable

ME = "me"  # the external id of the person in front of the terminal

log = logging.getLogger(__name__)


class TerminalChat:
    """A conversation with Reachwell, one line at a time. Also a Sender: what is delivered is shown."""

    takes_nonce = False

    def __init__(
        self,
        app: App,
        store: Store,
        clock: SandboxClock,
        screen: Screen,
        *,
        locale: str = "en",
        timezone: str | None = None,
        folder: Path = Path(),
        fetcher: Fetcher | None = None,
    ) -> None:
        """`clock` must be the one that `app` has. `timezone` is this machine's; files go into `folder`. Without a
        `fetcher` no calendars are read."""
        self.app = app
        self.sandbox = Sandbox(app, store, clock, self, fetcher)
        self.person = ME
        self.room: Room | None = None  # the group in which they speak; None: alone with Reachwell
        self.rooms: dict[str, Room] = {}  # by external id
        self.stopping = asyncio.Event()  # set: no more lines, and a long :skip ends where it is
        self._store = store
        self._screen = screen
        self._locale = locale
        self._timezone = timezone
        self._folder = folder
        self._names: dict[str, str] = {}
        self._last: dict[str, Block] = {}  # by person or group: the message whose buttons their numbers press
        self._latest: dict[str, Block] = {}  # by person or group: the last message of all
        self._shown: list[Block] = []

    @property
    def actor(self) -> Actor:
        """Who speaks now."""
        return Actor(
            platform=TERMINAL,
            external_id=self.person,
            address=self.person,
            name=self._names.get(self.person, ""),
            locale=self._locale,
            timezone=self._timezone,
        )

    @property
    def prompt(self) -> str:
        who = "" if self.person == ME else self._names[self.person]
        where = f"# {self.room.name}" if self.room else ""
        return f"{' '.join(filter(None, (who, where)))}> "

    async def greet(self, *, warmly: bool) -> None:
        """/start for somebody who has never spoken; else, and only when `warmly`, a line of welcome."""
        async with self._store.read() as tx:
            known = await tx.accounts.of(TERMINAL, self.person)
        if known is None:
            await self._ask(Message(text="/start"))
        elif warmly:
            self.tell(say(_("Welcome back! It is {now}."), now=await self._now()))
        if warmly:
            self.tell(say(_("(Lines that begin with a colon steer this sandbox: try :help.)")))

    async def say(self, line: str) -> list[Block]:
        """Say a line: everything that was shown in answer. What is due afterwards waits for `settle`."""
        self._shown.clear()
        line = line.strip()
        try:
            if line.startswith(":"):
                await self._steer(steering.read_order(line))
            elif line:
                await self.sandbox.use()
                await self._speak(line)
        except Refusal as refusal:
            self.tell(refusal.text)
        except Unavailable:
            log.warning("The database was not available for the terminal.")
            self.tell(say(_("I can't write in my notebook right now. Nothing was changed; please try again soon.")))
        return list(self._shown)

    async def press(self, label: str) -> list[Block]:
        """Press the button with this label (or its beginning) under the last message that had buttons."""
        last = self._here(self._last)
        buttons = last.buttons if last else ()
        fitting = [button for button in buttons if button.label == label] or [
            button for button in buttons if button.label.startswith(label)
        ]
        if not fitting:
            raise LookupError(f"no button {label!r} among {[button.label for button in buttons]}")
        return await self.say(str(fitting[0].number))

    async def press_under(self, message_id: str, label: str) -> list[Block]:
        """The same under a post of the group that they are in."""
        assert self.room is not None
        self._put(self._last, self.room.external_id, self.room.posts[message_id])
        return await self.press(label)

    async def settle(self) -> list[Block]:
        """Fetch, plan, deliver and refresh what is due now: everything that was shown."""
        self._shown.clear()
        try:
            await self.sandbox.settle()
        except Unavailable:
            log.warning("The database was not available for the deliveries.")
        return list(self._shown)

    async def turn(self, identity: Identity) -> None:
        """A terminal has no limits (a Sender's method)."""

    async def send(self, identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        """Show what is delivered, with its date and time where the recipient is (a Sender's method)."""
        moment = self._wall_time(self.sandbox.clock(), reader.timezone)
        to = identity.external_id
        if identity.group:
            return self._post(self._room(to, identity.name), reply, reader, f"-- {moment} # {identity.name} --")
        heading = f"-- {moment} --" if to == self.person else f"-- {moment} → {identity.name or to} --"
        self._show_reply(reply, reader, to, heading)
        return new_id()

    async def edit(self, post: Post, reply: Reply, reader: Reader) -> None:
        """Show what a post says from now on (a Sender's method). Posts of an earlier day in the terminal are known
        by their ids only."""
        room = self._room(post.address)
        before = room.posts.get(post.message_id)
        if before is None or _changed(before, reply, reader):
            heading = block(say(_("# {group} (changed)"), group=room.name), reader).text
            self._post(room, reply, reader, heading, post.message_id)

    async def appoint(self, identity: Identity, appointment: Appointment, existing: str) -> str:
        """A terminal has no events of its own (a Sender's method)."""
        return ""

    def tell(self, text: Span) -> None:
        """Show something that the sandbox itself says."""
        self._show(block(text, Reader(self._locale, self._timezone)))

    async def _speak(self, line: str) -> None:
        path = read_path(line)
        if path is not None:
            await self._upload(path)
            return
        number = int(line) if re.fullmatch(r"\d{1,3}", line, re.ASCII) else None
        button = await self._button(number) if number is not None else None
        await self._ask(Press(action=button.action) if button else Message(text=line))

    async def _ask(self, body: Message | Press | Upload) -> None:
        under = self._here(self._last)
        group = self.room.seen_by(self.person) if self.room else None
        request = Request(key=f"{TERMINAL}:{new_id()}", actor=self.actor, body=body, group=group)
        async for answer, reader in self.app.answer(request):
            self._show_answer(answer, reader, under)

    async def _button(self, number: int) -> ShownButton | None:
        """The button that a number presses; None when it is the answer to a question instead.

        Raises Refusal when it is neither.
        """
        last = self._here(self._last)
        buttons = last.buttons if last else ()
        asked = await self._is_asked()
        # A question that came without buttons, below others that had some, wants the number itself.
        if asked and last is not self._here(self._latest):
            return None
        for button in buttons:
            if button.number == number:
                return button
        if asked:
            return None
        if not buttons:
            raise Refusal(say(_("There is no button {number} here: nothing has buttons just now."), number=number))
        raise Refusal(
            say(_("There is no button {number} here; they go from 1 to {last}."), number=number, last=len(buttons))
        )

    async def _is_asked(self) -> bool:
        async with self._store.read() as tx:
            known = await tx.accounts.of(TERMINAL, self.person)
        question = known[2] if known else None
        return question is not None and question.listening and question.asked_at + LISTENING > self.sandbox.clock()

    async def _upload(self, path: Path) -> None:
        try:
            size = readable_size(path)
        except OSError as error:
            text = (
                _("I can't find a file {path}. Drag it into this window, or type its whole path.")
                if isinstance(error, FileNotFoundError)
                else _("I can't read {path}: it is not a file, or not yours to read.")
            )
            raise Refusal(say(text, path=str(path))) from error
        await self._ask(Upload(name=path.name, size=size, path=path))

    def _show_answer(self, answer: Answer, reader: Reader, under: Block | None) -> None:
        """`under` is the message of which a button was pressed."""
        match answer:
            case Reply(private=False) if self.room is not None:
                stands = next((each for each, shown in self.room.posts.items() if shown is under), "")
                self._post(self.room, answer, reader, f"# {self.room.name}", stands if answer.replaces else "")
            case Reply():
                self._show_reply(answer, reader, self.person, _updated(reader) if answer.replaces else "")
            case Notice(text=text):
                self._show(block(("(", text, ")"), reader))
            case Elsewhere(text=text):
                self._show(block(text, reader))

    def _post(self, room: Room, reply: Reply, reader: Reader, heading: str, message_id: str = "") -> str:
        """Something for all in a group to see, perhaps in the place of what stood there; the message's id."""
        room.post(message_id := message_id or new_id(), self._show_reply(reply, reader, room.external_id, heading))
        return message_id

    def _show_reply(self, reply: Reply, reader: Reader, to: str, heading: str) -> Block:
        shown = block(reply.text, reader, rows=reply.unfolded, heading=heading)
        self._put(self._latest, to, shown)
        # What takes a message's place takes its buttons away, too, when it has none.
        if shown.buttons or reply.replaces:
            self._put(self._last, to, shown)
        self._show(shown)
        for file in filter(None, (reply.picture, reply.file)):
            self._save(file)
        return shown

    def _here(self, shown: dict[str, Block]) -> Block | None:
        """The last one of what stands where they are: for them alone, and in their group."""
        places = (self.person, self.room.external_id if self.room else self.person)
        return next((each for place, each in reversed(shown.items()) if place in places), None)

    def _put(self, shown: dict[str, Block], place: str, latest: Block) -> None:
        """At the end, so that their order is that in which they were shown."""
        shown.pop(place, None)
        shown[place] = latest

    def _room(self, external_id: str, name: str = "") -> Room:
        return self.rooms.setdefault(external_id, Room(name or external_id.removeprefix("#")))

    def _save(self, file: File) -> None:
        try:
            path = write_beside(self._folder, file.name, file.content)
        except OSError:
            self.tell(say(_("I could not write {name} here. Start me in a folder of yours."), name=file.name))
        else:
            self.tell(say(_("(Saved: {path})"), path=str(path.resolve())))

    async def _steer(self, order: steering.Order) -> None:
        match order:
            case steering.Quit():
                self.stopping.set()
            case steering.ShowHelp():
                self.tell(steering.HELP)
            case steering.ShowTime():
                self.tell(say(_("It is {now}."), now=await self._now()))
            case steering.Skip(by=by):
                now = self.sandbox.clock()
                await self._forward(steering.after(now, by, ZoneInfo(await self._zone() or "UTC")))
            case steering.SetTime(local=local):
                await self._go_to(steering.to_instant(local, ZoneInfo(await self._zone() or "UTC")))
            case steering.SpeakAs(name=name):
                await self._speak_as(name)
            case steering.SpeakIn(group=name):
                self._speak_in(name)
            case steering.SpeakInPrivate():
                self.room = None
                self.tell(say(_("We are alone again.")))

    async def _go_to(self, instant: datetime) -> None:
        # On the way to a new database's first day nothing can be due, however far it is.
        if instant < self.sandbox.clock() or await self.sandbox.is_new():
            await self.sandbox.begin_at(instant, ME)
            self.tell(say(_("It is {now}."), now=await self._now()))
        else:
            await self._forward(instant)

    async def _forward(self, target: datetime) -> None:
        most = timedelta(days=steering.MOST_YEARS * 366)
        if target - self.sandbox.clock() > most or target.year > steering.LAST_YEAR:
            raise steering.too_far()
        start = len(self._shown)
        await self.sandbox.forward_to(target, self.stopping)
        if len(self._shown) == start:
            self.tell(say(_("Nothing was due on the way.")))
        self.tell(say(_("It is {now}."), now=await self._now()))

    async def _speak_as(self, name: str) -> None:
        person = name.casefold()
        if person != ME:
            self._names.setdefault(person, name)
        self.person = person
        self.tell(
            say(_("You are yourself again."))
            if person == ME
            else say(_("You are {name} now; :as me is you again."), name=self._names[person])
        )

    def _speak_in(self, name: str) -> None:
        """Whoever comes in first organises a group."""
        self.room = self._room(external_id(name), name)
        if not self.room.organisers:
            self.room.organisers.add(self.person)
        self.tell(
            say(_("You are in {group}, and organise it; :in private is with me alone again."), group=self.room.name)
            if self.person in self.room.organisers
            else say(_("You are in {group}; :in private is with me alone again."), group=self.room.name)
        )

    async def _now(self) -> str:
        """The time of the sandbox where the person is, with its zone."""
        zone = await self._zone()
        return f"{self._wall_time(self.sandbox.clock(), zone)} ({zone or 'UTC'})"

    async def _zone(self) -> str | None:
        """Where the person is: as they set it, else this machine's."""
        async with self._store.read() as tx:
            known = await tx.accounts.of(TERMINAL, self.person)
        return (known[1].timezone if known else None) or self._timezone

    def _wall_time(self, instant: datetime, zone: str | None) -> str:
        """ "Tue 2026-11-24 08:00": as :now takes it."""
        local = instant.astimezone(ZoneInfo(zone or self._timezone or "UTC"))
        return str(format_datetime(local, "EEE y-MM-dd HH:mm", locale=self._locale))

    def _show(self, shown: Block) -> None:
        self._shown.append(shown)
        self._screen.show(shown)


def _changed(before: Block, reply: Reply, reader: Reader) -> bool:
    after = block(reply.text, reader, rows=reply.unfolded)
    return (before.pieces, before.rows) != (after.pieces, after.rows)


def _updated(reader: Reader) -> str:
    return block(say(_("(updated)")), reader).text
