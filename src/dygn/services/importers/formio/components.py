"""What becomes of each type of component of Form.io, of NAV's and of Open Forms'."""

from collections.abc import Mapping
from dataclasses import dataclass

from dygn.base.saying import _


@dataclass(frozen=True)
class Becomes:
    """The kind of ours, and what is to be told when something changes."""

    kind: str
    why: str = ""
    prefill: str = ""
    autocomplete: str = ""


_ELSEWHERE = _("the list to choose from lies in another system")

QUESTIONS: Mapping[str, Becomes] = {
    "textfield": Becomes("text"),
    "textarea": Becomes("long_text"),
    "number": Becomes("number"),
    "currency": Becomes("money"),
    "checkbox": Becomes("declaration"),
    "navCheckbox": Becomes("declaration"),
    "radio": Becomes("one_of"),
    "radiopanel": Becomes("one_of"),
    "select": Becomes("one_of"),
    "navSelect": Becomes("one_of"),
    "selectboxes": Becomes("several_of"),
    "email": Becomes("email"),
    "phoneNumber": Becomes("phone"),
    "url": Becomes("text", _("the address of a page is a text")),
    "tags": Becomes("text", _("tags are one text")),
    "day": Becomes("date"),
    "date": Becomes("date"),
    "navDatepicker": Becomes("date"),
    "datetime": Becomes("date", _("the day is asked, not the time")),
    "time": Becomes("time"),
    "monthPicker": Becomes("text", _("the month is written as 06.2026")),
    "year": Becomes("text"),
    "file": Becomes("file"),
    "signature": Becomes("file", _("the signature is drawn, or a picture of it is added")),
    "address": Becomes("address"),
    "addressNL": Becomes("address"),
    "map": Becomes("place", _("a place is chosen; lines and areas are not drawn")),
    "iban": Becomes("iban"),
    "bankAccount": Becomes("bank_account"),
    "orgNr": Becomes("organisation_number"),
    "fnrfield": Becomes("personal_number"),
    "bsn": Becomes("text", _("the Dutch personal number is a text")),
    "postcode": Becomes("text"),
    "licenseplate": Becomes("text"),
    "firstName": Becomes("text", "", "person.given_name", "given-name"),
    "surname": Becomes("text", "", "person.family_name", "family-name"),
    "landvelger": Becomes("text", _("the country is written, as the list of countries lies in another system")),
    "valutavelger": Becomes("text", _("the currency is written, as the list lies in another system")),
    "dataFetcher": Becomes("long_text", _ELSEWHERE),
    "cosign": Becomes("email", _("whoever signs as well is written here; to have them sign with e-ID, choose it in the editor")),
    "addressValidity": Becomes("date_range", _("both ends are asked, or none")),
}
TEXTS = frozenset(("alertstripe", "htmlelement", "content", "softRequiredErrors"))
PAGES = frozenset(("panel",))
FRAMES = frozenset(
    (
        "container",
        "fieldset",
        "navSkjemagruppe",
        "columns",
        "well",
        "table",
        "tabs",
        "row",
        "form",
        "editgridRow",
        "tree",
    )
)
LEFT: Mapping[str, str] = {
    "button": _("the buttons are the same on every page here"),
    "hidden": _("a hidden value that the person never saw"),
    "recaptcha": _("no riddles are asked here"),
    "password": _("no passwords are kept here"),
    "image": _("pictures stand on the page of the service, not in the form"),
    "coSign": _("choose who signs, and add the question on who else signs, in the editor"),
}
