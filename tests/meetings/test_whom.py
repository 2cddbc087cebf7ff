"""“Whom did you meet at…?”, answered line by line; what is unclear is asked about, and nothing else is lost."""

from datetime import time, timedelta

import pytest

from core.events.moments import settled
from core.store import Store
from tests.conftest import Clock
from tests.linking.chats import Chat, World
from tests.meetings.conftest import TODAY, account_of, noted
from tests.meetings.test_capturing import buttons, card_of
from tests.storage.counting import statements_sent

LINES = """Raj Patel @ Shopify, PM, knows Jane, send him the article by Friday
- sue lim, recruiter
2. Jane
Tom Ford, Bill Gates
Ana Lopez from Acme, nice chat"""


async def test_several_lines_in_one_message(ada: Chat) -> None:
    event = await noted(ada)
    await ada.says("/add Jane Doe @ IBM")
    assert "Whom did you meet at Kiwanis breakfast?" in await ada.press(f"v1:whom:{event.id}")
    assert (await ada.says(LINES)).splitlines() == [
        "✓ Raj Patel: PM at Shopify; Knows Jane Doe; Promised: send him the article, by Fri, Nov 27",
        "✓ sue lim: recruiter",
        "✓ Jane Doe",
        "✓ Tom Ford and Bill Gates",
        "✓ Ana Lopez: Acme; nice chat",
        "6 people noted at Kiwanis breakfast. Who else?",
    ]
    contact, [touch] = await card_of(ada, "Ana Lopez")
    assert (contact.how_met, contact.met_on, touch.event_id) == ("Kiwanis breakfast", TODAY, event.id)
    assert "✓ Zoë Brandt" in await ada.says("Zoë Brandt")
    done = await ada.presses("Done")
    assert "7 people noted at Kiwanis breakfast: " in done
    assert "bring them up on Tue, Nov 24" in done
    assert "What shall I do" in await ada.says("Bob"), "nobody listens any more"


async def test_done_may_be_said(ada: Chat) -> None:
    event = await noted(ada)
    await ada.press(f"v1:whom:{event.id}")
    await ada.says("Raj Patel")
    assert "1 person noted at" in await ada.says("That's all!")
    assert "Draft for Raj Patel" in buttons(ada)


async def test_an_unclear_name_is_asked_about_and_the_rest_is_noted(ada: Chat) -> None:
    event = await noted(ada)
    for name in ("Jane Doe @ IBM", "Jane Smith @ Dell", "Ann One", "Ann Two"):
        await ada.says(f"/add {name}")
    await ada.press(f"v1:whom:{event.id}")
    asked = await ada.says("Jane, call her\nRaj Patel\nAnn and Bob, lunch")
    assert asked.splitlines() == ["✓ Raj Patel", "✓ Bob: lunch", "Who is Jane?"]
    then = await ada.presses("Jane Smith")
    assert then.splitlines() == ["✓ Jane Smith: Promised: call her, by Wed, Nov 25", "Who is Ann?"]
    assert (await ada.presses("Somebody new: Ann")).splitlines() == [
        "✓ Ann: lunch",
        "4 people noted at Kiwanis breakfast. Who else?",
    ]


async def test_who_writes_on_instead_of_pressing_is_asked_again(ada: Chat) -> None:
    event = await noted(ada)
    for name in ("Jane Doe", "Jane Smith"):
        await ada.says(f"/add {name}")
    await ada.press(f"v1:whom:{event.id}")
    await ada.says("Jane, PM")
    assert (await ada.says("Zed Young")).splitlines() == ["✓ Zed Young", "Who is Jane?"]
    assert (await ada.presses("Leave out")).splitlines() == ["1 person noted at Kiwanis breakfast. Who else?"]


async def test_undo_takes_back_a_message(ada: Chat) -> None:
    event = await noted(ada)
    await ada.press(f"v1:whom:{event.id}")
    await ada.says("Raj Patel @ IBM\nSue Lim")
    assert "Raj Patel and Sue Lim" in await ada.presses("Undo")
    assert "find nobody" in await ada.says("/who Sue")


async def test_what_is_no_name(ada: Chat) -> None:
    event = await noted(ada)
    await ada.press(f"v1:whom:{event.id}")
    said = await ada.says("12345\nRaj Patel")
    assert "✓ Raj Patel" in said
    assert "no name in “12345”" in said
    assert "no name in “what is this?”" in await ada.says("what is this?")


