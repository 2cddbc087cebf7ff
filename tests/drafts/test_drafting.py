"""/draft and /template: a text to copy, and how somebody writes."""

import pytest

from core.chat.reply import LinkButton
from tests.linking.chats import Chat, World
from tests.meetings.conftest import noted
from tests.meetings.test_capturing import buttons

RAJ = (
    "/met Raj Patel @ Shopify, PM, send him the article, raj@shopify.com, whatsapp +1 416 555 0199, knows the boss"
)


async def test_a_follow_up_says_what_is_known_and_nothing_else(ada: Chat) -> None:
    await noted(ada)
    await ada.says(RAJ)
    await ada.says("/note Raj talks too much")
    assert await ada.says("/draft Raj") == (
        "Hi Raj,\n\n"
        "it was good to meet you at Kiwanis breakfast on Monday. I have not forgotten what I promised: send you "
        "the article. I would like to stay in touch. Shall we have a coffee in the next weeks?\n\n"
        "Best,\nAda"
    )
    links = [each for row in ada.replies[-1].unfolded for each in row if isinstance(each, LinkButton)]
    assert links[0].url.startswith("mailto:raj@shopify.com?body=Hi%20Raj%2C")
    assert links[1].url.startswith("https://wa.me/14165550199?text=Hi%20Raj")
    assert all(len(each.url) <= 512 for each in links)


async def test_occasions_by_word_and_by_button(ada: Chat) -> None:
    await ada.says("/add Jane Doe")
    await ada.says("/got Jane referral at IBM")
    for line in ("/draft Jane", "/draft Jane thanks", "/draft thanks to Jane"):
        assert "thank you for the referral at IBM!" in await ada.says(line)
    assert "happy birthday" in await ada.presses("Birthday")
    assert ada.replies[-1].replaces
    assert "Which occasion? follow-up, thanks" in await ada.says("/draft Jane banana")


async def test_somebody_unknown_and_nobody(ada: Chat) -> None:
    assert "don't know Zoe" in await ada.says("/draft Zoe")
    assert "To whom?" in await ada.says("/draft")
    assert "To whom?" in await ada.says("/draft thanks")


async def test_ones_own_words(ada: Chat) -> None:
    await ada.says("/add Jane Doe met at Rotary lunch")
    asked = await ada.says("/draft template follow-up")
    assert "it was good to meet you[ at {event}]" in asked
    mine = "Hey {first}!\nGreat chat[ at {event}]. I'll {promise}.\n{me}"
    assert "from now on your text" in await ada.says(mine)
    assert await ada.says("/draft Jane follow up") == "Hey Jane!\nGreat chat at Rotary lunch.\nAda"
    assert "✓ Follow-up: your own" in await ada.says("/template")
    assert "Great chat" in await ada.presses("Follow-up")
    assert "my text again" in await ada.presses("Reset")
    assert (await ada.says("/draft Jane follow-up")).startswith("Hi Jane,")


async def test_a_text_in_one_line_and_its_reset(ada: Chat) -> None:
    await ada.says("/add Jane Doe")
    await ada.says("/template thanks Thanks a lot, {first}!")
    assert await ada.says("/draft Jane thanks") == "Thanks a lot, Jane!"
    await ada.says("/template thanks reset")
    assert "It helped me a lot" in await ada.says("/draft Jane thanks")


async def test_a_text_that_cannot_be_filled_in_is_refused_and_asked_for_again(ada: Chat) -> None:
    await ada.says("/template thanks")
    assert "can't fill in {nam}" in await ada.says("Hi {nam}")
    assert "from now on your text" in await ada.says("Hi {first}")
    assert "up to 2,000 characters" in await ada.says("/template thanks " + "x" * 2001)
    assert "no text for “banana”" in await ada.says("/template banana")


async def test_it_may_be_left_as_it_is(ada: Chat) -> None:
    await ada.says("/template thanks")
    assert "nothing noted" in await ada.says("never mind")
    assert "✓" not in await ada.says("/template")


async def test_texts_are_their_owners(ada: Chat, world: World) -> None:
    bob = world.chat("Bob", "telegram")
    await bob.says("/start")
    await ada.says("/add Jane Doe")
    await bob.says("/add Jane Doe")
    await ada.says("/template thanks Mine, {first}")
    assert "Mine" not in await bob.says("/draft Jane thanks")
    assert "Mine" in await ada.says("/draft Jane thanks")


async def test_a_strangers_contact_is_nobody(ada: Chat, world: World) -> None:
    bob = world.chat("Bob", "telegram")
    await bob.says("/start")
    await ada.says("/add Jane Doe")
    await ada.says("/draft Jane")
    other = next(each.action for row in ada.replies[-1].unfolded for each in row if hasattr(each, "action"))
    assert "can't find that person" in await bob.press(other)
    assert "Draft" not in buttons(bob)


async def test_a_text_of_which_nothing_is_left(ada: Chat) -> None:
    await ada.says("/add Jane Doe")
    await ada.says("/template thanks For {favour}.")
    assert "nothing is left for Jane Doe" in await ada.says("/draft Jane thanks")


@pytest.mark.parametrize("text", ["Hi {first}[ {event}", "Hi {first}, {name", "Hi {first}]", "Hi }{first}"])
async def test_half_a_bracket_is_refused(ada: Chat, text: str) -> None:
    assert "without its other half" in await ada.says(f"/template follow-up {text}")
    assert "your own" not in await ada.says("/template")


async def test_a_text_is_taken_back(ada: Chat) -> None:
    await ada.says("/template thanks First, {first}")
    await ada.says("/template thanks Second, {first}")
    assert "your text for Thank you" in await ada.says("/undo")
    assert "First, {first}" in await ada.says("/template thanks")
    await ada.says("/template thanks reset")
    await ada.presses("Undo")
    assert "First, {first}" in await ada.says("/template thanks")
    await ada.says("/undo")
    assert "your own" not in await ada.says("/template")
    await ada.says("/template thanks reset")
    assert "your text" not in await ada.says("/undo"), "nothing was changed"


async def test_nobody_named_offers_those_who_were_met_last(ada: Chat) -> None:
    await ada.says("/add Jane Doe")
    await ada.says("/met Raj Patel @ Shopify")
    assert "To whom?" in await ada.says("/draft")
    assert buttons(ada)[0] == "Raj Patel"
    await ada.says("/draft thanks")
    assert "thank you" in await ada.presses("Raj Patel")
