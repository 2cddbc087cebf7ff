"""Talking in Discord: commands, buttons, menus, forms, files and words, each answered where it belongs."""

import asyncio
from dataclasses import replace

import pytest

from bots.discord import speaking
from core.chat.command import Suggestion
from core.chat.reply import Bold, Button, Field, File, Form, Menu, Notice, Person, Reply
from core.chat.request import Call, Filled, Message, Press, Upload
from tests.fakes.discord_asking import Choice
from tests.fakes.discord_trouble import CALLBACK, EDIT_ORIGINAL, MESSAGE, Trouble

FORM = Form(
    question="q1",
    title="You met somebody",
    fields=(
        Field(name="what", label="What was it?", hint="coffee", required=True),
        Field(name="mood", label="And how?", choices=(("good", "Good"), ("bad", "Bad"))),
    ),
)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long is called long after a moment."""
    monkeypatch.setattr(speaking, "DEFERS_AFTER", 0.05)
    monkeypatch.setattr(speaking, "PATIENCE", 0.05)


async def test_a_command_is_answered_for_its_reader_alone(bot, app, ada, club):
    await ada.slash("met", who="Jane", what="coffee", where=club.channel)
    assert (await ada.hears("You said")).ephemeral
    assert app.heard[0].body == Call(command="met", typed={"who": "Jane", "what": "coffee"})
    assert (app.heard[0].reaches, app.heard[0].key[:3]) == (False, "dc:")
    await ada.slash("help")
    assert not (await ada.hears("/help")).ephemeral
    assert app.heard[1].reaches


async def test_who_speaks(bot, app, fake):
    zoe = fake.user("Zoë Brandt", "es-ES")
    await zoe.slash("help")
    actor = app.heard[0].actor
    assert (actor.platform, actor.external_id, actor.address) == ("discord", str(zoe.id), str(zoe.id))
    assert (actor.name, actor.locale) == ("Zoë Brandt", "es_ES")


async def test_somebody_in_three_servers_and_with_friends_is_one_person(bot, app, fake, ada, bob):
    servers = [fake.guild(name, ada, bob) for name in ("One", "Two", "Three")]
    for server in servers:
        await ada.slash("help", where=server.channel)
    await ada.slash("help", where=fake.chat_between(ada, bob))
    assert all(message.ephemeral for message in ada.messages)
    assert {request.actor.external_id for request in app.heard} == {str(ada.id)}
    assert not any(request.reaches for request in app.heard)
    assert bob.messages == []


async def test_words_in_our_chat_are_heard_and_words_elsewhere_are_not(bot, app, ada, club):
    await ada.says("/met Jane")
    await ada.hears("You said /met Jane")
    await ada.says("hello everybody", where=club.channel)
    assert [request.body for request in app.heard] == [Message(text="/met Jane")]


async def test_words_are_answered_in_the_order_in_which_they_came(bot, app, ada):
    app.gates["first"] = asyncio.Event()
    await ada.says("first", wait=False)
    await ada.says("second", wait=False)
    await ada.slash("help", wait=False)
    await asyncio.sleep(0.1)
    app.gates["first"].set()
    for said in ("first", "second", "/help"):
        await ada.hears(said)


async def test_a_name_shows_as_it_is(bot, app, ada):
    app.answers["/help"] = [Reply(text=(Bold(Person("_*Bob*_ <@1> [x](y) # > -")), "\n# no heading"))]
    await ada.slash("help")
    assert ada.last.plain == "_*Bob*_ <@1> [x](y) # > -\n# no heading"


async def test_a_button_changes_its_message_or_says_a_few_words(bot, app, ada, club):
    app.answers["/help"] = [Reply(text="Well?", rows=((Button("Yes", "v1:yes:1"), Button("Too", "v1:yes:1")),))]
    app.answers["v1:yes:1"] = [Reply(text="Done", rows=((Button("Why", "v1:why:"),),), replaces=True)]
    app.answers["v1:why:"] = [Notice("Because")]
    for where in (ada.dm, club.channel):
        await ada.slash("help", where=where)
        await ada.presses("Too")
        await ada.presses("Why")
        *_others, done, why = ada.messages
        assert (done.text, done.labels, why.text, why.ephemeral) == ("Done", [["Why"]], "Because", True)
    assert "v1:yes:1" in [request.body.action for request in app.heard if isinstance(request.body, Press)]


async def test_a_menu(bot, app, ada):
    rows = tuple((Button(name, f"v1:pick:q.{name}"),) for name in ("Jane", "Raj"))
    app.answers["/help"] = [Reply(text="Who?", rows=(Menu(rows, "Who is it?"), (Button("Nobody", "v1:no:"),)))]
    await ada.slash("help")
    assert (ada.last.menus[0].placeholder, ada.last.labels) == ("Who is it?", [["Nobody"]])
    await ada.chooses("Raj")
    assert app.heard[-1].body.action == "v1:pick:q.Raj"


async def test_many_choices_are_a_menu_by_themselves(bot, app, ada):
    rows = tuple((Button(f"Choice {n}", f"v1:pick:q.{n}"),) for n in range(9))
    app.answers["/help"] = [Reply(text="Which?", rows=rows)]
    await ada.slash("help")
    await ada.chooses("Choice 7")
    assert app.heard[-1].body.action == "v1:pick:q.7"


async def test_what_is_missing_opens_a_form(bot, app, ada, club):
    app.answers["/met Jane"] = [Reply(text="What was it?", form=FORM)]
    app.answers["q1 coffee good"] = [Reply(text="Noted", form=FORM)]  # a form is not answered with another one
    await ada.slash("met", who="Jane", where=club.channel)
    modal = await ada.asked()
    assert (modal.title, modal.labels) == ("You met somebody", ["What was it?", "And how?"])
    await ada.fills({"What was it?": "coffee", "And how?": "Good"})
    assert app.heard[-1].body == Filled(question="q1", typed={"what": "coffee", "mood": "good"})
    assert (ada.last.text, ada.last.labels, ada.last.ephemeral) == ("Noted", [["Type it…"]], True)


async def test_a_form_beside_choices_waits_behind_a_button(bot, app, ada):
    app.answers["/met Jane"] = [
        Reply(text="Which day?", form=replace(FORM, first=False), rows=((Button("Today", "v1:pick:q.0"),),))
    ]
    app.answers["v1:type:q1"] = [Reply(text="Which day?", form=FORM)]
    await ada.slash("met", who="Jane")
    assert (ada.last.text, ada.last.labels) == ("Which day?", [["Type it…", "Today"]])
    await ada.presses("Type it…")
    await ada.fills({"What was it?": "coffee"})
    assert app.heard[-1].body == Filled(question="q1", typed={"what": "coffee"})
    assert ada.last.text.endswith("coffee")


async def test_in_words_a_form_is_its_question(bot, app, ada):
    app.answers["/met"] = [Reply(text="Who was it?", form=FORM)]
    await ada.says("/met")
    assert (await ada.hears("Who was it?")).labels == []


async def test_long_answers_and_files(bot, app, ada, club):
    rows = ((Button("Last", "v1:last:"),),)
    app.answers["/help"] = [Reply(text="x\n" * 4000, rows=rows, file=File(name="a.csv", content=b"1"))]
    for where in (ada.dm, club.channel):
        await ada.slash("help", where=where)
    await ada.says("/help")
    while not (messages := ada.messages)[-1].files or len(messages) < 6:
        await ada.hears("x")
    assert [bool(message.labels) for message in messages] == [False, True] * 3
    assert [len(message.files) for message in messages] == [0, 1] * 3


async def test_several_answers_and_the_second_takes_the_place_of_the_first(bot, app, ada):
    app.answers["/help"] = [Reply(text="Reading…"), Reply(text="Read", replaces=True), Reply(text="And more")]
    await ada.slash("help")
    await ada.hears("And more")
    await ada.says("/help")
    await ada.hears("And more")
    assert [message.text for message in ada.messages] == ["Read", "And more"] * 2


async def test_a_file_is_not_lost_to_what_follows(bot, app, ada, club):
    file = File(name="a.csv", content=b"1")
    app.answers["/help"] = [
        Reply(text="Before", file=file, rows=((Button("Undo", "v1:undo:"),),)),
        Reply(text="After", replaces=True),
        Reply(text="At last", replaces=True),
    ]
    app.answers["v1:undo:"] = [Reply(text="Undone", replaces=True)]
    await ada.says("/help")
    await ada.hears("At last")
    for where in (ada.dm, club.channel):
        await ada.slash("help", where=where)
        await ada.presses("Undo", under=ada.messages[-2])
    told = [(message.text, len(message.files)) for message in ada.messages]
    by_command = [("Before", 1), ("At last", 0), ("Undone", 0)]
    assert told == [*by_command[:2], *by_command, *by_command]


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u2800\n"])
async def test_nothing_to_see_is_never_sent(bot, app, ada, text):
    app.answers["/help"] = [Reply(text=text, rows=((Button(text, "v1:no:"),),))]
    await ada.slash("help")
    assert (ada.last.text, ada.last.labels) == ("…", [["…"]])


async def test_a_file_with_the_command_or_in_our_chat(bot, app, ada, club):
    contents: list[bytes] = []
    answer = app.answer

    def keeping(request):
        if isinstance(request.body, Upload) and request.body.path:
            contents.append(request.body.path.read_bytes())
        return answer(request)

    app.answer = keeping
    await ada.slash("import", file=("people.csv", b"Jane"), where=club.channel)
    await ada.hears("people.csv")
    await ada.says("here", attachments=[("two.csv", b"Raj"), ("three.csv", b"Zoe")])
    await ada.hears("two.csv")
    await ada.hears("three.csv")
    assert contents == [b"Jane", b"Raj", b"Zoe"]
    assert len({request.key for request in app.heard}) == 3
    await ada.slash("import")
    assert app.heard[-1].body == Call(command="import")


async def test_what_cannot_be_read_is_said(bot, app, ada):
    await ada.says("")
    await ada.hears("I read text and files")


async def test_suggestions(bot, app, ada):
    app.suggestions = [Suggestion("=7q3k", "Jane Doe, IBM"), Suggestion("x" * 101, "too long"), Suggestion("", "")]
    assert await ada.completes("met", what="coffee", who="Ja") == [Choice("Jane Doe, IBM", "=7q3k")]
    assert app.asked == [("met", "who", "Ja", {"what": "coffee"})]
    await ada.slash("met", who="=7q3k", what="coffee")
    assert app.heard[-1].body == Call(command="met", typed={"what": "coffee"}, known={"who": "7q3k"})
    await ada.completes("met", what="=x", who="=7q3k")
    assert app.asked[-1] == ("met", "who", "=7q3k", {"what": "x"})  # it is known by its mark as what was chosen
    app.suggestions = ZeroDivisionError("Jane")
    assert await ada.completes("met", who="Ja") == []


async def test_menus_on_people_and_messages(bot, app, ada, bob, club):
    await ada.context_menu("I met them", bob, where=club.channel)
    called = app.heard[-1].body
    assert "Bob" in called.known["who"]
    assert "discord bob" in called.known["who"]
    said = await bob.says("**The meeting** is on ~~Monday~~ _Tuesday_", where=club.channel)
    await ada.context_menu("Remind me of this", said)
    text, link = app.heard[-1].body.known["what"].split("\n")
    assert (text, link) == (
        "Bob: The meeting is on Monday Tuesday",
        f"https://discord.com/channels/{club.id}/{club.channel.id}/{said.id}",
    )


async def test_everything_is_acknowledged_in_time_while_the_core_is_slow(bot, app, ada, club, quick):
    for where in (ada.dm, club.channel):
        app.gates["/help"] = asyncio.Event()
        await ada.slash("help", where=where, wait=False)
        waiting = await ada.hears("Still working on it")
        assert waiting.ephemeral is (where is club.channel)
        app.gates["/help"].set()
        assert (await ada.hears("You said /help")).id == waiting.id


@pytest.mark.parametrize("replaces", [True, False])
async def test_a_slow_press(bot, app, ada, quick, replaces):
    app.answers["/help"] = [Reply(text="Well?", rows=((Button("Yes", "v1:yes:1"),),))]
    app.answers["v1:yes:1"] = [Reply(text="Done", replaces=replaces)]
    app.gates["v1:yes:1"] = asyncio.Event()
    await ada.slash("help")
    await ada.presses("Yes", wait=False)
    await ada.hears("Still working on it")
    app.gates["v1:yes:1"].set()
    await ada.hears("Done")
    await bot.idle()
    assert [message.text for message in ada.messages] == (["Done"] if replaces else ["Well?", "Done"])


async def test_a_slow_notice_and_a_form_that_comes_too_late_to_open(bot, app, ada, quick):
    app.answers["/help"] = [Notice("Later")]
    app.answers["/met Jane"] = [Reply(text="What?", form=FORM)]
    for said in ("/help", "/met Jane"):
        app.gates[said] = asyncio.Event()
    await ada.slash("help", wait=False)
    await ada.hears("Still working on it")
    app.gates["/help"].set()
    await ada.hears("Later")
    await ada.slash("met", who="Jane", wait=False)
    await ada.hears("Still working on it")
    app.gates["/met Jane"].set()
    assert (await ada.hears("What?")).labels == [["Type it…"]]


async def test_the_same_interaction_again_is_answered_once(bot, app, fake, ada):
    await ada.slash("help")
    await fake.drop()
    await ada.slash("help")
    await bot.idle()
    assert len(app.heard) == len(ada.messages) == 2


async def test_what_was_done_already_is_said_and_not_left_open(bot, app, ada):
    app.answers["/help"] = []
    await ada.slash("help")
    assert "done already" in ada.last.text


async def test_a_mistake_of_ours_is_said(bot, app, ada):
    app.answers["/help"] = [ZeroDivisionError("Jane")]
    await ada.slash("help")
    assert "went wrong" in ada.last.text
    await ada.says("/help")
    await ada.hears("went wrong")


async def test_what_discord_refuses_is_said_and_no_word_of_it_is_logged(bot, app, fake, ada, caplog):
    fake.next(CALLBACK, Trouble(status=400, code=50035, message="Invalid “Jane”"))
    await ada.slash("help", wait=False)
    await ada.hears("went wrong")
    fake.next(MESSAGE, Trouble(status=400, code=50035, message="Invalid “Jane”"))
    await ada.says("Jane")
    await ada.hears("went wrong")
    assert "Jane" not in caplog.text


async def test_a_moment_of_trouble_is_not_noticed(bot, app, fake, ada):
    fake.next(CALLBACK, Trouble())
    await ada.slash("help", wait=False)
    await ada.hears("You said")
    fake.next(MESSAGE, Trouble(carried_out=True))
    await ada.says("hello")
    await ada.hears("hello")
    await bot.idle()
    assert [message.text for message in ada.messages] == ["You said /help", "You said hello"]


async def test_whoever_is_slow_stops_nobody_else(bot, app, ada, bob, club):
    app.gates["/met Jane"] = asyncio.Event()
    await ada.slash("met", who="Jane", wait=False)
    await bob.slash("help", where=club.channel, wait=False)
    await bob.hears("You said /help")
    app.gates["/met Jane"].set()


@pytest.mark.parametrize("code", [10015, 50027])
async def test_what_comes_too_late_for_its_interaction_comes_as_a_message(bot, app, fake, ada, club, quick, code):
    app.gates["/help"] = asyncio.Event()
    await ada.slash("help", where=club.channel, wait=False)
    await ada.hears("Still working on it")
    fake.next(EDIT_ORIGINAL, Trouble(code=code))
    app.gates["/help"].set()
    assert (await ada.hears("You said /help")).channel is ada.dm


async def test_what_was_answered_already_is_left_alone(bot, app, fake, ada, club):
    fake.next(CALLBACK, Trouble(code=40060, carried_out=True))
    await ada.slash("help", where=club.channel)
    assert [message.text for message in ada.messages] == ["You said /help"]
