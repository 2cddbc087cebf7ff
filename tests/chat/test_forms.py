"""Forms: a question with all that is missing, filled in at once; and the same question where there are no forms."""

import asyncio

import pytest

from core.app import App
from core.chat.reply import Reply, action
from core.chat.request import Filled
from core.chat.words import plain
from storage.store import open_store
from tests.chat.members import Member, labels, menus


def fields(reply: Reply) -> list[str]:
    assert reply.form is not None
    return [field.name for field in reply.form.fields]


async def test_a_form_asks_for_all_that_is_missing(ada):
    reply = await ada.calls("gave")
    assert plain(reply.form.title) == "Note help that you gave"
    assert fields(reply) == ["who", "what", "when"]
    assert [plain(field.label) for field in reply.form.fields] == ["Who", "What", "When"]
    assert [field.required for field in reply.form.fields] == [True, True, False]
    assert (plain(reply.text), plain(reply.form.fields[0].hint)) == ("Whom did you help?", "whom you helped")
    assert reply.form.first
    await ada.fills(reply, who="Jane and Raj", what="a book on Friday", when="")
    assert "you gave Jane Doe and Raj Patel: a book" in ada.heard[0]
    assert "Day: Fri, Nov 20" in ada.heard[0]


@pytest.mark.parametrize(
    ("command", "given", "asked"),
    [
        ("add", {}, ["name", "company", "title", "tags"]),
        ("edit", {"who": "Jane"}, ["changes"]),
        ("tag", {}, ["who", "tags"]),
        ("met", {"what": "coffee"}, ["who", "when"]),
        ("keep", {}, ["who", "cadence"]),
        ("keep", {"tag": "#mentor"}, ["cadence"]),
        ("snooze", {}, ["until", "who"]),
        ("ask", {"who": "Jane"}, ["what"]),
        ("promise", {"who": "Jane"}, ["what", "by"]),
        ("remind", {"when": "tomorrow 9am"}, ["what"]),
        ("remind", {"who": "Jane"}, ["when", "what"]),
        ("settings", {"setting": "digest"}, ["value"]),
    ],
)
async def test_which_values_a_form_has(ada, command, given, asked):
    assert fields(await ada.calls(command, **given)) == asked


async def test_where_somebody_is_is_asked_for_in_the_same_form(app):
    ned = Member(app, "Ned", timezone=None)
    reply = await ned.calls("remind", what="call mum")
    assert fields(reply) == ["when", "city"]
    await ned.fills(reply, when="tomorrow 9am", city="Berlin")
    assert "9:00" in ned.heard[0]
    assert "Berlin" in ned.heard[0]
    reply = await Member(app, "Nell", timezone=None).calls("remind", what="call mum", when="in 2 hours")
    assert fields(reply) == ["city"]


async def test_a_form_that_is_filled_in_wrong_comes_back_as_it_was(ada):
    reply = await ada.calls("promise")
    reply = await ada.fills(reply, who="Jane", what="the slides", by="some day")
    assert "I read no time in that" in ada.heard[0]
    assert fields(reply) == ["by"]
    assert reply.form.fields[0].value == "some day"
    assert not reply.form.first  # why it comes back is worth reading
    again = await ada.does_press(action("type", reply.form.question))
    assert again.form.fields[0].value == "some day"
    assert again.rows == ()
    await ada.fills(again, by="Friday")
    assert "the slides" in ada.heard[0]
    assert "Fri, Nov 27" in ada.heard[0]


async def test_what_is_left_empty_is_asked_for_again(ada):
    reply = await ada.calls("gave", who="Jane")
    reply = await ada.fills(reply, what="  ")
    assert "What did you do for Jane Doe?" in ada.heard[0]
    reply = await ada.fills(reply)
    await ada.fills(reply, what="a book", who="Raj", nonsense="x", direction="got")
    assert "you gave Jane Doe: a book" in ada.heard[0]


