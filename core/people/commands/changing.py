"""/edit, /note, /tag, /date, /handle: what is on a card, changed by saying what changes."""

import re
from dataclasses import replace
from datetime import date

from core.chat.aside import read_aside
from core.chat.command import Context, Kind, Param, command
from core.chat.errors import Refusal
from core.chat.parsing.days.anniversaries import BIRTHDAY
from core.chat.parsing.days.days import read_anniversary
from core.chat.parsing.people.card_changes import Changes, read_changes
from core.chat.parsing.people.cards import TagChanges, read_tags
from core.chat.parsing.people.handles import read_handles
from core.chat.reply import Answer, Bold, Button, Person, Reply, Said, action, lines, say
from core.chat.words import _
from core.facts.keys import fold, handle_key
from core.facts.people import Contact, Handle, PartialDate
from core.people.anniversaries import is_birthday, taken_off, with_day, without_day
from core.people.card import named
from core.people.changes import change_lines
from core.people.changing import save, save_all, with_cadence, with_handles, with_tags
from core.people.long_names import as_typed, shortened, too_long

MAX_NOTES = 20_000
_WHOM = Param(name="who", kind=Kind.CONTACT, label=_("Who"), summary=_("the person"), ask=_("Whose card?"))
_SMALL_WORDS = re.compile(r"(?<![^\s,])(?:and|as|&|\+)(?![^\s,])", re.IGNORECASE)


def _check_date(text: str, today: date, locale: str) -> None:
    if not taken_off(text):
        _read_date(text, today, locale)


def _read_date(text: str, today: date, locale: str) -> tuple[str, PartialDate]:
    """Which day it is, and when. Raises Refusal where there is none."""
    found = read_anniversary(text, today, locale)
    if found is None:
        raise Refusal(say(_("I see no date there. For example: birthday 14 March, or 14 March 1980.")))
    return found


def _read_handles(text: str, *_when: object) -> tuple[Handle, ...]:
    return read_handles(text.removeprefix("-"))


@command(
    "edit",
    _WHOM,
    Param(
        name="changes",
        kind=Kind.TEXT,
        label=_("Changes"),
        summary=_("what changes: @ company, title, name, alias, met at …, status …"),
        ask=_("What changes for {name}? For example: @ Google, CTO. Or: name Jane Smith. Or: status archived"),
    ),
    summary=_("Change what is on a card"),
    examples=("/edit Jane @ Google, CTO", "/edit Jane name Jane Smith", "/edit Jane alias Janie"),
)
async def edit(ctx: Context, who: Contact, changes: str) -> Answer:
    change = await _read_changes(ctx, who, changes)
    name = as_typed(change.name, changes) if change.name else who.name
    gone = {fold(alias) for alias in change.removed_aliases}
    after = replace(
        who,
        name=shortened(name),
        aliases=tuple(each for each in dict.fromkeys((*who.aliases, *change.aliases)) if fold(each) not in gone),
        company=who.company if change.company is None else change.company,
        title=who.title if change.title is None else change.title,
        how_met=who.how_met if change.how_met is None else change.how_met,
        met_on=change.met_on or who.met_on,
        status=change.status or who.status,
        paused_until=None if change.status else who.paused_until,
    )
    after = with_tags(with_handles(after, change.handles), change.tags, change.removed_tags)
    after = with_cadence(after, change.cadence)
    if change.birthday:
        after = with_day(after, BIRTHDAY, change.birthday)
    answer = await _changed(ctx, who, after, _("the change to {names}"))
    return replace(answer, text=lines(answer.text, too_long(name)))


