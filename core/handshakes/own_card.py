"""One's own card: what stands on it, and what of that is handed out. Changes give a new card; none is written."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from core.chat.command import Context
from core.chat.errors import Refusal
from core.chat.parsing.line import clean
from core.chat.parsing.people.handles import kind_title, read_handle, read_handles
from core.chat.reply import say
from core.chat.request import Actor
from core.chat.words import _
from core.facts.handshakes import LONGEST, MOST_HANDLES, OwnCard, Shared
from core.facts.ids import AccountId
from core.facts.keys import fold, handle_key
from core.facts.people import Handle
from core.store import Transaction

WORDS = ("name", "title", "company", "about")  # what stands on a card once
_HIDEABLE = ("title", "company", "about")  # the name never is
_EMPTY = frozenset({"-", "off", "none", "nothing", "empty"})
_NAMELESS = "?"  # for others, until somebody whose chat gives no name has said theirs
_SHORTEST_NUMBER = 7  # digits: less is nothing that anybody else could call
# What chats make a link of, and a number that they let one call.
_ADDRESS = re.compile(r"(?<=\w)[.:/@\u3002\uff0e]+(?=\w)|@(?=\w)")
_CALLED = re.compile(r"\+?\d(?:[\s().-]*\d){6,}")


async def own_card(ctx: Context) -> OwnCard:
    """The speaker's card, kept from now on; the chat in which they use it is on it, unless they took it off. Its
    name is "" while they have said none, and their chat has none either."""
    known = await ctx.tx.handshakes.card(ctx.owner)
    card = known or OwnCard(account_id=ctx.owner, name="")
    card = _with_chat(replace(card, name=bare_name(card.name) or bare_name(ctx.actor.name)), ctx.actor)
    if card != known:
        await ctx.tx.handshakes.keep_card(card)
    return card


async def cards_of(tx: Transaction, owners: Collection[AccountId]) -> Mapping[AccountId, OwnCard]:
    """Everybody's, with at least the name that their chat has for them; nobody is there who is gone."""
    chats = await tx.accounts.identities(owners)
    cards = {each.account_id: OwnCard(account_id=each.account_id, name=each.name) for each in chats}
    cards |= {each.account_id: each for each in await tx.handshakes.cards(owners)}
    return {owner: replace(card, name=bare_name(card.name) or _NAMELESS) for owner, card in cards.items()}


async def to_share(tx: Transaction, owner: AccountId, actor: Actor | None = None) -> Shared:
    """What goes out if they say yes now, speaking from this chat."""
    card = shown((await cards_of(tx, [owner]))[owner])
    chat = _chat(actor) if actor else None
    proven = {handle_key(chat)} & {handle_key(each) for each in card.handles} if chat else frozenset[str]()
    return Shared(card=card, proven=frozenset(proven))


def still_shown(shared: Shared, now: OwnCard) -> Shared:
    """What somebody has shared, without what they have hidden or taken off since. `now`: as it is `shown`."""
    left: dict[str, Any] = {name: "" for name in _HIDEABLE if not getattr(now, name)}
    keys = {handle_key(each) for each in now.handles}
    handles = tuple(each for each in shared.card.handles if handle_key(each) in keys)
    return Shared(card=replace(shared.card, **left, handles=handles), proven=shared.proven & keys)


def print_of(card: OwnCard) -> str:
    """What tells one state of a card from another, short enough for a button."""
    said = [
        card.name,
        card.title,
        card.company,
        card.about,
        *(f"{each.kind}:{each.value}" for each in card.handles),
    ]
    return mark("\n".join(said))


def bare_name(name: str) -> str:
    """A name as it stands on cards: short, and nothing that chats would make a link of. Strangers are asked in its
    words, and must not be led anywhere by them.

    >>> bare_name("Help: https://evil.example/a"), bare_name("@evil_bot +1 900 555 0199")
    ('Help: https evil example a', 'evil_bot')
    """
    bare, longest = _without_addresses(clean(name)), LONGEST["name"]
    words, space, _cut = bare[: longest + 1].rpartition(" ")
    return bare if len(bare) <= longest else words if space else bare[:longest]


def shown(card: OwnCard) -> OwnCard:
    """The card as others get it."""
    left: dict[str, Any] = {name: "" for name in _HIDEABLE if name in card.hidden}
    handles = tuple(each for each in card.handles if handle_key(each) not in card.hidden)
    return replace(card, **left, handles=handles, hidden=frozenset())


