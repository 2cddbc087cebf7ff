"""Questions: what Reachwell asks when something is missing, kept so that a restart does not lose it.

Bare text answers only the latest question, for ten minutes; its buttons work for a day.
"""

from collections.abc import Mapping
from datetime import timedelta

from core.chat.command import Command, Context
from core.chat.errors import Refusal
from core.chat.reading import Open
from core.chat.reply import Button, Reply, Row, Said, Span, action, say
from core.chat.words import _
from core.facts.account import Choice, Question
from core.facts.ids import ContactId, QuestionId, new_id
from core.facts.keys import fold

LISTENING = timedelta(minutes=10)
KEPT = timedelta(days=1)
PICK = "pick"  # a choice's button: "v1:pick:question.index"
DO = "do"  # a command about somebody: "v1:do:command.contact"
_CALLED_OFF = frozenset(
    {
        "cancel",
        "never mind",
        "nevermind",
        "nvm",
        "stop",
        "skip",
        "forget it",
        "nothing",
        "no",
        "none",
        "quit",
        "exit",
    }
)
_WIDE = 18  # characters; longer labels get a row of their own


async def ask(ctx: Context, command: Command, opened: Open, way_out: str = _("Never mind")) -> Reply:
    """Ask for what a command still needs; the next bare text is taken as the answer.

    `way_out` is the label of the button that calls it off.
    """
    question = Question(
        id=QuestionId(new_id()),
        account_id=ctx.owner,
        command=command.name,
        values=opened.values,
        asking=opened.asking.name,
        choices=(*opened.choices, Choice(label=way_out)),
        asked_at=ctx.now,
        listening=True,
    )
    await ctx.tx.accounts.ask(question)
    return Reply(text=opened.text, rows=_rows(question))


async def offer(
    ctx: Context,
    text: Span,
    choices: tuple[Choice, ...],
    command: str = "",
    values: Mapping[str, str] | None = None,
) -> Reply:
    """Offer choices as buttons, without listening for text: lines to say, or values for a command."""
    question = Question(
        id=QuestionId(new_id()),
        account_id=ctx.owner,
        command=command,
        values=values or {},
        choices=choices,
        asked_at=ctx.now,
    )
    await ctx.tx.accounts.ask(question)
    return Reply(text=text, rows=_rows(question))


async def keep_line(ctx: Context, line: str) -> QuestionId:
    """Keep a line that will be said again elsewhere; its first choice says it."""
    question = Question(
        id=QuestionId(new_id()), account_id=ctx.owner, choices=(Choice(label="", line=line),), asked_at=ctx.now
    )
    await ctx.tx.accounts.ask(question)
    return question.id


async def chosen(ctx: Context, question_id: str, index: str) -> tuple[Question, Choice]:
    """The question and the choice that a button stands for. Answering closes the question."""
    question = await ctx.tx.accounts.question(ctx.owner, QuestionId(question_id))
    if question is None or not index.isdecimal() or int(index) >= len(question.choices):
        raise Refusal(say(_("That question is settled. To start again, just say it again.")))
    if not await ctx.tx.accounts.answered(ctx.owner, question.id):
        raise Refusal(say(_("That question is settled. To start again, just say it again.")))
    return question, question.choices[int(index)]


def calls_off(text: str) -> bool:
    """Whether a text in answer to a question means that there is to be no answer.

    >>> calls_off("Never mind!"), calls_off("no sugar")
    (True, False)
    """
    return fold(text).rstrip("!. ") in _CALLED_OFF


def listens(ctx: Context, question: Question | None) -> bool:
    """Whether bare text is the answer to this question."""
    return question is not None and question.listening and question.asked_at + LISTENING > ctx.now


def do(command: str, contact_id: ContactId) -> str:
    """The button action that runs a command about a contact, asking for what else it needs."""
    return action(DO, command, contact_id)


def _rows(question: Question) -> tuple[Row, ...]:
    """Short choices side by side in twos, long ones below each other."""
    buttons = [
        Button(Said(choice.label, {"name": choice.name}), action(PICK, question.id, str(index)))
        for index, choice in enumerate(question.choices)
    ]
    rows: list[Row] = []
    pair: Row = ()
    for button, choice in zip(buttons, question.choices, strict=True):
        if len(choice.label) + len(choice.name) > _WIDE:
            rows += [pair, (button,)] if pair else [(button,)]
            pair = ()
        elif pair:
            rows.append((*pair, button))
            pair = ()
        else:
            pair = (button,)
    return tuple([*rows, pair] if pair else rows)
