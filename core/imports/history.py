"""What passed between somebody and the owner, out of what a file says: as entries that are noted once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from core.facts.ids import ContactId, EntryId, ImportId, new_id
from core.facts.imports import Exchange, Found, FoundEntry, Import, Part, Passed
from core.facts.keys import fold
from core.facts.people import Direction, Entry, Favour, Touch

Noted = tuple[ContactId, Passed, date, str]  # what makes two entries the same
_LONGEST = 500  # characters of what happened


def wants_history(staged: Import) -> bool:
    return Part.HISTORY not in staged.chosen.without


def happened(found: Found, staged: Import, today: date) -> Sequence[FoundEntry]:
    """What is to be noted of somebody, with the last messages of each place as one touch; nothing of
    days to come."""
    if not wants_history(staged) or not (found.exchanges or found.entries):
        return ()
    month_first = bool(staged.chosen.month_first)
    touches = [_touch(as_meant(each, month_first=month_first)) for each in found.exchanges]
    all_of_them = (*(each for each in touches if each), *found.entries)
    return [each for each in all_of_them if each.on <= today]


def noted(contact_id: ContactId, entry: FoundEntry) -> Noted:
    return contact_id, entry.passed, entry.on, fold(entry.what[:_LONGEST])


def already_noted(entries: Iterable[Entry]) -> Collection[Noted]:
    return {(each.contact_id, _passed(each), each.happened_on, fold(each.what)) for each in entries}


def entry_of(contact_id: ContactId, found: FoundEntry, import_id: ImportId, now: datetime) -> Entry:
    """What is written down."""
    what = found.what[:_LONGEST]
    if found.passed is Passed.TOUCH:
        return Touch(
            id=EntryId(new_id()),
            contact_id=contact_id,
            happened_on=found.on,
            what=what,
            recorded_at=now,
            import_id=import_id,
        )
    return Favour(
        id=EntryId(new_id()),
        contact_id=contact_id,
        direction=Direction.GAVE if found.passed is Passed.GAVE else Direction.GOT,
        happened_on=found.on,
        what=what,
        recorded_at=now,
        import_id=import_id,
    )


def last_exchanged(found: Found, *, month_first: bool) -> tuple[date, bool] | None:
    """The day of the last message to or from somebody, wherever, and whether both have written; None: never."""
    exchanges = [as_meant(each, month_first=month_first) for each in found.exchanges]
    days = [day for each in exchanges for day in (each.sent_on, each.received_on) if day]
    if not days:
        return None
    sent, received = any(each.sent_on for each in exchanges), any(each.received_on for each in exchanges)
    return max(days), sent and received


def has_two_readings(exchange: Exchange) -> bool:
    return exchange.sent_or is not None or exchange.received_or is not None


def as_meant(exchange: Exchange, *, month_first: bool) -> Exchange:
    """An exchange with its days as the owner reads them."""
    if not has_two_readings(exchange):
        return exchange
    return replace(
        exchange,
        sent_on=(exchange.sent_or or exchange.sent_on) if month_first else exchange.sent_on,
        received_on=(exchange.received_or or exchange.received_on) if month_first else exchange.received_on,
        sent_or=None,
        received_or=None,
    )


def _touch(exchange: Exchange) -> FoundEntry | None:
    days = [day for day in (exchange.sent_on, exchange.received_on) if day]
    if not days:
        return None
    mail = exchange.via.casefold() in ("e-mail", "email")
    if exchange.mutual:
        what = "e-mails" if mail else f"messages on {exchange.via}"
    elif exchange.sent_on:
        what = "you wrote an e-mail" if mail else f"you wrote on {exchange.via}"
    else:
        what = "wrote you an e-mail" if mail else f"wrote to you on {exchange.via}"
    return FoundEntry(passed=Passed.TOUCH, on=max(days), what=what)


def _passed(entry: Entry) -> Passed:
    if isinstance(entry, Touch):
        return Passed.TOUCH
    return Passed.GAVE if entry.direction is Direction.GAVE else Passed.GOT
