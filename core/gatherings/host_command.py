"""/host: an event is announced in a group; and those that one looks after, each with its screen, in private."""

from dataclasses import replace

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import Refusal
from core.chat.pages import PAGE, page_number, pages
from core.chat.questions import ask
from core.chat.reading import Open
from core.chat.reply import Answer, Button, Notice, Reply, Row, Span, action, lines, say
from core.chat.telling import city_of
from core.chat.words import _
from core.events.moments import ends
from core.events.telling import event_line, event_lines, short
from core.facts.events import Event, Headcount
from core.facts.ids import AccountId, new_id
from core.gatherings import hosting
from core.gatherings.clubs import find_club
from core.gatherings.posting import announcement, counts, every

_FOUND = 200  # of the agenda's events, for those that one looks after
WHOLE, ONE = "all", "one"


@command(
    "host",
    Param(
        name="event",
        kind=Kind.TEXT,
        summary=_("what, when and where; how many seats, how many guests each, when answers close"),
    ),
    Param(name="chosen", kind=Kind.TEXT, summary=_("the event that you have chosen"), option=False),
    Param(name="change", kind=Kind.TEXT, summary=_("what is to be different about it"), option=False),
    Param(name="when", kind=Kind.TEXT, summary=_("when it is to be instead"), option=False),
    summary=_("Announce an event in a group, and look after it"),
    examples=("/host Breakfast Tue 7:30 at Brampton Hall, every 2nd Tuesday, 20 seats, guests 1", "/host"),
    in_groups=True,
)
async def host(ctx: Context, event: str | None, chosen: str | None, change: str | None, when: str | None) -> Answer:
    if chosen and (change or when):
        event_id, _space, scope = chosen.partition(" ")
        do = hosting.change if change else hosting.move
        done = await do(ctx, event_id, change or when or "", whole=scope == WHOLE)
        return await _screen(
            ctx, done, say(_("Done. The card in the group follows, and so do those who answered."))
        )
    if event is None:
        return await _listed(ctx, 0)
    return await _announce(ctx, event)


@on_press("hosts")
async def show_page(ctx: Context, number: str) -> Answer:
    """Another page of those that one looks after."""
    answer = await _listed(ctx, page_number(number))
    return replace(answer, replaces=True)


@on_press("hosted")
async def show_one(ctx: Context, event_id: str) -> Answer:
    """One of them, with what can be done about it."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    return await _screen(ctx, event)


@on_press("hedit")
async def edit(ctx: Context, event_id: str, scope: str = "") -> Answer:
    """Ask what is to be different; first about which ones."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    if (which := await _which(ctx, event, "hedit", scope)) is not None:
        return which
    text = lines(
        say(_("What shall be different about “{title}”?"), title=event.title),
        say(_("For example: 30 seats, guests 1, at City Hall, called Winter breakfast")),
    )
    return await ask(ctx, host, Open(asking=_CHANGE, text=text, values={"chosen": f"{event.id} {scope}"}))


@on_press("hmove")
async def move(ctx: Context, event_id: str, scope: str = "") -> Answer:
    """Ask when instead; first about which ones."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    if (which := await _which(ctx, event, "hmove", scope)) is not None:
        return which
    text = say(_("When shall “{title}” be instead? For example: Wednesday 8:00"), title=event.title)
    return await ask(ctx, host, Open(asking=_WHEN, text=text, values={"chosen": f"{event.id} {scope}"}))


@on_press("hoff")
async def call_off(ctx: Context, event_id: str, scope: str = "", sure: str = "") -> Answer:
    """Call it off, or all of its series; whoever has answered is told."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    if (which := await _which(ctx, event, "hoff", scope)) is not None:
        return which
    if not sure:
        yes = Button(say(_("Yes, call it off")), action("hoff", event.id, scope or ONE, "yes"))
        no = Button(say(_("No, it stays")), action("hosted", event.id))
        text = say(_("Call off “{title}”? All who have answered are told."), title=event.title)
        return Reply(text=text, rows=((yes, no),), replaces=True)
    done = await hosting.call_off(ctx, event_id, whole=scope == WHOLE)
    return await _screen(ctx, done, say(_("Called off. Those who answered are told.")))


@on_press("hon")
async def take_place(ctx: Context, event_id: str) -> Answer:
    """It takes place after all."""
    return await _screen(ctx, await hosting.take_place(ctx, event_id), say(_("It takes place after all.")))


