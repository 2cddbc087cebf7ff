"""What is understood of an event that somebody types, or of an invitation that they paste."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.chat.errors import Refusal
from core.chat.parsing.coming.clock_times import find_times
from core.chat.parsing.coming.future_days import find_days
from core.chat.parsing.days.dates import written_dates
from core.chat.parsing.found import Unclear
from core.chat.parsing.line import BOUNDARY, Line, clean
from core.chat.reply import Span, say
from core.chat.values import load_when
from core.chat.words import _
from core.delivery.mornings import instant
from core.events.invitations import bare_title, is_call, links_in, looks_like_place, parts_of
from core.events.whens import SaidWhen, UnclearWhen, chosen_when, end_of, read_when
from core.facts.account import Account
from core.facts.events import Event
from core.facts.recurrence import Moment, Recurrence, When
from core.ical.expanding import lasting

MAX_TITLE = 120
MAX_PLACE = 200
MAX_NOTES = 2000
MAX_TEXT = 8000
_PLACE = re.compile(r"^(?P<title>.*?\S)[\s,]+(?:at|@)\s+(?P<place>\S.*)$", re.IGNORECASE | re.DOTALL)
_ONLINE = re.compile(
    r"[\s,]+(?:on|via|over)\s+(?P<place>zoom|teams|google meet|meet|webex|discord)\b", re.IGNORECASE
)
_CLOCK = r"\d[\d:.h]*\s*(?:[ap]\.?m\.?)?"
_HOUR_ALONE = re.compile(rf"(?:at |to |from )?{_CLOCK}(?:\s*(?:-|–|to|until)\s*{_CLOCK})?|noon|midnight", re.I)
_GOES_ON = re.compile(r"(?:hosted by|with|w/|by|for|about|to|and|bring|re|rsvp|please)\b", re.IGNORECASE)
_NOTES_BEHIND = re.compile(
    r"\s*[,;.]\s+(?=(?:hosted by|with|w/|bring|rsvp|please|dress|free|tickets?|see you)\b)", re.I
)
_IN = re.compile(r"^\s*(?:(?:at|in|on|via|over|im|in der|à|au|chez|bei|beim|en el|en la|en)\b|@)\s*", re.IGNORECASE)
_MARKED = re.compile(rf"\s*,|{_IN.pattern[1:]}", re.IGNORECASE)
_DEADLINE = re.compile(
    r"[\s,;.(]+(?=(?:please\s+)?(?:rsvp|register|reply|sign up|book|apply)\s+(?:by|before|until)\b)", re.IGNORECASE
)
_GREETING = re.compile(r"^\s*(?:hi|hello|hey|dear)\b[^,!\n]{0,30}[,!]\s+", re.IGNORECASE)
_AT = re.compile(r"(?:at\b|@)\s*", re.IGNORECASE)
_LOOSE = " \t,;:-–—|@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """An event as it was said. Its wall time is in `timezone`, an IANA name."""

    title: str
    on: date
    timezone: str
    at: time | None = None
    until_on: date | None = None
    until_at: time | None = None
    place: str = ""
    url: str = ""
    notes: str = ""
    recurrence: Recurrence | None = None


class Missing(Refusal):
    """Something is to be asked first: `asking` is "what" or "when"; with the readings to choose from.

    `said` is what was said so far, to be handed in again with the answer: as `when` where "what" is asked for, as
    the text where "when" is; "" for the text as it was.
    """

    def __init__(self, asking: str, text: Span, choices: tuple[When, ...] = (), said: str = "") -> None:
        super().__init__(text)
        self.asking = asking
        self.choices = choices
        self.said = said


def understood(text: str, now: datetime, account: Account, when: str = "") -> Understood | Refusal:
    """What a line ("Kiwanis breakfast Tue 7:30 at Brampton Hall, every 2nd Tuesday") or an invitation says.

    `when` says it where the text does not (the answer to that question). A Refusal, which is returned and not
    raised, says what is missing (Missing), or what cannot be: what is over.
    """
    text = text.strip()[:MAX_TEXT]
    zone = ZoneInfo(account.timezone or "UTC")
    try:
        if len([line for line in text.splitlines() if line.strip()]) > 1:
            return _invitation(text, now, zone, account.locale, when)
        return _line(text, now, zone, account.locale, when)
    except Refusal as refusal:
        return refusal


def new_when(
    value: str, now: datetime, event: Event, locale: str, when: str = ""
) -> tuple[Event, Recurrence | None] | Unclear:
    """The event at another time, and how often, where that was said. `when` is the reading that was chosen where
    the words were not clear. What is not said anew stays: the hour, the day, how long it lasts. Raises Refusal for
    what is over, and for words that say no time."""
    zone = ZoneInfo(event.timezone)
    alone = load_when(value)
    chosen = (load_when(when) if when else None) or alone
    said = None if alone is not None else read_when(value, now, zone, locale)
    if chosen is not None:
        said = said.chosen(chosen) if isinstance(said, UnclearWhen) else chosen_when(chosen, zone)
    if isinstance(said, Unclear):
        return said
    if said is None:
        raise Refusal(say(_("I read no time in that. For example: Friday 18:00, Dec 3 6-8pm, every 2nd Tuesday")))
    today = now.astimezone(zone).date()
    on, at = said.on, said.at
    if said.recurrence is None and chosen is None and at is not None and not find_days(value, today, locale):
        on = event.on if _HOUR_ALONE.fullmatch(value.strip()) else on
    if at is None and event.at is not None:
        at = event.at
    if instant(on, at or time.max, ZoneInfo(said.timezone)) <= now:
        raise Refusal(say(_("That is over already. For example: Friday 18:00, Dec 3 6-8pm")))
    until_on, until_at = said.until_on, said.until_at
    if until_on is None and until_at is None:
        lasts = lasting(event.on, event.at, event.until_on, event.until_at)
        until_on, until_at = end_of(on, at, lasts if (at is None) == (event.at is None) else None)
    after = replace(event, on=on, at=at, until_on=until_on, until_at=until_at, timezone=said.timezone)
    return after, said.recurrence


def cut_place(text: str) -> tuple[str, str]:
    """A title and a place out of "Breakfast at Brampton Hall", "Breakfast @ Brampton Hall", "Drinks on Zoom".

    >>> cut_place("Kiwanis breakfast at Brampton Hall")
    ('Kiwanis breakfast', 'Brampton Hall')
    """
    if match := _PLACE.match(text):
        return match["title"].strip(_LOOSE), match["place"].strip(_LOOSE)
    if online := _ONLINE.search(text):
        return (text[: online.start()] + text[online.end() :]).strip(_LOOSE), online["place"]
    return text.strip(_LOOSE), ""


@dataclass(frozen=True, slots=True)
class _Named:
    """What the words beside the time say."""

    title: str
    place: str
    notes: str = ""


def _line(text: str, now: datetime, zone: ZoneInfo, locale: str, when: str) -> Understood:
    bare, links = links_in(text)
    bare, *asked = _DEADLINE.split(_GREETING.sub("", bare), maxsplit=1)
    chosen = load_when(when) if when else None
    try:
        read = read_when(bare, now, zone, locale)
    except Refusal:  # what is over, or no day: it is said anew, or it counts
        if not when:
            raise
        read, rest = None, _without_when(bare, now, zone, locale)
    else:
        rest = bare if read is None else read.rest
    named = _named(rest, *asked)
    if when and chosen is None:
        return _answered(named, rest, links, when, now, zone, locale)
    if chosen is not None:
        read = read.chosen(chosen) if isinstance(read, UnclearWhen) else chosen_when(chosen, zone)
    if not named.title and read is not None:
        raise _nameless(f"{when} {text}" if isinstance(chosen, Moment) else when or text)
    if not isinstance(read, SaidWhen):
        raise _undated(read)
    return _understood(named.title, read, named.place, links, named.notes)


def _answered(
    named: _Named, rest: str, links: list[str], when: str, now: datetime, zone: ZoneInfo, locale: str
) -> Understood:
    """The event of a line, with the time that was said when it was asked for: perhaps with a name and a place."""
    answer, more = links_in(when)
    links = list(dict.fromkeys([*links, *more]))
    read = read_when(answer, now, zone, locale)
    so_far = " ".join(each for each in (clean(Line(rest).rest()), answer, *links) if each)
    if not isinstance(read, SaidWhen):
        raise _undated(read, so_far if read is not None else "")
    theirs = _named(read.rest)
    title, place = named.title or theirs.title, named.place or theirs.place
    if named.title and not place and looks_like_place(theirs.title):
        place = theirs.title
    if not title:
        raise _nameless(so_far)
    notes = "\n".join(each for each in (named.notes, theirs.notes) if each)
    return _understood(title, read, place, links, notes)


def _named(rest: str, *more: str) -> _Named:
    """The title, the place and the notes in the words beside a time (a Line's text); `more` are notes, too."""
    title, place = _around_when(rest)
    if not place:
        title, place = cut_place(clean(Line(rest).rest()))
    if not place and (alone := _AT.match(title)):  # "next Thursday 6-8pm at The Rec Room"
        title, place = "", title[alone.end() :]
    place, *notes = _NOTES_BEHIND.split(place, maxsplit=1)
    notes = [each.strip(_LOOSE) for each in (*notes, *more)]
    return _Named(clean(bare_title(title)).strip(_LOOSE), place.strip(_LOOSE), "\n".join(notes))


def _around_when(rest: str) -> tuple[str, str]:
    """The title before the time, and the place behind it where that looks like one: "Mixer, Fri 6pm, The Rec Room".
    Nothing behind it otherwise."""
    before, cut, behind = rest.rpartition(BOUNDARY)
    before = clean(Line(before).rest()).strip(_LOOSE)
    named = clean(behind).strip(_LOOSE)
    marked = _MARKED.match(behind) or looks_like_place(named)
    if not (cut and before and named and marked) or _GOES_ON.match(named) or _PLACE.match(before):
        return "", ""
    return before, _IN.sub("", named, count=1)


def _without_when(text: str, now: datetime, zone: ZoneInfo, locale: str) -> str:
    """The words of a text of which the time is over, or is none (a Line's text)."""
    line, today = Line(text), now.astimezone(zone).date()
    with suppress(Refusal):  # a day that there is not stays in the words
        for said_day in written_dates(text, today, locale):
            line.cut(said_day.start, said_day.end)
    for hour in find_times(text):
        line.cut(hour.start, hour.end)
    return line.text


def _invitation(text: str, now: datetime, zone: ZoneInfo, locale: str, when: str) -> Understood:
    parts = parts_of(text, now.astimezone(zone).date(), locale)
    whens = [f"{each}, {parts.every}" for each in parts.whens] if parts.every else parts.whens
    said = _when(whens, now, zone, locale, when)
    title, place = parts.title, parts.place
    if not place:
        title, place = cut_place(title)
    bare, more = links_in(place)
    place = bare.strip(_LOOSE)
    if not title:
        raise _nameless(when or text)
    return _understood(title, said, place, parts.links + more, "\n".join(parts.notes))


def _when(texts: list[str], now: datetime, zone: ZoneInfo, locale: str, when: str) -> SaidWhen:
    """Out of the first text that says it clearly. Raises Missing, and Refusal for what is over."""
    unclear: UnclearWhen | None = None
    chosen = load_when(when) if when else None
    for text in [when] if when and chosen is None else texts:
        said = read_when(text, now, zone, locale)
        if isinstance(said, SaidWhen) and chosen is None:
            return said
        unclear = unclear or (said if isinstance(said, UnclearWhen) else None)
    if chosen is not None:
        return unclear.chosen(chosen) if unclear is not None else chosen_when(chosen, zone)
    raise _undated(unclear)


def _undated(read: UnclearWhen | None, said: str = "") -> Missing:
    if read is not None:
        return Missing("when", read.question, read.choices, said)
    asked = _("When is it? For example: Tuesday 7:30, Dec 3 6-8pm, every 2nd Tuesday 18:00")
    return Missing("when", say(asked), said=said)


def _nameless(said: str) -> Missing:
    return Missing("what", say(_("What is it called?")), said=said)


def _understood(title: str, said: SaidWhen, place: str, links: list[str], notes: str) -> Understood:
    calls = [link for link in links if is_call(link)]
    if not place and calls:
        place = "Zoom" if "zoom" in calls[0] else "Online"
    others = [link for link in links[1:] if is_call(link)]
    notes = "\n".join(each for each in (notes, *others) if each)
    return Understood(
        title=_cut(clean(title).strip(_LOOSE), MAX_TITLE),
        on=said.on,
        timezone=said.timezone,
        at=said.at,
        until_on=said.until_on,
        until_at=said.until_at,
        place=_cut(clean(place), MAX_PLACE),
        url=links[0] if links else "",
        notes=notes[:MAX_NOTES],
        recurrence=said.recurrence,
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
