from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.municipalities.queries import open_units
from dygn.operations.forms.editor.texts import TextAsked, TextsForm
from dygn.services.rules.service_in_words import LOG_INS


class NewServiceForm(TextsForm):
    """What a new e-service is called, and who looks after it. The rest is written in the editor."""

    texts = (
        TextAsked(
            "title",
            gettext_lazy("Name of the service"),
            gettext_lazy("What the person wants done. A language that you leave empty is not one of the service's."),
            longest=120,
        ),
    )
    log_in = forms.ChoiceField(label=gettext_lazy("Log-in"), choices=list(LOG_INS.items()), initial="substantial")
    owner = forms.ChoiceField(label=gettext_lazy("Unit that owns it"), required=False)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, languages=languages, written={}, **kwargs)
        units = [(unit.key, unit.name) for unit in open_units()]
        self.fields["owner"].choices = [("", _("None")), *units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A service has a name in one language at least."""
        data = super().clean() or {}
        names = [f"title-{code}" for code in self.languages]
        if not any(data.get(name, "").strip() for name in names) and not self.errors:
            self.add_error(names[0], _("Give the service a name."))
        return data
