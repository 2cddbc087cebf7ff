"""Presses cost a few statements, however many people an import has; a thousand people cost a few each."""

import pytest

from core.facts.people import Handle
from tests.imports.talking import PROFILE, archive, card, connections, link, messages
from tests.storage.counting import statements_sent

CHOOSING = ("Choose…", "✓ new people", "✗ new people")
EACH = 3  # who it is, the request that is taken, and whether it is new


async def _cost(person, label: str) -> int:
    with statements_sent(person.store) as sent:
        await person.presses(label)
    return len([each for each in sent if not each.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT"))])


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_press_costs_a_few_statements(ada):
    await ada.has(name="P1 Quill1")
    await ada.has(name="Paul", handles=(Handle(kind="linkedin", value=link(2)),))
    talks = [(i, "2026-08-01", theirs) for i in range(5, 25) for theirs in (True, False)]
    files = {"Connections.csv": connections(range(300)), "messages.csv": messages(*talks), "Profile.csv": PROFILE}
    await ada.sends(archive(files))
    await ada.sends(card("P9 Quill9", "TEL:+14165550199"))
    cost = {
        label: await _cost(ada, label)
        for label in (
            "Choose…",
            "✓ new people",
            "✗ new people",
            "Back",
            "Who is new",
            "Back",
            "Perhaps",
            "The same",
        )
    }
    await ada.presses("Back")
    cost["Import"] = await _cost(ada, "Import")
    for label in ("Wrote with", "✓ P", "More", "Every month"):
        cost[label] = await _cost(ada, label)
    assert max(cost[label] for label in ("Choose…", "Wrote with", "✓ P", "More")) <= 6
    assert max(cost[label] for label in ("✓ new people", "✗ new people")) <= 7  # read, and then kept in a moment
    assert max(cost[label] for label in ("Back", "Who is new", "Perhaps")) <= 5 + EACH
    assert cost["The same"] <= 5 + EACH + 1, cost  # kept in a transaction of its own
    assert cost["Every month"] <= 8
    assert cost["Import"] <= 40, cost
