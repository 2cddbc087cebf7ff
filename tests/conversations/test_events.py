"""Events of one's own, as people note, see and change them; it is Monday, 23 November 2026, four in Toronto."""

import pytest

BREAKFAST = "/event Kiwanis breakfast Tue 7:30 at Brampton Hall, every 2nd Tuesday"


def _clear(text) -> str:
    return getattr(text, "text", text).replace("\u202f", " ")


async def test_one_line_becomes_a_series_and_is_reminded_of(world, ada):
    card = await ada.says(BREAKFAST)
    shown = _clear(card)
    assert "Kiwanis breakfast" in shown
    assert "Tue, Nov 24, 7:30 AM" in shown
    assert "every 2 weeks on Tuesday" in shown
    assert "Brampton Hall" in shown
    assert {"✓ Going", "Maybe", "No", "Prepare", "Calendar file", "Edit"} <= set(card.labels)
    await world.skip(hours=16)
    assert "Tomorrow at 7:30 AM: Kiwanis breakfast" in _clear(ada.hears("Kiwanis breakfast", "Brampton Hall"))
    await world.skip(hours=11)
    assert "Today at 7:30 AM" in _clear(ada.hears("Today", "Kiwanis breakfast"))
    await world.skip(days=1, hours=2)
    asked = ada.hears("Whom did you meet at Kiwanis breakfast?")
    assert "Whom I met" in asked.labels
    before = len(ada.heard)
    await world.skip(days=8)
    assert not any("Kiwanis" in each.text for each in ada.heard[before:])
    await world.skip(days=5)
    assert any("Kiwanis" in each.text for each in ada.heard[before:])  # the next one


async def test_the_agenda_by_week(ada):
    await ada.says(BREAKFAST)
    await ada.says("/event Coffee with Raj Wed 10am @ Balzac's")
    agenda = _clear(await ada.says("/events"))
    assert "This week\nTue, Nov 24, 7:30 AM: Kiwanis breakfast, Brampton Hall" in agenda
    assert "Wed, Nov 25, 10:00 AM: Coffee with Raj, Balzac's" in agenda
    assert "🔁 every 2 weeks on Tuesday" in agenda
    assert "Dec 8" not in agenda  # a series is there once: its days stand behind its card
    card = await ada.presses("Coffee with Raj")
    assert "Balzac's" in card
    await ada.says("/events")
    await ada.presses("Kiwanis breakfast")
    days = _clear(await ada.presses("Next days"))
    assert "Tue, Dec 8, 7:30 AM: Kiwanis breakfast, Brampton Hall" in days
    assert "Tue, Mar 16" in await ada.presses("More")
    assert "Tue, Mar 16" in await ada.presses("Kiwanis breakfast, Tue, Mar 16")


async def test_what_is_missing_is_asked_for(world):
    bea = world.friend("Bea")
    await bea.says("/start")
    assert "Which event?" in await bea.says("/event")
    assert "Which city" in await bea.says("Job talk at the library")
    assert "When is it?" in await bea.says("Toronto")
    card = await bea.says("Thursday 6-8pm")
    assert "Thu, Nov 26, 6:00 PM – 8:00 PM" in _clear(card)
    assert "the library" in card


async def test_the_past_is_refused_and_the_words_are_kept(ada):
    assert "later than now" in await ada.says("/event Old fair 5 January 2020 10:00")
    card = await ada.says("5 January 10:00")
    assert "Old fair" in card
    assert "2020" not in card.text


async def test_a_pasted_invitation_is_offered(ada):
    offer = await ada.says(
        "You're invited to Product Drinks\nThursday, December 3\n6:30 PM - 9:00 PM PST\nBrampton Hall\n"
        "https://lu.ma/abc"
    )
    assert "Add it to your events" in offer.labels
    card = await ada.presses("Add it to your events")
    shown = _clear(card)
    assert "Product Drinks" in shown
    assert "6:30 PM – 9:00 PM Los Angeles time" in shown
    assert "For you: Thu, Dec 3, 9:30 PM" in shown
    assert "Brampton Hall" in shown
    assert "That is in your events already" in await ada.says(
        "/event Product drinks Dec 3 6:30pm PST at the same place"
    )


