from django import forms
from django.utils.translation import gettext_lazy as _


class ScenarioForm(forms.Form):
    """What a scenario is called."""

    title = forms.CharField(label=_("What happens, in one sentence"), max_length=200)
