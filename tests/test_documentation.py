"""The documentation is complete: every command, every setting, every text in the catalogue."""

import re
from pathlib import Path

from bots.settings import Settings
from docs import generate

ROOT = Path(__file__).parent.parent
COMMANDS = generate.commands()


def test_readme_lists_every_command():
    readme = (ROOT / "README.md").read_text()
    for command in COMMANDS:
        assert re.search(rf"^\| `/{command.name}\b", readme, re.MULTILINE), f"/{command.name} is not in README.md"


def test_env_example_lists_every_setting():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = {line.lstrip("# ").split("=")[0] for line in lines if "=" in line}
    for name in Settings.model_fields:
        assert name.upper() in named, f"{name.upper()} is not in .env.example"


def test_every_command_has_a_summary_and_an_example_that_begins_with_it():
    for command in COMMANDS:
        assert command.summary
        assert all(re.match(rf"/{command.name}\b", example) for example in command.examples)
        assert command.examples


def test_what_is_generated_is_up_to_date():
    assert generate.COMMANDS_PAGE.read_text() == generate.commands_page(), "run `make words`"
    assert generate.TEMPLATE.read_text() == generate.template(), "run `make words`"
