"""Rules about favours: thank for them, tell what came of them, and give before you take again."""

import re
from datetime import date, timedelta

from core.digests.rules.candidate import Candidate
from core.digests.rules.silence import RECENT
from core.facts.digests import Because, Reason

REPORT_FOR = 90  # days: after that nobody waits to hear of it any more
DIGESTED = timedelta(days=7)  # after a favour, before it is said that something might be given back
_REFERRAL = re.compile(
    r"\b(refer(?:r?al|red|s)?|intro(?:s|duc\w*)?|recommend\w*|vouch\w*|(?:put|connected)\s+(?:me|us)\b"
    r"|recommand\w*|pr[ée]sent(?:é|ée|ado|ada|aci[oó]n|ation)\w*|mise en relation|referencia|recomend\w*)",
    re.IGNORECASE,
)


def thank(candidate: Candidate, days: int, today: date) -> Reason | None:
    """For whose favour thanks are due within `days` of it, the usual courtesy; said from the day before they are
    over, and for a year, since a late thank-you is better than none."""
    owed = candidate.balance.unthanked if candidate.balance else None
    if owed is None or owed.id in candidate.followed or owed.import_id is not None:
        return None  # what an import has brought is history, and calls for nothing
    if timedelta(days=max(days - 1, 1)) <= today - owed.happened_on <= RECENT:
        return Reason(because=Because.THANKS, since=owed.happened_on, what=owed.what)
    return None


def report_back(candidate: Candidate, days: int, today: date) -> Reason | None:
    """Who has referred or introduced the owner `days` ago and has not heard what came of it: whoever vouches for
    somebody wants to know, and does it again for those who tell. Any touch since, after thanks, was the telling.
    """
    balance, contact = candidate.balance, candidate.contact
    got = balance.latest_got if balance else None
    if balance is None or got is None or got.id in candidate.followed or not is_referral(got.what):
        return None
    if got.import_id is not None:
        return None
    if not days <= (today - got.happened_on).days <= days + REPORT_FOR:
        return None
    told = max(got.happened_on, balance.thanked_on or got.happened_on)
    if contact.last_touch_on is not None and contact.last_touch_on > told:
        return None
    return Reason(because=Because.REPORT, since=got.happened_on, what=got.what)


def give_first(candidate: Candidate, days: int, today: date) -> Reason | None:
    """To whom the owner might give something: they have given three times since the owner last gave; or they are
    ahead, and `days` have passed since their favour and since the last touch. Give before you ask (DESIGN.md).
    """
    balance, last = candidate.balance, candidate.contact.last_touch_on
    if balance is None or balance.latest_got is None or balance.latest_got.import_id is not None:
        return None
    got, gave = balance.latest_got.happened_on, balance.latest_gave
    third = balance.third_got_on
    if third is not None and (gave is None or third > gave.happened_on) and today - got >= DIGESTED:
        return Reason(because=Because.IN_A_ROW, since=got, on=gave.happened_on if gave else None)
    if balance.lead < 0 and today - max(got, last or got) >= timedelta(days=days):
        return Reason(because=Because.OWED, since=got, count=-balance.lead)
    return None


def is_referral(what: str) -> bool:
    """Whether a favour, by its words, was one by which somebody vouched for the owner.

    >>> is_referral("referral at IBM"), is_referral("intro to Raj"), is_referral("advice on my CV")
    (True, True, False)
    """
    return _REFERRAL.search(what) is not None
