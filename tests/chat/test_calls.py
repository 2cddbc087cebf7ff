"""Commands whose values are given one by one: read as a line would be, and what is wrong is asked about."""

import pytest

from core.app import App
from core.chat.calling import about_message, about_person
from core.chat.reply import Elsewhere
from core.chat.request import Call, Filled, PlaceKind, Press, Request
from core.chat.words import plain
from tests.chat.members import Member, labels, menus


async def test_each_value_is_read_by_its_kind(ada):
    await ada.calls("met", who="Jane", when="yesterday", what="coffee")
    assert "Noted: in touch with Jane Doe\ncoffee\nDay: Sun, Nov 22" in ada.heard[0]
    await ada.calls("keep", who="jane doe, Raj", cadence="6 weeks")
    assert "Jane Doe: every 6 weeks" in ada.heard[0]
    assert "Raj Patel: every 6 weeks" in ada.heard[0]
    await ada.calls("snooze", who="Raj", until="2 months")
    assert "Sat, Jan 23" in ada.heard[0]
    await ada.calls("tag", who="Zoe", tags="friend -#paris")
    assert "#mentor #friend" in ada.heard[0]


async def test_the_text_still_says_what_was_left_out(ada):
    await ada.calls("met", who="Jane", what="coffee yesterday, talked about Raj")
    assert "in touch with Jane Doe\ncoffee, talked about Raj\nDay: Sun, Nov 22" in ada.heard[0]
    await ada.calls("met", who="Jane", when="today", what="coffee after Friday's talk")
    assert "coffee after Friday's talk" in ada.heard[0]
    await ada.calls("remind", what="call Jane tomorrow 9am")
    assert "call Jane" in ada.heard[0]
    assert "Tue, Nov 24, 9:00" in ada.heard[0]
    await ada.calls("remind", when="tomorrow 9am water the plants")
    assert "water the plants" in ada.heard[0]


async def test_a_whole_card_fits_into_the_first_option(ada):
    await ada.calls("add", name="Tom Ford @ Acme, CTO #golf every 6 weeks", company="Gucci", birthday="14 March")
    assert "Added: Tom Ford, CTO at Gucci #golf" in ada.heard[0].replace(" (", ", ")
    assert "every 6 weeks" in ada.heard[0]
    await ada.calls("add", name="Ann Lee", handles="ann@example.org, +1 416 555 0199", tags="mentor paris")
    assert "ann@example.org" in ada.heard[0]
    assert "416" in ada.heard[0]
    await ada.calls("rules", rule="birthday", days="2 weeks")
    assert "14 days" in ada.heard[0]
    await ada.calls("rules", rule="thanks", state="off", who="Jane")
    assert "Jane Doe" in ada.heard[0]


async def test_what_a_button_fills_in_is_no_option(ada):
    reply = await ada.calls("ask", who="Jane", what="give me a referral at IBM", how="anyway")
    assert "Ask anyway" in labels(reply)  # the guard speaks: nobody has filled in "how"
    await ada.presses("Ask anyway", reply)
    assert "give me a referral at IBM" in ada.heard[0]


async def test_what_was_suggested_is_taken_as_it_is(ada):
    (jane,) = await ada.chooses("met", "who", "jane")
    await ada.calls("met", who=jane.value, what="lunch")
    assert "in touch with Jane Doe" in ada.heard[0]
    both = (await ada.chooses("met", "who", "Jane Doe, ra"))[0]
    await ada.calls("met", who=both.value)
    assert "in touch with Jane Doe and Raj Patel" in ada.heard[0]


async def test_a_suggestion_that_was_edited_by_hand_is_still_understood(ada):
    await ada.says("/add Jane Smith @ Acme")
    await ada.calls("met", who="Jane Doe (IBM), Raj Patel")
    assert "in touch with Jane Doe and Raj Patel" in ada.heard[0]
    await ada.says("/add Jane Doe @ Tesla anyway")
    await ada.presses("Add", await ada.says("/add Jane Doe @ Tesla"))
    ada.heard.clear()
    await ada.calls("balance", who="Jane Doe (Tesla)")
    assert "Nothing given or got with Jane Doe yet" in ada.heard[0]


async def test_somebody_unknown_is_asked_about_and_nothing_is_lost(ada):
    reply = await ada.calls("gave", who="Jane Smith", what="intro to Raj", when="last Friday")
    assert "I don't know Jane Smith yet" in ada.heard[0]
    (menu,) = menus(reply)
    assert [plain(button.label) for row in menu.rows for button in row] == ["Jane Doe", "Add Jane Smith"]
    assert plain(menu.hint) == "Who is it?"
    assert labels(reply)[-1] == "Never mind"
    await ada.presses("Add Jane Smith", reply)
    assert "you gave Jane Smith: intro to Raj" in ada.heard[0]
    assert "Day: Fri, Nov 20" in ada.heard[0]


