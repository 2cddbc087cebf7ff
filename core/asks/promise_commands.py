"""/promise and /promises: what you said you would do for somebody, by when, and whether you did."""

import re
from datetime import timedelta

from core.asks.promising import LATER, find_promise, move_promise, record_promise, take_promise_step
from core.asks.several import refuse_several
from core.asks.showing import digest_day, promise_line, promise_row
from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import Refusal
from core.chat.pages import PAGE, page_number, pages
from core.chat.questions import ask
from core.chat.reading import Open
from core.chat.reply import Answer, Bold, Button, Person, Reply, Row, Span, action, lines, say
from core.chat.values import dump
from core.chat.words import _
from core.facts.account import Choice
from core.facts.asks import Promise
from core.facts.cadence import Cadence, Unit
from core.facts.ids import DeedId
from core.facts.people import Contact
from core.facts.recurrence import Moment
from core.people.card import standing
from core.people.ledger import balance_with
from core.people.resting import SILENT, parted
from core.people.zone_hint import zone_hint

_LOOSE_END = re.compile(r"[\s,;:]+(?:by|until|before|on|for)?$|^(?:to|an?)\s+(?=\S)", re.IGNORECASE)
_DAYS = (  # to choose from, where a promise gets another day
    (_("Tomorrow"), Cadence(count=1, unit=Unit.DAY)),
    (_("In a week"), Cadence(count=1, unit=Unit.WEEK)),
    (_("In a month"), Cadence(count=1, unit=Unit.MONTH)),
)


@command(
    "promise",
    Param(
        name="who",
        kind=Kind.CONTACT,
        label=_("Who"),
        summary=_("whom you promise it"),
        ask=_("To whom do you promise it?"),
    ),
    Param(name="by", kind=Kind.MOMENT, label=_("By when"), summary=_("by when: by Friday, in 2 weeks")),
    Param(
        name="what",
        kind=Kind.TEXT,
        label=_("What"),
        summary=_("what you promise"),
        ask=_("What do you promise {name}? For example: intro to Raj by Friday"),
    ),
    summary=_("Note what you promise somebody"),
    examples=("/promise Jane intro to Raj by Friday", "/promise Raj send the article"),
    offer=_("I promised them something"),
)
async def promise(ctx: Context, who: Contact, by: Moment | None, what: str) -> Answer:
    refuse_several(who, what)
    _lively, said = parted([who], SILENT)
    made, deed = await record_promise(ctx, who, _LOOSE_END.sub("", what) or what, by.on if by else None)
    return _shown(ctx, made, who, deed, said)


@command(
    "promises",
    Param(
        name="by",
        kind=Kind.MOMENT,
        label=_("By when"),
        summary=_("another day for the one you choose"),
        option=False,
    ),
    Param(
        name="which",
        kind=Kind.TEXT,
        summary=_("the promise that gets another day: its button fills it in"),
        option=False,
    ),
    summary=_("What you have promised"),
    examples=("/promises",),
)
async def promises(ctx: Context, by: Moment | None, which: str | None) -> Answer:
    if which is None:
        return await list_promises(ctx, 0)
    if by is None:
        raise Refusal(say(_("Which day? Press “Another day…” at the promise, and say for example: Friday")))
    moved, contact, deed = await move_promise(ctx, which, by.on)
    return _shown(ctx, moved, contact, deed, [])


@on_press("promises", reads=True)
async def page(ctx: Context, number: str) -> Answer:
    """Another page of the list."""
    return await list_promises(ctx, page_number(number), replaces=True)


@on_press("promise")
async def pressed(ctx: Context, promise_id: str, step: str, number: str = "") -> Answer:
    """Keep, move or drop a promise; with a page's number under the list, which is shown again."""
    if step == LATER:
        return await ask_another_day(ctx, promise_id)
    after, contact, deed = await take_promise_step(ctx, promise_id, step)
    if number:
        return await list_promises(ctx, page_number(number), replaces=True)
    reply = _shown(ctx, after, contact, deed, [], replaces=True)
    if deed is None:
        return reply
    return Reply(
        text=lines(reply.text, standing(await balance_with(ctx, contact), ctx.today)),
        rows=reply.rows,
        replaces=True,
    )


async def ask_another_day(ctx: Context, promise_id: str) -> Reply:
    """Ask by when a promise is to be kept instead; a day may be typed as well."""
    found, contact = await find_promise(ctx, promise_id)
    choices = tuple(
        Choice(label=label, values={"by": dump(Kind.MOMENT, Moment(on=span.after(ctx.today)))})
        for label, span in _DAYS
    )
    text = say(
        _("{what}, for {name}: by when? Press, or say it: Friday"), what=found.what, name=Person(contact.name)
    )
    opened = Open(asking=promises.params[0], text=text, values={"which": found.id}, choices=choices)
    return await ask(ctx, promises, opened)


async def list_promises(ctx: Context, number: int, *, replaces: bool = False) -> Reply:
    """One page of what is open, each with Kept · Another day… · Drop."""
    found = await ctx.tx.promises.open(ctx.owner, PAGE + 1, number * PAGE)
    if not found and number == 0:
        return Reply(
            text=lines(
                say(_("You have kept all your promises.")),
                say(_("Say /promise Jane intro to Raj by Friday, and I'll remind you.")),
            ),
            replaces=replaces,
        )
    shown = found[:PAGE]
    people = {each.id: each for each in await ctx.tx.people.get(ctx.owner, [each.contact_id for each in shown])}
    parts: list[Span] = [Bold(say(_("What you have promised")))]
    rows: list[Row] = []
    for each in shown:
        contact = people[each.contact_id]
        parts += ["", promise_line(each, contact, ctx.today)]

        def act(step: str, promise: Promise = each) -> str:
            return action("promise", promise.id, step, str(number))

        rows.append(promise_row(each, act, named=True))
    return Reply(
        text=lines(*parts), rows=(*rows, *pages("promises", number, more=len(found) > PAGE)), replaces=replaces
    )


def _shown(
    ctx: Context, made: Promise, who: Contact, deed: DeedId | None, said: list[Span], *, replaces: bool = False
) -> Reply:
    undo: Row = (Button(say(_("Undo")), action("undo", deed)),) if deed else ()
    row = promise_row(made, lambda step: action("promise", made.id, step))
    coming = None
    if made.next_on and not said:
        day = digest_day(ctx.account, max(made.next_on, ctx.today + timedelta(days=1)))
        coming = say(_("I'll remind you on {day}."), day=day)
    text = lines(promise_line(made, who, ctx.today), coming, *said, zone_hint(ctx) if coming else None)
    return Reply(text=text, rows=tuple(each for each in (row, undo) if each), replaces=replaces)