def with_words(card: OwnCard, field: str, value: str) -> OwnCard:
    """The card with another name, title, company or line about its owner. Raises Refusal."""
    text = clean(value)
    if text.casefold() in _EMPTY:
        text = ""
    if field == "name":
        text = _without_addresses(text)
        if not text:
            raise Refusal(say(_("A card needs a name. For example: /card name Ada Lovelace")))
    if len(text) > LONGEST[field]:
        raise Refusal(say(_("That is too long for a card: up to {n} letters, please."), n=LONGEST[field]))
    change: dict[str, Any] = {field: text}
    return replace(card, **change)


def with_handles(card: OwnCard, value: str) -> OwnCard:
    """The card with these ways to reach its owner, which are shown. Raises Refusal."""
    read, known = read_handles(value), {handle_key(each) for each in card.handles}
    if any(each.kind == "phone" and sum(map(str.isdecimal, each.value)) < _SHORTEST_NUMBER for each in read):
        raise Refusal(say(_("That number is too short to be called. For example: +1 416 555 0199")))
    new = [each for each in read if handle_key(each) not in known]
    if len(card.handles) + len(new) > MOST_HANDLES:
        raise Refusal(
            say(_("A card takes {n} ways to reach you. Take one off first: /card remove."), n=MOST_HANDLES)
        )
    return replace(card, handles=(*card.handles, *new), hidden=card.hidden - {handle_key(each) for each in read})


def parts_of(card: OwnCard) -> list[str]:
    """The keys of what can be hidden: what stands on the card besides the name, in its order."""
    return [*(name for name in _HIDEABLE if getattr(card, name)), *(handle_key(each) for each in card.handles)]


def mark(part: str) -> str:
    """A part's key, short enough for a button."""
    return sha256(part.encode()).hexdigest()[:8]


def marked(card: OwnCard, which: str) -> list[str]:
    return [part for part in parts_of(card) if mark(part) == which]


def named(card: OwnCard, value: str) -> list[str]:
    """The parts that somebody means: a field, a kind of handle, or a handle as it is written. Raises Refusal."""
    meant = fold(value).replace(" ", "")
    if meant in ("all", "everything"):
        return parts_of(card)
    if meant in parts_of(card):
        return [meant]
    kinds = {fold(each).replace(" ", ""): kind for kind in _kinds(card) for each in (kind, kind_title(kind))}
    kinds |= {"mail": "email", "tel": "phone"}
    if meant in kinds:
        found = [handle_key(each) for each in card.handles if each.kind == kinds[meant]]
    else:
        try:
            said = {handle_key(each) for each in read_handles(value)}
        except Refusal:
            said = set()
        found = [handle_key(each) for each in card.handles if handle_key(each) in said]
    if not found:
        raise Refusal(say(_("That isn't on your card. For example: /card hide e-mail")))
    return found


def hiding(card: OwnCard, parts: Collection[str]) -> OwnCard:
    return replace(card, hidden=card.hidden | set(parts))


def showing(card: OwnCard, parts: Collection[str]) -> OwnCard:
    return replace(card, hidden=card.hidden - set(parts))


def without(card: OwnCard, parts: Collection[str]) -> OwnCard:
    """The card without these; a chat that is taken off does not come back by itself."""
    gone = [each for each in card.handles if handle_key(each) in parts]
    left: dict[str, Any] = {name: "" for name in _HIDEABLE if name in parts}
    chats = {handle_key(each) for each in gone if each.kind in ("discord", "telegram")}
    hidden = (card.hidden - set(parts)) | chats
    return replace(card, **left, handles=tuple(each for each in card.handles if each not in gone), hidden=hidden)


def _without_addresses(name: str) -> str:
    return clean(_ADDRESS.sub(" ", _CALLED.sub(" ", name)))


def _with_chat(card: OwnCard, actor: Actor) -> OwnCard:
    chat = _chat(actor)
    if chat is None or handle_key(chat) in card.hidden or any(each.kind == chat.kind for each in card.handles):
        return card
    return replace(card, handles=(*card.handles, chat))


def _chat(actor: Actor) -> Handle | None:
    """How whoever speaks is found on their platform; None where it gives everybody no address."""
    if actor.platform == "discord" and actor.external_id.isdecimal():
        return Handle(kind="discord", value=f"https://discord.com/users/{actor.external_id}")
    return read_handle(actor.handle) if actor.handle else None


def _kinds(card: OwnCard) -> set[str]:
    return {each.kind for each in card.handles}
