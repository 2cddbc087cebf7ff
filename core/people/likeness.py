"""Who may be the same person as somebody new: the same handle, or a name that is much the same."""

from collections.abc import Sequence

from core.chat.command import Context
from core.chat.parsing.people.names import spelled_like, surely
from core.facts.ids import ContactId
from core.facts.keys import KeyKind, fold, handle_key
from core.facts.people import Contact

_Names = Sequence[tuple[ContactId, str]]  # folded


async def sharing_a_handle(ctx: Context, contact: Contact) -> list[Contact]:
    """Contacts with one of the same handles: they are the same person."""
    return list(await ctx.tx.people.get(ctx.owner, await _with_handles(ctx, contact)))


async def alike(ctx: Context, contact: Contact) -> list[Contact]:
    """Contacts that may be the same person, the likeliest first."""
    names = await ctx.tx.people.names(ctx.owner)
    near = _spelled_alike(contact.name, names)
    ids = dict.fromkeys([*await _with_handles(ctx, contact), *_named_alike(contact.name, names), *near])
    found = await ctx.tx.people.get(ctx.owner, ids) if ids else []
    # One short word is too little to go by: June is not Jane.
    return [each for each in found if each.id not in near or " " in contact.name or surely(contact.name, each)]


async def _with_handles(ctx: Context, contact: Contact) -> list[ContactId]:
    if not contact.handles:
        return []
    links = [handle_key(handle) for handle in contact.handles]
    return [id_ for _key, id_ in await ctx.tx.people.with_key(ctx.owner, KeyKind.LINK, links)]


def _named_alike(name: str, names: _Names) -> list[ContactId]:
    """Whose name has the same words, or is a part of this one, or has it as a part; the same words first."""
    words = fold(name).split()
    same = [id_ for id_, theirs in names if words and sorted(theirs.split()) == sorted(words)]
    part = [id_ for id_, theirs in names if _is_part(words, theirs.split()) or _is_part(theirs.split(), words)]
    return [*same, *part]


def _is_part(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether each of the few words is one of the many, or its initial; one at least is more than an initial.

    >>> _is_part(["jane"], ["doe", "jane"]), _is_part(["jane", "d"], ["jane", "doe"]), _is_part(["j"], ["jane"])
    (True, True, False)
    """
    left = list(many)
    for word in sorted(few, key=len, reverse=True):
        fit = next((each for each in left if each == word or (len(word) == 1 and each[0] == word)), None)
        if fit is None:
            return False
        left.remove(fit)
    return any(len(word) > 1 for word in few)


def _spelled_alike(name: str, names: _Names) -> list[ContactId]:
    """Whose whole name is this one but for typing errors. Another number is none: "Room 12" is not "Room 13"."""
    close = spelled_like(name, names)
    if close is None or close[1] < len(name.rstrip()):
        return []
    words = set(fold(name).split())
    return [
        id_
        for id_, theirs in names
        if id_ in close[0]
        and len(theirs.split()) == len(fold(name).split())
        and all(word.isalpha() for word in words ^ set(theirs.split()))
    ]
