"""Who is most worth reaching out to today, and why: pure, with its reasons in its result."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.facts.cadence import Cadence, add_months, days_in_month
from core.facts.people import Balance, Contact
from core.facts.reminders import Because, Pick, Reason

COOLDOWN = timedelta(days=7)  # nobody is shown again within it, unless their overdue grows
GROWTH = 0.5  # by this share of the cadence
MAX_RATIO = 3.0  # overdue counts no more than this, so that an old neglect does not hide everybody else
THANKS_AFTER = timedelta(days=1)
THANKS_WARM = timedelta(days=60)  # after that it is still owed, but presses less
OWED_AFTER = timedelta(days=30)  # since their favour, and since the last touch
BIRTHDAY_AHEAD = 7  # days
DORMANT_YEARS = 2
DORMANT_REST = timedelta(days=180)  # before a dormant tie is suggested again
OWED_REST = timedelta(days=30)
RECENT = timedelta(days=365)  # favours that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be suggested: the contact, the cadence that counts, and how the favours stand."""

    contact: Contact
    cadence: Cadence | None
    balance: Balance | None = None


def rank(
    candidates: Iterable[Candidate],
    today: date,
    size: int,
    *,
    until: date | None = None,
    dormant: bool = True,
    asked: bool = False,
) -> tuple[Pick, ...]:
    """At most `size` people, the most worthwhile first; at most one of them only for being dormant, if any.

    Nobody who is not active, was hidden by a "not now", or was shown within the cooldown without their
    overdue growing; who asks to see them (`asked`) sees also those who rest. `until` is the day of the next
    digest: a birthday before it cannot wait. The same facts give the same order.
    """
    picks: list[Pick] = []
    for candidate in candidates:
        reasons = reasons_for(candidate, today)
        if reasons and (asked or not _rests(candidate, reasons, today, until or today + timedelta(days=1))):
            picks.append(
                Pick(contact_id=candidate.contact.id, reasons=reasons, score=_score(candidate, reasons, today))
            )
    picks.sort(key=lambda pick: (-pick.score, pick.contact_id))
    dormant_ones = [pick for pick in picks if _is_dormant(pick)][: 1 if dormant else 0]
    return tuple(pick for pick in picks if not _is_dormant(pick) or pick in dormant_ones)[:size]


def reasons_for(candidate: Candidate, today: date) -> tuple[Reason, ...]:
    """Every reason that holds today, the strongest first; none for somebody who is not active."""
    contact = candidate.contact
    if not may_be_shown(contact, today):
        return ()
    found = (
        _birthday(contact, today),
        _thanks(candidate, today),
        _overdue(candidate, today),
        _owed(candidate, today),
        _dormant(candidate, today),
    )
    return tuple(reason for reason in found if reason is not None)


def may_be_shown(contact: Contact, today: date) -> bool:
    """Whether any digest may speak of somebody: they are active, not hidden by a "not now", not snoozed."""
    if not contact.is_active(today) or (contact.hidden_until and contact.hidden_until > today):
        return False
    return contact.snoozed_until is None or contact.snoozed_until <= today


def overdue_ratio(contact: Contact, cadence: Cadence | None, today: date) -> float:
    """How overdue in proportion to the cadence, from 0 to MAX_RATIO."""
    if contact.due_on is None or contact.due_on > today:
        return 0.0
    days = (today - contact.due_on).days
    return min(days / (cadence.days if cadence else 30), MAX_RATIO)


def next_anniversary(month: int, day: int, today: date) -> date:
    """The next such day, today included; 29 February is the 28th in a common year."""
    for year in (today.year, today.year + 1):
        on = date(year, month, min(day, days_in_month(year, month)))
        if on >= today:
            return on
    raise AssertionError("one of two years has the day")


def birthday_keys(today: date) -> list[str]:
    """The MM-DD of the days on which a birthday is near enough to be mentioned."""
    days = [today + timedelta(days=ahead) for ahead in range(BIRTHDAY_AHEAD + 1)]
    keys = [f"{day.month:02}-{day.day:02}" for day in days]
    return [*keys, "02-29"] if "02-28" in keys else keys


def dormant_before(today: date) -> date:
    """Who has been silent since before this day is dormant."""
    return add_months(today, -12 * DORMANT_YEARS)


