"""A card in one line, and changes to one. Today is Monday, 23 November 2026."""

import time
from contextlib import suppress
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.errors import Refusal
from core.chat.parsing.days.cadence import NEVER
from core.chat.parsing.people.cards import TagChanges, read_card, read_changes, read_tags
from core.chat.words import plain
from core.facts.cadence import Cadence, Unit
from core.facts.people import Handle, PartialDate, Status

TODAY = date(2026, 11, 23)
SIX_WEEKS = Cadence(count=6, unit=Unit.WEEK)
MAIL = Handle(kind="email", value="jane@ibm.com")
JANE = {"name": "Jane Doe"}
AT_IBM = {**JANE, "company": "IBM"}
RECRUITER = {**AT_IBM, "title": "recruiter"}
ALL = {**RECRUITER, "tags": ("mentor",), "cadence": SIX_WEEKS}


def said(read):
    """What a reading mentions, by field."""
    return {each.name: value for each in fields(read) if (value := getattr(read, each.name)) not in (None, (), "")}


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("Jane Doe", JANE),
        ("  Jane \n Doe ", JANE),
        ("Jane Doe @ IBM", AT_IBM),
        ("Jane Doe @IBM", AT_IBM),
        ("Jane Doe@IBM", AT_IBM),
        ("Jane Doe (IBM)", AT_IBM),
        ("Jane Doe (@ IBM)", AT_IBM),
        ("Jane Doe at IBM", AT_IBM),
        ("jane doe (ibm)", {"name": "jane doe", "company": "ibm"}),
        ("Jane Doe @ IBM, recruiter", RECRUITER),
        ("Jane Doe, recruiter @ IBM", RECRUITER),
        ("Jane Doe, recruiter at IBM", RECRUITER),
        ("Jane Doe (IBM, recruiter)", RECRUITER),
        ("Jane Doe - recruiter @ IBM", RECRUITER),
        ("Jane Doe, recruiter", {**JANE, "title": "recruiter"}),
        ("Jane Doe @ IBM, recruiter #mentor every 6 weeks", ALL),
        ("#mentor Jane Doe every 6 weeks @ IBM, recruiter", ALL),
        ("every 6 weeks Jane Doe, recruiter @ IBM #mentor", ALL),
        ("Jane Doe #mentor recruiter @ IBM every 6 weeks", ALL),
        (
            "Jane Doe @ IBM, recruiter #mentor every 6 weeks met at Kiwanis breakfast",
            {**ALL, "how_met": "at Kiwanis breakfast"},
        ),
        ("Jane Doe met on LinkedIn", {**JANE, "how_met": "on LinkedIn"}),
        ("Jane Doe met @ Kiwanis", {**JANE, "how_met": "at Kiwanis"}),
        ("Jane Doe I met her at the fair", {**JANE, "how_met": "at the fair"}),
        ("Jane Doe met: Kiwanis", {**JANE, "how_met": "Kiwanis"}),
        ("Jane Doe met at the fair, Toronto", {**JANE, "how_met": "at the fair, Toronto"}),
        ("Jane Doe met at the fair, recruiter @ IBM", {**RECRUITER, "how_met": "at the fair"}),
        ("Jane Doe we met at the fair #mentor", {**JANE, "how_met": "at the fair", "tags": ("mentor",)}),
        ("Jane Doe introduced by Raj @ IBM", {**AT_IBM, "how_met": "introduced by Raj"}),
        ("Jane Doe met yesterday at the fair", {**JANE, "how_met": "at the fair", "met_on": date(2026, 11, 22)}),
        (
            "Jane Doe met at the fair on 14 March 2025",
            {**JANE, "how_met": "at the fair", "met_on": date(2025, 3, 14)},
        ),
        ("Jane Doe met through Raj last week", {**JANE, "how_met": "through Raj", "met_on": date(2026, 11, 16)}),
        ("Jane Doe met yesterday", {**JANE, "met_on": date(2026, 11, 22)}),
        ("Jane Doe, curator @ The Met", {**JANE, "title": "curator", "company": "The Met"}),
        ("Jane Doe jane@ibm.com", {**JANE, "handles": (MAIL,)}),
        ("<jane@ibm.com> Jane Doe @ IBM", {**AT_IBM, "handles": (MAIL,)}),
        (
            "Jane Doe https://www.linkedin.com/in/jane/ +1 416 555 0199",
            {
                **JANE,
                "handles": (
                    Handle(kind="linkedin", value="https://www.linkedin.com/in/jane"),
                    Handle(kind="phone", value="+14165550199"),
                ),
            },
        ),
        ("telegram @janed Jane Doe", {**JANE, "handles": (Handle(kind="telegram", value="@janed"),)}),
        ("Jane Doe never", {**JANE, "cadence": NEVER}),
        ("Jane Doe weekly @ IBM", {**AT_IBM, "cadence": Cadence(count=1, unit=Unit.WEEK)}),
        ("Jane Doe, Financial Weekly editor", {**JANE, "title": "Financial Weekly editor"}),
        ("Jane Doe #a #B #A, #b.", {**JANE, "tags": ("a", "B")}),
        ("Jane Doe @ C#", {**JANE, "company": "C#"}),
        ("Jane Doe @ IBM @ Google", {**JANE, "company": "IBM @ Google"}),
        ("Jane Doe @ Acme, Inc., CEO", {**JANE, "company": "Acme, Inc.", "title": "CEO"}),
        ("Jane Doe, PhD, CEO", {"name": "Jane Doe, PhD", "title": "CEO"}),
        ("Jane Doe, VP, Sales", {**JANE, "title": "VP, Sales"}),
        ("Jane Doe (she/her) @ IBM", {"name": "Jane Doe (she/her)", "company": "IBM"}),
        ("Jane Doe and #mentor", {**JANE, "tags": ("mentor",)}),
        ('J. R. "Bob" Dobbs', {"name": 'J. R. "Bob" Dobbs'}),
        ("_*Bob*_ <b>", {"name": "_*Bob*_ <b>"}),
        ("🦄", {"name": "🦄"}),
        ("محمد علي @ شركة", {"name": "محمد علي", "company": "شركة"}),
        ("Jane\x07Doe\u202e", {"name": "Jane Doe"}),
        ("Jane Doe @ IBM, recruiter, Sales & Marketing", {**AT_IBM, "title": "recruiter, Sales & Marketing"}),
        ("Jane Doe from IBM", AT_IBM),
        ("Jane Doe from IBM, recruiter", RECRUITER),
        ("jane doe from ibm", {"name": "jane doe", "company": "ibm"}),
        ("Jane from the gym", {"name": "Jane from the gym"}),
        ("Jane Doe (recruiter at IBM)", RECRUITER),
        ("Jane Doe - IBM - recruiter", RECRUITER),
        ("Jane Doe works at IBM as a recruiter", RECRUITER),
        ("Jane Doe works for IBM", AT_IBM),
        ("Jane Doe is a recruiter at IBM", RECRUITER),
        ("Jane Doe at IBM as recruiter", RECRUITER),
        ("Jane Doe @IBM,recruiter#mentor", {**RECRUITER, "tags": ("mentor",)}),
        ("Jane Doe 416-555-1234", {**JANE, "handles": (Handle(kind="phone", value="4165551234"),)}),
        ("Jane Doe (416) 555 1234", {**JANE, "handles": (Handle(kind="phone", value="4165551234"),)}),
        ("Jane Doe 2026-03-14", {"name": "Jane Doe 2026-03-14"}),
        ("Agent 007", {"name": "Agent 007"}),
        (
            "Jane Doe @ IBM met at the gym, birthday 3 May",
            {**AT_IBM, "how_met": "at the gym", "birthday": PartialDate(month=5, day=3)},
        ),
        ("@ IBM, recruiter", {"company": "IBM", "title": "recruiter"}),
        ("met at Kiwanis", {"how_met": "at Kiwanis"}),
        ("\n\n", {}),
        ("\u200b", {}),
        ("", {}),
        (",", {}),
        ("J" * 9999, {"name": "J" * 200}),
    ],
)
def test_a_card_in_a_line(text, card):
    assert said(read_card(text, TODAY)) == card


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jane Doe met tomorrow", "still to come"),
        ("Jane Doe met on 31 February", "February has only 29 days"),
        ("Jane Doe every 0 weeks", "a day at least"),
        ("Jane Doe every 5 minutes", "daily"),
        ("Jane Doe birthday 31 Feb", "February has only 29 days"),
    ],
)
def test_a_card_that_cannot_be(text, words):
    with pytest.raises(Refusal) as refused:
        read_card(text, TODAY)
    assert words in plain(refused.value.text)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("@ Google, CTO", {"company": "Google", "title": "CTO"}),
        ("company Google, CTO", {"company": "Google", "title": "CTO"}),
        ("works at Shopify", {"company": "Shopify"}),
        ("works at shopify as a PM", {"company": "shopify", "title": "PM"}),
        ("is now at Stripe", {"company": "Stripe"}),
        ("she is CTO at Google", {"company": "Google", "title": "CTO"}),
        ("CTO at Google", {"company": "Google", "title": "CTO"}),
        ("CTO at Acme, Inc. #vip", {"company": "Acme, Inc.", "title": "CTO", "tags": ("vip",)}),
        ("alias -Raju", {"removed_aliases": ("Raju",)}),
        ("alias Raj, -Raju", {"aliases": ("Raj",), "removed_aliases": ("Raju",)}),
        ("tags #x #y", {"tags": ("x", "y")}),
        ("tag: #x, title CTO", {"tags": ("x",), "title": "CTO"}),
        ("birthday 3 May", {"birthday": PartialDate(month=5, day=3)}),
        ("birthday 3 May 1980, title CTO", {"birthday": PartialDate(year=1980, month=5, day=3), "title": "CTO"}),
        ("title CTO", {"title": "CTO"}),
        ("title VP, Sales", {"title": "VP, Sales"}),
        ("title CTO, company Google", {"company": "Google", "title": "CTO"}),
        ("title CTO company Google", {"company": "Google", "title": "CTO"}),
        ("title: CTO company: google", {"company": "google", "title": "CTO"}),
        ("title head of company culture", {"title": "head of company culture"}),
        ("@ Acme, Inc., CEO", {"company": "Acme, Inc.", "title": "CEO"}),
        ("name Jane Smith", {"name": "Jane Smith"}),
        ("Name: Jane Smith", {"name": "Jane Smith"}),
        ("alias Janie", {"aliases": ("Janie",)}),
        ("alias Janie, JJ", {"aliases": ("Janie", "JJ")}),
        ("met at the fair yesterday", {"how_met": "at the fair", "met_on": date(2026, 11, 22)}),
        ("met her at the fair", {"how_met": "at the fair"}),
        ("how met: through Raj", {"how_met": "through Raj"}),
        ("#x -#y", {"tags": ("x",), "removed_tags": ("y",)}),
        ("every 6 weeks", {"cadence": SIX_WEEKS}),
        ("never", {"cadence": NEVER}),
        ("jane@ibm.com", {"handles": (MAIL,)}),
        ("status archived", {"status": Status.ARCHIVED}),
        ("status: do not contact", {"status": Status.DO_NOT_CONTACT}),
        ("status do-not-contact", {"status": Status.DO_NOT_CONTACT}),
        ("Deceased", {"status": Status.DECEASED}),
        ("name Jane Smith\ntitle CTO", {"name": "Jane Smith", "title": "CTO"}),
        (
            "@ Google #vip every 6 weeks jane@ibm.com",
            {"company": "Google", "tags": ("vip",), "cadence": SIX_WEEKS, "handles": (MAIL,)},
        ),
    ],
)
def test_changes_in_a_line(text, changes):
    assert said(read_changes(text, TODAY)) == changes


