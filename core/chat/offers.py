"""When it is not clear what somebody wants: an offer of what it could be, with nothing lost."""

from core.chat.aside import read_aside
from core.chat.command import Command, Context, Kind
from core.chat.parsing.commands import nearest
from core.chat.parsing.people.names import leading, name_words
from core.chat.questions import offer
from core.chat.reply import Reply, say
from core.chat.words import _
from core.facts.account import Choice

MAX_LINE = 3500  # what somebody may have pasted: it is kept whole up to here
_SHOWN = 30


async def offer_meanings(ctx: Context, text: str) -> Reply:
    """What a text without a slash could mean: about somebody it begins with, else somebody new or a search."""
    text = text.strip()[:MAX_LINE]
    named = leading(text, await ctx.tx.people.starting(ctx.owner, name_words(text)))
    name = named.contacts[0].name if named else _short(text)
    offered = [
        c for c in ctx.commands if c.offer and await _is_likely(ctx, c, text, about_somebody=named is not None)
    ]
    offered.sort(key=lambda each: each.offer_if is None)  # what it looks like comes first
    choices = tuple(Choice(label=c.offer, name=name, line=f"/{c.name} {text}") for c in offered)
    return await offer(
        ctx,
        say(_("What shall I do with “{text}”?"), text=_short(text)),
        (*choices, Choice(label=_("Nothing"))),
    )


async def offer_commands(ctx: Context, name: str, rest: str) -> Reply:
    """An unknown command: the ones that look like it, with the rest of the line kept."""
    close = nearest(name, [command.name for command in ctx.commands])
    if not close:
        return Reply(text=say(_("I don't know /{command}. Say /help to see what I can do."), command=name[:32]))
    line = f" {rest}".rstrip()[:MAX_LINE]
    choices = tuple(Choice(label="{name}", name=f"/{each}", line=f"/{each}{line}") for each in close[:3])
    return await offer(
        ctx,
        say(_("I don't know /{command}. Did you mean one of these? (/help shows them all.)"), command=name[:32]),
        choices,
    )


async def _is_likely(ctx: Context, command: Command, text: str, *, about_somebody: bool) -> bool:
    if command.offer_if is not None:
        return await read_aside(command.offer_if, text, ctx.today, ctx.account.locale)
    return about_somebody in _starts_with_somebody(command)


def _starts_with_somebody(command: Command) -> tuple[bool, ...]:
    """Whether what is said to a command begins with a person; both where that is as good as not."""
    people = [param for param in command.params if param.kind in (Kind.CONTACT, Kind.CONTACTS)]
    if any(param.known for param in people):
        return (True, False)
    return (bool(people),)


def _short(text: str) -> str:
    first = text.split("\n", 1)[0]
    return first if len(first) <= _SHOWN else first[: _SHOWN - 1].rstrip() + "…"
