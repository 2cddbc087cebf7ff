"""Whom a line names: known people, several who may be meant, misspelled ones, strangers; and what to ask then."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.chat.command import Context, Kind, There
from core.chat.parsing.line import BOUNDARY, Line, clean
from core.chat.parsing.people.carded import carded_name, listed_name
from core.chat.parsing.people.handles import is_address, leading_handle, read_handles, without_scheme
from core.chat.parsing.people.names import (
    MAX_NAME,
    leading,
    name_words,
    prepositions,
    separator,
    spelled_like,
    stranger,
    strip_filler,
    surely,
)
from core.chat.parsing.people.slugs import name_in
from core.chat.phrases import marks, told_apart
from core.chat.reply import Person, Span, lines, say
from core.chat.values import STRANGER, Newcomer, Unsettled, dump, reference
from core.chat.words import _
from core.facts.account import Choice
from core.facts.ids import ContactId
from core.facts.keys import KeyKind, fold, handle_key
from core.facts.people import Contact, Handle

MAX_CHOICES = 8
MAX_WHOLE = 1000  # characters that may hold nothing but names
_MARKED = re.compile(r"(?P<name>.+?)\s*\((?P<mark>[^()]+)\)")
_AROUND = " \t\n,;:" + BOUNDARY
_BESIDE = " \t" + BOUNDARY
_CALLED = ("phone", "whatsapp", "telegram")  # where somebody may be known by a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody that a line names: settled; or else the contacts who may be meant, and how a stranger there could
    be called, the likeliest first. `end` is where the mention ends in the text."""

    settled: Contact | Newcomer | None = None
    contacts: tuple[Contact, ...] = ()
    names: tuple[str, ...] = ()
    typed: str = ""
    end: int = 0
    handle: str = ""  # how they are reached, where that is known: kept for whoever is added
    address: str = ""  # the same, where they are named by nothing else: "linkedin.com/in/jane-doe"

    @property
    def unsettled(self) -> Unsettled:
        """What was typed, to be settled later."""
        return Unsettled(self.names[0] if self.names else self.typed, self.handle)


class Known:
    """Who may be named in some texts, read in one go for all of them; every name there is only where somebody
    unknown may be misspelled."""

    def __init__(self, contacts: Sequence[Contact]) -> None:
        self.contacts = contacts
        self._names: Sequence[tuple[ContactId, str]] | None = None

    async def names(self, ctx: Context) -> Sequence[tuple[ContactId, str]]:
        if self._names is None:
            self._names = await ctx.tx.people.names(ctx.owner)
        return self._names


async def known_in(ctx: Context, texts: Sequence[str]) -> Known:
    """Whom these texts may name at their beginning."""
    words = dict.fromkeys(word for text in texts for word in name_words(text))
    return Known(await ctx.tx.people.starting(ctx.owner, words) if words else ())


async def find_people(
    ctx: Context,
    line: Line,
    *,
    many: bool,
    takes_text: bool,
    carded: bool = False,
    there: There | None = None,
    among: Known | None = None,
) -> list[Mention]:
    """Cut whoever a line names out of it: at its beginning, else after the last “from” or “to”; none is [].

    With `many` there may be several ("Jane, Raj and Zoë"); without, the first. With `carded` a name before an @ and
    a company is one whole name, and somebody new is settled; so is, where `there` holds, an unknown name before a
    comma. `among`: who may be named, where that was read for several lines at once.
    """
    text = line.text
    start = len(text) - len(text.lstrip(_AROUND))
    start += strip_filler(text[start:])
    if not text[start:].strip(_AROUND):
        return []
    if carded and (name := carded_name(text[start:])):
        line.cut(start, start + len(name))
        return [replace(await named_whole(ctx, name, among), end=start + len(name))]
    candidates = among or await known_in(ctx, [text[start:]])
    known = leading_handle(text[start:]) or leading(text[start:], candidates.contacts)
    if not known and there and (name := listed_name(text[start:])) and await there(ctx):
        line.cut(start, start + len(name))
        return [replace(await named_whole(ctx, name, candidates), end=start + len(name))]
    if not known and takes_text:
        for preposition, after in prepositions(text):
            found = await _mentions(ctx, text, after, candidates, many=many, only_known=True)
            if found and not text[found[-1].end :].strip(_AROUND + ".!?"):
                line.cut(preposition, len(text))
                return found
    found = await _mentions(ctx, text, start, candidates, many=many)
    if found:
        line.cut(start, found[-1].end)
    return found


