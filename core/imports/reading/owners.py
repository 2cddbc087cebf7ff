"""Which of two people the owner is, and what those are called whom a file knows by number: what one file leaves
open another may say, whichever of them comes first.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from core.chat.words import _
from core.facts.imports import Found, Haul, Remark, Side, Undecided
from core.facts.keys import handle_key

_WHO_ARE_YOU = {
    "linkedin": _("Profile.csv, out of the same ZIP, would tell me which side of your LinkedIn messages is you."),
    "x": _("account.js, out of the same ZIP, would tell me which side of your messages on X is you."),
}
_GOOD_TO_KNOW = {
    "linkedin": _("Good: with that I know which of them is you. Now messages.csv or Connections.csv, please."),
    "x": _("Good: with that I know which of them is you. Now direct-messages.js, please, and tweets.js."),
}
_NAMES_WAIT = _("Good: with that I know many names. Now direct-messages.js and account.js, please.")
NAMES_PLEASE = _("X knows people by number only. Please send me tweets.js, too: it has the names of some.")
_OURS = frozenset({*_WHO_ARE_YOU.values(), *_GOOD_TO_KNOW.values(), _NAMES_WAIT, NAMES_PLEASE})


def settled(haul: Haul) -> Haul:
    """The haul with what its files say together: conversations whose sides are known now are found, and a remark
    asks for what the others need. To be asked again whenever another file has come; `found` only grows at its end.
    """
    owner = {*haul.owner}
    left, decided = haul.undecided, list[Found]()
    others = {source: _others(haul, source) for source in {each.source for each in left}}
    while sides := [_owners(each, left, owner, others[each.source]) for each in left]:
        for side in filter(None, sides):
            owner.update(side.keys)
            decided.append(side.other)
        if not any(sides):
            break
        left = tuple(each for each, side in zip(left, sides, strict=True) if side is None)
    found = (*haul.found, *decided)
    there = {key for each in found for key in _keys(each)}
    mutual = {key for each in found if any(talk.mutual for talk in each.exchanges) for key in _keys(each)}
    named = [each for each in haul.waiting if not there.isdisjoint(_keys(each))]
    after = replace(
        haul,
        found=(*found, *(replace(each, sure=not mutual.isdisjoint(_keys(each))) for each in named)),
        owner=tuple(sorted(owner)),
        undecided=left,
        waiting=tuple(each for each in haul.waiting if there.isdisjoint(_keys(each))),
    )
    remarks = [each for each in haul.remarks if each.message not in _OURS]
    wanted = NAMES_PLEASE in {each.message for each in haul.remarks}
    return replace(after, remarks=(*remarks, *(Remark(message=each) for each in _requests(after, wanted))))


def _owners(
    talk: Undecided, talks: Sequence[Undecided], owner: Collection[str], others: Collection[str]
) -> Side | None:
    """The owner's side: known as theirs; the one beside somebody who is known; or the only one in all of several.
    None while that is open.
    """
    mine = [side for side in talk.sides if not set(side.keys).isdisjoint(owner)]
    if not mine:
        mine = [side for side in talk.sides if set(side.keys).isdisjoint(others)]
    if len(mine) > 1:
        alike = [each for each in talks if each.source == talk.source]
        mine = [side for side in mine if len(alike) > 1 and all(_takes_part(side, each) for each in alike)]
    return mine[0] if len(mine) == 1 else None


def _takes_part(side: Side, talk: Undecided) -> bool:
    return any(not set(side.keys).isdisjoint(each.keys) for each in talk.sides)


def _others(haul: Haul, source: str) -> frozenset[str]:
    """The keys of those whom other files of the source know: nobody is connected to themselves."""
    people = (each for each in haul.found if each.sure and _is_of(each, source))
    return frozenset(key for each in people for key in _keys(each))


def _requests(haul: Haul, names_wanted: bool) -> Iterator[str]:
    """What is still needed, or what is good for nothing by itself."""
    named = (*haul.waiting, *(each for each in haul.found if each.name))
    if names_wanted and not any(_is_of(each, "x") for each in named):
        yield NAMES_PLEASE
    for source, who_are_you in _WHO_ARE_YOU.items():
        if any(each.source == source for each in haul.undecided):
            yield who_are_you
        elif not any(_is_of(each, source) for each in haul.found):
            if any(key.startswith(f"{source}:") for key in haul.owner):
                yield _GOOD_TO_KNOW[source]
            elif any(_is_of(each, source) for each in haul.waiting):
                yield _NAMES_WAIT


def _is_of(found: Found, source: str) -> bool:
    return any(key.startswith(f"{source}:") for key in found.origins)


def _keys(found: Found) -> tuple[str, ...]:
    return (*found.origins, *map(handle_key, found.handles))
