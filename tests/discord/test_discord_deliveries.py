"""What is owed to people arrives once, whatever happens: drops, floods, two processes, closed messages."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bots.discord import sender as pace
from bots.discord.adapter import DiscordBot
from core.app import App
from core.delivery.outbox import Outbox
from core.facts.account import Account, Identity
from core.facts.delivery import Delivery, Kind, State
from core.facts.ids import AccountId, new_id
from core.store import Store
from storage.store import open_store
from tests.conftest import Clock
from tests.conversations.friends import skip
from tests.delivery.owed import TOLD, of, owe, owed
from tests.discord.serving import SmallApp, serving
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_people import Person
from tests.fakes.discord_trouble import MESSAGE, OPEN_DM, Enforced, Trouble

MANY = 200


@pytest.fixture
def engine() -> str:
    return "sqlite"


async def sign_up(store: Store, people: Sequence[Person], clock: Clock) -> list[Account]:
    accounts = [Account(id=AccountId(new_id()), created_at=clock()) for _person in people]
    async with store.write() as tx:
        for account, person in zip(accounts, people, strict=True):
            number = str(person.id)
            identity = Identity(platform="discord", external_id=number, account_id=account.id, address=number)
            await tx.accounts.add(account, identity)
    return accounts


async def owe_many(store: Store, fake: FakeDiscord, clock: Clock) -> tuple[list[Person], list[Account]]:
    """A digest for each of many."""
    people = [fake.user(f"Person {n}") for n in range(MANY)]
    accounts = await sign_up(store, people, clock)
    due = clock() - timedelta(seconds=1)
    await owe(store, *(owed(account, due, Kind.DIGEST, key=f"digest {n}") for n, account in enumerate(accounts)))
    return people, accounts


async def deliver_all(
    store: Store, accounts: Sequence[Account], clock: Clock, *outboxes: tuple[Outbox, DiscordBot]
) -> dict[str, Delivery]:
    """Until nothing is pending; what came of it all. Pauses are real, and short."""
    async with asyncio.timeout(30):
        while True:
            await asyncio.gather(*(outbox.deliver({"discord": bot.sender}) for outbox, bot in outboxes))
            came = await of(store, accounts)
            if all(each.state is not State.PENDING for each in came.values()):
                return came
            clock.advance(seconds=61)
            await asyncio.sleep(0.05)


def heard_once(people: Sequence[Person], came: dict[str, Delivery]) -> None:
    """None lost, none doubled, each by the right one; over it may stand that it is late."""
    assert [[message.plain.splitlines()[-1] for message in person.messages] for person in people] == [
        [f"digest {n}"] for n in range(len(people))
    ]
    assert Counter(each.state for each in came.values()) == {State.SENT: len(people)}


async def test_a_flood_of_digests_loses_and_doubles_none(
    fake: FakeDiscord, clock: Clock, store: Store, monkeypatch: pytest.MonkeyPatch
):
    """Faster than Discord allows altogether, and then a chat, a route and the whole bot are told to wait."""
    monkeypatch.setattr(pace, "PER_SECOND", 4000)
    async with serving(SmallApp(), fake) as bot:
        people, accounts = await owe_many(store, fake, clock)
        fake.limits = Enforced(everywhere=20, second=0.2)
        for person in people[:3]:
            fake.next_to(person, Trouble(retry_after=0.02), Trouble(retry_after=0.3), Trouble(retry_after=30))
        fake.next_429(MESSAGE, 0.2, global_=True)
        fake.next_429(OPEN_DM, 0.1)
        heard_once(people, await deliver_all(store, accounts, clock, (Outbox(store, clock, TOLD), bot)))
    assert fake.limits.provoked, "it was never too fast: then this shows nothing"


async def test_two_processes_on_one_database_deliver_each_once(
    fake: FakeDiscord, clock: Clock, postgres_url: str, monkeypatch: pytest.MonkeyPatch
):
    """Each has a shard of its own; whose servers somebody is in does not matter for their direct messages."""
    monkeypatch.setattr(pace, "PER_SECOND", 400)
    fake.shards = 2
    one, other = await open_store(postgres_url), await open_store(postgres_url)
    async with (
        serving(SmallApp(), fake, shard_ids={0}, shard_count=2) as first,
        serving(SmallApp(), fake, shard_ids={1}, shard_count=2) as second,
    ):
        people, accounts = await owe_many(one, fake, clock)
        both = ((Outbox(one, clock, TOLD), first), (Outbox(other, clock, TOLD), second))
        came = await deliver_all(one, accounts, clock, *both)
        heard_once(people, came)
        assert first.sender._channels
        assert second.sender._channels  # both took their share
    await one.close()
    await other.close()


@pytest.mark.parametrize("resumable", [True, False])
async def test_a_drop_in_the_middle_of_a_delivery(
    fake: FakeDiscord, ada: Person, clock: Clock, store: Store, resumable: bool
):
    """The answer to a message that arrived is lost, and with it the gateway: it is sent again, and seen once."""
    app = App(store, clock)
    async with serving(app, fake, store) as bot:
        await ada.slash("add", name="Jane Doe", cadence="every day")
        await ada.slash("settings", setting="zone", value="London")
        fake.next_to(ada, Trouble(carried_out=True), Trouble(), None)
        clock.advance(days=1)
        await app.plan()
        delivering = asyncio.create_task(app.deliver({"discord": bot.sender}))
        await ada.hears("Somebody to reach out to")
        await fake.drop(resumable=resumable)
        await delivering
        await skip(app, clock, {"discord": bot.sender}, minutes=3)
        posted = [call["nonce"] for call in fake.sent(MESSAGE) if call.get("nonce")]
        assert len(posted) == 3
        assert len(set(posted)) == 1
        digests = [message for message in ada.messages if "Somebody to reach out to" in message.plain]
        assert len(digests) == 1
        await fake.gateway.serves()
        assert fake.gateway.resumed == int(resumable)
        await ada.presses("Reached out", digests[0])
        await ada.hears("✓ Reached out")


async def test_closed_messages_are_told_once_and_opened_again(fake: FakeDiscord, ada, bob, club, clock, store):
    """Told where they speak, to them alone; /status tells it, too; what was missed comes when they try again."""
    app = App(store, clock)
    async with serving(app, fake, store) as bot:

        async def passes(**span: float) -> None:
            await skip(app, clock, {"discord": bot.sender}, **span)

        await ada.slash("settings", setting="zone", value="London", where=club.channel)
        await ada.slash("remind", what="call mum", when="in 2 hours", where=club.channel)
        ada.closes_dms()
        await passes(hours=3)
        before = len(ada.messages)
        await ada.slash("balance", where=club.channel)
        _answer, told = ada.messages[before:]
        assert "your direct messages are closed to me" in told.plain
        assert told.ephemeral
        assert told.channel is club.channel
        await ada.slash("balance", where=club.channel)
        assert "closed to me" not in ada.last.plain
        await ada.slash("status", where=club.channel)
        assert "your direct messages are closed to me" in ada.last.plain
        ada.opens_dms()
        await ada.presses("Try again")
        await passes(minutes=1)
        assert "call mum" in ada.last.plain
        assert ada.last.channel is ada.dm
        arrived = len(ada.dm.messages)
        await passes(days=1)
        assert len(ada.dm.messages) == arrived
        assert bob.messages == []
