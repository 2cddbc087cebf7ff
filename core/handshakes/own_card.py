"""One's own card: what stands on it, and what of that is handed out. Changes give a new card; none is written."""

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
from core.facts.handshakes import OwnCard
from core.facts.ids import AccountId
from core.facts.keys import fold, handle_key
from core.facts.people import Handle
from core.people.long_names import shortened
from core.store import Transaction

WORDS = ("name", "title", "company", "about")  # what stands on a card once
_HIDEABLE = ("title", "company", "about")  # the name never is
_LONGEST = {"title": 100, "company": 100, "about": 200}
MOST_HANDLES = 10
_EMPTY = frozenset({"-", "off", "none", "nothing", "empty"})


async def own_card(ctx: Context) -> OwnCard:
    """The speaker's card, kept from now on; the chat in which they use it is on it, unless they took it off."""
    known = await ctx.tx.handshakes.card(ctx.owner)
    card = _with_chat(known or _new(ctx.owner, ctx.actor.name), ctx.actor)
    if card != known:
        await ctx.tx.handshakes.keep_card(card)
    return card


async def cards_of(tx: Transaction, owners: Collection[AccountId]) -> Mapping[AccountId, OwnCard]:
    """Everybody's, with at least the name that their chat has for them; nobody is there who is gone."""
    cards = {each.account_id: _new(each.account_id, each.name) for each in await tx.accounts.identities(owners)}
    return cards | {each.account_id: each for each in await tx.handshakes.cards(owners)}


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
        if not text:
            raise Refusal(say(_("A card needs a name. For example: /card name Ada Lovelace")))
        return replace(card, name=shortened(text))
    if len(text) > _LONGEST[field]:
        raise Refusal(say(_("That is too long for a card: up to {n} letters, please."), n=_LONGEST[field]))
    change: dict[str, Any] = {field: text}
    return replace(card, **change)


def with_handles(card: OwnCard, value: str) -> OwnCard:
    """The card with these ways to reach its owner, which are shown. Raises Refusal."""
    new = [
        each for each in read_handles(value) if handle_key(each) not in {handle_key(old) for old in card.handles}
    ]
    if len(card.handles) + len(new) > MOST_HANDLES:
        raise Refusal(
            say(_("A card takes {n} ways to reach you. Take one off first: /card remove."), n=MOST_HANDLES)
        )
    named = {handle_key(each) for each in read_handles(value)}
    return replace(card, handles=(*card.handles, *new), hidden=card.hidden - named)


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


def _new(owner: AccountId, name: str) -> OwnCard:
    return OwnCard(account_id=owner, name=shortened(clean(name)) or "?")


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
