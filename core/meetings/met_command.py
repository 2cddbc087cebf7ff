"""/met: in touch with somebody, in one line; at an event with all that is to be kept of them."""

from dataclasses import replace
from datetime import date, timedelta

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.questions import PICK
from core.chat.reply import Answer, Button, Listing, Notice, Reply, Row, Span, action, lines, say
from core.chat.words import _
from core.facts.account import ContactAdded, EntriesAdded
from core.facts.events import Event
from core.facts.people import Contact
from core.meetings.capturing import Captured, Met, Noted, capture, read_words
from core.meetings.going_on import event_going_on, find_event
from core.meetings.named_events import event_of_place
from core.people.card import work
from core.people.ledger import means_thanks
from core.people.noted import after_noting, coming_lines, day_line, names_of

_KEPT = timedelta(days=1)  # in which a deed may be changed (core/account/undo.py)
_SHORT = 24  # characters of an event on a button


async def _at_an_event(ctx: Context) -> bool:
    return await event_going_on(ctx, ctx.today, also_over=False) is not None


@command(
    "met",
    Param(
        name="who",
        kind=Kind.CONTACTS,
        label=_("Who"),
        summary=_("one or more people"),
        ask=_("Whom were you in touch with?"),
        carded=True,
        new_there=_at_an_event,
    ),
    Param(name="when", kind=Kind.PAST_DAY, label=_("When"), summary=_("the day, today if left out")),
    Param(name="what", kind=Kind.TEXT, label=_("What"), summary=_("what it was")),
    summary=_("Note that you were in touch"),
    examples=(
        "/met Jane coffee yesterday, talked about Raj",
        "/met Jane and Raj",
        "/met Jane last Friday",
        "/met Raj Patel @ Shopify, PM, knows Jane, send him the article",
    ),
    offer=_("We were in touch"),
)
async def met(ctx: Context, who: tuple[Contact, ...], when: date | None, what: str | None) -> Answer:
    on, new = when or ctx.today, any(isinstance(step, ContactAdded) for step in ctx.began)
    event, words = await event_of_place(ctx, what or "", when)
    said = await read_words(ctx, words, card=False, many=len(who) > 1, works_at=None if new else who[0].company)
    event = event or await event_going_on(ctx, on, also_over=new or said.card is not None)
    if event and new and said.card is None:  # "Kim Lee, Deloitte, consultant" is a card as it is under /whom
        said = await read_words(ctx, words, card=True, many=len(who) > 1)
    captured = await capture(ctx, [Met(who, said)], on, event)
    [noted] = captured.noted
    return Reply(
        text=lines(
            say(_("Noted: in touch with {names}"), names=names_of(captured.contacts)),
            *noted_lines(noted),
            say(_("At {event}"), event=event.title) if event else None,
            day_line(ctx, captured.on),
            say(_("I took that as your thank-you.")) if means_thanks(noted.what) else None,
            *coming_lines(ctx, captured.contacts),
        ),
        rows=(*_about(captured), after_noting(captured.contacts, captured.deed)),
    )


@on_press("notat")
async def not_at(ctx: Context, deed_id: str, event_id: str) -> Answer:
    """What was noted was not at this event after all."""
    deeds = await ctx.tx.accounts.deeds(ctx.owner, ctx.now - _KEPT)
    deed = next((each for each in deeds if each.id == deed_id), None)
    noted = next((step for step in deed.steps if isinstance(step, EntriesAdded)), None) if deed else None
    event = await find_event(ctx, event_id)
    if deed is None or noted is None or event is None:
        return Notice(say(_("That is taken back already, or more than a day old.")))
    await ctx.tx.people.leave_event(ctx.owner, noted.entries)
    contacts = await ctx.tx.people.get(ctx.owner, noted.contacts)
    added = {step.contact_id for step in deed.steps if isinstance(step, ContactAdded)}  # others were met before
    met_there = [each for each in contacts if each.id in added and each.how_met == event.title]
    await ctx.tx.people.change([replace(each, how_met="") for each in met_there])
    text = say(_("All right: {names}, but not at {event}."), names=names_of(contacts), event=event.title)
    return Reply(text=text, rows=((Button(say(_("Undo")), action("undo", deed_id)),),), replaces=True)


def noted_lines(noted: Noted) -> list[Span | None]:
    """What was understood, beside who it is."""
    promised = {each.what: each.due_on or each.promised_on for each in noted.promised}
    return [
        work(noted.contacts[0]) if noted.changed and len(noted.contacts) == 1 else None,
        say(_("Met: {how}"), how=noted.how_met) if noted.how_met else None,
        say(_("Knows {names}"), names=Listing(noted.knows)) if noted.knows else None,
        noted.what or None,
        *(say(_("Promised: {what}, by {day}"), what=what, day=day) for what, day in promised.items()),
    ]


def now_at(captured: Captured) -> tuple[Button, ...]:
    """For those who work, or may work, elsewhere than their card says: to change that."""
    found = [(*each.elsewhere, each.contacts[0]) for each in captured.noted if each.elsewhere]
    return tuple(
        Button(
            say(_("Now at {company}") if who.company else _("Works at {company}?"), company=company[:_SHORT]),
            action(PICK, line, "0"),
        )
        for company, line, who in found
    )


def short_title(event: Event) -> str:
    return event.title if len(event.title) <= _SHORT else event.title[: _SHORT - 1].rstrip() + "…"


def _about(captured: Captured) -> list[Row]:
    rows: list[Row] = [now_at(captured)] if now_at(captured) else []
    if captured.event:
        off = action("notat", captured.deed, captured.event.id)
        rows.append((Button(say(_("Not at {event}"), event=short_title(captured.event)), off),))
    return rows
