from typing import cast

from dygn.base.errors import OutsideFailure
from dygn.municipalities.actions.connect import connect
from dygn.municipalities.queries import name_of_adapter
from dygn.payments.ports import PaymentProvider

PORT = "payment_provider"


def provider_called(name: str) -> PaymentProvider:
    """Give the provider of that name, which an order was made at.

    Raises OutsideFailure when the municipality is connected to another by now: nobody else knows the order.
    """
    if name != name_of_adapter(PORT):
        raise OutsideFailure(f"The payment was made through {name!r}, which is not connected now.")
    return cast(PaymentProvider, connect(PORT))
