"""Who of somebody's network is likely at an event, what is between them, and with which words to begin: pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.chat.phrases import ago
from core.chat.reply import Bold, Person, Span, count, say
from core.chat.words import _
from core.facts.asks import Ask, AskState, Promise
from core.facts.events import Event
from core.facts.ids import ContactId
from core.facts.keys import fold
from core.facts.people import Contact, Direction, Entry, Favour, Touch
from core.facts.targets import Target
from core.people.card import work

MOST = 8  # people: a phone's screen
_LONGEST = 60  # characters of what somebody has noted
_RECENT_DAYS = 365  # a talk of longer ago is no way to begin
_COMPANY_WORDS = 4  # of a title that may be a company's name
_QUESTIONS: tuple[tuple[str, tuple[str, str]], ...] = (
    (
        r"\b(?:job|career|hiring|recruit\w*|talent)\b",
        (_("Which people is your team looking for?"), _("What do you like most about where you work?")),
    ),
    (
        r"\b(?:conference|summit|congress|expo|fair|forum|symposium)\b",
        (_("Which talk was worth coming for?"), _("What will you do differently after today?")),
    ),
    (
        r"\b(?:meetup|hackathon|tech|data|python|developer\w*|startup\w*|founder\w*|demo|pitch)\b",
        (_("What are you building at the moment?"), _("What is the hardest part of it right now?")),
    ),
    (
        r"\b(?:kiwanis|rotary|lions|club|charity|volunteer\w*|breakfast|lunch|dinner|brunch|gala)\b",
        (_("What brought you to this group?"), _("Which project here is close to your heart?")),
    ),
)
_ANYWHERE = (_("What brought you here today?"), _("Who else here should I meet?"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """Somebody who is likely there, and why."""

    contact: Contact
    going: bool = False
    met: int = 0  # how often they were met at earlier ones
    host: str = ""  # where they work, if that is named in the invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What is between their owner and the people who are likely there."""

    entries: Sequence[Entry] = ()
    asks: Sequence[Ask] = ()
    promises: Sequence[Promise] = ()
    targets: Sequence[Target] = ()


def likely(
    contacts: Sequence[Contact],
    going: Collection[ContactId],
    met: Mapping[ContactId, int],
    hosts: Collection[ContactId],
    today: date,
) -> list[Likely]:
    """Those who are active, the surest first: who is going, who was met there most often, who works there."""
    found = [
        Likely(
            contact=each,
            going=each.id in going,
            met=met.get(each.id, 0),
            host=each.company if each.id in hosts else "",
        )
        for each in contacts
        if each.is_active(today)
    ]
    found.sort(
        key=lambda each: (
            not each.going,
            -each.met,
            -(each.contact.last_touch_on or date.min).toordinal(),
            fold(each.contact.name),
            each.contact.id,
        )
    )
    return found


def companies_named(event: Event) -> list[str]:
    """The folded words, and rows of words, of title and place that may be the name of a company."""
    found: dict[str, None] = {}
    for text in (event.title, event.place):
        words = fold(text).split()
        for start in range(len(words)):
            for many in range(1, _COMPANY_WORDS + 1):
                name = " ".join(words[start : start + many])
                if start + many <= len(words) and len(name) > 2 and not name.isdigit():
                    found[name] = None
    return list(found)


def person_lines(each: Likely, between: Between, today: date) -> tuple[Span, Span | None]:
    """Who it is and why; and what there is to know, in one line."""
    contact = each.contact
    name: Span = Bold(Person(contact.name))
    place = work(contact)
    why: list[Span] = []
    if each.going:
        why.append(say(_("is going")))
    if each.met:
        why.append(count("met there before", "met there {n} times", each.met))
    if each.host:
        why.append(say(_("works there")))
    who: list[Span] = [name, ", ", place] if place else [name]
    told = _details(each, between, today)
    return (*who, " (", *_joined(why), ")"), _joined(told, " · ") if told else None


