"""How the facts of one class become rows of their table, and back; and how accounts are asked for day by day."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Table

from core.facts.ids import AccountId

Fact = TypeVar("Fact")


class Shape(Generic[Fact]):
    """A dataclass whose fields are called like the columns (their keys) of a table.

    `columns` are selected in the order in which `fact` takes their values. What is no column is `computed`.
    """

    def __init__(self, fact: type[Fact], table: Table, **computed: ColumnElement[Any]) -> None:
        self._fact = fact
        self._names = tuple(field.name for field in fields(fact))  # type: ignore[arg-type]
        self._values = attrgetter(*self._names)
        self.columns: tuple[ColumnElement[Any], ...] = tuple(
            computed[name] if name in computed else table.c[name] for name in self._names
        )

    def fact(self, row: Sequence[Any]) -> Fact:
        return self._fact(**dict(zip(self._names, row, strict=True)))

    def row(self, fact: Fact) -> dict[str, Any]:
        return dict(zip(self._names, self._values(fact), strict=True))

    def __len__(self) -> int:
        return len(self._names)


def by_day(days: Iterable[tuple[AccountId, date]]) -> Iterable[tuple[date, Sequence[AccountId]]]:
    """Who has which day: a statement for each of them is few, since the world has no more than three at once."""
    owners: dict[date, list[AccountId]] = {}
    for owner, day in days:
        owners.setdefault(day, []).append(owner)
    return owners.items()
