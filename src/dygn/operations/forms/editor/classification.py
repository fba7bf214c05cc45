"""Where a service belongs in the public taxonomies."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.operations.forms.editor.subject import SubjectForm
from dygn.reference.queries import titles_of_topics
from dygn.services.rules.open_data.cpsv import LOS

MOST = 20


class ClassificationForm(SubjectForm):
    """Its number in KLE and KLASSA, and its topics in Los."""

    kle = forms.RegexField(
        r"^[0-9]{2}(\.[0-9]{2}){0,2}([A-Z][0-9]{2})?$", label=gettext_lazy("KLE number (Denmark)"), required=False,
        help_text=gettext_lazy("Such as 05.09.00 or 05.09.00G01."),
        error_messages={"invalid": gettext_lazy("Write the number as 05.09.00 or 05.09.00G01.")},
    )  # fmt: skip
    klassa = forms.RegexField(
        r"^[0-9]+(\.[0-9]+)*$", label=gettext_lazy("KLASSA number (Sweden)"), required=False, max_length=40,
        help_text=gettext_lazy("Such as 3.7.2. The diary files the case by it."),
        error_messages={"invalid": gettext_lazy("Write the number as 3.7.2.")},
    )  # fmt: skip
    los = forms.CharField(
        label=gettext_lazy("Los topics (Norway)"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The address of one topic on each line, such as https://psi.norge.no/los/ord/barnehage."),
    )  # fmt: skip

    def lay_out(self) -> None:
        """Fill in the numbers, and say what those that we know are called."""
        said = self.before.get("classification", {})
        self.initial.update({
            "kle": said.get("kle", ""), "klassa": said.get("klassa", ""), "los": "\n".join(said.get("los", ())),
        })  # fmt: skip
        named = [said.get("kle", ""), *said.get("los", ())]
        titles = titles_of_topics([key.removeprefix(LOS) for key in named])
        self.known = [
            (key, titles[key.removeprefix(LOS)]) for key in named if key.removeprefix(LOS) in titles
        ]

    def clean_los(self) -> str:
        """Each line is an address."""
        text: str = self.cleaned_data["los"]
        lines = _lines(text)
        if len(lines) > MOST:
            raise forms.ValidationError(_("Choose at most %(count)d.") % {"count": MOST})
        for line in lines:
            if not line.startswith("https://") or len(line) > 200 or " " in line:
                raise forms.ValidationError(_("Write addresses that begin with https://, one on each line."))
        return text

    def facts(self) -> dict[str, Any]:
        """Give where it belongs; nothing when no taxonomy has it."""
        data = self.cleaned_data
        said = {"kle": data["kle"], "klassa": data["klassa"], "los": _lines(data["los"])}
        return {"classification": {name: value for name, value in said.items() if value}}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
