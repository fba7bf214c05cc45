"""Who uses a service, how they log in, who signs, and which unit owns it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.municipalities.queries import open_units
from dygn.operations.forms.editor.subject import SubjectForm
from dygn.services.rules.definition import USUAL_AUDIENCE
from dygn.services.rules.editing.package import Data
from dygn.services.rules.service_in_words import AUDIENCES, LOG_INS, SIGNINGS
from dygn.services.rules.signing import APPLICANT, MOST_DAYS, SEVERAL, USUAL_DAYS, USUAL_REMIND_AFTER


class UseForm(SubjectForm):
    """Who uses the service and what is asked of them before and after."""

    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Who may use it"), choices=list(AUDIENCES.items()), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "With staff alone, nobody else finds it. They come by the log-in they have at work. With businesses and not "
            "residents, everybody says for which company: add that question."
        ),
    )  # fmt: skip
    log_in = forms.ChoiceField(label=gettext_lazy("Log-in"), choices=list(LOG_INS.items()))
    signing = forms.ChoiceField(
        label=gettext_lazy("Who signs with an e-ID"), choices=list(SIGNINGS.items()), required=False,
        help_text=gettext_lazy("When several sign, add the question “Those who are to sign too” to a page."),
    )  # fmt: skip
    signing_days = forms.IntegerField(
        label=gettext_lazy("Days that it waits for the others to sign"), min_value=1, max_value=MOST_DAYS, required=False
    )  # fmt: skip
    signing_remind = forms.IntegerField(
        label=gettext_lazy("Days until we remind those who have not signed"), min_value=1, max_value=MOST_DAYS, required=False
    )  # fmt: skip
    owner = forms.ChoiceField(label=gettext_lazy("Unit that owns it"), required=False)

    def lay_out(self) -> None:
        """Fill in what the package says, and offer the municipality's units."""
        units = [(unit.key, unit.name) for unit in open_units()]
        owner = self.before.get("owner", "")
        if owner and owner not in dict(units):
            units.append((owner, owner))
        self.fields["owner"].choices = [("", _("None")), *units]  # type: ignore[attr-defined]
        self.initial.update({
            "log_in": self.before["log_in"], "audience": self.before.get("audience", USUAL_AUDIENCE), "owner": owner,
            **_signing_shown(self.before.get("signing", {})),
        })  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Colleagues come by the log-in they have; whoever signs is logged in."""
        data = super().clean() or {}
        if data.get("audience") == ["staff"] and data.get("log_in") not in (None, "low"):
            self.add_error(
                "log_in", _("Choose “e-ID, any level”: colleagues come by the log-in they have at work.")
            )
        if data.get("signing", "none") not in ("none", "") and data.get("log_in") in ("none", "contact"):
            self.add_error("log_in", _("Whoever signs is logged in. Choose one of the e-IDs."))
        return data

    def facts(self) -> dict[str, Any]:
        """Give who uses it; residents and businesses, as usual, are not written."""
        data = self.cleaned_data
        is_usual = tuple(data["audience"]) == USUAL_AUDIENCE and "audience" not in self.before
        return {
            "log_in": data["log_in"],
            "audience": None if is_usual else self._audience(data["audience"]),
            "signing": _signing_written(data, self.before.get("signing", {})),
            "owner": data["owner"],
        }

    def _audience(self, chosen: list[str]) -> list[str] | None:
        """Give whom it is for, as the package has it where nothing is changed."""
        before = self.before.get("audience")
        if before is not None and set(before) == set(chosen):
            return list(before)
        return None if tuple(chosen) == USUAL_AUDIENCE else chosen


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
