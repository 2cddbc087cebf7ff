"""Facts for rules: whatever a test does not care about has a value already. Days are days ago."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.digests.rules.candidate import Candidate
from core.facts.account import Account
from core.facts.digests import Prospect
from core.facts.ids import AccountId, ContactId, EntryId
from core.facts.people import Anniversary, Balance, Contact, Direction, Favour, Keep, PartialDate
from core.people.due import cadence_of, settled

TODAY = date(2026, 11, 24)  # a Tuesday
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ADA = Account(id=AccountId("ada"), created_at=NOW - timedelta(days=30), timezone="America/Toronto")
_SHARED = {field for field in Prospect.__dataclass_fields__ if field in Contact.__dataclass_fields__}


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def contact(name: str = "jane", **more: Any) -> Contact:
    values = {
        "id": ContactId(name),
        "owner": ADA.id,
        "name": name,
        "created_at": NOW - timedelta(days=2000),
        "cadence_since": days_ago(2000),
        "quiet_since": TODAY,
        **more,
    }
    if values.get("cadence"):
        values["keep"] = Keep.OWN
    return settled(Contact(**values), ADA)


def prospect(of: Contact) -> Prospect:
    """What storage makes of a contact."""
    return Prospect(
        **{name: getattr(of, name) for name in _SHARED},
        imported=of.import_id is not None,
        tells_how_met=bool(of.how_met),
        noted=bool(of.notes),
        reachable=bool(of.handles),
    )


def candidate(of: Contact, balance: Balance | None = None, account: Account = ADA, **more: Any) -> Candidate:
    return Candidate(contact=prospect(of), cadence=cadence_of(of, account), balance=balance, **more)


def favour(direction: Direction, days: int, what: str = "advice", of: str = "jane") -> Favour:
    return Favour(
        id=EntryId(f"{direction}-{days}"),
        contact_id=ContactId(of),
        direction=direction,
        happened_on=days_ago(days),
        what=what,
        recorded_at=NOW,
    )


def balance(
    *, got: list[int] | None = None, gave: list[int] | None = None, thanked: int | None = None, what: str = "advice"
) -> Balance:
    """From the days ago of each favour and of the latest thanks."""
    gots, gaves = sorted(got or []), sorted(gave or [])
    latest = favour(Direction.GOT, gots[0], what) if gots else None
    owed = latest is not None and (thanked is None or thanked > gots[0])
    return Balance(
        contact_id=ContactId("jane"),
        gave=len(gaves),
        got=len(gots),
        unthanked=latest if owed else None,
        latest_gave=favour(Direction.GAVE, gaves[0], what) if gaves else None,
        latest_got=latest,
        third_got_on=days_ago(gots[2]) if len(gots) > 2 else None,
        thanked_on=None if thanked is None else days_ago(thanked),
    )


def yearly(label: str, day: date, year: int | None = None) -> tuple[Anniversary, ...]:
    return (Anniversary(label=label, on=PartialDate(year=year, month=day.month, day=day.day)),)
