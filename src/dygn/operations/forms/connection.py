from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Text
from dygn.municipalities.actions.set_connection import AdapterSetting, settings_of_adapter
from dygn.operations.ports_in_words import adapter_in_words
from dygn.operations.settings_in_words import setting_in_words


class AdapterForm(forms.Form):
    """Which adapter a port uses; empty for what the installation is connected to."""

    adapter = forms.ChoiceField(label=_("Connect by"), required=False)

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("What the installation uses")), *[(name, adapter_in_words(name)) for name in names]]
        self.fields["adapter"].choices = choices  # type: ignore[attr-defined]


class WrittenJson(forms.JSONField):
    """A list or table written as JSON; nothing at all when there is none."""

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else super().prepare_value(value)


class ConnectionForm(forms.Form):
    """The settings of one adapter, made from what the adapter takes."""

    def __init__(self, *args: Any, port: str, adapter: str, kept: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings = settings_of_adapter(port, adapter)
        for setting in self.settings:
            self.fields[setting.name] = _field_of(setting)
            self.initial[setting.name] = kept.get(setting.name, setting.default)

    def values(self) -> dict[str, Any]:
        """Give the settings that differ from the adapter's own defaults."""
        read = {each.name: self.cleaned_data[each.name] for each in self.settings}
        defaults = {each.name: each.default for each in self.settings}
        return {name: value for name, value in read.items() if value not in ("", None, defaults[name])}


def _field_of(setting: AdapterSetting) -> forms.Field:
    hint: Text = ""
    if setting.is_secret:
        hint = _("Not the secret itself but where it lies: env:NAME or file:PATH.")
    common: dict[str, Any] = {"label": setting_in_words(setting.name), "required": setting.is_required, "help_text": hint}
    if setting.kind is bool:
        return forms.BooleanField(**{**common, "required": False})
    if setting.kind is int:
        return forms.IntegerField(**common)
    if setting.kind is float:
        return forms.FloatField(**common)
    if setting.kind in (dict, list):
        return WrittenJson(**{**common, "required": False})
    return forms.CharField(max_length=1_000, **common)
