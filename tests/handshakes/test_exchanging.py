"""Cards that two people exchange: on whichever platforms they are, once both have said yes, and only then."""

from datetime import date, timedelta

import pytest

from core.chat.request import Message, PlaceKind, Request
from core.chat.words import plain
from core.handshakes.exchanging import swap
from tests.handshakes.chats import Chat, World, cards_of, code_of, event, share


async def test_both_have_each_other_s_card_once_both_have_shared(ada: Chat, ben: Chat, world: World) -> None:
    asked = await ben.says(f"/card {(await code_of(ada)).lower().replace('-', ' ')}")
    assert "This is the card of “Ada”" in asked
    assert "Shopify" in asked
    assert "+14165550199" in asked
    assert "Job coach" not in asked
    assert "“Ada” is asked" in await ben.presses("Share")
    await world.deliver()
    assert "“Ben” would exchange cards with you" in ada.got[-1]
    assert "Shopify" not in ada.got[-1]
    assert await cards_of(ada) == await cards_of(ben) == []
    told = await ada.presses("Share")
    await world.deliver()
    assert "You and Ben have each other's card now" in told
    assert "Shopify" in told
    assert "You and Ada have each other's card now" in ben.got[-1]
    [ben_s] = await cards_of(ada)
    [ada_s] = await cards_of(ben)
    assert "Shopify" in ben_s
    assert "+14165550199" in ben_s
    assert "Job coach" in ada_s
    assert "ada@example.com" in ada_s
    assert "Nov 23" in ada_s
    assert "exchanged cards" in ada_s


async def test_each_can_undo_their_own_side(ada: Chat, ben: Chat) -> None:
    await share(ada, ben)
    await ada.presses("Undo")
    assert await cards_of(ada) == []
    assert "exchanging cards with Ada" in await ben.says("/undo")
    assert await cards_of(ben) == []


async def test_what_is_hidden_is_not_handed_out(ada: Chat, ben: Chat) -> None:
    assert "Not shown: E-mail" in await ada.says("/card hide e-mail")
    await share(ada, ben)
    [card] = await cards_of(ben)
    assert "Job coach" in card
    assert "example.com" not in card


async def test_a_no_is_told_to_nobody_and_is_not_asked_about_again(ada: Chat, ben: Chat, world: World) -> None:
    code = await code_of(ada)
    await ben.says(f"/card {code}")
    waiting = await ben.presses("Share")
    await world.deliver()
    assert "they are not told" in await ada.presses("No")
    told = len(ada.got)
    for _day in range(3):
        await world.skip(days=1)
        await ben.says(f"/card {await code_of(ada)}")
        assert await ben.presses("Share") == waiting
    await world.deliver()
    assert [each for each in ada.got[told:] if "Ben" in each] == []
    assert await cards_of(ben) == []
    world.clock.advance(days=30)
    await ben.says(f"/card {await code_of(ada)}")
    await ben.presses("Share")
    await world.deliver()
    assert "“Ben” would exchange" in ada.got[-1]


async def test_whoever_said_no_may_still_ask_themselves(ada: Chat, ben: Chat, world: World) -> None:
    await ben.says(f"/card {await code_of(ada)}")
    await ben.presses("Share")
    await world.deliver()
    await ada.presses("No")
    await ada.says(f"/card {await code_of(ben)}")
    assert "each other's card now" in await ada.presses("Share")


async def test_both_scan_each_other_and_it_is_one_exchange(ada: Chat, ben: Chat, world: World) -> None:
    await ben.says(f"/card {await code_of(ada)}")
    await ada.says(f"/card {await code_of(ben)}")
    await ben.presses("Share")
    assert "each other's card now" in await ada.presses("Share")
    await world.deliver()
    assert len(await cards_of(ada)) == len(await cards_of(ben)) == 1
    assert [each for each in ada.got if "would exchange" in each] == []


async def test_a_second_scan_changes_nothing(ada: Chat, ben: Chat, world: World) -> None:
    await share(ada, ben)
    told = len(ada.got)
    await ben.says(f"/card {await code_of(ada)}")
    assert "each other's card now" in await ben.presses("Share")
    await world.deliver()
    assert len(ada.got) == told
    assert len(await cards_of(ada)) == 1


async def test_what_was_shared_can_be_taken_back_until_it_is_answered(ada: Chat, ben: Chat, world: World) -> None:
    await ben.says(f"/card {await code_of(ada)}")
    await ben.presses("Share")
    await world.deliver()
    await ben.presses("Take it back")
    await ada.presses("Share")
    assert await cards_of(ada) == await cards_of(ben) == []
    await world.deliver()
    assert "“Ada” would exchange cards with you" in ben.got[-1]
    await ben.says(f"/card {await code_of(ada)}")
    assert "each other's card now" in await ben.presses("Share")


async def test_an_offer_that_is_made_again_is_told_once(ada: Chat, ben: Chat, world: World) -> None:
    for _day in range(5):
        await ben.says(f"/card {await code_of(ada)}")
        await ben.presses("Share")
        await world.deliver()
        await ben.presses("Take it back")
        world.clock.advance(days=1)
    assert sum("would exchange" in each for each in ada.got) == 1


