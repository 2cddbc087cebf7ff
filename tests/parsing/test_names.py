"""Whom a line names."""

import random
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.parsing.line import clean
from core.chat.parsing.people.names import (
    leading,
    name_words,
    separator,
    spelled_like,
    trailing,
)
from core.facts.ids import AccountId, ContactId
from core.facts.keys import KeyKind, fold, keys_of
from core.facts.people import Contact


def contact(name, *aliases):
    return Contact(
        id=ContactId(name),
        owner=AccountId("ada"),
        name=name,
        aliases=aliases,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        cadence_since=date(2026, 1, 1),
        quiet_since=date(2026, 1, 1),
    )


NETWORK = [
    contact("Jane Doe"),
    contact("Jane Smith"),
    contact("Janet Dow"),
    contact("Raj Patel"),
    contact("José Ñoño-O'Brien"),
    contact("Maria del Carmen Lopez"),
    contact("Jean-Luc Picard"),
    contact("Robert Brandt"),
    contact("J. R. Ewing"),
    contact("Sam Hill, PhD"),
    contact("Elizabeth Warren", "Liz", "Betty W"),
    contact("🦄"),
    contact("_*Bob*_ <b>"),
    contact("田中 太郎"),
    contact("محمد علي"),
    contact("..."),
]


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("Jane Doe coffee", "Jane Doe", " coffee"),
        ("jane coffee", "Jane Doe|Jane Smith", " coffee"),
        ("JANE DOE", "Jane Doe", ""),
        ("Doe lunch", "Jane Doe", " lunch"),
        ("Jane do lunch", "Jane Doe|Jane Smith", " do lunch"),
        ("Jane D coffee", "Jane Doe", " coffee"),
        ("Jane d. coffee", "Jane Doe", " coffee"),
        ("Jane s coffee", "Jane Smith", " coffee"),
        ("Jane's coffee", "Jane Doe|Jane Smith", " coffee"),
        ("Jane Doe's idea", "Jane Doe", " idea"),
        ("Jane, Raj and Bob", "Jane Doe|Jane Smith", ", Raj and Bob"),
        ("Jane, Doe coffee", "Jane Doe|Jane Smith", ", Doe coffee"),
        ("Jane\nDoe", "Jane Doe|Jane Smith", "\nDoe"),
        ("Jane.", "Jane Doe|Jane Smith", ""),
        ("Jane!", "Jane Doe|Jane Smith", ""),
        ("Janet coffee", "Janet Dow", " coffee"),
        ("Ja coffee", "Jane Doe|Jane Smith|Janet Dow", " coffee"),
        ("J coffee", "J. R. Ewing", " coffee"),
        ("Rob Brandt coffee", "Robert Brandt", " coffee"),
        ("rob coffee", "Robert Brandt", " coffee"),
        ("jose tea", "José Ñoño-O'Brien", " tea"),
        ("José Ñoño-O'Brien tea", "José Ñoño-O'Brien", " tea"),
        ("jose nono o'brien tea", "José Ñoño-O'Brien", " tea"),
        ("O’Brien tea", "José Ñoño-O'Brien", " tea"),
        ("Maria Lopez tea", "Maria del Carmen Lopez", " tea"),
        ("jean luc tea", "Jean-Luc Picard", " tea"),
        ("J. R. Ewing tea", "J. R. Ewing", " tea"),
        ("Sam Hill, PhD tea", "Sam Hill, PhD", " tea"),
        ("Sam, tea", "Sam Hill, PhD", ", tea"),
        ("liz tea", "Elizabeth Warren", " tea"),
        ("Betty tea", "Elizabeth Warren", " tea"),
        ("🦄 tea", "🦄", " tea"),
        ("_*Bob*_ <b> tea", "_*Bob*_ <b>", " tea"),
        ("bob tea", "_*Bob*_ <b>", " tea"),
        ("田中 tea", "田中 太郎", " tea"),
        ("محمد علي tea", "محمد علي", " tea"),
        ("... tea", "...", " tea"),
        ("@jane hello", "Jane Doe|Jane Smith", " hello"),
        ('"Jane Doe" tea', "Jane Doe", " tea"),
    ],
)
def test_a_line_begins_with_somebody(text, names, rest):
    named = leading(text, NETWORK)
    assert named is not None
    assert {each.name for each in named.contacts} == set(names.split("|"))
    assert text[named.end :] == rest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zoe",
        "zoe brandt",
        "the Jane",
        "coffee with Jane",
        "jane@ibm.com",
        "#jane",
        "Jan-Erik tea",
        "Jane-Marie",
        "a",
    ],
)
def test_a_line_begins_with_nobody(text):
    assert leading(text, NETWORK) is None


def test_a_whole_word_beats_a_beginning():
    jan = contact("Jan Novak")
    assert leading("Jan tea", [*NETWORK, jan]).contacts == (jan,)


def test_a_whole_name_beats_a_part_of_one():
    jane = contact("Jane")
    assert leading("Jane tea", [*NETWORK, jane]).contacts == (jane,)
    assert leading("Jane Doe tea", [*NETWORK, jane]).contacts == (NETWORK[0],)


