from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.services.connection_queries import missing_connections
from dygn.services.rules.definition import ServiceDefinition


def refuse_unconnected(definition: ServiceDefinition, *, field: str = "") -> None:
    """Refuse to publish what hangs on something that is not connected: told now, and not to the first who needs it."""
    missing = missing_connections(definition)
    if missing:
        message = _(
            "It cannot be published yet, as something that it needs is not connected. %(missing)s "
            "An administrator connects it under Administration, Connections. Or take it out of the service."
        ) % {"missing": " ".join(str(each.said) for each in missing)}
        code = "no_payment_provider" if missing[0].port == "payment_provider" else "not_connected"
        raise Refusal(code, message, field=field)
