"""When something was. Today is Monday, 23 November 2026."""

from datetime import date

import pytest

from core.chat.errors import Refusal
from core.chat.parsing.days.days import find_past_day
from core.chat.words import plain

TODAY = date(2026, 11, 23)


def day(iso):
    return date.fromisoformat(iso)


PHRASES = [
    ("today", "2026-11-23"),
    ("earlier today", "2026-11-23"),
    ("this morning", "2026-11-23"),
    ("tonight", "2026-11-23"),
    ("just now", "2026-11-23"),
    ("an hour ago", "2026-11-23"),
    ("20 minutes ago", "2026-11-23"),
    ("yesterday", "2026-11-22"),
    ("Yesterday evening", "2026-11-22"),
    ("last night", "2026-11-22"),
    ("the day before yesterday", "2026-11-21"),
    ("2 days ago", "2026-11-21"),
    ("3 days back", "2026-11-20"),
    ("two weeks ago", "2026-11-09"),
    ("about two weeks ago", "2026-11-09"),
    ("a couple of weeks ago", "2026-11-09"),
    ("2w ago", "2026-11-09"),
    ("a month ago", "2026-10-23"),
    ("half a year ago", "2026-05-23"),
    ("a year ago", "2025-11-23"),
    ("last Friday", "2026-11-20"),
    ("on Friday", "2026-11-20"),
    ("Friday", "2026-11-20"),
    ("friday morning", "2026-11-20"),
    ("on fri", "2026-11-20"),
    ("last sat", "2026-11-21"),
    ("this past Thursday", "2026-11-19"),
    ("Monday", "2026-11-16"),  # said on a Monday: today is called "today"
    ("last Monday", "2026-11-16"),
    ("Friday last week", "2026-11-20"),
    ("last week Tuesday", "2026-11-17"),
    ("last weekend", "2026-11-21"),
    ("over the weekend", "2026-11-21"),
    ("last week", "2026-11-16"),
    ("last month", "2026-10-23"),
    ("last year", "2025-11-23"),
    ("last May", "2026-05-01"),
    ("in May", "2026-05-01"),
    ("back in December", "2025-12-01"),
    ("in March 2025", "2025-03-01"),
    ("in early March 2025", "2025-03-01"),
    ("14 March", "2026-03-14"),
    ("14th of March", "2026-03-14"),
    ("the 14th of March", "2026-03-14"),
    ("March 14", "2026-03-14"),
    ("March 14th", "2026-03-14"),
    ("Mar. 14", "2026-03-14"),
    ("14 Mar", "2026-03-14"),
    ("on 24 Dec", "2025-12-24"),
    ("23 November", "2026-11-23"),
    ("24 November", "2025-11-24"),
    ("14 March 2025", "2025-03-14"),
    ("March 14, 2025", "2025-03-14"),
    ("on Friday, the 14th of March 2025", "2025-03-14"),
    ("Fri, 20 Nov 2026", "2026-11-20"),
    ("14-Mar-2025", "2025-03-14"),
    ("29 Feb", "2024-02-29"),
    ("on the 5th", "2026-11-05"),
    ("on the 23rd", "2026-11-23"),
    ("on the 24th", "2026-10-24"),
    ("on the 31st", "2026-10-31"),
    ("2026-11-20", "2026-11-20"),
    ("2026/11/20", "2026-11-20"),
    ("3/14", "2026-03-14"),
    ("on 10/10", "2026-10-10"),
    ("14/3/2026", "2026-03-14"),
    ("3/14/26", "2026-03-14"),
    ("14.3.", "2026-03-14"),
    ("14.3.2026", "2026-03-14"),
    ("20.11.26", "2026-11-20"),
    ("20 Nov 26", "2026-11-20"),
    ("20 Nov '25", "2025-11-20"),
    ("Nov 20 '25", "2025-11-20"),
    ("yesteday", "2026-11-22"),
    ("yesturday", "2026-11-22"),
    ("Yestreday evening", "2026-11-22"),
    ("wendesday", "2026-11-18"),
    ("on thrusday", "2026-11-19"),
    ("last Firday", "2026-11-20"),
    ("3 weeks ago on Monday", "2026-11-02"),
    ("on Monday 3 weeks ago", "2026-11-02"),
]


@pytest.mark.parametrize(("phrase", "iso"), PHRASES)
def test_a_phrase_means_a_day(phrase, iso):
    assert find_past_day(phrase, TODAY) == (day(iso), 0, len(phrase))


# "14.3." after a word may be a version.
@pytest.mark.parametrize(("phrase", "iso"), [each for each in PHRASES if each[0] != "14.3."])
def test_a_phrase_is_found_after_words_and_before_a_comma(phrase, iso):
    assert find_past_day(f"Jane coffee {phrase}, talked", TODAY) == (day(iso), 12, 12 + len(phrase))


