"""The few things that the two engines spell differently."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnClause,
    ColumnElement,
    CompoundSelect,
    Insert,
    Select,
    TableValuedAlias,
    Text,
    bindparam,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from storage.columns import Rows, Values

# Not Boolean: to those SQLAlchemy adds "= 1" on SQLite, which then finds nothing by an index any more.
_CONDITION: Any = NullType()
LAST = "\U0010ffff"  # sorts behind every text that starts the same: prefix <= value < prefix + LAST


def each(parameter: str) -> TableValuedAlias:
    """The texts of one parameter as rows with the column `value`.

    One parameter however many there are: PostgreSQL takes 32,767 of them, and an IN list of every length
    would be a statement of its own.
    """
    texts = bindparam(parameter, type_=Values())
    return _Each(texts).table_valued(Column("value", Text), name="value")


def rows(parameter: str, columns: Sequence[ColumnClause[Any]]) -> TableValuedAlias:
    """The rows of one parameter, which is a sequence of mappings by the columns' keys; each is like its column.

    One statement for all of them: to send it again with each row takes three times as long.
    """
    like = [Column(column.name, column.type, key=column.key) for column in columns]
    return _Rows(bindparam(parameter, type_=Rows(tuple(columns)))).table_valued(*like, name="given")


def among(column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Whether the column is one of the texts of one parameter."""
    return _Among(column, bindparam(parameter, type_=Values()))


def selected(column: ColumnElement[Any], found: Select[Any] | CompoundSelect[Any]) -> ColumnElement[bool]:
    """Whether the column is one of those that a select finds, which is done first and once.

    An IN that PostgreSQL has no statistics for (after an import, say) becomes a loop in a loop.
    """
    return _Selected(column, found.scalar_subquery())


class holds(FunctionElement[bool]):
    """holds(text, part): whether the part occurs in it. Unlike LIKE it has no wildcards and no limit."""

    type = _CONDITION
    name = "holds"
    inherit_cache = True


class insert_new(Insert):
    """INSERT that leaves a row alone whose key is taken already: believe the row count, or what it returns.

    SQLAlchemy has one for each engine, and compiles it again every time.
    """

    inherit_cache = True


class insert_or_change(Insert):
    """INSERT that writes over the row with the same id, if that is the same account's."""

    inherit_cache = True


class unindexed(FunctionElement[str]):
    """The column, but not its index: for "whose" beside "which ones".

    A planner without statistics thinks that an account has ten rows, and would rather read all of them than find a
    few by their ids.
    """

    type = Text()
    name = "unindexed"
    inherit_cache = True


class _Selected(FunctionElement[bool]):
    type = _CONDITION
    name = "selected"
    inherit_cache = True


class _Among(FunctionElement[bool]):
    type = _CONDITION
    name = "among"
    inherit_cache = True


class _Each(FunctionElement[str]):
    type = Text()
    name = "each"
    inherit_cache = True


class _Rows(FunctionElement[Any]):
    name = "rows"
    inherit_cache = True


@compiles(_Each)
def _each_sqlite(element: _Each, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(_Each, "postgresql")
def _each_postgresql(element: _Each, compiler: SQLCompiler, **kw: Any) -> str:
    return f"unnest({compiler.process(element.clauses, **kw)})"


@compiles(_Rows)
def _rows_sqlite(element: _Rows, compiler: SQLCompiler, **kw: Any) -> str:
    [given] = element.clauses
    assert isinstance(given.type, Rows)
    names = [column.name for column in given.type.columns]
    values = ", ".join(f"json_extract(value, '$.{name}') AS \"{name}\"" for name in names)
    return f"(SELECT {values} FROM json_each({compiler.process(given, **kw)}))"  # noqa: S608  (our columns)


@compiles(_Rows, "postgresql")
def _rows_postgresql(element: _Rows, compiler: SQLCompiler, **kw: Any) -> str:
    [given] = element.clauses
    assert isinstance(given.type, Rows)
    type_of = compiler.dialect.type_compiler_instance.process
    columns = ", ".join(f'"{column.name}" {type_of(column.type)}' for column in given.type.columns)
    json = f"CAST({compiler.process(given, **kw)} AS JSON)"
    return f"(SELECT * FROM json_to_recordset({json}) AS given ({columns}))"  # noqa: S608  (our columns)


@compiles(_Among)
def _among_sqlite(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, texts = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"  # noqa: S608  (two placeholders)


@compiles(_Among, "postgresql")
def _among_postgresql(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    # Not a join with unnest(): without statistics PostgreSQL takes it for a loop in a loop.
    column, texts = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} = ANY ({texts})"


@compiles(_Selected)
def _selected_sqlite(element: _Selected, compiler: SQLCompiler, **kw: Any) -> str:
    column, found = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} IN {found}"


@compiles(_Selected, "postgresql")
def _selected_postgresql(element: _Selected, compiler: SQLCompiler, **kw: Any) -> str:
    column, found = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} = ANY (ARRAY{found})"


@compiles(holds)
def _holds_sqlite(element: holds, compiler: SQLCompiler, **kw: Any) -> str:
    return f"instr({compiler.process(element.clauses, **kw)}) > 0"


@compiles(holds, "postgresql")
def _holds_postgresql(element: holds, compiler: SQLCompiler, **kw: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **kw)}) > 0"


@compiles(unindexed)
def _unindexed(element: unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)} || '')"


@compiles(insert_new)
def _insert_new(element: insert_new, compiler: SQLCompiler, **kw: Any) -> str:
    statement: str = compiler.visit_insert(element, **kw)  # type: ignore[no-untyped-call]
    insert, returning, columns = statement.partition(" RETURNING ")
    return f"{insert} ON CONFLICT DO NOTHING{returning}{columns}"


@compiles(insert_or_change)
def _insert_or_change(element: insert_or_change, compiler: SQLCompiler, **kw: Any) -> str:
    statement: str = compiler.visit_insert(element, **kw)  # type: ignore[no-untyped-call]
    table = element.table
    fixed = {"id", "account_id"}
    names = [compiler.preparer.format_column(column) for column in table.c if column.name not in fixed]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    mine = f"{compiler.preparer.format_table(table)}.account_id = excluded.account_id"
    return f"{statement} ON CONFLICT (id) DO UPDATE SET {changes} WHERE {mine}"
