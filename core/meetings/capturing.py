"""Whom somebody has met, noted from one line: card, event, promises and touch, as one deed."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from core.asks import promises
from core.chat.aside import read_aside
from core.chat.command import Context
from core.chat.errors import Refusal
from core.chat.naming import Known, known_in, named_alone
from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Found
from core.chat.parsing.line import Line
from core.chat.parsing.people.cards import CardLine
from core.chat.questions import keep_line
from core.chat.reply import Listing, say
from core.chat.words import _, plain
from core.facts.account import ContactAdded, ContactChanged, PromiseChanged, Step
from core.facts.asks import Promise
from core.facts.events import Event
from core.facts.ids import ContactId, DeedId, EntryId, PromiseId, QuestionId, new_id
from core.facts.keys import fold
from core.facts.people import Contact, Touch
from core.meetings.follow_ups import plan_follow_up
from core.meetings.going_on import last_day
from core.meetings.met_lines import Words, read_said
from core.people.changing import with_cadence, with_handles, with_tags
from core.people.due import begun, touched
from core.people.ledger import means_thanks, record

SOON = timedelta(days=2)  # in which a promise of an event is kept, where no day was said
_HER = re.compile(r"\bher\b")
_MAX_NOTES = 10_000  # characters (core/people/commands/changing.py)


@dataclass(frozen=True, slots=True)
class Met:
    """People met together, and what is said of them; its card is about one."""

    who: Sequence[Contact]
    said: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What was noted of them. `elsewhere`: a company that is not on their card, and the line that puts it there."""

    contacts: Sequence[Contact]
    what: str
    changed: bool  # whether a card says more than before
    how_met: str = ""  # in their words, where that went on the card
    knows: tuple[str, ...] = ()
    promised: tuple[Promise, ...] = ()
    elsewhere: tuple[str, QuestionId] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """All that was noted at once, on one day and perhaps at one event."""

    noted: Sequence[Noted]
    contacts: Sequence[Contact]
    deed: DeedId
    on: date
    event: Event | None = None


async def read_words(ctx: Context, words: str, *, card: bool, many: bool, works_at: str | None = None) -> Words:
    """What the words of a line say, of one person or of `many` (see read_said). Raises Refusal."""
    return await read_aside(
        read_said, words, ctx.today, ctx.account.locale, card=card, many=many, works_at=works_at
    )


async def capture(ctx: Context, meetings: Sequence[Met], on: date, event: Event | None) -> Captured:
    """Write down that they met on this day: one deed, in a request that has left none yet.

    Whoever was added on the way was met just then; where somebody known works stays as it is.
    """
    new = {step.contact_id for step in ctx.began if isinstance(step, ContactAdded)}
    if event is not None:
        on = min(max(on, event.on), last_day(event), ctx.today)
    before = {each.id: each for met in meetings for each in met.who}
    now = dict(before)
    known = await known_in(ctx, [name for met in meetings for name in met.said.knows])
    noted: list[Noted] = []
    entries: list[Touch] = []
    for met in meetings:
        each = await _note(ctx, met, now, known, on, event, new)
        noted.append(each)
        entries += [_touch(ctx, contact, each.what, on, event) for contact in each.contacts]
    if changed := [each for each in now.values() if each != before[each.id]]:
        now |= {each.id: touched(each, ctx.account, on) for each in changed}  # here, so that it is written once
        await ctx.tx.people.change([now[each.id] for each in changed])
    await ctx.tx.promises.save_many([promise for one in noted for promise in one.promised])
    steps: list[Step] = [ContactChanged(before=before[each.id]) for each in changed if each.id not in new]
    steps += [PromiseChanged(promise_id=each.id, before=None) for one in noted for each in one.promised]
    contacts, deed = await record(ctx.after(*steps), [*now.values()], entries, on, _("your touch with {names}"))
    if event is not None:
        await plan_follow_up(ctx, on)
    return Captured(noted=noted, contacts=contacts, deed=deed, on=on, event=event)