async def named_whole(ctx: Context, name: str, among: Known | None = None) -> Mention:
    """Whom a whole name means: somebody known, several of that name, or a newcomer; asked about where it may be
    misspelled: Raj Patel is not Raj Kumar, but Raj Patl may be Raj Patel."""
    [mention] = await named_alone(ctx, name, among=among)
    if mention.settled is not None or (mention.contacts and not mention.names):
        return mention
    if any(fold(each) == fold(name) for contact in mention.contacts for each in (contact.name, *contact.aliases)):
        return mention
    names = [(each.id, fold(name)) for each in mention.contacts for name in (each.name, *each.aliases)]
    close = spelled_like(name, names)
    if mention.contacts and (" " not in name or (close is not None and close[1] == len(name))):
        return replace(mention, names=(name,))
    return Mention(settled=Newcomer(name), typed=name)


async def look_up(ctx: Context, who: Unsettled) -> Mention:
    """Whom a name alone means; one with a handle is looked for by that first, and else means nobody by a part of
    the name, which is a stranger's own."""
    if who.handle:
        return await by_handle(ctx, who)
    typed = who.typed
    return await _first(ctx, typed, 0, await known_in(ctx, [typed])) or Mention(names=(typed,), end=len(typed))


async def by_handle(ctx: Context, who: Unsettled) -> Mention:
    """Somebody whose handle is known, else whoever the whole name means.

    The address of an account goes before a name there, which may be somebody else's tomorrow; and a contact who has
    another account there is asked about.
    """
    handles = read_handles(who.handle)
    for handle in sorted(handles, key=is_address, reverse=True):
        contacts = [each for each in await reached_by(ctx, handle) if not _is_elsewhere(each, handles)]
        if len(contacts) == 1:
            return Mention(settled=contacts[0])
        if contacts:
            return Mention(contacts=tuple(contacts), typed=who.typed, handle=who.handle)
    named = await named_alone(ctx, who.typed)
    if not named:
        return Mention(names=(who.typed,), handle=who.handle)
    if isinstance(one := named[0].settled, Contact) and _is_elsewhere(one, handles):
        return Mention(contacts=(one,), names=(who.typed,), typed=who.typed, handle=who.handle)
    return replace(named[0], handle=who.handle)


async def reached_by(ctx: Context, handle: Handle) -> Sequence[Contact]:
    """Those who have this handle; a number is the same wherever it is called."""
    kinds = _CALLED if handle.kind in _CALLED else (handle.kind,)
    keys = [handle_key(Handle(kind=kind, value=handle.value)) for kind in kinds]
    found = await ctx.tx.people.with_key(ctx.owner, KeyKind.LINK, keys)
    return (
        await ctx.tx.people.get(ctx.owner, dict.fromkeys(contact_id for _key, contact_id in found)) if found else ()
    )


async def named_alone(ctx: Context, text: str, *, many: bool = False, among: Known | None = None) -> list[Mention]:
    """Whom a text names that holds nothing but names: what follows a known name makes it another.

    "(IBM)" behind a name tells its bearers apart, as `told_apart` has written it.
    """
    line = Line(clean(text)[:MAX_WHOLE])
    whole = line.text
    found = await find_people(ctx, line, many=many, takes_text=False, among=among)
    rest = line.rest()
    if found and not rest:
        return found
    if many and "(" in whole and len(parts := whole.split(",")) > 1:
        return [each for part in parts for each in await named_alone(ctx, part)]
    if (marked := _MARKED.fullmatch(whole)) and (contact := await _told_by(ctx, marked["name"], marked["mark"])):
        return [Mention(settled=contact)]
    if not found:
        return [Mention(names=(whole[:MAX_NAME],), end=len(whole))] if whole else []
    *others, last = found
    if last.address:
        return found
    name = whole[last.end - len(last.typed or last.names[0]) :].strip(_AROUND)[:MAX_NAME]
    return [*others, replace(last, settled=None, names=(name, *last.names), typed=name)]


