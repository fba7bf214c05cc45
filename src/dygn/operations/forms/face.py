"""How a municipality looks and how it is reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.opening_hours import WEEKDAYS, read_hours, weekday_name
from dygn.municipalities.rules.themes import CRESTS, FRAMES, LARGEST_RADIUS, VOICES

_FACES = {
    "figtree": _("Figtree: round and friendly"),
    "serif": _("Source Serif: a serif for headings"),
    "grotesk": _("Schibsted Grotesk: sharp and strong"),
    "hanken": _("Hanken Grotesk: plain"),
}
_FRAME_NAMES = {
    "plain": _("Plain: a white page header"),
    "band": _("Band: a page header in the accent colour"),
    "tinted": _("Tinted: a page header in a pale tint"),
}


def _colour(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("As # and six figures or letters a to f."),
    )


class ThemeForm(forms.Form):
    """A municipality's few choices; every other colour comes out of them."""

    accent = _colour(_("Accent colour: buttons and links"))
    support1 = _colour(_("First supporting colour"))
    support2 = _colour(_("Second supporting colour"))
    neutral = _colour(_("Neutral colour: text and borders"))
    radius = forms.IntegerField(label=_("Corner radius in pixels"), min_value=0, max_value=LARGEST_RADIUS)
    font = forms.ChoiceField(label=_("Typeface"), choices=[(key, _FACES.get(key, key)) for key in VOICES])
    frame = forms.ChoiceField(label=_("Page header"), choices=[(key, _FRAME_NAMES[key]) for key in FRAMES])
    crest = forms.ChoiceField(label=_("Crest"), choices=[(key, key.title()) for key in CRESTS])


class ContactForm(forms.Form):
    """How a municipality is reached. Hours as ``08:00-12:00, 13:00-16:30``."""

    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    visit = forms.CharField(label=_("Visiting address"), max_length=200, required=False)
    sender = forms.EmailField(
        label=_("Sender of e-mails"),
        required=False,
        help_text=_("An address that your mail server may send from. Nobody reads what is answered to it."),
    )

    def __init__(self, *args: Any, contact: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact = contact or {}
        hours = read_hours(contact.get("hours"))
        for number, day in enumerate(WEEKDAYS):
            self.fields[f"hours_{day}"] = forms.CharField(
                label=_("Open on %(day)s") % {"day": weekday_name(number)}, required=False, max_length=60
            )
            spans = hours.get(day, [])
            self.initial[f"hours_{day}"] = ", ".join(
                f"{each.opens:%H:%M}-{each.closes:%H:%M}" for each in spans
            )
        for name in ("phone", "email", "visit", "sender"):
            self.initial[name] = contact.get(name, "")

    def clean(self) -> dict[str, Any]:
        """Refuse hours that cannot be read, at their day."""
        data = super().clean() or {}
        for day in WEEKDAYS:
            spans = _spans(data.get(f"hours_{day}", ""))
            if len(read_hours({day: spans}).get(day, [])) != len(spans):
                self.add_error(
                    f"hours_{day}",
                    _("Write hours as 08:00-16:30, with a comma between if there are several."),
                )
        return data

    def contact(self) -> dict[str, Any]:
        """Give what was written as it is kept."""
        data = self.cleaned_data
        hours = {day: _spans(data[f"hours_{day}"]) for day in WEEKDAYS}
        kept = {name: data[name] for name in ("phone", "email", "visit", "sender")}
        return {**kept, "hours": {day: spans for day, spans in hours.items() if spans}}


def _spans(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
