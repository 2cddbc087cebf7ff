"""What a reply becomes in Discord: within its limits, and with nothing in a name that Discord would read."""

import doctest
import re
from importlib import import_module

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bots.discord.forms import filled, modal
from bots.discord.markdown import MAX_CONTENT, MAX_DESCRIPTION, brief, written
from bots.discord.pressing import MENU, carried
from bots.discord.render import few_words, render, with_way_in
from bots.shown import sound, units
from core.chat.reply import Bold, Button, Field, Form, Link, LinkButton, Menu, Person, Reply, Row, Span, say
from core.chat.words import Piece, Reader, plain
from tests.fakes.discord_components import wrong_components, wrong_modal

HOSTILE = (
    "_*Bob*_ <@1> [x](y) # > -",
    "**b** __u__ ~~s~~ ||spoiler|| `code` ```block```",
    "@everyone @here <#1> <@&2> <:emoji:3> <a:e:4> <t:0:R> </add:5> <id:guide>",
    "# head\n## head\n-# small\n> quote\n>>> quote\n- list\n* list\n+ list\n1. one\n12. twelve",
    r"\*a\* \\ ¯\_(ツ)_/¯ \@everyone \<@1>",
    ":smile: :100: :+1: 9:00 a:b",
    "[a](https://evil.example) [a](<https://evil.example>) <https://evil.example>",
    "https://a.example/_b_/*c*?d=||e|| (https://x.example/y). mailto:a@b.c",
    "\u202eevil \u200b\u2028line",
)
SIGNS = st.text(alphabet=r"\*_~`|<>[]()#@:-+.1 a>" + "\nh", max_size=80)
ANY = st.one_of(st.text(max_size=300), SIGNS, st.sampled_from(HOSTILE))
READER = Reader()
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_TAPPED = re.compile(r"<(https?://[^\s<>]+)>")
_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def shown(source: str) -> str:
    """What Discord shows of a source, by the rules of its client that apply to what we write. Fails for a sign that
    could mean something, and is neither escaped nor ours."""
    text, at = "", 0
    while at < len(source):
        if found := _ESCAPED.match(source, at) or _TAPPED.match(source, at):
            text += found[1]
        else:
            found = re.compile(r".", re.DOTALL).match(source, at)
            assert found is not None
            assert found[0] not in r"\*_~`|<>[]#@", f"{found[0]!r} at {at} of {source!r}"
            assert not re.compile(r":[\w+-]").match(source, at), f"an emoji at {at} of {source!r}"
            assert not re.compile(r"^[^\S\n]*([-+]|\d+\.)", re.MULTILINE).match(source, at) or (
                at and source[at - 1] != "\n"
            ), f"a list at {at} of {source!r}"
            text += found[0]
        at = found.end()
    return text


def texts_of(span: Span, limit: int = MAX_DESCRIPTION) -> list[str]:
    return [part.text for part in render(Reply(text=span), READER)] if limit == MAX_DESCRIPTION else []


@given(ANY)
@example("1.")
@example("a\n  - b")
def test_a_name_shows_as_it_is(name: str) -> None:
    [source] = written([Piece(name)]) or [""]
    whole = _BREAKS.sub("\n", sound(name)).strip("\n").rstrip()
    assert shown(source).strip("\n").rstrip() == whole or not source


@given(ANY)
def test_so_it_does_in_bold(name: str) -> None:
    for source in written([Piece(name, bold=True)]):
        plain = "\n".join(
            re.sub(r"^(\s*)\*\*(.*)\*\*(\s*)$", r"\1\2\3", line, flags=re.DOTALL) for line in source.split("\n")
        )
        assert shown(plain) == _BREAKS.sub("\n", sound(name)).strip("\n").rstrip()


def test_styles() -> None:
    text = (Bold(Person("A*")), Bold("b"), " c ", Link("d", "https://x.org/_(e)"), Bold(" f\ng"))
    assert texts_of(text) == [r"**A\*b** c [d](<https://x.org/_%28e%29>) **f**" + "\n**g**"]


@pytest.mark.parametrize(
    ("link", "source"),
    [
        (Link("her page", "https://example.org/a b"), "her page (https\\://example.org/a b)"),
        (Link("https://example.org", "https://example.org"), "<https://example.org>"),
        (Link("https://nice.org", "https://evil.org"), r"https\://nice.org <https://evil.org>"),
        (Link("[x]", "https://example.org"), r"\[x\] <https://example.org>"),
        (Link("jane@example.org", "mailto:jane@example.org"), r"jane\@example.org"),
        (Link("call", "tel:+123"), "call (+123)"),
        (Link("here", "javascript:alert(1)"), "here (javascript\\:alert(1))"),
        (Link("here", "http://localhost"), "here (http\\://localhost)"),
        (Link("here", "https://[broken"), r"here (https\://\[broken)"),
    ],
)
def test_links(link: Link, source: str) -> None:
    [text] = texts_of(link)
    assert text.replace("\\:", ":") == source.replace("\\:", ":")


@given(st.lists(st.tuples(ANY, st.booleans(), st.sampled_from(["", "https://x.org", "tel:1"])), max_size=6))
def test_every_part_is_within_the_limit(runs: list[tuple[str, bool, str]]) -> None:
    pieces = [Piece(text * 30, bold, url) for text, bold, url in runs]
    for limit in (MAX_DESCRIPTION, MAX_CONTENT):
        for part in written(pieces, limit):
            assert 0 < units(part) <= limit
    assert 0 < units(brief(pieces)) <= MAX_CONTENT


def test_an_address_can_be_tapped_where_all_is_bold() -> None:
    assert texts_of(Bold("Bob: hi\nhttps://x.org/1")) == ["**Bob: hi**\n<https://x.org/1>"]


