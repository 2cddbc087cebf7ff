"""The wrong file: what is the matter with it, in words, and what to send instead."""

from core.chat.errors import Refusal
from core.chat.reply import Said, Span, lines, say
from core.chat.words import _

EXPORT_PAGE = "https://www.linkedin.com/mypreferences/d/download-my-data"

MEGABYTE = 1024 * 1024


class WrongFile(Refusal):
    """Nothing in it that Reachwell can read. Its text says what it is and what to send instead."""


def wrong(matter: Span, instead: Span | None = None) -> WrongFile:
    """`matter` says what is wrong; `instead` what to send, by default what can be read."""
    return WrongFile(lines(matter, instead or what_i_read()))


def that_is(what: str, instead: Span | None = None) -> WrongFile:
    """`what` is a message of the catalogue that fits after "That is"."""
    return wrong(say(_("That is {what}."), what=say(what)), instead)


def too_large(size: int, limit: int, instead: Span | None = None) -> WrongFile:
    """`size` and `limit` in bytes."""
    matter = say(
        _("That file has {size} MB, and I can take {limit} MB at most."),
        size=max(round(size / MEGABYTE), limit // MEGABYTE + 1),
        limit=limit // MEGABYTE,
    )
    return wrong(matter, instead or just_the_small_ones())


def damaged() -> WrongFile:
    """What is torn, or is not what its beginning says."""
    return wrong(say(_("That file is damaged, or it breaks off in the middle.")), send_again())


def what_i_read() -> Said:
    """What can be sent, in a breath."""
    return say(
        _(
            "I read exports, contact cards (vCard), calendars (ICS) and tables (CSV): /import shows from where, "
            "and how to get them."
        )
    )


def send_again() -> Said:
    return say(_("Please download it once more, and send me that."))


def just_the_small_ones() -> Said:
    return say(_("Please unpack it, and send me only the files with people: contacts, friends or messages."))


def how_to_get_it() -> Said:
    """One sentence; the path through LinkedIn's pages as it is at the end of 2026."""
    return say(
        _(
            "On LinkedIn: Settings & Privacy → Data privacy → Get a copy of your data → Connections. "
            "The file comes by mail, often within minutes."
        )
    )
