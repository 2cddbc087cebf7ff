"""Every example of RRULE in RFC 5545, section 3.8.5.3, with the dates that it prints; all of America/New_York."""

from dataclasses import dataclass
from datetime import date, datetime, time

_HOURS = range(9, 17)
_IN_JANUARY = "1998 1 1-31, 1999 1 1-31, 2000 1 1-31"
_FIVE_WEEKS = "1997 9 2 4 9 11 16 18 23 25 30, 10 2"
_EVERY_20_MINUTES = tuple(f"{hour:02}:{minute:02}" for hour in _HOURS for minute in (0, 20, 40))


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A rule, from when it is counted (at nine), and its days: "1997 9 2 4-6, 10 1". Of what never ends it is the
    beginning. `hours` are of each of these days, where it is not nine alone."""

    rule: str
    start: date = date(1997, 9, 2)
    days: str
    hours: tuple[str, ...] = ("09:00",)
    excepted: tuple[str, ...] = ()
    ends: bool = True

    @property
    def walls(self) -> list[datetime]:
        hours = [time.fromisoformat(each) for each in self.hours]
        return [datetime.combine(day, hour) for day in _days(self.days) for hour in hours]


EXAMPLES = (
    Example(rule="FREQ=DAILY;COUNT=10", days="1997 9 2-11"),
    Example(rule="FREQ=DAILY;UNTIL=19971224T000000Z", days="1997 9 2-30, 10 1-31, 11 1-30, 12 1-23"),
    Example(
        rule="FREQ=DAILY;INTERVAL=2",
        days="1997 9 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30, 10 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30, "
        "11 1 3 5 7 9 11 13 15 17 19 21 23 25 27 29, 12 1 3",
        ends=False,
    ),
    Example(rule="FREQ=DAILY;INTERVAL=10;COUNT=5", days="1997 9 2 12 22, 10 2 12"),
    Example(
        rule="FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        start=date(1998, 1, 1),
        days=_IN_JANUARY,
    ),
    Example(rule="FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", start=date(1998, 1, 1), days=_IN_JANUARY),
    Example(rule="FREQ=WEEKLY;COUNT=10", days="1997 9 2 9 16 23 30, 10 7 14 21 28, 11 4"),
    Example(
        rule="FREQ=WEEKLY;UNTIL=19971224T000000Z",
        days="1997 9 2 9 16 23 30, 10 7 14 21 28, 11 4 11 18 25, 12 2 9 16 23",
    ),
    Example(
        rule="FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        days="1997 9 2 16 30, 10 14 28, 11 11 25, 12 9 23, 1998 1 6 20, 2 3 17",
        ends=False,
    ),
    Example(rule="FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", days=_FIVE_WEEKS),
    Example(rule="FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", days=_FIVE_WEEKS),
    Example(
        rule="FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        start=date(1997, 9, 1),
        days="1997 9 1 3 5 15 17 19 29, 10 1 3 13 15 17 27 29 31, 11 10 12 14 24 26 28, 12 8 10 12 22",
    ),
    Example(rule="FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", days="1997 9 2 4 16 18 30, 10 2 14 16"),
    Example(
        rule="FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        start=date(1997, 9, 5),
        days="1997 9 5, 10 3, 11 7, 12 5, 1998 1 2, 2 6, 3 6, 4 3, 5 1, 6 5",
    ),
    Example(
        rule="FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        start=date(1997, 9, 5),
        days="1997 9 5, 10 3, 11 7, 12 5",
    ),
    Example(
        rule="FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        start=date(1997, 9, 7),
        days="1997 9 7 28, 11 2 30, 1998 1 4 25, 3 1 29, 5 3 31",
    ),
    Example(
        rule="FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        start=date(1997, 9, 22),
        days="1997 9 22, 10 20, 11 17, 12 22, 1998 1 19, 2 16",
    ),
    Example(
        rule="FREQ=MONTHLY;BYMONTHDAY=-3",
        start=date(1997, 9, 28),
        days="1997 9 28, 10 29, 11 28, 12 29, 1998 1 29, 2 26",
        ends=False,
    ),
    Example(
        rule="FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", days="1997 9 2 15, 10 2 15, 11 2 15, 12 2 15, 1998 1 2 15"
    ),
    Example(
        rule="FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        start=date(1997, 9, 30),
        days="1997 9 30, 10 1 31, 11 1 30, 12 1 31, 1998 1 1 31, 2 1",
    ),
    Example(
        rule="FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        start=date(1997, 9, 10),
        days="1997 9 10-15, 1999 3 10-13",
    ),
    Example(
        rule="FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        days="1997 9 2 9 16 23 30, 11 4 11 18 25, 1998 1 6 13 20 27, 3 3 10 17 24 31",
        ends=False,
    ),
    Example(
        rule="FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        start=date(1997, 6, 10),
        days="1997 6 10, 7 10, 1998 6 10, 7 10, 1999 6 10, 7 10, 2000 6 10, 7 10, 2001 6 10, 7 10",
    ),
    Example(
        rule="FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        start=date(1997, 3, 10),
        days="1997 3 10, 1999 1 10, 2 10, 3 10, 2001 1 10, 2 10, 3 10, 2003 1 10, 2 10, 3 10",
    ),
    Example(
        rule="FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        start=date(1997, 1, 1),
        days="1997 1 1, 4 10, 7 19, 2000 1 1, 4 9, 7 18, 2003 1 1, 4 10, 7 19, 2006 1 1",
    ),
    Example(
        rule="FREQ=YEARLY;BYDAY=20MO", start=date(1997, 5, 19), days="1997 5 19, 1998 5 18, 1999 5 17", ends=False
    ),
    Example(
        rule="FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        start=date(1997, 5, 12),
        days="1997 5 12, 1998 5 11, 1999 5 17",
        ends=False,
    ),
    Example(
        rule="FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        start=date(1997, 3, 13),
        days="1997 3 13 20 27, 1998 3 5 12 19 26, 1999 3 4 11 18 25",
        ends=False,
    ),
    Example(
        rule="FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        start=date(1997, 6, 5),
        days="1997 6 5 12 19 26, 7 3 10 17 24 31, 8 7 14 21 28, 1998 6 4 11 18 25, 7 2 9 16 23 30, 8 6 13 20 27, "
        "1999 6 3 10 17 24, 7 1 8 15 22 29, 8 5 12 19 26",
        ends=False,
    ),
    Example(
        rule="FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        days="1998 2 13, 3 13, 11 13, 1999 8 13, 2000 10 13",
        excepted=("19970902T090000",),
        ends=False,
    ),
    Example(
        rule="FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        start=date(1997, 9, 13),
        days="1997 9 13, 10 11, 11 8, 12 13, 1998 1 10, 2 7, 3 7, 4 11, 5 9, 6 13",
        ends=False,
    ),
    Example(
        rule="FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        start=date(1996, 11, 5),
        days="1996 11 5, 2000 11 7, 2004 11 2",
        ends=False,
    ),
    Example(
        rule="FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        start=date(1997, 9, 4),
        days="1997 9 4, 10 7, 11 6",
    ),
    Example(
        rule="FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        start=date(1997, 9, 29),
        days="1997 9 29, 10 30, 11 27, 12 30, 1998 1 29, 2 26, 3 30",
        ends=False,
    ),
    # Printed with UNTIL=19970902T170000Z, which is one o'clock there: erratum 3883.
    Example(
        rule="FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z", days="1997 9 2", hours=("09:00", "12:00", "15:00")
    ),
    Example(
        rule="FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        days="1997 9 2",
        hours=("09:00", "09:15", "09:30", "09:45", "10:00", "10:15"),
    ),
    Example(rule="FREQ=MINUTELY;INTERVAL=90;COUNT=4", days="1997 9 2", hours=("09:00", "10:30", "12:00", "13:30")),
    Example(
        rule="FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
        days="1997 9 2-4",
        hours=_EVERY_20_MINUTES,
        ends=False,
    ),
    Example(
        rule="FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
        days="1997 9 2-4",
        hours=_EVERY_20_MINUTES,
        ends=False,
    ),
    Example(
        rule="FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", start=date(1997, 8, 5), days="1997 8 5 10 19 24"
    ),
    Example(
        rule="FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", start=date(1997, 8, 5), days="1997 8 5 17 19 31"
    ),
    Example(
        rule="FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", start=date(2007, 1, 15), days="2007 1 15 30, 2 15, 3 15 30"
    ),
)


def _days(text: str) -> list[date]:
    found: list[date] = []
    year = 0
    for part in text.split(", "):
        words = part.split()
        if len(words[0]) == 4:
            year = int(words.pop(0))
        month = int(words.pop(0))
        for word in words:
            first, _dash, last = word.partition("-")
            found += [date(year, month, day) for day in range(int(first), int(last or first) + 1)]
    return found
