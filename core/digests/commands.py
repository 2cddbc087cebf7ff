"""/today, and the buttons under a digest: reached out, snooze, not now, and those of what else is due."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from core.asks.asking import take_step
from core.asks.promise_commands import ask_another_day
from core.asks.promising import take_promise_step
from core.asks.showing import digest_day
from core.chat.command import Context, Subject, command, on_press
from core.chat.parsing.days.cadence import NEVER, Never
from core.chat.reply import Answer, Button, Notice, Person, Reply, action, say
from core.chat.words import _
from core.digests.composing import known_of
from core.digests.digest import answer_pick, answer_profile, owes_thanks, reopen
from core.digests.planning import make_digest
from core.digests.profile import profile_answered
from core.digests.rules_command import ask_days, ask_whom, rules, show_rule, show_rules, tune
from core.digests.wording import nobody_due, show_digest
from core.facts.account import ContactChanged, PickAnswered
from core.facts.cadence import Cadence, Unit
from core.facts.digests import Digest, Outcome
from core.facts.ids import ContactId, DigestId
from core.facts.people import Contact, Keep
from core.people.changing import save, with_cadence
from core.people.due import cadence_of, settled
from core.people.ledger import record_touch

NOT_NOW = timedelta(days=14)
_GONE = _("That digest is gone. /today makes a new one.")
_SPANS = {  # by the button's argument
    "3": (_("3 days"), Cadence(count=3, unit=Unit.DAY)),
    "7": (_("1 week"), Cadence(count=1, unit=Unit.WEEK)),
    "30": (_("1 month"), Cadence(count=1, unit=Unit.MONTH)),
}
_RHYTHMS: Mapping[str, Cadence | Never] = {
    "1": Cadence(count=1, unit=Unit.MONTH),
    "3": Cadence(count=3, unit=Unit.MONTH),
    "0": NEVER,
}


@command("today", summary=_("Whom to reach out to, now"), examples=("/today",))
async def today(ctx: Context) -> Answer:
    digest = await make_digest(ctx)
    if digest is None:
        return nobody_due()
    return show_digest(digest, ctx.account, await known_of(ctx.tx, digest), ctx.today)


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


@on_press("rhythm")
async def set_rhythm(ctx: Context, digest_id: str, contact_id: str, months: str) -> Answer:
    """How often to be in touch with somebody who was met lately; 0 is never. Said already, nothing changes."""
    digest = await ctx.tx.digests.digest(ctx.owner, DigestId(digest_id))
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if digest is None or not found or months not in _RHYTHMS:
        return Notice(say(_("I can't find that person any more.") if digest else _GONE))
    before = found[0]
    if before.keep in (Keep.USUAL, Keep.TAGS) and cadence_of(before, ctx.account) is None:
        await save(ctx, before, with_cadence(before, _RHYTHMS[months]), _("the rhythm of {names}"))
    return await _shown(ctx, digest)


@on_press("digest", reads=True)
async def back(ctx: Context, digest_id: str) -> Answer:
    """The digest again, as it stands."""
    return await _again(ctx, digest_id)


@on_press("item")
async def press_item(ctx: Context, digest_id: str, kind: str, subject: str, step: str) -> Answer:
    """The next step of an ask or a promise, or an answer about the owner's own profile; shown in the digest."""
    digest = await ctx.tx.digests.digest(ctx.owner, DigestId(digest_id))
    if digest is None:
        return Notice(say(_GONE))
    match kind, step:
        case "ask", "wait":
            after, contact, deed = await take_step(ctx, subject, step)
            if deed is None or after.next_on is None:
                return await _shown(ctx, digest)
            day = digest_day(ctx.account, after.next_on)
            return Notice(
                say(_("All right: I'll ask about {name} again on {day}."), name=Person(contact.name), day=day)
            )
        case "ask", _:
            await take_step(ctx, subject, step)
        case "promise", "later":
            return await ask_another_day(ctx, subject)
        case "promise", _:
            await take_promise_step(ctx, subject, step)
        case "profile", _ if answered := await answer_profile(ctx, digest):
            ctx = await profile_answered(ctx, step)
            digest = answered
        case _:
            pass
    return await _shown(ctx, digest)


async def _save(ctx: Context, digest: Digest, before: Contact, after: Contact, deed: str) -> None:
    await ctx.tx.people.change([after])
    step = PickAnswered(digest_id=digest.id, contact_id=before.id)
    await ctx.did(deed, (before.name,), step, ContactChanged(before=before))


async def _ask_how_long(ctx: Context, digest_id: str, contact_id: str) -> Reply | Notice:
    digest = await ctx.tx.digests.digest(ctx.owner, DigestId(digest_id))
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if not found or digest is None or all(pick.contact_id != found[0].id for pick in digest.picks):
        return Notice(say(_("I can't find that person any more.")))
    spans = tuple(
        Button(say(label), action("later", digest_id, contact_id, name)) for name, (label, _span) in _SPANS.items()
    )
    return Reply(
        text=say(_("Leave {name} alone for how long?"), name=Person(found[0].name)),
        rows=(spans, (Button(say(_("Back")), action("digest", digest_id)),)),
        replaces=True,
    )


async def _again(ctx: Context, digest_id: str) -> Answer:
    digest = await ctx.tx.digests.digest(ctx.owner, DigestId(digest_id))
    if digest is None:
        return Notice(say(_GONE))
    return await _shown(ctx, digest)


async def _shown(ctx: Context, digest: Digest) -> Reply:
    return show_digest(digest, ctx.account, await known_of(ctx.tx, digest), ctx.today, replaces=True)


SUBJECT = Subject(
    commands=(today, rules),
    actions=(
        reached,
        not_now,
        later,
        set_rhythm,
        back,
        press_item,
        show_rules,
        show_rule,
        tune,
        ask_days,
        ask_whom,
    ),
    undoes={"pick-answered": reopen},
)
