"""What was found, short enough for a phone, and what Import would do; the details are a button away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.chat.command import Context, on_press
from core.chat.reply import Answer, Bold, Button, Listing, Person, Reply, Row, Said, Span, action, count, lines, say
from core.chat.words import _
from core.exports.putting_back import put_back_button
from core.facts.imports import Found, Haul, Import, Part, Remark, Skipped
from core.imports.addressbooks.columns import MISSING, NEEDED
from core.imports.agendas.entering import told
from core.imports.asking import questions
from core.imports.comparing import By
from core.imports.history import wants_history
from core.imports.reading.wrong import what_i_read
from core.imports.staged import Looked, is_unclear, look, waiting

_FILES = 3
_NAMES = 5
_REMARKS = 3
_LINES = 8  # line numbers


def preview(looked: Looked) -> Reply:
    """What is in it, and the buttons: Import first, unless something has to be answered before."""
    staged, compared = looked.staged, looked.compared
    haul = staged.haul
    people = len(looked.people) - len(compared.unsure)
    nameless = haul.table is not None and NEEDED.isdisjoint(haul.table.means)
    asked = questions(looked)
    text = lines(
        files_line(haul),
        _earlier(haul),
        *_restoring(looked),
        _people_line(people, len(compared.new), len(compared.known)) if people else None,
        _ways(looked) if compared.known else None,
        _history(looked),
        _events(looked),
        _perhaps(looked),
        *_left_out(looked),
        *(remark_line(each) for each in haul.remarks[:_REMARKS] if not (nameless and each.message == MISSING)),
        say(MISSING) if nameless else None,
        *(_as_wished(looked) if looked.is_cut else () if nameless else (_who(looked),)),
        *asked.text,
    )
    return Reply(text=text, rows=_rows(looked, asked.rows))


def nothing_found(haul: Haul) -> Reply:
    """Something was recognised, and holds nobody."""
    said = [remark_line(each) for each in haul.remarks[:_REMARKS]]
    return Reply(
        text=lines(
            files_line(haul) if haul.files else None,
            *said,
            *_skipped(haul.skipped, haul.found),
            None if said else say(_("There is nobody in it.")),
            None if said else what_i_read(),
        )
    )


@on_press("import-look", reads=True)
async def look_again(ctx: Context, import_id: str) -> Answer:
    """The preview, as it is now."""
    return await preview_again(ctx, await waiting(ctx, import_id))


async def preview_again(ctx: Context, staged: Import) -> Reply:
    return replace(preview(await look(ctx.tx, ctx.account, staged, ctx.today)), replaces=True)


def found_line(found: Found) -> Span:
    """A name, and what tells its bearer from others."""
    name = Person(found.name)
    if found.title and found.company:
        return say(_("{name}, {title} at {company}"), name=name, title=found.title, company=found.company)
    if found.company or found.title:
        return say(_("{name}, {work}"), name=name, work=found.company or found.title)
    return name


def how_known(by: By) -> Span:
    match by:
        case By.LINK:
            return say(_("by a link"))
        case By.SOURCE:
            return say(_("from an earlier import"))
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
    return Bold(haul.files[0] if len(haul.files) == 1 else _titles(haul.files))


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
            return say(_("history"))
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
    shown = (say(_("{n} {how}"), n=ways[by], how=how_known(by)) for by in By if ways[by])
    return say(_("Known: {ways}"), ways=Listing(tuple(shown)))


def _who(looked: Looked) -> Span | None:
    """Who is new, but for those who may be somebody else; or that nobody is."""
    unclear = {*looked.compared.alike, *looked.twins}
    new = [looked.people[place] for place in looked.adds if place not in unclear]
    if new:
        return say(_("New: {names}"), names=_names(new))
    if looked.adds or (looked.adds_events and not looked.people) or (unclear and not looked.news):
        return None
    if looked.news:
        return count(
            "Nobody in it is new to you; of {n} person it has news.",
            "Nobody in it is new to you; of {n} people it has news.",
            looked.news,
        )
    return say(_("Nobody in it is new to you, and there is no news of those you have."))


def _as_wished(looked: Looked) -> tuple[Span, ...]:
    """What the owner has left out, and what is left."""
    chosen = looked.staged.chosen
    out = [part_name(part) for part in Part if part in chosen.without]
    if Part.PEOPLE not in chosen.without and (n := len(looked.compared.new) - len(looked.adds)):
        out.insert(0, count("{n} person", "{n} people", n))
    does = []
    if looked.adds:
        does.append(count("adds {n} person", "adds {n} people", len(looked.adds)))
    if looked.news:
        does.append(count("has news of {n} person", "has news of {n} people", looked.news))
    if looked.adds_events:
        does.append(count("notes {n} event", "notes {n} events", looked.adds_events))
    return (
        say(_("Left out, as you wish: {what}"), what=Listing(tuple(out))),
        say(_("So Import {does}."), does=Listing(tuple(does)))
        if does
        else say(_("That leaves nothing to import: Choose… takes something in again.")),
    )


def _earlier(haul: Haul) -> Span | None:
    if haul.earlier is None or not haul.earlier.files:
        return None
    return say(
        _("Together with what you sent before ({files}, {at})."),
        files=_titles(haul.earlier.files),
        at=haul.earlier.at,
    )


def _restoring(looked: Looked) -> tuple[Span, ...]:
    """Of Reachwell's own export: what putting it back does that Import does not, and what it takes."""
    if looked.restorable:
        return (
            say(_("That is all I kept for you elsewhere, and nothing is here yet: Restore puts all of it back.")),
            say(_("There is no undo for it, but nothing here to lose. Import takes only people and events.")),
        )
    if looked.staged.haul.own and looked.is_worth_it:
        return (
            say(
                _(
                    "To have all of it back, reminders, targets and settings too: /export what is here, /forgetme, "
                    "and send me this again."
                )
            ),
        )
    return ()


