"""What the columns and the states of the inventory are called, in each language."""

from collections.abc import Iterator, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from dygn.base.words import LANGUAGES
from dygn.services.models import InventoryEntry


def column_names() -> dict[str, str]:
    """Give the headings of the columns in the language that is read."""
    return {
        "name": _("Name of the service"),
        "e_service": _("E-service (short name)"),
        "self_service": _("Self-service"),
        "duty": _("Mandatory by law"),
        "law": _("Law"),
        "law_url": _("Address of the law"),
        "unit": _("Unit"),
        "person": _("Who answers for it"),
        "owner_email": _("Their e-mail"),
        "reviewed_on": _("Last reviewed"),
        "review_every_months": _("Months between reviews"),
        "kle": "KLE",
        "klassa": "KLASSA",
        "los": "Los",
        "note": _("Note"),
    }


def columns_by_heading() -> Mapping[str, str]:
    """Give the columns by everything they may be called in a sheet: our keys, and each language's words."""
    known = {key: key for key in column_names()}
    for language in LANGUAGES:
        with override(language):
            known |= {name.casefold(): key for key, name in column_names().items()}
    return known


def choices_by_word(choices: type[TextChoices]) -> Mapping[str, str]:
    """Give the values of a choice by everything they may be called in a sheet."""
    return dict(_words(choices))


def duty_words() -> Mapping[str, str]:
    """Give the duties by word; a plain yes or no will do as well."""
    Duty = InventoryEntry.Duty
    said = {
        Duty.BY_LAW: ("yes", "ja", "x", "1"),
        Duty.OWN_CHOICE: ("no", "nej", "nei", "0"),
        Duty.UNKNOWN: ("",),
    }
    plain = {word: duty.value for duty, words in said.items() for word in words}
    return {**choices_by_word(Duty), **plain}


def _words(choices: type[TextChoices]) -> Iterator[tuple[str, str]]:
    for choice in choices:
        yield choice.value.casefold(), choice.value
        for language in LANGUAGES:
            with override(language):
                yield str(choice.label).casefold(), choice.value
