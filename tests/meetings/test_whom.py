"""“Whom did you meet at…?”, answered line by line; what is unclear is asked about, and nothing else is lost."""

from datetime import time, timedelta

from tests.conftest import Clock
from tests.linking.chats import Chat, World
from tests.meetings.conftest import TODAY, noted
from tests.meetings.test_capturing import buttons, card_of

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
        "6 people noted. Who else?",
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
    assert (await ada.presses("Somebody new: Ann")).splitlines() == ["✓ Ann: lunch", "4 people noted. Who else?"]


async def test_who_writes_on_instead_of_pressing_is_asked_again(ada: Chat) -> None:
    event = await noted(ada)
    for name in ("Jane Doe", "Jane Smith"):
        await ada.says(f"/add {name}")
    await ada.press(f"v1:whom:{event.id}")
    await ada.says("Jane, PM")
    assert (await ada.says("Zed Young")).splitlines() == ["✓ Zed Young", "Who is Jane?"]
    assert (await ada.presses("Leave out")).splitlines() == ["1 person noted. Who else?"]


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
    assert "2 people noted. Who else?" in said
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
