"""One transaction as the files of the subjects see it: statements out, rows in, and nothing of an engine."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, Executable
from sqlalchemy.engine import Connection as Driver

from core.store import ReadOnly

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]  # several: the statement once with each


class Step(NamedTuple):
    """A statement and its values, ready to be sent."""

    statement: Executable
    values: Values


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement gave: its rows, and how many rows it touched (after several values: known of insert_new)."""

    rows: Sequence[Any]
    touched: int


Take = Callable[[CursorResult[Any]], Sequence[Any]]
Send = Callable[[Sequence[Step]], Awaitable[Answer]]  # in order; the answer is the last one's


class Connection:
    """Sends statements. Writing in a reading transaction raises ReadOnly, before anything is sent.

    What is to be done `later` waits for the next statement whose answer is wanted, or for the commit: with SQLite
    every trip to the connection's thread costs more than the statement, so that they travel together.
    """

    def __init__(self, send: Send, *, writable: bool) -> None:
        self.writable = writable
        self.traceless = False  # whether nothing of what it deletes may be left in any file, once it is committed
        self._send = send
        self._waiting: list[Step] = []

    async def rows(self, statement: Executable, values: Values | None = None) -> Sequence[Any]:
        return (await self._ask(statement, values)).rows

    async def run(self, statement: Executable, values: Values | None = None) -> int:
        """How many rows it touched."""
        return (await self._ask(statement, values)).touched

    def later(self, statement: Executable, values: Values | None = None) -> None:
        """For what needs no answer. Its failure is raised by whatever is sent next."""
        self.must_write()
        if values is None or values:  # once with each of no values is never
            self._waiting.append(Step(statement, values or {}))

    async def flush(self) -> None:
        """Send what was to be done later."""
        if steps := self.waiting():
            await self._send(steps)

    def leave_no_trace(self) -> None:
        """What is deleted here is to be gone from the files, too, as far as the engine can see to that at once."""
        self.must_write()
        self.traceless = True

    def must_write(self) -> None:
        if not self.writable:
            raise ReadOnly

    def waiting(self) -> Sequence[Step]:
        """What has not been sent yet; it is the caller's now."""
        steps, self._waiting = self._waiting, []
        return steps

    async def _ask(self, statement: Executable, values: Values | None) -> Answer:
        if getattr(statement, "is_dml", False):
            self.must_write()
        return await self._send([*self.waiting(), Step(statement, values or {})])


def execute(driver: Driver, step: Step, take: Take = CursorResult.fetchall) -> Answer:
    """Send one step through SQLAlchemy and take in all that comes back."""
    result: CursorResult[Any] = driver.execute(step.statement, step.values or None)
    if result.returns_rows:
        rows = take(result)
        return Answer(rows, len(rows))
    return Answer((), result.rowcount)
