"""What a service costs: the same for all, so much for each of a number that is asked for, or by an expression."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.expressions import ExpressionError, compile_expression
from dygn.base.words import pick
from dygn.operations.forms.editor.subject import SubjectForm
from dygn.operations.forms.editor.texts import TextAsked
from dygn.services.rules.editing.package import Data

_FOR_EACH = re.compile(r"([a-z][a-z0-9_]*) \* (\d{1,9})")


class FeeForm(SubjectForm):
    """What a service costs, in figures and in words."""

    texts = (
        TextAsked("fee-text", gettext_lazy("What it costs, in words"), gettext_lazy("Stands on the service's page.")),
    )
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

    def texts_before(self, languages: Sequence[str]) -> Mapping[str, Any]:
        """The words stand beside the amount."""
        return {"fee-text": self.before.get("fee", {}).get("text", {})}

    def lay_out(self) -> None:
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

    def clean(self) -> dict[str, Any]:
        """Refuse a fee that is told in two ways, half a one, and an expression that cannot be read."""
        data = super().clean() or {}
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
        return data

    def facts(self) -> dict[str, Any]:
        """Give the fee; none when there is nothing to say."""
        return {"fee": self._fee()}

    def _fee(self) -> Data | None:
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
