"""Linking: the code that joins two chat accounts to one network, and what a merge has to remember."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.facts.account import Account
from core.facts.ids import AccountId, ContactId, LinkCodeId, MergeId
from core.facts.keys import fold, handle_key
from core.facts.people import Anniversary, Contact, Handle


class LinkState(StrEnum):
    """open → said → linked or refused; or locked, when it was guessed at."""

    OPEN = "open"
    SAID = "said"  # on the other side: whoever issued it is asked to confirm
    LINKED = "linked"
    REFUSED = "refused"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCode:
    """A one-time code. Its first half finds it; of the second only a salted hash is kept."""

    id: LinkCodeId
    account_id: AccountId  # who issued it, and confirms: theirs is the network that stays
    first: str
    salt: str
    hashed: str
    expires_at: datetime  # of being said; then of being confirmed
    wrong: int = 0  # second halves that were not it
    state: LinkState = LinkState.OPEN
    other_id: AccountId | None = None  # who has said it
    platform: str = ""  # and from which chat account of theirs
    external_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What two cards are compared by: light, since whole networks are."""

    id: ContactId
    name: str  # folded
    links: tuple[str, ...] = ()  # keys of handles: "email:jane@example.com"
    birthday: tuple[int | None, int | None, int | None] = (None, None, None)  # year, month, day
    work: tuple[str, str] = ("", "")  # company and title, folded; of who has both
    aliases: tuple[str, ...] = ()  # folded; where cards of one network are compared
    company: str = ""  # the same


def traits_from(
    contact_id: ContactId,
    name: str,
    handles: Sequence[Handle],
    dates: Sequence[Anniversary],
    company: str,
    title: str,
    aliases: Sequence[str] = (),
) -> Traits:
    """What a card that says this is compared by; the name is folded already."""
    birthday = next((each.on for each in dates if each.label == "birthday"), None)
    place = fold(company)
    return Traits(
        id=contact_id,
        name=name,
        links=tuple([handle_key(each) for each in handles]),
        birthday=(birthday.year, birthday.month, birthday.day) if birthday else (None, None, None),
        work=(place, fold(title)) if company and title else ("", ""),
        aliases=tuple([folded for each in aliases if (folded := fold(each))]),
        company=place,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two networks that have become one. The other account is kept for a day, without what has moved."""

    id: MergeId
    account_id: AccountId
    other_id: AccountId
    merged_at: datetime
    before: Account  # as it was
    after: Account  # and became: what differs since is its owner's doing


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What a merge has done to people, so that it can be taken back."""

    united: Mapping[ContactId, ContactId]  # a card of the other account, and the one that it became part of
    before: Sequence[Contact]  # those of these that uniting has changed, as they were
    started: Mapping[ContactId, date]  # where the cadence of somebody who moved had started to count
