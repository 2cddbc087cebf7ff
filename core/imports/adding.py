"""Import, once it is pressed: everybody who is new is added; and all of them can be taken back."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

from core.chat.command import Context, Session
from core.chat.errors import Refusal
from core.chat.reply import Button, Reply, Row, Span, action, count, lines, say
from core.chat.request import Actor
from core.chat.words import _
from core.facts.account import ContactChanged, Deed, EntriesAdded, Imported, PickAnswered
from core.facts.ids import ContactId, DeedId, ImportId, new_id
from core.facts.imports import Found, Import, ImportState
from core.facts.people import Contact, Keep
from core.imports.comparing import chunks, compare
from core.imports.staging import LINKEDIN, choices, staged_or_later, taken_back
from core.store import Transaction, Unavailable

_SILENCE = 1.0  # seconds between two words on how far it is: chats slow down whoever edits more often
_UNDO = timedelta(days=1)  # for how long deeds are kept


async def add_everybody(session: Session, actor: Actor, argument: str) -> AsyncIterator[Reply]:
    """Add whom the owner does not have yet, a thousand at a time, and say how far it is.

    Others are served between the thousands. Pressed twice, twice at once, or again after a crash, it adds
    nobody twice: each thousand is compared anew in the transaction that adds it. From its beginning on it can be
    taken back, which also stops it. Raises Refusal.
    """
    begun, deed = await _begin(session, actor, ImportId(argument))
    if begun.state is ImportState.DONE:
        yield _result(begun, deed)
        return
    done = 0
    added: set[ContactId] = set()
    try:
        yield _progress(done, begun, deed)
        told = asyncio.get_running_loop().time()
        for rows in chunks(begun.found):
            async with session.store.write() as tx:
                ctx = session.context(tx, actor)
                await tx.accounts.get([ctx.owner])  # holds it: of two imports at once the other waits here
                if await _deed_of(tx, session, begun) is None:
                    return  # taken back meanwhile
                new = (await compare(tx, ctx.owner, rows, added)).new
                contacts = [contact_of(each, begun.id, ctx) for each in new]
                await tx.people.add(contacts)
            added.update(contact.id for contact in contacts)
            done += len(rows)
            now = asyncio.get_running_loop().time()
            if now - told >= _SILENCE:
                told = now
                yield _progress(done, begun, deed)
        yield await _finish(session, begun, deed)
    except Unavailable:
        yield _interrupted(done, begun, deed)


def contact_of(found: Found, import_id: ImportId, ctx: Context) -> Contact:
    """A contact out of a row: known since the day they connected, and nobody to be reminded of yet."""
    today = ctx.today
    return Contact(
        id=ContactId(new_id()),
        owner=ctx.owner,
        name=found.name,
        created_at=ctx.now,
        cadence_since=today,
        quiet_since=found.met_on or today,
        company=found.company,
        title=found.title,
        how_met=LINKEDIN,
        met_on=found.met_on,
        handles=found.handles,
        keep=Keep.TAGS,
        import_id=import_id,
    )


async def take_back(ctx: Context, step: Imported) -> Span | None:
    """Remove whom the import added, but for those whom the owner has done something with since."""
    found = await staged_or_later(ctx.tx, ctx.owner, step.import_id)
    added = await ctx.tx.people.imported(ctx.owner, found.id)
    kept = _done_with(await ctx.tx.accounts.deeds(ctx.owner, found.staged_at))
    kept |= (await ctx.tx.people.last_touches(ctx.owner, added)).keys()
    gone = [each for each in added if each not in kept]
    await ctx.tx.people.remove(ctx.owner, gone)
    await ctx.tx.imports.change(replace(found, state=ImportState.UNDONE))
    stay = len(added) - len(gone)
    if not stay:
        return None
    return count(
        "{n} person stays: you have noted something about them since.",
        "{n} people stay: you have noted something about them since.",
        stay,
    )


async def _begin(session: Session, actor: Actor, import_id: ImportId) -> tuple[Import, DeedId | None]:
    """The import, under way from now on, and the deed by which it can be taken back."""
    async with session.store.write() as tx:
        await tx.accounts.get([session.account.id])
        found = await staged_or_later(tx, session.account.id, import_id)
        if found.state is ImportState.CANCELLED:
            raise Refusal(say(_("You cancelled that. Send me the file again, should you want it after all.")))
        if found.state is ImportState.UNDONE:
            raise taken_back()
        if found.state is not ImportState.STAGED:
            return found, await _deed_of(tx, session, found)
        await tx.imports.change(begun := replace(found, state=ImportState.RUNNING))
        ctx = replace(session, request=_request(found)).context(tx, actor)
        return begun, await ctx.did(_("the import from {names}"), (LINKEDIN,), Imported(import_id=found.id))


async def _deed_of(tx: Transaction, session: Session, of: Import) -> DeedId | None:
    """None once it is taken back, or more than a day old."""
    deeds = await tx.accounts.deeds(session.account.id, session.clock() - _UNDO)
    return next((deed.id for deed in deeds if deed.request == _request(of)), None)


async def _finish(session: Session, begun: Import, deed: DeedId | None) -> Reply:
    """Write down how many there are."""
    async with session.store.write() as tx:
        added = len(await tx.people.imported(session.account.id, begun.id))
        done = replace(begun, state=ImportState.DONE, added=added, found=(), unread=())
        await tx.imports.change(done)
        if not added and deed:
            await tx.accounts.undone(session.account.id, deed)  # there is nothing to take back
    return _result(done, deed, begun.found)


def _request(of: Import) -> str:
    return f"import:{of.id}"


def _progress(done: int, begun: Import, deed: DeedId | None) -> Reply:
    total = len(begun.found)
    text = count(
        "Importing from {source}: {done} of {n} person…",
        "Importing from {source}: {done} of {n} people…",
        total,
        source=LINKEDIN,
        done=done,
    )
    return Reply(text=text, rows=(_on_the_way(begun, deed),), replaces=True)


def _interrupted(done: int, begun: Import, deed: DeedId | None) -> Reply:
    text = count(
        "I can't write in my notebook right now: {done} of {n} person done. Import goes on from there.",
        "I can't write in my notebook right now: {done} of {n} people done. Import goes on from there.",
        len(begun.found),
        done=done,
    )
    return Reply(text=text, rows=(_on_the_way(begun, deed),), replaces=True)


def _on_the_way(begun: Import, deed: DeedId | None) -> Row:
    """Import goes on with what was broken off; Undo stops it and takes it back."""
    row: Row = (choices(begun.id)[0],)
    return (*row, Button(say(_("Undo")), action("undo", deed))) if deed else row


def _result(done: Import, deed: DeedId | None, found: Sequence[Found] = ()) -> Reply:
    if not done.added:
        return Reply(text=say(_("Done: you had everybody in it already.")), replaces=True)
    text = lines(
        count(
            "Done: {n} person from {source} is in your network now.",
            "Done: {n} people from {source} are in your network now.",
            done.added,
            source=LINKEDIN,
        ),
        count(
            "{n} you had already: I left that card as it was.",
            "{n} you had already: I left those cards as they were.",
            done.known,
        )
        if done.known
        else None,
        "",
        say(
            _("/who {company} shows whom you know there; /keep {name} every 6 weeks makes sure you stay in touch."),
            company=f"@{_largest_company(found)}",
            name=next((each.name for each in found if each.name.replace(" ", "").isalpha()), "Jane"),
        ),
    )
    return Reply(text=text, rows=((Button(say(_("Undo")), action("undo", deed)),),) if deed else (), replaces=True)


def _largest_company(found: Sequence[Found]) -> str:
    companies = Counter(each.company for each in found if each.company)
    return companies.most_common(1)[0][0] if companies else "IBM"


def _done_with(deeds: Sequence[Deed]) -> set[ContactId]:
    """Whom the owner has written something down about: what they wrote is worth more than a tidy undo."""
    people: set[ContactId] = set()
    for deed in deeds:
        for step in deed.steps:
            match step:
                case EntriesAdded():
                    people.update(step.contacts)
                case ContactChanged():
                    people.add(step.before.id)
                case PickAnswered():
                    people.add(step.contact_id)
    return people
