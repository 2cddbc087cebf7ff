"""/add, /who, /edit, /note, /tag, /date, /handle: the cards of the people one knows."""

from dataclasses import replace
from datetime import date
from typing import Any

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import NotFound, Refusal
from core.chat.parsing.cards import CardLine, TagChanges, read_card, read_changes
from core.chat.parsing.days import find_partial_date, read_partial_date
from core.chat.parsing.handles import read_handle
from core.chat.parsing.line import Line
from core.chat.parsing.names import leading, name_words, spelled_like, surely
from core.chat.phrases import partial
from core.chat.questions import do, offer
from core.chat.reply import Answer, Bold, Button, Person, Reply, Row, Span, action, lines, say
from core.chat.request import CardShared
from core.chat.values import dump
from core.chat.words import _, plain
from core.facts.account import Choice
from core.facts.ids import ContactId, DeedId
from core.facts.keys import fold, handle_key
from core.facts.people import Anniversary, Contact
from core.people.card import found_line, handle_line, how_many, show_card
from core.people.changes import change_lines
from core.people.changing import alike, new_contact, save, save_new, with_cadence, with_handles, with_tags
from core.people.due import cadence_of
from core.people.zone_hint import zone_button, zone_hint

MAX_NAME = 200
MAX_NOTES = 20_000
PAGE = 8
_WHOM = Param(name="who", kind=Kind.CONTACT, summary=_("the person"), ask=_("Whose card?"))


def _split_card(text: str, today: date, locale: str) -> dict[str, Any]:
    card = read_card(text, today, locale)
    return {
        "name": card.name or None,
        "company": card.company,
        "title": card.title,
        "tags": TagChanges(added=card.tags, removed=()) if card.tags else None,
        "cadence": card.cadence,
        "met": card.how_met,
        "met_on": card.met_on,
        "handles": "\n".join(f"{handle.kind} {handle.value}" for handle in card.handles) or None,
        "birthday": plain(partial(card.birthday)) if card.birthday else None,
    }


@command(
    "add",
    Param(
        name="name",
        kind=Kind.TEXT,
        summary=_("the name, all that is needed"),
        ask=_("Whom shall I add? The name is enough; or all at once: Jane Doe @ IBM, recruiter every 6 weeks"),
    ),
    Param(name="company", kind=Kind.TEXT, summary=_("where they work, after an @")),
    Param(name="title", kind=Kind.TEXT, summary=_("what they do, after a comma")),
    Param(name="tags", kind=Kind.TAGS, summary=_("#tags")),
    Param(name="cadence", kind=Kind.CADENCE, summary=_("how often you want to be in touch: every 6 weeks")),
    Param(name="met", kind=Kind.TEXT, summary=_("how you met: met at …")),
    Param(name="met_on", kind=Kind.PAST_DAY, summary=_("the day you met")),
    Param(name="handles", kind=Kind.TEXT, summary=_("e-mail, phone, links")),
    Param(name="birthday", kind=Kind.TEXT, summary=_("birthday 14 March")),
    Param(name="anyway", kind=Kind.CHOICE, choices=("anyway",), summary=_("even if you know a namesake")),
    summary=_("Add somebody to your network"),
    examples=(
        "/add Jane Doe @ IBM, recruiter #mentor every 6 weeks met at Kiwanis breakfast",
        "/add Raj Patel raj@example.org",
    ),
    line=_split_card,
    offer=_("Add somebody new"),
)
async def add(ctx: Context, name: str, anyway: str | None, **rest: Any) -> Answer:
    contact = new_contact(ctx, _card_line(ctx, name, rest))
    twins = [] if anyway else await alike(ctx, contact)
    if twins:
        values = {"name": name, "anyway": "anyway"}
        values |= {p.name: dump(p.kind, rest[p.name]) for p in add.params if rest.get(p.name) is not None}
        return await offer(
            ctx,
            lines(
                say(_("You know somebody like that already: {who}."), who=found_line(twins[0])),
                say(_("Is this somebody else?")),
            ),
            (
                Choice(label=_("Add {name} anyway"), name=name, values=values),
                Choice(label=_("Show {name}"), name=twins[0].name, line=f"/who {twins[0].name}"),
                Choice(label=_("Never mind")),
            ),
            command="add",
        )
    deed = await save_new(ctx, contact, _("adding {names}"))
    return Reply(text=_introduced(ctx, contact), rows=_after_adding(ctx, contact, deed))


async def take_shared(ctx: Context, card: CardShared) -> Answer:
    """Somebody shared out of the phone's address book becomes a contact; one whose phone is known is shown."""
    digits = "".join(c for c in card.phone if c.isdigit())
    handles = (read_handle(f"phone +{digits}"),) if digits else ()
    contact = new_contact(ctx, CardLine(name=" ".join(card.name.split())[:MAX_NAME] or digits, handles=handles))
    for twin in await alike(ctx, contact):
        if set(twin.handles) & set(handles):
            return await show_card(ctx, twin)
    deed = await save_new(ctx, contact, _("adding {names}"))
    return Reply(text=_introduced(ctx, contact), rows=_after_adding(ctx, contact, deed))


