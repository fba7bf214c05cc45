from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.payments.adapters.connected import takes_payments
from dygn.services.rules.definition import ServiceDefinition


def refuse_without_provider(definition: ServiceDefinition) -> None:
    """Refuse to publish what asks for a payment where none can be taken: told now, and not to the first who pays."""
    if definition.form.payment is not None and not takes_payments():
        raise Refusal(
            "no_payment_provider",
            _(
                "The service takes a payment, and no payment provider is connected. Connect one under "
                "Administration, Connections, or take the payment out of the service."
            ),
        )
