"""The outbox with much to send: each chat in order, nobody behind somebody else's trouble, each message once."""

import asyncio

from core.delivery.outbox import AT_ONCE, Outbox
from core.delivery.sending import Moved, TryAgain, Uncertain, Unreachable
from core.facts.account import Identity
from core.facts.delivery import Kind, State
from tests.delivery.owed import TOLD, sign_up
from tests.delivery.post import ALL_FLOODED, FLOODED


async def test_each_chat_hears_its_messages_in_order_whatever_happens(post):
    keys = [(await post.owes(key=f"{n}")).key for n in range(6)]
    post.chats.troubles.extend([None, FLOODED, TryAgain("refused"), None, Uncertain("reset"), Moved("elsewhere")])
    for _try in range(8):
        await post.delivers(seconds=61)
    assert [text.splitlines()[-1] for text in post.chats.texts] == keys


async def test_one_recipient_s_trouble_never_delays_another(post):
    others = await sign_up(post.store, ["b", "c", "d", "hangs", "g"], post.clock())
    for each in others:
        await post.owes(to=each)
    post.chats.hanging.clear()
    post.chats.troubles.extend([FLOODED, RuntimeError("a bug of an adapter's"), Unreachable("blocked")])
    delivering = asyncio.create_task(post.delivers())
    async with asyncio.timeout(10):
        while post.chats.troubles:
            await asyncio.sleep(0.01)
        more = await sign_up(post.store, ["e", "f"], post.clock())
        late = [await post.owes(Kind.DIGEST, to=each) for each in more]
        while len(post.chats.heard) < 3:
            await asyncio.sleep(0.01)
    post.chats.hanging.set()
    await delivering
    assert {each.key for each in late} < set(post.chats.texts)


async def test_what_may_be_doubled_goes_one_by_one_and_digests_at_once(post):
    for each in await sign_up(post.store, [str(n) for n in range(10)], post.clock()):
        await post.owes(to=each)
    await post.delivers()
    assert (len(post.chats.heard), post.chats.most_at_once) == (10, 1)
    for each in await sign_up(post.store, [str(n) for n in range(10, 20)], post.clock()):
        await post.owes(Kind.DIGEST, to=each)
    await post.delivers()
    assert len(post.chats.heard) == 20


async def test_a_platform_that_asks_for_patience_is_given_it_and_a_chat_rests_alone(post):
    people = await sign_up(post.store, [str(n) for n in range(AT_ONCE + 20)], post.clock())
    for each in people:
        await post.owes(Kind.DIGEST, to=each)
    post.chats.troubles.append(FLOODED)
    await post.delivers()
    assert len(post.chats.heard) == len(people) - 1
    for each in people:
        await post.owes(Kind.DIGEST, to=each)
    post.chats.heard.clear()
    post.chats.troubles.append(ALL_FLOODED)
    await post.delivers(seconds=1)
    assert len(post.chats.heard) < AT_ONCE
    await post.delivers(seconds=31)
    assert len(post.chats.heard) == len(people) + 1


async def test_two_workers_at_once_send_each_once_and_in_order(store, clock, post):
    people = await sign_up(store, [f"p{n}" for n in range(60)], clock())
    for number in range(3):
        for each in people:
            await post.owes(Kind.DIGEST, to=each, key=f"{number}")
    other = Outbox(store, clock, TOLD)
    await asyncio.gather(*(each.deliver({"telegram": post.chats}) for each in (post.outbox, other)))
    heard: dict[str, list[str]] = {}
    for address, text in post.chats.heard:
        heard.setdefault(address, []).append(text)
    assert heard == {f"p{n}": ["0", "1", "2"] for n in range(60)}


async def test_stopping_hands_back_what_waits_and_lets_what_is_under_way_end(post):
    hung = asyncio.Event()

    async def waits(identity: Identity) -> None:
        if identity.address != "hangs":
            await hung.wait()

    post.chats.turn = waits
    post.chats.hanging.clear()
    (other,) = await sign_up(post.store, ["hangs"], post.clock())
    waiting, going = await post.owes(), await post.owes(to=other)
    stopping = asyncio.Event()
    delivering = asyncio.create_task(post.outbox.deliver({"telegram": post.chats}, stopping))
    async with asyncio.timeout(5):
        while (await post.now(going, other)).state is not State.SENDING:
            await asyncio.sleep(0.01)
    stopping.set()
    await asyncio.sleep(0.05)
    assert not delivering.done()
    post.chats.hanging.set()
    await delivering
    assert (await post.now(going, other)).state is State.SENT
    after = await post.now(waiting)
    assert (after.state, after.attempts, after.lease) == (State.PENDING, 0, "")