def test_long_texts_are_cut_between_lines_and_words() -> None:
    lines = written([Piece("one line of words\n" * 500)])
    assert {part[-5:] for part in lines} == {"words"}
    words = written([Piece("*word* " * 2000)])
    assert "".join(shown(part).replace(" ", "") for part in words) == "*word*" * 2000
    assert all(shown(part).replace("*word*", "").strip() == "" for part in words)
    one = written([Piece("*" * 9000)])
    assert "".join(map(shown, one)) == "*" * 9000


def buttons(n: int, *, wide: int = 1) -> tuple[Row, ...]:
    return tuple(tuple(Button(f"B{row}.{i}", f"v1:b:{row}.{i}") for i in range(wide)) for row in range(n))


LABELS = st.one_of(st.text(max_size=120), st.just(""))
ROWS = st.lists(
    st.one_of(
        st.lists(
            st.one_of(
                st.builds(Button, LABELS, st.sampled_from(["v1:a:", "v1:b:1", "v1:c:" + "x" * 59, "v1:menu:0"])),
                st.builds(LinkButton, LABELS, st.sampled_from(["https://x.org", "mailto:a@b.c", "discord://-/x"])),
            ),
            max_size=8,
        ).map(tuple),
        st.builds(
            Menu,
            st.lists(st.builds(Button, LABELS, st.just("v1:m:1")).map(lambda b: (b,)), max_size=60).map(tuple),
            LABELS,
        ),
    ),
    max_size=12,
).map(tuple)


@given(ROWS)
async def test_whatever_is_asked_for_discord_takes_it(rows: tuple[Row | Menu, ...]) -> None:
    for part in render(with_way_in(Reply(text="x", rows=rows, form=FORM)), READER):
        if part.view is not None:
            assert [*wrong_components(part.view.to_components(), v2=False)] == []


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (buttons(5), [1] * 5),
        (buttons(6), ["6"]),
        (buttons(30), ["25", "5"]),
        (buttons(4, wide=7), [5, 2, 5, 2, "14"]),
        (buttons(6, wide=4), [4, 4, 4, 4, "8"]),
        (buttons(20, wide=4), [4, 4, "24", "24", "24"]),
        ((*buttons(5), Menu(buttons(30), "Who?")), ["25", "5", "5"]),
    ],
)
async def test_five_lines_are_enough(rows: tuple[Row | Menu, ...], lines: list[object]) -> None:
    [part] = render(Reply(text="x", rows=rows), READER)
    assert part.view is not None
    made = [line["components"] for line in part.view.to_components()]
    assert [str(len(line[0]["options"])) if "options" in line[0] else len(line) for line in made] == lines


@pytest.mark.parametrize(
    ("named", "snooze"),
    [
        (say("Reached out: {name}", name=Person("Sue")), ("Snooze: Sue", None)),
        ((Bold(Person("Sue")), "!"), ("Snooze: Sue", None)),
        ("Reached out: Sue", ("Snooze", "Reached out: Sue")),
    ],
)
async def test_an_option_says_what_its_row_is_about(named: Span, snooze: tuple[str, str | None]) -> None:
    rows = tuple(
        (
            Button(named if name == "Sue" else f"Reached out: {name}", f"v1:r:{name}"),
            Button("Snooze", f"v1:s:{name}"),
            Button("Card", f"v1:c:{name}"),
        )
        for name in ("Jane", "Raj", "Zoe", "Max", "Sue", "Ann")
    )
    [part] = render(Reply(text="x", rows=rows), READER)
    assert part.view is not None
    *_lines, last = part.view.to_components()
    options = last["components"][0]["options"]
    assert [(each["label"], each.get("description")) for each in options[:2]] == [
        (plain(named), None),
        snooze,
    ]
    assert carried(options[0]["value"]) == "v1:r:Sue"
    assert last["components"][0]["custom_id"] == f"{MENU}4"


def test_a_link_that_is_no_button_is_told() -> None:
    [part] = render(Reply(text="Jane", rows=((LinkButton("Write", "mailto:jane@x.org"),),)), READER)
    assert (part.text, part.view) == ("Jane\nWrite (jane\\@x.org)", None)


FORM = Form(
    question="q" * 12,
    title="T" * 60,
    fields=(
        Field(name="a", label="L" * 60, hint="h" * 200, required=True, value="v" * 5000),
        Field(name="b", label="B", hint="h", choices=tuple((f"x{n}", f"X{n}") for n in range(40)), value="x3"),
        *(Field(name=f"f{n}", label=f"F{n}") for n in range(9)),
    ),
)


async def test_a_form_is_within_the_limits() -> None:
    assert [*wrong_modal(modal(FORM, "Who?", READER).to_dict())] == []


def test_what_was_filled_in() -> None:
    components = [
        {"type": 18, "component": {"type": 4, "custom_id": "a", "value": " x "}},
        {"type": 18, "component": {"type": 3, "custom_id": "b", "values": ["good"]}},
        {"type": 18, "component": {"type": 3, "custom_id": "c", "values": []}},
        {"type": 1, "components": [{"type": 4, "custom_id": "d", "value": "y"}]},
        {"type": 18, "component": {"type": 4, "custom_id": "e", "value": "  "}},
    ]
    assert filled(components) == {"a": " x ", "b": "good", "d": "y"}


def test_a_few_words() -> None:
    assert few_words(say("*{n}*", n=Person("@everyone")), READER) == r"\*\@everyone\*"
    assert few_words("", READER) == "…"


@pytest.mark.parametrize(
    "name", ["discord.forms", "discord.markdown", "discord.pressing", "discord.sender", "shown"]
)
def test_the_examples(name: str) -> None:
    assert doctest.testmod(import_module(f"bots.{name}")).failed == 0
