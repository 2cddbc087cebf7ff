"""The limiter: nothing goes too early, answers go first, and patience that Telegram asks for is given in full."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest
from telegram.error import RetryAfter

from bots.telegram.limiter import Limiter, Limits

SECOND = 0.1
GROUP = -100


class Calls:
    """Calls through a limiter, and when Telegram sees them (in its own seconds)."""

    def __init__(self, limiter: Limiter) -> None:
        self.limiter = limiter
        self.began = asyncio.get_running_loop().time()
        self.seen: list[tuple[float, object]] = []
        self.there_and_back: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0)
        self.refusals: dict[object, list[float]] = {}

    @property
    def now(self) -> float:
        return (asyncio.get_running_loop().time() - self.began) / SECOND

    async def answer(self, chat: object = 1, **data: object) -> bool:
        return await self.limiter.process_request(
            self._call, (chat,), {}, "sendMessage", {"chat_id": chat, **data}, None
        )

    async def delivery(self, chat: object = 1, messages: int = 1) -> None:
        await self.limiter.turn(chat)
        for _part in range(messages):
            await self.answer(chat)

    async def edit(self, chat: object = GROUP) -> None:
        await self.limiter.turn(chat, behind=True)
        await self.answer(chat)

    async def _call(self, chat: object) -> bool:
        await self.there_and_back()
        if self.refusals.get(chat):
            raise RetryAfter(self.refusals[chat].pop(0))
        self.seen.append((self.now, chat))
        await self.there_and_back()
        return True

    def times(self, chat: object) -> list[float]:
        return [at for at, to in self.seen if to == chat]

    def most_in(self, seconds: float, *chats: object) -> int:
        times = [at for at, to in self.seen if not chats or to in chats]
        return max(sum(first <= at < first + seconds for at in times) for first in times)


@pytest.fixture
async def calls() -> Calls:
    return Calls(Limiter(Limits(second=SECOND)))


async def together(*calls: Awaitable[object]) -> None:
    async with asyncio.timeout(20):
        await asyncio.gather(*calls)


async def test_never_more_than_thirty_in_any_second_however_long_calls_take(calls):
    chance = random.Random(1)
    calls.there_and_back = lambda: asyncio.sleep(chance.uniform(0, 0.5 * SECOND))
    await together(
        *(calls.delivery(n) for n in range(100)),
        *(calls.answer(n) for n in range(100, 150)),
    )
    assert len(calls.seen) == 150
    assert calls.most_in(1) <= 30


async def test_deliveries_go_evenly_so_that_few_are_on_their_way_at_once(calls):
    await together(*(calls.delivery(n) for n in range(60)))
    assert calls.most_in(0.25) <= 15, "and not thirty"
    assert calls.now < 60 / 30 + 1


async def test_one_a_second_to_a_private_chat_and_others_do_not_wait_for_it(calls):
    await together(*(calls.delivery(1) for _ in range(4)), *(calls.delivery(n) for n in range(2, 12)))
    assert calls.most_in(1, 1) == 1
    assert max(at for at, to in calls.seen if to != 1) < 1
    assert 3 <= calls.times(1)[-1] < 4


async def test_the_parts_of_a_long_message_keep_the_limit_and_answers_may_burst(calls):
    await calls.delivery(1, messages=3)
    assert calls.most_in(1, 1) == 1
    began = calls.now
    await together(*(calls.answer(2) for _ in range(5)))
    assert calls.now - began < 1
    await calls.answer(2)
    assert calls.now - began >= 5
    assert calls.most_in(5, 2) == 5


async def test_a_delivery_right_after_an_answer_waits_its_second(calls):
    await calls.answer(1)
    await calls.delivery(1)
    assert calls.most_in(1, 1) == 1


async def test_twenty_a_minute_to_a_group():
    calls = Calls(Limiter(Limits(second=SECOND / 20)))
    async with asyncio.TaskGroup() as group:
        for _ in range(25):
            group.create_task(calls.answer(GROUP))
        await asyncio.sleep(50 * SECOND / 20)
        assert len(calls.seen) == 20
    assert len(calls.seen) == 25


async def test_answers_go_before_deliveries_that_waited_longer(calls):
    floods = [asyncio.create_task(calls.delivery(n)) for n in range(90)]
    await asyncio.sleep(1.3 * SECOND)
    before = len(calls.seen)
    began = calls.now
    await together(*(calls.answer(n) for n in range(1000, 1005)))
    assert calls.now - began < 0.5
    assert len(calls.seen) - before < 20
    await together(*floods)
    assert calls.most_in(1) <= 30


async def test_edits_of_posts_go_last(calls):
    first = asyncio.create_task(calls.delivery(1))
    edits = [asyncio.create_task(calls.edit(-n)) for n in range(1, 40)]
    deliveries = [asyncio.create_task(calls.delivery(n)) for n in range(2, 60)]
    await together(first, *deliveries)
    assert sum(edit.done() for edit in edits) < 20, "those that began before there was anything else"
    await together(*edits)
    assert calls.most_in(1) <= 30


async def test_edits_leave_a_part_of_a_groups_minute_to_those_who_wait():
    calls = Calls(Limiter(Limits(second=SECOND / 20)))
    edits = [asyncio.create_task(calls.edit()) for _ in range(18)]
    await asyncio.sleep(30 * SECOND / 20)
    assert len(calls.seen) == 15
    await together(*(calls.answer(GROUP) for _ in range(5)))
    assert calls.now < 60 * 20 / 20
    for edit in edits:
        edit.cancel()
    await asyncio.gather(*edits, return_exceptions=True)


async def test_a_message_that_was_sent_through_us_is_a_chat_of_its_own(calls):
    await together(
        *(
            calls.limiter.process_request(
                calls._call, ("AgAC",), {}, "editMessageText", {"inline_message_id": "AgAC"}, None
            )
            for _ in range(8)
        )
    )
    assert calls.most_in(4.9) == 5


async def test_what_is_no_message_is_not_limited(calls):
    asks = [
        calls.limiter.process_request(calls._call, (GROUP,), {}, method, {"chat_id": GROUP}, None)
        for method in ("pinChatMessage", "getChatAdministrators")
        for _ in range(30)
    ]
    await together(*asks)
    assert calls.now < 1


async def test_what_goes_to_no_chat_is_not_limited(calls):
    await together(*(calls.limiter.process_request(calls._call, (0,), {}, "getMe", {}, None) for _ in range(100)))
    assert calls.now < 1


async def test_a_chat_that_asks_for_patience_gets_all_of_it_and_others_go_on(calls):
    calls.refusals[1] = [1]
    with pytest.raises(RetryAfter):
        await calls.answer(1)
    assert not calls.limiter.everybody_waits
    again = asyncio.create_task(calls.answer(1))
    await together(*(calls.delivery(n) for n in range(2, 20)))
    assert calls.now < 2
    assert not again.done(), "that another call has ended changes nothing (PTB#5338)"
    await again
    assert calls.times(1)[0] >= 1 / SECOND


async def test_when_a_second_chat_is_asked_too_everybody_waits(calls):
    calls.refusals |= {1: [1], 2: [1]}
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await calls.answer(chat)
    assert calls.limiter.everybody_waits
    await together(calls.answer(3), calls.delivery(4))
    assert min(at for at, _to in calls.seen) >= 1 / SECOND
    assert not calls.limiter.everybody_waits


async def test_who_would_wait_too_long_is_told_at_once(calls):
    calls.refusals[1] = [20]
    with pytest.raises(RetryAfter):
        await calls.answer(1)
    with pytest.raises(RetryAfter) as raised:
        await calls.delivery(1)
    assert raised.value._retry_after.total_seconds() == 20
    waiting = asyncio.create_task(calls.answer(1))
    await asyncio.sleep(SECOND)
    assert not waiting.done(), "somebody sits in front of this one"
    calls.refusals[2] = [60]
    with pytest.raises(RetryAfter):
        await calls.answer(2)
    with pytest.raises(RetryAfter):
        await waiting
    assert calls.now < 5


async def test_a_place_that_was_kept_in_vain_is_free_again(calls):
    async def gives_up() -> None:
        await calls.limiter.turn(1)

    await together(*(asyncio.create_task(gives_up()) for _ in range(5)))
    await calls.delivery(1)
    assert calls.now < 1


async def test_who_is_cancelled_while_waiting_takes_no_place(calls):
    waiting = [asyncio.create_task(calls.delivery(n)) for n in range(200)]
    await asyncio.sleep(0.5 * SECOND)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await asyncio.sleep(1.2 * SECOND)
    began = calls.now
    await together(*(calls.answer(n) for n in range(1000, 1030)))
    assert calls.now - began < 1, "all thirty places are free"
    await asyncio.sleep(6 * SECOND)
    assert calls.limiter._lanes == {}, "chats with nothing to remember are forgotten"
