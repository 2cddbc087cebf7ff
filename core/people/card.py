"""A contact's card: everything known about somebody, on one screen, with the buttons that belong there."""

from collections.abc import Sequence
from datetime import date

from core.chat.command import Context
from core.chat.parsing.people.handles import KINDS, is_address, kind_title
from core.chat.phrases import ago, partial, telling
from core.chat.questions import do
from core.chat.reply import Bold, Button, Listing, Person, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.facts.account import Account
from core.facts.asks import Ask, AskState
from core.facts.people import Balance, Contact, Direction, Entry, Favour, Handle, Keep, Status
from core.people.changes import label_of
from core.people.due import cadence_of
from core.people.ledger import balance_with
from core.people.resting import AT_REST
from core.people.tapped import linked, tapped

LATEST = 5
_TAGS = 3  # in a line of a list
_MAX_NOTES = 1500


async def show_card(ctx: Context, contact: Contact) -> Reply:
    """The card of one of the owner's contacts."""
    entries = await ctx.tx.people.entries(ctx.owner, contact.id, LATEST)
    asks = await ctx.tx.asks.about(ctx.owner, contact.id)
    return card(contact, await balance_with(ctx, contact), entries, asks, ctx.account, ctx.today)


def card(
    contact: Contact,
    balance: Balance,
    entries: Sequence[Entry],
    asks: Sequence[Ask],
    account: Account,
    today: date,
) -> Reply:
    """The card, from its facts."""
    notes = contact.notes if len(contact.notes) <= _MAX_NOTES else contact.notes[:_MAX_NOTES] + "…"
    text = lines(
        Bold(Person(contact.name)),
        condition(contact, today),
        work(contact),
        " ".join(f"#{tag}" for tag in contact.tags) or None,
        say(_("Also known as {names}"), names=", ".join(contact.aliases)) if contact.aliases else None,
        met(contact),
        *handle_lines(contact),
        *(say(_("{label}: {date}"), label=say(label_of(each)), date=partial(each.on)) for each in contact.dates),
        say(_("Notes: {notes}"), notes=linked(notes)) if notes else None,
        *_below([_rhythm(contact, account, today), standing(balance, today), *_asked(asks, today)]),
        *_below(_lately(entries, today)),
    )
    return Reply(text=text, rows=_buttons(contact))


def handle_lines(contact: Contact) -> list[Span]:
    """ "E-mail: jane@example.org", tapped to write; the kinds always in the same order."""
    shown = [*contact.handles]
    for kind in {each.kind for each in contact.handles if is_address(each)}:
        of_kind = [each for each in contact.handles if each.kind == kind]
        addresses = [each for each in of_kind if is_address(each)]
        if len(of_kind) == 2 and len(addresses) == 1:  # the name of that account: what it is shown by
            shown.remove(addresses[0])
    leads = {each.kind: each for each in contact.handles if each not in shown}
    return [
        handle_line(each, leads.get(each.kind)) for each in sorted(shown, key=lambda handle: _order(handle.kind))
    ]


