"""A text as it is read: some of its words exchanged for plainer ones, and where they stood in what was typed."""

import re
import unicodedata
from collections.abc import Callable, Iterable

from core.chat.parsing.line import Line

Place = tuple[int, int]


class Reworded:
    """`text` is to be read; `typed` is what was said. Whatever is found in `text` is cut out of `typed`.

    >>> reworded = Reworded("Tea jeudi 18h")
    >>> reworded.exchange(4, 9, "thursday")
    >>> reworded.text, reworded.words([(4, 16)]), reworded.rest([(4, 16)]).strip(chr(0))
    ('Tea thursday 18h', 'jeudi 18h', 'Tea ')
    """

    def __init__(self, typed: str) -> None:
        self.typed = self.text = typed
        self._origin = [(index, index + 1) for index in range(len(typed))]
        self._taken: list[Place] = []

    def exchange(self, start: int, end: int, words: str) -> None:
        """Let what stands there (at least one character of `text`) be read as other words."""
        self._origin[start:end] = [self._typed_at(start, end)] * len(words)
        self.text = self.text[:start] + words + self.text[end:]

    def exchange_all(self, pattern: re.Pattern[str], words: Callable[[re.Match[str]], str | None]) -> None:
        """Exchange whatever a pattern finds in the text without accents; None leaves it."""
        for match in reversed(list(pattern.finditer(unaccented(self.text)))):
            if (instead := words(match)) is not None:
                self.exchange(*match.span(), instead)

    def take(self, start: int, end: int) -> None:
        """What stands there is understood already, and not to be read again."""
        self._taken.append(self._typed_at(start, end))
        self.exchange(start, end, "")

    def words(self, found: Iterable[Place]) -> str:
        """What was typed where something was found in `text`, each with a space between."""
        places = sorted(self._typed_at(*each) for each in found)
        return " ".join(" ".join(self.typed[start:end] for start, end in dict.fromkeys(places)).split())

    def rest(self, found: Iterable[Place]) -> str:
        """What was typed without what was found and taken (the text of a Line)."""
        line = Line(self.typed)
        for start, end in [*self._taken, *(self._typed_at(*each) for each in found)]:
            line.cut(start, end)
        return line.text

    def _typed_at(self, start: int, end: int) -> Place:
        places = self._origin[start:end]
        return min(each[0] for each in places), max(each[1] for each in places)


def unaccented(text: str) -> str:
    """The text, as long as before, without accents.

    >>> unaccented("Apéro le 3 décembre")
    'Apero le 3 decembre'
    """
    return text if text.isascii() else "".join(unicodedata.normalize("NFD", each)[0] for each in text)