@command(
    "who",
    Param(name="text", kind=Kind.TEXT, summary=_("a name, #tag, @company, or any word")),
    summary=_("Find people and see their cards"),
    examples=("/who Jane", "/who #mentor", "/who @IBM", "/who breakfast"),
    offer=_("Search for it"),
    reads=True,
)
async def who(ctx: Context, text: str | None) -> Answer:
    query = text or ""
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
    if not number.isdecimal():
        raise NotFound(say(_("That search is too old. Just search again: /who")))
    return replace(await _results(ctx, query, int(number)), replaces=True)


@command(
    "edit",
    _WHOM,
    Param(
        name="changes",
        kind=Kind.TEXT,
        summary=_("what changes: @ company, title, name, alias, met at …, status …"),
        ask=_("What changes for {name}? For example: @ Google, CTO. Or: name Jane Smith. Or: status archived"),
    ),
    summary=_("Change what is on a card"),
    examples=("/edit Jane @ Google, CTO", "/edit Jane name Jane Smith", "/edit Jane alias Janie"),
)
async def edit(ctx: Context, who: Contact, changes: str) -> Answer:
    change = read_changes(changes, ctx.today, ctx.account.locale)
    after = replace(
        who,
        name=change.name or who.name,
        aliases=tuple(dict.fromkeys((*who.aliases, *change.aliases))),
        company=who.company if change.company is None else change.company,
        title=who.title if change.title is None else change.title,
        how_met=who.how_met if change.how_met is None else change.how_met,
        met_on=change.met_on or who.met_on,
        status=change.status or who.status,
        paused_until=None if change.status else who.paused_until,
    )
    after = with_tags(with_handles(after, change.handles), change.tags, change.removed_tags)
    return await _changed(ctx, who, with_cadence(after, change.cadence))


@command(
    "note",
    _WHOM,
    Param(name="note", kind=Kind.TEXT, summary=_("what to remember"), ask=_("What shall I remember about {name}?")),
    summary=_("Write something on a card"),
    examples=("/note Jane likes early meetings, has a dog called Rex",),
    offer=_("Note it on their card"),
)
async def note(ctx: Context, who: Contact, note: str) -> Answer:
    notes = f"{who.notes}\n{note}" if who.notes else note
    if len(notes) > MAX_NOTES:
        raise Refusal(
            say(_("The notes on {name} are full: {n} letters is all I keep."), name=Person(who.name), n=MAX_NOTES)
        )
    return await _changed(ctx, who, replace(who, notes=notes))


@command(
    "tag",
    _WHOM,
    Param(
        name="tags",
        kind=Kind.TAGS,
        summary=_("#tags to add, -#tags to take off"),
        ask=_("Which tags for {name}? For example: #mentor -#lead"),
    ),
    summary=_("Put tags on a card, or take them off"),
    examples=("/tag Jane #mentor -#lead",),
)
async def tag(ctx: Context, who: Contact, tags: TagChanges) -> Answer:
    return await _changed(ctx, who, with_tags(who, tags.added, tags.removed))


@command(
    "date",
    _WHOM,
    Param(
        name="date",
        kind=Kind.TEXT,
        summary=_("which day and when: birthday 14 March 1980"),
        ask=_("Which day is it for {name}? For example: birthday 14 March, or: started at IBM 1 June 2024"),
    ),
    summary=_("Note a birthday or another day"),
    examples=("/date Jane birthday 14 March", "/date Jane birthday 14 March 1980"),
)
async def date_(ctx: Context, who: Contact, date: str) -> Answer:
    found = find_partial_date(date, ctx.today, ctx.account.locale)
    if found is None:
        raise Refusal(say(_("I see no date there. For example: birthday 14 March, or 14 March 1980.")))
    on, start, end = found
    line = Line(date)
    line.cut(start, end)
    label = " ".join(line.rest().split()).strip(":,-– ")[:60].lower() or "birthday"
    label = "birthday" if fold(label) in ("birthday", "bday", "born", "b day", "birth") else label
    others = tuple(each for each in who.dates if each.label != label)
    return await _changed(ctx, who, replace(who, dates=(*others, Anniversary(label=label, on=on))))


