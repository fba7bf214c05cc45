"""A service's texts and settings, and its letters, as their author writes them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.municipalities.queries import open_units
from dygn.operations.forms.editor.fee import FeeForm
from dygn.operations.forms.editor.texts import TextAsked, TextsForm
from dygn.services.rules.definition import USUAL_AUDIENCE
from dygn.services.rules.editing.package import Data
from dygn.services.rules.signing import APPLICANT, MOST_DAYS, SEVERAL, USUAL_DAYS, USUAL_REMIND_AFTER

_TEXTS = (
    TextAsked("title", gettext_lazy("Name of the service"), gettext_lazy("What the person wants done.")),
    TextAsked("summary", gettext_lazy("In one sentence"), rows=2),
    TextAsked("description", gettext_lazy("What it is"), rows=5, longest=20_000),
    TextAsked("for_whom", gettext_lazy("Who it is for"), rows=4, longest=20_000),
    TextAsked("rules", gettext_lazy("The rules, and how to appeal"), rows=4, longest=20_000),
    TextAsked("personal_data", gettext_lazy("Which personal data we keep, and why"), rows=4, longest=20_000),
    TextAsked(
        "have_ready", gettext_lazy("What to have ready"), gettext_lazy("One thing on each line."), rows=4
    ),
    TextAsked("send_label", gettext_lazy("What the button that sends says")),
    TextAsked("next_text", gettext_lazy("What happens next"), gettext_lazy("Stands on the receipt."), rows=2),
    TextAsked("fee-text", gettext_lazy("What it costs, in words")),
    TextAsked("retention-reason", gettext_lazy("Why it is kept so long"), rows=2),
)
LEVELS = {
    "none": gettext_lazy("Nobody has to log in"),
    "contact": gettext_lazy("E-mail or phone, checked with a code"),
    "low": gettext_lazy("e-ID, any level"),
    "substantial": gettext_lazy("e-ID, substantial"),
    "high": gettext_lazy("e-ID, high"),
}


_SIGNINGS = {
    "none": gettext_lazy("Nobody"),
    "applicant": gettext_lazy("Whoever fills it in"),
    "in_turn": gettext_lazy("Several, one after another"),
    "at_once": gettext_lazy("Several, all at once"),
}
_AUDIENCES = {
    "residents": gettext_lazy("Residents"),
    "businesses": gettext_lazy("Businesses and associations"),
    "staff": gettext_lazy("Those who work for the municipality"),
}


class ServiceForm(FeeForm):
    """What is said of the whole service. ``facts()`` is what the package says afterwards."""

    texts = _TEXTS
    log_in = forms.ChoiceField(label=gettext_lazy("Log-in"), choices=list(LEVELS.items()))
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Who may use it"), choices=list(_AUDIENCES.items()), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "With staff alone, nobody else finds it. They come by the log-in they have at work. With businesses and not "
            "residents, everybody says for which company: add that question."
        ),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes to fill in"), min_value=1, max_value=240, required=False
    )
    months = forms.IntegerField(
        label=gettext_lazy("Months that a closed case is kept"), min_value=1, max_value=1200, required=False,
        help_text=gettext_lazy("Leave it empty when it is kept for good."),
    )  # fmt: skip
    signing = forms.ChoiceField(
        label=gettext_lazy("Who signs with an e-ID"), choices=list(_SIGNINGS.items()), required=False,
        help_text=gettext_lazy("When several sign, add the question “Those who are to sign too” to a page."),
    )  # fmt: skip
    signing_days = forms.IntegerField(
        label=gettext_lazy("Days that it waits for the others to sign"), min_value=1, max_value=MOST_DAYS, required=False
    )  # fmt: skip
    signing_remind = forms.IntegerField(
        label=gettext_lazy("Days until we remind those who have not signed"), min_value=1, max_value=MOST_DAYS, required=False
    )  # fmt: skip
    owner = forms.ChoiceField(label=gettext_lazy("Unit that owns it"), required=False)

    def __init__(self, *args: Any, data_of: Data, languages: Sequence[str], **kwargs: Any) -> None:
        self.before = data_of
        written = {
            **data_of,
            "have_ready": _lines(data_of.get("have_ready", ()), languages),
            "fee-text": data_of.get("fee", {}).get("text", {}),
            "retention-reason": data_of.get("retention", {}).get("reason", {}),
        }
        super().__init__(*args, languages=languages, written=written, **kwargs)
        units = [(unit.key, unit.name) for unit in open_units()]
        owner = data_of.get("owner", "")
        if owner and owner not in dict(units):
            units.append((owner, owner))
        self.fields["owner"].choices = [("", _("None")), *units]  # type: ignore[attr-defined]
        self._ask_words()
        self._ask_days()
        self.initial.update({
            "log_in": data_of["log_in"], "audience": data_of.get("audience", USUAL_AUDIENCE), "minutes": data_of.get("minutes"), "owner": owner,
            **_signing_shown(data_of.get("signing", {})),
            "months": data_of.get("retention", {}).get("months"),
        })  # fmt: skip
        self.show_fee()

    def _ask_words(self) -> None:
        """The words that people search with stand in a line for each language."""
        words = {code: ", ".join(each) for code, each in self.before.get("words", {}).items()}
        self.ask(
            [TextAsked("words", _("Words that people search with"), _("Commas between them."))],
            {"words": words},
        )

    def _ask_days(self) -> None:
        self.steps = self.before.get("steps", [])
        for step in self.steps:
            name = next(iter(step.get("name", {}).values()), step["key"].replace("_", " "))
            self.fields[f"days-{step['key']}"] = forms.IntegerField(
                label=_("Days expected: %(step)s") % {"step": name},
                min_value=0,
                max_value=1000,
                initial=step["days"],
            )

    def plain_fields(self) -> list[forms.BoundField]:
        """Give the settings that are no texts, for drawing."""
        return [self[name] for name in ("log_in", "signing", "signing_days", "signing_remind", "minutes", "amount", "each", "each_of", "fee_rule", "vat", "months", "owner", "audience")]

    def fields_of_days(self) -> list[forms.BoundField]:
        return [self[f"days-{step['key']}"] for step in self.steps]

    def clean(self) -> dict[str, Any]:
        """What is kept for some time needs a reason (GDPR article 13)."""
        data = super().clean() or {}
        first = f"retention-reason-{self.languages[0]}"
        if data.get("months") and not data.get(first, "").strip():
            self.add_error(first, _("Say why it is kept so long."))
        if data.get("audience") == ["staff"] and data.get("log_in") not in (None, "low"):
            self.add_error(
                "log_in", _("Choose “e-ID, any level”: colleagues come by the log-in they have at work.")
            )
        if data.get("signing", "none") not in ("none", "") and data.get("log_in") in ("none", "contact"):
            self.add_error("log_in", _("Whoever signs is logged in. Choose one of the e-IDs."))
        self.check_fee(data)
        lengths = {len(_split(data.get(f"have_ready-{code}", ""))) for code in self.languages}
        if len(lengths) > 1:
            self.add_error(
                f"have_ready-{self.languages[0]}",
                _("Write the same things in every language, one on each line."),
            )
        return data

    def facts(self) -> dict[str, Any]:
        """Give what was written, as the package says it; what is empty is taken away."""
        data = self.cleaned_data
        plain = (
            "title",
            "summary",
            "description",
            "for_whom",
            "rules",
            "personal_data",
            "send_label",
            "next_text",
        )
        facts: dict[str, Any] = {name: self.written(name) for name in plain}
        facts |= {"log_in": data["log_in"], "minutes": data["minutes"], "owner": data["owner"]}
        audience = data["audience"]
        facts["audience"] = None if tuple(audience) == USUAL_AUDIENCE else audience
        facts["signing"] = _signing_written(data, self.before.get("signing", {}))
        facts["have_ready"] = self._have_ready()
        facts["fee"] = self.fee_written()
        reason = self.written("retention-reason")
        months = {"months": data["months"]} if data["months"] else {}
        facts["retention"] = {**months, "reason": reason} if reason else None
        words = {code: _comma_split(text) for code, text in self.written("words").items()}
        facts["words"] = {code: each for code, each in words.items() if each}
        facts["steps"] = [{**step, "days": data[f"days-{step['key']}"]} for step in self.steps]
        return facts

    def _have_ready(self) -> list[dict[str, str]]:
        columns = {code: _split(self.cleaned_data[f"have_ready-{code}"]) for code in self.languages}
        return [
            {code: lines[index] for code, lines in columns.items()}
            for index in range(len(columns[self.languages[0]]))
        ]


def _signing_shown(signing: Data) -> dict[str, Any]:
    who = signing.get("who", "none")
    return {
        "signing": signing.get("order", "at_once") if who == SEVERAL else who,
        "signing_days": signing.get("days", USUAL_DAYS),
        "signing_remind": signing.get("remind_after", USUAL_REMIND_AFTER),
    }


def _signing_written(data: dict[str, Any], before: Data) -> Data | None:
    """Give the setting as the package says it; days that are as usual are written only where they stood already."""
    chosen = data.get("signing") or "none"
    if chosen in ("none", APPLICANT):
        return None if chosen == "none" else {"who": APPLICANT}
    days, remind_after = data.get("signing_days"), data.get("signing_remind")
    return {
        "who": SEVERAL,
        "order": chosen,
        **({"days": days} if days and (days != USUAL_DAYS or "days" in before) else {}),
        **(
            {"remind_after": remind_after}
            if remind_after and (remind_after != USUAL_REMIND_AFTER or "remind_after" in before)
            else {}
        ),
    }


def _lines(things: Sequence[Data], languages: Sequence[str]) -> dict[str, str]:
    return {code: "\n".join(each.get(code, "") for each in things) for code in languages}


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _comma_split(text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", ",").split(",") if word.strip()]


class LetterForm(TextsForm):
    """One letter in all languages."""

    texts = (TextAsked("letter", gettext_lazy("The letter"), rows=16, longest=20_000),)
