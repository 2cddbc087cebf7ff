"""A word to those who want to be reminded and have not said where they are."""

from core.chat.command import Context
from core.chat.reply import Button, Row, Span, action, say
from core.chat.words import _


def zone_hint(ctx: Context) -> Span | None:
    """What is missing before the morning digest can come; None when nothing is."""
    if ctx.account.timezone is not None:
        return None
    return say(_("I don't know yet when morning is for you: tell me your city, /settings zone Toronto."))


def zone_button(ctx: Context, row: Row) -> tuple[Row, ...]:
    """The row, and below it the way to say where one is, while that is missing."""
    if ctx.account.timezone is not None:
        return (row,)
    return (row, (Button(say(_("My city…")), action("set", "zone")),))
