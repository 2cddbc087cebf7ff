"""/add, /who: the people one knows, added and found."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from core.chat.command import Context, Kind, MenuEntry, On, Param, command, on_press
from core.chat.errors import NotFound, Refusal
from core.chat.naming import reached_by
from core.chat.parsing.days.days import read_partial_date
from core.chat.parsing.line import clean
from core.chat.parsing.people.cards import CardLine, TagChanges, read_card
from core.chat.parsing.people.handles import ALONE, is_address, leading_handle, read_handle, read_handles
from core.chat.parsing.people.names import MAX_NAME, is_no_name, leading, name_words, spelled_like, surely
from core.chat.parsing.people.slugs import name_in
from core.chat.phrases import partial, told_apart
from core.chat.questions import do, offer
from core.chat.reply import Answer, Bold, Button, Menu, Reply, Row, Span, action, lines, say
from core.chat.request import CardShared
from core.chat.suggesting.people import anything, companies
from core.chat.values import dump
from core.chat.words import _, plain
from core.facts.account import Choice
from core.facts.ids import ContactId, DeedId
from core.facts.keys import fold
from core.facts.people import Contact, Handle
from core.people.card import found_line, found_lines, handle_line, handle_lines, how_many, met, show_card
from core.people.changing import new_contact, save_new
from core.people.due import cadence_of, comes_up_on
from core.people.likeness import alike, sharing_a_handle
from core.people.long_names import as_typed, shortened, too_long
from core.people.zone_hint import zone_button, zone_hint

PAGE = 8
_MAX_KEPT = 48  # bytes of a search that fit into a button
_LIKE = 3  # people that a warning names


def _split_card(text: str, today: date, locale: str) -> dict[str, Any]:
    card = read_card(text, today, locale)
    name = card.name or next(filter(None, map(name_in, card.handles)), "")
    if card.name and is_no_name(text):
        raise Refusal(
            say(_("That doesn't look like a name to me. The name comes first: Jane Doe @ IBM, recruiter"))
        )
    return {
        "name": as_typed(name, text) or None,
        "company": card.company,
        "title": card.title,
        "tags": TagChanges(added=card.tags, removed=()) if card.tags else None,
        "cadence": card.cadence,
        "met": card.how_met,
        "met_on": card.met_on,
        "handles": "\n".join(f"{handle.kind} {handle.value}" for handle in card.handles) or None,
        "birthday": plain(partial(card.birthday)) if card.birthday else None,
    }


def _read_handle_lines(text: str, *_when: object) -> tuple[Handle, ...]:
    return tuple(handle for line in text.split("\n") if line for handle in read_handles(line))


@command(
    "add",
    Param(
        name="name",
        kind=Kind.TEXT,
        label=_("Name"),
        summary=_("the name, all that is needed"),
        ask=_("Whom shall I add? The name is enough; or all at once: Jane Doe @ IBM, recruiter every 6 weeks"),
    ),
    Param(
        name="company",
        kind=Kind.TEXT,
        label=_("Company"),
        summary=_("where they work: IBM"),
        suggest=companies,
    ),
    Param(name="title", kind=Kind.TEXT, label=_("Title"), summary=_("what they do: recruiter")),
    Param(name="tags", kind=Kind.TAGS, label=_("Tags"), summary=_("tags: #mentor #paris")),
    Param(
        name="cadence",
        kind=Kind.CADENCE,
        label=_("How often"),
        summary=_("how often you want to be in touch: every 6 weeks"),
    ),
    Param(name="met", kind=Kind.TEXT, summary=_("how you met: at a breakfast")),
    Param(name="met_on", kind=Kind.PAST_DAY, summary=_("the day you met")),
    Param(name="handles", kind=Kind.TEXT, summary=_("e-mail, phone, links"), check=_read_handle_lines),
    Param(name="birthday", kind=Kind.TEXT, summary=_("their birthday: 14 March"), check=read_partial_date),
    Param(
        name="anyway",
        kind=Kind.CHOICE,
        choices=("anyway",),
        summary=_("even if you know a namesake"),
        option=False,
    ),
    summary=_("Add somebody to your network"),
    examples=(
        "/add Jane Doe @ IBM, recruiter #mentor every 6 weeks met at Kiwanis breakfast",
        "/add Raj Patel raj@example.org",
    ),
    line=_split_card,
    offer=_("Add somebody new"),
    menu=(MenuEntry(on=On.PERSON, title=_("Add to my network"), fills="name", handle="handles"),),
)
async def add(ctx: Context, name: str, anyway: str | None, **rest: Any) -> Answer:
    contact = new_contact(ctx, _card_line(ctx, name, rest))
    accounts = replace(contact, handles=tuple(each for each in contact.handles if is_address(each)))
    if not anyway and (same := await sharing_a_handle(ctx, accounts)):
        return await show_card(ctx, same[0])
    twins = [] if anyway else await alike(ctx, contact)
    if twins:
        values = {p.name: dump(p.kind, rest[p.name]) for p in add.params if rest.get(p.name) is not None}
        return await _ask_whether_new(ctx, contact, twins[:_LIKE], values)
    deed = await save_new(ctx, contact, _("adding {names}"))
    return Reply(text=_introduced(ctx, contact, too_long(name)), rows=_after_adding(ctx, contact, deed))


async def take_shared(ctx: Context, card: CardShared) -> Answer:
    """Somebody shared out of the phone's address book becomes a contact; one whose phone is known is shown."""
    digits = "".join(c for c in card.phone if c.isdigit())
    name = clean(card.name) or digits
    if not name:
        raise Refusal(
            say(_("There is neither a name nor a number on that card. Who is it? /add and a name will do."))
        )
    phone = f"phone +{digits}"
    try:
        read_handle(phone)
    except Refusal:  # an emergency number, an extension: nothing to be found by
        phone = ""
    if phone:
        known = await sharing_a_handle(ctx, new_contact(ctx, CardLine(name=name, handles=(read_handle(phone),))))
        if known:
            return await show_card(ctx, known[0])
    return await add.run(ctx, name=name, anyway=None, handles=phone or None)