async def test_what_is_no_invitation_is_not_offered(ada):
    assert "Add it to your events" not in (await ada.says("saw a film on Friday")).labels


@pytest.mark.parametrize(
    ("press", "value", "shown"),
    [
        ("Title", "Rotary lunch", "Rotary lunch"),
        ("When", "8:15", "Tue, Nov 24, 8:15 AM"),
        ("When", "Wednesday", "Wed, Nov 25, 7:30 AM"),
        ("Where", "City Hall", "City Hall"),
        ("Link", "lu.ma/kiwanis", "https://lu.ma/kiwanis"),
        ("How often", "every Tuesday", "every Tuesday"),
    ],
)
async def test_everything_can_be_changed_and_undone(ada, press, value, shown):
    before = _clear(await ada.says("/event Kiwanis breakfast Tue 7:30 at Brampton Hall"))
    await ada.presses("Edit")
    assert "?" in (await ada.presses(press)).text
    changed = await ada.says(value)
    assert shown in _clear(changed)
    await ada.presses("Undo")
    agenda = _clear(await ada.says("/events"))
    assert "1 event to come" in agenda
    assert "Tue, Nov 24, 7:30 AM: Kiwanis breakfast, Brampton Hall" in agenda
    assert "Kiwanis breakfast" in before


async def test_one_of_a_series_is_moved_and_the_others_stay(world, ada):
    await ada.says("/event Breakfast every Tuesday 7:30")
    await ada.presses("Edit")
    await ada.presses("When")
    await ada.presses("Just this one")
    await ada.says("Wed 9:00")
    agenda = _clear(await ada.presses("Next days"))
    assert "Wed, Nov 25, 9:00 AM: Breakfast" in agenda
    assert "Tue, Dec 1, 7:30 AM: Breakfast" in agenda
    # The series moves, what was moved by hand does not.
    await ada.presses("Breakfast, Tue, Dec 1")
    await ada.presses("Edit")
    await ada.presses("When")
    await ada.presses("All from now on")
    await ada.says("8:00")
    days = _clear(await ada.presses("Next days"))
    assert "Tue, Dec 1, 8:00 AM: Breakfast" in days
    assert "7:30" not in days
    assert "Wed, Nov 25, 9:00 AM: Breakfast" in _clear(await ada.says("/events"))


async def test_a_deleted_occurrence_never_comes_back(world, ada):
    await ada.says("/event Breakfast every Tuesday 7:30")
    await ada.says("/events")
    await ada.presses("Breakfast")
    await ada.presses("Delete")
    gone = await ada.presses("Just this one")
    assert "Deleted: Breakfast" in gone
    assert "Nov 24" not in await ada.says("/events")
    await world.skip(days=1)
    assert "Nov 24" not in await ada.says("/events")


async def test_a_whole_series_goes_and_comes_back(ada):
    await ada.says("/event Breakfast every Tuesday 7:30")
    await ada.presses("Next days")
    await ada.presses("Breakfast, Tue, Dec 1")
    await ada.presses("Delete")
    await ada.presses("This and all that follow")
    await ada.says("/event breakfast")
    assert "Dec 1" not in await ada.presses("Next days")
    await ada.says("/undo")
    await ada.says("/event breakfast")
    assert "Dec 1" in await ada.presses("Next days")
    for _page in range(3):
        days = await ada.presses("More")
    assert "May 18" in days


async def test_cant_make_it_is_said_under_the_reminder(world, ada):
    await ada.says("/event Talk Tue 18:00")
    await world.skip(hours=16)
    ada.hears("Tomorrow at", "Talk")
    assert "You are not going" in await ada.presses("Can't make it")
    before = len(ada.heard)
    await world.skip(days=2)
    assert not any("Talk" in each.text for each in ada.heard[before:])


