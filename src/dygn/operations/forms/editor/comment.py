from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.services.actions.write_comment import LONGEST_COMMENT


class CommentForm(forms.Form):
    """What an author wants to say to the others."""

    text = forms.CharField(
        label=_("Say something to the other authors"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
