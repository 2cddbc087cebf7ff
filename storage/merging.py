"""Merging: the statements that let one account have everything of another's, and give it back.

Every table with an account_id takes part; what is special about one is named here, and the rest follows from its
columns and keys. So does a table that is added later.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Insert,
    String,
    Table,
    UniqueConstraint,
    Update,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
    type_coerce,
    update,
)

from core.facts.delivery import Kind
from storage.portable import holds, selected, unindexed
from storage.tables import (
    Key,
    contacts,
    deliveries,
    entries,
    events,
    feeds,
    keys,
    link_codes,
    merged_rows,
    merges,
    metadata,
    moved,
    questions,
    reminders,
    series,
)

# What the statements are given: which merge, from whom, and to whom.
MERGE = bindparam("merge", type_=Key)
FROM, TO = bindparam("from_", type_=Key), bindparam("to", type_=Key)

_ONLY = literal_column("'' || ''", String)  # no plain constant: PostgreSQL would not sort by one

# What does not move by itself, and why.
STAYS: Mapping[str, str] = {
    "keys": "they follow their contact",
    "link_codes": "a code is good for the account that issued it, and for no other",
}


def owner_of(table: Table) -> Column[str] | None:
    """The column that says whose a row is."""
    return next((column for column in table.columns if column.name == "account_id"), None)


def _owner(table: Table) -> Column[str]:
    owner = owner_of(table)
    assert owner is not None
    return owner


MOVING = tuple(table for table in metadata.sorted_tables if owner_of(table) is not None and table.name not in STAYS)


def about(table: Table) -> Column[str] | None:
    """The column that says which contact a row hangs on."""
    return next(
        (column for column in table.columns if any(key.column is contacts.c.id for key in column.foreign_keys)),
        None,
    )


def row_id(table: Table) -> ColumnElement[str]:
    """What is unique about a row, without whose it is; "" where there is one for each account."""
    parts = [column for column in table.primary_key.columns if column is not owner_of(table)]
    joined: ColumnElement[str] = parts[0] if parts else _ONLY
    for part in parts[1:]:
        joined = joined + literal_column("' '", String) + part
    return joined


def _is_taken(table: Table) -> list[ColumnElement[bool]]:
    """Whether a row of the one account would get into the way of a row of the other's: then it stays behind."""
    owner = _owner(table)
    unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    taken: list[ColumnElement[bool]] = []
    for columns in ([*each.columns] for each in (table.primary_key, *unique)):
        if owner not in columns:
            continue
        theirs = table.alias("theirs")
        same = (table.c[each.key] == theirs.c[each.key] for each in columns if each is not owner)
        taken.append(exists().where(theirs.c[owner.key] == TO, *same))
    return taken


def _before(table: Table) -> tuple[ColumnElement[Any], Any]:
    """What moving changes in a row, as it was; and the tables in which that stands."""
    column = about(table)
    if table is questions:
        return case((questions.c.listening, literal_column("'listening'", String)), else_=null()), table
    if column is None:
        return null(), table
    now = moved.alias("now")
    return now.c.old_id, table.outerjoin(now, and_(now.c.old_id == column, now.c.account_id == TO))


def _note(table: Table) -> Insert:
    before, where = _before(table)
    stays = [~taken for taken in _is_taken(table)]
    if table is contacts:
        stays.append(contacts.c.id.not_in(select(moved.c.old_id).where(moved.c.account_id == TO)))
    # Sorted, as the table is that they go into.
    noted = (
        select(MERGE, literal(table.name, Key), row_id(table), before)
        .select_from(where)
        .where(_owner(table) == FROM, *stays)
        .order_by(row_id(table))
    )
    return insert(merged_rows).from_select(["merge_id", "tbl", "row_id", "before"], noted)


def _noted(table: Table) -> tuple[ColumnElement[bool], ...]:
    return (
        merged_rows.c.merge_id == MERGE,
        merged_rows.c.tbl == literal(table.name, Key),
        merged_rows.c.row_id == row_id(table),
    )


def _hand_over(table: Table) -> Update:
    """Those that were noted, from the one account to the other."""
    owner = _owner(table)
    return update(table).where(owner == FROM, exists().where(*_noted(table))).values({owner: TO})


def _point(table: Table, column: Column[str]) -> Update:
    """What hangs on a card that has become part of another hangs on that from now on."""
    now = moved.alias("now")
    gone = select(now.c.old_id).where(now.c.account_id == TO)
    return (
        update(table)
        .where(unindexed(_owner(table)) == FROM, selected(column, gone))
        .values({column: select(now.c.new_id).where(now.c.old_id == column).scalar_subquery()})
    )


def _point_back(table: Table, column: Column[str]) -> Update:
    return (
        update(table)
        .where(_owner(table) == FROM, *_noted(table), merged_rows.c.before.is_not(None))
        .values({column: merged_rows.c.before})
    )


