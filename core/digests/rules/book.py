"""The rules there are: what each is called, what it does, and what looks for it; and how an account has them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from core.chat.words import _
from core.digests.rules.anniversaries import birthday, job_anniversary
from core.digests.rules.candidate import Candidate
from core.digests.rules.favours import give_first, report_back, thank
from core.digests.rules.silence import dormant, follow_up, keep_in_touch
from core.facts.account import Account
from core.facts.digests import Because, Prospect, Reason
from core.facts.ids import ContactId
from core.facts.keys import fold
from core.people.tuning import days_of, tuning_of

Look = Callable[[Candidate, int, date], Reason | None]  # (somebody, the rule's days, today); pure


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `word` is what people type for it; one without a `look` speaks of no person by itself."""

    because: Because
    word: str
    title: str
    says: str  # with {days}
    look: Look | None = None
    about_people: bool = True  # whether it can be off for somebody


RULES: tuple[Rule, ...] = (  # the strongest reason first: so they stand in a digest's line
    Rule(
        because=Because.BIRTHDAY,
        word="birthday",
        title=_("Birthdays"),
        says=_("I tell you of a birthday up to {days} ahead, and on the day itself."),
        look=birthday,
    ),
    Rule(
        because=Because.JOB,
        word="job",
        title=_("Job anniversaries"),
        says=_("When somebody has been at their work for a round year, I tell you up to {days} ahead."),
        look=job_anniversary,
    ),
    Rule(
        because=Because.THANKS,
        word="thanks",
        title=_("Say thank you"),
        says=_("Within {days} of a favour you got I remind you to thank for it."),
        look=thank,
    ),
    Rule(
        because=Because.REPORT,
        word="report",
        title=_("Report back"),
        says=_("{days} after a referral or an introduction I remind you to tell them what came of it."),
        look=report_back,
    ),
    Rule(
        because=Because.FOLLOW_UP,
        word="follow",
        title=_("Follow up"),
        says=_(
            "The day after an event I remind you to write to those you met there; elsewhere {days} after you first "
            "met somebody."
        ),
        look=follow_up,
    ),
    Rule(
        because=Because.OVERDUE,
        word="keep",
        title=_("Keep in touch"),
        says=_("I bring people up as often as you wished: /keep says how often."),
        look=keep_in_touch,
    ),
    Rule(
        because=Because.OWED,
        word="give",
        title=_("Give first"),
        says=_(
            "When somebody has helped you three times since you last helped them, or is ahead and {days} have "
            "gone by, I ask what you could give."
        ),
        look=give_first,
    ),
    Rule(
        because=Because.DORMANT,
        word="dormant",
        title=_("Old ties"),
        says=_(
            "Once a week I bring up somebody you have not spoken to for {days}; of those whom only a file has "
            "brought, for 5 years."
        ),
        look=dormant,
    ),
    Rule(
        because=Because.PROMISE,
        word="promise",
        title=_("Promises"),
        says=_("I bring up a promise when it is due, and {days} later again while it is open."),
    ),
    Rule(
        because=Because.PROFILE,
        word="profile",
        title=_("Your own profile"),
        says=_("Every {days} I ask you to look over your own profile."),
        about_people=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Tuned:
    """A rule that brings up people, as an account wants it."""

    look: Look
    days: int
    not_for: Collection[ContactId] = ()
    not_for_tags: Collection[str] = ()

    def spares(self, contact: Prospect) -> bool:
        """Whether it is to leave somebody alone."""
        if not self.not_for and not self.not_for_tags:
            return False
        return contact.id in self.not_for or any(fold(tag) in self.not_for_tags for tag in contact.tags)


def rules_of(account: Account) -> Sequence[Tuned]:
    """The rules that are on for this account and bring up people."""
    tuned: list[Tuned] = []
    for rule in RULES:
        tuning = tuning_of(account, rule.because)
        if rule.look is not None and tuning.on:
            tuned.append(Tuned(rule.look, days_of(account, rule.because), tuning.not_for, tuning.not_for_tags))
    return tuned
