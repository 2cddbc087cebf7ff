"""After an import nobody gets a rhythm by itself: it is proposed, in groups; the dormant come one at a time."""

from datetime import date, timedelta

import pytest

from core.facts.cadence import Cadence, Unit
from core.facts.people import Keep
from core.facts.targets import Target
from tests.imports.talking import PROFILE, archive, card, connections, link, messages

QUARTERLY = Cadence(count=3, unit=Unit.MONTH)
ENDORSEMENTS = (
    "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status\n"
)
OLD, LATELY = "2018-03-0", "2026-08-0"


@pytest.fixture
async def network(ada):
    """12 with whom Ada wrote lately, 3 of old times, one who never answered, 4 at a target; 30 in all."""
    owner = await ada.id()
    async with ada.store.write() as tx:
        await tx.targets.add(Target(account_id=owner, company="contoso", added_at=ada.clock()))
    talks = [(i, f"{LATELY}{1 + i % 9}", theirs) for i in range(12) for theirs in (True, False)]
    talks += [(i, f"{OLD}{1 + i % 9}", theirs) for i in range(12, 15) for theirs in (True, False)]
    talks.append((15, f"{LATELY}1", False))
    rows = connections(range(26)) + connections(range(26, 30), company="Contoso").partition("\n")[2]
    await ada.sends(archive({"Connections.csv": rows, "messages.csv": messages(*talks), "Profile.csv": PROFILE}))
    await ada.presses("Import")
    return ada


async def test_groups_are_proposed_and_nobody_has_a_rhythm(network):
    said = network.reads(network.last.text)
    assert "I remind you of nobody by myself" in said
    assert "12 you wrote with, both ways" in said
    assert "4 at companies on your list" in said
    assert "3 you have not written with for 5 years or more" in said
    assert network.labels == ["Wrote with: 12", "At my targets: 4", "Old ties: 3", "Undo"]
    assert {each.due_on for each in (await network.contacts()).values()} == {None}


async def test_a_rhythm_for_all_but_those_who_are_left_out(network):
    report = network.last
    said = await network.presses("Wrote with")
    assert "12 you wrote with" in said
    assert "Chosen: 12" in said
    page = network.last
    left = network.labels[3].removeprefix("✓ ")
    assert "Chosen: 11" in await network.presses(f"✓ {left}")
    assert "Chosen: 11" in await network.presses(f"✓ {left}", page)  # pressed twice
    await network.presses("More")
    await network.presses("Back")
    second = network.labels[4].removeprefix("✓ ")
    await network.presses(f"✓ {second}")
    assert "Chosen: 11" in await network.presses(f"✗ {second}")
    page = network.last
    said = await network.presses("Every 3 months")
    assert "11 people: every 3 months." in said
    assert network.labels == ["At my targets: 4", "Old ties: 3", "Undo"]
    kept = [each for each in (await network.contacts()).values() if each.keep is Keep.OWN]
    assert len(kept) == 11
    assert {each.cadence for each in kept} == {QUARTERLY}
    today = network.clock.now.date()
    assert {each.due_on for each in kept} == {QUARTERLY.after(today)}
    assert "left to choose" in await network.presses("Every 3 months", page)
    assert "left to choose" in await network.presses("Wrote with", report)
    await network.says("/undo")
    assert not [each for each in (await network.contacts()).values() if each.keep is Keep.OWN]


async def test_not_now_is_possible(network):
    await network.presses("At my targets")
    assert "/keep" in await network.presses("Not now")
    assert network.labels == ["Wrote with: 12", "Old ties: 3"]
    assert not [each for each in (await network.contacts()).values() if each.keep is Keep.OWN]


async def test_old_ties_come_one_at_a_time(network):
    said = await network.presses("Old ties: 3")
    assert "One of them a week comes in your digest" in said
    first = await network.presses("See the first")
    assert "1 of 3: P14 Quill14" in first
    assert "Last spoke 8 years ago." in first
    page = network.last
    assert "Well done: P14 Quill14" in await network.presses("Reached out")
    await network.presses("Reached out", page)  # pressed twice
    assert [each[1] for each in await network.entries("P14 Quill14")].count(network.clock.now.date()) == 1
    assert "2 of 3: P13 Quill13" in await network.presses("Next")
    assert "I won't bring P13 Quill13 up" in await network.presses("Let rest")
    assert "3 of 3: P12 Quill12" in await network.presses("Next")
    assert "rhythm" in await network.presses("Keep up…") or network.labels


async def test_an_undone_import_proposes_nobody(network):
    report = network.last
    await network.presses("Undo")
    assert "left to choose" in await network.presses("Wrote with", report)


async def test_two_thousand_people_with_their_history_and_nobody_is_due(ada):
    talks = [(i, f"20{10 + i % 16}-0{1 + i % 9}-11", theirs) for i in range(0, 2000, 2) for theirs in (True, False)]
    await ada.says("/keep everybody every month")
    profile = {
        "Profile.csv": PROFILE,
        "messages.csv": messages(*talks),
        "Connections.csv": connections(range(2000)),
    }
    await ada.sends(archive(profile))
    assert "2,000 people are" in await ada.presses("Import")
    owner = await ada.id()
    async with ada.store.read() as tx:
        assert not await tx.people.due(owner, date.max, 10)
    ada.clock.advance(days=1)
    await ada.app.plan()
    async with ada.store.read() as tx:
        found = await tx.accounts.of("terminal", "ada")
    assert found is not None
    contacts = await ada.contacts()
    assert contacts["P0 Quill0"].last_touch_on == date(2010, 1, 11)
    assert contacts["P0 Quill0"].keep is Keep.TAGS


async def test_favours_that_an_import_brings_call_for_nothing(ada):
    rows = "".join(f"2026/0{i}/01 10:00:00 UTC,Python,P{i},Quill{i},{link(i)},ACCEPTED\n" for i in range(1, 9))
    await ada.sends(connections(range(1, 9)))
    await ada.sends(ENDORSEMENTS + rows, "Endorsement_Received_Info.csv")
    assert "Noted: 8 favours." in await ada.presses("Import")
    assert "you owe" not in await ada.says("/today")
    assert "ahead" not in ada.reads(ada.last.text)


async def test_a_rhythm_that_was_chosen_elsewhere_comes_along(ada):
    monica = card("Jane Doe", "EMAIL:jane@example.org")
    await ada.sends(monica)
    await ada.presses("Import")
    assert (await ada.contacts())["Jane Doe"].due_on is None
    await ada.says("/keep Jane Doe every month")
    assert (await ada.contacts())["Jane Doe"].due_on == ada.clock.now.date() + timedelta(days=30)
