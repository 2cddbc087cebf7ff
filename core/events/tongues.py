"""German, French and Spanish days, months and hours, put into the English words that the grammar of times reads."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from babel import Locale

from core.chat.parsing.days.dates import MONTH_NAMES
from core.chat.parsing.days.weekdays import WEEKDAYS
from core.events.reworded import Place, Reworded, unaccented

_READ = ("de", "fr", "es")
_SEEN = (*_READ, "it", "pt", "nl", "pl", "sv", "da", "nb")  # of these a day is not read, but not overlooked either
_LONG = 5  # letters: a shorter name of a day or a month is a word of another language as well
_NEAR = {
    "ubermorgen": "day after tomorrow",
    "apres-demain": "day after tomorrow",
    "pasado manana": "day after tomorrow",
    "heute abend": "tonight",
    "ce soir": "tonight",
    "esta noche": "tonight",
    "morgen abend": "tomorrow evening",
    "demain soir": "tomorrow evening",
    "heute": "today",
    "aujourd'hui": "today",
    "aujourd’hui": "today",
    "hoy": "today",
    "morgen": "tomorrow",
    "demain": "tomorrow",
    "manana": "tomorrow",
    "gestern": "yesterday",
    "ayer": "yesterday",
}
_LEADS = (
    r"(?P<leads>(?:\b(?:am|den|dem|le|el|ce|este|diese[nrs]?|kommende[nrs]?|nachste[nrs]?|proximo|jede[nrs]?|tous\s+les"
    r"|todos\s+los|cada)\s+){0,2})"
)
_HOUR = r"(?P<h{n}>2[0-4]|1\d|0?\d)(?:\s?[:.h]\s?(?P<m{n}>[0-5]\d)(?!\d))?"
_MARK = r"\s?(?:uhr|heures?|horas?|hrs|h)\b"
_FROM_TO = re.compile(
    rf"(?<![\w.:/-])(?P<lead>(?:von|de|ab)\s+(?:las?\s+)?)?{_HOUR.format(n=1)}(?P<mark1>{_MARK})?"
    rf"\s*(?:-|–|—|\b(?:bis|a)\b)\s*(?:las?\s+)?{_HOUR.format(n=2)}(?P<mark2>{_MARK})?(?![\w:/-])",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"(?<![\w.:/-])(?P<lead>(?:um|gegen|ab|a\s+las?|a|vers|des)\s+)?{_HOUR.format(n=1)}"
    r"(?P<mark>\s?(?:uhr(?:\s?(?P<behind>[0-5]\d)(?![\d:.]))?|heures?|horas?|hrs|h)\b)?(?![\w:/])",
    re.IGNORECASE,
)
_ENGLISH_DAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)


def put_in_english(reworded: Reworded) -> None:
    """Let the days, months and hours of these languages in a text be read as the English ones.

    >>> reworded = Reworded("Stammtisch am Freitag um 19:30 Uhr, Ratskeller")
    >>> put_in_english(reworded)
    >>> reworded.text
    'Stammtisch friday 19:30, Ratskeller'
    """
    names, before = _names(), reworded.text
    if not _ENGLISH_DAY.search(before):  # "Placido Domingo, Friday 20:00"
        reworded.exchange_all(names.days, lambda match: _day(match, names.day_of))
    reworded.exchange_all(names.short_days, lambda match: names.day_of[match["day"].casefold()] + " ")
    reworded.exchange_all(names.dates, lambda match: _date(match, names.month_of))
    reworded.exchange_all(_NEARBY, lambda match: _NEAR[" ".join(match.group().casefold().split())])
    foreign = reworded.text != before
    reworded.exchange_all(_FROM_TO, lambda match: _hours(match, foreign))
    with_accents = reworded.text
    reworded.exchange_all(_AT, lambda match: _hour(match, foreign, with_accents[match.start() :][:1] in "àÀ"))


def in_english(text: str) -> str:
    """The text with these words exchanged.

    >>> in_english("Apéro le 3 décembre à 18h")
    'Apéro 3 december 18:00'
    """
    reworded = Reworded(text)
    put_in_english(reworded)
    return reworded.text


def foreign_day(text: str) -> Place | None:
    """Where the first word for a day or a month of another language stands in a text.

    >>> foreign_day("Borrel vrijdag 18:00"), foreign_day("Drinks Friday 18:00")
    ((7, 14), None)
    """
    match = _names().seen.search(unaccented(text))
    return match.span() if match else None


class _Names:
    """The names of days and months that CLDR knows, as patterns of words without accents."""

    def __init__(self) -> None:
        self.day_of = {"sonnabend": "saturday"}
        self.month_of = {"janner": "january", "maerz": "march"}
        long, short, seen = set(self.day_of), set[str](), set[str]()
        for language in _SEEN:
            days, short_days = (
                _of(language, "days", "wide", WEEKDAYS),
                _of(language, "days", "abbreviated", WEEKDAYS),
            )
            months = _of(language, "months", "wide", ("", *MONTH_NAMES))
            seen |= {each for each in (*days, *months) if len(each) >= _LONG}
            if language in _READ:
                long |= days.keys()
                short |= short_days.keys()
                self.day_of |= {**short_days, **days}
                self.month_of |= {**_of(language, "months", "abbreviated", ("", *MONTH_NAMES)), **months}
        month = _any_of(self.month_of.keys())
        any_month = _any_of({*self.month_of, *MONTH_NAMES, *(each[:3] for each in MONTH_NAMES)})
        self.days = re.compile(
            rf"{_LEADS}\b(?P<day>{_any_of(long)})(?P<part>\s?(?:abend|nachmittag|soir))?s?\b,?(?P<next>\s+prochain\b)?",
            re.IGNORECASE,
        )
        self.short_days = re.compile(
            rf"(?:\b(?:am|den|le|el)\s+)?\b(?P<day>{_any_of(short)})\b\.?,?\s+"
            rf"(?=\d{{1,2}}(?:\.?\s+(?:de\s+)?{any_month}\b|\.\d{{1,2}}\.|(?:[:.]\d\d)?\s?(?:uhr|h\d*)\b)|um\s+\d)",
            re.IGNORECASE,
        )
        self.dates = re.compile(
            rf"(?:\b(?:am|den|dem|vom|le|el|du|del)\s+)?(?<![\w.:/-])(?:(?P<first>\d{{1,2}})\.?\s*(?:-|–|bis|au|al)\s*)?"
            rf"(?P<last>\d{{1,2}})(?:\.|er|°|º)?\s*(?:de\s+)?(?P<month>{month})\b\.?(?:\s+del?\s+(?=\d{{4}}))?",
            re.IGNORECASE,
        )
        self.seen = re.compile(rf"\b{_any_of(seen - {*WEEKDAYS, *MONTH_NAMES})}\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _names() -> _Names:
    return _Names()


def _of(language: str, what: str, width: str, english: Sequence[str]) -> dict[str, str]:
    """The names of a language without accents, and the English ones, which are in the order that CLDR counts in."""
    names = getattr(Locale(language), what)["format"][width]
    return {unaccented(name).casefold().rstrip("."): english[number] for number, name in names.items()}


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True)) + ")"


def _day(match: re.Match[str], english: dict[str, str]) -> str:
    leads, day = match["leads"].casefold(), english[match["day"].casefold()]
    part = " evening" if match["part"] and "nachmittag" not in match["part"].casefold() else ""
    if re.search(r"jede|tous|todos|cada", leads):
        return f"every {day}{part}"
    return f"next {day}{part}" if match["next"] or re.search(r"nachste|proximo", leads) else f"{day}{part}"


def _date(match: re.Match[str], english: dict[str, str]) -> str:
    first = f"{match['first']}-" if match["first"] else ""
    year = " " if match.group()[-1:].isspace() else ""
    return f"{first}{match['last']} {english[match['month'].casefold()]}{year}"


def _hours(match: re.Match[str], foreign: bool) -> str | None:
    if not (match["mark1"] or match["mark2"] or (foreign and match["lead"])):
        return None
    first, last = _clock(match["h1"], match["m1"]), _clock(match["h2"], match["m2"])
    return f"{first}-{last}"


def _hour(match: re.Match[str], foreign: bool, accent: bool) -> str | None:
    """ "um 19 Uhr", "à 18h30", "a las 7"; "18h" alone may be a length in English."""
    lead, mark = (match["lead"] or "").casefold().split(), (match["mark"] or "").casefold()
    said = "uhr" in mark or (lead and lead[0] == "um") or accent or len(lead) == 2
    length = mark and int(match["h1"]) < 7 and not match["m1"]  # "2h"
    if not (said or (foreign and ((mark and not length) or (lead and match["m1"])))):
        return None
    if len(lead) == 2 and not match["m1"] and len(match["h1"]) == 1:
        return f"at {match['h1']}"  # in Spanish of either half of the day
    return _clock(match["h1"], match["m1"] or match["behind"])


def _clock(hour: str, minute: str | None) -> str:
    return f"{int(hour) % 24:02}:{minute or '00'}"


_NEARBY = re.compile(
    r"\b(?:"
    + "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in sorted(_NEAR, key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)
