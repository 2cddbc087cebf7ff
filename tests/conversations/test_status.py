"""/status: whether Reachwell reaches somebody, what is next, and what was missed."""


def _clear(text: str) -> str:
    return text.replace("\u202f", " ")


async def test_somebody_new(world):
    bea = world.friend("Bea")
    await bea.says("/start")
    status = await bea.says("/status")
    assert "Yes: here, in" in status
    assert "until you tell me your city" in status
    assert "not sent you anything" in status
    assert "missed nothing" in status


async def test_what_is_next_and_what_was_sent(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/remind Jane tomorrow 9am send the article")
    status = await ada.says("/status")
    assert "Next digest: Mon, Nov 23, 8:30 AM" in _clear(status.text)
    assert "Next reminder: Tue, Nov 24, 9:00 AM Toronto: Jane Doe: send the article" in _clear(status.text)
    await world.skip(days=2)
    status = await ada.says("/status")
    assert "The last time I wrote by myself: Tue, Nov 24, 9:00 AM" in _clear(status.text)
    assert "No reminder is set" in status
    assert "no reminders" in await ada.presses("Reminders")


async def test_pause_and_quiet_hours(world, ada):
    await ada.says("/settings quiet 22:00-7:00")
    await ada.says("/pause until 1 December")
    status = await ada.says("/status")
    assert "Paused until Tue, Dec 1" in status
    assert "your reminders and those of your events still come" in status
    assert "Quiet hours: 10:00 PM to 7:00 AM" in _clear(status.text)
    assert "They are now" in status
