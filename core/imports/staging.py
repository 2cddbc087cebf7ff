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
from core.facts.ids import ImportId, new_id
from core.facts.imports import Chosen, Haul, Import, ImportState, Remark
from core.imports import recognising
from core.imports.joining import join
from core.imports.preview import nothing_found, preview
from core.imports.reading.phones import region_of
from core.imports.reading.source import Reading, Stopped
from core.imports.reading.wrong import MEGABYTE, too_large
from core.imports.staged import called_off, everybody, look
from core.store import Unavailable

MAX_SENT = 20 * MEGABYTE  # what a bot gets from Telegram, the smallest of the platforms' limits
JOINS_WITHIN = timedelta(hours=1)  # after one file another still belongs to it
_TICK = 1.0  # seconds between two words on how far it is: chats slow down whoever edits more often
_AT_ONCE = 2  # archives that are read at the same time, each with its memory; others wait for their turn
_READERS = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="reading")


async def stage(session: Session, _actor: Actor, upload: Upload) -> AsyncIterator[Reply]:
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
        shown = await _keep(session, begun, task.result())
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
        await tx.accounts.get([session.account.id])
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


async def _keep(session: Session, begun: Import | None, haul: Haul) -> Reply | None:
    """Keep what was found, and show it, together with what waits already; None: it was cancelled meanwhile."""
    account = session.account
    haul = await asyncio.to_thread(_joined, haul, region_of(account.timezone))
    if not haul.found and not haul.events and haul.table is None and not haul.own:
        if begun is not None:
            await _forget(session, begun)
        return nothing_found(haul)
    staged = await _stage(session, begun, haul)
    if staged is None:
        return None
    async with session.store.read() as tx:  # nobody waits while this looks people up
        looked = await look(tx, account, staged, today_of(account, session.clock()))
    return preview(looked)


async def _stage(session: Session, begun: Import | None, haul: Haul) -> Import | None:
    owner = session.account.id
    while True:
        now = session.clock()
        async with session.store.read() as tx:
            before = await tx.imports.open(owner, now - JOINS_WITHIN)
        if before is None:
            staged = replace(begun, haul=haul) if begun else _new(session, haul)
            staged = replace(staged, state=ImportState.STAGED, staged_at=now)
        else:  # joined outside the transaction: others want to write, too
            first = await _settled_table(session, before.haul) if haul.table else before.haul
            staged = await asyncio.to_thread(_added, before, first, haul, region_of(session.account.timezone))
            staged = replace(staged, staged_at=now)
        async with session.store.write() as tx:
            await tx.accounts.get([owner])
            if not await tx.accounts.identities([owner]):  # it has become part of another account meanwhile
                raise Unavailable("the account has become part of another")
            if begun is not None and await tx.imports.state(owner, begun.id) is not ImportState.READING:
                return None
            if await tx.imports.open(owner, now - JOINS_WITHIN) != before:
                continue  # another file was staged, or something chosen, a moment ago
            if before is None and begun is None:
                await tx.imports.add(staged)
            else:
                await tx.imports.change(staged)
                await tx.imports.keep_haul(staged)
                if begun is not None and before is not None:
                    await tx.imports.change(replace(begun, state=ImportState.CANCELLED))
            return staged


async def _settled_table(session: Session, haul: Haul) -> Haul:
    """The people of a table among all others, as its columns are taken now: another table takes its place."""
    people, skipped = await everybody(haul, session.account, today_of(session.account, session.clock()))
    return replace(haul, found=tuple(people), skipped=tuple(skipped), table=None)


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
    joined = join(haul.found, region)
    if not joined.doubles:
        return replace(haul, found=joined.people)
    said = count(
        "{n} row repeats somebody from further up.", "{n} rows repeat somebody from further up.", joined.doubles
    )
    doubles = Remark(message=said.message, plural=said.plural or "", n=said.count)
    return replace(haul, found=joined.people, remarks=(*haul.remarks, doubles))


def _added(staged: Import, before: Haul, haul: Haul, region: str) -> Import:
    """What waits, with another haul; what was decided about somebody stays decided."""
    joined = join((*before.found, *haul.found), region)
    both = Haul(
        files=tuple(dict.fromkeys((*before.files, *haul.files))),
        found=joined.people,
        events=tuple({each.origin: each for each in (*before.events, *haul.events)}.values()),
        skipped=tuple(dict.fromkeys((*before.skipped, *haul.skipped))),
        remarks=tuple(_each_once(before, haul)),
        table=haul.table or before.table,
        own=haul.own or before.own,
    )
    same = {joined.places[place]: whom for place, whom in staged.chosen.same.items() if place < len(before.found)}
    return replace(staged, haul=both, chosen=Chosen(without=staged.chosen.without, same=same, month_first=None))


def _each_once(before: Haul, haul: Haul) -> list[Remark]:
    return [*before.remarks, *(each for each in haul.remarks if each not in before.remarks)]


def _settled(task: "asyncio.Future[Haul]") -> None:
    """What became of a reading that nobody waits for any more is of no interest."""
    if not task.cancelled():
        task.exception()
