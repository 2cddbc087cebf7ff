"""/privacy: one screen, and the ways to everything of one's own."""

from tests.conversations.friends import Friend

_SCREEN = 1100  # characters: what a phone shows at once


async def test_one_screen_says_it_all(ada: Friend) -> None:
    said = await ada.says("/privacy")
    assert len(said.text) < _SCREEN
    for part in ("people", "database", "24 hours", "two days", "sixty", "/export", "/forgetme"):
        assert part in said, part
    await ada.says("/add Jane Doe")
    await ada.says("/privacy")
    await ada.presses("Export everything")
    assert ada.hears("all that you have told me")
