"""Cards exchanged by two people in one room, on every platform."""

import re

_CODE = re.compile(r"/card ([0-9A-Z]{5}-[0-9A-Z]{5})")


async def code_of(friend) -> str:
    await friend.says("/card")
    return _CODE.findall(friend.hears("In another chat").text)[0]


async def test_two_people_exchange_cards(ada, world):
    ben = world.friend("Ben")
    await ada.says("/card title Job coach")
    await ada.says("/card add email ada@example.com")
    assert "Not shown: E-mail" in await ada.says("/card hide e-mail")
    code = await code_of(ada)
    asked = await ben.says(f"/card {code}")
    assert "I am Reachwell" in asked
    assert "This is the card of “Ada”" in asked
    assert "Job coach" not in asked
    assert "“Ada” is asked" in await ben.presses("Share")
    await world.skip(minutes=1)
    ada.hears("“Ben” would exchange cards with you")
    assert "You and Ben have each other's card now" in await ada.presses("Share")
    await world.skip(minutes=1)
    told = ben.hears("You and Ada have each other's card now")
    assert "Job coach" in told
    assert "example.com" not in told
    assert "Job coach" in await ben.says("/who Ada")
    assert "Ben" in await ada.says("/who Ben")
    assert "exchanging cards with Ben" in await ada.says("/undo")


async def test_a_card_is_edited_by_pressing(ada):
    await ada.says("/card")
    edited = await ada.presses("Edit…")
    assert {"Name…", "Title…", "Company…", "About me…", "Add a way to reach you…"} <= set(edited.labels)
    assert "What are you" in await ada.presses("Title…")
    assert "Job coach" in await ada.says("Job coach")
    await ada.presses("Edit…")
    await ada.presses("Add a way to reach you…")
    assert "ada@example.com" in await ada.says("ada@example.com")
    await ada.presses("Edit…")
    await ada.presses("What is shown…")
    assert "Not shown: Title" in await ada.presses("Hide Title")
    assert "Not shown" not in await ada.presses("Show Title")
    await ada.presses("Edit…")
    assert "example.com" not in await ada.presses("Take off E-mail")


async def test_a_no_is_not_told(ada, world):
    ben = world.friend("Ben")
    await ben.says(f"/card {await code_of(ada)}")
    await ben.presses("Share")
    await world.skip(minutes=1)
    before = len(ben.heard)
    assert "they are not told" in await ada.presses("No")
    await world.skip(hours=2)
    assert len(ben.heard) == before


async def test_codes_that_are_no_good_say_what_would_be(ada, world):
    ben = world.friend("Ben")
    code = await code_of(ada)
    assert "That is your own card" in await ada.says(f"/card {code}")
    assert "looks like this" in await ben.says("/card nonsense")
    await ada.presses("Revoke all codes")
    assert "was taken back" in await ben.says(f"/card {code}")
    code = await code_of(ada)
    await world.skip(hours=25)
    assert "has run out" in await ben.says(f"/start card_{code.replace('-', '').lower()}")


async def test_a_wrong_value_can_be_mended(ada):
    assert "no e-mail address" in await ada.says("/card add email nobody")
    assert "ada@example.com" in await ada.says("ada@example.com")
    assert "too short to be called" in await ada.says("/card add phone 416")
    assert "isn't on your card" in await ada.says("/card hide phone")


async def test_what_was_shared_is_what_goes_out(ada, world):
    ben = world.friend("Ben")
    await ben.says(f"/card {await code_of(ada)}")
    await ben.says("/card title Engineer")
    await ben.says(f"/card {await code_of(ada)}")
    await ben.presses("Share")
    await world.skip(minutes=1)
    ada.hears("“Ben” would exchange cards with you")
    await ben.says("/card title Poet")
    await ada.presses("Share")
    told = await ada.says("/who Ben")
    assert "Engineer" in told
    assert "Poet" not in told
    assert "exchanging cards" in await ben.says("/undo")
    assert "changing your own card" in await ben.says("/undo")
