"""LinkedIn: which of an export's files is which, and how they are read together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.chat.words import _
from core.facts.imports import Passed
from core.imports.linkedin import address_book, connections, events, invitations, notes, owner, praise
from core.imports.linkedin.circle import Circle
from core.imports.linkedin.messages import Messages
from core.imports.linkedin.owner import Owner
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import has_columns

# By columns, which have stayed since 2018 while files were renamed; the first that fits.
_PARTS = {
    "connections": ("firstname", "connectedon"),
    "messages": ("from", "to", "date", "subject", "content", "folder"),
    "invitations": ("from", "to", "sentat", "direction"),
    "endorsements given": ("endorsementdate", "skillname", "endorseefirstname"),
    "endorsements received": ("endorsementdate", "skillname", "endorserfirstname"),
    "recommendations": ("firstname", "lastname", "text", "creationdate"),
    "events": ("eventname", "eventtime", "externalurl"),
    "notes": ("connectionfirstname", "connectionlastname", "note"),
    "profile": ("firstname", "lastname", "headline", "maidenname"),
    "address book": ("firstname", "companies", "createdat", "bookmarkedat"),
}
# Files with nobody in them but the owner, whose columns look as if there were: by name and columns.
_ASIDE = {
    "emailaddresses.csv": ("emailaddress", "confirmed"),
    "phonenumbers.csv": ("extension", "number"),
    "whatsappphonenumbers.csv": ("extension", "number"),
    "memberfollows.csv": ("date", "status", "fullname"),
    "companyfollows.csv": ("organization", "followedon"),
    "positions.csv": ("companyname", "title"),
    "education.csv": ("schoolname", "startdate"),
    "languages.csv": ("name", "proficiency"),
    "certifications.csv": ("name", "authority"),
    "organizations.csv": ("name", "position"),
    "projects.csv": ("title", "description"),
    "courses.csv": ("name", "number"),
    "comments.csv": ("date", "link", "message"),
    "shares.csv": ("date", "sharelink"),
    "reactions.csv": ("date", "type", "link"),
    "registration.csv": ("registeredat", "registrationip"),
    "logins.csv": ("logindate", "ipaddress"),
    "jobapplications.csv": ("applicationdate", "contactemail"),
    "savedjobs.csv": ("saveddate", "joburl"),
    "receipts.csv": ("transactionmadeat", "description"),
}
_COPY = re.compile(r"[\d()]+")  # "Comments_34875879.csv", "Positions (1).csv"
_COACHES = re.compile(r"(?:guide|coach|learning)\w*messages\.csv")  # with the columns of messages.csv

_MAX_NAMES = 200  # characters


def _part(piece: Piece) -> str:
    name = _COPY.sub("", piece.name)
    if _COACHES.fullmatch(name):
        return "aside"
    for part, columns in _PARTS.items():
        if has_columns(piece, *columns):
            return _direction(name) if part == "recommendations" else part
    return "aside" if name in _ASIDE and has_columns(piece, *_ASIDE[name]) else ""


def _direction(name: str) -> str:
    """Given or received: the one thing that only a file's name says."""
    return next((f"recommendations {way}" for way in ("given", "received") if way in name), "recommendations")


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    """Everything is read before anything is said: who is who takes all the files."""
    who = Owner()
    for piece in pieces_of(parts, "profile"):
        owner.read(piece, reading, who)
    asked = [each for piece in pieces_of(parts, "invitations") for each in invitations.read(piece, reading, who)]
    connected = [each for piece in pieces_of(parts, "connections") for each in connections.read(piece, reading)]
    messages = Messages()
    for piece in pieces_of(parts, "messages"):
        messages.read(piece, reading, who)
    praises = [
        each
        for part, (read, passed) in _PRAISE.items()
        for piece in pieces_of(parts, part)
        for each in read(piece, passed, reading)
    ]

    circle = Circle([connections.member_of(each) for each in connected])
    for name, profile in messages.people():
        circle.note(name, profile)
    for invitation in asked:
        circle.note(invitation.name, invitation.profile)
    for favour in praises:
        circle.note(favour.name, favour.profile)

    if connected:
        how = invitations.how_met(asked, circle)
        for found in connected:
            met = next((how[origin] for origin in found.origins if origin in how), found.how_met)
            reading.found(found if met == found.how_met else replace(found, how_met=met))
    else:
        invitations.tell(asked, circle, reading)
    messages.tell(who, circle, reading)
    reading.owner.extend(who.keys)
    praise.tell(praises, circle, reading)
    for piece in pieces_of(parts, "notes"):
        notes.tell(piece, circle, reading)
    for piece in pieces_of(parts, "events"):
        events.read(piece, reading)
    for piece in pieces_of(parts, "address book"):
        address_book.tell(piece, reading)
    if parts.get("recommendations"):
        reading.remark(
            _(
                "Only the name of LinkedIn's file says whether recommendations are given or received: please send "
                "it as Recommendations_Given.csv or Recommendations_Received.csv."
            )
        )
    if _has_only(parts, "aside"):
        names = ", ".join(piece.path.rpartition("/")[2] for piece in pieces_of(parts, "aside"))
        reading.remark(
            _("That is LinkedIn's {name}, with nobody in it. Please send the whole ZIP, or Connections.csv."),
            name=names[:_MAX_NAMES],
        )


def _has_only(parts: Mapping[str, Sequence[Piece]], *names: str) -> bool:
    there = {part for part, pieces in parts.items() if pieces}
    return bool(there) and there.issubset(names)


_PRAISE = {
    "recommendations given": (praise.recommendations, Passed.GAVE),
    "recommendations received": (praise.recommendations, Passed.GOT),
    "endorsements given": (praise.endorsements, Passed.GAVE),
    "endorsements received": (praise.endorsements, Passed.GOT),
}

SOURCE = Source(name="linkedin", title="LinkedIn", part=_part, read=_read)
