"""What becomes of an event is told to those who have a copy of it: once, and where it stands then."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.events import keeping, making
from core.events.news import news_of
from core.facts.account import Account
from core.facts.delivery import Kind, State
from core.facts.events import Event, Rsvp, Terms
from core.facts.ids import EventId, new_id
from core.reminders.missed import missed_by
from core.store import Store
from tests.conftest import Clock
from tests.linking.chats import Chat, World
from tests.storage import made

SUNDAY = date(2027, 3, 14)  # at two in the morning the clocks in Toronto go forward
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _clear(texts: list[str]) -> list[str]:
    return [text.replace("\u202f", " ") for text in texts]


async def account_of(chat: Chat) -> Account:
    async with chat.world.store.read() as tx:
        found = await tx.accounts.of(chat.actor.platform, chat.actor.external_id)
        assert found is not None
        return found[1]


async def invited(world: World, **fields) -> tuple[Chat, Chat, Event]:
    """Ada's event, of which Ben has a copy."""
    ada, ben = (world.chat(name, "telegram", "America/Toronto") for name in ("Ada", "Ben"))
    for each in (ada, ben):
        await each.says("/start")
        await each.says("/settings days Mon")
    owner, guest = await account_of(ada), await account_of(ben)
    event = made.event(owner, timezone="America/Toronto", terms=Terms(organiser=owner.id), **fields)
    async with world.store.write() as tx:
        [event] = await keeping.keep(tx, [event], owner, world.clock())
        copy = replace(event, id=EventId(new_id()), account_id=guest.id, origin=f"shared:{event.id}", terms=None)
        await keeping.keep(tx, [replace(copy, shared_id=event.id)], guest, world.clock())
    return ada, ben, event


async def moved(chat: Chat, event: Event, **fields) -> Event:
    async with chat.world.store.write() as tx:
        [event] = await keeping.keep(tx, [replace(event, **fields)], await account_of(chat), chat.world.clock())
    return event


async def test_moved_twice_in_an_hour_over_a_clock_change(store: Store, clock: Clock) -> None:
    clock.now = datetime(2027, 3, 12, 15, tzinfo=UTC)
    world = World(store, clock)
    ada, ben, event = await invited(world, title="Walk", on=SUNDAY, at=time(1, 30))
    event = await moved(ada, event, at=time(9))
    await world.skip(minutes=20)
    event = await moved(ada, event, at=time(2, 30))  # a time that there is not: it is an hour later
    assert event.sequence == 2
    await world.skip(days=3)
    heard = _clear([text for text in ben.got if "Walk" in text])
    assert heard[0] == "📅 Walk has changed. It is now:\nSun, Mar 14, 3:30 AM"
    assert [text.splitlines()[0] for text in heard[1:3]] == [
        "🗓 Tomorrow at 3:30 AM: Walk",
        "🗓 Today at 3:30 AM: Walk",
    ]
    assert "Whom did you meet at Walk?" in heard[3]
    assert len(heard) == 4


async def test_called_off_is_told_and_nothing_else_comes(store: Store, clock: Clock) -> None:
    world = World(store, clock)
    ada, ben, event = await invited(world, title="Walk", on=date(2026, 11, 25), at=time(18))
    await moved(ada, event, cancelled=True)
    await world.skip(days=4)
    heard = _clear([text for text in ben.got if "Walk" in text])
    assert heard == ["❌ Called off: Walk\nIt was to be Wed, Nov 25, 6:00 PM."]


async def test_news_wake_nobody_unless_it_were_too_late_then(store: Store, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 24, 4, tzinfo=UTC)  # eleven in the evening
    world = World(store, clock)
    ada, ben, event = await invited(world, title="Walk", on=date(2026, 11, 24), at=time(6))
    _ada, _ben, later = await invited(world, title="Run", on=date(2026, 11, 24), at=time(12))
    await ben.says("/settings quiet 22:00-7:00")
    await moved(ada, event, place="City Hall")
    await moved(ada, later, place="City Hall")
    await world.skip(hours=3)
    assert [text.splitlines()[0] for text in ben.got if "changed" in text] == ["📅 Walk has changed. It is now:"]
    await world.skip(hours=6)
    assert any("Run has changed" in text for text in ben.got)


async def test_what_others_have_answered_is_called_off_before_it_goes(store: Store, clock: Clock) -> None:
    world = World(store, clock)
    ada, ben, event = await invited(world, title="Walk", on=date(2026, 11, 30), at=time(18))
    assert "Called off" in await ada.press(f"v1:evdel:{event.id}")
    await world.skip(hours=2)
    assert "❌ Called off: Walk" in ben.got[-1]
    assert "Taken back" in await ada.presses("Undo")
    await world.skip(hours=2)
    assert "📅 Walk takes place after all:" in ben.got[-1]
    await ada.press(f"v1:evdel:{event.id}")
    assert "Deleted: Walk" in await ada.press(f"v1:evdel:{event.id}")
    assert "No events yet" in await ada.says("/events")
    assert "(called off)" in await ben.says("/events")


