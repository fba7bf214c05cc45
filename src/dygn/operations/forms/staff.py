from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.identity.access import Role
from dygn.identity.actions.save_staff_member import StaffFacts
from dygn.identity.actor import RoleInUnit
from dygn.identity.models import StaffMember
from dygn.municipalities.queries import open_units


class StaffForm(forms.Form):
    """Who somebody is, where they work and what they may do. One role is added at a time."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail at work"), help_text=_("The first time they log in, they are known by it.")
    )
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    away_until = forms.DateField(
        label=_("Away until and including"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Until then no rule gives them new cases. Leave it empty when they are at work."),
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label=_("Works in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    held = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Take the tick away to take the role away."),
    )
    role = forms.ChoiceField(label=_("One more role"), required=False)
    where = forms.ChoiceField(label=_("That role holds in"), required=False)

    def __init__(self, *args: Any, member: StaffMember | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(str(unit.pk), unit.name) for unit in open_units()]
        everywhere = ("", _("The whole municipality"))
        self._offer("units", units)
        self._offer("role", [("", _("None")), *Role.choices])
        self._offer("where", [everywhere, *units])
        held = _roles_of(member)
        if held:
            names = {**dict(units), "": everywhere[1]}
            self._offer(
                "held", [(key, f"{Role(role).label} · {names.get(unit, unit)}") for key, role, unit in held]
            )
        else:
            del self.fields["held"]
        if member is not None:
            self.initial.update(_initial_of(member, [key for key, _role, _unit in held]))

    def _offer(self, field: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> StaffFacts:
        """Give what was written as the action wants it."""
        data = self.cleaned_data
        roles = {_role_of(key) for key in data.get("held", ())}
        if data["role"]:
            roles.add((data["role"], int(data["where"]) if data["where"] else None))
        return StaffFacts(
            name=data["name"],
            email=data["email"],
            title=data["title"],
            phone=data["phone"],
            unit_ids=frozenset(int(unit) for unit in data["units"]),
            roles=frozenset(roles),
            away_until=data["away_until"],
        )


def _roles_of(member: StaffMember | None) -> list[tuple[str, str, str]]:
    if member is None:
        return []
    held = member.roles.order_by("role", "unit_id").values_list("role", "unit_id")
    return [(f"{role}:{unit_id or ''}", role, str(unit_id or "")) for role, unit_id in held]


def _role_of(key: str) -> RoleInUnit:
    role, _colon, unit = key.partition(":")
    return role, int(unit) if unit else None


def _initial_of(member: StaffMember, held: list[str]) -> dict[str, Any]:
    return {
        "name": member.name,
        "email": member.email,
        "title": member.title,
        "phone": member.phone,
        "away_until": member.away_until,
        "units": [str(pk) for pk in member.units.values_list("pk", flat=True)],
        "held": held,
    }
