"""LinkedIn's recommendations and endorsements, given and received: favours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.facts.imports import Found, FoundEntry, Passed
from core.facts.people import Handle
from core.imports.linkedin.cells import NAMESAKES, UNDATED, days_of, full_name, profile, rows, text
from core.imports.linkedin.circle import Circle
from core.imports.reading.source import Piece, Reading

RECOMMENDATION = "recommendation on LinkedIn"
_NOT_MADE = frozenset({"REJECTED", "DECLINED", "WITHDRAWN", "DELETED"})
_MAX_WHAT = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Praise:
    """One recommendation, or one skill that somebody is said to have."""

    passed: Passed
    name: str
    profile: Handle | None = None
    company: str = ""
    title: str = ""
    on: date
    skill: str = ""  # "" for a recommendation
    where: str
    line: int


def recommendations(piece: Piece, passed: Passed, reading: Reading) -> list[Praise]:
    """All of them; only the name of the file knows whether they are given or received."""
    columns = ("firstname", "lastname", "text", "creationdate")
    day = days_of(piece, reading, "creationdate", *columns)
    found = []
    for row in rows(piece, reading, *columns):
        name = full_name(row.cells["firstname"], row.cells["lastname"])
        if not name or row.cells.get("status", "").strip().upper() in _NOT_MADE:
            continue
        on = day(row.cells["creationdate"])
        if on is None:
            reading.skip(piece.path, row.line, UNDATED)
            continue
        company, title = text(row.cells.get("company", "")), text(row.cells.get("jobtitle", ""))
        found.append(
            Praise(
                passed=passed,
                name=name,
                company=company,
                title=title,
                on=on,
                where=piece.path,
                line=row.line,
            )
        )
    return found


def endorsements(piece: Piece, passed: Passed, reading: Reading) -> list[Praise]:
    """All of them, skill by skill."""
    whom = "endorsee" if passed is Passed.GAVE else "endorser"
    columns = ("endorsementdate", "skillname", f"{whom}firstname")
    day = days_of(piece, reading, "endorsementdate", *columns)
    found = []
    for row in rows(piece, reading, *columns):
        cells = row.cells
        name = full_name(cells[f"{whom}firstname"], cells.get(f"{whom}lastname", ""))
        skill = text(cells["skillname"])
        if not name or not skill or cells.get("endorsementstatus", "").strip().upper() in _NOT_MADE:
            continue
        on = day(cells["endorsementdate"])
        if on is None:
            reading.skip(piece.path, row.line, UNDATED)
            continue
        address = profile(cells.get(f"{whom}publicurl", ""))
        found.append(
            Praise(
                passed=passed,
                name=name,
                profile=address,
                on=on,
                skill=skill,
                where=piece.path,
                line=row.line,
            )
        )
    return found


def tell(praises: Iterable[Praise], circle: Circle, reading: Reading) -> None:
    """Favours of those who gave them or got them. Whoever writes a recommendation is somebody the owner knows;
    an endorsement is a press of a button, and makes nobody a contact."""
    together: dict[tuple[object, ...], list[Praise]] = {}
    for each in praises:
        who = each.profile or each.name
        together.setdefault((each.passed, who, each.on, not each.skill), []).append(each)
    for same in together.values():
        first = same[0]
        member = circle.find(first.name, first.profile, first.company)
        if member is None:
            reading.skip(first.where, first.line, NAMESAKES)
            continue
        says_where = not circle.is_connected(member)  # else their own row says it, and is of today
        entry = FoundEntry(passed=first.passed, on=first.on, what=_what(same))
        reading.found(
            Found(
                name=first.name,
                where=first.where,
                line=first.line,
                origins=member.origins,
                sure=not first.skill,
                company=first.company if says_where else "",
                title=first.title if says_where else "",
                handles=member.handles,
                entries=(entry,),
            )
        )


def _what(same: Sequence[Praise]) -> str:
    """ "endorsement: Python, SQL": always in the same order, so that the next export says the same."""
    skills = sorted({each.skill for each in same if each.skill}, key=str.casefold)
    what = f"endorsement: {', '.join(skills)}" if skills else RECOMMENDATION
    return what if len(what) <= _MAX_WHAT else f"{what[: _MAX_WHAT - 1]}…"
