"""What a service hangs on and the municipality has not connected: whoever needed it first would get no further."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says
from dygn.base.words import pick
from dygn.forms.rules.definition import Question
from dygn.municipalities.actions.connect import connect
from dygn.municipalities.queries import is_connected
from dygn.services.models import Version
from dygn.services.queries import definition_of
from dygn.services.rules.definition import ServiceDefinition

_UNFIT = (ImproperlyConfigured, LookupError, TypeError, ValueError)


@dataclass(frozen=True)
class MissingConnection:
    """The port, and a sentence on what hangs on it."""

    port: str
    said: Said


def missing_connections(definition: ServiceDefinition) -> list[MissingConnection]:
    """Give what is not connected, or not with settings that fit; whether it answers just now is not asked.

    A register that fills in, or lets one choose a child or a company, is not among it: people write it instead.
    """
    return list(_missing(definition))


def unconnected(version: Version) -> list[MissingConnection]:
    """Give what a version that was installed hangs on and is not connected."""
    return missing_connections(definition_of(version.pk))


def _missing(definition: ServiceDefinition) -> Iterator[MissingConnection]:
    payment = definition.form.payment
    if payment is not None and connected("payment_provider") is None:
        yield MissingConnection(
            "payment_provider", says(_("The service takes a payment, and no payment provider is connected."))
        )
    if definition.signing is not None and connected("signer") is None:
        words = _("The service is signed with an e-ID, and no signing service is connected.")
        yield MissingConnection("signer", says(words))
    for question in definition.form.every_question():
        if question.kind in _ASKED:
            yield from _of_question(question)


def _of_question(question: Question) -> Iterator[MissingConnection]:
    port, key, unconnected, unknown = _ASKED[question.kind]
    named, name = pick(question.label, get_language() or "en"), getattr(question, key)
    adapter = connected(port)
    if adapter is None:
        yield MissingConnection(port, says(unconnected, question=named, name=name))
    elif not adapter.knows(name):
        yield MissingConnection(port, says(unknown, question=named, name=name))


def connected(port: str) -> Any:
    """Give what is connected for the port; None when nothing is, or its settings do not fit."""
    if not is_connected(port):
        return None
    try:
        return connect(port)
    except _UNFIT:
        return None


_ASKED = {
    "lookup": (
        "look_up",
        "source",
        _("“%(question)s” looks up in the source “%(name)s”, and no source is connected."),
        _("“%(question)s” looks up in the source “%(name)s”, which is not among those that are connected."),
    ),
    "booking": (
        "booking_calendar",
        "calendar",
        _("“%(question)s” books times in the calendar “%(name)s”, and no calendar is connected."),
        _(
            "“%(question)s” books times in the calendar “%(name)s”, which is not among those that are connected."
        ),
    ),
}
