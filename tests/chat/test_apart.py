"""What is said where others read along: nobody is asked to type a contact there; and forms that were closed."""

import pytest

from core.chat.calling import about_person
from core.chat.words import plain
from tests.chat.members import Member, labels
from tests.chat.test_calls import entry_of

JANE_ID = "80351110224678912"


async def test_nobody_is_invited_to_type_where_others_read_it(app, ada):
    ned = Member(app, "Ned")
    ned.reaches = False
    for command in ("start", "help", "import"):
        await ned.calls(command)
        assert not any(words in ned.heard[0] for words in ("ust type", "ust write", "right here", "send"))
    assert "use /import with the file" in ned.heard[0]
    ned.reaches = True
    await ned.calls("start")
    assert "Just type it" in ned.heard[0]
    await ned.calls("import")
    assert "right here" in ned.heard[0]


async def test_a_form_that_is_closed_does_not_listen(ada):
    ada.forms = True
    reply = await ada.calls("gave")
    await ada.says("my secret diary")
    assert "What shall I do with" in ada.heard[0]
    await ada.fills(reply, who="Jane", what="a book")  # but the form is still good
    assert "you gave Jane Doe: a book" in ada.heard[0]
    await ada.calls("start")
    reply = await ada.calls("met", who="Somebody New", what="lunch")
    assert not reply.form.first
    await ada.says("Raj")  # what is shown as a message is answered by one
    assert "in touch with Raj Patel" in ada.heard[0]


async def test_a_question_in_a_server_is_not_answered_in_private(ada):
    ada.reaches = False
    await ada.calls("gave", who="Jane")
    ada.reaches = True
    await ada.says("my secret diary")
    assert "What shall I do with" in ada.heard[0]


class TestMenusOnPeople:
    async def on(self, member, title, name, username, number):
        command, entry = entry_of(member.app, title)
        profile = f"discord https://discord.com/users/{number}"
        call = about_person(command, entry, name, f"discord {username}", profile, account=number)
        return await member.does(call)

    async def test_somebody_is_found_by_their_account_when_all_their_names_change(self, ada):
        await self.on(ada, "Add to my network", "Jane Smith", "j_smith", JANE_ID)
        assert "Discord: j_smith" in ada.heard[0]
        assert "discord.com" not in ada.heard[0]
        await self.on(ada, "Add to my network", "Renamed", "other_name", JANE_ID)
        assert ada.heard[0].startswith("Jane Smith")
        assert "Met today" in labels(ada.all[0])
        await self.on(ada, "Log a favour", "Renamed", "other_name", JANE_ID)
        assert "Did you help Jane Smith" in ada.heard[0]

    async def test_a_namesake_with_another_account_is_asked_about(self, ada):
        await self.on(ada, "Add to my network", "Sam Smith", "sam", JANE_ID)
        reply = await self.on(ada, "Log a favour", "Sam Smith", "sam_too", "80351110224678999")
        assert "or is it somebody new?" in ada.heard[0]
        assert labels(reply)[:2] == ["Sam Smith", "Add Sam Smith"]
        reply = await self.on(ada, "Log a favour", "Whoever", "sam", "80351110224678999")  # has taken their name
        assert "Did you help Sam" not in ada.heard[0]
        await ada.says("/handle Jane discord jane_d")
        await self.on(ada, "Log a favour", "Jane Doe", "janet", "80351110224678000")
        assert "or is it somebody new?" in ada.heard[0]
        await self.on(ada, "Log a favour", "xX", "jane_d", "80351110224678000")
        assert "Did you help Jane Doe" in ada.heard[0]

    async def test_oneself(self, ada):
        for title in ("Add to my network", "Log a favour"):
            await self.on(ada, title, "Ada", "ada", ada.actor.external_id)
            assert "That's you!" in ada.heard[0]

    async def test_the_form_says_whom_it_is_about(self, ada):
        reply = await self.on(ada, "Log a favour", "Raj Patel", "raj", JANE_ID)
        assert "What was it, with Raj Patel?" in [plain(field.hint) for field in reply.form.fields]

    async def test_a_name_that_nobody_has_there(self, ada):
        await self.on(ada, "Add to my network", "Music", "my bot, loud #x", JANE_ID)
        assert "Added: Music" in ada.heard[0]


