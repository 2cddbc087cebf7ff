"""When something that comes again comes next: the rules of the calendar and of the clock, one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.reminders.occurrences import next_occurrence, occurrences_between

MORNING = time(8, 30)
BERLIN = ZoneInfo("Europe/Berlin")
EVERY_MINUTE = Recurrence(freq=Frequency.MINUTELY, times=(time(0),), start=date(2010, 1, 1))


def daily(**parts):
    return Recurrence(**{"freq": Frequency.DAILY, "start": date(2026, 1, 1)} | parts)


def weekly(**parts):
    return daily(freq=Frequency.WEEKLY, **parts)


def monthly(**parts):
    return daily(freq=Frequency.MONTHLY, **parts)


def yearly(**parts):
    return daily(freq=Frequency.YEARLY, **parts)


def hourly(**parts):
    return daily(freq=Frequency.HOURLY, **parts)


def on(*days, nth=0):
    return tuple(Weekday(day=day, nth=nth) for day in days)


def coming(recurrence, n=5, since="2026-01-01", zone=BERLIN):
    """The next n, as they are shown on the wall of that zone."""
    after = datetime.fromisoformat(since).replace(tzinfo=zone) - timedelta(microseconds=1)
    shown = []
    for _ in range(n):
        found = next_occurrence(recurrence, after, zone, MORNING)
        if found is None:
            return shown
        after = found.at
        shown.append(found.at.astimezone(zone))
    return shown


def days(recurrence, n=5, since="2026-01-01"):
    return [f"{shown:%Y-%m-%d}" for shown in coming(recurrence, n, since)]


def hours(recurrence, n, since, zone=BERLIN):
    return [f"{shown:%d %H:%M %Z}" for shown in coming(recurrence, n, since, zone)]


def test_the_31st_is_the_month_s_last_day_and_the_31st_again():
    assert days(monthly(month_days=(31,))) == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
    assert days(monthly(start=date(2026, 1, 31)), since="2028-02-01", n=2) == ["2028-02-29", "2028-03-31"]


def test_the_30th_and_the_31st_are_one_day_in_april():
    found = days(monthly(month_days=(30, 31)), since="2026-03-30", n=4)
    assert found == ["2026-03-30", "2026-03-31", "2026-04-30", "2026-05-30"]


def test_29_february_is_the_28th_in_common_years():
    found = days(yearly(start=date(2024, 2, 29)), since="2026-01-01", n=3)
    assert found == ["2026-02-28", "2027-02-28", "2028-02-29"]
    assert days(yearly(months=(2,), month_days=(29,)), since="2026-01-01", n=3) == found


def test_a_month_without_a_fifth_friday_has_none():
    assert days(monthly(weekdays=on(4, nth=5)), n=3) == ["2026-01-30", "2026-05-29", "2026-07-31"]


def test_five_fridays_in_february_are_28_years_apart():
    assert days(yearly(months=(2,), weekdays=on(4, nth=5)), n=2) == ["2036-02-29", "2064-02-29"]


def test_around_the_year_2100_they_are_40_years_apart():
    fifth_sunday = yearly(months=(2,), weekdays=on(6, nth=5))
    assert days(fifth_sunday, since="2088-03-01", n=1) == ["2128-02-29"]


@pytest.mark.parametrize(
    "never",
    [
        monthly(weekdays=on(4, nth=6)),
        yearly(weekdays=on(4, nth=60)),
        daily(interval=7, weekdays=on(4), start=date(2026, 1, 1)),
        weekly(weekdays=on(0), month_days=(1,), months=(13,)),
        monthly(position=9, month_days=(1,)),
        daily(until=date(2025, 12, 31)),
    ],
)
def test_what_never_comes_is_soon_given_up(never):
    start = perf_counter()
    assert next_occurrence(never, datetime(2026, 1, 1, tzinfo=UTC), BERLIN, MORNING) is None
    assert perf_counter() - start < 1  # a fiftieth of it on a quiet machine


def test_every_two_weeks_keep_their_phase_over_the_new_year():
    found = days(weekly(interval=2, start=date(2026, 12, 5)), since="2026-11-23")
    assert found == ["2026-12-05", "2026-12-19", "2027-01-02", "2027-01-16", "2027-01-30"]


def test_every_two_weeks_on_two_days_count_the_weeks_from_monday():
    tuesdays_and_sundays = weekly(interval=2, weekdays=on(1, 6), start=date(2026, 11, 29))  # a Sunday
    found = days(tuesdays_and_sundays, since="2026-11-23")
    assert found == ["2026-11-29", "2026-12-08", "2026-12-13", "2026-12-22", "2026-12-27"]


def test_without_days_it_is_the_day_of_the_start():
    assert days(weekly(start=date(2026, 11, 25)), n=2, since="2026-11-26") == ["2026-12-02", "2026-12-09"]
    assert days(monthly(start=date(2026, 11, 25)), n=2, since="2026-11-26") == ["2026-12-25", "2027-01-25"]
    assert days(yearly(start=date(2026, 11, 25)), n=2, since="2026-11-26") == ["2027-11-25", "2028-11-25"]


def test_the_last_workday_of_the_month():
    found = days(monthly(weekdays=on(0, 1, 2, 3, 4), position=-1), n=3)
    assert found == ["2026-01-30", "2026-02-27", "2026-03-31"]


def test_friday_the_13th():
    assert days(monthly(weekdays=on(4), month_days=(13,)), n=3) == ["2026-02-13", "2026-03-13", "2026-11-13"]


def test_some_months():
    assert days(daily(months=(2,)), n=2, since="2026-02-28") == ["2026-02-28", "2027-02-01"]
    assert days(weekly(weekdays=on(0), months=(3, 4)), n=2, since="2026-04-26") == ["2026-04-27", "2027-03-01"]
    assert days(monthly(interval=3, months=(4,)), n=2) == ["2026-04-01", "2027-04-01"]


def test_a_weekday_of_a_year():
    assert days(yearly(weekdays=on(0, nth=20)), n=2) == ["2026-05-18", "2027-05-17"]


def test_until_counts():
    assert days(daily(until=date(2026, 1, 2))) == ["2026-01-01", "2026-01-02"]
    assert len(coming(hourly(times=(time(22),), until=date(2026, 1, 1)), 9)) == 2


def test_the_count_is_that_of_all_from_the_start():
    twice_a_day = daily(times=(time(9), time(18)), count=3)
    assert hours(twice_a_day, 9, "2026-01-01") == ["01 09:00 CET", "01 18:00 CET", "02 09:00 CET"]
    assert hours(twice_a_day, 9, "2026-01-02") == ["02 09:00 CET"]
    assert hours(twice_a_day, 9, "2026-01-03") == []
    assert days(monthly(month_days=(31,), count=2), since="2026-02-01") == ["2026-02-28"]


def test_the_next_one_is_strictly_later():
    nine = daily(times=(time(9),))
    found = next_occurrence(nine, datetime(2026, 1, 5, 8, tzinfo=UTC), BERLIN, MORNING)
    assert found.at == datetime(2026, 1, 6, 8, tzinfo=UTC)
    assert found.wall.isoformat() == "2026-01-06T09:00:00"


def test_without_an_hour_it_is_the_morning():
    assert hours(daily(), 1, "2026-01-05 08:30") == ["05 08:30 CET"]
    assert hours(daily(), 1, "2026-01-05 08:31") == ["06 08:30 CET"]


# In 2026 Berlin's clocks go from 2 to 3 on 29 March and back from 3 to 2 on 25 October.


def test_days_keep_the_wall_time():
    nine = weekly(weekdays=on(5, 6), times=(time(9),))
    assert hours(nine, 2, "2026-03-28") == ["28 09:00 CET", "29 09:00 CEST"]
    assert hours(nine, 2, "2026-10-24") == ["24 09:00 CEST", "25 09:00 CET"]


def test_a_time_in_a_gap_comes_as_much_later_and_names_what_was_asked_for():
    half_past_two = daily(times=(time(2, 30),))
    assert hours(half_past_two, 3, "2026-03-28") == ["28 02:30 CET", "29 03:30 CEST", "30 02:30 CEST"]
    found = next_occurrence(half_past_two, datetime(2026, 3, 29, tzinfo=UTC), BERLIN, MORNING)
    assert found.wall.isoformat() == "2026-03-29T02:30:00"


def test_a_time_in_a_gap_comes_after_those_that_it_moved_past():
    both = daily(times=(time(2, 30), time(3)))
    assert hours(both, 2, "2026-03-29") == ["29 03:00 CEST", "29 03:30 CEST"]


def test_two_times_at_the_same_instant_are_one():
    both = daily(times=(time(2, 15), time(3, 15)))
    assert hours(both, 3, "2026-03-28 03:00") == ["28 03:15 CET", "29 03:15 CEST", "30 02:15 CEST"]


def test_a_time_that_comes_twice_counts_the_first_time():
    half_past_two = daily(times=(time(2, 30),))
    assert hours(half_past_two, 3, "2026-10-24") == ["24 02:30 CEST", "25 02:30 CEST", "26 02:30 CET"]
    within = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30 for the second time
    found = next_occurrence(half_past_two, within - timedelta(minutes=15), BERLIN, MORNING)
    assert found.at == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_hours_are_elapsed_time():
    spring = coming(hourly(interval=6, times=(time(0),), start=date(2026, 3, 29)), 3, "2026-03-29")
    assert [f"{each:%H:%M}" for each in spring] == ["00:00", "07:00", "13:00"]
    autumn = coming(hourly(times=(time(1),), start=date(2026, 10, 25)), 4, "2026-10-25")
    assert [f"{each:%H:%M %Z}" for each in autumn] == ["01:00 CEST", "02:00 CEST", "02:00 CET", "03:00 CET"]
    first, second = (
        next_occurrence(hourly(), each.astimezone(UTC) - timedelta(hours=1), BERLIN, time(0))
        for each in autumn[1:3]
    )
    assert (first.wall.fold, second.wall.fold) == (0, 1)


def test_lord_howe_s_clock_changes_by_half_an_hour():
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    found = hours(daily(times=(time(2, 15),)), 3, "2026-10-03", lord_howe)
    assert found == ["03 02:15 +1030", "04 02:45 +11", "05 02:15 +11"]


def test_the_day_that_samoa_left_out_comes_with_the_next():
    apia = ZoneInfo("Pacific/Apia")
    found = hours(daily(times=(time(9),), start=date(2011, 1, 1)), 3, "2011-12-29", apia)
    assert found == ["29 09:00 -10", "31 09:00 +14", "01 09:00 +14"]


def test_a_midnight_that_sao_paulo_left_out_comes_at_one():
    sao_paulo = ZoneInfo("America/Sao_Paulo")
    found = hours(daily(times=(time(0),), start=date(2018, 1, 1)), 3, "2018-11-03", sao_paulo)
    assert found == ["03 00:00 -03", "04 01:00 -02", "05 00:00 -02"]


def test_minutes_on_some_days_only():
    on_sundays = replace(EVERY_MINUTE, interval=20, weekdays=on(6))
    assert hours(on_sundays, 3, "2026-11-24")[:2] == ["29 00:00 CET", "29 00:20 CET"]


def test_what_was_missed_is_counted_and_the_last_one_named():
    night = datetime(2026, 3, 27, 12, tzinfo=UTC)
    last, missed = occurrences_between(daily(times=(time(9),)), night, night + timedelta(days=3), BERLIN, MORNING)
    assert (last.wall.isoformat(), missed) == ("2026-03-30T09:00:00", 3)
    assert occurrences_between(daily(), night, night + timedelta(hours=1), BERLIN, MORNING) == (None, 0)
    assert occurrences_between(daily(), night, night - timedelta(days=9), BERLIN, MORNING) == (None, 0)


def test_a_minute_missed_for_years_is_counted_without_going_through_them():
    now = datetime(2026, 11, 23, 12, 0, 30, tzinfo=UTC)
    start = perf_counter()
    last, missed = occurrences_between(EVERY_MINUTE, now - timedelta(days=3650), now, BERLIN, MORNING)
    assert (last.at, missed) == (now.replace(second=0), 10_000)
    ends = replace(EVERY_MINUTE, count=5_000_000)
    assert next_occurrence(ends, datetime(2019, 1, 1, tzinfo=UTC), BERLIN, MORNING)
    assert next_occurrence(ends, datetime(2020, 1, 1, tzinfo=UTC), BERLIN, MORNING) is None
    assert perf_counter() - start < 0.5


def test_however_long_ago_it_began_it_costs_the_same():
    def cost(start):
        nine = weekly(start=start, weekdays=on(0, 3), interval=2, times=(time(9),))
        now = datetime(2026, 11, 23, tzinfo=UTC)
        begin = perf_counter()
        for _ in range(300):
            next_occurrence(nine, now, BERLIN, MORNING)
        return perf_counter() - begin

    assert min(cost(date(1926, 1, 1)) for _ in range(3)) < 5 * min(cost(date(2026, 11, 1)) for _ in range(3))
