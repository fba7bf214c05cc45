from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.services.actions.note_test import LONGEST_REMARKS, TestFacts


class TestForm(forms.Form):
    """How a test by hand went."""

    __test__ = False

    title = forms.CharField(
        label=_("What did you try?"),
        help_text=_("In a few words, for example “a company applies for two places”."),
        max_length=200,
    )
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[("expected", _("As expected")), ("otherwise", _("Not as expected"))],
        widget=forms.RadioSelect,
    )
    remarks = forms.CharField(
        label=_("Remarks"),
        help_text=_("What came out otherwise, or what could be better. Leave out personal data."),
        required=False,
        max_length=LONGEST_REMARKS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, scenario: str = "", scenario_title: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scenario, self.scenario_title = scenario, scenario_title
        if scenario:
            del self.fields["title"]

    def facts(self) -> TestFacts:
        """Give what was noted as the action wants it."""
        data = self.cleaned_data
        return TestFacts(
            is_as_expected=data["outcome"] == "expected",
            scenario=self.scenario,
            title=self.scenario_title or data.get("title", ""),
            remarks=data["remarks"],
        )


class ApprovalForm(forms.Form):
    """In which role somebody approves, and what they have to say."""

    approve = forms.ChoiceField(widget=forms.HiddenInput, required=False)
    remarks = forms.CharField(
        label=_("Remarks"),
        required=False,
        max_length=LONGEST_REMARKS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, roles: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approve"].choices = list(roles.items())  # type: ignore[attr-defined]


class WaiverForm(forms.Form):
    """Whether a service is published without an acceptance protocol, and why."""

    goes_without = forms.BooleanField(
        label=_("Versions of this service may be published without an acceptance protocol"), required=False
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Needed when they may. It is shown wherever the protocol would have been."),
        max_length=300,
    )

    def clean(self) -> dict[str, Any]:
        """Ask why only when they may: a protocol that is demanded needs no reason."""
        given = super().clean() or {}
        if not given.get("goes_without"):
            self.errors.pop("reason", None)
        return given


class AccessibilityForm(forms.Form):
    """What a browser found, as it sends it."""

    found = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={"required": _("The check did not come to its end. Run it once more.")},
    )
