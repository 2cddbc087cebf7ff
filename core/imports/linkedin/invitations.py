"""LinkedIn's Invitations.csv: who asked whom; and, on the way, which profile is the owner's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.facts.imports import Found
from core.facts.people import Handle
from core.imports.linkedin.cells import days_of, profile, rows, text
from core.imports.linkedin.circle import Circle
from core.imports.linkedin.owner import Owner
from core.imports.reading.source import Piece, Reading

INVITED = "LinkedIn, you invited them"
INVITED_BY = "LinkedIn, they invited you"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One of them, in either direction."""

    name: str  # of the other one
    profile: Handle | None
    on: date | None
    by_owner: bool
    where: str
    line: int


def read(piece: Piece, reading: Reading, owner: Owner) -> list[Invitation]:
    """All of them. What was written with one is not looked at."""
    columns = ("from", "to", "sentat", "direction")
    day = days_of(piece, reading, "sentat", *columns)
    found = []
    for row in rows(piece, reading, *columns):
        inviter = text(row.cells["from"]), profile(row.cells.get("inviterprofileurl", ""))
        invitee = text(row.cells["to"]), profile(row.cells.get("inviteeprofileurl", ""))
        match row.cells["direction"].strip().upper():
            case "OUTGOING":
                own, (name, address) = inviter, invitee
            case "INCOMING":
                own, (name, address) = invitee, inviter
            case _:
                continue
        owner.note(*own)
        if name or address:
            found.append(
                Invitation(
                    name=name,
                    profile=address,
                    on=day(row.cells["sentat"]),
                    by_owner=own is inviter,
                    where=piece.path,
                    line=row.line,
                )
            )
    return found


def how_met(invitations: Iterable[Invitation], circle: Circle) -> Mapping[str, str]:
    """Of every connection that came of an invitation, by their origins: who asked."""
    found: dict[str, str] = {}
    for each in _in_order(invitations):
        member = circle.find(each.name, each.profile)
        if member and circle.is_connected(member):
            found.update(dict.fromkeys(member.keys, INVITED if each.by_owner else INVITED_BY))
    return found


def tell(invitations: Iterable[Invitation], circle: Circle, reading: Reading) -> None:
    """Who asked, where the connections are not among the files: it adds to whoever is known already.

    Nobody is a contact for an invitation that may never have been accepted.
    """
    for each in _in_order(invitations):
        if member := circle.find(each.name, each.profile):
            how = INVITED if each.by_owner else INVITED_BY
            reading.found(
                Found(
                    name=each.name,
                    where=each.where,
                    line=each.line,
                    origins=member.origins,
                    sure=False,
                    how_met=how,
                    handles=member.handles,
                )
            )


def _in_order(invitations: Iterable[Invitation]) -> list[Invitation]:
    return sorted(invitations, key=lambda each: each.on or date.min)
