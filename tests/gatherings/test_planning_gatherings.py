"""The planner of gatherings: it brings everybody together, and overwrites nobody's answer."""

from dataclasses import replace
from datetime import timedelta

from core.events.moments import begins
from core.facts.account import Account, Identity
from core.facts.events import Attendee, Rsvp
from core.facts.ids import AccountId
from core.gatherings import planning
from core.gatherings.planning import plan_gatherings


async def test_all_who_swap_are_brought_together(club, announced):
    await announced("Breakfast Friday 7:30")
    event = await club.event_of(club.button("Going"))
    club.clock.now = begins(event) + timedelta(hours=1)
    now = club.clock()
    async with club.store.write() as tx:
        for number in range(65):
            account = Account(id=AccountId(f"goer{number:08d}"), created_at=now)
            where = f"x{number}"
            there = Identity(platform="telegram", external_id=where, address=where, account_id=account.id)
            await tx.accounts.add(account, there)
            goes = Attendee(event_id=event.id, account_id=account.id, name=where, rsvp=Rsvp.GOING, since=now)
            await tx.attendees.save([replace(goes, swaps=True, confirm_by=now)])
    pairs: set[frozenset[str]] = set()
    took: list[int] = []

    async def swap(tx, one, other, event, now) -> None:
        pairs.add(frozenset((one, other)))

    while looked := await plan_gatherings(club.store, now, swap):
        took.append(looked)
    assert len(pairs) == 65 * 64 // 2
    assert max(took) * 64 < planning.MOST + 64, "in portions: others are planned for, too"


async def test_an_answer_given_meanwhile_stays_whatever_goes_wrong(club, announced, monkeypatch):
    await announced("Breakfast Friday 7:30")
    await club.answers("Ben", "Going")
    action = club.button("Going")
    event = await club.event_of(action)
    async with club.store.write() as tx:
        (ben,) = [each for each in await tx.attendees.of(event.id) if each.name == "Ben"]
        await tx.attendees.save([replace(ben, confirm_by=club.clock())])

    async def stumbles(tx, late, now) -> None:
        raise ValueError("ours")

    monkeypatch.setattr(planning, "pass_on", stumbles)
    leave_alone = planning._leave_alone

    async def answered_meanwhile(store, one) -> None:
        await club.presses("Ben", action.replace("going", "no"))
        await leave_alone(store, one)

    monkeypatch.setattr(planning, "_leave_alone", answered_meanwhile)
    await club.app.plan()
    async with club.store.read() as tx:
        (after,) = [each for each in await tx.attendees.of(event.id) if each.name == "Ben"]
    assert (after.rsvp, after.confirm_by) == (Rsvp.NO, None)
