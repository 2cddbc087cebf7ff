"""What was found, short enough for a phone; the details are a button away."""

from collections.abc import Sequence

from core.chat.command import Context, on_press
from core.chat.reply import Answer, Bold, Button, Listing, Person, Reply, Row, Said, Span, action, count, lines, say
from core.chat.words import _
from core.exports.putting_back import put_back_button
from core.facts.imports import Found, Haul, Import, Part, Remark, Skipped
from core.facts.keys import fold
from core.imports.addressbooks.columns import MISSING, NEEDED
from core.imports.comparing import By, Known
from core.imports.history import has_two_readings
from core.imports.reading.wrong import what_i_read
from core.imports.staged import Looked, is_unclear, look, waiting

_FILES = 3
_NAMES = 5
_REMARKS = 3
_PAGE = 20  # lines of a list behind a button
_LINES = 8  # line numbers


def preview(looked: Looked) -> Reply:
    """What is in it, and the buttons: Import first, unless something has to be answered before."""
    staged, compared = looked.staged, looked.compared
    haul, chosen = staged.haul, staged.chosen
    people = len(looked.people) - len(compared.unsure)
    nameless = haul.table is not None and NEEDED.isdisjoint(haul.table.means)
    text = lines(
        files_line(haul),
        say(_("That is all I kept for you elsewhere. As nothing is here yet, I can put back all of it."))
        if looked.restorable
        else None,
        _people_line(people, len(compared.new), len(compared.known)) if people else None,
        _ways(looked) if compared.known else None,
        _history(looked),
        count("{n} event", "{n} events", len(haul.events)) if haul.events else None,
        _perhaps(looked),
        _left_out(looked),
        *(remark_line(each) for each in haul.remarks[:_REMARKS]),
        say(_("Left out, as you wish: {what}"), what=Listing(tuple(part_name(each) for each in _unwanted(staged))))
        if chosen.without
        else None,
        say(MISSING) if nameless else _who(looked),
        *(_question(staged) if is_unclear(staged) else ()),
    )
    return Reply(text=text, rows=_rows(looked))


def nothing_found(haul: Haul) -> Reply:
    """Something was recognised, and holds nobody."""
    said = [remark_line(each) for each in haul.remarks[:_REMARKS]]
    return Reply(
        text=lines(
            files_line(haul) if haul.files else None,
            *said,
            _skipped(haul.skipped) if haul.skipped else None,
            None if said else say(_("There is nobody in it.")),
            None if said else what_i_read(),
        )
    )


@on_press("import-look", reads=True)
async def look_again(ctx: Context, import_id: str) -> Answer:
    """The preview, as it is now."""
    return await preview_again(ctx, await waiting(ctx, import_id))


async def preview_again(ctx: Context, staged: Import) -> Reply:
    shown = preview(await look(ctx.tx, ctx.account, staged, ctx.today))
    return Reply(text=shown.text, rows=shown.rows, replaces=True)


@on_press("import-out", reads=True)
async def what_was_left_out(ctx: Context, import_id: str) -> Answer:
    """Why something was not taken, with the lines where it stands, and all that is worth a remark."""
    looked = await look(ctx.tx, ctx.account, await waiting(ctx, import_id), ctx.today)
    reasons: dict[tuple[str, str], list[int]] = {}
    for each in looked.skipped:
        reasons.setdefault((each.where, each.why), []).append(each.line)
    told: list[Span] = [_reason(where, why, at) for (where, why), at in [*reasons.items()][:_PAGE]]
    if len(reasons) > _PAGE:
        told.append(count("…and {n} more reason", "…and {n} more reasons", len(reasons) - _PAGE))
    told += [remark_line(each) for each in looked.staged.haul.remarks]
    if unsure := len(looked.compared.unsure):
        told.append(_strangers(unsure))
    return Reply(
        text=lines(*told) if told else say(_("Nothing was left out.")),
        rows=(back_to(looked.staged),),
        replaces=True,
    )


@on_press("import-new", reads=True)
async def who_is_new(ctx: Context, import_id: str, page: str = "0") -> Answer:
    """The names of those who would be added."""
    looked = await look(ctx.tx, ctx.account, await waiting(ctx, import_id), ctx.today)
    new = looked.compared.new
    title = count("{n} new person:", "{n} new people:", len(new))
    return _page(looked.staged, "import-new", title, [found_line(looked.people[place]) for place in new], page)


@on_press("import-known", reads=True)
async def who_is_known(ctx: Context, import_id: str, page: str = "0") -> Answer:
    """Who of them is whom, and by what."""
    looked = await look(ctx.tx, ctx.account, await waiting(ctx, import_id), ctx.today)
    known = looked.compared.known
    title = count("{n} person whom you have:", "{n} people whom you have:", len(known))
    lines_ = [_known_line(looked.people[place], each) for place, each in known.items()]
    return _page(looked.staged, "import-known", title, lines_, page)


