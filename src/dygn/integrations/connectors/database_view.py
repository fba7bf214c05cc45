"""A view in another system's database, read and never written to."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.base.outbound import address_to_call, refuse_private
from dygn.processes.ports import OutsideSystem
from dygn.processes.rules.connectors import plain

MOST_ROWS = 200
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


class DatabaseView(OutsideSystem):
    """A view in PostgreSQL, asked for the rows in which each sent value stands in the column of its name.

    ``columns`` are the only ones that are read. The answer is ``{"rows": [...], "first": {...}}``, at most 200 rows in
    the order of the first column. The session is read-only and short, whatever the user may do.
    """

    def __init__(
        self,
        *,
        host: str,
        database: str,
        view: str,
        columns: list[str],
        user: str,
        password: str,
        port: int = 5432,
        schema: str = "public",
        encryption: str = "verify-full",
    ) -> None:
        self.host = host
        self.database = database
        self.view = view
        self.columns = columns
        self.user = user
        self.password = password
        self.port = port
        self.schema = schema
        self.encryption = encryption

    def ask(self, sent: Mapping[str, Any], *, once: str, seconds: float) -> Any:
        import psycopg
        from psycopg import sql
        from psycopg.rows import dict_row

        self._refuse_odd_names(list(sent))
        wanted = (
            sql.SQL(" AND ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in sent)
            if sent
            else sql.SQL("true")
        )
        statement = sql.SQL("SELECT {columns} FROM {view} WHERE {wanted} ORDER BY 1 LIMIT {most}").format(
            columns=sql.SQL(", ").join(map(sql.Identifier, self.columns)),
            view=sql.Identifier(self.schema, self.view),
            wanted=wanted,
            most=sql.Literal(MOST_ROWS),
        )
        try:
            with psycopg.connect(**self._reached(seconds), row_factory=dict_row) as connection:
                rows = connection.execute(statement, list(sent.values())).fetchall()
        except psycopg.OperationalError as error:
            raise OutsideFailure(
                _("%(host)s could not be reached or took too long: %(kind)s")
                % {"host": self.host, "kind": type(error).__name__}
            ) from error
        except psycopg.Error as error:
            raise OutsideFailure(
                _("%(host)s refused: %(kind)s") % {"host": self.host, "kind": type(error).__name__},
                lasting=True,
            ) from error
        told = [{name: plain(_simple(value)) for name, value in row.items()} for row in rows]
        return {"rows": told, "first": told[0] if told else {}}

    def check(self) -> str:
        self._refuse_odd_names([])
        found = self.ask({}, once="", seconds=5.0)
        return _("The view answers; it has %(rows)s rows or more.") % {"rows": len(found["rows"])}

    def _refuse_odd_names(self, asked: list[str]) -> None:
        odd = [name for name in (self.schema, self.view, *self.columns, *asked) if not _NAME.fullmatch(name)]
        if odd or not self.columns:
            raise OutsideFailure(_("Name the view and its columns as the database does."), lasting=True)

    def _reached(self, seconds: float) -> dict[str, Any]:
        milliseconds = int(seconds * 1000)
        return {
            **self._where(),
            "port": self.port,
            "dbname": self.database,
            "user": self.user,
            "password": self.password,
            "sslmode": self.encryption,
            "connect_timeout": max(2, int(seconds)),
            "options": f"-c default_transaction_read_only=on -c statement_timeout={milliseconds}",
        }

    def _where(self) -> dict[str, str]:
        """Name the host, bound to an address that may be called. A folder is that of a server's socket on this machine."""
        if not self.host.startswith("/"):
            return {"host": self.host, "hostaddr": address_to_call(self.host, self.port)}
        refuse_private(self.host)
        return {"host": self.host}


def _simple(value: Any) -> Any:
    """Give a column's value as the expressions know it; a kind of its own as its text."""
    from datetime import date
    from decimal import Decimal

    if isinstance(value, Decimal):
        return float(value)
    return (
        value
        if value is None or isinstance(value, str | int | float | bool | date | list | dict)
        else str(value)
    )
