from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.dialogue.rules.rating import COMMENT_HINT, LONGEST_COMMENT, SCORES


class RatingForm(forms.Form):
    """How it was, and what one would like to add."""

    score = forms.TypedChoiceField(
        label=_("How was it?"),
        coerce=int,
        choices=list(SCORES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it was."), "invalid_choice": _("Choose how it was.")},
    )
    comment = forms.CharField(
        label=_("What made it so?"),
        help_text=COMMENT_HINT,
        required=False,
        max_length=LONGEST_COMMENT,
        error_messages={"max_length": _("Write at most 1,000 characters.")},
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
