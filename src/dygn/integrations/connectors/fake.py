"""A system that answers from a table, for demo and tests."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.base.expressions import ExpressionError, compile_expression
from dygn.processes.ports import OutsideSystem


class FakeSystem(OutsideSystem):
    """Answers with the first row whose ``when`` (an expression over what is sent) holds: ``[{"when": "true", "answer": {}}]``."""

    def __init__(self, *, rows: list[dict[str, Any]] | None = None, is_down: bool = False) -> None:
        self.rows: Sequence[Mapping[str, Any]] = [dict(row) for row in rows or []]
        self.is_down = is_down

    def ask(self, sent: Mapping[str, Any], *, once: str, seconds: float) -> Any:
        self.check()
        for row in self.rows:
            if compile_expression(str(row.get("when", "true"))).holds({"sent": dict(sent), **sent}):
                return row.get("answer", {})
        raise OutsideFailure(_("The simulator has no answer to this."), lasting=True)

    def check(self) -> str:
        if self.is_down:
            raise OutsideFailure(_("The simulator is out of order."))
        try:
            for row in self.rows:
                compile_expression(str(row.get("when", "true")))
        except ExpressionError as error:
            raise OutsideFailure(str(error.message), lasting=True) from error
        return _("A simulator: it answers from a table of %(rows)s rows.") % {"rows": len(self.rows)}
