"""/event: one line, or a pasted invitation, becomes an event; what is unclear is asked about first."""

from collections.abc import Sequence
from dataclasses import replace

from core.chat.aside import read_aside
from core.chat.command import Context, Kind, MenuEntry, On, Param, command
from core.chat.questions import ask, calls_off
from core.chat.reading import Open
from core.chat.reply import Answer, Reply, lines, say
from core.chat.telling import tell_when
from core.chat.values import dump_when
from core.chat.words import _, plain
from core.events import editing, keeping, making, serial
from core.events.agenda import listed, titled
from core.events.card import card, series_of
from core.events.invitations import is_invitation
from core.events.understanding import Missing, Understood, understood
from core.facts.account import Choice, EventChanged, SeriesChanged
from core.facts.events import Event
from core.facts.keys import fold
from core.ical.rules import rule_of


@command(
    "event",
    Param(
        name="what",
        kind=Kind.TEXT,
        label=_("What, when, where"),
        summary=_("what, when and where; or a whole invitation"),
        ask=_(
            "Which event? Say what, when and where, or paste the invitation. "
            "For example: Kiwanis breakfast Tue 7:30 at Brampton Hall"
        ),
        unless=("of",),
    ),
    Param(name="when", kind=Kind.TEXT, summary=_("when it is, where that was not clear"), option=False),
    Param(name="of", kind=Kind.TEXT, summary=_("the event that you are editing"), option=False),
    Param(name="value", kind=Kind.TEXT, summary=_("what you are changing it to"), option=False),
    Param(
        name="city",
        kind=Kind.ZONE,
        label=_("City"),
        option=False,
        summary=_("where you are; asked for once"),
        ask=_("Which city are you in, or near? Then I know what time it is for you."),
    ),
    summary=_("Note an event: I remind you, prepare you, and ask whom you met"),
    examples=(
        "/event Kiwanis breakfast Tue 7:30 at Brampton Hall, every 2nd Tuesday",
        "/event Product drinks Dec 3 6-9pm @ The Great Hall https://lu.ma/drinks",
    ),
    takes_no=True,  # "none": no place, no link any more
    offer=_("Add it to your events"),
    offer_if=is_invitation,
    menu=(MenuEntry(on=On.MESSAGE, title=_("Add to my events"), fills="what"),),
)
async def event(
    ctx: Context, what: str | None, when: str | None, of: str | None, value: str | None, city: str
) -> Answer:
    if any(each and calls_off(each) and not editing.takes_away(of, each) for each in (what, when, value)):
        return Reply(text=say(_("All right, nothing noted.")))
    if of:
        return await editing.change(ctx, event, of, value or "", what or "", when or "")
    account = replace(ctx.account, timezone=city)
    read = await read_aside(understood, what or "", ctx.now, account, when or "")
    if isinstance(read, Understood):
        return await add(ctx, read)
    if isinstance(read, Missing) and not (when or read.choices) and (found := await titled(ctx, what or "")):
        return await _there(ctx, found)
    if isinstance(read, Missing) and read.asking == "what":
        return await ask(ctx, event, Open(asking=_WHAT, text=read.text, values={"when": read.said, "city": city}))
    choices, said = (read.choices, read.said) if isinstance(read, Missing) else ((), "")
    offered = tuple(
        Choice(
            label="{name}",
            name=plain(tell_when(each, city, ctx.today), ctx.reader),
            values={"when": dump_when(each)},
        )
        for each in choices
    )
    return await ask(
        ctx,
        event,
        Open(asking=_WHEN, text=read.text, values={"what": said or what or "", "city": city}, choices=offered),
    )


_WHAT, _WHEN, _OF, _VALUE = event.params[:4]


async def _there(ctx: Context, found: Sequence[Event]) -> Reply:
    """What is called as was said, and no more was said."""
    another = say(_("For another one say when it is, too: /event {title} Friday 18:00"), title=found[0].title)
    if len(found) == 1:
        return await card(ctx, found[0], heading=another)
    return listed(ctx, lines(say(_("Which of these?")), another), found)


async def add(ctx: Context, read: Understood) -> Reply:
    """Keep what was understood, and show it; what stands in the agenda already is shown as it is there."""
    if (there := await _known(ctx, read)) is not None:
        return await _added_to(ctx, there, read)
    if read.recurrence is None:
        [kept] = await keeping.keep(ctx.tx, [making.new_event(read, ctx.account, ctx.now)], ctx.account, ctx.now)
        deed = await ctx.did(_("the event: {names}"), (kept.title,), EventChanged(event_id=kept.id, before=None))
        return await card(ctx, kept, heading=say(_("Noted:")), deed=deed)
    series, events = await making.add(ctx.tx, making.new_series(read, ctx.account, ctx.now), ctx.account, ctx.now)
    deed = await ctx.did(_("the event: {names}"), (series.title,), SeriesChanged(series_id=series.id, before=None))
    return await card(ctx, events[0], heading=say(_("Noted:")), deed=deed, series=series)


async def _added_to(ctx: Context, there: Event, read: Understood) -> Reply:
    """What stands in the agenda already, with what it did not say so far; asks whether it shall come again."""
    series = await series_of(ctx, there)
    again = read.recurrence if there.shared_id is None else None
    names = [name for name in ("place", "url", "notes") if getattr(read, name) and not getattr(there, name)]
    if (there.until_on, there.until_at, series) == (None, None, None):
        names += [name for name in ("until_on", "until_at") if getattr(read, name)]
    deed = None
    if names and there.shared_id is None:
        after = replace(there, **{name: getattr(read, name) for name in names})
        if series is not None and again is not None:
            there, deed = await serial.change(ctx, series, there, after)
        else:
            there, deed = await keeping.change(ctx, there, after, _("the change of {names}"))
    heading = say(_("That is in your events already:"))
    if deed is not None:
        heading = say(_("That is in your events already, and now with what you said:"))
    if again is None or (series is not None and series.rule == rule_of(again)):
        return await card(ctx, there, heading=heading, deed=deed)
    every = tell_when(again, there.timezone, ctx.today)
    question = say(_("“{title}” is in your events already. Shall it come {every}?"), title=there.title, every=every)
    yes = Choice(label=_("Yes, {name}"), name=plain(every, ctx.reader), values={"value": dump_when(again)})
    of = {"of": f"{there.id}.every.all", "city": there.timezone}
    return await ask(
        ctx, event, Open(asking=_VALUE, text=question, values=of, choices=(yes,)), way_out=_("Leave it as it is")
    )


async def _known(ctx: Context, read: Understood) -> Event | None:
    """The event of the same name at the same time, if there is one."""
    for each in await ctx.tx.events.between(ctx.owner, read.on, read.on):
        same = (each.on, each.at) == (read.on, read.at) and fold(each.title) == fold(read.title)
        if same and not each.cancelled:
            return each
    return None
