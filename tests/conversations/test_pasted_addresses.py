"""A pasted link, an e-mail or a number is the person who has it; a stranger's brings a name along."""

import pytest

LINK = "https://www.linkedin.com/in/jane-doe-123"
PASTED = (f"{LINK}/?utm_source=share", "https://uk.linkedin.com/in/Jane-Doe-123", "linkedin.com/in/jane-doe-123")


@pytest.fixture
async def knows_jane(ada):
    await ada.says(f"/add Jane Doe @ IBM {LINK} jane@ibm.com +1 416 555 0199")
    return ada


@pytest.mark.parametrize(
    "pasted", [*PASTED, "jane@ibm.com", "Jane@IBM.com", "+1 (416) 555-0199", "tel:+14165550199"]
)
async def test_a_pasted_address_shows_the_card_of_whose_it_is(knows_jane, pasted):
    shown = await knows_jane.says(pasted)
    assert shown.text.startswith("Jane Doe\nIBM")
    assert "Met today" in shown.labels


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/met {} call", "Noted: in touch with Jane Doe\ncall"),
        ("/met with {}, call yesterday", "in touch with Jane Doe"),
        ("/keep {} every month", "Jane Doe: every month"),
        ("/note {} hello", "Jane Doe\nNoted: hello"),
        ("/gave {} intro to Raj", "you gave Jane Doe: intro to Raj"),
        ("/gave intro to {}", "you gave Jane Doe: intro"),
        ("/met Raj and {} lunch", "in touch with Raj and Jane Doe\nlunch"),
        ("/who {}", "Jane Doe\nIBM"),
    ],
)
async def test_wherever_somebody_is_named_an_address_will_do(knows_jane, line, answer):
    await knows_jane.says("/add Raj")
    for address in (LINK, "linkedin.com/in/jane-doe-123", "jane@ibm.com", "+1 416 555 0199"):
        assert answer in await knows_jane.says(line.format(address)), address


async def test_a_link_in_the_answer_to_whom(knows_jane):
    await knows_jane.says("/met")
    assert "in touch with Jane Doe" in await knows_jane.says(LINK)


async def test_a_reminder_about_whoever_has_the_link(knows_jane):
    reminder = await knows_jane.says(f"/remind {LINK} tomorrow 9am send the cv")
    assert reminder.text.startswith("Jane Doe: send the cv\n")


async def test_a_strangers_link_brings_the_name_along(ada):
    asked = await ada.says("https://www.linkedin.com/in/peter-pan-77b2/?trk=x")
    assert "LinkedIn: linkedin.com/in/peter-pan-77b2" in asked
    assert set(asked.labels) == {"Add Peter Pan", "Put it on a card…", "Nothing"}
    assert "Added: Peter Pan\nLinkedIn: linkedin.com/in/peter-pan-77b2" in await ada.presses("Add Peter Pan")
    assert "Peter Pan" in await ada.says("linkedin.com/in/peter-pan-77b2")


async def test_a_strangers_link_goes_on_a_card(ada):
    await ada.says("/add Jane Doe")
    await ada.says("https://x.com/river_otter")
    assert "Whose card" in await ada.presses("Put it on a card")
    assert "X: x.com/river_otter" in await ada.says("Jane")
    assert "Jane Doe" in await ada.says("https://twitter.com/river_otter/status/123")


async def test_a_command_adds_a_stranger_with_the_link(ada):
    asked = await ada.says(f"/met {LINK} call")
    assert "You know nobody yet with linkedin.com/in/jane-doe-123." in asked
    assert "in touch with Jane Doe\ncall" in await ada.presses("Add Jane Doe")
    card = await ada.says("/who Jane")
    assert "LinkedIn: linkedin.com/in/jane-doe-123" in card


async def test_a_namesake_is_offered_first(ada):
    await ada.says("/add Jane Doe @ IBM")
    asked = await ada.says(f"/met {LINK}")
    assert set(asked.labels) == {"Jane Doe", "Add Jane Doe", "Never mind"}


@pytest.mark.parametrize("line", ["/add {}", "{}"])
async def test_adding_by_a_link_alone(ada, line):
    answer = await ada.says(line.format(LINK))
    if "Add Jane Doe" in answer.labels:
        answer = await ada.presses("Add Jane Doe")
    assert "Added: Jane Doe\nLinkedIn: linkedin.com/in/jane-doe-123" in answer


async def test_the_name_is_asked_for_where_the_link_has_none(ada):
    link = "https://www.facebook.com/profile.php?id=1000123"
    asked = await ada.says(f"/met {link} lunch")
    assert "Whose is it?" in asked
    assert asked.labels == ("Never mind",)
    asked = await ada.says("Jane Doe")
    assert "in touch with Jane Doe\nlunch" in await ada.presses("Add Jane Doe")
    assert "facebook.com/profile.php?id=1000123" in await ada.says("/who Jane")


async def test_nobody_is_called_by_an_address(ada):
    for link in ("https://lnkd.in/abc", "https://example.org/x", "+1 416 555 0199", "ftp://example.org"):
        asked = await ada.says(f"/met {link} lunch")
        assert not any(label.startswith("Add") for label in asked.labels), link
        await ada.presses("Never mind")
    await ada.says("https://www.facebook.com/profile.php?id=1000123")
    assert "Whom shall I add" in await ada.presses("Add somebody with it")
    assert "Added: Jane Doe\nFacebook: facebook.com/profile.php?id=1000123" in await ada.says("Jane Doe")


async def test_adding_somebody_known_by_the_link_again(ada):
    await ada.says(f"/add Jane Doe {LINK}")
    again = await ada.says(f"/add {LINK}")
    assert "You know somebody like that already" in again
    assert "Show Jane Doe" in again.labels


async def test_one_of_several_is_a_stranger(ada):
    await ada.says("/add Raj Patel")
    asked = await ada.says(f"/met Raj and {LINK} coffee")
    assert "Add Jane Doe" in asked.labels
    assert "in touch with Raj Patel and Jane Doe\ncoffee" in await ada.presses("Add Jane Doe")
    remark = await ada.says("/met Raj, https://example.org/menu was closed")
    assert "in touch with Raj Patel\n" in remark
    assert "was closed" in remark
