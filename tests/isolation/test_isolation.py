"""Whatever people do, by whatever way: nobody is shown anything that somebody else has told Reachwell."""

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.app import SUBJECTS
from tests.isolation.doings import (
    DOINGS,
    FIRST,
    LINES,
    Doing,
    filled_in,
    lets_time_pass,
    tells_everything,
    tries_everything,
)
from tests.isolation.town import Town, town

_STEPS = st.lists(
    st.tuples(st.sampled_from(DOINGS), st.integers(0, 5), st.integers(0, 2**30)), min_size=80, max_size=140
)
# Each example takes seconds, and what went wrong is told with what was shown: shrinking would take minutes.
_FEW = settings(
    max_examples=3,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
_number = count()


@asynccontextmanager
async def inhabited(database_url: str) -> AsyncIterator[Town]:
    """A town where everybody has signed up, and knows two people."""
    async with town(database_url) as made:
        chance = Random(0)
        for voice in made.voices:
            for line in FIRST:
                await voice.says(filled_in(line, voice, made, chance))
        yield made
    assert made.shown["theirs"] > 50  # also where Hypothesis has one thing done eighty times


async def live(database_url: str, steps: Sequence[tuple[Doing, int, int]]) -> None:
    """They do all this; the first thing that somebody should not have seen fails it."""
    async with inhabited(database_url) as made:
        done: list[str] = []
        for doing, who, chances in (*steps, (lets_time_pass, 0, 0)):
            voice = made.voices[who]
            done.append(f"{voice} {doing.__name__.replace('_', ' ')} ({chances})")
            await doing(made, voice, Random(chances))
            assert not made.wrong, "\n".join([*made.wrong, "after:", *done])


@_FEW
@given(_STEPS)
async def test_nobody_sees_what_is_another_s(sqlite_template, tmp_path, steps):
    database = shutil.copy(sqlite_template, tmp_path / f"{next(_number)}.db")
    await live(f"sqlite:///{database}", steps)


async def test_nor_do_they_on_postgresql(postgres_url):
    chance = Random(7)
    await live(postgres_url, [(chance.choice(DOINGS), chance.randrange(6), n) for n in range(150)])


async def test_the_wrong_person_tries_everything(sqlite_url):
    async with inhabited(sqlite_url) as made:
        ada_in_telegram, ada_in_discord, bob_in_telegram, _bob, _cleo, cleo_in_discord = made.voices
        for owner, thief in ((ada_in_telegram, cleo_in_discord), (ada_in_discord, bob_in_telegram)):
            await tells_everything(made, owner)
            await tries_everything(made, thief, owner)
            assert not made.wrong, "\n".join(made.wrong)
        await tries_everything(made, cleo_in_discord, ada_in_discord)  # her forms, and what was suggested to her
        assert not made.wrong, "\n".join(made.wrong)


def test_every_command_is_among_what_they_say():
    said = {line.split()[0].removeprefix("/") for line in LINES}
    assert {command.name for subject in SUBJECTS for command in subject.commands} <= said