@command(
    "handle",
    _WHOM,
    Param(
        name="handle",
        kind=Kind.TEXT,
        summary=_("an e-mail, a phone number or a link; with a minus to take it off"),
        ask=_("How can {name} be reached? An e-mail, a phone number with +, or a link to a profile."),
    ),
    summary=_("Note an e-mail, a phone or a profile"),
    examples=("/handle Jane linkedin https://www.linkedin.com/in/janedoe", "/handle Jane jane@example.org"),
)
async def handle(ctx: Context, who: Contact, handle: str) -> Answer:
    given = read_handle(handle.removeprefix("-"))
    if handle.startswith("-"):
        kept = tuple(each for each in who.handles if handle_key(each) != handle_key(given))
        return await _changed(ctx, who, replace(who, handles=kept))
    return await _changed(ctx, who, with_handles(who, (given,)))


async def _changed(ctx: Context, before: Contact, after: Contact) -> Reply:
    """Save a change and show it, before and after."""
    shown = change_lines(before, after, ctx.today)
    if not shown:
        return Reply(text=say(_("Nothing to change: {name}'s card says that already."), name=Person(before.name)))
    after, deed = await save(ctx, before, after, _("the change to {names}"))
    return Reply(
        text=lines(Bold(Person(after.name)), *shown),
        rows=((Button(say(_("Card")), action("card", after.id)), Button(say(_("Undo")), action("undo", deed))),),
    )


def _card_line(ctx: Context, name: str, rest: dict[str, Any]) -> CardLine:
    tags, birthday = rest.get("tags"), rest.get("birthday")
    return CardLine(
        name=name[:MAX_NAME],
        company=rest.get("company"),
        title=rest.get("title"),
        tags=tags.added if tags else (),
        cadence=rest.get("cadence"),
        how_met=rest.get("met"),
        met_on=rest.get("met_on"),
        handles=tuple(read_handle(each) for each in (rest.get("handles") or "").split("\n") if each),
        birthday=read_partial_date(birthday, ctx.today) if birthday else None,
    )


def _introduced(ctx: Context, contact: Contact) -> Span:
    cadence = cadence_of(contact, ctx.account)
    return lines(
        say(_("Added {who}."), who=Bold(found_line(contact))),
        say(_("Met: {how}"), how=contact.how_met) if contact.how_met else None,
        *(handle_line(each) for each in contact.handles),
        say(_("I'll bring them up {cadence}, first on {day}."), cadence=cadence, day=contact.due_on)
        if cadence and contact.due_on
        else None,
        zone_hint(ctx) if contact.due_on else None,
    )


def _after_adding(ctx: Context, contact: Contact, deed: DeedId) -> tuple[Row, ...]:
    undo = Button(say(_("Undo")), action("undo", deed))
    if contact.due_on is None:
        return ((Button(say(_("Keep up…")), do("keep", contact.id)), undo),)
    card = Button(say(_("Card")), action("card", contact.id))
    return zone_button(ctx, (card, undo))


async def _results(ctx: Context, query: str, number: int) -> Reply:
    words = _query_words(query)
    found = await ctx.tx.people.search(ctx.owner, words, PAGE + 1, number * PAGE)
    if not found and number == 0:
        return await _nobody(ctx, query)
    if len(found) == 1 and number == 0 and words:
        return await show_card(ctx, found[0])
    shown = found[:PAGE]
    total = len(shown) if number == 0 and len(found) <= PAGE else await ctx.tx.people.count(ctx.owner, words)
    rows: list[Row] = [(Button(Person(each.name), action("card", each.id)),) for each in shown]
    turns = []
    kept = fold(query).encode()[:40].decode(errors="ignore")
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
            *(found_line(each) for each in shown),
        ),
        rows=(*rows, tuple(turns)) if turns else tuple(rows),
    )


async def _nobody(ctx: Context, query: str) -> Reply:
    if not query:
        return Reply(text=say(_("Nobody here yet. Add the first: /add Jane Doe @ IBM, recruiter every 6 weeks")))
    close = spelled_like(query, await ctx.tx.people.names(ctx.owner))
    if close is not None:
        alike_ = await ctx.tx.people.get(ctx.owner, close[0][:PAGE])
        if len(alike_) == 1 and surely(query[: close[1]], alike_[0]):
            return await show_card(ctx, alike_[0])
        return Reply(
            text=say(_("Nobody by exactly that name. Did you mean one of these?")),
            rows=tuple((Button(Person(each.name), action("card", each.id)),) for each in alike_),
        )
    short = query if len(query) <= 60 else query[:59] + "…"
    text = say(_("I find nobody for “{query}”."), query=short)
    if query.startswith(("#", "@")) or len(query) > MAX_NAME:
        return Reply(text=text)
    return await offer(ctx, text, (Choice(label=_("Add {name}"), name=short, line=f"/add {query}"),))


def _query_words(query: str) -> tuple[str, ...]:
    """The folded words of a search; #tag and @company keep their mark, and the company its words."""
    words: list[str] = []
    for part in query.replace("@ ", "@").split():
        mark = part[0] if part[0] in "#@" else ""
        if folded := fold(part.lstrip("#@")):
            words += [mark + folded] if mark else folded.split(" ")
    return tuple(words[:8])
