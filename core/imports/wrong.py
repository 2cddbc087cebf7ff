"""The wrong file: what is the matter with it, in words, and what to send instead."""

from core.chat.errors import Refusal
from core.chat.reply import Said, Span, lines, say
from core.chat.words import _

EXPORT_PAGE = "https://www.linkedin.com/mypreferences/d/download-my-data"

MEGABYTE = 1024 * 1024


class WrongFile(Refusal):
    """Not a list of people that Reachwell can read. Its text says what it is and what to send instead."""


def wrong(matter: Span, instead: Span | None = None) -> WrongFile:
    """`matter` says what is wrong; `instead` what to send, by default what can be read and how to get it."""
    return WrongFile(lines(matter, instead or send_connections()))


def that_is(what: str) -> WrongFile:
    """`what` is a message of the catalogue that fits after "That is"."""
    return wrong(say(_("That is {what}."), what=say(what)))


def too_large(size: int, limit: int) -> WrongFile:
    """`size` and `limit` in bytes."""
    matter = say(
        _("That file has {size} MB, and I can take {limit} MB at most."),
        size=max(round(size / MEGABYTE), limit // MEGABYTE + 1),
        limit=limit // MEGABYTE,
    )
    return wrong(matter, just_connections())


def send_connections() -> Span:
    """Which file is wanted, and how to get it."""
    return lines(
        say(_("What I can read is LinkedIn's Connections.csv, or the ZIP that holds it.")),
        how_to_get_it(),
    )


def just_connections() -> Said:
    return say(_("Connections.csv is small: please unpack LinkedIn's ZIP, and give me just that file."))


def how_to_get_it() -> Said:
    """One sentence; the path through LinkedIn's pages as it is at the end of 2026."""
    return say(
        _(
            "On LinkedIn: Settings & Privacy → Data privacy → Get a copy of your data → Connections. "
            "The file comes by mail, often within minutes."
        )
    )
