"""Somebody who speaks where Reachwell may answer, but takes no messages from it: how that is said to them."""

from core.chat.reply import Button, Reply, Row, Span, action, lines, say
from core.chat.words import _

REACH_AGAIN = "reach-again"
TRY_AGAIN: Row = (Button(say(_("Try again")), action(REACH_AGAIN)),)


def how_to_open() -> Span:
    """What they can do about it."""
    return say(
        _(
            "To open them: in a server where we both are, its Privacy Settings, then Direct Messages. "
            "Or just write to me in private."
        )
    )


def closed_to_me() -> Reply:
    """That nothing arrives that Reachwell sends by itself, said once."""
    return Reply(
        text=lines(
            say(_("One more thing: your direct messages are closed to me, so no digest and no reminder arrives.")),
            how_to_open(),
        ),
        rows=(TRY_AGAIN,),
    )
