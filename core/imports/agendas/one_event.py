"""A calendar file with a single event: an invitation. It is entered at once, and answered with its card."""

from collections.abc import Sequence
from dataclasses import replace

from core.chat.command import Context, Session
from core.chat.reply import Button, Reply, action, count, say
from core.chat.request import Actor
from core.chat.words import _
from core.events import keeping
from core.events.card import card
from core.facts.account import EventChanged, SeriesChanged, Step
from core.facts.events import Event, FoundEvent
from core.facts.ids import ImportId, new_id
from core.facts.imports import Haul, Import
from core.imports.agendas.calendars import SOURCE
from core.imports.agendas.entering import enter, entries_of, told

_FOLLOWED = ("title", "on", "at", "timezone", "until_on", "until_at", "place", "url", "notes", "cancelled")


def is_one_event(haul: Haul) -> bool:
    """Whether it is a calendar with one event, or one that comes again, and perhaps its guests."""
    calendar = len(haul.files) == 1 and haul.files[0].startswith(SOURCE.title)
    return calendar and len(told(haul.events)) == 1 and not (haul.table or haul.own or haul.skipped)


async def take(session: Session, actor: Actor, haul: Haul, guests: Import | None) -> Reply:
    """Enter it, and show its card. What the owner has under the same UID follows the file,
    unless they typed or announced it themselves, or answered somebody else's. `guests`: what waits to
    be imported, where it names people."""
    async with session.store.write() as tx:
        [account] = await tx.accounts.get([session.account.id])  # holds it
        ctx = replace(session.context(tx, actor), account=account)
        shown = await _known(ctx, haul.events) or await _entered(ctx, haul.events)
    if guests is None or not haul.found:
        return shown
    label = count("Its {n} guest…", "Its {n} guests…", len(haul.found))
    return replace(shown, rows=(*shown.rows, (Button(label, action("import-look", guests.id)),)))


async def _known(ctx: Context, found: Sequence[FoundEvent]) -> Reply | None:
    """The card of what stands in the agenda already, changed as the file says; None where there is none such."""
    [one] = told(found)
    there = await ctx.tx.events.with_origins(ctx.owner, [one.origin])
    for series in await ctx.tx.series.of(ctx.owner) if not there else ():
        if series.origin == one.origin:
            there = [each for each in await ctx.tx.events.of_series(ctx.owner, series.id) if each.on >= ctx.today]
    if not there:
        return None
    event = there[0]
    after = event
    follows = event.terms is None and event.shared_id is None and event.origin.startswith("calendar:")
    if follows and event.origin == one.origin and not one.rule and one.sequence >= event.sequence:
        after = replace(event, **{name: getattr(one, name) for name in _FOLLOWED}, sequence=one.sequence)
    if after == event:
        return await card(ctx, event, heading=say(_("That is in your events already:")))
    event, deed = await keeping.change(ctx, event, after, _("the change of {names}"))
    return await card(ctx, event, heading=say(_("Changed:")), deed=deed)


async def _entered(ctx: Context, found: Sequence[FoundEvent]) -> Reply:
    entries = entries_of(found, ImportId(new_id()), ctx.account, ctx.now)
    single = [replace(each, import_id=None) for each in entries.single]
    series = [replace(each, import_id=None) for each in entries.series]
    occurrences: list[Event] = [replace(each, import_id=None) for each in entries.occurrences]
    await enter(ctx.tx, ctx.owner, replace(entries, single=single, series=series, occurrences=occurrences))
    steps: tuple[Step, ...] = (
        *(EventChanged(event_id=each.id, before=None) for each in single),
        *(SeriesChanged(series_id=each.id, before=None) for each in series),
    )
    events = sorted([*single, *occurrences], key=lambda each: each.on)
    first = next((each for each in events if each.on >= ctx.today), events[-1])
    deed = await ctx.did(_("the event: {names}"), (first.title,), *steps)
    return await card(ctx, first, heading=say(_("Noted:")), deed=deed)
