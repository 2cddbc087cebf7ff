"""A code on a slide, which a whole room scans: everybody is kept, and its owner is told in a few messages."""

from core.handshakes.exchanging import ONE_BY_ONE
from tests.handshakes.chats import Chat, World, cards_of, code_of


async def scanned_by(ada: Chat, many: int) -> list[Chat]:
    code = await code_of(ada)
    guests = [ada.world.chat(f"Guest{number}", "telegram") for number in range(many)]
    for guest in guests:
        await guest.says(f"/card {code}")
        assert "is asked" in await guest.presses("Share")
    return guests


async def test_a_crowd_is_told_of_in_one_message(ada: Chat, world: World) -> None:
    guests = await scanned_by(ada, ONE_BY_ONE + 5)
    await world.deliver()
    told = [each for each in ada.got if "would exchange" in each]
    assert len(told) == ONE_BY_ONE
    await world.skip(hours=1)
    assert f"{ONE_BY_ONE + 5} people would exchange cards with you: /card" in ada.got[-1]
    assert "Job coach" in ada.got[-1]
    assert await cards_of(ada) == []
    assert f"{ONE_BY_ONE + 5} people have" in await ada.presses("Share with all")
    assert len(await cards_of(ada)) == ONE_BY_ONE + 5
    await world.deliver()
    assert "You and Ada have each other's card now" in guests[-1].got[-1]


async def test_they_can_be_answered_one_by_one(ada: Chat) -> None:
    await scanned_by(ada, 3)
    await ada.says("/card")
    assert "“Guest0” would exchange" in await ada.presses("3 people ask…")
    await ada.presses("Share")
    assert "“Guest1” would exchange" in await ada.presses("2 people ask…")
    assert "they are not told" in await ada.presses("No")
    assert "“Guest2” would exchange" in await ada.presses("1 person asks…")
    await ada.presses("Share")
    assert len(await cards_of(ada)) == 2
    assert "Nobody waits" in await ada.press("v1:shake-next:")


async def test_what_all_get_is_what_was_shown(ada: Chat, world: World) -> None:
    await scanned_by(ada, ONE_BY_ONE + 2)
    await world.skip(hours=1)
    await ada.says("/card title Engineer")
    assert "has changed since" in await ada.presses("Share with all")
    assert await cards_of(ada) == []
    ada.replies = ada.replies[-1:]
    assert f"{ONE_BY_ONE + 2} people have" in await ada.presses("Share with all")


async def test_who_answers_is_asked_one_by_one(ada: Chat, world: World) -> None:
    for round_ in range(3):
        code = await code_of(ada)
        for number in range(5):
            guest = world.chat(f"Guest{round_}{number}", "telegram")
            await guest.says(f"/card {code}")
            await guest.presses("Share")
            await world.deliver()
            assert "would exchange" in ada.got[-1]
            await ada.presses("Share")
