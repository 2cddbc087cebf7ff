"""From a request to its answer: who speaks, which command or button is meant, in which transaction it runs."""

import inspect
import logging
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from core.chat.calling import read_call, read_filled
from core.chat.command import Action, Command, Context, Kind, Subject, Work
from core.chat.doors import Doors
from core.chat.entering import CatchUp, Entrance, new_account
from core.chat.errors import NotFound, Refusal
from core.chat.failures import apology
from core.chat.forms import asks_one_thing, form
from core.chat.offers import offer_commands, offer_meanings
from core.chat.parsing.commands import split_command
from core.chat.questions import (
    DO,
    PICK,
    TYPE,
    ask,
    calls_off,
    chosen,
    find_question,
    is_fresh,
    keep_line,
    listens,
    settle,
    settled_already,
)
from core.chat.reaching import TRY_AGAIN
from core.chat.reading import Open, read_line, unread, whom
from core.chat.reply import Answer, Elsewhere, Notice, Reply, say
from core.chat.request import Call, CardShared, Filled, Message, PlaceKind, Press, Request, Upload
from core.chat.values import contact_of, introduce, load
from core.chat.words import Reader, _
from core.facts.account import Account, Defaults, Question
from core.store import AlreadyDone, InTheWay, ReadOnly, Store, Transaction, Unavailable

log = logging.getLogger(__name__)

CONTINUED = "go_"  # "/start go_…" goes on in private with what was said in a group


