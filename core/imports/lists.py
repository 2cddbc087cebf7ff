"""Who is new (and can be left out), who is known, and what was not taken: page by page, behind the overview."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from core.chat.command import Context, on_press
from core.chat.errors import NotFound
from core.chat.reply import Answer, Button, Menu, Person, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.facts.imports import Found, Import
from core.facts.keys import fold
from core.imports.comparing import Known
from core.imports.deciding import Decided, Show, on_decision
from core.imports.origins import mark
from core.imports.preview import back_to, found_line, how_known, numbers_of, remark_line
from core.imports.staged import Looked, everybody, waiting, who_is_who

_PAGE = 20  # lines
_TO_CHOOSE = 10  # people, each with a button


@on_press("import-out", reads=True)
async def what_was_left_out(ctx: Context, import_id: str) -> Answer:
    """Why something was not taken, with the lines where it stands, and all that is worth a remark."""
    looked = await who_is_who(ctx.tx, ctx.account, await waiting(ctx, import_id), ctx.today)
    reasons: dict[tuple[str, str], list[int]] = {}
    for each in looked.skipped:
        reasons.setdefault((each.where, each.why), []).append(each.line)
    told: list[Span] = [_reason(where, why, at) for (where, why), at in [*reasons.items()][:_PAGE]]
    if len(reasons) > _PAGE:
        told.append(count("…and {n} more reason", "…and {n} more reasons", len(reasons) - _PAGE))
    told += [remark_line(each) for each in looked.staged.haul.remarks]
    asked = {*looked.compared.alike, *looked.twins}
    unsure = [place for place in looked.compared.unsure if place not in asked]
    told += [_unsure_line(looked.people[place]) for place in unsure[:_PAGE]]
    if len(unsure) > _PAGE:
        told.append(count("…and {n} more like them", "…and {n} more like them", len(unsure) - _PAGE))
    return Reply(
        text=lines(*told) if told else say(_("Nothing was left out.")),
        rows=(back_to(looked.staged),),
        replaces=True,
    )


@on_press("import-known", reads=True)
async def who_is_known(ctx: Context, import_id: str, page: str = "0") -> Answer:
    """Who of them is whom, and by what."""
    looked = await who_is_who(ctx.tx, ctx.account, await waiting(ctx, import_id), ctx.today)
    known = [*looked.compared.known.items()]
    at = _page_of(page, len(known), _PAGE)
    shown = known[at * _PAGE : (at + 1) * _PAGE]
    return Reply(
        text=lines(
            count("{n} person whom you have:", "{n} people whom you have:", len(known)),
            *(_known_line(looked.people[place], each) for place, each in shown),
        ),
        rows=(*_turns(looked.staged, "import-known", at, len(known), _PAGE), back_to(looked.staged)),
        replaces=True,
    )


@on_press("import-new", reads=True)
async def who_is_new(ctx: Context, import_id: str, page: str = "0") -> Answer:
    """Those who would be added, each with a button to leave them out."""
    return await _who_is_new(ctx, await waiting(ctx, import_id), page)


@on_decision("import-person")
async def take_person(ctx: Context, staged: Import, page: str, place: str, row: str, wanted: str) -> Decided:
    """Leave somebody new out, or take them after all."""
    people, _skipped = await everybody(staged, ctx.account, ctx.today)
    here = [at for at, found in enumerate(people) if str(at) == place and row_mark(found) == row]
    return _taken(staged, here, wanted), _new_from(page)


@on_decision("import-page")
async def take_page(ctx: Context, staged: Import, page: str, place: str, row: str, wanted: str) -> Decided:
    """The same for all on a page, the first of whom stands at this place."""
    looked = await who_is_who(ctx.tx, ctx.account, staged, ctx.today)
    shown = _shown(looked, page)
    if not shown or (str(shown[0]), row_mark(looked.people[shown[0]])) != (place, row):
        return staged, _new_from(page)
    return _taken(staged, shown, wanted), _new_from(page)


def row_mark(found: Found) -> str:
    """A few letters for where somebody stands: places move when people are united, or another file comes."""
    return mark("row", f"{found.where} {found.line} {found.name}")[:4]


def _taken(staged: Import, places: Sequence[int], wanted: str) -> Import:
    without = staged.chosen.without_people
    without = without.union(places) if wanted == "out" else without.difference(places)
    return replace(staged, chosen=replace(staged.chosen, without_people=without))


def _new_from(page: str) -> Show:
    return partial(_who_is_new, page=page)


async def _who_is_new(ctx: Context, staged: Import, page: str) -> Reply:
    return _new_page(await who_is_who(ctx.tx, ctx.account, staged, ctx.today), page)


def _shown(looked: Looked, page: str) -> Sequence[int]:
    new = looked.compared.new
    at = _page_of(page, len(new), _TO_CHOOSE)
    return new[at * _TO_CHOOSE : (at + 1) * _TO_CHOOSE]


def _new_page(looked: Looked, page: str) -> Reply:
    staged, new, shown = looked.staged, looked.compared.new, _shown(looked, page)
    if not shown:
        raise NotFound(say(_("Nobody in it is new to you any more.")))
    at = _page_of(page, len(new), _TO_CHOOSE)
    out = staged.chosen.without_people
    wanted = "in" if out.issuperset(shown) else "out"
    all_of_them = Button(
        say(_("All of these") if wanted == "in" else _("None of these")),
        action("import-page", staged.id, str(at), str(shown[0]), row_mark(looked.people[shown[0]]), wanted),
    )
    names = tuple((_person_button(looked, at, place),) for place in shown)
    return Reply(
        text=lines(
            count("{n} new person. A tap leaves them out:", "{n} new people. A tap leaves somebody out:", len(new)),
            *(_ticked(found_line(looked.people[place]), out=place in out) for place in shown),
        ),
        rows=(
            Menu(names, say(_("Leave out, or take"))),
            *_turns(staged, "import-new", at, len(new), _TO_CHOOSE),
            (all_of_them, *back_to(staged)),
        ),
        replaces=True,
    )


def _person_button(looked: Looked, page: int, place: int) -> Button:
    found, out = looked.people[place], place in looked.staged.chosen.without_people
    return Button(
        _ticked(Person(found.name), out=out),
        action("import-person", looked.staged.id, str(page), str(place), row_mark(found), "in" if out else "out"),
    )


def _ticked(what: Span, *, out: bool) -> Span:
    return say(_("✗ {who}") if out else _("✓ {who}"), who=what)


def _page_of(page: str, of: int, length: int) -> int:
    wanted = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 0
    return min(wanted, max(0, of - 1) // length)


def _turns(staged: Import, name: str, page: int, of: int, length: int) -> tuple[Row, ...]:
    turns: list[Button] = []
    if page:
        turns.append(Button(say(_("Back")), action(name, staged.id, str(page - 1))))
    if (page + 1) * length < of:
        turns.append(Button(say(_("More")), action(name, staged.id, str(page + 1))))
    return (tuple(turns),) if turns else ()


def _known_line(found: Found, known: Known) -> Span:
    name, how = Person(known.contact.name), how_known(known.by)
    if not found.name or fold(found.name) == fold(known.contact.name):
        return say(_("{name}, {how}"), name=name, how=how)
    return say(_("{name}, there {other}, {how}"), name=name, other=Person(found.name), how=how)


def _unsure_line(found: Found) -> Span:
    """Somebody whom their file alone makes nobody's contact, and why."""
    who: Span = Person(found.name) if found.name else next((each.value for each in found.handles), found.where)
    if not found.name:
        return say(_("{who}: there is no name"), who=who)
    if any(each.sent_on for each in found.exchanges):
        return say(_("{who}: you wrote, and they did not"), who=who)
    if found.exchanges:
        return say(_("{who}: they wrote, and you did not"), who=who)
    return say(_("{who}: the file says too little of them"), who=who)


def _reason(where: str, why: str, at: Sequence[int]) -> Span:
    numbered = sorted({line for line in at if line})
    if not numbered:
        return say(_("{where}: {why}"), where=where, why=say(why))
    return say(_("{where}, {lines}: {why}"), where=where, lines=numbers_of(numbered), why=say(why))