def _titles(files: Iterable[str]) -> Span:
    """Where they are from: "LinkedIn" of "LinkedIn: Connections.csv"."""
    titles = list(dict.fromkeys(file.partition(":")[0] for file in files))
    shown: list[Span] = [*titles[:_FILES]]
    if len(titles) > _FILES:
        shown.append(count("{n} more", "{n} more", len(titles) - _FILES))
    return Listing(tuple(shown))


def _history(looked: Looked) -> Span | None:
    if not wants_history(looked.staged) or not looked.is_worth_it:
        return None
    of = {*looked.adds, *looked.compared.known}
    n = sum(bool(found.exchanges or found.entries) for place, found in enumerate(looked.people) if place in of)
    if not n:
        return None
    return count(
        "With {n} person there is history: when you last wrote, who helped whom.",
        "With {n} people there is history: when you last wrote, who helped whom.",
        n,
    )


def _events(looked: Looked) -> Span | None:
    every, new = len(told(looked.staged.haul.events)), looked.new_events
    if not every:
        return None
    if new == every:
        return count("{n} event", "{n} events", every)
    if not new:
        return count("{n} event, which you have", "{n} events, which you have", every)
    return count("{n} event, {new} of them new", "{n} events, {new} of them new", every, new=new)


def _perhaps(looked: Looked) -> Span | None:
    alike, twins = looked.compared.alike, looked.twins.keys() - looked.compared.alike.keys()
    known = count(
        "{n} may be somebody you have: have a look.", "{n} may be people you have: have a look.", len(alike)
    )
    if alike.keys() <= {*looked.compared.new}:
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


def _left_out(looked: Looked) -> Iterator[Span]:
    yield from _skipped(looked.skipped, looked.people)
    asked = {*looked.compared.alike, *looked.twins}  # they are no contact yet, and may add to one
    unsure = [looked.people[place] for place in looked.compared.unsure if place not in asked]
    nameless = sum(not each.name for each in unsure)
    if nameless:
        yield count("{n} without a name: left out", "{n} without a name: left out", nameless)
    if one_sided := sum(bool(each.name and each.exchanges) for each in unsure):
        yield count("{n} left out: only one side wrote", "{n} left out: only one side wrote", one_sided)
    if others := len(unsure) - nameless - one_sided:
        yield count("{n} left out: it says too little of them", "{n} left out: it says too little of them", others)


