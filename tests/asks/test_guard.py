"""What speaks against asking somebody now, by table."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.asks.guard import Doubt, concerns
from core.facts.ids import AccountId, ContactId
from core.facts.people import Balance, Contact

TODAY = date(2026, 11, 23)


def jane(*, added: int = 1000, met: int | None = None, spoke: int | None = None) -> Contact:
    """All in days ago."""
    ago = {days: TODAY - timedelta(days=days) for days in (added, met, spoke) if days is not None}
    return Contact(
        id=ContactId("jane"),
        owner=AccountId("ada"),
        name="Jane",
        created_at=datetime(ago[added].year, ago[added].month, ago[added].day, 12, tzinfo=UTC),
        cadence_since=ago[added],
        quiet_since=ago[added],
        met_on=None if met is None else ago[met],
        last_touch_on=None if spoke is None else ago[spoke],
    )


@pytest.mark.parametrize(
    ("contact", "gave", "got", "expected"),
    [
        (jane(spoke=10), 0, 0, []),
        (jane(spoke=10), 2, 2, []),
        (jane(spoke=182), 0, 0, []),
        (jane(spoke=183), 0, 0, [Doubt.SILENT]),
        (jane(), 0, 0, [Doubt.SILENT]),  # known for years, and never spoken to
        (jane(added=1), 0, 0, [Doubt.NEW]),
        (jane(added=1, spoke=1), 0, 0, [Doubt.NEW]),
        (jane(added=1, met=29), 0, 0, [Doubt.NEW]),
        (jane(added=1, met=30, spoke=2), 0, 0, []),
        (jane(added=1, spoke=40), 0, 0, []),  # an old friend, added yesterday
        (jane(added=1, spoke=2000), 0, 0, [Doubt.SILENT]),
        (jane(spoke=10), 1, 2, [Doubt.BEHIND]),
        (jane(spoke=2000), 0, 3, [Doubt.SILENT, Doubt.BEHIND]),
        (jane(added=3), 0, 1, [Doubt.NEW, Doubt.BEHIND]),
    ],
)
def test_concerns(contact, gave, got, expected):
    found = concerns(contact, Balance(contact_id=contact.id, gave=gave, got=got), None, TODAY)
    assert [each.doubt for each in found] == expected


def test_an_early_entry_tells_that_they_are_known():
    nothing = Balance(contact_id=ContactId("jane"))
    [new] = concerns(jane(added=1, spoke=5), nothing, TODAY - timedelta(days=29), TODAY)
    assert (new.doubt, new.days) == (Doubt.NEW, 29)
    assert not concerns(jane(added=1, spoke=5), nothing, TODAY - timedelta(days=30), TODAY)


def test_the_figures_are_told():
    [silent, behind] = concerns(jane(spoke=2000), Balance(contact_id=ContactId("jane"), gave=1, got=4), None, TODAY)
    assert silent.since == TODAY - timedelta(days=2000)
    assert (behind.gave, behind.got) == (1, 4)
