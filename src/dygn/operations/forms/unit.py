from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.saying import in_language
from dygn.municipalities.actions.save_unit import UnitFacts
from dygn.municipalities.models import Municipality, Unit
from dygn.municipalities.queries import open_units
from dygn.records.rules.numbers import LONGEST_SIGN, is_sign


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
    register_sign = forms.CharField(
        label=_("Sign in the register"),
        max_length=LONGEST_SIGN,
        required=False,
        help_text=_(
            "Stands before the numbers of its cases, for example KS. Without one, the numbers of the unit above go on."
        ),
    )

    def __init__(
        self, *args: Any, municipality: Municipality, unit: Unit | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages = municipality.languages or [municipality.default_language]
        names = {
            f"name_{code}": forms.CharField(
                label=_("Name %(in_language)s") % {"in_language": in_language(code)},
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

    def clean_register_sign(self) -> str:
        """Refuse a sign that could be taken for something else in a number."""
        sign = str(self.cleaned_data["register_sign"]).strip().upper()
        if sign and not is_sign(sign):
            raise forms.ValidationError(_("Write capital letters and digits, a letter first, for example KS."))
        return sign

    def facts(self) -> UnitFacts:
        """Give what was written as the action wants it."""
        data = self.cleaned_data
        return UnitFacts(
            names={code: data[f"name_{code}"] for code in self.languages},
            parent_id=int(data["parent"]) if data["parent"] else None,
            email=data["email"],
            phone=data["phone"],
            register_sign=data["register_sign"],
        )


def _initial_of(unit: Unit) -> dict[str, Any]:
    names = {f"name_{code}": name for code, name in unit.names.items()}
    kept = {name: getattr(unit, name) for name in ("email", "phone", "register_sign")}
    return {**names, "parent": str(unit.parent_id or ""), **kept}