def _order(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def handle_line(handle: Handle, leads: Handle | None = None) -> Span:
    """ "LinkedIn: linkedin.com/in/jane": a handle as it is written, and where a tap on it, or on `leads`, goes."""
    return say(_("{kind}: {value}"), kind=say(kind_title(handle.kind)), value=tapped(handle, leads))


def work(contact: Contact) -> Span | None:
    """ "recruiter at IBM", or what is known of it."""
    if contact.title and contact.company:
        return say(_("{title} at {company}"), title=contact.title, company=contact.company)
    return contact.title or contact.company or None


def standing(balance: Balance, today: date) -> Span | None:
    """Who is ahead with one person, the thank-you that is owed first; None when nothing was exchanged."""
    if not balance.gave and not balance.got:
        return None
    counted = say(_("You gave {gave}, you got {got}."), gave=balance.gave, got=balance.got)
    if owed := balance.unthanked:
        return (say(_("You owe a thank-you: {what}."), what=favour(owed, today)), " ", counted)
    return counted


def favour(entry: Favour, today: date) -> Span:
    """ "referral at IBM, 3 weeks ago"."""
    when = ago(entry.happened_on, today)
    return say(_("{what}, {when}"), what=entry.what, when=when) if entry.what else when


def condition(contact: Contact, today: date) -> Span | None:
    """Whether they are paused, archived, not to be contacted or deceased; None for whoever is active."""
    match contact.status:
        case Status.PAUSED if contact.paused_until is None:
            return say(_("Paused"))
        case Status.PAUSED if contact.paused_until and contact.paused_until > today:
            return say(_("Paused until {day}"), day=contact.paused_until)
        case Status.ARCHIVED:
            return say(_("Archived"))
        case Status.DO_NOT_CONTACT:
            return say(_("Not to be contacted"))
        case Status.DECEASED:
            return say(_("Deceased"))
        case _:
            return None


def met(contact: Contact) -> Span | None:
    """How and when they met; None when neither is known."""
    if contact.how_met and contact.met_on:
        return say(_("Met: {how}, {day}"), how=contact.how_met, day=contact.met_on)
    if contact.how_met:
        return say(_("Met: {how}"), how=contact.how_met)
    return say(_("Met: {how}"), how=contact.met_on) if contact.met_on else None


def _below(parts: list[Span | None]) -> list[Span]:
    """What there is of these, below an empty line."""
    there = [part for part in parts if part is not None]
    return ["", *there] if there else []


def _rhythm(contact: Contact, account: Account, today: date) -> Span | None:
    if contact.last_touch_on:
        spoke = say(_("Last spoke {when}."), when=ago(contact.last_touch_on, today))
    elif contact.status is Status.DECEASED:
        return None
    elif contact.met_on:
        spoke = say(_("Nothing noted since."))
    else:
        spoke = say(_("No conversation noted yet."))
    cadence = cadence_of(contact, account)
    if not contact.is_active(today) or contact.due_on is None:
        return spoke
    if cadence is None:
        return (spoke, " ", say(_("Snoozed until {day}."), day=contact.due_on))
    if contact.due_on <= today:
        return (spoke, " ", say(_("You wanted {cadence}: now is a good time."), cadence=cadence))
    return (spoke, " ", say(_("Due on {day}, {cadence}."), cadence=cadence, day=contact.due_on))


def _asked(asks: Sequence[Ask], today: date) -> list[Span | None]:
    """What is still open of what they were asked for."""
    shown: list[Span | None] = []
    for ask in asks:
        if ask.state is AskState.ASKED:
            shown.append(say(_("You asked {when}: {what}."), when=ago(ask.asked_on, today), what=ask.what))
        elif ask.state in (AskState.GRANTED, AskState.DECLINED):
            shown.append(say(_("They have answered you, and are to be thanked: {what}."), what=ask.what))
        elif ask.state is AskState.THANKED:
            shown.append(say(_("They are to hear how it went: {what}."), what=ask.what))
    return shown[:LATEST]


def _lately(entries: Sequence[Entry], today: date) -> list[Span | None]:
    shown: list[Span | None] = [say(_("Lately:"))] if entries else []
    for entry in entries:
        if isinstance(entry, Favour):
            template = _("{when}: gave {what}") if entry.direction is Direction.GAVE else _("{when}: got {what}")
        else:
            template = _("{when}: {what}") if entry.what else _("{when}: in touch")
        what = entry.what if len(entry.what) <= 80 else entry.what[:79] + "…"
        shown.append(say(template, when=ago(entry.happened_on, today), what=what or say(_("a favour"))))
    return shown


def _buttons(contact: Contact) -> tuple[Row, ...]:
    def button(label: str, command: str) -> Button:
        return Button(say(label), do(command, contact.id))

    if contact.status in AT_REST:
        return ((button(_("Note…"), "note"), button(_("Edit…"), "edit")),)
    if contact.status is Status.ARCHIVED:
        return ((button(_("Bring back"), "resume"), button(_("Note…"), "note")),)
    keep = _("Keep up…") if contact.keep is not Keep.OWN else _("Change rhythm…")
    return (
        (button(_("Met today"), "met"), button(_("Gave…"), "gave"), button(_("Got…"), "got")),
        (button(keep, "keep"), button(_("Note…"), "note"), button(_("Edit…"), "edit")),
        (Button(say(_("Snooze")), action("snooze", contact.id)), button(_("Archive"), "archive")),
    )


def found_lines(contacts: Sequence[Contact]) -> list[Span]:
    """The lines of a list; those that would be the same are told apart by a profile, an address, or a day."""
    shown = [found_line(each) for each in contacts]
    same = [[other for other, theirs in zip(contacts, shown, strict=True) if theirs == line] for line in shown]
    return [
        _told_apart(line, each, namesakes) if len(namesakes) > 1 else line
        for line, each, namesakes in zip(shown, contacts, same, strict=True)
    ]


def _told_apart(line: Span, contact: Contact, namesakes: Sequence[Contact]) -> Span:
    mark, day = telling(contact, namesakes), contact.created_at.date()
    if mark == day.isoformat():
        return say(_("{who}, added {day}"), who=line, day=day)
    return say(_("{who}, {mark}"), who=line, mark=mark)


def found_line(contact: Contact) -> Span:
    """One line of a list: the name and where they are."""
    place = work(contact)
    tags = " ".join(f"#{tag}" for tag in contact.tags[:_TAGS])
    parts: list[Span] = [Person(contact.name)]
    if place:
        parts += [", ", place]
    if tags:
        parts += [" ", tags]
    if len(contact.tags) > _TAGS:
        parts += [" ", count("…and {n} more", "…and {n} more", len(contact.tags) - _TAGS)]
    return tuple(parts)


def named(contacts: Sequence[Contact]) -> Span:
    """ "Jane, Raj and Zoë"."""
    return Listing(tuple(Person(each.name) for each in contacts))


def how_many(n: int) -> Span:
    return count("{n} person", "{n} people", n)
