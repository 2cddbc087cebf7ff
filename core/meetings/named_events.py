"""Which of one's events the words of a line name: "met at Mixer", "Kiwanis: Peter Pan @ Neverland"."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from core.chat.command import Context
from core.events.moments import begins
from core.facts.events import Event
from core.facts.keys import fold
from core.meetings.going_on import is_attended, is_to_come, last_day

LATELY = timedelta(days=31)  # in which an event is looked for by its title
_LONG_AGO = timedelta(days=366)
_DAY = timedelta(days=1)
_PLACE = re.compile(  # "met at Mixer", "coffee at Mixer", "@ X @ Mixer"
    r"(?P<own>^|[,;.\n])?\s*(?P<met>\b(?:we\s+)?met\s+(?:(?:him|her|them)\s+)?)?"
    r"(?P<at>(?<!\w)at(?=\s)|(?<![^\s,;.])@)\s*(?:the\s+)?(?P<place>[^,;@\n]{1,80}?)\s*"
    r"(?=[,;@\n]|\.(?:\s|$)|$|\s(?:we\s+)?met\b)",
    re.IGNORECASE,
)
_SMALL = frozenset({"the", "a", "an", "of", "at", "and", "in", "for", "with", "my", "our"})


async def event_of_place(ctx: Context, words: str, when: date | None) -> tuple[Event | None, str]:
    """The event of one's own that the words give as a place, and the words without it; they are left as they are
    where there is none. `when`: the day that was said; then only an event of that day is meant."""
    places = list(_places(words))
    if not places or (when and not timedelta(0) <= ctx.today - when <= _LONG_AGO):
        return None, words
    events = await _lately(ctx, when)
    for start, end, place, loosely in places:
        found = [each for each in events if _is_named(place, each, loosely=loosely)]
        if found:
            left = [each for each in (words[:start].rstrip(" ,;"), words[end:].lstrip(" ,;.")) if each]
            return found[0], ", ".join(left)
    return None, words


async def event_begun_with(ctx: Context, text: str) -> tuple[Event | None, str]:
    """The event of one's own with whose title, or a word of it, a line begins; and whom it names behind it.

    "Mixer", "Kiwanis: Peter Pan", "Kiwanis breakfast Peter Pan".
    """
    first, _newline, others = text.strip().partition("\n")
    before, colon, behind = first.partition(":")
    events = await _lately(ctx, None)
    title = re.sub(r"^(?:at|@)\s+", "", before.strip(), flags=re.IGNORECASE)
    if found := next((each for each in events if _is_named(title, each, loosely=True)), None):
        return found, "\n".join(part for part in (behind.strip(), others) if part) if colon else others
    for each in events:
        whole = re.match(rf"(?:at\s+)?{re.escape(each.title)}(?!\w)[\s,–—-]*", first, re.IGNORECASE)
        if whole:
            return each, "\n".join(part for part in (first[whole.end() :], others) if part)
    return None, text


async def _lately(ctx: Context, when: date | None) -> list[Event]:
    """Those of this day, or of the last weeks, that have begun: first those that one went to, the latest first."""
    first, last = (when - _DAY, when + _DAY) if when else (ctx.today - LATELY, ctx.today + _DAY)
    found = [
        each
        for each in await ctx.tx.events.between(ctx.owner, first, last)
        if not each.cancelled
        and not is_to_come(each, ctx.now)
        and (when is None or each.on <= when <= last_day(each))
    ]
    return sorted(found, key=lambda each: (is_attended(each), begins(each), each.id), reverse=True)


def _places(words: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where places may stand, and whether a word of the title will do: not behind other words, which may speak of
    where somebody works ("a job at Google"), nor behind the first @, which is their company."""
    seen = 0
    for match in _PLACE.finditer(words):
        seen += match["at"] == "@"
        loosely = seen > 1 if match["at"] == "@" else bool(match["met"] or match["own"] is not None)
        yield match.start(), match.end(), match["place"], loosely


def _is_named(place: str, event: Event, *, loosely: bool) -> bool:
    said: Sequence[str] = [word for word in fold(place).split() if word not in _SMALL]
    title = [word for word in fold(event.title).split() if word not in _SMALL]
    if not loosely or not said:
        return bool(said) and said == title
    return all(word in title for word in said) and any(len(word) > 2 and not word.isdigit() for word in said)
