"""What it costs whoever fills the form in, worked out from the answers."""

from dygn.base.words import pick
from dygn.forms.rules.definition import Question
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds import KINDS
from dygn.services.rules.definition import Fee

_AMOUNT = Question(id="fee", kind="money")


def fee_of(source: str, filling: Filling) -> int | None:
    """Give the fee in whole minor units; None when it is not worked out, or hangs on something unanswered."""
    amount = KINDS["money"].from_term(_AMOUNT, filling.worked_out(source)) if source else None
    return amount if amount is not None and amount >= 0 else None


def fee_in_words(fee: Fee | None, filling: Filling, language: str) -> tuple[str, ...]:
    """Give the fee as people write amounts, and what the package says of it; nothing when there is none."""
    if filling.form.payment is not None:
        return ()  # it stands among the answers, as what is to be paid
    amount = fee_of(fee.computed, filling) if fee else None
    if fee is None or amount is None:
        return ()
    written = KINDS["money"].show(_AMOUNT, amount, language)
    return tuple(line for line in (written, pick(fee.text, language)) if line)
