"""Whom a line names: known people, several who may be meant, misspelled ones, strangers; and what to ask then."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.chat.command import Context, Kind
from core.chat.parsing.line import BOUNDARY, Line
from core.chat.parsing.people.names import (
    leading,
    name_words,
    prepositions,
    separator,
    spelled_like,
    stranger,
    strip_filler,
    surely,
)
from core.chat.phrases import told_apart
from core.chat.reply import Person, Span, lines, say
from core.chat.values import STRANGER, Newcomer, Unsettled, dump
from core.chat.words import _
from core.facts.account import Choice
from core.facts.keys import fold
from core.facts.people import Contact

MAX_CHOICES = 8
_AROUND = " \t\n,;:" + BOUNDARY
_BESIDE = " \t" + BOUNDARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody that a line names: settled; or else the contacts who may be meant, and how a stranger there could
    be called, the likeliest first. `end` is where the mention ends in the text."""

    settled: Contact | Newcomer | None = None
    contacts: tuple[Contact, ...] = ()
    names: tuple[str, ...] = ()
    typed: str = ""
    end: int = 0

    @property
    def unsettled(self) -> Unsettled:
        """What was typed, to be settled later."""
        return Unsettled(self.names[0] if self.names else self.typed)


async def find_people(ctx: Context, line: Line, *, many: bool, takes_text: bool) -> list[Mention]:
    """Cut whoever a line names out of it: at its beginning, else after the last “from” or “to”; none is [].

    With `many` there may be several ("Jane, Raj and Zoë"); without, the first.
    """
    text = line.text
    start = len(text) - len(text.lstrip(_AROUND))
    start += strip_filler(text[start:])
    if not text[start:].strip(_AROUND):
        return []
    candidates = await ctx.tx.people.starting(ctx.owner, name_words(text[start:]))
    if not leading(text[start:], candidates) and takes_text:
        for preposition, after in prepositions(text):
            found = await _mentions(ctx, text, after, candidates, many=many, only_known=True)
            if found and not text[found[-1].end :].strip(_AROUND + ".!?"):
                line.cut(preposition, len(text))
                return found
    found = await _mentions(ctx, text, start, candidates, many=many)
    if found:
        line.cut(start, found[-1].end)
    return found


async def look_up(ctx: Context, typed: str) -> Mention:
    """Whom a name alone means."""
    candidates = await ctx.tx.people.starting(ctx.owner, name_words(typed))
    return await _first(ctx, typed, 0, candidates) or Mention(names=(typed,), end=len(typed))


def question(mention: Mention) -> Span:
    """What to ask about somebody who is not known for certain."""
    if not mention.names:
        return say(_("Whom do you mean?"))
    unknown = say(_("I don't know {name} yet."), name=Person(mention.names[0]))
    if mention.contacts:
        return lines(unknown, say(_("Did you mean one of these, or is it somebody new?")))
    return lines(unknown, say(_("Add them, or tell me the name as you saved it.")))


def choices(mentions: Sequence[Mention], name: str, text_name: str, text: str, *, reads: bool) -> list[Choice]:
    """How the first unsettled mention can be settled; each choice carries everybody else, and the text, along.

    `name` and `text_name` are the parameters that take the people and the text; with `reads` a stranger is
    added by a command of its own, since the asking one writes nothing.
    """
    index = next(i for i, mention in enumerate(mentions) if mention.settled is None)
    asked = mentions[index]

    def values(reference: str, more: str = "") -> dict[str, str]:
        refs = [
            reference if i == index else dump(Kind.CONTACT, each.settled or each.unsettled)
            for i, each in enumerate(mentions)
        ]
        filled = {name: "\n".join(refs)}
        return {**filled, text_name: f"{more} {text}".strip()} if text_name and more else filled

    found = [
        Choice(label="{name}", name=told_apart(each, asked.contacts), values=values(each.id))
        for each in asked.contacts[:MAX_CHOICES]
    ]
    for each in asked.names[: 1 if asked.contacts else 2]:
        beyond = asked.names[0][len(each) :].strip()
        if reads:
            found.append(Choice(label=_("Add {name}"), name=each, line=f"/add {each}"))
        else:
            found.append(Choice(label=_("Add {name}"), name=each, values=values(STRANGER + each, beyond)))
    return found


async def _mentions(
    ctx: Context,
    text: str,
    start: int,
    candidates: Sequence[Contact],
    *,
    many: bool,
    only_known: bool = False,
) -> list[Mention]:
    """The people in a row from here on."""
    first = await _first(ctx, text, start, candidates, only_known=only_known)
    if first is None:
        return []
    found = [first]
    while many and (following := await _following(ctx, text, found[-1].end, candidates, only_known=only_known)):
        found.append(following)
    return found


async def _first(
    ctx: Context, text: str, start: int, candidates: Sequence[Contact], *, only_known: bool = False
) -> Mention | None:
    """Whoever stands exactly here."""
    if named := leading(text[start:], candidates):
        return _meant(named.contacts, (), text, start, start + named.end)
    if only_known:
        return None
    names = tuple(stranger(text[start:]))
    close = spelled_like(text[start:], await ctx.tx.people.names(ctx.owner))
    contacts = tuple(await ctx.tx.people.get(ctx.owner, close[0][:MAX_CHOICES])) if close else ()
    if close is not None and contacts:
        end = start + close[1]
        sure = any(surely(text[start:end], each) for each in contacts)
        return _meant(contacts, () if sure else names, text, start, end)
    return Mention(names=names, end=start + len(names[0])) if names else None


async def _following(
    ctx: Context, text: str, end: int, candidates: Sequence[Contact], *, only_known: bool
) -> Mention | None:
    """The next of several people: after “and”, a comma or a line's end, or right behind with a capital letter."""
    place = end + len(text[end:]) - len(text[end:].lstrip(_BESIDE))
    length = separator(text[place:])
    if not length and text[place : place + 1] == "\n":
        length = 1
    after = place + length
    after += len(text[after:]) - len(text[after:].lstrip(" \t"))
    if named := leading(text[after:], candidates):
        words = fold(text[after : after + named.end]).split()
        whole = all(set(words) <= set(fold(each.name).split()) for each in named.contacts)
        capital = text[after : after + 1] != text[after : after + 1].lower()
        if length or (whole and capital and after > end):
            return _meant(named.contacts, (), text, after, after + named.end)
    if not length or only_known or not _is_a_name(text, after, joined_by=text[place:after]):
        return None
    return await _first(ctx, text, after, candidates)


def _meant(contacts: tuple[Contact, ...], names: tuple[str, ...], text: str, start: int, end: int) -> Mention:
    """One contact alone, with no other name in question, is settled."""
    settled = contacts[0] if len(contacts) == 1 and not names else None
    return Mention(settled=settled, contacts=contacts, names=names, typed=text[start:end], end=end)


def _is_a_name(text: str, start: int, joined_by: str) -> bool:
    """Whether an unknown word is one more person: a capital letter, and after a comma also an end of the list
    behind it, since "Jane, Raj was there too" is a remark."""
    word = text[start : start + 1]
    if not word.isalpha() or word == word.lower():
        return False
    if joined_by.strip(" ,") or "," not in joined_by:
        return True
    names = stranger(text[start:])
    behind = text[start + len(names[0]) :].lstrip(_BESIDE) if names else ""
    return bool(names) and (not behind or behind[0] in ",:;\n&+" or bool(separator(behind)))
