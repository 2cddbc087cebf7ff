"""Completion: how a half-typed command line could go on, and what could be typed for one of its values."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.chat.command import Command, Context, Kind, Param, Suggestion
from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.request import Actor, PlaceKind
from core.chat.suggesting import people
from core.chat.suggesting.people import LONGEST, MOST
from core.chat.suggesting.places import cities
from core.chat.suggesting.times import times
from core.chat.words import plain
from core.facts.account import Account
from core.facts.ids import AccountId
from core.store import Store, Transaction

__all__ = ["Suggestion", "choose", "complete"]


async def complete(
    store: Store, commands: Sequence[Command], now: datetime, actor: Actor, text: str
) -> list[Suggestion]:
    """The commands that begin like this; after a command, the owner's people, tags, companies or choices."""
    if not text.startswith("/"):
        return []
    name, space, rest = text[1:].partition(" ")
    if not space:
        return [
            Suggestion(f"/{each.name} ", f"/{each.name}: {plain(each.summary)}")
            for each in commands
            if each.listed and each.name.startswith(name.casefold())
        ][:MOST]
    found = next((each for each in commands if each.name == name.casefold()), None)
    if found is None:
        return []
    head, _space, word = rest.rpartition(" ")
    before = f"/{name} {head} " if head else f"/{name} "
    async with store.read() as tx:
        ctx = await _context(tx, commands, now, actor)
        endings = await _endings(ctx, found, word, first=not head)
    return [Suggestion(before + ending, ending) for ending in endings[:MOST]]


async def choose(
    store: Store,
    commands: Sequence[Command],
    now: datetime,
    actor: Actor,
    name: str,
    param_name: str,
    typed: str,
    given: Mapping[str, str],
) -> list[Suggestion]:
    """What could be typed for a parameter of the command `name`, where `given` are the values of others: at most
    25, each of at most 100 characters. None for what is not known, or was never right."""
    command = next((each for each in commands if each.name == name), None)
    param = next((each for each in command.params if each.name == param_name), None) if command else None
    if param is None:
        return []
    async with store.read() as tx:
        ctx = await _context(tx, commands, now, actor)
        try:
            found = await _suggestions(ctx, param, typed[: 4 * LONGEST], given)
        except Refusal:
            return []
    short = {each.value: each.label for each in reversed(found) if 0 < len(each.value) <= LONGEST}
    return [Suggestion(value, _cut(label)) for value, label in reversed(short.items())][:MOST]


async def _context(tx: Transaction, commands: Sequence[Command], now: datetime, actor: Actor) -> Context:
    """Whose values they are: of somebody who has not said a word yet, nobody's."""
    known = await tx.accounts.of(actor.platform, actor.external_id)
    nobody = Account(id=AccountId(""), created_at=now, locale=actor.locale, timezone=actor.timezone)
    return Context(
        tx=tx,
        account=known[1] if known else nobody,
        actor=actor,
        place=PlaceKind.PRIVATE,
        request="",
        now=now,
        commands=tuple(commands),
        undoers={},
    )


async def _endings(ctx: Context, command: Command, word: str, *, first: bool) -> list[str]:
    """What the word being typed could become."""
    if word.startswith(("#", "-#")):
        return [each.value for each in await people.tags(ctx, word)]
    if word.startswith("@"):
        return [f"@{each.value}" for each in await people.companies(ctx, word, {})]
    if not first:
        return []
    choices = [choice.casefold() for param in command.params for choice in param.choices]
    choices = [choice for choice in choices if choice.startswith(word.casefold())]
    if not any(
        param.kind in (Kind.CONTACT, Kind.CONTACTS) or param.suggest is people.anything for param in command.params
    ):
        return choices
    return choices + sorted(contact.name for contact in await people.named_like(ctx, word))


async def _suggestions(ctx: Context, param: Param, typed: str, given: Mapping[str, str]) -> Sequence[Suggestion]:
    if param.suggest is not None:
        return await param.suggest(ctx, typed, given)
    match param.kind:
        case Kind.CONTACT:
            return await people.one(ctx, typed)
        case Kind.CONTACTS:
            return await people.several(ctx, typed)
        case Kind.TAGS:
            return await people.tags(ctx, typed)
        case Kind.ZONE:
            return await cities(ctx, typed)
        case Kind.CHOICE:
            shown = zip(param.choices, param.shown or param.choices, strict=True)
            found = [Suggestion(choice, plain(say(label), ctx.reader)) for choice, label in shown]
            begin = typed.strip().casefold()
            return [each for each in found if begin in each.value or begin in each.label.casefold()]
        case Kind.TEXT:
            return []
        case _:
            return times(ctx, param, typed)


def _cut(label: str) -> str:
    words = " ".join(label.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
