"""One reply of every kind looks on all three platforms as it did; `python -m tests.golden` writes looks/ anew."""

from difflib import unified_diff

from tests.golden.showing import FOLDER, all_looks


async def test_every_reply_looks_as_it_did():
    kept = {path.stem: path.read_text() for path in FOLDER.glob("*.txt")}
    looks = await all_looks()
    assert set(looks) == set(kept)
    changes = [
        line
        for name, look in looks.items()
        for line in unified_diff(kept[name].splitlines(), look.splitlines(), name, f"{name} now", lineterm="")
    ]
    assert not changes, "\n".join(["If this is meant, run python -m tests.golden.", *changes])