def found_line(found: Found) -> Span:
    """A name, and what tells its bearer from others."""
    name = Person(found.name)
    if found.title and found.company:
        return say(_("{name}, {title} at {company}"), name=name, title=found.title, company=found.company)
    if found.company or found.title:
        return say(_("{name}, {work}"), name=name, work=found.company or found.title)
    return name


def _page(staged: Import, name: str, title: Span, all_lines: Sequence[Span], page: str) -> Reply:
    number = min(int(page) if page.isdecimal() else 0, max(0, len(all_lines) - 1) // _PAGE)
    first = number * _PAGE
    turns: list[Button] = []
    if number:
        turns.append(Button(say(_("Back")), action(name, staged.id, str(number - 1))))
    if first + _PAGE < len(all_lines):
        turns.append(Button(say(_("More")), action(name, staged.id, str(number + 1))))
    return Reply(
        text=lines(title, *all_lines[first : first + _PAGE]),
        rows=(tuple(turns), back_to(staged)) if turns else (back_to(staged),),
        replaces=True,
    )


def _known_line(found: Found, known: Known) -> Span:
    name, how = Person(known.contact.name), _how(known.by)
    if not found.name or fold(found.name) == fold(known.contact.name):
        return say(_("{name}, {how}"), name=name, how=how)
    return say(_("{name}, there {other}, {how}"), name=name, other=Person(found.name), how=how)


def _how(by: By) -> Span:
    match by:
        case By.LINK:
            return say(_("by a link"))
        case By.SOURCE:
            return say(_("by where they came from before"))
        case By.MAIL:
            return say(_("by e-mail"))
        case By.PHONE:
            return say(_("by phone"))
        case By.NAME:
            return say(_("by name and company"))
        case By.CHOICE:
            return say(_("as you said"))


def files_line(haul: Haul) -> Span:
    """What was recognised: "LinkedIn: Connections.csv, messages.csv"; of several files where they are from."""
    titles = list(dict.fromkeys(file.partition(":")[0] for file in haul.files))
    shown: list[Span] = [*(haul.files if len(haul.files) == 1 else titles)[:_FILES]]
    if len(titles) > _FILES:
        shown.append(count("{n} more", "{n} more", len(titles) - _FILES))
    return Bold(Listing(tuple(shown)))


def remark_line(remark: Remark) -> Span:
    if remark.plural:
        return Said(remark.message, {"n": remark.n, **remark.values}, remark.plural, remark.n)
    return say(remark.message, **remark.values)


def part_name(part: Part) -> Span:
    match part:
        case Part.PEOPLE:
            return say(_("new people"))
        case Part.UPDATES:
            return say(_("news of people you have"))
        case Part.HISTORY:
            return say(_("when you last wrote, and help"))
        case Part.EVENTS:
            return say(_("events"))


def import_button(staged: Import) -> Button:
    return Button(say(_("Import")), action("import", staged.id))


def cancel_button(staged: Import) -> Button:
    return Button(say(_("Cancel")), action("cancel-import", staged.id))


def back_to(staged: Import) -> Row:
    return (Button(say(_("Back to the overview")), action("import-look", staged.id)),)


def _people_line(people: int, new: int, known: int) -> Span:
    return say(
        _("{people}: {new}, {known}"),
        people=count("{n} person", "{n} people", people),
        new=count("{n} new", "{n} new", new),
        known=count("{n} already known", "{n} already known", known),
    )


def _ways(looked: Looked) -> Span:
    """ "Known: 90 by a link, 15 by e-mail"."""
    ways = looked.compared.by()
    shown = (say(_("{n} {how}"), n=ways[by], how=_how(by)) for by in By if ways[by])
    return say(_("Known: {ways}"), ways=Listing(tuple(shown)))


def _who(looked: Looked) -> Span | None:
    if looked.compared.new:
        return say(_("New: {names}"), names=_names([looked.people[place] for place in looked.compared.new]))
    if not looked.people:
        return None
    if looked.news:
        return count(
            "Nobody in it is new to you; of {n} person it has news.",
            "Nobody in it is new to you; of {n} people it has news.",
            looked.news,
        )
    return say(_("Nobody in it is new to you, and there is no news of those you have."))


def _history(looked: Looked) -> Span | None:
    of = {*looked.compared.new, *looked.compared.known}
    n = sum(bool(found.exchanges or found.entries) for place, found in enumerate(looked.people) if place in of)
    if not n:
        return None
    return count(
        "With {n} person there is history: when you last wrote, who helped whom.",
        "With {n} people there is history: when you last wrote, who helped whom.",
        n,
    )


def _perhaps(looked: Looked) -> Span | None:
    alike, twins = looked.compared.alike, looked.twins.keys() - looked.compared.alike.keys()
    known = count(
        "{n} new person may be somebody you have: have a look.",
        "{n} new people may be people you have: have a look.",
        len(alike),
    )
    twice = count(
        "{n} may be in two of the files: have a look.", "{n} may be in two of the files: have a look.", len(twins)
    )
    if alike and twins:
        return lines(known, twice)
    return known if alike else twice if twins else None


def _left_out(looked: Looked) -> Span | None:
    unsure = len(looked.compared.unsure)
    if not looked.skipped:
        return _strangers(unsure) if unsure else None
    return lines(_skipped(looked.skipped), _strangers(unsure) if unsure else None)


def _skipped(skipped: Sequence[Skipped]) -> Span:
    at = [each.line for each in skipped if each.line]
    if not at:
        return count("{n} left out", "{n} left out", len(skipped))
    return count("{n} left out ({lines})", "{n} left out ({lines})", len(skipped), lines=_numbers(at))


def _strangers(n: int) -> Span:
    return count(
        "{n} stranger with whom you never spoke in turn: left out, too.",
        "{n} strangers with whom you never spoke in turn: left out, too.",
        n,
    )


def _reason(where: str, why: str, at: Sequence[int]) -> Span:
    numbered = [line for line in at if line]
    if not numbered:
        return say(_("{where}: {why}"), where=where, why=say(why))
    return say(_("{where}, {lines}: {why}"), where=where, lines=_numbers(numbered), why=say(why))


def _numbers(at: Sequence[int]) -> Span:
    """Where they are: lines 5, 9, 12…"""
    few = ", ".join(map(str, at[:_LINES])) + ("…" if len(at) > _LINES else "")
    return count("line {numbers}", "lines {numbers}", len(at), numbers=few)


def _names(found: Sequence[Found]) -> Span:
    names: list[Span] = [Person(each.name) for each in found[:_NAMES]]
    if len(found) > _NAMES:
        names.append(count("{n} more", "{n} more", len(found) - _NAMES))
    return Listing(tuple(names))


def _unwanted(staged: Import) -> Sequence[Part]:
    return [part for part in Part if part in staged.chosen.without]


def _question(staged: Import) -> tuple[Span, ...]:
    via = next(each.via for found in staged.haul.found for each in found.exchanges if has_two_readings(each))
    return ("", say(_("One question first: how does {via} write its dates?"), via=via))


def _answers(staged: Import) -> tuple[Row, ...]:
    """Both ways to read one of the days; and doing without."""
    exchange = next(each for found in staged.haul.found for each in found.exchanges if has_two_readings(each))
    one = exchange.sent_on if exchange.sent_or else exchange.received_on
    other = exchange.sent_or or exchange.received_or
    assert one is not None
    assert other is not None
    return (
        (
            Button(
                say(_("{written} is {day}"), written=f"{one.day}/{one.month}", day=one),
                action("import-days", staged.id, "day"),
            ),
            Button(
                say(_("{written} is {day}"), written=f"{one.day}/{one.month}", day=other),
                action("import-days", staged.id, "month"),
            ),
        ),
        (Button(say(_("Leave the history out")), action("import-days", staged.id, "none")),),
    )


def _rows(looked: Looked) -> tuple[Row, ...]:
    staged, compared = looked.staged, looked.compared
    rows: list[Row] = [(put_back_button(staged),)] if looked.restorable else []
    if is_unclear(staged):
        rows += [*_answers(staged), (cancel_button(staged),)]
    elif looked.is_worth_it:
        rows.append((import_button(staged), cancel_button(staged)))
    details: list[Button] = []
    if compared.new or compared.known or staged.haul.events:
        details.append(Button(say(_("Choose…")), action("import-choose", staged.id)))
    if compared.new:
        details.append(Button(say(_("Who is new")), action("import-new", staged.id)))
    if compared.known:
        details.append(Button(say(_("Who is known")), action("import-known", staged.id)))
    if unclear := len({*compared.alike, *looked.twins}):
        alike = count("Perhaps the same: {n}", "Perhaps the same: {n}", unclear)
        details.append(Button(alike, action("import-alike", staged.id, "0")))
    if staged.haul.table is not None:
        details.append(Button(say(_("Columns…")), action("import-columns", staged.id)))
    if looked.skipped or compared.unsure or len(staged.haul.remarks) > _REMARKS:
        details.append(Button(say(_("What was left out")), action("import-out", staged.id)))
    rows += [tuple(details[at : at + 2]) for at in range(0, len(details), 2)]
    return tuple(rows)
