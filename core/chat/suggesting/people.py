"""Whom, which tag and which company somebody is about to type."""

import re
from collections.abc import Collection, Mapping
from itertools import chain, zip_longest

from core.chat.command import Context, Suggestion
from core.chat.naming import named_alone
from core.chat.parsing.people.names import spelled_like
from core.chat.phrases import all_told_apart
from core.facts.ids import ContactId
from core.facts.keys import KeyKind, fold
from core.facts.people import Contact

MOST = 25  # suggestions: what Discord shows at most
LONGEST = 100  # characters of a suggestion: Discord's, too
CHOSEN = "="  # "=7q3k…": a value as it was suggested, and not in somebody's own words
_LIKE = 3  # letters from which on a misspelled name is looked for
_LAST = re.compile(r"(?P<head>.*)(?:[,;&+]|\sand\s)\s*(?P<last>[^,;&+]*)", re.IGNORECASE | re.DOTALL)
_MARK = re.compile(r"\s*\([^()]*\)?\s*$")


async def one(ctx: Context, typed: str) -> list[Suggestion]:
    """One of the owner's contacts."""
    found = await _fitting(ctx, typed)
    return _chosen(found)


async def several(ctx: Context, typed: str) -> list[Suggestion]:
    """One or more of them: behind a comma the last one is completed."""
    parts = _LAST.fullmatch(typed)
    if parts is None or typed.startswith(CHOSEN) or not fold(parts["head"]):
        return await one(ctx, typed)
    alone = [each for each in await _beginning(ctx, typed) if each.name.casefold().startswith(typed.casefold())]
    if alone:  # "Doe, Jane" is how they are called
        return _chosen(alone)
    head = parts["head"].strip(" ,;&+")
    before = [mention.settled for mention in await named_alone(ctx, head, many=True)]
    known = [each for each in before if isinstance(each, Contact)]
    found = [each for each in await _fitting(ctx, parts["last"]) if each not in known]
    suggestions: list[Suggestion] = []
    for each, told in zip(found, all_told_apart(found), strict=True):
        value, label = f"{head}, {each.name}", f"{head}, {told}"
        if len(known) == len(before):
            value = CHOSEN + ",".join(one.id for one in (*known, each))
        if len(value) <= LONGEST:
            suggestions.append(Suggestion(value, label))
    return suggestions


async def anything(ctx: Context, typed: str, _given: Mapping[str, str]) -> list[Suggestion]:
    """What finds people: a name, a #tag or an @company."""
    if typed.startswith("#"):
        return await tags(ctx, typed)
    if typed.startswith("@"):
        return [Suggestion(f"@{each.value}", f"@{each.label}") for each in await companies(ctx, typed[1:], {})]
    found = await _fitting(ctx, typed)
    return [Suggestion(each.name, told) for each, told in zip(found, all_told_apart(found), strict=True)]


async def tags(ctx: Context, typed: str) -> list[Suggestion]:
    """Tags in use, to be put on or (with a minus) to be taken off; the last word is completed."""
    head, space, word = typed.rpartition(" ")
    sign = "-" if word.startswith(("-", "−", "–")) else ""
    labels = await ctx.tx.people.labels(ctx.owner, KeyKind.TAG, fold(word.lstrip("-−–+#")), MOST)
    lines = [f"{head}{space}{sign}#{label}" for label in labels]
    return [Suggestion(line, line) for line in lines if len(line) <= LONGEST]


async def companies(ctx: Context, typed: str, _given: Mapping[str, str]) -> list[Suggestion]:
    """Companies that somebody works for."""
    labels = await ctx.tx.people.labels(ctx.owner, KeyKind.COMPANY, fold(typed.lstrip("@ ")), MOST)
    return [Suggestion(label, label) for label in labels if len(label) <= LONGEST]


async def named_like(ctx: Context, typed: str) -> list[Contact]:
    """Contacts whose name, or a part of it, begins like this; nobody where nothing is typed."""
    return await _beginning(ctx, typed) if fold(typed) else []


def _chosen(found: Collection[Contact]) -> list[Suggestion]:
    return [Suggestion(CHOSEN + each.id, told) for each, told in zip(found, all_told_apart(found), strict=True)]


async def _fitting(ctx: Context, typed: str) -> list[Contact]:
    """Those who may be meant; those who are at hand where nothing is typed yet."""
    if typed.startswith(CHOSEN):  # the value of what was chosen before
        ids = [ContactId(each) for each in typed[1:].split(",")]
        return list(await ctx.tx.people.get(ctx.owner, ids))
    words = fold(typed)
    if not words:
        return await _at_hand(ctx)
    if found := await _beginning(ctx, typed):
        return found
    if bare := _MARK.sub("", typed) if "(" in typed else "":  # as it was suggested: "Jane Doe (IBM)"
        found = await _beginning(ctx, bare)
        shown = zip(found, all_told_apart(found), strict=True)
        return [each for each, told in shown if fold(told).startswith(words)] or found
    if len(words) < _LIKE:
        return []
    # Whoever mistypes a name mostly gets its first letter right; to read all names takes too long for every key.
    close = spelled_like(typed, await ctx.tx.people.parts(ctx.owner, words[0]))
    if close is not None:
        return _in_order(await ctx.tx.people.get(ctx.owner, close[0][:MOST]), words)
    return list(await ctx.tx.people.search(ctx.owner, words.split()[:4], MOST, 0))


async def _beginning(ctx: Context, typed: str) -> list[Contact]:
    words = fold(typed)[:LONGEST]
    return _in_order(await ctx.tx.people.starting(ctx.owner, [words], MOST), words) if words else []


async def _at_hand(ctx: Context) -> list[Contact]:
    """By turns those met or added lately, and those who are due the longest."""
    lately = await ctx.tx.people.lately(ctx.owner, MOST)
    due = await ctx.tx.people.due(ctx.owner, ctx.today, MOST)
    turns = (each for each in chain.from_iterable(zip_longest(lately, due)) if each is not None)
    return list({each.id: each for each in turns if each.is_active(ctx.today)}.values())[:MOST]


def _in_order(contacts: Collection[Contact], words: str) -> list[Contact]:
    """Those whose whole name begins so before those of whom it is the family name."""
    return sorted(contacts, key=lambda each: (not fold(each.name).startswith(words), fold(each.name), each.id))
