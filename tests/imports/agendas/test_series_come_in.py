"""A calendar that is imported: its series go on, days moved or called off are so, and undo takes it all."""

from datetime import date, time

from core.events.making import plan_series
from tests.ical.making import calendar_of

WEEKLY = (
    "UID:1\nSUMMARY:Breakfast\nDTSTART;TZID=America/Toronto:20260106T073000\nDTEND;TZID=America/Toronto:20260106T090000\n"
    "LOCATION:Brampton Hall\nRRULE:FREQ=WEEKLY;BYDAY=TU\nEXDATE;TZID=America/Toronto:20261208T073000"
)
MOVED = (
    "UID:1\nSUMMARY:Late breakfast\nRECURRENCE-ID;TZID=America/Toronto:20261201T073000\n"
    "DTSTART;TZID=America/Toronto:20261202T090000"
)
CALLED_OFF = "UID:1\nSUMMARY:Breakfast\nRECURRENCE-ID:20261215T123000Z\nDTSTART:20261215T123000Z\nSTATUS:CANCELLED"
FAR = "UID:1\nSUMMARY:Anniversary\nRECURRENCE-ID:20280104T123000Z\nDTSTART;TZID=America/Toronto:20280105T120000"
OVER = "UID:2\nSUMMARY:Course\nDTSTART:20240304T100000\nRRULE:FREQ=WEEKLY;COUNT=10"
ONCE = "UID:3\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261205"


async def agenda(ada):
    owner = await ada.id()
    async with ada.store.read() as tx:
        return await tx.events.between(owner, date(2020, 1, 1), date(2030, 1, 1)), await tx.series.of(owner)


async def imported(ada, *events):
    said = await ada.sends(calendar_of(*events), "club.ics")
    await ada.presses("Import")
    return said, ada.last


async def test_a_series_comes_in_with_its_days(ada):
    said, _report = await imported(ada, WEEKLY, MOVED, CALLED_OFF, FAR, OVER, ONCE)
    assert "3 events" in said
    events, (series,) = await agenda(ada)
    assert (series.rule, series.lasts, series.place) == ("FREQ=WEEKLY;BYDAY=TU", 90, "Brampton Hall")
    coming = [(each.title, each.on, each.at, each.cancelled) for each in events if each.on >= date(2026, 11, 24)]
    assert coming[:5] == [
        ("Breakfast", date(2026, 11, 24), time(7, 30), False),
        ("Late breakfast", date(2026, 12, 2), time(9), False),
        ("Fair", date(2026, 12, 5), None, False),
        ("Breakfast", date(2026, 12, 15), time(7, 30), True),
        ("Breakfast", date(2026, 12, 22), time(7, 30), False),
    ]
    assert coming[-1][:2] == ("Anniversary", date(2028, 1, 5))
    assert [each.on for each in events if each.title == "Course"] == [date(2024, 3, 4)]  # over: its first day
    assert {each.series_id for each in events if each.title != "Course" and each.title != "Fair"} == {series.id}
    assert all(each.next_at for each in events if each.on >= date(2026, 11, 25) and not each.cancelled)


async def test_the_same_calendar_again_adds_nothing(ada):
    await imported(ada, WEEKLY, MOVED, OVER)
    before = await agenda(ada)
    said = await ada.sends(calendar_of(WEEKLY, MOVED, OVER, ONCE), "again.ics")
    assert "3 events, 1 of them new" in said
    await ada.presses("Import")
    events, series = await agenda(ada)
    assert ([each for each in events if each.title != "Fair"], series) == before


async def test_undo_takes_it_all_back_also_what_was_made_since(ada, clock):
    _said, report = await imported(ada, WEEKLY, MOVED, ONCE)
    before = len((await agenda(ada))[0])
    clock.advance(hours=23)
    while await plan_series(ada.store, clock.now.replace(year=2027)):
        pass
    assert len((await agenda(ada))[0]) > before
    assert "Taken back" in await ada.presses("Undo", report)
    assert await agenda(ada) == ([], [])
