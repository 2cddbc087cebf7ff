"""`reachwell deliveries`: how many there are of each kind, what became of them, and why some never went."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TextIO

from bots.host.amounts import span
from bots.host.printing import show
from core.facts.delivery import Kind, State
from core.store import Store

Tally = Sequence[tuple[Kind, State, str, int, datetime]]

_OPEN = (State.PENDING, State.CLAIMED, State.SENDING)
_STYLES: dict[str, str] = {State.DEAD: "red", State.UNCERTAIN: "yellow"}


async def tell_deliveries(store: Store, now: datetime, out: TextIO) -> None:
    """Counts and reasons; nothing of anybody's."""
    async with store.read() as tx:
        tally = await tx.deliveries.tally()
    if not tally:
        out.write("There are no deliveries yet.\n")
        return
    _show_counts(tally, out)
    out.write(f"\n{_oldest(tally, now)}\n")
    _show_reasons(tally, out)


def _show_counts(tally: Tally, out: TextIO) -> None:
    """A row for every state that there is, a column for every kind."""
    counts: Counter[tuple[State, Kind]] = Counter()
    for kind, state, _why, count, _due_at in tally:
        counts[state, kind] += count
    kinds = [kind for kind in Kind if any(kind is each for _state, each in counts)]
    states = [state for state in State if any(state is each for each, _kind in counts)]
    rows = [(state.value, *(str(counts[state, kind]) for kind in kinds)) for state in states]
    show(rows, out, head=("state", *(kind.value for kind in kinds)), styles=_STYLES)


def _show_reasons(tally: Tally, out: TextIO) -> None:
    """Why they wait or never went, the most frequent first."""
    found = [each for each in tally if each[2] and each[1] is not State.SENT]
    found.sort(key=lambda each: (-each[3], each[1], each[2], each[0]))
    if found:
        out.write("\n")
        show(
            [
                (why, state.value, kind.value, str(count), due_at.strftime("%Y-%m-%d %H:%M"))
                for kind, state, why, count, due_at in found
            ],
            out,
            head=("reason", "state", "kind", "count", "first due (UTC)"),
            styles=_STYLES,
        )


def _oldest(tally: Tally, now: datetime) -> str:
    due = [due_at for _kind, state, _why, _count, due_at in tally if state in _OPEN and due_at <= now]
    if not due:
        return "Nothing waits that is due."
    return f"What has waited longest was due {span(now - min(due))} ago."
