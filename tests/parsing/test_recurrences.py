"""What comes again, as people type it. Now is Monday, 23 November 2026, noon, in Toronto."""

from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chat.errors import Refusal
from core.chat.parsing.found import Found, Unclear
from core.chat.parsing.recurring.recurrences import find_recurrence
from core.chat.parsing.recurring.whens import find_when
from core.chat.words import plain
from core.facts.recurrence import Frequency, Moment, Recurrence
from core.reminders.occurrences import next_occurrence

TORONTO = ZoneInfo("America/Toronto")
NOW = datetime(2026, 11, 23, 12, tzinfo=TORONTO)
MORNING = time(8, 30)
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def said(recurrence):
    """As RFC 5545 writes it: interval 1 left out, the start last."""
    parts = [recurrence.freq.value]
    if recurrence.interval > 1:
        parts.append(f"/{recurrence.interval}")
    days = ",".join(f"{each.nth or ''}{WEEK[each.day]}" for each in recurrence.weekdays)
    parts += [days] if days else []
    parts += [f"day {','.join(map(str, recurrence.month_days))}"] if recurrence.month_days else []
    parts += [f"in {','.join(map(str, recurrence.months))}"] if recurrence.months else []
    parts += [f"pos {recurrence.position}"] if recurrence.position else []
    parts += [f"at {','.join(f'{at:%H:%M}' for at in recurrence.times)}"] if recurrence.times else []
    parts += [f"until {recurrence.until}"] if recurrence.until else []
    parts += [f"x{recurrence.count}"] if recurrence.count else []
    return f"{' '.join(parts)} from {recurrence.start:%m-%d}".replace(" /", "/")


def read(text, now=NOW, locale="en_US"):
    found = find_recurrence(text, now, locale)
    assert isinstance(found, Found), f"{text!r} gave {found}"
    return found


