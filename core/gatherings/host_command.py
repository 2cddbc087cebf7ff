"""/host: an event is announced in a group; and each that one looks after has its screen, in private."""

from dataclasses import replace
from datetime import date, time

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import Refusal
from core.chat.pages import page_number
from core.chat.questions import ask, calls_off, offer
from core.chat.reading import Open
from core.chat.reply import Answer, Button, Notice, Reply, Row, Span, action, lines, say
from core.chat.telling import city_of
from core.chat.words import _
from core.events.moments import begins, ends
from core.events.telling import event_line, event_lines, when_of
from core.facts.account import Choice
from core.facts.events import Event, Headcount
from core.facts.ids import new_id
from core.gatherings import hosting
from core.gatherings.changes import VALUES, is_none, read_change, read_value
from core.gatherings.hosted_list import listed, taken_over
from core.gatherings.moving import moved
from core.gatherings.posting import announcement, counts, every
from core.gatherings.seats import closes_at
from core.gatherings.telling_terms import terms_line

WHOLE, ONE = "all", "one"
_OFF = frozenset({"cancel it", "cancel this", "cancel the event", "call it off", "call this off", "call off"})
_TAKE_OVER = "take over"
_LABELS = {
    "title": _("Title"),
    "place": _("Place"),
    "link": _("Link"),
    "seats": _("Seats"),
    "guests": _("Guests"),
    "closing": _("Closing"),
}
_ASKED = {
    "title": _("What is “{title}” called from now on?"),
    "place": _("Where is “{title}”? Say “none” for nowhere."),
    "link": _("What is the link of “{title}”? Say “none” for none."),
    "seats": _("How many seats are there for “{title}”? For example: 20, or: no limit"),
    "guests": _("How many guests may each bring to “{title}”? For example: 1, or: none"),
    "closing": _("When do answers to “{title}” close? For example: 2h before, Thursday noon, or: never"),
}


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
    Param(name="sure", kind=Kind.TEXT, summary=_("when it will be"), option=False),
    summary=_("Announce an event in a group, and look after it"),
    examples=("/host Breakfast Tue 7:30 at Brampton Hall, every 2nd Tuesday, 20 seats, guests 1", "/host"),
    in_groups=True,
    takes_no=True,  # no guests, no limit
)
async def host(
    ctx: Context, event: str | None, chosen: str | None, change: str | None, when: str | None, sure: str | None
) -> Answer:
    if chosen and (sure or change or when):
        event_id, scope, what = [*chosen.split(), "", ""][:3]
        if sure:
            return await _moved(ctx, event_id, scope, sure)
        if calls_off(when or change or "") and not (what in VALUES[1:] and is_none(change or "")):
            return Reply(text=say(_("All right, it stays as it is.")))
        if when:
            return await _ask_whether_moved(ctx, event_id, scope, when)
        return await _change(ctx, event_id, scope, what, change or "")
    if event is None:
        return await listed(ctx, 0)
    if event.strip().casefold() == _TAKE_OVER:
        return await taken_over(ctx)
    return await _announce(ctx, event)


@on_press("hosts")
async def show_page(ctx: Context, number: str) -> Answer:
    """Another page of those that one looks after."""
    return replace(await listed(ctx, page_number(number)), replaces=True)


@on_press("hosted")
async def show_one(ctx: Context, event_id: str) -> Answer:
    """One of them, with what can be done about it."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    return await _screen(ctx, event)


@on_press("hedit")
async def edit(ctx: Context, event_id: str, scope: str = "", what: str = "") -> Answer:
    """Ask what is to be different, one value or several in a line; first about which ones."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    if (which := await _which(ctx, event, "hedit", scope)) is not None:
        return which
    values = {"chosen": f"{event.id} {scope or ONE} {what}".strip()}
    if what in VALUES:
        # As they stand in this order the first is one guest also where buttons are pressed by their numbers.
        offered = ("1", "2", "3", "0") if what == "guests" else ()
        choices = tuple(Choice(label="{name}", name=each, values={"change": each}) for each in offered)
        text: Span = say(_ASKED[what], title=event.title)
        return await ask(ctx, host, Open(asking=_CHANGE, text=text, values=values, choices=choices))
    text = lines(
        say(_("What shall be different about “{title}”?"), title=event.title),
        say(_("Press it, or say it: 30 seats, guests 1, at City Hall, called Winter breakfast")),
    )
    asked = await ask(ctx, host, Open(asking=_CHANGE, text=text, values=values), says_more=True)
    buttons = [Button(say(_LABELS[each]), action("hedit", event.id, scope or ONE, each)) for each in VALUES]
    return replace(asked, rows=(tuple(buttons[:3]), tuple(buttons[3:]), *asked.rows))


