"""Taking a register's rows in: streamed beside the table, then compared with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model


@dataclass(frozen=True)
class Intake:
    """What became of the rows of a file."""

    read: int
    added: int
    changed: int
    withdrawn: int = 0

    @property
    def unchanged(self) -> int:
        return self.read - self.added - self.changed


def take_in(
    model: type[Model], *, key: tuple[str, ...], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> Intake:
    """Add new rows and mend changed ones, within the caller's transaction. The same file twice changes nothing.

    The rows are left in the temporary table ``incoming`` until the transaction ends.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(columns)
    others = [column for column in columns if column not in key]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS incoming")
        shape = f"SELECT {names} FROM {table} LIMIT 0"  # noqa: S608 (names of our own columns)
        cursor.execute(f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS {shape}")
        read = 0
        with cursor.copy(f"COPY incoming ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                read += 1
        cursor.execute(
            f"""
            WITH written AS (
                INSERT INTO {table} ({names})
                SELECT DISTINCT ON ({", ".join(key)}) {names} FROM incoming
                ON CONFLICT ({", ".join(key)}) DO UPDATE
                SET {", ".join(f"{name} = excluded.{name}" for name in others)}
                WHERE ({", ".join(f"{table}.{name}" for name in others)})
                      IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in others)})
                RETURNING (xmax = 0) AS is_new
            )
            SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written
            """  # noqa: S608 (names of our own columns)
        )
        added, changed = cursor.fetchone()
    return Intake(read=read, added=added, changed=changed)