async def test_everybody_wishes_their_own_reminders(world, ada):
    assert "The evening before: 7:00 PM" in _clear(await ada.says("/settings events"))
    await ada.says("/settings events evening off")
    await ada.says("/settings events ahead 2 hours, 15 min")
    await ada.says("/settings events morning off")
    assert "2 hours and 15 minutes" in _clear(await ada.says("/settings events after on"))
    await ada.says("/event Talk Tue 18:00-20:00")
    before = len(ada.heard)
    await world.skip(days=3)
    heard = [_clear(each) for each in ada.heard[before:] if "Talk" in each.text]
    assert len(heard) == 3
    assert "Whom did you meet at Talk?" in heard[-1]


async def test_an_event_over_a_clock_change_keeps_its_hour(world, ada):
    await world.skip(days=105)  # to the 8th of March 2027; the clocks go forward on the 14th
    await ada.says("/event Walk Sunday 9:00")
    before = len(ada.heard)
    await world.skip(days=8)
    heard = [_clear(each) for each in ada.heard[before:] if "Walk" in each.text]
    assert [each.splitlines()[0] for each in heard][:2] == [
        "🗓 Tomorrow at 9:00 AM: Walk",
        "🗓 Today at 9:00 AM: Walk",
    ]


def _calendar(*lines: str) -> bytes:
    event = ("BEGIN:VEVENT", "UID:one@example.com", "SUMMARY:Product drinks", *lines, "END:VEVENT")
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *event, "END:VCALENDAR", "")).encode()


async def test_a_calendar_file_with_one_event_is_its_card(ada):
    guest = "ATTENDEE;CN=Jane Doe:mailto:jane@example.com"
    card = await ada.sends_file("drinks.ics", _calendar("DTSTART:20261203T230000Z", "LOCATION:The Hall", guest))
    assert "Thu, Dec 3, 6:00 PM" in _clear(card)
    assert "The Hall" in card
    assert "✓ Going" in card.labels
    again = await ada.sends_file("drinks.ics", _calendar("DTSTART:20261203T230000Z", "LOCATION:The Hall", guest))
    assert "That is in your events already" in again
    moved = await ada.sends_file(
        "drinks.ics", _calendar("DTSTART:20261204T000000Z", "LOCATION:The Hall", "SEQUENCE:1")
    )
    assert "Changed:" in moved
    assert "Thu, Dec 3, 7:00 PM" in _clear(moved)
    assert "1 event to come" in await ada.says("/events")


async def test_a_calendar_file_with_a_series_is_one_card(ada):
    card = await ada.sends_file("club.ics", _calendar("DTSTART:20261124T230000Z", "RRULE:FREQ=WEEKLY;COUNT=4"))
    assert "every Tuesday" in _clear(card)
    assert "1 event to come" in await ada.says("/events")
    await ada.presses("Product drinks")
    assert _clear(await ada.presses("Next days")).count("Product drinks") == 5
    await ada.says("/undo")
    assert "No events yet" in await ada.says("/events")


async def test_what_is_said_again_with_more_is_not_lost(ada):
    await ada.says("/event Cafe Tue 9am")
    again = await ada.says("/event Café Tue 9:00-10:00 at Balzacs https://lu.ma/cafe")
    assert "now with what you said" in again
    assert "Balzacs" in again
    assert "9:00 AM – 10:00 AM" in _clear(again)
    await ada.says("/undo")
    assert "Balzacs" not in await ada.says("/event cafe")
    question = await ada.says("/event Cafe Tue 9am, every 2nd Tuesday")
    assert "is in your events already. Shall it come" in question
    assert "every" in await ada.presses("Yes")
    assert "1 event to come" in await ada.says("/events")
    assert "Dec 8" in await ada.says("/events Dec 8")
    assert "That is in your events already:" in await ada.says("/event Cafe Tue 9am, every 2nd Tuesday")


