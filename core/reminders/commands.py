"""/today, and the buttons under a digest: reached out, snooze, not now."""

from dataclasses import replace
from datetime import timedelta

from core.chat.command import Context, Subject, command, on_press
from core.chat.reply import Answer, Button, Notice, Person, Reply, action, say
from core.chat.words import _
from core.facts.account import ContactChanged, PickAnswered
from core.facts.cadence import Cadence, Unit
from core.facts.ids import DigestId
from core.facts.people import Contact
from core.facts.reminders import Digest, Outcome
from core.people.due import settled
from core.people.ledger import record_touch
from core.reminders.digest import answer_pick, contacts_of, make_digest, owes_thanks, reopen
from core.reminders.wording import nobody_due, show_digest

NOT_NOW = timedelta(days=14)
_SPANS = {  # by the button's argument
    "3": (_("3 days"), Cadence(count=3, unit=Unit.DAY)),
    "7": (_("1 week"), Cadence(count=1, unit=Unit.WEEK)),
    "30": (_("1 month"), Cadence(count=1, unit=Unit.MONTH)),
}


@command("today", summary=_("Whom to reach out to, now"), examples=("/today",))
async def today(ctx: Context) -> Answer:
    made = await make_digest(ctx)
    if made is None:
        return nobody_due()
    digest, contacts = made
    return show_digest(digest, contacts, ctx.today)


@on_press("reached")
async def reached(ctx: Context, digest_id: str, contact_id: str) -> Answer:
    """Log a touch, move the next due day on, and show the digest as it is now."""
    answered = await answer_pick(ctx, digest_id, contact_id, Outcome.REACHED)
    if answered is None:
        return await _again(ctx, digest_id)
    digest, contact, pick = answered
    step = PickAnswered(digest_id=digest.id, contact_id=contact.id)
    await record_touch(
        ctx.after(step), [contact], "", ctx.today, _("reaching out to {names}"), thanks=owes_thanks(pick)
    )
    return await _shown(ctx, digest)


@on_press("notnow")
async def not_now(ctx: Context, digest_id: str, contact_id: str) -> Answer:
    """Leave them out of digests for two weeks; the due day stays as it is."""
    answered = await answer_pick(ctx, digest_id, contact_id, Outcome.NOT_NOW)
    if answered is None:
        return await _again(ctx, digest_id)
    digest, contact, _pick = answered
    after = replace(contact, hidden_until=ctx.today + NOT_NOW)
    await _save(ctx, digest, contact, after, _("your “not now” about {names}"))
    return await _shown(ctx, digest)


@on_press("later")
async def later(ctx: Context, digest_id: str, contact_id: str, span: str = "") -> Answer:
    """Ask for how long, or snooze for as long as the button says."""
    if span not in _SPANS:
        return await _ask_how_long(ctx, digest_id, contact_id)
    answered = await answer_pick(ctx, digest_id, contact_id, Outcome.SNOOZED)
    if answered is None:
        return await _again(ctx, digest_id)
    digest, contact, _pick = answered
    until = _SPANS[span][1].after(ctx.today)
    after = settled(replace(contact, snoozed_until=until), ctx.account)
    await _save(ctx, digest, contact, after, _("snoozing {names}"))
    return await _shown(ctx, digest)


@on_press("digest", reads=True)
async def back(ctx: Context, digest_id: str) -> Answer:
    """The digest again, as it stands."""
    return await _again(ctx, digest_id)


async def _save(ctx: Context, digest: Digest, before: Contact, after: Contact, deed: str) -> None:
    await ctx.tx.people.change([after])
    step = PickAnswered(digest_id=digest.id, contact_id=before.id)
    await ctx.did(deed, (before.name,), step, ContactChanged(before=before))


async def _ask_how_long(ctx: Context, digest_id: str, contact_id: str) -> Reply | Notice:
    digest = await ctx.tx.reminders.digest(ctx.owner, DigestId(digest_id))
    contacts = await contacts_of(ctx.tx, digest) if digest else {}
    contact = next((each for id_, each in contacts.items() if id_ == contact_id), None)
    if contact is None:
        return Notice(say(_("I can't find that person any more.")))
    spans = tuple(
        Button(say(label), action("later", digest_id, contact_id, name)) for name, (label, _span) in _SPANS.items()
    )
    return Reply(
        text=say(_("Leave {name} alone for how long?"), name=Person(contact.name)),
        rows=(spans, (Button(say(_("Back")), action("digest", digest_id)),)),
        replaces=True,
    )


async def _again(ctx: Context, digest_id: str) -> Answer:
    digest = await ctx.tx.reminders.digest(ctx.owner, DigestId(digest_id))
    if digest is None:
        return Notice(say(_("That digest is gone. /today makes a new one.")))
    return await _shown(ctx, digest)


async def _shown(ctx: Context, digest: Digest) -> Reply:
    return show_digest(digest, await contacts_of(ctx.tx, digest), ctx.today, replaces=True)


SUBJECT = Subject(
    commands=(today,),
    actions=(reached, not_now, later, back),
    undoes={"pick-answered": reopen},
)
