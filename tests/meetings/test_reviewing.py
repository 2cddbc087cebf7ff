"""/review: what a quarter's events have brought, those of one series or title together."""

from datetime import timedelta

from tests.conftest import Clock
from tests.linking.chats import Chat, World
from tests.meetings.conftest import TODAY, noted

DAY = timedelta(days=1)


async def whom(chat: Chat, event_id: str, *names: str) -> None:
    await chat.press(f"v1:whom:{event_id}")
    await chat.says("\n".join(names))
    await chat.presses("Done")


async def test_nothing_yet(ada: Chat) -> None:
    assert "nothing to look back at" in await ada.says("/review")


async def test_which_ones_are_worth_it(ada: Chat, world: World, clock: Clock) -> None:
    first = await noted(ada, on=TODAY - 40 * DAY)
    second = await noted(ada, on=TODAY - 26 * DAY)
    fair = await noted(ada, on=TODAY - 10 * DAY, title="Job fair")
    await noted(ada, on=TODAY - 9 * DAY, title="Gala")
    await noted(ada, on=TODAY - 8 * DAY, title="Gala")
    await noted(ada, on=TODAY - 200 * DAY, title="Too long ago")
    await noted(ada, on=TODAY + DAY, title="To come")
    await noted(ada, on=TODAY - DAY, title="Called off", cancelled=True)
    await whom(ada, first.id, "Raj Patel", "Sue Lim")
    await whom(ada, second.id, "Raj Patel", "Tom Ford")
    await whom(ada, fair.id, "Ana Lopez")
    await ada.says("/met Raj coffee 38 days ago")
    await ada.says("/keep Raj monthly")
    await ada.says("/met Ana coffee 3 days ago")
    assert await ada.says("/review") == (
        "Your events since Sun, Aug 23:\n"
        "Kiwanis breakfast (2 times): 3 met, 1 followed up, 1 kept\n"
        "Job fair: 1 met, 1 followed up, 0 kept\n"
        "Gala (2 times): nobody noted\n"
        "\n"
        "Worth going to: Kiwanis breakfast\n"
        "Little has come of: Gala"
    )
    assert await ada.says("/events review") == await ada.says("/review")
