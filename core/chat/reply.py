"""What Reachwell answers: data, never markup, so that no name or note can break a message.

A text is a tree of spans. Each adapter has one renderer, which knows its platform's limits; words are
looked up in the reader's language when it is rendered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from core.facts.cadence import Cadence

MAX_ACTION_BYTES = 64  # Telegram's callback_data, the smallest of the platforms' limits


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the catalogue with its values. With `plural`, `count` chooses the form and fills {n}."""

    message: str
    values: Mapping[str, "Span"] = field(default_factory=dict)
    plural: str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Bold:
    of: "Span"


@dataclass(frozen=True, slots=True)
class Link:
    label: "Span"
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's name, exactly as it was given: never translated, never inflected."""

    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Several things in a sentence: "Jane, Raj and Zoë"."""

    items: tuple["Span", ...]


# A day, an instant, a time of day and a cadence are written in the reader's language by the renderer: an instant in
# UTC is shown in the reader's zone, one with a zone of its own in that. A tuple is its parts, one after the other;
# a str stands as it is.
Span = str | int | Said | Bold | Link | Person | Listing | date | datetime | time | Cadence | tuple["Span", ...]


@dataclass(frozen=True, slots=True)
class Button:
    """Pressing it sends `action` back: "v1:action:argument", at most 64 bytes."""

    label: Span
    action: str

    def __post_init__(self) -> None:
        if not 0 < len(self.action.encode()) <= MAX_ACTION_BYTES:
            raise ValueError("a button's action takes 1 to 64 bytes")


@dataclass(frozen=True, slots=True)
class LinkButton:
    """Pressing it opens `url`; nothing is sent back."""

    label: Span
    url: str


@dataclass(frozen=True, slots=True)
class ShareButton:
    """Pressing it lets somebody choose a chat of theirs into which `query` is shared (Telegram's inline mode);
    where there is no such thing it is left out."""

    label: Span
    query: str


Row = tuple[Button | LinkButton | ShareButton, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """Buttons of which one is to be chosen: a select menu where there are such, else `rows` of them."""

    rows: tuple[tuple[Button, ...], ...]
    hint: Span  # what is chosen: "Who is it?"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to hand over."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value that a form asks for."""

    name: str  # the parameter
    label: Span
    hint: Span = ""
    required: bool = False
    choices: tuple[tuple[str, Span], ...] = ()  # what is typed for the person, and how it is shown
    value: str = ""  # what is there already


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a reply asks, to be filled in at once where there are forms; elsewhere its text asks for one thing.

    With `first` it says all that the reply does, and is shown instead of it. Without, the reply is worth seeing
    first (there are candidates to choose from, or something is explained), and the form is one press away:
    the action "v1:type:question" brings it.
    """

    question: str
    title: Span
    fields: tuple[Field, ...]
    first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A message to whoever spoke. Private unless it says otherwise: a group never sees a private one."""

    text: Span
    rows: tuple[Row | Menu, ...] = ()
    file: File | None = None
    picture: File | None = None  # a PNG that is shown, under the text where that is possible
    private: bool = True
    pinned: bool = False  # kept in sight in a group, where we may
    unpinned: bool = False  # no longer: of a message that is changed
    form: Form | None = None
    replaces: bool = False  # takes the place of the message whose button was pressed, or of the reply before

    @property
    def unfolded(self) -> tuple[Row, ...]:
        """Its rows where there are no select menus."""
        return tuple(each for row in self.rows for each in (row.rows if isinstance(row, Menu) else (row,)))


@dataclass(frozen=True, slots=True)
class Notice:
    """A few words in answer to a press that changes nothing on the screen (a toast where there are toasts).

    `instead` is what the message that was pressed says from now on, for where nobody but the presser can change it
    (a message in a chat of Discord's that we are not in); everywhere else it is edited as a post, in its time.
    """

    text: Span
    instead: Reply | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something private was said in a group: the way into the private chat, where `payload` goes on with it."""

    text: Span
    payload: str  # up to 64 of A-Z a-z 0-9 _ -: comes back as "/start payload"


Answer = Reply | Notice | Elsewhere


def action(name: str, *arguments: str) -> str:
    """The token that a button carries.

    >>> action("reached", "7q3k", "9ab2")
    'v1:reached:7q3k.9ab2'
    """
    return f"v1:{name}:{'.'.join(arguments)}"


def say(message: str, **values: Span) -> Said:
    """A sentence of the catalogue; `message` is written in code as _("…")."""
    return Said(message, values)


def count(message: str, plural: str, n: int, **values: Span) -> Said:
    """A sentence with a number: {n} is the number, and chooses the form. Both stand in code as they are."""
    return Said(message, {"n": n, **values}, plural, n)


def lines(*parts: Span | None) -> Span:
    """Each part on a line of its own; None is left out, "" makes an empty line."""
    spans: list[Span] = []
    for part in parts:
        if part is not None:
            spans += ["\n", part] if spans else [part]
    return tuple(spans)
