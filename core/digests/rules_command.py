"""/rules: every rule on one screen, and each on one of its own: on or off, its days, and for whom not."""

from collections.abc import Sequence
from dataclasses import replace

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import Refusal
from core.chat.finding import offered
from core.chat.naming import look_up
from core.chat.parsing.people.cards import TagChanges
from core.chat.phrases import told_apart
from core.chat.questions import ask, offer
from core.chat.reading import Open
from core.chat.reply import Answer, Person, Reply, say
from core.chat.values import Newcomer, Unsettled, dump
from core.chat.words import _
from core.digests.rule_lines import read_rule_line
from core.digests.rule_screens import overview, screen, tag_mark
from core.digests.rules.book import RULES, Rule
from core.facts.account import AccountChanged, Choice, Tuning
from core.facts.ids import ContactId
from core.facts.keys import fold
from core.facts.people import Contact
from core.people.tuning import FIGURES, tuned, tuning_of

_ALSO = {  # other words for the rules
    "birthdays": "birthday",
    "bday": "birthday",
    "jobs": "job",
    "work": "job",
    "anniversary": "job",
    "anniversaries": "job",
    "thank": "thanks",
    "favours": "thanks",
    "referral": "report",
    "referrals": "report",
    "followup": "follow",
    "met": "follow",
    "cadence": "keep",
    "overdue": "keep",
    "touch": "keep",
    "owed": "give",
    "giving": "give",
    "old": "dormant",
    "ties": "dormant",
    "promises": "promise",
}
_BY_WORD = {rule.word: rule for rule in RULES}


@command(
    "rules",
    Param(
        name="rule",
        kind=Kind.CHOICE,
        choices=tuple(rule.word for rule in RULES),
        summary=_("birthday, thanks, dormant…: all of them if left out"),
    ),
    Param(name="state", kind=Kind.CHOICE, choices=("on", "off"), summary=_("on or off")),
    Param(name="days", kind=Kind.TEXT, summary=_("its days: 14 days, 3 weeks"), label=_("How many days")),
    Param(name="tag", kind=Kind.TAGS, summary=_("only for people with this #tag")),
    Param(name="who", kind=Kind.CONTACT, summary=_("only for this person"), known=True, label=_("Who")),
    summary=_("What I bring up by myself: tune each, or switch it off"),
    examples=(
        "/rules",
        "/rules birthday 14 days",
        "/rules thanks off for Jane",
        "/rules dormant off for #family",
        "/rules give off",
    ),
    line=read_rule_line,
)
async def rules(
    ctx: Context,
    rule: str | None,
    state: str | None,
    days: str | None,
    tag: TagChanges | None,
    who: Contact | Unsettled | Newcomer | None,
) -> Answer:
    if rule is None:
        given = {"state": state, "days": days, "tag": tag, "who": who}
        kinds = {param.name: param.kind for param in rules.params}
        values = {name: dump(kinds[name], each) for name, each in given.items() if each is not None}
        return await _ask_which(ctx, values) if values else overview(ctx.account)
    found = _rule(rule)
    numbered = days is not None and any(each.isdigit() for each in days)
    if sum((who is not None, tag is not None, numbered)) > 1:
        raise Refusal(
            say(
                _("One at a time, please: /rules {word} off for Jane, or /rules {word} off for #family"),
                word=found.word,
            )
        )
    if isinstance(who, Unsettled | Newcomer):
        return await _settle(ctx, found, state, who)
    if who is not None:
        return await _for_person(ctx, found, who, on=state == "on")
    if tag is not None:
        return await _for_tags(ctx, found, (*tag.added, *tag.removed), on=state == "on")
    if days is not None:
        return await _with_days(ctx, found, days, state)
    if state is not None:
        return await _change(ctx, found, replace(tuning_of(ctx.account, found.because), on=state == "on"))
    return await screen(ctx, found)


@on_press("rules", reads=True)
async def show_rules(ctx: Context) -> Answer:
    """All rules."""
    return replace(overview(ctx.account), replaces=True)


@on_press("rule", reads=True)
async def show_rule(ctx: Context, word: str) -> Answer:
    """One rule."""
    return replace(await screen(ctx, _rule(word)), replaces=True)


@on_press("tune")
async def tune(ctx: Context, word: str, what: str, value: str) -> Answer:
    """On, off, so many days, or again for somebody; as the button says, so that a second press changes nothing."""
    rule = _rule(word)
    tuning = tuning_of(ctx.account, rule.because)
    match what:
        case "is":
            tuning = replace(tuning, on=value == "on")
        case "days" if value.isdecimal() and len(value) < 5 and rule.because in FIGURES:
            tuning = replace(tuning, days=_within(rule, int(value)))
        case "who":
            tuning = replace(tuning, not_for=tuning.not_for - {ContactId(value)})
        case "tag":
            tuning = replace(
                tuning, not_for_tags=frozenset(tag for tag in tuning.not_for_tags if tag_mark(tag) != value)
            )
    return replace(await _change(ctx, rule, tuning), replaces=True)