@pytest.mark.parametrize(
    ("text", "iso", "said"),
    [
        ("Jane Friday coffee", "2026-11-20", "Friday"),
        ("Jane coffee Friday", "2026-11-20", "Friday"),
        ("coffee on Friday at Joe's", "2026-11-20", "on Friday"),
        ("yesterday, met Jane", "2026-11-22", "yesterday"),
        ("met Jane on the 5th at the fair", "2026-11-05", "on the 5th"),
        ("coffee (last Friday)", "2026-11-20", "last Friday"),
        ("coffee yesterday, talked about next week", "2026-11-22", "yesterday"),
        ("she quit last year, coffee yesterday", "2026-11-22", "yesterday"),
        ("her birthday is 14 March, coffee yesterday", "2026-11-22", "yesterday"),
        ("Jane, sat", "2026-11-21", "sat"),
        ("Jan 2 weeks ago", "2026-11-09", "2 weeks ago"),
        ("Jan 14 March", "2026-03-14", "14 March"),
        ("coffee\nyesterday", "2026-11-22", "yesterday"),
        ("Jane, 3/4, coffee", "2026-03-04", "3/4"),
        ("23.11. lunch", "2026-11-23", "23.11."),
        ("Jane 23.11. lunch", "2026-11-23", "23.11."),
        ("Jane 20 Nov 26 lunch", "2026-11-20", "20 Nov 26"),
        ("lunch 20 Nov 12 guests came", "2026-11-20", "20 Nov"),
        ("Jane wendesday lunch", "2026-11-18", "wendesday"),
    ],
)
def test_where_a_day_stands_in_a_sentence(text, iso, said):
    found = find_past_day(text, TODAY)
    assert found is not None
    assert (found[0], text[found[1] : found[2]]) == (day(iso), said)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "coffee",
        "he may come",
        "we may 14 of us",
        "10 may join later",
        "wants to march on",
        "talked about March plans",
        "talked about 14 March plans",
        "works there since March",
        "the sun was out",
        "coffee at Sun Microsystems",
        "we sat down",
        "she wed an engineer",
        "mon ami",
        "a second time",
        "in a second",
        "version 1.2",
        "version 1.2.34 is out",
        "upgraded to 14.3. and happy",
        "10/10 chat",
        "rated it 9/10",
        "24/7 support",
        "ate 3/4 of the cake",
        "50/50 split",
        "paid $3/14",
        "met on the 5th floor",
        "on 5th Avenue",
        "every Friday",
        "a Friday group",
        "Black Friday deals",
        "talked about Friday",
        "the Sunday Times",
        "uses monday.com",
        "today's news",
        "last week's notes",
        "the last week of May",
        "will meet again on Friday",
        "we'll talk again next week",
        "let's speak on Monday",
        "planning a party for 14 March",
        "her birthday is 14 March",
        "new job starts on 14 March",
        "the deadline is Friday",
        "follow-up on 3 December",
        "see you tomorrow",
        "ran 10 km in 50 minutes",
        "March 10 people came",
        "castles of 800 years ago",
        "192.168.1.2",
        "+1 416 555 0199",
        "call 2025",
        "2 weeks",
        "in 2 minutes",
        "next to the station",
        "lasted a year",
        "Sundar called",
        "Mr Munday and Mondays",
        "thuesday",
    ],
)
def test_sentences_without_a_day(text):
    assert find_past_day(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("tomorrow", "2026-11-24"),
        ("coffee tomorrow", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("next Friday", "2026-12-04"),
        ("this Friday", "2026-11-27"),
        ("in 3 days", "2026-11-26"),
        ("next week", "2026-11-30"),
        ("Jane coffee 2027-01-01", "2027-01-01"),
        ("14 March 2027", "2027-03-14"),
    ],
)
def test_a_day_ahead_is_returned_so_that_it_can_be_refused(text, iso):
    found = find_past_day(text, TODAY)
    assert found is not None
    assert found[0] == day(iso)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31 February", "February has only 29 days"),
        ("coffee on Feb 30", "February has only 29 days"),
        ("29 February 2025", "February 2025 has only 28 days"),
        ("2026-02-30", "February 2026 has only 28 days"),
        ("31 April", "April has only 30 days"),
        ("31/2/2026", "February 2026 has only 28 days"),
        ("13/13/2026", "13/13/2026"),
        ("2026-13-01", "2026-13-01"),
    ],
)
def test_a_day_that_does_not_exist_is_refused_in_words(text, words):
    with pytest.raises(Refusal) as refused:
        find_past_day(text, TODAY)
    assert words in plain(refused.value.text)


@pytest.mark.parametrize(
    ("locale", "iso"),
    [
        ("en", "2026-03-04"),
        ("en_US", "2026-03-04"),
        ("en-US", "2026-03-04"),
        ("en_GB", "2026-04-03"),
        ("en_CA", "2026-04-03"),
        ("fr", "2026-04-03"),
        ("es", "2026-04-03"),
        ("de", "2026-04-03"),
        ("ja", "2026-03-04"),
        ("", "2026-03-04"),
        ("xx-nonsense", "2026-03-04"),
    ],
)
def test_the_locale_says_whether_3_4_is_in_march(locale, iso):
    found = find_past_day("on 3/4", TODAY, locale)
    assert found is not None
    assert found[0] == day(iso)
    dotted = find_past_day("3.4.", TODAY, locale)
    assert dotted is not None
    assert dotted[0] == day("2026-04-03")


@pytest.mark.parametrize(
    ("text", "locale", "iso"),
    [
        ("12/11", "en", "2026-11-12"),  # 11 December is a year ago
        ("11/12", "en", "2026-11-12"),
        ("11/12", "en_GB", "2026-11-12"),
        ("12/11", "en_GB", "2026-11-12"),
        ("3/4", "en", "2026-03-04"),  # both are long ago
        ("9/8", "en", "2026-09-08"),
        ("12/11/2025", "en", "2025-12-11"),
    ],
)
def test_the_locale_s_order_gives_way_where_only_the_other_is_recent(text, locale, iso):
    found = find_past_day(f"lunch {text}", TODAY, locale)
    assert found is not None
    assert found[0] == day(iso)
