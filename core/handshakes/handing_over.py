"""One person's card becomes a contact of the other's: a new one; or what was missing on the one that they
have, where that is surely the same person's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.chat.command import today_of
from core.chat.reply import say
from core.chat.words import Reader, _, plain
from core.facts.account import Account, ContactAdded, ContactChanged, Deed, EntriesAdded, Step
from core.facts.events import Event
from core.facts.handshakes import Exchange, Shared
from core.facts.ids import AccountId, ContactId, DeedId, EntryId, EventId, new_id
from core.facts.keys import KeyKind, fold, handle_key
from core.facts.people import Contact, Touch
from core.people.due import begun, settled, touched
from core.people.likely import traits_of
from core.people.same_people import in_both, personal
from core.people.uniting import unite
from core.store import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What has become of a card on the other side."""

    contact_id: ContactId
    deed_id: DeedId
    joined: str = ""  # the name on the card that they had of that person before; "" where it is a new one
    alike: Contact | None = None  # whose card may be the same person's: only they can tell


async def hand_over(tx: Transaction, shared: Shared, to: Account, exchange: Exchange, now: datetime) -> None:
    """Give somebody a card, with where and when the two met, as a deed that they can undo."""
    card = shared.card
    today = today_of(to, now)
    on = min(exchange.on, today)  # the day of the other's calendar, which may be tomorrow here
    reader = Reader(to.locale, to.timezone, today)
    theirs = Contact(
        id=ContactId(new_id()),
        owner=to.id,
        name=card.name,
        created_at=now,
        cadence_since=today,
        quiet_since=today,
        company=card.company,
        title=card.title,
        how_met=exchange.where,
        met_on=on,
        notes=card.about,
        handles=card.handles,
    )
    known = await _known(tx, theirs, shared.proven)
    steps: tuple[Step, ...]
    if known is None:
        contact = touched(settled(theirs, to), to, on)
        await tx.people.add([contact])
        steps = (ContactAdded(contact_id=contact.id),)
    else:
        contact = touched(begun(known, to, _united(known, theirs, to), to, today), to, on)
        await tx.people.change([contact])
        steps = (ContactChanged(before=known),)
    touch = Touch(
        id=EntryId(new_id()),
        contact_id=contact.id,
        happened_on=on,
        what=exchange.where or plain(say(_("exchanged cards")), reader),
        recorded_at=now,
        event_id=await _event_of(tx, to.id, exchange),
    )
    await tx.people.add_entries(to.id, [touch])
    deed = Deed(
        id=DeedId(new_id()),
        account_id=to.id,
        request=request_of(exchange),
        done_at=now,
        what=_("exchanging cards with {names}"),
        names=(contact.name,),
        steps=(*steps, EntriesAdded(entries=(touch.id,), contacts=(contact.id,))),
    )
    await tx.accounts.add_deed(deed)


async def handed_over(tx: Transaction, owner: AccountId, exchange: Exchange) -> HandedOver | None:
    """What that was, for the one who has got the card; None once it is taken back, or long ago."""
    deeds = await tx.accounts.deeds(owner, exchange.made_at)
    deed = next((each for each in deeds if each.request == request_of(exchange)), None)
    if deed is None:
        return None
    [contact_id] = next(each for each in deed.steps if isinstance(each, EntriesAdded)).contacts
    if not any(isinstance(each, ContactAdded) for each in deed.steps):
        return HandedOver(contact_id=contact_id, deed_id=deed.id, joined=deed.names[0])
    new = await tx.people.get(owner, [contact_id])
    alike = await _alike(tx, new[0]) if new else None
    return HandedOver(contact_id=contact_id, deed_id=deed.id, alike=alike)


def request_of(exchange: Exchange) -> str:
    """What the deeds of both say that they are about."""
    return f"card:{exchange.id}"


async def _known(tx: Transaction, theirs: Contact, proven: Collection[str]) -> Contact | None:
    """The card that its owner surely has of this person: with the chat from which they have shared, or with their
    whole name and a handle of theirs. A handle alone says nothing: anybody can write anybody's on a card."""
    surely = tuple(each for each in theirs.handles if handle_key(each) in proven)
    known = await _alike(tx, replace(theirs, handles=surely))
    if known is not None and any(handle_key(each) in proven for each in known.handles):
        return known
    known = await _alike(tx, theirs)
    if known is None or fold(known.name) != fold(theirs.name):
        return None
    same = set(personal(traits_of(known))) & set(personal(traits_of(theirs)))
    return known if same else None


async def _alike(tx: Transaction, theirs: Contact) -> Contact | None:
    """Another card that its owner seems to have of this person: by a handle of theirs, or by a name that nobody
    else of their network has; None where it could be several."""
    links = [handle_key(each) for each in theirs.handles]
    ids = {contact_id for _key, contact_id in await tx.people.with_key(theirs.owner, KeyKind.LINK, links)}
    people = {each.id: each for each in await tx.people.get(theirs.owner, ids)}
    people |= {each.id: each for each in await tx.people.starting(theirs.owner, [fold(theirs.name)])}
    people.pop(theirs.id, None)
    same = in_both([traits_of(each) for each in people.values()], [traits_of(theirs)])
    return people[same[theirs.id]] if theirs.id in same else None


def _united(known: Contact, theirs: Contact, owner: Account) -> Contact:
    """Where they met first stays; this time is a touch."""
    if known.how_met or known.met_on:
        theirs = replace(theirs, how_met="", met_on=None)
    return unite(known, theirs, owner.locale)


async def _event_of(tx: Transaction, owner: AccountId, exchange: Exchange) -> EventId | None:
    """The event in this person's own agenda: where it is not theirs, their copy of it, if they have one."""
    if exchange.event_id is None:
        return None
    if owner == exchange.account_id:
        found: Sequence[Event] = await tx.events.get(owner, [exchange.event_id])
    else:
        met = await tx.events.get(exchange.account_id, [exchange.event_id])
        origins = [origin for each in met for origin in (each.origin, f"shared:{each.shared_id or each.id}")]
        found = await tx.events.with_origins(owner, origins)
    return found[0].id if found else None