PHRASES = [
    ("every Tuesday 18:00", "weekly TU at 18:00 from 11-24"),
    ("every 2 weeks starting 5 Dec", "weekly/2 from 12-05"),
    ("starting 5 Dec every 2 weeks", "weekly/2 from 12-05"),
    ("last Friday of the month", "monthly -1FR from 11-27"),
    ("every year on 29 February", "yearly day 29 in 2 from 02-28"),
    ("daily at 9 except weekends", "weekly MO,TU,WE,TH,FR at 09:00 from 11-24"),
    ("weekdays at 8:30", "weekly MO,TU,WE,TH,FR at 08:30 from 11-24"),
    ("every weekday morning", "weekly MO,TU,WE,TH,FR at 09:00 from 11-24"),
    ("every other day", "daily/2 from 11-23"),
    ("first and third Tuesday at 7pm", "monthly 1TU,3TU at 19:00 from 12-01"),
    ("2nd & 4th Thursdays", "monthly 2TH,4TH from 11-26"),
    ("monthly on the 15th", "monthly day 15 from 12-15"),
    ("on the 1st and 15th of each month", "monthly day 1,15 from 12-01"),
    ("every 15th and last day of the month", "monthly day 15,-1 from 11-30"),
    ("every end of the month", "monthly day -1 from 11-30"),
    ("every month on the 31st at 9", "monthly day 31 at 09:00 from 11-30"),
    ("day 1 of each month", "monthly day 1 from 12-01"),
    ("every last workday of the month", "monthly MO,TU,WE,TH,FR pos -1 from 11-30"),
    ("first business day of each month at 4pm", "monthly MO,TU,WE,TH,FR pos 1 at 16:00 from 12-01"),
    ("monthly on the second to last Friday", "monthly -2FR from 12-18"),
    ("every 2 months on the first Friday", "monthly/2 1FR from 12-04"),
    ("every quarter", "monthly/3 from 11-23"),
    ("last Friday of each quarter", "monthly -1FR in 3,6,9,12 from 12-25"),
    ("Mondays and Thursdays", "weekly MO,TH from 11-23"),
    ("Tuesday mornings", "weekly TU at 09:00 from 11-24"),
    ("every Mon, Wed and Fri at 6:30", "weekly MO,WE,FR at 18:30 from 11-23"),
    ("every day from Monday to Friday at 7", "weekly MO,TU,WE,TH,FR at 07:00 from 11-24"),
    ("each week on saturday thru tuesday", "weekly SA,SU,MO,TU from 11-23"),
    ("every wednsday", "weekly WE from 11-25"),
    ("every other Friday at 9", "weekly/2 FR at 09:00 from 11-27"),
    ("every second Tuesday", "weekly/2 TU from 11-24"),
    ("every 2nd Tuesday of the month", "monthly 2TU from 12-08"),
    ("fortnightly on Mondays", "weekly/2 MO from 11-23"),
    ("bi-weekly on Thursday", "weekly/2 TH from 11-26"),
    ("every fortnight", "weekly/2 from 11-23"),
    ("every weekend", "weekly SA,SU from 11-28"),
    ("each morning", "daily at 09:00 from 11-24"),
    ("nightly at 22:00", "daily at 22:00 from 11-23"),
    ("every day at 8 and 20:00", "daily at 08:00,20:00 from 11-23"),
    ("twice a day at 9 and 18:00", "daily at 09:00,18:00 from 11-23"),
    ("3 times a week on Mon, Wed, Fri", "weekly MO,WE,FR from 11-23"),
    ("every day but not on Sundays", "weekly MO,TU,WE,TH,FR,SA from 11-23"),
    ("every Tuesday except in July and August", "weekly TU in 1,2,3,4,5,6,9,10,11,12 from 11-24"),
    ("every 3 months until June", "monthly/3 until 2027-06-01 from 11-23"),
    ("every Monday until the end of the year", "weekly MO until 2026-12-31 from 11-23"),
    ("weekly for 10 weeks", "weekly until 2027-01-31 from 11-23"),
    ("every Sunday for 4 weeks", "weekly SU until 2026-12-26 from 11-29"),
    ("every other Wed 7pm for 6 times", "weekly/2 WE at 19:00 x6 from 11-25"),
    ("daily for 3 times", "daily x3 from 11-24"),
    ("every Friday from January through March", "weekly FR until 2027-03-31 from 01-01"),
    ("every Friday from September until June", "weekly FR until 2028-06-01 from 09-01"),
    ("every Monday for a month", "weekly MO until 2026-12-23 from 11-23"),
    ("every day for a year", "daily until 2027-11-23 from 11-23"),
    ("Fridays twice", "weekly FR x2 from 11-27"),
    ("daily at 3pm 10x", "daily at 15:00 x10 from 11-23"),
    ("once a month", "monthly from 11-23"),
    ("annually on Dec 24", "yearly day 24 in 12 from 12-24"),
    ("24 December every year", "yearly day 24 in 12 from 12-24"),
    ("every 24.12.", "yearly day 24 in 12 from 12-24"),
    ("every 12/24", "yearly day 24 in 12 from 12-24"),
    ("every Christmas Eve at 4pm", "yearly day 24 in 12 at 16:00 from 12-24"),
    ("every first Monday in September", "yearly 1MO in 9 from 09-06"),
    ("every 20 minutes", "minutely/20 at 12:20 from 11-23"),
    ("every half hour", "minutely/30 at 12:30 from 11-23"),
    ("hourly", "hourly at 13:00 from 11-23"),
    ("every 4 hours starting at 8am", "hourly/4 at 08:00 from 11-24"),
    ("every 20 minutes for 2 hours", "minutely/20 at 12:20 x6 from 11-23"),
    ("every 2 hours from 9 to 5 on weekdays", "weekly MO,TU,WE,TH,FR at 09:00,11:00,13:00,15:00,17:00 from 11-23"),
]


