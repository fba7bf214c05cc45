"""Who gets a new case, by the answers."""

import logging
from collections.abc import Iterable

from dygn.base.expressions import ExpressionError
from dygn.forms.rules.flow import Filling
from dygn.services.rules.settings import Rule

log = logging.getLogger(__name__)


def rule_that_holds(rules: Iterable[Rule], filling: Filling) -> Rule | None:
    """Give the first rule that holds; None when none does.

    A rule that cannot be worked out, as when its question is gone from the form, is passed over: no
    sending ever fails for it.
    """
    for rule in rules:
        try:
            if filling.worked_out(rule.when) is True:
                return rule
        except (ExpressionError, ArithmeticError, LookupError, TypeError, ValueError) as fault:
            log.warning("A rule on who gets a case cannot be worked out: %s", fault)
    return None
