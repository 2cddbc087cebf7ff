"""Command lines: which command it is, what was typed after it, and which one a misspelled name may mean."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from core.chat.parsing.line import BOUNDARY
from core.facts.keys import fold

_COMMAND = re.compile(r"\s*/(?P<name>[\w-]+)(?:@\w*)?(?P<rest>(?:[\s,:;].*)?)", re.DOTALL)
_MAX_NEAREST = 3


def split_command(text: str) -> tuple[str, str]:
    """The command's name in lower case and the rest of the line; ("", text) where there is no command.

    >>> split_command("/Met@ReachwellBot Jane"), split_command("hello")
    (('met', 'Jane'), ('', 'hello'))
    """
    text = text.replace(BOUNDARY, " ")
    match = _COMMAND.fullmatch(text)
    if match is None:
        return "", text.strip()
    return match["name"].lower(), match["rest"].lstrip(" \t\n,:;").rstrip()


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Which of these names may be meant, the likeliest first, at most three: those that it begins, else those
    that it misspells, by one letter or by a third of its letters.

    >>> nearest("sett", ["met", "settings", "start"]), nearest("mte", ["met", "note", "gave"])
    (['settings'], ['met'])
    """
    asked, known = fold(name), list(names)
    if not asked:
        return []
    if begun := [each for each in known if fold(each).startswith(asked)]:
        return sorted(begun, key=len)[:_MAX_NEAREST]
    allowed = max(1, len(asked) // 3)
    errors = {each: OSA.distance(asked, fold(each), score_cutoff=allowed) for each in known}
    return sorted((each for each in known if errors[each] <= allowed), key=errors.__getitem__)[:_MAX_NEAREST]
