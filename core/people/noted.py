"""What there is to say after something was noted with people: who, on which day, when they come up again."""

from collections.abc import Sequence
from datetime import date

from core.chat.command import Context
from core.chat.questions import do
from core.chat.reply import Button, Listing, Person, Row, Span, action, say
from core.chat.words import _
from core.facts.ids import DeedId
from core.facts.people import Contact, Keep
from core.people.due import cadence_of, comes_up_on


def names_of(contacts: Sequence[Contact]) -> Span:
    return Listing(tuple(Person(contact.name) for contact in contacts))


def day_line(ctx: Context, on: date) -> Span | None:
    """The day, where it is another than today."""
    return say(_("Day: {day}"), day=on) if on != ctx.today else None


def coming_lines(ctx: Context, contacts: Sequence[Contact]) -> list[Span]:
    """When they come up next; nothing for somebody without a rhythm, or for a crowd."""
    shown: list[Span] = []
    for contact in contacts if len(contacts) <= 3 else ():
        cadence = cadence_of(contact, ctx.account)
        if cadence and (day := comes_up_on(contact, ctx.account, ctx.today)):
            name = Person(contact.name)
            shown.append(
                say(_("I'll bring {name} up again on {day} ({cadence})."), name=name, day=day, cadence=cadence)
            )
    return shown


def after_noting(contacts: Sequence[Contact], deed: DeedId) -> Row:
    """Undo; and for one person whom nobody keeps up with yet, a way to do so."""
    undo = Button(say(_("Undo")), action("undo", deed))
    if len(contacts) == 1 and contacts[0].due_on is None and contacts[0].keep is not Keep.NEVER:
        return (Button(say(_("Keep up…")), do("keep", contacts[0].id)), undo)
    return (undo,)
