from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.services.actions.make_preview_link import MOST_DAYS, USUAL_DAYS
from dygn.services.models import Version

WORKED_ON = "copy"


class PreviewLinkForm(forms.Form):
    """A link for colleagues: to what, for how long, and for whom."""

    what = forms.ChoiceField(label=_("What they try"))
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )
    note = forms.CharField(
        label=_("Whom it is for"),
        help_text=_("Only you and your colleagues here see it."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, versions: list[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.number), _("Version %(number)d") % {"number": each.number}) for each in versions]
        self.fields["what"].choices = [(WORKED_ON, _("What is worked on now")), *choices]  # type: ignore[attr-defined]

    def version_number(self) -> int | None:
        """Give the version that was chosen; None for what is worked on."""
        what = self.cleaned_data["what"]
        return None if what == WORKED_ON else int(what)
