"""/settings events: when somebody is reminded of the events that they go to, and asked whom they met."""

import re
from dataclasses import replace
from datetime import timedelta

from core.chat.command import Context, on_press
from core.chat.errors import Refusal
from core.chat.parsing.coming.times import read_time
from core.chat.reply import Answer, Bold, Button, Listing, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.events.keeping import resettle
from core.facts.account import Account, AccountChanged, EventWishes

MOST = 4  # reminders ahead of one event
_FARTHEST = timedelta(days=7)
_OFF = frozenset({"off", "no", "never", "none", "0"})
_ON = frozenset({"on", "yes"})
_LENGTH = re.compile(r"(?P<n>\d{1,4})\s*(?P<unit>d|days?|h|hrs?|hours?|m|mins?|minutes?)\b", re.IGNORECASE)
_ONE = re.compile(r"\b(?:an?|one)\s+(?=day|hour|minute)", re.IGNORECASE)
_HALF = re.compile(r"\bhalf an hour\b", re.IGNORECASE)
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
_FILLER = re.compile(r"\b(?:before|ahead|earlier|and|at|the)\b|[,;&+]", re.IGNORECASE)
_EXAMPLE = _("For example: /settings events evening 20:00, or ahead 1 hour, 15 min, or after on, or morning off")


@on_press("wish")
async def toggle(ctx: Context, name: str, value: str) -> Answer:
    """Turn one of them on or off."""
    return replace(await change_wishes(ctx, f"{name} {value}"), replaces=True)


def wishes_screen(account: Account) -> Reply:
    """What is so now, with a button to turn each of them on or off."""
    wishes = account.event_wishes
    buttons: list[Row] = []
    for name, label, on in (
        ("evening", _("The evening before"), wishes.evening is not None),
        ("ahead", _("Shortly before"), bool(wishes.ahead)),
        ("after", _("After the end"), wishes.after),
        ("morning", _("The morning after"), wishes.morning),
    ):
        shown = say(_("{what}: off") if on else _("{what}: on"), what=say(label))
        buttons.append((Button(shown, action("wish", name, "off" if on else "on")),))
    return Reply(
        text=lines(Bold(say(_("Your events"))), *wish_lines(wishes), "", say(_EXAMPLE)),
        rows=(*buttons, (Button(say(_("Settings")), action("settings")),)),
    )


async def change_wishes(ctx: Context, value: str) -> Reply:
    """Change one of them to what was typed ("evening 20:00"). Raises Refusal with what would be right."""
    before = ctx.account
    after = replace(before, event_wishes=read_wish(value, before.event_wishes))
    await ctx.tx.accounts.change(after)
    await resettle(ctx.tx, after, ctx.now)
    deed = await ctx.did(_("the change of your settings"), (), AccountChanged(before=before))
    screen = wishes_screen(after)
    return replace(screen, rows=(*screen.rows, (Button(say(_("Undo")), action("undo", deed)),)))


def read_wish(value: str, wishes: EventWishes) -> EventWishes:
    """The wishes with one changed. Raises Refusal.

    >>> read_wish("ahead 1 hour, 15 min", EventWishes()).ahead
    (60, 15)
    """
    word, _space, rest = value.strip().partition(" ")
    rest = rest.strip().lstrip(":=").strip()
    off, on = rest.casefold() in _OFF, rest.casefold() in _ON
    match word.casefold().rstrip(":"):
        case "evening":
            if off or on:
                return replace(wishes, evening=None if off else EventWishes().evening)
            return replace(wishes, evening=read_time(rest))
        case "ahead" | "before":
            if off or on:
                return replace(wishes, ahead=() if off else EventWishes().ahead)
            return replace(wishes, ahead=_read_lengths(rest))
        case "after" if off or on:
            return replace(wishes, after=on)
        case "morning" if off or on:
            return replace(wishes, morning=on)
        case _:
            raise Refusal(lines(say(_("It takes: evening, ahead, after or morning.")), say(_EXAMPLE)))


def wish_lines(wishes: EventWishes) -> tuple[Span, ...]:
    """Each on a line of its own."""
    return (
        say(_("The evening before: {time}"), time=wishes.evening)
        if wishes.evening
        else say(_("The evening before: off")),
        say(_("Shortly before: {times}"), times=Listing(tuple(_length(each) for each in wishes.ahead)))
        if wishes.ahead
        else say(_("Shortly before: off")),
        say(_("An hour after the end, whom you met: on")) if wishes.after else say(_("After the end: off")),
        say(_("The morning after, whom you met: on")) if wishes.morning else say(_("The morning after: off")),
    )


def tell_wishes(wishes: EventWishes) -> Span:
    """In a few words, for the list of all settings."""
    told: list[Span] = []
    if wishes.evening is not None:
        told.append(say(_("the evening before at {time}"), time=wishes.evening))
    told += [say(_("{length} ahead"), length=_length(each)) for each in wishes.ahead]
    if not told:
        return say(_("Events: no reminders"))
    return say(_("Events: I remind you {times}"), times=Listing(tuple(told)))


def _read_lengths(text: str) -> tuple[int, ...]:
    """ "1 hour, 15 min" as minutes, the longest first."""
    text = _ONE.sub("1 ", _HALF.sub("30 min", text))
    found = [int(each["n"]) * _UNITS[each["unit"][0].casefold()] for each in _LENGTH.finditer(text)]
    left = _FILLER.sub(" ", _LENGTH.sub(" ", text)).strip()
    if not found or left or len(set(found)) > MOST or not all(timedelta() < each <= _FARTHEST for each in found):
        raise Refusal(
            say(
                _("How long before, up to {n} times and a week at most. For example: 1 day, 1 hour, 15 min"), n=MOST
            )
        )
    return tuple(int(each / _UNITS["m"]) for each in sorted(set(found), reverse=True))


def _length(minutes: int) -> Span:
    if minutes % (24 * 60) == 0:
        return count("{n} day", "{n} days", minutes // (24 * 60))
    if minutes % 60 == 0:
        return count("{n} hour", "{n} hours", minutes // 60)
    return count("{n} minute", "{n} minutes", minutes)
