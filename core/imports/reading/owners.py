"""Which of two people the owner is, and what those are called whom a file knows by number: what one file leaves
open another may say, whichever of them comes first.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from core.chat.words import _
from core.facts.imports import Found, Haul, Remark, Side, Undecided
from core.facts.keys import handle_key

_WHO_ARE_YOU = {
    "linkedin": _(
        "I can't tell yet which side of your LinkedIn messages is you. Please send me Profile.csv, too: it is in the "
        "same ZIP."
    ),
    "x": _(
        "I can't tell yet which side of your messages on X is you. Please send me account.js, too: it is in the same "
        "ZIP."
    ),
    "whatsapp": _(
        "I can't tell yet which of the two in a WhatsApp chat is you. Please send it once more under the name that "
        "WhatsApp gave it, or another of your chats."
    ),
}
_GOOD_TO_KNOW = {
    "linkedin": _("Good: with that I know which of them is you. Now messages.csv or Connections.csv, please."),
    "x": _("Good: with that I know which of them is you. Now direct-messages.js, please."),
}
_NAMES_WAIT = _("Good: with that I know many names. Now account.js and direct-messages.js, please, or the whole ZIP.")
_OURS = frozenset({*_WHO_ARE_YOU.values(), *_GOOD_TO_KNOW.values(), _NAMES_WAIT})


def settled(haul: Haul) -> Haul:
    """The haul with what its files say together: conversations whose sides are known now are found, and a remark
    asks for what the others need. To be asked again whenever another file has come; `found` only grows at its end.
    """
    owner = {*haul.owner}
    decided: list[Found] = []
    left = haul.undecided
    while sides := {place: side for place, each in enumerate(left) if (side := _owners(each, left, owner, haul))}:
        for side in sides.values():
            owner.update(side.keys)
            decided.append(side.other)
        left = tuple(each for place, each in enumerate(left) if place not in sides)
    found = (*haul.found, *decided)
    there = {key for each in found for key in _keys(each)}
    named = tuple(each for each in haul.waiting if not there.isdisjoint(_keys(each)))
    after = replace(
        haul,
        found=(*found, *named),
        owner=tuple(dict.fromkeys((*haul.owner, *sorted(owner)))),
        undecided=left,
        waiting=tuple(each for each in haul.waiting if each not in {*named}) if named else haul.waiting,
    )
    others = (each for each in haul.remarks if each.message not in _OURS)
    return replace(after, remarks=(*others, *map(_remark, _requests(after))))


def _remark(message: str) -> Remark:
    return Remark(message=message)


def _owners(talk: Undecided, talks: Sequence[Undecided], owner: Collection[str], haul: Haul) -> Side | None:
    """The owner's side; None where it is open: by what is known of them, or of the other one."""
    mine = [side for side in talk.sides if not {*side.keys}.isdisjoint(owner)]
    if mine:
        return mine[0] if len(mine) == 1 else None
    connected = _connected(haul, talk.source)
    mine = [side for side in talk.sides if connected.isdisjoint(side.keys)]
    if len(mine) == 1:
        return mine[0]
    alike = [each for each in talks if each.source == talk.source]
    mine = [side for side in talk.sides if len(alike) > 1 and all(map(_has(side), alike))]
    return mine[0] if len(mine) == 1 else None