def test_of_equals_those_with_the_first_name_come_first():
    ricky, martin = contact("Ricky Martin"), contact("Martin Luther")
    assert leading("Martin tea", [ricky, martin]).contacts == (martin, ricky)


@pytest.mark.parametrize(
    ("text", "name", "before"),
    [
        ("referral at IBM from Jane Doe", "Jane Doe", "referral at IBM "),
        ("intro to Raj for Jane Doe.", "Jane Doe", "intro to Raj "),
        ("lunch with raj", "Raj Patel", "lunch "),
        ("a book to Liz", "Elizabeth Warren", "a book "),
    ],
)
def test_a_line_ends_with_somebody(text, name, before):
    named = trailing(text, NETWORK)
    assert named is not None
    assert [each.name for each in named.contacts] == [name]
    assert text[: named.start] == before
    assert named.end == len(text)


@pytest.mark.parametrize(
    "text", ["referral from Jane at IBM", "a book for work", "lunch with rob", "Jane", "to", ""]
)
def test_a_line_ends_with_nobody(text):
    assert trailing(text, NETWORK) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jane Doe coffee", ["jane", "doe", "coffee"]),
        ("Jane and O'Brien, Raj", ["jane", "brien", "raj"]),
        ("José's", ["jose"]),
        ("J tea", ["j", "tea"]),
        ("and", ["and"]),
        ("Mei and An", ["mei", "an"]),
        ("🦄 tea", ["🦄", "tea"]),
        (
            "a very long story about nothing at all that came from Jane Doe",
            ["a", "very", "long", "story", "nothing", "jane", "doe"],
        ),
        ("", []),
        ("...", []),
    ],
)
def test_the_words_to_look_up(text, words):
    found = name_words(text)
    assert len(found) <= 24
    assert [word for word in found if word in words] == words


NAMES = [(each.id, fold(name)) for each in NETWORK for name in (each.name, *each.aliases)]


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("Jnae Doe coffee", "Jane Doe", " coffee"),
        ("Jnae coffee", "Jane Doe|Jane Smith", " coffee"),
        ("jame smith", "Jane Smith", ""),
        ("Elizabteh Waren lunch", "Elizabeth Warren", " lunch"),
        ("Elisabeth's tea", "Elizabeth Warren", " tea"),
        ("ilizabeth tea", "Elizabeth Warren", " tea"),
        ("Mraia Lopez", "Maria del Carmen Lopez", ""),
        ("Pattel tea", "Raj Patel", " tea"),
        ("piccard", "Jean-Luc Picard", ""),
    ],
)
def test_small_typing_errors(text, names, rest):
    found = spelled_like(text, NAMES)
    assert found is not None
    assert set(found[0]) == set(names.split("|"))
    assert text[found[1] :] == rest


@pytest.mark.parametrize("text", ["", "xane doe", "Jna", "coffee", "Zoe Brandt", "raaaj"])
def test_what_is_no_typing_error(text):
    assert spelled_like(text, NAMES) is None


def test_five_thousand_names_are_searched_in_a_few_milliseconds():
    chance = random.Random(1)
    syllables = [a + b for a in "bcdfglmnprst" for b in "aeiou"]
    many = [
        (
            ContactId(str(number)),
            " ".join("".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(2)),
        )
        for number in range(5000)
    ]
    best = min(_seconds(lambda: spelled_like("christpoher marnio coffee", many)) for _ in range(5))
    assert best < 0.05  # 4 ms on a quiet machine


def _seconds(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


NAME = (
    st.text(min_size=1, max_size=40).map(clean).filter(lambda name: fold(name) and fold(fold(name)) == fold(name))
)


@given(
    NAME,
    st.sampled_from([str, str.upper, str.lower, str.casefold, fold]),
    st.sampled_from(["", " coffee", ", coffee"]),
)
def test_a_name_is_found_again_however_it_is_typed(name, typing, after):
    somebody = contact(name)
    named = leading(typing(name) + after, [contact("Jane Doe"), somebody])
    assert named is not None
    assert somebody in named.contacts


@given(NAME)
def test_a_name_typed_as_it_is_saved_leaves_the_rest(name):
    named = leading(f"{name} 12345", [contact(name)])
    assert named is not None
    assert f"{name} 12345"[named.end :].strip() == "12345"


@given(NAME)
def test_the_words_to_look_up_begin_a_key_of_the_name(name):
    keys = [key.value for key in keys_of(contact(name)) if key.kind is KeyKind.NAME]
    words = name_words(f"{name} coffee")
    assert not keys or any(key.startswith(word) for key in keys for word in words)


@given(st.text(max_size=60), st.lists(NAME, max_size=5))
def test_ends_are_within_the_text(text, names):
    people = [contact(name) for name in names]
    for named in (leading(text, people), trailing(text, people)):
        assert named is None or 0 <= named.start < named.end <= len(text)
    close = spelled_like(text, [(each.id, fold(each.name)) for each in people])
    assert close is None or 0 < close[1] <= len(text)
    assert 0 <= separator(text) <= len(text)
