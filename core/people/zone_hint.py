"""A word to those who want to be reminded and have not said where they are."""

from core.chat.command import Context
from core.chat.reply import Span, say
from core.chat.words import _


def zone_hint(ctx: Context) -> Span | None:
    """What is missing before the morning digest can come; None when nothing is."""
    if ctx.account.timezone is not None:
        return None
    return say(_("I don't know yet when morning is for you: tell me your city, /settings zone Toronto."))
