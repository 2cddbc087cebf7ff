"""The types of columns: what a Python value becomes on each engine, so that it comes back exactly as it was."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import Any, get_origin

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError
from sqlalchemy import ARRAY, ColumnClause, DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_SHORT = 64  # characters


class Words(TypeDecorator[str]):
    """Text that somebody wrote. What no database can hold (NUL, half a surrogate pair) is left out.

    `ordered` text is compared and sorted by code point on both engines, so that a range of it is a prefix.
    """

    impl = Text
    cache_ok = True

    def __init__(self, *, ordered: bool = False) -> None:
        super().__init__()
        self.ordered = ordered

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if self.ordered and dialect.name == "postgresql":
            return Text(collation="C")
        return Text()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None else storable(value)


class Values(TypeDecorator[tuple[str, ...]]):
    """Any number of texts in one parameter, for storage.portable.each: an array, or a JSON array on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(Text()) if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        texts = [storable(text) for text in value]
        return texts if dialect.name == "postgresql" else json.dumps(texts)


class Rows(TypeDecorator[Sequence[Mapping[str, Any]]]):
    """Any number of rows in one parameter, for storage.portable.rows: a JSON array, each value as in its column."""

    impl = Text
    cache_ok = True

    def __init__(self, columns: tuple[ColumnClause[Any], ...]) -> None:
        super().__init__()
        self.columns = columns

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        binds = [
            (column.name, column.key, column.type.dialect_impl(dialect).bind_processor(dialect))
            for column in self.columns
        ]
        rows = [{name: bind(row[key]) if bind else row[key] for name, key, bind in binds} for row in value]
        # Not pydantic's to_json, which takes ten times as long. Instants, days and times are no text yet.
        return json.dumps(rows, default=str, ensure_ascii=False)


class Instant(TypeDecorator[datetime]):
    """An aware instant; it comes back in UTC. A naive one is refused: it would be read as anybody's local time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        instant = value.astimezone(UTC)
        # SQLite keeps "2026-11-23 09:00:00.000000": of one length, so that it sorts as it should.
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None else value.replace(tzinfo=UTC)


class OneOf(TypeDecorator[StrEnum]):
    """A member of a StrEnum, kept as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type[StrEnum]) -> None:
        super().__init__()
        self.of = of

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return value if value is None else str(value.value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return value if value is None else self._members[value]

    @cached_property
    def _members(self) -> dict[str, StrEnum]:
        """By value: ten times as fast as asking the class."""
        return {member.value: member for member in self.of}


class Json(TypeDecorator[Any]):
    """A value of the type `of` (a dataclass, a collection of them, a union told apart by its `kind`) as JSON text.

    Text rather than JSON columns: both engines then keep the same bytes, and no query looks inside.
    """

    impl = Text
    cache_ok = True

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return value if value is None else self._packer.pack(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return self._read(value) if len(value) <= _SHORT else self._packer.unpack(value)

    @cached_property
    def _read(self) -> Callable[[str], Any]:
        """Most of what stands in most rows is short and the same: not worth a parser each time. Only values that
        nobody can change may be given out twice."""
        if get_origin(self.of) in (tuple, frozenset) or is_dataclass(self.of):
            return lru_cache(maxsize=4096)(self._packer.unpack)
        return self._packer.unpack

    @cached_property
    def _packer(self) -> "Packer":
        return Packer(self.of)


class Packer:
    """Values of one type to JSON and back, exactly."""

    def __init__(self, of: Any) -> None:
        self._of = of

    @property
    def _adapter(self) -> TypeAdapter[Any]:
        return _adapter(self._of)

    def pack(self, value: Any) -> bytes:
        """Raises TypeError for a value that would not come back: a row that cannot be read holds up everybody's."""
        try:
            packed = self._adapter.dump_json(value, warnings="error")
        except PydanticSerializationError:  # half a surrogate pair, or of another type
            packed = b"\\u0000"
        if b"\\u0000" not in packed:
            return packed
        try:
            plain = self._adapter.dump_python(value, mode="json", warnings="error")
        except PydanticSerializationError:  # `from None`: pydantic's quotes the value, which is private
            raise TypeError("a value that its column cannot hold") from None
        return json.dumps(_storable_within(plain), ensure_ascii=False).encode()

    def unpack(self, packed: bytes | str) -> Any:
        return self._adapter.validate_json(packed)


@cache
def _adapter(of: Any) -> TypeAdapter[Any]:
    """Made when it is first needed, and once: it takes long, and SQLAlchemy copies a column's type often."""
    return TypeAdapter(of)


def storable(text: str) -> str:
    """Without what cannot be stored. PostgreSQL refuses NUL, and UTF-8 has no halves of surrogate pairs.

    >>> storable("J\\0ane\\ud800")
    'Jane'
    """
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _storable_within(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case list():
            return [_storable_within(item) for item in value]
        case dict():
            return {_storable_within(key): _storable_within(item) for key, item in value.items()}
        case _:
            return value
