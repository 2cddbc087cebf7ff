"""How times are told: an instant with its place, a day, and in words what comes again and again."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.chat.phrases import partial
from core.chat.reply import Listing, Person, Span, count, say
from core.chat.words import _
from core.facts.cadence import Cadence, Unit
from core.facts.keys import fold
from core.facts.people import Contact, PartialDate
from core.facts.recurrence import Frequency, Recurrence, Weekday, When
from core.facts.reminders import Reminder

_FAR = 180  # days: from there on a day is written with its year instead of its weekday (core/chat/words.py)
_WORKING_DAYS = frozenset(range(5))
_WEEKEND = frozenset({5, 6})
_WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
_NTH = {
    1: _("first"),
    2: _("second"),
    3: _("third"),
    4: _("fourth"),
    5: _("fifth"),
    -1: _("last"),
    -2: _("second to last"),
}
_DAYS = (
    *(_("1st"), _("2nd"), _("3rd"), _("4th"), _("5th"), _("6th"), _("7th"), _("8th"), _("9th"), _("10th")),
    *(_("11th"), _("12th"), _("13th"), _("14th"), _("15th"), _("16th"), _("17th"), _("18th"), _("19th"), _("20th")),
    *(_("21st"), _("22nd"), _("23rd"), _("24th"), _("25th"), _("26th"), _("27th"), _("28th"), _("29th"), _("30th")),
    _("31st"),
)


def city_of(timezone: str) -> str:
    """The city after which an IANA zone is called.

    >>> city_of("America/New_York")
    'New York'
    """
    return timezone.rsplit("/", 1)[-1].replace("_", " ")


def tell_instant(at: datetime, timezone: str, today: date) -> Span:
    """Weekday, date, time and place: "Tue, Nov 24, 9:00 AM Toronto"."""
    local = at.astimezone(ZoneInfo(timezone))
    return say(_("{when} {place}"), when=_with_weekday(local, local.date(), today), place=city_of(timezone))


def tell_day(day: date, today: date) -> Span:
    """A day, always with its weekday."""
    return _with_weekday(day, day, today)


def tell_lately(day: date, today: date) -> Span:
    """A day that has been: its weekday alone while that is clear."""
    return say(_WEEKDAYS[day.weekday()]) if 0 <= (today - day).days < 7 else day


def tell_when(when: When, timezone: str, today: date) -> Span:
    """A moment or a recurrence, short enough for a button."""
    if isinstance(when, Recurrence):
        return tell_recurrence(when)
    if when.at is None:
        return tell_day(when.on, today)
    return _with_weekday(datetime.combine(when.on, when.at, ZoneInfo(timezone)), when.on, today)


def tell_thing(reminder: Reminder, contact: Contact | None) -> Span:
    """What a reminder is about: its words, after the person's name unless the words name them."""
    if contact is None:
        return reminder.text
    if not reminder.text:
        return Person(contact.name)
    if _names(reminder.text, contact):
        return reminder.text
    return say(_("{name}: {what}"), name=Person(contact.name), what=reminder.text)


def tell_recurrence(recurrence: Recurrence) -> Span:
    """In words, without when it comes next: "every 2 weeks on Saturday at 9:00 AM"."""
    told = _rule(recurrence)
    if recurrence.freq in (Frequency.HOURLY, Frequency.MINUTELY):
        if recurrence.weekdays:
            told = say(_("{every} on {days}"), every=told, days=_weekdays(recurrence.weekdays))
        if recurrence.times:
            told = say(_("{every} from {time}"), every=told, time=min(recurrence.times))
    elif recurrence.times:
        told = say(_("{every} at {times}"), every=told, times=Listing(tuple(sorted(recurrence.times))))
    if recurrence.until:
        told = say(_("{every} until {day}"), every=told, day=recurrence.until)
    if recurrence.count:
        told = count("{every}, {n} time in all", "{every}, {n} times in all", recurrence.count, every=told)
    return told


def _rule(recurrence: Recurrence) -> Span:
    """The days, without the times of day."""
    match recurrence.freq:
        case Frequency.MINUTELY:
            return count("every minute", "every {n} minutes", recurrence.interval)
        case Frequency.HOURLY:
            return count("every hour", "every {n} hours", recurrence.interval)
        case Frequency.DAILY | Frequency.WEEKLY:
            told = _weekly(recurrence)
        case Frequency.MONTHLY:
            every = Cadence(count=recurrence.interval, unit=Unit.MONTH)
            told = say(_("{every} on {days}"), every=every, days=_days_of_month(recurrence))
        case Frequency.YEARLY:
            return _yearly(recurrence)
    return say(_("{every} in {months}"), every=told, months=_months(recurrence)) if recurrence.months else told