class Dispatch:
    """Answers requests. It knows which commands and buttons there are, and nothing of what they do."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        subjects: Sequence[Subject],
        defaults: Defaults,
        scheduled: Callable[[Account, datetime], Account],
        catch_up: CatchUp,
        resettled: Callable[[Transaction, Account, datetime], Awaitable[None]],
        doors: Doors,
    ) -> None:
        """`scheduled` derives an account's next digest; `catch_up` sees to it that somebody who could not be
        reached hears what they have missed; `resettled` keeps their events in time once we know where they are."""
        self._store = store
        self._scheduled = scheduled
        self._resettled = resettled
        self.commands = tuple(command for subject in subjects for command in subject.commands)
        self._by_name = {command.name: command for command in self.commands}
        self._actions = {action.name: action for subject in subjects for action in subject.actions}
        self._payloads = {begin: run for subject in subjects for begin, run in subject.payloads.items()}
        undoers = {kind: undoer for subject in subjects for kind, undoer in subject.undoes.items()}
        new = partial(new_account, defaults=defaults, scheduled=scheduled)
        self._entrance = Entrance(store, clock, self.commands, undoers, new, catch_up, doors)
        self._takes_upload = next(s.takes_upload for s in subjects if s.takes_upload)
        self._takes_card = next(s.takes_card for s in subjects if s.takes_card)

    async def answer(self, request: Request) -> AsyncGenerator[tuple[Answer, Reader], None]:
        """What to say, and for whom to render it. Never raises: a mistake of ours is logged and has a code."""
        reader = Reader(request.actor.locale)
        try:
            async with aclosing(self._answer(request)) as answers:
                async for each, reader in answers:
                    yield each, reader
        except AlreadyDone:
            return
        except Refusal as refusal:
            pressed = isinstance(request.body, Press)
            yield Notice(refusal.text) if pressed else Reply(text=refusal.text, rows=refusal.rows), reader
        except Unavailable as error:
            log.warning("The database was not available for an answer.", extra={"reason": str(error)})
            text = say(_("I can't write in my notebook right now. Nothing was changed; please try again soon."))
            yield Reply(text=text), reader
        except Exception as error:
            yield apology(error), reader

    async def _answer(self, request: Request) -> AsyncGenerator[tuple[Answer, Reader], None]:
        body = request.body
        if isinstance(body, Upload):
            session, remark = await self._entrance.session(request)
            async for reply in self._takes_upload(session, request.actor, body):
                yield reply, session.reader
            if remark:
                yield remark, session.reader
            return
        pressed, argument = self._pressed(body)
        if isinstance(pressed, Work):
            session, remark = await self._entrance.session(request)
            async for reply in pressed.run(session, request.actor, argument):
                yield reply, session.reader
            if remark:
                yield remark, session.reader
            return
        if self._reads(body):
            try:
                for each in await self._once(self._store.read, request):
                    yield each
                return
            except ReadOnly:
                pass  # it has to write after all (an account, a question): start over
        try:
            said = await self._written(request)
        except Refusal as refusal:
            if not isinstance(body, Filled) or isinstance(refusal, NotFound):
                raise
            said = await self._written(request, refusal)
        for each in said:
            yield each

    async def _written(self, request: Request, refused: Refusal | None = None) -> list[tuple[Answer, Reader]]:
        try:
            return await self._once(self._store.write, request, refused)
        except InTheWay:  # of two who wait for each other one is given up: start over, once
            return await self._once(self._store.write, request, refused)

    async def _once(
        self, begin: Callable[[], Any], request: Request, refused: Refusal | None = None
    ) -> list[tuple[Answer, Reader]]:
        """`refused` is what was said to this very form, of which nothing is left but its words."""
        async with begin() as tx:
            ctx, question, remark = await self._entrance.enter(tx, request)
            if begin == self._store.write:
                await tx.accounts.take_request(ctx.owner, request.key, ctx.now)
            if refused is not None and isinstance(request.body, Filled):
                answer: Answer = await self._ask_again(ctx, request.body, refused)
            else:
                answer = await self._respond(ctx, question, request)
        said = answer.rows if isinstance(answer, Reply) else ()
        if remark is not None and TRY_AGAIN not in said:
            return [(answer, ctx.reader), (remark, ctx.reader)]
        return [(answer, ctx.reader)]

    def _reads(self, body: object) -> bool:
        """Whether a reading transaction will probably do."""
        match body:
            case Message(text=text) if text.startswith("/"):
                command = self._by_name.get(split_command(text)[0])
                return command is not None and command.reads
            case Call(command=name):
                return name in self._by_name and self._by_name[name].reads
            case Press(action=action) if action.startswith(f"v1:{TYPE}:"):
                return True
            case _:
                pressed, _argument = self._pressed(body)
                return isinstance(pressed, Action) and pressed.reads

    def _pressed(self, body: object) -> tuple[Action | Work | None, str]:
        if not isinstance(body, Press):
            return None, ""
        version, _colon, rest = body.action.partition(":")
        name, _colon, argument = rest.partition(":")
        return (self._actions.get(name) if version == "v1" else None), argument

    async def _respond(self, ctx: Context, question: Question | None, request: Request) -> Answer:
        match request.body:
            case Message(text=text) if text.lstrip().startswith("/"):
                return await self._take_line(ctx, question, text.strip())
            case Message(text=text):
                if question is not None and listens(ctx, question) and not self._is_meant(text, question, ctx.now):
                    return await self._take_answer(ctx, question, text)
                return await self._take_bare(ctx, text)
            case Press() as press:
                return await self._take_press(ctx, press)
            case Call() as call:
                return await self._take_call(ctx, question, call)
            case Filled() as filled:
                return await self._take_filled(ctx, filled)
            case CardShared() as card:
                return await self._takes_card(ctx, card)
            case _:
                raise AssertionError("uploads are taken outside a transaction")

    async def _take_line(self, ctx: Context, question: Question | None, line: str) -> Answer:
        name, rest = split_command(line)
        if len(rest) > 1 and name + rest.casefold() in self._by_name:  # "/forget me"
            name, rest = name + rest.casefold(), ""
        command = self._by_name.get(name)
        if ctx.place is PlaceKind.GROUP and (command is None or not command.in_groups):
            kept = await keep_line(ctx, line)
            return Elsewhere(say(_("That is between you and me: let's go on in private.")), CONTINUED + kept)
        if question is not None and question.listening:
            await ctx.tx.accounts.stop_listening(ctx.owner)
        if name == "start" and rest.startswith(CONTINUED):
            _kept, choice = await chosen(ctx, rest.removeprefix(CONTINUED), "0")
            return await self._take_line(ctx, None, choice.line)
        if name == "start" and ctx.place is PlaceKind.PRIVATE:
            for begin, run in self._payloads.items():
                if rest.startswith(begin):
                    return await run(ctx, rest.removeprefix(begin))
        if command is None:
            return await offer_commands(ctx, name, rest)
        return await self._run(ctx, command, await read_line(ctx, command, rest))

    async def _take_call(self, ctx: Context, question: Question | None, call: Call) -> Answer:
        command = self._by_name.get(call.command)
        if command is None or (ctx.place is PlaceKind.GROUP and not command.in_groups):
            line = " ".join([f"/{call.command}", *call.typed.values()])
            return await self._take_line(ctx, question, line)
        if call.account == ctx.actor.external_id:
            raise Refusal(say(_("That's you! I look after the others whom you know.")))
        if question is not None and question.listening:
            await ctx.tx.accounts.stop_listening(ctx.owner)
        return await self._run(ctx, command, await read_call(ctx, command, call))

    async def _take_filled(self, ctx: Context, filled: Filled) -> Answer:
        question = await find_question(ctx, filled.question)
        command = self._asking(question)
        await settle(ctx, question)
        typed, asking = filled.typed, question.asking
        if typed.get(asking, "").strip() and asks_one_thing(command, question):
            known = await load(ctx, command.params, question.values)
            read = await read_line(ctx, command, typed[asking], known, asking)
            if isinstance(read, Open) and read.asking.name == asking:
                read = replace(read, typed={asking: typed[asking], **read.typed})
        else:
            read = await read_filled(ctx, command, question.values, typed, asking)
        answer = await self._run(ctx, command, read)
        return replace(answer, replaces=True) if isinstance(answer, Reply) else answer

    async def _ask_again(self, ctx: Context, filled: Filled, refusal: Refusal) -> Reply:
        """The same question with what was typed, to be mended: what was refused must not be typed once more."""
        question = await find_question(ctx, filled.question)
        command = self._asking(question)
        await settle(ctx, question)
        param = next(param for param in command.params if param.name == question.asking)
        known = await load(ctx, command.params, question.values)
        names = {param.name for param in command.params}
        typed = {name: text for name, text in filled.typed.items() if name in names}
        values = {name: text for name, text in question.values.items() if name in names}
        opened = Open(asking=param, text=refusal.text, values=values, about=whom(known), typed=typed)
        answer = await ask(ctx, command, opened, says_more=True)
        return replace(answer, rows=(*refusal.rows, *answer.rows), replaces=True)

    async def _show_form(self, ctx: Context, question_id: str) -> Reply:
        question = await find_question(ctx, question_id)
        command = self._asking(question)
        known = await load(ctx, command.params, question.values)
        param = next(param for param in command.params if param.name == question.asking)
        text = say(param.ask or param.summary, name=whom(known))
        return Reply(text=text, form=form(command, question, about=whom(known)))

    def _asking(self, question: Question) -> Command:
        """The command that has asked. Raises Refusal for a question that only offers something."""
        command = self._by_name.get(question.command)
        if command is None or all(param.name != question.asking for param in command.params):
            raise settled_already()
        return command

    async def _take_bare(self, ctx: Context, text: str) -> Answer:
        """A text without a slash: the command that it names in so many words, else an offer of what it may be; and
        somebody new is welcomed first."""
        if spoken := self._spoken(text):
            command, rest = spoken
            return await self._run(ctx, command, await read_line(ctx, command, rest))
        if ctx.new:
            return await self._run(ctx, self._by_name["start"], {})
        return await offer_meanings(ctx, text)

    def _spoken(self, text: str) -> tuple[Command, str] | None:
        """The command that a text without a slash names in so many words, and the rest of the text."""
        for command in self.commands:
            if command.spoken and (said := re.match(command.spoken, text.strip(), re.IGNORECASE)):
                return command, text.strip()[said.end() :]
        return None

    def _is_meant(self, text: str, question: Question, now: datetime) -> bool:
        """Whether a text means a command rather than to answer what was asked hours ago."""
        return not is_fresh(question, now) and self._spoken(text) is not None

    async def _take_answer(self, ctx: Context, question: Question, text: str) -> Answer:
        if calls_off(text) and not self._by_name[question.command].takes_no:
            await ctx.tx.accounts.answered(ctx.owner, question.id)
            return Reply(text=say(_("All right, nothing noted.")))
        if not await ctx.tx.accounts.answered(ctx.owner, question.id):
            return await self._take_bare(ctx, text)  # another message of theirs was the answer
        command = self._by_name[question.command]
        known = await load(ctx, command.params, question.values)
        read = await read_line(ctx, command, text, known, question.asking)
        return await self._run(ctx, command, read)

    async def _take_press(self, ctx: Context, press: Press) -> Answer:
        action, argument = self._pressed(press)
        arguments = argument.split(".") if argument else []
        if press.action.startswith(f"v1:{PICK}:") and len(arguments) == 2:
            return await self._take_choice(ctx, *arguments)
        if press.action.startswith(f"v1:{TYPE}:") and len(arguments) == 1:
            return await self._show_form(ctx, *arguments)
        if press.action.startswith(f"v1:{DO}:") and len(arguments) == 2 and arguments[0] in self._by_name:
            return await self._take_command_about(ctx, *arguments)
        if not isinstance(action, Action) or not _fits(action, ctx, arguments):
            return Notice(say(_("That button is no longer good. Say it as a command: /help shows how.")))
        return await action.run(ctx, *arguments)

    async def _take_command_about(self, ctx: Context, name: str, contact_id: str) -> Answer:
        command = self._by_name[name]
        about = next((p for p in command.params if p.kind in (Kind.CONTACT, Kind.CONTACTS)), None)
        if about is None:
            return Notice(say(_("That button is no longer good. Say it as a command: /help shows how.")))
        contact = await contact_of(ctx, contact_id)  # not load(): a forged button must not add anybody
        known = {about.name: (contact,) if about.kind is Kind.CONTACTS else contact}
        return await self._run(ctx, command, await read_line(ctx, command, "", known))

    async def _take_choice(self, ctx: Context, question_id: str, index: str) -> Answer:
        question, choice = await chosen(ctx, question_id, index)
        if choice.line:
            answer = await self._take_line(ctx, None, choice.line)
        elif choice.values:
            command = self._by_name[question.command]
            known = await load(ctx, command.params, {**question.values, **choice.values})
            answer = await self._run(ctx, command, await read_line(ctx, command, "", known))
        else:
            answer = Reply(text=say(_("All right, nothing noted.")))
        return replace(answer, replaces=True) if isinstance(answer, Reply) else answer

    async def _run(self, ctx: Context, command: Command, read: dict[str, Any] | Open) -> Answer:
        if isinstance(read, Open):
            return await ask(ctx, command, read)
        if unclear := await unread(ctx, command, read):
            return await ask(ctx, command, unclear)
        ctx = await self._placed(ctx, command, read)
        ctx, read = await introduce(ctx, read)
        values = {param.name: read.get(param.name) for param in command.params}
        return await command.run(ctx, **values)

    async def _placed(self, ctx: Context, command: Command, values: dict[str, Any]) -> Context:
        """Keep where somebody is, when they have been asked for it on the way; no undo asks them again."""
        zone = next((values.get(param.name) for param in command.params if param.kind is Kind.ZONE), None)
        if zone is None or ctx.account.timezone is not None:
            return ctx
        account = self._scheduled(replace(ctx.account, timezone=zone), ctx.now)
        await ctx.tx.accounts.change(account)
        await self._resettled(ctx.tx, account, ctx.now)
        return replace(ctx, account=account)


def _fits(action: Action, ctx: Context, arguments: list[str]) -> bool:
    try:
        inspect.signature(action.run).bind(ctx, *arguments)
    except TypeError:
        return False
    return True
