"""Editing an event: what of it, of which occurrences, and to what; one value at a time."""

import re
from dataclasses import replace

from core.chat.aside import read_aside
from core.chat.command import Command, Context, Param, on_press
from core.chat.errors import Refusal
from core.chat.parsing.found import Unclear
from core.chat.parsing.line import clean
from core.chat.questions import ask
from core.chat.reading import Open
from core.chat.reply import Answer, Button, Notice, Reply, action, say
from core.chat.telling import tell_when
from core.chat.values import dump_when
from core.chat.words import _, plain
from core.events import keeping, serial
from core.events.card import card, series_of
from core.events.telling import is_link
from core.events.understanding import MAX_PLACE, MAX_TITLE, new_when
from core.facts.account import Choice
from core.facts.events import Event, Series
from core.facts.recurrence import Recurrence

_ASKED = {
    "title": _("What is “{title}” called?"),
    "when": _("When is “{title}”? For example: Friday 18:00, Dec 3 6-8pm"),
    "where": _("Where is “{title}”? Say “none” for nowhere."),
    "link": _("What is the link of “{title}”? Say “none” for none."),
    "every": _("How often does “{title}” come? For example: every 2nd Tuesday, or: once"),
}
_LABELS = {
    "title": _("Title"),
    "when": _("When"),
    "where": _("Where"),
    "link": _("Link"),
    "every": _("How often"),
}
_NONE = frozenset({"none", "nowhere", "nothing", "no", "-", "–", "clear", "remove"})
_WHICH = re.compile(
    r"\W*(?:(?P<all>all(?: of them)?(?: from now on)?|from now on)|(?:just |only )?(?:this |the )?one)\W*",
    re.IGNORECASE,
)
_ONCE = re.compile(r"\W*(?:just |only )?(?:once|never|one time|this time)\W*", re.IGNORECASE)


@on_press("evedit", reads=True)
async def edit_event(ctx: Context, event_id: str) -> Answer:
    """What of it shall be changed?"""
    event = await keeping.find(ctx, event_id)
    if event.shared_id is not None:
        return Notice(say(_("Only who announced it can change it.")))
    buttons = {name: Button(say(label), action("evset", event.id, name)) for name, label in _LABELS.items()}
    return Reply(
        text=say(_("“{title}”: what shall I change?"), title=event.title),
        rows=(
            (buttons["title"], buttons["when"], buttons["where"]),
            (buttons["link"], buttons["every"]),
            (Button(say(_("Card")), action("event", event.id)),),
        ),
    )


@on_press("evset")
async def ask_value(ctx: Context, event_id: str, what: str, which: str = "") -> Answer:
    """Of a series: this one or all that come? Then: what shall it be?"""
    event = await keeping.find(ctx, event_id)
    if what not in _ASKED or event.shared_id is not None:
        return Notice(say(_("That button is no longer good. /events shows what is there.")))
    series = await series_of(ctx, event)
    command = next(each for each in ctx.commands if each.name == "event")
    if series is not None and what != "every" and which not in ("one", "all"):
        return replace(await _ask_which(ctx, command, event, what), replaces=True)
    return await _ask(ctx, command, event, f"{event.id}.{what}.{which or 'one'}", what)


async def change(ctx: Context, command: Command, of: str, value: str, said: str, when: str) -> Answer:
    """Change what was asked for to what was said. `said` is what was typed besides, `when` what was chosen where it
    was not clear which time was meant. Raises Refusal with what would be right."""
    event_id, what, which = [*of.split("."), "", ""][:3]
    event = await keeping.find(ctx, event_id)
    if what not in _ASKED or event.shared_id is not None:
        raise Refusal(say(_("Only who announced it can change it.")))
    value = value.strip()
    series = await series_of(ctx, event)
    if series is not None and what != "every" and which not in ("one", "all"):
        which = _which_of(said) or _which_of(value)
        value = "" if _which_of(value) else value
        if not which:
            return await _ask_which(ctx, command, event, what, value)
        of = f"{event.id}.{what}.{which}"
    if not value:
        return await _ask(ctx, command, event, of, what)
    if what in ("when", "every"):
        return await _change_when(ctx, command, event, series, of, value, when)
    after = _changed(event, what, value)
    if series is not None and which == "all":
        event, deed = await serial.change(ctx, series, event, after)
    else:
        event, deed = await keeping.change(ctx, event, after, _("the change of {names}"))
    return await card(ctx, event, heading=say(_("Changed:")), deed=deed)


