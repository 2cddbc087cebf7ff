"""docs/dates.md: how well what people type about time is read, measured on the test phrases of other libraries.

The phrases stand in tests/parsing/corpora; what a file holds is said in it. `make words` writes the page. What the
libraries themselves make of the same phrases was measured once and stands in others.json beside them.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.chat.errors import Refusal
from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Found, Unclear
from core.chat.parsing.recurring.recurrences import find_recurrence
from core.facts.recurrence import Moment
from docs.rules import is_same

ROOT = Path(__file__).parent.parent
CORPORA = ROOT / "tests" / "parsing" / "corpora"
PAGE = ROOT / "docs" / "dates.md"
FILES = ("parsedatetime", "ctparse", "timefhuman", "recurrent")
SENTENCES = ("im available {}", "{} would work best for me", "remind me to move car {} would work best for me")
_ZONE = ZoneInfo("America/Toronto")
_PARTS = {"morning": range(5, 13), "afternoon": range(12, 19), "evening": range(16, 24), "night": range(18, 24)}


class Outcome(StrEnum):
    RIGHT = "right"
    ASKED = "asked"  # unclear, or refused in words
    SILENT = "silent"  # not recognised; the person is asked when
    WRONG = "wrong"  # without asking


Figures = Counter[Outcome]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a corpus, and what its authors expect of it; None: it says nothing of time."""

    text: str
    now: datetime
    locale: str
    expected: Any


def phrases(corpus: str, *kinds: str) -> Iterator[Phrase]:
    """What a reminder could mean: each "moment", "recurrence" or "ambiguous" one; "negative": what says no time."""
    file = _file(corpus)
    for row in file["phrases"]:
        kind = row.get("kind") or ("negative" if row["expected"] is None else "moment")
        if kind in kinds and row.get("for_reminders", True):
            now = datetime.fromisoformat(row.get("now") or file["now"]).replace(tzinfo=_ZONE)
            yield Phrase(row["phrase"], now, row.get("locale", "en_US"), row["expected"])


def in_sentences(said: Iterable[Phrase]) -> Iterator[Phrase]:
    """The same within the sentences of recurrent's tests."""
    return (replace(phrase, text=sentence.format(phrase.text)) for phrase in said for sentence in SENTENCES)


def read_moment(phrase: Phrase) -> Outcome:
    """What becomes of a phrase that says a moment, or none."""
    try:
        found = find_moment(phrase.text, phrase.now, phrase.locale)
    except Refusal:
        return Outcome.ASKED
    if isinstance(found, Unclear):
        return Outcome.ASKED
    if found is None:
        return Outcome.RIGHT if phrase.expected is None else Outcome.SILENT
    right = phrase.expected is not None and _is_meant(found.value, phrase.expected)
    return Outcome.RIGHT if right else Outcome.WRONG


def read_recurrence(phrase: Phrase) -> Outcome:
    """What becomes of a phrase that says a recurrence, none, or one to be asked about."""
    try:
        found = find_recurrence(phrase.text, phrase.now, phrase.locale)
    except Refusal:
        return Outcome.ASKED
    if isinstance(found, Found):
        right = phrase.expected is not None and is_same(found.value, phrase.expected, phrase.now)
        return Outcome.RIGHT if right else Outcome.WRONG
    if phrase.expected is None:
        return Outcome.RIGHT
    return Outcome.SILENT if found is None else Outcome.ASKED


@cache
def moments() -> dict[str, Figures]:
    """What becomes of the moments of each corpus."""
    return {corpus: Counter(map(read_moment, phrases(corpus, "moment"))) for corpus in FILES}


@cache
def moments_in_sentences() -> dict[str, Figures]:
    """What becomes of them within sentences."""
    return {corpus: Counter(map(read_moment, in_sentences(phrases(corpus, "moment")))) for corpus in FILES}


@cache
def nothing() -> dict[str, Figures]:
    """What becomes of the phrases that say nothing of time."""
    figures = {corpus: Counter(map(read_moment, phrases(corpus, "negative"))) for corpus in FILES}
    return {corpus: each for corpus, each in figures.items() if each}


@cache
def recurrences() -> dict[str, Figures]:
    """What becomes of recurrences, alone and within sentences, and of what is none."""
    said = list(phrases("recurrent", "recurrence", "ambiguous"))
    return {
        "alone": Counter(map(read_recurrence, said)),
        "in sentences": Counter(map(read_recurrence, in_sentences(said))),
        "no recurrence": Counter(map(read_recurrence, phrases("recurrent", "negative"))),
    }


def page() -> str:
    """docs/dates.md."""
    others = json.loads((CORPORA / "others.json").read_text())
    second = others["second_opinion"]
    return _PAGE.format(
        corpora=_lines(_corpora()),
        moments=_lines(_table(moments())),
        in_sentences=_lines(_table(moments_in_sentences())),
        recurrences=_lines(_table(recurrences(), total=False)),
        nothing=_lines(_table(nothing())),
        libraries=_lines(_libraries(others["libraries"])),
        right=_ratio(second["phrases"], "right"),
        wrong=_ratio(second["negatives"], "wrong"),
        ordinary=_ratio(second["ordinary"], "wrong"),
        ms=second["milliseconds"]["phrase"],
    )


