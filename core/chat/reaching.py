"""Somebody who speaks where Reachwell may answer, but takes no messages from it: how that is said to them."""

from collections.abc import Sequence

from core.chat.reply import Button, Reply, Row, Span, action, lines, say
from core.chat.words import _
from core.facts.account import Account, Identity

REACH_AGAIN = "reach-again"
TRY_AGAIN: Row = (Button(say(_("Try again")), action(REACH_AGAIN)),)


def delivered_to(account: Account, identities: Sequence[Identity]) -> str:
    """The platform on which they are reached instead; empty where there is none."""
    reachable = [each.platform for each in identities if each.reachable]
    return account.deliver_to if account.deliver_to in reachable else next(iter(reachable), "")


def how_to_open() -> Span:
    """What they can do about it."""
    return say(
        _(
            "To open them: in a server where we both are, its Privacy Settings, then Direct Messages; "
            "and press “Try again”. Or just write to me in private."
        )
    )


def closed_to_me(elsewhere: str = "") -> Reply:
    """That nothing arrives here that Reachwell sends by itself, said once. `elsewhere`: the platform it goes to."""
    closed = say(_("One more thing: your direct messages are closed to me, so no digest and no reminder arrives."))
    if elsewhere:
        closed = say(
            _("One more thing: your direct messages are closed to me here, so I write to you on {platform}."),
            platform=elsewhere.capitalize(),
        )
    return Reply(text=lines(closed, how_to_open()), rows=(TRY_AGAIN,))