def openings(people: Sequence[Likely], event: Event, between: Between, today: date) -> list[Span]:
    """Two ways to begin a talk: what is open with those who are there; else what may be asked at such an event."""
    found = [opening for each in people if (opening := _opening(each.contact, between, today)) is not None][:2]
    text = f"{event.title} {event.notes}"
    questions = next((them for said, them in _QUESTIONS if re.search(said, text, re.IGNORECASE)), _ANYWHERE)
    return [*found, *(say(_("To anybody: “{question}”"), question=say(each)) for each in questions)][:2]


def _details(each: Likely, between: Between, today: date) -> list[Span]:
    contact, told = each.contact, list[Span]()
    if (last := _last(contact, between)) and last.what:
        told.append(say(_("last: {what}, {when}"), what=_short(last.what), when=ago(last.happened_on, today)))
    elif contact.last_touch_on:
        told.append(say(_("last spoke {when}"), when=ago(contact.last_touch_on, today)))
    favours = [one for one in between.entries if isinstance(one, Favour) and one.contact_id == contact.id]
    lead = sum(1 if one.direction is Direction.GAVE else -1 for one in favours)
    if lead > 0:
        told.append(count("you are {n} favour ahead", "you are {n} favours ahead", lead))
    elif lead < 0:
        told.append(count("they are {n} favour ahead", "they are {n} favours ahead", -lead))
    told += [say(_("you promised: {what}"), what=_short(one.what)) for one in _promises(contact, between)[:1]]
    told += [say(_("you asked: {what}"), what=_short(one.what)) for one in _asks(contact, between)[:1]]
    if target := _target(contact, between.targets):
        told.append(say(_("{company} is a target of yours"), company=target.company))
    return told


def _opening(contact: Contact, between: Between, today: date) -> Span | None:
    name = Person(contact.name.split()[0] if contact.name.split() else contact.name)
    if promises := _promises(contact, between):
        return say(_("Tell {name} how far you are: {what}"), name=name, what=_short(promises[0].what))
    if owed := _unthanked(contact, between):
        return say(_("Thank {name}: {what}"), name=name, what=_short(owed.what or contact.name))
    asks = _asks(contact, between)
    if asks and asks[0].state in (AskState.GRANTED, AskState.THANKED):
        return say(_("Tell {name} what came of it: {what}"), name=name, what=_short(asks[0].what))
    last = _last(contact, between)
    if last and last.what and (today - last.happened_on).days <= _RECENT_DAYS:
        return say(_("Ask {name} what has come of it since: {what}"), name=name, what=_short(last.what))
    if target := _target(contact, between.targets):
        return say(_("Ask {name} how things are at {company}"), name=name, company=target.company)
    return None


def _last(contact: Contact, between: Between) -> Entry | None:
    """What was last spoken about; where no touch says anything, the latest favour. Favours are counted besides."""
    theirs = [each for each in between.entries if each.contact_id == contact.id and each.what]
    return max(
        theirs,
        key=lambda each: (isinstance(each, Touch), each.happened_on, each.recorded_at, each.id),
        default=None,
    )


def _unthanked(contact: Contact, between: Between) -> Favour | None:
    theirs = [each for each in between.entries if each.contact_id == contact.id]
    got = [
        each
        for each in theirs
        if isinstance(each, Favour) and each.direction is Direction.GOT and each.import_id is None
    ]
    latest = max(got, key=lambda each: (each.happened_on, each.recorded_at), default=None)
    thanked = any(
        isinstance(each, Touch)
        and each.thanks
        and latest is not None
        and (each.happened_on, each.recorded_at) >= (latest.happened_on, latest.recorded_at)
        for each in theirs
    )
    return None if thanked else latest


def _promises(contact: Contact, between: Between) -> list[Promise]:
    return [each for each in between.promises if each.contact_id == contact.id]


def _asks(contact: Contact, between: Between) -> list[Ask]:
    return [each for each in between.asks if each.contact_id == contact.id]


def _target(contact: Contact, targets: Sequence[Target]) -> Target | None:
    company = f"{fold(contact.company)} "
    return next(
        (each for each in targets if contact.company and company.startswith(f"{fold(each.company)} ")), None
    )


def _joined(parts: Sequence[Span], between: str = ", ") -> tuple[Span, ...]:
    spans: list[Span] = []
    for part in parts:
        spans += [between, part] if spans else [part]
    return tuple(spans)


def _short(text: str) -> str:
    line = text.split("\n", 1)[0]
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
