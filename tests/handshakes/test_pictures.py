"""Cards as pictures and files, read again by other programs' readers."""

import pytest
import vobject

from core.facts.handshakes import OwnCard
from core.facts.ids import AccountId
from core.facts.people import Handle
from core.handshakes.pictures import LARGEST, contact_file, qr, small_card
from tests.handshakes.chats import Chat, World, code_of, picture_of
from tests.handshakes.reading_codes import read_code, read_png


def card(**fields: object) -> OwnCard:
    return OwnCard(**{"account_id": AccountId("account"), "name": "Ada Lovelace", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["https://t.me/reachwell_bot?start=card_k7qpx93xma", "Ñoño 🦊 \\;,", "x" * LARGEST, "é" * (LARGEST // 2)],
)
def test_a_code_says_what_was_put_in(text: str) -> None:
    picture = qr(text, "card.png").content
    assert read_code(picture) == text
    width, height, _pixels = read_png(picture)
    assert 200 < width == height < 900


def test_a_card_for_people_without_the_bot() -> None:
    handles = (
        Handle(kind="email", value="ada@example.com"),
        Handle(kind="phone", value="+14165550199"),
        Handle(kind="linkedin", value="https://www.linkedin.com/in/ada"),
        Handle(kind="discord", value="ada"),
    )
    mine = card(title="Coach; Trainer", company="Analytical, Inc", about="Looks for\nengines", handles=handles)
    text, whole = small_card(mine)
    assert whole
    read = vobject.readOne(read_code(qr(text, "x.png").content))
    assert read.behavior.versionString == "3.0"
    assert (read.fn.value, read.n.value.family, read.n.value.given) == ("Ada Lovelace", "Lovelace", "Ada")
    assert (read.title.value, read.org.value) == ("Coach; Trainer", ["Analytical, Inc"])
    assert (read.email.value, read.tel.value) == ("ada@example.com", "+14165550199")
    assert read.url.value == "https://www.linkedin.com/in/ada"
    assert [each.value for each in read.contents["note"]] == ["Discord: ada", "Looks for engines"]


def test_what_makes_a_code_too_dense_is_left_out() -> None:
    handles = tuple(Handle(kind="website", value=f"https://example.com/{n}/{'x' * 60}") for n in range(9))
    mine = card(name="𝐀𝐝𝐚 Łovelace", about="Looks for engines", handles=handles)
    text, whole = small_card(mine)
    assert not whole
    assert len(text.encode()) <= LARGEST
    read = vobject.readOne(read_code(qr(text, "x.png").content))
    assert read.fn.value == mine.name
    assert 0 < len(read.contents["url"]) < 9
    everything = contact_file(mine).content.decode()
    assert everything.count("URL:") == 9


def test_a_contact_file_is_the_same_person_each_time() -> None:
    first = vobject.readOne(contact_file(card(title="Coach")).content.decode())
    second = vobject.readOne(contact_file(card(title="Job coach", about="\r\nEND:VCARD")).content.decode())
    assert first.uid.value == second.uid.value
    assert "account" not in first.uid.value
    assert second.title.value == "Job coach"


async def test_the_picture_opens_telegram_or_the_web_or_is_the_card(ada: Chat, world: World) -> None:
    await ada.says("/card hide e-mail")
    code = (await code_of(ada)).replace("-", "").lower()
    read = vobject.readOne(read_code(picture_of(ada).content))
    assert (read.fn.value, read.title.value) == ("Ada", "Job coach")
    assert "email" not in read.contents
    world.app.doors.public_url = "https://reachwell.example"
    await ada.says("/card")
    assert read_code(picture_of(ada).content) == f"https://reachwell.example/c/{code}"
    world.app.doors.telegram_bot = "reachwell_bot"
    await ada.says("/card")
    assert read_code(picture_of(ada).content) == f"https://t.me/reachwell_bot?start=card_{code}"
    assert "without asking you" in await ada.presses("QR for people without the bot")
    assert read_code(picture_of(ada).content).startswith("BEGIN:VCARD")
    await ada.presses("Send as contact file")
    name, content = ada.files[-1]
    assert name == "card.vcf"
    assert vobject.readOne(content.decode()).fn.value == "Ada"