@pytest.mark.parametrize(("phrase", "meaning"), PHRASES)
def test_a_phrase_means_a_recurrence(phrase, meaning):
    found = read(phrase)
    assert said(found.value) == meaning
    assert found.spans == ((0, len(phrase)),)


@pytest.mark.parametrize(("phrase", "meaning"), PHRASES)
def test_a_phrase_is_found_after_words(phrase, meaning):
    found = read(f"call Jane {phrase}")
    assert said(found.value) == meaning
    assert found.spans == ((10, 10 + len(phrase)),)


@pytest.mark.parametrize(
    ("text", "meaning", "parts"),
    [
        ("every 2 weeks call Jane on Friday", "weekly/2 FR from 11-27", ["every 2 weeks", "on Friday"]),
        ("on Tuesdays call Bob at 5pm", "weekly TU at 17:00 from 11-24", ["on Tuesdays", "at 5pm"]),
        ("every Tuesday 18:00 club", "weekly TU at 18:00 from 11-24", ["every Tuesday 18:00"]),
        ("monthly club dues", "monthly from 11-23", ["monthly"]),
        ("weekly call mom", "weekly from 11-23", ["weekly"]),
        ("call mom weekly", "weekly from 11-23", ["weekly"]),
        ("every Monday walk for 2 hours", "weekly MO from 11-23", ["every Monday"]),
        ("every year travel for 2 weeks", "yearly from 11-23", ["every year"]),
        ("every Monday call twice", "weekly MO from 11-23", ["every Monday"]),
        ("every Friday without fail", "weekly FR from 11-27", ["every Friday"]),
        ("payday, every last friday: pay Ann", "monthly -1FR from 11-27", ["every last friday"]),
        ("send the report each Friday before noon", "weekly FR at 12:00 from 11-27", ["each Friday before noon"]),
        (
            "at 10 am on 15th of every month rent",
            "monthly day 15 at 10:00 from 12-15",
            ["at 10 am on 15th of every month"],
        ),
    ],
)
def test_what_stands_apart_is_put_together(text, meaning, parts):
    found = read(text)
    assert said(found.value) == meaning
    assert [text[start:end] for start, end in found.spans] == parts


