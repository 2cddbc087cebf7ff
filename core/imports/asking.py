"""What files leave open, asked under the overview: who of two is the owner, and whether 3/4 is in March."""

import re
from typing import NamedTuple

from core.chat.phrases import partial
from core.chat.reply import Button, Person, Row, Span, action, say
from core.chat.words import _
from core.facts.imports import Import, Part, Undecided
from core.facts.people import PartialDate
from core.imports.origins import mark
from core.imports.staged import Looked, has_unclear_days, open_talk, unclear_cell, unclear_exchange

_NUMBER = re.compile(r"\d+")


class Asked(NamedTuple):
    """A question, and its answers."""

    text: tuple[Span, ...] = ()
    rows: tuple[Row, ...] = ()


def questions(looked: Looked) -> Asked:
    """The next one, if there is any."""
    staged = looked.staged
    if talk := open_talk(staged):
        return _who_is_who(staged, talk)
    if not has_unclear_days(staged):
        return Asked()
    exchange = unclear_exchange(staged)
    if exchange is None or Part.HISTORY in staged.chosen.without:
        return _days_of_table(staged)
    one = exchange.sent_on if exchange.sent_or else exchange.received_on
    other = exchange.sent_or or exchange.received_or
    assert one is not None
    assert other is not None
    written = f"{one.day}/{one.month}"
    leave_out = Button(say(_("Leave the history out")), action("import-days", staged.id, "none"))
    return Asked(
        ("", say(_("One question first: how does {via} write its dates?"), via=exchange.via)),
        (_both(staged, written, one, other), (leave_out,)),
    )


def talk_mark(talk: Undecided) -> str:
    """A few letters for a conversation: another one may have been asked about meanwhile."""
    return mark("talk", " ".join(key for side in talk.sides for key in side.keys))[:4]


def _who_is_who(staged: Import, talk: Undecided) -> Asked:
    """A button for each of the two: each is the other one's other."""
    here = (staged.id, talk_mark(talk))
    one, other = talk.sides
    return Asked(
        (
            "",
            say(_("In {file}, which of the two is you?"), file=one.other.where)
            if one.other.where
            else say(_("Which of the two is you?")),
        ),
        (
            (
                Button(Person(other.other.name), action("import-me", *here, "0")),
                Button(Person(one.other.name), action("import-me", *here, "1")),
            ),
            (Button(say(_("Leave it out")), action("import-me", *here, "none")),),
        ),
    )


def _days_of_table(staged: Import) -> Asked:
    cell = unclear_cell(staged)
    first, second = (int(number) for number in _NUMBER.findall(cell)[:2])
    one, other = PartialDate(month=second, day=first), PartialDate(month=first, day=second)
    return Asked(
        ("", say(_("One question first: what comes first in its dates, like {cell}?"), cell=cell)),
        (_both(staged, f"{first}/{second}", partial(one), partial(other)),),
    )


def _both(staged: Import, written: str, one: Span, other: Span) -> Row:
    """Both ways to read a day, the day first, and the month."""
    label = _("{written} is {day}")
    return (
        Button(say(label, written=written, day=one), action("import-days", staged.id, "day")),
        Button(say(label, written=written, day=other), action("import-days", staged.id, "month")),
    )
