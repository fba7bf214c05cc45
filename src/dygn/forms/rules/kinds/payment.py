"""What is to be paid with the sending: the service's own fee, reckoned and never typed."""

from typing import Any

from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds.money import Money


class Payment(Money):
    """An amount to pay, in whole minor units. The service hands its fee in as what is computed.

    What is negative is no amount; nothing, or 0, is not paid.
    """

    name = "payment"
    takes = frozenset()
    is_computable = False

    def from_term(self, question: Question, term: Any) -> Any:
        amount = super().from_term(question, term)
        return amount if amount is not None and amount >= 0 else None