def question(mention: Mention) -> Span:
    """What to ask about somebody who is not known for certain."""
    if mention.address:
        unknown = say(_("You know nobody yet with {address}."), address=mention.address)
    elif mention.names:
        unknown = say(_("I don't know {name} yet."), name=Person(mention.names[0]))
    else:
        return say(_("Whom do you mean?"))
    if mention.contacts:
        return lines(unknown, say(_("Did you mean one of these, or is it somebody new?")))
    if mention.names:
        return lines(unknown, say(_("Add them, or tell me the name as you saved it.")))
    return lines(unknown, say(_("Whose is it? Tell me the name.")))


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
            found.append(Choice(label=_("Add {name}"), name=each, line=f"/add {each} {asked.handle}".rstrip()))
        else:
            stranger_ = STRANGER + reference(each, asked.handle)
            found.append(Choice(label=_("Add {name}"), name=each, values=values(stranger_, beyond)))
    return found


def _is_elsewhere(contact: Contact, handles: Sequence[Handle]) -> bool:
    """Whether they have another account where these handles are: another address, or only another name."""
    theirs = {handle_key(each) for each in contact.handles}
    addresses = {each.kind for each in contact.handles if is_address(each)}
    given = [each for each in handles if is_address(each) and each.kind in addresses] or handles
    kinds = {each.kind for each in contact.handles}
    return any(each.kind in kinds for each in given) and not any(handle_key(each) in theirs for each in given)


async def _told_by(ctx: Context, name: str, mark: str) -> Contact | None:
    """The one of several of this name whose company, title, tag or day this is."""
    named = leading(name, await ctx.tx.people.starting(ctx.owner, name_words(name)))
    if named is None or name[named.end :].strip():
        return None
    fitting = [each for each in named.contacts if fold(mark) in {fold(theirs) for theirs in marks(each)}]
    return fitting[0] if len(fitting) == 1 else None


async def _mentions(
    ctx: Context,
    text: str,
    start: int,
    candidates: Known,
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
    ctx: Context, text: str, start: int, candidates: Known, *, only_known: bool = False
) -> Mention | None:
    """Whoever stands exactly here."""
    if found := leading_handle(text[start:]):
        return await _reached(ctx, *found, text, start, candidates, only_known=only_known)
    if named := leading(text[start:], candidates.contacts):
        return _meant(named.contacts, (), text, start, start + named.end)
    if only_known:
        return None
    names = tuple(stranger(text[start:]))
    close = spelled_like(text[start:], await candidates.names(ctx))
    contacts = tuple(await ctx.tx.people.get(ctx.owner, close[0][:MAX_CHOICES])) if close else ()
    if close is not None and contacts:
        end = start + close[1]
        sure = any(surely(text[start:end], each) for each in contacts)
        return _meant(contacts, () if sure else names, text, start, end)
    return Mention(names=names, end=start + len(names[0])) if names else None


async def _reached(
    ctx: Context,
    handle: Handle,
    length: int,
    text: str,
    start: int,
    candidates: Known,
    *,
    only_known: bool,
) -> Mention | None:
    """Whoever has the handle that stands exactly here; else how a stranger may be called who has it."""
    end = start + length
    if contacts := await reached_by(ctx, handle):
        return _meant(tuple(contacts), (), text, start, end)
    if only_known:
        return None
    name = name_in(handle)
    namesakes = leading(name, candidates.contacts) if name else None
    return Mention(
        contacts=namesakes.contacts if namesakes and namesakes.end == len(name) else (),
        names=(name,) if name else (),
        typed=text[start:end],
        end=end,
        handle=f"{handle.kind} {handle.value}",
        address=without_scheme(handle.value),
    )


async def _following(ctx: Context, text: str, end: int, candidates: Known, *, only_known: bool) -> Mention | None:
    """The next of several people: after “and”, a comma or a line's end, or right behind with a capital letter."""
    place = end + len(text[end:]) - len(text[end:].lstrip(_BESIDE))
    length = separator(text[place:])
    if not length and text[place : place + 1] == "\n":
        length = 1
    after = place + length
    after += len(text[after:]) - len(text[after:].lstrip(" \t"))
    if length and (found := leading_handle(text[after:])):
        is_remark = "," in text[place:after] or found[0].kind == "website"  # as likely as one more person
        return await _first(ctx, text, after, candidates, only_known=only_known or is_remark)
    if named := leading(text[after:], candidates.contacts):
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