def _birthday(contact: Contact, today: date) -> Reason | None:
    for each in contact.dates:
        if each.label == "birthday" and each.on.month and each.on.day:
            on = next_anniversary(each.on.month, each.on.day, today)
            if (on - today).days <= BIRTHDAY_AHEAD:
                return Reason(because=Because.BIRTHDAY, on=on)
    return None


def _thanks(candidate: Candidate, today: date) -> Reason | None:
    owed = candidate.balance.unthanked if candidate.balance else None
    if owed and THANKS_AFTER <= today - owed.happened_on <= RECENT:
        return Reason(because=Because.THANKS, since=owed.happened_on, what=owed.what)
    return None


def _overdue(candidate: Candidate, today: date) -> Reason | None:
    contact = candidate.contact
    if contact.due_on is None or contact.due_on > today:
        return None
    if candidate.cadence is None and contact.suggested_on and contact.due_on <= contact.suggested_on < today:
        return None  # a snooze without a rhythm comes back once
    balance = candidate.balance
    got = balance.latest_got if balance and not balance.unthanked else None  # an owed thank-you is a reason itself
    what = got.what if got and today - got.happened_on <= RECENT else ""
    if contact.last_touch_on is None:
        return Reason(because=Because.WAITING, cadence=candidate.cadence)
    return Reason(
        because=Because.OVERDUE,
        since=contact.last_touch_on,
        cadence=candidate.cadence,
        what=what,
        on=got.happened_on if got and what else None,
    )


def _owed(candidate: Candidate, today: date) -> Reason | None:
    balance, last = candidate.balance, candidate.contact.last_touch_on
    if balance is None or balance.lead >= 0 or balance.latest_got is None:
        return None
    since = max(balance.latest_got.happened_on, last or date.min)
    if today - since < OWED_AFTER:
        return None
    return Reason(because=Because.OWED, since=balance.latest_got.happened_on, count=-balance.lead)


def _dormant(candidate: Candidate, today: date) -> Reason | None:
    contact = candidate.contact
    if candidate.cadence is not None or contact.quiet_since >= dormant_before(today):
        return None
    if contact.last_touch_on is None:
        return Reason(because=Because.DORMANT, on=contact.met_on)
    return Reason(because=Because.DORMANT, since=contact.last_touch_on)


def _rests(candidate: Candidate, reasons: tuple[Reason, ...], today: date, until: date) -> bool:
    """Whether somebody was shown too lately to be shown again."""
    shown = candidate.contact.suggested_on
    if shown is None or shown >= today:
        return False
    if any(reason.on and reason.on < until for reason in reasons if reason.because is Because.BIRTHDAY):
        return False
    why = {reason.because for reason in reasons}
    if why == {Because.DORMANT}:
        return today - shown < DORMANT_REST
    if why <= {Because.OWED, Because.DORMANT}:
        return today - shown < OWED_REST
    if today - shown >= COOLDOWN:
        return False
    grown = overdue_ratio(candidate.contact, candidate.cadence, today) - overdue_ratio(
        candidate.contact, candidate.cadence, shown
    )
    return grown < GROWTH


def _score(candidate: Candidate, reasons: tuple[Reason, ...], today: date) -> float:
    """The strongest reason counts in full, the others a little."""
    scores = sorted((_weight(candidate, reason, today) for reason in reasons), reverse=True)
    return scores[0] + 0.25 * sum(scores[1:])


def _weight(candidate: Candidate, reason: Reason, today: date) -> float:
    match reason.because:
        case Because.BIRTHDAY:
            assert reason.on is not None
            return 4.5 if reason.on == today else 1.0
        case Because.THANKS:
            assert reason.since is not None
            return 3.5 if today - reason.since <= THANKS_WARM else 2.0
        case Because.OVERDUE | Because.WAITING:
            return 1.0 + overdue_ratio(candidate.contact, candidate.cadence, today)
        case Because.OWED:
            return 1.0 + 0.25 * min(reason.count, 4)
        case Because.DORMANT:
            known = candidate.balance is not None or bool(candidate.contact.notes)
            return 0.5 + 0.25 * known + 0.1 * bool(candidate.contact.handles)


def _is_dormant(pick: Pick) -> bool:
    return [reason.because for reason in pick.reasons] == [Because.DORMANT]
