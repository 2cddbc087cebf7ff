"""How two cards are shown side by side, what they would become, and the buttons under them."""

from collections.abc import Sequence
from datetime import date

from core.chat.parsing.people.handles import kind_title
from core.chat.phrases import ago, partial
from core.chat.reply import Bold, Button, Listing, Person, Reply, Span, action, count, lines, say
from core.chat.words import _
from core.duplicates.merging import together
from core.facts.account import Account
from core.facts.ids import DeedId
from core.facts.keys import fold
from core.facts.people import Contact
from core.people.card import condition, work
from core.people.changes import change_lines, label_of
from core.people.likely import compare, traits_of
from core.people.same_people import is_another
from core.people.tapped import tapped

_HANDLES = 6  # of a card in short


def preview(stays: Contact, goes: Contact, account: Account, today: date, *, replaces: bool = False) -> Reply:
    """Both cards, and what would become of them."""
    new = change_lines(stays, together(stays, goes, account))
    return Reply(
        text=lines(
            *_both(stays, goes, today),
            _doubts(stays, goes),
            say(_("One card of the two: the first stays, with all that passed between you and either.")),
            *(("", say(_("New on it:")), *new) if new else ()),
        ),
        rows=(
            (Button(say(_("Merge")), action("merge", stays.id, goes.id)),),
            (Button(say(_("The other way round")), action("merge-turn", goes.id, stays.id)),),
            (
                Button(say(_("Not the same")), action("merge-no", stays.id, goes.id)),
                Button(say(_("Never mind")), action("merge-stop")),
            ),
        ),
        replaces=replaces,
    )


def likely_pair(stays: Contact, goes: Contact, account: Account, today: date, *, left: int, later: int) -> Reply:
    """One of the pairs that /duplicates goes through: `left` with this one, after `later` that are put off."""
    number = str(later)
    why = _reasons(stays, goes)
    new = change_lines(stays, together(stays, goes, account))
    return Reply(
        text=lines(
            count("{n} pair of cards to look at.", "{n} pairs of cards to look at.", left),
            "",
            *_both(stays, goes, today),
            say(_("They have {what}."), what=Listing(why)) if why else None,
            say(_("Is this one person? Then the first card stays.")),
            say(_("New on it: {what}"), what=_joined(new)) if new else None,
        ),
        rows=(
            (Button(say(_("Same: merge")), action("dup", stays.id, goes.id, number)),),
            (
                Button(say(_("Not the same")), action("dup-no", stays.id, goes.id, number)),
                Button(say(_("Later")), action("dup-next", str(later + 1))),
                Button(say(_("Stop")), action("dup-stop")),
            ),
        ),
    )


def many(people: int) -> Reply:
    """Before a large network is looked through."""
    text = count(
        "You know {n} person: to compare everybody takes me a moment.",
        "You know {n} people: to compare them all takes me a moment.",
        people,
    )
    return Reply(text=text, rows=((Button(say(_("Compare them")), action("dup-next", "0")),),))


def no_more(later: int) -> Reply:
    """When all pairs have been looked at, but for those that were put off."""
    if later:
        put_off = count("That's all but the {n} you put off.", "That's all but the {n} you put off.", later)
        again = Button(say(_("Look at them now")), action("dup-next", "0"))
        return Reply(text=put_off, rows=((again,),))
    return Reply(text=say(_("No two cards look like one person's: your network is in good shape.")))


def merged(card: Contact, deed: DeedId) -> Reply:
    """When it is done."""
    return Reply(
        text=say(_("One card now: {name}."), name=Bold(Person(card.name))),
        rows=((Button(say(_("Card")), action("card", card.id)), Button(say(_("Undo")), action("undo", deed))),),
        replaces=True,
    )


def told_apart(one: Contact, other: Contact) -> Reply:
    """When they are not the same."""
    names = Listing((Person(one.name), Person(other.name)))
    return Reply(
        text=say(_("All right: {names} are two people. I won't ask about them again."), names=names), replaces=True
    )


def _both(stays: Contact, goes: Contact, today: date) -> list[Span | None]:
    return [*_short(stays, today), "", *_short(goes, today), ""]


def _short(card: Contact, today: date) -> list[Span | None]:
    """A card in a few lines."""
    handles: list[Span] = []
    for each in card.handles[:_HANDLES]:
        handles += [", ", tapped(each)] if handles else [tapped(each)]
    return [
        Bold(Person(card.name)),
        condition(card, today),
        work(card),
        " ".join(f"#{tag}" for tag in card.tags) or None,
        say(_("Also known as {names}"), names=", ".join(card.aliases)) if card.aliases else None,
        tuple(handles) or None,
        *(say(_("{label}: {date}"), label=say(label_of(each)), date=partial(each.on)) for each in card.dates),
        say(_("Last spoke {when}."), when=ago(card.last_touch_on, today)) if card.last_touch_on else None,
    ]


def _doubts(stays: Contact, goes: Contact) -> Span | None:
    if is_another(traits_of(stays), traits_of(goes), by_name=False):
        return say(_("Look twice: their birthdays or their profiles are not the same."))
    return None


def _joined(parts: Sequence[Span]) -> Span:
    """On one line."""
    return tuple(each for part in parts for each in ("; ", part))[1:]


def _reasons(stays: Contact, goes: Contact) -> tuple[Span, ...]:
    """What two cards have in common, as parts of a sentence."""
    likeness = compare(traits_of(stays), traits_of(goes))
    if likeness is None:
        return ()
    kinds = dict.fromkeys(link.partition(":")[0] for link in likeness.links)
    told: list[Span] = [_same_handle(kind) for kind in kinds]
    if likeness.same_name or likeness.near_name:
        told.append(say(_("the same name")) if likeness.same_name else _near_name(stays, goes))
    if likeness.same_company:
        told.append(say(_("the same company")))
    elif likeness.mail_place:
        told.append(say(_("work or mail at “{place}”"), place=likeness.mail_place))
    if likeness.same_birthday:
        told.append(say(_("the same birthday")))
    return tuple(told)


def _near_name(stays: Contact, goes: Contact) -> Span:
    """ "Dupont" alone is a name of Carla Dupont-Weber's, and not almost the same."""
    for one, other in ((stays, goes), (goes, stays)):
        if fold(one.name) in fold(other.name).split():
            return say(_("the name {name} in common"), name=Person(one.name))
    return say(_("almost the same name"))


def _same_handle(kind: str) -> Span:
    if kind == "email":
        return say(_("the same e-mail address"))
    if kind == "phone":
        return say(_("the same phone number"))
    return say(_("the same profile ({kind})"), kind=say(kind_title(kind)))