@pytest.mark.parametrize(
    "text",
    [
        *("", "call Jane", "tomorrow 9am", "on Friday", "first Monday in May", "end of the month"),
        *("every person I met", "daily news", "read the Daily Mail", "each other", "the weekly report is late"),
        *(
            "my monthly salary",
            "Weekly Planet Inc.",
            "everyday low prices",
            "the yearly budget",
            "$500 monthly fee",
        ),
        *("she works 5 days a week", "he called me twice", "within 3 business days", "5 working days"),
        *("every now and then", "every time we meet", "every bit helps", "each one of the ten", "10 minutes each"),
        *("first and last name", "the first of many", "the 15th", "on the 1st and 15th", "2nd and 4th Thu of Aug"),
        *("from September to November", "except for tomorrow", "for 3x", "starting 3/1 for 3 times"),
        *("Tuesday and Thursday", "conference Mon-Wed", "this weekend", "once in a while", "every Monday.com user"),
        *("the daily standup at 9", "Jane's weekly call", "every 3 people share a room", "the other day"),
    ],
)
def test_ordinary_words_say_nothing(text):
    assert find_recurrence(text, NOW, "en_US") is None


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("twice a week", []),
        ("twice a month", []),
        ("5 times a day", []),
        ("biweekly", ["weekly/2 from 11-23", "weekly MO,TH from 11-23"]),
        ("bimonthly", ["monthly/2 from 11-23", "monthly day 1,15 from 12-01"]),
        ("every third Thursday", ["monthly 3TH from 12-17", "weekly/3 TH from 11-26"]),
        ("monthly on Friday", ["monthly 1FR from 12-04", "weekly FR from 11-27"]),
        ("the 15th of the month", ["monthly day 15 from 12-15"]),
        ("Mon-Fri at 8", ["weekly MO,TU,WE,TH,FR at 08:00 from 11-24"]),
        ("every Monday 9-11", ["weekly MO at 09:00 from 11-30"]),
        ("Fridays at midnight", ["weekly SA at 00:00 from 11-28", "weekly FR at 00:00 from 11-27"]),
        ("every Monday at 9 and Thursday at 10", []),
        ("every Monday morning and evening", []),
        ("every day and every Sunday", []),
        ("every Tuesday or Thursday", []),
        ("every few days", []),
        ("every 0 days", []),
        ("every -1 weeks", []),
        ("every 1.5 days", []),
        ("every 2,5 weeks", []),
        ("every 1/2 day", []),
        ("every half year", []),
        ("every 1½ hours", []),
        ("every 2 and a half weeks", []),
        ("every two and a half weeks", []),
        ("every week and a half", []),
        ("every 2-3 weeks", []),
        ("every two or three months", []),
        ("every 1,000 days", []),
        ("every 99999 days", []),
        ("every 100000000000 weeks", []),
        ("once every 1.5 weeks", []),
        ("every Easter", []),
        ("every year on Jane's birthday", []),
        ("every month on payday", []),
        ("every year on the 31st", []),
        ("every Monday in March", []),
        ("every hour until 6pm", []),
        ("daily except tomorrow", []),
        ("every Sunday starting 1 Nov", []),
        ("every day at half eight", []),
    ],
)
def test_what_may_be_meant_otherwise_is_asked(text, choices):
    found = find_recurrence(text, NOW, "en_US")
    assert isinstance(found, Unclear), found
    assert [said(each) for each in found.choices] == choices
    assert found.words
    assert found.words in plain(found.question)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "every 30 seconds",
            "every 31 February",
            "every year on Feb 30",
            "every Monday until 24 Nov starting 1 Dec 2026",
        ),
        *("every Tuesday until today", "daily starting 31 February"),
    ],
)
def test_what_cannot_be_is_refused(text):
    with pytest.raises(Refusal):
        find_recurrence(text, NOW, "en_US")


def test_an_odd_interval_is_asked_about_with_its_hour_and_is_never_a_single_time():
    found = find_when("every 99999 days 9am call", NOW, "en")
    assert isinstance(found, Unclear)
    assert found.words == "every 99999 days 9am"


@pytest.mark.parametrize("text", ["every mon 9 call Jane", "Mondays 9 call Jane", "every Monday 900 call Jane"])
def test_a_bare_hour_before_what_is_to_be_done(text):
    found = find_recurrence(text, NOW, "en")
    assert said(found.value) == "weekly MO at 09:00 from 11-30"


@pytest.mark.parametrize("text", ["every week 1.5 tablets", "every day 12000 steps", "every day 10,000 steps"])
def test_odd_numbers_of_other_things_are_left_alone(text):
    found = find_recurrence(text, NOW, "en")
    assert isinstance(found, Found)
    assert not found.value.times
    assert [text[start:end] for start, end in found.spans] == [" ".join(text.split()[:2])]


def test_an_hour_of_today_that_is_over_is_tomorrow_s():
    assert said(read("daily at 9").value) == "daily at 09:00 from 11-24"
    assert said(read("every Monday at 9").value) == "weekly MO at 09:00 from 11-30"
    assert said(read("every Monday at 13:00").value) == "weekly MO at 13:00 from 11-23"


def test_the_31st_is_kept_where_the_first_month_is_shorter():
    late = datetime(2027, 1, 31, 12, tzinfo=TORONTO)
    assert said(read("every month at 9", late).value) == "monthly day 31 at 09:00 from 02-28"


def test_the_locale_tells_the_day_from_the_month():
    assert read("every 3/4").value.months == (3,)
    assert read("every 3/4", locale="en_GB").value.months == (4,)


