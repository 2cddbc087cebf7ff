"""Events of somebody whose city was not known: once it is, they are told of them at its hours."""


async def test_events_are_told_at_the_hours_of_a_city_that_was_asked_for_later(world):
    ben = world.friend("Ben")
    await ben.says("/start")
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\n"
        "DTSTAMP:20261101T000000Z\r\nSUMMARY:Club night\r\nDTSTART;TZID=America/Vancouver:20261126T120000\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    await ben.sends_file("night.ics", calendar.encode())
    await ben.says("/remind Call mum tomorrow 9am")
    await ben.says("Paris")
    await world.skip(days=2, hours=14)
    told = ben.hears("For you: Thu", "Club night")
    assert "late" not in told
