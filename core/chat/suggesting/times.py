"""Days, times and rhythms as they are typed, each shown as it is understood."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.chat.command import Context, Kind, Param, Suggestion
from core.chat.errors import Refusal
from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.days.cadence import read_cadence
from core.chat.parsing.days.days import find_past_day, read_until
from core.chat.parsing.found import Unclear
from core.chat.parsing.recurring.whens import find_when
from core.chat.reply import Span, say
from core.chat.suggesting.people import CHOSEN
from core.chat.telling import tell_day, tell_instant, tell_when
from core.chat.values import dump_when
from core.chat.words import _, plain
from core.facts.cadence import Cadence
from core.facts.recurrence import Moment, When

_TYPICAL = {  # what people say most, as it can be read
    Kind.CADENCE: (
        "every week",
        "every 2 weeks",
        "every month",
        "every 6 weeks",
        "every 2 months",
        "every 3 months",
        "every 6 months",
        "every year",
        "never",
    ),
    Kind.PAST_DAY: ("today", "yesterday", "2 days ago", "last Friday", "last Monday", "1 week ago", "1 month ago"),
    Kind.SPAN: ("1 week", "2 weeks", "1 month", "3 months", "6 months", "1 year", "next month"),
    Kind.MOMENT: ("tomorrow", "Friday", "next Monday", "in 1 week", "in 2 weeks", "in 1 month"),
    Kind.WHEN: (
        "in 1 hour",
        "this evening",
        "tomorrow 9am",
        "Friday 9am",
        "next Monday 9am",
        "in 1 week",
        "every day 9am",
        "every Monday 9am",
        "every month on the 1st",
    ),
}
_COUNTED = {  # what a number alone may go on to
    Kind.CADENCE: ("every {n} weeks", "every {n} months", "every {n} days"),
    Kind.PAST_DAY: ("{n} days ago", "{n} weeks ago", "{n} months ago"),
    Kind.SPAN: ("{n} weeks", "{n} days", "{n} months"),
    Kind.MOMENT: ("in {n} days", "in {n} weeks", "in {n} months"),
    Kind.WHEN: ("in {n} hours", "in {n} minutes", "in {n} days", "{n}:00"),
}
_MOST = 100  # characters in which a time is looked for


def times(ctx: Context, param: Param, typed: str) -> list[Suggestion]:
    """What was typed, as it is understood; and what is often said and begins like that."""
    words = " ".join(typed.split())[:_MOST]
    found = _understood(ctx, param.kind, words) if words else []
    begun = [each for each in _TYPICAL[param.kind] if words.casefold() in each.casefold()]
    if words.isdecimal() and len(words) <= 2:
        begun = [each.format(n=int(words)) for each in _COUNTED[param.kind]]
    for each in begun:
        if each.casefold() != words.casefold():
            found += _understood(ctx, param.kind, each, named=True)
    return found


def _understood(ctx: Context, kind: Kind, words: str, *, named: bool = False) -> list[Suggestion]:
    """The words with what they mean to us; nothing where we do not understand them. `named`: the words as well."""
    try:
        meant = _meaning(ctx, kind, words)
    except Refusal:
        return []
    if isinstance(meant, list):  # one of these, which is then what was chosen
        return [Suggestion(CHOSEN + dump_when(each), plain(_told(ctx, each), ctx.reader)) for each in meant]
    if meant is None:
        return []
    if named and kind is not Kind.CADENCE and meant != words:
        meant = say(_("{words}: {meaning}"), words=words, meaning=meant)
    return [Suggestion(words, plain(meant, ctx.reader))]


def _meaning(ctx: Context, kind: Kind, words: str) -> Span | list[When] | None:
    """What the words mean, or may mean; raises Refusal for what can never be right."""
    locale = ctx.account.locale
    match kind:
        case Kind.CADENCE:
            cadence = read_cadence(words)
            return cadence if isinstance(cadence, Cadence) else say(_("never"))
        case Kind.SPAN:
            return tell_day(read_until(words, ctx.today, locale), ctx.today)
        case Kind.PAST_DAY:
            past = find_past_day(words, ctx.today, locale)
            return tell_day(past[0], ctx.today) if past and past[0] <= ctx.today else None
    now = ctx.now.astimezone(ZoneInfo(ctx.account.timezone or "UTC"))
    found = find_moment(words, now, locale) if kind is Kind.MOMENT else find_when(words, now, locale)
    if found is None:
        return None
    if ctx.account.timezone is None:  # it is not known yet what time that is for them
        return words
    if isinstance(found, Unclear):
        return list(found.choices)
    return None if _is_over(found.value, now) else _told(ctx, found.value)


def _told(ctx: Context, when: When) -> Span:
    """A time of day with its place: it is that place's."""
    zone = ctx.account.timezone or "UTC"
    if isinstance(when, Moment) and when.at is not None:
        return tell_instant(datetime.combine(when.on, when.at, ZoneInfo(zone)), zone, ctx.today)
    return tell_when(when, zone, ctx.today)


def _is_over(when: When, now: datetime) -> bool:
    if not isinstance(when, Moment):
        return False
    if when.at is None:
        return when.on < now.date()
    return datetime.combine(when.on, when.at, now.tzinfo).astimezone(UTC) <= now
