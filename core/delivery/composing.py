"""From claimed deliveries to messages: written a whole batch at once, when they are sent, as they are true then."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from core.chat.command import today_of
from core.chat.reply import Reply, Span, lines, say
from core.chat.words import Reader, _
from core.delivery import outcomes
from core.delivery.mornings import quiet_until
from core.facts.account import Account, Identity
from core.facts.delivery import QUIET, Delivery, Kind
from core.facts.ids import AccountId, DeliveryId
from core.store import Transaction

LATE = timedelta(minutes=2)  # what is later than this says so


async def nothing_follows(_tx: Transaction) -> None:
    """From its having been sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What is to be sent, and what follows from its having been sent (in the transaction that writes it down)."""

    reply: Reply
    when_sent: Callable[[Transaction], Awaitable[None]] = nothing_follows
    to: Identity | None = None  # the one chat that it is for; else wherever its recipient wants to be written to
    # Of a message that is to be edited where it stands: what follows as well from its id, and the chat it is in.
    posted: Callable[[Transaction, Identity, str], Awaitable[None]] | None = None


# Writes the texts of deliveries of one kind when they are sent, all in one go; one that is not in the answer has
# nothing left to say.
Composer = Callable[
    [Transaction, Sequence[tuple[Account, Delivery]], datetime], Awaitable[Mapping[DeliveryId, Composed]]
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A delivery that can go now: as it was claimed, to whom, and what it says."""

    delivery: Delivery
    identity: Identity
    composed: Composed
    reader: Reader


async def compose(
    tx: Transaction,
    claimed: Sequence[Delivery],
    composers: Mapping[Kind, Composer],
    platforms: Sequence[str],
    now: datetime,
) -> tuple[list[Message], list[Delivery]]:
    """The messages that can go now to one of these platforms; and what becomes of the other deliveries."""
    owners = {delivery.account_id for delivery in claimed}
    accounts = {account.id: account for account in await tx.accounts.get(owners)}
    places = await _places(tx, accounts, platforms)
    settled: list[Delivery] = []
    awake: list[tuple[Account, Delivery]] = []
    for delivery in claimed:
        account = accounts.get(delivery.account_id)
        if now > delivery.not_after:
            settled.append(outcomes.too_late(delivery, now))
        elif account is None or account.id not in places:  # kept for when they write again
            settled.append(outcomes.put_off(delivery, now, "unreachable"))
        elif not _left_for(delivery, places[account.id]):
            settled.append(outcomes.uncertain(delivery, delivery.error, now, takes_nonce=False))
        elif quiet := _quiet(account, delivery, now):
            settled.append(outcomes.waits_for_quiet(delivery, quiet))
        else:
            awake.append((account, delivery))
    composed: dict[DeliveryId, Composed] = {}
    for kind in sorted({delivery.kind for _account, delivery in awake}):
        batch = [(account, delivery) for account, delivery in awake if delivery.kind is kind]
        composed |= await composers[kind](tx, batch, now)
    messages: list[Message] = []
    for account, delivery in awake:
        said = composed.get(delivery.id)
        left = _left_for(delivery, places[account.id])
        if said is None or (said.to is not None and said.to not in left):
            settled.append(outcomes.skipped(delivery, now))
            continue
        messages.append(
            Message(
                delivery=delivery,
                identity=said.to or left[0],
                composed=_with_remarks(said, delivery, now),
                reader=Reader(account.locale, account.timezone, today_of(account, now)),
            )
        )
    return messages, settled


async def _places(
    tx: Transaction, accounts: Mapping[AccountId, Account], platforms: Sequence[str]
) -> Mapping[AccountId, Sequence[Identity]]:
    """Where each of them can be reached: on the platform that they prefer first. Nobody is there without any."""
    found: dict[AccountId, list[Identity]] = {}
    for identity in await tx.accounts.identities(accounts.keys()):
        if identity.reachable and identity.platform in platforms:
            found.setdefault(identity.account_id, []).append(identity)
    return {
        owner: sorted(identities, key=partial(_comes_second, accounts[owner]))
        for owner, identities in found.items()
    }


def _comes_second(account: Account, identity: Identity) -> bool:
    return identity.platform != account.deliver_to


def _left_for(delivery: Delivery, places: Sequence[Identity]) -> Sequence[Identity]:
    """Where it may go. What may have arrived on a platform goes nowhere else, since only there it is shown once;
    unless it says that it may have been seen before."""
    if not delivery.platform or delivery.again:
        return places
    return [each for each in places if each.platform == delivery.platform]


def _quiet(account: Account, delivery: Delivery, now: datetime) -> datetime | None:
    """Until when the delivery waits. What its owner set for an hour within the quiet hours comes at that hour; what
    others have done waits, unless it were too late then."""
    until = quiet_until(account, now)
    if delivery.kind.can_wait:
        return until if until is not None and until <= delivery.not_after else None
    return None if quiet_until(account, delivery.due_at) is not None else until


def _with_remarks(composed: Composed, delivery: Delivery, now: datetime) -> Composed:
    """It says so when it may have been seen before, and when it is late."""
    remarks: list[Span] = []
    if delivery.again:
        remarks.append(say(_("You may have had this already.")))
    if now - delivery.due_at > LATE:
        remarks.append(_lateness(delivery))
    if not remarks:
        return composed
    text = lines(*remarks, "", composed.reply.text)
    return replace(composed, reply=replace(composed.reply, text=text))


def _lateness(delivery: Delivery) -> Span:
    """Why it comes only now, by what it last waited for."""
    match delivery.error:
        case error if error == QUIET:
            return say(_("This waited for your quiet hours to end: it was due {when}."), when=delivery.due_at)
        case "Unreachable" | "unreachable":
            return say(_("I could not reach you before: this was due {when}."), when=delivery.due_at)
        case _:
            return say(_("This is late, sorry: it was due {when}."), when=delivery.due_at)
