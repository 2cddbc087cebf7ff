"""Seats by random answers: never more than there are, the row's order kept, nobody lost, and no seat left empty."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.errors import Refusal
from core.events.moments import begins
from core.facts.events import Attendee, Event, Headcount, Rsvp, Terms
from core.facts.ids import AccountId, EventId
from core.gatherings.seats import confirm_by, promoted, seated, unconfirmed
from tests.storage import made

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def event(capacity: int | None, **fields: object) -> Event:
    terms = Terms(organiser=AccountId("ada"), capacity=capacity, guests=2)
    made = Event(
        id=EventId("e"),
        account_id=AccountId("club"),
        created_at=NOW,
        origin="event:e",
        title="Breakfast",
        on=date(2026, 12, 1),
        at=time(9),
        timezone="UTC",
        terms=terms,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


class Room:
    """Everybody's answers, kept like the database keeps them."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.now = NOW
        self.by: dict[str, Attendee] = {}

    @property
    def waiting(self) -> list[Attendee]:
        found = [each for each in self.by.values() if each.rsvp is Rsvp.WAITING]
        return sorted(found, key=lambda each: (each.since, each.account_id))

    @property
    def count(self) -> Headcount:
        heads = {rsvp: sum(1 + each.guests for each in self.by.values() if each.rsvp is rsvp) for rsvp in Rsvp}
        return Headcount(
            going=heads[Rsvp.GOING],
            maybe=heads[Rsvp.MAYBE],
            no=heads[Rsvp.NO],
            waiting=heads[Rsvp.WAITING],
        )

    def keep(self, attendees: Sequence[Attendee]) -> None:
        self.by |= {each.account_id: each for each in attendees}

    def answers(self, who: str, rsvp: Rsvp, guests: int = 0) -> None:
        self.now += timedelta(seconds=1)
        wish = Attendee(
            event_id=self.event.id, account_id=AccountId(who), name=who, rsvp=rsvp, guests=guests, since=self.now
        )
        row = self.waiting
        done = seated(self.event, self.count, row, self.by.get(who), wish, self.now)
        self.keep([done.mine, *done.promoted])
        assert done.count == self.count
        if done.mine.rsvp is Rsvp.WAITING:
            assert self.waiting[done.place - 1] == done.mine
        self.came_up_in_order(row, done.promoted)

    def raises(self, capacity: int | None) -> None:
        assert self.event.terms is not None
        self.event = replace(self.event, terms=replace(self.event.terms, capacity=capacity))
        row = self.waiting
        came_up = promoted(self.event, self.count, row, self.now)
        self.keep(came_up)
        self.came_up_in_order(row, came_up)

    def came_up_in_order(self, row: Sequence[Attendee], came_up: Sequence[Attendee]) -> None:
        """Nobody who stood before somebody that came up, and needs no more seats, is still there."""
        places = {each.account_id: place for place, each in enumerate(row)}
        still = {each.account_id for each in self.waiting}
        for each in came_up:
            before = row[: places[each.account_id]]
            assert not [one for one in before if one.account_id in still and one.guests <= each.guests]


_who = st.sampled_from([f"member {n}" for n in range(9)])
_steps = st.lists(
    st.one_of(
        st.tuples(_who, st.sampled_from([Rsvp.GOING, Rsvp.GOING, Rsvp.MAYBE, Rsvp.NO]), st.integers(0, 2)),
        st.integers(1, 8),
    ),
    max_size=40,
)


@given(st.integers(1, 6), _steps)
def test_seats_are_never_given_twice_and_nobody_is_lost(capacity, steps):
    room = Room(event(capacity))
    asked: set[str] = set()
    most = capacity
    for step in steps:
        if isinstance(step, int):
            most = max(most, step)
            room.raises(most)
        else:
            who, rsvp, guests = step
            before = dict(room.by)
            try:
                room.answers(who, rsvp, guests)
                asked.add(who)
            except Refusal:
                assert room.by == before
        assert room.count.going <= most
        assert set(room.by) == asked
        free = most - room.count.going
        assert all(1 + each.guests > free for each in room.waiting), "a seat stays empty for nobody"


@given(st.lists(_who, min_size=1, max_size=20))
def test_the_row_keeps_its_order(names):
    room = Room(event(1))
    room.answers("first", Rsvp.GOING)
    for name in names:
        room.answers(name, Rsvp.GOING)
    row = list(dict.fromkeys(names))
    assert [each.account_id for each in room.waiting] == row
    for name in row:
        gone = next(each for each in room.by.values() if each.rsvp is Rsvp.GOING)
        room.answers(gone.account_id, Rsvp.NO)
        assert room.by[name].rsvp is Rsvp.GOING


@pytest.mark.parametrize(
    ("hours_before", "expected"), [(25, None), (24, 2.0), (4, 2.0), (3, 1.5), (1, 0.5), (0.1, 0.05)]
)
def test_how_long_somebody_has_to_confirm(hours_before, expected):
    evening = event(1, at=time(19))
    now = begins(evening) - hours_before * HOUR
    until = confirm_by(evening, made.account(timezone="UTC"), now)
    assert (None if until is None else (until - now) / HOUR) == (expected and pytest.approx(expected))


