"""How somebody wants the rules to be: on or off, with how many days, and for whom not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.facts.account import Account, Tuning
from core.facts.digests import Because
from core.facts.keys import fold
from core.facts.people import Contact


@dataclass(frozen=True, slots=True)
class Figure:
    """The days that a rule counts: as it comes, and how far they can be tuned."""

    days: int
    least: int
    most: int


FIGURES: Mapping[Because, Figure] = {
    Because.THANKS: Figure(2, 1, 30),
    Because.REPORT: Figure(21, 3, 180),
    Because.PROMISE: Figure(7, 1, 60),
    Because.FOLLOW_UP: Figure(2, 1, 30),
    Because.BIRTHDAY: Figure(7, 0, 60),
    Because.DORMANT: Figure(730, 90, 3650),
    Because.OWED: Figure(30, 7, 365),
    Because.JOB: Figure(3, 0, 60),
    Because.PROFILE: Figure(90, 14, 730),
}
_AS_IT_COMES = Tuning()


def tuning_of(account: Account, rule: Because) -> Tuning:
    """How a rule is for this account; one that was never touched is as it comes."""
    return account.rules.get(rule.value, _AS_IT_COMES)


def days_of(account: Account, rule: Because) -> int:
    """How many days a rule counts for this account; 0 for one that counts none."""
    figure = FIGURES.get(rule)
    days = tuning_of(account, rule).days
    if figure is None:
        return 0
    return figure.days if days is None else min(max(days, figure.least), figure.most)


def is_on(account: Account, rule: Because) -> bool:
    return tuning_of(account, rule).on


def tuned(account: Account, rule: Because, tuning: Tuning) -> Account:
    """The account with this rule so; one that is as it comes is not kept."""
    others = {name: each for name, each in account.rules.items() if name != rule.value}
    return replace(account, rules=others if tuning == _AS_IT_COMES else {**others, rule.value: tuning})


def speaks(account: Account, rule: Because, contact: Contact) -> bool:
    """Whether a rule is on for this account, and may speak of this person."""
    tuning = tuning_of(account, rule)
    if not tuning.on or contact.id in tuning.not_for:
        return False
    return not any(fold(tag) in tuning.not_for_tags for tag in contact.tags)
