"""The editor's form of pages that name services. It stands by the models because Wagtail asks them for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from dygn.services.models import Service


def service_choices() -> list[tuple[str, str]]:
    """Give the municipality's services by name, those withdrawn left out."""
    services = Service.objects.exclude(state=Service.State.WITHDRAWN)
    return sorted(((service.key, service.title) for service in services), key=lambda choice: choice[1])


class PageWithServicesForm(WagtailAdminPageForm):
    """Lets the editor tick services by name; their keys are kept."""

    services = forms.MultipleChoiceField(
        label=_("Services"),
        choices=service_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are shown on the page with what they are for."),
    )

    def clean_services(self) -> Any:
        return list(self.cleaned_data["services"])
