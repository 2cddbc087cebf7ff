"""Cities, by which somebody says what time it is for them."""

import asyncio

from core.chat.command import Context, Suggestion
from core.chat.errors import Refusal
from core.chat.parsing.zones.zones import find_zones


async def cities(_ctx: Context, typed: str) -> list[Suggestion]:
    """The cities that may be meant; none where nothing is typed."""
    if not typed.strip():
        return []
    try:
        zones = await asyncio.to_thread(find_zones, typed)  # the first search reads all cities
    except Refusal:
        return []
    return [Suggestion(zone.name, zone.label) for zone in zones]