@pytest.mark.parametrize("text", ["title -", "title none", "title nothing", "no title", "remove title"])
def test_a_field_can_be_emptied(text):
    assert read_changes(text, TODAY).title == ""
    assert read_changes(text.replace("title", "company"), TODAY).company == ""
    if text.startswith("title"):
        assert read_changes(text.replace("title", "met"), TODAY).how_met == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "What shall I change"),
        ("CTO", "“CTO”"),
        ("foo #x", "“foo”"),
        ("title", "“title”"),
        ("title CTO, title CFO", "“CFO”"),
        ("name -", "needs a name"),
        ('name ""', "needs a name"),
        ("name ...", "needs a name"),
        ("alias -", "alias -Janie"),
        ("note hello", "/note Jane hello"),
        ("lunch at noon", "“lunch at noon”"),
        ("birthday 31 Feb", "February has only 29 days"),
        ("status paused", "/pause"),
        ("met tomorrow", "still to come"),
    ],
)
def test_changes_that_cannot_be_placed_are_refused_so_that_nothing_is_lost(text, words):
    with pytest.raises(Refusal) as refused:
        read_changes(text, TODAY)
    assert words in plain(refused.value.text)


@pytest.mark.parametrize(
    ("text", "added", "removed"),
    [
        ("#x -#y", ("x",), ("y",)),
        ("x y", ("x", "y"), ()),
        ("x, Y; z", ("x", "Y", "z"), ()),
        ("-x +y", ("y",), ("x",)),
        ("−#y", (), ("y",)),
        ("#a#b", ("a", "b"), ()),
        ("a A á", ("a",), ()),
        ("#x -#x", (), ("x",)),
        ("🦄", ("🦄",), ()),
        ("job-seeker", ("job-seeker",), ()),
        ("#mentor.", ("mentor",), ()),
    ],
)
def test_tags(text, added, removed):
    assert read_tags(text) == TagChanges(added=added, removed=removed)


