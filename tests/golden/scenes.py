"""Every kind of reply: made by hand where nothing in the core says exactly that, else played with the real core."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from core.chat.reply import (
    Answer,
    Bold,
    Button,
    Elsewhere,
    Field,
    File,
    Form,
    Link,
    LinkButton,
    Listing,
    Menu,
    Notice,
    Person,
    Reply,
    Span,
    lines,
)
from core.chat.words import Reader
from core.facts.cadence import Cadence, Unit
from tests.golden.stages import Reciter, Stage

HOSTILE = "_*Bob*_ <@1> [x](y) # > - <b>"
TORONTO = Reader("en", "America/Toronto", date(2026, 11, 23))
Play = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """What is done; with `reciter` in the place of the core, if there is one."""

    play: Play
    reciter: Reciter | None = None


def _recited(*answers: Answer, pressed: Sequence[Answer] = (), in_a_group: bool = False) -> Scene:
    """Ada asks for it; and when something comes by a press, presses the first button."""

    async def play(stage: Stage) -> None:
        await (stage.asks_in_a_group() if in_a_group else stage.says("/look"))
        if pressed:
            await stage.presses("Go on")

    return Scene(play, Reciter({"/look": answers, "v1:go:": pressed}, TORONTO))


def _played(*said: str, then: Play | None = None) -> Scene:
    """Ada says all this to the real core; what comes of the last of it, or of `then`, is looked at."""

    async def play(stage: Stage) -> None:
        await stage.says("/start")
        await stage.says("/settings zone Toronto")
        for line in said if then else said[:-1]:
            await stage.says(line)
        stage.forgets()
        await (then(stage) if then else stage.says(said[-1]))

    return Scene(play)


def _later(**span: float) -> Play:
    """What comes by itself, after what may come this very morning."""

    async def wait(stage: Stage) -> None:
        await stage.skip(hours=6)
        stage.forgets()
        await stage.skip(**span)

    return wait


def _calling(command: str, **options: str) -> Play:
    async def call(stage: Stage) -> None:
        await stage.calls(command, **options)

    return call


def _answering(label: str, **span: float) -> Play:
    async def press(stage: Stage) -> None:
        await _later(**span)(stage)
        await stage.presses(label)

    return press


_SPANS: Span = lines(
    ("Bold: ", Bold("as it is"), ", and a person: ", Bold(Person("Jane Doe"))),
    (
        "A link: ",
        Link("her page", "https://example.org/jane"),
        "; a mail: ",
        Link("to her", "mailto:j@example.org"),
    ),
    ("Several: ", Listing((Person("Jane"), Person("Raj"), Bold(Person("Zoë"))))),
    ("A day: ", date(2026, 12, 1), "; one long ago: ", date(2019, 5, 3)),
    ("An instant: ", datetime(2026, 12, 1, 14, 30, tzinfo=UTC), "; a time of day: ", time(8, 30)),
    ("A cadence: ", Cadence(count=6, unit=Unit.WEEK), "; a number: ", 12345),
)
_GO_ON = ((Button("Go on", "v1:go:"),),)
_FORM = Form(
    question="7q3k9ab27q3k",
    title="Log help that you gave",
    fields=(
        Field(name="what", label="What", hint="What did you do for them?", required=True),
        Field(name="way", label="Which way", choices=(("gave", "I gave"), ("got", "I got")), value="gave"),
        Field(name="when", label="When", value="yesterday"),
    ),
)
_PEOPLE = tuple((Button(Person(name), f"v1:pick:q.{n}"),) for n, name in enumerate(("Jane Doe", "Jane Roe")))

SCENES: dict[str, Scene] = {
    "text": _recited(Reply(text="All right, nothing noted.")),
    "spans": _recited(Reply(text=_SPANS)),
    "hostile-name": _recited(
        Reply(
            text=lines(
                ("Met ", Person(HOSTILE), "."), Bold(Person(HOSTILE)), Link(HOSTILE, "https://example.org/x")
            ),
            rows=((Button(("Card: ", Person(HOSTILE)), "v1:card:7q3k"),),),
        )
    ),
    "rows-of-buttons": _recited(
        Reply(
            text="Noted.",
            rows=(
                (Button("Thanked", "v1:thanked:7q3k"), Button("Undo", "v1:undo:9ab2")),
                tuple(Button(f"{n} days", f"v1:snooze:7q3k.{n}") for n in range(2, 8)),
                (
                    Button(
                        "A label that is much longer than what a phone can show in one row of buttons",
                        "v1:long:1",
                    ),
                ),
            ),
        )
    ),
    "link-buttons": _recited(
        Reply(
            text="Where to find her:",
            rows=(
                (LinkButton("Her page", "https://example.org/jane"), LinkButton("Mail", "mailto:jane@example.org")),
            ),
        )
    ),
    "menu": _recited(
        Reply(text="Which Jane?", rows=(Menu(_PEOPLE, "Who is it?"), (Button("Nobody", "v1:pick:q.2"),)))
    ),
    "form": _recited(Reply(text="What did you do for Jane?", form=_FORM)),
    "form-beside-choices": _recited(Reply(text="Which Jane?", rows=_PEOPLE, form=replace(_FORM, first=False))),
    "notice": _recited(Reply(text="Well?", rows=_GO_ON), pressed=[Notice("That is done already.")]),
    "replaces": _recited(Reply(text="Well?", rows=_GO_ON), pressed=[Reply(text="✓ Done", replaces=True)]),
    "replaces-what-was-said-before": _recited(
        Reply(text="I read 5 people, and go on…"), Reply(text="Imported 10 people.", replaces=True)
    ),
    "file": _recited(
        Reply(text="Your network, as it was before.", file=File(name="network.json", content=b"{}\n"))
    ),
    "long-text": _recited(
        Reply(text=lines(*(f"{n}. not spoken to for a very long time" for n in range(1, 141))), rows=_GO_ON)
    ),
    "private-in-a-group": _recited(Reply(text="You know Jane Doe."), in_a_group=True),
    "for-all-in-a-group": _recited(Reply(text="I remind people of people.", private=False), in_a_group=True),
    "elsewhere": _recited(
        Elsewhere("That is between you and me: let's go on in private.", "go_7q3k9ab27q3k"), in_a_group=True
    ),
    # With the real core, from here on
    "welcome": Scene(lambda stage: stage.says("/start")),
    "added": _played("/add Jane Doe @ IBM, recruiter #mentor every 6 weeks jane@example.org"),
    "card": _played(
        "/add Jane Doe @ IBM, recruiter #mentor every 6 weeks jane@example.org met at Kiwanis breakfast",
        "/met Jane coffee last week, talked about Raj",
        "/got Jane a referral",
        "/who Jane",
    ),
    "who-is-meant": _played("/add Jane Doe @ IBM", "/add Jane Roe @ Google", "/met Jane coffee"),
    "something-is-missing": _played("/add Jane Doe", then=_calling("promise", who="Jane")),
    "reminder": _played("/add Jane Doe @ IBM", "/remind Jane tomorrow 9am send the article", then=_later(days=1)),
    "digest": _played(
        "/add Jane Doe @ IBM every day jane@example.org",
        "/got Jane a referral",
        "/add Raj Patel every day",
        "/promise Raj intro to Jane by tomorrow",
        then=_later(days=1),
    ),
    "digest-answered": _played("/add Jane Doe @ IBM every day", then=_answering("Reached out", days=1)),
    "ask-guard": _played("/add Jane Doe", "/got Jane a referral", "/ask Jane for advice on my CV"),
    "reminders": _played(
        "/add Jane Doe",
        "/remind Jane tomorrow 9am send the article",
        "/remind water the plants every Tuesday 18:00",
        "/reminders",
    ),
    "settings": _played("/settings"),
    "undone": _played("/add Jane Doe", "/undo"),
}
