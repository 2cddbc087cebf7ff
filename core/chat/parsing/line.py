"""A line from which recognised parts are cut, so that what is left are the person's own words."""

import re
import unicodedata

BOUNDARY = "\x00"  # no space, no letter: nothing is matched across it, and a word ends there

_CUTS = re.compile(rf"{BOUNDARY}+")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_NEWLINE = re.compile(r" ?\n ?")
_LOOSE = " \t\n,;"
_CONJUNCTIONS = frozenset({"and", "&", "und", "y", "et"})
_JOINERS = _CONJUNCTIONS | {"on", "at", "in", "for", "from", "to", "with", "by", "-", "–", "—"}
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # turn around whatever follows them
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters by category, yet nothing to see
_HARMLESS: dict[int, str] = {
    **dict.fromkeys([*range(1, 0x20), *range(0x7F, 0xA0)], " "),  # not the boundary
    ord("\n"): "\n",
    ord("\t"): "\t",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # halves of characters: no database takes them
}


class Line:
    """A text from which parts are cut. Offsets stay true: `text` keeps the length of the original.

    The text of a line makes a line with the same cuts again.

    >>> line = Line("Jane coffee on Friday, talked about Raj")
    >>> line.cut(0, 4)
    >>> line.cut(12, 21)
    >>> line.rest()
    'coffee, talked about Raj'
    """

    def __init__(self, text: str) -> None:
        self.text = text.translate(_HARMLESS)

    def cut(self, start: int, end: int) -> None:
        """Take out what was recognised; `text` has boundaries in its place."""
        self.text = self.text[:start] + BOUNDARY * (end - start) + self.text[end:]

    def rest(self) -> str:
        """What was not recognised, in the person's words.

        Beside a cut, commas that join nothing any more go; an “and” or a preposition goes only where it stands
        alone before a cut (“[Jane] on [Friday]”). “checked in [yesterday]” keeps its “in”: the readers of
        dates cut the prepositions that are theirs.
        """
        first, *others = _CUTS.split(self.text)
        result = first
        for index, part in enumerate(others, start=1):
            left = "" if _is_joiner(result, _JOINERS) else result
            if _is_joiner(part, _CONJUNCTIONS if index == len(others) else _JOINERS):
                part = part[len(part.rstrip(" \t")) :]  # a line's end beside a cut stays one
            result = _joined(left, part)
        return _tidy(_without_loose_end(result) if others and not others[-1].strip(_LOOSE) else result)


def clean(text: str) -> str:
    """One line of visible text: no control characters, no halves of characters, single spaces; "" for nothing.

    What makes a name out of emoji or of right-to-left letters is kept.

    >>> clean("Jane\\n  Doe\\x07")
    'Jane Doe'
    """
    tidy = " ".join(text.translate(_HARMLESS).translate(_BIDI).replace("\ufffd", "").replace(BOUNDARY, " ").split())
    return tidy if any(_is_visible(character) for character in tidy) else ""


def is_alone(text: str, start: int, end: int) -> bool:
    """Whether only commas, brackets, line ends or cuts stand around this part.

    >>> is_alone("Jane, 3/4, coffee", 6, 9), is_alone("ate 3/4 of it", 4, 7)
    (True, False)
    """
    return begins_part(text, start) and ends_part(text, end)


def begins_part(text: str, start: int) -> bool:
    """Whether nothing of the same part of the sentence stands before this."""
    before = text[:start].rstrip(" \t")[-1:]
    return before in ("", BOUNDARY) or before in ",;:(\n"


def ends_part(text: str, end: int) -> bool:
    """Whether nothing of the same part of the sentence comes after this."""
    after = text[end:].lstrip(" \t")[:1]
    return after in ("", BOUNDARY) or after in ",;:)\n.!?"


def _is_joiner(text: str, joiners: frozenset[str]) -> bool:
    bare = text.strip(_LOOSE).casefold()
    return not bare or bare in joiners


def _joined(left: str, right: str) -> str:
    """Both sides of a cut, with one comma or one line end between them where there was any."""
    left_end, right_start = left[len(left.rstrip(_LOOSE)) :], right[: len(right) - len(right.lstrip(_LOOSE))]
    left, right = left[: len(left) - len(left_end)], right[len(right_start) :]
    between = left_end + right_start
    if not left:
        dash = re.match(r"[:–—-]\s+", right) if "\n" not in between else None
        return right[dash.end() :] if dash else right
    if left.endswith("(") and right.startswith(")"):
        return f"{left[:-1].rstrip()}{right[1:]}"
    if not right:
        return left + between
    if right[0] in ".!?):":
        return left + right
    if "," in between or ";" in between:
        return f"{left}, {right}"
    return f"{left}\n{right}" if "\n" in between else f"{left} {right}"


def _without_loose_end(text: str) -> str:
    while True:
        text = text.rstrip(_LOOSE + ":")
        start, space, word = text.rpartition(" ")
        if not (space and word.casefold() in _CONJUNCTIONS | {"-", "–", "—"}):
            return text
        text = start


def _tidy(text: str) -> str:
    return _AROUND_NEWLINE.sub("\n", _SPACES.sub(" ", text)).strip()


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK
