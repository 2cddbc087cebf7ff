"""A morning's flood: Telegram never has to refuse anything, and hardly a place goes unused."""

from core.delivery.outbox import Outbox
from core.facts.delivery import Kind, State
from storage.store import open_store
from tests.delivery.conftest import sending_to
from tests.delivery.owed import TOLD, of, owe, owed, sign_up
from tests.fakes.telegram_limits import Enforced


async def test_two_hundred_digests_arrive_at_the_rate_that_is_permitted(sqlite_url, clock, fake):
    """In real time, as many are sent as Telegram takes: the earliest first, and none too early."""
    store = await open_store(sqlite_url)
    people = [fake.user(f"Person {n}") for n in range(200)]
    for person in people:
        person.reachable = True
    accounts = await sign_up(store, [str(person.id) for person in people], clock())
    digests = [owed(each, clock(), Kind.DIGEST, key=f"{n}") for n, each in enumerate(accounts)]
    await owe(store, *digests)
    fake.limits = Enforced()
    async with sending_to(fake) as sender:
        assert await Outbox(store, clock, TOLD).deliver({"telegram": sender}) == 200
    states = {each.state for each in (await of(store, accounts)).values()}
    await store.close()
    assert states == {State.SENT}
    assert fake.limits.provoked == []
    assert fake.limits.rate >= 0.95 * fake.limits.everywhere
    order = [int(call["text"]) for call in fake.sent("sendMessage")]
    assert all(abs(number - place) < 40 for place, number in enumerate(order))
