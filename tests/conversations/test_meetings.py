"""From the breakfast to the rhythm: prepared, noted on the spot, followed up, looked back at."""

EVENT = "/event Kiwanis breakfast Tue 7:30-9:00 at Brampton Hall"


async def test_an_event_from_before_to_after(world, ada):
    await ada.says("/add Jane Doe @ Brampton Hall")
    await ada.says("/met Jane coffee about hiring yesterday")
    await ada.says(EVENT)
    prepared = await ada.presses("Prepare")
    assert "Jane Doe, Brampton Hall (works there)" in prepared
    assert "last: coffee about hiring, yesterday" in prepared
    assert "1. Ask Jane what has come of it since: coffee about hiring" in prepared
    await world.skip(days=1, hours=4)  # from four on Monday in Toronto: Tuesday, eight in the morning
    noted = await ada.says("/met Raj Patel @ Shopify, PM, knows Jane, send him the article")
    assert "At Kiwanis breakfast" in noted
    assert "Knows Jane Doe" in noted
    assert "send him the article, by Thu, Nov 26" in noted
    await ada.says("/whom")
    more = await ada.says("Sue Lim, recruiter\nJane")
    assert "✓ Sue Lim: recruiter" in more
    assert "3 people noted at" in more
    assert "3 people noted at Kiwanis breakfast" in await ada.presses("Done")
    await world.skip(days=1, hours=1)
    digest = ada.hears("you met at Kiwanis breakfast on Tuesday")
    assert all(name in digest for name in ("Raj Patel", "Sue Lim", "Jane Doe"))
    after = await ada.presses("Reached out: Raj")
    assert "How often do you want to be in touch from now on?" in after
    assert "How often do you want" not in await ada.presses("Raj Patel: every month")
    draft = await ada.says("/draft Raj follow-up")
    assert "good to meet you at Kiwanis breakfast on Tuesday" in draft
    assert "what I promised: send you the article" in draft
    assert "1 followed up, 1 kept" in await ada.says("/events review")


async def test_the_morning_after_asks_and_listens(world, ada):
    await ada.says("/add Ann One")
    await ada.says("/add Ann Two")
    await ada.says(EVENT)
    await world.skip(days=2, hours=8)
    ada.hears("Whom did you meet at Kiwanis breakfast?")
    await ada.presses("Whom I met")
    asked = await ada.says("Raj Patel @ Shopify, PM\nAnn, call her")
    assert "✓ Raj Patel: PM at Shopify" in asked
    assert "Who is Ann?" in asked
    assert {"Ann One", "Ann Two", "Somebody new: Ann", "Leave out", "Done"} <= set(asked.labels)
    assert "2 people noted at" in await ada.presses("Ann Two")


async def test_not_at_the_event_and_undo(world, ada):
    await ada.says(EVENT)
    await world.skip(days=1, hours=4)
    await ada.says("/met Raj Patel @ Shopify, PM")
    assert "but not at Kiwanis breakfast" in await ada.presses("Not at Kiwanis breakfast")
    assert "Taken back" in await ada.says("/undo")
    assert "find nobody" in await ada.says("/who Raj")


async def test_ones_own_words(ada):
    await ada.says("/add Jane Doe met at Rotary lunch")
    assert "good to meet you" in await ada.says("/draft Jane follow-up")
    await ada.says("/template follow-up Hey {first}, great chat[ at {event}]! {me}")
    assert (await ada.says("/draft Jane follow-up")).text == "Hey Jane, great chat at Rotary lunch! Ada"
    assert "happy birthday" in await ada.presses("Birthday")
