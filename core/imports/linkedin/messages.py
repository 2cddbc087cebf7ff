"""LinkedIn's messages.csv of all years: with whom the owner wrote, and when last in each direction.

A conversation counts when two people take part in it. Of what was written, only the mark of advertising is looked
at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from core.facts.imports import Exchange, Found, Side, Undecided
from core.facts.people import Handle
from core.imports.linkedin.cells import NAMESAKES, UNDATED, days_of, folded, profile, rows, text
from core.imports.linkedin.circle import Circle, Member
from core.imports.linkedin.owner import Owner
from core.imports.linkedin.talks import NOBODY, Line, Partner, look_for, partner_of, two_of
from core.imports.reading.source import Piece, Reading
from core.imports.reading.tables import has_columns

_COLUMNS = ("from", "to", "date", "content")
_ADVERTISING = "spinmail-quill-editor"
_DRAFTS = ("ismessagedraft", "isconversationdraft")
_YES = frozenset({"yes", "true", "1"})
_MOST_LINES = 12  # different senders and recipients of one conversation: no two people have more


class Messages:
    """Everything that the files say, in the space of one entry for each conversation and direction."""

    def __init__(self) -> None:
        self._talks: dict[str, dict[Line, date]] = {}
        self._groups: set[str] = set()  # those of many, which are not kept
        self._texts: dict[str, str] = {}  # the same names and addresses stand there a hundred thousand times
        self._left_out = 0
        self._where = ""

    def read(self, piece: Piece, reading: Reading, owner: Owner) -> None:
        """Take in one file."""
        self._where = self._where or piece.path
        has_profiles = has_columns(piece, *_COLUMNS, "senderprofileurl")
        drafts = [each for each in _DRAFTS if has_columns(piece, *_COLUMNS, each)]
        day = days_of(piece, reading, "date", *_COLUMNS)
        for row in rows(piece, reading, *_COLUMNS):
            cells = row.cells
            is_draft = drafts and any(cells[each].strip().lower() in _YES for each in drafts)
            if is_draft or _is_left_out(cells, has_profiles):
                self._left_out += 1
                continue
            on = day(cells["date"])
            if on is None:
                reading.skip(piece.path, row.line, UNDATED)
                continue
            sender, to = cells["from"], cells["to"]
            match cells.get("direction"):  # in 2018 only
                case "OUTGOING":
                    owner.note(text(sender))
                case "INCOMING" if ", " not in to:
                    owner.note(text(to))
            talk = cells.get("conversationid") or "\n".join(sorted((sender, to)))
            line = Line(sender, cells.get("senderprofileurl", ""), to, cells.get("recipientprofileurls", ""))
            self._note(talk, line, on)

    def people(self) -> Iterator[tuple[str, Handle]]:
        """Every sender's name and profile."""
        for talk in self._talks.values():
            for line in talk:
                if address := profile(line.profile):
                    yield text(line.sender), address

    def tell(self, owner: Owner, circle: Circle, reading: Reading) -> None:
        """Say with whom the owner wrote."""
        if self._left_out:
            reading.remark(
                "{n} message on LinkedIn is left out: a draft, spam, advertising or without a name.",
                "{n} messages on LinkedIn are left out: drafts, spam, advertising and people without a name.",
                self._left_out,
            )
        look_for(owner, self._talks.values())
        if not owner.is_known:
            self._leave_open(circle, reading)
            return
        for member, partner in self._partners(owner, circle, reading):
            reading.found(self._found(member, partner))

    def _note(self, talk: str, line: Line, on: date) -> None:
        if talk in self._groups:
            return
        lines = self._talks.setdefault(talk, {})
        before = lines.get(line)
        if before is not None:
            lines[line] = max(before, on)
        elif len(lines) < _MOST_LINES:
            lines[Line(*(self._texts.setdefault(cell, cell) for cell in line))] = on
        else:
            self._groups.add(talk)
            del self._talks[talk]

    def _found(self, member: Member, partner: Partner) -> Found:
        name = partner.name or member.name
        exchange = Exchange(via="LinkedIn", sent_on=partner.sent_on, received_on=partner.received_on)
        return Found(
            name=name,
            where=self._where,
            origins=member.origins,
            sure=exchange.mutual and bool(name),
            handles=member.handles,
            exchanges=(exchange,),
        )

    def _leave_open(self, circle: Circle, reading: Reading) -> None:
        """Every conversation of two, as it is where the one or the other is the owner."""
        is_name = self._is_name(circle)
        for talk in self._talks.values():
            sides = []
            for name, address in two_of(talk):
                owner = Owner()
                owner.note(name, address)
                partner = partner_of(talk, owner, is_name)
                member = circle.find(partner.name, partner.profile) if partner else None
                if partner and member and (partner.sent_on or partner.received_on):
                    sides.append(Side(keys=owner.keys, other=self._found(member, partner)))
            if len(sides) == 2:
                reading.undecided.append(Undecided(source="linkedin", sides=tuple(sides)))

    def _is_name(self, circle: Circle) -> Callable[[str], bool]:
        senders = {folded(text(line.sender)) for talk in self._talks.values() for line in talk}
        return lambda name: folded(name) in senders or circle.knows(name)

    def _partners(self, owner: Owner, circle: Circle, reading: Reading) -> Iterable[tuple[Member, Partner]]:
        """Each once, however many conversations there were."""
        is_name = self._is_name(circle)
        found: dict[str, tuple[Member, Partner]] = {}
        groups = len(self._groups)
        for talk in self._talks.values():
            partner = partner_of(talk, owner, is_name)
            if partner is None:
                groups += 1
                continue
            if partner.sent_on is None and partner.received_on is None:
                continue  # notes to oneself
            member = circle.find(partner.name, partner.profile)
            if member is None:
                reading.skip(self._where, 0, NAMESAKES)
                continue
            _member, before = found.setdefault(member.keys[0], (member, partner))
            before.sent_on = _later(before.sent_on, partner.sent_on)
            before.received_on = _later(before.received_on, partner.received_on)
        if groups:
            reading.remark(
                "{n} group conversation on LinkedIn is left out: it says little about any one person.",
                "{n} group conversations on LinkedIn are left out: they say little about any one person.",
                groups,
            )
        return found.values()


def _is_left_out(cells: Mapping[str, str], has_profiles: bool) -> bool:
    """Spam, advertising (nobody's profile sends it), and people without a name."""
    if cells.get("folder", "").upper() == "SPAM":
        return True
    if has_profiles and not cells.get("senderprofileurl"):
        return True
    if cells["from"] in ("", NOBODY) and not has_profiles:
        return True
    return (cells["to"] == NOBODY and not cells.get("recipientprofileurls")) or _ADVERTISING in cells["content"]


def _later(one: date | None, other: date | None) -> date | None:
    return max(filter(None, (one, other)), default=None)
