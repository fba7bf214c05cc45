"""Which connections a service hangs on: what fails with them fails for whoever fills it in."""

from collections.abc import Iterable, Mapping
from typing import Any

from dygn.forms.rules.prefill import register_of
from dygn.services.rules.definition import ServiceDefinition

# The ports that a service can hang on.
PORTS = (
    "resident_login",
    "signer",
    "population_register",
    "company_register",
    "data_register",
    "look_up",
    "booking_calendar",
    "payment_provider",
)
_BY_KIND = {
    "child": "population_register",
    "company": "company_register",
    "lookup": "look_up",
    "booking": "booking_calendar",
    "payment": "payment_provider",
}

# Among what a service tells, what is told of it alone and of no connection.
OF_ITS_OWN = ""


def told_of_its_own(disturbances: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give what is told of the service alone, among all that it tells."""
    return [each for each in disturbances if each["port"] == OF_ITS_OWN]


def ports_used(definition: ServiceDefinition) -> frozenset[str]:
    """Give the connections that the service cannot do without, or that fill something in."""
    used = {"resident_login"} if definition.needs_log_in and not definition.is_for_staff_only else set()
    if definition.signing is not None:
        used.add("signer")
    for question in definition.form.every_question():
        if question.guardians_of:
            used.add("population_register")
        if question.kind in _BY_KIND:
            used.add(_BY_KIND[question.kind])
        if question.prefill and register_of(question.prefill):
            used.add("data_register")
    return frozenset(used)
