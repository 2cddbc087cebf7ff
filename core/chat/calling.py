"""A command whose values were given one by one, and a form that was filled in: read as a line would be.

Each value is read by the kind of its parameter alone; then the words of its text are read like a line with all
else known, so that "coffee yesterday" still says when. What cannot be read is asked about, and never an error.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.chat.aside import read_aside
from core.chat.command import Command, Context, Kind, MenuEntry, Param
from core.chat.errors import Refusal
from core.chat.finding import TIMES, Open, Reading, find_value, find_zone, no_time, offered, read_choice, time_like
from core.chat.naming import Mention, by_handle, look_up, named_alone, named_whole
from core.chat.parsing.days.cadence import read_cadence
from core.chat.parsing.days.days import read_until
from core.chat.parsing.line import Line, clean
from core.chat.parsing.people.carded import carded_name, listed_name
from core.chat.parsing.people.cards import read_tags
from core.chat.parsing.people.handles import read_handle
from core.chat.parsing.people.names import MAX_NAME
from core.chat.reading import PEOPLE, is_unsettled, read_on, settled_by
from core.chat.reply import Span, lines, say
from core.chat.request import Call
from core.chat.values import UNSETTLED, Unsettled, contact_of, load, load_when, reference
from core.chat.words import _
from core.facts.cadence import Cadence, Unit
from core.facts.recurrence import Recurrence, When

MAX_TEXT = 120  # characters of a message that a menu was opened on
_MAX_VALUE = 300  # characters of a value that is no text
_FAR = Cadence(count=50, unit=Unit.YEAR)
_SHOWN = 80
_ID = re.compile("[0-9a-hjkmnp-tv-z]{12}")


@dataclass(slots=True)
class _Given:
    """What is made of the values, one after the other."""

    reading: Reading
    unsettled: Any = None  # the people of a question about one of them
    named: list[Mention] | None = None  # whom the values name
    unread: dict[str, str] = field(default_factory=dict)  # what could not be understood, by parameter
    left: list[str] = field(default_factory=list)  # words beside a value, in its own option
    first: str = ""  # words behind a name, in its own option

    def name(self, param: Param, mentions: Sequence[Mention]) -> None:
        """Take these people; those who are not settled are asked about in the end, with all else known."""
        people: list[Any] = [each.settled or each.unsettled for each in mentions]
        if people:
            self.named = list(mentions)
            self.reading.values[param.name] = tuple(people) if param.kind is Kind.CONTACTS else people[0]

    def ask_again(self, param: Param, text: str, answer: Span) -> None:
        """Ask for what could not be understood: one question at a time, the others stand in its form."""
        self.unread[param.name] = text
        if self.reading.open is None:
            self.reading.open = Open(asking=param, text=answer, values={}, choices=offered(param))


def about_person(command: Command, entry: MenuEntry, name: str, *handles: str, account: str = "") -> Call:
    """What an entry of the menu on a person calls. `handles`: the platform and the name or the address there, such
    as "discord janedoe"; `account` as in Call."""
    who = (clean(name) or handles[0].partition(" ")[2])[:MAX_NAME]
    handle = ", ".join(each for each in handles if _is_readable(each))
    taken = next(param for param in command.params if param.name == entry.fills)
    if taken.kind in PEOPLE:
        return Call(command=command.name, known={entry.fills: UNSETTLED + reference(who, handle)}, account=account)
    return Call(command=command.name, known={entry.fills: who, entry.handle: handle}, account=account)


def about_message(command: Command, entry: MenuEntry, text: str, link: str) -> Call:
    """What an entry of the menu on a message calls: with how it begins, and where it is."""
    words = text.strip()
    begins = words if len(words) <= MAX_TEXT else words[: MAX_TEXT - 1].rstrip() + "…"
    return Call(command=command.name, known={entry.fills: f"{begins}\n{link}".strip()})


async def read_call(ctx: Context, command: Command, call: Call) -> dict[str, Any] | Open:
    """The values of a call, or what must be asked. Raises NotFound for somebody who is gone, or not the owner's."""
    given = _Given(Reading(command, Line(""), {}))
    options = [param for param in command.params if param.option]
    typed = {param.name: call.typed[param.name] for param in options if param.name in call.typed}
    for param in options:
        text = call.known.get(param.name, "").strip()
        if text and not await _take_known(ctx, given, param, text):
            typed[param.name] = text
    return await _read(ctx, given, {name: text for name, text in typed.items() if name not in given.reading.values})


async def read_filled(
    ctx: Context, command: Command, known: Mapping[str, str], typed: Mapping[str, str], asking: str
) -> dict[str, Any] | Open:
    """The values of a filled form, with what its question knows; or what must be asked again. Raises NotFound."""
    loaded = await load(ctx, command.params, known)
    asked = [param.name for param in command.params if param.name == asking or param.label]
    given = _Given(Reading(command, Line(""), loaded))
    if is_unsettled(loaded.get(asking)) and typed.get(asking, "").strip():
        given.unsettled = loaded.pop(asking)
    typed = {name: typed[name] for name in asked if name in typed and name not in loaded}
    return await _read(ctx, given, typed, asking)


