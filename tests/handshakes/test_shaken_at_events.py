"""Cards held out at an event: how the two met is known, on both sides."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from core.facts.account import Account
from core.facts.events import Event, Rsvp
from core.facts.ids import AccountId, EventId, new_id
from core.facts.people import Touch
from core.handshakes.codes import going_on, is_live, new_code
from tests.handshakes.chats import Chat, World, cards_of, code_of, event, share
from tests.storage.made import NOW


async def goes_to(chat: Chat, **fields: Any) -> Event:
    async with chat.world.store.write() as tx:
        known = await tx.accounts.of(chat.actor.platform, chat.actor.external_id)
        assert known is not None
        made = event(known[1].id, **fields)
        await tx.events.add([made])
    return made


async def touches_of(chat: Chat) -> list[Touch]:
    async with chat.world.store.read() as tx:
        known = await tx.accounts.of(chat.actor.platform, chat.actor.external_id)
        assert known is not None
        people = await tx.people.lately(known[1].id, 50)
        entries = await tx.people.entries_with(known[1].id, [each.id for each in people])
    return [each for each in entries if isinstance(each, Touch)]


async def test_where_they_met_is_the_event_of_whoever_held_the_card_out(ada: Chat, ben: Chat) -> None:
    breakfast = await goes_to(ada)
    assert "How you met will be: Kiwanis breakfast" in await ada.says("/card")
    await share(ada, ben)
    for chat in (ada, ben):
        [card] = await cards_of(chat)
        assert "Met: Kiwanis breakfast, Mon, Nov 23" in card
    [of_ada] = await touches_of(ada)
    [of_ben] = await touches_of(ben)
    assert (of_ada.event_id, of_ada.what) == (breakfast.id, "Kiwanis breakfast")
    assert of_ben.event_id is None


@pytest.mark.parametrize("same", ["copy of hers", "copies of one", "the same invitation"])
async def test_whoever_has_the_event_too_has_met_them_there(ada: Chat, ben: Chat, same: str) -> None:
    shared = EventId(new_id())
    if same == "copy of hers":
        breakfast = await goes_to(ada)
        copy = await goes_to(ben, origin=f"shared:{breakfast.id}", shared_id=breakfast.id)
    elif same == "copies of one":
        breakfast = await goes_to(ada, origin=f"shared:{shared}", shared_id=shared)
        copy = await goes_to(ben, origin=f"shared:{shared}", shared_id=shared)
    else:
        breakfast = await goes_to(ada, origin="calendar:1@meetup.example")
        copy = await goes_to(ben, origin="calendar:1@meetup.example")
    await share(ada, ben)
    [of_ada] = await touches_of(ada)
    [of_ben] = await touches_of(ben)
    assert (of_ada.event_id, of_ben.event_id) == (breakfast.id, copy.id)


async def test_a_code_is_its_event_s(ada: Chat, world: World) -> None:
    before = await code_of(ada)
    breakfast = await goes_to(ada)
    at_it = await code_of(ada)
    assert at_it != before
    assert await code_of(ada) == at_it
    async with world.store.write() as tx:
        await tx.events.change([replace(breakfast, cancelled=True)])
    assert await code_of(ada) == before


async def test_where_she_is_is_told_to_nobody_before_she_has_shared_or_not_at_all(
    ada: Chat, ben: Chat, world: World
) -> None:
    await goes_to(ada, title="Interview at IBM")
    assert "Interview" not in await ben.says(f"/card {await code_of(ada)}")
    assert "Interview" not in (await world.app.landing(await code_of(ada))).html
    said = await ada.presses("Leave the event out")
    assert "Interview" not in said
    await ben.says(f"/card {said.partition('/card ')[2][:11]}")
    await ben.presses("Share")
    await world.deliver()
    await ada.presses("Share")
    [card] = await cards_of(ben)
    assert "Interview" not in card


@pytest.mark.parametrize(
    ("minutes", "there"), [(-31, False), (-30, True), (0, True), (90, True), (90 + 180, True), (90 + 181, False)]
)
def test_people_come_early_and_stay(minutes: int, there: bool) -> None:
    breakfast = event(AccountId("a"))
    begins = datetime.fromisoformat("2026-11-23T08:30:00+00:00")
    assert (going_on([breakfast], begins + timedelta(minutes=minutes)) is not None) == there


def test_of_several_events_the_one_that_began_last_counts() -> None:
    fair = event(AccountId("a"), title="Fair", at=None, until_at=None)
    early, late = event(AccountId("a"), at=time(8)), event(AccountId("a"), at=time(9, 45))
    left = event(AccountId("a"), at=time(10), rsvp=Rsvp.NO)
    off = event(AccountId("a"), at=time(10), cancelled=True)
    assert going_on([fair, early, late, left, off], NOW) == late
    assert going_on([fair], NOW) == fair
    assert going_on([], NOW) is None


def test_its_code_is_good_until_the_morning_after() -> None:
    ada = Account(id=AccountId("a"), created_at=NOW, timezone="America/Toronto", digest_at=time(8, 30))
    party = event(ada.id, at=time(19), until_at=time(1), timezone="America/Toronto")
    made = new_code(ada, party, NOW)
    assert made.expires_at == datetime.fromisoformat("2026-11-25T08:30:00-05:00")
    assert is_live(made, made.expires_at - timedelta(seconds=1))
    assert not is_live(made, made.expires_at)
    assert new_code(ada, None, NOW).expires_at == NOW + timedelta(hours=24)