class TestWhatCannotBeRead:
    async def test_one_bad_value_loses_none_of_the_others(self, ada):
        reply = await ada.calls("add", name="Tom Ford", company="Acme", birthday="sometime", tags="golf")
        assert "I read no date in that" in ada.heard[0]
        assert [(field.name, field.value) for field in reply.form.fields] == [("birthday", "sometime")]
        reply = await ada.fills(reply, birthday="one day")
        assert "I read no date in that" in ada.heard[0]
        assert [(field.name, field.value) for field in reply.form.fields] == [("birthday", "one day")]
        await ada.fills(reply, birthday="14 March")
        assert "Added: Tom Ford, Acme #golf" in ada.heard[0]
        await ada.calls("who", text="Tom")
        assert "14 March" in ada.heard[0] or "March 14" in ada.heard[0]
        reply = await ada.calls("add", name="Tim", handles="nowhere at all", birthday="whenever")
        await ada.fills(reply, handles="tim@example.org")
        assert "I read no date in that" in ada.heard[0]
        await ada.says("5 May")
        assert "Added: Tim" in ada.heard[0]
        assert "tim@example.org" in ada.heard[0]

    @pytest.mark.parametrize(
        ("command", "given", "param", "right", "said"),
        [
            (
                "handle",
                {"who": "Jane", "handle": "nowhere at all"},
                "handle",
                "jane@example.org",
                "jane@example.org",
            ),
            ("date", {"who": "Jane", "date": "someday"}, "date", "birthday 14 March", "Birthday"),
            ("settings", {"setting": "digest", "value": "25:00"}, "value", "8:30", "8:30"),
            ("settings", {"setting": "size", "value": "many"}, "value", "7", "at most 7"),
            ("remind", {"what": "tea", "when": "tomorrow 25:00"}, "when", "tomorrow 9am", "9:00"),
        ],
    )
    async def test_it_is_asked_for_until_it_is_right(self, ada, command, given, param, right, said):
        reply = await ada.calls(command, **given)
        for _again in range(2):
            assert reply.form.fields[0].name == param
            assert reply.form.fields[0].value == given[param]
            reply = await ada.fills(reply, **{param: given[param]})
        await ada.fills(reply, **{param: right})
        assert said in ada.heard[0]

    async def test_what_is_refused_after_a_form_stands_in_it_again(self, ada):
        reply = await ada.calls("remind")
        reply = await ada.fills(reply, what="tea", when="every minute")
        assert "Every 15 minutes is the most often" in ada.heard[0]
        assert {field.name: field.value for field in reply.form.fields} == {"what": "tea", "when": "every minute"}
        await ada.fills(reply, what="tea", when="every hour")
        assert "tea" in ada.heard[0]
        assert "every hour" in ada.heard[0]


class TestNothingIsIgnored:
    async def test_a_rhythm_for_people_and_a_tag(self, ada):
        reply = await ada.calls("keep", who="Raj", tag="vip", cadence="monthly")
        assert labels(reply) == ["Raj Patel", "#vip", "Never mind"]
        await ada.presses("#vip", reply)
        assert "#vip: every month" in ada.heard[0]
        await ada.presses("Raj", await ada.calls("keep", who="Raj", everybody="everybody", cadence="weekly"))
        assert "Raj Patel: every week" in ada.heard[0]
        for word in ("everyone", "default"):
            await ada.says(f"/keep {word} every 6 months")
            assert "Everybody whom you add yourself" in ada.heard[0]

    async def test_a_rule_that_was_not_said(self, ada):
        reply = await ada.calls("rules", days="14")
        assert "Which rule is that for?" in ada.heard[0]
        await ada.presses("birthday", reply)
        assert "14 days" in ada.heard[0]
        reply = await ada.calls("rules", state="off")
        await ada.fills(reply, rule="thanks")
        assert "off" in ada.heard[0]

    async def test_a_rule_of_which_several_things_are_said(self, ada):
        await ada.calls("rules", rule="birthday", state="off", days="14")
        assert "14 days" in ada.heard[0]
        assert "off" in ada.heard[0].casefold()
        await ada.calls("rules", rule="thanks", state="off", who="Jane", tag="#mentor")
        assert "One at a time" in ada.heard[0]
        await ada.calls("rules", rule="thanks", state="off", tag="#mentor #golf")
        assert "mentor" in ada.heard[0]
        assert "golf" in ada.heard[0]

    async def test_a_setting_that_was_not_said(self, ada):
        await ada.calls("settings", value="Berlin")
        assert "City: Berlin" in ada.heard[0]
        reply = await ada.calls("settings", value="8:45")
        await ada.presses("digest", reply)
        assert "8:45" in ada.heard[0]
        assert "Berlin" in str([each.label for each in await ada.chooses("settings", "value", "Berlin")])

    async def test_until_done_beside_a_time(self, ada, app):
        await ada.calls("remind", what="water the plants", when="every day 9am until done")
        assert "until" in ada.heard[0].replace("until done", "until")
        plain_ = await ada.calls("remind", what="water the plants", when="every day 9am")
        assert "until" not in ada.heard[0]
        assert plain_
        reply = await ada.calls("remind", known={"what": "read this"})
        await ada.fills(reply, when="every day 9am until done")
        assert "until" in ada.heard[0]
        made = await ada.calls("promise", who="Jane", what="the slides")
        reply = await ada.presses("Another day", made)
        reply = await ada.fills(reply, by="Friday please")
        assert "I read no time in that" in ada.heard[0]
        await ada.fills(reply, by="Friday")
        assert "the slides" in ada.heard[0]
        await ada.calls("met", who="Jane", when="yesterday over lunch", what="coffee")
        assert "coffee over lunch" in ada.heard[0]

    async def test_a_time_without_a_city_is_shown_once(self, app):
        ned = Member(app, "Ned", timezone=None)
        shown = [each.label for each in await ned.chooses("remind", "when", "tomorrow")]
        assert "tomorrow 9am" in shown
        assert not any(":" in each and "tomorrow" in each.partition(":")[2] for each in shown)


async def test_a_form_that_asks_for_one_thing_is_no_worse(ada):
    reply = await ada.calls("keep", who="Jane", cadence="whenever")
    for _again in range(2):
        reply = await ada.fills(reply, cadence="now and then")
        assert [(field.name, field.value) for field in reply.form.fields] == [("cadence", "now and then")]
    await ada.fills(reply, cadence="monthly")
    assert "Jane Doe: every month" in ada.heard[0]
