"""/review: the events of a quarter, with how many were met there, written to, and kept: which are worth it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.chat.command import Context, command
from core.chat.reply import Answer, Bold, Listing, Reply, Span, count, lines, say
from core.chat.words import _
from core.events.moments import ends
from core.facts.account import Account
from core.facts.cadence import add_months
from core.facts.events import Event
from core.facts.ids import ContactId, EventId
from core.facts.keys import fold
from core.facts.people import Contact, Entry, Touch
from core.meetings.going_on import is_attended
from core.people.due import cadence_of

_MONTHS = 3
_SHOWN = 10
_FOLLOWED = timedelta(days=14)  # after that a word is not a follow-up any more
_OFTEN = 2  # times without anybody kept, until it is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """What came of an event, or of all occurrences of one."""

    title: str
    times: int
    met: int
    followed: int  # of these, spoken to within two weeks after it
    kept: int  # of these, those with a rhythm, or spoken to again later

    @property
    def is_worth_it(self) -> bool:
        return self.kept > 0


def reviewed(
    events: Sequence[Event],
    met: Mapping[EventId, Sequence[ContactId]],
    contacts: Mapping[ContactId, Contact],
    entries: Sequence[Entry],
    account: Account,
) -> list[Yield]:
    """What came of these events, those of one series or title together; the best first. Pure."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(event.series_id or fold(event.title), []).append(event)
    spoken: dict[ContactId, list[Entry]] = {}
    for entry in entries:
        spoken.setdefault(entry.contact_id, []).append(entry)
    found = [_yield(group, met, contacts, spoken, account) for group in groups.values()]
    found.sort(key=lambda each: (-each.kept, -each.followed, -each.met, -each.times, fold(each.title)))
    return found


@command(
    "review",
    summary=_("Which of your events were worth going to"),
    examples=("/review",),
    reads=True,
)
async def review(ctx: Context) -> Answer:
    since = add_months(ctx.today, -_MONTHS)
    found = await ctx.tx.events.between(ctx.owner, since, ctx.today)
    events = [each for each in found if is_attended(each) and ends(each) <= ctx.now]
    if not events:
        return Reply(
            text=lines(
                say(_("No events in the last three months, so there is nothing to look back at.")),
                say(_("Note the next one: /event Kiwanis breakfast Tue 7:30 at Brampton Hall")),
            )
        )
    met = await ctx.tx.events.people_met(ctx.owner, [each.id for each in events])
    ids = {contact_id for people in met.values() for contact_id in people}
    contacts = {each.id: each for each in await ctx.tx.people.get(ctx.owner, ids)} if ids else {}
    entries = await ctx.tx.people.entries_with(ctx.owner, ids) if ids else ()
    return _shown(reviewed(events, met, contacts, entries, ctx.account), since)


@command(
    "eventsreview",
    summary=_("Which of your events were worth going to"),
    examples=("/eventsreview",),
    reads=True,
    listed=False,
)
async def events_review(ctx: Context) -> Answer:
    """What is said as "/events review"."""
    return await review.run(ctx)


def _yield(
    group: Sequence[Event],
    met: Mapping[EventId, Sequence[ContactId]],
    contacts: Mapping[ContactId, Contact],
    spoken: Mapping[ContactId, Sequence[Entry]],
    account: Account,
) -> Yield:
    first_met: dict[ContactId, date] = {}
    for event in sorted(group, key=lambda each: each.on):
        for contact_id in met.get(event.id, ()):
            first_met.setdefault(contact_id, event.on)
    ids = {each.id for each in group}
    followed = kept = 0
    for contact_id, on in first_met.items():
        theirs = (each for each in spoken.get(contact_id, ()) if not _is_at(each, ids))
        after = [each.happened_on for each in theirs if each.happened_on > on]
        contact = contacts.get(contact_id)
        followed += any(day <= on + _FOLLOWED for day in after)
        kept += any(day > on + _FOLLOWED for day in after) or (
            contact is not None and bool(after) and cadence_of(contact, account) is not None
        )
    return Yield(title=group[-1].title, times=len(group), met=len(first_met), followed=followed, kept=kept)


def _is_at(entry: Entry, ids: set[EventId]) -> bool:
    """Whether it was at one of these events itself."""
    return isinstance(entry, Touch) and entry.event_id in ids


def _shown(found: Sequence[Yield], since: date) -> Reply:
    worth = [each.title for each in found if each.is_worth_it][:3]
    little = [each.title for each in found if not each.followed and not each.kept and each.times >= _OFTEN][:3]
    more = len(found) - _SHOWN
    return Reply(
        text=lines(
            say(_("Your events since {day}:"), day=since),
            *(_line(each) for each in found[:_SHOWN]),
            count("… and {n} more.", "… and {n} more.", more) if more > 0 else None,
            "",
            say(_("Worth going to: {events}"), events=Listing(tuple(worth))) if worth else None,
            say(_("Little has come of: {events}"), events=Listing(tuple(little))) if little else None,
            None if worth else say(_("Events pay when you write to people afterwards: /draft helps.")),
        )
    )


def _line(each: Yield) -> Span:
    title: Span = Bold(each.title)
    if each.times > 1:
        title = count("{title} ({n} time)", "{title} ({n} times)", each.times, title=title)
    if not each.met:
        return say(_("{event}: nobody noted"), event=title)
    return say(
        _("{event}: {met} met, {followed} followed up, {kept} kept"),
        event=title,
        met=each.met,
        followed=each.followed,
        kept=each.kept,
    )
