"""Who is most worth reaching out to today, and why: pure, with its reasons in its result."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from core.digests.rules.book import Tuned
from core.digests.rules.candidate import Candidate
from core.facts.cadence import Cadence
from core.facts.digests import Because, Pick, Prospect, Reason
from core.facts.people import Contact

COOLDOWN = timedelta(days=7)  # nobody is shown again within it, unless their overdue grows
GROWTH = 0.5  # by this share of the cadence
MAX_RATIO = 3.0  # overdue counts no more than this, so that an old neglect does not hide everybody else
THANKS_WARM = timedelta(days=60)  # after that it is still owed, but presses less
DORMANT_REST = timedelta(days=180)  # before a dormant tie is suggested again
PATIENT_REST = timedelta(days=30)  # before what presses nobody is said again
WITHIN = timedelta(days=2)  # of an event, whoever was met there is to have been brought up
MOST = 10  # people of whom a digest speaks one by one; of others who were met at an event it says the names
_CROWD = 40  # people in one digest, however many were met at an event
_PATIENT = frozenset({Because.OWED, Because.IN_A_ROW, Because.REPORT, Because.DORMANT})
_OF_A_DAY = frozenset({Because.BIRTHDAY, Because.JOB})


def rank(
    candidates: Iterable[Candidate],
    rules: Sequence[Tuned],
    today: date,
    size: int,
    *,
    until: date | None = None,
    dormant: bool = True,
    asked: bool = False,
) -> tuple[Pick, ...]:
    """At most `size` people, the most worthwhile first; at most one of them only for being dormant, if any. Beyond
    that, whoever was met at an event and whose two days would be over before the next digest.

    Nobody who is not active, was hidden by a "not now", or was shown within the cooldown without their
    overdue growing; who asks to see them (`asked`) sees also those who rest. `until` is the day of the next
    digest: a birthday before it cannot wait. The same facts give the same order.
    """
    picks: list[Pick] = []
    for candidate in candidates:
        reasons = reasons_for(candidate, rules, today)
        if reasons and (asked or not _rests(candidate, reasons, today, until or today + timedelta(days=1))):
            picks.append(
                Pick(contact_id=candidate.contact.id, reasons=reasons, score=_score(candidate, reasons, today))
            )
    picks.sort(key=lambda pick: (-pick.score, pick.contact_id))
    coming = until or today + timedelta(days=1)
    chosen: list[Pick] = []
    for pick in picks:
        if _is_dormant(pick):
            if not dormant:
                continue
            dormant = False  # one is enough
        if len(chosen) < size or (len(chosen) < _CROWD and _cannot_wait(pick, coming)):
            chosen.append(pick)
    return tuple(chosen)


def reasons_for(candidate: Candidate, rules: Sequence[Tuned], today: date) -> tuple[Reason, ...]:
    """Every reason that holds today, in the order of the rules; none for somebody who is not to be shown."""
    if not may_be_shown(candidate.contact, today):
        return ()
    found = [rule.look(candidate, rule.days, today) for rule in rules if not rule.spares(candidate.contact)]
    return tuple([reason for reason in found if reason is not None])


def may_be_shown(contact: Contact | Prospect, today: date) -> bool:
    """Whether any digest may speak of somebody: they are active, not hidden by a "not now", not snoozed."""
    if not contact.is_active(today) or (contact.hidden_until and contact.hidden_until > today):
        return False
    return contact.snoozed_until is None or contact.snoozed_until <= today


def overdue_ratio(contact: Prospect, cadence: Cadence | None, today: date) -> float:
    """How overdue in proportion to the cadence, from 0 to MAX_RATIO."""
    if contact.due_on is None or contact.due_on > today:
        return 0.0
    days = (today - contact.due_on).days
    return min(days / (cadence.days if cadence else 30), MAX_RATIO)


def _rests(candidate: Candidate, reasons: tuple[Reason, ...], today: date, until: date) -> bool:
    """Whether somebody was shown too lately to be shown again."""
    shown = candidate.contact.suggested_on
    if shown is None or shown >= today:
        return False
    if any(_is_of_event(reason) and reason.on and reason.on >= shown for reason in reasons):
        return False
    if any(reason.on and reason.on < until for reason in reasons if reason.because in _OF_A_DAY):
        return False
    why = {reason.because for reason in reasons}
    if why == {Because.DORMANT}:
        return today - shown < DORMANT_REST
    if why <= _PATIENT:
        return today - shown < PATIENT_REST
    if today - shown >= COOLDOWN:
        return False
    grown = overdue_ratio(candidate.contact, candidate.cadence, today) - overdue_ratio(
        candidate.contact, candidate.cadence, shown
    )
    return grown < GROWTH


def _score(candidate: Candidate, reasons: tuple[Reason, ...], today: date) -> float:
    """The strongest reason counts in full, the others a little."""
    scores = [_weight(candidate, reason, today) for reason in reasons]
    return 0.75 * max(scores) + 0.25 * sum(sorted(scores))  # sorted: a sum of floats depends on its order


def _weight(candidate: Candidate, reason: Reason, today: date) -> float:
    match reason.because:
        case Because.BIRTHDAY:
            return 4.5 if reason.on == today else 1.0
        case Because.JOB:
            return 3.0 if reason.on == today else 0.75
        case Because.THANKS:
            assert reason.since is not None
            return 3.5 if today - reason.since <= THANKS_WARM else 2.0
        case Because.FOLLOW_UP:
            return 6.0 if _is_of_event(reason) else 3.0
        case Because.REPORT:
            return 2.0
        case Because.OVERDUE | Because.WAITING:
            return 1.0 + overdue_ratio(candidate.contact, candidate.cadence, today)
        case Because.IN_A_ROW:
            return 2.0
        case Because.OWED:
            return 1.0 + 0.25 * min(reason.count, 4)
        case Because.DORMANT:
            known = candidate.balance is not None or candidate.contact.noted
            return 0.5 + 0.25 * known + 0.1 * candidate.contact.reachable
        case _:
            raise AssertionError("a rule about things, not people")


def _is_dormant(pick: Pick) -> bool:
    return [reason.because for reason in pick.reasons] == [Because.DORMANT]


def _is_of_event(reason: Reason) -> bool:
    return reason.because is Because.FOLLOW_UP and bool(reason.what)


def _cannot_wait(pick: Pick, coming: date) -> bool:
    """Whether their two days would be over by the day of the next digest."""
    return any(_is_of_event(reason) and reason.on and coming > reason.on + WITHIN for reason in pick.reasons)