async def test_by_a_command_the_event_is_the_latest(ada: Chat, world: World, clock: Clock) -> None:
    assert "no event of yours in the last days" in await ada.says("/whom")
    await noted(ada, title="Long ago", on=TODAY - timedelta(days=9))
    await noted(ada, title="Yesterday", on=TODAY - timedelta(days=1))
    await noted(ada, title="Tonight", at=time(20))
    assert "Whom did you meet at Yesterday?" in await ada.says("/whom")
    assert "✓ Raj Patel" in await ada.says("/whom Raj Patel @ Shopify")
    clock.advance(hours=11)
    assert "Whom did you meet at Tonight?" in await ada.says("/whom")


async def test_a_strangers_event_is_no_event(ada: Chat, world: World) -> None:
    bob = world.chat("Bob", "telegram")
    await bob.says("/start")
    event = await noted(ada)
    for action in ("whom", "whomdone", "prepare"):
        assert "can't find that event" in await bob.press(f"v1:{action}:{event.id}")


async def test_the_same_person_twice_is_one(ada: Chat) -> None:
    event = await noted(ada)
    await ada.press(f"v1:whom:{event.id}")
    await ada.says("Raj Patel @ Shopify")
    assert "1 person noted" in await ada.says("raj, send him the deck")
    await ada.press(f"v1:whom:{event.id}")
    assert "2 people noted" in await ada.says("Sue Lim\nSue Lim, recruiter")


async def test_before_an_event_nobody_was_met_there(ada: Chat) -> None:
    event = await noted(ada, on=TODAY + timedelta(days=1))
    assert "still to come" in await ada.press(f"v1:whom:{event.id}")


async def test_more_lines_than_are_taken_at_once(ada: Chat) -> None:
    event = await noted(ada)
    await ada.press(f"v1:whom:{event.id}")
    said = await ada.says("\n".join(f"Person{chr(65 + n % 26)}{'x' * (n // 26)} Smith" for n in range(33)))
    assert "go on from: PersonExx Smith" in said or "go on from: PersonEx Smith" in said


async def test_of_several_days_the_one_that_it_is(ada: Chat, clock: Clock) -> None:
    event = await noted(
        ada,
        title="Conference",
        at=None,
        until_at=None,
        on=TODAY - timedelta(days=1),
        until_on=TODAY + timedelta(days=1),
    )
    await ada.press(f"v1:whom:{event.id}")
    await ada.says("Raj Patel")
    _contact, [touch] = await card_of(ada, "Raj Patel")
    assert touch.happened_on == TODAY
    clock.advance(days=5)
    await ada.press(f"v1:whom:{event.id}")
    await ada.says("Sue Lim")
    _contact, [touch] = await card_of(ada, "Sue Lim")
    assert touch.happened_on == TODAY + timedelta(days=1)


async def test_no_is_an_answer_and_a_wrong_day_loses_nobody(ada: Chat) -> None:
    event = await noted(ada)
    await ada.press(f"v1:whom:{event.id}")
    said = await ada.says("Raj Patel @ Shopify, birthday 31 February\nSue Lim")
    assert "2 people noted at Kiwanis breakfast. Who else?" in said
    assert "2 people noted at Kiwanis breakfast" in await ada.says("no")
    await noted(ada, title="Lunch", at=time(9, 45))
    await ada.says("/whom")
    assert "nobody noted at Lunch" in await ada.says("nobody")


async def test_who_works_elsewhere_by_now(ada: Chat) -> None:
    event = await noted(ada)
    await ada.says("/add Jane Doe @ IBM")
    await ada.press(f"v1:whom:{event.id}")
    assert "✓ Jane Doe: @ Google, CTO" in await ada.says("Jane @ Google, CTO")
    assert "IBM → Google" in await ada.presses("Now at Google")


async def test_an_event_is_named_by_a_word_of_its_title(ada: Chat) -> None:
    mixer = await noted(ada, title="Mixer", at=time(8), until_at=time(9))
    await noted(ada)
    assert "Whom did you meet at Mixer?" in await ada.says("/whom Mixer")
    assert "nobody noted at Mixer" in await ada.says("done")
    assert "noted at Kiwanis breakfast" in await ada.says("/whom Kiwanis: Peter Pan @ Neverland")
    assert "noted at Mixer" in await ada.says("/whom at mixer\nRaj Patel\nSue Lim")
    _contact, [touch] = await card_of(ada, "Sue Lim")
    assert touch.event_id == mixer.id
    assert "noted at Kiwanis breakfast" in await ada.says("/whom Ana Lopez: nice talk")


