"""/prepare: who is likely there, what is between them and the owner, and two ways to begin."""

from datetime import timedelta

from core.facts.events import Attendee, Event, Rsvp
from core.facts.ids import EventId, SeriesId
from tests.linking.chats import Chat, World
from tests.meetings.conftest import TODAY, account_of, noted
from tests.storage.counting import statements_sent

DAY = timedelta(days=1)


async def test_of_whom_something_is_known(ada: Chat) -> None:
    past = await noted(ada, on=TODAY - 14 * DAY)
    await noted(ada, on=TODAY + DAY, place="Shopify hall")
    for line in (
        "/add Bob Ray @ Shopify",
        "/target Shopify",
        "/gave Bob intro to Raj",
        "/got Bob referral at Dell",
        "/got Bob referral at IBM",
        "/add Zed Young @ Shopify",
        "/met Zed coffee about hiring yesterday",
        "/promise Zed the deck by Friday",
    ):
        await ada.says(line)
    await ada.press(f"v1:whom:{past.id}")
    await ada.says("Raj Patel @ IBM, PM")
    assert (await ada.says("/prepare")).replace("\u202f", " ") == (
        "Kiwanis breakfast\n"
        "Tue, Nov 24, 9:30 AM, Shopify hall\n"
        "\n"
        "Likely there:\n"
        "Raj Patel, PM at IBM (met there before)\n"
        "last spoke 2 weeks ago\n"
        "Bob Ray, Shopify (works there)\n"
        "last: referral at IBM, today · they are 1 favour ahead · Shopify is a target of yours\n"
        "Zed Young, Shopify (works there)\n"
        "last: coffee about hiring, yesterday · you promised: the deck · Shopify is a target of yours\n"
        "\n"
        "Two ways to begin:\n"
        "1. Thank Bob: referral at IBM\n"
        "2. Tell Zed how far you are: the deck"
    )


async def test_of_a_series_whatever_it_is_called(ada: Chat) -> None:
    series = {"series_id": SeriesId("s")}
    first = await noted(ada, on=TODAY - 14 * DAY, title="Old name", **series)
    second = await noted(ada, on=TODAY - 7 * DAY, **series)
    coming = await noted(ada, on=TODAY + DAY, title="New name", **series)
    for each in (first, second):
        await ada.press(f"v1:whom:{each.id}")
        await ada.says("Raj Patel")
    assert "Raj Patel (met there 2 times)" in await ada.press(f"v1:prepare:{coming.id}")


async def test_nobody_known_there(ada: Chat) -> None:
    await noted(ada, on=TODAY + DAY, title="Python meetup")
    said = await ada.says("/prepare")
    assert "I know of nobody there yet" in said
    assert "1. To anybody: “What are you building at the moment?”" in said


async def test_which_event(ada: Chat) -> None:
    assert "no event to come. Note one" in await ada.says("/prepare")
    await noted(ada, on=TODAY + DAY, title="Not mine", rsvp=Rsvp.NO)
    await noted(ada, on=TODAY + 2 * DAY, title="Rotary lunch", place="Café Zoë")
    await noted(ada, on=TODAY - DAY, title="Over")
    assert (await ada.says("/prepare")).startswith("Rotary lunch")
    assert (await ada.says("/prepare cafe zoe")).startswith("Rotary lunch")
    assert (await ada.says("/prepare not mine")).startswith("Not mine")
    assert "no event to come with “over”" in await ada.says("/prepare over")


async def test_who_is_gone_or_left_alone_is_not_shown(ada: Chat) -> None:
    await noted(ada, on=TODAY + DAY, place="Shopify")
    await ada.says("/add Bob Ray @ Shopify")
    await ada.says("/edit Bob status deceased")
    assert "Bob" not in await ada.says("/prepare")


async def test_a_phones_screen_and_few_statements(ada: Chat) -> None:
    await noted(ada, on=TODAY + DAY, place="Shopify")
    await noted(ada, on=TODAY - 7 * DAY)
    for name in ("Ada Bo", "Cy Dee", "Eve Foy", "Gus Hay", "Ivy Jay", "Kit Lee", "Max Noe", "Ola Poe", "Quin Ray"):
        await ada.says(f"/add {name} @ Shopify")
    for name in ("Sam Toy", "Una Vey", "Wes Xu", "Yan Zoe"):
        await ada.says(f"/add {name} @ Shopify")
    with statements_sent(ada.world.store) as sent:
        said = await ada.says("/prepare")
    assert "… and 5 more." in said
    assert len(said.splitlines()) < 20
    assert len([each for each in sent if each.startswith("SELECT")]) <= 12


async def going(world: World, event: Event, *chats: Chat, rsvp: Rsvp = Rsvp.GOING) -> None:
    async with world.store.write() as tx:
        await tx.attendees.save(
            [
                Attendee(
                    event_id=event.shared_id or event.id,
                    account_id=(await account_of(chat)).id,
                    name=chat.actor.name,
                    rsvp=rsvp,
                    since=world.clock(),
                )
                for chat in chats
            ]
        )


async def test_who_has_said_that_they_go(ada: Chat, world: World) -> None:
    raj, sue, eve = (world.chat(name, "discord") for name in ("raj99", "Sue Lim", "Eve Stone"))
    for chat in (raj, sue, eve):
        await chat.says("/start")
    event = await noted(ada, on=TODAY + DAY, shared_id=EventId("shared"))
    await ada.says(f"/add Raj Patel https://discord.com/users/{raj.actor.external_id}")
    await ada.says("/add Sue Lim")
    await ada.says("/add Eve Stone")
    await going(world, event, raj, sue)
    await going(world, event, eve, rsvp=Rsvp.NO)
    said = await ada.says("/prepare")
    assert "is going" not in said, "Ada has not answered there herself"
    await going(world, event, ada)
    said = await ada.says("/prepare")
    assert "Sue Lim (is going)" in said
    assert "Eve" not in said


async def test_others_who_go_and_are_no_contacts_stay_unnamed(ada: Chat, world: World) -> None:
    stranger = world.chat("Mallory Jones", "discord")
    await stranger.says("/start")
    event = await noted(ada, on=TODAY + DAY, shared_id=EventId("shared"))
    await going(world, event, ada, stranger)
    assert "Mallory" not in await ada.says("/prepare")


async def test_what_was_last_spoken_about_stands_beside_a_later_favour(ada: Chat) -> None:
    await noted(ada, on=TODAY - 14 * DAY)
    await noted(ada, on=TODAY + DAY)
    await ada.says("/met Jane Doe @ IBM, talked about her move to Google on Nov 9")
    await ada.says("/gave Jane CV review")
    said = await ada.says("/prepare")
    assert "last: talked about her move to Google" in said
    assert "you are 1 favour ahead" in said