async def test_an_event_is_found_by_its_name_and_its_days(world, ada):
    await ada.says("/event Mixer Fri 6pm at the Bar")
    await ada.says("/event Kiwanis breakfast Tue 7:30")
    await ada.says("/event Kiwanis dinner Wed 19:00 at Brampton Hall")
    card = await ada.says("/event mixer")
    assert "✓ Going" in card.labels
    assert "say when it is, too" in card
    assert {"Kiwanis breakfast", "Kiwanis dinner"} <= set((await ada.says("/event Kiwanis")).labels)
    assert "When is it?" in await ada.says("/event Kiw")
    await ada.says("never mind")
    assert "✓ Going" in (await ada.says("/events Mixer")).labels
    assert "Kiwanis dinner" in await ada.says("/events brampton")
    assert "I find no event “Ball”" in await ada.says("/events Ball")
    assert "No past events" in await ada.says("/events past")
    assert "Mixer" not in await ada.says("/events tomorrow")
    assert "Nothing then: next week" in await ada.says("/events next week")
    await world.skip(days=5)
    assert "3 past events" in await ada.says("/events past")
    assert "It is over" in await ada.says("/event Mixer")


async def test_what_has_ended_today_is_over(world, ada):
    await ada.says("/event Talk Tue 9:00-10:00")
    await ada.says("/event Dinner Tue 19:00")
    await world.skip(days=1, hours=8)
    agenda = await ada.says("/events")
    assert "1 event to come" in agenda
    assert "Talk" not in agenda
    assert "Talk" in await ada.presses("1 past event")


async def test_not_having_been_there_is_said_and_that_is_it(world, ada):
    await ada.says("/event Talk Tue 18:00")
    await world.skip(days=2, hours=5)
    ada.hears("Whom did you meet at Talk?")
    answer = await ada.presses("I wasn't there")
    assert answer.text == "All right, I won't ask."
    assert "Whom I met" not in answer.labels


async def test_a_reply_to_which_of_them_is_not_lost(ada):
    await ada.says("/event Breakfast every Tuesday 7:30")
    await ada.presses("Edit")
    await ada.presses("When")
    assert "Which of them" in await ada.says("7:45")
    assert "Tue, Nov 24, 7:45 AM" in _clear(await ada.presses("Just this one"))
    await ada.presses("Edit")
    await ada.presses("Where")
    assert "Where is" in await ada.says("all of them")
    assert "The Hall" in await ada.says("The Hall")
    assert _clear(await ada.presses("Next days")).count("The Hall") == 8
    await ada.presses("Breakfast, Tue, Dec 1")
    await ada.presses("Edit")
    await ada.presses("Where")
    await ada.says("Old Mill")
    assert "Old Mill" in await ada.says("just this one")


async def test_a_place_and_a_link_are_taken_away_with_none(ada):
    await ada.says("/event Talk Tue 18:00 at Hall https://lu.ma/x")
    await ada.presses("Edit")
    await ada.presses("Where")
    assert "Hall" not in await ada.says("none")
    await ada.presses("Edit")
    await ada.presses("Link")
    assert "lu.ma" not in await ada.says("none")


async def test_a_calendar_without_a_time_says_so_and_nothing_else(ada):
    await ada.sends_file("drinks.ics", _calendar("DTSTART:20261203T230000Z", "ATTENDEE;CN=Jane:mailto:jane@ex.org"))
    broken = await ada.sends_file("broken.ics", _calendar("ATTENDEE;CN=Bob Stone:mailto:bob@ex.org"))
    assert "There is no event in that calendar that I can read." in broken
    assert "Bob" not in broken
    assert "1 event" not in broken
    assert not [each for each in broken.labels if "Import" in each]
    # The event is entered already: what is sent next is by itself, with the guest who waits.
    people = await ada.sends_file("people.csv", b"First Name,Last Name,Company\nRaj,Patel,Shopify\n")
    assert "event" not in people
