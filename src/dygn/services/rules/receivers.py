"""Who gets a new case, by the answers."""

import logging
from collections.abc import Iterable

from dygn.base.expressions import ExpressionError
from dygn.forms.rules.flow import Filling
from dygn.services.rules.settings import Rule

log = logging.getLogger(__name__)


def unit_by_rules(rules: Iterable[Rule], filling: Filling) -> str:
    """Give the unit of the first rule that holds; nothing when none does.

    A rule that cannot be worked out, as when its question is gone from the form, is passed over: no
    sending ever fails for it.
    """
    for rule in rules:
        try:
            if filling.worked_out(rule.when) is True:
                return rule.unit
        except (ExpressionError, ArithmeticError, LookupError, TypeError, ValueError) as fault:
            log.warning("A rule on who gets a case cannot be worked out: %s", fault)
    return ""
