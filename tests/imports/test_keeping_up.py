"""After an import nobody gets a rhythm by itself: it is proposed, in groups; the dormant come one at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.chat.reply import say
from core.facts.cadence import Cadence, Unit
from core.facts.digests import Pick
from core.facts.ids import DigestId
from core.facts.people import Keep
from core.facts.targets import Target
from tests.imports.talking import PROFILE, ZONE, Person, archive, card, connections, link, messages

QUARTERLY, MONTHLY = (Cadence(count=n, unit=Unit.MONTH) for n in (3, 1))
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
    assert (
        "I remind you of nobody by myself, but for birthdays, job anniversaries and one old tie a week.\n"
        "Whom do you want to keep up with?" in said
    )
    assert "12 you wrote with, both ways" in said
    assert "4 at companies on your list" in said
    assert "3 old ties: last heard of 5 years ago or more" in said
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
    days = sorted(each.due_on for each in kept)
    assert days[0] > network.clock.now.date()
    assert len({*days}) == len(days)
    assert "left to choose" in await network.presses("Every 3 months", page)
    assert "left to choose" in await network.presses("Wrote with", report)
    await network.says("/undo")
    assert not [each for each in (await network.contacts()).values() if each.keep is Keep.OWN]


async def test_a_rhythm_for_many_does_not_bring_them_all_on_one_day(ada):
    await ada.says("/target Contoso")
    talks = [(i, f"2025-{1 + i % 12:02}-{1 + i % 28:02}", theirs) for i in range(270) for theirs in (True, False)]
    rows = connections(range(230)) + connections(range(230, 300), company="Contoso").partition("\n")[2]
    await ada.sends(archive({"Connections.csv": rows, "messages.csv": messages(*talks), "Profile.csv": PROFILE}))
    said = await ada.presses("Import")
    assert "270 you wrote with" in said
    assert "70 at companies on your list" in said
    today = ada.clock.now.astimezone(ZoneInfo(ZONE)).date()
    await ada.presses("Wrote with: 270")
    said = await ada.presses("Every month")
    first = today + timedelta(days=1)
    assert f"270 people: every month.\nOne after the other, the first on {_day(ada, first)}." in said
    assert "That is about 13 a digest, and yours has 5: some will wait." in said
    kept = [each for each in (await ada.contacts()).values() if each.keep is Keep.OWN]
    by_day = Counter(each.due_on for each in kept)
    assert max(by_day.values()) <= 10
    assert min(by_day) == first
    assert max(by_day) <= MONTHLY.after(today)
    by_silence = sorted(kept, key=lambda each: each.quiet_since)
    assert by_silence[0].due_on < by_silence[-1].due_on
    # Whoever has a rhythm now is no longer among those at the target.
    assert ada.labels[0] == "At my targets: 30"
    said = await ada.presses("At my targets: 30")
    assert "30 at companies on your list" in said
    assert "Chosen: 30" in said
    await ada.says("/undo")
    assert not [each for each in (await ada.contacts()).values() if each.keep is Keep.OWN]


async def test_a_few_wait_for_nobody(network):
    await network.presses("Wrote with")
    assert "some will wait" not in await network.presses("Every 6 months")


async def test_of_two_thousand_only_the_announced_old_ties_come(ada):
    """Fourteen weeks of digests: nobody but one old tie a week."""
    old = [(i, f"20{10 + i % 11}-0{1 + i % 9}-11", theirs) for i in range(0, 60, 3) for theirs in (True, False)]
    lately = [(i, f"202{3 + i % 3}-0{1 + i % 9}-11", each) for i in range(60, 300, 3) for each in (True, False)]
    met_lately = connections(range(1990, 2000)).replace("Nov 2018", "Nov 2026")
    rows = connections(range(1990)) + met_lately.partition("\n")[2]
    await ada.sends(
        archive({"Connections.csv": rows, "messages.csv": messages(*old, *lately), "Profile.csv": PROFILE})
    )
    assert "20 old ties: last heard of 5 years ago or more" in await ada.presses("Import")
    announced = {f"P{i} Quill{i}" for i in range(0, 60, 3)}
    names = {each.id: each.name for each in (await ada.contacts()).values()}
    async with ada.store.write() as tx:
        [identity] = await tx.accounts.identities([await ada.id()])
        await tx.accounts.change_identity(replace(identity, reachable=True))
    came = []
    ada.clock.advance(hours=5)  # it is half past eight in the morning there
    for _morning in range(14 * 7):
        ada.clock.advance(days=1)
        await ada.app.plan()
        came += [names[pick.contact_id] for pick in await _picks(ada)]
    assert len(came) == 14
    assert len({*came}) == 14
    assert announced.issuperset(came)


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


async def _picks(person: Person) -> Sequence[Pick]:
    """Whom the digest of this day has; they count as shown, as if it had been sent."""
    owner, today = await person.id(), person.clock.now.date()
    async with person.store.write() as tx:
        sent = [each for each in await tx.deliveries.recent(owner, 1) if each.key == f"digest:{today.isoformat()}"]
        digests = await tx.digests.of([(owner, DigestId(each.subject)) for each in sent])
        picks = [pick for each in digests for pick in each.picks]
        await tx.digests.mark_suggested([each.contact_id for each in picks], today)
    return picks


def _day(person: Person, day: date) -> str:
    return person.reads(say("{day}", day=day))
