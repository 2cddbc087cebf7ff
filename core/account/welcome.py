"""/start and /help: a warm first minute, and help made from the declarations."""

from collections.abc import Mapping

from core.chat.command import Command, Context, Kind, Param, Suggestion, command
from core.chat.parsing.commands import nearest
from core.chat.questions import ask
from core.chat.reading import Open
from core.chat.reply import Answer, Bold, Button, Reply, Row, Span, action, count, lines, say
from core.chat.request import PlaceKind
from core.chat.words import _, plain


@command(
    "start",
    Param(name="payload", kind=Kind.TEXT, summary=_("what a link brought you here for"), option=False),
    summary=_("Begin, or begin again"),
    examples=("/start",),
    in_groups=True,
)
async def start(ctx: Context, payload: str | None) -> Answer:
    if ctx.place is PlaceKind.GROUP:
        return Reply(
            text=say(
                _("Hello! I help each of you to keep up with the people you know. Write to me in private to begin.")
            ),
            private=False,
        )
    known = await ctx.tx.people.count(ctx.owner)
    if known:
        return Reply(
            text=lines(
                say(_("Welcome back, {name}."), name=ctx.actor.name) if ctx.actor.name else say(_("Welcome back.")),
                count("I know {n} person of yours.", "I know {n} people of yours.", known),
                say(_("/today shows whom to write to, /who finds people, /help shows the rest.")),
                None
                if ctx.account.timezone
                else say(_("One thing is missing: your city, for the morning digest.")),
            ),
            rows=() if ctx.account.timezone else (_CITY,),
        )
    add = next(each for each in ctx.commands if each.name == "add")
    text = lines(
        hello(ctx),
        "",
        say(
            _("Let's begin with one person you don't want to lose sight of. Who is it? Just type it, for example:")
            if ctx.alone
            else _(
                "Let's begin with one person you don't want to lose sight of. Who is it? "
                "Press “Type it…”, or use /add, for example with:"
            )
        ),
        "Jane Doe @ IBM, recruiter every 6 weeks",
        "",
        say(
            _("Or send me your contacts, or an export of LinkedIn, WhatsApp, Facebook…: /import tells how.")
            if ctx.alone
            else _("Or bring your contacts, or an export of LinkedIn, WhatsApp, Facebook…: /import tells how.")
        ),
    )
    return await ask(
        ctx, add, Open(asking=add.params[0], text=text, values={}), way_out=_("Skip for now"), says_more=True
    )


def hello(ctx: Context) -> Span:
    """Who Reachwell is, to somebody new; also before what a link has brought them for."""
    return lines(
        say(_("Hello {name}, I am Reachwell."), name=Bold(ctx.actor.name))
        if ctx.actor.name
        else say(_("Hello, I am Reachwell.")),
        say(
            _(
                "I remember whom you know and what you have done for one another, "
                "and each morning I tell you whom to write to, and why."
            )
        ),
    )


async def _command_names(ctx: Context, typed: str, _given: Mapping[str, str]) -> list[Suggestion]:
    begin = typed.strip().lstrip("/").casefold()
    found: list[Suggestion] = []
    for each in ctx.commands:
        if each.listed and each.name.startswith(begin):
            label = say(_("/{command}: {summary}"), command=each.name, summary=say(each.summary))
            found.append(Suggestion(each.name, plain(label, ctx.reader)))
    return found


@command(
    "help",
    Param(name="about", kind=Kind.TEXT, summary=_("a command"), suggest=_command_names),
    summary=_("What I can do, with examples"),
    examples=("/help", "/help met"),
    reads=True,
    in_groups=True,
)
async def help_(ctx: Context, about: str | None) -> Answer:
    private = ctx.place is PlaceKind.PRIVATE
    if about:
        return Reply(text=_explain(ctx, about), private=private)
    shown = [c for c in ctx.commands if c.listed and (c.in_groups or ctx.place is PlaceKind.PRIVATE)]
    daily = [each.examples[0] for each in shown if each.name in _DAILY]
    return Reply(
        text=lines(
            *((say(_("Every day:")), *daily, "") if private else ()),
            say(_("All that I can do:")),
            *(say(_("/{command}: {summary}"), command=c.name, summary=say(c.summary)) for c in shown),
            "",
            say(
                _("More on one of them: /help met. Or just write, and I ask what you mean.")
                if ctx.alone
                else _("More on one of them: /help met.")
            ),
        ),
        private=private,
    )


@command("cancel", summary=_("Call off what I am asking"), examples=("/cancel",), listed=False)
async def cancel(ctx: Context) -> Answer:
    await ctx.tx.accounts.stop_listening(ctx.owner)
    return Reply(text=say(_("All right, nothing noted.")))


def _explain(ctx: Context, about: str) -> Span:
    name = about.split()[0].lstrip("/").casefold()
    found = next((each for each in ctx.commands if each.name == name), None)
    if found is None:
        close = nearest(name, [each.name for each in ctx.commands])
        if not close:
            return say(_("I have no command /{command}. /help shows them all."), command=name[:32])
        return say(_("I have no command /{command}. Did you mean /{close}?"), command=name[:32], close=close[0])
    return explain(found)


def explain(command: Command) -> Span:
    """What a command does, what it takes, and examples."""
    return lines(
        say(_("/{command}: {summary}"), command=command.name, summary=say(command.summary)),
        *(
            say(_("- {name}: {summary}"), name=param.name.replace("_", " "), summary=say(param.summary))
            for param in command.params
            if param.option
        ),
        say(_("For example:")) if command.examples else None,
        *command.examples,
    )


_DAILY = ("add", "met", "gave", "got", "today")  # what most people do most days
_CITY: Row = (Button(say(_("My city…")), action("set", "zone")),)
