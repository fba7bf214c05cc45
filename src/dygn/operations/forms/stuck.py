from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.cases.actions.mend_case_step import LONGEST_REASON
from dygn.identity.models import StaffMember

AGAIN, WITHOUT, PERSON = "again", "without", "person"


class StuckForm(forms.Form):
    """What is to happen with what could not be done: tried again, gone on without, or done by a person."""

    use_required_attribute = False
    what = forms.ChoiceField(
        label=_("What is to happen?"),
        choices=[
            (AGAIN, _("Try again")),
            (WITHOUT, _("Go on without it")),
            (PERSON, _("Let a person do it")),
        ],
        initial=AGAIN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to happen.")},
    )
    reason = forms.CharField(
        label=_("Why, or what has been done instead"),
        help_text=_("Not needed to try again. It stands in the history of the case."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        required=False,
    )
    officer = forms.TypedChoiceField(
        label=_("Who is to do it?"),
        help_text=_("Only to let a person do it. They get the case too."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, officers: Iterable[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", _("Choose an officer")), *((each.pk, each.name) for each in officers)]
        self.fields["officer"].choices = named  # type: ignore[attr-defined]  # a field with choices

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice needs, and for nothing else."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        what = given.get("what")
        if what in (WITHOUT, PERSON) and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say what you have done, or why it is not needed."))
        if what == PERSON and not given.get("officer") and "officer" not in self.errors:
            self.add_error("officer", _("Choose an officer."))
        return given
