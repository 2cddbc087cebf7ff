"""The digest: planned for many accounts at once, or made now for one; and answered in place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.chat.command import Context, today_of
from core.chat.errors import NotFound
from core.chat.reply import Reply, say
from core.chat.words import _
from core.delivery.mornings import end_of_day, next_digest
from core.facts.account import Account, PickAnswered
from core.facts.delivery import Delivery, Kind
from core.facts.ids import AccountId, ContactId, DeliveryId, DigestId, new_id
from core.facts.people import Balance, Contact
from core.facts.reminders import Because, Digest, Outcome, Pick
from core.people.due import cadence_of
from core.reminders.ranking import RECENT, Candidate, birthday_keys, dormant_before, rank
from core.reminders.wording import show_digest
from core.store import Store, Transaction

BATCH = 200


async def plan_digests(store: Store, now: datetime) -> int:
    """Plan the digests of accounts whose time has come, a batch in one transaction; how many accounts it took.

    An outage of several mornings makes one digest, for today; nothing to say makes none.
    """
    async with store.write() as tx:
        accounts = await tx.accounts.due_for_digest(now, BATCH)
        if not accounts:
            return 0
        awake = [account for account in accounts if _wants_one(account, now)]
        digests = await _decide(tx, awake, now)
        by_id = {account.id: account for account in awake}
        await tx.reminders.add_digests(digests)
        await tx.deliveries.add([_delivery(by_id[digest.account_id], digest, now) for digest in digests])
        await _mark(tx, digests)
        await tx.accounts.schedule_digests([(account.id, next_digest(account, now)) for account in accounts])
        return len(accounts)


async def make_digest(ctx: Context) -> tuple[Digest, Mapping[ContactId, Contact]] | None:
    """The digest of this moment for one account, which asked for it; None when nobody is due.

    It is kept, so that its buttons work; nobody counts as suggested, since it was not our idea.
    """
    digests = await _decide(ctx.tx, [ctx.account], ctx.now)
    if not digests:
        return None
    await ctx.tx.reminders.add_digests(digests)
    return digests[0], await contacts_of(ctx.tx, digests[0])


async def contacts_of(tx: Transaction, digest: Digest) -> Mapping[ContactId, Contact]:
    """Whoever of the digest is still there."""
    found = await tx.people.get(digest.account_id, [pick.contact_id for pick in digest.picks])
    return {contact.id: contact for contact in found}


async def compose(tx: Transaction, account: Account, delivery: Delivery, now: datetime) -> Reply | None:
    """The planned digest as it is true now; None when it has nothing left to say."""
    digest = await tx.reminders.digest(account.id, DigestId(delivery.subject))
    if digest is None:
        return None
    today = today_of(account, now)
    contacts = {
        id_: contact
        for id_, contact in (await contacts_of(tx, digest)).items()
        if contact.is_active(today) and (contact.last_touch_on is None or contact.last_touch_on < digest.day)
    }
    return show_digest(digest, contacts, today) if contacts else None


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


def _wants_one(account: Account, now: datetime) -> bool:
    """Whether today, late as it may be, is still a day for a digest."""
    today = today_of(account, now)
    if account.paused and (account.paused_until is None or account.paused_until > today):
        return False
    return account.timezone is not None and today.weekday() in account.digest_days


async def _decide(tx: Transaction, accounts: Sequence[Account], now: datetime) -> list[Digest]:
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
    return list(_digests(accounts, contacts, {each.contact_id: each for each in balances}, days, now))


def _digests(
    accounts: Iterable[Account],
    contacts: Iterable[Contact],
    balances: Mapping[ContactId, Balance],
    days: Mapping[AccountId, date],
    now: datetime,
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
        if picks := rank(candidates, days[account.id], account.digest_size):
            yield Digest(
                id=DigestId(new_id()),
                account_id=account.id,
                day=days[account.id],
                picks=picks,
                made_at=now,
            )


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


async def _mark(tx: Transaction, digests: Sequence[Digest]) -> None:
    by_day: dict[date, list[ContactId]] = defaultdict(list)
    for digest in digests:
        by_day[digest.day] += [pick.contact_id for pick in digest.picks]
    for day, ids in by_day.items():
        await tx.reminders.mark_suggested(ids, day)


def owes_thanks(pick: Pick) -> bool:
    """Whether reaching out to them was, among other things, a thank-you."""
    return any(reason.because is Because.THANKS for reason in pick.reasons)
