"""An event of one's own is shared, and answered by people who have never met us."""

from dataclasses import replace

import pytest

from core.chat.reply import Notice, Reply
from core.chat.request import Actor
from core.chat.words import plain
from core.delivery.sending import TryAgain
from core.facts.posts import PostKind
from core.gatherings.sharing import shareable

ADA = Actor(platform="telegram", external_id="Ada", address="to Ada", name="Ada")


@pytest.fixture
async def picnic(club):
    await club.says("Ada", "/event Picnic Friday 12:00 at High Park", private=True)
    await club.says("Ada", "/event Coffee Friday 9:00 at Balzac's", private=True)


async def offered(club, query):
    return await shareable(club.store, ADA, query, club.clock())


async def test_coming_events_are_offered_by_their_words(club, picnic):
    assert [each.title for each in await offered(club, "")] == ["Coffee", "Picnic"]
    (found,) = await offered(club, "high pic")
    assert found.title == "Picnic"
    assert not found.reply.private
    assert await offered(club, "zq") == []
    stranger = Actor(platform="telegram", external_id="x", address="x", name="x")
    assert await shareable(club.store, stranger, "", club.clock()) == []


async def test_whoever_presses_is_counted_and_the_message_is_edited_for_ever(club, picnic):
    (found,) = await offered(club, "picnic")
    going = f"v1:rsvp:{found.id}.going"
    assert "You are going." in await club.presses("Zoe", going, private=True, inline="inline-1")
    await club.presses("Yan", going, private=True, inline="inline-1")
    await club.settles()
    message = club.far.messages["inline-1"]
    assert "Going 3" in message.text, "and she who shared it"
    assert "Toronto time" in message.text
    assert "Who's going" not in message.labels
    assert not message.pinned
    async with club.store.read() as tx:
        (post,) = await tx.posts.of(found.id)
    assert post.kind is PostKind.INLINE
    assert "Picnic" in await club.says("Zoe", "/events", private=True)


async def test_a_club_s_event_is_shared_by_whoever_answered_it(club, announced):
    await announced("Breakfast Friday 7:30, 20 seats")
    await club.answers("Ben", "Going")
    ben = Actor(platform="telegram", external_id="Ben", address="to Ben", name="Ben")
    (found,) = await shareable(club.store, ben, "break", club.clock())
    event = await club.event_of(club.button("Going"))
    assert found.id == event.id
    await club.presses("Zoe", f"v1:rsvp:{event.id}.going", private=True, inline="i")
    await club.settles()
    assert "Going 2 of 20" in club.posts[0].text
    assert "Going 2 of 20" in club.far.messages["i"].text


async def test_in_a_group_where_we_are_the_card_is_posted_and_edited(club, picnic):
    assert "appears in Job Seekers" in await club.says("Ada", "/share picnic")
    await club.goes_on(seconds=1)
    (card,) = club.posts
    assert "Picnic" in card.text
    await club.answers("Ben", "Going")
    await club.settles()
    assert "Going 2" in club.posts[0].text


async def test_where_we_are_not_the_press_itself_changes_the_message(club, picnic):
    said = await club.says("Ada", "/share picnic", present=False)
    assert isinstance(said.answer, Reply)
    assert not said.answer.private
    heard = await club.presses("Ben", said.actions["Going"], present=False)
    assert isinstance(heard.answer, Notice)
    assert heard.answer.instead is not None


async def test_what_is_moved_moves_for_those_who_answered(club, picnic):
    (found,) = await offered(club, "picnic")
    await club.presses("Zoe", f"v1:rsvp:{found.id}.going", private=True, inline="i")
    async with club.store.read() as tx:
        event = await tx.events.answerable(found.id)
    assert event is not None
    await club.presses("Ada", f"v1:evset:{event.id}.when", private=True)
    await club.says("Ada", "Saturday 13:00", private=True)
    await club.goes_on(hours=2)
    assert any("has changed" in each.text for each in club.far.to("to Zoe"))
    assert "Sat" in club.far.messages["i"].text


