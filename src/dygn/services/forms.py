from django import forms
from django.utils.translation import gettext_lazy as _


class ScenarioForm(forms.Form):
    """What was filled in at a preview, to be kept with the package."""

    title = forms.CharField(
        label=_("What happens, in one sentence"),
        help_text=_("For example: A family with two children forgets the day."),
        max_length=200,
        error_messages={"required": _("Write what happens, in one sentence.")},
    )
    is_invented = forms.BooleanField(
        label=_("Everything that I have written is invented"),
        error_messages={
            "required": _(
                "Say that all is invented. If it is not, delete what is filled in and begin again with an "
                "invented person."
            )
        },
    )
