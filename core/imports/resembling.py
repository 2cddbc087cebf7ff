"""Whether somebody who was found is somebody the owner has, or who is in another file: decided by buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from core.chat.command import Context, on_press
from core.chat.errors import NotFound
from core.chat.phrases import ago
from core.chat.reply import Answer, Bold, Button, Person, Reply, Row, Span, action, lines, say
from core.chat.words import _
from core.facts.ids import ContactId
from core.facts.imports import Found, Import
from core.facts.keys import fold
from core.facts.people import Contact, Handle
from core.imports.claims import plain
from core.imports.deciding import Decided, Show, on_decision
from core.imports.joining import contradict, one_of
from core.imports.lists import row_mark
from core.imports.origins import names_of
from core.imports.preview import back_to, found_line, preview_again
from core.imports.staged import Looked, carried, everybody, waiting, who_is_who
from core.people.card import found_line as contact_line

_HANDLES = 2  # of a card, in short


@on_press("import-alike", reads=True)
async def show_alike(ctx: Context, import_id: str, place: str) -> Answer:
    """The next of them who may be somebody else, from this place on."""
    return await _next(ctx, await waiting(ctx, import_id), _number(place))


@on_decision("import-same")
async def the_same(ctx: Context, staged: Import, place: str, row: str, contact_id: str) -> Decided:
    """They are one person."""
    at = _number(place)
    if not await _is_there(ctx, staged, at, row):
        return staged, _next_from(at)
    return _with_same(staged, {at: ContactId(contact_id)}), _next_from(at + 1)


@on_decision("import-unite")
async def one_in_two_files(ctx: Context, staged: Import, place: str, row: str, other: str) -> Decided:
    """They are one person, out of two files."""
    at = _number(place)
    if not await _is_there(ctx, staged, at, row):
        return staged, _next_from(at)
    return await _unite(ctx, staged, {at: _number(other)}), _next_from(at)


@on_decision("import-apart")
async def not_the_same(ctx: Context, staged: Import, place: str, row: str) -> Decided:
    """They are two people, and it is remembered."""
    at = _number(place)
    if not await _is_there(ctx, staged, at, row):
        return staged, _next_from(at)
    return _with_same(staged, {at: None}), _next_from(at + 1)


@on_decision("import-all-alike")
async def all_alike(ctx: Context, staged: Import, how: str) -> Decided:
    """All who are left: the same, or not the same. Of whom it is not plain who they are, that is still asked."""
    looked = await who_is_who(ctx.tx, ctx.account, staged, ctx.today)
    alike, twins = looked.compared.alike, looked.twins
    if how == "same":
        alone = {
            place: [each.id for each in these]
            for place, these in alike.items()
            if not any(contradict(looked.people[place].handles, each.handles) for each in these)
        }
        decided = plain(alone, looked.people)
        staged = _with_same(staged, decided)
        # Who is somebody known is so from whatever file they come.
        pairs = plain({at: others for at, others in twins.items() if at not in alike}, looked.people)
        return await _unite(ctx, staged, pairs), preview_again
    return _with_same(staged, dict.fromkeys({*alike, *twins})), preview_again


def _with_same(staged: Import, same: Mapping[int, ContactId | None]) -> Import:
    return replace(staged, chosen=replace(staged.chosen, same={**staged.chosen.same, **same}))


def _next_from(start: int) -> Show:
    return partial(_next, start=start)


async def _next(ctx: Context, staged: Import, start: int) -> Reply:
    looked = await who_is_who(ctx.tx, ctx.account, staged, ctx.today)
    places = sorted(place for place in {*looked.compared.alike, *looked.twins} if place >= start)
    if not places:
        return await preview_again(ctx, staged)
    return _question(looked, places[0], ctx)


async def _is_there(ctx: Context, staged: Import, place: int, row: str) -> bool:
    """Whether the same person is at this place as when the button was shown: places move when people are united."""
    people, _skipped = await everybody(staged, ctx.account, ctx.today)
    return place < len(people) and row_mark(people[place]) == row


async def _unite(ctx: Context, staged: Import, pairs: Mapping[int, int]) -> Import:
    """Those at these places become a part of those at the others, but for whom their profiles tell apart; what was
    decided about everybody else stays."""
    people, skipped = await everybody(staged, ctx.account, ctx.today)
    pairs = {
        place: other
        for place, other in pairs.items()
        if other < len(people) and other != place and not contradict(people[other].handles, people[place].handles)
    }
    if not pairs:
        return staged
    parts = {place: [found] for place, found in enumerate(people) if place not in pairs}
    for place, other in sorted(pairs.items()):  # when the same rows come again, they are known for what they became
        parts[other] = [replace(each, origins=names_of(each)) for each in (*parts[other], people[place])]
    moved = {place: at for at, place in enumerate(parts)}
    haul = replace(staged.haul, found=tuple(map(one_of, parts.values())), skipped=tuple(skipped), table=None)
    return replace(staged, haul=haul, chosen=carried(staged.chosen, moved))


def _question(looked: Looked, place: int, ctx: Context) -> Reply:
    """Whom somebody may be, in short, one below the other: phones are narrow."""
    staged, found = looked.staged, looked.people[place]
    here = (staged.id, str(place), row_mark(found))
    contacts = looked.compared.alike.get(place, ())
    twins = [] if contacts else [looked.people[other] for other in looked.twins[place]]
    shown = [_known(each, ctx) for each in contacts] or [_found(each) for each in twins]
    name = Bold(Person(contacts[0].name if contacts else twins[0].name))
    asked = [action("import-same", *here, each.id) for each in contacts]
    asked += [action("import-unite", *here, str(other)) for other in looked.twins.get(place, ()) if twins]
    later = Button(say(_("Later")), action("import-alike", staged.id, str(place + 1)))
    rows: tuple[Row, ...]
    if len(asked) == 1:
        apart = Button(say(_("Not the same")), action("import-apart", *here))
        rows = ((Button(say(_("The same")), asked[0]), apart, later),)
    else:
        labels = [_label(each, contacts or twins) for each in contacts or twins]
        none = Button(say(_("None of these")), action("import-apart", *here))
        rows = (*((Button(label, act),) for label, act in zip(labels, asked, strict=True)), (none, later))
    text = _("Is that the same {name}?") if len(asked) == 1 else _("Which {name} is that?")
    return Reply(
        text=lines(
            say(text, name=name),
            *(line for each in (*shown, _found(found)) for line in ("", *each)),
        ),
        rows=(
            *rows,
            (
                Button(say(_("All are the same")), action("import-all-alike", staged.id, "same")),
                Button(say(_("None is")), action("import-all-alike", staged.id, "apart")),
            ),
            back_to(staged),
        ),
        replaces=True,
    )


def _label(one: Contact | Found, others: Sequence[Contact | Found]) -> Span:
    """A name, with what nobody else of them has."""
    theirs = {fold(mark) for each in others if each is not one for mark in _marks(each)}
    mark = next((mark for mark in _marks(one) if fold(mark) not in theirs), "")
    return say(_("{name}, {mark}"), name=Person(one.name), mark=mark) if mark else Person(one.name)


def _marks(one: Contact | Found) -> Sequence[str]:
    there = (
        one.created_at.date().isoformat() if isinstance(one, Contact) else f"{one.where} {one.line or ''}".strip()
    )
    return [mark for mark in (one.company, one.title, *map(_short, one.handles), there) if mark]


def _known(contact: Contact, ctx: Context) -> list[Span]:
    spoke = contact.last_touch_on
    when = [say(_("last spoke {when}"), when=ago(spoke, ctx.today))] if spoke else []
    return [say(_("You have: {who}"), who=contact_line(contact)), *_handles(contact.handles), *when]


def _found(found: Found) -> list[Span]:
    where = say(_("In {file}: {who}"), file=found.where, who=found_line(found))
    met = [say(_("connected {day}"), day=found.met_on)] if found.met_on else []
    return [where if found.where else found_line(found), *_handles(found.handles), *met]


def _handles(handles: Sequence[Handle]) -> list[Span]:
    return [_short(each) for each in handles[:_HANDLES]]


def _short(handle: Handle) -> str:
    return handle.value.removeprefix("https://").removeprefix("www.")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 7:
        raise NotFound(say(_("I can't find that person any more.")))
    return int(text)
