"""README.txt: what the files of an export are, and what to do with them."""

from datetime import datetime

from core.chat.holdings import counted
from core.chat.reply import Listing, Span, lines, say
from core.chat.words import _
from core.facts.exports import Holdings


def read_me(held: Holdings, now: datetime) -> Span:
    """`held` is all that there is in them."""
    return lines(
        say(_("Your network, taken out of Reachwell on {day}:"), day=now.date()),
        Listing(counted(held)),
        "",
        say(
            _("reachwell.json: everything, with your settings. Sent to me where I know nobody, it brings it back.")
        ),
        say(_("contacts.vcf: your people as cards, for the address book of a phone or a mail program.")),
        say(_("contacts.csv, touches.csv, favours.csv: tables, for Excel and other spreadsheets.")),
        say(_("events.ics: your events, for any calendar.")) if held.events else None,
        "",
        say(
            _(
                "In the tables a ' stands before whatever a spreadsheet would take for a formula: "
                "before a phone number that begins with +, for example."
            )
        ),
        say(_("Keep these files safe: they hold what you have noted about others.")),
        "",
    )
