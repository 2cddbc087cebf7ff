"""How reminders read: what was understood, one of them on a screen, a page of them, and their buttons."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from core.chat.reply import Bold, Button, Reply, Row, Said, Span, action, count, lines, say
from core.chat.telling import tell_day, tell_instant, tell_recurrence, tell_thing
from core.chat.words import Reader, _, plain
from core.delivery.mornings import quiet_until
from core.facts.account import Account
from core.facts.ids import ContactId
from core.facts.people import Contact
from core.facts.recurrence import Frequency
from core.facts.reminders import Reminder
from core.people.resting import SILENT, parted
from core.reminders.coming import MOST_UNANSWERED
from core.reminders.marks import coming_mark

PAGE = 5
_SHORT = 40  # characters of a reminder on a button
_NAMED = 60  # in a sentence about what was done

_SPANS = {  # of a snooze, by the button's argument
    "hour": _("1 hour"),
    "morning": _("Tomorrow morning"),
    "week": _("Next week"),
}


def tell_next(reminder: Reminder, today: date) -> Span:
    """When it comes next, and in words how it comes again."""
    snoozed = reminder.snoozed_until
    if snoozed is not None and (reminder.on is None or snoozed == reminder.next_at):
        once = tell_instant(snoozed, reminder.timezone, today)
        if reminder.recurrence is None or reminder.on is None:
            return once
        return say(_("{when}, then {every}"), when=once, every=tell_recurrence(reminder.recurrence))
    if reminder.on is None:
        return say(_("not any more"))
    if reminder.at is None:
        day: Span = say(_("{day}, with that morning's digest"), day=tell_day(reminder.on, today))
    else:
        assert reminder.next_at is not None
        day = tell_instant(reminder.next_at, reminder.timezone, today)
    if reminder.recurrence is None:
        return day
    return say(_("{every}, next: {when}"), every=tell_recurrence(reminder.recurrence), when=day)


def told(reminder: Reminder, contact: Contact | None, account: Account, today: date) -> Span:
    """What was understood: what it is about, when it comes, and what is worth knowing about that."""
    return lines(
        Bold(tell_thing(reminder, contact)),
        say(_("When: {when}"), when=tell_next(reminder, today)),
        _no_such_hour(reminder),
        _doubled_hour(reminder),
        _short_months(reminder),
        _quiet(reminder, account),
        _nagging(reminder),
    )


def screen(
    reminder: Reminder,
    contact: Contact | None,
    account: Account,
    today: date,
    *,
    remark: Span | None = None,
    page: int | None = None,
) -> Reply:
    """One reminder with everything that can be done about it; `page` is that of the list to go back to."""
    mark = coming_mark(reminder)
    rows: list[Row] = [
        (
            Button(say(_("Done")), action("rdone", reminder.id, mark)),
            Button(say(_("Snooze")), action("rlater", reminder.id, mark)),
        ),
        (
            Button(say(_("Edit…")), action("redit", reminder.id)),
            nag_button(reminder),
            Button(say(_("Delete")), action("rdel", reminder.id)),
        ),
    ]
    if page is not None:
        rows.append((Button(say(_("Back")), action("rems", str(page))),))
    return Reply(text=lines(remark, told(reminder, contact, account, today)), rows=tuple(rows), replaces=True)


def understood(
    reminder: Reminder,
    contact: Contact | None,
    account: Account,
    today: date,
    deed: str,
    remark: Span | None = None,
) -> Reply:
    """The answer to a new or a changed reminder."""
    return Reply(
        text=lines(told(reminder, contact, account, today), remark),
        rows=(
            (
                Button(say(_("Change time…")), action("redit", reminder.id)),
                nag_button(reminder),
                Button(say(_("Undo")), action("undo", deed)),
            ),
        ),
    )


def listed(
    reminders: Sequence[Reminder],
    contacts: Mapping[ContactId, Contact],
    reader: Reader,
    today: date,
    *,
    page: int,
    total: int,
) -> Reply:
    """A page of reminders, a button for each."""
    first = page * PAGE + 1
    parts: list[Span] = [
        count("{n} reminder:", "{n} reminders:", total)
        if total <= PAGE
        else count(
            "{n} reminder, {first} to {last}:",
            "{n} reminders, {first} to {last}:",
            total,
            first=first,
            last=page * PAGE + len(reminders),
        )
    ]
    rows: list[Row] = []
    for number, each in enumerate(reminders, first):
        contact = contacts.get(each.contact_id) if each.contact_id else None
        thing = tell_thing(each, contact)
        parts += ["", say(_("{n}. {what}"), n=number, what=Bold(thing)), *_when(each, contact, today)]
        label = say(_("{n}. {what}"), n=number, what=shortened(plain(thing, reader), _SHORT))
        rows.append((Button(label, action("rem", each.id, str(page))),))
    turns: list[Button] = []
    if page:
        turns.append(Button(say(_("Back")), action("rems", str(page - 1))))
    if first + len(reminders) <= total:
        turns.append(Button(say(_("More")), action("rems", str(page + 1))))
    return Reply(text=lines(*parts), rows=(*rows, tuple(turns)) if turns else tuple(rows))


def _when(reminder: Reminder, contact: Contact | None, today: date) -> list[Span]:
    """When it comes next; or why it does not, and what would bring it back."""
    _lively, silence = parted([contact] if contact else [], SILENT)
    return silence or [tell_next(reminder, today)]


def nothing_listed() -> Reply:
    return Reply(
        text=lines(
            say(_("You have no reminders.")),
            say(_("For example: {example}"), example="/remind Jane tomorrow 9am send the article"),
        )
    )


def snooze_buttons(reminder: Reminder, mark: str) -> tuple[Row, ...]:
    """For how long; two beside each other."""
    buttons = [Button(say(label), action("rlater", reminder.id, mark, name)) for name, label in _SPANS.items()]
    buttons.append(Button(say(_("Until…")), action("rtyped", reminder.id, mark)))
    return (tuple(buttons[:2]), tuple(buttons[2:]))


def nag_button(reminder: Reminder) -> Button:
    label = _("Don't nag") if reminder.nag else _("Nag me")
    return Button(say(label), action("rnag", reminder.id, "0" if reminder.nag else "1"))


def missed_times(stands_for: int, first: datetime, timezone: str, now: datetime) -> Span | None:
    """ "(3 times since Tuesday)", for one message that stands for several."""
    if stands_for < 2:
        return None
    since = first.astimezone(ZoneInfo(timezone))
    same_day = since.date() == now.astimezone(since.tzinfo).date()
    when: Span = since.time() if same_day else tell_day(since.date(), now.date())
    return count("({n} time since {when})", "({n} times since {when})", stands_for, when=when)


def named(reminder: Reminder, contact: Contact | None, reader: Reader) -> str:
    """What it is about, for the sentence about what was done."""
    return shortened(plain(tell_thing(reminder, contact), reader), _NAMED)


def shortened(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _nagging(reminder: Reminder) -> Span | None:
    if not reminder.nag:
        return None
    if reminder.at is None and reminder.snoozed_until is None:
        return count(
            "It stands in every digest until you press Done, {n} time at most.",
            "It stands in every digest until you press Done, {n} times at most.",
            MOST_UNANSWERED,
        )
    return count(
        "I ask every hour until you press Done, {n} time at most.",
        "I ask every hour until you press Done, {n} times at most.",
        MOST_UNANSWERED,
    )


def _quiet(reminder: Reminder, account: Account) -> Span | None:
    if reminder.next_at is None or quiet_until(account, reminder.next_at) is None:
        return None
    return say(_("That is within your quiet hours; it comes all the same."))


def _no_such_hour(reminder: Reminder) -> Said | None:
    """Why it comes later than was said, in the night in which the clocks go forward."""
    if reminder.on is None or reminder.at is None or reminder.snoozed_until is not None:
        return None
    zone = ZoneInfo(reminder.timezone)
    real = datetime.combine(reminder.on, reminder.at, zone).astimezone(UTC).astimezone(zone)
    if real.time() == reminder.at:
        return None
    return say(_("The clocks go forward then, and there is no {time}."), time=reminder.at)


def _doubled_hour(reminder: Reminder) -> Said | None:
    """Which of the two it is, in the night in which the clocks go back."""
    if reminder.on is None or reminder.at is None or reminder.snoozed_until is not None:
        return None
    wall = datetime.combine(reminder.on, reminder.at, ZoneInfo(reminder.timezone))
    first, second = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if second <= first:
        return None
    if reminder.next_at == first:
        return say(_("The clocks go back then, and {time} comes twice: this is the first."), time=reminder.at)
    return say(_("The clocks go back then, and {time} comes twice: this is the second."), time=reminder.at)


def _short_months(reminder: Reminder) -> Said | None:
    """What becomes of a day that not every month has."""
    rule = reminder.recurrence
    if rule is None or rule.weekdays or rule.freq not in (Frequency.MONTHLY, Frequency.YEARLY):
        return None
    days = rule.month_days or (rule.start.day,)
    if rule.freq is Frequency.YEARLY:
        leap = 29 in days and (rule.months or (rule.start.month,)) == (2,)
        return say(_("In a year without 29 February it comes on the 28th.")) if leap else None
    return say(_("In a shorter month it comes on the last day.")) if max(days) > 28 else None
