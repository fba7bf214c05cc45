"""How the catalogue is asked for, what is said of an offer, and in which other catalogues one looks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.services.actions.offer_service import OfferFacts
from dygn.services.catalogue_queries import LAST_PAGE, SORTS, AskedCatalogue
from dygn.services.models import CatalogueEntry
from dygn.services.rules.catalogue import tags_in

LONGEST_NUMBER = 2**62


def asked_in(query: Mapping[str, Any]) -> AskedCatalogue:
    """Read the list's address. What cannot be read is left out: a list is always shown."""
    form = CatalogueListForm(query)
    form.is_valid()
    clean = form.cleaned_data
    return AskedCatalogue(
        text=clean.get("q") or "",
        topic=clean.get("topic") or "",
        language=clean.get("language") or "",
        country=clean.get("country") or "",
        state=clean.get("state") or "",
        by=clean.get("by") or "",
        mark=clean.get("mark") or "",
        sort=clean.get("sort") or "newest",
        page=clean.get("page") or 1,
    )


class CatalogueListForm(forms.Form):
    """The fields of the list's address."""

    q = forms.CharField(max_length=80, required=False)
    topic = forms.SlugField(max_length=80, required=False)
    language = forms.RegexField(r"^[a-z]{2}$", required=False)
    country = forms.RegexField(r"^[a-z]{2}$", required=False)
    state = forms.ChoiceField(choices=CatalogueEntry.State.choices, required=False)
    by = forms.SlugField(max_length=80, required=False)
    mark = forms.ChoiceField(choices=[("ours", "ours"), ("used", "used")], required=False)
    sort = forms.ChoiceField(choices=[(sort, sort) for sort in SORTS], required=False)
    page = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)


class OfferForm(forms.Form):
    """What is said of a service that is offered."""

    version = forms.TypedChoiceField(label=_("Which version"), coerce=int)
    why = forms.CharField(
        label=_("Why it is good"),
        help_text=_("One line, for a colleague in another municipality."),
        max_length=300,
    )
    note = forms.CharField(
        label=_("What is new in this version"), help_text=_("One line."), max_length=300, required=False
    )
    contact = forms.CharField(
        label=_("Whom to ask"),
        help_text=_("A unit's name or address. Everybody who looks in the catalogue can read it."),
        max_length=200,
        required=False,
    )
    tags = forms.CharField(
        label=_("Tags"), help_text=_("With commas between: streets, winter."), max_length=500, required=False
    )
    is_open = forms.BooleanField(
        label=_("Offer it to municipalities outside this installation too"), required=False, initial=True
    )

    def __init__(self, *args: Any, versions: list[int], entry: CatalogueEntry | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(number, _("Version %(number)d") % {"number": number}) for number in versions]
        self.fields["version"].choices = choices  # type: ignore[attr-defined]
        if entry is not None:
            self.initial = {
                **self.initial,
                "why": entry.why,
                "contact": entry.contact,
                "tags": ", ".join(entry.tags),
                "is_open": entry.is_open,
            }

    def facts(self) -> OfferFacts:
        """Give what is said."""
        clean = self.cleaned_data
        return OfferFacts(
            why=clean["why"],
            contact=clean["contact"],
            tags=tuple(tags_in(clean["tags"])),
            is_open=clean["is_open"],
            note=clean["note"],
        )


class DeprecateForm(forms.Form):
    """Why an offer is advised against, and what to use instead."""

    note = forms.CharField(
        label=_("Why, and what to do instead"),
        help_text=_("Everybody who uses it sees this."),
        max_length=300,
    )
    instead = forms.TypedChoiceField(
        label=_("Use this instead"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, others: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instead"].choices = [("", _("Nothing in the catalogue")), *others]  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """What those who use a service have to say of it."""

    rating = forms.TypedChoiceField(
        label=_("How well does it work for you?"),
        coerce=int,
        choices=[
            (5, _("5: very well")),
            (4, _("4: well")),
            (3, _("3: so-so")),
            (2, _("2: badly")),
            (1, _("1: very badly")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Your experience"),
        help_text=_("What is good, and what others should think of. Write nothing about single people."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(
        label=_("Signed by"),
        help_text=_("Your unit or your name. Without it, your name is shown with your municipality's."),
        max_length=200,
        required=False,
    )


class FoldForm(forms.Form):
    """Why a comment is folded away. Without a reason the action says what is missing."""

    reason = forms.CharField(label=_("Why"), max_length=300, required=False)


class SourceForm(forms.Form):
    """The address of another installation's catalogue, and the key that it is trusted by."""

    name = forms.CharField(label=_("Name"), help_text=_("Whose catalogue it is."), max_length=120)
    address = forms.CharField(
        label=_("Address"),
        help_text=_("For example https://service.lund.example/open-data/catalogue.json"),
        max_length=500,
        widget=forms.URLInput,
    )
    publisher = forms.CharField(label=_("In whose name packages are signed"), max_length=200, required=False)
    public_key = forms.CharField(
        label=_("Their public key"),
        help_text=_("Ask them for it by phone. With a key, only packages signed with it are taken in."),
        max_length=200,
        required=False,
    )
