"""What is known of somebody that may stand in a message to them; their card's notes never do."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date, format_skeleton

from core.chat.command import Context
from core.drafts.occasions import BY_WORD, Occasion
from core.facts.asks import Promise, PromiseState
from core.facts.events import Event
from core.facts.people import Balance, Contact, Entry, Favour, Touch

_LATEST = 20  # entries that are looked at
_LATELY = timedelta(days=60)  # for longer nobody says on which day they met
_FRESH = timedelta(days=16)  # after it a first meeting is none to follow up (core/digests/rules/silence.py)
_WEEK = timedelta(days=6)  # in which a weekday alone is clear
_AROUND = timedelta(days=3)  # a birthday
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_DONE = re.compile(
    r"^(?:\w+ed|gave|sent|told|put|brought|took|lent|met|wrote|spoke|let|made|got|found)\b", re.IGNORECASE
)
_HER = re.compile(
    r"\bher\b(?=\s+(?:the|an?|my|our|some|back|to|on|about|in|at|for|with|when|that|this|if|by)\b|\W*$)",
    re.IGNORECASE,
)
_TO_YOU = (
    (_HER, "you"),
    (re.compile(r"\b(?:him|them)\b", re.I), "you"),
    (re.compile(r"\b(?:his|her|their)\b", re.I), "your"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What can be filled in, by place; and the occasion that it speaks for."""

    values: Mapping[str, str]
    occasion: Occasion


async def known_of(ctx: Context, contact: Contact) -> Known:
    """Everything about one person, in five statements."""
    entries = await ctx.tx.people.entries(ctx.owner, contact.id, _LATEST)
    at = next((each for each in entries if isinstance(each, Touch) and each.event_id is not None), None)
    events = await ctx.tx.events.get(ctx.owner, [at.event_id]) if at and at.event_id else ()
    balances = await ctx.tx.people.balances([ctx.owner], [contact.id])
    open_ = [each for each in await ctx.tx.promises.about(ctx.owner, contact.id) if each.state is PromiseState.OPEN]
    return known_from(
        contact,
        entries,
        events[0] if events else None,
        at.happened_on if at else None,
        balances[0] if balances else None,
        open_,
        ctx.today,
        ctx.account.locale,
        me=ctx.actor.name,
    )


def known_from(
    contact: Contact,
    entries: Sequence[Entry],
    event: Event | None,
    event_on: date | None,
    balance: Balance | None,
    promises: Sequence[Promise],
    today: date,
    locale: str,
    *,
    me: str,
) -> Known:
    """The same from its facts: pure. `event` is the last one at which they met, on `event_on`."""
    met_on = event_on or contact.met_on
    got = balance.unthanked if balance else None
    values = {
        "first": _first(contact.name),
        "name": contact.name,
        "me": _first(me),
        "event": event.title if event else _place(contact.how_met),
        "day": _day(met_on, today, locale) if met_on and met_on <= today <= met_on + _LATELY else "",
        "favour": _favour(got),
        "promise": _promise(promises[-1].what) if promises else "",
    }
    return Known(
        values={name: value for name, value in values.items() if value},
        occasion=BY_WORD[_speaks_for(contact, met_on, got, today)],
    )


def _speaks_for(contact: Contact, met_on: date | None, got: Favour | None, today: date) -> str:
    if any(_is_around(each.on.month, each.on.day, today) for each in contact.dates if each.label == "birthday"):
        return "birthday"
    if got is not None:
        return "thanks"
    fresh = met_on is not None and met_on <= today <= met_on + _FRESH
    silent = met_on is not None and (contact.last_touch_on is None or contact.last_touch_on <= met_on)
    return "follow-up" if fresh and silent else "catch-up"


def _is_around(month: int | None, day: int | None, today: date) -> bool:
    days = (today + timedelta(days=ahead) for ahead in range(-_AROUND.days, _AROUND.days + 1))
    return any((each.month, each.day) == (month, day) for each in days)


def _first(name: str) -> str:
    """The name by which one is greeted.

    >>> _first("Dr. Raj Patel"), _first("Jane Doe")
    ('Raj', 'Jane')
    """
    words = [word for word in name.split() if not word.endswith(".") or len(name.split()) == 1]
    return words[0] if words else name


def _place(how_met: str) -> str:
    """ "at Kiwanis breakfast" as a place where they met; other words are left alone."""
    at = re.fullmatch(r"at\s+(?:the\s+)?([^.;\n]{2,60})", how_met.strip(), re.IGNORECASE)
    return at[1] if at else ""


def _day(day: date, today: date, locale: str) -> str:
    """ "Tuesday" in the week after it, else "3 November" as it is written where they are."""
    language = locale.replace("-", "_")
    if today - day <= _WEEK:
        return str(format_date(day, "EEEE", locale=language))
    return str(format_skeleton("MMMMd", day, locale=language))


def _favour(got: Favour | None) -> str:
    """ "referral at IBM" as something to thank for: "the referral at IBM"; what is no thing is left out."""
    what = got.what.strip(" .!") if got else ""
    if not what or "\n" in what or len(what) > 80 or _DONE.match(what):
        return ""
    return "the " + _ARTICLE.sub("", what)


def _promise(what: str) -> str:
    """What was promised, as it is said to them.

    >>> _promise("send her the deck"), _promise("an intro to Raj"), _promise("review her CV")
    ('send you the deck', 'an intro to Raj', 'review your CV')
    """
    if "\n" in what or len(what) > 120:
        return ""
    for words, instead in _TO_YOU:
        what = words.sub(instead, what)
    return what
