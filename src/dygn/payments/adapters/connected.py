from django.core.exceptions import ImproperlyConfigured

from dygn.base.errors import OutsideFailure
from dygn.municipalities.actions.connect import connect
from dygn.municipalities.queries import is_connected, name_of_adapter
from dygn.payments.ports import PaymentProvider

PORT = "payment_provider"


def connected_provider() -> PaymentProvider:
    """Give the provider of the municipality in scope; settings that do not fit are as if it were out of order."""
    try:
        provider: PaymentProvider = connect(PORT)
    except (ImproperlyConfigured, LookupError, TypeError, ValueError) as error:
        raise OutsideFailure(f"The settings do not fit: {error}", lasting=False) from error
    return provider


def provider_called(name: str) -> PaymentProvider:
    """Give the provider of that name, which an order was made at.

    Raises OutsideFailure when the municipality is connected to another by now: nobody else knows the order.
    """
    if name != name_of_adapter(PORT):
        raise OutsideFailure(f"The payment was made through {name!r}, which is not connected now.")
    return connected_provider()


def takes_payments() -> bool:
    """Say whether the municipality has a provider whose settings fit; whether it answers just now is not asked."""
    if not is_connected(PORT):
        return False
    try:
        connected_provider()
    except OutsideFailure:
        return False
    return True