async def test_a_form_is_answered_once(ada, app, store, clock):
    reply = await ada.calls("gave", who="Jane")
    await ada.fills(reply, what="a book")
    await ada.fills(reply, what="a book")
    assert ada.heard == ["That question is settled. To start again, just say it again."]
    await ada.presses("Never mind", reply)
    assert "settled" in ada.heard[0]
    await ada.does_press(action("type", reply.form.question))
    assert "settled" in ada.heard[0]
    await ada.calls("balance", who="Jane")
    assert "You gave 1" in ada.heard[0]


async def test_two_forms_at_once_answer_one_question(ada, store, clock, database_url, engine):
    other_store = await open_store(database_url) if engine == "postgres" else store
    elsewhere = Member(App(other_store, clock), "Ada")
    reply = await ada.calls("gave", who="Jane")
    await asyncio.gather(ada.fills(reply, what="a book"), elsewhere.fills(reply, what="a pen"))
    await ada.calls("balance", who="Jane")
    assert "You gave 1" in ada.heard[0]
    if other_store is not store:
        await other_store.close()


async def test_a_form_works_after_a_restart_and_when_another_question_listens(ada, store, clock):
    reply = await ada.calls("gave", who="Jane")
    await ada.calls("note", who="Raj")
    clock.advance(hours=20)
    restarted = Member(App(store, clock), "Ada")
    await restarted.fills(reply, what="a book")
    assert "you gave Jane Doe: a book" in restarted.heard[0]


async def test_the_question_of_a_form_can_be_answered_by_a_message_as_well(ada):
    await ada.calls("gave", who="Jane")
    await ada.says("intro to Raj yesterday")
    assert "you gave Jane Doe: intro to Raj" in ada.heard[0]


async def test_candidates_are_better_chosen_than_typed(ada):
    await ada.says("/add Jane Smith @ Acme")
    reply = await ada.calls("met", who="Jane", what="lunch")
    assert not reply.form.first
    (menu,) = menus(reply)
    assert len(menu.rows) == 2
    assert labels(reply)[-1] == "Never mind"
    assert fields(reply) == ["who", "when"]
    await ada.fills(reply, who="Jane Doe")
    assert "in touch with Jane Doe" in ada.heard[0]
    assert "lunch" in ada.heard[0]


async def test_words_to_begin_with_may_as_well_be_typed(ada):
    reply = await ada.calls("remind", what="call mum")
    assert reply.form.first
    assert "Tomorrow morning" in labels(reply)


async def test_a_welcome_is_read_before_a_form_is_filled_in(app):
    reply = await Member(app, "Ned").calls("start")
    assert not reply.form.first
    assert fields(reply)[0] == "name"


async def test_a_screen_that_asks_for_one_thing_gets_a_form_of_one_field(ada):
    reply = await ada.does_press("v1:ruledays:birthday")
    assert fields(reply) == ["days"]
    await ada.fills(reply, days="3 weeks")
    assert "21 days" in ada.heard[0]
    reply = await ada.does_press("v1:rulewho:thanks")
    assert fields(reply) == ["who"]
    await ada.fills(reply, who="Jane")
    assert "Jane Doe" in ada.heard[0]
    reply = await ada.does_press("v1:set:zone")
    assert fields(reply) == ["value"]
    await ada.fills(reply, value="Berlin")
    assert "Berlin" in ada.heard[0]
    made = await ada.calls("promise", who="Jane", what="the slides")
    reply = await ada.presses("Another day", made)
    assert fields(reply) == ["by"]
    assert not reply.form.first
    await ada.fills(reply, by="in 3 weeks")
    assert "Mon, Dec 14" in ada.heard[0]


async def test_nobody_fills_in_what_is_not_asked(ada, app):
    """Not even the values that only our buttons know."""
    made = await ada.calls("promise", who="Jane", what="the slides")
    reply = await ada.presses("Another day", made)
    await ada.fills(reply, by="Friday", which="x", words="x")
    assert "the slides" in ada.heard[0]
    offered = await ada.says("hello there")
    question = offered.unfolded[0][0].action.split(":")[2].split(".")[0]
    await ada.does(Filled(question=question, typed={"who": "Jane"}))
    assert "settled" in ada.heard[0]