def test_when_is_a_recurrence_or_else_a_moment():
    assert isinstance(find_when("every Friday at 9", NOW, "en").value, Recurrence)
    assert find_when("call Jane tomorrow at 9", NOW, "en").value == Moment(on=date(2026, 11, 24), at=time(9))
    assert isinstance(find_when("biweekly", NOW, "en"), Unclear)
    assert find_when("call Jane", NOW, "en") is None


def found_or_none(text, now, locale):
    """What is found, or None where it is refused in words."""
    try:
        return find_recurrence(text, now, locale)
    except Refusal as refused:
        words = plain(refused.text)
    assert words
    return None


PIECES = (
    *(
        "every",
        "each",
        "every",
        "other",
        "second",
        "last",
        "first",
        "2nd",
        "third",
        "the",
        "of",
        "on",
        "in",
        "at",
        "for",
    ),
    *("from", "until", "starting", "except", "and", "to", "-", ",", "or", "day", "days", "week", "weeks", "month"),
    *(
        "months",
        "year",
        "quarter",
        "hour",
        "minutes",
        "weekday",
        "weekends",
        "workday",
        "Friday",
        "tuesdays",
        "sat",
    ),
    *(
        "May",
        "March",
        "Dec 24",
        "31",
        "5",
        "0",
        "15th",
        "31st",
        "2026-12-05",
        "12/24",
        "daily",
        "weekly",
        "biweekly",
    ),
    *("twice", "3 times", "a", "once", "9am", "18:00", "morning", "nights", "noon", "midnight", "tomorrow", "end"),
    *("Christmas", "Easter", "instance", "couple of", "few", "Jane", "99999", "yesterday"),
)
TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=9).map(lambda pieces: " ".join(["every", *pieces])),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
DATETIMES = st.datetimes(datetime.combine(date(2000, 1, 1), time()), datetime.combine(date(2090, 1, 1), time()))
ZONES = st.sampled_from(["America/Toronto", "Europe/Berlin", "Asia/Tokyo", "Pacific/Apia"]).map(ZoneInfo)


@settings(max_examples=400, deadline=None)
@given(
    TEXT,
    DATETIMES,
    ZONES,
    st.sampled_from(["en_US", "en_GB", "de", ""]),
)
def test_whatever_is_typed_is_read_or_asked_or_refused(text, now, zone, locale):
    now = now.replace(tzinfo=zone)
    found = found_or_none(text, now, locale)
    if found is None:
        return
    assert found.spans
    ends = [0, *(at for span in found.spans for at in span)]
    assert ends == sorted(ends)
    assert ends[-1] <= len(text)
    rules = [found.value] if isinstance(found, Found) else found.choices
    for rule in rules:
        coming = next_occurrence(rule, now.astimezone(UTC), zone, MORNING)
        assert coming is not None
        assert coming.at > now
        assert rule.freq is Frequency.YEARLY or coming.at < now + timedelta(days=366 * 51)


@pytest.mark.parametrize(
    "piece", [*PIECES[:40], "1st and ", "every ", "on the ", "a, ", "Mon-", "1,", "1 000", "2-", "half "]
)
def test_ten_thousand_characters_are_read_in_no_time(piece):
    text = f"{piece} " * (10_000 // (len(piece) + 1))
    start = perf_counter()
    found_or_none(text, NOW, "en")
    assert perf_counter() - start < 3  # a tenth of it on a quiet machine; a bad pattern takes minutes


@pytest.mark.parametrize("text", ["3times a day", "10x per day", "every day 9am, threetimes a day"])
def test_so_many_times_a_day_are_asked_about_however_it_is_written(text):
    assert isinstance(find_recurrence(text, NOW, "en"), Unclear)


def test_a_text_without_a_recurrence_costs_next_to_nothing():
    text = "Jane Doe, met at the fair, call her tomorrow at 9 about the job of her brother at IBM in Toronto"
    start = perf_counter()
    for _ in range(200):
        assert find_recurrence(text, NOW, "en") is None
    assert perf_counter() - start < 0.2  # 1 ms each; a twentieth of it on a quiet machine
