"""The state of a database's tables: whether they are ours, and how they become today's.

Alembic is imported only when there is something to do: it takes longer than opening the database.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Select, column, inspect, select, table
from sqlalchemy.engine import Connection

from core.store import Newer, Unavailable

_MIGRATIONS = Path(__file__).parent / "migrations"
REVISIONS = tuple(sorted(path.stem.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py")))
_REVISION: Select[Any] = select(column("version_num")).select_from(table("alembic_version"))


def is_current(driver: Connection) -> bool:
    """Whether there is nothing to upgrade. Raises Newer, or Unavailable for another program's database."""
    names = inspect(driver).get_table_names()
    if "alembic_version" not in names:
        if names:
            raise Unavailable("the database belongs to another program")
        return False
    revision = driver.execute(_REVISION).scalar()
    if revision is not None and revision not in REVISIONS:
        raise Newer
    return revision == REVISIONS[-1]


def upgrade(driver: Connection) -> None:
    """Bring the tables to the newest revision, in the transaction that is open."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = driver
    command.upgrade(config, "head")