@pytest.mark.parametrize(
    ("asked", "begin", "zone", "quiet", "until"),
    [
        (time(21), time(19), "UTC", None, time(10)),  # at eleven they may sleep: two hours behind eight
        (time(3), time(19), "UTC", None, time(10)),
        (time(3), time(9, 30), "UTC", None, time(8, 45)),
        (time(3), time(8, 30), "UTC", None, time(5)),  # at eight it is of no use to anybody
        (time(21), time(19), "America/Toronto", None, time(23)),  # in the afternoon there
        (time(21), time(19), None, None, time(10)),
        (time(21), time(19), "UTC", (time(23, 30), time(6)), time(23)),
        (time(22), time(19), "UTC", (time(23, 30), time(6)), time(8)),
    ],
)
def test_nobody_has_to_confirm_at_night(asked, begin, zone, quiet, until):
    drinks = event(1, at=begin)
    on = drinks.on - timedelta(days=asked > begin)
    account = made.account(timezone=zone, quiet_from=quiet and quiet[0], quiet_until=quiet and quiet[1])
    by = confirm_by(drinks, account, datetime.combine(on, asked, UTC))
    assert by is not None
    assert by.time() == until


def test_who_waits_and_fits_is_passed_by_nobody():
    room = Room(event(2))
    for who in ("a", "b", "first", "second"):
        room.answers(who, Rsvp.GOING)
    del room.by["a"]  # erased, and nobody came up
    room.answers("new", Rsvp.GOING)
    assert room.by["first"].rsvp is Rsvp.GOING
    assert room.by["new"].rsvp is Rsvp.WAITING


def test_whoever_waits_with_a_guest_may_have_a_single_seat():
    room = Room(event(1))
    room.answers("a", Rsvp.GOING)
    room.answers("pair", Rsvp.GOING, 1)
    room.answers("a", Rsvp.NO)
    assert room.by["pair"].rsvp is Rsvp.WAITING, "they are asked first"
    room.answers("pair", Rsvp.GOING, 1)
    assert (room.by["pair"].rsvp, room.by["pair"].guests) == (Rsvp.GOING, 0)


def test_shortly_before_it_those_who_would_not_hear_of_it_come_last():
    row = [
        Attendee(event_id=EventId("e"), account_id=AccountId(who), name="", rsvp=Rsvp.WAITING, since=NOW)
        for who in ("first", "second")
    ]
    for hours, up in ((30, "first"), (20, "second")):
        now = begins(event(1)) - hours * HOUR
        (came,) = promoted(event(1), Headcount(waiting=2), row, now, {AccountId("first")})
        assert came.account_id == up
    assert len(promoted(event(2), Headcount(waiting=2), row, begins(event(2)) - HOUR, {AccountId("first")})) == 2


def test_whoever_has_a_seat_says_so_again_after_answers_are_closed():
    room = Room(event(1))
    room.answers("a", Rsvp.GOING)
    assert room.event.terms is not None
    room.event = replace(room.event, terms=replace(room.event.terms, closes=60 * 24 * 60))
    room.answers("a", Rsvp.GOING)
    for who, rsvp, guests in (("a", Rsvp.GOING, 1), ("a", Rsvp.MAYBE, 0), ("b", Rsvp.GOING, 0)):
        with pytest.raises(Refusal):
            room.answers(who, rsvp, guests)


def test_somebody_with_more_guests_than_there_is_room_for_is_passed_over():
    room = Room(event(2))
    room.answers("a", Rsvp.GOING)
    room.answers("b", Rsvp.GOING)
    room.answers("pair", Rsvp.GOING, 1)
    room.answers("single", Rsvp.GOING)
    room.answers("a", Rsvp.NO)
    assert room.by["single"].rsvp is Rsvp.GOING
    assert room.by["pair"].rsvp is Rsvp.WAITING
    room.answers("b", Rsvp.NO)
    assert room.by["pair"].rsvp is Rsvp.WAITING, "they need two"
    room.answers("single", Rsvp.MAYBE)
    assert room.by["pair"].rsvp is Rsvp.GOING


def test_an_unconfirmed_seat_goes_only_to_somebody():
    room = Room(event(1))
    late = Attendee(
        event_id=EventId("e"),
        account_id=AccountId("late"),
        name="",
        rsvp=Rsvp.GOING,
        since=NOW,
        confirm_by=NOW,
    )
    room.keep([late])
    theirs, came_up = unconfirmed(room.event, room.count, (), late, NOW + HOUR)
    assert (theirs, came_up) == (replace(late, confirm_by=None), ())
    room.answers("next", Rsvp.GOING)
    theirs, (came,) = unconfirmed(room.event, room.count, room.waiting, late, NOW + HOUR)
    assert (theirs.rsvp, came.account_id, came.rsvp) == (Rsvp.MAYBE, "next", Rsvp.GOING)


def test_nobody_comes_up_once_it_has_begun_or_is_called_off():
    row = [Attendee(event_id=EventId("e"), account_id=AccountId("w"), name="", rsvp=Rsvp.WAITING, since=NOW)]
    assert promoted(event(5), Headcount(waiting=1), row, begins(event(5))) == ()
    assert promoted(event(5, cancelled=True), Headcount(waiting=1), row, NOW) == ()
    assert len(promoted(event(5), Headcount(waiting=1), row, NOW)) == 1
