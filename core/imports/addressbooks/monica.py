"""Monica 4.x, as its "export to JSON" writes an account. (Its cards are vCards, and are read as such.)

`account.data` is a list of collections, `{"count", "type", "values"}`, of which the contacts and the activities are
read; each contact has such a list of its own (calls, fields, debts, gifts, notes, reminders, conversations), with
the ids of its activities. Where somebody was met is not in the file; photos are, as text, and are left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from core.chat.words import _
from core.facts.cadence import Cadence, Unit
from core.facts.imports import FoundEntry, Passed
from core.facts.people import PartialDate
from core.imports.addressbooks.drafts import NOBODY, Draft, full_name, one_line
from core.imports.reading.json_pieces import items, starts_with_keys
from core.imports.reading.source import Piece, Reading, Source, pieces_of

HAVE_DIED = _("They have died, says Monica: I made no card that would remind you of them.")
FAMILY = _("Monica knows them only as family of somebody else.")
_VALUES = "account.data.item.values.item"
_FIELD_TYPES = "account.instance.contact_field_types.item"
_GIFTS = {"offered": Passed.GAVE, "received": Passed.GOT}
_UNITS = ((365, Unit.YEAR), (30, Unit.MONTH), (7, Unit.WEEK), (1, Unit.DAY))  # days of each

_UUID = re.compile(r"[0-9a-fA-F-]{36}")

_Record = Mapping[str, Any]


def _part(piece: Piece) -> str:
    return "account" if starts_with_keys(piece, "app_version", "export_date", "account") else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    for piece in pieces_of(parts, "account"):
        account = _Account(piece, reading)
        for record in items(piece, _VALUES):
            reading.check()
            facts = _facts(record)
            if not _is_contact(facts):
                continue
            if facts.get("is_dead") is True:
                reading.skip(piece.path, 0, HAVE_DIED)
            elif facts.get("is_partial") is True:
                reading.skip(piece.path, 0, FAMILY)
            elif found := account.person(record).found(piece.path):
                reading.found(found)
            else:
                reading.skip(piece.path, 0, NOBODY)


SOURCE = Source(name="monica", title="Monica", part=_part, read=_read)


class _Account:
    """What contacts refer to: activities, one another, and the kinds of their fields."""

    def __init__(self, piece: Piece, reading: Reading) -> None:
        self._reading = reading
        self._names: dict[str, str] = {}
        self._activities: dict[str, FoundEntry] = {}
        self._kinds = {_text(_record(each), "uuid"): _facts(each) for each in items(piece, _FIELD_TYPES)}
        for record in items(piece, _VALUES):
            facts = _facts(record)
            uuid = _text(_record(record), "uuid")
            if _is_contact(facts):
                self._names[uuid] = _name(facts)
            elif "happened_at" in facts and (on := self._day(facts, "happened_at")):
                what = one_line(_text(facts, "summary")) or "activity"
                self._activities[uuid] = FoundEntry(passed=Passed.TOUCH, on=on, what=what)

    def person(self, record: _Record) -> Draft:
        facts, uuid = _facts(record), _text(record, "uuid")
        origins = (f"{source}:{uuid}" for source in ("monica", "vcard"))  # its card has the latter
        draft = Draft(self._reading.phone, *(origins if _UUID.fullmatch(uuid) else ()))
        draft.spelled = _name(facts)
        draft.alias(_text(facts, "nickname"))
        draft.company, draft.title = _text(facts, "company"), _text(facts, "job")
        tags = facts.get("tags")
        for tag in tags if isinstance(tags, list) else ():
            draft.tag(tag if isinstance(tag, str) else "")
        draft.birthday(_special_day(facts.get("birthdate")))
        met = _special_day(facts.get("first_met_date"))
        if met and met.year and met.month and met.day:
            draft.met_on = self._past(date(met.year, met.month, met.day))
        if through := self._names.get(_text(facts, "first_met_through")):
            draft.how_met = f"through {through}"
        draft.note(_text(facts, "description"))
        if food := _text(facts, "food_preferences"):
            draft.note(f"Food: {food}")
        if facts.get("is_active") is False:
            draft.note("Archived in Monica.")
        else:
            draft.cadence = _cadence(facts.get("stay_in_touch_frequency"))
        for collection in _list(record.get("data")):
            for value in _list(_record(collection).get("values")):
                self._take(_text(_record(collection), "type"), value, draft)
        draft.entries.sort(key=lambda entry: entry.on)
        return draft

    def _take(self, kind: str, value: Any, draft: Draft) -> None:
        """One thing that hangs on a contact."""
        facts, record = _facts(value), _record(value)
        match kind:
            case "contact_field":
                self._take_field(_text(facts, "data"), self._kinds.get(_text(facts, "type"), {}), draft)
            case "note":
                draft.note(_text(facts, "body"))
            case "reminder" if facts.get("frequency_type") == "year" and facts.get("delible") is not False:
                draft.day(_text(facts, "title"), _partial(_text(facts, "initial_date")))
            case "activity" if isinstance(value, str) and value in self._activities:
                draft.entries.append(self._activities[value])
            case "call":
                self._note(Passed.TOUCH, self._day(facts, "called_at"), "call", draft)
            case "conversation":
                self._note(Passed.TOUCH, self._day(facts, "happened_at"), "conversation", draft)
            case "debt":  # "in debt" is the owner: they were lent something
                passed = Passed.GOT if facts.get("in_debt") is True else Passed.GAVE
                self._note(passed, self._day(record, "created_at"), "loan", draft)
            case "gift":
                name = one_line(_text(facts, "name"))
                if passed_on := _GIFTS.get(_text(facts, "status")):
                    on = self._day(facts, "date") or self._day(record, "created_at")
                    self._note(passed_on, on, f"gift: {name}" if name else "gift", draft)
                elif name:
                    draft.note(f"Gift idea: {name}")

    def _take_field(self, text: str, kind: _Record, draft: Draft) -> None:
        match _text(kind, "type") or _text(kind, "name").casefold():
            case "email":
                draft.email(text)
            case "phone":
                draft.phone(text)
            case service:
                draft.link(text, service)

    def _note(self, passed: Passed, on: date | None, what: str, draft: Draft) -> None:
        if on:
            draft.entries.append(FoundEntry(passed=passed, on=on, what=what))

    def _day(self, facts: _Record, name: str) -> date | None:
        """A day of the past: as it stands where it has no time of its own, else where the owner is."""
        text = _text(facts, name)
        try:
            instant = datetime.fromisoformat(text.replace(" ", "T"))
        except ValueError:
            return None
        if instant.tzinfo is None or "T00:00:00" in text:
            instant = instant.replace(tzinfo=self._reading.zone)
        return self._past(self._reading.day_of(instant))

    def _past(self, day: date | None) -> date | None:
        return day if day and day <= self._reading.today else None


def _is_contact(facts: _Record) -> bool:
    return "is_partial" in facts and "is_active" in facts


def _name(facts: _Record) -> str:
    return full_name(*(_text(facts, f"{part}_name") for part in ("first", "middle", "last")))


def _special_day(value: Any) -> PartialDate | None:
    """Monica makes up a year where it knows none, and a day where it knows an age."""
    known = _record(value)
    on = _partial(_text(known, "date"))
    if on is None:
        return None
    if known.get("is_age_based") is True:
        return PartialDate(year=on.year)
    return PartialDate(month=on.month, day=on.day) if known.get("is_year_unknown") is True else on


def _partial(text: str) -> PartialDate | None:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return PartialDate(year=day.year, month=day.month, day=day.day)


def _cadence(days: Any) -> Cadence | None:
    """Monica counts in days: 14 of them are two weeks.

    >>> _cadence(90), _cadence(0)
    (Cadence(count=3, unit=<Unit.MONTH: 'month'>), None)
    """
    if not isinstance(days, int) or isinstance(days, bool) or not 0 < days <= 10 * 365:
        return None
    length, unit = next(each for each in _UNITS if days % each[0] == 0)
    return Cadence(count=days // length, unit=unit)


def _facts(value: Any) -> _Record:
    return _record(_record(value).get("properties"))


def _record(value: Any) -> _Record:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else ()


def _text(record: _Record, name: str) -> str:
    value = record.get(name)
    return value.strip() if isinstance(value, str) else ""
