from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.frame import LANGUAGE_NAMES
from dygn.municipalities.actions.save_unit import UnitFacts
from dygn.municipalities.models import Municipality, Unit
from dygn.municipalities.queries import open_units


class UnitForm(forms.Form):
    """What is said of a unit, its name in each language of the municipality."""

    key = forms.SlugField(
        label=_("Short name"),
        max_length=60,
        help_text=_(
            "Small letters, figures and hyphens. It stays: packages of services name the unit by it."
        ),
    )
    parent = forms.ChoiceField(label=_("Part of"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)

    def __init__(
        self, *args: Any, municipality: Municipality, unit: Unit | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages = municipality.languages or [municipality.default_language]
        names = {
            f"name_{code}": forms.CharField(
                label=_("Name in %(language)s") % {"language": LANGUAGE_NAMES.get(code, code)},
                max_length=120,
                required=code == municipality.default_language,
            )
            for code in self.languages
        }
        self.fields = {**names, **self.fields}
        others = [(str(each.pk), each.name) for each in open_units() if unit is None or each.pk != unit.pk]
        self.fields["parent"].choices = [("", _("Nothing: it is at the top")), *others]  # type: ignore[attr-defined]
        if unit is not None:
            del self.fields["key"]
            self.initial.update(_initial_of(unit))

    def facts(self) -> UnitFacts:
        """Give what was written as the action wants it."""
        data = self.cleaned_data
        return UnitFacts(
            names={code: data[f"name_{code}"] for code in self.languages},
            parent_id=int(data["parent"]) if data["parent"] else None,
            email=data["email"],
            phone=data["phone"],
        )


def _initial_of(unit: Unit) -> dict[str, Any]:
    names = {f"name_{code}": name for code, name in unit.names.items()}
    return {**names, "parent": str(unit.parent_id or ""), "email": unit.email, "phone": unit.phone}