@pytest.mark.parametrize(
    "words", ["that is all", "thats it thanks", "nobody else", "No one, thanks!", "ok thanks", "That's all."]
)
async def test_the_end_may_be_said_in_many_words(ada: Chat, words: str) -> None:
    event = await noted(ada)
    await ada.press(f"v1:whom:{event.id}")
    assert (await ada.says(f"Raj Patel\n{words}")).startswith(
        "✓ Raj Patel\n1 person noted at Kiwanis breakfast: Raj"
    )
    await ada.press(f"v1:whom:{event.id}")
    assert "1 person noted at Kiwanis breakfast: Raj Patel" in await ada.says(words)


async def test_a_mere_address_is_asked_about(ada: Chat) -> None:
    event = await noted(ada)
    await ada.press(f"v1:whom:{event.id}")
    assert (await ada.says("https://linkedin.com/in/foo")).startswith("Who is linkedin.com/in/foo?")
    assert "✓ Foo Fighter" in await ada.says("Foo Fighter")
    contact, [_touch] = await card_of(ada, "Foo Fighter")
    assert [each.value for each in contact.handles] == ["https://www.linkedin.com/in/foo"]


async def test_a_typed_name_answers_who_is_meant(ada: Chat) -> None:
    event = await noted(ada)
    for name in ("Raj Patel", "Raj Singh"):
        await ada.says(f"/add {name}")
    await ada.press(f"v1:whom:{event.id}")
    await ada.says("raj, call him")
    said = await ada.says("Raj Singh\nSue Lim")
    assert said.splitlines() == [
        "✓ Raj Singh: Promised: call him, by Wed, Nov 25",
        "✓ Sue Lim",
        "2 people noted at Kiwanis breakfast. Who else?",
    ]
    await ada.says("raj")
    assert (await ada.says("Raj Kumar")).startswith("✓ Raj Kumar\n3 people")


async def _mixer_is_over(ada: Chat) -> None:
    """An evening of tomorrow's, about which they were asked the morning after."""
    event = await noted(ada, title="Mixer", on=TODAY + timedelta(days=1), at=time(18), until_at=time(20))
    async with ada.world.store.write() as tx:
        await tx.events.change([settled(event, await account_of(ada), ada.world.clock.now)])
    await ada.world.skip(days=2)
    assert any("Whom did you meet at Mixer?" in each for each in ada.got)


async def test_the_question_that_was_sent_is_answered_by_typing(ada: Chat, clock: Clock) -> None:
    await _mixer_is_over(ada)
    clock.advance(hours=8)
    assert "call mum\nWhen" in await ada.says("Remind me to call mum tomorrow")
    assert "2 people noted at Mixer" in await ada.says("Raj Patel @ Shopify, PM, send him the article\nSue Lim")


async def test_it_waits_for_a_day_and_not_for_ever(ada: Chat, clock: Clock) -> None:
    await _mixer_is_over(ada)
    clock.advance(days=1)
    assert "What shall I do" in await ada.says("Raj Patel")


async def test_whoever_was_not_there_met_nobody(ada: Chat, clock: Clock) -> None:
    await _mixer_is_over(ada)
    await ada.presses("I wasn't there")
    assert "What shall I do" in await ada.says("Raj Patel")
    assert "did not go to Mixer" in await ada.presses("Whom I met")
    await ada.presses("I was there")
    assert "Whom did you meet" in await ada.presses("Whom I met")


async def test_what_is_asked_just_then_is_not_interrupted(ada: Chat, clock: Clock) -> None:
    event = await noted(ada, title="Mixer", at=time(8), until_at=time(9))
    await ada.says("/add Jane Doe")
    async with ada.world.store.write() as tx:
        await tx.events.change([settled(event, await account_of(ada), clock.now)])
    clock.now = clock.now.replace(day=24, hour=7, minute=29)
    await ada.says("/gave Jane")
    await ada.world.skip(minutes=3)
    assert "Whom did you meet at Mixer?" in ada.got[-1]
    assert "Jane Doe" in await ada.says("an introduction")


async def test_many_lines_are_written_in_few_statements(ada: Chat, store: Store) -> None:
    await noted(ada)
    await ada.says("/add Raj Patel")
    await ada.says("/whom")
    names = [
        f"{first} {last}" for first in ("Raj", "Kim", "Lena") for last in ("Patel", "Stone", "Ott", "Lima", "Fox")
    ]
    said = [f"{name} @ {name[:3]}corp, PM, knows {name[:2]}bert, send him the article" for name in names]
    with statements_sent(store) as sent:
        assert "15 people noted" in await ada.says("\n".join(said))
    assert len(sent) <= 20
    account = await account_of(ada)
    async with store.read() as tx:
        assert len(await tx.promises.open(account.id, 20)) == await tx.people.count(account.id) == 15
        assert await tx.people.count(account.id, ["@kimcorp"]) == 5
