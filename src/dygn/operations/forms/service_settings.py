"""What a municipality sets for a service of its own, beside its package."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.opening_hours import WEEKDAYS, weekday_name
from dygn.identity.queries import members_with_numbers, officers_in
from dygn.municipalities.queries import open_units
from dygn.services.models import Service
from dygn.services.rules.settings import LONGEST_EXPRESSION, MOST_CASES, Per

RULES_OFFERED = 3
_PERS = {
    Per.ALL: gettext_lazy("In all"),
    Per.YEAR: gettext_lazy("Each year"),
    Per.MONTH: gettext_lazy("Each month"),
    Per.DAY: gettext_lazy("Each day"),
}


class ServiceSettingsForm(forms.Form):
    """When a service is open, how many cases it takes, and who gets them. ``settings()`` is what the verb takes."""

    opens_on = forms.DateField(
        label=gettext_lazy("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty when it is open already."),
    )  # fmt: skip
    closes_on = forms.DateField(
        label=gettext_lazy("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("People are told of it on every page, and can send until midnight."),
    )  # fmt: skip
    most = forms.IntegerField(
        label=gettext_lazy("Largest number of cases"), required=False, min_value=1, max_value=MOST_CASES,
        help_text=gettext_lazy("Counted from when you set it. Leave it empty for any number."),
    )  # fmt: skip
    per = forms.ChoiceField(
        label=gettext_lazy("Counted"), choices=[(each.value, words) for each, words in _PERS.items()]
    )

    def __init__(self, *args: Any, service: Service, questions: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = service.settings
        self.initial.update({name: kept.get(name) for name in ("opens_on", "closes_on", "most")})
        self.initial["per"] = kept.get("per", Per.ALL.value)
        self._ask_hours(kept.get("hours", {}))
        self.questions = list(questions)
        self._ask_rules(kept.get("rules", []))

    def _ask_hours(self, hours: dict[str, list[str]]) -> None:
        for number, day in enumerate(WEEKDAYS):
            self.fields[f"hours_{day}"] = forms.CharField(
                label=_("Open on %(day)s") % {"day": weekday_name(number)}, required=False, max_length=60,

            )  # fmt: skip
            self.initial[f"hours_{day}"] = ", ".join(hours.get(day, []))

    def _ask_rules(self, rules: list[dict[str, Any]]) -> None:
        units = [("", _("None")), *((unit.key, unit.name) for unit in open_units())]
        members = [("", _("Whoever in the unit takes it")), *_officers([each.get("member", 0) for each in rules])]
        self.rule_numbers = range(1, len(rules) + RULES_OFFERED + 1)
        for number in self.rule_numbers:
            rule = rules[number - 1] if number <= len(rules) else {}
            self.fields[f"when_{number}"] = forms.CharField(
                label=_("Rule %(number)d: when") % {"number": number}, required=False, max_length=LONGEST_EXPRESSION,
            )  # fmt: skip
            self.fields[f"unit_{number}"] = forms.ChoiceField(
                label=_("Rule %(number)d: the case goes to") % {"number": number},
                required=False,
                choices=units,
            )
            self.fields[f"member_{number}"] = forms.TypedChoiceField(
                label=_("Rule %(number)d: and there to") % {"number": number}, required=False,
                choices=members, coerce=int, empty_value="",
            )  # fmt: skip
            names = ("when", "unit", "member")
            self.initial.update({f"{name}_{number}": rule.get(name, "") for name in names})

    def fields_of_days(self) -> list[forms.BoundField]:
        """Give the fields of the first and last day, for drawing."""
        return [self["opens_on"], self["closes_on"]]

    def fields_of_hours(self) -> list[forms.BoundField]:
        return [self[f"hours_{day}"] for day in WEEKDAYS]

    def fields_of_number(self) -> list[forms.BoundField]:
        return [self["most"], self["per"]]

    def fields_of_rules(self) -> list[list[forms.BoundField]]:
        return [
            [self[f"{name}_{number}"] for name in ("when", "unit", "member")] for number in self.rule_numbers
        ]

    def settings(self) -> dict[str, Any]:
        """Give what was written."""
        data = self.cleaned_data
        hours = {
            day: [each.strip() for each in data[f"hours_{day}"].split(",") if each.strip()]
            for day in WEEKDAYS
        }
        rules = [
            {name: data[f"{name}_{each}"] for name in ("when", "unit", "member")} for each in self.rule_numbers
        ]
        plain = {name: data[name] for name in ("opens_on", "closes_on", "most", "per")}
        return {**plain, "hours": hours, "rules": [each for each in rules if each["when"] or each["unit"]]}


def _officers(named: Collection[int]) -> list[tuple[str, str]]:
    """Give all officers, and whoever a rule names though they are none any more."""
    officers = {each.pk: each for each in officers_in([unit.pk for unit in open_units()])}
    gone = members_with_numbers(set(named) - officers.keys() - {0})
    shown = [(str(each.pk), each.name) for each in officers.values()]
    return [*shown, *((str(each.pk), _("%(name)s (no officer any more)") % {"name": each.name}) for each in gone)]