async def _read(ctx: Context, given: _Given, typed: Mapping[str, str], asking: str = "") -> dict[str, Any] | Open:
    reading = given.reading
    command = reading.command
    typed = {name: text for name, text in typed.items() if text.strip()}
    texts = [param for param in command.params if param.kind is Kind.TEXT]
    words = next((param for param in texts if param.name in typed and command.line is None), None)
    # Hours are those of a place, so that comes first.
    for param in sorted(command.params, key=lambda param: param.kind is not Kind.ZONE):
        if param.name in typed and param != words:
            try:
                await _take(ctx, given, param, typed[param.name])
            except Refusal as refusal:
                given.ask_again(param, typed[param.name], refusal.text)
    if words:
        reading.line, asking = Line(" ".join([given.first, typed[words.name], *given.left])), words.name
    elif command.line is None and any(param.name not in reading.values for param in texts):
        reading.line = Line(" ".join([given.first, *given.left]))
    who = next((param for param in command.params if param.kind in PEOPLE), None)
    if who and not who.known and who.name not in reading.values:
        given.named = []  # the words of another option name nobody new
    try:
        read = await read_on(ctx, reading, asking, given.named)
    except Refusal as refusal:
        if words is None:
            raise
        given.ask_again(words, typed[words.name], refusal.text)
        assert reading.open is not None
        read = replace(reading.open, values=reading.dumped())
    return replace(read, typed={**read.typed, **given.unread}) if isinstance(read, Open) else read


async def _take_known(ctx: Context, given: _Given, param: Param, text: str) -> bool:
    """Take a value that was offered, or that stands as it is; False for one that has to be read as it was typed."""
    values = given.reading.values
    if param.kind is Kind.TEXT:
        values[param.name] = text
    elif param.kind in PEOPLE and text.startswith(UNSETTLED):
        name, _tab, handle = text[len(UNSETTLED) :].partition("\t")
        given.name(param, [await _met_there(ctx, clean(name)[:MAX_NAME], handle)])
    elif param.kind in PEOPLE and all(_ID.fullmatch(each) for each in text.split(",")):
        people = [await contact_of(ctx, each) for each in dict.fromkeys(text.split(","))]
        values[param.name] = tuple(people) if param.kind is Kind.CONTACTS else people[0]
    elif param.kind in TIMES and (when := load_when(text)) and _is_ahead(ctx, when):
        values[param.name] = when
    else:
        return False
    return True


async def _take(ctx: Context, given: _Given, param: Param, text: str) -> None:
    """Read a value by the kind of its parameter, and ask again where it cannot be understood. Raises Refusal."""
    reading, locale = given.reading, ctx.account.locale
    value: Any = None
    match param.kind:
        case _ if reading.command.line is not None and param == reading.command.params[0]:
            read = await read_aside(reading.command.line, text, ctx.today, locale)
            reading.values = {**{name: each for name, each in read.items() if each is not None}, **reading.values}
            return
        case Kind.TEXT:
            value = Line(text).rest() or None
        case Kind.CONTACT | Kind.CONTACTS:
            name = carded_name(text) if param.carded else ""
            if param.new_there and not name and (listed := listed_name(text)) and await param.new_there(ctx):
                name = "" if (await look_up(ctx, Unsettled(listed))).contacts else listed
            if name:  # what stands behind it is said of them
                given.first = f"{text[len(name) :].strip(' ,')},"
                named = [await named_whole(ctx, name)]
            else:
                named = await named_alone(ctx, text, many=param.kind is Kind.CONTACTS)
            given.name(param, await settled_by(ctx, given.unsettled, named) if given.unsettled else named)
        case _ if len(text) > _MAX_VALUE:
            pass
        case Kind.TAGS:
            value = read_tags(text)
        case Kind.CADENCE:
            value = read_cadence(text)
        case Kind.SPAN:
            value = read_until(text, ctx.today, locale)
        case Kind.CHOICE:
            value = read_choice(text.strip(), param)
        case _:
            reading.line = Line(text)
            if param.kind is Kind.ZONE:
                await find_zone(ctx, reading, param.name)
            else:
                await find_value(ctx, reading, param)
            left = reading.line.rest() if param.name in reading.values else ""
            if time_like(left):  # an hour that there is not: the rest of the time would be half of what was said
                del reading.values[param.name]
                given.ask_again(param, text, _not_understood(param, left))
                return
            given.left.append(left)
    if value is not None:
        reading.values[param.name] = value
    if param.name not in reading.values:
        given.ask_again(param, text, _not_understood(param, text))


def _is_readable(handle: str) -> bool:
    try:
        read_handle(handle)
    except Refusal:  # a program may be called anything
        return False
    return True


def _is_ahead(ctx: Context, when: When) -> bool:
    """Whether this may have been suggested: somebody may write a time in our form themselves."""
    return isinstance(when, Recurrence) or ctx.today <= when.on <= _FAR.after(ctx.today)


async def _met_there(ctx: Context, name: str, handle: str) -> Mention:
    """Somebody on whom a menu was opened."""
    try:
        return await by_handle(ctx, Unsettled(name, handle))
    except Refusal:  # a handle such as nobody has
        mentions = await named_alone(ctx, name)
        return mentions[0] if mentions else Mention(names=(name,))


def _not_understood(param: Param, text: str) -> Span:
    if param.kind in TIMES and not time_like(text):
        return no_time(param.kind)
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return lines(
        say(_("I could not make sense of “{rest}” here."), rest=shown),
        say(param.ask, name=say(_("them"))) if param.ask else say(_("It takes: {what}"), what=say(param.summary)),
    )
