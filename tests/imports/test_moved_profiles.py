"""Somebody on LinkedIn who has given their profile another address between two exports is one person."""

import pytest

from tests.imports.talking import HEADER


def row(url: str, company: str = "Acme", title: str = "Lead", day: str = "04 Nov 2018") -> str:
    return HEADER + f"Jo,Lee,https://www.linkedin.com/in/{url},,{company},{title},{day}\n"


async def both(ada, first: str, second: str) -> str:
    await ada.sends(first)
    await ada.presses("Import")
    ada.clock.advance(hours=2)
    return await ada.sends(second)


@pytest.mark.parametrize("second", [row("jo-lee"), row("jo-lee", title="Boss"), row("jo-lee", company="Contoso")])
async def test_by_name_day_and_work(ada, second):
    assert "0 new, 1 already known" in await both(ada, row("jo-lee-1b2"), second)
    await ada.presses("Import")
    jo = (await ada.contacts())["Jo Lee"]
    assert [each.value for each in jo.handles] == ["https://www.linkedin.com/in/jo-lee"]


@pytest.mark.parametrize(
    "second",
    [row("jo-lee", company="Contoso", title="Boss"), row("jo-lee", "", ""), row("jo-lee", day="05 Nov 2018")],
)
async def test_with_other_work_or_another_day_they_may_be_two(ada, second):
    assert "1 new, 0 already known" in await both(ada, row("jo-lee-1b2"), second)
    await ada.presses("Import")
    assert await ada.count() == 2


async def test_a_namesake_of_the_same_day_is_somebody_else(ada):
    first = row("jo-lee-1b2") + "Jo,Lee,https://www.linkedin.com/in/jo-2,,Contoso,Chef,04 Nov 2018\n"
    assert "1 new, 0 already known" in await both(ada, first, row("jo-lee"))