async def test_which_of_several(club, picnic):
    asked = await club.says("Ada", "/share a", private=True)
    assert "Which one?" in asked
    assert len(asked.actions) == 2
    chosen = await club.presses("Ada", next(iter(asked.actions.values())), private=True)
    assert "Going 1" in chosen
    assert "no event of yours" in await club.says("Ada", "/share zq", private=True)


async def test_whoever_shares_theirs_is_counted_and_answers_in_private(club, picnic):
    (found,) = await offered(club, "picnic")
    await club.presses("Zoe", f"v1:rsvp:{found.id}.maybe", private=True, inline="i")
    shown = await club.presses("Ada", f"v1:event:{found.id}", private=True)
    cant = next(each for each in shown.actions.values() if each.endswith(".no"))
    assert "Noted: you can't" in await club.presses("Ada", cant, private=True)
    async with club.store.read() as tx:
        (event,) = await tx.events.get((await tx.accounts.of("telegram", "Ada"))[1].id, [found.id])
        heads = (await tx.attendees.count([found.id]))[found.id]
    assert event.rsvp == "no"
    assert (heads.going, heads.no) == (0, 1)
    again = await club.presses("Ada", cant.replace(".no", ".going"), private=True)
    assert again.answer.replaces
    assert "You are going." in again


async def test_typing_writes_nothing(club, picnic):
    async with club.store.read() as tx:
        before = await tx.events.coming((await tx.accounts.of("telegram", "Ada"))[1].id, club.clock().date(), 9)
    assert all("Going 1" in plain(each.reply.text, each.reader) for each in await offered(club, ""))
    async with club.store.read() as tx:
        after = await tx.events.coming((await tx.accounts.of("telegram", "Ada"))[1].id, club.clock().date(), 9)
    assert before == after
    assert all(each.terms is None for each in after)


@pytest.mark.parametrize("first", ["/share picnic", "/share picnic with link"])
async def test_notes_stay_with_their_owner_and_so_does_a_link_that_is_not_asked_for(club, picnic, first):
    (found,) = await offered(club, "picnic")
    ada = (await identity(club, "Ada"))[1]
    async with club.store.write() as tx:
        (event,) = await tx.events.get(ada.id, [found.id])
        secret = replace(event, notes="Don't tell Raj", url="https://zoom.example/j/1?pwd=x")
        await tx.events.change([secret])
    said = await club.says("Ada", first)
    await club.goes_on(seconds=1)
    await club.answers("Zoe", "Going")
    await club.settles()
    shows = first.endswith("link")
    assert ("Its link stays with you" in said) is not shows
    assert "Don't tell Raj" not in club.posts[0].text
    assert ("zoom.example" in club.posts[0].text) is shows
    async with club.store.read() as tx:
        zoe = (await tx.accounts.of("telegram", "Zoe"))[1]
        (copy,) = await tx.events.coming(zoe.id, club.clock().date(), 9)
    assert not copy.notes
    assert bool(copy.url) is shows
    (offer,) = await offered(club, "picnic")
    assert "Don't tell Raj" not in plain(offer.reply.text, offer.reader)


async def test_whoever_shares_theirs_sees_who_comes(club, picnic):
    (found,) = await offered(club, "picnic")
    await club.presses("Zoe", f"v1:rsvp:{found.id}.going", private=True, inline="i")
    shown = await club.presses("Ada", f"v1:event:{found.id}", private=True)
    assert "Going: Ada and Zoe" in await club.presses("Ada", shown.actions["Who's going"], private=True)
    assert "Zoe" not in await club.presses("Yan", shown.actions["Who's going"], private=True)


async def test_a_card_of_what_is_gone_says_so_at_its_next_press(club, picnic):
    (found,) = await offered(club, "picnic")
    going = f"v1:rsvp:{found.id}.going"
    await club.presses("Zoe", going, private=True, inline="i")
    await club.says("Ada", "/forgetme", private=True)
    await club.says("Ada", "erase", private=True)
    assert "not here any more" in await club.presses("Yan", going, private=True, inline="i")
    club.far.troubles.append(TryAgain("refused"))
    await club.goes_on(seconds=30)
    assert "not here any more" in club.far.messages["i"].text
    assert not club.far.messages["i"].labels


async def identity(club, name):
    async with club.store.read() as tx:
        return await tx.accounts.of("telegram", name)