@pytest.mark.parametrize("text", ["", "#", "-", "#,", "\n"])
def test_no_tags(text):
    with pytest.raises(Refusal) as refused:
        read_tags(text)
    assert "#mentor" in plain(refused.value.text)


@given(st.text(max_size=120), st.sampled_from(["en", "de", ""]))
def test_whatever_is_typed_is_read_or_refused(text, locale):
    for read in (read_card, read_changes):
        with suppress(Refusal):
            read(text, TODAY, locale)


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=8).map(str.capitalize)


@given(WORD, WORD, WORD, WORD, st.permutations(["@ {}", "#{}", "every 6 weeks", "zzz@example.org"]))
def test_marks_may_stand_in_any_order(first, last, company, tag, marks):
    marks = [mark.format(company if mark.startswith("@") else tag) for mark in marks]
    card = read_card(" ".join([first, last, *marks]), TODAY)
    assert (card.name, card.company, card.tags) == (f"{first} {last}", company, (tag,))
    assert card.cadence == SIX_WEEKS
    assert [handle.value for handle in card.handles] == ["zzz@example.org"]


@pytest.mark.parametrize(
    "text",
    [
        "Jane ",
        "@ ",
        "#a ",
        "met ",
        ", ",
        "(a) ",
        "title ",
        "- ",
        " ",
        "a@",
        "((",
        "at ",
        "on 3 ",
        "from A ",
        "is a ",
        "works at ",
        " - b",
        "1 ",
        "1. ",
        "1.",
        "no ",
    ],
)
def test_ten_thousand_characters_are_read_in_no_time(text):
    start = time.perf_counter()
    for read in (read_card, read_changes):
        with suppress(Refusal):
            read(text * (10_000 // len(text)), TODAY)
    assert time.perf_counter() - start < 2  # a tenth of it on a quiet machine; a bad pattern takes minutes
