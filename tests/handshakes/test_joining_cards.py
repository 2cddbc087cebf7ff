"""Which card of one's network a stranger's becomes part of: anybody can write anybody's address on their own."""

from dataclasses import replace

from tests.handshakes.chats import Chat, World, cards_of, share


async def test_the_same_full_name_with_a_handle_of_theirs(ada: Chat, ben: Chat) -> None:
    await ada.says("/card name Ada Lovelace")
    await ben.says("/card name Ben Ng")
    await ben.says("/add Ada Lovelace, ada@example.com, met at the library last week")
    await ada.says("/add Ben Ng phone +1 416 555 0199 #club")
    assert "on the card that you had already: Ben Ng" in await share(ada, ben)
    [ben_s] = await cards_of(ada)
    assert "#club" in ben_s
    assert "Shopify" in ben_s
    [ada_s] = await cards_of(ben)
    assert "the library" in ada_s
    assert "Job coach" in ada_s
    await ada.says("/undo")
    [ben_s] = await cards_of(ada)
    assert "Shopify" not in ben_s


async def test_the_chat_that_they_speak_from(ada: Chat, ben: Chat) -> None:
    ben.actor = replace(ben.actor, external_id="80351110224678912")
    await ben.says("/card company Shopify")
    await ada.says("/add Benny from work, https://discord.com/users/80351110224678912")
    assert "on the card that you had already: Benny from work" in await share(ada, ben)
    [ben_s] = await cards_of(ada)
    assert "Shopify" in ben_s


async def test_somebody_else_s_address_alone_joins_nothing(ada: Chat, ben: Chat) -> None:
    await ada.says("/add Jane Doe, jane@acme.example, CEO at Acme")
    await ada.says("/add Zoe Hill, telegram @zoe_hill")
    await ben.says("/card add jane@acme.example")
    await ben.says("/card about Wire money to me")
    told = await share(ada, ben)
    assert "You have a card of Jane Doe, too" in told
    assert "Wire money" not in await ada.says("/who Jane")
    assert len(await cards_of(ada)) == 3
    await ada.presses("Same person: merge")
    assert "Wire money" in await ada.says("/who Jane")
    assert len(await cards_of(ada)) == 2


async def test_somebody_else_s_chat_typed_on_a_card_joins_nothing(ada: Chat, world: World) -> None:
    eve = world.chat("Eve", "telegram")
    await eve.says("/start")
    await eve.says("/card add telegram @zoe_hill")
    await ada.says("/add Zoe Hill, telegram @zoe_hill")
    assert "You have a card of Zoe Hill, too" in await share(ada, eve)
    assert len(await cards_of(ada)) == 2


async def test_a_namesake_is_offered_and_one_with_another_profile_is_not(
    ada: Chat, ben: Chat, world: World
) -> None:
    await ben.says("/card name Ben Ng")
    await ada.says("/add Ben Ng @ Shopify")
    assert "You have a card of Ben Ng, too" in await share(ada, ben)
    kim = world.chat("Kim Lee", "telegram")
    await kim.says("/card add linkedin.com/in/kim-lee")
    await ada.says("/add Kim Lee linkedin.com/in/another-kim")
    assert "same person" not in await share(ada, kim)


async def test_two_who_exchange_cards_anew_stay_one_contact(ada: Chat, ben: Chat, world: World) -> None:
    await share(ada, ben)
    world.clock.advance(days=2)
    await ben.says("/card title Engineer")
    assert "on the card that you had already: Ben" in await share(ada, ben)
    [card] = await cards_of(ada)
    assert "Engineer" in card