async def test_a_name_in_answer_says_who_was_meant(ada):
    await ada.says("/add Jane Smith @ Acme")
    await ada.says("/met Jane and Raj lunch yesterday")
    assert "Whom do you mean?" in ada.heard[0]
    await ada.says("Jane Smith")
    assert "Noted: in touch with Jane Smith and Raj Patel\nlunch" in ada.heard[0]
    await ada.says("/balance Xerxes")
    await ada.says("raj")
    assert "Nothing given or got with Raj Patel" in ada.heard[0]
    reply = await ada.calls("met", who="Jane, Xaver", what="lunch")
    reply = await ada.fills(reply, who="Jane Doe")
    assert "I don't know Xaver yet" in ada.heard[0]
    await ada.fills(reply, who="Zoe")
    assert "Noted: in touch with Jane Doe and Zoë Brandt\nlunch" in ada.heard[0]


async def test_what_cannot_be_read_is_asked_for_again(ada):
    reply = await ada.calls("keep", who="Jane", cadence="whenever")
    assert "How often? For example" in ada.heard[0]
    assert reply.form is not None
    assert [(field.name, field.value) for field in reply.form.fields] == [("cadence", "whenever")]
    await ada.fills(reply, cadence="monthly")
    assert "Jane Doe: every month" in ada.heard[0]
    reply = await ada.calls("met", who="Jane", when="blah", what="coffee")
    assert "could not make sense of “blah”" in ada.heard[0]
    await ada.presses("Never mind", reply)
    await ada.calls("met", who="Jane", what="coffee on 31 February")
    assert "February" in ada.heard[0]
    await ada.fills(ada.all[0], what="coffee on 1 March")
    assert "Noted: in touch with Jane Doe" in ada.heard[0]
    reply = await ada.calls("met", who="Jane", when="tomorrow")
    assert "is still to come. When was it?" in ada.heard[0]
    await ada.presses("Today", reply)
    assert "Noted" in ada.heard[0]


async def test_a_call_takes_the_place_of_what_was_asked_before(ada):
    await ada.calls("gave", who="Jane")
    await ada.calls("balance")
    await ada.says("intro to Raj")
    assert "What shall I do with" in ada.heard[0]


async def test_a_command_that_reads_writes_nothing_unless_it_has_to_ask(ada, app):
    await ada.calls("balance", who="Jane")
    assert "Nothing given or got with Jane Doe" in ada.heard[0]
    await ada.calls("balance", who="Nobody Known")
    assert "I don't know Nobody Known yet" in ada.heard[0]
    newcomer = Member(app, "Ned")
    await newcomer.calls("who", text="anybody")
    assert "I find nobody" in newcomer.heard[0]


async def test_a_call_in_a_group_is_answered_in_private(ada):
    await ada.does(Call(command="met", typed={"who": "Jane"}), place=PlaceKind.GROUP)
    assert isinstance(ada.all[0], Elsewhere)


async def test_the_same_call_twice_is_carried_out_once(ada):
    call = Call(command="gave", typed={"who": "Jane", "what": "a book"})
    await ada.does(call, key="interaction 7")
    assert not [each async for each in ada.app.answer(_request(ada, call, "interaction 7"))]
    await ada.calls("balance", who="Jane")
    assert "You gave 1" in ada.heard[0]


class TestMenus:
    """What opens on a person or a message."""

    async def test_add_to_my_network(self, ada, app):
        command, entry = entry_of(app, "Add to my network")
        await ada.does(about_person(command, entry, "Grace 🌱 Hopper", "discord grace_h"))
        assert "Added: Grace 🌱 Hopper" in ada.heard[0]
        assert "Discord: grace_h" in ada.heard[0]
        await ada.does(about_person(command, entry, "Somebody else", "discord grace_h"))
        assert "You know somebody like that already" in ada.heard[0]
        await ada.does(about_person(command, entry, "\u2800\u3164", "discord ken.t"))
        assert "Added: ken.t" in ada.heard[0]

    async def test_log_a_favour_with_somebody_known_by_their_handle(self, ada, app):
        await ada.says("/handle Jane discord jane_dev")
        command, entry = entry_of(app, "Log a favour")
        reply = await ada.does(about_person(command, entry, "xX_J_Xx", "discord jane_dev"))
        assert "Did you help Jane Doe, or did they help you?" in ada.heard[0]
        assert [field.name for field in reply.form.fields] == ["direction", "what", "when"]
        assert [typed for typed, _shown in reply.form.fields[0].choices] == ["gave", "got"]
        await ada.fills(reply, direction="got", what="referral at IBM yesterday", when="")
        assert "you got from Jane Doe: referral at IBM" in ada.heard[0]
        assert "Day: Sun, Nov 22" in ada.heard[0]

    async def test_log_a_favour_with_a_stranger_who_is_known_by_the_handle_from_then_on(self, ada, app):
        command, entry = entry_of(app, "Log a favour")
        reply = await ada.does(about_person(command, entry, "Jane Smith", "discord j_smith"))
        assert "I don't know Jane Smith yet" in ada.heard[0]
        reply = await ada.presses("Add Jane Smith", reply)
        reply = await ada.presses("I helped them", reply)
        await ada.fills(reply, what="a ride")
        assert "you gave Jane Smith: a ride" in ada.heard[0]
        await ada.does(about_person(command, entry, "renamed", "discord j_smith"))
        assert "Did you help Jane Smith" in ada.heard[0]

    async def test_remind_me_of_this(self, ada, app):
        command, entry = entry_of(app, "Remind me of this")
        words = "Can you review my talk until Friday? " * 20
        reply = await ada.does(about_message(command, entry, words, "https://discord.com/channels/1/2/3"))
        assert ada.heard[0].startswith("When?")
        assert [field.name for field in reply.form.fields] == ["when"]
        await ada.fills(reply, when="tomorrow 9am")
        assert "Can you review my talk until Friday?" in ada.heard[0]
        assert "https://discord.com/channels/1/2/3" in ada.heard[0]
        assert "Tue, Nov 24, 9:00" in ada.heard[0]
        await ada.does(about_message(command, entry, "", "https://discord.com/channels/1/2/4"))
        assert ada.heard[0].startswith("When?")