@on_press("ruledays")
async def ask_days(ctx: Context, word: str) -> Answer:
    """Ask for the days of a rule."""
    rule = _rule(word)
    return await ask(
        ctx,
        rules,
        Open(
            asking=rules.params[2],
            text=say(_("{rule}: how many days? For example: 14"), rule=say(rule.title)),
            values={"rule": word},
        ),
    )


@on_press("rulewho")
async def ask_whom(ctx: Context, word: str) -> Answer:
    """Ask for whom a rule is to be off."""
    rule = _rule(word)
    text = say(_("{rule}: for whom not? A name, or a #tag."), rule=say(rule.title))
    return await ask(ctx, rules, Open(asking=rules.params[4], text=text, values={"rule": word, "state": "off"}))


async def _ask_which(ctx: Context, values: dict[str, str]) -> Reply:
    """Which rule all this is about."""
    rule = rules.params[0]
    opened = Open(asking=rule, text=say(_("Which rule is that for?")), values=values, choices=offered(rule))
    return await ask(ctx, rules, opened)


def _rule(word: str) -> Rule:
    bare = word.casefold()
    begun = [rule for rule in RULES if len(bare) > 2 and rule.word.startswith(bare)]
    found = _BY_WORD.get(_ALSO.get(bare, bare)) or (begun[0] if len(begun) == 1 else None)
    if found is None:
        words = ", ".join(rule.word for rule in RULES)
        raise Refusal(say(_("I have no rule “{word}”. There are: {words}."), word=word[:40], words=words))
    return found


async def _settle(ctx: Context, rule: Rule, state: str | None, who: Unsettled | Newcomer) -> Reply:
    """Whom a line means; asked where several may be meant."""
    typed = who.typed if isinstance(who, Unsettled) else who.name
    mention = await look_up(ctx, Unsettled(typed))
    if isinstance(mention.settled, Contact):
        return await _for_person(ctx, rule, mention.settled, on=state == "on")
    if not mention.contacts:
        raise Refusal(say(_("I don't know {name}. /who finds people."), name=Person(typed[:80])))
    choices = tuple(
        Choice(label="{name}", name=told_apart(each, mention.contacts), values={"who": each.id})
        for each in mention.contacts
    )
    return await offer(
        ctx,
        say(_("Whom do you mean?")),
        (*choices, Choice(label=_("Never mind"))),
        command="rules",
        values={"rule": rule.word, "state": state or "off"},
    )


async def _for_person(ctx: Context, rule: Rule, who: Contact, *, on: bool) -> Reply:
    tuning = _tunable_for_some(ctx, rule, on=on)
    some = tuning.not_for - {who.id} if on else tuning.not_for | {who.id}
    return await _change(ctx, rule, replace(tuning, not_for=some))


async def _for_tags(ctx: Context, rule: Rule, tags: Sequence[str], *, on: bool) -> Reply:
    tuning = _tunable_for_some(ctx, rule, on=on)
    these = {fold(tag) for tag in tags}
    some = tuning.not_for_tags - these if on else tuning.not_for_tags | these
    return await _change(ctx, rule, replace(tuning, not_for_tags=some))


def _tunable_for_some(ctx: Context, rule: Rule, *, on: bool) -> Tuning:
    tuning = tuning_of(ctx.account, rule.because)
    if not rule.about_people:
        raise Refusal(say(_("That rule is about you alone: /rules {word} off switches it off."), word=rule.word))
    if on and not tuning.on:
        raise Refusal(say(_("That rule is off for everybody. /rules {word} on brings it back."), word=rule.word))
    return tuning


async def _with_days(ctx: Context, rule: Rule, days: str, state: str | None) -> Reply:
    if rule.because not in FIGURES:
        raise Refusal(say(_("That rule has no days of its own: /keep says how often, for a person or a #tag.")))
    figure = FIGURES[rule.because]
    read = read_rule_line(f"{rule.word} {days}", ctx.today, ctx.account.locale).get("days", "")
    if not read.isdecimal() or len(read) > 4 or not figure.least <= int(read) <= figure.most:
        raise Refusal(
            say(
                _("{rule}: from {least} to {most} days, please. For example: /rules {word} {days} days"),
                rule=say(rule.title),
                least=figure.least,
                most=figure.most,
                word=rule.word,
                days=figure.days,
            )
        )
    tuning = tuning_of(ctx.account, rule.because)
    on = tuning.on if state is None else state == "on"
    return await _change(ctx, rule, replace(tuning, days=int(read), on=on))


def _within(rule: Rule, days: int) -> int | None:
    """The days as far as they can be tuned; None for those that the rule comes with."""
    figure = FIGURES[rule.because]
    days = min(max(days, figure.least), figure.most)
    return None if days == figure.days else days


async def _change(ctx: Context, rule: Rule, tuning: Tuning) -> Reply:
    """The rule's screen after a change, which can be undone."""
    if tuning.days is not None:
        tuning = replace(tuning, days=_within(rule, tuning.days))
    after = tuned(ctx.account, rule.because, tuning)
    if after == ctx.account:
        return await screen(ctx, rule)
    await ctx.tx.accounts.change(after)
    deed = await ctx.did(_("the change of the rule {names}"), (rule.word,), AccountChanged(before=ctx.account))
    return await screen(replace(ctx, account=after), rule, undo=deed)
