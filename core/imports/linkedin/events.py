"""LinkedIn's Events.csv: events that the owner has signed up for."""

from core.chat.parsing.people.links import read_link
from core.chat.words import _
from core.facts.events import FoundEvent, Rsvp
from core.facts.keys import fold
from core.imports.linkedin.cells import UNDATED, rows, text
from core.imports.reading.days import span
from core.imports.reading.source import Piece, Reading

UNTITLED = _("The event there has no name.")
_ANSWERS = {
    **dict.fromkeys(("DECLINED", "REJECTED", "CANCELLED", "CANCELED", "WITHDRAWN", "NOT_ATTENDING"), Rsvp.NO),
    **dict.fromkeys(("INVITED", "PENDING", "REQUESTED"), Rsvp.INVITED),
    **dict.fromkeys(("INTERESTED", "MAYBE", "TENTATIVE"), Rsvp.MAYBE),
}


def read(piece: Piece, reading: Reading) -> None:
    """What is in it. Its times have no zone: they are taken as the owner's."""
    for row in rows(piece, reading, "eventname", "eventtime"):
        title, when = text(row.cells["eventname"]), span(row.cells["eventtime"])
        if not title or when is None:
            if any(map(text, row.cells.values())):
                reading.skip(piece.path, row.line, UNDATED if title else UNTITLED)
            continue
        begin, end = when
        link = read_link(row.cells.get("externalurl", "").strip())
        status = row.cells.get("status", "").strip().upper()
        reading.events.append(
            FoundEvent(
                origin=f"linkedin:event:{fold(title)}|{begin.on}",
                title=title,
                on=begin.on,
                timezone=reading.zone.key,
                at=begin.at,
                until_on=end.on if end else None,
                until_at=end.at if end else None,
                url=link.value if link else "",
                rsvp=_ANSWERS.get(status, Rsvp.GOING),
            )
        )
