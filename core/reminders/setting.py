"""Setting a reminder for a time, and changing it: what a line about an existing one means."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.chat.command import Context
from core.chat.errors import Refusal
from core.chat.parsing.coming.clock_times import find_times
from core.chat.parsing.found import Unclear
from core.chat.parsing.line import Line
from core.chat.parsing.recurring.whens import find_when
from core.chat.reply import say
from core.chat.values import load_when
from core.chat.words import _
from core.facts.recurrence import Moment, Recurrence, When
from core.facts.reminders import Reminder
from core.reminders.coming import instant_of, is_too_often, passed_over, set_for, settled, with_hour
from core.reminders.occurrences import occurrences_between

_ONLY_A_PREPOSITION = frozenset({"", "at", "to", "by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A new time, new words, or both. `only_hour`: the line said a time of day and nothing else of when."""

    when: When | None = None
    only_hour: bool = False
    text: str = ""


def read_change(line: str, now: datetime, locale: str) -> Change | Unclear:
    """What a line about an existing reminder changes; `now` is in the reminder's zone. Raises Refusal.

    A line without a time is its new words.
    """
    if line.startswith("{") and (when := load_when(line)):  # one of the readings that were offered
        return Change(when=when)
    found = find_when(line, now, locale)
    if found is None:
        return Change(text=line.strip())
    if isinstance(found, Unclear):
        return found
    rest = Line(line)
    for start, end in found.spans:
        rest.cut(start, end)
    text = rest.rest()
    said = " ".join(line[start:end] for start, end in found.spans)
    return Change(
        when=found.value,
        only_hour=isinstance(found.value, Moment) and found.value.at is not None and _is_an_hour(said),
        text="" if text.casefold() in _ONLY_A_PREPOSITION else text,
    )


def set_or_refuse(ctx: Context, reminder: Reminder, when: When) -> Reminder:
    """The reminder set for that time. Raises Refusal where it would come too often, or never."""
    if isinstance(when, Recurrence) and is_too_often(when):
        raise Refusal(say(_("Every 15 minutes is the most often that I remind you. For example: every 2 hours")))
    kept = set_for(reminder, when, ctx.account, ctx.now)
    if kept is None:
        raise Refusal(say(_("That would never come. For example: tomorrow 9am, or every Tuesday 18:00")))
    return kept


def changed(ctx: Context, reminder: Reminder, change: Change) -> Reminder:
    """The reminder with the change, in its own zone. Raises Refusal.

    A new day keeps the hour, a new hour the day. What comes again stays so: a time of day alone is its new hour,
    and so is a day on which it comes anyway; another day moves this one time. A recurrence takes the place of what
    was before.
    """
    if change.text:
        reminder = replace(reminder, text=change.text)
    when = change.when
    if when is None:
        return reminder
    if isinstance(when, Recurrence) and not when.times and reminder.at is not None:
        when = replace(when, times=(reminder.at,))
    if isinstance(when, Moment) and reminder.recurrence is None:
        when = _with_what_is_left(ctx, reminder, when, only_hour=change.only_hour)
    if isinstance(when, Recurrence) or reminder.recurrence is None:
        return set_or_refuse(ctx, reminder, when)
    if when.at is not None and (change.only_hour or _comes_on(reminder, when)):
        after = with_hour(reminder, when.at, ctx.now)
        if after.on is None:
            raise Refusal(say(_("That would never come. For example: tomorrow 9am, or every Tuesday 18:00")))
        return after
    return this_once(ctx, reminder, _with_what_is_left(ctx, reminder, when, only_hour=False))


def this_once(ctx: Context, reminder: Reminder, when: Moment) -> Reminder:
    """What comes again, this one time at another moment."""
    then = instant_of(reminder, when, ctx.account)
    return settled(replace(passed_over(reminder), snoozed_until=then, unanswered=0))


def _with_what_is_left(ctx: Context, reminder: Reminder, when: Moment, *, only_hour: bool) -> Moment:
    """The moment with the day or the hour that was not said anew, unless that is over."""
    if when.at is None and reminder.at is not None:
        whole = replace(when, at=reminder.at)
    elif only_hour and reminder.on is not None:
        whole = replace(when, on=reminder.on)
    else:
        return when
    return whole if instant_of(reminder, whole, ctx.account) > ctx.now else when


def _comes_on(reminder: Reminder, moment: Moment) -> bool:
    """Whether what comes again comes on that day anyway."""
    assert reminder.recurrence is not None
    zone = ZoneInfo(reminder.timezone)
    begin = datetime.combine(moment.on, time.min, zone) - timedelta.resolution
    end = datetime.combine(moment.on, time.max, zone)
    return occurrences_between(reminder.recurrence, begin, end, zone, time(12))[1] > 0


def _is_an_hour(said: str) -> bool:
    """Whether the words are a time of day and nothing else.

    >>> _is_an_hour("at 10:00"), _is_an_hour("Friday 10:00")
    (True, False)
    """
    times = find_times(said)
    if len(times) != 1:
        return False
    left = said[: times[0].start] + said[times[0].end :]
    return left.strip(" ,.").casefold() in _ONLY_A_PREPOSITION
