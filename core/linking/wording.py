"""What is said about linking: short, and clear about whose people go where."""

from collections.abc import Sequence

from core.account.platforms import chat_account, platform_name
from core.account.settings import tell_setting
from core.chat.reply import Bold, Button, Listing, Person, Reply, Row, Span, action, count, lines, say
from core.chat.telling import city_of
from core.chat.words import _
from core.facts.account import Account, Identity
from core.facts.ids import DeedId
from core.facts.keys import fold
from core.facts.linking import LinkCode
from core.facts.people import Contact
from core.linking.linking import Asked
from core.linking.merging import Preview
from core.linking.settings import differing
from core.people.card import work

SHOWN = 3  # names of people who are in both


def show_code(written: str, identities: Sequence[Identity]) -> Reply:
    """A new code, and what to do with it."""
    line = Bold(say(_("/link {code}"), code=written))
    return Reply(
        text=lines(
            _linked(identities),
            say(_("To have the same network in another chat, write to me there within ten minutes:")),
            line,
            say(_("Then I ask you here whether it was you. Show the code to nobody else.")),
        )
    )


def not_a_code() -> Reply:
    """Of every code that is none: what was wrong about it is not told."""
    return Reply(
        text=say(_("That code is not good, or not any more. /link in the other chat gives you a new one."))
    )


def said(code: LinkCode, here: Identity, there: Identity) -> Reply:
    """To whoever has said a code, who may have been talked into it."""
    return Reply(
        text=lines(
            say(
                _("Almost there. You are {here}; the code is from {there}."),
                here=chat_account(here),
                there=chat_account(there),
            ),
            say(_("Once it is confirmed there, everything you have here becomes one network with theirs.")),
            say(_("Is {there} not you? Then call it off: they would see it all."), there=Bold(chat_account(there))),
            "",
            say(_("I have asked you there: confirm it within ten minutes. If nothing comes, say /link there.")),
        ),
        rows=((Button(say(_("Call it off")), action("link-off", code.id)),),),
    )


def locked() -> Reply:
    """To whoever issued a code."""
    return Reply(
        text=lines(
            say(_("Somebody has tried to guess your code five times, so I have locked it. Nothing was linked.")),
            say(_("If it was you, mistyping: /link gives you a new one.")),
        )
    )


def question(asked: Asked, found: Preview, both: Sequence[tuple[Contact, Contact]]) -> Reply:
    """Whether to link them, with what it would do. `both` are cards of those who are in both, mine and theirs; not
    more than are worth a look."""
    return Reply(
        text=lines(
            say(
                _("{there} has said your code. Is that you, {here}?"),
                there=Bold(chat_account(asked.there)),
                here=asked.here.name,
            )
            if asked.here.name
            else say(_("{there} has said your code. Is that you?"), there=Bold(chat_account(asked.there))),
            *_what_happens(asked, found, both),
            "",
            say(_("Whoever it is will see everything you have here. If you don't know them, press “Not me”.")),
        ),
        rows=(_answers(asked),),
    )


def handed_over(platform: str) -> Span:
    return say(_("Your network on {platform}, as it was before. Just in case."), platform=platform_name(platform))


def agreed(asked: Asked) -> Reply:
    """In the place of the question, which has been answered."""
    return Reply(text=say(_("{there} is you: I link you now."), there=chat_account(asked.there)), replaces=True)


def linked(account: Account, there: str, people: int, both: int, deed: DeedId) -> Reply:
    """When it is done."""
    return Reply(
        text=lines(
            say(_("Linked. It is one network now, here and on {platform}."), platform=platform_name(there)),
            count("{n} person is in it.", "{n} people are in it.", people) if people else None,
            count("{n} was in both, and is one card now.", "{n} were in both, and are one card each now.", both)
            if both
            else None,
            say(
                _("I write to you on {platform}; /settings deliver {other} changes that."),
                platform=platform_name(account.deliver_to),
                other=there if there != account.deliver_to else "telegram",
            )
            if there != account.deliver_to
            else None,
            say(_("For 24 hours /undo makes two of it again.")),
        ),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
    )


def linked_there(account: Account, to: Identity, other: Identity) -> Reply:
    """When it is done, to the chat in which the code was said."""
    return Reply(
        text=lines(
            say(_("Linked with {other}: it is one network now."), other=chat_account(other)),
            None if account.deliver_to == to.platform else _what_comes_where(account, to),
            say(_("For 24 hours /undo takes it back.")),
        )
    )


def _what_comes_where(account: Account, to: Identity) -> Span:
    there = platform_name(account.deliver_to)
    if account.timezone is None:
        return say(
            _("What I send now comes on {there}. /settings deliver {here} brings it here."),
            there=there,
            here=to.platform,
        )
    return say(
        _("Your digests now come on {there}, at {time} {city} time. /settings deliver {here} brings them here."),
        there=there,
        time=account.digest_at,
        city=city_of(account.timezone),
        here=to.platform,
    )


def _what_happens(asked: Asked, found: Preview, both: Sequence[tuple[Contact, Contact]]) -> list[Span]:
    if not found.has_theirs:
        return [say(_("You would have the same network in both chats."))]
    if not found.has_mine:
        return [
            count(
                "{n} person comes along, with everything you have set there.",
                "{n} people come along, with everything you have set there.",
                found.theirs,
            )
        ]
    told: list[Span] = [
        "",
        count("Here you know {n} person,", "Here you know {n} people,", found.mine),
        count("there {n}; they would be one network.", "there {n}; they would be one network.", found.theirs),
    ]
    if found.both:
        told.append(
            count(
                "{n} is in both and would be one card: {names}.",
                "{n} are in both and would be one card each: {names}.",
                len(found.both),
                names=_names([mine for mine, _theirs in both[:SHOWN]], len(found.both)),
            )
        )
        told += _differences(both)
    if settings := differing(asked.account, asked.other):
        there = [line for each in settings if (line := tell_setting(each, asked.other)) is not None]
        told += ["", say(_("Your settings here stay. There you had:")), *there]
    return [*told, "", say(_("First you get both networks as files, and for 24 hours /undo takes it back."))]


def _differences(both: Sequence[tuple[Contact, Contact]]) -> list[Span]:
    """Whose cards say different things about their work: mine will count, and theirs go into the notes."""
    told: list[Span] = []
    for mine, theirs in both:
        here, there = work(mine), work(theirs)
        said = ((mine.company, theirs.company), (mine.title, theirs.title))
        if here and there and any(one and other and fold(one) != fold(other) for one, other in said):
            told.append(
                say(_("{name}: {here} here, {there} there"), name=Person(mine.name), here=here, there=there)
            )
    return [*told[:SHOWN], say(_("What is said there goes into the notes."))] if told else []


def _names(some: Sequence[Contact], n: int) -> Span:
    names: list[Span] = [Person(each.name) for each in some]
    if n > len(some):
        names.append(count("{n} more", "{n} more", n - len(some)))
    return Listing(tuple(names))


def _linked(identities: Sequence[Identity]) -> Span | None:
    if len(identities) < 2:
        return None
    return say(_("Linked now: {chats}."), chats=Listing(tuple(chat_account(each) for each in identities)))


def _answers(asked: Asked) -> Row:
    return (
        Button(say(_("Link us")), action("link", asked.code.id)),
        Button(say(_("Not me")), action("link-no", asked.code.id)),
    )
