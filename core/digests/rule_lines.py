"""How somebody tunes a rule in one line: "birthday 14 days", "thanks off for Jane", "follow-up off for #family"."""

import re
from datetime import date
from typing import Any

from core.chat.parsing.days.spans import read_span
from core.chat.parsing.line import Line
from core.chat.parsing.people.tags import cut_tags
from core.chat.values import Unsettled

_RULE = re.compile(  # "birthday", "off birthday", "follow-up", "your own profile", "keep in touch"
    r"\s*(?:(?:turn|switch)\s+)?(?:(?P<state>on|off)\s+)?(?:(?:the|my|your|own|say)\s+)*(?P<word>[^\W\d_]+)"
    r"(?:[\s-]+(?:you|back|up|in\s+touch|first|ties|anniversar(?:y|ies))\b)?\s*[:,]?",
    re.IGNORECASE,
)
_STATE = re.compile(r"(?<!\w)(?:(?P<on>on|yes|again)|off|no|never|not|stop)(?!\w)", re.IGNORECASE)
_DAYS = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,5})\s*(?P<unit>d|days?|w|weeks?|months?|years?)?(?![\w.,])", re.IGNORECASE
)
_FOR = re.compile(r"(?:^|\s|\0)(?:for|with|about)\s+(?P<who>[^\s\0].*)$", re.IGNORECASE | re.DOTALL)
_LOOSE = " \t\n,;.:!?"
_FILLERS = frozenset({"", "for", "ahead", "after"})


def read_rule_line(text: str, _today: date, _locale: str) -> dict[str, Any]:
    """The values of /rules: the rule's word, "on" or "off", its days, and for whom; what cannot be understood is
    left in `days`.

    >>> read_rule_line("thanks off for Jane Doe", date(2026, 11, 23), "en")
    {'rule': 'thanks', 'who': Unsettled(typed='Jane Doe'), 'state': 'off'}
    >>> read_rule_line("birthday 2 weeks", date(2026, 11, 23), "en")
    {'rule': 'birthday', 'days': '14'}
    """
    line, values = Line(text), {}
    if first := _RULE.match(line.text):
        values["rule"] = first["word"].casefold()
        if first["state"]:
            values["state"] = first["state"].casefold()
        line.cut(0, first.end())
    if (tags := cut_tags(line)).added or tags.removed:
        values["tag"] = tags
    if person := _FOR.search(line.text):
        values["who"] = Unsettled(person["who"].strip(_LOOSE))
        line.cut(*person.span())
    if state := _STATE.search(line.text):
        values["state"] = "on" if state["on"] else "off"
        line.cut(*state.span())
    if number := _DAYS.search(line.text):
        values["days"] = str(read_span(number["number"], number["unit"] or "day").days)
        line.cut(*number.span())
    rest = line.rest().strip(_LOOSE)
    if rest.casefold() not in _FILLERS:
        values["days"] = rest
    return values
