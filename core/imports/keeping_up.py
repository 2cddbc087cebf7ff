"""Keeping up with those who came with an import: chosen in bulk by buttons; the dormant one at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.chat.command import Context, on_press
from core.chat.errors import NotFound
from core.chat.phrases import ago, told_apart
from core.chat.questions import do
from core.chat.reply import Answer, Bold, Button, Menu, Person, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.facts.account import Account, AccountChanged, ContactChanged
from core.facts.cadence import Cadence, Unit
from core.facts.digests import Because
from core.facts.ids import ContactId, ImportId
from core.facts.imports import Import
from core.facts.people import Contact
from core.imports.groups import Group, is_free
from core.imports.report import group_line, group_rows
from core.people.card import found_line, handle_lines
from core.people.changing import with_cadence
from core.people.due import begun, settled
from core.people.ledger import record_touch
from core.people.tuning import tuned, tuning_of
from core.people.zone_hint import zone_hint

_PAGE = 8
_LEFT_OUT = "-"  # after a group: whom the owner has left out of it so far
_NAMED = 3  # in what /undo says

_RHYTHMS = {  # by the button's argument
    "1": (_("Every month"), Cadence(count=1, unit=Unit.MONTH)),
    "3": (_("Every 3 months"), Cadence(count=3, unit=Unit.MONTH)),
    "6": (_("Every 6 months"), Cadence(count=6, unit=Unit.MONTH)),
}


@on_press("keep-up", reads=True)
async def show_group(ctx: Context, import_id: str, group: str, page: str = "0") -> Answer:
    """A page of a group; of the dormant, somebody."""
    done = await _proposed(ctx, import_id, group)
    if group == Group.DORMANT:
        return await _show_dormant(ctx, done, _number(page))
    return await _show_page(ctx, done, group, _number(page))


@on_press("keep-one")
async def toggle(ctx: Context, import_id: str, group: str, page: str, contact_id: str, wanted: str) -> Answer:
    """Leave somebody out, or take them after all."""
    done = await _proposed(ctx, import_id, group)
    left_out = [each for each in done.keep_up.get(group + _LEFT_OUT, ()) if each != contact_id]
    if wanted == "out":
        left_out.append(ContactId(contact_id))
    done = replace(done, keep_up={**done.keep_up, group + _LEFT_OUT: tuple(left_out)})
    await ctx.tx.imports.change(done)
    return await _show_page(ctx, done, group, _number(page))


@on_press("keep-all")
async def keep_all(ctx: Context, import_id: str, group: str, rhythm: str) -> Answer:
    """The same rhythm for everybody of a group who was not left out, and has none yet."""
    done = await _proposed(ctx, import_id, group)
    if rhythm not in _RHYTHMS:
        raise NotFound(say(_("I don't know that rhythm. /keep Jane every 6 weeks takes any.")))
    cadence = _RHYTHMS[rhythm][1]
    left_out = set(done.keep_up.get(group + _LEFT_OUT, ()))
    wanted = [each for each in await _free(ctx, done, group) if each.id not in left_out]
    if not wanted:
        return Reply(text=say(_("All of them have a rhythm already.")), rows=group_rows(done), replaces=True)
    after = staggered(wanted, cadence, ctx)
    await ctx.tx.people.change(after)
    names = tuple(each.name for each in after[:_NAMED]) + (("…",) if len(after) > _NAMED else ())
    deed = await ctx.did(_("the rhythm of {names}"), names, *(ContactChanged(before=each) for each in wanted))
    rest = await _without(ctx, done, group)
    days = [each.due_on for each in after if each.due_on]
    return Reply(
        text=lines(
            count("{n} person: {cadence}.", "{n} people: {cadence}.", len(after), cadence=cadence),
            say(_("One after the other, the first on {day}."), day=min(days)) if days else None,
            _too_many(len(after), cadence, ctx.account),
            zone_hint(ctx),
        ),
        rows=(*group_rows(rest), (Button(say(_("Undo")), action("undo", deed)),)),
        replaces=True,
    )


@on_press("keep-not")
async def not_now(ctx: Context, import_id: str, group: str) -> Answer:
    """Propose this group no more."""
    rest = await _without(ctx, await _proposed(ctx, import_id, group), group)
    text = say(_("All right. /keep Jane every 6 weeks is always there."))
    return Reply(text=text, rows=group_rows(rest), replaces=True)


@on_press("keep-met")
async def reached_out(ctx: Context, import_id: str, number: str, contact_id: str) -> Answer:
    """They have written to somebody they had not spoken to for years."""
    done = await _proposed(ctx, import_id, Group.DORMANT)
    contact = await _somebody(ctx, contact_id)
    undo: Row = ()
    if contact.last_touch_on != ctx.today:
        [contact], deed = await record_touch(ctx, [contact], "", ctx.today, _("Reached out to {names}"))
        undo = (Button(say(_("Undo")), action("undo", deed)),)
    text = say(_("Well done: {name} hears from you again."), name=Person(contact.name))
    keep = Button(say(_("Keep up…")), do("keep", contact.id))
    return Reply(text=text, rows=((keep, *undo), (_next_button(done, _number(number)),)), replaces=True)


@on_press("keep-rest")
async def let_rest(ctx: Context, import_id: str, number: str, contact_id: str) -> Answer:
    """An old tie that is not to be brought up."""
    done = await _proposed(ctx, import_id, Group.DORMANT)
    contact = await _somebody(ctx, contact_id)
    tuning = tuning_of(ctx.account, Because.DORMANT)
    undo: Row = ()
    if contact.id not in tuning.not_for:
        resting = replace(tuning, not_for=tuning.not_for | {contact.id})
        await ctx.tx.accounts.change(tuned(ctx.account, Because.DORMANT, resting))
        deed = await ctx.did(_("letting {names} rest"), (contact.name,), AccountChanged(before=ctx.account))
        undo = (Button(say(_("Undo")), action("undo", deed)),)
    text = say(_("All right: I won't bring {name} up as an old tie."), name=Person(contact.name))
    rows: tuple[Row, ...] = ((_next_button(done, _number(number)),),)
    return Reply(text=text, rows=(*rows, undo) if undo else rows, replaces=True)


async def _show_page(ctx: Context, done: Import, group: str, page: int) -> Reply:
    free = await _free(ctx, done, group)
    if not free:
        return Reply(text=say(_("All of them have a rhythm already.")), rows=group_rows(done), replaces=True)
    page = min(page, (len(free) - 1) // _PAGE)
    shown = free[page * _PAGE : (page + 1) * _PAGE]
    left_out = set(done.keep_up.get(group + _LEFT_OUT, ()))
    chosen = sum(each.id not in left_out for each in free)
    names = tuple((_name_button(done, group, page, each, shown, left_out),) for each in shown)
    bulk = tuple(
        Button(say(label), action("keep-all", done.id, group, name)) for name, (label, _cadence) in _RHYTHMS.items()
    )
    return Reply(
        text=lines(
            group_line(Group(group), len(free)),
            say(_("How often do you want to be in touch? A tap on a name leaves it out.")),
            *(_line(each, ctx, left_out) for each in shown),
            count("Chosen: {n}", "Chosen: {n}", chosen),
        ),
        rows=(
            bulk,
            Menu(names, say(_("Leave out, or take"))),
            *_turns(done, group, page, len(free)),
            (Button(say(_("Not now")), action("keep-not", done.id, group)),),
        ),
        replaces=True,
    )


async def _show_dormant(ctx: Context, done: Import, number: int) -> Reply:
    """Number 0 explains; the others are somebody each."""
    free = await _free(ctx, done, Group.DORMANT)
    not_now = Button(say(_("Not now")), action("keep-not", done.id, Group.DORMANT))
    if not number or number > len(free):
        begin = Button(say(_("See the first")), action("keep-up", done.id, Group.DORMANT, "1"))
        text = lines(
            group_line(Group.DORMANT, len(free)),
            say(_("Old ties often help most. One of them a week comes in your digest: there is no hurry.")),
        )
        return Reply(text=text, rows=((begin, not_now) if free and not number else (not_now,),), replaces=True)
    contact = free[number - 1]
    arguments = (done.id, str(number), contact.id)
    return Reply(
        text=lines(
            say(_("{number} of {n}: {who}"), number=number, n=len(free), who=Bold(found_line(contact))),
            _spoke(contact, ctx),
            *handle_lines(contact),
        ),
        rows=(
            (
                Button(say(_("Reached out")), action("keep-met", *arguments)),
                Button(say(_("Keep up…")), do("keep", contact.id)),
                Button(say(_("Let rest")), action("keep-rest", *arguments)),
            ),
            (_next_button(done, number), not_now) if number < len(free) else (not_now,),
        ),
        replaces=True,
    )


async def _proposed(ctx: Context, import_id: str, group: str) -> Import:
    """An import with somebody to propose in this group. Raises NotFound."""
    done = await ctx.tx.imports.get(ctx.owner, ImportId(import_id))
    if done is None:
        raise NotFound(say(_("That import is too long ago. /keep Jane every 6 weeks is always there.")))
    if group not in done.keep_up or group not in {each.value for each in Group}:
        raise NotFound(say(_("Nobody of them is left to choose. /keep Jane every 6 weeks is always there.")))
    return done


async def _free(ctx: Context, done: Import, group: str) -> Sequence[Contact]:
    """Those of a group who have no rhythm yet, each once, in its order."""
    ids = done.keep_up.get(group, ())
    wanted = set(ids)  # one whose card has become part of another is found by the other's id
    return [each for each in await ctx.tx.people.get(ctx.owner, ids) if each.id in wanted and is_free(each, ctx)]


async def _somebody(ctx: Context, contact_id: str) -> Contact:
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if not found:
        raise NotFound(say(_("I can't find that person any more.")))
    return found[0]


async def _without(ctx: Context, done: Import, group: str) -> Import:
    """The proposals without this group, and without whoever has a rhythm by now."""
    rest = {name: ids for name, ids in done.keep_up.items() if name.removesuffix(_LEFT_OUT) != group}
    for name in [each for each in rest if not each.endswith(_LEFT_OUT)]:
        rest[name] = tuple([each.id for each in await _free(ctx, done, name)])
        if not rest[name]:
            rest = {each: ids for each, ids in rest.items() if each.removesuffix(_LEFT_OUT) != name}
    done = replace(done, keep_up=rest)
    await ctx.tx.imports.change(done)
    return done


def staggered(contacts: Sequence[Contact], cadence: Cadence, ctx: Context) -> list[Contact]:
    """These people with the same rhythm, and one after the other: those who have been silent for longest first, all
    within one turn of it. Else all of them would come up on the same day, for ever."""
    first = sorted(contacts, key=lambda each: (each.quiet_since, each.id))
    turn = (cadence.after(ctx.today) - ctx.today).days
    kept: list[Contact] = []
    for number, each in enumerate(first, 1):
        until = (turn * number + len(first) - 1) // len(first)  # days; the last of them has waited for a whole turn
        due, since = ctx.today + timedelta(days=until), ctx.today - timedelta(days=turn - until)
        while cadence.after(since) > due:  # months are of different lengths
            since -= timedelta(days=1)
        while cadence.after(since) <= ctx.today:
            since += timedelta(days=1)
        card = begun(each, ctx.account, with_cadence(each, cadence), ctx.account, ctx.today)
        kept.append(settled(replace(card, cadence_since=since), ctx.account))
    return kept


def _too_many(people: int, cadence: Cadence, account: Account) -> Span | None:
    """Said where a digest has fewer places than it would take."""
    digests = max(cadence.days * len(account.digest_days) // 7, 1)
    each = -(-people // digests)
    if not account.digest_days or each <= account.digest_size:
        return None
    return count(
        "That is about {n} a digest, and yours has {places}: some will wait. Fewer people, or a rarer rhythm, and "
        "nobody does.",
        "That is about {n} a digest, and yours has {places}: some will wait. Fewer people, or a rarer rhythm, and "
        "nobody does.",
        each,
        places=account.digest_size,
    )


def _name_button(
    done: Import, group: str, page: int, contact: Contact, others: Sequence[Contact], left_out: set[ContactId]
) -> Button:
    out = contact.id in left_out
    label = say(_("✗ {name}") if out else _("✓ {name}"), name=told_apart(contact, others))
    return Button(label, action("keep-one", done.id, group, str(page), contact.id, "in" if out else "out"))


def _line(contact: Contact, ctx: Context, left_out: set[ContactId]) -> Span:
    who = found_line(contact)
    if contact.last_touch_on is not None:
        who = say(_("{who}, last spoke {when}"), who=who, when=ago(contact.last_touch_on, ctx.today))
    return say(_("✗ {name}") if contact.id in left_out else _("✓ {name}"), name=who)


def _spoke(contact: Contact, ctx: Context) -> Span | None:
    if contact.last_touch_on is None:
        return None
    return say(_("Last spoke {when}."), when=ago(contact.last_touch_on, ctx.today))


def _turns(done: Import, group: str, page: int, total: int) -> tuple[Row, ...]:
    turns: list[Button] = []
    if page:
        turns.append(Button(say(_("Back")), action("keep-up", done.id, group, str(page - 1))))
    if (page + 1) * _PAGE < total:
        turns.append(Button(say(_("More")), action("keep-up", done.id, group, str(page + 1))))
    return (tuple(turns),) if turns else ()


def _next_button(done: Import, number: int) -> Button:
    return Button(say(_("Next")), action("keep-up", done.id, Group.DORMANT, str(number + 1)))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
