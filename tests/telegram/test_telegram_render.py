"""Rendering: whatever a reply holds, what is sent is within Telegram's limits and nothing of it is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.telegram.render import MAX_CAPTION, Part, keyboard, opens, render, toast, written
from core.chat.reply import Bold, Button, Link, LinkButton, Said, Span
from core.chat.words import Reader
from tests.fakes.telegram_rules import units, wrongs

READER = Reader()
LABELS = st.text(max_size=80)
ROWS = st.lists(
    st.lists(LABELS, max_size=12).map(lambda row: tuple(Button(each, "v1:x:") for each in row)), max_size=20
)
TEXTS = st.text(st.sampled_from("ab \n😀𝒥é\u200d\u2800"), max_size=60) | st.text(max_size=60)
URLS = st.sampled_from(["https://example.org", "mailto:jane@example.org", "tg://user?id=1", "http://[", "x y"])
SPANS = st.recursive(
    TEXTS,
    lambda inner: (
        st.builds(Bold, inner)
        | st.builds(Link, inner, URLS)
        | st.lists(inner, max_size=40).map(tuple)
        | inner.map(lambda value: Said("About {it}:", {"it": value}))
    ),
    max_leaves=30,
)


def sent(part: Part) -> dict[str, object]:
    """A part as the parameters of sendMessage."""
    markup = {"reply_markup": part.keyboard.to_dict()} if part.keyboard else {}
    entities = [entity.to_dict() for entity in part.entities]
    return {
        "chat_id": 1,
        "text": part.text,
        "entities": entities,
        "link_preview_options": {"is_disabled": True},
        **markup,
    }


@settings(deadline=None, max_examples=60)
@given(SPANS, ROWS.map(tuple))
def test_whatever_is_rendered_is_taken(text: Span, rows):
    for part in render(text, rows, READER):
        assert list(wrongs("sendMessage", sent(part))) == []


@settings(deadline=None)
@given(st.text(st.sampled_from("ab \n😀"), min_size=1, max_size=200), st.integers(2, 40))
def test_splitting_loses_nothing_but_space_at_the_seams(text, limit):
    parts = written(text, (), READER, limit)
    assert all(units(part.text) <= limit for part in parts)
    assert "".join("".join(part.text for part in parts).split()) == "".join(text.split())


def test_a_long_text_is_split_between_lines():
    line = "x" * 1000
    parts = render("\n".join([line] * 9), (), READER)
    assert [part.text for part in parts] == ["\n".join([line] * 4), "\n".join([line] * 4), line]


def test_a_long_line_is_split_between_words_and_a_long_word_anywhere():
    assert [part.text for part in written("aa bb cc", (), READER, 5)] == ["aa bb", "cc"]
    assert [part.text for part in written("aaaaaaa", (), READER, 5)] == ["aaaaa", "aa"]


def test_an_emoji_at_the_boundary_stays_whole():
    parts = render("a" * 4095 + "😀" + "b", (), READER)
    assert [part.text[-1] for part in parts] == ["a", "b"]
    assert parts[1].text == "😀b"
    assert units(render("a" * 4094 + "😀", (), READER)[0].text) == 4096


def test_offsets_count_utf16_and_begin_anew_in_every_part():
    first, second = written(("😀 ", Bold("one two"), " 😀"), (), READER, 7)
    assert [(each.offset, each.length) for each in first.entities] == [(3, 3)]
    assert second.text == "two 😀"
    assert [(each.offset, each.length) for each in second.entities] == [(0, 3)]


def test_a_bold_link_is_both_and_never_half_of_one():
    (part,) = render((Bold(("a", Link("b", "https://example.org"))), Link("c", "https://example.org")), (), READER)
    assert [(each.type, each.offset, each.length) for each in part.entities] == [
        ("bold", 0, 1),
        ("bold", 1, 1),
        ("text_link", 1, 1),
        ("text_link", 2, 1),
    ]


def test_more_than_a_hundred_styles_become_several_messages():
    names = tuple((Bold(f"Name {n}"), "\n") for n in range(250))
    parts = render(names, (), READER)
    assert [len(part.entities) for part in parts] == [100, 100, 50]
    assert parts[1].text.startswith("Name 100\n")


def test_the_buttons_are_under_the_last_part():
    parts = render("x\n" * 4000, ((Button("OK", "v1:ok:"),),), READER)
    assert [part.keyboard is not None for part in parts] == [False, True]


@pytest.mark.parametrize("nothing", ["", " \n\t", "\u200b\u2060", "\u2800", ()])
def test_nothing_to_see_is_never_sent(nothing):
    assert [part.text for part in render(nothing, (), READER)] == ["…"]
    assert written(nothing, (), READER, MAX_CAPTION) == []
    assert toast(nothing, READER) == ""


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        (["Reached out", "Snooze", "Not now", "Card"], [["Reached out"], ["Snooze", "Not now", "Card"]]),
        (["Done", "Snooze", "Card"], [["Done", "Snooze", "Card"]]),
        (list("1234567"), [["1", "2", "3"], ["4", "5", "6", "7"]]),
        (["Everything that there is", "No"], [["Everything that there is"], ["No"]]),
        (["田中太郎太郎", "鈴木一郎一郎", "佐藤花子花子"], [["田中太郎太郎"], ["鈴木一郎一郎", "佐藤花子花子"]]),
    ],
)
def test_rows_are_broken_so_that_a_phone_shows_their_labels(row, lines):
    markup = keyboard((tuple(Button(label, "v1:x:") for label in row),), READER)
    assert [[button.text for button in line] for line in markup.inline_keyboard] == lines


def test_labels_are_one_short_line():
    markup = keyboard(((Button("a\nb " * 40, "v1:x:"), Button(" \n", "v1:x:")),), READER)
    labels = [button.text for line in markup.inline_keyboard for button in line]
    assert len(labels[0]) <= 64
    assert labels[0].startswith("a b a b")
    assert labels[0].endswith("…")
    assert labels[1] == "…"


def test_there_are_at_most_a_hundred_buttons():
    markup = keyboard(tuple((Button(f"{n}", "v1:x:"), LinkButton("x", "tel:1")) for n in range(150)), READER)
    assert sum(len(line) for line in markup.inline_keyboard) == 100


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("tg://user?id=1", True),
        ("https://t.me/reachwell_bot?start=go_1", True),
        ("https://", False),
        ("http://localhost:8080", False),
        ("https://exa mple.org", False),
        ("javascript:alert(1)", False),
        ("tel:+43", False),
        ("", False),
    ],
)
def test_which_addresses_telegram_opens(url, taken):
    assert opens(url) is taken
