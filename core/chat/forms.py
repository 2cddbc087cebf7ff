"""Forms: a question with all that is missing besides, to be filled in at once where a platform has forms."""

from collections.abc import Mapping

from core.chat.command import Command, Kind, Param
from core.chat.reply import Field, Form, Span, say
from core.chat.words import _
from core.facts.account import Question

MAX_FIELDS = 4  # Discord's five, with the text that asks as the first
_PEOPLE = (Kind.CONTACT, Kind.CONTACTS)


def form(command: Command, question: Question, *, about: Span = "", first: bool = True) -> Form:
    """The form of a question: what it asks for, then what else must be asked, then what may be. `about` are the
    people that it is about."""
    return Form(
        question=question.id,
        title=say(command.summary),
        fields=tuple(
            Field(
                name=param.name,
                label=say(param.label) if param.label else param.name.replace("_", " ").capitalize(),
                hint=say(param.summary) if param.name == question.asking else _hint(param, about),
                required=param.name == question.asking or _is_needed(param),
                choices=_choices(param),
                value=question.values.get(_typed(param.name), ""),
            )
            for param in _fields(command, question)
        ),
        first=first,
    )


def asks_one_thing(command: Command, question: Question) -> bool:
    """Whether its form has one field, which is as good as writing the answer."""
    return len(_fields(command, question)) == 1


def kept_typed(typed: Mapping[str, str]) -> dict[str, str]:
    """What could not be understood, as a question keeps it beside its values."""
    return {_typed(name): text for name, text in typed.items()}


def _fields(command: Command, question: Question) -> list[Param]:
    asked = [param for param in command.params if param.name == question.asking]
    others = [param for param in command.params if param not in asked and param.name not in question.values]
    others = [param for param in others if not (param.kind in _PEOPLE and _is_settled(param, question))]
    needed = [param for param in others if _is_needed(param)]
    # What a screen of its own asks for (a rule's days) is one thing alone.
    rest = [param for param in others if param.label and param not in needed and any(each.ask for each in asked)]
    return [*asked, *needed, *rest][:MAX_FIELDS]


def _is_settled(param: Param, question: Question) -> bool:
    """Whether another value stands in its place."""
    return any(name in question.values for name in param.unless)


def _is_needed(param: Param) -> bool:
    return bool(param.ask) and not param.unless


def _choices(param: Param) -> tuple[tuple[str, Span], ...]:
    if param.kind is not Kind.CHOICE:
        return ()
    shown = param.shown or param.choices
    return tuple((choice, say(label)) for choice, label in zip(param.choices, shown, strict=True))


def _hint(param: Param, about: Span) -> Span:
    return say(param.ask, name=about or say(_("them"))) if param.ask else say(param.summary)


def _typed(name: str) -> str:
    """Under which name a question keeps what was typed for a parameter: one that no parameter has."""
    return f"{name}?"
