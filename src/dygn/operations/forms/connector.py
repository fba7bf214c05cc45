"""What a connector of processes is asked for in the administration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.adapters import adapter_names
from dygn.operations.forms.connection import ConnectionForm
from dygn.operations.ports_in_words import adapter_in_words
from dygn.processes.actions.keep_connector import PORT, WrittenConnector
from dygn.processes.models import Connector
from dygn.processes.models.connector import LONGEST_SECONDS, MOST_PER_MINUTE
from dygn.processes.rules.connectors import written_mapping

LONGEST_MAPPING = 20_000


class NewConnectorForm(forms.Form):
    """What a connector is called and how it speaks; the rest is asked for on its own page."""

    title = forms.CharField(label=_("What the system is called"), max_length=200)
    key = forms.SlugField(
        label=_("What steps call it"),
        max_length=80,
        help_text=_("As it stands in the process, for example permit-register."),
    )
    adapter = forms.ChoiceField(label=_("How it is spoken to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, adapter_in_words(name)) for name in adapter_names(PORT)]
        self.fields["adapter"].choices = names  # type: ignore[attr-defined]


class ConnectorForm(ConnectionForm):
    """The settings of a connector's adapter, and what is sent and taken."""

    def __init__(self, *args: Any, connector: Connector, **kwargs: Any) -> None:
        super().__init__(*args, port=PORT, adapter=connector.adapter, kept=connector.settings, **kwargs)
        self.connector = connector
        own: dict[str, forms.Field] = {
            "title": forms.CharField(label=_("What the system is called"), max_length=200),
            "is_on": forms.BooleanField(label=_("Steps may call it"), required=False),
        }
        self.fields = {**own, **self.fields, **_common()}
        for name in ("title", "is_on", "seconds", "per_minute"):
            self.initial[name] = getattr(connector, name)
        self.initial["sends"] = written_mapping(connector.sends)
        self.initial["takes"] = written_mapping(connector.takes)

    def written(self) -> WrittenConnector:
        """Give the connector as it was written."""
        names = ("title", "is_on", "seconds", "per_minute", "sends", "takes")
        facts = {name: self.cleaned_data[name] for name in names}
        return WrittenConnector(
            key=self.connector.key, adapter=self.connector.adapter, settings=self.values(), **facts
        )


class TryForm(forms.Form):
    """A value for each name that a connector's sending asks about."""

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            self.fields[name] = forms.CharField(
                label=name,
                required=False,
                max_length=1_000,
                widget=forms.TextInput(attrs={"spellcheck": "false"}),
            )

    def values(self) -> dict[str, Any]:
        """Give what was written: whole numbers as such, true and false as such, nothing as unanswered."""
        return {name: _read(text) for name, text in self.cleaned_data.items()}


def _read(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    is_number = text.isascii() and text.isdigit() and len(text) < 19 and str(int(text)) == text
    return int(text) if is_number else text or None


def _common() -> dict[str, forms.Field]:
    mapping = {"required": False, "max_length": LONGEST_MAPPING, "strip": False}
    return {
        "sends": forms.CharField(
            label=_("What is sent"),
            help_text=_("A line for each: name = where it comes from, for example number = applicant.number"),
            widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
            **mapping,  # type: ignore[arg-type]
        ),
        "takes": forms.CharField(
            label=_("What is taken from the answer"),
            help_text=_(
                "A line for each: name = where it stands, for example permit = answer.permits[0].number"
            ),
            widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
            **mapping,  # type: ignore[arg-type]
        ),
        "seconds": forms.IntegerField(
            label=_("Longest wait, in seconds"), min_value=1, max_value=LONGEST_SECONDS
        ),
        "per_minute": forms.IntegerField(
            label=_("At most so many calls a minute"), min_value=1, max_value=MOST_PER_MINUTE
        ),
    }