def _weekly(recurrence: Recurrence) -> Span:
    """Every day, or the weekdays of every week."""
    days = {weekday.day for weekday in recurrence.weekdays}
    if recurrence.freq is Frequency.DAILY and (not days or recurrence.interval > 1):
        every: Span = Cadence(count=recurrence.interval, unit=Unit.DAY)
        if days:
            every = say(_("{every} on {days}"), every=every, days=_weekdays(recurrence.weekdays))
        if recurrence.month_days:
            every = say(_("{every} on {days}"), every=every, days=_days_of_month(recurrence))
        return every
    named = recurrence.weekdays or (Weekday(day=recurrence.start.weekday()),)
    if recurrence.interval > 1:
        every = Cadence(count=recurrence.interval, unit=Unit.WEEK)
        return say(_("{every} on {days}"), every=every, days=_weekdays(named))
    if len(days) == 7:
        return Cadence(count=1, unit=Unit.DAY)
    if days == _WORKING_DAYS:
        return say(_("every working day"))
    return say(_("every {day}"), day=_weekdays(named))


def _yearly(recurrence: Recurrence) -> Span:
    every = Cadence(count=recurrence.interval, unit=Unit.YEAR)
    if not recurrence.weekdays and len(recurrence.month_days) <= 1 and len(recurrence.months) <= 1:
        month = next(iter(recurrence.months), recurrence.start.month)
        day = next(iter(recurrence.month_days), recurrence.start.day)
        if day > 0:
            on = partial(PartialDate(month=month, day=day))
            return say(_("{every} on {days}"), every=every, days=on)
    days = say(_("{every} on {days}"), every=every, days=_days_of_month(recurrence))
    if recurrence.months:
        return say(_("{every} in {months}"), every=days, months=_months(recurrence))
    return days


def _days_of_month(recurrence: Recurrence) -> Span:
    """The days of a month or a year: "the 15th", "the last Friday", "the last working day"."""
    days = {weekday.day for weekday in recurrence.weekdays}
    if recurrence.position:
        nth = _nth(recurrence.position)
        if days == _WORKING_DAYS:
            return say(_("the {nth} working day"), nth=nth)
        if days == _WEEKEND:
            return say(_("the {nth} day of a weekend"), nth=nth)
        if not days or len(days) == 7:
            return say(_("the {nth} day"), nth=nth)
        return say(_("the {nth} of {days}"), nth=nth, days=_weekdays(recurrence.weekdays))
    numbers = [_month_day(day) for day in recurrence.month_days or (recurrence.start.day,)]
    if not recurrence.weekdays:
        return Listing(tuple(numbers))
    if recurrence.month_days:
        fitting = _("{days} that is a {weekday}")
        return say(fitting, days=Listing(tuple(numbers)), weekday=_weekdays(recurrence.weekdays))
    return Listing(tuple(_nth_weekday(weekday) for weekday in recurrence.weekdays))


def _nth_weekday(weekday: Weekday) -> Span:
    name = say(_WEEKDAYS[weekday.day])
    if not weekday.nth:
        return say(_("every {day}"), day=name)
    return say(_("the {nth} {day}"), nth=_nth(weekday.nth), day=name)


def _month_day(day: int) -> Span:
    if day > 0:
        return say(_("the {day}"), day=say(_DAYS[day - 1]))
    return say(_("the {nth} day"), nth=_nth(day))


def _nth(number: int) -> Span:
    if number in _NTH:
        return say(_NTH[number])
    if number > 0:
        return say(_DAYS[number - 1]) if number <= len(_DAYS) else number
    return say(_("{nth} to last"), nth=say(_DAYS[-number - 1]) if -number <= len(_DAYS) else -number)


def _weekdays(weekdays: Collection[Weekday]) -> Span:
    return Listing(tuple(say(_WEEKDAYS[day]) for day in sorted({weekday.day for weekday in weekdays})))


def _months(recurrence: Recurrence) -> Span:
    return Listing(tuple(partial(PartialDate(month=month)) for month in sorted(set(recurrence.months))))


def _with_weekday(value: date | datetime, day: date, today: date) -> Span:
    if abs((day - today).days) < _FAR:
        return value
    return say(_("{weekday}, {when}"), weekday=say(_WEEKDAYS[day.weekday()]), when=value)


def _names(text: str, contact: Contact) -> bool:
    """Whether one of the words is the person's first name, or that of an alias."""
    words = set(fold(text).split())
    return any(first in words for name in (contact.name, *contact.aliases) for first in fold(name).split()[:1])
