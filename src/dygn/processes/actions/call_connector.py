import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from dygn.base.adapters import adapter_class
from dygn.base.breaker import Breaker
from dygn.base.errors import OutsideFailure
from dygn.base.expressions import ExpressionError
from dygn.base.rate_limits import limited
from dygn.base.secrets import resolve_secrets
from dygn.base.tenancy import required_municipality_id
from dygn.processes.actions.keep_connector import PORT
from dygn.processes.models import Connector
from dygn.processes.ports import OutsideSystem
from dygn.processes.queries import connector_called
from dygn.processes.rules.connectors import reckoned, taken

_UNFIT = (ImproperlyConfigured, LookupError, TypeError, ValueError)
_breaker = Breaker(failures=5, rests_seconds=60.0)


@dataclass(frozen=True)
class Call:
    """One call of a system: what went out, what came back, and what was taken from it."""

    sent: Mapping[str, Any]
    answer: Any
    taken: Mapping[str, Any]


def call_connector(key: str, values: Mapping[str, Any], *, once: str) -> dict[str, Any]:
    """Call an outside system with the values of a process and give what its answer sets.

    Call it in no transaction. ``once`` names the effect: a try that is made again carries the same. Raises
    OutsideFailure, lasting when trying again cannot help; one that has failed five times in a row is left in
    peace for a minute, and nobody calls it more often than is declared.
    """
    connector = connector_called(key)
    if connector is None or not connector.is_on:
        raise OutsideFailure(_("No connector %(name)s is switched on.") % {"name": key}, lasting=True)
    name = f"{required_municipality_id()}:{key}"
    if _breaker.rests(name, now=time.monotonic()):
        raise OutsideFailure(
            _("%(system)s has failed several times and is left in peace for a while.")
            % {"system": connector.title}
        )
    if limited(f"connector:{name}", connector.per_minute, 60):
        raise OutsideFailure(_("%(system)s is called as often as it may be.") % {"system": connector.title})
    try:
        made = ask_system(connector, values, once=once)
    except OutsideFailure as failure:
        if not failure.lasting:
            _breaker.failed(name, now=time.monotonic())
        raise
    _breaker.worked(name)
    return dict(made.taken)


def ask_system(connector: Connector, values: Mapping[str, Any], *, once: str) -> Call:
    """Call the system as it is declared, whether it is switched on or not; for trying it out too."""
    try:
        sent = reckoned(connector.sends, values)
    except ExpressionError as error:
        raise OutsideFailure(
            _("What is to be sent cannot be worked out: %(reason)s") % {"reason": error.message}, lasting=True
        ) from error
    answer = system_of(connector).ask(sent, once=once, seconds=float(connector.seconds))
    return Call(sent, answer, taken(connector.takes, answer=answer, sent=sent))


def system_of(connector: Connector) -> OutsideSystem:
    """Give the system with its settings, secrets resolved; a lasting OutsideFailure when they do not fit."""
    try:
        made: OutsideSystem = adapter_class(PORT, connector.adapter)(**resolve_secrets(connector.settings))
    except _UNFIT as error:
        raise OutsideFailure(
            _("The settings do not fit: %(error)s") % {"error": error}, lasting=True
        ) from error
    return made


def forget_failures() -> None:
    """Call every system again, whatever it did before."""
    _breaker.forget()
