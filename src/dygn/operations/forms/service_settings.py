"""What a municipality sets for a service of its own, beside its package."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.opening_hours import WEEKDAYS, weekday_name
from dygn.forms.rules.definition import FormDefinition
from dygn.forms.rules.proof_of_expressions import fault_of_condition
from dygn.identity.queries import members_with_numbers, officers_in
from dygn.municipalities.queries import open_units
from dygn.operations.forms.editor.condition import ConditionForm, Wording
from dygn.services.models import Service
from dygn.services.rules.settings import MOST_CASES, MOST_RULES, Per

_PERS = {
    Per.ALL: gettext_lazy("In all"),
    Per.YEAR: gettext_lazy("Each year"),
    Per.MONTH: gettext_lazy("Each month"),
    Per.DAY: gettext_lazy("Each day"),
}
RULE = Wording(
    gettext_lazy("Which cases?"),
    [("unused", gettext_lazy("None: this rule is not used"))],
    gettext_lazy("Those for which what is said below holds"),
    gettext_lazy("By an expression"),
    gettext_lazy("Say which cases: choose a question below. Or let the rule not be used."),
)


@dataclass(frozen=True)
class RuleAsked:
    """One rule for drawing: which cases, where they go, and why it never holds as it is kept, if so."""

    number: int
    condition: ConditionForm
    when: forms.BoundField
    unit: forms.BoundField
    member: forms.BoundField
    fault: str


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

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        service: Service,
        asked: FormDefinition,
        language: str,
    ) -> None:
        super().__init__(data)
        self.asked, self.language = asked, language
        kept = service.settings
        self.initial.update({name: kept.get(name) for name in ("opens_on", "closes_on", "most")})
        self.initial["per"] = kept.get("per", Per.ALL.value)
        self._ask_hours(kept.get("hours", {}))
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
        self.rule_numbers = range(1, min(len(rules) + 1, MOST_RULES) + 1)
        self.conditions: dict[int, ConditionForm] = {}
        self.faults: dict[int, str] = {}
        for number in self.rule_numbers:
            rule = rules[number - 1] if number <= len(rules) else {}
            self._ask_when(number, rule.get("when", ""))
            self.fields[f"unit_{number}"] = forms.ChoiceField(
                label=_("Rule %(number)d: the case goes to") % {"number": number},
                required=False,
                choices=units,
            )
            self.fields[f"member_{number}"] = forms.TypedChoiceField(
                label=_("Rule %(number)d: and there to") % {"number": number}, required=False,
                choices=members, coerce=int, empty_value="",
            )  # fmt: skip
            self.initial.update({f"{name}_{number}": rule.get(name, "") for name in ("unit", "member")})

    def _ask_when(self, number: int, source: str) -> None:
        self.conditions[number] = ConditionForm(
            self.data if self.is_bound else None, source=source, questions=self.asked.by_id, language=self.language,
            prefix=f"rule{number}", wording=RULE,
        )  # fmt: skip
        # Not drawn: the condition is written in a form of its own, and what is wrong with it told here.
        self.fields[f"when_{number}"] = forms.CharField(required=False, widget=forms.HiddenInput())
        fault = fault_of_condition(self.asked, source) if source else None
        self.faults[number] = str(fault or "")

    def clean(self) -> dict[str, Any]:
        """Take in the conditions of the rules."""
        data = super().clean() or {}
        for number, condition in self.conditions.items():
            if condition.add_prefix("how") not in self.data:
                data[f"when_{number}"] = ""
            elif condition.is_valid():
                if data.get(f"unit_{number}") and not condition.cleaned_data["source"] and not condition.before:
                    self.add_error(f"when_{number}", str(RULE.nothing))
                data[f"when_{number}"] = condition.cleaned_data["source"]
            else:
                self.add_error(f"when_{number}", _("Look at this rule again."))
        return data

    def fields_of_days(self) -> list[forms.BoundField]:
        """Give the fields of the first and last day, for drawing."""
        return [self["opens_on"], self["closes_on"]]

    def fields_of_hours(self) -> list[forms.BoundField]:
        return [self[f"hours_{day}"] for day in WEEKDAYS]

    def fields_of_number(self) -> list[forms.BoundField]:
        return [self["most"], self["per"]]

    def rules(self) -> list[RuleAsked]:
        return [
            RuleAsked(
                number,
                self.conditions[number],
                self[f"when_{number}"],
                self[f"unit_{number}"],
                self[f"member_{number}"],
                self.faults[number],
            )
            for number in self.rule_numbers
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
        return {**plain, "hours": hours, "rules": [each for each in rules if each["when"]]}


def _officers(named: Collection[int]) -> list[tuple[str, str]]:
    """Give all officers, and whoever a rule names though they are none any more."""
    officers = {each.pk: each for each in officers_in([unit.pk for unit in open_units()])}
    gone = members_with_numbers(set(named) - officers.keys() - {0})
    shown = [(str(each.pk), each.name) for each in officers.values()]
    return [*shown, *((str(each.pk), _("%(name)s (no officer any more)") % {"name": each.name}) for each in gone)]
