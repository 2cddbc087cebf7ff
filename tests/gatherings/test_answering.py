"""Going, maybe, can't: seats, the waiting list, guests, and when answers are taken."""

from core.delivery.sending import Unreachable
from core.facts.events import Rsvp
from tests.gatherings.club import FarSide

BREAKFAST = "Kiwanis breakfast Friday 7:30 at Brampton Hall, 2 seats"


async def test_a_card_shows_the_event_and_counts(club, announced):
    await announced(BREAKFAST)
    (card,) = club.posts
    assert "Kiwanis breakfast" in card.text
    assert "Brampton Hall" in card.text
    assert "Going 0 of 2" in card.text
    assert card.labels == ("Going", "Maybe", "Can't", "Who's going")
    assert card.pinned
    assert "You are going." in await club.answers("Ben", "Going")
    await club.answers("Cleo", "Maybe")
    await club.answers("Dan", "Can't")
    await club.settles()
    assert "Going 1 of 2 · Maybe 1 · Can't 1" in club.posts[0].text


async def test_who_finds_no_seat_waits_in_order_and_comes_up(club, announced):
    await announced(BREAKFAST)
    for name in ("Ben", "Cleo"):
        await club.answers(name, "Going")
    assert "number 1" in await club.answers("Dan", "Going")
    assert "number 2" in await club.answers("Eve", "Going")
    assert "number 1" in await club.answers("Dan", "Going")
    await club.answers("Ben", "Can't")
    await club.settles()
    assert "Going 2 of 2 · Can't 1 · Waiting 1" in club.posts[0].text
    (told,) = club.far.to("to Dan")
    assert "A seat has become free" in told.text
    assert club.far.to("to Eve") == []


async def test_the_same_answer_twice_is_once(club, announced):
    await announced(BREAKFAST)
    for _each in range(3):
        assert "You are going." in await club.answers("Ben", "Going")
    await club.settles()
    assert "Going 1 of 2" in club.posts[0].text
    assert len(club.far.edits) == 1


async def test_a_guest_takes_a_seat_as_far_as_there_are_any(club, announced):
    await announced(f"{BREAKFAST}, guests 1")
    assert "with 1 guest" in await club.answers("Ben", "+1 guest")
    assert "number 1" in await club.answers("Cleo", "Going")
    await club.answers("Ben", "+1 guest")  # none again
    await club.settles()
    assert "Going 2 of 2" in club.posts[0].text
    assert club.far.to("to Cleo")
    assert "no seat left for a guest" in await club.answers("Ben", "+1 guest")


async def test_who_comes_up_shortly_before_confirms_or_loses_the_seat(club, announced):
    await announced("Drinks tomorrow 18:00, 1 seat")
    await club.answers("Ben", "Going")
    await club.answers("Cleo", "Going")
    await club.answers("Dan", "Going")
    await club.goes_on(hours=14)  # less than a day ahead
    await club.answers("Ben", "Can't")
    await club.goes_on(minutes=1)
    (asked,) = club.far.to("to Cleo")
    assert "do you still come?" in asked.text
    await club.goes_on(hours=2)
    assert "went to the next" in club.far.to("to Cleo")[-1].text
    dans = club.far.to("to Dan")[-1]
    assert "A seat has become free" in dans.text
    assert "You are going." in await club.presses("Dan", dans.actions["Yes, I come"], private=True)
    await club.goes_on(hours=3)
    assert "Going 1 of 1 · Maybe 1 · Can't 1" in club.posts[0].text


async def test_who_does_not_confirm_keeps_the_seat_while_nobody_waits(club, announced):
    await announced("Drinks tomorrow 18:00, 1 seat")
    await club.answers("Ben", "Going")
    await club.answers("Cleo", "Going")
    await club.goes_on(hours=14)
    await club.answers("Ben", "Can't")
    await club.goes_on(hours=4)
    assert "Going 1 of 1" in club.posts[0].text
    assert sum("seat" in each.text for each in club.far.to("to Cleo")) == 1


async def test_a_seat_is_confirmed_also_after_answers_are_closed(club, announced):
    await announced("Drinks tomorrow 18:00, 1 seat, closes 8h before")
    for name in ("Ben", "Cleo", "Dan"):
        await club.answers(name, "Going")
    cant = club.button("Can't")
    await club.goes_on(hours=32)  # noon
    await club.presses("Ben", cant)
    await club.goes_on(seconds=1)
    (asked,) = club.far.to("to Cleo")
    assert "You are going." in await club.presses("Cleo", asked.actions["Yes, I come"], private=True)
    await club.goes_on(hours=4)
    assert club.far.to("to Dan") == []


