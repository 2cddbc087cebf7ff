"""What is suggested while a value is typed: the owner's people, tags and companies, and times as understood."""

import asyncio
from statistics import quantiles
from time import perf_counter

import pytest

from core.facts.ids import new_id
from core.facts.people import Contact
from tests.chat.members import Member


def labels(found) -> list[str]:
    return [each.label for each in found]


def values(found) -> list[str]:
    return [each.value for each in found]


async def test_people_by_how_their_names_begin(ada):
    await ada.says("/add Doe Smith")
    assert labels(await ada.chooses("met", "who", "do")) == ["Doe Smith", "Jane Doe (IBM)"]
    assert labels(await ada.chooses("balance", "who", "zoe")) == ["Zoë Brandt"]
    assert labels(await ada.chooses("balance", "who", "JANE D")) == ["Jane Doe"]
    assert all(each.value.startswith("=") for each in await ada.chooses("balance", "who", "j"))


async def test_a_misspelled_name_finds_its_bearer(ada):
    assert labels(await ada.chooses("balance", "who", "Jnae")) == ["Jane Doe"]
    assert labels(await ada.chooses("balance", "who", "brnadt")) == ["Zoë Brandt"]
    assert await ada.chooses("balance", "who", "Xerxes") == []


async def test_namesakes_are_told_apart(ada):
    await ada.presses("Add", await ada.says("/add Jane Doe @ Tesla"))
    assert sorted(labels(await ada.chooses("met", "who", "jane"))) == ["Jane Doe (IBM)", "Jane Doe (Tesla)"]
    (tesla,) = await ada.chooses("met", "who", "Jane Doe (Tes")
    await ada.calls("who", text="@Tesla")
    assert "Tesla" in ada.heard[0]
    await ada.calls("edit", who=tesla.value, changes="@ Rivian")
    assert "Company: Tesla → Rivian" in ada.heard[0]


async def test_with_nothing_typed_those_who_are_at_hand_come_first(ada, clock):
    await ada.says("/keep Raj every week")
    clock.advance(days=30)
    await ada.says("/met Zoe")
    assert labels(await ada.chooses("met", "who"))[:2] == ["Zoë Brandt (Google)", "Raj Patel"]
    await ada.says("/archive Zoe")
    assert "Zoë" not in str(labels(await ada.chooses("met", "who")))
    assert labels(await ada.chooses("resume", "who", "zo")) == ["Zoë Brandt"]


async def test_several_people_in_one_option(ada):
    (both,) = await ada.chooses("met", "who", "Jane, Ra")
    assert both.label == "Jane, Raj Patel"
    assert len(both.value) == len("=") + 12 + len(",") + 12
    assert labels(await ada.chooses("met", "who", "jane and zo")) == ["jane, Zoë Brandt"]
    assert labels(await ada.chooses("met", "who", "Jane Doe, ")) == [
        "Jane Doe, Zoë Brandt (Google)",
        "Jane Doe, Raj Patel",
    ]
    unknown = await ada.chooses("met", "who", "Somebody New, Ra")
    assert values(unknown) == ["Somebody New, Raj Patel"]
    assert labels(await ada.chooses("met", "who", both.value)) == ["Jane Doe (IBM)", "Raj Patel"]
    everybody = ", ".join(["Jane Doe", "Raj Patel", "Zoë Brandt"] * 9)
    assert await ada.chooses("met", "who", everybody) == []


async def test_somebody_whose_name_has_a_comma(ada):
    await ada.says("/add Ng")
    await ada.calls("edit", who="Ng", changes="name Ng, Ada")
    found = await ada.chooses("met", "who", "Ng, A")
    await ada.calls("met", who=found[0].value)
    assert "Noted" in ada.heard[0]


async def test_tags_and_companies(ada):
    assert values(await ada.chooses("tag", "tags", "")) == ["#mentor", "#paris"]
    assert values(await ada.chooses("tag", "tags", "#p")) == ["#paris"]
    assert values(await ada.chooses("tag", "tags", "#new -#men")) == ["#new -#mentor"]
    assert values(await ada.chooses("keep", "tag", "ment")) == ["#mentor"]
    assert values(await ada.chooses("add", "company", "g")) == ["Google"]
    assert values(await ada.chooses("who", "text", "@i")) == ["@IBM"]
    assert values(await ada.chooses("who", "text", "#m")) == ["#mentor"]
    assert labels(await ada.chooses("who", "text", "zo")) == ["Zoë Brandt"]


@pytest.mark.parametrize(
    ("command", "param", "typed", "shown"),
    [
        ("remind", "when", "tomorrow 9am", "Tue, Nov 24, 9:00 AM Toronto"),
        ("remind", "when", "every tuesday 18:00", "every Tuesday at 6:00 PM"),
        ("remind", "when", "fri", "Fri, Nov 27"),
        ("promise", "by", "in 2 weeks", "Mon, Dec 7"),
        ("met", "when", "last friday", "Fri, Nov 20"),
        ("met", "when", "yest", "yesterday: Sun, Nov 22"),
        ("met", "when", "3", "3 days ago: Fri, Nov 20"),
        ("snooze", "until", "2 weeks", "Mon, Dec 7"),
        ("keep", "cadence", "6 weeks", "every 6 weeks"),
        ("keep", "cadence", "6", "every 6 weeks"),
        ("keep", "cadence", "", "every week"),
        ("keep", "cadence", "nev", "never"),
        ("add", "cadence", "twice a year", "every 6 months"),
    ],
)
async def test_a_typed_time_is_shown_as_it_is_understood(ada, command, param, typed, shown):
    first = (await ada.chooses(command, param, typed))[0]
    assert first.label == shown


