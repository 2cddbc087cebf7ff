"""What a change to a card looks like: every field that differs, before and after."""

from core.chat.parsing.days.anniversaries import BIRTHDAY
from core.chat.parsing.people.handles import kind_title
from core.chat.phrases import partial
from core.chat.reply import Span, say
from core.chat.words import _
from core.facts.people import Anniversary, Contact, Handle, Keep, Status
from core.people.tapped import linked, tapped

_STATUS = {
    Status.ACTIVE: _("active"),
    Status.PAUSED: _("paused"),
    Status.ARCHIVED: _("archived"),
    Status.DO_NOT_CONTACT: _("not to be contacted"),
    Status.DECEASED: _("deceased"),
}


def change_lines(before: Contact, after: Contact) -> list[Span]:
    """One line for each field that differs: "Company: IBM → Google"."""
    pairs: list[tuple[str, Span | None, Span | None]] = [
        (_("Name"), before.name, after.name),
        (_("Also known as"), ", ".join(before.aliases), ", ".join(after.aliases)),
        (_("Company"), before.company, after.company),
        (_("Title"), before.title, after.title),
        (_("Met"), before.how_met, after.how_met),
        (_("Met on"), before.met_on, after.met_on),
        (_("Tags"), _tags(before), _tags(after)),
        (_("Status"), status_of(before), status_of(after)),
        (_("Rhythm"), _rhythm(before), _rhythm(after)),
    ]
    shown = [_pair(label, old, new) for label, old, new in pairs if old != new]
    shown += [_pair(kind_title(each.kind), None, tapped(each)) for each in _more(before.handles, after.handles)]
    shown += [_pair(kind_title(each.kind), tapped(each), None) for each in _more(after.handles, before.handles)]
    shown += [_pair(label_of(each), _old(before, each.label), partial(each.on)) for each in _dates(before, after)]
    labels = {each.label for each in after.dates}
    shown += [_pair(label_of(each), partial(each.on), None) for each in before.dates if each.label not in labels]
    if before.notes != after.notes:
        shown.append(say(_("Noted: {note}"), note=linked(after.notes.removeprefix(before.notes).strip()[:500])))
    return shown


def status_of(contact: Contact) -> Span:
    """ "active", "paused until May 1", "archived"."""
    if contact.status is Status.PAUSED and contact.paused_until:
        return say(_("paused until {day}"), day=contact.paused_until)
    return say(_STATUS[contact.status])


def label_of(anniversary: Anniversary) -> str:
    """What a day is called: a message of the catalogue for a birthday, else the owner's own word."""
    return _("Birthday") if anniversary.label == BIRTHDAY else anniversary.label.capitalize()


def _pair(label: str, old: Span | None, new: Span | None) -> Span:
    name = say(label)
    if old and new:
        return say(_("{field}: {before} → {after}"), field=name, before=old, after=new)
    if new:
        return say(_("{field}: {after}"), field=name, after=new)
    return say(_("{field}: {before} taken off"), field=name, before=old or "")


def _tags(contact: Contact) -> str:
    return " ".join(f"#{tag}" for tag in contact.tags)


def _rhythm(contact: Contact) -> Span | None:
    if contact.keep is Keep.NEVER:
        return say(_("never"))
    return contact.cadence


def _more(these: tuple[Handle, ...], those: tuple[Handle, ...]) -> list[Handle]:
    return [handle for handle in those if handle not in these]


def _dates(before: Contact, after: Contact) -> list[Anniversary]:
    return [each for each in after.dates if each not in before.dates]


def _old(before: Contact, label: str) -> Span | None:
    return next((partial(each.on) for each in before.dates if each.label == label), None)
