"""Addresses of databases: what a host writes into DATABASE_URL, read."""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


class WrongAddress(ValueError):
    """It is none of a database that we know; says what would be, and does not quote it: it may hold a password."""


def read_address(url: str) -> Path | str:
    """The path of a SQLite file, or the address of a PostgreSQL database as libpq understands it.

    Raises WrongAddress.
    """
    scheme, _, rest = url.partition("://")
    engine = scheme.partition("+")[0]
    if engine in ("postgres", "postgresql") and rest:
        return f"postgresql://{rest}"
    if engine != "sqlite":
        raise WrongAddress("a database address starts with sqlite:/// or postgresql://")
    try:
        path = make_url(f"sqlite://{rest}").database
    except ArgumentError as e:
        raise WrongAddress("this database address cannot be read") from e
    if not path or path == ":memory:":
        raise WrongAddress("a SQLite address names a file: sqlite:///reachwell.db")
    return Path(path)
