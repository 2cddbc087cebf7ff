"""A server's own events (Scheduled Events): made, changed and called off with ours. Recurrence stays ours alone."""

from datetime import datetime, timedelta
from typing import Any

import discord

from bots.discord.trouble import (
    is_malformed,
    is_not_allowed,
    is_over,
    is_too_many_events,
    sorted_in_server,
)
from bots.shown import label, sound, visible
from core.delivery.sending import Appointment, DeliveryError, Rejected, Unreachable

MAX_TITLE = 100  # and of a place
MAX_NOTES = 1000
_ELSEWHERE, _MEMBERS_ONLY = 3, 2  # an event that is in no channel of the server; who sees it: there is nothing else
_UNDER_WAY, _ENDED, _CALLED_OFF = 2, 3, 4
_BEGINS, _ENDS = "scheduled_start_time", "scheduled_end_time"
_SHORTEST = timedelta(minutes=1)


async def appoint(client: discord.Client, server_id: int, appointment: Appointment, existing: str) -> str:
    """See core.delivery.sending.Sender. What has begun is for Discord to say: it knows no beginning in the past.

    One that is over there, or was called off by hand, stays as it is.
    """
    try:
        if not existing:
            return "" if appointment.cancelled else await _made(client, server_id, appointment)
        if appointment.cancelled:
            await _call_off(client, server_id, existing)
        else:
            await _change(client, server_id, existing, appointment)
    except DeliveryError as error:
        if is_over(error):
            return existing
        if is_too_many_events(error) or (isinstance(error, Unreachable) and is_not_allowed(error)):
            return ""
        raise
    return existing


async def _made(client: discord.Client, server_id: int, appointment: Appointment) -> str:
    """A new one; or that of before, where nobody heard that it had been made."""
    wanted = _described(appointment)
    with sorted_in_server():
        there = await client.http.get_scheduled_events(server_id, with_user_count=False)
    assert client.user is not None
    for each in there:
        if str(each.get("creator_id")) == str(client.user.id) and _is_same(dict(each), wanted):
            return str(each["id"])
    try:
        with sorted_in_server():
            made = await client.http.create_guild_scheduled_event(
                server_id, **wanted, privacy_level=_MEMBERS_ONLY, entity_type=_ELSEWHERE
            )
    except Rejected as error:
        if is_malformed(error, _BEGINS):  # it has begun, or is more than five years away
            return ""
        raise
    return str(made["id"])


async def _change(client: discord.Client, server_id: int, existing: str, appointment: Appointment) -> None:
    """All of it that Discord still lets be changed: not when it began, once it has; not when it ended."""
    wanted = _described(appointment)
    for passed in (_BEGINS, _ENDS, None):
        try:
            with sorted_in_server():
                await client.http.edit_scheduled_event(server_id, int(existing), **wanted)
            return
        except Rejected as error:
            if passed is None or not (is_malformed(error, _BEGINS) or is_malformed(error, _ENDS)):
                raise
            wanted.pop(passed)


async def _call_off(client: discord.Client, server_id: int, existing: str) -> None:
    """Call it off; one that is under way can only be ended."""
    try:
        with sorted_in_server():
            await client.http.edit_scheduled_event(server_id, int(existing), status=_CALLED_OFF)
    except Rejected as error:
        if not is_malformed(error, "status"):
            raise
        with sorted_in_server():
            await client.http.edit_scheduled_event(server_id, int(existing), status=_ENDED)


def _described(appointment: Appointment) -> dict[str, Any]:
    """As Discord takes it: a place it must have, and an end after the beginning."""
    ends_at = max(appointment.ends_at, appointment.starts_at + _SHORTEST)
    notes = sound(appointment.notes).strip()
    return {
        "name": label(appointment.title, MAX_TITLE),
        "description": notes[:MAX_NOTES] if visible(notes) else None,
        "entity_metadata": {"location": label(appointment.place, MAX_TITLE) if appointment.place else "—"},
        _BEGINS: appointment.starts_at.isoformat(),
        _ENDS: ends_at.isoformat(),
    }


def _is_same(there: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return (
        there.get("status") in (1, _UNDER_WAY)
        and there.get("name") == wanted["name"]
        and (there.get("entity_metadata") or {}).get("location") == wanted["entity_metadata"]["location"]
        and datetime.fromisoformat(there[_BEGINS]) == datetime.fromisoformat(wanted[_BEGINS])
    )
