"""The engine: row-level security reads ``dygn.municipality``, which is set here.

The setting is local to a transaction and set anew in each. A setting per session would survive
in the connection pool and show the next request its neighbour's rows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.postgresql import base
from psycopg import ClientCursor
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

from dygn.base.tenancy import current_municipality_id

_UNKNOWN = object()
_SCOPE = "SELECT set_config('dygn.municipality', '%d', true)"
_NO_SCOPE = "SELECT set_config('dygn.municipality', '', true)"
_SAVEPOINTS = ("SAVEPOINT ", "ROLLBACK TO SAVEPOINT ", "RELEASE SAVEPOINT ")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that keeps the transaction's municipality in step with the scope."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scope_told: object = None
        self.execute_wrappers.append(self._in_scope)

    def _in_scope(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if sql.startswith(_SAVEPOINTS):
            return execute(sql, params, many, context)  # may come when the transaction has failed
        wanted = current_municipality_id()
        if self.in_atomic_block or not self.get_autocommit():
            if wanted != self._scope_told:
                self._tell(wanted)
                self._scope_told = wanted
            return execute(sql, params, many, context)
        if wanted is None:
            return execute(sql, params, many, context)
        self.ensure_connection()
        with self._rolled_back_when_it_fails():
            if many or not isinstance(context["cursor"].cursor, ClientCursor):
                return self._in_own_transaction(wanted, execute, sql, params, many, context)
            return self._in_one_breath(wanted, execute, sql, params, context)

    def _in_own_transaction(self, wanted: int, execute: Callable[..., Any], *question: Any) -> Any:
        """Ask one question outside any transaction: it gets one of its own, for the setting to live in."""
        self._tell(wanted)
        answer = execute(*question)
        self._at_once("COMMIT")
        return answer

    def _in_one_breath(
        self, wanted: int, execute: Callable[..., Any], sql: str, params: Any, context: dict[str, Any]
    ) -> Any:
        """Ask one question in a transaction of its own, all in one message to the server and back."""
        whole = f"BEGIN; {_SCOPE % int(wanted)}; {sql.rstrip().rstrip(';')}; COMMIT"
        answer = execute(whole, params, False, context)
        cursor = context["cursor"].cursor
        cursor.nextset()  # past BEGIN
        cursor.nextset()  # past the setting
        return answer

    @contextmanager
    def _rolled_back_when_it_fails(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            if self.connection is not None and self.connection.pgconn.status == ConnStatus.OK:
                self._at_once("ROLLBACK")
            raise

    def _tell(self, municipality_id: int | None) -> None:
        setting = _NO_SCOPE if municipality_id is None else _SCOPE % int(municipality_id)
        is_idle = self.connection.pgconn.transaction_status == TransactionStatus.IDLE
        self._at_once(f"BEGIN; {setting}" if is_idle else setting)

    def _at_once(self, command: str) -> None:
        """Send a command of our own past the driver's bookkeeping, which would cost a round trip more."""
        with self.wrap_database_errors:
            result = self.connection.pgconn.exec_(command.encode())
            if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
                raise error_from_result(result)

    # The setting ends with the transaction, and is undone when a savepoint made before it is.

    def _commit(self) -> Any:
        self._scope_told = None
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self._scope_told = None
        return super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self._scope_told = _UNKNOWN
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def _close(self) -> Any:
        self._scope_told = None
        return super()._close()  # type: ignore[misc]
