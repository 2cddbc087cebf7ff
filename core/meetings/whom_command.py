"""/whom: whom somebody met at an event, answered by names line by line, until nobody else comes to mind."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import NotFound, Refusal
from core.chat.forms import form
from core.chat.naming import MAX_CHOICES, Mention
from core.chat.offers import offer_meanings
from core.chat.phrases import told_apart
from core.chat.questions import PICK, calls_off
from core.chat.reply import (
    Answer,
    Bold,
    Button,
    Listing,
    Notice,
    Person,
    Reply,
    Row,
    Said,
    Span,
    action,
    count,
    lines,
    say,
)
from core.chat.values import STRANGER, Newcomer, introduce, reference
from core.chat.words import _
from core.events.card import answering
from core.facts.account import Choice, Question
from core.facts.events import Event, Rsvp
from core.facts.ids import QuestionId, new_id
from core.facts.keys import fold
from core.facts.people import Contact
from core.meetings.capturing import Captured, Met, Noted, capture, read_words
from core.meetings.follow_ups import follow_up_day
from core.meetings.going_on import find_event, is_to_come, last_day, latest_event
from core.meetings.met_command import noted_lines, now_at
from core.meetings.met_lines import Words
from core.meetings.named_events import event_begun_with
from core.meetings.naming_them import known_in_lines, means_no_more, named_in
from core.people.noted import names_of

MOST = 30  # people in one message
_GONE = _("I can't find that event any more. /events shows what there is.")


def _split(text: str, *_when: object) -> dict[str, Any]:
    return {"people": text.strip() or None}


@command(
    "whom",
    Param(name="event", kind=Kind.TEXT, summary=_("the event: its button fills it in"), option=False),
    Param(
        name="people",
        kind=Kind.TEXT,
        label=_("Whom"),
        summary=_("one a line: Raj Patel @ Shopify, PM, send him the article"),
    ),
    Param(name="who", kind=Kind.CONTACT, summary=_("whom an unclear name means"), option=False),
    Param(name="asked", kind=Kind.TEXT, summary=_("the line that was asked about"), option=False),
    Param(name="left", kind=Kind.TEXT, summary=_("the lines that are still to be asked about"), option=False),
    summary=_("Note whom you met at an event"),
    examples=("/whom", "/whom Raj Patel @ Shopify, PM, knows Jane", "/whom Kiwanis: Peter Pan @ Neverland"),
    line=_split,
    takes_no=True,
    patient=True,
)
async def whom(
    ctx: Context,
    event: str | None,
    people: str | None,
    who: Contact | None,
    asked: str | None,
    left: str | None,
) -> Answer:
    at = await find_event(ctx, event) if event else None
    if event is None and people:
        at, people = await event_begun_with(ctx, people)
    at = at or (await latest_event(ctx) if event is None else None)
    if at is None and event:
        raise NotFound(say(_GONE))
    if at is None:
        raise Refusal(
            say(_("I know of no event of yours in the last days. Tell me like this: /met Raj Patel @ Shopify, PM"))
        )
    if event and people and at.rsvp is Rsvp.NO:  # they were asked by a message, and have not been there
        return await offer_meanings(ctx, people)
    said = [each for each in (people or "").splitlines() if each.strip()]
    typed = [each for each in said if not (calls_off(each) or means_no_more(each))]
    waiting = [each for each in (left or "").split("\n") if each]
    meant: Contact | Newcomer | None = who
    if typed and asked and (meant := await _meant_by(ctx, asked, typed[0])) is not None:
        typed = typed[1:]
    elif people and asked:  # they wrote on instead of answering: that one is asked about again
        waiting.insert(0, asked)
    if said and not typed and meant is None:
        return await _done(ctx, at)
    ends = bool(said) and means_no_more(said[-1])
    return await _take(ctx, at, typed, (meant, asked) if meant and asked else None, waiting, ends=ends)


@on_press("whom")
async def ask_whom(ctx: Context, event_id: str) -> Answer:
    """Begin to listen: whom they met at this event."""
    event = await find_event(ctx, event_id)
    if event is None:
        raise NotFound(say(_GONE))
    if is_to_come(event, ctx.now):
        return Notice(say(_("{event} is still to come."), event=event.title))
    if event.rsvp is Rsvp.NO:
        there = Button(say(_("I was there")), answering(event, Rsvp.GOING))
        return Reply(text=say(_("You said that you did not go to {event}."), event=event.title), rows=((there,),))
    return await _ask(ctx, event, _asking(event))


@on_press("whomdone")
async def done(ctx: Context, event_id: str) -> Answer:
    """That was everybody."""
    event = await find_event(ctx, event_id)
    if event is None:
        raise NotFound(say(_GONE))
    return await _done(ctx, event)


async def _meant_by(ctx: Context, asked: str, answer: str) -> Contact | Newcomer | None:
    """Who the line that was asked about means, where a typed name answers it: “Raj Singh” to “Who is raj?”."""
    named, before = await named_in(ctx, answer), (await named_in(ctx, asked)).people
    if len(named.people) != 1 or named.words or not before:
        return None
    meant, unclear = named.people[0].settled, before[0]
    if isinstance(meant, Contact):
        return meant if meant in unclear.contacts else None
    words = {*fold(unclear.typed).split()}
    if isinstance(meant, Newcomer) and (unclear.address or words <= {*fold(meant.name).split()}):
        return Newcomer(meant.name, unclear.handle)
    return None


async def _take(
    ctx: Context,
    event: Event,
    typed: Sequence[str],
    meant: tuple[Contact | Newcomer, str] | None,
    waiting: list[str],
    *,
    ends: bool,
) -> Reply:
    """Note whoever is clear; then ask about the first who is not, or who else there was unless it `ends` there."""
    meetings: list[tuple[tuple[Contact | Newcomer, ...], str]] = []
    unread: list[str] = []
    if meant is not None:
        named = await named_in(ctx, meant[1])
        meetings.append(((meant[0],), named.words))
    among = await known_in_lines(ctx, typed[:MOST])
    for line in typed[:MOST]:
        named = await named_in(ctx, line, among)
        clear = tuple(each.settled for each in named.people if each.settled is not None)
        if clear:
            meetings.append((clear, named.words))
        unclear = [each for each in named.people if each.settled is None]
        waiting += [", ".join(part for part in (each.typed, named.words) if part) for each in unclear]
        if not named.people:
            unread.append(line.strip())
    captured = await _note(ctx, event, meetings) if meetings else None
    parts = [_line(each) for each in captured.noted] if captured else []
    if unread:
        parts.append(say(_("I read no name in “{words}”. Begin with the name, please."), words=unread[0][:60]))
    if len(typed) > MOST:
        parts.append(say(_("That is more than I take at once. Please go on from: {words}"), words=typed[MOST][:60]))
    undo: Row = (*now_at(captured), Button(say(_("Undo")), action("undo", captured.deed))) if captured else ()
    if ends and not waiting:
        done = await _done(ctx, event)
        return replace(done, text=lines(*parts, done.text), rows=(*done.rows, undo) if undo else done.rows)
    if not waiting:
        return await _ask(ctx, event, lines(*parts, await _so_far(ctx, event)), undo=undo)
    return await _ask_about(ctx, event, parts, waiting, undo)


async def _note(
    ctx: Context, event: Event, meetings: Sequence[tuple[tuple[Contact | Newcomer, ...], str]]
) -> Captured:
    people = tuple(dict.fromkeys(each for who, _words in meetings for each in who))
    said = [await _said(ctx, words, many=len(who) > 1) for who, words in meetings]
    ctx, known = await introduce(ctx, {"who": people})
    now = dict(zip(people, known["who"], strict=True))
    met = [Met([now[each] for each in who], each) for (who, _words), each in zip(meetings, said, strict=True)]
    return await capture(ctx, met, ctx.today, event)


async def _said(ctx: Context, words: str, *, many: bool) -> Words:
    """What the words say; where they cannot be right ("31 February") they are kept as they are, since other lines
    are right."""
    try:
        return await read_words(ctx, words, card=True, many=many)
    except Refusal:
        return Words(what=words)


async def _so_far(ctx: Context, event: Event) -> Span:
    met = len((await ctx.tx.events.people_met(ctx.owner, [event.id])).get(event.id, ()))
    if not met:
        return _asking(event)
    return count(
        "{n} person noted at {event}. Who else?", "{n} people noted at {event}. Who else?", met, event=event.title
    )


def _asking(event: Event) -> Span:
    return lines(
        say(_("Whom did you meet at {event}?"), event=Bold(event.title)),
        say(_("One a line, for example: Raj Patel @ Shopify, PM, knows Jane, send him the article")),
    )


async def _ask(
    ctx: Context,
    event: Event,
    text: Span,
    *,
    undo: Row = (),
    choices: tuple[Choice, ...] = (),
    asked: str = "",
    left: str = "",
) -> Reply:
    """Ask, and listen; the buttons of the choices stand above those that are always there."""
    question = Question(
        id=QuestionId(new_id()),
        account_id=ctx.owner,
        command="whom",
        values={"event": event.id, **({"asked": asked} if asked else {}), **({"left": left} if left else {})},
        asking="people",
        choices=choices,
        asked_at=ctx.now,
        listening=ctx.alone,
    )
    await ctx.tx.accounts.ask(question)
    rows = tuple(
        (Button(Said(each.label, {"name": each.name}), action(PICK, question.id, str(index))),)
        for index, each in enumerate(choices)
    )
    done = Button(say(_("Done")), action("whomdone", event.id))
    return Reply(text=text, rows=(*rows, (done, *undo)), form=form(whom, question, first=False))


async def _ask_about(ctx: Context, event: Event, parts: list[Span], waiting: Sequence[str], undo: Row) -> Reply:
    """Ask whom a name means; the lines behind it wait."""
    asked, *others = waiting
    named = await named_in(ctx, asked)
    mention = named.people[0] if named.people else Mention(names=(asked[:60],))
    people = (mention.settled,) if isinstance(mention.settled, Contact) else mention.contacts
    name = mention.typed or (mention.names[0] if mention.names else asked)
    whom, new_name = mention.address or name, mention.names[0] if mention.address and mention.names else name
    choices = (
        *(Choice(label="{name}", name=told_apart(each, people), values={"who": each.id}) for each in people),
    )[:MAX_CHOICES]
    stranger = STRANGER + reference(new_name, mention.handle)
    new = Choice(label=_("Somebody new: {name}"), name=new_name, values={"who": stranger})
    return await _ask(
        ctx,
        event,
        lines(*parts, say(_("Who is {name}?"), name=Bold(whom))),
        undo=undo,
        choices=(*choices, new, Choice(label=_("Leave out"), values={"asked": ""})),
        asked=asked,
        left="\n".join(others),
    )


async def _done(ctx: Context, event: Event) -> Reply:
    await ctx.tx.accounts.stop_listening(ctx.owner)
    met = (await ctx.tx.events.people_met(ctx.owner, [event.id])).get(event.id, ())
    if not met:
        return Reply(text=say(_("All right, nobody noted at {event}."), event=event.title))
    known = {each.id: each for each in await ctx.tx.people.get(ctx.owner, met[:MAX_CHOICES])}
    people = [known[each] for each in met if each in known]
    soon = follow_up_day(ctx.account, last_day(event), ctx.now)
    return Reply(
        text=lines(
            count(
                "{n} person noted at {event}: {names}",
                "{n} people noted at {event}: {names}",
                len(met),
                event=event.title,
                names=Listing((*(Person(each.name) for each in people), *_more(len(met) - len(people)))),
            ),
            say(_("I'll bring them up on {day}, so that you write to them."), day=soon) if soon else None,
        ),
        rows=tuple(
            (Button(say(_("Draft for {name}"), name=each.name[:20]), action("draft", each.id, "follow-up")),)
            for each in people[:3]
        ),
    )


def _more(n: int) -> tuple[Span, ...]:
    return (count("{n} more", "{n} more", n),) if n else ()


def _line(noted: Noted) -> Span:
    """ "✓ Raj Patel: PM at Shopify; knows Jane"."""
    spans: list[Span] = ["✓ ", names_of(noted.contacts)]
    for index, part in enumerate(each for each in noted_lines(noted) if each):
        spans += [": " if index == 0 else "; ", part]
    return tuple(spans)
