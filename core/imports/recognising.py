"""Which source reads which file of what somebody sent, and all that is read of it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from core.chat.reply import say
from core.chat.words import Reader, _, plain
from core.facts.imports import Haul
from core.imports import own
from core.imports.addressbooks import attendees, google, googleplus, monica, outlook, tables, vcards
from core.imports.agendas import calendars
from core.imports.chats import discord, mailboxes, telegram, whatsapp
from core.imports.linkedin import source as linkedin
from core.imports.reading import sniffing
from core.imports.reading.opening import BROKEN, is_zip, pieces
from core.imports.reading.source import Piece, Reading, Source, TooMuch
from core.imports.reading.wrong import WrongFile
from core.imports.social import facebook, instagram, pinterest, x

# A piece belongs to the first that wants it: what is surest of itself comes first.
SOURCES: tuple[Source, ...] = (
    own.SOURCE,
    linkedin.SOURCE,
    x.SOURCE,
    facebook.SOURCE,
    instagram.SOURCE,
    pinterest.SOURCE,
    telegram.SOURCE,
    discord.SOURCE,
    monica.SOURCE,
    vcards.SOURCE,
    calendars.SOURCE,
    googleplus.SOURCE,
    attendees.SOURCE,
    google.SOURCE,
    outlook.SOURCE,
    mailboxes.SOURCE,
    whatsapp.SOURCE,
)
# Any table of people, whose columns are guessed: only where nothing else is known.
LAST = tables.SOURCE
_ALL = (*SOURCES, LAST)
_NAMES = 3  # of files, where there are many
_LONGEST = 40  # characters of such a name

_Parts = dict[str, list[Piece]]


def read(path: Path, name: str, reading: Reading) -> Haul:
    """All that somebody has sent under `name`, as `reading` was told. It blocks: not for the event loop.

    What is recognised and holds nobody is a haul, too: its remarks say what to send instead. Raises WrongFile where
    nothing is recognised, and Stopped.
    """
    with path.open("rb") as file:
        packed = is_zip(file.read(8))
    with pieces(path, name, reading) as found:
        if not packed and (matter := sniffing.binary(found[0].head)):
            raise matter
        recognised, ignored = _recognised(found, reading)
        if not recognised:
            raise sniffing.archive([piece.path for piece in found]) if packed else sniffing.text(found[0])
        everything = [piece for parts in recognised.values() for pieces_ in parts.values() for piece in pieces_]
        reading.total = reading.done + sum(piece.size for piece in everything)
        for number, parts in recognised.items():
            _read(_ALL[number], parts, reading, alone=len(recognised) == 1)
    if ignored:
        reading.remark(
            "I left out {n} other file ({names}).",
            "I left out {n} other files ({names}).",
            len(ignored),
            names=_names(ignored),
        )
    return reading.haul()


def _recognised(found: Sequence[Piece], reading: Reading) -> tuple[dict[int, _Parts], list[Piece]]:
    """The parts of each source (by its place in _ALL), and what is nobody's."""
    parts: dict[int, _Parts] = {}
    left: list[Piece] = []
    for piece in found:
        reading.check()
        try:
            head = piece.head
        except WrongFile:
            reading.skip(piece.path, 0, BROKEN)
            continue
        if not sniffing.is_text(head) or not _given(piece, range(len(SOURCES)), parts):
            left.append(piece)
    if not parts:
        left = [piece for piece in left if not _given(piece, (len(SOURCES),), parts)]
    if ours := parts.get(SOURCES.index(own.SOURCE)):  # whatever stands beside it says the same once more
        return {SOURCES.index(own.SOURCE): ours}, []
    return dict(sorted(parts.items())), left


def _given(piece: Piece, places: Iterable[int], parts: dict[int, _Parts]) -> bool:
    """Give a piece to the first source that knows what it is."""
    for place in places:
        if part := _ALL[place].part(piece):
            parts.setdefault(place, {}).setdefault(part, []).append(piece)
            return True
    return False


def _read(source: Source, parts: _Parts, reading: Reading, *, alone: bool) -> None:
    """Let a source read what is its own: all of it or, where something is damaged, nothing.

    `alone` is a source beside which there is no other. Raises WrongFile for what is damaged there.
    """
    title = plain(say(source.title), Reader(locale=reading.locale))
    before, reading.source = reading.mark(), source.name
    try:
        source.read(parts, reading)
    except TooMuch:
        raise
    except WrongFile:
        if alone:
            raise
        reading.back_to(before)
        reading.remark(
            _("Something of {source} is damaged, so I left all of it out. Please download it once more."),
            source=title,
        )
    else:
        gave = {each.where for each in reading.people[before[0] :]}
        every = [piece for each in parts.values() for piece in each]
        # In an archive of many files those count in which somebody is.
        reading.files.append(f"{title}: {_names([piece for piece in every if piece.path in gave] or every)}")


def _names(some: Sequence[Piece]) -> str:
    """The names of a few files, each once."""
    names = dict.fromkeys(piece.path.rpartition("/")[2][:_LONGEST] for piece in some)
    return ", ".join([*names][:_NAMES]) + ("…" if len(names) > _NAMES else "")