@on_press("hpost")
async def post_again(ctx: Context, event_id: str) -> Answer:
    """Another card in the group: the one before has moved far up, or was deleted."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    if event.cancelled or ends(event) <= ctx.now:
        raise Refusal(say(_("It is over or called off: there is nothing to post.")))
    await ctx.tx.deliveries.add([announcement(event, ctx.now, new_id())])
    return Notice(say(_("It appears in the group in a moment.")))


_CHANGE, _WHEN = host.params[2:]


async def _announce(ctx: Context, line: str) -> Reply:
    if ctx.group is None:
        raise Refusal(say(_("Say that in the group where it is to be announced. Here /host shows those of yours.")))
    if not ctx.group.present:
        raise Refusal(say(_("I am no member here, so I can't look after an event. /share posts one of your own.")))
    if not ctx.group.manages:
        raise Refusal(
            say(
                _(
                    "Only administrators of {group} announce events here: ask one of them. "
                    "Your own go into your agenda with /event, in private."
                ),
                group=ctx.group.name,
            )
        )
    event, series, is_new = await hosting.announce(ctx, line)
    told = say(_("Announced in {group}: the card appears there in a moment."), group=ctx.group.name)
    zone = say(_("Times there are {city}'s, like yours."), city=city_of(event.timezone)) if is_new else None
    again = say(_("The next one is posted when this one is over.")) if series else None
    return replace(await _screen(ctx, event, lines(told, zone, again)), replaces=False)


async def _screen(ctx: Context, event: Event, said: Span | None = None) -> Reply:
    heads = (await ctx.tx.attendees.count([event.id])).get(event.id, Headcount())
    again = await hosting.series_of(ctx, event)
    rows: list[Row] = []
    if ends(event) > ctx.now and not event.cancelled:
        rows.append(
            (
                Button(say(_("Edit")), action("hedit", event.id)),
                Button(say(_("Move")), action("hmove", event.id)),
                Button(say(_("Call off")), action("hoff", event.id)),
            )
        )
        rows.append((Button(say(_("Post it again")), action("hpost", event.id)),))
    elif event.cancelled and ends(event) > ctx.now:
        rows.append((Button(say(_("It takes place")), action("hon", event.id)),))
    rows.append(
        (
            Button(say(_("Attendance")), action("attends", event.id, "0")),
            Button(say(_("All of mine")), action("hosts", "0")),
        )
    )
    text = lines(
        *((said, "") if said is not None else ()),
        event_lines(event, ctx.account.timezone, every(again)),
        counts(event, heads),
    )
    return Reply(text=text, rows=tuple(rows), replaces=True)


async def _which(ctx: Context, event: Event, name: str, scope: str) -> Reply | None:
    """Of a series: whether this one alone is meant; None when that is known."""
    if scope in (ONE, WHOLE) or event.series_id is None or not await hosting.later(ctx, event):
        return None
    one = Button(say(_("Only this one")), action(name, event.id, ONE))
    whole = Button(say(_("This and all later ones")), action(name, event.id, WHOLE))
    back = Button(say(_("Back")), action("hosted", event.id))
    text = lines(event_line(event, ctx.account.timezone), say(_("Which do you mean?")))
    return Reply(text=text, rows=((one,), (whole,), (back,)), replaces=True)


async def _listed(ctx: Context, number: int) -> Reply:
    found: list[Event] = []
    for club in await _clubs(ctx):
        found += [
            each
            for each in await ctx.tx.events.coming(club, ctx.today, _FOUND)
            if ends(each) > ctx.now and each.terms is not None
        ]
    found.sort(key=lambda each: (ends(each), each.id))
    shown = found[number * PAGE : (number + 1) * PAGE]
    if not found:
        return Reply(
            text=lines(
                say(_("You look after no event that is to come.")),
                say(
                    _(
                        "In a group of which you are an administrator: "
                        "/host Breakfast Tue 7:30 at Brampton Hall, 20 seats"
                    )
                ),
            )
        )
    rows: tuple[Row, ...] = tuple((Button(short(each.title), action("hosted", each.id)),) for each in shown)
    more = pages("hosts", number, more=len(found) > (number + 1) * PAGE)
    text = lines(say(_("Events that you look after:")), *(event_line(each, ctx.account.timezone) for each in shown))
    return Reply(text=text, rows=(*rows, *more))


async def _clubs(ctx: Context) -> list[AccountId]:
    """Whose events they look after: the club of the group where they speak and which they manage; else every club
    that one of the events in their agenda, announced by them, is of."""
    if ctx.group is not None:
        club = await find_club(ctx) if ctx.group.manages else None
        return [club.id] if club is not None else []
    answered = await ctx.tx.events.answered(ctx.owner, _FOUND)
    mine = (each for each in answered if each.terms is not None and each.terms.organiser == ctx.owner)
    return [*dict.fromkeys(each.account_id for each in mine)]