class TestForged:
    """What no adapter sends, and somebody may all the same."""

    async def test_unknown_commands_and_values(self, ada):
        await ada.calls("mett", who="Jane")
        assert "Did you mean" in ada.heard[0]
        await ada.calls("nonsense" * 50)
        assert "I don't know /" in ada.heard[0]
        await ada.calls("met", who="Jane", where="here", city="Mars/Phobos")
        assert "in touch with Jane Doe" in ada.heard[0]
        await ada.calls("start", payload="go_7q3k7q3k7q3k")
        assert "Welcome back" in ada.heard[0]

    async def test_somebody_elses_contact(self, ada, app):
        eve = Member(app, "Eve")
        await eve.calls("add", name="Eve's friend")
        (friend,) = await eve.chooses("met", "who", "eve")
        for command in ("met", "balance", "forget", "keep"):
            await ada.calls(command, who=friend.value)
            assert "I can't find that person any more" in ada.heard[0]
        await ada.calls("met", known={"who": f"{friend.value[1:]},{friend.value[1:]}"})
        assert "I can't find that person any more" in ada.heard[0]

    @pytest.mark.parametrize(
        "known",
        [
            "+Mallory",
            "?Mallory",
            "?",
            "?\t",
            "?Mallory\tdiscord",
            "x",
            ",",
            "zzzzzzzzzzzz",
            "é",
            "=",
            "\x00",
            "?\x00\tx y",
        ],
    )
    async def test_what_was_never_suggested_adds_nobody(self, ada, known):
        for command in ("met", "favour", "forget", "rules", "remind"):
            await ada.calls(command, known={"who": known, "rule": "thanks", "state": "off"})
            assert ada.heard
        await ada.calls("who", text="Mallory")
        assert "Mallory" not in ada.heard[0].replace("for “Mallory”", "")

    async def test_values_that_never_were_values(self, ada):
        for known in (
            "never ever",
            "2026-99-99",
            "9999-12-31T23:59:59",
            "0001-01-01",
            "2020-01-01T09:00",
            "{",
            '{"freq": "daily"}',
            "T",
            "99 fortnights",
            "x" * 6000,
        ):
            for command, param in (
                ("keep", "cadence"),
                ("snooze", "until"),
                ("met", "when"),
                ("remind", "when"),
                ("promise", "by"),
                ("settings", "setting"),
                ("tag", "tags"),
            ):
                await ada.calls(command, known={param: known, "who": "?Jane"})
                assert ada.heard, (command, known)
        await ada.calls("remind", known={"city": "Mars/Phobos", "what": "x", "when": "tomorrow 9am"})
        assert "Toronto" in ada.heard[0]

    async def test_very_long_values(self, ada, app):
        for long in ("x" * 6000, "Jane, " * 1000, "#a " * 2000, "yesterday " * 600, "🌱" * 6000, "\n" * 6000):
            for command in app.commands:
                await ada.calls(command.name, **{param.name: long for param in command.params})
                assert ada.heard, command.name
                await ada.says("/cancel")

    async def test_forged_questions(self, ada, app):
        eve = Member(app, "Eve")
        asked = await eve.calls("gave", who="Eve's friend")
        asked = await eve.presses("Add", asked)
        for question in (asked.form.question, "", "x", "x" * 6000, "é.é"):
            await ada.does(Filled(question=question, typed={"what": "everything"}))
            assert "That question is settled" in ada.heard[0]
            await ada.does(Press(action=f"v1:type:{question}"[:64]))
            assert ada.heard
            assert "Eve" not in ada.heard[0]
        await eve.fills(asked, what="a ride")
        assert "you gave Eve's friend: a ride" in eve.heard[0]


def entry_of(app: App, title: str):
    return next((command, entry) for command in app.commands for entry in command.menu if entry.title == title)


def _request(member: Member, call: Call, key: str) -> Request:
    return Request(key=key, actor=member.actor, body=call)
