"""Writes what is made from the code: docs/commands.md, docs/dates.md, and the catalogue of every text.

`make words` runs it; a test holds that all are up to date.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from core.app import SUBJECTS
from core.chat.command import Command
from core.chat.words import LOCALES, plain
from docs import dates

ROOT = Path(__file__).parent.parent
COMMANDS_PAGE = ROOT / "docs" / "commands.md"
TEMPLATE = LOCALES / "reachwell.pot"
_KEYWORDS = {"_": None, "count": (1, 2), "remark": (1, 2)}


def commands() -> Sequence[Command]:
    """Every command, in the order of /help."""
    return [command for subject in SUBJECTS for command in subject.commands]


def commands_page() -> str:
    """docs/commands.md: what each command does and takes, with examples."""
    parts = [
        "# Commands",
        "",
        "Made from the declarations in `core/` by `make words`; do not edit by hand.",
        "Words in any natural order will do; what is missing is asked for.",
    ]
    for command in commands():
        parts += ["", f"## /{command.name}", "", f"{plain(command.summary)}."]
        if command.params:
            parts += ["", "| value | what it is |", "|---|---|"]
            parts += [f"| {param.name.replace('_', ' ')} | {plain(param.summary)} |" for param in command.params]
        parts += ["", "```text", *command.examples, "```"]
    return "\n".join(parts) + "\n"


def template() -> str:
    """core/locale/reachwell.pot: every text that a user sees."""
    catalogue = Catalog(project="Reachwell", charset="utf-8", fuzzy=False)
    for folder in ("core", "bots"):
        found = extract_from_dir(ROOT / folder, method_map=[("**.py", "python")], keywords=_KEYWORDS)
        for name, _line, message, _comments, _context in found:
            catalogue.add(message, locations=[(f"{folder}/{name}", 0)])
    out = BytesIO()
    write_po(out, catalogue, sort_output=True, omit_header=True, include_lineno=False, width=110)
    return out.getvalue().decode()


if __name__ == "__main__":
    COMMANDS_PAGE.write_text(commands_page())
    dates.PAGE.write_text(dates.page())
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(template())
