"""What is said about cards: whose it is, what of it is shown, and what comes of sharing it."""

from collections.abc import Sequence

from core.chat.command import Context
from core.chat.doors import Doors
from core.chat.parsing.people.handles import kind_title
from core.chat.reply import Bold, Button, Listing, Person, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.facts.events import Event
from core.facts.handshakes import CardCode, Exchange, OwnCard
from core.facts.keys import handle_key
from core.facts.people import Handle
from core.handshakes.codes import PAYLOAD, written
from core.handshakes.handing_over import HandedOver
from core.handshakes.own_card import mark, parts_of, print_of, shown
from core.handshakes.pictures import qr, small_card
from core.people.card import handle_line

_LABELS = {"name": _("Name"), "title": _("Title"), "company": _("Company"), "about": _("About me")}


def way_to(doors: Doors, code: CardCode) -> str:
    """The address that a scanned code opens; "" where there is none, and it has to be typed."""
    return doors.telegram(PAYLOAD + code.id) or doors.web(f"/c/{code.id}")


def my_card(ctx: Context, card: OwnCard, code: CardCode, event: Event | None, waiting: int) -> Reply:
    """One's own card with its code, to be held out. `waiting`: how many wait for an answer of theirs."""
    way = way_to(ctx.doors, code)
    picture = qr(way, "card.png") if way else qr(small_card(shown(card))[0], "contact.png")
    return Reply(
        text=lines(
            *card_lines(shown(card)),
            hidden_line(card),
            None if shown(card).handles else say(_("There is no way to reach you on it yet: “Edit…” adds one.")),
            "",
            say(_("Whoever scans it is asked whether to exchange cards. Nothing goes out before you both say yes."))
            if way
            else say(_("The picture is for address books: whoever scans it has what is shown above.")),
            say(
                _("In another chat with me they say: {line}"),
                line=Bold(say(_("/card {code}"), code=written(code.id))),
            ),
            say(_("How you met will be: {where}"), where=event.title) if event else None,
            say(_("The code is good until {when}."), when=code.expires_at),
        ),
        picture=picture,
        rows=(
            *who_asks(waiting),
            (Button(say(_("Edit…")), action("card-edit")), Button(say(_("What is shown…")), action("card-shown"))),
            *(((Button(say(_("Leave the event out")), action("card-plain")),),) if event else ()),
            (
                Button(say(_("New code")), action("card-new")),
                Button(say(_("Revoke all codes")), action("card-revoke")),
            ),
            (
                Button(say(_("QR for people without the bot")), action("card-qr")),
                Button(say(_("Send as contact file")), action("card-file")),
            ),
        ),
    )


def card_lines(card: OwnCard) -> list[Span]:
    """A card, line by line."""
    work = [each for each in (card.title, card.company) if each]
    told: list[Span] = [Bold(Person(card.name))]
    if len(work) == 2:
        told.append(say(_("{title} at {company}"), title=card.title, company=card.company))
    else:
        told += work
    return [*told, *([card.about] if card.about else []), *(handle_line(each) for each in card.handles)]


def hidden_line(card: OwnCard) -> Span | None:
    """What stands on the card and is shown to nobody."""
    kept = [label_of(card, part) for part in parts_of(card) if part in card.hidden]
    return say(_("Not shown: {what}"), what=Listing(tuple(kept))) if kept else None


def what_is_shown(card: OwnCard) -> Reply:
    """What of one's card others get, with a button for each part."""
    buttons = [
        Button(say(_("Show {what}"), what=label_of(card, part)), action("card-show", mark(part)))
        if part in card.hidden
        else Button(say(_("Hide {what}"), what=label_of(card, part)), action("card-hide", mark(part)))
        for part in parts_of(card)
    ]
    return Reply(
        text=lines(
            say(_("This is what others get once you both share:")),
            *card_lines(shown(card)),
            hidden_line(card),
        ),
        rows=(*_in_twos(buttons), (Button(say(_("Edit…")), action("card-edit")), _my_card())),
    )


def to_edit(card: OwnCard) -> Reply:
    """What can be changed on one's card."""
    words = [
        Button(say(_("{what}…"), what=say(label)), action("card-set", name)) for name, label in _LABELS.items()
    ]
    off = [
        Button(
            say(_("Take off {what}"), what=label_of(card, handle_key(each))),
            action("card-off", mark(handle_key(each))),
        )
        for each in card.handles
    ]
    add = Button(say(_("Add a way to reach you…")), action("card-set", "add"))
    return Reply(
        text=lines(*card_lines(card), "", say(_("What changes? Or type it, for example: /card title Job coach"))),
        rows=(
            *_in_twos(words),
            (add,),
            *_in_twos(off),
            (Button(say(_("What is shown…")), action("card-shown")), _my_card()),
        ),
    )


def changed(card: OwnCard) -> Reply:
    """After a change of one's card."""
    return Reply(
        text=lines(say(_("Your card now:")), *card_lines(shown(card)), hidden_line(card)),
        rows=((Button(say(_("Edit…")), action("card-edit")), _my_card()),),
    )


