"""How to reach whoever sent a form, as far as its answers tell."""

from collections.abc import Mapping
from typing import Any

from dygn.forms.rules.definition import FormDefinition, Question
from dygn.services.rules.sent import Contact

LONGEST = 200


def contact_in(form: FormDefinition, values: Mapping[str, Any]) -> Contact:
    """Give the first e-mail address, phone number and name among the answers about the sender."""
    return Contact(
        name=_first(form, values, _asks_for_name),
        email=_first(form, values, lambda question: question.kind == "email"),
        phone=_first(form, values, lambda question: question.kind == "phone"),
    )


def cannot_be_reached(log_in: str, contact: Contact) -> bool:
    """Say whether a service that asks for contact details, and no log-in, has got none."""
    return log_in == "contact" and not (contact.email or contact.phone)


def _asks_for_name(question: Question) -> bool:
    return question.kind == "text" and (question.autocomplete == "name" or question.prefill == "person.name")


def _first(form: FormDefinition, values: Mapping[str, Any], wanted: Any) -> str:
    for page in form.pages:
        for question in page.questions:
            value = values.get(question.id)
            if wanted(question) and isinstance(value, str) and value:
                return value[:LONGEST]
    return ""
