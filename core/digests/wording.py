"""How a digest reads: what is due, then each person with the reasons in one line, handles to tap, and buttons."""

from collections.abc import Sequence
from datetime import date, timedelta

from core.chat.parsing.people.handles import kind_title, open_url
from core.chat.phrases import ago
from core.chat.reply import Bold, Button, Link, Listing, Person, Reply, Row, Span, action, count, lines, say
from core.chat.telling import tell_lately
from core.chat.words import _
from core.digests.ranking import MOST
from core.digests.things import Known, more_line, show_things, shown_of, there
from core.facts.account import Account
from core.facts.cadence import Cadence, Unit
from core.facts.digests import Because, Digest, Outcome, Pick, Reason
from core.facts.people import Contact, Keep
from core.people.card import work
from core.people.due import cadence_of

_HANDLES = ("email", "phone", "linkedin", "telegram", "whatsapp", "x", "discord")
_MAX_HANDLES = 3
_FRESH = timedelta(days=2)  # in which one remembers what was talked about


def show_digest(
    digest: Digest,
    account: Account,
    known: Known,
    today: date,
    *,
    missed: Sequence[Span] = (),
    replaces: bool = False,
) -> Reply:
    """The digest as it stands: what was missed, what is due, and the people. Who has been answered for keeps a
    line, the others keep their buttons."""
    picks = [pick for pick in digest.picks if pick.contact_id in known.contacts]
    items = there(digest, known)
    shown = shown_of(items, len(picks))
    several = len(picks) + len(shown) > 1
    parts: list[Span] = [say(_("This did not reach you:")), *missed, ""] if missed else []
    rows: list[Row] = []
    for line, row in show_things(digest, shown, account, known, several=several):
        parts += [line, ""]
        rows += [row] if row else []
    if more := more_line(items[len(shown) :]):
        parts += [more, ""]
    if picks:
        parts += _people(digest, picks, account, known, today, rows, several=several)
    else:
        parts.pop()
    return Reply(text=lines(*parts), rows=tuple(rows), replaces=replaces)


def nobody_due() -> Reply:
    return Reply(
        text=lines(
            say(_("Nobody is due: your network is in good shape.")),
            say(_("Say /keep Jane every 6 weeks, and I'll tell you when it is time.")),
        )
    )


def _people(
    digest: Digest,
    picks: Sequence[Pick],
    account: Account,
    known: Known,
    today: date,
    rows: list[Row],
    *,
    several: bool,
) -> list[Span]:
    """Whom to reach out to; the buttons of each are added to the rows."""
    parts: list[Span] = [
        count("{n} person to reach out to:", "{n} people to reach out to:", len(picks))
        if len(picks) > 1
        else say(_("Somebody to reach out to:"))
    ]
    full = max(account.digest_size, MOST)
    told: set[Reason] = set()  # of an event the first says why, the others that they were there, too
    for number, pick in enumerate(picks[:full], 1):
        contact = known.contacts[pick.contact_id]
        parts += ["", _headline(number if len(picks) > 1 else 0, contact), _line(pick, contact, today, told)]
        if pick.outcome is Outcome.REACHED and proposes_rhythm(pick, contact, account):
            parts.append(say(_("How often do you want to be in touch from now on?")))
            rows.append(_rhythms(digest, contact, several=several))
        if pick.outcome is Outcome.OPEN:
            parts += _handles(contact)
            rows.append(_buttons(digest, pick, contact, several=several))
    return [*parts, *_crowd(picks[full:], known)]


def _crowd(picks: Sequence[Pick], known: Known) -> list[Span]:
    """Whoever else was met at an event, by name alone: one after the other would take all of the screen."""
    met: dict[str, list[Person]] = {}
    for pick in picks:
        event = next((each.what for each in pick.reasons if each.because is Because.FOLLOW_UP), "")
        met.setdefault(event, []).append(Person(known.contacts[pick.contact_id].name))
    return [
        line
        for event, names in met.items()
        for line in ("", say(_("And from {event}, too: {names}"), event=event, names=Listing(tuple(names))))
    ]


def why(reason: Reason, today: date) -> Span:
    """One reason as part of a sentence."""
    match reason.because:
        case Because.BIRTHDAY:
            assert reason.on is not None
            days = (reason.on - today).days
            if days == 0:
                return say(_("birthday today"))
            return say(_("birthday tomorrow")) if days == 1 else say(_("birthday on {day}"), day=reason.on)
        case Because.THANKS:
            assert reason.since is not None
            when = ago(reason.since, today)
            return say(
                _("you owe a thank-you for {what} ({when})"), what=reason.what or say(_("a favour")), when=when
            )
        case Because.OVERDUE:
            return _overdue(reason, today)
        case Because.WAITING:
            if reason.cadence is None:
                return say(_("you asked me to bring them up about now"))
            return say(_("you wanted to be in touch {cadence}, and have not yet"), cadence=reason.cadence)
        case Because.REPORT:
            assert reason.since is not None
            when = ago(reason.since, today)
            return say(_("they have not heard what came of {what} ({when})"), what=reason.what, when=when)
        case Because.FOLLOW_UP:
            assert reason.on is not None
            return _follow_up(reason, reason.on, today)
        case Because.JOB:
            return _job(reason, today)
        case Because.IN_A_ROW:
            return say(_("they have helped you three times since you last helped them: what could you give?"))
        case Because.OWED:
            return count(
                "they are {n} favour ahead: what could you give?",
                "they are {n} favours ahead: what could you give?",
                reason.count,
            )
        case Because.DORMANT:
            if reason.since is not None:
                return say(_("last spoke {when}: old ties often help most"), when=ago(reason.since, today))
            if reason.on is not None:
                return say(_("you met {when} and noted nothing since: say hello"), when=ago(reason.on, today))
            return say(_("you have not spoken for years: say hello"))
        case _:
            raise AssertionError("a rule about things, not people")


