"""What stands in a digest above the people: its items with what they are about now, each as a line and buttons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.asks.showing import ask_line, ask_row, last_word, named, promise_line, promise_row
from core.chat.reply import Button, Row, Span, action, count, lines, say
from core.chat.words import _
from core.facts.account import Account
from core.facts.asks import Ask, Promise
from core.facts.digests import Because, Digest, Item, ItemKind
from core.facts.ids import ContactId
from core.facts.people import Contact
from core.facts.reminders import Reminder
from core.people.tuning import is_on
from core.reminders.mornings import show_item

SHOWN = 5
FEWEST = 2  # also beside many people
_ROWS = 10  # of buttons under a message
DONE, LATER, STOP = "done", "later", "stop"  # what the buttons of the profile say
_LISTS = {ItemKind.REMINDER: "/reminders", ItemKind.PROMISE: "/promises", ItemKind.ASK: "/asks"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the items and picks of digests are about, as it is now."""

    contacts: Mapping[ContactId, Contact]
    reminders: Mapping[str, Reminder]
    asks: Mapping[str, Ask]
    promises: Mapping[str, Promise]


def there(digest: Digest, known: Known) -> list[Item]:
    """The items of which there is still something to show."""
    return [item for item in digest.items if _is_there(item, known)]


def shown_of(items: Sequence[Item], people: int) -> Sequence[Item]:
    """The few that are shown beside so many people; the others are counted, and come up tomorrow."""
    return items[: min(SHOWN, max(_ROWS - people, FEWEST))]


def show_things(
    digest: Digest, items: Collection[Item], account: Account, known: Known, *, several: bool
) -> list[tuple[Span, Row]]:
    """A line and its buttons for each; with `several` the buttons say whom or what they are about."""
    return [_thing(digest, item, account, known, several=several) for item in items]


def more_line(items: Sequence[Item]) -> Span | None:
    """How many more there are, and where to see them."""
    if not items:
        return None
    where = " ".join(dict.fromkeys(_LISTS[item.kind] for item in items if item.kind in _LISTS))
    return count("… and {n} more: {where}", "… and {n} more: {where}", len(items), where=where)


def _is_there(item: Item, known: Known) -> bool:
    match item.kind:
        case ItemKind.REMINDER:
            return item.subject in known.reminders
        case ItemKind.ASK:
            ask = known.asks.get(item.subject)
            return ask is not None and ask.contact_id in known.contacts
        case ItemKind.PROMISE:
            promise = known.promises.get(item.subject)
            return promise is not None and promise.contact_id in known.contacts
        case ItemKind.PROFILE:
            return True


def _thing(digest: Digest, item: Item, account: Account, known: Known, *, several: bool) -> tuple[Span, Row]:
    def act(step: str) -> str:
        return action("item", digest.id, item.kind.value, item.subject, step)

    day = digest.day
    match item.kind:
        case ItemKind.REMINDER:
            return _reminder(known.reminders[item.subject], known.contacts, day, several=several)
        case ItemKind.ASK:
            ask = known.asks[item.subject]
            contact = known.contacts[ask.contact_id]
            line = lines(ask_line(ask, contact, day), last_word(ask, account, day))
            return line, ask_row(ask, act, day, named=several)
        case ItemKind.PROMISE:
            promise = known.promises[item.subject]
            contact = known.contacts[promise.contact_id]
            line = lines(promise_line(promise, contact, day), last_word(promise, account, day))
            return line, promise_row(promise, act, named=several)
        case ItemKind.PROFILE:
            return _profile(account, act(DONE), act(LATER), act(STOP), answered=item.answered)


def _reminder(
    reminder: Reminder, contacts: Mapping[ContactId, Contact], day: date, *, several: bool
) -> tuple[Span, Row]:
    if reminder.done_at is not None:
        return say(_("✓ Done: {what}"), what=reminder.text), ()
    line, row = show_item(reminder, contacts.get(reminder.contact_id) if reminder.contact_id else None, day)
    if several and row and isinstance(row[0], Button):
        row = (Button(named(row[0].label, reminder.text), row[0].action), *row[1:])
    return line, row


def _profile(account: Account, done: str, later: str, stop: str, *, answered: bool) -> tuple[Span, Row]:
    if answered and not is_on(account, Because.PROFILE):
        return say(_("Your own profile: I won't ask again. /rules brings it back.")), ()
    if answered and account.profile_on:
        return say(_("✓ Your own profile: again on {day}"), day=account.profile_on), ()
    text = say(_("Your own profile: is it still true? Whoever wants to help you looks there first."))
    return text, (
        Button(say(_("Looked after")), done),
        Button(say(_("Next month")), later),
        Button(say(_("Stop asking")), stop),
    )
