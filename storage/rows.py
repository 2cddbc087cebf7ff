"""How the facts of one class become rows of their table, and back."""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Table

Fact = TypeVar("Fact")


class Shape(Generic[Fact]):
    """A dataclass whose fields are called like the columns (their keys) of a table.

    `columns` are selected in the order in which `fact` takes their values.
    """

    def __init__(self, fact: type[Fact], table: Table) -> None:
        self._fact = fact
        self._names = tuple(field.name for field in fields(fact))  # type: ignore[arg-type]
        self._values = attrgetter(*self._names)
        self.columns: tuple[ColumnElement[Any], ...] = tuple(table.c[name] for name in self._names)

    def fact(self, row: Sequence[Any]) -> Fact:
        return self._fact(**dict(zip(self._names, row, strict=True)))

    def row(self, fact: Fact) -> dict[str, Any]:
        return dict(zip(self._names, self._values(fact), strict=True))

    def __len__(self) -> int:
        return len(self._names)
