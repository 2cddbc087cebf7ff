"""/prepare: before an event, who of one's network is likely there, and with which words to begin."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import NotFound, Refusal
from core.chat.reply import Answer, Bold, Button, Reply, Span, action, count, lines, say
from core.chat.words import _
from core.events.moments import ends
from core.facts.events import Attendee, Event, Rsvp
from core.facts.ids import AccountId, ContactId
from core.facts.keys import Key, KeyKind, fold, handle_key
from core.facts.people import Contact, Handle
from core.meetings.going_on import find_event, is_attended
from core.meetings.likely_there import MOST, Between, Likely, companies_named, likely, openings, person_lines

_COMING = 30  # events to come among which one is looked for
_PAST = 200  # events in which earlier ones are looked for
_OPEN = 200  # asks and promises
_GONE = _("I can't find that event any more. /events shows what there is.")


@command(
    "prepare",
    Param(
        name="event",
        kind=Kind.TEXT,
        label=_("Event"),
        summary=_("a word of its title; the next one if left out"),
    ),
    summary=_("Who is likely at your next event, and how to begin"),
    examples=("/prepare", "/prepare Kiwanis"),
    reads=True,
)
async def prepare(ctx: Context, event: str | None) -> Answer:
    coming = [each for each in await ctx.tx.events.coming(ctx.owner, ctx.today, _COMING) if ends(each) > ctx.now]
    words = fold(event or "").split()
    found = [each for each in coming if all(word in fold(f"{each.title} {each.place}") for word in words)]
    chosen = next((each for each in found if is_attended(each)), None) or next(iter(found), None)
    if chosen is None:
        unknown = say(_("I find no event to come with “{words}”."), words=event[:60]) if event else None
        none = say(_("You have no event to come. Note one: /event Kiwanis breakfast Tue 7:30 at Brampton Hall"))
        raise Refusal(lines(unknown, say(_("/events shows what there is.")) if event else none))
    return await _prepared(ctx, chosen)


@on_press("prepare", reads=True)
async def prepare_for(ctx: Context, event_id: str) -> Answer:
    """The same for the event of a button."""
    event = await find_event(ctx, event_id)
    if event is None:
        raise NotFound(say(_GONE))
    return await _prepared(ctx, event)


async def _prepared(ctx: Context, event: Event) -> Reply:
    """A constant number of statements, however many people there are."""
    met = await _met_before(ctx, event)
    going = await _going(ctx, event)
    keys = await ctx.tx.people.with_key(ctx.owner, KeyKind.COMPANY, companies_named(event))
    hosts = {contact_id for _key, contact_id in keys}
    ids = {*met, *going, *hosts}
    contacts = await ctx.tx.people.get(ctx.owner, ids) if ids else ()
    people = likely(contacts, going, met, hosts, ctx.today)
    shown = people[:MOST]
    between = await _between(ctx, [each.contact for each in shown]) if shown else Between()
    return Reply(
        text=lines(
            Bold(event.title),
            _when(event),
            "",
            *_people(shown, between, len(people), ctx),
            "",
            *_begin(event, shown, between, ctx),
        ),
        rows=((Button(say(_("Event")), action("event", event.id)),),),
    )


def _people(shown: Sequence[Likely], between: Between, many: int, ctx: Context) -> list[Span | None]:
    if not shown:
        return [say(_("I know of nobody there yet: a room full of new people."))]
    parts: list[Span | None] = [say(_("Likely there:"))]
    for each in shown:
        parts += person_lines(each, between, ctx.today)
    if many > len(shown):
        parts.append(count("… and {n} more.", "… and {n} more.", many - len(shown)))
    return parts


def _begin(event: Event, people: Sequence[Likely], between: Between, ctx: Context) -> list[Span | None]:
    ways = openings(people, event, between, ctx.today)
    return [say(_("Two ways to begin:")), *((f"{number}. ", way) for number, way in enumerate(ways, 1))]


def _when(event: Event) -> Span:
    when: Span = event.on
    if event.at is not None:
        when = datetime.combine(event.on, event.at, ZoneInfo(event.timezone))
    return say(_("{when}, {place}"), when=when, place=event.place) if event.place else when


async def _met_before(ctx: Context, event: Event) -> Counter[ContactId]:
    """How often people were met at earlier ones: of the same series, or of the same title."""
    past = await ctx.tx.events.past(ctx.owner, ctx.today, _PAST)
    same = [each.id for each in past if each.id != event.id and _is_same(each, event)]
    met = await ctx.tx.events.people_met(ctx.owner, same) if same else {}
    return Counter(contact_id for people in met.values() for contact_id in people)


def _is_same(one: Event, other: Event) -> bool:
    if one.series_id is not None and one.series_id == other.series_id:
        return True
    return fold(one.title) == fold(other.title)


async def _going(ctx: Context, event: Event) -> Collection[ContactId]:
    """Contacts of the owner's who have said that they go, to an event that the owner has answered, too: there they
    see one another's names."""
    if event.shared_id is None:
        return frozenset()
    attendees = await ctx.tx.attendees.of(event.shared_id)
    if all(each.account_id != ctx.owner for each in attendees):
        return frozenset()
    going = [each for each in attendees if each.account_id != ctx.owner and each.rsvp is Rsvp.GOING]
    return await _known_among(ctx, {each.account_id: each for each in going}) if going else frozenset()


async def _known_among(ctx: Context, others: dict[AccountId, Attendee]) -> Collection[ContactId]:
    """Those of whom the owner has a card: with the address of their account, or of the whole name that they bear
    there."""
    identities = await ctx.tx.accounts.identities(others.keys())
    addresses = [
        handle_key(Handle(kind="discord", value=f"https://discord.com/users/{each.external_id}"))
        for each in identities
        if each.platform == "discord"
    ]
    linked = await ctx.tx.people.with_key(ctx.owner, KeyKind.LINK, addresses) if addresses else ()
    names = {fold(each.name) for each in others.values() if " " in fold(each.name)}
    named: Sequence[tuple[Key, ContactId]] = ()
    if names:
        named = await ctx.tx.people.with_key(ctx.owner, KeyKind.NAME, names)
    return {contact_id for _key, contact_id in (*linked, *named)}


async def _between(ctx: Context, people: Sequence[Contact]) -> Between:
    ids = [each.id for each in people]
    return Between(
        entries=await ctx.tx.people.entries_with(ctx.owner, ids),
        asks=[each for each in await ctx.tx.asks.open(ctx.owner, _OPEN) if each.contact_id in ids],
        promises=[each for each in await ctx.tx.promises.open(ctx.owner, _OPEN) if each.contact_id in ids],
        targets=await ctx.tx.targets.of(ctx.owner),
    )
