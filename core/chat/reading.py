"""From a typed line to a command's values: what can stand anywhere first, then the people, then the rest."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.chat.aside import read_aside
from core.chat.command import Command, Context, Kind, Param
from core.chat.errors import Refusal
from core.chat.finding import TIMES, Open, Reading, find_value, find_zone, no_time, offered, read_again, time_like
from core.chat.known_names import find_known
from core.chat.naming import Mention, choices, find_people, look_up, named_alone, question
from core.chat.parsing.line import Line
from core.chat.reply import Listing, Person, Span, lines, say
from core.chat.values import Newcomer, Unsettled, dump
from core.chat.words import _
from core.facts.people import Contact

__all__ = ["PEOPLE", "Open", "is_unsettled", "read_line", "read_on", "settled_by", "unread", "whom"]

PEOPLE = (Kind.CONTACT, Kind.CONTACTS)


async def read_line(
    ctx: Context, command: Command, text: str, known: dict[str, Any] | None = None, asking: str = ""
) -> dict[str, Any] | Open:
    """The values of a typed line, or what must be asked. `known` values are not looked for again; `asking` is the
    parameter to which the text is the answer.

    Raises Refusal for what can never be right ("31 February").
    """
    known = known or {}
    reading = Reading(command, Line(text), dict(known))
    if command.line is not None and (not known or asking == command.params[0].name):
        read = await read_aside(command.line, text, ctx.today, ctx.account.locale)
        reading.values = {**read, **known}
        return _complete(reading)
    asked = next((param for param in command.params if param.name == asking), None)
    if command.line is not None and asked is not None and asked.kind is Kind.TEXT and text.strip():
        reading.values[asking] = text.strip()  # its other words are no values of their own
        return _complete(reading)
    if text.strip() and is_unsettled(before := reading.values.get(asking)):
        many = isinstance(reading.values.pop(asking), tuple)
        found = await find_people(ctx, reading.line, many=many, takes_text=False)
        return await read_on(
            ctx, reading, asking, await settled_by(ctx, before, found or await named_alone(ctx, text))
        )
    return await read_on(ctx, reading, asking)


async def read_on(
    ctx: Context, reading: Reading, asking: str = "", named: Sequence[Mention] | None = None
) -> dict[str, Any] | Open:
    """The same, of a line of which something is known, and perhaps to be asked, already. `named`: who was named
    apart from it."""
    command = reading.command
    buttons_only = bool(reading.values)  # an answer, or an option: what a button fills in is not to be looked for
    await find_zone(ctx, reading, asking)
    read_again(ctx, reading)
    open_ = reading.open.asking.name if reading.open else ""
    wanted = [param for param in command.params if param.name not in reading.values and param.name != open_]
    for param in wanted:
        if not (buttons_only and param.kind is Kind.CHOICE and not param.option):
            await find_value(ctx, reading, param)
    people = next((param for param in command.params if param.kind in PEOPLE), None)
    mentions = named
    if mentions is None:
        mentions = await _mentions(ctx, reading, people, wanted) if people else []
    if rest := reading.line.rest():
        texts = [param for param in wanted if param.kind is Kind.TEXT]
        if texts:
            asked = next((param for param in texts if param.name == asking), texts[0])
            reading.values[asked.name] = rest
        elif (when := _asked_when(command, asking)) and _joins_text(reading, when, rest):
            pass
        elif reading.open is None and when:
            reading.values.pop(when.name, None)
            reading.open = Open(asking=when, text=no_time(when.kind), values={}, choices=offered(when))
        elif reading.open is None:
            raise Refusal(_left_over(reading, rest))
    if people and mentions:
        _take_people(reading, people, mentions)
    if reading.open is not None:
        return replace(reading.open, values=reading.dumped(), about=whom(reading.values))
    return _complete(reading)


async def unread(ctx: Context, command: Command, read: dict[str, Any]) -> Open | None:
    """The question about a text that the command could not read; asked before anything is written."""
    for param in command.params:
        text = read.get(param.name)
        if param.check is None or not text:
            continue
        try:
            await read_aside(param.check, text, ctx.today, ctx.account.locale)
        except Refusal as refusal:
            kinds = {each.name: each.kind for each in command.params}
            values = {name: dump(kinds[name], each) for name, each in read.items() if each is not None}
            del values[param.name]
            about, typed = whom(read), {param.name: text}
            return Open(asking=param, text=refusal.text, values=values, about=about, typed=typed)
    return None


def is_unsettled(value: Any) -> bool:
    """Whether it is still to be asked who one of these people is."""
    return any(isinstance(each, Unsettled) for each in (value if isinstance(value, tuple) else (value,)))


async def settled_by(ctx: Context, value: Any, mentions: Sequence[Mention]) -> list[Mention]:
    """These people, with those who have been named now in the place of the first who was not settled."""
    people = value if isinstance(value, tuple) else (value,)
    place = next(index for index, each in enumerate(people) if isinstance(each, Unsettled))
    all_ = [await _mention(ctx, each) for each in people]
    return [*all_[:place], *(replace(each, handle=people[place].handle) for each in mentions), *all_[place + 1 :]]


def whom(values: dict[str, Any]) -> Span:
    """The people that a question is about."""
    for value in values.values():
        people = value if isinstance(value, tuple) else (value,)
        if people and all(isinstance(each, Contact | Newcomer) for each in people):
            return Listing(tuple(Person(each.name) for each in people))
    return say(_("them"))


def _complete(reading: Reading) -> dict[str, Any] | Open:
    """The values, or the question for the first one that is missing."""
    for param in reading.command.params:
        given = reading.values.get(param.name)
        if param.ask and given is None and not any(reading.values.get(name) for name in param.unless):
            return Open(
                asking=param,
                text=say(param.ask, name=whom(reading.values)),
                values=reading.dumped(),
                about=whom(reading.values),
                choices=offered(param),
            )
    return reading.values


def _asked_when(command: Command, asking: str) -> Param | None:
    return next((param for param in command.params if param.name == asking and param.kind in TIMES), None)


def _joins_text(reading: Reading, when: Param, rest: str) -> bool:
    """Put the words that stood beside a time ("until done") behind the text; False where they may be part of it."""
    # Not behind the id of the thing that a button was for.
    text = next((param.name for param in reading.command.params if param.kind is Kind.TEXT and param.option), "")
    if not reading.values.get(text) or reading.values.get(when.name) is None or time_like(rest):
        return False
    reading.values[text] = f"{reading.values[text]} {rest}"
    return True


async def _mentions(ctx: Context, reading: Reading, param: Param, wanted: Sequence[Param]) -> list[Mention]:
    """Whom the line names; or, of people known from before, those who are not settled yet."""
    if param in wanted and param.known:
        return await find_known(ctx, reading.line)
    if param in wanted:
        takes_text = any(each.kind is Kind.TEXT for each in reading.command.params)
        many = param.kind is Kind.CONTACTS
        return await find_people(
            ctx, reading.line, many=many, takes_text=takes_text, carded=param.carded, there=param.new_there
        )
    known = reading.values.get(param.name, ())
    if not is_unsettled(known):
        return []
    return [await _mention(ctx, each) for each in (known if isinstance(known, tuple) else (known,))]


async def _mention(ctx: Context, person: Contact | Newcomer | Unsettled) -> Mention:
    return await look_up(ctx, person) if isinstance(person, Unsettled) else Mention(settled=person)


def _take_people(reading: Reading, param: Param, mentions: Sequence[Mention]) -> None:
    """The people as the parameter's value; or the question about the first who is not known for certain."""
    unique = tuple(dict.fromkeys(each.settled or each.unsettled for each in mentions))
    reading.values[param.name] = unique if param.kind is Kind.CONTACTS else unique[0]
    unclear = next((each for each in mentions if each.settled is None), None)
    if unclear is None or reading.open is not None:  # one question at a time: the other was kept as it was typed
        return
    text_name = next((each.name for each in reading.command.params if each.kind is Kind.TEXT), "")
    text = str(reading.values.get(text_name) or "")
    reading.open = Open(
        asking=param,
        text=question(unclear),
        values={},
        choices=tuple(choices(mentions, param.name, text_name, text, reads=reading.command.reads)),
    )


def _left_over(reading: Reading, rest: str) -> Span:
    example = reading.command.examples[0] if reading.command.examples else f"/{reading.command.name}"
    first = reading.command.params[0] if reading.command.params else None
    return lines(
        say(_("I could not make sense of “{rest}” here."), rest=rest[:80]),
        say(_("It takes: {what}"), what=say(first.summary)) if first and first.kind is Kind.CHOICE else None,
        say(_("For example: {example}"), example=example),
    )
