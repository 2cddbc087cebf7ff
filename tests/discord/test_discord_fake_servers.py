"""The fake itself: servers with permissions, their own events and pins, as strict as Discord's."""

import pytest

from tests.discord.bare_bot import call
from tests.fakes.discord_permissions import EMBED, PIN, SEE, SEND
from tests.fakes.discord_trouble import MESSAGE

MAKE = "POST /guilds/{guild_id}/scheduled-events"
CHANGE = "PATCH /guilds/{guild_id}/scheduled-events/{event_id}"
PINNED = "PUT /channels/{channel_id}/messages/pins/{message_id}"
EVENT = {
    "name": "Breakfast",
    "entity_type": 3,
    "privacy_level": 2,
    "entity_metadata": {"location": "Brampton Hall"},
    "scheduled_start_time": "2029-01-01T09:00:00+00:00",
    "scheduled_end_time": "2029-01-01T10:00:00+00:00",
}
SAID = {"embeds": [{"description": "x"}], "allowed_mentions": {"parse": []}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"description": "x" * 1001},
        {"entity_metadata": {"location": " "}},
        {"scheduled_end_time": "2029-01-01T09:00:00+00:00"},
        {"scheduled_end_time": None},
        {"entity_type": 2},
        {"privacy_level": 1},
    ],
)
async def test_events_that_no_bot_should_make(fake, club, wrong):
    status, answer = await call(fake, MAKE, {**EVENT, **wrong}, guild_id=club.id)
    assert (status, answer["code"]) == (400, 50035)
    assert fake.violations
    fake.violations.clear()


@pytest.mark.parametrize("year", ["2020", "2099"])
async def test_what_is_too_late_is_refused_but_no_mistake(fake, club, year):
    times = {name: EVENT[name].replace("2029", year) for name in EVENT if name.startswith("scheduled")}
    status, answer = await call(fake, MAKE, {**EVENT, **times}, guild_id=club.id)
    assert (status, [*answer["errors"]]) == (400, ["scheduled_start_time"])


async def test_what_is_over_and_what_there_is_not(fake, club):
    _status, made = await call(fake, MAKE, EVENT, guild_id=club.id)
    status, answer = await call(fake, CHANGE, {"status": 3}, guild_id=club.id, event_id=made["id"])
    assert (status, [*answer["errors"]]) == (400, ["status"])
    assert (await call(fake, CHANGE, {"status": 4}, guild_id=club.id, event_id=made["id"]))[0] == 200
    _status, answer = await call(fake, CHANGE, {"name": "y"}, guild_id=club.id, event_id=made["id"])
    assert answer["code"] == 180000
    _status, answer = await call(fake, CHANGE, {"name": "y"}, guild_id=club.id, event_id="1")
    assert answer["code"] == 10070


@pytest.mark.parametrize(("missing", "code"), [(SEE, 50001), (SEND, 50013), (EMBED, 50013)])
async def test_what_it_may_not(fake, club, missing, code):
    club.channel.bot_may_not = missing
    _status, answer = await call(fake, MESSAGE, SAID, channel_id=club.channel.id)
    assert answer["code"] == code


async def test_pins(fake, club):
    _status, message = await call(fake, MESSAGE, SAID, channel_id=club.channel.id)
    names = {"channel_id": club.channel.id, "message_id": message["id"]}
    assert (await call(fake, PINNED, **names))[0] == 204
    assert [post.pinned for post in club.channel.posts] == [True]
    club.channel.bot_may_not = PIN
    assert (await call(fake, PINNED, **names))[0] == 403


async def test_a_picture_without_its_file(fake, club):
    lost = {**SAID, "embeds": [{"image": {"url": "attachment://picture.png"}}]}
    status, _answer = await call(fake, MESSAGE, lost, channel_id=club.channel.id)
    assert status == 400
    assert "picture.png" in fake.violations.pop()
