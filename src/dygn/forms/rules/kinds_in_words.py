"""What the kinds of question are called by those who build services."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says


def kind_named(kind: str) -> Said:
    """Give a kind by what it is called, and the word that stands for it in a package."""
    return says("“%(name)s” (%(id)s)", name=KINDS_IN_WORDS.get(kind, kind), id=kind)


KINDS_IN_WORDS: Mapping[str, Said] = {
    "text": says(_("A short text")),
    "long_text": says(_("A longer text")),
    "yes_no": says(_("Yes or no")),
    "one_of": says(_("One of several answers")),
    "several_of": says(_("Any of several answers")),
    "tree": says(_("One of many answers sorted into branches")),
    "scale": says(_("A scale")),
    "number": says(_("A number")),
    "money": says(_("An amount of money")),
    "date": says(_("A date")),
    "date_range": says(_("From one date to another")),
    "time": says(_("A time of day")),
    "email": says(_("An e-mail address")),
    "phone": says(_("A phone number")),
    "personal_number": says(_("A personal number")),
    "organisation_number": says(_("An organisation number")),
    "child": says(_("One of the person’s children")),
    "company": says(_("A company that the person signs for")),
    "address": says(_("A postal address")),
    "place": says(_("A place on the map")),
    "property_designation": says(_("A property")),
    "lookup": says(_("Something looked up in an outside source")),
    "booking": says(_("A time to book")),
    "bank_account": says(_("A bank account")),
    "iban": says(_("An international bank account (IBAN)")),
    "file": says(_("A file to attach")),
    "group": says(_("Several of the same, such as children")),
    "table": says(_("A table to fill in")),
    "co_signers": says(_("Those who are to sign too")),
    "information": says(_("Information to read, nothing to answer")),
    "personal_data_notice": says(_("What is done with personal data, to read")),
    "download": says(_("A file to download")),
    "payment": says(_("What is paid with the sending")),
    "declaration": says(_("Something to confirm with a tick")),
}

# What only some kinds of question have, as far as an author knows it by a name of its own.
FACTS_IN_WORDS: Mapping[str, Said] = {
    "options": says(_("The answers to choose from")),
    "questions": says(_("The questions asked about each of them")),
    "rows": says(_("The fixed rows")),
    "computed": says(_("How it is worked out")),
    "prefill": says(_("Where it is filled in from")),
    "must_hold": says(_("The rule that the answer has to keep")),
    "warn_if": says(_("When it warns")),
    "errors": says(_("Messages in your own words")),
    "limits": says(_("Limits and settings of that kind of answer")),
}
