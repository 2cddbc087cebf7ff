"""What waits for its owner's word: who is in it, whom they know of them, and what to say when it waits no more."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.chat.command import Context
from core.chat.errors import NotFound, Refusal
from core.chat.reply import Reply, say
from core.chat.words import _
from core.exports.putting_back import can_be_put_back
from core.facts.account import Account
from core.facts.ids import AccountId, ImportId
from core.facts.imports import Chosen, Exchange, Found, Haul, Import, ImportState, Part, Skipped, Table, Undecided
from core.facts.keys import fold
from core.imports.addressbooks.tables import day_in_two_ways, people_of
from core.imports.agendas.entering import known, told
from core.imports.claims import undisputed
from core.imports.comparing import CHUNK, MOST, Compared, compare, in_chunks, is_apart, together
from core.imports.history import already_noted, happened, has_two_readings, noted
from core.imports.joining import contradict, join
from core.imports.origins import is_news, updated
from core.imports.reading.owners import settled
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
    twins: Mapping[int, Sequence[int]]  # of the others, by place: whom of another file they may be, undecided
    news: int = 0  # of how many of the known something is new
    new_events: int = 0  # that the owner does not have yet
    restorable: bool = False  # Reachwell's own export, where there is nothing yet: all of it can be put back

    @property
    def adds(self) -> Sequence[int]:
        """Whom importing it would add, by place."""
        return wanted_of(self.compared.new, self.staged.chosen)

    @property
    def adds_events(self) -> int:
        return 0 if Part.EVENTS in self.staged.chosen.without else self.new_events

    @property
    def is_worth_it(self) -> bool:
        """Whether importing it would do anything."""
        return bool(self.adds or self.adds_events or self.news)

    @property
    def is_cut(self) -> bool:
        """Whether the owner has left something out."""
        chosen = self.staged.chosen
        return bool(chosen.without or not chosen.without_people.isdisjoint(self.compared.new))


async def look(tx: Transaction, account: Account, staged: Import, today: date) -> Looked:
    """Who is who, and what importing it would do: five statements for each thousand."""
    looked = await who_is_who(tx, account, staged, today)
    people, places = looked.people, [*looked.compared.known]
    news = 0
    for start in range(0, len(places), CHUNK):
        known = {place: people[place] for place in places[start : start + CHUNK]}
        news += await _news(tx, account, staged, known, looked.compared, today)
    return replace(
        looked,
        news=news,
        new_events=await _new_events(tx, staged),
        restorable=await can_be_put_back(tx, account.id, staged),
    )


async def who_is_who(tx: Transaction, account: Account, staged: Import, today: date) -> Looked:
    """Everybody in it, compared with whom the owner has now, and with one another."""
    people, skipped = await everybody(staged, account, today)
    same = staged.chosen.same
    parts = [
        await compare(tx, account.id, rows, same) async for rows in in_chunks(people, region_of(account.timezone))
    ]

    def told() -> Looked:
        compared = undisputed(together(parts), people)
        twins = _twins(people, compared, staged)
        return Looked(staged=staged, people=people, skipped=skipped, compared=compared, twins=twins)

    return await asyncio.to_thread(told) if len(people) > _MANY else told()


async def everybody(staged: Import, account: Account, today: date) -> tuple[Sequence[Found], Sequence[Skipped]]:
    """Each person once, those of a table after all others, for what its columns mean may still change; and what was
    left out."""
    haul = staged.haul
    if haul.table is None:
        return haul.found, haul.skipped
    if len(haul.table.rows) > _MANY:
        return await asyncio.to_thread(_with_table, staged, haul.table, account, today)
    return _with_table(staged, haul.table, account, today)


def wanted_of(new: Sequence[int], chosen: Chosen) -> Sequence[int]:
    """Whom of those who are new the owner wants."""
    return () if Part.PEOPLE in chosen.without else [each for each in new if each not in chosen.without_people]


def carried(chosen: Chosen, places: Mapping[int, int]) -> Chosen:
    """What was decided about people, where they stand at other places now; it is forgotten of whom has none."""
    return replace(
        chosen,
        same={places[place]: whom for place, whom in chosen.same.items() if place in places},
        without_people=frozenset(places[place] for place in chosen.without_people if place in places),
    )


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
        case ImportState.CANCELLED | ImportState.ASIDE:
            return Refusal(say(_("You cancelled that. Send me the file again, should you want it after all.")))
        case ImportState.UNDONE:
            return taken_back()
        case ImportState.RESTORING:
            return Refusal(say(_("It is being put back as a whole already.")))
        case ImportState.RUNNING:
            return Refusal(say(_("It is under way already. /undo stops it, and takes it back.")))
        case _:
            return Refusal(say(_("It is imported already. /undo takes the last thing back, for a day.")))


def called_off() -> Reply:
    """To whoever has cancelled it; said as well by what was under way: its last word may have crossed theirs."""
    return Reply(text=say(_("All right: nothing is imported, and what you sent is forgotten.")), replaces=True)


async def forget_aside(tx: Transaction, found: Import) -> None:
    """What was kept by itself, beside an import of which it is a part, is not needed any more."""
    if found.haul.earlier is None:
        return
    alone = await tx.imports.get(found.account_id, found.haul.earlier.alone)
    if alone is not None and alone.state is ImportState.ASIDE:
        await tx.imports.change(replace(alone, state=ImportState.CANCELLED))


def taken_back() -> Refusal:
    return Refusal(say(_("That import was taken back. Send me the file again, should you want it after all.")))


def grown(staged: Import, haul: Haul, region: str) -> Import:
    """The import with this haul, whose people begin with those it has: each of them once. What was decided about
    somebody stays decided."""
    haul = settled(haul)
    joined = join(haul.found, region)
    places = {place: joined.places[place] for place in range(len(staged.haul.found))}
    return replace(staged, haul=replace(haul, found=joined.people), chosen=carried(staged.chosen, places))


def is_unclear(staged: Import) -> bool:
    """Whether something has to be answered first: who of two is the owner, or how days are meant."""
    return open_talk(staged) is not None or has_unclear_days(staged)


def open_talk(staged: Import) -> Undecided | None:
    """A conversation of which only the owner can say who they are in it: both have names."""
    talks = (talk for talk in staged.haul.undecided if len(talk.sides) == 2)
    return next((talk for talk in talks if all(side.other.name for side in talk.sides)), None)


def has_unclear_days(staged: Import) -> bool:
    """Whether days in it can be read in two ways, and the owner has not said which, nor left them out."""
    if staged.chosen.month_first is not None:
        return False
    history = Part.HISTORY not in staged.chosen.without and unclear_exchange(staged) is not None
    return history or bool(unclear_cell(staged))


def unclear_exchange(staged: Import) -> Exchange | None:
    """The first whose days can be read in two ways."""
    exchanges = (each for found in staged.haul.found for each in found.exchanges)
    return next(filter(has_two_readings, exchanges), None)


def unclear_cell(staged: Import) -> str:
    """A day of its table that can be read in two ways, as it stands there; "" where there is none."""
    return day_in_two_ways(staged.haul.table) if staged.haul.table is not None else ""


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
    before = already_noted(await tx.people.ever_noted(account.id, ids)) if ids else ()

    def count() -> int:
        return sum(
            any(noted(who[place].id, each) not in before for each in past[place])
            or (Part.UPDATES not in staged.chosen.without and is_news(who[place], updated(who[place], found)))
            for place, found in known.items()
        )

    return await asyncio.to_thread(count) if len(known) > _MANY else count()


def _twins(people: Sequence[Found], compared: Compared, staged: Import) -> Mapping[int, Sequence[int]]:
    """Who bears the full name of somebody of another file who is new: by place, whom they may be. In one file they
    are two people, and so they are with two profiles."""
    bearers: dict[str, list[int]] = {}
    twins: dict[int, Sequence[int]] = {}
    for place in (*compared.new, *compared.unsure):
        found = people[place]
        name = fold(found.name)
        if " " not in name:
            continue
        before = bearers.setdefault(name, [])
        others = [
            other
            for other in before
            if people[other].where != found.where and not contradict(people[other].handles, found.handles)
        ]
        if others and not is_apart(staged.chosen.same, place):
            twins[place] = others
        elif found.sure:
            before.append(place)
    return {place: others for place, others in twins.items() if len(others) <= MOST}


def _with_table(
    staged: Import, table: Table, account: Account, today: date
) -> tuple[Sequence[Found], Sequence[Skipped]]:
    region = region_of(account.timezone)
    people, skipped = people_of(table, region, today, staged.chosen.month_first)
    return join((*staged.haul.found, *people), region).people, (*staged.haul.skipped, *skipped)


async def _new_events(tx: Transaction, staged: Import) -> int:
    events = told(staged.haul.events)
    if not events:
        return 0
    return len({each.origin for each in events} - await known(tx, staged.account_id, events))