async def _note(
    ctx: Context,
    met: Met,
    now: dict[ContactId, Contact],
    known: Known,
    on: date,
    event: Event | None,
    new: Collection[ContactId],
) -> Noted:
    """What is to be noted of these people; `now` are the cards as they become."""
    who = [now[each.id] for each in met.who]
    knows = await _named(ctx, met.said.knows, known)
    what, card = met.said.what, met.said.card
    if met.said.place:
        elsewhere = await _elsewhere(ctx, who[0], met.said.place)
    else:
        elsewhere = await _elsewhere(ctx, who[0], card.company, card.title) if card and who[0].company else None
    if elsewhere and card:
        what = ", ".join(part for part in (f"@ {card.company}", card.title or "", what) if part)
        card = replace(card, company=None, title=None)
    if card and card.title and not card.company and who[0].title:  # a word beside what the card says already
        what, card = ", ".join(part for part in (card.title, what) if part), replace(card, title=None)
    if card and card.how_met and who[0].how_met:  # told before: what is said now is of this time
        what, card = ", ".join(part for part in (f"met {card.how_met}", what) if part), replace(card, how_met=None)
    after = [_filled(ctx, each, card, knows, on, event, is_new=each.id in new) for each in who]
    now.update({each.id: each for each in after})
    return Noted(
        contacts=after,
        what=what,
        changed=[(each.company, each.title) for each in after] != [(each.company, each.title) for each in who],
        how_met=(card.how_met or "") if card else "",
        knows=knows,
        promised=tuple(_promise(ctx, each, words) for each in after for words in met.said.promises),
        elsewhere=elsewhere,
    )


def _touch(ctx: Context, contact: Contact, what: str, on: date, event: Event | None) -> Touch:
    return Touch(
        id=EntryId(new_id()),
        contact_id=contact.id,
        happened_on=on,
        what=what,
        recorded_at=ctx.now,
        thanks=means_thanks(what),
        event_id=event.id if event else None,
    )


async def _named(ctx: Context, names: Sequence[str], among: Known) -> tuple[str, ...]:
    """These people by their whole names, where they are known."""
    found: list[str] = []
    for each in names:
        mentions = await named_alone(ctx, each, many=True, among=among)
        known = [one.settled for one in mentions if isinstance(one.settled, Contact)]
        found += [one.name for one in known] if known and len(known) == len(mentions) else [each]
    return tuple(found)


async def _elsewhere(
    ctx: Context, contact: Contact, company: str | None, title: str | None = None
) -> tuple[str, QuestionId] | None:
    if not company or fold(company) == fold(contact.company):
        return None
    return company, await keep_line(ctx, f"/edit {contact.name} @ {company}{f', {title}' if title else ''}")


def _filled(
    ctx: Context,
    contact: Contact,
    card: CardLine | None,
    knows: Sequence[str],
    on: date,
    event: Event | None,
    *,
    is_new: bool,
) -> Contact:
    """The contact with what the line says. Somebody new was met there and then."""
    after = contact
    if card:
        after = with_handles(with_tags(after, card.tags, ()), card.handles)
        after = with_cadence(after, card.cadence)
        after = replace(
            after,
            company=card.company or after.company,
            title=card.title or after.title,
            how_met=after.how_met or card.how_met or "",
        )
    if knows:
        note = plain(say(_("Knows {names}"), names=Listing(tuple(knows))), ctx.reader)
        notes = f"{after.notes}\n{note}" if after.notes else note
        if note not in after.notes and len(notes) <= _MAX_NOTES:
            after = replace(after, notes=notes)
    if is_new and contact.met_on is None and (event or card):
        after = replace(after, met_on=on, how_met=after.how_met or (event.title if event else ""))
    return begun(contact, ctx.account, after, ctx.account, ctx.today) if after != contact else contact


def _promise(ctx: Context, contact: Contact, words: str) -> Promise:
    """A promise of these words, due on the day that they say, else in two days."""
    what, due_on = _due(ctx, words)
    promise = Promise(
        id=PromiseId(new_id()),
        account_id=ctx.owner,
        contact_id=contact.id,
        what=what,
        promised_on=ctx.today,
        due_on=due_on,
        next_on=None,
    )
    return promises.begun(promise, ctx.account, ctx.today)


def _due(ctx: Context, words: str) -> tuple[str, date]:
    local = ctx.now.astimezone(ZoneInfo(ctx.account.timezone or "UTC"))
    try:
        # "her Thursday" is no day, "call her Thursday" is one.
        found = find_moment(_HER.sub("   ", words), local, ctx.account.locale)
    except Refusal:  # a day that is over is no day for a promise
        found = None
    if not isinstance(found, Found):
        return words, ctx.today + SOON
    line = Line(words)
    for start, end in found.spans:
        line.cut(start, end)
    rest = line.rest().strip(" ,.")
    return (rest.removesuffix(" by").removesuffix(" on") or words), found.value.on
