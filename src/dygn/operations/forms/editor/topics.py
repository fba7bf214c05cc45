"""Where the answers of a tree come from: written in the question, or drawn from the reference data."""

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext as _

from dygn.forms.rules.topics import TAXONOMIES


def source_of_tree(chosen: str, taken_in: Collection[str]) -> forms.ChoiceField:
    """Give the field that says from where; a taxonomy that has not been taken in cannot be chosen anew."""
    words = {"kle": _("KLE, the Danish task taxonomy"), "los": _("Los, the Norwegian topics")}
    choices = [("", _("The answers that are written here")), *((key, words[key]) for key in TAXONOMIES if key in taken_in)]
    if chosen and chosen not in taken_in:
        choices.append((chosen, _("%(name)s (not taken in here)") % {"name": TAXONOMIES.get(chosen, chosen)}))
    return forms.ChoiceField(
        label=_("Where the answers come from"), choices=choices, required=False, initial=chosen,
        help_text=_("A long list from the reference data is searched, and gone through level by level."),
    )  # fmt: skip