def _follow(table: Table, column: Column[str]) -> Update:
    """What hangs on a card that has gone over, whether or not it was there at the time."""
    owner = _owner(table)
    theirs = select(contacts.c.id).where(contacts.c.owner == TO)
    return update(table).where(owner == FROM, column.in_(theirs)).values({owner: TO})


def _organised(table: Table) -> list[ColumnElement[bool]]:
    """Events, or series, that the one account has announced: its own, and those of clubs of which it has copies."""
    copy, theirs = events.alias("copy"), events.alias("theirs")
    answered = select(copy.c.shared_id).where(copy.c.account_id == FROM, copy.c.shared_id.is_not(None))
    clubs = select(theirs.c.account_id).where(selected(theirs.c.id, answered)).distinct()
    where = or_(_owner(table) == FROM, selected(_owner(table), clubs))
    return [where, table.c.terms.is_not(None), holds(_text(table), FROM)]


def _text(table: Table) -> ColumnElement[str]:
    return cast(table.c.terms, String)


def _announced(table: Table) -> str:
    """As what it is noted."""
    return f"{table.name}.terms"


def _note_announced(table: Table) -> Insert:
    noted = select(MERGE, literal(_announced(table), Key), table.c.id, null()).where(*_organised(table))
    return insert(merged_rows).from_select(["merge_id", "tbl", "row_id", "before"], noted.order_by(table.c.id))


def _announce(table: Table) -> Update:
    """What the one has announced, and was noted, has been by the other: ids occur nowhere by chance."""
    noted = select(merged_rows.c.row_id).where(
        merged_rows.c.merge_id == MERGE, merged_rows.c.tbl == literal(_announced(table), Key)
    )
    by = type_coerce(func.replace(_text(table), FROM, TO), table.c.terms.type)
    return update(table).where(selected(table.c.id, noted)).values(terms=by)


def _met_at_the_same() -> Update:
    """Whom somebody has met at an event that stays behind, since the other account has it as well, were met at that
    one. Back again it is the same, the other way round."""
    left, same = events.alias("left"), events.alias("same")
    stays = select(left.c.id).where(left.c.account_id == FROM)
    one = (
        select(same.c.id)
        .join(left, and_(left.c.account_id == FROM, left.c.origin == same.c.origin))
        .where(same.c.account_id == TO, left.c.id == entries.c.event_id)
        .scalar_subquery()
    )
    return (
        update(entries)
        .where(unindexed(entries.c.account_id) == TO, selected(entries.c.event_id, stays))
        .values(event_id=func.coalesce(one, entries.c.event_id))
    )


_HANGING = [(table, column) for table in MOVING if (column := about(table)) is not None]
_ANNOUNCED = (events, series)
MERGING = (
    *(_note_announced(table) for table in _ANNOUNCED),
    *(_announce(table) for table in _ANNOUNCED),
    *(_note(table) for table in MOVING),
    *(_point(table, column) for table, column in _HANGING),
    update(questions).where(questions.c.account_id == FROM).values(listening=false()),
    *(_hand_over(table) for table in MOVING),
    _follow(keys, keys.c.contact_id),
    _met_at_the_same(),
    # Nobody is left there to be told of what stays behind; whoever divides the two plans it anew.
    update(events).where(events.c.account_id == FROM, events.c.next_at.is_not(None)).values(next_at=None),
    delete(link_codes).where(link_codes.c.account_id == FROM),
)
SPLITTING = (
    *(_announce(table) for table in _ANNOUNCED),
    *(_point_back(table, column) for table, column in _HANGING),
    *(_hand_over(table) for table in MOVING),
    *(_follow(table, column) for table, column in (*_HANGING, (keys, keys.c.contact_id))),
    _met_at_the_same(),
    # Planned since, for what goes back.
    *(
        update(deliveries)
        .where(
            deliveries.c.account_id == FROM,
            deliveries.c.kind.in_(kinds),
            deliveries.c.subject.in_(select(table.c.id).where(table.c.account_id == TO)),
        )
        .values(account_id=TO)
        for kinds, table in (
            ((Kind.REMINDER,), reminders),
            ((Kind.EVENT, Kind.NEWS, Kind.SEAT), events),
            ((Kind.FEED,), feeds),
        )
    ),
    update(questions)
    .where(*_noted(questions), merged_rows.c.before.is_not(None), questions.c.account_id == TO)
    .values(listening=true()),
    # The cards that had become part of another are the other account's all the time.
    delete(moved).where(
        moved.c.account_id == FROM, moved.c.old_id.in_(select(contacts.c.id).where(contacts.c.owner == TO))
    ),
    delete(merges).where(merges.c.id == MERGE),
)
