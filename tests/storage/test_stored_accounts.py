"""Accounts, identities, questions and deeds, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from core.facts.account import (
    Account,
    AccountChanged,
    AskChanged,
    Choice,
    ContactAdded,
    ContactChanged,
    EntriesAdded,
    Imported,
    Irrevocable,
    PickAnswered,
    PromiseChanged,
    ReminderChanged,
    RhythmsChanged,
    Tuning,
)
from core.facts.cadence import Cadence, Unit
from core.facts.ids import (
    AccountId,
    AskId,
    ContactId,
    DeedId,
    DigestId,
    EntryId,
    ImportId,
    PromiseId,
    QuestionId,
    ReminderId,
)
from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.store import AlreadyDone, Store, Unavailable
from tests.storage.made import (
    HOUR,
    NOW,
    TODAY,
    account,
    ask,
    contact,
    deed,
    identity,
    promise,
    question,
    reminder,
    signed_up,
)

WEEKLY = Recurrence(freq=Frequency.WEEKLY, weekdays=(Weekday(day=1),), times=(time(9),), start=TODAY)
SIX_WEEKS = Cadence(count=6, unit=Unit.WEEK)
FULL = account(
    locale="pt-BR",
    timezone="America/Sao_Paulo",
    digest_at=time(7, 5),
    digest_days=frozenset({0, 6}),
    digest_size=9,
    quiet_from=time(22),
    quiet_until=time(6, 30),
    paused=True,
    paused_until=date(2027, 1, 1),
    default_cadence=SIX_WEEKS,
    tag_cadences={"mentor": SIX_WEEKS, "été": Cadence(count=1, unit=Unit.YEAR)},
    rules={
        "birthday": Tuning(on=False, days=0, not_for=frozenset({ContactId("c")}), not_for_tags=frozenset({"été"})),
        "dormant": Tuning(),
    },
    profile_on=date(2027, 2, 28),
    items_on=date.max,
    digested_on=TODAY,
    next_digest_at=datetime(2026, 11, 24, 10, 5, 0, 123456, tzinfo=UTC),
)


@pytest.mark.parametrize("kept", [account(), FULL], ids=["new", "full"])
async def test_an_account_comes_back_as_it_was(store: Store, kept: Account) -> None:
    me = identity(kept, name="Ada 🦊", reachable=False)
    async with store.write() as tx:
        await tx.accounts.add(kept, me)
    async with store.read() as tx:
        assert await tx.accounts.get([kept.id]) == [kept]
        assert await tx.accounts.of(me.platform, me.external_id) == (me, kept, None)
        assert await tx.accounts.identities([kept.id]) == [me]


async def test_whom_nobody_knows(store: Store, ada: Account) -> None:
    async with store.read() as tx:
        assert await tx.accounts.of("telegram", "nobody") is None
        assert await tx.accounts.of("discord", identity(ada).external_id) is None
        assert await tx.accounts.get([AccountId("nobody")]) == []
        assert await tx.accounts.identities([]) == []


async def test_settings_change_for_their_owner_alone(store: Store, ada: Account, bob: Account) -> None:
    changed = replace(FULL, id=ada.id, created_at=ada.created_at)
    async with store.write() as tx:
        await tx.accounts.change(changed)
        assert await tx.accounts.get([ada.id]) == [changed]
    async with store.read() as tx:
        assert await tx.accounts.get([bob.id]) == [bob]


async def test_an_identity_changes_for_its_account_alone(store: Store, ada: Account, bob: Account) -> None:
    moved = identity(ada, address="-100", name="Ada L.", reachable=False)
    async with store.write() as tx:
        await tx.accounts.change_identity(moved)
        await tx.accounts.change_identity(replace(moved, account_id=bob.id, address="stolen"))
    async with store.read() as tx:
        assert await tx.accounts.identities([ada.id, bob.id]) == sorted(
            [moved, identity(bob)], key=lambda each: each.external_id
        )


async def test_a_chat_account_belongs_to_one_person(store: Store, ada: Account) -> None:
    other = account()
    with pytest.raises(Unavailable):
        async with store.write() as tx:
            await tx.accounts.add(other, replace(identity(ada), account_id=other.id))
    async with store.read() as tx:
        assert await tx.accounts.get([other.id]) == []


async def test_instants_keep_their_moment_and_lose_their_zone(store: Store) -> None:
    kept = account(created_at=datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2))))
    async with store.write() as tx:
        await tx.accounts.add(kept, identity(kept))
    async with store.read() as tx:
        [found] = await tx.accounts.get([kept.id])
    assert found.created_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert found.created_at.tzinfo is UTC


async def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    naive = account(created_at=datetime(2026, 3, 29, 1, 30))  # noqa: DTZ001
    with pytest.raises(Exception, match="without a zone"):
        async with store.write() as tx:
            await tx.accounts.add(naive, identity(naive))


async def test_whose_digest_is_due(store: Store) -> None:
    late = await signed_up(store, next_digest_at=NOW - HOUR)
    now = await signed_up(store, next_digest_at=NOW)
    later = await signed_up(store, next_digest_at=NOW + timedelta(microseconds=1))
    never = await signed_up(store)
    async with store.write() as tx:
        assert await tx.accounts.due_for_digest(NOW, 10) == [late, now]
        assert await tx.accounts.due_for_digest(NOW, 1) == [late]
        assert await tx.accounts.earliest_digest() == late.next_digest_at
        told = replace(now, next_digest_at=None, digested_on=TODAY, items_on=date.max, profile_on=TODAY)
        await tx.accounts.schedule_digests(
            [replace(late, next_digest_at=NOW + HOUR), told, replace(never, next_digest_at=NOW + 2 * HOUR)]
        )
        assert await tx.accounts.get([now.id]) == [told]
    async with store.write() as tx:
        assert await tx.accounts.due_for_digest(NOW, 10) == []
        assert await tx.accounts.earliest_digest() == later.next_digest_at
        await tx.accounts.schedule_digests([])


async def test_no_digest_at_all(store: Store, ada: Account) -> None:
    async with store.read() as tx:
        assert await tx.accounts.earliest_digest() is None


async def test_the_latest_question_alone_listens(store: Store, ada: Account, bob: Account) -> None:
    me = identity(ada)
    first = question(ada, values={"what": "coffee 🦊", "contact": ""})
    choices = (
        Choice(label="{name}", name='"Jane" <b>', values={"contact": "7q3k"}),
        Choice(label="x", line="/met"),
    )
    second = question(ada, command="", asking="", choices=choices)
    async with store.write() as tx:
        await tx.accounts.ask(first)
        await tx.accounts.ask(question(bob))
        assert await tx.accounts.of(me.platform, me.external_id) == (me, ada, first)
        await tx.accounts.ask(second)
        assert await tx.accounts.of(me.platform, me.external_id) == (me, ada, second)
        assert await tx.accounts.listening(ada.id) == second
        assert await tx.accounts.question(ada.id, first.id) == replace(first, listening=False)
        await tx.accounts.stop_listening(ada.id)
    async with store.read() as tx:
        assert await tx.accounts.of(me.platform, me.external_id) == (me, ada, None)
        assert await tx.accounts.listening(ada.id) is None
        found = await tx.accounts.of("telegram", identity(bob).external_id)
        assert found is not None
        assert found[2] is not None


async def test_an_answered_question_is_gone(store: Store, ada: Account, bob: Account) -> None:
    asked = question(ada)
    async with store.write() as tx:
        await tx.accounts.ask(asked)
        assert not await tx.accounts.answered(bob.id, asked.id)
        assert await tx.accounts.question(bob.id, asked.id) is None
        assert await tx.accounts.question(ada.id, asked.id) == asked
        assert await tx.accounts.answered(ada.id, asked.id)
        assert not await tx.accounts.answered(ada.id, asked.id)
        assert await tx.accounts.question(ada.id, asked.id) is None
        assert await tx.accounts.question(ada.id, QuestionId("nothing")) is None


async def test_deeds_come_back_with_every_kind_of_step(store: Store, ada: Account, bob: Account) -> None:
    jane = contact(ada, "Jane", aliases=("J",), cadence=SIX_WEEKS, met_on=date.max)
    steps = (
        EntriesAdded(entries=(EntryId("e"),), contacts=(ContactId("c"), ContactId("d"))),
        ContactAdded(contact_id=jane.id),
        ContactChanged(before=jane),
        AccountChanged(before=FULL),
        RhythmsChanged(default_cadence=None, tag_cadences={"mentor": SIX_WEEKS}, started={jane.id: date.max}),
        Imported(import_id=ImportId("i")),
        PickAnswered(digest_id=DigestId("g"), contact_id=jane.id),
        ReminderChanged(reminder_id=ReminderId("r"), before=None),
        ReminderChanged(reminder_id=ReminderId("r"), before=reminder(ada, recurrence=WEEKLY, snoozed_until=NOW)),
        AskChanged(ask_id=AskId("a"), before=None),
        AskChanged(ask_id=AskId("a"), before=ask(jane)),
        PromiseChanged(promise_id=PromiseId("p"), before=None),
        PromiseChanged(promise_id=PromiseId("p"), before=promise(jane, due_on=date.max)),
        Irrevocable(),
    )
    old = deed(ada, done_at=NOW - HOUR)
    new = deed(ada, *steps, names=("Jane", "Zoë 🦊", "\u202eraj"))
    async with store.write() as tx:
        for each in (old, new, deed(bob)):
            await tx.accounts.add_deed(each)
        assert await tx.accounts.deeds(ada.id, NOW - HOUR) == [new, old]
        assert await tx.accounts.deeds(ada.id, NOW) == [new]


async def test_the_same_request_is_done_once(store: Store, ada: Account, bob: Account) -> None:
    first = deed(ada, request="telegram:17")
    async with store.write() as tx:
        await tx.accounts.add_deed(first)

    async def again() -> None:
        async with store.write() as tx:
            await tx.people.add([contact(ada, "Jane")])
            await tx.accounts.add_deed(deed(ada, request="telegram:17"))

    with pytest.raises(AlreadyDone):
        await again()
    async with store.write() as tx:
        assert await tx.people.count(ada.id) == 0
        await tx.accounts.add_deed(deed(bob, request="telegram:17"))
        assert await tx.accounts.deeds(ada.id, NOW) == [first]


async def test_a_request_is_taken_once(store: Store, ada: Account, bob: Account) -> None:
    async with store.write() as tx:
        await tx.accounts.take_request(ada.id, "telegram:17", NOW)
        await tx.accounts.take_request(bob.id, "telegram:17", NOW)

    async def again() -> None:
        async with store.write() as tx:
            await tx.people.add([contact(ada, "Jane")])
            await tx.accounts.take_request(ada.id, "telegram:17", NOW + HOUR)

    with pytest.raises(AlreadyDone):
        await again()
    async with store.write() as tx:
        assert await tx.people.count(ada.id) == 0
        await tx.accounts.tidy(NOW + HOUR)
        await tx.accounts.take_request(ada.id, "telegram:17", NOW + HOUR)


async def test_deeds_come_in_the_order_in_which_they_were_done_whatever_the_clock_says(
    store: Store, ada: Account
) -> None:
    first, second, third = deed(ada), deed(ada), deed(ada, done_at=NOW - timedelta(seconds=2))
    async with store.write() as tx:
        for each in (first, second, third):
            await tx.accounts.add_deed(each)
        assert await tx.accounts.deeds(ada.id, NOW - HOUR) == [third, second, first]


async def test_what_was_undone_is_not_done_again(store: Store, ada: Account, bob: Account) -> None:
    done = deed(ada, request="telegram:17")
    async with store.write() as tx:
        await tx.accounts.add_deed(done)
        await tx.accounts.undone(bob.id, done.id)
        assert await tx.accounts.deeds(ada.id, NOW) == [done]
        await tx.accounts.undone(ada.id, done.id)
        assert await tx.accounts.deeds(ada.id, NOW) == []
    with pytest.raises(AlreadyDone):
        async with store.write() as tx:
            await tx.accounts.add_deed(replace(done, id=DeedId("again")))


async def test_tidying_drops_what_is_old(store: Store, ada: Account) -> None:
    old, new = question(ada, asked_at=NOW - HOUR), question(ada)
    done = deed(ada)
    async with store.write() as tx:
        await tx.accounts.ask(old)
        await tx.accounts.ask(new)
        await tx.accounts.add_deed(deed(ada, done_at=NOW - HOUR))
        await tx.accounts.add_deed(done)
        await tx.accounts.tidy(NOW)
        assert await tx.accounts.question(ada.id, old.id) is None
        assert await tx.accounts.question(ada.id, new.id) == new
        assert await tx.accounts.deeds(ada.id, NOW - 2 * HOUR) == [done]
