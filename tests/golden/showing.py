"""Plays every scene on every platform: how each looks, as it is kept in looks/."""

import tempfile
from pathlib import Path

from tests.golden.scenes import SCENES
from tests.golden.stages import theatre

FOLDER = Path(__file__).parent / "looks"
PLATFORMS = ("Telegram", "Discord", "Terminal")


async def all_looks() -> dict[str, str]:
    """By the name of the scene."""
    with tempfile.TemporaryDirectory() as folder:
        async with theatre(Path(folder)) as made:
            looks: dict[str, str] = {}
            for name, scene in SCENES.items():
                shown: list[str] = []
                for platform in PLATFORMS:
                    async with made.stage(platform, scene.reciter) as stage:
                        await scene.play(stage)
                        shown.append(f"== {platform}\n{stage.looks()}")
                looks[name] = "\n".join(shown)
            return looks