def _corpora() -> Iterator[str]:
    for corpus in FILES:
        file = _file(corpus)
        counted = sum(row.get("for_reminders", True) for row in file["phrases"])
        yield f"| {corpus} {file['version']} | {file['licence']} | {len(file['phrases'])} | {counted} |"


def _libraries(libraries: Mapping[str, Any]) -> Iterator[str]:
    for name, each in libraries.items():
        cells = " | ".join(_share(each["moment"], outcome) for outcome in ("right", "silent", "wrong"))
        yield f"| {name} | {cells} | {_share(each['negative'], 'wrong')} | {each['moment']['ms']} |"


def _table(figures: Mapping[str, Figures], *, total: bool = True) -> Iterator[str]:
    rows = list(figures.items())
    if total:
        rows.append(("together", sum(figures.values(), Counter())))
    for name, each in rows:
        cells = " | ".join(_share(each, outcome) for outcome in Outcome)
        yield f"| {name} | {each.total()} | {cells} |"


def _lines(rows: Iterable[str]) -> str:
    return "\n".join(rows)


def _share(figures: Mapping[Any, float], of: str) -> str:
    total = sum(each for name, each in figures.items() if name != "ms")
    return f"{figures.get(of, 0)} ({figures.get(of, 0) / total:.1%})"


def _ratio(figures: Mapping[str, int], of: str) -> str:
    return f"{figures[of]} of {figures['asked']}"


def _is_meant(moment: Moment, expected: str | Mapping[str, str]) -> bool:
    """Whether a moment is the expected one: a day, an hour of it, any hour of a part of it, or a day of a month."""
    if isinstance(expected, str):
        day, _, at = expected.partition("T")
        expected = {"on": day, "at": at} if at else {"on": day}
    if "month" in expected:
        return moment.at is None and moment.on.isoformat().startswith(expected["month"])
    if moment.on != date.fromisoformat(expected["on"]):
        return False
    if "part" in expected:
        return moment.at is not None and moment.at.hour in _PARTS[expected["part"]]
    return moment.at == (time.fromisoformat(expected["at"]) if "at" in expected else None)


@cache
def _file(corpus: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CORPORA / f"{corpus}.json").read_text())
    return loaded


_HEAD = """| phrases of | phrases | right | asked | silent | wrong without asking |
|---|---:|---:|---:|---:|---:|"""
_PAGE = f"""# Dates and times that people type

Made from the code and the phrases in `tests/parsing/corpora` by `make words`; do not edit by hand.

Measured on the phrases with which other libraries test themselves, read as `/remind` reads them. *Asked*: what has
two meanings, or is refused in words. *Silent*: not recognised; the person is asked when. *Wrong*: read otherwise
than the authors of the phrase mean it, without asking; what was read is always echoed with weekday, date and time.

| corpus | licence | phrases in the file | of which a reminder could mean |
|---|---|---:|---:|
{{corpora}}

What a reminder cannot mean (what is over, ranges, lengths of time, German, seconds) is marked in the files with the
reason, and not counted. Nothing is left out because we fail on it: “next Friday” on a Wednesday is asked about,
“afternoon” at 12:43 is to us the same day's.

## Moments

{_HEAD}
{{moments}}

The same within the sentences of recurrent's tests (“remind me to move car … would work best for me”). A bare length
(“5 minutes”), number (“1730”) or month (“April”) is silent there, because in a sentence it may be anything.

{_HEAD}
{{in_sentences}}

## Recurrences

{_HEAD}
{{recurrences}}

## What says nothing of time

{_HEAD}
{{nothing}}

## What the libraries make of the same moments

Measured once, and favourably: where a day without an hour is expected, any hour was right.

| library | right | silent | wrong | wrong where nothing is said of time | ms a phrase |
|---|---:|---:|---:|---:|---:|
{{libraries}}

## Why no library underneath

A second opinion would pay if it added right readings and no wrong ones. Asked about what our grammar does not
recognise, dateparser 1.5.0 read {{right}} phrases right, and a date into {{wrong}} that say none; its search found
one in {{ordinary}} ordinary sentences (“version 1.2”, “12 monkeys”, “I may march on Washington”). A phrase that it
does not know took it {{ms}} ms. The others are wrong more often, and none says of what it is unsure: “next Friday”
is one day to all of them. So our own grammar reads, and asks. A language for which we have no grammar, or many
phrases that people type and it does not know, would change our mind.

These phrases were before our eyes while the grammar was written. 245 of another library, which were not, were read
right in 86 % and wrongly in 4 % the first time; what was wrong then is mended and stands in tests/parsing.
"""
