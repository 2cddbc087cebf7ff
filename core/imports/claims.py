"""Several who were found may claim one card: who of them can be its person, and about whom the owner is asked.

Two different profiles of a kind of which people have one are two people: they never come onto one card.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from core.facts.ids import ContactId
from core.facts.imports import Found
from core.facts.people import Contact, Handle
from core.imports.comparing import By, Compared
from core.imports.joining import contradict, profiles_of

_Whom = TypeVar("_Whom", ContactId, int)
_CERTAIN = {By.CHOICE: 0, By.LINK: 1, By.SOURCE: 1, By.MAIL: 2, By.PHONE: 3, By.NAME: 4}  # the surest first
_PERHAPS = 5


def undisputed(compared: Compared, people: Sequence[Found], disputed: Collection[int] = ()) -> Compared:
    """Who is known, where nobody else can be them with the same right; whoever else is asked about, or new.

    `disputed` are places of which that was seen before, with everybody in view.
    """
    known = dict(compared.known)
    alike = {place: list(these) for place, these in compared.alike.items()}
    for contact, claims in _claims(compared):
        if len(claims) == 1 and claims[0][1] not in disputed:
            continue
        taken: list[Handle] = []
        for certainty in range(_PERHAPS + 1):
            places = [place for sure, place in claims if sure == certainty]
            fitting = [place for place in places if not contradict(taken, people[place].handles)]
            if certainty == _PERHAPS:
                for place in {*places} - {*fitting}:
                    alike[place].remove(contact)
                break
            open_ = {*disputing({place: people[place].handles for place in fitting}), *disputed}
            for place in places:
                if place in fitting and place not in open_:
                    taken += people[place].handles
                    continue
                del known[place]
                if place in fitting:
                    alike.setdefault(place, []).append(contact)
    lost = [place for place in compared.known if place not in known]
    new = [place for place in lost if people[place].sure and people[place].name]
    return replace(
        compared,
        new=tuple(sorted((*compared.new, *new))),
        known=known,
        alike={place: these for place, these in alike.items() if these},
        unsure=tuple(sorted((*compared.unsure, *({*lost} - {*new})))),
    )


def disputing(handles: Mapping[int, Sequence[Handle]]) -> Collection[int]:
    """Of these the places of those who cannot all be one person: they have profiles of a kind, and not the same."""
    if len(handles) < 2:
        return ()
    kinds: dict[str, dict[int, set[str]]] = {}
    for place, these in handles.items():
        for kind, values in profiles_of(these).items():
            kinds.setdefault(kind, {})[place] = values
    return {place for values in kinds.values() if not set.intersection(*values.values()) for place in values}


def plain(perhaps: Mapping[int, Sequence[_Whom]], people: Sequence[Found]) -> Mapping[int, _Whom]:
    """Of those who may be somebody, by place, who can be told to be them without looking: it can be nobody else,
    and nobody else with another profile may be them, too."""
    asked: dict[_Whom, list[int]] = {}
    for place, these in perhaps.items():
        for each in these:
            asked.setdefault(each, []).append(place)
    open_ = {
        place
        for places in asked.values()
        for place in disputing({place: people[place].handles for place in places})
    }
    return {place: these[0] for place, these in perhaps.items() if len(these) == 1 and place not in open_}


def _claims(compared: Compared) -> Collection[tuple[Contact, Sequence[tuple[int, int]]]]:
    """By contact, who claims to be them, and how surely."""
    claims: dict[ContactId, tuple[Contact, list[tuple[int, int]]]] = {}
    for place, each in compared.known.items():
        claims.setdefault(each.contact.id, (each.contact, []))[1].append((_CERTAIN[each.by], place))
    for place, these in compared.alike.items():
        for contact in these:
            claims.setdefault(contact.id, (contact, []))[1].append((_PERHAPS, place))
    return claims.values()
