"""What the platforms are called."""

from core.chat.reply import Span, say
from core.chat.words import _
from core.facts.account import Identity

_PLATFORMS = {"telegram": "Telegram", "discord": "Discord", "terminal": _("this terminal")}


def platform_name(platform: str) -> Span:
    return say(_PLATFORMS.get(platform, "{name}"), name=platform.capitalize())


def chat_account(identity: Identity) -> Span:
    """A chat account as its owner knows it: "Ada on Telegram"."""
    if not identity.name:
        return platform_name(identity.platform)
    return say(_("{name} on {platform}"), name=identity.name, platform=platform_name(identity.platform))
