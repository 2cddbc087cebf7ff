"""A file that somebody has sent: read, compared with their contacts, and kept until they decide."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from core.chat.command import Session
from core.chat.errors import NotFound, Refusal
from core.chat.reply import Button, Listing, Person, Reply, Row, Span, action, count, lines, say
from core.chat.request import Actor, Upload
from core.chat.words import _
from core.facts.ids import AccountId, ImportId, new_id
from core.facts.imports import Import, ImportState, Unread
from core.imports.comparing import Sorted, chunks, compare, together
from core.imports.linkedin import Connections
from core.imports.opening import read_connections
from core.imports.wrong import MEGABYTE, just_connections, too_large, wrong
from core.store import Transaction

SOURCE = "linkedin"  # as it is kept
LINKEDIN = "LinkedIn"  # as it is shown
MAX_SENT = 20 * MEGABYTE  # what a bot gets from Telegram, the smallest of the platforms' limits
_SHOWN = 5  # names, and line numbers


async def stage(session: Session, _actor: Actor, upload: Upload) -> AsyncIterator[Reply]:
    """Say what is in the file, and ask whether to import it. Raises WrongFile."""
    if upload.path is None:
        if upload.size > MAX_SENT:
            raise too_large(upload.size, MAX_SENT)
        raise wrong(say(_("I could not get hold of that file. Please send it again.")), just_connections())
    connections = await asyncio.to_thread(read_connections, upload.path)
    owner = session.account.id
    # Nobody waits while this looks people up: what changes before the import is seen again then.
    async with session.store.read() as tx:
        told_apart = together([await compare(tx, owner, rows) for rows in chunks(connections.found)])
    staged = Import(
        id=ImportId(new_id()),
        account_id=owner,
        source=SOURCE,
        state=ImportState.STAGED,
        staged_at=session.clock(),
        found=connections.found,
        unread=connections.unread,
        known=told_apart.known,
    )
    if told_apart.new:
        async with session.store.write() as tx:
            await tx.imports.add(staged)
    yield preview(staged.id, connections, told_apart)


def preview(import_id: ImportId, connections: Connections, told_apart: Sorted) -> Reply:
    """What was found, a few names, and the buttons; no Import where there is nobody new."""
    new = told_apart.new
    text = lines(
        _summary(len(connections.found), told_apart.known, connections.unread),
        *(say(why) for why in dict.fromkeys(each.why for each in connections.unread)),
        _remark(
            connections.doubles,
            _("{n} row repeats somebody from further up ({lines})."),
            _("{n} rows repeat somebody from further up ({lines})."),
        ),
        _remark(
            connections.undated,
            _("{n} day of connecting is unreadable: that person comes without it ({lines})."),
            _("{n} days of connecting are unreadable: those people come without ({lines})."),
        ),
        count(
            "{n} new person is called like somebody you have, and may be the same.",
            "{n} new people are called like somebody you have, and may be the same.",
            told_apart.namesakes,
        )
        if told_apart.namesakes
        else None,
        say(_("New: {names}"), names=_names(told_apart)) if new else say(_("Nobody in it is new to you.")),
    )
    return Reply(text=text, rows=(choices(import_id),) if new else ())


def choices(import_id: ImportId) -> Row:
    """The buttons under what is staged."""
    return (
        Button(say(_("Import")), action("import", import_id)),
        Button(say(_("Cancel")), action("cancel-import", import_id)),
    )


async def cancel(tx: Transaction, owner: AccountId, import_id: ImportId) -> Reply:
    """Forget what was found in the file. Raises Refusal when it is too late for that."""
    found = await staged_or_later(tx, owner, import_id)
    match found.state:
        case ImportState.STAGED:
            await tx.imports.change(replace(found, state=ImportState.CANCELLED, found=(), unread=()))
        case ImportState.RUNNING:
            raise Refusal(say(_("It is under way already. When it is done, Undo takes it back.")))
        case ImportState.DONE:
            raise Refusal(say(_("It is imported already. /undo takes the last thing back, for a day.")))
        case ImportState.UNDONE:
            raise taken_back()
    return Reply(text=say(_("All right: nothing is imported, and the file is forgotten.")), replaces=True)


async def staged_or_later(tx: Transaction, owner: AccountId, import_id: ImportId) -> Import:
    """The owner's import, whatever has become of it. Raises NotFound."""
    found = await tx.imports.get(owner, import_id)
    if found is None:
        raise NotFound(say(_("I don't have that file any more. Please send it again.")))
    return found


def taken_back() -> Refusal:
    return Refusal(say(_("That import was taken back. Send me the file again, should you want it after all.")))


def _summary(people: int, known: int, unread: Sequence[Unread]) -> Span:
    parts: dict[str, Span] = {
        "source": LINKEDIN,
        "people": count("{n} person", "{n} people", people),
        "known": count("{n} already known", "{n} already known", known),
    }
    if not unread:
        return say(_("{source}: {people}, {known}"), **parts)
    where = _lines([each.line for each in unread])
    parts["unread"] = count("{n} unreadable ({lines})", "{n} unreadable ({lines})", len(unread), lines=where)
    return say(_("{source}: {people}, {known}, {unread}"), **parts)


def _remark(at: Sequence[int], message: str, plural: str) -> Span | None:
    return count(message, plural, len(at), lines=_lines(at)) if at else None


def _lines(numbers: Sequence[int]) -> Span:
    """Where they are: lines 5, 9, 12…"""
    few = ", ".join(map(str, numbers[:_SHOWN])) + ("…" if len(numbers) > _SHOWN else "")
    return count("line {numbers}", "lines {numbers}", len(numbers), numbers=few)


def _names(told_apart: Sorted) -> Span:
    names: list[Span] = [Person(each.name) for each in told_apart.new[:_SHOWN]]
    more = len(told_apart.new) - len(names)
    if more:
        names.append(count("{n} more", "{n} more", more))
    return Listing(tuple(names))
