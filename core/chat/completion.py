"""Completion: how a half-typed command line could go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.chat.command import Command, Kind
from core.chat.request import Actor
from core.chat.words import plain
from core.facts.ids import AccountId
from core.facts.keys import KeyKind, fold
from core.store import Store, Transaction

MAX_SUGGESTIONS = 25  # what Discord shows at most


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to complete: the whole line that it makes, and what to show for it."""

    value: str
    label: str


async def complete(store: Store, commands: Sequence[Command], actor: Actor, text: str) -> list[Suggestion]:
    """The commands that begin like this; after a command, the owner's people, tags, companies or choices."""
    if not text.startswith("/"):
        return []
    name, space, rest = text[1:].partition(" ")
    if not space:
        return [
            Suggestion(f"/{each.name} ", f"/{each.name}: {plain(each.summary)}")
            for each in commands
            if each.listed and each.name.startswith(name.casefold())
        ][:MAX_SUGGESTIONS]
    found = next((each for each in commands if each.name == name.casefold()), None)
    if found is None:
        return []
    head, _space, word = rest.rpartition(" ")
    before = f"/{name} {head} " if head else f"/{name} "
    async with store.read() as tx:
        known = await tx.accounts.of(actor.platform, actor.external_id)
        endings = await _endings(tx, found, known[1].id, word, first=not head) if known else []
    return [Suggestion(before + ending, ending) for ending in endings[:MAX_SUGGESTIONS]]


async def _endings(tx: Transaction, command: Command, owner: AccountId, word: str, *, first: bool) -> list[str]:
    """What the word being typed could become."""
    if word.startswith(("#", "-#")):
        mark = word[: word.index("#") + 1]
        tags = await tx.people.labels(owner, KeyKind.TAG, fold(word.lstrip("-#")), MAX_SUGGESTIONS)
        return [mark + tag for tag in tags]
    if word.startswith("@"):
        labels = await tx.people.labels(owner, KeyKind.COMPANY, fold(word[1:]), MAX_SUGGESTIONS)
        return ["@" + label for label in labels]
    if not first:
        return []
    choices = [choice.casefold() for param in command.params for choice in param.choices]
    choices = [choice for choice in choices if choice.startswith(word.casefold())]
    takes_people = command.name == "who" or any(
        param.kind in (Kind.CONTACT, Kind.CONTACTS) for param in command.params
    )
    if not takes_people or not fold(word):
        return choices
    people = await tx.people.starting(owner, [fold(word)], MAX_SUGGESTIONS)
    return choices + sorted(contact.name for contact in people)
