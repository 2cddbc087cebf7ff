"""How many statements a store sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from core.store import Store


@contextmanager
def statements_sent(store: Store) -> Iterator[list[str]]:
    """Every statement that is sent meanwhile, as often as it is sent."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = store._database._engine  # type: ignore[attr-defined]
    engine = getattr(engine, "sync_engine", engine)
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)