@command(
    "who",
    Param(name="text", kind=Kind.TEXT, summary=_("a name, #tag, @company, or any word"), suggest=anything),
    summary=_("Find people and see their cards"),
    examples=("/who Jane", "/who #mentor", "/who @IBM", "/who breakfast"),
    offer=_("Search for it"),
    spoken=ALONE,
    reads=True,
)
async def who(ctx: Context, text: str | None) -> Answer:
    query = text or ""
    if found := leading_handle(query):
        handle, end = found
        if not query[end:].strip(" .!?"):
            return await _reached_by(ctx, handle)
    if query and not query.startswith(("#", "@")):
        named = leading(query, await ctx.tx.people.starting(ctx.owner, name_words(query)))
        if named and named.end >= len(query.rstrip()) and len(named.contacts) == 1:
            return await show_card(ctx, named.contacts[0])
    return await _results(ctx, query, 0)


@on_press("card", reads=True)
async def show(ctx: Context, contact_id: str) -> Answer:
    """Somebody's card."""
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if not found:
        raise NotFound(say(_("I can't find that person any more.")))
    return await show_card(ctx, found[0])


@on_press("page", reads=True)
async def page(ctx: Context, number: str, query: str = "") -> Answer:
    """Another page of a search, in the place of the one before."""
    if not re.fullmatch("[0-9]{1,4}", number):
        raise NotFound(say(_("That search is too old. Just search again: /who")))
    return replace(await _results(ctx, query, int(number)), replaces=True)


def _card_line(ctx: Context, name: str, rest: dict[str, Any]) -> CardLine:
    tags, birthday = rest.get("tags"), rest.get("birthday")
    return CardLine(
        name=shortened(name),
        company=(rest.get("company") or "").lstrip("@ ") or None,
        title=rest.get("title"),
        tags=tags.added if tags else (),
        cadence=rest.get("cadence"),
        how_met=(rest.get("met") or "").removeprefix("met ") or None,
        met_on=rest.get("met_on"),
        handles=_read_handle_lines(rest.get("handles") or ""),
        birthday=read_partial_date(birthday, ctx.today, ctx.account.locale) if birthday else None,
    )


async def _ask_whether_new(
    ctx: Context, contact: Contact, twins: Sequence[Contact], values: dict[str, str]
) -> Reply:
    """Whether somebody is new, or one of these."""
    asked = await offer(
        ctx,
        lines(
            say(_("You know somebody like that already:")), *found_lines(twins), say(_("Is this somebody else?"))
        ),
        (
            Choice(
                label=_("Add {name} anyway"),
                name=contact.name,
                values={**values, "name": contact.name, "anyway": "anyway"},
            ),
            Choice(label=_("Never mind")),
        ),
        command="add",
    )
    shown = say(_("Show {name}"), name=told_apart(twins[0], twins))
    return replace(asked, rows=((Button(shown, action("card", twins[0].id)),), *asked.rows))


def _introduced(ctx: Context, contact: Contact, remark: Span | None) -> Span:
    cadence = cadence_of(contact, ctx.account)
    first = comes_up_on(contact, ctx.account, ctx.today)
    return lines(
        say(_("Added: {who}"), who=Bold(found_line(contact))),
        remark,
        met(contact),
        *handle_lines(contact),
        say(_("I'll bring them up {cadence}, first on {day}."), cadence=cadence, day=first)
        if cadence and first
        else None,
        zone_hint(ctx) if contact.due_on else None,
    )


