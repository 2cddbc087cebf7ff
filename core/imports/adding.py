"""Import, once it is pressed: a thousand people at a time, compared anew, and others are served in between."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from core.chat.command import Context, Session, today_of
from core.chat.errors import Refusal
from core.chat.reply import Button, Reply, Row, Span, action, count, say
from core.chat.request import Actor
from core.chat.words import _
from core.facts.account import Account, Imported
from core.facts.ids import ContactId, DeedId, ImportId, new_id
from core.facts.imports import Found, FoundEntry, Import, ImportState, Part, Passed
from core.facts.keys import fold
from core.facts.people import Contact, Entry, Keep
from core.imports.agendas.entering import enter, entries_of
from core.imports.claims import undisputed
from core.imports.comparing import MOST, Compared, chunks, compare, is_apart, together
from core.imports.comparing import Row as Wanted
from core.imports.groups import Grouping
from core.imports.history import already_noted, entry_of, happened, noted
from core.imports.origins import is_news, origin_of, updated
from core.imports.preview import import_button
from core.imports.reading.phones import region_of
from core.imports.report import Tally, report
from core.imports.staged import everybody, is_unclear, no_longer, staged_or_later, wanted_of
from core.people.due import begun as with_rhythm
from core.people.due import settled, touched
from core.people.likely import likely
from core.store import Transaction, Unavailable

_SILENCE = 1.0  # seconds between two words on how far it is: chats slow down whoever edits more often
_MANY = 200  # people: to make more of them on the event loop would be felt by everybody else
_UNDO = timedelta(days=1)  # for how long deeds are kept


async def add_everybody(session: Session, actor: Actor, argument: str) -> AsyncIterator[Reply]:
    """Add whom the owner does not have yet, update the others, note what passed, and say how far it is.

    Pressed twice, twice at once, or again after a crash, it does nothing twice: each thousand is compared in the
    transaction that adds it. From its beginning on it can be taken back, which also stops it. Raises Refusal.
    """
    begun, deed = await _begin(session, actor, ImportId(argument))
    if begun.state is ImportState.DONE:
        yield report(begun, Tally(added=begun.added, updated=begun.updated), deed)
        return
    people, _skipped = await everybody(begun, session.account, today_of(session.account, session.clock()))
    adding = _Adding(session, actor, begun, people)
    done, total = 0, _counted(people)
    try:
        yield _progress(done, total, deed)
        await adding.look_for_disputes()
        told = asyncio.get_running_loop().time()
        for rows in chunks(people, region_of(session.account.timezone)):
            if not await adding.add(rows):
                break  # taken back meanwhile, or another press has come to the end
            done += _counted(row.found for row in rows)
            now = asyncio.get_running_loop().time()
            if now - told >= _SILENCE:
                told = now
                yield _progress(done, total, deed)
        finished = await adding.finish(deed)
        if finished is None or finished.state is not ImportState.DONE:
            yield _stopped(finished)
        else:
            adding.tally.pairs = await adding.pairs()
            yield report(finished, adding.tally, deed)
    except Unavailable:
        yield _interrupted(done, total, begun, deed)


def contact_of(found: Found, import_id: ImportId, ctx: Context) -> Contact:
    """A contact out of what was found: nobody to be reminded of yet, unless the owner had wished so elsewhere."""
    contact = Contact(
        id=ContactId(new_id()),
        owner=ctx.owner,
        name=found.name,
        created_at=ctx.now,
        cadence_since=ctx.today,
        quiet_since=found.met_on or ctx.today,
        aliases=found.aliases,
        company=found.company,
        title=found.title,
        how_met=found.how_met,
        met_on=found.met_on,
        notes=found.notes,
        tags=found.tags,
        handles=found.handles,
        dates=found.dates,
        keep=Keep.OWN if found.cadence else Keep.TAGS,
        cadence=found.cadence,
        import_id=import_id,
        origins=(origin_of(found),),
    )
    return settled(contact, ctx.account) if found.cadence or found.tags else contact


@dataclass(slots=True)
class _Adding:
    """One run through everybody; what it counts is for its report."""

    session: Session
    actor: Actor
    begun: Import
    people: Sequence[Found]
    tally: Tally = field(default_factory=Tally)
    groups: Grouping = field(default_factory=Grouping)
    names: dict[str, list[ContactId]] = field(default_factory=dict)  # folded, of those who are added
    disputed: Collection[int] = ()  # places of those who are not known for certain: others claim the same card

    def __post_init__(self) -> None:
        self.tally.updated = self.begun.updated  # by a run that broke off

    async def look_for_disputes(self) -> None:
        """Who claims the same card as others is seen only with everybody in view."""
        owner, same = self.session.account.id, self.begun.chosen.same
        rows = chunks(self.people, region_of(self.session.account.timezone))
        async with self.session.store.read() as tx:
            parts = [await compare(tx, owner, each, same, self.begun.id) for each in rows]
        compared = together(parts)
        settled_ones = await asyncio.to_thread(undisputed, compared, self.people)
        self.disputed = compared.known.keys() - settled_ones.known.keys()

    async def add(self, rows: Sequence[Wanted]) -> bool:
        """Take over a thousand of them; False when it is not wanted any more."""
        async with self.session.store.write() as tx:
            ctx = self.session.context(tx, self.actor)
            accounts = await tx.accounts.get([ctx.owner])  # holds it: of two imports at once the other waits here
            if await tx.imports.state(ctx.owner, self.begun.id) is not ImportState.RUNNING:
                return False
            ctx = replace(ctx, account=accounts[0])
            compared = await compare(tx, ctx.owner, rows, self.begun.chosen.same, self.begun.id)
            compared = undisputed(compared, self.people, self.disputed)
            before = self.tally.updated
            cards = await self._take(ctx, compared)
            if self.tally.updated != before:
                await tx.imports.change(replace(self.begun, updated=self.tally.updated))
        for place, contact in cards.items():
            self.groups.put(contact, self.people[place], self.begun, ctx)
        return True

    async def finish(self, deed: DeedId | None) -> Import | None:
        """Write down what has become of it, unless something else has: it is as it stands then, None when it is not
        there any more."""
        begun, account, now = self.begun, self.session.account, self.session.clock()
        entries = None
        if Part.EVENTS not in begun.chosen.without and begun.haul.events:
            entries = await asyncio.to_thread(entries_of, begun.haul.events, begun.id, account, now)
        async with self.session.store.write() as tx:
            ctx = self.session.context(tx, self.actor)
            await tx.accounts.get([ctx.owner])
            state = await tx.imports.state(ctx.owner, begun.id)
            if state is ImportState.DONE:
                done = await staged_or_later(tx, ctx.owner, begun.id)
                self.tally.added, self.tally.updated = done.added, done.updated
                return done
            if state is not ImportState.RUNNING:
                return replace(begun, state=state) if state else None
            if entries is not None:
                self.tally.events = await enter(tx, ctx.owner, entries)
            self.tally.added = len(await tx.people.imported(ctx.owner, begun.id))
            targets = await tx.targets.of(ctx.owner)
            done = replace(
                begun,
                state=ImportState.DONE,
                staged_at=ctx.now,
                added=self.tally.added,
                updated=self.tally.updated,
                keep_up=self.groups.proposed([each.company for each in targets]),
            )
            await tx.imports.change(done)
            if self.tally.is_nothing and deed:
                await tx.accounts.undone(ctx.owner, deed)  # there is nothing to take back
        return done

    async def pairs(self) -> int:
        """How many pairs /duplicates has, if somebody who was added is in one of them."""
        owner = self.session.account.id
        if not self.tally.added:
            return 0
        async with self.session.store.read() as tx:
            people, apart = await tx.cards.traits(owner), await tx.apart.pairs(owner)
            added = {*await tx.people.imported(owner, self.begun.id)}
        found = await asyncio.to_thread(likely, people, apart)
        return len(found) if any(not added.isdisjoint(pair) for pair in found) else 0

    def _told_apart(
        self, compared: Compared, added: Mapping[int, Contact]
    ) -> Sequence[tuple[ContactId, ContactId]]:
        """Pairs of whom the owner has said that they are two."""
        told = [(place, other.id) for place, others in compared.apart.items() for other in others]
        apart = [(added[place].id, other) for place, other in told if place in added]
        for place, contact in added.items():
            namesakes = self.names.setdefault(fold(contact.name), [])
            if is_apart(self.begun.chosen.same, place) and place not in compared.apart:
                apart += [(contact.id, other) for other in namesakes[:MOST]]
            namesakes.append(contact.id)
        return apart

    async def _take(self, ctx: Context, compared: Compared) -> Mapping[int, Contact]:
        """Everybody of a chunk who is in the network now, by place."""
        begun, people = self.begun, self.people
        new = await self._made(ctx, wanted_of(compared.new, begun.chosen))
        known = {place: each.contact for place, each in compared.known.items()}
        past = {place: happened(people[place], begun, ctx.today) for place in (*new, *known)}
        entries = await self._entries(ctx, {**new, **known}, past, known)
        latest = {place: max(each.on for each in these) for place, these in past.items() if these}
        added = {
            place: _after(each, latest[place], ctx.account) if place in latest else each
            for place, each in new.items()
        }
        await ctx.tx.people.add([*added.values()])
        cards = await self._update(ctx, known, latest)
        if apart := self._told_apart(compared, added):
            await ctx.tx.apart.note(ctx.owner, apart)
        await ctx.tx.people.add_entries(ctx.owner, entries)
        return {**added, **cards}

    async def _made(self, ctx: Context, places: Sequence[int]) -> dict[int, Contact]:
        """New contacts, by place."""

        def make() -> dict[int, Contact]:
            return {place: contact_of(self.people[place], self.begun.id, ctx) for place in places}

        return await asyncio.to_thread(make) if len(places) > _MANY else make()

    async def _update(
        self, ctx: Context, known: Mapping[int, Contact], latest: Mapping[int, date]
    ) -> Mapping[int, Contact]:
        before = {contact.id: contact for contact in known.values()}
        cards = dict(before)
        if Part.UPDATES not in self.begun.chosen.without:
            cards = await asyncio.to_thread(self._written, known) if len(known) > _MANY else self._written(known)
        noted_changes: list[tuple[Contact, Contact]] = []
        for contact_id, old in before.items():
            if cards[contact_id] != old:
                self.tally.updated += is_news(old, cards[contact_id])
                cards[contact_id] = with_rhythm(old, ctx.account, cards[contact_id], ctx.account, ctx.today)
                noted_changes.append((old, cards[contact_id]))
        for place, contact in known.items():
            if on := latest.get(place):
                cards[contact.id] = touched(cards[contact.id], ctx.account, on)
        await ctx.tx.people.change([card for card in cards.values() if card != before[card.id]])
        if noted_changes:
            await ctx.tx.imports.note_changes(self.begun.id, noted_changes)
        return {place: cards[contact.id] for place, contact in known.items()}

    def _written(self, known: Mapping[int, Contact]) -> dict[ContactId, Contact]:
        """The cards of known people, with what is said of them."""
        cards = {contact.id: contact for contact in known.values()}
        for place, contact in known.items():
            cards[contact.id] = updated(cards[contact.id], self.people[place])
        return cards

    async def _entries(
        self,
        ctx: Context,
        cards: Mapping[int, Contact],
        past: Mapping[int, Sequence[FoundEntry]],
        known: Mapping[int, Contact],
    ) -> Sequence[Entry]:
        """What is to be noted and is not yet."""
        ids = {known[place].id for place, these in past.items() if these and place in known}
        there = await ctx.tx.people.ever_noted(ctx.owner, ids) if ids else ()
        before = set(already_noted(there))
        ours = already_noted(each for each in there if each.import_id == self.begun.id)  # by a run that broke off
        entries: list[Entry] = []
        for place, these in past.items():
            for each in these:
                key = noted(cards[place].id, each)
                if key not in before:
                    before.add(key)
                    entries.append(entry_of(cards[place].id, each, self.begun.id, ctx.now))
                elif key not in ours:
                    continue
                if each.passed is Passed.TOUCH:
                    self.tally.touches += 1
                else:
                    self.tally.favours += 1
        return entries


def _after(contact: Contact, latest: date, account: Account) -> Contact:
    return settled(replace(contact, last_touch_on=latest), account)


async def _begin(session: Session, actor: Actor, import_id: ImportId) -> tuple[Import, DeedId | None]:
    """The import, under way from now on, and the deed by which it can be taken back."""
    async with session.store.write() as tx:
        await tx.accounts.get([session.account.id])
        if not await tx.accounts.identities([session.account.id]):  # it has become part of another meanwhile
            raise Unavailable("the account has become part of another")
        found = await staged_or_later(tx, session.account.id, import_id)
        if found.state in (ImportState.RUNNING, ImportState.DONE):
            return found, await _deed_of(tx, session, found)
        if found.state is not ImportState.STAGED:
            raise no_longer(found)
        if is_unclear(found):
            raise Refusal(say(_("First tell me what the buttons under the overview ask, please.")))
        await tx.imports.change(begun := replace(found, state=ImportState.RUNNING, staged_at=session.clock()))
        ctx = replace(session, request=_request(found)).context(tx, actor)
        return begun, await ctx.did(_("the import from {names}"), _sources(found), Imported(import_id=found.id))


async def _deed_of(tx: Transaction, session: Session, of: Import) -> DeedId | None:
    """None once it is taken back, or more than a day old."""
    deeds = await tx.accounts.deeds(session.account.id, session.clock() - _UNDO)
    return next((deed.id for deed in deeds if deed.request == _request(of)), None)


def _request(of: Import) -> str:
    return f"import:{of.id}"


def _sources(found: Import) -> tuple[str, ...]:
    """ "LinkedIn" of "LinkedIn: Connections.csv"; of a mere kind of file, "Table (CSV): people.csv", its name."""
    named = (file.partition(": ") for file in found.haul.files)
    return tuple(dict.fromkeys(name if title.endswith(")") and name else title for title, _colon, name in named))


def _counted(people: Iterable[Found]) -> int:
    """How many of them are counted: whom their file alone makes nobody's contact does not matter to the owner."""
    return sum(each.sure and bool(each.name) for each in people)


