"""The page behind a code: a first name, the ways on, and nothing else of anybody."""

from html.parser import HTMLParser

from core.facts.handshakes import OwnCard
from tests.handshakes.chats import Chat, World, code_of


class Read(HTMLParser):
    """What is on a page: its tags, the addresses in it, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _value in attrs]
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


async def test_it_says_whose_card_it_is_by_first_name(ada: Chat, world: World) -> None:
    await ada.says("/card name Ada Lovelace")
    code = await code_of(ada)
    world.app.doors.telegram_bot = "reachwell_bot"
    page = await world.app.landing(code.lower().replace("-", ""))
    read = Read(page.html)
    assert page.status == 200
    assert "Exchange cards with Ada" in read.text
    assert f"/card {code}" in read.text
    assert read.addresses == [f"https://t.me/reachwell_bot?start=card_{code.replace('-', '').lower()}"]
    for kept in ("Lovelace", "Job coach", "example.com"):
        assert kept not in page.html
    assert {"main", "h1", "title"} <= set(read.tags)
    assert 'lang="en"' in page.html


async def test_without_telegram_there_is_no_button_to_it(ada: Chat, world: World) -> None:
    page = await world.app.landing(await code_of(ada))
    assert page.status == 200
    assert Read(page.html).addresses == []


async def test_a_name_cannot_break_the_page(ada: Chat, world: World) -> None:
    await ada.says("/card name <script>alert(1)</script>&\"'")
    page = await world.app.landing(await code_of(ada))
    assert "<script" not in page.html
    read = Read(page.html)
    assert "script" not in read.tags
    assert "Exchange cards with <script>alert(1)</script>&\"'" in read.text


async def test_it_asks_nobody_else_for_anything(ada: Chat, world: World) -> None:
    page = await world.app.landing(await code_of(ada))
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not {"style", "onclick", "src"} & set(Read(page.html).attributes)


async def test_codes_that_are_over_say_so(ada: Chat, world: World) -> None:
    code = await code_of(ada)
    await ada.presses("Revoke all codes")
    revoked = await world.app.landing(code)
    assert revoked.status == 410
    assert "taken back" in Read(revoked.html).text
    code = await code_of(ada)
    world.clock.advance(hours=25)
    over = await world.app.landing(code)
    assert over.status == 410
    assert "has run out" in Read(over.html).text
    assert "/card" in Read(over.html).text
    for forged in ("k7qpx93xma", "", "../../etc/passwd", "<b>", "x" * 5000, "\x00", "''--"):
        page = await world.app.landing(forged)
        assert page.status == 404
        assert "Ada" not in page.html


async def test_whoever_is_erased_has_no_page(ada: Chat, world: World) -> None:
    code = await code_of(ada)
    await ada.says("/forgetme")
    await ada.says("erase")
    assert (await world.app.landing(code)).status == 404


async def test_a_card_without_a_name_has_a_page(world: World) -> None:
    ada = world.chat("Ada", "telegram")
    code = await code_of(ada)
    async with world.store.write() as tx:
        known = await tx.accounts.of(ada.actor.platform, ada.actor.external_id)
        assert known is not None
        await tx.handshakes.keep_card(OwnCard(account_id=known[1].id, name=""))
    assert (await world.app.landing(code)).status == 200
