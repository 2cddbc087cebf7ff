"""Occasions to write to somebody: how each is said, and the text that it has until somebody writes their own.

A text has {first}, {name}, {event}, {day}, {favour}, {promise} and {me}; a part in [brackets] is left out where
something in it is not known, and so is a sentence.
"""

import re
from dataclasses import dataclass

from core.chat.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One occasion. `word` is what is typed and kept; `said` are other words for it, as a pattern."""

    word: str
    title: str
    said: str
    text: str


OCCASIONS: tuple[Occasion, ...] = (
    Occasion(
        word="follow-up",
        title=_("Follow-up"),
        said=r"follow(?:ing)?[\s-]?up|followup|nice to meet|meeting|met\b|event",
        text=_(
            "Hi {first},\n\n"
            "it was good to meet you[ at {event}][ on {day}]. I have not forgotten what I promised: {promise}. "
            "I would like to stay in touch. Shall we have a coffee in the next weeks?\n\n"
            "Best,\n{me}"
        ),
    ),
    Occasion(
        word="thanks",
        title=_("Thank you"),
        said=r"thank(?:s|ing|[\s-]?you)?\b|thx|gratitude",
        text=_(
            "Hi {first},\n\n"
            "thank you[ for {favour}]! It helped me a lot, and I will tell you what comes of it. "
            "If there is anything that I can do for you, just say so.\n\n"
            "Best,\n{me}"
        ),
    ),
    Occasion(
        word="birthday",
        title=_("Birthday"),
        said=r"birthday|b-?day|happy",
        text=_(
            "Hi {first},\n\n"
            "happy birthday! I hope that you have a wonderful day, and a good year ahead.\n\n"
            "All the best,\n{me}"
        ),
    ),
    Occasion(
        word="catch-up",
        title=_("Catch up"),
        said=r"catch(?:ing)?[\s-]?up|catchup|hello|hi\b|say hi|stay in touch|keep in touch|reconnect|touch",
        text=_(
            "Hi {first},\n\n"
            "it has been a while, and I was thinking of you. How are you, and what are you working on these days? "
            "I have not forgotten what I promised: {promise}. "
            "I would be glad to hear from you; perhaps we find half an hour for a call or a coffee?\n\n"
            "Best,\n{me}"
        ),
    ),
    Occasion(
        word="intro",
        title=_("Ask for an introduction"),
        said=r"intro(?:duction)?|introduce|ask|request|favou?r",
        text=_(
            "Hi {first},\n\n"
            "I hope that you are well. I am trying to reach somebody whom you may know, and a word from you would "
            "open that door. Would you be willing to introduce me? I can send you a few lines to pass on; and if "
            "it is not a good time, that is perfectly fine.\n\n"
            "Thank you,\n{me}"
        ),
    ),
    Occasion(
        word="congratulations",
        title=_("Congratulations"),
        said=r"congrat\w*|new job|promot\w*|anniversary|well done",
        text=_(
            "Hi {first},\n\n"
            "congratulations! I was very glad to hear it, and you have earned it. "
            "I wish you a good start, and would love to hear more when you find the time.\n\n"
            "Best,\n{me}"
        ),
    ),
)
BY_WORD = {each.word: each for each in OCCASIONS}


def occasion_said(text: str) -> Occasion | None:
    """Which occasion words name; None where they name none.

    >>> occasion_said("thank you").word, occasion_said("Happy Birthday").word, occasion_said("xyz")
    ('thanks', 'birthday', None)
    """
    if text.casefold() in BY_WORD:
        return BY_WORD[text.casefold()]
    return next((each for each in OCCASIONS if re.search(rf"\b(?:{each.said})", text, re.IGNORECASE)), None)