def for_everybody(card: OwnCard) -> Reply:
    """The card as a code for people without the bot."""
    text, whole = small_card(shown(card))
    return Reply(
        text=lines(
            say(_("Whoever scans this has your card in their address book, without asking you:")),
            *card_lines(shown(card)),
            None
            if whole
            else say(_("Not all of it fits into a code that scans well; the contact file has everything.")),
        ),
        picture=qr(text, "contact.png"),
        rows=((Button(say(_("Send as contact file")), action("card-file")),),),
    )


def changed_since() -> Span:
    return say(_("Your card has changed since: look at it once more, please."))


def who_asks(waiting: int) -> tuple[Row, ...]:
    """The way to those who wait for an answer."""
    if not waiting:
        return ()
    return ((Button(count("{n} person asks…", "{n} people ask…", waiting), action("shake-next")),),)


def many_ask(waiting: int, mine: OwnCard, *, changed: bool = False) -> Reply:
    """To somebody whom many have asked. `mine` is their card as it is shown."""
    return Reply(
        text=lines(
            *((changed_since(), "") if changed else ()),
            count(
                "{n} person would exchange cards with you: /card",
                "{n} people would exchange cards with you: /card",
                waiting,
            ),
            "",
            say(_("Of yours they get:")),
            *card_lines(mine),
        ),
        rows=(
            (
                Button(say(_("One by one")), action("shake-next")),
                Button(say(_("Share with all")), action("shake-all", print_of(mine))),
            ),
            (Button(say(_("Change my card…")), action("card-edit")),),
        ),
        replaces=changed,
    )


def asks_scanner(issuer: OwnCard, mine: OwnCard, code: CardCode, first: Span | None) -> Reply:
    """To whoever has scanned a code: whose card it is, and what of their own would go out (`mine`, as it is shown).

    Of the issuer it says the name alone: also where they are is told once they have shared.
    """
    return Reply(
        text=lines(
            *((first, "") if first else ()),
            say(_("This is the card of “{name}”. Exchange cards?"), name=Bold(Person(issuer.name))),
            say(_("You get theirs once they say yes, too.")),
            "",
            say(_("Of yours they get:")),
            *card_lines(mine),
        ),
        rows=(
            (
                Button(say(_("Share")), action("shake", code.id, print_of(mine))),
                Button(say(_("Not now")), action("shake-not")),
            ),
            (Button(say(_("Change my card…")), action("card-edit")),),
        ),
    )


def asks_issuer(other: OwnCard, mine: OwnCard, exchange: Exchange, *, changed: bool = False) -> Reply:
    """To whoever was asked by somebody who has scanned their code. `mine` is their card as it is shown."""
    return Reply(
        text=lines(
            *((changed_since(), "") if changed else ()),
            say(_("“{name}” would exchange cards with you."), name=Bold(Person(other.name))),
            say(_("You meet at: {where}"), where=exchange.where) if exchange.where else None,
            "",
            say(_("Of yours they get:")),
            *card_lines(mine),
        ),
        rows=(
            (
                Button(say(_("Share")), action("shake-yes", exchange.id, print_of(mine))),
                Button(say(_("No")), action("shake-no", exchange.id)),
            ),
            (Button(say(_("Change my card…")), action("card-edit")),),
        ),
        replaces=changed,
    )


def waits(other: OwnCard, exchange: Exchange) -> Reply:
    """To whoever shares, and waits for the other; whether that one has said no already is not told."""
    return Reply(
        text=lines(
            say(
                _("“{name}” is asked. Once they share, too, you both have each other's card."),
                name=Person(other.name),
            ),
        ),
        rows=((Button(say(_("Take it back")), action("shake-back", exchange.id)),),),
    )


def exchanged(card: OwnCard, exchange: Exchange, found: HandedOver) -> Reply:
    """To each of the two, when both have said yes: what the other one has shared, and what became of it."""
    alike = found.alike
    merge = Button(say(_("Same person: merge")), action("merge", alike.id, found.contact_id)) if alike else None
    return Reply(
        text=lines(
            say(_("You and {name} have each other's card now."), name=Person(card.name)),
            "",
            *card_lines(card),
            say(_("Met: {how}, {day}"), how=exchange.where, day=exchange.on)
            if exchange.where
            else say(_("Met: {how}"), how=exchange.on),
            say(_("It is on the card that you had already: {name}."), name=Person(found.joined))
            if found.joined
            else None,
            say(_("You have a card of {name}, too. Are they the same person?"), name=Person(alike.name))
            if alike
            else None,
        ),
        rows=(
            (
                Button(say(_("Card")), action("card", found.contact_id)),
                Button(say(_("Undo")), action("undo", found.deed_id)),
            ),
            *(((merge,),) if merge else ()),
        ),
    )


def label_of(card: OwnCard, part: str) -> Span:
    """ "Title", "E-mail"; with its value where there are several of that kind."""
    if part in _LABELS:
        return say(_LABELS[part])
    handle = next(each for each in card.handles if handle_key(each) == part)
    title = say(kind_title(handle.kind))
    if sum(each.kind == handle.kind for each in card.handles) == 1:
        return title
    return say(_("{kind} {value}"), kind=title, value=_short(handle))


def _short(handle: Handle) -> str:
    value = handle.value.removeprefix("https://").removeprefix("www.")
    return value if len(value) <= 24 else f"{value[:23]}…"


def _in_twos(buttons: Sequence[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _my_card() -> Button:
    return Button(say(_("My card")), action("card-mine"))