async def test_called_off_and_on_again_in_an_hour_is_not_told_as_a_change(store: Store, clock: Clock) -> None:
    world = World(store, clock)
    ada, ben, event = await invited(world, title="Walk", on=date(2026, 11, 25), at=time(18))
    event = await moved(ada, event, cancelled=True)
    await moved(ada, event, cancelled=False)
    await world.skip(hours=2)
    assert _clear([text for text in ben.got if "Walk" in text]) == [
        "📅 Walk takes place after all:\nWed, Nov 25, 6:00 PM"
    ]


@pytest.mark.parametrize("rsvp", [Rsvp.NO, Rsvp.INVITED])
async def test_whoever_does_not_come_hears_nothing(store: Store, clock: Clock, rsvp: Rsvp) -> None:
    world = World(store, clock)
    ada, ben, event = await invited(world, title="Walk", on=date(2026, 11, 25), at=time(18))
    async with store.write() as tx:
        [copy] = await tx.events.copies(event.id)
        await keeping.keep(tx, [replace(copy, rsvp=rsvp)], await account_of(ben), clock())
    await moved(ada, event, at=time(19))
    await world.skip(days=4)
    assert not any("Walk" in text for text in ben.got)
    async with store.read() as tx:
        [copy] = await tx.events.copies(event.id)
    assert copy.at == time(19)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"at": time(8)}, True),
        ({"place": "City Hall"}, True),
        ({"cancelled": True}, True),
        ({"title": "Big breakfast", "notes": "Bring cake", "url": "https://x.example"}, False),
        ({"at": time(8), "rsvp": Rsvp.NO}, False),
        ({}, False),
    ],
)
def test_what_matters(change, told):
    before = made.event(made.account(), at=time(7))
    assert (news_of(before, replace(before, **change), NOW) is not None) is told
    assert news_of(None, before, NOW) is None


def test_what_is_over_is_no_news():
    before = made.event(made.account(), on=date(2026, 11, 1))
    assert news_of(before, replace(before, place="City Hall"), NOW) is None


def test_the_nearer_it_is_the_sooner_it_is_told():
    far, near = (
        made.event(made.account(), on=date(2026, 11, day), at=time(12), timezone="UTC") for day in (30, 23)
    )
    waits = [news_of(each, replace(each, place="Hall"), NOW) for each in (far, near)]
    assert [each.due_at - NOW for each in waits if each] == [timedelta(hours=1), timedelta(minutes=7, seconds=30)]


async def test_what_was_missed_is_told(store: Store, clock: Clock) -> None:
    world = World(store, clock)
    ada = world.chat("Ada", "telegram", "America/Toronto")
    await ada.says("/start")
    await ada.says("/event Talk tomorrow 18:00 at the library")
    world.senders["telegram"].blocked.add(ada.address)
    await world.skip(days=2)
    world.senders["telegram"].blocked.clear()
    await ada.says("/status")
    await world.deliver()
    missed = next(text for text in _clear(ada.got) if "While I could not reach you" in text)
    assert "Tue, Nov 24, 6:00 PM: Talk, the library" in missed


async def test_a_missed_seat_is_told_as_ones_own_event(store: Store, clock: Clock) -> None:
    _ada, ben, event = await invited(World(store, clock), title="Talk", on=date(2026, 12, 1), at=time(18))
    guest = await account_of(ben)
    missed = made.delivery(guest, kind=Kind.SEAT, subject=event.id, state=State.SKIPPED, untold=True)
    async with store.write() as tx:
        await tx.deliveries.add([missed])
        [told] = (await missed_by(tx, [guest], clock())).values()
    assert len(told.lines) == 1
    assert told.ids == (missed.id,)


async def test_a_series_is_made_ahead_and_nothing_of_it_twice(store: Store, clock: Clock) -> None:
    chat = World(store, clock).chat("Ada", "telegram", "America/Toronto")
    await chat.says("/start")
    await chat.says("/event Breakfast every Tuesday 7:30")
    await chat.says("/event Standup every working day 9:00")
    owner = (await account_of(chat)).id

    async def coming() -> list[tuple[str, date]]:
        async with store.read() as tx:
            return [(each.title, each.on) for each in await tx.events.coming(owner, clock.now.date(), 500)]

    first = await coming()
    assert len([each for each in first if each[0] == "Breakfast"]) == 26
    assert len([each for each in first if each[0] == "Standup"]) == making.MOST
    assert await making.plan_series(store, clock()) == 0
    for _month in range(8):
        clock.advance(days=30)
        await making.plan_series(store, clock())
        there = await coming()
        assert len(set(there)) == len(there)
        for title in ("Breakfast", "Standup"):
            assert max(on for each, on in there if each == title) > clock.now.date() + timedelta(days=21)
        assert await making.plan_series(store, clock()) == 0
