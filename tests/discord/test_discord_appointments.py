"""A server's own events: made with ours, moved and called off with them; and what Discord has to say to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.delivery.sending import Appointment, Gone, Rejected, Uncertain, Unreachable, Wait
from tests.discord.serving import SmallApp, serving
from tests.discord.test_discord_posts import group_of
from tests.fakes.discord_events import ACTIVE, CANCELED, COMPLETED
from tests.fakes.discord_permissions import CREATE_EVENTS
from tests.fakes.discord_trouble import Trouble

LIST = "GET /guilds/{guild_id}/scheduled-events"
MAKE = "POST /guilds/{guild_id}/scheduled-events"
CHANGE = "PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}"
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
BREAKFAST = Appointment(
    title="Kiwanis breakfast",
    notes="Bring a friend",
    place="Brampton Hall",
    starts_at=NOW + timedelta(days=1),
    ends_at=NOW + timedelta(days=1, hours=2),
)


@pytest.fixture(autouse=True)
def time(fake):
    """Discord's clock, which a test moves."""

    def moves(**span: float) -> None:
        at = fake.now() + timedelta(**span)
        fake.now = lambda: at

    fake.now = lambda: NOW
    return moves


@pytest.fixture
def appoint(bot, club):
    async def appointed(appointment: Appointment = BREAKFAST, existing: str = "") -> str:
        return await bot.sender.appoint(group_of(club.channel), appointment, existing)

    return appointed


async def test_it_is_made_moved_and_called_off(appoint, fake, club):
    made = await appoint()
    [event] = fake.events.of(club)
    assert (str(event.id), event.name, event.description, event.location) == (
        made,
        "Kiwanis breakfast",
        "Bring a friend",
        "Brampton Hall",
    )
    later = Appointment(
        title="Breakfast", notes="", place="", starts_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=3)
    )
    assert await appoint(later, made) == made
    [event] = fake.events.of(club)
    assert (event.name, event.description, event.location, event.starts_at) == (
        "Breakfast",
        "",
        "—",
        later.starts_at,
    )
    assert await appoint(replace(later, cancelled=True), made) == made
    assert fake.events.of(club) == []


async def test_long_titles_and_bare_ends(appoint, fake, club):
    long = replace(BREAKFAST, title="x" * 300, notes="n" * 3000, place="p" * 300)
    await appoint(replace(long, ends_at=long.starts_at))
    assert len(fake.events.of(club)) == 1


async def test_what_was_called_off_before_it_was_made_is_not_made(appoint, fake):
    assert await appoint(replace(BREAKFAST, cancelled=True)) == ""
    assert fake.sent(MAKE) == []


async def test_what_has_begun_is_not_made(appoint, fake, club, time):
    time(days=1, minutes=1)
    assert await appoint() == ""
    assert fake.events.of(club) == []


async def test_under_way_its_beginning_stays_and_the_rest_changes(appoint, fake, club, time):
    made = await appoint()
    time(days=1, hours=1)
    assert await appoint(replace(BREAKFAST, place="Room 2"), made) == made
    [event] = fake.events.of(club)
    assert (event.location, event.status) == ("Room 2", ACTIVE)
    assert await appoint(replace(BREAKFAST, ends_at=NOW + timedelta(hours=1), notes="Over early"), made) == made


async def test_called_off_under_way_it_ends(appoint, fake, club, time):
    made = await appoint()
    time(days=1, hours=1)
    await appoint(replace(BREAKFAST, cancelled=True), made)
    assert fake.events.of(club) == []
    assert [payload["status"] for payload in fake.sent(CHANGE)] == [CANCELED, COMPLETED]


async def test_what_is_over_stays_as_it_is(appoint, time):
    made = await appoint()
    time(days=2)
    assert await appoint(replace(BREAKFAST, place="Room 2"), made) == made
    assert await appoint(replace(BREAKFAST, cancelled=True), made) == made


async def test_deleted_by_hand_it_is_gone(appoint, fake, club):
    made = await appoint()
    fake.events.remove(fake.events.of(club)[0])
    with pytest.raises(Gone):
        await appoint(BREAKFAST, made)
    with pytest.raises(Gone):
        await appoint(replace(BREAKFAST, cancelled=True), made)


async def test_where_it_is_not_allowed_there_is_none(appoint, club):
    made = await appoint()
    club.bot_may &= ~CREATE_EVENTS
    assert await appoint(replace(BREAKFAST, title="Other")) == ""
    assert await appoint(BREAKFAST, made) == ""


async def test_a_server_takes_a_hundred(appoint, fake, club):
    await appoint(replace(BREAKFAST, title="The first"))
    for _number in range(99):
        fake.events.create(club, fake.sent(MAKE)[0])
    assert await appoint() == ""


async def test_a_server_that_it_had_to_leave(appoint, fake, club):
    fake.bot_leaves(club)
    with pytest.raises(Unreachable):
        await appoint()


async def test_one_of_which_nobody_heard_is_found_again(fake, club):
    async with serving(SmallApp(), fake) as bot:
        fake.next(MAKE, Trouble(carried_out=True))
        with pytest.raises(Uncertain):
            await bot.sender.appoint(group_of(club.channel), BREAKFAST, "")
    async with serving(SmallApp(), fake) as bot:
        made = await bot.sender.appoint(group_of(club.channel), BREAKFAST, "")
    [event] = fake.events.of(club)
    assert str(event.id) == made


@pytest.mark.parametrize(("trouble", "error"), [(Trouble(retry_after=9), Wait), (Trouble(code=50035), Rejected)])
async def test_other_refusals_are_the_world_s(appoint, fake, trouble, error):
    fake.next(MAKE, trouble)
    with pytest.raises(error):
        await appoint()
    fake.next(CHANGE, trouble)
    with pytest.raises(error):
        await appoint(BREAKFAST, await appoint())