async def test_not_now_leaves_nothing_behind(ada: Chat, ben: Chat, world: World) -> None:
    await ben.says(f"/card {await code_of(ada)}")
    assert "nothing was shared" in await ben.presses("Not now")
    await world.deliver()
    assert [each for each in ada.got if "Ben" in each] == []


async def test_codes_run_out_are_taken_back_or_are_none(ada: Chat, ben: Chat, world: World) -> None:
    code = await code_of(ada)
    assert await code_of(ada) == code
    assert "That is your own card" in await ada.says(f"/card {code}")
    assert "I don't know that code" in await ben.says("/card 00000-00000")
    assert "looks like this" in await ben.says("/card Ada")
    await ben.says(f"/card {code}")
    await ada.presses("Revoke all codes")
    assert "taken back" in await ben.presses("Share")
    assert "taken back" in await ben.says(f"/card {code}")
    newer = await code_of(ada)
    assert newer != code
    await ben.says(f"/card {newer}")
    world.clock.advance(hours=24)
    assert "has run out" in await ben.presses("Share")
    assert "has run out" in await ben.says(f"/start card_{newer.replace('-', '').lower()}")
    await world.app.tidy()
    world.clock.advance(days=90)
    await world.app.tidy()
    assert "I don't know that code" in await ben.says(f"/card {newer}")


async def test_whoever_comes_by_a_code_is_greeted_first(ada: Chat, world: World) -> None:
    code = await code_of(ada)
    zoe = world.chat("Zoe", "telegram")
    said = await zoe.says(f"/start card_{code.replace('-', '').lower()}")
    assert said.startswith("Hello Zoe, I am Reachwell.")
    assert "This is the card of “Ada”" in said
    lea = world.chat("Lea", "telegram")
    said = await lea.says("/start card_nothing")
    assert said.startswith("Hello Lea, I am Reachwell.")
    assert "I don't know that code" in said


async def test_whoever_is_erased_is_gone(ada: Chat, ben: Chat, world: World) -> None:
    code = await code_of(ada)
    await ben.says(f"/card {code}")
    await ben.presses("Share")
    await world.deliver()
    await ben.says("/forgetme")
    await ben.says("erase")
    assert "That is over" in await ada.presses("Share")
    assert await cards_of(ada) == []


async def test_a_chat_that_has_become_one_with_another_goes_on(ada: Chat, ben: Chat, world: World) -> None:
    await ben.says(f"/card {await code_of(ada)}")
    await ben.presses("Share")
    await world.deliver()
    also_ben = world.chat("Ben", "telegram")
    also_ben.address = "ben-telegram"
    await also_ben.says("/start")
    linking = next(
        line for line in (await also_ben.says("/link")).splitlines() if line.startswith("/link ")
    ).removeprefix("/link ")
    await ben.says(f"/link {linking}")
    await world.deliver()
    await also_ben.presses("Link us")
    assert "each other's card now" in await ada.presses("Share")
    assert len(await cards_of(also_ben)) == 1


async def test_others_cannot_answer_for_them(ada: Chat, ben: Chat, world: World) -> None:
    await ben.says(f"/card {await code_of(ada)}")
    await ben.presses("Share")
    await world.deliver()
    eve = world.chat("Eve", "telegram")
    await eve.says("/start")
    sent = [reply for _to, reply, _text in world.senders["telegram"].sent]
    buttons = [each for reply in sent for row in reply.unfolded for each in row]
    action = next(each.action for each in buttons if "shake-yes" in each.action)
    assert "That is over" in await eve.press(action)
    assert "That is over" in await eve.press(action.replace("shake-yes", "shake-no"))
    assert await cards_of(ada) == []


@pytest.mark.parametrize("days", [1, 29])
async def test_an_answer_may_take_its_time(ada: Chat, ben: Chat, world: World, days: int) -> None:
    await ben.says(f"/card {await code_of(ada)}")
    await ben.presses("Share")
    await world.deliver()
    world.clock.now += timedelta(days=days)
    assert "each other's card now" in await ada.presses("Share")


async def test_two_who_have_agreed_beforehand_swap_cards(ada: Chat, ben: Chat, world: World) -> None:
    """As those do who came to an event of a club and wished it: no scanning, and no question."""
    async with world.store.write() as tx:
        both = [await tx.accounts.of(each.actor.platform, each.actor.external_id) for each in (ada, ben)]
        one, other = (known[1].id for known in both if known is not None)
        evening = event(one, title="Club evening", on=date(2026, 11, 22))
        await tx.events.add([evening, event(other, origin=f"shared:{evening.id}", shared_id=evening.id)])
    for _twice in range(2):
        async with world.store.write() as tx:
            await swap(tx, one, other, evening, world.clock())
        await world.deliver()
    for chat, name in ((ada, "Ben"), (ben, "Ada")):
        [card] = await cards_of(chat)
        assert "Met: Club evening, Sun, Nov 22" in card
        assert [name in each for each in chat.got if "each other's card" in each] == [True]


async def test_a_code_in_a_group_is_nobody_s_question(ada: Chat, ben: Chat, world: World) -> None:
    code = (await code_of(ada)).replace("-", "").lower()
    request = Request(
        key="g1", actor=ben.actor, body=Message(text=f"/start card_{code}"), place=PlaceKind.GROUP, group=None
    )
    said = [plain(answer.text, reader) async for answer, reader in world.app.answer(request)]
    assert not any("Ada" in each for each in said)
