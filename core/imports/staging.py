"""What somebody has sent: read beside the event loop, put to what they sent before, and kept until they decide."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from core.chat.command import Session, today_of
from core.chat.errors import Refusal
from core.chat.reply import Button, Reply, action, count, say
from core.chat.request import Actor, Upload
from core.chat.words import _
from core.facts.account import Account
from core.facts.ids import ImportId, new_id
from core.facts.imports import Earlier, Haul, Import, ImportState, Remark
from core.imports import recognising
from core.imports.agendas.one_event import is_one_event, take
from core.imports.joining import join
from core.imports.preview import nothing_found, preview
from core.imports.reading.owners import settled
from core.imports.reading.phones import region_of
from core.imports.reading.source import Reading, Stopped
from core.imports.reading.wrong import MEGABYTE, too_large
from core.imports.staged import called_off, everybody, forget_aside, grown, look
from core.store import Transaction, Unavailable

MAX_SENT = 20 * MEGABYTE  # what a bot gets from Telegram, the smallest of the platforms' limits
JOINS_WITHIN = timedelta(hours=1)  # after one file another still belongs to it
_TICK = 1.0  # seconds between two words on how far it is: chats slow down whoever edits more often
_AT_ONCE = 2  # archives that are read at the same time, each with its memory; others wait for their turn
_READERS = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="reading")


async def stage(session: Session, actor: Actor, upload: Upload) -> AsyncIterator[Reply]:
    """Say how far it is where reading takes long, then what was found, and ask whether to import it.

    While it is read it can be cancelled, from any process. Raises Refusal; WrongFile for what cannot be read.
    """
    path = _at_hand(upload)
    reading = _reading(session)
    task = asyncio.get_running_loop().run_in_executor(_READERS, recognising.read, path, upload.name, reading)
    begun: Import | None = None
    told: Reply | None = None
    try:
        while not (await asyncio.wait({task}, timeout=_TICK))[0]:
            if begun is None:
                begun = await _begin(session)
            elif not await _is_wanted(session, begun):
                yield called_off()
                return
            if (progress := _progress(begun, reading)) != told:
                told = progress
                yield progress
        shown = await _keep(session, actor, begun, task.result())
        yield called_off() if shown is None else replace(shown, replaces=begun is not None)
    except Stopped:
        return
    except Refusal as refusal:
        if begun is None:
            raise
        await _forget(session, begun)
        yield Reply(text=refusal.text, rows=refusal.rows, replaces=True)
    finally:
        reading.stop.set()
        task.add_done_callback(_settled)


def _at_hand(upload: Upload) -> Path:
    if upload.path is not None:
        return upload.path
    if upload.size > MAX_SENT:
        raise too_large(upload.size, MAX_SENT)
    raise Refusal(say(_("I could not get hold of that file. Please send it again.")))


def _reading(session: Session) -> Reading:
    account = session.account
    return Reading(
        zone=ZoneInfo(account.timezone or "UTC"),
        today=today_of(account, session.clock()),
        region=region_of(account.timezone),
        locale=account.locale,
    )


def _progress(begun: Import, reading: Reading) -> Reply:
    done, total = reading.done // MEGABYTE, reading.total // MEGABYTE
    text = say(_("Reading…"))
    if total:
        text = say(_("Reading… {done} MB of {total} MB"), done=min(done, total), total=total)
    cancel = Button(say(_("Cancel")), action("cancel-import", begun.id))
    return Reply(text=text, rows=((cancel,),), replaces=True)


async def _begin(session: Session) -> Import:
    """Note that it is being read, so that any process can say that it is not wanted any more."""
    begun = Import(
        id=ImportId(new_id()),
        account_id=session.account.id,
        state=ImportState.READING,
        staged_at=session.clock(),
    )
    async with session.store.write() as tx:
        if not await tx.accounts.get([session.account.id]):
            raise Stopped  # they had everything erased
        if not await tx.accounts.identities([session.account.id]):
            raise Unavailable("the account has become part of another")
        await tx.imports.add(begun)
    return begun


async def _is_wanted(session: Session, begun: Import) -> bool:
    async with session.store.read() as tx:
        return await tx.imports.state(session.account.id, begun.id) is ImportState.READING


async def _forget(session: Session, begun: Import) -> None:
    async with session.store.write() as tx:
        await tx.imports.change(replace(begun, state=ImportState.CANCELLED))


async def _keep(session: Session, actor: Actor, begun: Import | None, haul: Haul) -> Reply | None:
    """Keep what was found, and show it, together with what waits already; None: it was cancelled meanwhile."""
    account = session.account
    haul = await asyncio.to_thread(_joined, haul, region_of(account.timezone))
    if haul.own:
        async with session.store.read() as tx:
            if not (await tx.exports.holdings(account.id)).nothing:
                haul = replace(haul, own="")  # only where there is nothing can it be put back as a whole
    if haul == replace(Haul(), files=haul.files, skipped=haul.skipped, remarks=haul.remarks):
        if begun is not None:
            await _forget(session, begun)
        return nothing_found(haul)
    if is_one_event(haul) and not haul.found:
        if begun is not None:
            await _forget(session, begun)
        return await take(session, actor, haul, None)
    entered = is_one_event(haul)  # now; its guests may be imported
    staged = await _stage(session, begun, replace(haul, events=()) if entered else haul)
    if staged is None:
        return None
    if entered:
        return await take(session, actor, haul, staged)
    async with session.store.read() as tx:  # nobody waits while this looks people up
        looked = await look(tx, account, staged, today_of(account, session.clock()))
    return preview(looked)


async def _stage(session: Session, begun: Import | None, haul: Haul) -> Import | None:
    owner = session.account.id
    while True:
        now = session.clock()
        async with session.store.read() as tx:
            before = await tx.imports.open(owner, now - JOINS_WITHIN)
        alone = replace(begun or _new(session, haul), state=ImportState.STAGED, staged_at=now, haul=haul)
        staged = alone if before is None else await _joined_with(session, before, alone)
        kept = [staged]
        if staged.haul.earlier is not None and staged.haul.earlier.alone == alone.id:
            kept.append(replace(alone, state=ImportState.ASIDE))
        elif before is not None and begun is not None:
            kept.append(replace(begun, state=ImportState.CANCELLED))
        async with session.store.read() as tx:  # packed and joined outside the transaction: others want to write
            packed = {each.id: await tx.imports.packed(each.haul) for each in kept}
        async with session.store.write() as tx:
            if not await tx.accounts.get([owner]):
                raise Stopped  # they had everything erased
            if not await tx.accounts.identities([owner]):  # it has become part of another account meanwhile
                raise Unavailable("the account has become part of another")
            if begun is not None and await tx.imports.state(owner, begun.id) is not ImportState.READING:
                return None
            if not await tx.imports.is_open(owner, now - JOINS_WITHIN, before):
                continue  # another file was staged, or something chosen, a moment ago
            if before is not None and staged.haul.earlier != before.haul.earlier:
                await forget_aside(tx, before)
            there = {each.id for each in (begun, before) if each is not None}
            for each in kept:
                await _put(tx, each, packed[each.id], is_there=each.id in there)
            return staged


async def _put(tx: Transaction, kept: Import, packed: bytes, *, is_there: bool) -> None:
    if not is_there:
        await tx.imports.add(kept, packed)
        return
    await tx.imports.change(kept)
    if kept.state is not ImportState.CANCELLED:
        await tx.imports.keep_haul(kept, packed)


async def _joined_with(session: Session, before: Import, alone: Import) -> Import:
    """What waits, with what was sent now."""
    first = await _with_settled_table(session, before, alone.haul)
    joined = await asyncio.to_thread(_added, first, alone, session.account)
    return replace(joined, staged_at=alone.staged_at)


async def _with_settled_table(session: Session, before: Import, haul: Haul) -> Import:
    """The people of a table among all others, as its columns are taken now, where another table takes its place or
    something was decided about them."""
    people = len(before.haul.found)
    decided = any(place >= people for place in (*before.chosen.same, *before.chosen.without_people))
    if before.haul.table is None or (haul.table is None and not decided):
        return before
    found, skipped = await everybody(before, session.account, today_of(session.account, session.clock()))
    return replace(before, haul=replace(before.haul, found=tuple(found), skipped=tuple(skipped), table=None))


def _new(session: Session, haul: Haul) -> Import:
    return Import(
        id=ImportId(new_id()),
        account_id=session.account.id,
        state=ImportState.STAGED,
        staged_at=session.clock(),
        haul=haul,
    )


def _joined(haul: Haul, region: str) -> Haul:
    """The haul with each person once."""
    haul = settled(haul)
    joined = join(haul.found, region)
    if not joined.doubles:
        return replace(haul, found=joined.people)
    said = count(
        "{n} row repeats somebody from further up.", "{n} rows repeat somebody from further up.", joined.doubles
    )
    doubles = Remark(message=said.message, plural=said.plural or "", n=said.count)
    return replace(haul, found=joined.people, remarks=(*haul.remarks, doubles))


def _added(staged: Import, alone: Import, account: Account) -> Import:
    """What waits, with something else that was sent; the same once more leaves it as it is."""
    before, haul = staged.haul, alone.haul
    both = Haul(
        files=tuple(dict.fromkeys((*before.files, *haul.files))),
        found=(*before.found, *haul.found),
        events=tuple({each.origin: each for each in (*before.events, *haul.events)}.values()),
        skipped=tuple(dict.fromkeys((*before.skipped, *haul.skipped))),
        remarks=tuple(_each_once(before, haul)),
        table=haul.table or before.table,
        owner=tuple(dict.fromkeys((*before.owner, *haul.owner))),
        undecided=tuple(dict.fromkeys((*before.undecided, *haul.undecided))),
        waiting=tuple(dict.fromkeys((*before.waiting, *haul.waiting))),
        own=haul.own or before.own,
    )
    grew = grown(staged, both, region_of(account.timezone))
    if replace(grew.haul, earlier=before.earlier) == before:
        return replace(grew, haul=before)
    at = staged.staged_at.astimezone(ZoneInfo(account.timezone or "UTC")).time()
    earlier = Earlier(files=before.files, at=at, alone=alone.id)
    return replace(grew, haul=replace(grew.haul, earlier=earlier), chosen=replace(grew.chosen, month_first=None))


def _each_once(before: Haul, haul: Haul) -> list[Remark]:
    return [*before.remarks, *(each for each in haul.remarks if each not in before.remarks)]


def _settled(task: "asyncio.Future[Haul]") -> None:
    """What became of a reading that nobody waits for any more is of no interest."""
    if not task.cancelled():
        task.exception()
