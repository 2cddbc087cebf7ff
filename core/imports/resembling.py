"""Whether somebody who was found is somebody the owner has, or who is in another file: decided by buttons."""

from collections.abc import Sequence
from dataclasses import replace

from core.chat.command import Context, on_press
from core.chat.errors import NotFound
from core.chat.phrases import ago
from core.chat.reply import Answer, Bold, Button, Person, Reply, Span, action, lines, say
from core.chat.words import _
from core.facts.ids import ContactId
from core.facts.imports import Found, Import
from core.facts.people import Contact, Handle
from core.imports.choosing import change_chosen
from core.imports.joining import one_of
from core.imports.origins import mark, names_of
from core.imports.preview import back_to, found_line, preview_again
from core.imports.staged import Looked, everybody, look, waiting
from core.people.card import found_line as contact_line

_HANDLES = 2  # of a card, in short


@on_press("import-alike", reads=True)
async def show_alike(ctx: Context, import_id: str, place: str) -> Answer:
    """The next of them who may be somebody else, from this place on."""
    return await _next(ctx, await waiting(ctx, import_id), _number(place))


@on_press("import-same")
async def the_same(ctx: Context, import_id: str, place: str, row: str, contact_id: str) -> Answer:
    """They are one person."""
    staged, at = await waiting(ctx, import_id), _number(place)
    if not await _is_there(ctx, staged, at, row):
        return await _next(ctx, staged, at)
    same = {**staged.chosen.same, at: ContactId(contact_id)}
    return await _next(ctx, await change_chosen(ctx, staged, replace(staged.chosen, same=same)), at + 1)


@on_press("import-unite")
async def one_in_two_files(ctx: Context, import_id: str, place: str, row: str, other: str) -> Answer:
    """They are one person, out of two files."""
    staged, at = await waiting(ctx, import_id), _number(place)
    if not await _is_there(ctx, staged, at, row) or _number(other) >= at:
        return await _next(ctx, staged, at)
    return await _next(ctx, await _unite(ctx, staged, {at: _number(other)}), at)


@on_press("import-apart")
async def not_the_same(ctx: Context, import_id: str, place: str, row: str) -> Answer:
    """They are two people, and it is remembered."""
    staged, at = await waiting(ctx, import_id), _number(place)
    if not await _is_there(ctx, staged, at, row):
        return await _next(ctx, staged, at)
    same = {**staged.chosen.same, at: None}
    return await _next(ctx, await change_chosen(ctx, staged, replace(staged.chosen, same=same)), at + 1)


@on_press("import-all-alike")
async def all_alike(ctx: Context, import_id: str, how: str) -> Answer:
    """All who are left: the same, or not the same."""
    staged = await waiting(ctx, import_id)
    looked = await look(ctx.tx, ctx.account, staged, ctx.today)
    alike, twins = looked.compared.alike, looked.twins
    if how == "same":
        decided = {place: contact.id for place, contact in alike.items()}
        same = replace(staged.chosen, same={**staged.chosen.same, **decided})
        staged = await change_chosen(ctx, staged, same)
        # Who is somebody known is so from whatever file they come.
        return await preview_again(
            ctx, await _unite(ctx, staged, {at: twins[at] for at in twins.keys() - alike.keys()})
        )
    apart = replace(staged.chosen, same={**staged.chosen.same, **dict.fromkeys({*alike, *twins})})
    return await preview_again(ctx, await change_chosen(ctx, staged, apart))


async def _next(ctx: Context, staged: Import, start: int) -> Answer:
    looked = await look(ctx.tx, ctx.account, staged, ctx.today)
    places = sorted(place for place in {*looked.compared.alike, *looked.twins} if place >= start)
    if not places:
        return await preview_again(ctx, staged)
    return _both(looked, places[0], ctx)


async def _is_there(ctx: Context, staged: Import, place: int, row: str) -> bool:
    """Whether the same person is at this place as when the button was shown: places move when people are united."""
    people, _skipped = await everybody(staged.haul, ctx.account, ctx.today)
    return place < len(people) and _row(people[place]) == row


async def _unite(ctx: Context, staged: Import, pairs: dict[int, int]) -> Import:
    """Those at these places become a part of those at the others; what was decided about everybody else stays."""
    if not pairs:
        return staged
    people, skipped = await everybody(staged.haul, ctx.account, ctx.today)
    parts = {place: [found] for place, found in enumerate(people) if place not in pairs}
    for place, other in sorted(pairs.items()):  # when the same rows come again, they are known for what they became
        parts[other] = [replace(each, origins=names_of(each)) for each in (*parts[other], people[place])]
    moved = {place: at for at, place in enumerate(parts)}
    haul = replace(staged.haul, found=tuple(map(one_of, parts.values())), skipped=tuple(skipped), table=None)
    same = {moved[place]: whom for place, whom in staged.chosen.same.items() if place in moved}
    staged = replace(staged, haul=haul, chosen=replace(staged.chosen, same=same))
    await ctx.tx.imports.change(staged)
    await ctx.tx.imports.keep_haul(staged)
    return staged


def _both(looked: Looked, place: int, ctx: Context) -> Reply:
    """Both cards in short, one below the other: phones are narrow."""
    staged, found, contact = looked.staged, looked.people[place], looked.compared.alike.get(place)
    here = (staged.id, str(place), _row(found))
    if contact is not None:
        name, other = contact.name, _known(contact, ctx)
        same = Button(say(_("The same")), action("import-same", *here, contact.id))
    else:
        twin = looked.people[looked.twins[place]]
        name, other = twin.name, _found(twin)
        same = Button(say(_("The same")), action("import-unite", *here, str(looked.twins[place])))
    return Reply(
        text=lines(say(_("Is that the same {name}?"), name=Bold(Person(name))), "", *other, "", *_found(found)),
        rows=(
            (
                same,
                Button(say(_("Not the same")), action("import-apart", *here)),
                Button(say(_("Later")), action("import-alike", staged.id, str(place + 1))),
            ),
            (
                Button(say(_("All are the same")), action("import-all-alike", staged.id, "same")),
                Button(say(_("None is")), action("import-all-alike", staged.id, "apart")),
            ),
            back_to(staged),
        ),
        replaces=True,
    )


def _known(contact: Contact, ctx: Context) -> list[Span]:
    spoke = contact.last_touch_on
    when = [say(_("last spoke {when}"), when=ago(spoke, ctx.today))] if spoke else []
    return [say(_("You have: {who}"), who=contact_line(contact)), *_handles(contact.handles), *when]


def _found(found: Found) -> list[Span]:
    where = say(_("In {file}: {who}"), file=found.where, who=found_line(found))
    met = [say(_("connected {day}"), day=found.met_on)] if found.met_on else []
    return [where if found.where else found_line(found), *_handles(found.handles), *met]


def _handles(handles: Sequence[Handle]) -> list[Span]:
    return [each.value.removeprefix("https://").removeprefix("www.") for each in handles[:_HANDLES]]


def _row(found: Found) -> str:
    """A few letters for where somebody stands."""
    return mark("row", f"{found.where} {found.line} {found.name}")[:4]


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 7:
        raise NotFound(say(_("I can't find that person any more.")))
    return int(text)
