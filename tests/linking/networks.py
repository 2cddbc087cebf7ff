"""Small networks of every shape: who knows whom, and everything that can hang on them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from core.delivery.mornings import rescheduled
from core.facts.account import Account, ContactChanged, EntriesAdded, Tuning
from core.facts.cadence import Cadence, Unit
from core.facts.people import Anniversary, Contact, Direction, Handle, Keep, PartialDate, Status
from core.facts.targets import Target
from core.people.due import settled
from core.store import Store
from storage.tables import events, metadata
from tests.storage import made
from tests.storage.made import NOW, TODAY

NAMES = ("Jane Doe", "Raj Patel", "Zoë Brandt", "Jane", "Ann Lee")
_MAILS = ("jane@example.com", "raj@example.com", "ann@example.com")
_RHYTHMS = (None, Cadence(count=6, unit=Unit.WEEK), Cadence(count=1, unit=Unit.MONTH))
_KEYS = ("digest:2026-11-23", "digest:2026-11-22", "telegram:7", "telegram:8")  # some clash


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One account, as it is to be made."""

    people: list[dict[str, Any]]
    rhythm: Cadence | None
    tag_rhythm: Cadence | None
    keys: list[str]
    picks: int
    zone: str | None


_PERSON = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "mails": st.lists(st.sampled_from(_MAILS), max_size=2, unique=True),
        "tags": st.lists(st.sampled_from(("mentor", "Paris", "work")), max_size=2, unique=True),
        "notes": st.sampled_from(("", "likes tea", "likes tea\nand cake", "tall")),
        "company": st.sampled_from(("", "IBM", "Google")),
        "born": st.sampled_from((None, 3, 5)),
        "keep": st.sampled_from(Keep),
        "status": st.sampled_from((Status.ACTIVE, Status.PAUSED, Status.ARCHIVED, Status.DECEASED)),
        "paused": st.sampled_from((None, 30, 60)),
        "touched": st.lists(st.integers(0, 60), max_size=3),
        "about": st.booleans(),
        "spared": st.booleans(),
    }
)
SIDES = st.builds(
    Side,
    people=st.lists(_PERSON, max_size=4),
    rhythm=st.sampled_from(_RHYTHMS),
    tag_rhythm=st.sampled_from(_RHYTHMS),
    keys=st.lists(st.sampled_from(_KEYS), max_size=3, unique=True),
    picks=st.integers(0, 2),
    zone=st.sampled_from((None, "Europe/Paris", "America/Toronto")),
)
LARGE = Side(
    people=[
        {
            "name": name,
            "mails": [mail],
            "tags": ["mentor"],
            "notes": "",
            "company": "IBM",
            "born": 3,
            "keep": Keep.USUAL,
            "status": Status.ACTIVE,
            "paused": None,
            "touched": [3, 9],
            "about": True,
            "spared": True,
        }
        for name, mail in zip(NAMES, _MAILS, strict=False)
    ],
    rhythm=_RHYTHMS[1],
    tag_rhythm=None,
    keys=[*_KEYS],
    picks=2,
    zone="Europe/Paris",
)


async def make(store: Store, side: Side, platform: str) -> Account:
    """Sign somebody up who has all this."""
    account = made.account(
        timezone=side.zone,
        default_cadence=side.rhythm,
        tag_cadences={"mentor": side.tag_rhythm} if side.tag_rhythm else {},
    )
    people = [_contact(account, each) for each in side.people]
    spared = frozenset(each.id for each, of in zip(people, side.people, strict=True) if of["spared"])
    account = rescheduled(replace(account, rules={"birthday": Tuning(not_for=spared)} if spared else {}), NOW)
    async with store.write() as tx:
        await tx.accounts.add(account, made.identity(account, platform))
        await tx.people.add(people)
        for contact, of in zip(people, side.people, strict=True):
            entries = [made.touch(contact, on=TODAY - timedelta(days=ago)) for ago in of["touched"]]
            await tx.people.add_entries(account.id, entries)
            await tx.accounts.add_deed(
                made.deed(
                    account, EntriesAdded(entries=tuple(e.id for e in entries), contacts=(contact.id,)), names=()
                )
            )
            if of["about"]:
                await tx.people.add_entries(account.id, [made.favour(contact, Direction.GOT, on=date(2026, 1, 1))])
                await tx.reminders.add([made.reminder(account, contact_id=contact.id), made.reminder(account)])
                await tx.asks.save(made.ask(contact))
                await tx.promises.save(made.promise(contact))
                await tx.accounts.add_deed(made.deed(account, ContactChanged(before=contact)))
        await tx.accounts.ask(made.question(account))
        for key in side.keys:
            await tx.accounts.take_request(account.id, key, NOW)
            await tx.deliveries.add([made.delivery(account, key=key)])
        await tx.digests.add_digests([made.digest(account, *people[: side.picks])])
        await tx.imports.add(brought := made.staged(account))
        await tx.imports.note_changes(brought.id, [(each, each) for each in people[:2]])
        await tx.events.add([made.event(account, origin="linkedin:breakfast"), made.event(account)])
        await tx.targets.add(Target(account_id=account.id, company="IBM", added_at=NOW))
        await tx.apart.note(account.id, [(one.id, other.id) for one, other in pairwise(people)])
    return account


def _contact(account: Account, of: dict[str, Any]) -> Contact:
    touched = min(of["touched"], default=None)
    last = date(2026, 1, 1) if of["about"] else None
    until = TODAY + timedelta(days=of["paused"]) if of["paused"] else None
    contact = made.contact(
        account,
        of["name"],
        handles=tuple(Handle(kind="email", value=mail) for mail in of["mails"]),
        tags=tuple(of["tags"]),
        notes=of["notes"],
        company=of["company"],
        dates=(Anniversary(label="birthday", on=PartialDate(month=of["born"], day=1)),) if of["born"] else (),
        keep=of["keep"],
        cadence=Cadence(count=2, unit=Unit.WEEK) if of["keep"] is Keep.OWN else None,
        cadence_since=date(2026, 2, 2),
        status=of["status"],
        paused_until=until if of["status"] is Status.PAUSED else None,
        last_touch_on=last if touched is None else TODAY - timedelta(days=touched),
    )
    return settled(contact, account)


async def rows(store: Any) -> dict[str, list[Any]]:
    """Every row of every table, by its key; without when something is next due about an event, which is derived."""
    derived = {events.c.planned_at, events.c.next_at}
    async with store._database.read() as connection:
        return {
            each.name: [
                tuple(row)
                for row in await connection.rows(
                    select(*(column for column in each.c if column not in derived)).order_by(
                        *each.primary_key.columns
                    )
                )
            ]
            for each in metadata.sorted_tables
        }
