"""Questions: what Reachwell asks when something is missing, kept so that a restart does not lose it.

Bare text answers only the latest question, for ten minutes (of a patient command for a day); its buttons work for a
day.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.chat.command import Command, Context, Kind
from core.chat.errors import Refusal
from core.chat.finding import offered
from core.chat.forms import form, kept_typed
from core.chat.reading import PEOPLE, Open
from core.chat.reply import Button, Menu, Reply, Row, Said, Span, action, say
from core.chat.words import _
from core.facts.account import Choice, Question
from core.facts.ids import ContactId, QuestionId, new_id
from core.facts.keys import fold

LISTENING = timedelta(minutes=10)
KEPT = timedelta(days=1)
PICK = "pick"  # a choice's button: "v1:pick:question.index"
TYPE = "type"  # brings a question's form: "v1:type:question"
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


async def ask(
    ctx: Context, command: Command, opened: Open, way_out: str = _("Never mind"), *, says_more: bool = False
) -> Reply:
    """Ask for what a command still needs; the next bare text is taken as the answer, where the question is seen.

    `way_out` is the label of the button that calls it off. `says_more`: the text is more than the question, and to
    be read before a form is filled in.
    """
    # Words to begin with may as well be typed; candidates may not.
    chosen_from = (
        opened.choices and opened.asking.kind is not Kind.PAST_DAY and opened.choices != offered(opened.asking)
    )
    first = not (says_more or opened.typed or chosen_from)
    question = Question(
        id=QuestionId(new_id()),
        account_id=ctx.owner,
        command=command.name,
        values={**opened.values, **kept_typed(opened.typed)},
        asking=opened.asking.name,
        choices=(*opened.choices, Choice(label=way_out)),
        asked_at=ctx.now,
        # What a closed form asked is not seen any more, nor in private what was asked in a server.
        listening=ctx.alone and not (first and ctx.forms),
    )
    await ctx.tx.accounts.ask(question)
    return Reply(
        text=opened.text,
        rows=_menu(question) if opened.asking.kind in PEOPLE and opened.choices else _rows(question),
        form=form(command, question, about=opened.about, first=first),
    )


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
    question = await find_question(ctx, question_id)
    if not index.isdecimal() or int(index) >= len(question.choices):
        raise settled_already()
    await settle(ctx, question)
    return question, question.choices[int(index)]


async def find_question(ctx: Context, question_id: str) -> Question:
    """A question that is not answered yet. Raises Refusal for any other, and for somebody else's."""
    question = await ctx.tx.accounts.question(ctx.owner, QuestionId(question_id))
    if question is None:
        raise settled_already()
    return question


async def settle(ctx: Context, question: Question) -> None:
    """It is answered now. Raises Refusal when somebody was quicker."""
    if not await ctx.tx.accounts.answered(ctx.owner, question.id):
        raise settled_already()


def settled_already() -> Refusal:
    """What to say to whoever answers a question that is answered."""
    return Refusal(say(_("That question is settled. To start again, just say it again.")))


def calls_off(text: str) -> bool:
    """Whether a text in answer to a question means that there is to be no answer.

    >>> calls_off("Never mind!"), calls_off("no sugar")
    (True, False)
    """
    return fold(text).rstrip("!. ") in _CALLED_OFF


def listens(ctx: Context, question: Question | None) -> bool:
    """Whether bare text is the answer to this question."""
    if question is None or not question.listening:
        return False
    patient = any(each.patient for each in ctx.commands if each.name == question.command)
    return question.asked_at + (KEPT if patient else LISTENING) > ctx.now


def is_fresh(question: Question, now: datetime) -> bool:
    """Whether a question was asked so lately that whatever is typed is most likely the answer."""
    return question.asked_at + LISTENING > now


def do(command: str, contact_id: ContactId) -> str:
    """The button action that runs a command about a contact, asking for what else it needs."""
    return action(DO, command, contact_id)


def _menu(question: Question) -> tuple[Menu | Row, ...]:
    """People to choose from; below them the last choice, which is the way out."""
    *people, (way_out,) = _rows(question, apart=1)
    return Menu(tuple(people), say(_("Who is it?"))), (way_out,)


def _rows(question: Question, apart: int = 0) -> tuple[tuple[Button, ...], ...]:
    """Short choices side by side in twos, long ones below each other; the last so many in rows of their own."""
    buttons = [
        Button(Said(choice.label, {"name": choice.name}), action(PICK, question.id, str(index)))
        for index, choice in enumerate(question.choices)
    ]
    rows: list[tuple[Button, ...]] = []
    pair: tuple[Button, ...] = ()
    last = tuple((button,) for button in buttons[len(buttons) - apart :])
    for button, choice in list(zip(buttons, question.choices, strict=True))[: len(buttons) - apart]:
        if len(choice.label) + len(choice.name) > _WIDE:
            rows += [pair, (button,)] if pair else [(button,)]
            pair = ()
        elif pair:
            rows.append((*pair, button))
            pair = ()
        else:
            pair = (button,)
    return (*rows, pair, *last) if pair else (*rows, *last)
