"""What waits for its owner's word: who is in it, whom they know of them, and what to say when it waits no more."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.chat.command import Context
from core.chat.errors import NotFound, Refusal
from core.chat.reply import Reply, say
from core.chat.words import _
from core.exports.putting_back import can_be_put_back
from core.facts.account import Account
from core.facts.ids import AccountId, ImportId
from core.facts.imports import Found, Haul, Import, ImportState, Part, Skipped
from core.facts.keys import fold
from core.imports.addressbooks.tables import people_of
from core.imports.comparing import Compared, chunks, compare, together
from core.imports.history import already_noted, happened, has_two_readings, noted
from core.imports.joining import contradict, join
from core.imports.origins import is_news, updated
from core.imports.reading.phones import region_of
from core.store import Transaction

_MANY = 200  # people: to put together more of them on the event loop would be felt by everybody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """An import with its people, and who of them is known."""

    staged: Import
    people: Sequence[Found]
    skipped: Sequence[Skipped]
    compared: Compared
    twins: Mapping[int, int]  # of the new, by place: whom of another file they may be, undecided
    news: int  # of how many of the known something is new
    restorable: bool = False  # Reachwell's own export, where there is nothing yet: all of it can be put back

    @property
    def is_worth_it(self) -> bool:
        """Whether importing it would do anything."""
        without, haul = self.staged.chosen.without, self.staged.haul
        people = self.compared.new and Part.PEOPLE not in without
        events = haul.events and Part.EVENTS not in without
        return bool(people or events or self.news)


async def look(tx: Transaction, account: Account, staged: Import, today: date) -> Looked:
    """Everybody in it, compared with whom the owner has now: five statements for each thousand."""
    people, skipped = await everybody(staged.haul, account, today)
    parts: list[Compared] = []
    news = 0
    for rows in chunks(people, region_of(account.timezone)):
        part = await compare(tx, account.id, rows, staged.chosen.same)
        news += await _news(tx, account, staged, {place: people[place] for place in part.known}, part, today)
        parts.append(part)
    compared = together(parts)
    return Looked(
        staged=staged,
        people=people,
        skipped=skipped,
        compared=compared,
        twins=_twins(people, compared.new, staged),
        news=news,
        restorable=await can_be_put_back(tx, account.id, staged),
    )


async def everybody(haul: Haul, account: Account, today: date) -> tuple[Sequence[Found], Sequence[Skipped]]:
    """Each person once, those of a table after all others, for what its columns mean may still change; and what was
    left out."""
    if haul.table is None:
        return haul.found, haul.skipped
    region = region_of(account.timezone)
    if len(haul.table.rows) > _MANY:
        return await asyncio.to_thread(_with_table, haul, region, today)
    return _with_table(haul, region, today)


async def waiting(ctx: Context, import_id: str) -> Import:
    """The owner's import, as long as something about it can be chosen. Raises NotFound or Refusal."""
    found = await staged_or_later(ctx.tx, ctx.owner, ImportId(import_id))
    if found.state is not ImportState.STAGED:
        raise no_longer(found)
    return found


async def staged_or_later(tx: Transaction, owner: AccountId, import_id: ImportId) -> Import:
    """The owner's import, whatever has become of it. Raises NotFound."""
    found = await tx.imports.get(owner, import_id)
    if found is None:
        raise NotFound(say(_("I don't have that file any more. Please send it again.")))
    return found


def no_longer(found: Import) -> Refusal:
    """Why nothing can be chosen any more."""
    match found.state:
        case ImportState.READING:
            return Refusal(say(_("I am still reading that. One moment, please.")))
        case ImportState.CANCELLED:
            return Refusal(say(_("You cancelled that. Send me the file again, should you want it after all.")))
        case ImportState.UNDONE:
            return taken_back()
        case ImportState.RUNNING:
            return Refusal(say(_("It is under way already. Undo stops it, and takes it back.")))
        case _:
            return Refusal(say(_("It is imported already. /undo takes the last thing back, for a day.")))


def called_off() -> Reply:
    """To whoever has cancelled it; said as well by what was under way: its last word may have crossed theirs."""
    return Reply(text=say(_("All right: nothing is imported, and the file is forgotten.")), replaces=True)


def taken_back() -> Refusal:
    return Refusal(say(_("That import was taken back. Send me the file again, should you want it after all.")))


def is_unclear(staged: Import) -> bool:
    """Whether days in it can be read in two ways, and the owner has not said which, nor left the history out."""
    chosen = staged.chosen
    if chosen.month_first is not None or Part.HISTORY in chosen.without:
        return False
    return any(has_two_readings(each) for found in staged.haul.found for each in found.exchanges)


async def _news(
    tx: Transaction,
    account: Account,
    staged: Import,
    known: Mapping[int, Found],
    compared: Compared,
    today: date,
) -> int:
    """Of how many known people there is something to change, or to note."""
    who = {place: compared.known[place].contact for place in known}
    past = {place: happened(found, staged, today) for place, found in known.items()}
    ids = [who[place].id for place, these in past.items() if these]
    before = already_noted(await tx.people.entries_with(account.id, ids)) if ids else ()

    def count() -> int:
        return sum(
            any(noted(who[place].id, each) not in before for each in past[place])
            or (Part.UPDATES not in staged.chosen.without and is_news(who[place], updated(who[place], found)))
            for place, found in known.items()
        )

    return await asyncio.to_thread(count) if len(known) > _MANY else count()


def _twins(people: Sequence[Found], new: Sequence[int], staged: Import) -> Mapping[int, int]:
    """Who bears the full name of somebody before them, out of another file; in one file they are two people."""
    first: dict[str, int] = {}
    twins: dict[int, int] = {}
    for place in new:
        found = people[place]
        name = fold(found.name)
        other = first.setdefault(name, place)
        if other == place or " " not in name or place in staged.chosen.same:
            continue
        if people[other].where != found.where and not contradict(people[other].handles, found.handles):
            twins[place] = other
    return twins


def _with_table(haul: Haul, region: str, today: date) -> tuple[Sequence[Found], Sequence[Skipped]]:
    assert haul.table is not None
    people, skipped = people_of(haul.table, region, today)
    return join((*haul.found, *people), region).people, (*haul.skipped, *skipped)
