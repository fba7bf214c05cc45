"""What a service costs: the same for all, so much for each of a number that is asked for, or by an expression."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.expressions import ExpressionError, compile_expression
from dygn.base.words import pick
from dygn.operations.forms.editor.texts import TextsForm
from dygn.services.rules.editing.package import Data

_FOR_EACH = re.compile(r"([a-z][a-z0-9_]*) \* (\d{1,9})")


class FeeForm(TextsForm):
    """The part of a service's settings that says what it costs. ``before`` is what its package says."""

    before: Data
    amount = forms.DecimalField(
        label=gettext_lazy("Fee in kronor"), min_value=0, max_digits=8, decimal_places=2, required=False, localize=True,
        help_text=gettext_lazy("0 when it is free. Leave it empty when words say it better."),
    )  # fmt: skip
    each = forms.DecimalField(
        label=gettext_lazy("Or: kronor for each"), min_value=Decimal("0.01"), max_digits=8, decimal_places=2,
        required=False, localize=True, help_text=gettext_lazy("For example for each hour, seat or metre."),
    )  # fmt: skip
    each_of = forms.ChoiceField(label=gettext_lazy("For each of what"), required=False)
    fee_rule = forms.CharField(
        label=gettext_lazy("Or: worked out by an expression"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "dy-code"}),
        help_text=gettext_lazy("It gives öre: hours * 12500 is 125 kronor an hour."),
    )  # fmt: skip
    vat = forms.IntegerField(
        label=gettext_lazy("VAT in the fee, per cent"), min_value=0, max_value=99, required=False,
        help_text=gettext_lazy("Stands on the receipt of a payment. Leave it empty when nothing is said of VAT."),
    )  # fmt: skip

    def show_fee(self) -> None:
        """Fill the fields with what the package says, and offer the numbers that its form asks for."""
        numbers = list(_numbers_asked(self.before))
        self.fields["each_of"].choices = [("", _("None")), *numbers]  # type: ignore[attr-defined]
        fee = self.before.get("fee", {})
        amount, rule = fee.get("amount"), fee.get("computed", "")
        found = _FOR_EACH.fullmatch(rule)
        is_for_each = found is not None and found[1] in dict(numbers)
        self.initial.update({
            "amount": None if amount is None else Decimal(amount) / 100,
            "each": Decimal(found[2]) / 100 if found and is_for_each else None,
            "each_of": found[1] if found and is_for_each else "",
            "fee_rule": "" if is_for_each else rule,
            "vat": fee.get("vat"),
        })  # fmt: skip

    def check_fee(self, data: dict[str, Any]) -> None:
        """Refuse a fee that is told in two ways, half a one, and an expression that cannot be read."""
        if (data.get("each") is None) != (not data.get("each_of")):
            self.add_error(
                "each_of" if data.get("each") else "each", _("Say both how much, and for each of what.")
            )
        rule = data.get("fee_rule", "").strip()
        if sum((data.get("amount") is not None, data.get("each") is not None, bool(rule))) > 1:
            self.add_error(
                "amount", _("Say what it costs in one way: a fee, so much for each, or an expression.")
            )
        if rule:
            try:
                compile_expression(rule)
            except ExpressionError as error:
                self.add_error("fee_rule", str(error.message))

    def fee_written(self) -> Data | None:
        """Give the fee as the package says it; None when there is nothing to say."""
        data, text = self.cleaned_data, self.written("fee-text")
        fee: Data = {}
        if data["amount"] is not None:
            fee["amount"] = int(data["amount"] * 100)
        if data["each"] is not None:
            fee["computed"] = f"{data['each_of']} * {int(data['each'] * 100)}"
        elif data["fee_rule"].strip():
            fee["computed"] = data["fee_rule"].strip()
        if data["vat"] is not None and fee:
            fee["vat"] = data["vat"]
        if text:
            fee["text"] = text
        return fee or None


def _numbers_asked(package: Data) -> Iterator[tuple[str, str]]:
    """Give the numbers that the form asks for once, by id, with their words."""
    for page in package["pages"]:
        for question in page.get("questions", ()):
            if question["kind"] == "number":
                yield (
                    question["id"],
                    pick(question.get("label", {}), package["languages"][0]) or question["id"],
                )
