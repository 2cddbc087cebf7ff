"""What a reader of phrases found in a text: a value and where it stands, or something to be asked about."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from core.chat.reply import Span
from core.facts.recurrence import When

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value, and the parts of the text (start, end) that said it: to be cut out of the line."""

    value: T
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A phrase that means some time, but not which. `choices` are the readings to offer, the likeliest first."""

    words: str
    question: Span
    choices: tuple[When, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
