"""Rules about days that come every year: birthdays, and the day on which somebody began their work."""

import re
from datetime import date, timedelta

from core.digests.rules.candidate import Candidate
from core.facts.cadence import days_in_month
from core.facts.digests import Because, Prospect, Reason
from core.facts.keys import fold
from core.facts.people import Anniversary, PartialDate

_WORK = re.compile(
    r"(?:new |first )?(?:work|job|company)(?: (?:anniversary|start|since))?(?: (?:at|with) (?P<a>.+))?"
    r"|(?:started|start|began|hired|first day)(?: (?:to work|work|working|(?:a |the )?(?:new )?job))?(?: as .+?)?"
    r"(?: (?:at|with|by|for) (?P<b>.+))?"
    r"|joined(?: (?P<c>.+))?"
)


def birthday(candidate: Candidate, days: int, today: date) -> Reason | None:
    """Whose birthday is today or within `days`: the one day of the year on which nobody needs a reason to write."""
    for each in candidate.contact.dates:
        if each.label == "birthday" and (on := _comes(each.on, today)) and (on - today).days <= days:
            return Reason(because=Because.BIRTHDAY, on=on)
    return None


def job_anniversary(candidate: Candidate, days: int, today: date) -> Reason | None:
    """Who has been at their work for a round year today or within `days`: a day on the card that is called a work
    or job anniversary, or "started at IBM". It is an easy reason to write; silent once they work elsewhere."""
    for each in candidate.contact.dates:
        company = employer(each, candidate.contact)
        on = _comes(each.on, today) if company is not None else None
        if company is None or on is None or (on - today).days > days:
            continue
        years = on.year - each.on.year if each.on.year else 0
        if years > 0 or each.on.year is None:
            return Reason(because=Because.JOB, on=on, what=company, count=years)
    return None


def employer(anniversary: Anniversary, contact: Prospect) -> str | None:
    """Where somebody began to work on this day, as the card writes it; "" when it does not say where; None when the
    day is another one, or they have left since."""
    match = _WORK.fullmatch(fold(anniversary.label))
    if match is None:
        return None
    named, now = match["a"] or match["b"] or match["c"] or "", fold(contact.company)
    if not named or not now or named in now or now in named:
        return contact.company or named
    return None


def next_anniversary(month: int, day: int, today: date) -> date:
    """The next such day, today included; 29 February is the 28th in a common year."""
    for year in (today.year, today.year + 1):
        on = date(year, month, day if day <= 28 else min(day, days_in_month(year, month)))
        if on >= today:
            return on
    raise AssertionError("one of two years has the day")


def keys_of_days(today: date, ahead: int) -> frozenset[str]:
    """The MM-DD of today and so many days ahead."""
    days = [today + timedelta(days=each) for each in range(ahead + 1)]
    keys = frozenset(f"{day.month:02}-{day.day:02}" for day in days)
    return keys | {"02-29"} if "02-28" in keys else keys


def _comes(on: PartialDate, today: date) -> date | None:
    """When a day comes next, today included; None when its month or day is not known."""
    return next_anniversary(on.month, on.day, today) if on.month and on.day else None