@on_press("hmove")
async def move(ctx: Context, event_id: str, scope: str = "") -> Answer:
    """Ask when instead; first about which ones."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    if (which := await _which(ctx, event, "hmove", scope)) is not None:
        return which
    text = lines(
        say(_("When shall “{title}” be instead?"), title=event.title),
        say(_("Now it is {when}."), when=when_of(event, ctx.account.timezone)),
        say(_("For example: Wednesday 8:00, 13:00, an hour later, Dec 3 18:00-20:00")),
    )
    return await ask(ctx, host, Open(asking=_WHEN, text=text, values={"chosen": f"{event.id} {scope or ONE}"}))


@on_press("hoff")
async def call_off(ctx: Context, event_id: str, scope: str = "", sure: str = "") -> Answer:
    """Call it off, or all of its series; whoever has answered is told."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    if (which := await _which(ctx, event, "hoff", scope)) is not None:
        return which
    if not sure:
        return replace(_ask_whether_off(event, scope), replaces=True)
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


_CHANGE, _WHEN = host.params[2:4]


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


async def _change(ctx: Context, event_id: str, scope: str, what: str, line: str) -> Answer:
    event, _club = await hosting.find_hosted(ctx, event_id)
    if what not in VALUES and line.strip(" .!").casefold() in _OFF:
        return _ask_whether_off(event, scope)

    def is_time(words: str) -> bool:
        try:
            moved(words, event, ctx.now, ctx.account.locale)
        except Refusal:
            return False
        return True

    change, when = (read_value(what, line), "") if what in VALUES else read_change(line, is_time)
    done = event
    if change.says_something:
        done = await hosting.change(ctx, event_id, change, whole=scope == WHOLE)
    if when:
        return await _ask_whether_moved(ctx, event_id, scope, when)
    return await _screen(ctx, done, say(_("Done. The card in the group follows, and so do those who answered.")))


async def _ask_whether_moved(ctx: Context, event_id: str, scope: str, words: str) -> Reply:
    """A time is easily misread, and everybody is told: so it is said back first."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    after = moved(words, event, ctx.now, ctx.account.locale)
    if _dumped(after) == _dumped(event):
        raise Refusal(say(_("It is then already. Say another time: an hour later, Wednesday 8:00")))
    zone = ctx.account.timezone
    text = lines(
        say(_("“{title}”"), title=event.title),
        say(_("from {when}"), when=when_of(event, zone)),
        say(_("to {when}"), when=when_of(after, zone)),
        say(_("All later ones move along by as much.")) if scope == WHOLE else None,
        say(_("Answers to it would be closed already then.")) if closes_at(after) <= ctx.now else None,
        say(_("Shall I move it? All who have answered are told.")),
    )
    choices = (
        Choice(label=_("Yes, move it"), values={"sure": _dumped(after)}),
        Choice(label=_("No, it stays")),
    )
    return await offer(ctx, text, choices, host.name, {"chosen": f"{event_id} {scope or ONE}"})


async def _moved(ctx: Context, event_id: str, scope: str, to: str) -> Reply:
    event, _club = await hosting.find_hosted(ctx, event_id)
    done = await hosting.move(ctx, _loaded(event, to), whole=scope == WHOLE)
    return await _screen(ctx, done, say(_("Moved. The card in the group follows, and so do those who answered.")))


def _ask_whether_off(event: Event, scope: str) -> Reply:
    yes = Button(say(_("Yes, call it off")), action("hoff", event.id, scope or ONE, "yes"))
    no = Button(say(_("No, it stays")), action("hosted", event.id))
    text = say(_("Call off “{title}”? All who have answered are told."), title=event.title)
    return Reply(text=text, rows=((yes, no),))


def _dumped(event: Event) -> str:
    """When an event is, as a question keeps it."""
    said = (event.on, event.at, event.until_on, event.until_at)
    return "|".join([*(each.isoformat() if each is not None else "" for each in said), event.timezone])


def _loaded(event: Event, when: str) -> Event:
    on, at, until_on, until_at, zone = when.split("|")
    return replace(
        event,
        on=date.fromisoformat(on),
        at=time.fromisoformat(at) if at else None,
        until_on=date.fromisoformat(until_on) if until_on else None,
        until_at=time.fromisoformat(until_at) if until_at else None,
        timezone=zone,
    )


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
    if following := await hosting.later(ctx, event):
        first = min(following, key=begins)
        rows.append((Button(say(_("The one after: {day}"), day=first.on), action("hosted", first.id)),))
    rows.append(
        (
            Button(say(_("Attendance")), action("attends", event.id, "0")),
            Button(say(_("All of mine")), action("hosts", "0")),
        )
    )
    text = lines(
        *((said, "") if said is not None else ()),
        event_lines(event, ctx.account.timezone, every(again, event)),
        counts(event, heads),
        terms_line(event),
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
