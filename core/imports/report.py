"""What an import has done, in a few lines, and what could come next."""

from dataclasses import dataclass

from core.chat.reply import Button, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.facts.ids import DeedId
from core.facts.imports import Import
from core.imports.groups import Group
from core.people.old_ties import OLD_TIE_YEARS


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was done, counted."""

    added: int = 0
    updated: int = 0
    touches: int = 0
    favours: int = 0
    events: int = 0
    pairs: int = 0  # of cards that look like one person's, by the rule of /duplicates

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.updated or self.touches or self.favours or self.events)


def report(done: Import, tally: Tally, deed: DeedId | None) -> Reply:
    """What has come in, Undo, and whom to keep up with."""
    if tally.is_nothing:
        return Reply(text=say(_("Done: you had everybody and everything in it already.")), replaces=True)
    text = lines(
        count("Done: {n} person is in your network now.", "Done: {n} people are in your network now.", tally.added)
        if tally.added
        else say(_("Done.")),
        count("{n} card of somebody you had has news.", "{n} cards of people you had have news.", tally.updated)
        if tally.updated
        else None,
        _history(tally),
        count("{n} event: /events shows it.", "{n} events: /events shows them.", tally.events)
        if tally.events
        else None,
        count(
            "{n} pair of cards may be one person's: /duplicates looks at it with you.",
            "{n} pairs of cards may be one person's: /duplicates goes through them with you.",
            tally.pairs,
        )
        if tally.pairs
        else None,
        *proposals(done),
    )
    undo: tuple[Row, ...] = ((Button(say(_("Undo")), action("undo", deed)),),) if deed else ()
    return Reply(text=text, rows=(*group_rows(done), *undo), replaces=True)


def proposals(done: Import) -> tuple[Span, ...]:
    """Whom to keep up with; how to say it, where nobody is proposed."""
    quiet = say(_("I remind you of nobody by myself, but for birthdays, job anniversaries and one old tie a week."))
    if not done.keep_up:
        return ("", quiet, say(_("/keep Jane every 6 weeks, and I will.")))
    return (
        "",
        quiet,
        say(_("Whom do you want to keep up with?")),
        *(group_line(group, len(done.keep_up[group])) for group in Group if group in done.keep_up),
    )


def group_line(group: Group, n: int) -> Span:
    match group:
        case Group.WRITTEN:
            return count("{n} you wrote with, both ways", "{n} you wrote with, both ways", n)
        case Group.TARGET:
            return count("{n} at a company on your list", "{n} at companies on your list", n)
        case Group.DORMANT:
            return count(
                "{n} old tie: last heard of {years} years ago or more",
                "{n} old ties: last heard of {years} years ago or more",
                n,
                years=OLD_TIE_YEARS,
            )


def group_rows(done: Import) -> tuple[Row, ...]:
    labels = {
        Group.WRITTEN: _("Wrote with: {n}"),
        Group.TARGET: _("At my targets: {n}"),
        Group.DORMANT: _("Old ties: {n}"),
    }
    buttons = [
        Button(say(labels[group], n=len(done.keep_up[group])), action("keep-up", done.id, group, "0"))
        for group in Group
        if group in done.keep_up
    ]
    return (tuple(buttons),) if buttons else ()


def _history(tally: Tally) -> Span | None:
    touches = count("{n} conversation", "{n} conversations", tally.touches)
    favours = count("{n} favour", "{n} favours", tally.favours)
    if tally.touches and tally.favours:
        return say(_("Noted: {touches}, {favours}."), touches=touches, favours=favours)
    if tally.touches or tally.favours:
        return say(_("Noted: {what}."), what=touches if tally.touches else favours)
    return None
