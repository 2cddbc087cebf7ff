"""How the rules read: all on one screen, and each with the buttons that tune it."""

from zlib import crc32

from core.chat.command import Context
from core.chat.reply import Bold, Button, Listing, Person, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.digests.rules.book import RULES, Rule
from core.facts.account import Account, Tuning
from core.facts.digests import Because
from core.facts.ids import DeedId
from core.people.tuning import FIGURES, days_of, is_on, tuning_of

_NAMED = 6  # exceptions that have a button each
_SHORT = 20  # letters of a name on a button


def overview(account: Account) -> Reply:
    """Every rule and how it is, with a button to each."""
    buttons = [Button(say(rule.title), action("rule", rule.word)) for rule in RULES]
    return Reply(
        text=lines(
            Bold(say(_("What I bring up by myself"))),
            *(_brief(rule, account) for rule in RULES),
            "",
            say(_("Press one to tune it, or say: /rules birthday 14 days, /rules thanks off for Jane")),
        ),
        rows=tuple(tuple(buttons[index : index + 2]) for index in range(0, len(buttons), 2)),
    )


async def screen(ctx: Context, rule: Rule, *, undo: DeedId | None = None) -> Reply:
    """One rule: what it does, how it is, and what can be changed."""
    tuning, days = tuning_of(ctx.account, rule.because), days_of(ctx.account, rule.because)
    people = await ctx.tx.people.get(ctx.owner, sorted(tuning.not_for)) if tuning.not_for else ()
    spared: list[tuple[Span, str]] = [
        (Person(each.name), action("tune", rule.word, "who", each.id)) for each in people
    ]
    spared += [(f"#{tag}", action("tune", rule.word, "tag", tag_mark(tag))) for tag in sorted(tuning.not_for_tags)]
    text = lines(
        Bold(say(rule.title)),
        say(rule.says, days=count("{n} day", "{n} days", days)),
        say(_("It is on.")) if tuning.on else say(_("It is off.")),
        say(_("Not for {names}."), names=Listing(tuple(name for name, _act in spared))) if spared else None,
    )
    switch = (
        Button(say(_("Turn off")), action("tune", rule.word, "is", "off"))
        if tuning.on
        else Button(say(_("Turn on")), action("tune", rule.word, "is", "on"))
    )
    not_for = (Button(say(_("Not for…")), action("rulewho", rule.word)),) if rule.about_people else ()
    rows: list[Row] = [(switch, *not_for)]
    if tuning.on and rule.because in FIGURES:
        rows.append(_days_row(rule, days))
    rows += [(Button(say(_("Again for {name}"), name=_short(name)), act),) for name, act in spared[:_NAMED]]
    back: Row = (Button(say(_("All rules")), action("rules")),)
    rows.append((*back, Button(say(_("Undo")), action("undo", undo))) if undo else back)
    return Reply(text=text, rows=tuple(rows))


def tag_mark(tag: str) -> str:
    """A tag on a button, which has no room for a long one."""
    return f"{crc32(tag.encode()):08x}"


def _brief(rule: Rule, account: Account) -> Span:
    title = say(rule.title)
    if not is_on(account, rule.because):
        return say(_("– {rule}: off"), rule=title)
    state = _figure(rule.because, account)
    told = say(_("✓ {rule}: {state}"), rule=title, state=state) if state else say(_("✓ {rule}"), rule=title)
    exceptions = _exceptions(tuning_of(account, rule.because))
    return (told, ", ", exceptions) if exceptions else told


def _figure(rule: Because, account: Account) -> Span | None:
    return count("{n} day", "{n} days", days_of(account, rule)) if rule in FIGURES else None


def _exceptions(tuning: Tuning) -> Span | None:
    spared: list[Span] = [f"#{tag}" for tag in sorted(tuning.not_for_tags)]
    if tuning.not_for:
        spared.append(count("{n} person", "{n} people", len(tuning.not_for)))
    return say(_("not for {names}"), names=Listing(tuple(spared))) if spared else None


def _days_row(rule: Rule, days: int) -> Row:
    """− and + by a step that suits the figure, and a way to type it; each button says what it makes of it."""
    figure = FIGURES[rule.because]
    step = 1 if days <= 14 else 7 if days < 180 else 30
    fewer, more = max(days - step, figure.least), min(days + step, figure.most)
    return (
        Button(count("− {n} day", "− {n} days", days - fewer), action("tune", rule.word, "days", str(fewer))),
        Button(count("+ {n} day", "+ {n} days", more - days), action("tune", rule.word, "days", str(more))),
        Button(say(_("Days…")), action("ruledays", rule.word)),
    )


def _short(name: Span) -> Span:
    text = name.name if isinstance(name, Person) else str(name)
    return Person(text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…")
