"""Asks Discord who we are: whether it can be reached, and knows the token."""

from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bots.host.telegram import Silent, WrongToken

_DISCORD = "https://discord.com/api/v10"  # as in discord.py, which takes a while to load
_AGENT = "DiscordBot (https://github.com/Rapptz/discord.py, 2.7) reachwell"  # without one of these it refuses
_PATIENCE = ClientTimeout(total=10)


@dataclass(frozen=True, slots=True)
class Known:
    """Who we are to Discord."""

    username: str
    invite: str  # where a server's owner, or anybody for themselves, installs the bot
    has_endpoint: bool  # an address of the portal's, to which it sends interactions instead of to us


async def ask_who_we_are(token: str, api_url: str | None) -> Known:
    """Raises WrongToken or Silent. `api_url` None: Discord's own."""
    headers = {"Authorization": f"Bot {token}", "User-Agent": _AGENT}
    try:
        async with ClientSession(timeout=_PATIENCE, headers=headers) as session:
            us = await _get(session, f"{api_url or _DISCORD}/users/@me")
            application = await _get(session, f"{api_url or _DISCORD}/oauth2/applications/@me")
    except (ClientError, TimeoutError, OSError):
        raise Silent("its server cannot be reached from this machine") from None
    try:
        return Known(
            username=str(us["username"]),
            invite=f"https://discord.com/oauth2/authorize?client_id={int(application['id'])}",
            has_endpoint=bool(application.get("interactions_endpoint_url")),
        )
    except (KeyError, ValueError):
        raise Silent("its server answers something that is not Discord's") from None


async def _get(session: ClientSession, url: str) -> dict[str, Any]:
    async with session.get(url, allow_redirects=False) as response:
        if response.status == 401:
            raise WrongToken
        try:
            answer = await response.json(content_type=None)
        except ValueError:
            answer = None
        if response.status != 200 or not isinstance(answer, dict):
            raise Silent(f"its server has trouble of its own (status {response.status})")
        return answer
