"""/settings: zone, digest, quiet hours, events, platform; all in one screen, each also by one line."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from core.account.delivering import ask_platform, delivered_to, tell_platform
from core.account.event_wishes import change_wishes, tell_wishes, wishes_screen
from core.chat.command import Context, Kind, Param, Suggestion, command, on_press
from core.chat.errors import Refusal
from core.chat.finding import offered
from core.chat.parsing.coming.times import read_hours, read_time, read_weekdays
from core.chat.parsing.zones.zones import find_zones
from core.chat.questions import ask, offer
from core.chat.reading import Open
from core.chat.reply import Answer, Bold, Button, Listing, Reply, Row, Span, action, count, lines, say
from core.chat.suggesting.places import cities
from core.chat.telling import city_of
from core.chat.words import _
from core.delivery.mornings import rescheduled
from core.events.keeping import resettle
from core.facts.account import Account, AccountChanged, Choice

MAX_SIZE = 20
_COUNTED = 1000  # of the reminders to come
SETTINGS = ("zone", "digest", "days", "size", "quiet", "events", "deliver")
_ASK = {
    "zone": _("Which city are you in, or near?"),
    "digest": _("At what time should the digest come? For example: 8:30"),
    "days": _("On which days? For example: Mon-Fri, or: Mon Wed Fri, or: every day"),
    "size": _("How many people a day at most? From 1 to 20."),
    "quiet": _("When should I be quiet? For example: 22:00-7:00, or: off"),
}
_ALSO = {  # other words for the settings
    "city": "zone",
    "timezone": "zone",
    "tz": "zone",
    "place": "zone",
    "time": "digest",
    "hour": "digest",
    "day": "days",
    "weekdays": "days",
    "people": "size",
    "number": "size",
    "hours": "quiet",
    "night": "quiet",
    "event": "events",
    "platform": "deliver",
    "chat": "deliver",
}
_DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


_OFTEN = {  # what many people choose
    "digest": ("7:00", "7:30", "8:00", "8:30", "9:00", "12:00", "18:00"),
    "days": ("Mon-Fri", "every day", "Mon Wed Fri", "Sat Sun"),
    "size": ("3", "5", "7", "10"),
    "quiet": ("22:00-7:00", "21:00-8:00", "23:00-9:00", "off"),
    "events": ("evening 20:00", "evening off", "ahead 1 hour, 15 min", "after on", "morning off"),
    "deliver": ("telegram", "discord"),
}


async def _values(ctx: Context, typed: str, given: Mapping[str, str]) -> list[Suggestion]:
    """Values of the setting that was chosen."""
    setting = given.get("setting", "")
    if setting == "zone" or (not setting and typed):
        return await cities(ctx, typed)
    return [
        Suggestion(each, each) for each in _OFTEN.get(setting, ()) if typed.strip().casefold() in each.casefold()
    ]


@command(
    "settings",
    Param(
        name="setting",
        kind=Kind.CHOICE,
        choices=SETTINGS,
        summary=_("zone, digest, days, size, quiet, events or deliver"),
    ),
    Param(name="value", kind=Kind.TEXT, summary=_("its new value"), label=_("New value"), suggest=_values),
    summary=_("Your city, and when and how I remind you"),
    examples=("/settings", "/settings zone Toronto", "/settings digest 8:30", "/settings quiet 22:00-7:00"),
)
async def settings(ctx: Context, setting: str | None, value: str | None) -> Answer:
    if setting is None and value is None:
        return overview(ctx.account)
    if setting is None and await _is_a_place(value or ""):
        setting = "zone"
    if setting is None:
        word, _space, rest = (value or "").partition(" ")
        if (setting := _ALSO.get(word.casefold().rstrip(":"))) is None:
            return await _ask_which(ctx, value or "")
        value = rest.strip() or None
    if value is None:
        return await _ask_for(ctx, setting)
    try:
        return await change(ctx, setting, value)
    except Refusal as refusal:  # nothing is written before it is read
        typed, known = {"value": value}, {"setting": setting}
        return await ask(
            ctx, settings, Open(asking=settings.params[1], text=refusal.text, values=known, typed=typed)
        )


@on_press("settings", reads=True)
async def show_settings(ctx: Context) -> Answer:
    """All settings."""
    return overview(ctx.account)


@on_press("set")
async def ask_setting(ctx: Context, setting: str) -> Answer:
    """Ask for the new value of one setting."""
    if setting not in SETTINGS:
        raise Refusal(say(_("I don't know that setting any more. See /settings.")))
    return await _ask_for(ctx, setting)


async def change(ctx: Context, setting: str, value: str) -> Reply:
    """Change one setting to what was typed, and say what it is now. Raises Refusal with what would be right."""
    before, place = ctx.account, ""
    match setting:
        case "zone":
            zones = await asyncio.to_thread(find_zones, value)  # the first search reads all cities
            if len(zones) > 1 or zones[0].guessed:
                choices = tuple(
                    Choice(label="{name}", name=zone.label, line=f"/settings zone {zone.name}") for zone in zones
                )
                which = _("Did you mean this?") if len(zones) == 1 else _("Which one is yours?")
                return await offer(ctx, say(which), (*choices, Choice(label=_("None of these"))))
            place = zones[0].label
            after = replace(before, timezone=zones[0].name)
        case "digest":
            if value.strip().casefold() in ("off", "never", "no"):
                raise Refusal(say(_("To stop the digests for a while: /pause. /resume starts them again.")))
            after = replace(before, digest_at=read_time(value))
        case "days":
            after = replace(before, digest_days=read_weekdays(value))
        case "size":
            if not value.isdecimal() or len(value) > 4 or not 1 <= int(value) <= MAX_SIZE:
                raise Refusal(say(_("A number from 1 to {n}, please: how many people a day at most."), n=MAX_SIZE))
            after = replace(before, digest_size=int(value))
        case "deliver":
            after = await delivered_to(ctx, value)
        case "events":
            return await change_wishes(ctx, value)
        case _:
            hours = read_hours(value)
            after = replace(before, quiet_from=hours[0] if hours else None, quiet_until=hours[1] if hours else None)
    after = rescheduled(after, ctx.now)
    await ctx.tx.accounts.change(after)
    await resettle(ctx.tx, after, ctx.now)
    deed = await ctx.did(_("the change of your settings"), (), AccountChanged(before=before))
    row = (Button(say(_("Undo")), action("undo", deed)), Button(say(_("Settings")), action("settings")))
    staying, moving = await _reminders_elsewhere(ctx, after) if setting == "zone" else (None, ())
    return Reply(
        text=lines(
            _place(place, after) if place else tell_setting(setting, after),
            say(_("It is {now} there."), now=ctx.now.astimezone(ZoneInfo(after.timezone)).time())
            if setting == "zone" and after.timezone
            else None,
            _next_digest(after),
            staying,
        ),
        rows=((Button(say(_("Another time…")), action("set", "digest")),), row)
        if setting == "zone" and before.timezone is None
        else (*moving, row),
    )


def overview(account: Account) -> Reply:
    """All settings on one screen, with a button for each."""
    return Reply(
        text=lines(
            Bold(say(_("Your settings"))),
            *(tell_setting(each, account) for each in SETTINGS),
            _pause(account),
            _next_digest(account),
        ),
        rows=_buttons(account),
    )


async def _reminders_elsewhere(ctx: Context, account: Account) -> tuple[Span | None, tuple[Row, ...]]:
    """Reminders that keep the time of the place where their owner was, and a button to take them along."""
    if ctx.account.timezone is None or account.timezone is None:
        return None, ()
    coming = await ctx.tx.reminders.coming(ctx.owner, _COUNTED)
    elsewhere = [each for each in coming if each.at is not None and each.timezone != account.timezone]
    if not elsewhere:
        return None, ()
    cities = {city_of(each.timezone) for each in elsewhere}
    text = count(
        "{n} reminder keeps the time of {city}.",
        "{n} reminders keep the time of {city}.",
        len(elsewhere),
        city=Listing(tuple(sorted(cities))),
    )
    label = say(_("Move them to {city} time"), city=city_of(account.timezone))
    return text, ((Button(label, action("rmove")),),)


async def _is_a_place(value: str) -> bool:
    """Whether these words are a city for sure."""
    try:
        zones = await asyncio.to_thread(find_zones, value)
    except Refusal:
        return False
    return len(zones) == 1 and not zones[0].guessed


async def _ask_which(ctx: Context, value: str) -> Reply:
    """Which setting is meant; the value is kept."""
    text = lines(
        say(_("I don't know the setting “{name}”."), name=value.partition(" ")[0][:40]),
        say(_("There are: zone, digest, days, size, quiet, events, deliver.")),
        say(_("For example: /settings zone Toronto")),
    )
    setting = settings.params[0]
    return await ask(
        ctx,
        settings,
        Open(asking=setting, text=text, values={"value": value}, choices=offered(setting)),
        says_more=True,
    )


async def _ask_for(ctx: Context, setting: str) -> Reply:
    """Listens for the value, as if "/settings <setting>" had been typed in front of it."""
    if setting == "deliver":
        return await ask_platform(ctx)
    if setting == "events":
        return wishes_screen(ctx.account)
    value = settings.params[1]
    asked = Open(asking=value, text=say(_ASK[setting]), values={"setting": setting})
    return await ask(ctx, settings, asked)


def tell_setting(setting: str, account: Account) -> Span | None:
    """What a setting is, on a line of its own; None while there is nothing to choose."""
    match setting:
        case "zone":
            if account.timezone is None:
                return say(_("City: not set yet, so no digest can come"))
            return say(_("Time zone: {zone}"), zone=city_of(account.timezone))
        case "digest":
            return say(_("Digest at: {time}"), time=account.digest_at)
        case "days":
            return say(_("Digest on: {days}"), days=_weekdays(account.digest_days))
        case "size":
            return say(_("People in a digest: at most {n}"), n=account.digest_size)
        case "deliver":
            return tell_platform(account)
        case "events":
            return tell_wishes(account.event_wishes)
        case _:
            if account.quiet_from is None or account.quiet_until is None:
                return say(_("Quiet hours: none"))
            return say(_("Quiet hours: {start} to {end}"), start=account.quiet_from, end=account.quiet_until)


def _place(place: str, account: Account) -> Span:
    """The city as it was asked for, and the one whose time it keeps."""
    zone = city_of(account.timezone or "")
    if place.startswith(zone):
        return say(_("City: {place}"), place=place)
    return say(_("City: {place} (the time of {zone})"), place=place, zone=zone)


def _weekdays(days: frozenset[int]) -> Span:
    if len(days) == 7:
        return say(_("every day"))
    spans: list[Span] = []
    for day in sorted(days):
        spans += [" ", say(_DAYS[day])] if spans else [say(_DAYS[day])]
    return tuple(spans)


def _pause(account: Account) -> Span | None:
    if not account.paused:
        return None
    return (
        say(_("Paused until {day}"), day=account.paused_until)
        if account.paused_until
        else say(_("Paused: /resume ends it"))
    )


def _next_digest(account: Account) -> Span | None:
    if account.next_digest_at is None or account.timezone is None:
        return None
    # In the zone that was just set: whoever reads this is known by the one before.
    return say(_("Next digest: {when}"), when=account.next_digest_at.astimezone(ZoneInfo(account.timezone)))


def _buttons(account: Account) -> tuple[Row, ...]:
    labels = {
        "zone": _("City"),
        "digest": _("Time"),
        "days": _("Days"),
        "size": _("Size"),
        "quiet": _("Quiet hours"),
        "events": _("Events"),
    }
    buttons = tuple(Button(say(label), action("set", name)) for name, label in labels.items())
    deliver = (Button(say(_("Where I write")), action("set", "deliver")),) if account.deliver_to else ()
    return (buttons[:3], (*buttons[3:], *deliver))
