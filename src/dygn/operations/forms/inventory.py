"""What is written about a service in the inventory, and how its list is asked for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.identity.queries import active_staff
from dygn.municipalities.queries import open_units
from dygn.services.actions.save_entry import MOST_MONTHS, EntryFacts
from dygn.services.inventory_queries import LAST_PAGE, MARKS, SORTS, TAXONOMIES, AskedInventory
from dygn.services.models import InventoryEntry
from dygn.services.rules.inventory_sheet import LARGEST_SHEET

LONGEST_NUMBER = 2**62
MEGABYTE = 1_000_000


def asked_in(query: Mapping[str, Any], country: str) -> AskedInventory:
    """Read the list's address. What cannot be read is left out: a list is always shown."""
    form = InventoryListForm(query)
    form.is_valid()
    clean = form.cleaned_data
    return AskedInventory(
        text=clean.get("q") or "",
        self_service=clean.get("state") or "",
        duty=clean.get("duty") or "",
        unit_id=clean.get("unit"),
        mark=clean.get("mark") or "",
        sort=clean.get("sort") or "name",
        page=clean.get("page") or 1,
        taxonomy=TAXONOMIES[country],
    )


class InventoryListForm(forms.Form):
    """The fields of the list's address."""

    q = forms.CharField(max_length=80, required=False)
    state = forms.ChoiceField(choices=InventoryEntry.SelfService.choices, required=False)
    duty = forms.ChoiceField(choices=InventoryEntry.Duty.choices, required=False)
    unit = forms.IntegerField(min_value=1, max_value=LONGEST_NUMBER, required=False)
    mark = forms.ChoiceField(choices=[(mark, mark) for mark in MARKS], required=False)
    sort = forms.RegexField(rf"^-?({'|'.join(SORTS)})$", required=False)
    page = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)


class EntryForm(forms.Form):
    """What is said of a service: how it can be had, whether it must be, and who answers for it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    self_service = forms.ChoiceField(
        label=_("Self-service"),
        choices=InventoryEntry.SelfService.choices,
        help_text=_("How far people get by themselves, without calling or coming."),
    )
    duty = forms.ChoiceField(label=_("Must you offer it?"), choices=InventoryEntry.Duty.choices)
    law = forms.CharField(
        label=_("Which law"),
        max_length=300,
        required=False,
        help_text=_("In words, with the section if you know it."),
    )
    law_url = forms.URLField(
        label=_("Address of the law"), max_length=500, required=False, assume_scheme="https"
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    person = forms.ChoiceField(
        label=_("Who answers for it"), required=False, help_text=_("Is told when it is time to review.")
    )
    review_every_months = forms.IntegerField(
        label=_("Months between reviews"),
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
        help_text=_("Leave it empty if nobody needs to be reminded."),
    )
    kle = forms.CharField(label="KLE", max_length=20, required=False)
    klassa = forms.CharField(label="KLASSA", max_length=20, required=False)
    los = forms.CharField(label="Los", max_length=200, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        country: str,
        entry: InventoryEntry | None = None,
        may_hand_over: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.fields["unit"].choices = _units(entry)  # type: ignore[attr-defined]
        self.fields["person"].choices = _people(entry)  # type: ignore[attr-defined]
        self.initial.update(_initial_of(entry) if entry else {"review_every_months": 12})
        for name in TAXONOMIES.values():
            if name != TAXONOMIES.get(country):
                del self.fields[name]
        if entry is not None and entry.is_service:
            del self.fields["name"], self.fields["unit"]
        if not may_hand_over:
            del self.fields["person"]

    def facts(self) -> EntryFacts:
        """Give what was written as the action wants it; what the form did not ask stays as it is."""
        asked, kept = self.cleaned_data, self.initial
        said = {
            **{name: kept.get(name, "") for name in ("kle", "klassa", "los", "name", "unit", "person")},
            **asked,
        }
        unit, person = said.pop("unit"), said.pop("person")
        return EntryFacts(
            **said, unit_id=int(unit) if unit else None, person_id=int(person) if person else None
        )


    def difference_to(self, saved: EntryFacts) -> list[tuple[str, str, str]]:
        """Give each field that is saved otherwise than it is written here: its label, what is saved, what is written."""
        written = self.facts()
        names = {**{name: name for name in self.fields}, "unit": "unit_id", "person": "person_id"}
        return [
            (
                str(self.fields[name].label),
                self._in_words(name, getattr(saved, names[name])),
                self._in_words(name, getattr(written, names[name])),
            )
            for name in self.fields
            if getattr(saved, names[name]) != getattr(written, names[name])
        ]

    def _in_words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get("" if value is None else str(value), "" if value is None else value))


class SheetForm(forms.Form):
    """A sheet with many services."""

    sheet = forms.FileField(
        label=_("A sheet (CSV)"),
        help_text=_(
            "The first line has the headings. The columns are those of the export; only the name is needed."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    is_trial = forms.BooleanField(label=_("Only try: tell me what would change"), required=False)

    def clean_sheet(self) -> Any:
        """Refuse a file that is too large before it is read."""
        sheet = self.cleaned_data["sheet"]
        if sheet.size > LARGEST_SHEET:
            words = _("A sheet is at most %(size)d MB.") % {"size": LARGEST_SHEET // MEGABYTE}
            raise forms.ValidationError(words)
        return sheet


def _units(entry: InventoryEntry | None) -> list[tuple[str, Any]]:
    units = {unit.pk: unit.name for unit in open_units()}
    if entry is not None and entry.unit is not None:
        units[entry.unit.pk] = entry.unit.name
    return [("", _("None yet")), *((str(number), name) for number, name in units.items())]


def _people(entry: InventoryEntry | None) -> list[tuple[str, Any]]:
    people = {member.pk: member.name for member in active_staff()}
    if entry is not None and entry.person is not None:
        people[entry.person.pk] = entry.person.name
    return [("", _("Nobody yet")), *((str(number), name) for number, name in people.items())]


def _initial_of(entry: InventoryEntry) -> dict[str, Any]:
    said = {
        name: getattr(entry, name)
        for name in ("name", "self_service", "duty", "law", "law_url", "review_every_months", "note")
    }
    taxonomies = {name: getattr(entry, name) for name in TAXONOMIES.values()}
    return {**said, **taxonomies, "unit": str(entry.unit_id or ""), "person": str(entry.person_id or "")}
