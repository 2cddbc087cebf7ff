"""The digest: planned for many accounts at once, or made now for one; and answered in place."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.chat.command import Context, today_of
from core.chat.errors import NotFound
from core.chat.failures import trace
from core.chat.reply import say
from core.chat.words import _
from core.delivery.mornings import digest_of, end_of_day, rescheduled
from core.delivery.outbox import Composed
from core.facts.account import Account, PickAnswered
from core.facts.delivery import Delivery, Kind
from core.facts.ids import AccountId, ContactId, DeliveryId, DigestId, new_id
from core.facts.people import Balance, Contact
from core.facts.reminders import Because, Digest, Outcome, Pick
from core.people.due import cadence_of
from core.reminders.ranking import RECENT, Candidate, birthday_keys, dormant_before, may_be_shown, rank
from core.reminders.wording import show_digest
from core.store import ReadOnly, Store, Transaction, Unavailable

BATCH = 50  # accounts in one transaction: others wait for it
PUT_OFF = timedelta(hours=1)  # for an account whose digest cannot be planned

log = logging.getLogger(__name__)


async def plan_digests(store: Store, now: datetime) -> int:
    """Plan the digests of accounts whose time has come, a batch in one transaction; how many accounts it took.

    An outage of several mornings makes one digest, for today; nothing to say makes none.
    """
    try:
        return await _plan(store, now, BATCH)
    except (Unavailable, ReadOnly):
        raise
    except Exception as error:
        log.error("A batch of digests could not be planned; one by one, then:\n%s", trace(error))
        return await _plan_one(store, now)


async def _plan_one(store: Store, now: datetime) -> int:
    """Plan the first account alone; one that cannot be planned is put off, so that it delays nobody."""
    try:
        return await _plan(store, now, 1)
    except Unavailable:
        raise
    except Exception as error:
        async with store.write() as tx:
            (account,) = await tx.accounts.due_for_digest(now, 1)
            log.error("A digest could not be planned:\n%s", trace(error), extra={"account": account.id})
            await tx.accounts.schedule_digests([replace(account, next_digest_at=now + PUT_OFF)])
        return 1


async def _plan(store: Store, now: datetime, limit: int) -> int:
    async with store.write() as tx:
        accounts = await tx.accounts.due_for_digest(now, limit)
        if not accounts:
            return 0
        by_id = {account.id: account for account in accounts}
        reached = {each.account_id for each in await tx.accounts.identities(list(by_id)) if each.reachable}
        awake = [account for account in accounts if account.id in reached and _wants_one(account, now)]
        digests = await _decide(tx, awake, now)
        await tx.reminders.add_digests(digests)
        await tx.deliveries.add([_delivery(by_id[digest.account_id], digest, now) for digest in digests])
        digested = {digest.account_id: digest.day for digest in digests}
        after = [replace(each, digested_on=digested.get(each.id, each.digested_on)) for each in accounts]
        await tx.accounts.schedule_digests([rescheduled(account, now) for account in after])
        return len(accounts)


async def make_digest(ctx: Context) -> tuple[Digest, Mapping[ContactId, Contact]] | None:
    """The digest of this moment for one account, which asked for it; None when nobody is due.

    It is kept, so that its buttons work; nobody counts as suggested, since it was not our idea.
    """
    digests = await _decide(ctx.tx, [ctx.account], ctx.now, asked=True)
    if not digests:
        return None
    await ctx.tx.reminders.add_digests(digests)
    return digests[0], await contacts_of(ctx.tx, digests[0])


async def contacts_of(tx: Transaction, digest: Digest) -> Mapping[ContactId, Contact]:
    """Whoever of the digest is still there."""
    found = await tx.people.get(digest.account_id, [pick.contact_id for pick in digest.picks])
    return {contact.id: contact for contact in found}


async def compose(tx: Transaction, account: Account, delivery: Delivery, now: datetime) -> Composed | None:
    """The planned digest as it is true now; None when it has nothing left to say.

    Whoever was talked to, snoozed, hidden or paused since it was planned is left out. Only when it has been sent
    do its people count as shown: one that did not arrive must not hide them.
    """
    digest = await tx.reminders.digest(account.id, DigestId(delivery.subject))
    today = today_of(account, now)
    if digest is None or is_paused(account, today):
        return None
    contacts = {
        id_: contact
        for id_, contact in (await contacts_of(tx, digest)).items()
        if may_be_shown(contact, today) and (contact.last_touch_on is None or contact.last_touch_on < digest.day)
    }
    if not contacts:
        return None

    async def shown(tx: Transaction) -> None:
        await tx.reminders.mark_suggested(list(contacts), digest.day)

    return Composed(reply=show_digest(digest, contacts, today), when_sent=shown)


async def answer_pick(
    ctx: Context, digest_id: str, contact_id: str, outcome: Outcome
) -> tuple[Digest, Contact, Pick] | None:
    """Note what the owner answered about somebody in a digest; None when that is answered already.

    Raises NotFound for a digest or a person that is not there (any more).
    """
    digest = await ctx.tx.reminders.digest(ctx.owner, DigestId(digest_id))
    pick = next((each for each in digest.picks if each.contact_id == contact_id), None) if digest else None
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if digest is None or pick is None or not found:
        raise NotFound(say(_("I can't find that person any more.")))
    if pick.outcome is not Outcome.OPEN:
        return None
    picks = tuple(replace(each, outcome=outcome) if each is pick else each for each in digest.picks)
    answered = replace(digest, picks=picks)
    await ctx.tx.reminders.change_digest(answered)
    return answered, found[0], pick


async def reopen(ctx: Context, step: PickAnswered) -> None:
    """Undo of an answer: the person is open again in that digest."""
    digest = await ctx.tx.reminders.digest(ctx.owner, step.digest_id)
    if digest is not None:
        picks = (
            replace(pick, outcome=Outcome.OPEN) if pick.contact_id == step.contact_id else pick
            for pick in digest.picks
        )
        await ctx.tx.reminders.change_digest(replace(digest, picks=tuple(picks)))


def is_paused(account: Account, today: date) -> bool:
    return account.paused and (account.paused_until is None or account.paused_until > today)


def _wants_one(account: Account, now: datetime) -> bool:
    """Whether today, late as it may be, is a day for a digest, and its time has come."""
    today = today_of(account, now)
    if is_paused(account, today) or account.timezone is None or today.weekday() not in account.digest_days:
        return False
    # After a night's outage yesterday's is over, and today's is not due yet.
    return digest_of(account, today) <= now or account.next_digest_at is None


async def _decide(
    tx: Transaction, accounts: Sequence[Account], now: datetime, *, asked: bool = False
) -> list[Digest]:
    if not accounts:
        return []
    days = {account.id: today_of(account, now) for account in accounts}
    contacts = await tx.reminders.candidates(
        list(days.items()),
        dormant_before(min(days.values())),
        sorted({key for day in set(days.values()) for key in birthday_keys(day)}),
        min(days.values()) - RECENT,
    )
    balances = await tx.people.balances(list(days), [contact.id for contact in contacts]) if contacts else []
    by_contact = {each.contact_id: each for each in balances}
    return list(_digests(accounts, contacts, by_contact, days, now, asked=asked))


def _digests(
    accounts: Iterable[Account],
    contacts: Iterable[Contact],
    balances: Mapping[ContactId, Balance],
    days: Mapping[AccountId, date],
    now: datetime,
    *,
    asked: bool,
) -> Iterable[Digest]:
    """The digest of each account that has somebody to reach out to."""
    theirs: dict[AccountId, list[Contact]] = defaultdict(list)
    for contact in contacts:
        theirs[contact.owner].append(contact)
    for account in accounts:
        candidates = (
            Candidate(contact=contact, cadence=cadence_of(contact, account), balance=balances.get(contact.id))
            for contact in theirs[account.id]
        )
        today = days[account.id]
        picks = rank(
            candidates,
            today,
            account.digest_size,
            until=_next_day(account, today),
            # One old tie a week, with the week's first digest: a network of strangers is not woken all at once.
            dormant=asked or today.weekday() == min(account.digest_days, default=0),
            asked=asked,
        )
        if picks:
            yield Digest(
                id=DigestId(new_id()),
                account_id=account.id,
                day=today,
                picks=picks,
                made_at=now,
            )


def _next_day(account: Account, today: date) -> date:
    """The day of the digest after today's."""
    days = (today + timedelta(days=ahead) for ahead in range(1, 8))
    return next((day for day in days if day.weekday() in account.digest_days), today + timedelta(days=1))


def _delivery(account: Account, digest: Digest, now: datetime) -> Delivery:
    assert account.timezone is not None
    assert account.next_digest_at is not None
    # After an outage of days the digest is today's: it is not days late.
    on_time = today_of(account, account.next_digest_at) == digest.day
    return Delivery(
        id=DeliveryId(new_id()),
        account_id=account.id,
        kind=Kind.DIGEST,
        key=f"digest:{digest.day.isoformat()}",
        subject=digest.id,
        due_at=account.next_digest_at if on_time else now,
        not_after=end_of_day(now, ZoneInfo(account.timezone)) - timedelta(minutes=1),
    )


def owes_thanks(pick: Pick) -> bool:
    """Whether reaching out to them was, among other things, a thank-you."""
    return any(reason.because is Because.THANKS for reason in pick.reasons)
