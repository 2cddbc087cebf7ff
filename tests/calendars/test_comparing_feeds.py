"""What a calendar says beside what stands in the agenda."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.calendars.comparing import MOST_A_WEEK, Compared, compare
from core.calendars.reading import AHEAD, Read
from core.facts.calendars import Feed
from core.facts.events import Event, FoundEvent, Rsvp, Terms
from core.facts.ids import EventId, FeedId, ImportId
from tests.storage import made

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
ADA = made.account(timezone="America/Toronto")
FEED = Feed(id=FeedId("f"), account_id=ADA.id, url="https://example.com/x.ics", added_at=NOW, next_at=NOW)
OTHER = FeedId("other")


def found(**fields: Any) -> FoundEvent:
    usual = {"origin": "calendar:a", "title": "Breakfast", "on": date(2026, 12, 1), "at": time(7, 30)}
    return FoundEvent(**{**usual, "timezone": "America/Toronto", **fields})


def event(**fields: Any) -> Event:
    """The same, as the feed has brought it."""
    usual = {"origin": "calendar:a", "at": time(7, 30), "timezone": "America/Toronto", "feed_id": FEED.id}
    return made.event(ADA, **{**usual, "heard": Rsvp.GOING, **fields})


def compared(*said: FoundEvent, known: tuple[Event, ...] = (), until: date | None = TODAY + AHEAD) -> Compared:
    read = Read(title="", events=said, first=TODAY, until=until)
    mine = [each for each in known if each.feed_id == FEED.id]
    return compare(read, FEED, {each.origin: each for each in known}, mine, {OTHER}, NOW)


def test_what_is_new() -> None:
    [new] = compared(found(rsvp=Rsvp.MAYBE)).new
    assert (new.feed_id, new.rsvp, new.heard) == (FEED.id, Rsvp.MAYBE, Rsvp.MAYBE)


def test_what_was_called_off_before_it_was_known_is_left_out() -> None:
    assert compared(found(cancelled=True)).new == []


def test_what_is_as_it_was_is_left_alone() -> None:
    assert compared(found(), known=(event(),)) == Compared(new=[], changed=[], lost_all=False)


def test_what_has_changed() -> None:
    for fields in ({"on": date(2026, 12, 2)}, {"at": time(8)}, {"notes": "Bring a coat"}, {"cancelled": True}):
        [change] = compared(found(**fields), known=(event(),)).changed
        assert {name: getattr(change.after, name) for name in fields} == fields
        assert change.after.changed_at == NOW


def test_another_calendar_s_event_stays_its() -> None:
    assert compared(found(at=time(8)), known=(event(feed_id=OTHER),)).changed == []
    [change] = compared(found(at=time(8)), known=(event(feed_id=FeedId("followed no longer")),)).changed
    assert change.after.feed_id == FEED.id


def test_a_copy_of_what_somebody_announced_stays_theirs() -> None:
    copy = event(feed_id=None, shared_id=EventId("theirs"))
    assert compared(found(at=time(8)), known=(copy,)).changed == []


def test_an_event_out_of_a_file_is_followed_from_now_on() -> None:
    from_file = event(feed_id=None, heard=None, import_id=ImportId("i"), rsvp=Rsvp.NO)
    [change] = compared(found(), known=(from_file,)).changed
    assert (change.after.feed_id, change.after.import_id) == (FEED.id, ImportId("i"))
    assert (change.after.rsvp, change.after.heard) == (Rsvp.NO, Rsvp.GOING)


def test_one_s_own_answer_stays() -> None:
    declined = event(rsvp=Rsvp.NO)
    for said in (Rsvp.GOING, Rsvp.MAYBE):
        assert compared(found(rsvp=said), known=(declined,)).changed == []
    [change] = compared(found(rsvp=Rsvp.MAYBE), known=(event(),)).changed
    assert (change.after.rsvp, change.after.heard) == (Rsvp.MAYBE, Rsvp.MAYBE)


def test_a_calendar_never_changes_what_is_not_its_own() -> None:
    typed = event(origin="event:e1", feed_id=None)
    announced = event(terms=Terms(organiser=ADA.id))
    for mine in (typed, announced):
        assert compared(found(origin=mine.origin, at=time(3)), known=(mine,)).changed == []
        assert compared(known=(mine,)) == Compared(new=[], changed=[], lost_all=False)


def test_a_full_week_only_invites() -> None:
    many = [found(origin=f"calendar:{n}", title=f"E{n}") for n in range(MOST_A_WEEK + 1)]
    alone = found(origin="calendar:later", on=date(2026, 12, 14))
    new = compared(*many, alone).new
    assert [each.rsvp for each in new] == [*[Rsvp.INVITED] * len(many), Rsvp.GOING]
    assert {each.rsvp for each in compared(*many[1:], alone).new} == {Rsvp.GOING}
    going, maybe = (event(origin=f"calendar:{n}", title=f"E{n}") for n in range(2))
    result = compared(*many, known=(going, replace(maybe, rsvp=Rsvp.MAYBE)))
    assert [(each.before, each.after.rsvp) for each in result.changed] == [(going, Rsvp.INVITED)]


def test_what_is_over_is_left_as_it_was() -> None:
    over = event(on=TODAY, at=time(1))
    assert compared(found(on=TODAY, at=time(1), title="Renamed"), known=(over,)).changed == []
    assert compared(known=(over,)) == Compared(new=[], changed=[], lost_all=False)


def test_what_is_gone_is_called_off() -> None:
    stays, gone = event(), event(origin="calendar:b")
    result = compared(found(), known=(stays, gone))
    assert [(each.before, each.after.cancelled) for each in result.changed] == [(gone, True)]
    assert not result.lost_all
    assert compared(known=(stays, gone)).lost_all


def test_what_was_not_read_is_not_gone() -> None:
    beyond = event(origin="calendar:b", on=date(2026, 12, 20))
    far = event(origin="calendar:c", on=TODAY + AHEAD + timedelta(days=1))
    assert compared(found(), known=(event(), beyond), until=date(2026, 12, 19)).changed == []
    assert compared(found(), known=(event(), beyond), until=None).changed == []
    assert compared(found(), known=(event(), far)).changed == []


def test_what_comes_back_is_on_again() -> None:
    off = replace(event(), cancelled=True)
    [change] = compared(found(), known=(off,)).changed
    assert not change.after.cancelled


def test_events_that_are_called_otherwise_each_time_are_the_same() -> None:
    known = (event(origin="calendar:1"), event(origin="calendar:2", title="Fair"))
    assert compared(found(origin="calendar:3"), found(origin="calendar:4", title="Fair"), known=known) == Compared(
        new=[], changed=[], lost_all=False
    )
