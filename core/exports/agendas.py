"""Agendas in reachwell.json, both ways: events and their series, feeds, templates, the card."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.chat.errors import Refusal
from core.chat.parsing.people.handles import MAX_LENGTH
from core.exports.shape import KeptCard, KeptEvent, KeptFeed, KeptNetwork, KeptSeries, KeptTemplate
from core.facts.calendars import Feed
from core.facts.drafts import Template
from core.facts.events import Event, Series
from core.facts.exports import Network
from core.facts.handshakes import LONGEST, MOST_HANDLES, OwnCard
from core.facts.ids import AccountId, EventId, FeedId, ImportId, SeriesId
from core.ical.addresses import MOST_FEEDS, feed_address

_MOST_AHEAD = 7 * 24 * 60  # minutes
_IN_NAMES = re.compile(r"\w[.:/@\u3002\uff0e]+\w|@\w|\d{7}")
_APART = timedelta(minutes=3)  # between the calendars that come back: they are not all asked for at once


@dataclass(slots=True)
class EventNumbers:
    """What touches call the events at which they were, in the order in which they are first spoken of."""

    _numbers: dict[EventId, int] = field(default_factory=dict)

    def of(self, event_id: EventId | None) -> int:
        return 0 if event_id is None else self._numbers.setdefault(event_id, len(self._numbers) + 1)

    def known(self, event_id: EventId) -> int:
        """0 for one of which nothing has spoken."""
        return self._numbers.get(event_id, 0)


def kept_events(
    network: Network, numbers: EventNumbers, imported: Callable[[ImportId | None], int]
) -> Iterator[KeptEvent]:
    """Copies of somebody else's events are the owner's own when they come back."""
    series = {each.id: each.origin for each in network.series}
    feeds = {each.id: each.url for each in network.feeds}
    for event in network.events:
        yield KeptEvent(
            origin=event.origin,
            number=numbers.known(event.id),
            title=event.title,
            on=event.on,
            timezone=event.timezone,
            at=event.at,
            until_on=event.until_on,
            until_at=event.until_at,
            place=event.place,
            url=event.url,
            notes=event.notes,
            rsvp=event.rsvp,
            imported=imported(event.import_id),
            series=series.get(event.series_id, "") if event.series_id else "",
            occurrence=event.occurrence,
            feed=feeds.get(event.feed_id, "") if event.feed_id else "",
            sequence=event.sequence,
            cancelled=event.cancelled,
            changed_at=event.changed_at,
            added_at=event.created_at,
        )


def kept_series(network: Network, imported: Callable[[ImportId | None], int]) -> Iterator[KeptSeries]:
    for each in network.series:
        yield KeptSeries(
            origin=each.origin,
            title=each.title,
            on=each.on,
            timezone=each.timezone,
            rule=each.rule,
            at=each.at,
            lasts=each.lasts,
            place=each.place,
            url=each.url,
            notes=each.notes,
            rsvp=each.rsvp,
            also=each.also,
            excepted=each.excepted,
            sequence=each.sequence,
            imported=imported(each.import_id),
            added_at=each.created_at,
        )


def kept_feeds(network: Network) -> Iterator[KeptFeed]:
    return (
        KeptFeed(url=each.url, title=each.title, added_at=each.added_at, reminds=each.reminds)
        for each in network.feeds
    )


def kept_templates(network: Network) -> Iterator[KeptTemplate]:
    return (KeptTemplate(occasion=each.occasion, text=each.text) for each in network.templates)


def kept_card(card: OwnCard) -> KeptCard:
    return KeptCard(
        name=card.name,
        title=card.title,
        company=card.company,
        about=card.about,
        handles=card.handles,
        hidden=tuple(sorted(card.hidden)),
    )


def is_sound_agenda(kept: KeptNetwork, is_zone: Callable[[str], bool]) -> Iterator[bool]:
    """What the types of its parts do not say."""
    for origins in ([each.origin for each in kept.events], [each.origin for each in kept.series]):
        yield len(origins) == len(set(origins))
    numbers = [each.number for each in kept.events if each.number]
    yield len(numbers) == len(set(numbers))
    yield all(is_zone(each.timezone) for each in kept.events)
    yield all(is_zone(each.timezone) for each in kept.series)
    yield all(each.tzinfo is None for event in kept.events for each in (event.at, event.until_at) if each)
    yield all(each.at is None or each.at.tzinfo is None for each in kept.series)
    yield all(each.lasts is None or 0 <= each.lasts <= 60 * 24 * 366 for each in kept.series)
    sequences = [*(each.sequence for each in kept.events), *(each.sequence for each in kept.series)]
    yield all(0 <= each < 2**31 for each in sequences)
    if kept.settings is not None:
        wishes = kept.settings.event_wishes
        yield wishes.evening is None or wishes.evening.tzinfo is None
        yield len(wishes.ahead) <= 10 and all(0 < each <= _MOST_AHEAD for each in wishes.ahead)


def followed(kept: Sequence[KeptFeed]) -> Sequence[KeptFeed]:
    """Those that can be followed: by the rules for what somebody types, whoever wrote the file."""
    found: dict[str, KeptFeed] = {}
    for each in kept:
        try:
            address = feed_address(each.url)
        except Refusal:
            continue
        if address == each.url:
            found.setdefault(address, each)
    return list(found.values())[:MOST_FEEDS]


@dataclass(frozen=True, slots=True)
class RestoredAgenda:
    """Makes an account's agenda of what was kept. `feeds` and `series` are the new ids."""

    owner: AccountId
    now: datetime
    imported: Callable[[int], ImportId | None]
    feeds: Mapping[str, FeedId]
    series: Mapping[str, SeriesId]

    def event(self, kept: KeptEvent, new: str) -> Event:
        """The planner looks at it at once: what has passed is not told of again."""
        return Event(
            id=EventId(new),
            account_id=self.owner,
            created_at=kept.added_at or self.now,
            origin=kept.origin,
            title=kept.title,
            on=kept.on,
            timezone=kept.timezone,
            at=kept.at,
            until_on=kept.until_on,
            until_at=kept.until_at,
            place=kept.place,
            url=kept.url,
            notes=kept.notes,
            rsvp=kept.rsvp,
            import_id=self.imported(kept.imported),
            feed_id=self.feeds.get(kept.feed),
            series_id=self.series.get(kept.series),
            occurrence=kept.occurrence,
            sequence=kept.sequence,
            cancelled=kept.cancelled,
            changed_at=kept.changed_at,
            planned_at=self.now,
            next_at=self.now if kept.on >= self.now.date() else None,
        )

    def one_series(self, kept: KeptSeries) -> Series:
        return Series(
            id=self.series[kept.origin],
            account_id=self.owner,
            created_at=kept.added_at or self.now,
            origin=kept.origin,
            title=kept.title,
            on=kept.on,
            timezone=kept.timezone,
            rule=kept.rule,
            at=kept.at,
            lasts=kept.lasts,
            place=kept.place,
            url=kept.url,
            notes=kept.notes,
            rsvp=kept.rsvp,
            also=kept.also,
            excepted=kept.excepted,
            sequence=kept.sequence,
            import_id=self.imported(kept.imported),
            made_until=self.now.date(),
        )

    def feed(self, number: int, kept: KeptFeed) -> Feed:
        """`number` counts from 0."""
        return Feed(
            id=self.feeds[kept.url],
            account_id=self.owner,
            url=kept.url,
            title=kept.title,
            added_at=kept.added_at or self.now,
            next_at=self.now + number * _APART,
            reminds=kept.reminds,
        )

    def template(self, kept: KeptTemplate) -> Template:
        return Template(account_id=self.owner, occasion=kept.occasion, text=kept.text)

    def card(self, kept: KeptCard | None) -> OwnCard | None:
        """Within what fits on one (core/handshakes); a name that would be a link is none: the chat's will do."""
        if kept is None:
            return None
        return OwnCard(
            account_id=self.owner,
            name="" if _IN_NAMES.search(kept.name) else kept.name[: LONGEST["name"]].rstrip(),
            title=kept.title[: LONGEST["title"]].rstrip(),
            company=kept.company[: LONGEST["company"]].rstrip(),
            about=kept.about[: LONGEST["about"]].rstrip(),
            handles=tuple(each for each in kept.handles if len(each.value) <= MAX_LENGTH)[:MOST_HANDLES],
            hidden=frozenset(kept.hidden),
        )