def _follow_up(reason: Reason, on: date, today: date) -> Span:
    """Why to write to somebody met lately; after a few days they may have forgotten what was talked about."""
    fresh, day = today - on <= _FRESH, tell_lately(on, today)
    if reason.what and fresh:
        text = _("you met at {event} on {day}: write while you both remember what you talked about")
    elif reason.what:
        text = _("you met at {event} on {day}: a short hello is not too late")
    elif fresh:
        return say(_("you met {when}: write while you both remember what you talked about"), when=ago(on, today))
    else:
        return say(_("you met {when}: a short hello is not too late"), when=ago(on, today))
    return say(text, event=reason.what, day=day)


def _job(reason: Reason, today: date) -> Span:
    """ "3 years at IBM on Sat, Mar 14"."""
    assert reason.on is not None
    days = (reason.on - today).days
    if days == 0:
        when: Span = say(_("today"))
    else:
        when = say(_("tomorrow")) if days == 1 else say(_("on {day}"), day=reason.on)
    if not reason.count:
        return say(_("work anniversary {when}"), when=when)
    if not reason.what:
        return count("{n} year at work {when}", "{n} years at work {when}", reason.count, when=when)
    return count(
        "{n} year at {company} {when}",
        "{n} years at {company} {when}",
        reason.count,
        company=reason.what,
        when=when,
    )


def _overdue(reason: Reason, today: date) -> Span:
    assert reason.since is not None
    spoke = ago(reason.since, today)
    if reason.cadence is None:
        text: Span = say(_("last spoke {when}, and you asked me to bring them up about now"), when=spoke)
    else:
        text = say(_("last spoke {when}, you wanted {cadence}"), when=spoke, cadence=reason.cadence)
    if reason.what and reason.on:
        gave = say(_("they gave you {what} {when}"), when=ago(reason.on, today), what=reason.what)
        return (text, "; ", gave)
    return text


def _headline(number: int, contact: Contact) -> Span:
    name = Bold(Person(contact.name))
    place = work(contact)
    text: Span = say(_("{name}, {work}"), name=name, work=place) if place else name
    return (f"{number}. ", text) if number else text


def _line(pick: Pick, contact: Contact, today: date, told: set[Reason]) -> Span:
    match pick.outcome:
        case Outcome.REACHED:
            if contact.due_on:
                return say(_("✓ Reached out. Due again on {day}"), day=contact.due_on)
            return say(_("✓ Reached out"))
        case Outcome.SNOOZED:
            back = contact.snoozed_until
            return say(_("Snoozed until {day}"), day=back) if back else say(_("Snoozed"))
        case Outcome.NOT_NOW:
            until = contact.hidden_until
            return say(_("Not now: I'll leave them alone until {day}"), day=until) if until else say(_("Not now"))
        case Outcome.OPEN:
            spans: list[Span] = []
            for reason in pick.reasons:
                again = reason.because is Because.FOLLOW_UP and reason.what and reason in told
                said = say(_("you met at {event}, too"), event=reason.what) if again else why(reason, today)
                spans += ["; ", said] if spans else [said]
                told.add(reason)
            return tuple(spans)


def _handles(contact: Contact) -> list[Span]:
    """The handles to tap, the most direct first."""
    known = [each for kind in _HANDLES for each in contact.handles if each.kind == kind]
    shown: list[Span] = []
    for handle in known[:_MAX_HANDLES]:
        url = open_url(handle)
        value = handle.value.removeprefix("https://").removeprefix("www.")
        shown.append(
            say(_("{kind}: {value}"), kind=say(kind_title(handle.kind)), value=Link(value, url) if url else value)
        )
    return shown


def _buttons(digest: Digest, pick: Pick, contact: Contact, *, several: bool) -> Row:
    """Reached out · Snooze · Not now · Card, or a draft for whom they have just met; with several people the first
    says who the row is about."""
    reached = say(_("Reached out: {name}"), name=_short(contact.name)) if several else say(_("Reached out"))
    return (
        Button(reached, action("reached", digest.id, contact.id)),
        Button(say(_("Snooze")), action("later", digest.id, contact.id)),
        Button(say(_("Not now")), action("notnow", digest.id, contact.id)),
        Button(say(_("Draft")), action("draft", contact.id, "follow-up"))
        if any(each.because is Because.FOLLOW_UP for each in pick.reasons)
        else Button(say(_("Card")), action("card", contact.id)),
    )


def proposes_rhythm(pick: Pick, contact: Contact, account: Account) -> bool:
    """Whether it is still to be said how often to be in touch with somebody met lately, now that they were written
    to."""
    met = any(each.because is Because.FOLLOW_UP for each in pick.reasons)
    return met and contact.keep is not Keep.NEVER and cadence_of(contact, account) is None


def _rhythms(digest: Digest, contact: Contact, *, several: bool) -> Row:
    month = Cadence(count=1, unit=Unit.MONTH)
    first = say(_("{name}: {cadence}"), name=_short(contact.name), cadence=month) if several else month
    return (
        Button(first, action("rhythm", digest.id, contact.id, "1")),
        Button(Cadence(count=3, unit=Unit.MONTH), action("rhythm", digest.id, contact.id, "3")),
        Button(say(_("Never")), action("rhythm", digest.id, contact.id, "0")),
    )


def _short(name: str) -> Person:
    return Person(name if len(name) <= 20 else name[:19].rstrip() + "…")
