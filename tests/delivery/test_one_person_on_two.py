"""The outbox, and somebody on two platforms: what may have arrived on one is not sent on the other."""

from dataclasses import replace

import pytest

from core.delivery.sending import TryAgain, Uncertain
from core.facts.account import Identity
from core.facts.delivery import Kind, State
from core.facts.ids import new_id
from tests.delivery.owed import sign_up
from tests.delivery.post import Chats, Post


class Two:
    """The same person in Discord, which takes a nonce and is preferred, and in Telegram."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.discord, self.telegram = Chats(), post.chats
        self.discord.takes_nonce = True

    async def prefers(self, platform: str) -> None:
        ada = await self.post.account()
        async with self.post.store.write() as tx:
            await tx.accounts.change(replace(ada, deliver_to=platform))

    async def opens(self, *, reachable: bool) -> None:
        async with self.post.store.write() as tx:
            [discord, _telegram] = await tx.accounts.identities([self.post.ada.id])
            await tx.accounts.change_identity(replace(discord, reachable=reachable))

    async def delivers(self, **later: float) -> None:
        self.post.clock.advance(**later)
        await self.post.outbox.deliver({"discord": self.discord, "telegram": self.telegram})


@pytest.fixture
async def two(post) -> Two:
    [other] = await sign_up(post.store, ["other"], post.clock())
    there = Identity(platform="discord", external_id="ada", account_id=other.id, address="ada there")
    async with post.store.write() as tx:
        await tx.accounts.add(replace(other, id=type(other.id)(new_id())), there)
        await tx.linking.take_identity("discord", "ada", post.ada.id)
    both = Two(post)
    await both.prefers("discord")
    return both


@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.DIGEST])
async def test_what_may_have_arrived_on_a_platform_is_tried_again_only_there(post, two, kind):
    delivery = await post.owes(kind)
    two.discord.troubles.extend([Uncertain(), TryAgain("refused")])
    await two.delivers()
    await two.prefers("telegram")
    await two.delivers(seconds=10)
    await two.delivers(seconds=61)
    assert (two.discord.texts, two.telegram.texts) == ([delivery.key], [])
    certain = await post.owes(kind)
    await two.prefers("discord")
    two.discord.troubles.append(TryAgain("refused"))
    await two.delivers()
    await two.prefers("telegram")
    await two.delivers(seconds=10)
    assert two.telegram.texts == [certain.key]


async def test_what_may_have_arrived_where_nothing_goes_any_more(post, two):
    digest = await post.owes(Kind.DIGEST)
    two.discord.troubles.append(Uncertain())
    await two.delivers()
    await two.opens(reachable=False)
    await two.delivers(seconds=61)
    assert (await post.now(digest)).state is State.UNCERTAIN
    await two.opens(reachable=True)
    reminder = await post.owes()
    two.discord.troubles.append(Uncertain())
    await two.delivers()
    await two.opens(reachable=False)
    await two.delivers(seconds=61)
    assert two.telegram.texts == []
    await two.delivers(seconds=31)
    [text] = two.telegram.texts
    assert "may have had this already" in text
    assert text.endswith(reminder.key)