def takes_away(of: str | None, value: str) -> bool:
    """Whether “none” is what a place or a link shall be; of anything else it calls the question off."""
    what = [*(of or "").split("."), ""][1]
    return what in ("where", "link") and _is_none(value)


def _is_none(value: str) -> bool:
    return value.casefold().strip(" .!") in _NONE


def _changed(event: Event, what: str, value: str) -> Event:
    none = _is_none(value)
    match what:
        case "title":
            title = clean(value)[:MAX_TITLE]
            if not title:
                raise Refusal(say(_("A title needs a word or two.")))
            return replace(event, title=title)
        case "where":
            return replace(event, place="" if none else clean(value)[:MAX_PLACE])
        case _:
            url = value if is_link(value) or none else f"https://{value}"
            if not none and (re.search(r"\s", url) or "." not in url):
                raise Refusal(say(_("I read no link in that. For example: https://lu.ma/drinks, or: none")))
            return replace(event, url="" if none else url)


async def _change_when(
    ctx: Context, command: Command, event: Event, series: Series | None, of: str, value: str, when: str
) -> Answer:
    what, which = [*of.split("."), "", ""][1:3]
    if what == "every" and _ONCE.fullmatch(value):
        if series is None:
            return await card(ctx, event)
        event, deed = await serial.only(ctx, series, event)
        return await card(ctx, event, heading=say(_("Changed:")), deed=deed)
    whole = series is not None and (what == "every" or which == "all")
    usual = serial.usual(series, event, ctx.now) if series is not None and whole else event
    read = await read_aside(new_when, value, ctx.now, usual, ctx.account.locale, when)
    if isinstance(read, Unclear):
        choices = tuple(
            Choice(
                label="{name}",
                name=plain(tell_when(each, event.timezone, ctx.today), ctx.reader),
                values={"value": value, "when": dump_when(each)},
            )
            for each in read.choices
        )
        return await ask(
            ctx, command, Open(asking=_value(command), text=read.question, values=_known(ctx, of), choices=choices)
        )
    after, rule = read
    if what == "every" and rule is None:
        raise Refusal(say(_("I read no rhythm in that. For example: every 2nd Tuesday, monthly, or: once")))
    if what == "every" and rule is not None and _fits(rule, usual):
        after = replace(after, on=usual.on, until_on=usual.until_on)
    if rule is not None:
        usual = serial.usual(series, event, ctx.now) if series is not None else event
        event, deed = await serial.repeat(ctx, series, usual, after, _with_hour(rule, after))
    elif series is not None and which == "all":
        event, deed = await serial.change(ctx, series, usual, after)
    else:
        event, deed = await keeping.change(ctx, event, after, _("the change of {names}"))
    return await card(ctx, event, heading=say(_("Changed:")), deed=deed)


def _with_hour(rule: Recurrence, event: Event) -> Recurrence:
    return replace(rule, start=event.on, times=() if event.at is None else (event.at,))


def _fits(rule: Recurrence, event: Event) -> bool:
    """Whether what comes so may begin with the event's own day."""
    if rule.weekdays and all(each.day != event.on.weekday() for each in rule.weekdays):
        return False
    return not (rule.month_days or rule.months) or rule.start == event.on


async def _ask_which(ctx: Context, command: Command, event: Event, what: str, value: str = "") -> Reply:
    """Of a series: this one, or all that come? What is typed meanwhile is what it shall be."""
    of = f"{event.id}.{what}"
    choices = (
        Choice(label=_("Just this one"), values={"of": f"{of}.one"}),
        Choice(label=_("All from now on"), values={"of": f"{of}.all"}),
    )
    text = say(_("“{title}” comes again. Which of them shall change?"), title=event.title)
    known = _known(ctx, of) | ({"value": value} if value else {})
    return await ask(ctx, command, Open(asking=_value(command), text=text, values=known, choices=choices))


def _which_of(said: str) -> str:
    """ "just this one", "all from now on"; nothing for other words."""
    match = _WHICH.fullmatch(said)
    return "" if match is None else "all" if match["all"] else "one"


def _value(command: Command) -> Param:
    return next(param for param in command.params if param.name == "value")


async def _ask(ctx: Context, command: Command, event: Event, of: str, what: str) -> Reply:
    text = say(_ASKED[what], title=event.title)
    return await ask(ctx, command, Open(asking=_value(command), text=text, values=_known(ctx, of)))


def _known(ctx: Context, of: str) -> dict[str, str]:
    """What a question about a value need not ask: the event, and where its owner is."""
    return {"of": of, "city": ctx.account.timezone} if ctx.account.timezone else {"of": of}
