"""/merge: two cards side by side, what they would become, and the buttons that decide."""

import re
from collections.abc import Mapping, Sequence

from core.chat.command import Context, Kind, Param, Suggestion, command, on_press
from core.chat.errors import Refusal
from core.chat.naming import Mention, choices, named_alone, question
from core.chat.parsing.people.names import name_words
from core.chat.phrases import all_told_apart
from core.chat.questions import ask
from core.chat.reading import Open
from core.chat.reply import Answer, Notice, Person, Reply, say
from core.chat.suggesting.people import one
from core.chat.values import dump
from core.chat.words import _
from core.duplicates import wording
from core.duplicates.merging import fuller_first, merge_cards, two_cards
from core.facts.account import Choice
from core.facts.ids import ContactId
from core.facts.people import Contact
from core.people.likeness import alike

_OFFERED = 6  # cards that may be the other one
_JOINED = re.compile(r"^(?:(?:and|with|into|to|is|as)\b|[=&+,])\s*", re.IGNORECASE)


async def _people(ctx: Context, typed: str, _given: Mapping[str, str]) -> Sequence[Suggestion]:
    return await one(ctx, typed)


@command(
    "merge",
    Param(
        name="who",
        kind=Kind.CONTACTS,
        label=_("Which card"),
        summary=_("two cards of one person, or one of them"),
        ask=_("Which two cards are one person's? For example: Jane and Jane Doe"),
    ),
    Param(
        name="other",
        kind=Kind.TEXT,
        label=_("The other card"),
        summary=_("the other card"),
        suggest=_people,
    ),
    summary=_("Make one card of two"),
    examples=("/merge Jane and Jane Doe",),
    reads=True,
)
async def merge(ctx: Context, who: tuple[Contact, ...], other: str | None) -> Answer:
    mentions = [Mention(settled=each) for each in who]
    if other:
        mentions += await _named(ctx, other)
    if any(each.settled is None for each in mentions):
        return await _ask_who(ctx, mentions)
    cards = list({each.settled.id: each.settled for each in mentions if isinstance(each.settled, Contact)}.values())
    if len(cards) == 1:
        return await _ask_for_other(ctx, cards[0])
    if len(cards) > 2:
        raise Refusal(say(_("Two at a time, please; what becomes of them can be merged with the next.")))
    return wording.preview(*fuller_first(*cards), ctx.account, ctx.today)


_WHO, _OTHER = merge.params


@on_press("merge")
async def merge_now(ctx: Context, stays: str, goes: str) -> Answer:
    """Let it be one card."""
    cards = await two_cards(ctx, stays, goes)
    if cards is None:
        return Notice(say(_("That is one card already.")))
    return wording.merged(*await merge_cards(ctx, *cards))


@on_press("merge-turn", reads=True)
async def turn_round(ctx: Context, stays: str, goes: str) -> Answer:
    """The same two, where the other one stays."""
    cards = await two_cards(ctx, stays, goes)
    if cards is None:
        return Notice(say(_("That is one card already.")))
    return wording.preview(*cards, ctx.account, ctx.today, replaces=True)


@on_press("merge-no")
async def keep_both(ctx: Context, stays: str, goes: str) -> Answer:
    """Two people: /duplicates does not ask about them again."""
    cards = await two_cards(ctx, stays, goes)
    if cards is None:
        return Notice(say(_("That is one card already.")))
    await ctx.tx.apart.note(ctx.owner, [(cards[0].id, cards[1].id)])
    return wording.told_apart(*cards)


@on_press("merge-stop", reads=True)
async def call_off(ctx: Context) -> Answer:
    return Reply(text=say(_("All right: both cards stay as they are.")), replaces=True)


async def _named(ctx: Context, typed: str) -> list[Mention]:
    """Whom the words behind the first card mean: "into Jane Doe", a name, or what was chosen."""
    known = await ctx.tx.people.get(ctx.owner, [ContactId(typed)])
    if known:
        return [Mention(settled=known[0])]
    return await named_alone(ctx, _JOINED.sub("", typed), many=True)


async def _ask_who(ctx: Context, mentions: Sequence[Mention]) -> Reply:
    """Who the first is who is not known for certain."""
    unclear = next(each for each in mentions if each.settled is None)
    people = tuple(each.settled or each.unsettled for each in mentions)
    opened = Open(
        asking=_WHO,
        text=question(unclear),
        values={_WHO.name: dump(Kind.CONTACTS, people)},
        choices=tuple(choices(mentions, _WHO.name, "", "", reads=True)),
    )
    return await ask(ctx, merge, opened)


async def _ask_for_other(ctx: Context, card: Contact) -> Reply:
    """Which card is the same person's; the ones that look like it are offered, and those with a name of theirs."""
    like = [*await alike(ctx, card), *await ctx.tx.people.starting(ctx.owner, name_words(card.name))]
    near = [each for each in {each.id: each for each in like}.values() if each.id != card.id][:_OFFERED]
    opened = Open(
        asking=_OTHER,
        text=say(_("Which other card is {name}, too?"), name=Person(card.name)),
        values={_WHO.name: dump(Kind.CONTACTS, (card,))},
        choices=tuple(
            Choice(label="{name}", name=name, values={_OTHER.name: each.id})
            for each, name in zip(near, all_told_apart([*near, card]), strict=False)
        ),
        about=Person(card.name),
    )
    return await ask(ctx, merge, opened)
