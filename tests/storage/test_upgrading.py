"""A database of an earlier revision, with people in it, becomes today's, and nothing of theirs is lost."""

from datetime import time

from core.facts.account import Account
from core.facts.cadence import Cadence, Unit
from core.facts.delivery import Delivery, Kind, State
from core.facts.digests import Digest, Outcome, Pick
from core.facts.ids import AccountId, ContactId, DeliveryId, DigestId
from storage.store import open_store
from tests.storage.earlier import make_0001, rows_of
from tests.storage.made import NOW, TODAY

ADA = Account(
    id=AccountId("ada"),
    created_at=NOW,
    timezone="Europe/Paris",
    digest_at=time(8, 30),
    digest_days=frozenset({0, 6}),
    paused=True,
    tag_cadences={"mentor": Cadence(count=6, unit=Unit.WEEK)},
    digested_on=TODAY,
    next_digest_at=NOW,
)
SHOWN = Digest(
    id=DigestId("shown"),
    account_id=ADA.id,
    day=TODAY,
    picks=(Pick(contact_id=ContactId("jane"), reasons=(), score=1.5, outcome=Outcome.SNOOZED),),
    made_at=NOW,
)
OWED = Delivery(
    id=DeliveryId("owed"),
    account_id=ADA.id,
    kind=Kind.DIGEST,
    key="digest:1",
    subject="shown",
    due_at=NOW,
    not_after=NOW,
    state=State.PENDING,
    attempts=1,
    error="busy",
)
TABLES = ("accounts", "identities", "contacts", "keys", "entries", "digests", "deliveries", "notes")


async def test_nothing_is_lost_on_the_way_from_0001(empty_url: str) -> None:
    await make_0001(empty_url)
    before = {table: await rows_of(empty_url, table) for table in TABLES}
    store = await open_store(empty_url)
    async with store.read() as tx:
        assert await tx.accounts.get([ADA.id]) == [ADA]
        assert [each.name for each in await tx.people.starting(ADA.id, ["zoe"])] == ["Zoë 🦊"]
        assert await tx.digests.digest(ADA.id, SHOWN.id) == SHOWN
        assert await tx.deliveries.recent(ADA.id, 5) == [OWED]
    await store.close()
    for table in TABLES:
        [old], [new] = before[table], await rows_of(empty_url, table)
        assert old.items() <= new.items()