def _after_adding(ctx: Context, contact: Contact, deed: DeedId) -> tuple[Row, ...]:
    undo = Button(say(_("Undo")), action("undo", deed))
    if contact.due_on is None:
        return zone_button(ctx, (Button(say(_("Keep up…")), do("keep", contact.id)), undo))
    card = Button(say(_("Card")), action("card", contact.id))
    return zone_button(ctx, (card, undo))


async def _results(ctx: Context, query: str, number: int) -> Reply:
    words = _query_words(query)
    found = await ctx.tx.people.search(ctx.owner, words, PAGE + 1, number * PAGE)
    if not found and number:
        raise NotFound(say(_("There are no more. Just search again: /who")))
    if not found:
        return await _nobody(ctx, query)
    if len(found) == 1 and number == 0 and words:
        return await show_card(ctx, found[0])
    shown = found[:PAGE]
    total = len(shown) if number == 0 and len(found) <= PAGE else await ctx.tx.people.count(ctx.owner, words)
    rows: tuple[Menu | Row, ...] = (_card_buttons(shown),)
    turns = []
    kept = ("~" + "~".join(words)).encode()[:_MAX_KEPT].decode(errors="ignore")
    if number:
        turns.append(Button(say(_("Back")), action("page", str(number - 1), kept)))
    if len(found) > PAGE:
        turns.append(Button(say(_("More")), action("page", str(number + 1), kept)))
    first = number * PAGE + 1
    return Reply(
        text=lines(
            say(
                _("{people}, {first} to {last}:"),
                people=how_many(total),
                first=first,
                last=number * PAGE + len(shown),
            )
            if turns
            else say(_("{people}:"), people=how_many(total)),
            *found_lines(shown),
        ),
        rows=(*rows, tuple(turns)) if turns else rows,
    )


def _card_buttons(contacts: Sequence[Contact]) -> Menu:
    """A button for each card, those of one name told apart."""
    buttons = tuple((Button(told_apart(each, contacts), action("card", each.id)),) for each in contacts)
    return Menu(buttons, say(_("Whose card?")))


async def _reached_by(ctx: Context, handle: Handle) -> Reply:
    """Whoever has this handle; else what could be done with it."""
    contacts = await reached_by(ctx, handle)
    if len(contacts) == 1:
        return await show_card(ctx, contacts[0])
    if contacts:
        return Reply(
            text=lines(say(_("{people}:"), people=how_many(len(contacts))), *found_lines(contacts)),
            rows=(_card_buttons(contacts),),
        )
    name, kept = name_in(handle), f"{handle.kind} {handle.value}"
    return await offer(
        ctx,
        lines(say(_("You know nobody yet with this:")), handle_line(handle)),
        (
            Choice(label=_("Add {name}") if name else _("Add somebody with it"), name=name, line=f"/add {kept}"),
            Choice(label=_("Put it on a card…"), values={"handle": kept}),
            Choice(label=_("Nothing")),
        ),
        command="handle",
    )


async def _nobody(ctx: Context, query: str) -> Reply:
    if not query:
        return Reply(text=say(_("Nobody here yet. Add the first: /add Jane Doe @ IBM, recruiter every 6 weeks")))
    close = spelled_like(query, await ctx.tx.people.names(ctx.owner))
    if close is not None:
        close_ones = await ctx.tx.people.get(ctx.owner, close[0][:PAGE])
        if len(close_ones) == 1 and surely(query[: close[1]], close_ones[0]):
            return await show_card(ctx, close_ones[0])
        return Reply(
            text=say(_("Nobody by exactly that name. Did you mean one of these?")),
            rows=(_card_buttons(close_ones),),
        )
    short = query if len(query) <= 60 else query[:59] + "…"
    text = say(_("I find nobody for “{query}”."), query=short)
    if query.startswith(("#", "@")) or len(query) > MAX_NAME:
        return Reply(text=text)
    return await offer(ctx, text, (Choice(label=_("Add {name}"), name=short, line=f"/add {query}"),))


def _query_words(query: str) -> tuple[str, ...]:
    """The folded words of a search; #tag and @company keep their mark, and the company its words."""
    if query.startswith("~"):  # as a button carries it
        return tuple(word for word in query.split("~") if word)
    words: list[str] = []
    for part in query.replace("@ ", "@").split():
        mark = part[0] if part[0] in "#@" else ""
        if folded := fold(part.lstrip("#@")):
            words += [mark + folded] if mark else folded.split(" ")
    return tuple(words[:8])
