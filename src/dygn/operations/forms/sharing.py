from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.services.rules.package.merging_values import Conflict

THEIRS = "theirs"


class UpgradeForm(forms.Form):
    """Which of two to take, for everything that both have changed. Ours, unless something else is chosen."""

    def __init__(self, *args: Any, conflicts: tuple[Conflict, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = conflicts
        for conflict in conflicts:
            self.fields[f"take:{conflict.where}"] = forms.ChoiceField(
                choices=[("ours", _("Keep ours")), (THEIRS, _("Take the new one"))],
                initial="ours",
                required=False,
                widget=forms.RadioSelect,
            )

    def chosen(self) -> frozenset[str]:
        """Give where theirs is taken."""
        return frozenset(
            conflict.where
            for conflict in self.conflicts
            if self.cleaned_data.get(f"take:{conflict.where}") == THEIRS
        )