def _progress(done: int, total: int, deed: DeedId | None) -> Reply:
    text: Span = say(_("Importing…"))
    if total:
        text = count("Importing: {done} of {n} person…", "Importing: {done} of {n} people…", total, done=done)
    return Reply(text=text, rows=_cancel_row(deed), replaces=True)


def _stopped(found: Import | None) -> Reply:
    """Said as well by what was under way: its last word may have crossed the undoing's. One that is not there any
    more has gone over to another account, with all that had come in, or was under way for days."""
    if found is None:
        return Reply(
            text=say(_("I had to stop halfway. What had come in stays; for the rest send me the file once more.")),
            replaces=True,
        )
    return Reply(text=say(_("Stopped. What had come in of it is taken back.")), replaces=True)


def _interrupted(done: int, total: int, begun: Import, deed: DeedId | None) -> Reply:
    text = count(
        "I can't write in my notebook right now: {done} of {n} person done. Import goes on from there.",
        "I can't write in my notebook right now: {done} of {n} people done. Import goes on from there.",
        total,
        done=done,
    )
    return Reply(text=text, rows=((import_button(begun),), *_cancel_row(deed)), replaces=True)


def _cancel_row(deed: DeedId | None) -> tuple[Row, ...]:
    """It stops what is under way, and takes it back."""
    return ((Button(say(_("Cancel")), action("undo", deed)),),) if deed else ()
