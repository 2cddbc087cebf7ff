"""A server's own events in Discord: how they are made and changed, and that they begin and end by themselves.

Written after Discord's documentation of Guild Scheduled Events; only those that are in no channel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.discord_permissions import ADMINISTRATOR, CREATE_EVENTS, MANAGE_EVENTS
from tests.fakes.discord_places import Guild
from tests.fakes.discord_trouble import Malformed, Refused

if TYPE_CHECKING:
    from tests.fakes.discord import FakeDiscord

SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
MOST = 100  # to come, in a server
_EXTERNAL, _GUILD_ONLY = 3, 2
_MAY_FOLLOW = {SCHEDULED: (SCHEDULED, ACTIVE, CANCELED), ACTIVE: (ACTIVE, COMPLETED)}
_LONGEST = {"name": 100, "description": 1000}
_FARTHEST = timedelta(days=5 * 365)


@dataclass(kw_only=True, eq=False)
class ServerEvent:
    """An event as a server shows it."""

    id: int
    guild: Guild
    name: str
    description: str
    location: str
    starts_at: datetime
    ends_at: datetime
    status: int = SCHEDULED


class ServerEvents:
    """All of them. What is over is shown no more."""

    def __init__(self, fake: "FakeDiscord") -> None:
        self._fake = fake
        self._kept: dict[int, ServerEvent] = {}

    def of(self, guild: Guild) -> list[ServerEvent]:
        """What stands in a server: to come, or under way."""
        for each in self._kept.values():
            self._passes(each)
        return [each for each in self._kept.values() if each.guild is guild and each.status in (SCHEDULED, ACTIVE)]

    def remove(self, event: ServerEvent) -> None:
        """As by hand, in Discord."""
        del self._kept[event.id]

    def listed(self, guild: Guild) -> list[dict[str, Any]]:
        return [self._as_json(each) for each in self.of(guild)]

    def create(self, guild: Guild, payload: Mapping[str, Any]) -> dict[str, Any]:
        self._may_change(guild)
        if payload.get("entity_type") != _EXTERNAL or payload.get("privacy_level") != _GUILD_ONLY:
            raise Malformed(("entity_type", "This fake knows events of members at places only."))
        for field in ("name", "entity_metadata", "scheduled_start_time", "scheduled_end_time"):
            if not payload.get(field):
                raise Malformed((field, "This field is required"))
        self._check(payload)
        if len(self.of(guild)) >= MOST:
            raise Refused(30038)
        event = ServerEvent(
            id=self._fake.new_id(),
            guild=guild,
            name=payload["name"],
            description=payload.get("description") or "",
            location=payload["entity_metadata"]["location"],
            starts_at=datetime.fromisoformat(payload["scheduled_start_time"]),
            ends_at=datetime.fromisoformat(payload["scheduled_end_time"]),
        )
        self._check_times(event, begins=True)
        self._kept[event.id] = event
        return self._as_json(event)

    def change(self, guild: Guild, event_id: int, payload: Mapping[str, Any]) -> dict[str, Any]:
        self._may_change(guild)
        event = self._kept.get(event_id)
        if event is None or event.guild is not guild:
            raise Refused(10070)
        self._passes(event)
        if event.status in (COMPLETED, CANCELED):
            raise Refused(180000)
        self._check(payload)
        status = payload.get("status") or event.status
        if status not in _MAY_FOLLOW[event.status]:
            raise Refused(50035, ("status", "Invalid Guild Scheduled Event Status Update"))
        begins = "scheduled_start_time" in payload
        if begins and event.status == ACTIVE:
            raise Refused(50035, ("scheduled_start_time", "Cannot update start time of an active event."))
        after = ServerEvent(
            id=event.id,
            guild=guild,
            name=payload.get("name", event.name),
            description=payload.get("description", event.description) or "",
            location=payload.get("entity_metadata", {"location": event.location})["location"],
            starts_at=datetime.fromisoformat(payload.get("scheduled_start_time", event.starts_at.isoformat())),
            ends_at=datetime.fromisoformat(payload.get("scheduled_end_time", event.ends_at.isoformat())),
            status=status,
        )
        self._check_times(after, begins=begins)
        self._kept[event.id] = after
        return self._as_json(after)

    def _check(self, payload: Mapping[str, Any]) -> None:
        for field, most in _LONGEST.items():
            if len(payload.get(field) or "") > most:
                raise Malformed((field, f"Must be {most} or fewer in length."))
        location = (payload.get("entity_metadata") or {"location": "-"}).get("location") or ""
        if not 1 <= len(location) <= 100 or not location.strip():
            raise Malformed(("entity_metadata.location", "Must be between 1 and 100 in length."))
        if "name" in payload and not payload["name"].strip():
            raise Malformed(("name", "This field is required"))

    def _check_times(self, event: ServerEvent, *, begins: bool) -> None:
        """What is too late is not the bot's mistake: Discord's clock decides."""
        now = self._fake.now()
        if begins and event.starts_at <= now:
            raise Refused(50035, ("scheduled_start_time", "Cannot schedule event in the past."))
        if event.starts_at > now + _FARTHEST:
            raise Refused(50035, ("scheduled_start_time", "Cannot schedule event 5 or more years ahead."))
        if event.ends_at <= event.starts_at:
            raise Malformed(("scheduled_end_time", "Cannot schedule event to end before it starts."))
        if event.ends_at <= now and event.status == ACTIVE:
            raise Refused(50035, ("scheduled_end_time", "Cannot schedule event to end in the past."))

    def _may_change(self, guild: Guild) -> None:
        if not guild.bot_may & (ADMINISTRATOR | MANAGE_EVENTS | CREATE_EVENTS):
            raise Refused(50013)

    def _passes(self, event: ServerEvent) -> None:
        """They begin and end by themselves."""
        now = self._fake.now()
        if event.status == SCHEDULED and now >= event.starts_at:
            event.status = ACTIVE
        if event.status == ACTIVE and now >= event.ends_at:
            event.status = COMPLETED

    def _as_json(self, event: ServerEvent) -> dict[str, Any]:
        return {
            "id": str(event.id),
            "guild_id": str(event.guild.id),
            "channel_id": None,
            "creator_id": str(self._fake.application_id),
            "name": event.name,
            "description": event.description or None,
            "image": None,
            "scheduled_start_time": event.starts_at.isoformat(),
            "scheduled_end_time": event.ends_at.isoformat(),
            "privacy_level": _GUILD_ONLY,
            "status": event.status,
            "entity_type": _EXTERNAL,
            "entity_id": None,
            "entity_metadata": {"location": event.location},
            "recurrence_rule": None,
            "guild_scheduled_event_exceptions": [],
        }
