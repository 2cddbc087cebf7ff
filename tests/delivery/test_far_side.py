"""The far side answers what it likes, breaks off, hangs or is away: everything else goes on, each chat in order."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest

from bots.telegram.limiter import Limits
from bots.telegram.sender import TelegramSender
from core.chat.reply import Reply
from core.chat.words import Reader
from core.delivery import outbox as timing
from core.delivery.outbox import Outbox
from core.facts.account import Account, Identity
from core.facts.delivery import Delivery, Kind, State
from core.facts.ids import AccountId
from storage.store import Store, open_store
from tests.conftest import Clock
from tests.delivery.conftest import sending_to
from tests.delivery.owed import TOLD, of, owe, owed, sign_up
from tests.fakes.telegram import FakeTelegram, Trouble
from tests.fakes.telegram_limits import Enforced
from tests.fakes.telegram_people import Person

SECOND = 0.02  # in which the fake takes as much as Telegram in one
FLOOD = Trouble(status=429, description="Too Many Requests: retry after 1", retry_after=1)
BLOCKED = Trouble(status=403, description="Forbidden: bot was blocked by the user")
MALFORMED = Trouble(status=400, description="Bad Request: can't parse entities")
BROKEN = Trouble(status=500, description="Internal Server Error")
GATEWAY = Trouble(status=502, description="Bad Gateway")
RESET = Trouble()
RESET_AFTERWARDS = Trouble(carried_out=True)
HANGS = Trouble(hangs=True)


@dataclass
class Town:
    """People in Telegram who are each owed three messages, and an outbox that delivers them."""

    fake: FakeTelegram
    store: Store
    clock: Clock
    sender: TelegramSender
    people: Sequence[Person]
    accounts: Sequence[Account]
    outbox: Outbox

    async def owes(self, kinds: Sequence[Kind] = (Kind.REMINDER, Kind.DIGEST, Kind.CATCH_UP)) -> None:
        deliveries = [
            owed(account, self.clock() - timedelta(seconds=1), kind, key=f"{kind} {n}")
            for kind in kinds
            for n, account in enumerate(self.accounts)
        ]
        await owe(self.store, *deliveries)

    async def delivers(self, **later: float) -> None:
        self.clock.advance(**later)
        await self.outbox.deliver({"telegram": self.sender})

    async def came_of(self, *who: int) -> dict[str, Delivery]:
        return await of(self.store, [self.accounts[n] for n in who] or self.accounts)

    def heard(self) -> dict[int, list[str]]:
        """What each has on their screen, without remarks."""
        return {n: [each.text.splitlines()[-1] for each in p.messages] for n, p in enumerate(self.people)}


@pytest.fixture
async def town(sqlite_url, clock, fake) -> AsyncIterator[Town]:
    store = await open_store(sqlite_url)
    people = [fake.user(f"Person {n}") for n in range(20)]
    for person in people:
        person.reachable = True
    accounts = await sign_up(store, [str(person.id) for person in people], clock())
    fake.limits = Enforced(second=SECOND)
    async with sending_to(fake, Limits(second=SECOND)) as sender:
        yield Town(fake, store, clock, sender, people, accounts, Outbox(store, clock, TOLD))
    await store.close()
    assert fake.limits.provoked == []


def all_of(n: int) -> list[str]:
    """What one of them is owed, in order."""
    return [f"{kind} {n}" for kind in (Kind.REMINDER, Kind.DIGEST, Kind.CATCH_UP)]


@pytest.mark.parametrize(
    "trouble",
    [FLOOD, BLOCKED, MALFORMED, BROKEN, RESET, RESET_AFTERWARDS],
    ids=["429", "403", "400", "500", "reset", "reset afterwards"],
)
async def test_one_chat_s_trouble_is_nobody_else_s(town, trouble):
    await town.owes()
    town.fake.next_to(town.people[3], trouble, trouble)
    await town.delivers()
    heard = town.heard()
    assert all(heard[n] == all_of(n) for n in range(20) if n != 3)
    for _try in range(4):
        await town.delivers(seconds=61)
        await asyncio.sleep(0.6 if trouble is FLOOD else 0)  # what Telegram asks for is real
    came = await town.came_of(3)
    if trouble is BLOCKED:
        assert town.heard()[3] == []
        assert {each.state for each in came.values()} == {State.PENDING}
        return
    assert {each.state for each in came.values()} <= {State.SENT, State.UNCERTAIN, State.DEAD}
    arrived = [key for key in all_of(3) if came[key].state is State.SENT]
    assert [key for key in dict.fromkeys(town.heard()[3]) if key in arrived] == arrived
    lost = [each for each in came.values() if each.state is not State.SENT]
    assert all(each.untold == (each.kind is Kind.REMINDER) for each in lost)


async def test_one_that_hangs_delays_nobody_and_is_given_up(town, monkeypatch):
    monkeypatch.setattr(timing, "SEND_TIMEOUT", timedelta(seconds=1.5))
    await town.owes()
    town.fake.next_to(town.people[3], HANGS)
    delivering = asyncio.create_task(town.delivers())
    async with asyncio.timeout(10):
        while any(town.heard()[n] != all_of(n) for n in range(20) if n != 3):
            await asyncio.sleep(0.01)
    await delivering
    await town.delivers(seconds=61)
    assert town.heard()[3] == all_of(3)


async def test_a_flood_that_is_everybody_s_is_waited_out_by_everybody(town):
    """Two chats are told to wait; nobody else is even asked until it is over."""
    await town.owes([Kind.DIGEST])
    long = Trouble(status=429, description="Too Many Requests: retry after 7", retry_after=7)
    for person in town.people[:2]:
        town.fake.next_to(person, long)
    began = len(town.fake.sent("sendMessage"))
    await town.delivers()
    waiting = [n for n, messages in town.heard().items() if not messages]
    tried = len(town.fake.sent("sendMessage")) - began
    assert tried == 20 - len(waiting) + 2, "each was asked once, and who was told to wait was not asked again"
    came = await town.came_of(*waiting)
    assert {each.state for each in came.values()} == {State.PENDING}
    assert {each.attempts for each in came.values()} == {0}


async def test_a_group_that_became_a_supergroup_is_followed(town):
    old, new = town.fake.group("Job seekers"), town.fake.group("Job seekers")
    (club,) = await sign_up(town.store, [str(old.id)], town.clock())
    town.fake.moved[old.id] = new.id
    delivery = owed(club, town.clock())
    await owe(town.store, delivery)
    await town.delivers()
    assert [each.text for each in new.messages] == [delivery.key]
    async with town.store.read() as tx:
        (identity,) = await tx.accounts.identities([club.id])
    assert identity.address == str(new.id)


@pytest.mark.parametrize("away", ["refuses connections", "502", "resets"])
async def test_ten_minutes_away_lose_nothing(town, away):
    """Only of what was on its way when it began is it not known whether it arrived; reminders come once more."""
    await town.owes()
    if away == "refuses connections":
        await town.fake.stops_listening()
        await town.sender._bot.request.shutdown()  # what keeps its connections would not notice
        await town.sender._bot.request.initialize()
    else:
        town.fake.down = GATEWAY if away == "502" else RESET
    for _second in range(20):  # 600 seconds
        await town.delivers(seconds=30)
        town.sender._not_before = 0.0  # the clock that it goes by does not jump
    assert not any(town.heard().values())
    tried = len(town.fake.sent("sendMessage"))
    town.fake.down = None
    if away == "refuses connections":
        await town.fake.listens_again()
    for _try in range(4):
        await town.delivers(seconds=61)
        town.sender._not_before = 0.0
    came = await town.came_of()
    uncertain = [each for each in came.values() if each.state is State.UNCERTAIN]
    assert {each.state for each in came.values()} - {State.UNCERTAIN} == {State.SENT}
    assert len(uncertain) <= tried <= timing.AT_ONCE
    assert all(each.kind is Kind.DIGEST for each in uncertain)
    order = town.heard()
    assert all(order[n] == [key for key in all_of(n) if came[key].state is State.SENT] for n in range(20))


async def test_answers_to_people_go_on_during_a_flood(town):
    """Who writes in the middle of it does not wait for two hundred digests."""
    waiting = [town.fake.user(f"Other {n}") for n in range(200)]
    for person in waiting:
        person.reachable = True
    accounts = await sign_up(town.store, [str(person.id) for person in waiting], town.clock())
    await owe(town.store, *(owed(account, town.clock(), Kind.DIGEST) for account in accounts))
    ada = town.fake.user("Ada")
    ada.reachable = True
    flood = asyncio.create_task(town.delivers())
    while len(town.fake.sent("sendMessage")) < 60:
        await asyncio.sleep(0.005)
    await town.sender._bot.send_message(ada.id, "Noted.", link_preview_options={"is_disabled": True})
    assert len(town.fake.sent("sendMessage")) < 120
    await flood
    assert [each.text for each in ada.messages] == ["Noted."]


async def test_two_messages_at_once_to_one_chat_come_a_second_apart(town):
    """Not the outbox, which never has two under way: the limiter itself, asked by two."""
    person = town.people[0]
    identity = Identity(platform="telegram", external_id="0", account_id=AccountId("a"), address=str(person.id))

    async def sends(text: str) -> None:
        await town.sender.turn(identity)
        await town.sender.send(identity, Reply(text=text), Reader(), "nonce")

    await asyncio.gather(*(sends(f"{n}") for n in range(5)))
    assert len(person.messages) == 5
    assert all(second - first >= SECOND for first, second in pairwise(town.fake.limits.taken))
