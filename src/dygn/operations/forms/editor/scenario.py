from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.saying import in_language


class ScenarioForm(forms.Form):
    """What a scenario is called."""

    title = forms.CharField(label=_("What happens, in one sentence"), max_length=200)

    def __init__(self, *args: Any, language: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if language:
            words = _("Written %(in_language)s. The other languages keep their words.")
            self.fields["title"].help_text = words % {"in_language": in_language(language)}
