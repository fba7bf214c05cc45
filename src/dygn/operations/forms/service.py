from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.saying import in_language
from dygn.services.models import Service, Version
from dygn.services.rules.package.files import LARGEST_PACKAGE

MEGABYTE = 1_000_000


class PackageForm(forms.Form):
    """A package as a ZIP file."""

    package = forms.FileField(
        label=_("A package from a file"),
        help_text=_("A folder with service.yaml in it, packed as ZIP. Nobody sees it until you publish it."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )

    def clean_package(self) -> Any:
        """Refuse a file that is too large before it is read."""
        package = self.cleaned_data["package"]
        if package.size > LARGEST_PACKAGE:
            words = _("A package is at most %(size)d MB.") % {"size": LARGEST_PACKAGE // MEGABYTE}
            raise forms.ValidationError(words)
        return package


class StateForm(forms.Form):
    """Whether people can use a service, and what they are told while they cannot."""

    state = forms.ChoiceField(label=_("State"))

    def __init__(self, *args: Any, service: Service, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        State = Service.State
        states = (
            [State.DRAFT]
            if service.published_version_id is None
            else [State.PUBLISHED, State.PAUSED, State.WITHDRAWN]
        )
        self.languages = languages
        self.fields["state"].choices = [(state.value, state.label) for state in states]  # type: ignore[attr-defined]
        self.initial["state"] = service.state
        for code in languages:
            self.fields[f"message_{code}"] = forms.CharField(
                label=_("What people are told meanwhile, %(in_language)s")
                % {"in_language": in_language(code)},
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.initial[f"message_{code}"] = service.state_message.get(code, "")

    def messages(self) -> list[forms.BoundField]:
        """Give the fields of what people are told, in the order of the languages."""
        return [self[f"message_{code}"] for code in self.languages]

    def message(self) -> dict[str, str]:
        """Give what people are told, by language."""
        told = {code: self.cleaned_data[f"message_{code}"].strip() for code in self.languages}
        return {code: text for code, text in told.items() if text}


class PlanForm(forms.Form):
    """Which version is published, and when."""

    version = forms.TypedChoiceField(label=_("Version"), coerce=int)
    publish_at = forms.DateTimeField(
        label=_("Publish it at"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("Day and time, for example 2027-03-14 08:00."),
        error_messages={"invalid": _("Write day and time as 2027-03-14 08:00.")},
    )  # fmt: skip

    all_the_same = forms.BooleanField(
        label=_("Publish it all the same"),
        help_text=_("Tick this if you have read above for whom it is written."),
        required=False,
    )

    def __init__(
        self, *args: Any, versions: Sequence[Version], is_written_elsewhere: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_written_elsewhere:
            del self.fields["all_the_same"]
        choices = [(each.pk, _("Version %(number)d") % {"number": each.number}) for each in versions]
        self.fields["version"].choices = choices  # type: ignore[attr-defined]
