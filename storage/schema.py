"""The state of a database's tables: whether they are ours, and how they become today's.

Alembic is imported only when there is something to do: it takes longer than opening the database.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Select, column, inspect, select, table
from sqlalchemy.engine import Connection

from core.store import Newer, NotPrepared, Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"
REVISIONS = tuple(sorted(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))
_REVISION: Select[Any] = select(column("version_num")).select_from(table("alembic_version"))


def revision_of(driver: Connection) -> str | None:
    """None when there are no tables yet. Raises Newer, or Unavailable for another program's database."""
    names = inspect(driver).get_table_names()
    if "alembic_version" not in names:
        if names:
            raise Unavailable("the database belongs to another program")
        return None
    revision: str | None = driver.execute(_REVISION).scalar()
    if revision is not None and revision not in REVISIONS:
        raise Newer
    return revision


def is_current(driver: Connection) -> bool:
    """Whether there is nothing to upgrade. Raises as revision_of does."""
    return revision_of(driver) == REVISIONS[-1]


def must_be_current(driver: Connection) -> None:
    """Raises NotPrepared, or as revision_of does."""
    if not is_current(driver):
        raise NotPrepared


def upgrade(driver: Connection) -> None:
    """Bring the tables to the newest revision, in the transaction that is open."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = driver
    command.upgrade(config, "head")
