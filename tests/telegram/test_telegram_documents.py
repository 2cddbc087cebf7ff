"""Files that people send: fetched, bounded, handed to the core, and removed."""

import pytest

from bots.telegram.documents import MAX_DOWNLOAD
from core.chat.reply import Reply
from core.chat.request import Upload
from tests.fakes.telegram import Trouble


@pytest.fixture
def read(app, monkeypatch):
    """What the core finds in the files that it is given, by the name that was sent."""
    found: dict[str, bytes | None] = {}
    answer = app.answer

    async def reading(request):
        if isinstance(request.body, Upload):
            found[request.body.name] = request.body.path.read_bytes() if request.body.path else None
        async for each in answer(request):
            yield each

    monkeypatch.setattr(app, "answer", reading)
    return found


async def test_a_file_is_there_while_it_is_answered_and_gone_afterwards(ada, app, read):
    await ada.sends_file("../../Connections.csv", b"First Name,Last Name\n", caption="my people")
    upload = app.heard[0].body
    assert read == {"../../Connections.csv": b"First Name,Last Name\n"}
    assert upload.size == 21
    assert upload.path.name == "document"
    assert not upload.path.exists()
    assert not upload.path.parent.exists()


async def test_a_file_of_several_pieces_arrives_whole(ada, read):
    content = bytes(range(256)) * 8192  # 2 MB
    await ada.sends_file("big", content)
    assert read == {"big": content}


async def test_a_file_that_is_too_large_is_not_fetched(ada, app, fake, read):
    await ada.sends_file("huge.csv", size=50_000_000)
    assert app.heard[0].body == Upload(name="huge.csv", size=50_000_000, path=None)
    assert fake.sent("getFile") == []


async def test_a_file_that_is_larger_than_was_said_is_not_fetched_whole(ada, app, monkeypatch):
    monkeypatch.setattr("bots.telegram.documents.MAX_DOWNLOAD", 1000)
    await ada.sends_file("liar.csv", b"x" * 2000, size=10)
    assert app.heard[0].body == Upload(name="liar.csv", size=1001, path=None)
    assert MAX_DOWNLOAD == 20 * 1024 * 1024


@pytest.mark.parametrize("method", ["getFile", "file"])
async def test_a_file_that_cannot_be_had_is_told_to_the_core(ada, app, fake, method, caplog):
    fake.next(method, *[Trouble(status=400, description="Bad Request: wrong file 'lost.csv'")] * 2)
    await ada.sends_file("lost.csv", b"x")
    assert app.heard[0].body == Upload(name="lost.csv", size=1, path=None)
    assert fake.token not in caplog.text
    assert "lost.csv" not in caplog.text


async def test_a_broken_download_is_begun_again(ada, fake, read):
    fake.next("file", Trouble())
    await ada.sends_file("Connections.csv", b"x")
    assert read == {"Connections.csv": b"x"}


async def test_the_copy_is_removed_when_the_core_fails(ada, app):
    app.answers["bad.csv"] = [ValueError()]
    await ada.sends_file("bad.csv", b"x")
    assert not app.heard[0].body.path.exists()
    assert "Code" in ada.last.text
    app.answers["good.csv"] = [Reply(text="Read.")]
    await ada.sends_file("good.csv", b"x")
    assert ada.last.text == "Read."
