"""An ask's life: asked → answered → thanked → reported back; and from which days on a digest speaks of it.

Each state is brought up a few times, further and further apart, then left alone: it stays in /asks.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.facts.account import Account
from core.facts.asks import Ask, AskState
from core.facts.digests import Because
from core.facts.ids import EntryId
from core.people.tuning import days_of

ANSWER_AFTER = 7  # days: who is asked needs some time, and a job does not wait for ever
RULES = {AskState.GRANTED: Because.THANKS, AskState.DECLINED: Because.THANKS, AskState.THANKED: Because.REPORT}
_OPEN = frozenset({AskState.ASKED, AskState.GRANTED, AskState.DECLINED, AskState.THANKED})


def begun(ask: Ask, account: Account) -> Ask:
    """The ask, with the first day on which its state is brought up."""
    return replace(ask, next_on=min(_days(ask, account), default=None))


def granted(ask: Ask, account: Account, today: date, entry_id: EntryId) -> Ask:
    """They said yes; `entry_id` is the favour that it was."""
    return begun(replace(ask, state=AskState.GRANTED, answered_on=today, entry_id=entry_id), account)


def declined(ask: Ask, account: Account, today: date) -> Ask:
    return begun(replace(ask, state=AskState.DECLINED, answered_on=today), account)


def unanswered(ask: Ask, today: date) -> Ask:
    """No answer yet: they get another week."""
    return replace(ask, next_on=today + timedelta(days=ANSWER_AFTER))


def thanked(ask: Ask, account: Account, today: date) -> Ask:
    """Thanked for a yes they are still to hear how it went; thanked for a no it is over."""
    if ask.state is AskState.DECLINED:
        return replace(ask, state=AskState.CLOSED, thanked_on=today, closed_on=today, next_on=None)
    return begun(replace(ask, state=AskState.THANKED, thanked_on=today), account)


def reported(ask: Ask, today: date) -> Ask:
    return replace(ask, state=AskState.CLOSED, closed_on=today, next_on=None)


def dropped(ask: Ask, today: date) -> Ask:
    return replace(ask, state=AskState.DROPPED, closed_on=today, next_on=None)


def spoken(ask: Ask, account: Account, today: date) -> Ask:
    """The ask after a digest of today has spoken of it."""
    return replace(ask, next_on=min((day for day in _days(ask, account) if day > today), default=None))


def is_waiting(ask: Ask, account: Account, today: date) -> bool:
    """Whether it is to be brought up today, or was before and is where it was."""
    return any(day <= today for day in _days(ask, account))


def is_open(ask: Ask) -> bool:
    return ask.state in _OPEN


def _days(ask: Ask, account: Account) -> Sequence[date]:
    """The days on which its state is brought up; the days of the rules are the account's own."""
    thanks, report = days_of(account, Because.THANKS), days_of(account, Because.REPORT)
    match ask.state:
        case AskState.ASKED:
            return _later(ask.asked_on, ANSWER_AFTER, 2 * ANSWER_AFTER, 4 * ANSWER_AFTER)
        case AskState.GRANTED:
            return _later(ask.answered_on, max(thanks - 1, 1), thanks + 5, thanks + 19)
        case AskState.DECLINED:
            return _later(ask.answered_on, thanks)
        case AskState.THANKED:
            return _later(ask.thanked_on, report, report + 7, report + 21)
        case _:
            return ()


def _later(day: date | None, *days: int) -> Sequence[date]:
    return [day + timedelta(days=each) for each in days] if day else ()