async def test_who_cannot_be_asked_loses_no_seat_and_is_not_told_at_the_last_moment(club, announced, monkeypatch):
    await announced("Drinks tomorrow 18:00, 1 seat")
    for name in ("Ben", "Cleo", "Dan"):
        await club.answers(name, "Going")
    send = club.far.send

    async def blocked(identity, reply, reader, nonce):
        if identity.address == "to Cleo":
            raise Unreachable
        return await send(identity, reply, reader, nonce)

    monkeypatch.setattr(FarSide, "send", lambda _far, *args, **named: blocked(*args, **named))
    await club.goes_on(hours=14)
    await club.answers("Ben", "Can't")
    await club.goes_on(hours=3)
    await club.answers("Dan", "Going")  # still waits: nobody has asked Cleo
    event = await club.event_of(club.button("Going"))
    async with club.store.read() as tx:
        going = {each.name for each in await tx.attendees.of(event.id) if each.rsvp is Rsvp.GOING}
    assert going == {"Cleo"}
    await club.answers("Ben", "Going")
    await club.answers("Cleo", "Can't")
    await club.answers("Cleo", "Going")
    await club.answers("Dan", "Can't")
    async with club.store.read() as tx:
        going = {each.name for each in await tx.attendees.of(event.id) if each.rsvp is Rsvp.GOING}
    assert going == {"Ben"}, "Cleo waits before him, and would not hear of it"


async def test_a_guest_for_whom_there_is_no_seat_stays_at_home(club, announced):
    await announced(f"{BREAKFAST}, guests 1")
    assert "with 1 guest" in await club.answers("Ben", "+1 guest")
    assert "with 1 guest you are number 1" in await club.answers("Cleo", "+1 guest")
    assert "without a guest you are number 1" in await club.answers("Cleo", "+1 guest")
    assert "with 1 guest you are number 1" in await club.answers("Cleo", "+1 guest")
    assert "without a guest now" in await club.answers("Ben", "+1 guest")
    assert "have the last seat" in await club.answers("Cleo", "Going")
    await club.settles()
    assert "Going 2 of 2" in club.posts[0].text


async def test_no_guest_is_welcome_where_there_is_but_one_seat(club, announced):
    await announced("Drinks tomorrow 18:00, 1 seat, guests 1")
    assert "no room for guests" in await club.answers("Ben", "+1 guest")


async def test_answers_close_and_end(club, announced):
    await announced(f"{BREAKFAST}, closes 2h before")
    action = club.button("Going")
    event = await club.event_of(action)
    await club.goes_on(days=4, hours=1)  # 5:00 in Toronto
    await club.answers("Ben", "Going")
    await club.goes_on(hours=1)
    assert "Answers closed" in await club.presses("Cleo", action)
    (post,) = await club.cards(event)
    assert "Answers are closed." in club.far.messages[post.message_id].text
    assert "Noted: you can't" in await club.presses("Ben", action.replace("going", "no"))
    await club.goes_on(hours=4)
    assert "is over" in await club.presses("Ben", action)
    assert "It is over" in club.far.messages[post.message_id].text


async def test_what_somebody_answers_stands_in_their_own_agenda(club, announced):
    await announced(BREAKFAST)
    await club.answers("Ben", "Going")
    assert "Kiwanis breakfast" in await club.says("Ben", "/events", private=True)
    await club.answers("Ben", "Can't")
    assert "not going" in await club.says("Ben", "/events", private=True)
    await club.answers("Dan", "Can't")
    assert "No events" in await club.says("Dan", "/events", private=True)


async def test_names_are_for_the_same_group_alone(club, announced):
    await announced(BREAKFAST)
    await club.answers("Ben", "Going")
    who = club.button("Who's going")
    assert "Ben" in await club.presses("Cleo", who)
    outside = await club.presses("Dan", who, private=True)
    assert "Ben" not in outside
    assert "Going 1 of 2" in outside
    assert all("Ben" not in each.text for each in club.posts)


async def test_somebody_new_is_shown_the_way_to_their_reminders(club, announced):
    club.app.doors.telegram_bot = "reachwell_bot"
    await announced(BREAKFAST)
    assert "Open Reachwell" in club.posts[0].labels
    assert "Open Reachwell" in await club.answers("Ben", "Going")
    assert "Open Reachwell" not in await club.answers("Ben", "Going"), "once is enough"
    assert "Open Reachwell" not in await club.answers("Cleo", "Can't")
    await club.answers("Dan", "Going")
    assert "For that press “Open Reachwell”" in await club.answers("Eve", "Going")


async def test_an_event_that_is_deleted_says_so_where_it_stands(club):
    await club.says("Ada", "/event Picnic Friday 12:00", private=True)
    await club.says("Ada", "/share picnic")
    await club.goes_on(seconds=1)
    event = await club.event_of(club.button("Going"))
    async with club.store.write() as tx:
        await tx.posts.stale([event.id], club.clock())
        await tx.events.remove(event.account_id, [event.id])
    await club.settles()
    assert club.posts[0].text == "This event is not here any more."
    assert "not here any more" in await club.presses("Ben", f"v1:rsvp:{event.id}.going")