@command(
    "note",
    _WHOM,
    Param(
        name="note",
        kind=Kind.TEXT,
        label=_("Note"),
        summary=_("what to remember"),
        ask=_("What shall I remember about {name}?"),
    ),
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
    return await _changed(ctx, who, replace(who, notes=notes), _("the note on {names}"))


@command(
    "tag",
    Param(name="who", kind=Kind.CONTACTS, label=_("Who"), summary=_("one or more people"), ask=_("Whose card?")),
    Param(
        name="tags",
        kind=Kind.TAGS,
        label=_("Tags"),
        summary=_("#tags to add, -#tags to take off"),
        ask=_("Which tags for {name}? For example: #mentor -#lead"),
        unless=("words",),
    ),
    Param(name="words", kind=Kind.TEXT, summary=_("tags without the #"), option=False),
    summary=_("Put tags on a card, or take them off"),
    examples=("/tag Jane #mentor -#lead", "/tag Jane and Raj #vip", "/tag Jane friend"),
)
async def tag(ctx: Context, who: tuple[Contact, ...], tags: TagChanges | None, words: str | None) -> Answer:
    said = [tags] if tags else []
    if words and (bare := _SMALL_WORDS.sub(" ", words).strip(" ,;.!")):
        said.append(read_tags(bare))
    added = [name for each in said for name in each.added]
    removed = [name for each in said for name in each.removed]
    pairs = [(each, with_tags(each, added, removed)) for each in who]
    if len(pairs) == 1:
        return await _changed(ctx, *pairs[0], _("the tags of {names}"))
    changed = [(before, after) for before, after in pairs if before != after]
    if not changed:
        return Reply(text=say(_("Nothing to change: the cards of {names} say that already."), names=named(who)))
    _saved, deed = await save_all(ctx, changed, _("the tags of {names}"))
    shown = [(Bold(Person(each.name)), " ".join(f"#{name}" for name in each.tags) or "–") for _old, each in pairs]
    return Reply(
        text=lines(*(say(_("{name}: {tags}"), name=name, tags=theirs) for name, theirs in shown)),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
    )


@command(
    "date",
    _WHOM,
    Param(
        name="date",
        kind=Kind.TEXT,
        label=_("Which day"),
        summary=_("which day, and when: birthday 14 March 1980; or -birthday to take it off"),
        check=_check_date,
        ask=_("Which day is it for {name}? For example: birthday 14 March, or: started at IBM 1 June 2024"),
    ),
    summary=_("Note a birthday or another day"),
    examples=("/date Jane birthday 14 March", "/date Jane wedding 3 May 2019", "/date Jane -birthday"),
)
async def date_(ctx: Context, who: Contact, date: str) -> Answer:
    if gone := taken_off(date):
        after = without_day(who, gone)
        if after == who:
            raise Refusal(
                say(_("{name}'s card has no such day: “{label}”"), name=Person(who.name), label=gone[:60])
            )
        return await _changed(ctx, who, after, _deed_of(gone))
    label, on = _read_date(date, ctx.today, ctx.account.locale)
    return await _changed(ctx, who, with_day(who, label, on), _deed_of(label))


@command(
    "handle",
    _WHOM,
    Param(
        name="handle",
        kind=Kind.TEXT,
        label=_("How to reach them"),
        summary=_("e-mails, phone numbers or links; -jane@example.org takes one off"),
        check=_read_handles,
        ask=_("How can {name} be reached? An e-mail, a phone number with +, or a link to a profile."),
    ),
    summary=_("Note an e-mail, a phone or a profile"),
    examples=("/handle Jane linkedin https://www.linkedin.com/in/janedoe", "/handle Jane jane@example.org"),
)
async def handle(ctx: Context, who: Contact, handle: str) -> Answer:
    given = _read_handles(handle)
    if handle.startswith("-"):
        gone = {handle_key(each) for each in given}
        after = replace(who, handles=tuple(each for each in who.handles if handle_key(each) not in gone))
    else:
        after = with_handles(who, given)
    return await _changed(ctx, who, after, _("how to reach {names}"))


async def _changed(ctx: Context, before: Contact, after: Contact, deed: str) -> Reply:
    """Save a change and show it, before and after. `deed` is what /undo will say, with {names}."""
    shown = change_lines(before, after)
    if not shown:
        return Reply(text=say(_("Nothing to change: {name}'s card says that already."), name=Person(before.name)))
    after, deed_id = await save(ctx, before, after, deed)
    return Reply(
        text=lines(Bold(Person(after.name)), *shown),
        rows=((Button(say(_("Card")), action("card", after.id)), Button(say(_("Undo")), action("undo", deed_id))),),
    )


async def _read_changes(ctx: Context, who: Contact, changes: str) -> Changes:
    """What a line changes. A part without a place is refused with lines that would place it."""
    try:
        return await read_aside(read_changes, changes, ctx.today, ctx.account.locale)
    except Refusal as refusal:
        left = refusal.text.values.get("text") if isinstance(refusal.text, Said) else None
        if left is None or changes.lstrip()[:5].casefold() == "note ":  # that refusal says what is right itself
            raise
        name = Person(who.name)
        raise Refusal(
            lines(
                say(_("I don't know where to put “{text}”. Which of these is it?"), text=left),
                say(_("/edit {name} title {text}"), name=name, text=left),
                say(_("/edit {name} @ {text}"), name=name, text=left),
                say(_("/note {name} {text}"), name=name, text=left),
            )
        ) from refusal


def _deed_of(label: str) -> str:
    return _("the birthday of {names}") if is_birthday(label) else _("a date of {names}")
