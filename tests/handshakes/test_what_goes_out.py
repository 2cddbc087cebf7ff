"""What of a card goes out: what was seen when its owner said yes, and no more than they still show."""

from dataclasses import replace

from core.chat.reply import Button
from tests.handshakes.chats import Chat, World, cards_of, code_of
from tests.linking.chats import link


async def test_the_chat_in_which_it_is_pressed_is_not_added(ada: Chat, ben: Chat, world: World) -> None:
    also_ada = world.chat("Ada", "discord")
    also_ada.actor = replace(also_ada.actor, external_id="424242424242")
    await link(ada, also_ada)
    await also_ada.says("/settings deliver discord")
    await ben.says(f"/card {await code_of(ada)}")
    await ben.presses("Share")
    await world.deliver()
    assert "discord" not in also_ada.got[-1]
    await also_ada.presses("Share")
    [card] = await cards_of(ben)
    assert "Job coach" in card
    assert "discord" not in card


async def test_a_card_that_has_changed_is_shown_again_before_it_goes_out(
    ada: Chat, ben: Chat, world: World
) -> None:
    await ben.says(f"/card {await code_of(ada)}")
    await ben.says("/card add ben@example.com")
    again = await ben.presses("Share")
    assert "has changed since" in again
    assert "ben@example.com" in again
    assert "“Ada” is asked" in await ben.presses("Share")
    await world.deliver()
    await ada.says("/card title Engineer")
    again = await ada.presses("Share")
    assert "has changed since" in again
    assert "Engineer" in again
    assert await cards_of(ada) == []
    ada.replies = [each for each in ada.replies if each.replaces]
    assert "each other's card now" in await ada.presses("Share")
    [card] = await cards_of(ben)
    assert "Engineer" in card


async def test_what_is_added_after_a_yes_stays_and_what_is_hidden_since_does_too(
    ada: Chat, ben: Chat, world: World
) -> None:
    await ben.says("/card title Engineer")
    await ben.says(f"/card {await code_of(ada)}")
    await ben.presses("Share")
    await ben.says("/card add ben@example.com")
    await ben.says("/card title Poet")
    await ben.says("/card hide phone")
    await world.deliver()
    await ada.presses("Share")
    [card] = await cards_of(ada)
    assert "Engineer at Shopify" in card
    assert "ben@example.com" not in card
    assert "0199" not in card


async def test_an_old_button_shows_what_was_shared(ada: Chat, ben: Chat, world: World) -> None:
    await ben.says(f"/card {await code_of(ada)}")
    buttons = [each for row in ben.replies[-1].unfolded for each in row if isinstance(each, Button)]
    pressed = buttons[0].action
    await ben.press(pressed)
    await world.deliver()
    await ada.presses("Share")
    await ada.says("/card add +1 416 555 0123")
    again = await ben.press(pressed)
    assert "each other's card now" in again
    assert "0123" not in again


async def test_a_stranger_s_name_leads_nowhere(ada: Chat, world: World) -> None:
    eve = world.chat("Reachwell Support: your account ends today, verify at https://evil.example/login", "telegram")
    await eve.says(f"/card {await code_of(ada)}")
    await eve.presses("Share")
    await world.deliver()
    assert "“Reachwell Support: your account ends today, verify” would" in ada.got[-1]
    for typed in ("Eve t.me/evil", "@evil_bot", "www.evil.example", "Eve +1 900 555 0199"):
        said = await eve.says(f"/card name {typed}")
        assert not any(each in said for each in ("t.me", "@evil", ".example", "555"))
    assert "up to 50 letters" in await eve.says(f"/card name {'Eve ' * 20}")


async def test_whoever_has_no_name_is_asked_for_it_first(ada: Chat, world: World) -> None:
    nobody = world.chat("", "telegram")
    assert "no name yet" in await nobody.says(f"/card {await code_of(ada)}")
    assert "What name stands on your card?" in await nobody.says("/card")
    assert "Nell" in await nobody.says("Nell")
    assert "Nell" in await nobody.says("/card")