def _skipped(skipped: Sequence[Skipped], people: Iterable[Found]) -> Iterator[Span]:
    """How many rows were not taken, and how many not wholly; each row counts once."""
    taken = {(each.where, each.line) for each in people}
    rows = list(dict.fromkeys((each.where, each.line) for each in skipped if each.line))
    whole = [row for row in rows if row not in taken]
    n = len(whole) + sum(not each.line for each in skipped)
    if whole:
        yield count("{n} left out ({lines})", "{n} left out ({lines})", n, lines=_places(whole))
    elif n:
        yield count("{n} left out", "{n} left out", n)
    if part := [row for row in rows if row in taken]:
        yield count(
            "{n} not wholly taken ({lines})", "{n} not wholly taken ({lines})", len(part), lines=_places(part)
        )


def _places(rows: Sequence[tuple[str, int]]) -> Span:
    """Where rows are; where they are of several files, which."""
    by_file: dict[str, list[int]] = {}
    for where, line in rows:
        by_file.setdefault(where, []).append(line)
    if len(by_file) == 1:
        return numbers_of(sorted(line for _where, line in rows))
    shown: list[Span] = [
        say(_("{where}, {lines}"), where=where, lines=numbers_of(sorted(at)))
        for where, at in [*by_file.items()][:_FILES]
    ]
    if len(by_file) > _FILES:
        shown.append(count("{n} more", "{n} more", len(by_file) - _FILES))
    return Listing(tuple(shown))


def numbers_of(at: Sequence[int]) -> Span:
    """Where they are: lines 5, 9, 12…"""
    few = ", ".join(map(str, at[:_LINES])) + ("…" if len(at) > _LINES else "")
    return count("line {numbers}", "lines {numbers}", len(at), numbers=few)


def _names(found: Sequence[Found]) -> Span:
    names: list[Span] = [Person(each.name) for each in found[:_NAMES]]
    if len(found) > _NAMES:
        names.append(count("{n} more", "{n} more", len(found) - _NAMES))
    return Listing(tuple(names))


def _rows(looked: Looked, answers: tuple[Row, ...]) -> tuple[Row, ...]:
    staged, compared = looked.staged, looked.compared
    rows: list[Row] = [(put_back_button(staged),)] if looked.restorable else []
    rows += answers
    may_go = looked.is_worth_it and not is_unclear(staged)
    rows.append((import_button(staged), cancel_button(staged)) if may_go else (cancel_button(staged),))
    details: list[Button] = []
    if _earlier(staged.haul) is not None:
        details.append(Button(say(_("Only this one")), action("import-only", staged.id)))
    if looked.is_cut or looked.is_worth_it:
        details.append(Button(say(_("Choose…")), action("import-choose", staged.id)))
    if compared.new and Part.PEOPLE not in staged.chosen.without:
        details.append(Button(say(_("Who is new")), action("import-new", staged.id)))
    if compared.known:
        details.append(Button(say(_("Who is known")), action("import-known", staged.id)))
    asked = {*compared.alike, *looked.twins}
    if asked:
        alike = count("Perhaps the same: {n}", "Perhaps the same: {n}", len(asked))
        details.append(Button(alike, action("import-alike", staged.id, "0")))
    if staged.haul.table is not None:
        details.append(Button(say(_("Columns…")), action("import-columns", staged.id)))
    if looked.skipped or not asked.issuperset(compared.unsure) or len(staged.haul.remarks) > _REMARKS:
        details.append(Button(say(_("What was left out")), action("import-out", staged.id)))
    rows += [tuple(details[at : at + 2]) for at in range(0, len(details), 2)]
    return tuple(rows)
