"""How far around a day the rules of an account look: what a search for candidates needs to know of them."""

from datetime import date, timedelta

from core.digests.rules.anniversaries import keys_of_days
from core.digests.rules.silence import FOLLOW_UP_FOR, RECENT
from core.facts.account import Account
from core.facts.digests import Because, Horizon
from core.people.old_ties import old_tie_until
from core.people.tuning import days_of, tuning_of


def horizon(account: Account, today: date) -> Horizon:
    """Everybody of whom one of the account's rules may speak today is within it."""
    met = days_of(account, Because.FOLLOW_UP)
    ahead = max(days_of(account, Because.BIRTHDAY), days_of(account, Because.JOB))
    dormant = tuning_of(account, Because.DORMANT)
    return Horizon(
        today=today,
        recent=today - RECENT,
        # A day more: somebody without a day of meeting was met when they were added, which is an instant in UTC.
        met_since=today - timedelta(days=met + FOLLOW_UP_FOR + 1),
        met_until=today - timedelta(days=met - 1),
        dormant_before=today - timedelta(days=days_of(account, Because.DORMANT)),
        old_ties_until=old_tie_until(today),
        anniversaries=keys_of_days(today, ahead),
        not_dormant=dormant.not_for,
        not_dormant_tags=dormant.not_for_tags,
    )
