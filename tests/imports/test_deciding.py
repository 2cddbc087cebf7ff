"""What the owner decides about somebody who was found: kept in a moment, and true to what the cards become."""

from json import dumps

from core.facts.people import Handle
from core.imports import resembling
from tests.imports.talking import HEADER, Person, archive, connections

JANE = HEADER + "Jane,Doe,https://www.linkedin.com/in/jd,,Acme,Lead,04 Nov 2018\n"


async def chosen_as_the_same(ada: Person) -> None:
    await ada.sends(JANE)
    await ada.presses("Perhaps the same")
    await ada.presses("The same")


async def apart(ada: Person) -> int:
    owner = await ada.id()
    async with ada.store.read() as tx:
        return len(await tx.apart.pairs(owner))


async def test_the_same_counts_for_the_card_that_it_has_become_a_part_of(ada):
    await ada.has(name="Jane Doe", company="Globex")
    await chosen_as_the_same(ada)
    preview = ada.last
    await ada.has(name="Janet Miller", aliases=("Jane Doe",))
    await ada.says("/merge Janet Miller and Jane Doe")
    await ada.presses("Jane Doe (Globex)")
    await ada.presses("The other way round")
    await ada.presses("Merge")
    await ada.presses("Import", preview)
    [janet] = (await ada.contacts()).values()
    assert (janet.name, len(janet.handles), await apart(ada)) == ("Janet Miller", 1, 0)


async def test_where_the_card_is_gone_it_is_as_if_nothing_had_been_said(ada):
    jane = await ada.has(name="Jane Doe", company="Globex")
    await chosen_as_the_same(ada)
    preview = ada.last
    async with ada.store.write() as tx:
        await tx.people.remove(await ada.id(), [jane.id])
    await ada.has(name="Jane Doe", company="Initech")
    assert "1 pair of cards may be one person's" in await ada.presses("Import", preview)
    assert (await ada.count(), await apart(ada)) == (2, 0)


async def test_others_write_while_it_is_thought_over(ada, meet, monkeypatch):
    await ada.has(name="P1 Quill1")
    await ada.sends(connections([1, 2]))
    await ada.presses("Perhaps the same")
    bob = await meet("Bob")
    who_is_who = resembling.who_is_who

    async def slowly(*given):
        await bob.has(name="Zed")
        return await who_is_who(*given)

    monkeypatch.setattr(resembling, "who_is_who", slowly)
    assert "2 people: 1 new, 1 already known" in await ada.presses("The same")
    assert await bob.count() > 0


async def test_what_was_decided_at_once_is_all_kept(ada, monkeypatch):
    await ada.has(name="P1 Quill1")
    await ada.has(name="P2 Quill2")
    await ada.sends(connections([1, 2, 3]))
    await ada.presses("Perhaps the same")
    first = ada.last
    await ada.presses("Later")
    second = ada.last
    is_there, pressed = resembling._is_there, []

    async def interrupted(*given):
        if not pressed:
            pressed.append(first)
            await ada.presses("The same", first)
        return await is_there(*given)

    monkeypatch.setattr(resembling, "_is_there", interrupted)
    assert "3 people: 1 new, 2 already known" in await ada.presses("The same", second)


def x_archive(name: str, post: int) -> bytes:
    at = "2024-01-01T10:00:00.000Z"
    talks = [{"messageCreate": {"recipientId": to, "senderId": by, "createdAt": at}} for to, by in ("12", "21")]
    mention = {"screen_name": name, "name": "Bo Li", "id_str": "2"}
    files = {
        "account": {"account": {"accountId": "1"}},
        "direct_messages": {"dmConversation": {"conversationId": "1-2", "messages": talks}},
        "tweets": {"tweet": {"id_str": f"{post}", "entities": {"user_mentions": [mention]}}},
    }
    return archive(
        {f"data/{part}.js": f"window.YTD.{part}.part0 = [{dumps(what)}]" for part, what in files.items()}
    )


async def test_whoever_has_another_handle_on_x_now_is_still_the_same(ada):
    await ada.sends(x_archive("bo_old", 91))
    await ada.presses("Import")
    assert "1 already known" in await ada.sends(x_archive("bo_new", 92))
    await ada.presses("Import")
    [bo] = (await ada.contacts()).values()
    assert bo.handles == (Handle(kind="x", value="https://x.com/bo_new"),)


async def test_a_connection_with_another_address_and_other_work_now_is_asked_about(ada):
    await ada.sends(JANE)
    await ada.presses("Import")
    said = await ada.sends(JANE.replace("/in/jd,,Acme,Lead", "/in/jane-doe,,Globex,Boss"))
    assert "have a look" in said
    await ada.presses("Perhaps the same: 1")
    await ada.presses("The same")
    await ada.presses("Import")
    [jane] = (await ada.contacts()).values()
    assert [each.value for each in jane.handles] == ["https://www.linkedin.com/in/jane-doe"]


async def test_a_namesake_at_the_same_company_is_not_swallowed(ada):
    header = "First Name,Last Name,Email Address,Company,Position,Connected On\n"
    cook = "John,Smith,,Acme,Cook,04 Nov 2018\n"
    await ada.sends(header + cook)
    await ada.presses("Import")
    said = await ada.sends(header + cook + "John,Smith,,Acme,Pilot,05 Nov 2020\n")
    assert "2 people" in said
    assert "2 already known" not in said


async def test_what_was_decided_about_a_table_stays_when_another_file_comes(ada):
    await ada.has(name="Jane Doe", company="Globex")
    await ada.sends("Name,Company\nJane Doe,Acme\nBob Ray,Initech\n", "people.csv")
    await ada.presses("Perhaps the same")
    await ada.presses("Not the same")
    await ada.sends(connections(range(2)))
    assert not [each for each in ada.labels if each.startswith("Perhaps the same")]
