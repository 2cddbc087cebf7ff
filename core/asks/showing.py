"""How an ask and a promise read, and the buttons of its next step; alone, in a list, and in a digest."""

from collections.abc import Callable
from datetime import date, timedelta

from core.asks import asking, life, promises, promising
from core.chat.phrases import ago
from core.chat.reply import Button, Person, Row, Span, say
from core.chat.words import _
from core.facts.account import Account
from core.facts.asks import Ask, AskState, Promise, PromiseState
from core.facts.people import Contact

Act = Callable[[str], str]  # the action of the button for a step
_SHORT = 18  # letters of what a button is about


def ask_line(ask: Ask, contact: Contact, today: date) -> Span:
    """Where an ask stands, and what comes next."""
    values: dict[str, Span] = {"name": Person(contact.name), "what": ask.what}
    match ask.state:
        case AskState.ASKED:
            return say(_("You asked {name} {when}: {what}"), when=ago(ask.asked_on, today), **values)
        case AskState.GRANTED:
            return say(_("{name} said yes to {what}: say thank you."), **values)
        case AskState.DECLINED:
            return say(_("{name} said no to {what}: a thank-you for the answer keeps the door open."), **values)
        case AskState.THANKED if ask.thanked_on == today and ask.next_on:
            return say(_("✓ {name} is thanked for {what}."), **values)
        case AskState.THANKED:
            return say(_("{name} helped you with {what}: tell them how it went."), **values)
        case AskState.CLOSED if ask.entry_id is None:
            return say(_("✓ {name} is thanked for the answer to {what}."), **values)
        case AskState.CLOSED:
            return say(_("✓ {name} knows how it went with {what}."), **values)
        case AskState.DROPPED:
            return say(_("Dropped: {what}, of {name}"), **values)


def ask_row(ask: Ask, act: Act, today: date, *, named: bool = False, drop: bool = False) -> Row:
    """The buttons of its next step. With `named` the first says what the row is about."""
    match ask.state:
        case AskState.ASKED:
            steps = [(_("Yes"), asking.YES), (_("No"), asking.NO), (_("Not yet"), asking.WAIT)]
        case AskState.GRANTED | AskState.DECLINED:
            steps = [(_("Thanked"), asking.THANKED)]
        case AskState.THANKED if ask.thanked_on != today or drop:
            steps = [(_("Told them"), asking.TOLD)]
        case _:
            return ()
    return _row([*steps, (_("Drop"), asking.DROP)] if drop else steps, act, ask.what if named else "")


def promise_line(promise: Promise, contact: Contact, today: date) -> Span:
    """What was promised, and by when."""
    values: dict[str, Span] = {"name": Person(contact.name), "what": promise.what}
    match promise.state:
        case PromiseState.KEPT:
            return say(_("✓ Kept: {what}, for {name}"), **values)
        case PromiseState.DROPPED:
            return say(_("Dropped: {what}, for {name}"), **values)
        case PromiseState.OPEN:
            due = promise.due_on
    if due is None:
        return say(_("You promised {name} {when}: {what}"), when=ago(promise.promised_on, today), **values)
    if due == today:
        return say(_("You promised {name}: {what}, due today"), **values)
    if due < today:
        return say(_("You promised {name}: {what}. It was due {when}."), when=ago(due, today), **values)
    return say(_("You promised {name}: {what}, by {day}"), day=due, **values)


def promise_row(promise: Promise, act: Act, *, named: bool = False) -> Row:
    """Kept · Another day… · Drop, while it is open."""
    if promise.state is not PromiseState.OPEN:
        return ()
    steps = [(_("Kept"), promising.KEPT), (_("Another day…"), promising.LATER), (_("Drop"), promising.DROP)]
    return _row(steps, act, promise.what if named else "")


def last_word(of: Ask | Promise, account: Account, today: date) -> Span | None:
    """That today was the last time that a digest speaks of it; None when it will again."""
    if isinstance(of, Ask):
        over = life.is_open(of) and life.spoken(of, account, today).next_on is None
        return say(_("I won't bring it up again; /asks keeps it.")) if over else None
    over = of.state is PromiseState.OPEN and promises.spoken(of, account, today).next_on is None
    return say(_("I won't bring it up again; /promises keeps it.")) if over else None


def digest_day(account: Account, day: date) -> date:
    """The day of the first digest from then on."""
    days = (day + timedelta(days=ahead) for ahead in range(7))
    return next((each for each in days if each.weekday() in account.digest_days), day)


def named(label: Span, what: str) -> Span:
    """A button's label that says what it is about: the same person may be in several rows."""
    short = what if len(what) <= _SHORT else what[: _SHORT - 1].rstrip() + "…"
    return say(_("{label}: {what}"), label=label, what=short)


def _row(steps: list[tuple[str, str]], act: Act, about: str) -> Row:
    """Steps are (label, argument)."""
    labels = [
        named(say(label), about) if about and not index else say(label) for index, (label, _s) in enumerate(steps)
    ]
    return tuple(Button(label, act(step)) for label, (_label, step) in zip(labels, steps, strict=True))
