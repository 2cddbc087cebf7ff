"""What every table is made with. Ids are the core's."""

from sqlalchemy import (
    Column,
    ForeignKey,
    MetaData,
)

from storage.columns import Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

Key = Words(ordered=True)  # ids, and whatever is looked up by a range or sorted


def id_column() -> Column[str]:
    return Column("id", Key, primary_key=True)


def account_column() -> Column[str]:
    return Column("account_id", Key, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
