"""What the kinds of question are called by those who build services."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS_IN_WORDS: Mapping[str, str | Promise] = {
    "text": _("A short text"),
    "long_text": _("A longer text"),
    "yes_no": _("Yes or no"),
    "one_of": _("One of several answers"),
    "several_of": _("Any of several answers"),
    "tree": _("One of many answers sorted into branches"),
    "scale": _("A scale"),
    "number": _("A number"),
    "money": _("An amount of money"),
    "date": _("A date"),
    "date_range": _("From one date to another"),
    "time": _("A time of day"),
    "email": _("An e-mail address"),
    "phone": _("A phone number"),
    "personal_number": _("A personal number"),
    "organisation_number": _("An organisation number"),
    "child": _("One of the person’s children"),
    "company": _("A company that the person signs for"),
    "address": _("A postal address"),
    "place": _("A place on the map"),
    "property_designation": _("A property"),
    "lookup": _("Something looked up in an outside source"),
    "booking": _("A time to book"),
    "bank_account": _("A bank account"),
    "iban": _("An international bank account (IBAN)"),
    "file": _("A file to attach"),
    "group": _("Several of the same, such as children"),
    "table": _("A table to fill in"),
    "co_signers": _("Those who are to sign too"),
    "information": _("Information to read, nothing to answer"),
    "personal_data_notice": _("What is done with personal data, to read"),
    "download": _("A file to download"),
    "payment": _("What is paid with the sending"),
    "declaration": _("Something to confirm with a tick"),
}

# What only some kinds of question have, as far as an author knows it by a name of its own.
FACTS_IN_WORDS: Mapping[str, str | Promise] = {
    "options": _("The answers to choose from"),
    "questions": _("The questions asked about each of them"),
    "rows": _("The fixed rows"),
    "computed": _("How it is worked out"),
    "prefill": _("Where it is filled in from"),
    "must_hold": _("The rule that the answer has to keep"),
    "warn_if": _("When it warns"),
    "errors": _("Messages in your own words"),
    "limits": _("Limits and settings of that kind of answer"),
}