async def test_what_is_suggested_for_a_time_can_be_read(ada):
    for command, param in (
        ("remind", "when"),
        ("promise", "by"),
        ("met", "when"),
        ("snooze", "until"),
        ("keep", "cadence"),
    ):
        suggested = await ada.chooses(command, param)
        assert len(suggested) >= 6, (command, suggested)
        for each in suggested:
            reply = await ada.calls(command, who="Jane", what="a thing", **{param: each.value})
            assert reply.form is None, (command, each)


async def test_a_time_that_makes_no_sense_is_suggested_nothing(ada):
    for typed in ("blah", "31 February", "99:99", "x" * 6000, "yesterday at the fair of 1999"):
        assert await ada.chooses("remind", "when", typed) == []
    assert await ada.chooses("met", "when", "tomorrow") == []


async def test_before_it_is_known_where_somebody_is_no_hour_is_promised(app):
    ned = Member(app, "Ned", timezone=None)
    assert labels(await ned.chooses("remind", "when", "tomorrow 9am"))[0] == "tomorrow 9am"
    assert await ned.chooses("met", "who", "") == []
    assert labels(await ned.chooses("help", "about", "rem")) == [
        "/remind: Be reminded of something, once or again and again",
        "/reminders: See your reminders; edit, snooze, finish or delete them",
    ]


async def test_settings_by_which_setting_it_is(ada):
    (berlin,) = await ada.chooses("settings", "value", "Berlin", setting="zone")
    assert berlin.label == "Berlin, Germany"
    await ada.calls("settings", setting="zone", value=berlin.value)
    assert "Berlin" in ada.heard[0]
    assert values(await ada.chooses("settings", "value", "8", setting="digest")) == ["8:00", "8:30", "18:00"]
    assert values(await ada.chooses("settings", "value", "", setting="size")) == ["3", "5", "7", "10"]
    assert await ada.chooses("settings", "value", "x", setting="nonsense") == []
    assert await ada.chooses("settings", "value", "x") == []
    assert "quiet" in values(await ada.chooses("settings", "setting", "q"))


async def test_nothing_is_suggested_for_what_is_not_there(ada):
    assert await ada.chooses("nonsense", "who", "jane") == []
    assert await ada.chooses("met", "nonsense", "jane") == []
    assert await ada.chooses("note", "note", "jane") == []
    for typed in ("=", "=x", "=,,,", "\x00", "💥", "%", "_", "'", "#", "-#", "@", ", , ,", "(", "()", "a" * 6000):
        for command, param in (
            ("met", "who"),
            ("balance", "who"),
            ("tag", "tags"),
            ("who", "text"),
            ("add", "company"),
        ):
            await ada.chooses(command, param, typed)


async def test_nobody_is_shown_anybody_elses(ada, app):
    eve = Member(app, "Eve")
    await eve.says("/add Jane Secret @ Hidden #private")
    secret = (await eve.chooses("met", "who", "jane"))[0].value
    for typed in ("", "jane", "jane secret", "Jnae Secret", "hidden", secret, f"Jane, {secret}"):
        for command, param in (("met", "who"), ("who", "text"), ("tag", "tags"), ("add", "company")):
            assert "Secret" not in str(await ada.chooses(command, param, typed))
            assert "private" not in str(await ada.chooses(command, param, typed))


async def test_among_five_thousand_it_takes_a_moment(ada, app, store, clock):
    """Of the 100 ms that the slowest of a hundred may take while others talk (bench/ measures that)."""
    async with store.write() as tx:
        owner = (await tx.accounts.of("discord", "ada"))[1].id
        await tx.people.add([_one_of_many(number, owner, clock.now) for number in range(5000)])
    took: list[float] = []
    for typed in ("", "j", "jane", "ali", "bob3", "brandt 12", "Alcie Branht", "zzzz", "smith", "Jane, ali") * 4:
        began = perf_counter()
        await ada.chooses("met", "who", typed)
        took.append(perf_counter() - began)
        await asyncio.sleep(0)
    assert quantiles(took, n=10)[-1] < 0.2


def _one_of_many(number: int, owner, now) -> Contact:
    first = ("Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Heidi")[number % 8]
    last = ("Brandt", "Smith", "Jones", "Meyer", "Lopez", "Kowalski", "Okafor")[number % 7]
    day = now.date()
    return Contact(
        id=new_id(),
        owner=owner,
        name=f"{first}{number % 50} {last} {number}",
        created_at=now,
        cadence_since=day,
        quiet_since=day,
        company=f"Company {number % 300}",
    )
